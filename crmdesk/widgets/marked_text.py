"""A text to be read, with some of its words on a ground of their own; as high as it needs to be, up to a limit."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from crmdesk.widgets import theme

_MOST = 220


class MarkedText(QTextEdit):
    def __init__(self, name: str, text: str, marked: Iterable[tuple[int, int]] = ()) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAcceptRichText(False)
        self.setProperty("reading", True)
        self.setFont(theme.font("body"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.setPlainText(text)
        self._mark(text, marked)
        self._fit()

    def _mark(self, text: str, marked: Iterable[tuple[int, int]]) -> None:
        ground = QTextCharFormat()
        ground.setBackground(theme.colour("accent_ground"))
        ground.setForeground(theme.colour("accent"))
        for first, last in marked:
            cursor = QTextCursor(self.document())
            cursor.setPosition(_units(text[:first]))
            cursor.setPosition(_units(text[:last]), QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(ground)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(max(self.viewport().width(), 1))
        wanted, most = round(self.document().size().height()) + 8, theme.px(_MOST)
        shows_bar = wanted > most
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if shows_bar else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        self.setFixedHeight(min(wanted, most))


def _units(text: str) -> int:
    """Qt counts in UTF-16."""
    return len(text.encode("utf-16-le")) // 2

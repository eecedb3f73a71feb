"""Text with places for something: each stands between ‹ and ›, looks like one thing, and goes as one."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QSyntaxHighlighter, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from crmdesk.widgets import theme

PLACE = re.compile("‹[^‹›\n]*›")


class _Highlighter(QSyntaxHighlighter):
    def highlightBlock(self, text: str) -> None:
        look = QTextCharFormat()
        look.setForeground(theme.colour("accent"))
        look.setBackground(theme.colour("accent_ground"))
        for found in PLACE.finditer(text):
            self.setFormat(found.start(), len(found[0]), look)


class PlacesEdit(QPlainTextEdit):
    edited = Signal(str)
    """By the user's hand."""

    def __init__(self, name: str, lines: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + theme.px(22))
        self._highlighter = _Highlighter(self.document())
        self._is_shown = False
        self.textChanged.connect(self._tell)

    def _tell(self) -> None:
        if not self._is_shown:
            self.edited.emit(self.toPlainText())

    def show_text(self, text: str) -> None:
        if text != self.toPlainText():
            self._is_shown = True
            self.setPlainText(text)
            self.moveCursor(QTextCursor.MoveOperation.End)
            self._is_shown = False

    def insert_place(self, words: str) -> None:
        """At the cursor, apart from the word before it."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        gap = " " if before and not before[-1].isspace() and before[-1] not in "([/#-" else ""
        cursor.insertText(f"{gap}‹{words}›")
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        forward = {Qt.Key.Key_Backspace: False, Qt.Key.Key_Delete: True}.get(Qt.Key(event.key()))
        if forward is not None and self._remove_place(forward=forward):
            return
        super().keyPressEvent(event)

    def _remove_place(self, *, forward: bool) -> bool:
        """The whole of one that the cursor stands at or in."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            return False
        at = cursor.positionInBlock()
        for found in PLACE.finditer(cursor.block().text()):
            is_there = found.start() <= at < found.end() if forward else found.start() < at <= found.end()
            if is_there:
                cursor.setPosition(cursor.block().position() + found.start())
                cursor.setPosition(cursor.block().position() + found.end(), QTextCursor.MoveMode.KeepAnchor)
                cursor.removeSelectedText()
                return True
        return False

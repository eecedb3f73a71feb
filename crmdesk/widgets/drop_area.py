"""A place to drop files on, or to press and choose them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from crmdesk.widgets import icons, theme
from crmdesk.widgets.parts import button, label


class _Mark(QLabel):
    """An icon that follows the theme."""

    def __init__(self, icon: str, size: int) -> None:
        super().__init__()
        self._icon, self._size = icon, size
        self.setFixedHeight(theme.px(size + 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self._icon, "muted", self.rect().center(), self._size)


class DropArea(QFrame):
    """Takes files whose names end as told; `choosing` is the press on its button."""

    dropped = Signal(list)
    choosing = Signal()

    def __init__(
        self, text: str, detail: str, choose_text: str, endings: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._endings = tuple(ending.lower() for ending in endings)
        self.setProperty("ground", "drop")
        self.setAcceptDrops(True)
        self.setAccessibleName(text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.margins(24, 28, 24, 28))
        layout.setSpacing(theme.px(6))
        layout.addStretch(1)
        layout.addWidget(_Mark("import", 28))
        for words in (label(text, "strong", wraps=True), label(detail, "second", "muted", wraps=True)):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(words)
        layout.addSpacing(theme.px(6))
        layout.addWidget(button(choose_text, self.choosing.emit), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)

    def _files(self, event: QDropEvent) -> list[Path]:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        return [file for file in files if not self._endings or file.name.lower().endswith(self._endings)]

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._files(event):
            theme.set_kind(self, "over", True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        theme.set_kind(self, "over", False)

    def dropEvent(self, event: QDropEvent) -> None:
        theme.set_kind(self, "over", False)
        if files := self._files(event):
            event.acceptProposedAction()
            self.dropped.emit(files)

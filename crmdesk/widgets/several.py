"""Several of a few words, chosen in place: the value is their text, one a line."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu

from crmdesk.widgets import theme
from crmdesk.widgets.fields import Field
from crmdesk.widgets.parts import Button


class _Menu(QMenu):
    """Stays open while words are ticked off."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action: QAction | None = self.actionAt(event.position().toPoint())
        if action is not None:
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action: QAction | None = self.activeAction()
        if action is not None and event.key() == Qt.Key.Key_Space:
            action.trigger()
        else:
            super().keyPressEvent(event)


class SeveralField(Field):
    def __init__(self, name: str, choices: Sequence[str]) -> None:
        self._choices = list(choices)
        self._chosen: list[str] = []
        self._button = Button()
        super().__init__(name, self._button)
        self._button.setProperty("kind", "inline")
        self._button.setMinimumHeight(theme.px(30))
        self._button.clicked.connect(self.open)

    def menu(self) -> QMenu:
        menu = _Menu(self)
        for word in [*self._choices, *(word for word in self._chosen if word not in self._choices)]:
            action = menu.addAction(word.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(word in self._chosen)
            action.triggered.connect(lambda on, word=word: self._tick(word, on))
        menu.aboutToHide.connect(self.keep)
        return menu

    def open(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._button.mapToGlobal(self._button.rect().bottomLeft()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Return:
            self.open()
            return True
        return super().eventFilter(watched, event)

    def _tick(self, word: str, on: bool) -> None:
        kept = {*self._chosen, word} if on else {*self._chosen} - {word}
        order = [*self._choices, *(own for own in self._chosen if own not in self._choices)]
        self._chosen = [own for own in order if own in kept]
        self._mark_edited()
        self._say()

    def _say(self) -> None:
        self._button.setText(", ".join(self._chosen).replace("&", "&&"))
        self._button.setAccessibleDescription(", ".join(self._chosen))

    def _read(self) -> Any:
        return "\n".join(self._chosen)

    def _show(self, value: Any) -> None:
        self._chosen = [word for word in str(value or "").split("\n") if word]
        self._say()

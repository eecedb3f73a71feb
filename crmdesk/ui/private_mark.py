"""What is kept to oneself in a file that is shared: the mark on its page, and the way there and back."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crmdesk.i18n import _
from crmdesk.widgets import icons, theme
from crmdesk.widgets.parts import Button

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.ui.assign import Chosen
    from crmdesk.ui.desk import Desk


class PrivateMark(Button):
    """Says nothing of what is shared; a press shares it."""

    def __init__(self, desk: "Desk", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._key, self._name = desk, b"", ""
        self.setProperty("kind", "link")
        self.setFont(theme.font("second"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIcon(icons.icon("lock", "muted"))
        self.setText(_("Only yours"))
        self.setToolTip(_("Colleagues do not have it. Press to share it with them."))
        self.hide()
        self.clicked.connect(self._share)
        desk.changed.connect(self._changed)

    def show_record(self, key: bytes, name: str) -> None:
        if key != self._key:
            self.hide()
        self._key, self._name = key, name
        self._look()

    def _changed(self, _change: "Changed") -> None:
        if self._key:
            self._look()

    def _look(self) -> None:
        self._desk.ask(partial(_is_private, key=self._key), partial(self._show, self._key), replace=self)

    def _show(self, key: bytes, is_private: bool) -> None:
        if key == self._key:
            self.setVisible(is_private)

    def _share(self) -> None:
        _write(self._desk, [self._key], self._name, is_private=False)


def keep_private(_window: QWidget, desk: "Desk", chosen: "Chosen") -> None:
    _write(desk, chosen.ids or [], chosen.words, is_private=True)


def share(_window: QWidget, desk: "Desk", chosen: "Chosen") -> None:
    _write(desk, chosen.ids or [], chosen.words, is_private=False)


def _write(desk: "Desk", ids: Sequence[bytes], words: str, *, is_private: bool) -> None:
    if not ids:
        desk.say(_("Nothing is chosen here."))
        return
    kept = _("{what}: only yours now. What colleagues copied before cannot be called back.")
    told = (kept if is_private else _("{what}: shared with colleagues.")).format(what=words)
    desk.write(partial(_mark, ids=ids, is_private=is_private), lambda _done: desk.say_undoable(told))


def _mark(store: "Store", ids: Sequence[bytes], *, is_private: bool) -> None:
    from crmdesk.services import private

    (private.make_private if is_private else private.make_shared)(store, ids)


def _is_private(store: "Store", key: bytes) -> bool:
    from crmdesk.services import private

    with store.read() as session:
        return key in private.private_among(session, [key])

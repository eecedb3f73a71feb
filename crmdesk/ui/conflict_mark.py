"""On the page of a record: that some of its values have others beside them, and the way to settle that."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import icons, theme
from crmdesk.widgets.parts import Button

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.ui.desk import Desk


class ConflictMark(Button):
    """Says nothing while there are none."""

    def __init__(self, desk: "Desk", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._key = desk, b""
        self.setProperty("kind", "link")
        self.setFont(theme.font("second"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIcon(icons.icon("triangle-alert", "warning"))
        self.setToolTip(_("Colleagues said otherwise at the same time"))
        self.hide()
        self.clicked.connect(lambda _checked=False: desk.wanted.emit("conflicts", self._key))
        desk.changed.connect(self._changed)

    def show_record(self, key: bytes) -> None:
        if key != self._key:
            self.hide()
        self._key = key
        self._look()

    def _changed(self, _change: "Changed") -> None:
        if self._key:
            self._look()

    def _look(self) -> None:
        self._desk.ask(partial(_count, owner=self._key), partial(self._show, self._key), replace=self)

    def _show(self, key: bytes, count: int) -> None:
        if key == self._key:
            words = ngettext("{count} value to settle", "{count} values to settle", count)
            self.setText(words.format(count=grouped(count)))
            self.setVisible(bool(count))


def _count(store: "Store", owner: bytes) -> int:
    from crmdesk.services import conflicts

    return len(conflicts.of_owner(store, owner))

"""The current set into a group: one that is there, or a new one."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from crmdesk.i18n import _
from crmdesk.ui.lookups import CurrentSet
from crmdesk.widgets.parts import label
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.groups import GroupRow
    from crmdesk.ui.window import Window


class PutInGroup(Sheet):
    def __init__(self, window: "Window", chosen: CurrentSet) -> None:
        from crmdesk.services import groups

        super().__init__(window, _("Put {what} in a group").format(what=chosen.in_words()), width=400)
        self._desk, self._chosen = window.desk, chosen
        self._known: list[GroupRow] = []
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.setAccessibleName(_("Group"))
        self._problem = label("", "second", "bad", wraps=True)
        self._problem.hide()
        self.add_text(_("Choose a group, or type the name of a new one."))
        self.body.addWidget(self.name)
        self.body.addWidget(self._problem)
        self.set_primary(_("Put in"), self._put)
        self._desk.ask(groups.list_groups, self._show)
        self.name.setFocus()

    def _show(self, known: "list[GroupRow]") -> None:
        typed = self.name.currentText()
        self._known = known
        self.name.addItems([group.name for group in known])
        self.name.setEditText(typed)

    def _put(self) -> None:
        name, chosen = self.name.currentText().strip(), self._chosen
        if not name:
            self._problem.setText(_("A group needs a name."))
            self._problem.show()
            return
        key = next((group.id for group in self._known if group.name.casefold() == name.casefold()), None)
        words = _("{what} put in “{name}”").format(what=chosen.in_words(), name=name)
        self._desk.write(lambda store: _put_in(store, key, name, chosen), lambda _none: self._desk.say_undoable(words))
        self.accept()


def _put_in(store: "Store", key: bytes | None, name: str, chosen: CurrentSet) -> None:
    from crmdesk.services import groups, lookup

    ids = chosen.ids
    if ids is None:
        ids = [row.id for row in lookup.window(store, chosen.kind, 0, lookup.count(store, chosen.kind))]
    groups.put_in(store, key or groups.add(store, name), ids)

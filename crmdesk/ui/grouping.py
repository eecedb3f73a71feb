"""The current set into a group: one that is there, a new one of just these, or one that goes on finding by itself."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QRadioButton

from crmdesk.domain import criteria
from crmdesk.domain.criteria import All, Criteria
from crmdesk.i18n import _
from crmdesk.ui.lookups import CurrentSet, count_in_words
from crmdesk.widgets.choosers import Segments
from crmdesk.widgets.parts import label
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet
from crmdesk.widgets.suggest_line import Offer, SuggestLine

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.groups import GroupRow
    from crmdesk.ui.window import Window


class PutInGroup(Sheet):
    def __init__(self, window: "Window", chosen: CurrentSet) -> None:
        super().__init__(window, _("Group {what}").format(what=chosen.in_words()), width=440)
        self._desk, self._chosen = window.desk, chosen
        self._known: dict[str, bytes] = {}
        self.how = Segments(_("What to do"), (("in", _("Put in")), ("out", _("Take out"))))
        self.how.set_value("in")
        self.name = SuggestLine(_("Group"), _("A group, or the name of a new one"))
        self.name.marks_first = False  # what begins like an old name may be a new one
        self._problem = Problem()
        self.body.addWidget(self.how, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.name)
        self.body.addWidget(self._problem)
        self.live, self.fixed = QRadioButton(_("Goes on finding by itself")), QRadioButton()
        self._words = label("", "second", "muted", wraps=True)
        self._add_choice()
        self.go = self.set_primary(_("Put in"), self._put)
        self.how.chosen.connect(lambda _how: self._fit_choice())
        self.name.textChanged.connect(lambda _text: self._fit_choice())
        self.name.taken.connect(lambda _offer: self._fit_choice())
        self.name.entered.connect(self._put)
        self._desk.ask(_groups, self._show)
        self._fit_choice()
        self.name.setFocus()

    def _add_choice(self) -> None:
        self.fixed.setText(_("Just these: {what}").format(what=self._chosen.in_words()))
        both = QButtonGroup(self)
        for choice in (self.live, self.fixed):
            both.addButton(choice)
            self.body.addWidget(choice)
        (self.live if self.can_live() else self.fixed).setChecked(True)
        self.body.addWidget(self._words)
        if not self._chosen.node or self._chosen.node == All():
            self._words.setText("")
        elif self.can_live():
            self._words.setText(_("Whoever meets this: {conditions}").format(conditions=self._chosen.words))
        else:
            self._words.setText(_("Some were chosen one by one: the group holds just these."))

    def can_live(self) -> bool:
        node = self._chosen.node
        return node is not None and node != All() and criteria.is_live(node)

    def _is_new(self) -> bool:
        return self._name().casefold() not in self._known

    def _name(self) -> str:
        return " ".join(self.name.text().split())

    def _fit_choice(self) -> None:
        """Only a new group can be made of conditions."""
        is_out = self.how.value() == "out"
        self.go.setText(_("Take out") if is_out else _("Put in"))
        can_choose = self.can_live() and self._is_new() and not is_out
        for choice in (self.live, self.fixed):
            choice.setVisible(can_choose)
        self._words.setVisible(bool(self._words.text()) and self._is_new() and not is_out)
        if self.isVisible():
            self.refit()

    def _show(self, known: "list[GroupRow]") -> None:
        self._known = {group.name.casefold(): group.id for group in reversed(known)}
        self.name.offer_from([Offer(group.id.hex(), group.name) for group in known])
        self._fit_choice()

    def _put(self) -> None:
        name = self._name()
        key = self._known.get(name.casefold())
        if not name or (key is None and self.how.value() == "out"):
            self._problem.say(_("A group needs a name.") if not name else _("There is no such group."))
            return
        if key and self.how.value() == "out":
            self._take_out(key, name)
        elif key is None and self.live.isChecked() and self.can_live():
            self._make_live(name)
        else:
            self._put_these(key, name)
        self.accept()

    def _make_live(self, name: str) -> None:
        words, chosen = _("Group “{name}” finds by itself").format(name=name), self._chosen
        self._desk.write(lambda store: _add_live(store, name, chosen), lambda _none: self._desk.say_undoable(words))

    def _put_these(self, key: bytes | None, name: str) -> None:
        words, chosen = _("{what} put in “{name}”").format(what=self._chosen.in_words(), name=name), self._chosen
        self._desk.write(lambda store: _put_in(store, key, name, chosen), lambda _none: self._desk.say_undoable(words))

    def _take_out(self, key: bytes, name: str) -> None:
        chosen, desk = self._chosen, self._desk

        def tell(count: int) -> None:
            if count:
                what = count_in_words(chosen.kind, count)
                desk.say_undoable(_("{what} taken out of “{name}”").format(what=what, name=name))
            else:
                desk.say(_("Nobody here was put in “{name}” by hand").format(name=name))

        desk.write(lambda store: _out_of(store, key, chosen), tell)


def _groups(store: "Store") -> "list[GroupRow]":
    from crmdesk.services import groups

    return groups.list_groups(store, counted=False)


def _add_live(store: "Store", name: str, chosen: CurrentSet) -> None:
    from crmdesk.services import groups

    assert chosen.node
    groups.add(store, name, criteria.write(Criteria(chosen.node, chosen.kind)))


def _put_in(store: "Store", key: bytes | None, name: str, chosen: CurrentSet) -> None:
    from crmdesk.services import groups, lookup

    ids = lookup.keys_of(store, chosen.kind, chosen.ids)
    if key is None:
        groups.add_with(store, name, ids)
    else:
        groups.put_in(store, key, ids)


def _out_of(store: "Store", key: bytes, chosen: CurrentSet) -> int:
    from crmdesk.services import groups, lookup

    return groups.take_out(store, key, lookup.keys_of(store, chosen.kind, chosen.ids))

"""A tag for the whole current set: put on, or taken off."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from crmdesk.i18n import _
from crmdesk.ui.lookups import CurrentSet
from crmdesk.widgets.choosers import Segments
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet
from crmdesk.widgets.suggest_line import Offer, SuggestLine

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.ui.window import Window


class TagAll(Sheet):
    def __init__(self, window: "Window", chosen: CurrentSet) -> None:
        super().__init__(window, _("Tag {what}").format(what=chosen.in_words()), width=400)
        self._desk, self._chosen = window.desk, chosen
        self.how = Segments(_("What to do"), (("add", _("Put on")), ("remove", _("Take off"))))
        self.how.set_value("add")
        self.name = SuggestLine(_("Tag"), _("A tag, or the name of a new one"))
        self.name.marks_first = False  # what begins like an old tag may be a new one
        self._problem = Problem()
        self.body.addWidget(self.how, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.name)
        self.body.addWidget(self._problem)
        self.set_primary(_("Tag"), self._tag)
        self.name.taken.connect(lambda _offer: self._tag())
        self.name.entered.connect(self._tag)
        self._desk.ask(_tags, self._show)
        self.name.setFocus()

    def _show(self, names: list[str]) -> None:
        self.name.offer_from([Offer(name, name) for name in names])

    def _tag(self) -> None:
        name, chosen, how = " ".join(self.name.text().split()), self._chosen, str(self.how.value())
        if not name:
            self._problem.say(_("A tag needs a name."))
            return
        what = _("“{tag}” put on {what}") if how == "add" else _("“{tag}” taken off {what}")
        words = what.format(tag=name, what=chosen.in_words())
        self._desk.write(lambda store: _apply(store, chosen, how, name), lambda _count: self._desk.say_undoable(words))
        self.accept()


def _tags(store: "Store") -> list[str]:
    from crmdesk.services import terms

    return [
        words
        for _name, words in next(term for term in terms.terms(store, "contact") if term.path == "tags.name").choices
    ]


def _apply(store: "Store", chosen: CurrentSet, how: str, name: str) -> int:
    from crmdesk.services import lookup, mass_edit
    from crmdesk.services.mass_edit import Change, Operation

    tags = next(target for target in mass_edit.targets(store, chosen.kind) if target.key == mass_edit.TAGS)
    ids = lookup.keys_of(store, chosen.kind, chosen.ids)
    return mass_edit.apply(store, chosen.kind, ids, Change(tags, Operation(how), name))

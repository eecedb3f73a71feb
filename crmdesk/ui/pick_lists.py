"""The words that fields offer: chosen list by list, renamed, put in order, archived, and own ones added."""

from typing import TYPE_CHECKING

from crmdesk.i18n import _
from crmdesk.ui.custom_fields import renamed_in
from crmdesk.ui.desk import Desk
from crmdesk.ui.preference_panes import Pane
from crmdesk.widgets import theme
from crmdesk.widgets.choosers import Chooser
from crmdesk.widgets.word_list import Word, Wording, WordList

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.picks import Pick


_FIRST = "stage"
"""The one shown first: every file has words in it."""


class PickLists(Pane):
    tables = ("pick_entries",)

    def __init__(self, desk: Desk) -> None:
        from crmdesk.services import picks

        hint = _(
            "What comes with CRMDesk is only shown by its new name when you rename it; "
            "your own words change in all records and live groups that hold them."
        )
        super().__init__(desk, _("Pick lists"), hint)
        self._picks: dict[str, Pick] = {}
        self.list = Chooser(_("List"), sorted(picks.lists(), key=lambda entry: entry[1]))
        self.list.setFixedWidth(theme.px(280))
        self.list.set_value(_FIRST)
        self.words = WordList(Wording((_("Word"),), (_("New word"),), _("Archive")))
        self.list.chosen.connect(lambda _key: self.load())
        for part in (self.list, self.words):
            self.body.addWidget(part)
        self.body.insertSpacing(self.body.indexOf(self.words), theme.px(8))
        self.body.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        words = self.words
        words.added.connect(lambda texts: self._add(texts[0]))
        words.renamed.connect(lambda value, texts: self._rename(value, texts[0]))
        words.moved.connect(self._move)
        words.put_away.connect(lambda value: self._archive(value, archived=True))
        words.brought_back.connect(lambda value: self._archive(value, archived=False))

    def load(self) -> None:
        name = self.list.value()

        def read(store: "Store") -> "tuple[str, list[Pick]]":
            from crmdesk.services import picks

            return name, picks.picks(store, name)

        self.desk.ask(read, self._show, replace=self)

    def _show(self, answer: "tuple[str, list[Pick]]") -> None:
        name, found = answer
        if name == self.list.value():
            self._picks = {pick.value: pick for pick in found}
            self.words.show_words([Word(pick.value, (pick.text,), _note(pick), pick.is_archived) for pick in found])

    def _add(self, word: str) -> None:
        from crmdesk.services import picks

        name = self.list.value()
        self.keep(self.words, None, lambda store: picks.add(store, name, word))

    def _rename(self, value: str, word: str) -> None:
        from crmdesk.services import picks

        name = self.list.value()
        told = None if self._picks[value].is_declared else renamed_in
        self.keep(self.words, value, lambda store: picks.rename(store, name, value, word), told)

    def _move(self, value: str, place: int) -> None:
        from crmdesk.services import picks

        name = self.list.value()
        self.keep(self.words, value, lambda store: picks.move(store, name, value, place))

    def _archive(self, value: str, *, archived: bool) -> None:
        from crmdesk.services import picks

        name, word = self.list.value(), self._picks[value].text
        text = _("“{name}” is no longer offered.") if archived else _("“{name}” is back.")
        self.keep(
            self.words,
            value,
            lambda store: picks.archive(store, name, value, archived=archived),
            lambda _none: text.format(name=word),
        )


def _note(pick: "Pick") -> str:
    return "" if pick.is_kept else _("in use")

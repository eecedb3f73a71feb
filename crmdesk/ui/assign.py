"""Assigned or handed over: to whom is asked in one line, or with a note and what goes along."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QLabel, QPlainTextEdit, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.board_ask import AskPanel
from crmdesk.ui.board_lines import WordAsking
from crmdesk.ui.desk import Desk
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import label
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet
from crmdesk.widgets.suggest_line import Offer, SuggestLine

if TYPE_CHECKING:
    from crmdesk.domain.whose import Team
    from crmdesk.services.assigning import Along
    from crmdesk.services.files import Store

_WIDTH, _NOTE_LINES = 460, 4


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is assigned: `contact`, `company`, `deal`, `lead` or `activity`."""

    kind: str
    ids: Sequence[bytes] | None
    """None: all of the kind."""
    words: str
    """As it is called in a title."""
    instance: str = ""
    """The one of its series that is meant."""

    @classmethod
    def of(cls, chosen: CurrentSet) -> "Chosen":
        return cls(chosen.kind, chosen.ids, chosen.in_words())


def assign(window: QWidget, desk: Desk, chosen: Chosen) -> None:
    """Empty is nobody."""
    line = WordAsking(desk, "name", _("To"), "", needed=False)
    line.line.setPlaceholderText(_("Nobody"))
    desk.ask(_team, partial(_offer, line))
    head = _("Assign {what}").format(what=chosen.words)
    panel = AskPanel(desk, window, head, [line], _("Assign"), partial(_assign, chosen), partial(_tell, desk, line))
    panel.open()


def _offer(line: WordAsking, team: "Team") -> None:
    line.offer([(name, name) for name in (team.me, *team.others) if name])


def _tell(desk: Desk, line: WordAsking) -> None:
    name = line.text()
    desk.say_undoable(_("Assigned to {name}").format(name=name) if name else _("Assigned to nobody"))


def _team(store: "Store") -> "Team":
    from crmdesk.services import team

    return team.look(store)


def _assign(chosen: Chosen, store: "Store", told: dict[str, Any]) -> int:
    from crmdesk.services import assigning

    name = told["name"] or ""
    if chosen.kind == "activity":
        return assigning.assign_times(store, [(key, chosen.instance) for key in chosen.ids or ()], name)
    return assigning.assign(store, chosen.kind, _keys(store, chosen), name)


def _keys(store: "Store", chosen: Chosen) -> Sequence[bytes]:
    from crmdesk.services import lookup

    if chosen.kind in ("contact", "company"):
        return lookup.keys_of(store, chosen.kind, None if chosen.ids is None else list(chosen.ids))
    return chosen.ids or ()


class HandOver(Sheet):
    """To whom, what there is to know, and whether what is open goes along."""

    def __init__(self, window: QWidget, desk: Desk, chosen: Chosen) -> None:
        super().__init__(window, _("Hand over {what}").format(what=chosen.words), width=_WIDTH)
        self._desk, self._chosen = desk, chosen
        self.to = SuggestLine(_("To"), _("Who takes over?"))
        self.note = QPlainTextEdit()
        self.note.setAccessibleName(_("Note"))
        self.note.setPlaceholderText(_("What is agreed, what is expected, what to look out for"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(_NOTE_LINES * self.note.fontMetrics().lineSpacing() + theme.px(20))
        self.with_open = QCheckBox(_("Open activities and deals go along"))
        self._counts = label("", "second", "muted", wraps=True)
        self._after = label(_after(chosen), "second", "muted", wraps=True)
        self.problem = Problem()
        self._arrange()
        self.go = self.set_primary(_("Hand over"), self.hand_over)
        self._ask()

    def _arrange(self) -> None:
        named: tuple[tuple[str, QWidget], ...] = ((_("To"), self.to), (_("Note"), self.note))
        for words, asked in named:
            self.body.addWidget(_named(words, asked))
            self.body.addWidget(asked)
        for part in (self.with_open, self._counts, self._after, self.problem):
            self.body.addWidget(part)
        self.with_open.setChecked(True)
        self.with_open.hide()
        self._counts.hide()
        self.to.entered.connect(self.note.setFocus)
        self.to.taken.connect(lambda _offer: self.note.setFocus())
        self.to.setFocus()

    def _ask(self) -> None:
        self._desk.ask(_team, self._offer)
        if self._chosen.kind != "activity":
            self._desk.ask(partial(_along, self._chosen), self._show_along)

    def _offer(self, team: "Team") -> None:
        self.to.offer_from([Offer(name, name) for name in team.others])

    def _show_along(self, along: "Along") -> None:
        told = _counted(along)
        self.with_open.setVisible(bool(told))
        self._counts.setVisible(bool(told))
        self._counts.setText(told)
        self.refit()

    def hand_over(self) -> None:
        name, note = self.to.text(), self.note.toPlainText()
        job = partial(_hand_over, self._chosen, name, note, self.with_open.isChecked())
        self._desk.write(job, partial(self._done, name.strip()), self._refuse)

    def _done(self, name: str, _count: int) -> None:
        self.accept()
        self._desk.say_undoable(_("{what} handed over to {name}").format(what=self._chosen.words, name=name))

    def _refuse(self, error: Exception) -> None:
        self.problem.say(words_of(error))
        self.to.setFocus()
        self.refit()


def _after(chosen: Chosen) -> str:
    if chosen.kind == "activity":
        return _("The note is put before its text.")
    return _("The note stands in the history, and whoever takes over gets it as a task for today.")


def _named(words: str, part: QWidget) -> QLabel:
    made = label(words, "second", "muted")
    made.setBuddy(part)
    return made


def _counted(along: "Along") -> str:
    doings, deals = len(along.activities), len(along.deals)
    parts = [
        ngettext("{count} activity", "{count} activities", doings).format(count=grouped(doings)) if doings else "",
        ngettext("{count} deal", "{count} deals", deals).format(count=grouped(deals)) if deals else "",
    ]
    return ", ".join(filter(None, parts))


def _along(chosen: Chosen, store: "Store") -> "Along":
    from crmdesk.services import assigning

    return assigning.along(store, chosen.kind, _keys(store, chosen))


def _hand_over(chosen: Chosen, name: str, note: str, with_open: bool, store: "Store") -> int:
    from crmdesk.services import assigning

    if chosen.kind == "activity":
        return assigning.hand_over_times(store, [(key, chosen.instance) for key in chosen.ids or ()], name, note)
    return assigning.hand_over(store, chosen.kind, _keys(store, chosen), name, note, with_open=with_open)


def hand_over(window: QWidget, desk: Desk, chosen: Chosen) -> None:
    HandOver(window, desk, chosen).open()


Act = Callable[[QWidget, Desk, Chosen], None]

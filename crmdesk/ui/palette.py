"""The command palette: records, groups and commands by their first letters, recent ones before anything is typed."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from crmdesk.domain.folding import fold
from crmdesk.i18n import _
from crmdesk.ui import actions
from crmdesk.ui.screen import Draft, Screen
from crmdesk.widgets.picker import Choice, Picker

if TYPE_CHECKING:
    from crmdesk.services.elsewhere import Found
    from crmdesk.services.files import Store
    from crmdesk.services.lookup import Row
    from crmdesk.ui.window import Window

_MOST_RECORDS = 6
_MOST_COMMANDS = 5
_MOST_AT_FIRST = 8
_TOP = 60
_PATIENCE = 150
"""Milliseconds: what the file does not answer by then comes later than the commands."""
_SURE = 3
"""Letters with which a command begins that is meant rather than a record."""

_INITIALS, _IN_ORDER = 2, 3
Ranked = list[tuple[int, Choice]]


class Palette(Picker):
    def __init__(self, window: "Window") -> None:
        super().__init__(window, _("Find or do anything"), _TOP)
        self._main = window
        self._recent = window.desk.file.recents
        self._commands = list(_offered(window))
        self._late = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._late.timeout.connect(lambda: self._show(([], []), is_all=False))
        self.typed.connect(self._look)
        self.picked.connect(lambda run: run())

    def _look(self, text: str) -> None:
        if self._main.desk.path is None:
            self._show(([], []))
            return
        words, recent = text.strip(), self._recent.records[:_MOST_RECORDS]
        self._late.start()
        self._main.desk.ask(lambda store: _find(store, words, recent), self._show, replace="palette")

    def _show(self, found: "tuple[list[Row], list[Found]]", *, is_all: bool = True) -> None:
        if is_all:
            self._late.stop()
        words = self.line.text().strip()
        records = [self._record(row, _("Found") if words else _("Recent")) for row in found[0]]
        records += [self._other(other) for other in found[1]]
        records.sort(key=lambda record: bool(words) and not _is_called(words, record.text))
        rows = self._matching(words, records) if words else [*records, *self._first_commands()]
        self.show_choices(rows, is_all=is_all)

    # Records

    def _record(self, row: "Row", heading: str) -> Choice:
        detail = " · ".join(part for part in (row.detail, row.place) if part)
        return Choice(lambda: self._open_record(row), row.filed_as or row.name, detail, face=row.id, heading=heading)

    def _other(self, found: "Found") -> Choice:
        """A document, or what else has a section of its own."""
        window = self._main
        return Choice(
            lambda: window.go(found.section, found.key), found.name, found.detail, found.icon, heading=found.heading
        )

    def _open_record(self, row: "Row") -> None:
        self._recent.add_record(row.id)
        self._main.go("companies" if row.kind == "company" else "contacts", row.id)

    # Commands

    def _first_commands(self) -> list[Choice]:
        """Those of late, and behind them the others in their order."""
        late = self._recent.commands
        offered = sorted(self._commands, key=lambda one: late.index(one[0]) if one[0] in late else len(late))
        return [self._command(*one) for one in offered[:_MOST_AT_FIRST]]

    def _command(self, key: str, choice: Choice) -> Choice:
        def run() -> None:
            self._recent.add_command(key)
            choice.what()

        return Choice(run, choice.text, choice.detail, choice.icon, b"", choice.shortcut, _("Commands"))

    def _matching(self, words: str, records: list[Choice]) -> list[Choice]:
        ranked = _ranked(words, [self._command(*one) for one in self._commands])
        groups = [group for found, group in _ranked(words, self._groups()) if found < _IN_ORDER]
        commands = [choice for _rank, choice in ranked][:_MOST_COMMANDS]
        is_meant = bool(ranked) and ranked[0][0] == 0 and len(words) >= _SURE
        found = [*commands, *records] if is_meant else [*records, *commands]
        return [*found, *groups[:_MOST_COMMANDS], *self._with(words)]

    def _groups(self) -> list[Choice]:
        window = self._main
        return [
            Choice(lambda group=group: window.go("contacts", group), group.name, icon="tag", heading=_("Groups"))
            for group in window.side.groups()
        ]

    def _with(self, words: str) -> list[Choice]:
        """What can be done with any words."""
        window, heading = self._main, _("With what is typed")
        new, company, look_up = _("New contact “{text}”"), _("New company “{text}”"), _("Look up “{text}”")
        return [
            *self._read(words, heading),
            Choice(lambda: window.look_up(words), look_up.format(text=words), icon="search", heading=heading),
            Choice(
                lambda: window.go("contacts", Draft(words)), new.format(text=words), icon="user-plus", heading=heading
            ),
            Choice(
                lambda: window.go("companies", Draft(words)),
                company.format(text=words),
                icon="building-2",
                heading=heading,
            ),
        ]

    def _read(self, words: str, heading: str) -> list[Choice]:
        """More than a name: it can be read as a card is."""
        from crmdesk.services.quick_entry import says_more_than_a_name
        from crmdesk.ui.card_commands import read_card

        if not says_more_than_a_name(words):
            return []
        text = _("New contact from “{text}”").format(text=words)
        return [Choice(lambda: read_card(self._main, words), text, icon="contact", heading=heading)]


def _find(store: "Store", words: str, recent: Sequence[bytes]) -> "tuple[list[Row], list[Found]]":
    from crmdesk.services import elsewhere, lookup

    if not words:
        return lookup.rows(store, list(recent)), elsewhere.recent(store, recent)
    return lookup.find(store, words, _MOST_RECORDS), elsewhere.find(store, words)


def _offered(window: "Window") -> Iterable[tuple[str, Choice]]:
    """Those that can be run now; the palette itself is not among them."""
    for command in actions.all_commands():
        if command.key != "palette" and (window.desk.path or not command.needs_file):
            yield command.key, _choice(window, command)
    screen = window.screens.get(window.section)
    if screen and (words := screen.set_in_words()):
        for on_set in actions.SET_COMMANDS:
            yield f"set {on_set.key}", _set_choice(screen, on_set, words)


def _set_choice(screen: "Screen", on_set: actions.SetCommand, words: str) -> Choice:
    return Choice(lambda: screen.act(on_set.key), _(on_set.text), words, on_set.icon, shortcut=on_set.shortcut)


def _choice(window: "Window", command: actions.Command) -> Choice:
    shortcut = next(iter(command.shortcuts()), "")
    detail = window.side.steps.get(command.key, "")
    return Choice(lambda: window.ask(command.key), _(command.text), detail, command.icon, shortcut=shortcut)


def _ranked(words: str, choices: Iterable[Choice]) -> Ranked:
    """The best first; of equals those that stand first."""
    ranks = ((rank(words, choice.text), choice) for choice in choices)
    return sorted(((found, choice) for found, choice in ranks if found is not None), key=lambda pair: pair[0])


def _is_called(words: str, name: str) -> bool:
    """What else it is found by comes behind."""
    found = rank(words, name) if fold(name).strip() else None
    return found is not None and found < _INITIALS


def rank(words: str, text: str) -> int | None:
    """How well a command is named: 0 its beginning, 1 beginnings of words, 2 initials, 3 letters in their order."""
    asked, named = fold(words).split(), fold(text).split()
    letters = "".join(asked)
    if " ".join(named).startswith(" ".join(asked)):
        return 0
    if all(any(name.startswith(word) for name in named) for word in asked):
        return 1
    if "".join(name[0] for name in named).startswith(letters):
        return 2
    rest = iter("".join(named)) if named[0].startswith(letters[:1]) else iter("")
    return _IN_ORDER if len(letters) >= _SURE and all(letter in rest for letter in letters) else None

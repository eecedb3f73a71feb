"""The Rolodex: the contacts or companies of the lookup as cards behind the letters of the user's alphabet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui import cards
from crmdesk.ui.desk import Desk
from crmdesk.ui.lookups import CurrentSet, Lookup
from crmdesk.ui.reach import Way
from crmdesk.widgets import links
from crmdesk.widgets.messages import Action
from crmdesk.widgets.rolodex import Card, CardFile, Letter, Tab

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.rolodex import Glance, Glances, Tabs

_WHILE_TYPING = 150
"""Milliseconds that a search must rest before all that it finds is fetched."""


@dataclass(frozen=True)
class _Set:
    """What the cards are of."""

    ids: list[bytes] | None
    size: int
    tabs: "Tabs"
    place: int | None
    """Of the card that was asked for."""


class _Cards:
    """A source of cards; what they were made of is kept for who wants to dial."""

    def __init__(self, desk: Desk, kind: str, found: _Set, keep: "Callable[[Sequence[Glance]], None]") -> None:
        self._desk, self._kind, self._found, self._keep = desk, kind, found, keep

    def count(self) -> int:
        return self._found.size

    def fetch(self, first: int, count: int, ready: Callable[[Sequence[Card]], None]) -> None:
        ids, kind = self._found.ids, self._kind

        def window(store: "Store") -> "Glances":
            from crmdesk.services import rolodex

            return rolodex.window(store, kind, ids, first, count)

        def arrived(glances: "Glances") -> None:
            self._keep(glances.cards)
            ready([cards.card_of(glance, glances.words, glances.me) for glance in glances.cards])

        self._desk.ask(window, arrived)


class Rolodex(QWidget):
    opened = Signal(bytes)

    def __init__(self, desk: Desk, lookup: Lookup) -> None:
        super().__init__()
        self._desk, self._lookup, self._kind = desk, lookup, lookup.kind
        self._found: _Set | None = None
        self._answered = lookup.conditions
        self._wanted: bytes | None = None
        self._is_stale = False
        self._glances: dict[bytes, Glance] = {}
        letters = (Letter("d", "dial", _("dial")), Letter("w", "write", _("write")))
        self.file = CardFile(_("Rolodex"), letters)
        self.file.set_hints([_("← → flip"), _("type a name to jump"), _("Enter open"), _("D dial"), _("W write")])
        self.setFocusProxy(self.file)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._ask_set)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.file)
        self._connect()

    def _connect(self) -> None:
        self.file.opened.connect(self._open)
        self.file.followed.connect(self._follow)
        self.file.pile.lifted.connect(self._carry)
        self.file.commanded.connect(self.act)
        self.file.typed.connect(self._jump)
        self._lookup.found.connect(lambda _source, _rows: self._look_soon())

    def current(self) -> bytes | None:
        """Whose card lies on top."""
        card = self.file.card()
        return card.key if card else None

    def show_record(self, key: bytes | None) -> None:
        """The card of a record, when the set has come."""
        self._wanted = key
        self._ask_set()

    # The set

    def _look_soon(self) -> None:
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self._soon.start(_WHILE_TYPING if self._lookup.conditions.typed else 0)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while it was out of sight is asked for now."""
        if self._is_stale and self._desk.path:
            self._is_stale = False
            self._soon.start(0)
        super().showEvent(event)

    def _ask_set(self) -> None:
        self._soon.stop()
        self._lookup.with_current_set(self._take_set)

    def _take_set(self, chosen: CurrentSet) -> None:
        kind, ids = self._kind, chosen.ids
        key = self._wanted or self.current()
        self._desk.ask(partial(_set_of, kind=kind, ids=ids, key=key), self._show_set, replace=self)

    def _show_set(self, found: _Set) -> None:
        is_same = self._found is not None and (found.ids, found.size) == (self._found.ids, self._found.size)
        is_new_question = self._lookup.conditions != self._answered
        self._answered, self._wanted, self._found = self._lookup.conditions, None, found
        self._glances.clear()
        before = 0 if is_new_question else self.file.position()
        self._tell_empty()
        source = _Cards(self._desk, self._kind, found, self._keep)
        place = before if found.place is None else found.place
        self.file.show_source(source, place, list(_tabs_of(found)), is_same_set=is_same)

    def _keep(self, glances: "Sequence[Glance]") -> None:
        self._glances.update((glance.id, glance) for glance in glances)

    def _tell_empty(self) -> None:
        if self._lookup.conditions:
            self.file.set_empty(_("Nothing found"), _("Any part of a name, company, number or address will do."))
        elif self._kind == "company":
            self.file.set_empty(_("No companies yet"), _("They come with contacts, or add one above."))
        else:
            self.file.set_empty(_("No contacts yet"), _("Import a file, drop one here, or add a contact."))

    def _jump(self, typed: str) -> None:
        if self._found is None:
            return
        kind, ids = self._kind, self._found.ids

        def place(store: "Store") -> tuple[int, bool]:
            from crmdesk.services import rolodex

            return rolodex.jump(store, kind, ids, typed)

        self._desk.ask(place, self._jumped, replace=("jump", id(self)))

    def _jumped(self, answer: tuple[int, bool]) -> None:
        place, is_found = answer
        self.file.set_found(is_found)
        self.file.go_to(place)

    # Acting

    def _open(self, _position: int) -> None:
        if key := self.current():
            self.opened.emit(key)

    def _carry(self) -> None:
        from crmdesk.ui import handful

        if (card := self.file.card()) and (key := self.current()):
            one = CurrentSet(self._kind, [key], 1, card.title)
            handful.carry(self, self._desk, card.title, lambda use: use(one))

    def _glance(self) -> "Glance | None":
        key = self.current()
        return self._glances.get(key) if key else None

    def act(self, command: str) -> None:
        """`dial` or `write` to whose card lies on top."""
        glance = self._glance()
        if glance is None:
            return
        if way := cards.first_way(glance, command):
            self._reach(glance, way)
        else:
            none = _("There is no number to dial.") if command == "dial" else _("There is no e-mail address.")
            self._desk.say(none)

    def _follow(self, address: str) -> None:
        glance = self._glance()
        if glance and (way := next((way for way in cards.ways(glance) if way.address == address), None)):
            self._reach(glance, way)

    def _reach(self, glance: "Glance", way: Way) -> None:
        """Where it is refused, the first time only says why."""
        if why := cards.refusal(glance, way.channel):
            anyway = _("Call anyway") if way.channel == "phone" else _("Write anyway")
            self._desk.say(why, Action(anyway, lambda: self._go(glance, way)))
        else:
            self._go(glance, way)

    def _go(self, glance: "Glance", way: Way) -> None:
        try:
            links.open_external(way.address)
        except UserError as error:
            self._desk.unmet.emit(error)
            return
        if way.activity == "call":
            words = _("Log the call to {number}").format(number=way.words)
        else:
            words = _("Log the message to {address}").format(address=way.words)
        self._desk.say(words, Action(_("Log it"), lambda: self._log(glance, way)))

    def _log(self, glance: "Glance", way: Way) -> None:
        def log(store: "Store") -> object:
            from crmdesk.services import activities

            return activities.log(store, [glance.id], way.activity, is_reached=True if way.activity == "call" else None)

        self._desk.write(log, lambda _key: self._desk.say_undoable(_("Logged")))


def _set_of(store: "Store", kind: str, ids: list[bytes] | None, key: bytes | None) -> _Set:
    from crmdesk.services import lookup, rolodex

    ordered = None if ids is None else rolodex.in_order(store, ids)
    size = lookup.count(store, kind) if ordered is None else len(ordered)
    place = rolodex.position(store, kind, ordered, key) if key else None
    return _Set(ordered, size, rolodex.tabs(store, kind, ordered), place)


def _tabs_of(found: _Set) -> "Sequence[Tab]":
    """All letters of the alphabet; anything else only where there is a card behind it."""
    starts = [*found.tabs.starts, found.size]
    tabs = [
        Tab(text, start, end - start, stands_alone=not is_own)
        for text, (start, end), is_own in zip(found.tabs.texts, pairwise(starts), found.tabs.are_own, strict=False)
    ]
    return [tab for tab in tabs if tab.count or not tab.stands_alone]

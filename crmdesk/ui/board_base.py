"""What board, list and timeline have in common: deals that are opened, chosen, asked about and acted on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from crmdesk.domain.folding import fold
from crmdesk.ui.board_acts import Acts
from crmdesk.ui.board_menu import deal_menu
from crmdesk.ui.board_state import Boards

if TYPE_CHECKING:
    from crmdesk.domain.criteria import Node
    from crmdesk.services.board import Card, Column, Sums
    from crmdesk.services.files import Store
    from crmdesk.ui.lookups import Conditions


@dataclass(frozen=True, slots=True)
class Usual:
    """What is known besides the deals."""

    types: dict[str, str]
    """What the types of activities are called."""
    people: list[tuple[str, str]]
    """Whom deals can be given to; whoever looks first."""
    currency: str
    """Of new deals."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one look at the file gives."""

    columns: "list[Column]"
    sums: "dict[str, Sums]"
    usual: Usual


class DealsView(QWidget):
    opened = Signal(object)
    chosen = Signal(int)
    told = Signal(str, str)
    """The line of totals, and all of them."""
    adding = Signal(object)
    """In this stage."""

    def __init__(self, boards: Boards) -> None:
        super().__init__()
        self.boards, self.desk = boards, boards.desk
        self.cards: dict[bytes, Card] = {}
        self.types: dict[str, str] = {}
        self.people: list[tuple[str, str]] = []
        self.currency = ""
        self.acts = Acts(self.desk, self, self.cards.get, self.look)

    def look(self) -> None:
        """Ask anew what is to be shown."""
        raise NotImplementedError

    def begin(self) -> None:
        """The keyboard comes to it."""
        raise NotImplementedError

    def selection(self) -> list[bytes]:
        raise NotImplementedError

    def choose_nothing(self) -> None:
        raise NotImplementedError

    def go_to(self, key: bytes) -> None:
        """Chosen and seen, as soon as it is there."""
        raise NotImplementedError

    def take(self, cards: "Sequence[Card]", usual: Usual) -> None:
        self.types, self.people, self.currency = usual.types, usual.people, usual.currency
        self.cards.clear()
        self.cards.update({card.id: card for card in cards})

    def open_menu(self, keys: Sequence[bytes], place: QPoint) -> None:
        if cards := [self.cards[key] for key in keys if key in self.cards]:
            self.acts.near = None
            rows, current = self.boards.rows, self.boards.current
            deal_menu(self, self.acts, cards, rows, self.people, current, self.opened.emit).popup(place)

    def stage_name(self, key: bytes) -> str:
        stages = self.boards.current.stages if self.boards.current else ()
        return next((stage.name for stage in stages if stage.id == key), "")

    def state(self) -> dict[str, Any]:
        """What is remembered until the next start."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """As `state` told."""


def asked(conditions: "Conditions") -> "Node":
    """Without what is being typed, which names are looked at for."""
    return replace(conditions, typed="").node


def usual(store: "Store", currency: str) -> Usual:
    from crmdesk.services import money, picks

    with store.read() as session:
        found = currency or money.currency(session)
        types, people = picks.texts(session, "activity"), picks.choices(session, "colleague")
    me = store.author
    others = [(value, text) for value, text in people if value != me]
    return Usual(types, [*([(me, me)] if me else []), *others], found)


def look_at(pipeline: bytes, currency: str, where: "Node", typed: str, store: "Store") -> Shown:
    from crmdesk.services import board

    words = fold(typed).strip()
    wanted = partial(is_called, words) if words else None
    columns = board.board(store, pipeline, where=where, wanted=wanted)
    sums = board.sums(card for column in columns for card in column.cards)
    return Shown(columns, sums, usual(store, currency))


def is_called(words: str, card: "Card") -> bool:
    return words in fold(f"{card.name} {card.who}")

"""Deals as cards in the columns of their stages."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.domain.folding import fold
from crmdesk.i18n import _
from crmdesk.ui.board_acts import Acts
from crmdesk.ui.board_menu import deal_menu
from crmdesk.ui.board_state import Boards
from crmdesk.ui.board_words import all_sums, face, percent, sum_lines, totals
from crmdesk.widgets import theme
from crmdesk.widgets.kanban import Kanban
from crmdesk.widgets.kanban_layout import Face, Lane, Zone

if TYPE_CHECKING:
    from crmdesk.domain.criteria import Node
    from crmdesk.services.board import Card, Column, Sums
    from crmdesk.services.files import Store

_HALF = 40


@dataclass(frozen=True, slots=True)
class Shown:
    """What one look at the file gives."""

    columns: "list[Column]"
    sums: "dict[str, Sums]"
    types: dict[str, str]
    """What the types of activities are called."""
    people: list[tuple[str, str]]
    currency: str
    """Of new deals."""


def zones() -> tuple[Zone, Zone]:
    return Zone("won", _("Won"), "good", Qt.Key.Key_W), Zone("lost", _("Lost"), "bad", Qt.Key.Key_L)


class CardsView(QWidget):
    """What board and timeline share: cards that are opened, chosen and asked about."""

    opened = Signal(object)
    chosen = Signal(int)
    told = Signal(str, str)
    """The line of totals, and all of them."""
    adding = Signal(object)
    """In this stage."""

    def __init__(self, boards: Boards, name: str) -> None:
        super().__init__()
        self.boards, self.desk = boards, boards.desk
        self.cards: dict[bytes, Card] = {}
        self.types: dict[str, str] = {}
        self.people: list[tuple[str, str]] = []
        self.currency = ""
        self.wanted: bytes | None = None
        """To be gone to as soon as it is there."""
        self.kanban = Kanban(name, self.face, zones())
        self.acts = Acts(self.desk, self, self.cards.get, self.show_again)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.kanban)
        self.kanban.opened.connect(self.opened)
        self.kanban.moved.connect(self.moved)
        self.kanban.zoned.connect(self._zoned)
        self.kanban.menu_asked.connect(self._open_menu)
        self.kanban.removing.connect(self.acts.delete)
        self.kanban.chosen.connect(lambda: self.chosen.emit(len(self.kanban.choice.keys)))

    def face(self, key: bytes) -> Face:
        return face(self.cards[key], self.types)

    def look(self) -> None:
        raise NotImplementedError

    def moved(self, keys: Sequence[bytes], lane: bytes, after: bytes | None) -> None:
        raise NotImplementedError

    def show_again(self) -> None:
        """As it is in the file."""
        self.look()

    def begin(self) -> None:
        self.kanban.begin()

    def selection(self) -> list[bytes]:
        return self.kanban.choice.selection()

    def choose_nothing(self) -> None:
        self.kanban.choice.clear()
        self.kanban.update()
        self.chosen.emit(0)

    def go_to(self, key: bytes) -> None:
        if key in self.cards:
            self.kanban.go_to(key)
        else:
            self.wanted = key

    def take(self, shown: Shown) -> None:
        self.types, self.people, self.currency = shown.types, shown.people, shown.currency
        self.cards.clear()
        self.cards.update({card.id: card for column in shown.columns for card in column.cards})

    def show_lanes(self, lanes: Sequence[Lane], sums: "dict[str, Sums]") -> None:
        is_narrowed = bool(self.boards.lookup.conditions)
        empty = _("No open deal meets these conditions.") if is_narrowed else _("No open deals. N writes one down.")
        self.kanban.nothing = empty
        self.kanban.show_lanes(lanes)
        self.told.emit(totals(sums) if sums else "", all_sums(sums))
        self.chosen.emit(len(self.kanban.choice.keys))
        if self.wanted in self.cards:
            self.kanban.go_to(self.wanted or b"")
            self.wanted = None

    def _zoned(self, keys: Sequence[bytes], zone: str) -> None:
        self.acts.near = self._under_mouse()
        self.acts.close(keys, zone)

    def _under_mouse(self) -> QRect | None:
        """Where something was let go; nothing where keys did it."""
        window = self.window()
        place = window.mapFromGlobal(self.cursor().pos())
        inside = window.rect().contains(place) and self.kanban.underMouse()
        half = QPoint(_HALF, _HALF)
        return QRect(place - half, QSize(2 * _HALF, 2 * _HALF)) if inside else None

    def _open_menu(self, keys: Sequence[bytes], place: QPoint) -> None:
        cards = [self.cards[key] for key in keys if key in self.cards]
        if cards:
            self.acts.near = None
            deal_menu(self, self.acts, cards, self.boards.rows, self.people, self.opened.emit).popup(place)


class BoardView(CardsView):
    def __init__(self, boards: Boards) -> None:
        super().__init__(boards, _("Board of deals"))
        self.kanban.adding.connect(self.adding)
        self.setMinimumHeight(theme.px(200))

    def look(self) -> None:
        if self.isVisible() and (pipeline := self.boards.current):
            conditions = self.boards.lookup.conditions
            job = partial(look_at, pipeline.id, pipeline.currency or "", all_steps(conditions), conditions.typed)
            self.desk.ask(job, self._show, replace=self)

    def _show(self, shown: Shown) -> None:
        self.take(shown)
        self.show_lanes([_lane(column) for column in shown.columns] or self._as_it_will_be(), shown.sums)

    def _as_it_will_be(self) -> list[Lane]:
        """Of a pipeline that is not kept before its first deal."""
        stages = self.boards.current.stages if self.boards.current else ()
        return [Lane(stage.id or b"", stage.name, (), percent(stage.probability)) for stage in stages]

    def moved(self, keys: Sequence[bytes], lane: bytes, after: bytes | None) -> None:
        stages = self.boards.current.stages if self.boards.current else ()
        stage = next((stage for stage in stages if stage.id == lane), None)
        if stage:
            self.acts.near = self._under_mouse()
            self.acts.move(keys, stage, after)


def all_steps(conditions: object) -> "Node":
    from dataclasses import replace

    from crmdesk.ui.lookups import Conditions

    assert isinstance(conditions, Conditions)
    return replace(conditions, typed="").node


def _lane(column: "Column") -> Lane:
    stage = column.stage
    keys = tuple(card.id for card in column.cards)
    sums = sum_lines(column.sums)
    return Lane(stage.id or b"", stage.name, keys, percent(stage.probability), sums, tip=all_sums(column.sums))


def look_at(pipeline: bytes, currency: str, where: "Node", typed: str, store: "Store") -> Shown:
    from crmdesk.services import board, money, picks

    words = fold(typed).strip()
    wanted = partial(_is_called, words) if words else None
    columns = board.board(store, pipeline, where=where, wanted=wanted)
    sums = board.sums(card for column in columns for card in column.cards)
    with store.read() as session:
        usual = currency or money.currency(session)
        types, people = picks.texts(session, "activity"), picks.choices(session, "colleague")
    me = store.author
    others = [(value, text) for value, text in people if value != me]
    return Shown(columns, sums, types, [*([(me, me)] if me else []), *others], usual)


def _is_called(words: str, card: "Card") -> bool:
    return words in fold(f"{card.name} {card.who}")

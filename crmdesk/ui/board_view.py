"""Deals as cards in the columns of their stages."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QVBoxLayout

from crmdesk.i18n import _
from crmdesk.ui.board_base import DealsView, Shown, asked, look_at
from crmdesk.ui.board_state import Boards
from crmdesk.ui.board_words import all_sums, face, percent, sum_lines, totals
from crmdesk.widgets.kanban import Kanban
from crmdesk.widgets.kanban_layout import Face, Lane, Zone

if TYPE_CHECKING:
    from crmdesk.services.board import Column, Sums

_HALF = 40


def zones() -> tuple[Zone, Zone]:
    return Zone("won", _("Won"), "good", Qt.Key.Key_W), Zone("lost", _("Lost"), "bad", Qt.Key.Key_L)


class CardsView(DealsView):
    """What board and timeline share."""

    def __init__(self, boards: Boards, name: str) -> None:
        super().__init__(boards)
        self.wanted: bytes | None = None
        """To be gone to as soon as it is there."""
        self.kanban = Kanban(name, self.face, zones())
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.kanban)
        self.kanban.opened.connect(self.opened)
        self.kanban.moved.connect(self.moved)
        self.kanban.zoned.connect(self._zoned)
        self.kanban.menu_asked.connect(self.open_menu)
        self.kanban.removing.connect(self.acts.delete)
        self.kanban.chosen.connect(self._chosen_by_hand)

    def face(self, key: bytes) -> Face:
        """Of one that went while another is dragged nothing is known."""
        card = self.cards.get(key)
        return face(card, self.types) if card else Face("")

    def moved(self, keys: Sequence[bytes], lane: bytes, after: bytes | None) -> None:
        raise NotImplementedError

    def begin(self) -> None:
        self.kanban.begin()

    def selection(self) -> list[bytes]:
        return self.kanban.choice.selection()

    def choose_nothing(self) -> None:
        self.kanban.choice.clear()
        self.kanban.update()
        self._tell_chosen()

    def _chosen_by_hand(self) -> None:
        """Whatever was still to come is no longer waited for."""
        self.wanted = None
        self._tell_chosen()

    def _tell_chosen(self) -> None:
        self.chosen.emit(len(self.kanban.choice.keys))

    def go_to(self, key: bytes) -> None:
        if key in self.cards:
            self.kanban.go_to(key)
        else:
            self.wanted = key

    def show_lanes(self, lanes: Sequence[Lane], sums: "dict[str, Sums]") -> None:
        is_narrowed = bool(self.boards.lookup.conditions)
        empty = _("No open deals"), _("N writes one down; with the mouse press New deal.")
        self.kanban.nothing = (_("No open deal meets this"), "") if is_narrowed else empty
        self.kanban.show_lanes(lanes)
        self.told.emit(totals(sums) if sums else "", all_sums(sums))
        self._tell_chosen()
        if self.wanted in self.cards:
            self.kanban.go_to(self.wanted or b"")

    def _zoned(self, keys: Sequence[bytes], zone: str) -> None:
        self.acts.near = self.under_mouse()
        self.acts.close(keys, zone)

    def under_mouse(self) -> QRect | None:
        """Where something was let go; nothing where keys did it."""
        window = self.window()
        place = window.mapFromGlobal(self.cursor().pos())
        inside = window.rect().contains(place) and self.kanban.underMouse()
        half = QPoint(_HALF, _HALF)
        return QRect(place - half, QSize(2 * _HALF, 2 * _HALF)) if inside else None


class BoardView(CardsView):
    def __init__(self, boards: Boards) -> None:
        super().__init__(boards, _("Board of deals"))
        self.kanban.adding.connect(self.adding)

    def look(self) -> None:
        if self.isVisible() and (pipeline := self.boards.current):
            conditions = self.boards.lookup.conditions
            job = partial(look_at, pipeline.id, pipeline.currency or "", asked(conditions), conditions.typed)
            self.desk.ask(job, self._show, replace=self)

    def _show(self, shown: Shown) -> None:
        self.take([card for column in shown.columns for card in column.cards], shown.usual)
        self.show_lanes([_lane(column) for column in shown.columns] or self._as_it_will_be(), shown.sums)

    def _as_it_will_be(self) -> list[Lane]:
        """Of a pipeline that is not kept before its first deal."""
        stages = self.boards.current.stages if self.boards.current else ()
        return [Lane(stage.id or b"", stage.name, (), percent(stage.probability)) for stage in stages]

    def moved(self, keys: Sequence[bytes], lane: bytes, after: bytes | None) -> None:
        stages = self.boards.current.stages if self.boards.current else ()
        stage = next((stage for stage in stages if stage.id == lane), None)
        if stage:
            self.acts.near = self.under_mouse()
            self.acts.move(keys, stage, after)


def _lane(column: "Column") -> Lane:
    stage = column.stage
    keys = tuple(card.id for card in column.cards)
    sums = sum_lines(column.sums)
    return Lane(stage.id or b"", stage.name, keys, percent(stage.probability), sums, tip=all_sums(column.sums))

"""Deals by the month in which they are expected, with what each month sums up to; dragged to another day."""

import calendar
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from crmdesk.i18n import _
from crmdesk.ui.board_base import Shown, asked, look_at
from crmdesk.ui.board_state import Boards
from crmdesk.ui.board_view import CardsView
from crmdesk.ui.board_words import all_sums, sum_lines
from crmdesk.widgets.kanban_layout import Face, Lane

if TYPE_CHECKING:
    from crmdesk.domain.criteria import Node
    from crmdesk.services.board import Card, Sums
    from crmdesk.services.files import Store

_LEAST, _MOST = 4, 36
_NEVER, _LATE = "", "late"
_FULL = 1000


class TimelineView(CardsView):
    def __init__(self, boards: Boards) -> None:
        super().__init__(boards, _("Deals by month"))
        self.kanban.can_arrange = False
        self.kanban.adding.connect(lambda _lane: self.adding.emit(None))

    def look(self) -> None:
        if self.isVisible() and (pipeline := self.boards.current):
            conditions = self.boards.lookup.conditions
            job = partial(by_month, pipeline.id, pipeline.currency or "", asked(conditions), conditions.typed)
            self.desk.ask(job, self._show, replace=self)

    def _show(self, found: "tuple[Shown, list[tuple[str, list[Card], dict[str, Sums]]]]") -> None:
        shown, months = found
        self.take([card for _month, cards, _sums in months for card in cards], shown.usual)
        this = date.today().isoformat()[:7]  # noqa: DTZ011 - the wall
        main = max(shown.sums, key=lambda code: shown.sums[code].count, default="")
        greatest = max((_amount(sums, main) for _month, _cards, sums in months), default=0)
        self.show_lanes([_lane(*month, main, greatest, this) for month in months], shown.sums)

    def face(self, key: bytes) -> Face:
        """With its day, and its stage instead of what is next."""
        card, plain = self.cards.get(key), super().face(key)
        if card is None:
            return plain
        tags = ((self.stage_name(card.stage_id), "muted"), *plain.tags[:1])
        return Face(plain.title, plain.second, plain.foot, _day(card.expected_on or ""), "muted", tags, plain.is_tinted)

    def moved(self, keys: Sequence[bytes], lane: bytes, after: bytes | None) -> None:
        """The same day of the month, where that has it; what is late is not made so by dragging."""
        month = lane.decode()
        if month == _LATE:
            self.look()
        elif month == _NEVER:
            self.acts.change(keys, expected_on=None)
        else:
            card = self.cards.get(keys[0])
            self.acts.change(keys, expected_on=_same_day((card.expected_on if card else None) or "", month))


def _day(day: str) -> str:
    """Its column says the year."""
    if len(day) != len("2026-11-22"):
        return ""
    return f"{int(day[8:10])} {QLocale().monthName(int(day[5:7]), QLocale.FormatType.ShortFormat)}"


def _same_day(day: str, month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    last = calendar.monthrange(year, number)[1]
    wanted = int(day[8:10]) if len(day) == len("2026-11-22") else last
    made = f"{month}-{min(wanted, last):02}"
    return max(made, date.today().isoformat()) if month == date.today().isoformat()[:7] else made  # noqa: DTZ011


def _amount(sums: "dict[str, Sums]", currency: str) -> int:
    return sums[currency].amount if currency in sums else 0


def _lane(
    month: str, cards: "list[Card]", sums: "dict[str, Sums]", main: str, greatest: int, this: str
) -> Lane:  # fmt: skip
    share = _amount(sums, main) * _FULL // greatest if greatest else 0
    keys = tuple(card.id for card in cards)
    return Lane(
        month.encode(), _name(month), keys, "", sum_lines(sums), share, tip=all_sums(sums), is_strong=month == this
    )


def _name(month: str) -> str:
    if month == _LATE:
        return _("Overdue")
    if not month:
        return _("No day yet")
    name = QLocale().standaloneMonthName(int(month[5:7]), QLocale.FormatType.LongFormat)
    words = name[:1].upper() + name[1:]
    return words if month[:4] == date.today().isoformat()[:4] else f"{words} {month[:4]}"  # noqa: DTZ011


def by_month(
    pipeline: bytes, currency: str, where: "Node", typed: str, store: "Store"
) -> "tuple[Shown, list[tuple[str, list[Card], dict[str, Sums]]]]":
    """What is overdue first, then each month without a gap, at the end what has no day."""
    from crmdesk.services import board

    shown = look_at(pipeline, currency, where, typed, store)
    today = date.today().isoformat()  # noqa: DTZ011 - the wall
    found: dict[str, list[Card]] = {}
    for column in shown.columns:
        for card in column.cards:
            day = card.expected_on or _NEVER
            found.setdefault(_LATE if day and day < today else day[:7], []).append(card)
    months = _months(today[:7], max((month for month in found if month != _LATE), default=""))
    order = [*([_LATE] if _LATE in found else []), *months, _NEVER]
    lanes = [(month, sorted(found.get(month, []), key=lambda card: card.expected_on or "")) for month in order]
    return shown, [(month, cards, board.sums(cards)) for month, cards in lanes]


def _months(first: str, last: str) -> list[str]:
    year, number = int(first[:4]), int(first[5:7])
    found: list[str] = []
    while len(found) < _LEAST or (found[-1] < last and len(found) < _MOST):
        found.append(f"{year:04}-{number:02}")
        year, number = (year + 1, 1) if number == 12 else (year, number + 1)
    return found

"""The columns of the list of deals: what each shows, and by what it is sorted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crmdesk.domain.deals import DEAL_STATUSES
from crmdesk.i18n import _, mark, worded
from crmdesk.ui.board_words import about, brief, day_of, next_step, percent
from crmdesk.ui.moments import wall

if TYPE_CHECKING:
    from crmdesk.services.board import Card

Names = Callable[[bytes], str]
Types = Mapping[str, str]
_LAST = "\U0010ffff"
"""Behind all that is there."""


@dataclass(frozen=True, slots=True)
class DealColumn:
    key: str
    title: str
    width: int
    show: "Callable[[Card, Names, Types], str]"
    rank: "Callable[[Card], Any]"
    is_number: bool = False


def _text(value: str | None) -> str:
    from crmdesk.domain.folding import fold

    return fold(value) if value else _LAST


def _day(value: str | None) -> str:
    return wall(value) if value and len(value) == len("2026-11-22") else value or ""


COLUMNS = (
    DealColumn("name", mark("Name"), 220, lambda card, _n, _t: card.name, lambda card: _text(card.name)),
    DealColumn("who", mark("Customer"), 180, lambda card, _n, _t: card.who, lambda card: _text(card.who)),
    DealColumn(
        "amount", mark("Amount"), 120,
        lambda card, _n, _t: brief(card.amount, card.currency) if card.amount is not None else "",
        lambda card: (card.currency, card.amount or 0), is_number=True,
    ),
    DealColumn("stage", mark("Stage"), 120, lambda card, names, _t: names(card.stage_id), lambda card: card.stage_id),
    DealColumn(
        "expected", mark("Expected close"), 120, lambda card, _n, _t: _day(card.expected_on),
        lambda card: card.expected_on or _LAST,
    ),
    DealColumn(
        "next", mark("Next step"), 150, lambda card, _n, types: next_step(card, types)[0],
        lambda card: _LAST if card.next_step is None else card.next_step or "9999",
    ),
    DealColumn(
        "idle", mark("Idle days"), 90, lambda card, _n, _t: str(card.days), lambda card: card.days, is_number=True
    ),
    DealColumn(
        "responsible", mark("Responsible"), 130, lambda card, _n, _t: card.responsible or "",
        lambda card: _text(card.responsible),
    ),
    DealColumn(
        "chance", mark("Probability"), 100, lambda card, _n, _t: percent(card.chance), lambda card: card.chance,
        is_number=True,
    ),
    DealColumn(
        "weighted", mark("Weighted"), 120,
        lambda card, _n, _t: about(card.weighted // 100, card.currency) if card.amount else "",
        lambda card: (card.currency, card.weighted), is_number=True,
    ),
    DealColumn(
        "source", mark("Source"), 120, lambda card, _n, _t: card.source or "", lambda card: _text(card.source)
    ),
    DealColumn(
        "status", mark("Status"), 90, lambda card, _n, _t: worded(DEAL_STATUSES, card.status),
        lambda card: card.status,
    ),
    DealColumn(
        "added", mark("Added"), 110, lambda card, _n, _t: _day(day_of(card.created_at)),
        lambda card: card.created_at,
    ),
    DealColumn(
        "closed", mark("Closed"), 110, lambda card, _n, _t: _day(card.closed_on), lambda card: card.closed_on or _LAST
    ),
    DealColumn(
        "reason", mark("Reason"), 150, lambda card, _n, _t: card.reason or "", lambda card: _text(card.reason)
    ),
    DealColumn(
        "competitor", mark("Competitor"), 130, lambda card, _n, _t: card.competitor or "",
        lambda card: _text(card.competitor),
    ),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
USUAL = ("name", "who", "amount", "stage", "expected", "next", "idle", "responsible")


def title(key: str) -> str:
    return _(BY_KEY[key].title)

"""What a board shows: the deals of a pipeline by stage, with sums in each currency, and what is left lying."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy.orm import Session

from crmdesk.domain.base import now
from crmdesk.domain.criteria import All, Node
from crmdesk.domain.money import rounded
from crmdesk.services import deal_terms, pipelines
from crmdesk.services.pipelines import StageRow
from crmdesk.store import deals
from crmdesk.store.store import Store

_DAY = 86_400_000
_NO_DAY = "9999"
_ALL = All()


class Card(NamedTuple):
    """Made by the thousand, which costs a dataclass that is frozen three times as much."""

    id: bytes
    name: str
    who: str
    """The company, or the contact."""
    amount: int | None
    currency: str
    chance: int
    """Percent."""
    expected_on: str | None
    responsible: str | None
    next_step: str | None
    """When; empty where it has no day, None where there is none."""
    next_type: str
    quote: str | None
    """The status of the latest one."""
    days: int
    """Since anything happened."""
    rot: int
    """Days beyond what its stage allows."""
    company_id: bytes | None
    contact_id: bytes | None
    stage_id: bytes
    status: str
    source: str | None
    created_at: int
    closed_on: str | None
    reason: str | None
    competitor: str | None

    @property
    def weighted(self) -> int:
        """In hundredths of the smallest unit."""
        return (self.amount or 0) * self.chance


@dataclass(frozen=True, slots=True)
class Sums:
    count: int
    amount: int
    weighted: int


@dataclass(frozen=True, slots=True)
class Column:
    stage: StageRow
    cards: tuple[Card, ...]
    sums: dict[str, Sums]
    """By currency."""


def board(
    store: Store, pipeline: bytes, *, at: datetime | None = None, wanted: Callable[[Card], bool] | None = None,
    where: Node = _ALL,
) -> list[Column]:  # fmt: skip
    """The open deals in their order; `wanted` and `where` narrow them, and the sums with them."""
    columns: defaultdict[bytes, list[Card]] = defaultdict(list)
    with store.read() as session:
        stages = pipelines.stages(session, pipeline)
        for card in _cards(session, pipeline, ("open",), deal_terms.as_seen_by(store.author, where), at):
            if wanted is None or wanted(card):
                columns[card.stage_id].append(card)
    return [Column(stage, tuple(cards := columns[stage.id or b""]), sums(cards)) for stage in stages]


def listing(store: Store, pipeline: bytes, statuses: Sequence[str], where: Node = _ALL) -> list[Card]:
    """Deals of these statuses in the order of the stages."""
    with store.read() as session:
        order = {stage.id: place for place, stage in enumerate(pipelines.stages(session, pipeline))}
        cards = list(_cards(session, pipeline, statuses, deal_terms.as_seen_by(store.author, where), None))
    return sorted(cards, key=lambda card: order.get(card.stage_id, len(order)))


def count(store: Store) -> int:
    """Of open deals, in all pipelines."""
    with store.read() as session:
        return deals.open_count(session)


def _cards(
    session: Session, pipeline: bytes, statuses: Sequence[str], where: Node, at: datetime | None
) -> Iterator[Card]:
    moment = int(at.timestamp()) * 1000 if at else now()
    known = {stage.id: stage for stage in pipelines.stages(session, pipeline)}
    chosen = None if where == _ALL else deal_terms.matching(session, where)
    for status in statuses:
        for found in deals.board(session, pipeline, status):
            if chosen is None or found.id in chosen:
                yield _card(found, known.get(found.stage_id), moment)


def _card(found: deals.Found, stage: StageRow | None, moment: int) -> Card:
    quiet = max((moment - max(found.stage_since or moment, found.last_done or 0)) // _DAY, 0)
    allowed = stage.rots_after if stage else None
    chance = found.probability if found.probability is not None else stage.probability if stage else 0
    day, kind = (found.next_step or "\t").split("\t")
    step = None if found.next_step is None else "" if day == _NO_DAY else day
    return Card(
        found.id, found.name, found.company or found.contact or "", found.amount, found.currency, chance,
        found.expected_on, found.responsible, step, kind, found.quote, quiet,
        max(quiet - allowed, 0) if allowed is not None else 0, found.company_id, found.contact_id, found.stage_id,
        found.status, found.source, found.created_at, found.closed_on, found.lost_reason, found.competitor,
    )  # fmt: skip


def sums(cards: Iterable[Card]) -> dict[str, Sums]:
    """Weighted sums are rounded once: their parts were never paid by anybody."""
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for card in cards:
        found = counts[card.currency]
        found[0] += 1
        found[1] += card.amount or 0
        found[2] += card.weighted
    return {
        code: Sums(count, amount, in_hundreds(product)) for code, (count, amount, product) in sorted(counts.items())
    }


def in_hundreds(product: int) -> int:
    return rounded(Decimal(product).scaleb(-2))


def moment_of(day: str) -> int:
    """The last of a day, in UTC."""
    return int(datetime.fromisoformat(f"{day}T23:59:59").replace(tzinfo=UTC).timestamp()) * 1000

"""What a board shows: the deals of a pipeline by stage, with sums in each currency, and what is left lying."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from crmdesk.domain.base import now
from crmdesk.domain.money import rounded
from crmdesk.services import pipelines
from crmdesk.services.pipelines import StageRow
from crmdesk.store import deals
from crmdesk.store.store import Store

_DAY = 86_400_000
_NO_DAY = "9999"


@dataclass(frozen=True, slots=True)
class Card:
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
    days: int
    """Since anything happened."""
    rot: int
    """Days beyond what its stage allows."""
    company_id: bytes | None
    contact_id: bytes | None


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
    store: Store, pipeline: bytes, *, at: datetime | None = None, wanted: Callable[[Card], bool] | None = None
) -> list[Column]:
    """The open deals in their order; `wanted` narrows them, and the sums with them."""
    moment = int(at.timestamp()) * 1000 if at else now()
    with store.read() as session:
        stages = pipelines.stages(session, pipeline)
        known = {stage.id: stage for stage in stages}
        columns: defaultdict[bytes, list[Card]] = defaultdict(list)
        for found in deals.board(session, pipeline, "open"):
            card = _card(found, known.get(found.stage_id), moment)
            if wanted is None or wanted(card):
                columns[found.stage_id].append(card)
    return [Column(stage, tuple(cards := columns[stage.id or b""]), sums(cards)) for stage in stages]


def _card(found: deals.Found, stage: StageRow | None, moment: int) -> Card:
    quiet = max((moment - max(found.stage_since or moment, found.last_done or 0)) // _DAY, 0)
    allowed = stage.rots_after if stage else None
    chance = found.probability if found.probability is not None else stage.probability if stage else 0
    return Card(
        found.id, found.name, found.company or found.contact or "", found.amount, found.currency, chance,
        found.expected_on, found.responsible, "" if found.next_step == _NO_DAY else found.next_step, quiet,
        max(quiet - allowed, 0) if allowed is not None else 0, found.company_id, found.contact_id,
    )  # fmt: skip


def sums(cards: Iterable[Card]) -> dict[str, Sums]:
    """Weighted sums are rounded once: their parts were never paid by anybody."""
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for card in cards:
        found = counts[card.currency]
        found[0] += 1
        found[1] += card.amount or 0
        found[2] += (card.amount or 0) * card.chance
    return {
        code: Sums(count, amount, in_hundreds(product)) for code, (count, amount, product) in sorted(counts.items())
    }


def in_hundreds(product: int) -> int:
    return rounded(Decimal(product).scaleb(-2))


def moment_of(day: str) -> int:
    """The last of a day, in UTC."""
    return int(datetime.fromisoformat(f"{day}T23:59:59").replace(tzinfo=UTC).timestamp()) * 1000

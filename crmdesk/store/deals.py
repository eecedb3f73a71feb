"""Deals by the thousand: what a board shows of them, and sums of all by month, person and pipeline."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

_LAST_DONE = "(SELECT max(a.done_at) FROM activities a WHERE a.deal_id = d.id AND a.deleted_at IS NULL)"
_NEXT = """(SELECT min(coalesce(a.starts, '9999') || char(9) || a.type)
    FROM activities a WHERE a.deal_id = d.id AND a.done_at IS NULL AND a.deleted_at IS NULL)"""
_QUOTE = """(SELECT q.status FROM documents q WHERE q.deal_id = d.id AND q.kind = 'quote' AND q.status <> 'replaced'
    AND q.deleted_at IS NULL ORDER BY q.created_at DESC LIMIT 1)"""
_BOARD = f"""SELECT d.id, d.stage_id, d.position, d.name, d.amount, d.currency, d.probability, d.expected_on,
    d.responsible, d.stage_since, d.company_id, c.name, d.contact_id,
    (SELECT f.name FROM finder f WHERE f.id = d.contact_id), {_NEXT}, {_LAST_DONE}, {_QUOTE}, d.status, d.source,
    d.created_at, d.closed_on, d.lost_reason, d.competitor
FROM deals d LEFT JOIN companies c ON c.id = d.company_id AND c.deleted_at IS NULL
WHERE d.pipeline_id = ? AND d.status = ? AND d.deleted_at IS NULL
ORDER BY d.stage_id, d.position, d.id"""
# Each is grouped in the order of its index. Whole products of amount and percentage are added up: they are divided
# once, at the end.
_OPEN = """SELECT expected_on, currency, pipeline_id, responsible, count(*), 0,
    sum(CASE WHEN forecast = 'committed' THEN amount ELSE 0 END),
    sum(CASE WHEN coalesce(forecast, '') <> 'left out' THEN amount ELSE 0 END),
    sum(CASE WHEN coalesce(forecast, '') <> 'left out' THEN amount * coalesce(probability, {chance}) ELSE 0 END)
FROM deals INDEXED BY ix_deals_expected
WHERE status = 'open' AND deleted_at IS NULL AND amount IS NOT NULL {within}
GROUP BY expected_on, currency, pipeline_id, responsible"""
_WON = """SELECT closed_on, currency, pipeline_id, responsible, count(*), sum(amount), 0, 0, 0
FROM deals INDEXED BY ix_deals_closed
WHERE status = 'won' AND deleted_at IS NULL AND amount IS NOT NULL {within}
GROUP BY closed_on, currency, pipeline_id, responsible"""
_PARTS = """SELECT d.id, CASE d.status WHEN 'won' THEN d.closed_on ELSE d.expected_on END AS day, d.currency, d.status,
    d.amount, d.forecast, coalesce(d.probability, {chance}), p.product_id, p.name, p.quantity, p.unit_price, p.discount
FROM deal_products p JOIN deals d ON d.id = p.deal_id
WHERE p.deleted_at IS NULL AND d.deleted_at IS NULL AND d.status IN ('open', 'won') AND d.amount IS NOT NULL {within}
ORDER BY d.id, p.position, p.id"""
# The stays of deals in stages: from the first state in one to the first in another, or to the last of all.
_STAYS = """WITH passed AS (
    SELECT deal_id, stage_id, at, id, lag(stage_id) OVER deal AS before,
        last_value(status) OVER rest AS ended, last_value(at) OVER rest AS until
    FROM deal_states WHERE pipeline_id = ? AND deleted_at IS NULL
    WINDOW deal AS (PARTITION BY deal_id ORDER BY at, id),
        rest AS (PARTITION BY deal_id ORDER BY at, id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)),
entered AS (
    SELECT stage_id, at, ended, until, lead(stage_id) OVER deal AS after, lead(at) OVER deal AS gone
    FROM passed WHERE before IS NULL OR before <> stage_id WINDOW deal AS (PARTITION BY deal_id ORDER BY at, id))
SELECT stage_id, after, CASE WHEN after IS NULL THEN ended END, count(*), sum((coalesce(gone, until) - at) / 86400000)
FROM entered GROUP BY 1, 2, 3"""
_STATES = """SELECT deal_id, at, currency, status, amount, probability, expected_on FROM deal_states
WHERE deleted_at IS NULL AND at <= ? AND deal_id IN (
    SELECT deal_id FROM deal_states WHERE expected_on BETWEEN ? AND ? AND deleted_at IS NULL)
ORDER BY deal_id, at, id"""


class Found(NamedTuple):
    id: bytes
    stage_id: bytes
    position: str
    name: str
    amount: int | None
    currency: str
    probability: int | None
    expected_on: str | None
    responsible: str | None
    stage_since: int | None
    company_id: bytes | None
    company: str | None
    contact_id: bytes | None
    contact: str | None
    next_step: str | None
    """Day, type and subject with tabs between them; the day is `9999` where there is none."""
    last_done: int | None
    quote: str | None
    """The status of the latest one."""
    status: str
    source: str | None
    created_at: int
    closed_on: str | None
    lost_reason: str | None
    competitor: str | None


class Summed(NamedTuple):
    day: str | None
    """On which open ones are expected and won ones were won."""
    currency: str
    pipeline_id: bytes
    responsible: str | None
    deals: int
    won: int
    committed: int
    open: int
    weighted: int
    """In hundredths of the smallest unit."""


class Part(NamedTuple):
    """A product of a deal."""

    deal: bytes
    day: str | None
    currency: str
    status: str
    amount: int
    """Of the whole deal."""
    forecast: str | None
    chance: int
    product_id: bytes | None
    name: str
    quantity: str
    unit_price: str
    discount: str | None


class Stay(NamedTuple):
    """All that were in a stage and then came to the same end of it."""

    stage_id: bytes
    after: bytes | None
    """The stage that came next; where none did, `status` is what the deals are now."""
    status: str | None
    deals: int
    days: int


class State(NamedTuple):
    deal: bytes
    at: int
    currency: str
    status: str
    amount: int | None
    probability: int
    expected_on: str | None


def board(session: Session, pipeline: bytes, status: str) -> Iterator[Found]:
    return map(Found._make, _driver(session).execute(_BOARD, (pipeline, status)))


def places(session: Session, pipeline: bytes, stage: bytes) -> list[tuple[str, bytes]]:
    """Of the open deals of a stage, in their order."""
    sql = (
        "SELECT position, id FROM deals WHERE pipeline_id = ? AND status = 'open' AND stage_id = ?"
        " AND deleted_at IS NULL ORDER BY position, id"
    )
    return list(_driver(session).execute(sql, (pipeline, stage)))


def open_count(session: Session) -> int:
    sql = "SELECT count(*) FROM deals WHERE status = 'open' AND deleted_at IS NULL"
    return int(_driver(session).execute(sql).fetchone()[0])


def sums(session: Session, chances: dict[bytes, int], first: str = "", last: str = "") -> Iterator[Summed]:
    """By day, from one to another or of all; `chances` are the percentages of the stages."""
    chance = _chance(chances)
    for sql, day in ((_OPEN, "expected_on"), (_WON, "closed_on")):
        within = f"AND {day} BETWEEN ? AND ?" if first else ""
        told = (first, last) if first else ()
        yield from map(Summed._make, _driver(session).execute(sql.format(chance=chance, within=within), told))


def named(session: Session, words: Sequence[str], customers: Sequence[bytes], most: int) -> list[bytes]:
    """With all the words (as `fold` spells them) in their name, then of the customers; open and new ones first."""
    like = " AND ".join(["instr(fold(name), ?) > 0"] * len(words)) or "0"
    marks = ", ".join("?" * len(customers))
    sql = (
        f"SELECT id, ({like}) AS is_named FROM deals WHERE deleted_at IS NULL AND (is_named OR company_id IN ({marks})"
        f" OR contact_id IN ({marks})) ORDER BY is_named DESC, status <> 'open', created_at DESC LIMIT ?"
    )
    return [key for key, _is_named in _driver(session).execute(sql, (*words, *customers, *customers, most))]


def newest(session: Session, most: int) -> list[bytes]:
    """Open ones."""
    sql = "SELECT id FROM deals WHERE status = 'open' AND deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT ?"
    return [key for (key,) in _driver(session).execute(sql, (most,))]


def aimless(session: Session) -> list[bytes]:
    """Open ones for which nothing is planned, the longest forgotten first."""
    sql = f"""SELECT d.id FROM deals d WHERE d.status = 'open' AND d.deleted_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM activities a WHERE a.deal_id = d.id AND a.done_at IS NULL AND a.deleted_at IS NULL)
        ORDER BY max(coalesce(d.stage_since, d.created_at), coalesce({_LAST_DONE}, 0)), d.id"""
    return [key for (key,) in _driver(session).execute(sql)]


def _chance(chances: dict[bytes, int]) -> str:
    cases = " ".join(f"WHEN x'{key.hex()}' THEN {chance:d}" for key, chance in chances.items())
    return f"CASE stage_id {cases} ELSE 0 END" if cases else "0"


def parts(session: Session, chances: dict[bytes, int], first: str = "", last: str = "") -> Iterator[Part]:
    """The products of what is open or won between two days, deal by deal."""
    within = "AND day BETWEEN ? AND ?" if first else ""
    sql = _PARTS.format(chance=_chance(chances), within=within)
    yield from map(Part._make, _driver(session).execute(sql, (first, last) if first else ()))


def states(session: Session, until: int, first: str, last: str) -> Iterator[State]:
    """Of each deal that was ever expected in these days what it was, one after the other."""
    yield from map(State._make, _driver(session).execute(_STATES, (until, first, last)))


def stays(session: Session, pipeline: bytes) -> Iterator[Stay]:
    yield from map(Stay._make, _driver(session).execute(_STAYS, (pipeline,)))


def _driver(session: Session) -> Any:
    session.flush()
    return session.connection().connection.dbapi_connection

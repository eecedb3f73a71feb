"""Deals by the thousand: what a board shows of them, and sums of all by month, person and pipeline."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

_LAST_DONE = "(SELECT max(a.done_at) FROM activities a WHERE a.deal_id = d.id AND a.deleted_at IS NULL)"
_NEXT = """(SELECT min(coalesce(a.starts, '9999')) FROM activities a
    WHERE a.deal_id = d.id AND a.done_at IS NULL AND a.deleted_at IS NULL)"""
_BOARD = f"""SELECT d.id, d.stage_id, d.position, d.name, d.amount, d.currency, d.probability, d.expected_on,
    d.responsible, d.stage_since, d.company_id, c.name, d.contact_id,
    (SELECT f.name FROM finder f WHERE f.id = d.contact_id), {_NEXT}, {_LAST_DONE}
FROM deals d LEFT JOIN companies c ON c.id = d.company_id AND c.deleted_at IS NULL
WHERE d.pipeline_id = ? AND d.status = ? AND d.deleted_at IS NULL
ORDER BY d.stage_id, d.position, d.id"""
# Open ones count where they are expected, won ones where they were won. Whole products of amount and percentage are
# added up: they are divided once, at the end.
_SUMS = """SELECT substr(CASE status WHEN 'won' THEN closed_on ELSE expected_on END, 1, 7) AS month, currency,
    {group},
    count(*),
    sum(CASE WHEN status = 'won' THEN amount ELSE 0 END),
    sum(CASE WHEN status = 'open' AND forecast = 'committed' THEN amount ELSE 0 END),
    sum(CASE WHEN status = 'open' AND coalesce(forecast, '') <> 'left out' THEN amount ELSE 0 END),
    sum(CASE WHEN status = 'open' AND coalesce(forecast, '') <> 'left out'
        THEN amount * coalesce(probability, {percent}) ELSE 0 END)
FROM deals
WHERE status IN ('open', 'won') AND deleted_at IS NULL AND amount IS NOT NULL AND {where}
GROUP BY month, currency, 3"""
_AT = """SELECT s.currency, s.status, s.amount, s.probability, s.expected_on, s.at FROM deal_states s
WHERE s.deleted_at IS NULL AND s.at = (
    SELECT max(t.at) FROM deal_states t WHERE t.deal_id = s.deal_id AND t.at <= ? AND t.deleted_at IS NULL)
AND s.expected_on BETWEEN ? AND ?"""


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
    """`9999` of what has no day."""
    last_done: int | None


class Summed(NamedTuple):
    month: str | None
    currency: str
    group: Any
    deals: int
    won: int
    committed: int
    open: int
    weighted: int
    """In hundredths of the smallest unit."""


def board(session: Session, pipeline: bytes, status: str) -> Iterator[Found]:
    return map(Found._make, _driver(session).execute(_BOARD, (pipeline, status)))


def places(session: Session, pipeline: bytes, stage: bytes) -> list[tuple[str, bytes]]:
    """Of the open deals of a stage, in their order."""
    sql = (
        "SELECT position, id FROM deals WHERE pipeline_id = ? AND status = 'open' AND stage_id = ?"
        " AND deleted_at IS NULL ORDER BY position, id"
    )
    return list(_driver(session).execute(sql, (pipeline, stage)))


def sums(
    session: Session, group: str, percents: dict[bytes, int], first: str | None = None, last: str | None = None
) -> Iterator[Summed]:
    """`group` is a column of deals, or nothing; months from `first` to `last`, as `2026-11`."""
    percent = " ".join(f"WHEN x'{key.hex()}' THEN {chance:d}" for key, chance in percents.items())
    where, told = "true", []
    if first is not None and last is not None:
        where = "CASE status WHEN 'won' THEN closed_on ELSE expected_on END BETWEEN ? AND ?"
        told = [first, f"{last}-99"]
    sql = _SUMS.format(
        group=group or "NULL", where=where, percent=f"CASE stage_id {percent} ELSE 0 END" if percent else "0"
    )
    return map(Summed._make, _driver(session).execute(sql, told))


def states_at(session: Session, at: int, first: str, last: str) -> Iterator[tuple[Any, ...]]:
    """Of each deal that was then expected in these days: currency, status, amount, probability."""
    yield from _driver(session).execute(_AT, (at, first, last))


def _driver(session: Session) -> Any:
    session.flush()
    return session.connection().connection.dbapi_connection

"""Birthdays and anniversaries of contacts that come within some days, with or without a year."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from crmdesk.domain.base import column_of
from crmdesk.domain.contacts import Contact
from crmdesk.domain.values.dates import next_time
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

FIELDS = ("birthday", "anniversary")
_Row = tuple[bytes, str, date, int | None]


@dataclass(frozen=True, slots=True)
class YearlyDay:
    contact_id: bytes
    name: str
    field: str
    """One of FIELDS."""
    day: date
    years: int | None
    """How many it will be; nothing where the year is not known."""


def between(store: Store, first: date, last: date) -> list[YearlyDay]:
    """In the order of days and names; 29 February is kept on the 28th where there is none."""
    with store.read() as session:
        found = [row for field in FIELDS for row in _of_field(session, field, first, last)]
        names = {row.id: row.name for row in rows_of(session, list({key for key, *_rest in found}))}
    days = [YearlyDay(key, names[key], field, day, years) for key, field, day, years in found if key in names]
    return sorted(days, key=lambda one: (one.day, one.name, one.field))


def on_each(store: Store, first: date, last: date, most: int) -> dict[date, tuple[list[YearlyDay], int]]:
    """Of each day that has some at most so many, and how many there are."""
    with store.read() as session:
        found = [row for field in FIELDS for row in _of_field(session, field, first, last)]
        by_day: defaultdict[date, list[_Row]] = defaultdict(list)
        for row in found:
            by_day[row[2]].append(row)
        few = [row for rows in by_day.values() for row in rows[:most]]
        names = {row.id: row.name for row in rows_of(session, list({key for key, *_rest in few}))}
    return {
        day: ([YearlyDay(key, names[key], field, day, years) for key, field, day, years in rows[:most] if key in names],
              len(rows))
        for day, rows in by_day.items()
    }  # fmt: skip


def _of_field(session: Session, name: str, first: date, last: date) -> Iterator[_Row]:
    column, gone = column_of(Contact, name), column_of(Contact, "deleted_at")
    day = func.substr(column, -5)
    spans = [and_(day >= low, day <= high) for low, high in _spans(first, last)]
    asked = select(column_of(Contact, "id"), column).where(gone.is_(None), column.is_not(None), or_(*spans))
    for key, value in session.execute(asked):
        found = next_time(value, first)
        while found and found <= last:
            yield key, name, found, _years(value, found)
            found = next_time(value, found + timedelta(days=1))


def _spans(first: date, last: date) -> list[tuple[str, str]]:
    """Months and days as they end a stored date; the 28th of February stands for the 29th too."""
    if (last - first).days >= 365:
        return [("01-01", "12-31")]
    low, high = f"{first:%m-%d}", f"{last:%m-%d}"
    high = "02-29" if high == "02-28" else high
    return [(low, high)] if first.year == last.year else [(low, "12-31"), ("01-01", high)]


def _years(value: str, day: date) -> int | None:
    year = value.rpartition("-")[0].rpartition("-")[0]
    return day.year - int(year) if year.isdecimal() and int(year) <= day.year else None

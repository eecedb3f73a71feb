"""Birthdays and anniversaries of contacts that come within some days, with or without a year."""

from collections import Counter, defaultdict
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
    rows: defaultdict[date, list[_Row]] = defaultdict(list)
    totals: Counter[date] = Counter()
    with store.read() as session:
        for field in FIELDS:
            for key, value, number, total in _few_of_field(session, field, first, last, most):
                day = next_time(value, first)
                if day and day <= last:
                    rows[day].append((key, field, day, _years(value, day)))
                    totals[day] += total if number == 1 else 0
        few = [row for some in rows.values() for row in some[:most]]
        names = {row.id: row.name for row in rows_of(session, list({key for key, *_rest in few}))}
    named = {day: [YearlyDay(row[0], names[row[0]], *row[1:]) for row in some[:most] if row[0] in names]
             for day, some in rows.items()}  # fmt: skip
    return {day: (some, totals[day]) for day, some in named.items()}


def _few_of_field(
    session: Session, name: str, first: date, last: date, most: int
) -> Iterator[tuple[bytes, str, int, int]]:
    """The first of each day in the calendar, with their numbers and how many there are of it."""
    column, gone = column_of(Contact, name), column_of(Contact, "deleted_at")
    day = func.substr(column, -5)
    number = func.row_number().over(partition_by=day).label("number")
    total = func.count().over(partition_by=day).label("total")
    spans = or_(*(and_(day >= low, day <= high) for low, high in _spans(first, last)))
    has_day = column.like("%-__-__")
    all_of_them = select(column_of(Contact, "id"), column, number, total).where(gone.is_(None), has_day, spans)
    inside = all_of_them.subquery()
    for found in session.execute(select(inside).where(inside.c.number <= most)):
        yield tuple(found)


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

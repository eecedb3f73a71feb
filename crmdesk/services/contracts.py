"""Contracts: from when to when, when notice has to be given, and what becomes of those nobody gave notice of."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.base import declared_fields
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.money import within
from crmdesk.domain.receipts import Contract
from crmdesk.domain.values.clean import cleaned
from crmdesk.i18n import _, mark
from crmdesk.services import money
from crmdesk.services.payments import customer, customers, whole_day
from crmdesk.services.rules import PLANNING
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

STATES = (
    ("draft", mark("Draft")),
    ("coming", mark("Not begun")),
    ("running", mark("Running")),
    ("notice", mark("Notice soon")),
    ("renewed", mark("Renewed by itself")),
    ("ending", mark("Ends soon")),
    ("ended", mark("Ended")),
)
REMIND = 14
"""Days before notice has to be given, unless told otherwise."""
_SOON = 60
_PER_YEAR = {"month": 12, "quarter": 4, "year": 1}
_SET = set(declared_fields(Contract)) - {"created_at", "deleted_at"}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ContractRow:
    id: bytes
    name: str
    reference: str | None
    customer: bytes | None
    who: str
    state: str
    """One of STATES."""
    starts_on: str
    ends_on: str | None
    """Of the term that is running: renewals by themselves are counted in."""
    notice_on: str | None
    """The last day on which notice can be given."""
    renews: bool
    """By itself."""
    amount: int | None
    currency: str
    period: str

    @property
    def per_year(self) -> int | None:
        times = _PER_YEAR.get(self.period)
        return None if self.amount is None or times is None else self.amount * times


def add(store: Store, **values: Any) -> bytes:
    """`customer` is a contact or a company, whichever has this id."""
    key = new_id()
    with store.write(_("Add contract")) as session:
        row = {"currency": money.currency(session), "remind": REMIND, **_cleaned(session, values)}
        _check(session, row)
        bulk.insert(session, Contract, [{**row, "id": key}])
    return key


def change(store: Store, key: bytes, **values: Any) -> None:
    with store.write(_("Change contract")) as session:
        _set(session, key, _cleaned(session, values))


def _set(session: Session, key: bytes, changed: Row) -> None:
    _check(session, {**get(session, key), **changed})
    bulk.update(session, Contract, [key], changed)


def remove(store: Store, key: bytes) -> None:
    with store.write(_("Delete contract")) as session:
        bulk.mark_deleted(session, Contract, "id", [key])


def _cleaned(session: Session, values: Mapping[str, Any]) -> Row:
    fields = declared_fields(Contract)
    values = dict(values)
    if "customer" in values:
        values |= _whose(session, values.pop("customer"))
    if strange := sorted(set(values) - _SET):
        raise UserError(_("A contract has no field “{name}”.").format(name=strange[0]))
    row = {}
    for name, value in values.items():
        if name.endswith("_id"):
            row[name] = value
        else:
            read = whole_day if name.endswith("_on") else partial(cleaned, fields[name].kind)
            row[name] = read(_(fields[name].label), value)
    return row


def _whose(session: Session, key: bytes | None) -> Row:
    found = next(iter(rows_of(session, [key] if key else [])), None)
    return {"company_id": None, "contact_id": None, **({f"{found.kind}_id": key} if found else {})}


def _check(session: Session, row: Row) -> None:
    if not row.get("name"):
        raise UserError(_("The contract has no name yet, so nothing was saved."))
    if not row.get("starts_on"):
        raise UserError(_("Say when the contract begins."))
    if row.get("ends_on") and row["ends_on"] < row["starts_on"]:
        raise UserError(_("The contract would end before it begins."))
    if any((row.get(name) or 0) < 0 for name in ("notice", "renews", "remind")):
        raise UserError(_("Days and months are not less than nothing."))
    row["currency"] = money.checked(row["currency"])
    within(row.get("amount") or 0)
    wanted = list({row[name] for name in ("company_id", "contact_id") if row.get(name)})
    if len(rows_of(session, wanted)) < len(wanted):
        raise UserError(_("There is no such contact or company in this file."))


def get(session: Session, key: bytes) -> Row:
    found = next(bulk.fetch(session, Contract, "id", [key]), None)
    if found is None:
        raise UserError(_("This contract was deleted meanwhile. Undo brings it back."))
    return found


# What it is today


def term_end(row: Mapping[str, Any], today: date) -> date | None:
    """Of the term that is running: one that nobody gave notice of went on by itself."""
    if not row["ends_on"]:
        return None
    first = end = date.fromisoformat(row["ends_on"])
    times = 0
    while row["renews"] and end < today:
        times += 1
        end = months_later(first, row["renews"] * times)
    return end


def months_later(day: date, months: int) -> date:
    """The same day of that month; the last of a month stays the last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))


def notice_day(row: Mapping[str, Any], end: date | None) -> date | None:
    return end - timedelta(days=row["notice"]) if end and row["notice"] is not None else None


def state(row: Mapping[str, Any], today: date) -> str:
    end = term_end(row, today)
    if row["status"] != "running":
        return str(row["status"])
    if end and end < today:
        return "ended"
    if row["starts_on"] > today.isoformat():
        return "coming"
    last = notice_day(row, end)
    if row["renews"] and last and timedelta(0) <= last - today <= timedelta(days=_SOON):
        return "notice"
    if end and not row["renews"] and end - today <= timedelta(days=_SOON):
        return "ending"
    return "renewed" if end and end.isoformat() != row["ends_on"] else "running"


def listing(store: Store, today: date, owner: bytes | None = None) -> list[ContractRow]:
    """Of a customer, or all: what has to be decided first comes first, what has ended last."""
    with store.read() as session:
        rows = list(bulk.whole(session, Contract)) if owner is None else list(_of(session, owner))
        names = {row.id: row.name for row in rows_of(session, customers(rows))}
    found = [_row(row, names, today) for row in rows]
    return sorted(found, key=lambda row: (row.state == "ended", _decided(row, today), row.name))


def _decided(row: ContractRow, today: date) -> str:
    """The next day that matters."""
    is_ahead = row.notice_on is not None and row.notice_on >= today.isoformat()
    return (row.notice_on if is_ahead else row.ends_on) or "9999"


def _of(session: Session, owner: bytes) -> list[Row]:
    rows = {
        row["id"]: row for name in ("company_id", "contact_id") for row in bulk.fetch(session, Contract, name, [owner])
    }
    return list(rows.values())


def _row(row: Row, names: Mapping[bytes, str], today: date) -> ContractRow:
    end = term_end(row, today)
    last, whose = notice_day(row, end), customer(row)
    same = {name: row[name] for name in ("id", "name", "reference", "starts_on", "amount", "currency", "period")}
    return ContractRow(
        **same, customer=whose, who=names.get(whose, "") if whose else "", state=state(row, today),
        ends_on=end.isoformat() if end else None, notice_on=last.isoformat() if last else None,
        renews=bool(row["renews"]),
    )  # fmt: skip


# What is decided


def renew(store: Store, key: bytes, today: date) -> str:
    """For another term: as long as it is renewed by itself, else as long as it was. Gives the new end."""
    with store.write(_("Renew contract")) as session:
        row = get(session, key)
        end = term_end(row, today)
        if end is None:
            raise UserError(_("This contract has no end, so there is nothing to renew."))
        later = months_later(end, row["renews"] or _length(row))
        _set(session, key, {"ends_on": later.isoformat(), "status": "running"})
    return later.isoformat()


def _length(row: Row) -> int:
    """In months; never less than one."""
    first, last = date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"]) + timedelta(days=1)
    return max((last.year - first.year) * 12 + last.month - first.month, 1)


def give_notice(store: Store, key: bytes, today: date) -> str | None:
    """It ends with the term that is running. Gives the day."""
    with store.write(_("Give notice")) as session:
        end = term_end(get(session, key), today)
        _set(session, key, {"renews": None, **({"ends_on": end.isoformat()} if end else {})})
    return end.isoformat() if end else None


# Reminded of by itself


def plan(store: Store, today: date) -> int:
    """A thing to do before notice has to be given, once for each term, on however many laptops; how many."""
    with store.read() as session:
        due = {key: (row, day) for row in bulk.whole(session, Contract) for key, day in _reminder(row, today)}
        known = {row["id"] for row in bulk.fetch(session, Activity, "id", list(due), deleted=True)}
    fresh = {key: found for key, found in due.items() if key not in known}
    if fresh:
        with store.write(_(PLANNING)) as session:
            for key, (row, day) in fresh.items():
                _plan(session, store, key, row, day)
    return len(fresh)


def _reminder(row: Row, today: date) -> list[tuple[bytes, date]]:
    """When there is something to decide: before notice, or before an end that is one."""
    end = term_end(row, today)
    last = notice_day(row, end) or end
    if row["status"] != "running" or last is None or end is None or row["remind"] is None or last < today:
        return []
    day = last - timedelta(days=row["remind"])
    return [(named_id("contract notice", row["id"], end.isoformat()), max(day, today))] if day <= today else []


def _plan(session: Session, store: Store, key: bytes, row: Row, day: date) -> None:
    words = _("Renew or give notice: {name}") if row["renews"] else _("Renew or let end: {name}")
    activity = {"id": key, "type": "to-do", "subject": words.format(name=row["name"]), "starts": day.isoformat()}
    bulk.insert(session, Activity, [{**activity, "remind": 0, "author": store.author or None}])
    owners = [row[name] for name in ("contact_id", "company_id") if row[name]]
    parts = [
        {"id": named_id("participation", key, owner), "owner_id": owner, "activity_id": key, "role": "with"}
        for owner in owners
    ]
    bulk.revive(session, Participation, parts)

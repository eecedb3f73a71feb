"""Deals in lists: those of a customer, those found by a word, and open ones for which nothing is planned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.deals import Deal, DealContact, Stage
from crmdesk.domain.folding import fold
from crmdesk.domain.whose import EVERYBODYS, Whose
from crmdesk.store import bulk, deals
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class DealRow:
    id: bytes
    name: str
    who: str
    """The company, or the contact."""
    stage: str
    status: str
    amount: int | None
    currency: str
    expected_on: str | None
    closed_on: str | None
    responsible: str | None
    role: str = ""
    """That the one it was asked for takes in it."""


def of(session: Session, owner: bytes) -> list[DealRow]:
    """Of a contact or company: the open ones first, those that are expected soon before the others."""
    roles = {row["deal_id"]: row["role"] or "" for row in bulk.fetch(session, DealContact, "owner_id", [owner])}
    found = {row["id"]: row for row in bulk.fetch(session, Deal, "id", list(roles))}
    for column in ("company_id", "contact_id"):
        found |= {row["id"]: row for row in bulk.fetch(session, Deal, column, [owner])}
    return _rows(session, sorted(found.values(), key=_place), roles)


def _place(row: dict[str, Any]) -> tuple[int, str, int]:
    if row["status"] == "open":
        return 0, row["expected_on"] or "9999", row["created_at"]
    return 1, "", -int((row["closed_on"] or "0").replace("-", ""))


def named(session: Session, keys: Sequence[bytes]) -> list[DealRow]:
    """Those that are there, in this order."""
    found = {row["id"]: row for row in bulk.fetch(session, Deal, "id", list(keys))}
    return _rows(session, [found[key] for key in keys if key in found])


def find(store: Store, text: str, most: int) -> list[DealRow]:
    """Those whose name has all the words, then those of customers that are called so; open and new ones first."""
    words = fold(text).split()
    with store.read() as session:
        found = store.find(text, _MOST_CUSTOMERS) if words else []
        customers = [row.id for row in found if all(word in fold(row.name) for word in words)]
        return named(session, deals.named(session, words, customers, most))


_MOST_CUSTOMERS = 20
_MOST_OFFERED = 60


def offered(store: Store, people: Sequence[bytes]) -> list[DealRow]:
    """Open ones to choose from: those of these people first, then the newest."""
    with store.read() as session:
        of_people = {row.id: row for owner in people for row in of(session, owner) if row.status == "open"}
        others = deals.newest(session, _MOST_OFFERED)
        return [*of_people.values(), *named(session, [key for key in others if key not in of_people])]


def aimless(session: Session, most: int, whose: Whose = EVERYBODYS) -> tuple[list[DealRow], int]:
    """Open ones for which nothing is planned: the largest idle time first, and how many there are."""
    keys = deals.aimless(session)
    if whose.names:
        theirs = {row["id"] for row in bulk.fetch(session, Deal, "id", keys) if whose.takes(row["responsible"] or "")}
        keys = [key for key in keys if key in theirs]
    return named(session, keys[:most]), len(keys)


def _rows(session: Session, rows: Sequence[dict[str, Any]], roles: dict[bytes, str] | None = None) -> list[DealRow]:
    names = _names(session, rows)
    keys = list({row["stage_id"] for row in rows})
    stages = {row["id"]: row["name"] for row in bulk.fetch(session, Stage, "id", keys, deleted=True)}
    return [
        DealRow(
            row["id"], row["name"], names.get(row["company_id"]) or names.get(row["contact_id"]) or "",
            stages.get(row["stage_id"], ""), row["status"], row["amount"], row["currency"], row["expected_on"],
            row["closed_on"], row["responsible"], (roles or {}).get(row["id"], ""),
        )
        for row in rows
    ]  # fmt: skip


def _names(session: Session, rows: Iterable[dict[str, Any]]) -> dict[bytes, str]:
    keys = {row[name] for row in rows for name in ("company_id", "contact_id") if row[name]}
    return {row.id: row.name for row in rows_of(session, list(keys))}

"""Leads as they are looked at: in a list with points and age, one whole, and those of somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import now
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.deals import Deal
from crmdesk.domain.leads import Lead
from crmdesk.services import lead_scoring
from crmdesk.services.lead_assignment import OPEN
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

Row = dict[str, Any]
_DAY = 86_400_000
AGAIN = "again"
"""Lost ones whose day has come: among the open ones, and by themselves."""


@dataclass(frozen=True, slots=True)
class LeadRow:
    id: bytes
    owner_id: bytes
    kind: str
    """Of the owner: contact or company."""
    name: str
    company: str
    subject: str
    source: str
    rating: int
    points: int
    why: tuple[tuple[str, int], ...]
    """The rules that gave them."""
    responsible: str
    status: str
    """`again` for a lost one whose day has come."""
    days: int
    """Since it came."""
    form: str
    text: str
    lost_reason: str
    ask_again_on: str
    deal_id: bytes | None
    deal: str


def listing(store: Store, today: date) -> list[LeadRow]:
    """All, the newest first."""
    with store.read() as session:
        rows = sorted(bulk.whole(session, Lead), key=_when, reverse=True)
        return _shown(session, rows, today)


def waiting(store: Store, today: date) -> list[LeadRow]:
    """New ones, and lost ones whose day has come."""
    with store.read() as session:
        rows = [row for row in bulk.fetch(session, Lead, "status", ["new", "lost"]) if _status(row, today) != "lost"]
        return _shown(session, sorted(rows, key=_when, reverse=True), today)


def of(store: Store, owner: bytes, today: date) -> list[LeadRow]:
    """Of a contact or a company and its people: open ones first."""
    with store.read() as session:
        people = [row["contact_id"] for row in bulk.fetch(session, Affiliation, "company_id", [owner])]
        rows = sorted(bulk.fetch(session, Lead, "owner_id", [owner, *people]), key=_when, reverse=True)
        found = _shown(session, rows, today)
    return sorted(found, key=lambda row: row.status not in (*OPEN, AGAIN))


def _when(row: Row) -> tuple[int, bytes]:
    return row["created_at"], row["id"]


def counts(rows: Sequence[LeadRow]) -> dict[str, int]:
    """By what one filters by."""
    found: dict[str, int] = dict.fromkeys(("open", *OPEN, AGAIN, "qualified", "lost"), 0)
    for row in rows:
        found["lost" if row.status == AGAIN else row.status] += 1
        found[AGAIN] += row.status == AGAIN
        found["open"] += row.status in (*OPEN, AGAIN)
    return found


def fits(row: LeadRow, wanted: str) -> bool:
    """Whether a filter of `counts` lets it pass; nothing lets all."""
    groups: Mapping[str, Sequence[str]] = {"open": (*OPEN, AGAIN), "lost": ("lost", AGAIN)}
    return not wanted or row.status in groups.get(wanted, (wanted,))


def _shown(session: Session, rows: Sequence[Row], today: date) -> list[LeadRow]:
    owners = list({row["owner_id"] for row in rows})
    named = {row.id: row for row in rows_of(session, owners)}
    people = {row["id"]: row for record in (Contact, Company) for row in bulk.fetch(session, record, "id", owners)}
    firms = _firms(session, owners)
    points = lead_scoring.of(session, owners)
    deals = {row["id"]: row["name"] for row in bulk.fetch(session, Deal, "id", [row["deal_id"] for row in rows])}
    moment = now()
    found = []
    for row in rows:
        if (key := row["owner_id"]) in named and key in people:
            why = tuple(sorted(points.get(key, {}).items(), key=lambda each: -each[1]))
            words = {name: row[name] or "" for name in ("subject", "responsible", "form", "text", "lost_reason")}
            lead = LeadRow(
                row["id"], key, named[key].kind, named[key].name, firms.get(key, ""),
                source=people[key]["source"] or "", rating=int(people[key]["rating"] or 0),
                points=sum(count for _name, count in why), why=why, status=_status(row, today),
                days=max(moment - row["created_at"], 0) // _DAY, ask_again_on=row["ask_again_on"] or "",
                deal_id=row["deal_id"], deal=deals.get(row["deal_id"], ""), **words,
            )  # fmt: skip
            found.append(lead)
    return found


def _status(row: Row, today: date) -> str:
    is_due = row["status"] == "lost" and (row["ask_again_on"] or "9999") <= today.isoformat()
    return AGAIN if is_due else str(row["status"])


def _firms(session: Session, owners: Sequence[bytes]) -> dict[bytes, str]:
    places = sorted(bulk.fetch(session, Affiliation, "contact_id", owners), key=lambda row: row["is_primary"])
    keys = {row["contact_id"]: row["company_id"] for row in places if row["company_id"]}
    names = {row["id"]: row["name"] for row in bulk.fetch(session, Company, "id", list(set(keys.values())))}
    return {person: names[key] for person, key in keys.items() if key in names}

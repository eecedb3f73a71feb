"""All documents of a kind as a list shows them, and some of them found by their number, subject or customer."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.deals import Deal
from crmdesk.domain.documents import Document
from crmdesk.domain.folding import fold
from crmdesk.services.document_steps import shown_status
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

SOON = 7
"""Days: what is good for no longer than this is about to expire."""
_READ = (
    "id", "kind", "status", "title", "version", "name", "company_id", "contact_id", "deal_id", "issued_on",
    "valid_until", "currency", "total", "created_at", "source_id",
)  # fmt: skip
_CUSTOMERS = 40
"""Who is found by a word first; documents of others are found by more of their name."""
_GONE = ("cancelled", "replaced")
Row = dict[str, Any]
Made = Mapping[bytes, Sequence[Row]]
"""By document what was made of it directly."""


@dataclass(frozen=True, slots=True)
class Listed:
    id: bytes
    kind: str
    state: str
    """A status, `expired` or `expiring`; `ordered`, `delivered`, `part` and `invoiced` by what was made of it."""
    title: str
    """The number; a draft has none."""
    version: int
    name: str
    who: str
    """Company and contact."""
    deal: str
    issued_on: str
    valid_until: str
    currency: str
    total: int
    words: str
    """Folded: what it is found by."""


def listing(store: Store, kinds: Sequence[str], today: date) -> list[Listed]:
    """Drafts first, then the latest; versions that were replaced stand behind all."""
    with store.read() as session:
        rows = [dict(zip(_READ, values, strict=True)) for values in bulk.fetch_all(session, Document, *_READ)]
        wanted = [row for row in rows if row["kind"] in kinds]
        wanted.sort(key=lambda row: (row["issued_on"] or "", row["created_at"]), reverse=True)
        names, deals = _names(session, wanted), _deals(session, wanted)
    made = _made(rows)
    listed = [_listed(row, names, deals, made, today) for row in wanted]
    return sorted(listed, key=lambda row: (row.state == "replaced", row.state != "draft"))


def counts(store: Store) -> Counter[str]:
    """Of each kind how many there are, without older versions."""
    with store.read() as session:
        found = bulk.fetch_all(session, Document, "kind", "status")
        return Counter(kind for kind, status in found if status != "replaced")


def find(store: Store, text: str, today: date, limit: int = 6) -> list[Listed]:
    """Of all kinds; those whose number begins so first, then the latest."""
    asked = fold(text).split()
    if not asked:
        return []
    whose = [{row.id for row in store.find(word, _CUSTOMERS)} for word in asked]
    with store.read() as session:
        rows = [dict(zip(_READ, values, strict=True)) for values in bulk.fetch_all(session, Document, *_READ)]
        found = [row for row in rows if _is_meant(row, asked, whose)]
        found.sort(key=lambda row: (row["issued_on"] or "", row["created_at"]), reverse=True)
        found.sort(key=lambda row: (not fold(row["title"] or "").startswith(asked[0]), row["status"] == "replaced"))
        names, deals = _names(session, found[:limit]), _deals(session, found[:limit])
    return [_listed(row, names, deals, {}, today) for row in found[:limit]]


def named(store: Store, keys: Sequence[bytes], today: date) -> list[Listed]:
    """Those of them that are documents."""
    with store.read() as session:
        rows = list(bulk.fetch(session, Document, "id", keys))
        names, deals = _names(session, rows), _deals(session, rows)
    return [_listed(row, names, deals, {}, today) for row in rows]


def _is_meant(row: Row, asked: Sequence[str], whose: Sequence[set[bytes]]) -> bool:
    """Each word is found in number or subject, or finds the customer."""
    words = fold(f"{row['title'] or ''} {row['name'] or ''}")
    who = {row["company_id"], row["contact_id"]}
    return all(word in words or not who.isdisjoint(ids) for word, ids in zip(asked, whose, strict=True))


def _names(session: Session, rows: Iterable[Row]) -> dict[bytes, str]:
    keys = {row[name] for row in rows for name in ("company_id", "contact_id") if row[name]}
    return {row.id: row.name for row in rows_of(session, list(keys))}


def _deals(session: Session, rows: Iterable[Row]) -> dict[bytes, str]:
    keys = list({row["deal_id"] for row in rows if row["deal_id"]})
    return {row["id"]: row["name"] for row in bulk.fetch(session, Deal, "id", keys)}


def _made(rows: Iterable[Row]) -> Made:
    found: defaultdict[bytes, list[Row]] = defaultdict(list)
    for row in rows:
        if row["source_id"] and row["status"] not in _GONE:
            found[row["source_id"]].append(row)
    return found


def _listed(row: Row, names: Mapping[bytes, str], deals: Mapping[bytes, str], made: Made, today: date) -> Listed:
    who = ", ".join(names[row[name]] for name in ("company_id", "contact_id") if row[name] in names)
    deal = deals.get(row["deal_id"], "")
    words = fold(" ".join([row["title"] or "", row["name"] or "", who, deal]))
    return Listed(
        row["id"], row["kind"], _state(row, made, today), row["title"] or "", row["version"], row["name"] or "",
        who, deal, row["issued_on"] or "", row["valid_until"] or "", row["currency"], row["total"], words,
    )  # fmt: skip


def _state(row: Row, made: Made, today: date) -> str:
    state = shown_status(row, today.isoformat())
    if state == ("accepted" if row["kind"] == "quote" else "sent"):
        return _followed(row, list(_below(row["id"], made))) or state
    is_short = (row["valid_until"] or "9999") <= (today + timedelta(days=SOON)).isoformat()
    return "expiring" if state == "sent" and row["kind"] == "quote" and is_short else state


def _below(key: bytes, made: Made) -> Iterator[Row]:
    for row in made.get(key, ()):
        yield row
        yield from _below(row["id"], made)


def _followed(row: Row, below: Sequence[Row]) -> str:
    """Invoiced it is when all of it is; drafts count, or the same would be invoiced twice."""
    sign = {"invoice": 1, "credit": -1}
    invoiced = sum(sign.get(each["kind"], 0) * each["total"] for each in below)
    kinds = {each["kind"] for each in below}
    if "invoice" in kinds and invoiced > 0:
        return "invoiced" if invoiced >= row["total"] else "part"
    if row["kind"] == "order" and "delivery" in kinds:
        return "delivered"
    return "ordered" if row["kind"] == "quote" and "order" in kinds else ""

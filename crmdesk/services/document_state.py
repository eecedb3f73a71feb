"""What is known of one document besides its lines: what can be done with it now, and what it came from and became."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from crmdesk.domain.channels import Email
from crmdesk.domain.deals import Deal
from crmdesk.domain.documents import Document, Signature
from crmdesk.domain.receipts import Payment
from crmdesk.services.document_parts import remaining
from crmdesk.services.document_steps import FOLLOWS, shown_status
from crmdesk.services.documents import Row, get, line_rows
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Link:
    id: bytes
    kind: str
    title: str
    version: int
    state: str


@dataclass(frozen=True, slots=True)
class DealLink:
    id: bytes
    name: str
    status: str


@dataclass(frozen=True, slots=True)
class State:
    head: Row
    state: str
    """A status, or `expired`."""
    who: str
    deal: DealLink | None
    chain: tuple[Link, ...]
    """From the quote to the last that came of it, itself among them; alone where it stands alone."""
    versions: tuple[Link, ...]
    """Of a quote all of them, the first first; nothing where there is one."""
    signed_by: str
    actions: tuple[str, ...]
    """What can be done now: send, again, accept, decline, sign, order, delivery, invoice, credit, version, duplicate,
    cancel, delete, win. The likeliest first."""

    lacks: str = ""
    """What a draft needs before it can go out: `customer`, `lines`."""

    @property
    def is_draft(self) -> bool:
        return self.state == "draft"


def look(store: Store, key: bytes, today: date) -> State:
    with store.read() as session:
        head = get(session, key)
        chain, versions = _chain(session, head, today), _versions(session, head, today)
        signed = next(bulk.fetch(session, Signature, "document_id", [key]), None)
        deal = next(bulk.fetch(session, Deal, "id", [head["deal_id"]]), None) if head["deal_id"] else None
        link = DealLink(deal["id"], deal["name"], deal["status"]) if deal else None
        state = shown_status(head, today.isoformat())
        actions = tuple(_actions(session, head, state, link, is_signed=signed is not None))
        return State(
            head, state, _who(session, head), link, chain, versions, signed["name"] if signed else "", actions,
            _lacks(session, head),
        )  # fmt: skip


def _lacks(session: Session, head: Row) -> str:
    if not (head["contact_id"] or head["company_id"]):
        return "customer"
    return "" if any(row["kind"] in ("product", "shipping") for row in line_rows(session, head["id"])) else "lines"


def _who(session: Session, head: Row) -> str:
    keys = [key for key in (head["company_id"], head["contact_id"]) if key]
    names = {row.id: row.name for row in rows_of(session, keys)}
    return ", ".join(names[key] for key in keys if key in names)


# What it came from and became


def _chain(session: Session, head: Row, today: date) -> tuple[Link, ...]:
    first = head
    while first["source_id"] and (above := next(bulk.fetch(session, Document, "id", [first["source_id"]]), None)):
        first = above
    found, seen = [first], {first["id"]}
    for each in found:  # grows meanwhile
        below = bulk.fetch(session, Document, "source_id", [each["id"]])
        fresh = [row for row in below if row["id"] not in seen and row["status"] != "cancelled"]
        found += sorted(fresh, key=lambda row: row["created_at"])
        seen |= {row["id"] for row in fresh}
    return tuple(_links(found, today)) if len(found) > 1 else ()


def _versions(session: Session, head: Row, today: date) -> tuple[Link, ...]:
    first = head["first_id"] or head["id"]
    rows = [*bulk.fetch(session, Document, "id", [first]), *bulk.fetch(session, Document, "first_id", [first])]
    return tuple(_links(sorted(rows, key=lambda row: row["version"]), today)) if len(rows) > 1 else ()


def _links(rows: Iterable[Row], today: date) -> Iterable[Link]:
    for row in rows:
        state = shown_status(row, today.isoformat())
        yield Link(row["id"], row["kind"], row["title"] or "", row["version"], state)


# What can be done


def _actions(session: Session, head: Row, state: str, deal: DealLink | None, *, is_signed: bool) -> Iterable[str]:
    if head["kind"] == "quote" and state in ("expired", "declined"):
        yield "version"
    yield from _answers(head["kind"], state, is_signed=is_signed)
    if deal and deal.status == "open" and state == "accepted":
        yield "win"
    if state == "accepted" or (state == "sent" and head["kind"] != "quote"):
        yield from _followers(session, head)
    if head["kind"] in ("order", "delivery") and state in ("draft", "sent") and not is_signed:
        yield "sign"
    if state in ("sent", "accepted", "expired"):
        yield "again"
    if head["kind"] in ("invoice", "credit") and state in ("sent", "accepted"):
        yield "einvoice"
    if head["kind"] == "quote" and state in ("sent", "accepted"):
        yield "version"
    yield "duplicate"
    if state in ("sent", "accepted", "expired") and not _is_settled(session, head):
        yield "cancel"
    if state == "draft":
        yield "delete"


def _answers(kind: str, state: str, *, is_signed: bool) -> Iterable[str]:
    if state == "draft":
        yield "send"
    if kind == "quote" and state in ("sent", "expired", "declined"):
        yield "accept"
    if kind == "quote" and state in ("sent", "expired"):
        yield "decline"
    if kind == "quote" and state in ("draft", "sent", "expired") and not is_signed:
        yield "sign"


def _followers(session: Session, head: Row) -> Iterable[str]:
    below = bulk.fetch(session, Document, "source_id", [head["id"]])
    made = {row["kind"] for row in below if row["status"] not in ("cancelled", "replaced")}
    for kind in FOLLOWS[head["kind"]]:
        is_by_way_of_order = head["kind"] == "quote" and kind == "invoice" and "order" in made
        if not is_by_way_of_order and any(remaining(session, head["id"], kind).values()):
            yield kind


def _is_settled(session: Session, head: Row) -> bool:
    """Something came of it that stands: it is not taken back alone."""
    below = bulk.fetch(session, Document, "source_id", [head["id"]])
    is_followed = any(row["status"] not in ("cancelled", "replaced") for row in below)
    return is_followed or any(bulk.fetch(session, Payment, "document_id", [head["id"]]))


@dataclass(frozen=True, slots=True)
class Left:
    """A line, and how much of it is not on the next document yet."""

    line: bytes
    name: str
    unit: str
    quantity: str
    left: str


def left(store: Store, key: bytes, kind: str) -> list[Left]:
    from crmdesk.domain.money import plain

    with store.read() as session:
        open_ones = remaining(session, key, kind)
        rows = [row for row in line_rows(session, key) if row["id"] in open_ones]
    return [
        Left(row["id"], row["name"], row["unit"] or "", row["quantity"], plain(open_ones[row["id"]])) for row in rows
    ]


def addresses(store: Store, key: bytes) -> list[tuple[str, str]]:
    """E-mail addresses of its customer, with whose they are: the contact's first, of each the primary one."""
    with store.read() as session:
        head = get(session, key)
        keys = [owner for owner in (head["contact_id"], head["company_id"]) if owner]
        names = {row.id: row.name for row in rows_of(session, keys)}
        rows = sorted(
            bulk.fetch(session, Email, "owner_id", keys),
            key=lambda row: (keys.index(row["owner_id"]), not row["is_primary"], row["position"], row["id"]),
        )
    return [(row["value"].strip(), names.get(row["owner_id"], "")) for row in rows if "@" in row["value"]]

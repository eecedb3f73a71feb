"""All of one deal for its page: who it is with, its stages and how long it stood in each, and what hangs on it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record, now, own_fields
from crmdesk.domain.channels import Email, Phone
from crmdesk.domain.contacts import OptOut
from crmdesk.domain.deals import Deal, DealCheck, DealContact, DealState, Stage
from crmdesk.domain.ids import text_id
from crmdesk.domain.notes import Attachment, Note
from crmdesk.formats.json_file import readable
from crmdesk.services import activities, deal_parts, deals, document_lists, picks, pipelines
from crmdesk.services.activities import Doing
from crmdesk.services.document_lists import DocumentRow
from crmdesk.services.pipelines import PipelineRow
from crmdesk.services.records import Look
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

Row = dict[str, Any]
_DAY = 86_400_000
_WORDS = ("activity", "deal role", "lost reason", "competitor", "source", "colleague")


@dataclass(frozen=True, slots=True)
class Person:
    """A contact or company with a part in the deal."""

    id: bytes
    kind: str
    name: str
    role: str
    detail: str
    """Position and company, or the city."""
    is_main: bool
    """The deal is with them."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A stage, and what the deal did in it."""

    id: bytes
    name: str
    chance: int
    """Percent."""
    days: int | None
    """All that it stood there, however often; nothing where it never did."""
    points: tuple[tuple[str, bool], ...]
    """Of its checklist, and whether each was seen to."""
    rot: int = 0
    """Days beyond what is allowed, of the one where it stands."""


@dataclass(frozen=True, slots=True)
class Move:
    """What became of it at one moment."""

    at: int
    stage: str
    status: str
    amount: int | None
    currency: str
    author: str
    days: int
    """Until the next."""


@dataclass(frozen=True, slots=True)
class ProductLine:
    id: bytes
    product_id: bytes | None
    name: str
    quantity: str
    unit_price: str
    discount: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DealLook(Look):
    """A deal as its page shows it; notes and files stand where those of a contact do."""

    deal: Row
    pipelines: tuple[PipelineRow, ...]
    stages: tuple[Passed, ...]
    """In the order of the pipeline."""
    moves: tuple[Move, ...]
    """The latest first."""
    people: tuple[Person, ...]
    products: tuple[ProductLine, ...]
    documents: tuple[DocumentRow, ...]
    shares: tuple[tuple[str, str], ...]
    """Colleagues with their percent."""
    parent: tuple[bytes, str] | None
    """It was split from that one."""
    splits: tuple[tuple[bytes, str], ...]

    @property
    def key(self) -> bytes:
        return bytes(self.deal["id"])

    @property
    def chance(self) -> int:
        """As it counts."""
        own = self.deal["probability"]
        return own if own is not None else next((s.chance for s in self.stages if s.id == self.deal["stage_id"]), 0)

    @property
    def products_sum(self) -> int:
        return sum(line.amount for line in self.products)


def look(store: Store, key: bytes) -> DealLook:
    """Raises UserError where it was deleted."""
    documents = document_lists.of(store, key, date.today())  # noqa: DTZ011 - the user's own day
    with store.read() as session:
        deal = deals.get(session, key)
        states = sorted(bulk.fetch(session, DealState, "deal_id", [key]), key=lambda row: (row["at"], row["id"]))
        lines = pipelines.pipelines(session)
        found = {row["id"]: row for row in bulk.fetch(session, Deal, "parent_id", [key])}
        summary = activities.summary(session, [key])[key]
        parent = next(bulk.fetch(session, Deal, "id", [deal["parent_id"]]), None) if deal["parent_id"] else None
        people = _people(session, deal)
        return DealLook(
            _shown(session, deal, people),
            summary,
            {name: picks.texts(session, name) for name in _WORDS},
            store.author,
            deal=deal,
            pipelines=tuple(lines),
            stages=tuple(_stages(session, deal, states, lines, summary.last_any)),
            moves=tuple(_moves(session, states)),
            people=tuple(people),
            products=tuple(_products(session, deal)),
            documents=tuple(documents),
            shares=tuple((row["colleague"], row["percent"]) for row in deal_parts.shares(session, key)),
            parent=(parent["id"], parent["name"]) if parent else None,
            splits=tuple((each, row["name"]) for each, row in found.items()),
        )


def _shown(session: Session, deal: Row, people: Sequence[Person]) -> dict[str, Any]:
    """Phones, e-mails and wishes not to be contacted are those of the people."""
    notes = [readable(Note, row) for row in bulk.fetch(session, Note, "owner_id", [deal["id"]])]
    files = [readable(Attachment, row) for row in bulk.fetch(session, Attachment, "owner_id", [deal["id"]])]
    return {
        "id": text_id(deal["id"]),
        "kind": "deal",
        "name": deal["name"],
        "fields": {name: deal[name] for name in own_fields(Deal)},
        "notes": sorted(notes, key=lambda note: (not note["is_pinned"], -note["created_at"])),
        "attachments": files,
        **{name: _of_people(session, record, people) for name, record in _WAYS.items()},
    }


_WAYS: dict[str, type[Record]] = {"phones": Phone, "emails": Email, "opt_outs": OptOut}


def _of_people(session: Session, record: type[Record], people: Sequence[Person]) -> list[dict[str, Any]]:
    """With their names; persons before companies, whose number is rarely the one that is meant."""
    order = sorted(people, key=lambda person: person.kind == "company")
    rows = list(bulk.fetch(session, record, "owner_id", [person.id for person in order]))
    return [
        {**readable(record, row), "whose": person.name}
        for person in order
        for row in sorted(rows, key=lambda row: not row.get("is_primary"))
        if row["owner_id"] == person.id
    ]


# Stages


def _stages(
    session: Session, deal: Row, states: Sequence[Row], lines: Sequence[PipelineRow], last: Doing | None
) -> list[Passed]:
    line = next((line for line in lines if line.id == deal["pipeline_id"]), None)
    done = {(row["stage_id"], row["text"]) for row in bulk.fetch(session, DealCheck, "deal_id", [deal["id"]])}
    days = _days(states)
    quiet = (now() - max(deal["stage_since"] or now(), last.done_at or 0 if last else 0)) // _DAY
    return [
        Passed(
            stage.id or b"",
            stage.name,
            stage.probability,
            days.get(stage.id or b""),
            tuple((text, (stage.id, text) in done) for text in stage.checklist),
            max(quiet - stage.rots_after, 0) if stage.rots_after and _stands_in(deal, stage.id) else 0,
        )
        for stage in (line.stages if line else ())
    ]


def _stands_in(deal: Row, stage: bytes | None) -> bool:
    return bool(deal["status"] == "open" and deal["stage_id"] == stage)


def _days(states: Sequence[Row]) -> Mapping[bytes, int]:
    """By stage, while it was open."""
    spent: defaultdict[bytes, int] = defaultdict(int)
    for state, until in zip(states, [*(row["at"] for row in states[1:]), now()], strict=True):
        if state["status"] == "open":
            spent[state["stage_id"]] += until - state["at"]
    return {stage: time // _DAY for stage, time in spent.items()}


def _moves(session: Session, states: Sequence[Row]) -> list[Move]:
    keys = list({row["stage_id"] for row in states})
    names = {row["id"]: row["name"] for row in bulk.fetch(session, Stage, "id", keys, deleted=True)}
    ends = [*(row["at"] for row in states[1:]), now()]
    return [
        Move(
            row["at"], names.get(row["stage_id"], ""), row["status"], row["amount"], row["currency"],
            row["author"] or "", (end - row["at"]) // _DAY,
        )
        for row, end in zip(states, ends, strict=True)
    ][::-1]  # fmt: skip


# Who and what


def _people(session: Session, deal: Row) -> list[Person]:
    """Whom it is with first, the company before the person."""
    links = sorted(bulk.fetch(session, DealContact, "deal_id", [deal["id"]]), key=lambda row: row["position"])
    roles = {row["owner_id"]: row["role"] or "" for row in links}
    main = [key for key in (deal["company_id"], deal["contact_id"]) if key]
    order = list(dict.fromkeys([*main, *roles]))
    rows = {row.id: row for row in rows_of(session, order)}
    return [
        Person(key, rows[key].kind or "contact", rows[key].name, roles.get(key, ""), rows[key].detail, key in main)
        for key in order
        if key in rows
    ]


def _products(session: Session, deal: Row) -> list[ProductLine]:
    return [
        ProductLine(
            row["id"], row["product_id"], row["name"], row["quantity"], row["unit_price"], row["discount"] or "",
            deal_parts.line_amount(row, deal["currency"]),
        )
        for row in deal_parts.products_of(session, deal["id"])
    ]  # fmt: skip

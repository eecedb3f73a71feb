"""What is one person's own in a file that is shared with colleagues: it travels between their own laptops alone."""

from sqlalchemy import BLOB
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.domain.ids import named_id
from crmdesk.i18n import mark


class Private(Record):
    """While it is there, the record it names is private, with all its parts: `named_id("private", owner id)`."""

    __tablename__ = "privates"
    number = 72
    label = mark("Private")
    owner = "owner_id"

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)


_MORE = {
    "affiliations": ("company_id",),
    "relations": ("to_id",),
    "participations": ("activity_id",),
    "checklist_items": ("activity_id",),
    "reviews": ("row_id",),
    **dict.fromkeys(("deal_contacts", "deal_products", "deal_states", "deal_checks", "deal_shares"), ("deal_id",)),
    **dict.fromkeys(("document_lines", "document_taxes", "signatures"), ("document_id",)),
}


def parents(record: type[Record]) -> tuple[str, ...]:
    """The columns that name whom a row goes with where that is private."""
    return (*((record.owner,) if record.owner else ()), *_MORE.get(record.__tablename__, ()))


def private_id(owner: bytes) -> bytes:
    return named_id("private", owner)

"""What an import must remember: where a record came from, and what CRMDesk did not understand of it."""

from sqlalchemy import BLOB, Index
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark


class ExternalId(Record):
    """The name of a record in a file it came from, so that the second import finds it again."""

    __tablename__ = "external_ids"
    number = 20
    label = mark("Origin")
    owner = "owner_id"
    __table_args__ = (Index(None, "owner_id"), Index(None, "key"))

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    key: Mapped[str] = field(4, mark("Key"))
    """`uid:...` as the source gave it, or `like:...` made from name and first address where it gave none."""
    digest: Mapped[str] = field(5, mark("Digest"))
    """Of the whole card as last imported: what is the same needs no second look."""


class Leftover(Record):
    """Properties that were not understood, kept word for word and given back on export."""

    __tablename__ = "leftovers"
    number = 21
    label = mark("Kept properties")
    owner = "owner_id"

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    lines: Mapped[str] = field(4, mark("Lines"), Kind.LONG_TEXT, personal=True)
    """Unfolded vCard content lines, one a line."""

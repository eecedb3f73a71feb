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
    together = (("key", "digest"),)
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


class ImportRun(Record):
    """One import, made in its own step: the list of past imports, and the way to take one back."""

    __tablename__ = "import_runs"
    number = 26
    label = mark("Import")

    name: Mapped[str] = field(3, mark("Files"))
    source: Mapped[str | None] = field(4, mark("Source"))
    """Which program's export it was taken for, such as `Google Contacts`."""
    added: Mapped[int] = field(5, mark("Added"), Kind.NUMBER, default=0)
    updated: Mapped[int] = field(6, mark("Updated"), Kind.NUMBER, default=0)
    unchanged: Mapped[int] = field(7, mark("Unchanged"), Kind.NUMBER, default=0)
    rejected: Mapped[int] = field(8, mark("Rejected"), Kind.NUMBER, default=0)
    author: Mapped[str | None] = field(9, mark("By"))


class Distinction(Record):
    """Two that look alike and are not the same: `named_id("distinct", smaller id, larger id)`."""

    __tablename__ = "distinctions"
    number = 27
    label = mark("Not duplicates")
    owner = "one_id"
    __table_args__ = (Index(None, "one_id"), Index(None, "other_id"))

    one_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    other_id: Mapped[bytes] = field(4, mark("The other"), Kind.LINK, BLOB)

"""What was written about a contact or company, and the files kept with it."""

from sqlalchemy import BLOB, BigInteger
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark


class Note(Record):
    __tablename__ = "notes"
    number = 12
    label = mark("Note")
    owner = "owner_id"

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    text: Mapped[str] = field(4, mark("Text"), Kind.LONG_TEXT, searched=True, personal=True)
    """Plain text, or the few HTML tags that `domain.values.rich_text` lets through."""
    is_html: Mapped[bool] = field(5, mark("Formatted"), Kind.YES_NO, default=False)
    is_pinned: Mapped[bool] = field(6, mark("Pinned"), Kind.YES_NO, default=False)


class Attachment(Record):
    """A file kept beside the database under the hash of its content."""

    __tablename__ = "attachments"
    number = 13
    label = mark("File")
    owner = "owner_id"
    together = (("name", "media_type", "size", "sha256"),)

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    name: Mapped[str] = field(4, mark("File name"), searched=True, personal=True)
    """Shown, never used as a path."""
    media_type: Mapped[str] = field(5, mark("Type"))
    size: Mapped[int] = field(6, mark("Size"), Kind.NUMBER, BigInteger)
    """Bytes."""
    sha256: Mapped[bytes] = field(7, mark("Content"), Kind.BYTES, BLOB)

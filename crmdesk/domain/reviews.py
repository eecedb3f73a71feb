"""Values that stood beside what is shown, or were replaced unseen, and that somebody has looked at."""

from sqlalchemy import BLOB, Index
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.domain.ids import named_id
from crmdesk.i18n import mark


class Review(Record):
    """While it is there, nobody is asked about that value again, on any laptop: `review_id(change, group)`."""

    __tablename__ = "reviews"
    number = 73
    label = mark("Settled conflict")
    __table_args__ = (Index(None, "row_id"),)

    row_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    """Of the row whose value it was, in whatever table."""
    change: Mapped[bytes] = field(4, mark("Change"), Kind.BYTES, BLOB)
    """That the value came with."""
    field_group: Mapped[int] = field(5, mark("Field"), Kind.NUMBER)


def review_id(change: bytes, group: int) -> bytes:
    return named_id("review", change, str(group))

"""Pick lists: the words that a field offers, as the user wants them."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark


class PickEntry(Record):
    """`named_id("pick", list, value)`. A list without entries offers what its field declares."""

    __tablename__ = "pick_entries"
    number = 25
    label = mark("Pick-list entry")
    __table_args__ = (Index(None, "pick_list"),)

    pick_list: Mapped[str] = field(3, mark("List"))
    """`Field.pick_list`."""
    value: Mapped[str] = field(4, mark("Value"))
    """What records keep: a declared choice, or the user's own word."""
    text: Mapped[str | None] = field(5, mark("Shown as"))
    """Of a declared choice that the user renamed."""
    position: Mapped[int] = field(6, mark("Order"), Kind.NUMBER, default=0)
    is_archived: Mapped[bool] = field(7, mark("Archived"), Kind.YES_NO, default=False)
    """No longer offered; records that have it keep it."""

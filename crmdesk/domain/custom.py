"""Fields that users add to any kind of record."""

from sqlalchemy import BLOB, Index
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark

CUSTOM_KINDS = tuple(
    (kind.value, label)
    for kind, label in (
        (Kind.TEXT, mark("Text")),
        (Kind.NUMBER, mark("Number")),
        (Kind.MONEY, mark("Money")),
        (Kind.DATE, mark("Date")),
        (Kind.YES_NO, mark("Yes or no")),
        (Kind.CHOICE, mark("Choice")),
        (Kind.CHOICES, mark("Several choices")),
        (Kind.LINK, mark("Link to a record")),
    )
)


class CustomField(Record):
    """A field the user added. Its id follows from the table and the first name it was given."""

    __tablename__ = "custom_fields"
    number = 18
    label = mark("Custom field")
    together = (("kind", "choices"),)

    record: Mapped[str] = field(3, mark("Kind of record"))
    """The table it was added to, such as `contacts`."""
    name: Mapped[str] = field(4, mark("Name"))
    kind: Mapped[str] = field(5, mark("Kind"), Kind.CHOICE, choices=CUSTOM_KINDS, default=Kind.TEXT.value)
    choices: Mapped[str | None] = field(6, mark("Choices"), Kind.LONG_TEXT)
    """One a line."""
    position: Mapped[int] = field(7, mark("Order"), Kind.NUMBER, default=0)
    is_archived: Mapped[bool] = field(8, mark("Archived"), Kind.YES_NO, default=False)


class CustomValue(Record):
    """`named_id("value", field id, owner id)`."""

    __tablename__ = "custom_values"
    number = 19
    label = mark("Custom value")
    owner = "owner_id"
    __table_args__ = (Index(None, "owner_id"), Index(None, "field_id", "value"))

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    field_id: Mapped[bytes] = field(4, mark("Field"), Kind.LINK, BLOB)
    value: Mapped[str] = field(5, mark("Value"), searched=True, personal=True)
    """Text; numbers and money as decimals, money with its currency (`12.50 EUR`), choices one a line, links as ids."""

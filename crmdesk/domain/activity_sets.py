"""Sets of activities that belong together, such as what is done for every new customer."""

from sqlalchemy import BLOB, Index
from sqlalchemy.orm import Mapped

from crmdesk.domain.activities import ACTIVITY_TYPES, PRIORITIES
from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark


class ActivitySet(Record):
    """A named sequence, to be applied to a person, a company or a deal."""

    __tablename__ = "activity_sets"
    number = 29
    label = mark("Activity set")

    name: Mapped[str] = field(3, mark("Name"))
    is_archived: Mapped[bool] = field(4, mark("Archived"), Kind.YES_NO, default=False)
    """No longer offered; what it planned stays."""


class ActivitySetStep(Record):
    __tablename__ = "activity_set_steps"
    number = 30
    label = mark("Step of a set")
    together = (("day", "time", "duration"),)
    __table_args__ = (Index(None, "set_id"),)

    set_id: Mapped[bytes] = field(3, mark("Activity set"), Kind.LINK, BLOB)
    type: Mapped[str] = field(
        4, mark("Type"), Kind.CHOICE, choices=ACTIVITY_TYPES, pick_list="activity", default="to-do"
    )
    subject: Mapped[str | None] = field(5, mark("Subject"))
    text: Mapped[str | None] = field(6, mark("Text"), Kind.LONG_TEXT)
    day: Mapped[int] = field(7, mark("Day of the set"), Kind.NUMBER, default=0)
    """Days after the start; less than nothing is before it."""
    time: Mapped[str | None] = field(8, mark("Time"))
    """`HH:MM` of the clock on the wall; nothing is a whole day."""
    duration: Mapped[int | None] = field(9, mark("Duration"), Kind.NUMBER)
    """Minutes."""
    priority: Mapped[str | None] = field(10, mark("Priority"), Kind.CHOICE, choices=PRIORITIES)
    remind: Mapped[int | None] = field(11, mark("Remind"), Kind.NUMBER)
    """Minutes before it starts."""
    position: Mapped[int] = field(12, mark("Order"), Kind.NUMBER, default=0)


class ActivitySetRun(Record):
    """A set that was applied: its activities move with its start as long as they are not done."""

    __tablename__ = "activity_set_runs"
    number = 31
    label = mark("Applied set")
    owner = "owner_id"
    __table_args__ = (Index(None, "owner_id"), Index(None, "set_id"))

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    set_id: Mapped[bytes] = field(4, mark("Activity set"), Kind.LINK, BLOB)
    starts: Mapped[str] = field(5, mark("Starts"), Kind.DATE)

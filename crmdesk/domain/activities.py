"""What is done and planned with people: calls, meetings, letters, things to do."""

from sqlalchemy import BLOB, BigInteger, Index
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark

ACTIVITY_TYPES = (
    ("call", mark("Call")),
    ("meeting", mark("Meeting")),
    ("email", mark("E-mail")),
    ("letter", mark("Letter")),
    ("visit", mark("Visit")),
    ("message", mark("Text message")),
    ("to-do", mark("To-do")),
)
PRIORITIES = (("high", mark("High")), ("normal", mark("Normal")), ("low", mark("Low")))
PARTS_TAKEN = (("with", mark("With")), ("host", mark("Host")), ("optional", mark("Optional")))


class Activity(Record):
    """Planned while `done_at` is empty; from then on history. Its people are `Participation`s."""

    __tablename__ = "activities"
    number = 23
    label = mark("Activity")
    __table_args__ = (Index(None, "starts"), Index(None, "done_at"))

    type: Mapped[str] = field(
        3, mark("Type"), Kind.CHOICE, choices=ACTIVITY_TYPES, pick_list="activity", default="call"
    )
    """One of ACTIVITY_TYPES, or the user's own word."""
    subject: Mapped[str | None] = field(4, mark("Subject"), personal=True)
    text: Mapped[str | None] = field(5, mark("Text"), Kind.LONG_TEXT, personal=True)
    starts: Mapped[str | None] = field(6, mark("Starts"), Kind.WALL_TIME)
    ends: Mapped[str | None] = field(7, mark("Ends"), Kind.WALL_TIME)
    zone: Mapped[str | None] = field(8, mark("Time zone"))
    """Of the clock on that wall (IANA name); nothing means wherever one is."""
    done_at: Mapped[int | None] = field(9, mark("Done"), Kind.INSTANT, BigInteger)
    is_reached: Mapped[bool | None] = field(10, mark("Reached"), Kind.YES_NO)
    """No is an attempt; nothing where there is no one to reach."""
    outcome: Mapped[str | None] = field(11, mark("Result"), pick_list="outcome")
    duration: Mapped[int | None] = field(12, mark("Duration"), Kind.NUMBER)
    """Minutes."""
    place: Mapped[str | None] = field(13, mark("Place"), personal=True)
    priority: Mapped[str | None] = field(14, mark("Priority"), Kind.CHOICE, choices=PRIORITIES)
    is_private: Mapped[bool] = field(15, mark("Private"), Kind.YES_NO, default=False)
    author: Mapped[str | None] = field(16, mark("By"))


class Participation(Record):
    """A contact's or company's part in an activity: `named_id("participation", activity id, owner id)`."""

    __tablename__ = "participations"
    number = 24
    label = mark("Participant")
    owner = "owner_id"
    __table_args__ = (Index(None, "owner_id"), Index(None, "activity_id"))

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    activity_id: Mapped[bytes] = field(4, mark("Activity"), Kind.LINK, BLOB)
    role: Mapped[str | None] = field(5, mark("Role"), Kind.CHOICE, choices=PARTS_TAKEN)

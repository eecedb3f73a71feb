"""What is done and planned with people: calls, meetings, letters, things to do."""

from sqlalchemy import BLOB, BigInteger, Index, and_, column
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.domain.planned import ENTRY
from crmdesk.i18n import mark

ACTIVITY_TYPES = (
    ("call", mark("Call")),
    ("meeting", mark("Meeting")),
    ("email", mark("E-mail")),
    ("letter", mark("Letter")),
    ("visit", mark("Visit")),
    ("message", mark("Text message")),
    ("to-do", mark("To-do")),
    ("request", mark("Literature request")),
)
KNOWN_TYPES = (*ACTIVITY_TYPES, (ENTRY, mark("Entry")))
"""With what the program writes down by itself: done, never planned."""
NO_CONTACT = ("to-do", ENTRY)
"""Whoever did that was not in contact with anybody."""
PRIORITIES = (("high", mark("High")), ("normal", mark("Normal")), ("low", mark("Low")))
PARTS_TAKEN = (("with", mark("With")), ("host", mark("Host")), ("optional", mark("Optional")))


class Activity(Record):
    """Planned while `done_at` is empty; from then on history. Its people are `Participation`s."""

    __tablename__ = "activities"
    number = 23
    label = mark("Activity")
    together = (
        ("starts", "ends", "zone", "duration"),
        ("done_at", "is_reached", "outcome"),
        ("recurrence", "series_id", "instance"),
    )
    __table_args__ = (
        Index(None, "starts"),
        Index(None, "done_at"),
        Index("ix_activities_series_id", "series_id", sqlite_where=column("series_id").is_not(None)),
        Index("ix_activities_recurrence", "id", sqlite_where=column("recurrence").is_not(None)),
        Index(
            "ix_activities_logged",
            "done_at",
            "type",
            sqlite_where=and_(column("starts").is_(None), column("deleted_at").is_(None)),
        ),
        Index("ix_activities_remind", "remind", sqlite_where=column("remind").is_not(None)),
        Index("ix_activities_run_id", "run_id", sqlite_where=column("run_id").is_not(None)),
        Index("ix_activities_deal_id", "deal_id", sqlite_where=column("deal_id").is_not(None)),
    )

    type: Mapped[str] = field(3, mark("Type"), Kind.CHOICE, choices=KNOWN_TYPES, pick_list="activity", default="call")
    """One of KNOWN_TYPES, or the user's own word."""
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
    recurrence: Mapped[str | None] = field(17, mark("Repeats"), Kind.LONG_TEXT)
    """RRULE, RDATE, EXDATE and EXRULE lines word for word (RFC 5545, 3.8.5), one a line."""
    series_id: Mapped[bytes | None] = field(18, mark("Series"), Kind.LINK, BLOB)
    """The repeating activity that this one was taken out of: moved, changed or done by itself."""
    instance: Mapped[str | None] = field(19, mark("Instead of"), Kind.WALL_TIME)
    """When its series would have had it (RECURRENCE-ID)."""
    remind: Mapped[int | None] = field(20, mark("Remind"), Kind.NUMBER)
    """Minutes before it starts; nothing is no reminder."""
    reminded: Mapped[str | None] = field(21, mark("Reminded"), Kind.WALL_TIME)
    """Start of the latest one whose reminder was seen, on whatever laptop."""
    snoozed_until: Mapped[int | None] = field(22, mark("Snoozed until"), Kind.INSTANT, BigInteger)
    position: Mapped[int | None] = field(23, mark("Order"), Kind.NUMBER)
    """Among the tasks of its day, as they were dragged."""
    run_id: Mapped[bytes | None] = field(24, mark("Activity set"), Kind.LINK, BLOB)
    """The `ActivitySetRun` that planned it."""
    day: Mapped[int | None] = field(25, mark("Day of the set"), Kind.NUMBER)
    """Days after the start of its run."""
    is_free: Mapped[bool | None] = field(26, mark("Leaves time free"), Kind.YES_NO)
    """No conflict with anything at the same time."""
    deal_id: Mapped[bytes | None] = field(27, mark("Deal"), Kind.LINK, BLOB)
    responsible: Mapped[str | None] = field(28, mark("Responsible"), pick_list="colleague")
    """Who is to do it; nothing means whoever made it."""


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


class ChecklistItem(Record):
    """One of the small things that an activity consists of."""

    __tablename__ = "checklist_items"
    number = 28
    label = mark("Checklist item")
    __table_args__ = (Index(None, "activity_id"),)

    activity_id: Mapped[bytes] = field(3, mark("Activity"), Kind.LINK, BLOB)
    text: Mapped[str] = field(4, mark("Text"), personal=True)
    is_done: Mapped[bool] = field(5, mark("Done"), Kind.YES_NO, default=False)
    position: Mapped[int] = field(6, mark("Order"), Kind.NUMBER, default=0)

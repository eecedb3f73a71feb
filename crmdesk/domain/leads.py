"""Who may become a customer: leads, the points they earn, and to whom they go."""

from sqlalchemy import BLOB, BigInteger, Index
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark

LEAD_STATUSES = (
    ("new", mark("New")),
    ("working", mark("In work")),
    ("qualified", mark("Qualified")),
    ("lost", mark("Lost")),
)
SCORED = (
    ("field", mark("A field has a value")),
    ("done", mark("An activity was done")),
    ("recent", mark("In contact within so many days")),
)
ASSIGNMENTS = (("one", mark("To one colleague")), ("turn", mark("In turn")))


class Lead(Record):
    """An enquiry of a contact or company: the same may ask again years later.

    Source, rating and ID/Status are those of its owner.
    """

    __tablename__ = "leads"
    number = 45
    label = mark("Lead")
    owner = "owner_id"
    together = (("status", "lost_reason", "closed_at", "deal_id"),)
    __table_args__ = (Index(None, "owner_id"), Index(None, "status"))

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    status: Mapped[str] = field(4, mark("Status"), Kind.CHOICE, choices=LEAD_STATUSES, default="new")
    subject: Mapped[str | None] = field(5, mark("Subject"), personal=True)
    text: Mapped[str | None] = field(6, mark("Text"), Kind.LONG_TEXT, personal=True)
    form: Mapped[str | None] = field(7, mark("Form"))
    """What it came by: the name of a web form, an import, a fair."""
    responsible: Mapped[str | None] = field(8, mark("Responsible"), pick_list="colleague")
    lost_reason: Mapped[str | None] = field(9, mark("Reason"), pick_list="lost reason")
    ask_again_on: Mapped[str | None] = field(10, mark("Ask again on"), Kind.DATE)
    closed_at: Mapped[int | None] = field(11, mark("Closed"), Kind.INSTANT, BigInteger)
    deal_id: Mapped[bytes | None] = field(12, mark("Deal"), Kind.LINK, BLOB)
    """What it became."""


class ScoringRule(Record):
    """Points for who meets its conditions."""

    __tablename__ = "scoring_rules"
    number = 46
    label = mark("Scoring rule")

    name: Mapped[str] = field(3, mark("Name"))
    event: Mapped[str] = field(4, mark("When"), Kind.CHOICE, choices=SCORED, default="field")
    details: Mapped[str | None] = field(5, mark("Details"), Kind.LONG_TEXT)
    """JSON object: for whom it holds as a tree of conditions (`domain/criteria.py`), type of activity, days."""
    points: Mapped[int] = field(6, mark("Points"), Kind.NUMBER, default=0)
    most: Mapped[int | None] = field(7, mark("At most"), Kind.NUMBER)
    """Points that repeated behaviour earns."""
    is_on: Mapped[bool] = field(8, mark("On"), Kind.YES_NO, default=True)
    position: Mapped[int] = field(9, mark("Order"), Kind.NUMBER, default=0)


class AssignmentRule(Record):
    """The first whose conditions hold says to whom a lead goes."""

    __tablename__ = "assignment_rules"
    number = 47
    label = mark("Assignment rule")

    name: Mapped[str] = field(3, mark("Name"))
    details: Mapped[str | None] = field(4, mark("Details"), Kind.LONG_TEXT)
    """JSON object: a tree of conditions, the skill that is needed."""
    how: Mapped[str] = field(5, mark("How"), Kind.CHOICE, choices=ASSIGNMENTS, default="turn")
    colleagues: Mapped[str | None] = field(6, mark("Colleagues"), Kind.CHOICES)
    """One a line; nobody named is everyone whose territory and skill fit."""
    is_on: Mapped[bool] = field(7, mark("On"), Kind.YES_NO, default=True)
    position: Mapped[int] = field(8, mark("Order"), Kind.NUMBER, default=0)


class Colleague(Record):
    """What is known of a word of the pick list of colleagues: `named_id("colleague", name)`."""

    __tablename__ = "colleagues"
    number = 48
    label = mark("Colleague")

    name: Mapped[str] = field(3, mark("Name"))
    territory: Mapped[str | None] = field(4, mark("Territory"), Kind.CHOICES)
    """Countries, or countries and the beginnings of postal codes (`DE 2`), one a line."""
    skills: Mapped[str | None] = field(5, mark("Skills"), Kind.CHOICES)
    is_away: Mapped[bool] = field(6, mark("Away"), Kind.YES_NO, default=False)
    """Gets no leads meanwhile."""

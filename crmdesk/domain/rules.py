"""Follow-up rules: when this happens, or so many days after, that is planned."""

import json
from dataclasses import dataclass

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped

from crmdesk.domain import criteria
from crmdesk.domain.activities import ACTIVITY_TYPES
from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark

EVENTS = (
    ("added", mark("Someone is added")),
    ("field", mark("A field becomes a value")),
    ("done", mark("An activity is done")),
    ("silence", mark("No contact for so many days")),
    ("day", mark("So many days from a date")),
)

_EVERYONE = criteria.All()


@dataclass(frozen=True, slots=True)
class Occasion:
    """What an event asks for. Only what belongs to the event counts."""

    kind: str = "contact"
    """Whom it is about: `contact` or `company`."""
    where: criteria.Node = _EVERYONE
    """And for which of them it holds."""
    field: str = ""
    """Of `field` and `day`: a column of the record, or `custom.` and the id of a field users added."""
    value: str = ""
    """Of `field`."""
    type: str = ""
    """Of `done`: any where empty."""
    outcome: str = ""
    is_reached: bool | None = None
    days: int = 60
    """Of `silence`."""
    is_yearly: bool = False
    """Of `day`."""


def read_occasion(text: str | None) -> Occasion:
    """Raises UserError where the conditions cannot be understood; what another version added is passed over."""
    told = json.loads(text or "{}")
    where = criteria.read(told.pop("where", {"all": []}))
    return Occasion(**{name: told[name] for name in Occasion.__slots__ if name in told}, where=where)


def write_occasion(occasion: Occasion) -> str:
    plain = Occasion()
    told = {name: getattr(occasion, name) for name in Occasion.__slots__ if name != "where"}
    changed = {name: value for name, value in told.items() if value != getattr(plain, name)}
    return json.dumps({**changed, "where": criteria.as_json(occasion.where)}, ensure_ascii=False)


class FollowUpRule(Record):
    """What it plans has the id `named_id("rule", rule, cause)`: once for each cause, on however many laptops."""

    __tablename__ = "follow_up_rules"
    number = 32
    label = mark("Follow-up rule")

    event: Mapped[str] = field(3, mark("When"), Kind.CHOICE, choices=EVENTS)
    details: Mapped[str | None] = field(4, mark("Details"), Kind.LONG_TEXT)
    """JSON object: what the event asks for, and for whom it holds as a tree of conditions (`domain/criteria.py`)."""
    type: Mapped[str] = field(
        5, mark("Type"), Kind.CHOICE, choices=ACTIVITY_TYPES, pick_list="activity", default="call"
    )
    subject: Mapped[str | None] = field(6, mark("Subject"))
    text: Mapped[str | None] = field(7, mark("Text"), Kind.LONG_TEXT)
    days: Mapped[int] = field(8, mark("Days later"), Kind.NUMBER, default=0)
    is_on: Mapped[bool] = field(9, mark("On"), Kind.YES_NO, default=True)
    since: Mapped[int | None] = field(10, mark("Since"), Kind.INSTANT, BigInteger)
    """What happened before is past: a rule looks ahead."""
    position: Mapped[int] = field(11, mark("Order"), Kind.NUMBER, default=0)

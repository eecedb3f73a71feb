"""People: the cards of the Rolodex."""

from sqlalchemy import BLOB, LargeBinary
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record, deleted_index
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark

STAGES = (
    ("lead", mark("Lead")),
    ("prospect", mark("Prospect")),
    ("customer", mark("Customer")),
    ("former", mark("Former customer")),
)
GENDERS = (
    ("female", mark("Female")),
    ("male", mark("Male")),
    ("other", mark("Other")),
    ("none", mark("Not applicable")),
)
MARITAL = (
    ("single", mark("Single")),
    ("married", mark("Married")),
    ("partnership", mark("Partnership")),
    ("divorced", mark("Divorced")),
    ("widowed", mark("Widowed")),
)
CHANNELS = (
    ("phone", mark("Phone")),
    ("email", mark("E-mail")),
    ("post", mark("Post")),
    ("message", mark("Text message")),
    ("visit", mark("Visit")),
)


class Contact(Record):
    __tablename__ = "contacts"
    number = 1
    label = mark("Contact")
    __table_args__ = (deleted_index("contacts"),)

    prefix: Mapped[str | None] = field(3, mark("Prefix"), personal=True)
    given_name: Mapped[str | None] = field(4, mark("First name"), searched=True, personal=True)
    middle_name: Mapped[str | None] = field(5, mark("Middle name"), searched=True, personal=True)
    family_name: Mapped[str | None] = field(6, mark("Last name"), searched=True, personal=True)
    suffix: Mapped[str | None] = field(7, mark("Suffix"), personal=True)
    full_name: Mapped[str | None] = field(8, mark("Full name"), searched=True, personal=True)
    """Only where the name is written otherwise than its parts say."""
    nickname: Mapped[str | None] = field(9, mark("Nickname"), searched=True, personal=True)
    phonetic_given_name: Mapped[str | None] = field(10, mark("Phonetic first name"), searched=True, personal=True)
    phonetic_family_name: Mapped[str | None] = field(11, mark("Phonetic last name"), searched=True, personal=True)
    salutation: Mapped[str | None] = field(12, mark("Salutation"), personal=True)
    birthday: Mapped[str | None] = field(13, mark("Birthday"), Kind.DATE, personal=True)
    anniversary: Mapped[str | None] = field(14, mark("Anniversary"), Kind.DATE, personal=True)
    gender: Mapped[str | None] = field(15, mark("Gender"), Kind.CHOICE, personal=True, choices=GENDERS)
    marital_status: Mapped[str | None] = field(16, mark("Marital status"), Kind.CHOICE, personal=True, choices=MARITAL)
    occupation: Mapped[str | None] = field(17, mark("Occupation"), searched=True, personal=True, pick_list="occupation")
    language: Mapped[str | None] = field(18, mark("Language"), personal=True)
    """BCP 47, such as pt-BR."""
    stage: Mapped[str | None] = field(19, mark("Stage"), Kind.CHOICE, choices=STAGES, pick_list="stage")
    source: Mapped[str | None] = field(20, mark("Source"), pick_list="source")
    rating: Mapped[int | None] = field(21, mark("Rating"), Kind.NUMBER)
    """Stars, 0 to 5."""
    id_status: Mapped[str | None] = field(22, mark("ID/Status"), searched=True, pick_list="status")
    time_zone: Mapped[str | None] = field(23, mark("Time zone"))
    confirmed_on: Mapped[str | None] = field(24, mark("Confirmed"), Kind.DATE)
    """When someone last made sure that all of this is right."""
    responsible: Mapped[str | None] = field(25, mark("Responsible"), searched=True, pick_list="colleague")
    """The colleague who looks after them."""
    stay_in_touch: Mapped[int | None] = field(26, mark("Stay in touch"), Kind.NUMBER)
    """At least every so many days."""


class Photo(Record):
    """A picture of a contact or a company's logo; apart from its owner so that lists need not carry it."""

    __tablename__ = "photos"
    number = 2
    label = mark("Photo")
    owner = "owner_id"
    together = (("media_type", "data"),)

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    media_type: Mapped[str] = field(4, mark("Type"))
    data: Mapped[bytes] = field(5, mark("Picture"), Kind.BYTES, LargeBinary, personal=True)


class OptOut(Record):
    """Do not contact by this channel."""

    __tablename__ = "opt_outs"
    number = 3
    label = mark("Do not contact")
    owner = "owner_id"

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    channel: Mapped[str] = field(4, mark("Channel"), Kind.CHOICE, choices=CHANNELS)
    reason: Mapped[str | None] = field(5, mark("Reason"), personal=True, pick_list="opt-out reason")
    since: Mapped[str | None] = field(6, mark("Since"), Kind.DATE)


def compose_name(
    given: str | None, middle: str | None, family: str | None, prefix: str | None = None, suffix: str | None = None
) -> str:
    """The parts as they are spoken: family name first, without a space, where it is written in Han or Hangul."""
    if family and given and _family_first(family):
        return f"{family}{given}"
    return " ".join(part for part in (prefix, given, middle, family, suffix) if part)


def file_as(given: str | None, middle: str | None, family: str | None) -> str:
    """The name as a card file sorts it: family name first."""
    rest = " ".join(part for part in (given, middle) if part)
    if family and rest:
        return f"{family}{rest}" if _family_first(family) else f"{family}, {rest}"
    return family or rest


def _family_first(family: str) -> bool:
    first = ord(family[0])
    return 0x3400 <= first <= 0x9FFF or 0xAC00 <= first <= 0xD7AF

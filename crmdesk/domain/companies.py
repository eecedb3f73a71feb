"""Companies and households, and who belongs to them."""

from sqlalchemy import BLOB, Index
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record, deleted_index
from crmdesk.domain.contacts import STAGES
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark

COMPANY_KINDS = (("company", mark("Company")), ("household", mark("Household")))
ROLES = (
    ("decision maker", mark("Decision maker")),
    ("influencer", mark("Influencer")),
    ("buyer", mark("Buyer")),
    ("technical", mark("Technical contact")),
    ("billing", mark("Billing contact")),
    ("member", mark("Member")),
)


class Company(Record):
    __tablename__ = "companies"
    number = 4
    label = mark("Company")
    __table_args__ = (deleted_index("companies"),)

    kind: Mapped[str] = field(3, mark("Kind"), Kind.CHOICE, choices=COMPANY_KINDS, default="company")
    name: Mapped[str] = field(4, mark("Name"), searched=True)
    phonetic_name: Mapped[str | None] = field(5, mark("Phonetic name"), searched=True)
    industry: Mapped[str | None] = field(6, mark("Industry"), searched=True, pick_list="industry")
    salutation: Mapped[str | None] = field(7, mark("Salutation"))
    stage: Mapped[str | None] = field(8, mark("Stage"), Kind.CHOICE, choices=STAGES, pick_list="stage")
    source: Mapped[str | None] = field(9, mark("Source"), pick_list="source")
    rating: Mapped[int | None] = field(10, mark("Rating"), Kind.NUMBER)
    id_status: Mapped[str | None] = field(11, mark("ID/Status"), searched=True, pick_list="status")
    tax_number: Mapped[str | None] = field(12, mark("Tax number"), searched=True)
    confirmed_on: Mapped[str | None] = field(13, mark("Confirmed"), Kind.DATE)
    responsible: Mapped[str | None] = field(14, mark("Responsible"), searched=True, pick_list="colleague")


class Affiliation(Record):
    """A contact's place in a company or household."""

    __tablename__ = "affiliations"
    number = 5
    label = mark("Position")
    owner = "contact_id"
    together = (("since", "until"),)
    __table_args__ = (Index(None, "contact_id"), Index(None, "company_id"))

    contact_id: Mapped[bytes] = field(3, mark("Contact"), Kind.LINK, BLOB)
    company_id: Mapped[bytes | None] = field(4, mark("Company"), Kind.LINK, BLOB)
    """Nothing where only the title is known."""
    role: Mapped[str | None] = field(5, mark("Role"), Kind.CHOICE, choices=ROLES, pick_list="role")
    """One of ROLES, or the user's own word."""
    title: Mapped[str | None] = field(6, mark("Job title"), searched=True, pick_list="job title")
    department: Mapped[str | None] = field(7, mark("Department"), searched=True, pick_list="department")
    is_primary: Mapped[bool] = field(8, mark("Primary"), Kind.YES_NO, default=False)
    since: Mapped[str | None] = field(9, mark("From"), Kind.DATE)
    until: Mapped[str | None] = field(10, mark("Until"), Kind.DATE)
    position: Mapped[int] = field(11, mark("Order"), Kind.NUMBER, default=0)

"""What comes in for it: payments, reminders to pay, contracts; and what colleagues get of it."""

from sqlalchemy import BLOB, BigInteger, Index
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark

PERIODS = (
    ("once", mark("Once")),
    ("month", mark("Each month")),
    ("quarter", mark("Each quarter")),
    ("year", mark("Each year")),
)
CONTRACT_STATUSES = (("draft", mark("Draft")), ("running", mark("Running")), ("ended", mark("Ended")))
EARNED = (("won", mark("When the deal is won")), ("paid", mark("When it is paid")))
MEASURES = (("amount", mark("Of the amount")), ("margin", mark("Of the margin")))


class Payment(Record):
    """Less than nothing is money that was given back."""

    __tablename__ = "payments"
    number = 65
    label = mark("Payment")
    together = (("amount", "currency", "paid_on"),)
    __table_args__ = (Index(None, "document_id"), Index(None, "company_id"), Index(None, "contact_id"))

    document_id: Mapped[bytes | None] = field(3, mark("Document"), Kind.LINK, BLOB)
    """Nothing of what was paid on account."""
    company_id: Mapped[bytes | None] = field(4, mark("Company"), Kind.LINK, BLOB)
    contact_id: Mapped[bytes | None] = field(5, mark("Contact"), Kind.LINK, BLOB)
    amount: Mapped[int] = field(6, mark("Amount"), Kind.AMOUNT, BigInteger)
    currency: Mapped[str] = field(7, mark("Currency"))
    paid_on: Mapped[str] = field(8, mark("Paid"), Kind.DATE)
    method: Mapped[str | None] = field(9, mark("Way of payment"), pick_list="payment method")
    reference: Mapped[str | None] = field(10, mark("Reference"))
    text: Mapped[str | None] = field(11, mark("Text"), Kind.LONG_TEXT)


class PaymentReminder(Record):
    """`named_id("payment reminder", document id, level)`: each of the three letters goes out once."""

    __tablename__ = "payment_reminders"
    number = 66
    label = mark("Reminder to pay")
    together = (("fee", "currency", "pay_until"),)
    __table_args__ = (Index(None, "document_id"),)

    document_id: Mapped[bytes] = field(3, mark("Document"), Kind.LINK, BLOB)
    level: Mapped[int] = field(4, mark("Level"), Kind.NUMBER)
    sent_on: Mapped[str] = field(5, mark("Sent"), Kind.DATE)
    pay_until: Mapped[str | None] = field(6, mark("Pay until"), Kind.DATE)
    fee: Mapped[int] = field(7, mark("Fee"), Kind.AMOUNT, BigInteger, default=0)
    currency: Mapped[str] = field(8, mark("Currency"))
    text: Mapped[str | None] = field(9, mark("Text"), Kind.LONG_TEXT)


class Contract(Record):
    """Its documents are `Attachment`s of its id."""

    __tablename__ = "contracts"
    number = 67
    label = mark("Contract")
    together = (
        ("amount", "currency", "period"),
        ("starts_on", "ends_on", "notice", "renews"),
    )
    __table_args__ = (Index(None, "company_id"), Index(None, "contact_id"), Index(None, "ends_on"))

    name: Mapped[str] = field(3, mark("Name"))
    reference: Mapped[str | None] = field(4, mark("Number"))
    company_id: Mapped[bytes | None] = field(5, mark("Company"), Kind.LINK, BLOB)
    contact_id: Mapped[bytes | None] = field(6, mark("Contact"), Kind.LINK, BLOB)
    deal_id: Mapped[bytes | None] = field(7, mark("Deal"), Kind.LINK, BLOB)
    document_id: Mapped[bytes | None] = field(8, mark("Document"), Kind.LINK, BLOB)
    status: Mapped[str] = field(9, mark("Status"), Kind.CHOICE, choices=CONTRACT_STATUSES, default="running")
    starts_on: Mapped[str] = field(10, mark("Starts"), Kind.DATE)
    ends_on: Mapped[str | None] = field(11, mark("Ends"), Kind.DATE)
    notice: Mapped[int | None] = field(12, mark("Notice in days"), Kind.NUMBER)
    """Before the end."""
    renews: Mapped[int | None] = field(13, mark("Renewed by months"), Kind.NUMBER)
    """Unless notice is given; nothing is an end that is one."""
    remind: Mapped[int | None] = field(14, mark("Remind"), Kind.NUMBER)
    """Days before notice has to be given."""
    amount: Mapped[int | None] = field(15, mark("Amount"), Kind.AMOUNT, BigInteger)
    currency: Mapped[str] = field(16, mark("Currency"))
    period: Mapped[str] = field(17, mark("Paid|how often"), Kind.CHOICE, choices=PERIODS, default="once")
    text: Mapped[str | None] = field(18, mark("Text"), Kind.LONG_TEXT)
    responsible: Mapped[str | None] = field(19, mark("Responsible"), pick_list="colleague")


class CommissionPlan(Record):
    __tablename__ = "commission_plans"
    number = 69
    label = mark("Commission plan")
    together = (
        ("percent", "tiers", "currency"),
        ("starts_on", "ends_on"),
    )

    name: Mapped[str] = field(3, mark("Name"))
    earned: Mapped[str] = field(4, mark("Earned"), Kind.CHOICE, choices=EARNED, default="won")
    measure: Mapped[str] = field(5, mark("Measured"), Kind.CHOICE, choices=MEASURES, default="amount")
    percent: Mapped[str] = field(6, mark("Percent"), Kind.DECIMAL, default="0")
    tiers: Mapped[str | None] = field(7, mark("Tiers"), Kind.LONG_TEXT)
    """JSON: from which sum of a month on, in minor units, which percentage holds for what lies above."""
    currency: Mapped[str] = field(8, mark("Currency"))
    pipeline_id: Mapped[bytes | None] = field(9, mark("Pipeline"), Kind.LINK, BLOB)
    category: Mapped[str | None] = field(10, mark("Category"), pick_list="product category")
    starts_on: Mapped[str | None] = field(11, mark("From"), Kind.DATE)
    ends_on: Mapped[str | None] = field(12, mark("Until"), Kind.DATE)


class CommissionMember(Record):
    """Whom a plan holds for: `named_id("commission", plan id, colleague)`."""

    __tablename__ = "commission_members"
    number = 70
    label = mark("Member of a plan")
    __table_args__ = (Index(None, "plan_id"),)

    plan_id: Mapped[bytes] = field(3, mark("Commission plan"), Kind.LINK, BLOB)
    colleague: Mapped[str] = field(4, mark("Colleague"), pick_list="colleague")
    percent: Mapped[str | None] = field(5, mark("Percent"), Kind.DECIMAL)
    """Where it is not that of the plan."""


class Target(Record):
    """`named_id("target", period, colleague, pipeline id, product id, currency)`; what is empty is all of them."""

    __tablename__ = "targets"
    number = 71
    label = mark("Target")
    together = (("amount", "currency"),)
    __table_args__ = (Index(None, "period"),)

    period: Mapped[str] = field(3, mark("Period"))
    """`2026-11`, `2026-Q4` or `2026`."""
    colleague: Mapped[str | None] = field(4, mark("Colleague"), pick_list="colleague")
    pipeline_id: Mapped[bytes | None] = field(5, mark("Pipeline"), Kind.LINK, BLOB)
    product_id: Mapped[bytes | None] = field(6, mark("Product"), Kind.LINK, BLOB)
    amount: Mapped[int] = field(7, mark("Amount"), Kind.AMOUNT, BigInteger)
    currency: Mapped[str] = field(8, mark("Currency"))

"""What is about to be sold: pipelines with their stages, deals, and what became of them."""

from sqlalchemy import BLOB, BigInteger, Index
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark

DEAL_STATUSES = (("open", mark("Open|not decided yet")), ("won", mark("Won")), ("lost", mark("Lost")))
FORECASTS = (
    ("committed", mark("Committed")),
    ("best", mark("Best case")),
    ("left out", mark("Left out")),
)
DEAL_ROLES = (
    ("decision maker", mark("Decision maker")),
    ("influencer", mark("Influencer")),
    ("champion", mark("Champion")),
    ("opponent", mark("Opponent")),
    ("user", mark("User")),
    ("technical", mark("Technical contact")),
    ("billing", mark("Billing contact")),
    ("partner", mark("Partner")),
)


class Pipeline(Record):
    """`named_id("pipeline", name)` of the name it was made with."""

    __tablename__ = "pipelines"
    number = 37
    label = mark("Pipeline")

    name: Mapped[str] = field(3, mark("Name"))
    currency: Mapped[str | None] = field(4, mark("Currency"))
    """Of new deals, where it is not that of the file."""
    position: Mapped[int] = field(5, mark("Order"), Kind.NUMBER, default=0)
    is_archived: Mapped[bool] = field(6, mark("Archived"), Kind.YES_NO, default=False)


class Stage(Record):
    """`named_id("stage", pipeline id, name)` of the name it was made with."""

    __tablename__ = "stages"
    number = 38
    label = mark("Stage")
    __table_args__ = (Index(None, "pipeline_id"),)

    pipeline_id: Mapped[bytes] = field(3, mark("Pipeline"), Kind.LINK, BLOB)
    name: Mapped[str] = field(4, mark("Name"))
    position: Mapped[int] = field(5, mark("Order"), Kind.NUMBER, default=0)
    probability: Mapped[int] = field(6, mark("Probability"), Kind.NUMBER, default=0)
    """Percent."""
    rots_after: Mapped[int | None] = field(7, mark("Rots after"), Kind.NUMBER)
    """Days in which nothing happened."""
    checklist: Mapped[str | None] = field(8, mark("Checklist"), Kind.CHOICES)
    """One thing a line."""
    set_id: Mapped[bytes | None] = field(9, mark("Activity set"), Kind.LINK, BLOB)
    """Applied to whatever enters."""
    required: Mapped[str | None] = field(10, mark("Required fields"), Kind.CHOICES)
    """Columns of the deal, one a line: without them it does not enter."""
    is_archived: Mapped[bool] = field(11, mark("Archived"), Kind.YES_NO, default=False)


class Deal(Record):
    __tablename__ = "deals"
    number = 39
    label = mark("Deal")
    together = (
        ("pipeline_id", "stage_id", "position", "stage_since"),
        ("status", "closed_on", "lost_reason", "competitor"),
        ("amount", "currency"),
    )
    __table_args__ = (
        Index("ix_deals_board", "pipeline_id", "status", "stage_id"),
        Index(None, "company_id"),
        Index(None, "contact_id"),
        Index(
            "ix_deals_expected", "status", "expected_on", "currency", "pipeline_id", "responsible", "stage_id",
            "forecast", "probability", "amount", "deleted_at",
        ),
        Index(
            "ix_deals_closed", "status", "closed_on", "currency", "pipeline_id", "responsible", "amount", "deleted_at"
        ),
    )  # fmt: skip
    """A forecast is read out of the last two alone, in their order."""

    name: Mapped[str] = field(3, mark("Name"))
    pipeline_id: Mapped[bytes] = field(4, mark("Pipeline"), Kind.LINK, BLOB)
    stage_id: Mapped[bytes] = field(5, mark("Stage"), Kind.LINK, BLOB)
    position: Mapped[str] = field(6, mark("Order"), default="")
    """Between its neighbours in the column, as `domain.placing` makes it."""
    status: Mapped[str] = field(7, mark("Status"), Kind.CHOICE, choices=DEAL_STATUSES, default="open")
    company_id: Mapped[bytes | None] = field(8, mark("Company"), Kind.LINK, BLOB)
    contact_id: Mapped[bytes | None] = field(9, mark("Contact"), Kind.LINK, BLOB)
    """The first of its contacts; all are `DealContact`s."""
    amount: Mapped[int | None] = field(10, mark("Amount"), Kind.AMOUNT, BigInteger)
    currency: Mapped[str] = field(11, mark("Currency"))
    expected_on: Mapped[str | None] = field(12, mark("Expected close"), Kind.DATE)
    probability: Mapped[int | None] = field(13, mark("Probability"), Kind.NUMBER)
    """Where it is not that of the stage."""
    forecast: Mapped[str | None] = field(14, mark("Forecast"), Kind.CHOICE, choices=FORECASTS)
    """What its owner says, whatever the stage says."""
    responsible: Mapped[str | None] = field(15, mark("Responsible"), pick_list="colleague")
    source: Mapped[str | None] = field(16, mark("Source"), pick_list="source")
    closed_on: Mapped[str | None] = field(17, mark("Closed"), Kind.DATE)
    lost_reason: Mapped[str | None] = field(18, mark("Reason"), pick_list="lost reason")
    competitor: Mapped[str | None] = field(19, mark("Competitor"), pick_list="competitor")
    ask_again_on: Mapped[str | None] = field(20, mark("Ask again on"), Kind.DATE)
    text: Mapped[str | None] = field(21, mark("Text"), Kind.LONG_TEXT)
    stage_since: Mapped[int | None] = field(22, mark("In this stage since"), Kind.INSTANT, BigInteger)
    parent_id: Mapped[bytes | None] = field(23, mark("Split from"), Kind.LINK, BLOB)


class DealContact(Record):
    """A contact's or company's part in a deal: `named_id("deal contact", deal id, owner id)`."""

    __tablename__ = "deal_contacts"
    number = 40
    label = mark("Contact of a deal")
    owner = "owner_id"
    __table_args__ = (Index(None, "owner_id"), Index(None, "deal_id"))

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    deal_id: Mapped[bytes] = field(4, mark("Deal"), Kind.LINK, BLOB)
    role: Mapped[str | None] = field(5, mark("Role"), Kind.CHOICE, choices=DEAL_ROLES, pick_list="deal role")
    position: Mapped[int] = field(6, mark("Order"), Kind.NUMBER, default=0)


class DealProduct(Record):
    __tablename__ = "deal_products"
    number = 41
    label = mark("Product of a deal")
    together = (("quantity", "unit_price", "discount"),)
    __table_args__ = (Index(None, "deal_id"), Index(None, "product_id"))

    deal_id: Mapped[bytes] = field(3, mark("Deal"), Kind.LINK, BLOB)
    product_id: Mapped[bytes | None] = field(4, mark("Product"), Kind.LINK, BLOB)
    """Nothing of what is in no catalogue."""
    name: Mapped[str] = field(5, mark("Name"))
    quantity: Mapped[str] = field(6, mark("Quantity"), Kind.DECIMAL, default="1")
    unit_price: Mapped[str] = field(7, mark("Price"), Kind.DECIMAL, default="0")
    discount: Mapped[str | None] = field(8, mark("Discount rate"), Kind.DECIMAL)
    position: Mapped[int] = field(9, mark("Order"), Kind.NUMBER, default=0)


class DealState(Record):
    """What a deal was from a moment on: added to, never changed.

    A table of its own, not read from the journal: the journal of a colleague's laptop begins when it joined, and
    conversion, speed and the forecast of last March shall be the same on all.
    """

    __tablename__ = "deal_states"
    number = 42
    label = mark("State of a deal")
    together = (("at", "pipeline_id", "stage_id", "status", "amount", "currency", "probability", "expected_on"),)
    __table_args__ = (Index(None, "deal_id", "at"), Index(None, "at"))

    deal_id: Mapped[bytes] = field(3, mark("Deal"), Kind.LINK, BLOB)
    at: Mapped[int] = field(4, mark("At"), Kind.INSTANT, BigInteger)
    pipeline_id: Mapped[bytes] = field(5, mark("Pipeline"), Kind.LINK, BLOB)
    stage_id: Mapped[bytes] = field(6, mark("Stage"), Kind.LINK, BLOB)
    status: Mapped[str] = field(7, mark("Status"), Kind.CHOICE, choices=DEAL_STATUSES)
    amount: Mapped[int | None] = field(8, mark("Amount"), Kind.AMOUNT, BigInteger)
    currency: Mapped[str] = field(9, mark("Currency"))
    probability: Mapped[int] = field(10, mark("Probability"), Kind.NUMBER)
    """As it counted then."""
    expected_on: Mapped[str | None] = field(11, mark("Expected close"), Kind.DATE)
    author: Mapped[str | None] = field(12, mark("By"))


class DealCheck(Record):
    """A point of a stage's checklist that was seen to: `named_id("deal check", deal id, stage id, text)`."""

    __tablename__ = "deal_checks"
    number = 43
    label = mark("Checked point")
    __table_args__ = (Index(None, "deal_id"),)

    deal_id: Mapped[bytes] = field(3, mark("Deal"), Kind.LINK, BLOB)
    stage_id: Mapped[bytes] = field(4, mark("Stage"), Kind.LINK, BLOB)
    text: Mapped[str] = field(5, mark("Text"))


class DealShare(Record):
    """A colleague's part in a deal, for commission: `named_id("deal share", deal id, colleague)`."""

    __tablename__ = "deal_shares"
    number = 44
    label = mark("Share in a deal")
    __table_args__ = (Index(None, "deal_id"),)

    deal_id: Mapped[bytes] = field(3, mark("Deal"), Kind.LINK, BLOB)
    colleague: Mapped[str] = field(4, mark("Colleague"), pick_list="colleague")
    percent: Mapped[str] = field(5, mark("Percent"), Kind.DECIMAL)

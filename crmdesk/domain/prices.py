"""What it costs for whom: tax classes and rates, price books, exchange rates."""

from sqlalchemy import BLOB, Index
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark

TAX_KINDS = (
    ("tax", mark("Tax")),
    ("reverse", mark("Reverse charge")),
    ("exempt", mark("Exempt")),
    ("withheld", mark("Withholding")),
)
ROUNDINGS = (
    ("half up", mark("Half up")),
    ("half even", mark("Half to even")),
    ("up", mark("Up")),
    ("down", mark("Down|rounding")),
)


class TaxClass(Record):
    """What a product is to the tax office: standard, reduced, books."""

    __tablename__ = "tax_classes"
    number = 49
    label = mark("Tax class")

    name: Mapped[str] = field(3, mark("Name"))
    position: Mapped[int] = field(4, mark("Order"), Kind.NUMBER, default=0)


class TaxRate(Record):
    """A class may have several at once: state and city, sales tax and withholding."""

    __tablename__ = "tax_rates"
    number = 50
    label = mark("Tax rate")
    together = (
        ("percent", "kind", "is_compound"),
        ("country", "region"),
        ("starts_on", "ends_on"),
    )
    __table_args__ = (Index(None, "tax_class_id"),)

    tax_class_id: Mapped[bytes] = field(3, mark("Tax class"), Kind.LINK, BLOB)
    name: Mapped[str] = field(4, mark("Name"))
    percent: Mapped[str] = field(5, mark("Percent"), Kind.DECIMAL)
    kind: Mapped[str] = field(6, mark("Kind"), Kind.CHOICE, choices=TAX_KINDS, default="tax")
    is_compound: Mapped[bool] = field(7, mark("On top of the taxes before it"), Kind.YES_NO, default=False)
    country: Mapped[str | None] = field(8, mark("Country"), Kind.COUNTRY)
    """Of the customer; nothing is any."""
    region: Mapped[str | None] = field(9, mark("Region"))
    starts_on: Mapped[str | None] = field(10, mark("From"), Kind.DATE)
    ends_on: Mapped[str | None] = field(11, mark("Until"), Kind.DATE)
    """The last day."""
    code: Mapped[str | None] = field(12, mark("Code"))
    """Of electronic invoices (UNTDID 5305)."""
    note: Mapped[str | None] = field(13, mark("Note"))
    """What has to stand on the document, such as why nothing is charged."""
    position: Mapped[int] = field(14, mark("Order"), Kind.NUMBER, default=0)


class PriceBook(Record):
    __tablename__ = "price_books"
    number = 56
    label = mark("Price book")
    together = (
        ("step", "rounding", "ending"),
        ("starts_on", "ends_on"),
        ("parent_id", "percent"),
        ("currency", "is_inclusive"),
    )

    name: Mapped[str] = field(3, mark("Name"))
    currency: Mapped[str] = field(4, mark("Currency"))
    parent_id: Mapped[bytes | None] = field(5, mark("Based on"), Kind.LINK, BLOB)
    """Asked for what this one does not say."""
    percent: Mapped[str | None] = field(6, mark("Change in %"), Kind.DECIMAL)
    """Of what the parent, or the product itself, says: -10 is a tenth less."""
    step: Mapped[str | None] = field(7, mark("Round to"), Kind.DECIMAL)
    """Prices that were worked out: 0.05, 1, 10."""
    rounding: Mapped[str | None] = field(8, mark("Rounding"), Kind.CHOICE, choices=ROUNDINGS)
    ending: Mapped[str | None] = field(9, mark("Then add"), Kind.DECIMAL)
    """-0.01 makes 19.99 of 20."""
    starts_on: Mapped[str | None] = field(10, mark("From"), Kind.DATE)
    ends_on: Mapped[str | None] = field(11, mark("Until"), Kind.DATE)
    """The last day."""
    is_inclusive: Mapped[bool] = field(12, mark("With taxes"), Kind.YES_NO, default=False)
    is_default: Mapped[bool] = field(13, mark("For everybody"), Kind.YES_NO, default=False)
    is_archived: Mapped[bool] = field(14, mark("Archived"), Kind.YES_NO, default=False)


class Price(Record):
    __tablename__ = "prices"
    number = 57
    label = mark("Price")
    together = (
        ("quantity", "price", "percent"),
        ("starts_on", "ends_on"),
    )
    __table_args__ = (Index(None, "book_id", "product_id"), Index(None, "product_id"))

    book_id: Mapped[bytes] = field(3, mark("Price book"), Kind.LINK, BLOB)
    product_id: Mapped[bytes | None] = field(4, mark("Product"), Kind.LINK, BLOB)
    category: Mapped[str | None] = field(5, mark("Category"), pick_list="product category")
    """Instead of a product: a percentage for all of it."""
    quantity: Mapped[str] = field(6, mark("From quantity"), Kind.DECIMAL, default="1")
    price: Mapped[str | None] = field(7, mark("Price"), Kind.DECIMAL)
    percent: Mapped[str | None] = field(8, mark("Change in %"), Kind.DECIMAL)
    """Instead of a price: of what would be asked otherwise."""
    starts_on: Mapped[str | None] = field(9, mark("From"), Kind.DATE)
    ends_on: Mapped[str | None] = field(10, mark("Until"), Kind.DATE)
    """The last day."""


class PriceBookUse(Record):
    """A book for a customer or a group: `named_id("price book", book id, owner id)`."""

    __tablename__ = "price_book_uses"
    number = 58
    label = mark("Use of a price book")
    owner = "owner_id"
    __table_args__ = (Index(None, "owner_id"), Index(None, "book_id"))

    owner_id: Mapped[bytes] = field(3, mark("Of"), Kind.LINK, BLOB)
    book_id: Mapped[bytes] = field(4, mark("Price book"), Kind.LINK, BLOB)
    position: Mapped[int] = field(5, mark("Order"), Kind.NUMBER, default=0)


class ExchangeRate(Record):
    """`named_id("exchange rate", currency, base, day)`: it holds until the next one."""

    __tablename__ = "exchange_rates"
    number = 68
    label = mark("Exchange rate")
    together = (("rate", "source"),)
    __table_args__ = (Index(None, "currency", "base", "day"),)

    currency: Mapped[str] = field(3, mark("Currency"))
    base: Mapped[str] = field(4, mark("In"))
    day: Mapped[str] = field(5, mark("Day"), Kind.DATE)
    rate: Mapped[str] = field(6, mark("Rate"), Kind.DECIMAL)
    """What one of `currency` costs in `base`."""
    source: Mapped[str | None] = field(7, mark("Source"))

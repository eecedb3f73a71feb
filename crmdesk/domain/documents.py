"""Quotes, orders, delivery notes, invoices and credit notes: one kind of record, whose figures are kept as printed."""

from sqlalchemy import BLOB, BigInteger, Index, column
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.domain.prices import ROUNDINGS
from crmdesk.i18n import mark

DOCUMENT_KINDS = (
    ("quote", mark("Quote")),
    ("order", mark("Order|document")),
    ("delivery", mark("Delivery note")),
    ("invoice", mark("Invoice")),
    ("credit", mark("Credit note")),
)
DOCUMENT_STATUSES = (
    ("draft", mark("Draft")),
    ("sent", mark("Sent")),
    ("accepted", mark("Accepted")),
    ("declined", mark("Declined")),
    ("expired", mark("Expired")),
    ("replaced", mark("Replaced")),
    ("cancelled", mark("Cancelled")),
)
LINE_KINDS = (
    ("product", mark("Product")),
    ("text", mark("Text")),
    ("section", mark("Section")),
    ("shipping", mark("Shipping")),
)
ROUNDED = (("line", mark("Each line")), ("total", mark("The total")))


class Document(Record):
    """A draft has no number. From the moment it was sent nothing of it changes but its status."""

    __tablename__ = "documents"
    number = 59
    label = mark("Document")
    together = (
        ("series", "letter", "serial", "version"),
        ("status", "sent_at", "answered_at", "reason"),
        (
            "currency",
            "exchange_rate",
            "is_inclusive",
            "rounded",
            "rounding",
            "cash_step",
            "discount",
            "discount_amount",
            "deposit",
            "deposit_amount",
            "net",
            "tax",
            "withheld",
            "rounding_difference",
            "total",
        ),
        ("company_id", "contact_id", "name", "address"),
    )
    __table_args__ = (
        Index(None, "kind", "status"),
        Index(None, "company_id"),
        Index(None, "contact_id"),
        Index("ix_documents_deal_id", "deal_id", sqlite_where=column("deal_id").is_not(None)),
        Index("ix_documents_source_id", "source_id", sqlite_where=column("source_id").is_not(None)),
        Index("ix_documents_title", "title", sqlite_where=column("title").is_not(None)),
    )

    kind: Mapped[str] = field(3, mark("Kind"), Kind.CHOICE, choices=DOCUMENT_KINDS, default="quote")
    status: Mapped[str] = field(4, mark("Status"), Kind.CHOICE, choices=DOCUMENT_STATUSES, default="draft")
    title: Mapped[str | None] = field(5, mark("Number"))
    """As it is printed: unique on all laptops by `series`, `letter` and `serial`."""
    series: Mapped[str | None] = field(6, mark("Series"))
    letter: Mapped[str | None] = field(7, mark("Letter of the laptop"))
    serial: Mapped[int | None] = field(8, mark("Serial number"), Kind.NUMBER)
    version: Mapped[int] = field(9, mark("Version"), Kind.NUMBER, default=1)
    first_id: Mapped[bytes | None] = field(10, mark("First version"), Kind.LINK, BLOB)
    source_id: Mapped[bytes | None] = field(11, mark("Made from"), Kind.LINK, BLOB)
    """The quote of an order, the invoice of a credit note."""
    deal_id: Mapped[bytes | None] = field(12, mark("Deal"), Kind.LINK, BLOB)
    company_id: Mapped[bytes | None] = field(13, mark("Company"), Kind.LINK, BLOB)
    contact_id: Mapped[bytes | None] = field(14, mark("Contact"), Kind.LINK, BLOB)
    name: Mapped[str | None] = field(15, mark("Subject"))
    address: Mapped[str | None] = field(16, mark("Address"), Kind.LONG_TEXT, personal=True)
    """As it was when it was sent."""
    delivery_address: Mapped[str | None] = field(17, mark("Delivery address"), Kind.LONG_TEXT, personal=True)
    tax_number: Mapped[str | None] = field(18, mark("Tax number"))
    """The customer's."""
    sender: Mapped[str | None] = field(19, mark("Sender"), Kind.LONG_TEXT)
    """JSON: the own business as it was when this was sent."""
    language: Mapped[str | None] = field(20, mark("Language"))
    """BCP 47: words and figures are written so."""
    issued_on: Mapped[str | None] = field(21, mark("Date"), Kind.DATE)
    valid_until: Mapped[str | None] = field(22, mark("Valid until"), Kind.DATE)
    due_on: Mapped[str | None] = field(23, mark("Due"), Kind.DATE)
    delivered_on: Mapped[str | None] = field(24, mark("Delivered"), Kind.DATE)
    intro: Mapped[str | None] = field(25, mark("Introduction"), Kind.LONG_TEXT)
    terms: Mapped[str | None] = field(26, mark("Terms"), Kind.LONG_TEXT)
    template_id: Mapped[bytes | None] = field(27, mark("Template"), Kind.LINK, BLOB)
    currency: Mapped[str] = field(28, mark("Currency"))
    exchange_rate: Mapped[str | None] = field(29, mark("Exchange rate"), Kind.DECIMAL)
    """Into the currency of the file, of the day it was sent."""
    is_inclusive: Mapped[bool] = field(30, mark("With taxes"), Kind.YES_NO, default=False)
    """What prices are."""
    rounded: Mapped[str] = field(31, mark("Rounded is"), Kind.CHOICE, choices=ROUNDED, default="line")
    rounding: Mapped[str] = field(32, mark("Rounding"), Kind.CHOICE, choices=ROUNDINGS, default="half up")
    cash_step: Mapped[int | None] = field(33, mark("Cash rounding"), Kind.AMOUNT, BigInteger)
    """5 makes multiples of five cents."""
    discount: Mapped[str | None] = field(34, mark("Discount rate"), Kind.DECIMAL)
    discount_amount: Mapped[int | None] = field(35, mark("Discount"), Kind.AMOUNT, BigInteger)
    """Instead of a percentage."""
    deposit: Mapped[str | None] = field(36, mark("Deposit rate"), Kind.DECIMAL)
    deposit_amount: Mapped[int | None] = field(37, mark("Deposit"), Kind.AMOUNT, BigInteger)
    """Of a quote what is asked beforehand, of an invoice what was paid so; worked out where a percentage is set."""
    net: Mapped[int] = field(38, mark("Net"), Kind.AMOUNT, BigInteger, default=0)
    tax: Mapped[int] = field(39, mark("Tax"), Kind.AMOUNT, BigInteger, default=0)
    withheld: Mapped[int] = field(40, mark("Withheld"), Kind.AMOUNT, BigInteger, default=0)
    rounding_difference: Mapped[int] = field(41, mark("Rounding difference"), Kind.AMOUNT, BigInteger, default=0)
    total: Mapped[int] = field(42, mark("Total"), Kind.AMOUNT, BigInteger, default=0)
    sent_at: Mapped[int | None] = field(43, mark("Sent"), Kind.INSTANT, BigInteger)
    answered_at: Mapped[int | None] = field(44, mark("Answered"), Kind.INSTANT, BigInteger)
    reason: Mapped[str | None] = field(45, mark("Reason"), pick_list="lost reason")
    """Why it was declined or cancelled."""
    responsible: Mapped[str | None] = field(46, mark("Responsible"), pick_list="colleague")
    reference: Mapped[str | None] = field(47, mark("Your reference"))
    """What the customer calls it."""


class DocumentLine(Record):
    __tablename__ = "document_lines"
    number = 60
    label = mark("Line of a document")
    together = (("quantity", "unit", "unit_price", "discount", "discount_amount", "tax_class_id", "taxes", "amount"),)
    __table_args__ = (
        Index(None, "document_id"),
        Index("ix_document_lines_product_id", "product_id", sqlite_where=column("product_id").is_not(None)),
        Index("ix_document_lines_source_id", "source_id", sqlite_where=column("source_id").is_not(None)),
    )

    document_id: Mapped[bytes] = field(3, mark("Document"), Kind.LINK, BLOB)
    kind: Mapped[str] = field(4, mark("Kind"), Kind.CHOICE, choices=LINE_KINDS, default="product")
    position: Mapped[int] = field(5, mark("Order"), Kind.NUMBER, default=0)
    product_id: Mapped[bytes | None] = field(6, mark("Product"), Kind.LINK, BLOB)
    bundle_id: Mapped[bytes | None] = field(7, mark("Bundle"), Kind.LINK, BLOB)
    """The line whose part this is."""
    source_id: Mapped[bytes | None] = field(8, mark("Made from"), Kind.LINK, BLOB)
    """The line of the document before: what of it was delivered, invoiced, credited."""
    sku: Mapped[str | None] = field(9, mark("Stock number"))
    name: Mapped[str] = field(10, mark("Name"), default="")
    text: Mapped[str | None] = field(11, mark("Text"), Kind.LONG_TEXT)
    options: Mapped[str | None] = field(12, mark("Options"), Kind.CHOICES)
    """Ids of what was chosen of the product, in hex."""
    quantity: Mapped[str] = field(13, mark("Quantity"), Kind.DECIMAL, default="1")
    unit: Mapped[str | None] = field(14, mark("Unit"), pick_list="unit")
    unit_price: Mapped[str] = field(15, mark("Price"), Kind.DECIMAL, default="0")
    cost: Mapped[str | None] = field(16, mark("Cost"), Kind.DECIMAL)
    book_id: Mapped[bytes | None] = field(17, mark("Price book"), Kind.LINK, BLOB)
    """Where the price came from; nothing if it was typed."""
    discount: Mapped[str | None] = field(18, mark("Discount rate"), Kind.DECIMAL)
    discount_amount: Mapped[int | None] = field(19, mark("Discount"), Kind.AMOUNT, BigInteger)
    is_optional: Mapped[bool] = field(20, mark("Optional"), Kind.YES_NO, default=False)
    """Shown with its amount, and not part of the total."""
    tax_class_id: Mapped[bytes | None] = field(21, mark("Tax class"), Kind.LINK, BLOB)
    taxes: Mapped[str | None] = field(22, mark("Taxes"), Kind.LONG_TEXT)
    """JSON: name, percent and kind of each, as they were."""
    amount: Mapped[int] = field(23, mark("Amount"), Kind.AMOUNT, BigInteger, default=0)
    """As printed: after its own discount, with taxes where prices are."""


class DocumentTax(Record):
    """The sum of one tax in a document, as printed: `named_id("document tax", document id, place)`."""

    __tablename__ = "document_taxes"
    number = 61
    label = mark("Tax of a document")
    together = (("percent", "kind", "base", "amount"),)
    __table_args__ = (Index(None, "document_id"),)

    document_id: Mapped[bytes] = field(3, mark("Document"), Kind.LINK, BLOB)
    name: Mapped[str] = field(4, mark("Name"))
    percent: Mapped[str] = field(5, mark("Percent"), Kind.DECIMAL)
    kind: Mapped[str] = field(6, mark("Kind"))
    base: Mapped[int] = field(7, mark("Of"), Kind.AMOUNT, BigInteger)
    amount: Mapped[int] = field(8, mark("Amount"), Kind.AMOUNT, BigInteger)
    position: Mapped[int] = field(9, mark("Order"), Kind.NUMBER, default=0)
    code: Mapped[str | None] = field(10, mark("Code"))
    note: Mapped[str | None] = field(11, mark("Note"))


class Signature(Record):
    """Written on the screen with pen or mouse: `named_id("signature", document id)`."""

    __tablename__ = "signatures"
    number = 62
    label = mark("Signature")
    __table_args__ = (Index(None, "document_id"),)

    document_id: Mapped[bytes] = field(3, mark("Document"), Kind.LINK, BLOB)
    name: Mapped[str] = field(4, mark("Name"), personal=True)
    at: Mapped[int] = field(5, mark("At"), Kind.INSTANT, BigInteger)
    strokes: Mapped[str] = field(6, mark("Strokes"), Kind.LONG_TEXT, personal=True)
    """As `domain.signatures` writes them."""


class DocumentTemplate(Record):
    """How documents look, by choices."""

    __tablename__ = "document_templates"
    number = 63
    label = mark("Template of documents")

    name: Mapped[str] = field(3, mark("Name"))
    look: Mapped[str | None] = field(4, mark("Look"), Kind.LONG_TEXT)
    """JSON: style, colour, columns, pictures, payment code, as `printing.quotes` reads it."""
    language: Mapped[str | None] = field(5, mark("Language"))
    intro: Mapped[str | None] = field(6, mark("Introduction"), Kind.LONG_TEXT)
    terms: Mapped[str | None] = field(7, mark("Terms"), Kind.LONG_TEXT)
    position: Mapped[int] = field(8, mark("Order"), Kind.NUMBER, default=0)


class NumberBlock(Record):
    """Numbers of a series that one laptop gives: `named_id("numbers", series, device, letter)`, or leased by the hub.

    Taking one is no step of undo: a number that was on paper is not given again.
    """

    __tablename__ = "number_blocks"
    number = 64
    label = mark("Block of numbers")
    together = (("letter", "first", "last"),)
    __table_args__ = (Index(None, "series"),)

    series: Mapped[str] = field(3, mark("Series"))
    device: Mapped[str] = field(4, mark("Laptop"))
    """Hex, as the journal knows it."""
    letter: Mapped[str] = field(5, mark("Letter of the laptop"), default="")
    first: Mapped[int] = field(6, mark("First"), Kind.NUMBER, default=1)
    last: Mapped[int | None] = field(7, mark("Last"), Kind.NUMBER)
    """Of a leased block."""
    taken: Mapped[int] = field(8, mark("Taken"), Kind.NUMBER, default=0)
    """The latest serial that was given."""

"""What is sold: products, bundles, and what can be chosen of them."""

from sqlalchemy import BLOB, Index
from sqlalchemy.orm import Mapped

from crmdesk.domain.base import Record
from crmdesk.domain.fields import Kind, field
from crmdesk.i18n import mark

PRODUCT_KINDS = (("product", mark("Product")), ("service", mark("Service|sold")), ("bundle", mark("Bundle")))
EFFECTS = (
    ("requires", mark("Requires")),
    ("excludes", mark("Excludes")),
    ("price", mark("Changes the price")),
)


class Product(Record):
    """Pictures are `Photo`s and documents `Attachment`s of its id."""

    __tablename__ = "products"
    number = 51
    label = mark("Product")
    together = (("price", "cost", "currency", "unit"),)
    __table_args__ = (Index(None, "sku"),)

    sku: Mapped[str | None] = field(3, mark("Stock number"))
    name: Mapped[str] = field(4, mark("Name"))
    kind: Mapped[str] = field(5, mark("Kind"), Kind.CHOICE, choices=PRODUCT_KINDS, default="product")
    category: Mapped[str | None] = field(6, mark("Category"), pick_list="product category")
    description: Mapped[str | None] = field(7, mark("Description"), Kind.LONG_TEXT)
    """As it stands on quotes."""
    specification: Mapped[str | None] = field(8, mark("Specification"), Kind.LONG_TEXT)
    """`name: value`, one a line."""
    unit: Mapped[str | None] = field(9, mark("Unit"), pick_list="unit")
    price: Mapped[str | None] = field(10, mark("Price"), Kind.DECIMAL)
    """Where no book says otherwise."""
    cost: Mapped[str | None] = field(11, mark("Cost"), Kind.DECIMAL)
    currency: Mapped[str] = field(12, mark("Currency"))
    """Of price and cost."""
    tax_class_id: Mapped[bytes | None] = field(13, mark("Tax class"), Kind.LINK, BLOB)
    barcode: Mapped[str | None] = field(14, mark("Barcode"))
    is_priced_by_parts: Mapped[bool] = field(15, mark("Costs what its parts cost"), Kind.YES_NO, default=False)
    """Of a bundle; otherwise it has a price of its own."""
    is_archived: Mapped[bool] = field(16, mark("Archived"), Kind.YES_NO, default=False)
    """No longer offered; documents keep it."""


class BundlePart(Record):
    __tablename__ = "bundle_parts"
    number = 52
    label = mark("Part of a bundle")
    __table_args__ = (Index(None, "bundle_id"), Index(None, "product_id"))

    bundle_id: Mapped[bytes] = field(3, mark("Bundle"), Kind.LINK, BLOB)
    product_id: Mapped[bytes] = field(4, mark("Product"), Kind.LINK, BLOB)
    quantity: Mapped[str] = field(5, mark("Quantity"), Kind.DECIMAL, default="1")
    is_optional: Mapped[bool] = field(6, mark("Optional"), Kind.YES_NO, default=False)
    position: Mapped[int] = field(7, mark("Order"), Kind.NUMBER, default=0)


class OptionGroup(Record):
    """What is chosen together: a colour, a size, extras."""

    __tablename__ = "option_groups"
    number = 53
    label = mark("Group of options")
    together = (("least", "most"),)
    __table_args__ = (Index(None, "product_id"),)

    product_id: Mapped[bytes] = field(3, mark("Product"), Kind.LINK, BLOB)
    name: Mapped[str] = field(4, mark("Name"))
    least: Mapped[int] = field(5, mark("At least"), Kind.NUMBER, default=1)
    most: Mapped[int | None] = field(6, mark("At most"), Kind.NUMBER, default=1)
    position: Mapped[int] = field(7, mark("Order"), Kind.NUMBER, default=0)


class ProductOption(Record):
    __tablename__ = "product_options"
    number = 54
    label = mark("Option")
    together = (("price", "cost"),)
    __table_args__ = (Index(None, "group_id"),)

    group_id: Mapped[bytes] = field(3, mark("Group of options"), Kind.LINK, BLOB)
    name: Mapped[str] = field(4, mark("Name"))
    price: Mapped[str] = field(5, mark("Price"), Kind.DECIMAL, default="0")
    """On top of the product's, in its currency; may be less than nothing."""
    cost: Mapped[str | None] = field(6, mark("Cost"), Kind.DECIMAL)
    sku: Mapped[str | None] = field(7, mark("Stock number"))
    is_default: Mapped[bool] = field(8, mark("Chosen at first"), Kind.YES_NO, default=False)
    position: Mapped[int] = field(9, mark("Order"), Kind.NUMBER, default=0)


class OptionRule(Record):
    """If these options are chosen, then those; else others. A row of the table that a configurator is."""

    __tablename__ = "option_rules"
    number = 55
    label = mark("Rule of options")
    together = (
        ("chosen", "effect", "options"),
        ("other_options", "price", "other_price"),
    )
    __table_args__ = (Index(None, "product_id"),)

    product_id: Mapped[bytes] = field(3, mark("Product"), Kind.LINK, BLOB)
    chosen: Mapped[str] = field(4, mark("If"), Kind.CHOICES, default="")
    """Ids of options in hex, one a line: all of them; none is always."""
    effect: Mapped[str] = field(5, mark("Effect"), Kind.CHOICE, choices=EFFECTS, default="requires")
    options: Mapped[str | None] = field(6, mark("Then"), Kind.CHOICES)
    """Options as above: `requires` any one of them, `excludes` each."""
    other_options: Mapped[str | None] = field(7, mark("Else"), Kind.CHOICES)
    """What the effect is on where the condition does not hold."""
    price: Mapped[str | None] = field(8, mark("Price"), Kind.DECIMAL)
    other_price: Mapped[str | None] = field(9, mark("Price else"), Kind.DECIMAL)
    position: Mapped[int] = field(10, mark("Order"), Kind.NUMBER, default=0)

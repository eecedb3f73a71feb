"""A quote, an order or an invoice as it goes onto paper: texts only, every figure as it was worked out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Stroke = Sequence[Sequence[int]]
"""Points: across, down, and how firmly."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table."""

    kind: str
    """`product`, `part` of the product before, `text` or `section`."""
    name: str
    number: str = ""
    text: str = ""
    sku: str = ""
    quantity: str = ""
    unit: str = ""
    price: str = ""
    discount: str = ""
    tax: str = ""
    amount: str = ""
    """Of a section the sum of what stands under it."""
    remark: str = ""
    """That it is optional."""
    running: str = ""
    """What it comes to with all lines before: what is carried over where the page ends behind it."""
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    label: str
    amount: str
    weight: Literal["plain", "strong", "total", "note"] = "plain"


@dataclass(frozen=True, slots=True)
class Heads:
    """Of the columns; without a word there is no such column."""

    number: str
    name: str
    quantity: str
    price: str = ""
    discount: str = ""
    tax: str = ""
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed and when, and the lines of the pen in thousandths of the width of the field."""

    words: str
    strokes: Sequence[Stroke] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """The payment part of a Swiss bill with its receipt: what stands on it, and the words around."""

    code: str
    account: Sequence[str]
    """IBAN in groups of four, then the payee."""
    currency: str
    amount: str
    message: str
    words: "SlipWords"


@dataclass(frozen=True, slots=True)
class SlipWords:
    payment_part: str
    receipt: str
    account: str
    message: str
    payer: str
    currency: str
    amount: str
    acceptance: str


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    address: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    """Number, date and the like, with what they are called."""
    subject: str = ""
    intro: str = ""
    heads: Heads = field(default_factory=lambda: Heads("", "", ""))
    entries: Sequence[Entry] = ()
    sums: Sequence[Sum] = ()
    notes: Sequence[str] = ()
    """What the law wants said."""
    terms: str = ""
    code: str = ""
    """The text of a QR code by which it is paid."""
    code_words: str = ""
    slip: Slip | None = None
    """In place of the code."""
    sign: tuple[str, str] | None = None
    """What stands under the two lines of a field for a signature."""
    signed: Signed | None = None
    carried: str = ""
    brought: str = ""
    page: str = "Page {page} of {pages}"
    mark: str = ""
    """Large and pale across the page: that it is a draft."""

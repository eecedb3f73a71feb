"""How a field of a record is declared: one place for all that the rest of the program asks about it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import MappedColumn, mapped_column


class Kind(StrEnum):
    """What a value is, whatever column keeps it."""

    TEXT = "text"
    LONG_TEXT = "long text"
    NUMBER = "number"
    MONEY = "money"
    """An amount with its currency as text, in fields users added."""
    AMOUNT = "amount"
    """A whole number of the smallest unit of the record's `currency` (ISO 4217)."""
    DECIMAL = "decimal"
    """Exact, as text: prices, quantities, percentages."""
    DATE = "date"
    """`YYYY-MM-DD`, or `--MM-DD` without a year (RFC 6350, 4.3.1). Never a timestamp."""
    WALL_TIME = "wall time"
    """`YYYY-MM-DD` for a whole day or `YYYY-MM-DDTHH:MM`: what clock and calendar on the wall say."""
    INSTANT = "instant"
    """Milliseconds since 1970 in UTC."""
    YES_NO = "yes/no"
    CHOICE = "choice"
    CHOICES = "several choices"
    LINK = "link to a record"
    COUNTRY = "country"
    """ISO 3166-1 alpha-2, upper case."""
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class Field:
    number: int
    """Its place in change masks and on the wire: given once, never reused or retyped."""
    label: str
    kind: Kind
    searched: bool
    personal: bool
    choices: tuple[tuple[str, str], ...]
    """Stored value and shown label."""
    pick_list: str
    """The list of words it offers, which users may change; several fields may share one."""


def field(
    number: int,
    label: str,
    kind: Kind = Kind.TEXT,
    *column: Any,
    searched: bool = False,
    personal: bool = False,
    choices: tuple[tuple[str, str], ...] = (),
    pick_list: str = "",
    **options: Any,
) -> MappedColumn[Any]:
    """A mapped column that carries its declaration. Further arguments go to the column."""
    declared = Field(number, label, kind, searched, personal, choices, pick_list)
    return mapped_column(*column, info={"field": declared}, **options)

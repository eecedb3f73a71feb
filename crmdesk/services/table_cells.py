"""Cells of the tables that deals and documents are exchanged by: exact figures, read as people write them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from crmdesk import i18n
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.money import exact, plain, to_major
from crmdesk.domain.money_formats import read_amount, read_number
from crmdesk.i18n import _

Cells = Mapping[str, str]
Rows = list[tuple[int, dict[str, str]]]
_THOUSAND = 3
"""Decimal places that a point before thousands would have too."""


@dataclass(slots=True)
class Taken:
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)
    """Line and reason."""


def figure(number: Decimal | str | None) -> str:
    """With a zero more where three places would be read as thousands."""
    text = plain(exact(str(number))) if number not in (None, "") else ""
    return text + "0" if len(text.partition(".")[2]) == _THOUSAND else text


def amount(value: int | None, currency: str) -> str:
    """With all digits of the currency."""
    if value is None:
        return ""
    text = f"{to_major(value, currency):f}"
    return text + "0" if len(text.partition(".")[2]) == _THOUSAND else text


def read_figure(cells: Cells, name: str) -> Decimal | None:
    return read_number(cells[name], i18n.language()) if cells.get(name) else None


def read_money(cells: Cells, name: str, currency: str) -> int | None:
    return read_amount(cells[name], currency, i18n.language()) if cells.get(name) else None


def read_choice(cells: Cells, name: str, choices: tuple[tuple[str, str], ...], usual: str) -> str:
    """By its key or by its words, in English or the user's language."""
    typed = fold(cells.get(name, ""))
    if not typed:
        return usual
    for key, words in choices:
        if typed in (fold(key), fold(words), fold(_(words))):
            return key
    allowed = ", ".join(key for key, _words in choices)
    raise UserError(_("“{text}” is none of {allowed}.").format(text=cells[name], allowed=allowed))


def read_yes(cells: Cells, name: str) -> bool:
    return fold(cells.get(name, "")) in ("yes", "true", "1", "x", fold(_("Yes")))


def headings(columns: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    """Folded words by which a column is known: its own name, its label, and what others call it."""
    labels = {fold(word): name for name, label in columns.items() for word in (label, _(label))}
    return {**{fold(word): name for word, name in others.items()}, **labels, **{fold(name): name for name in columns}}


def read(path: Path, known: Mapping[str, str], *needed: str) -> Rows:
    """All rows that say anything; refuses a list in which no column is one of what is needed."""
    from crmdesk.formats import csv_table

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(_("{name} cannot be read.").format(name=path.name)) from error
    rows = list(csv_table.read(data, known))
    if not any(name in cells for _line, cells in rows for name in needed):
        words = _("“{name}” has no column “{column}”, so nothing was taken from it.")
        raise UserError(words.format(name=path.name, column=needed[0]))
    return rows

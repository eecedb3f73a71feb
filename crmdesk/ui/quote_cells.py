"""What stands in the cells of a document's lines, and what is meant by what is typed into them."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _

if TYPE_CHECKING:
    from crmdesk.domain.money_taxes import Tax
    from crmdesk.services.document_drafts import Look, TaxClass

Row = Mapping[str, Any]


class Column(IntEnum):
    GRIP = 0
    NAME = 1
    QUANTITY = 2
    PRICE = 3
    DISCOUNT = 4
    TAX = 5
    AMOUNT = 6


FIGURES = (Column.QUANTITY, Column.PRICE, Column.DISCOUNT, Column.TAX)
_OF_WHAT = re.compile(r"([-+]?[\d.,' \xa0\u202f]*\d)\s*([^\W\d][^\d]*)")
_COUNTED = ("product", "shipping")


def heads() -> Mapping[Column, str]:
    return {
        Column.GRIP: "",
        Column.NAME: _("Description"),
        Column.QUANTITY: _("Quantity"),
        Column.PRICE: _("Price"),
        Column.DISCOUNT: _("Discount"),
        Column.TAX: _("Tax"),
        Column.AMOUNT: _("Amount"),
    }


def locale() -> str:
    """How the user writes figures, as babel calls it."""
    name = QLocale().name()
    return "en" if name == "C" else name


def can_edit(row: Row, column: int) -> bool:
    if column == Column.NAME:
        return True
    return row["kind"] in _COUNTED and column in FIGURES


def is_part(row: Row) -> bool:
    """Of a bundle that is paid as a whole."""
    return bool(row["bundle_id"]) and row["unit_price"] == "0"


def is_unpriced(row: Row) -> bool:
    return row["kind"] in _COUNTED and row["unit_price"] == "0" and not row["bundle_id"]


# Shown


def shown(row: Row, column: int, currency: str) -> str:
    from crmdesk.domain.money import exact
    from crmdesk.domain.money_formats import amount_only, number, price

    if column == Column.NAME:
        return str(row["name"])
    if row["kind"] not in _COUNTED:
        return ""
    if column == Column.QUANTITY:
        return " ".join(filter(None, (number(exact(row["quantity"]), locale()), row["unit"])))
    if column == Column.PRICE:
        return "" if is_part(row) else price(exact(row["unit_price"]), currency, locale())
    if column == Column.DISCOUNT:
        return _discount(row, currency)
    if column == Column.TAX:
        from crmdesk.services import taxes

        return taxes_in_words(taxes.read(row["taxes"]))
    if column == Column.AMOUNT and not is_part(row):
        amount = amount_only(row["amount"], currency, locale())
        return f"({amount})" if row["is_optional"] else amount
    return ""


def _discount(row: Row, currency: str) -> str:
    from crmdesk.domain.money import exact
    from crmdesk.domain.money_formats import amount_only, percent

    if row["discount_amount"]:
        return amount_only(-row["discount_amount"], currency, locale())
    return percent(-exact(row["discount"]), locale()) if row["discount"] else ""


def taxes_in_words(taxes: "Sequence[Tax]") -> str:
    from crmdesk.domain.money_formats import percent

    return " ".join(percent(-tax.rate if tax.kind == "withheld" else tax.rate, locale()) for tax in taxes)


def typed_form(row: Row, column: int, currency: str) -> str:
    """What the editor of a cell begins with."""
    if column == Column.NAME:
        return "\n".join(filter(None, (row["name"], row["text"])))
    if column == Column.QUANTITY:
        return shown({**row, "unit": ""}, column, currency)
    text = shown(row, column, currency)
    return text.lstrip("-−\u200e\u200f") if column == Column.DISCOUNT else text


# Read


def read(column: int, typed: str, row: Row, look: "Look") -> dict[str, Any]:
    """What it changes of the line. Raises UserError for what makes no sense."""
    if column == Column.NAME:
        return _read_name(typed, row)
    if column == Column.QUANTITY:
        return _read_quantity(typed or "1")
    if column == Column.PRICE:
        return {"unit_price": _number(typed or "0"), "book_id": None}
    if column == Column.DISCOUNT:
        percent, amount = read_discount(typed, look.whole.head["currency"])
        return {"discount": percent, "discount_amount": amount}
    return _read_tax(typed, look.classes)


def _read_quantity(typed: str) -> dict[str, Any]:
    """`2 h` says of what, too."""
    found = _OF_WHAT.fullmatch(typed.strip())
    if found is None:
        return {"quantity": _number(typed)}
    return {"quantity": _number(found[1]), "unit": found[2]}


def _read_name(typed: str, row: Row) -> dict[str, Any]:
    name, _break, text = typed.strip().partition("\n")
    if not name.strip() and row["kind"] != "text":
        raise UserError(_("The line needs a name."))
    return {"name": name.strip(), "text": text.strip()}


def _number(typed: str) -> Decimal:
    from crmdesk.domain.money_formats import read_number

    return read_number(typed, locale())


def read_discount(typed: str, currency: str) -> tuple[Decimal | None, int | None]:
    """`5` and `5%` are a percentage, `50 EUR` and `€50` an amount."""
    from crmdesk.domain.money_formats import read_amount

    text = typed.strip().lstrip("-−–")
    if not text:
        return None, None
    if "%" in text or all(not letter.isalpha() and letter not in "€$£¥₺₽₹" for letter in text):
        percent = abs(_number(text))
        if percent > 100:
            raise UserError(_("A discount is 100 % at most. Write the currency beside an amount."))
        return percent or None, None
    return None, abs(read_amount(text, currency, locale())) or None


def _read_tax(typed: str, classes: "Sequence[TaxClass]") -> dict[str, Any]:
    """A percentage, or the name of a class; nothing is no tax."""
    from crmdesk.domain.folding import fold
    from crmdesk.domain.money_taxes import Tax

    wanted = fold(typed).strip()
    if not wanted:
        return {"tax_class_id": None, "taxes": ()}
    known = [each for each in classes if wanted in (fold(each.name), fold(taxes_in_words(each.taxes)))]
    found = known or [each for each in classes if fold(each.name).startswith(wanted)]
    if found:
        return {"tax_class_id": found[0].id, "taxes": found[0].taxes}
    percent = _number(typed)
    same = [each for each in classes if [tax.percent for tax in each.taxes] == [percent]]
    if same:
        return {"tax_class_id": same[0].id, "taxes": same[0].taxes}
    if not 0 <= percent <= 100:
        raise UserError(_("A tax is between 0 and 100 %."))
    name = next((tax.name for each in classes for tax in each.taxes if tax.kind == "tax"), _("Tax"))
    return {"tax_class_id": None, "taxes": (Tax(name, percent),)}

"""A line of a quote as it is typed in one go: `OVEN-3 x 2 @ 8990 -5% 19%`."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.errors import UserError
from crmdesk.domain.money_formats import read_number
from crmdesk.domain.money_taxes import Tax
from crmdesk.i18n import _
from crmdesk.services import products
from crmdesk.services.documents import Line

Find = Callable[[Session, str], Mapping[str, Any] | None]
_FIGURE = r"[\d.,' \xa0]*\d"
_LINE = re.compile(
    rf"(?P<name>.+?)(?:\s+[x×*]\s*(?P<quantity>-?{_FIGURE}))?(?:\s*@\s*(?P<price>-?{_FIGURE}))?"
    rf"(?:\s+-\s*(?P<discount>{_FIGURE})\s*%)?(?:\s+\+?(?P<tax>{_FIGURE})\s*%)?\s*"
)


def parse(session: Session, typed: str, locale: str, tax_name: str, find: Find = products.by_name) -> Line:
    """What is left out comes from the product; what is no product is a line of that name, and needs a price.

    `find` is asked for the product where no price is told.
    """
    found = _LINE.fullmatch(typed.strip())
    if not found:
        raise UserError(_("“{text}” is no line. Write it as {example}.").format(text=typed, example=_EXAMPLE))
    product = (products.by_name if found["price"] else find)(session, found["name"])
    figures = {name: read_number(text, locale) for name, text in found.groupdict().items() if text and name != "name"}
    if product is None and "price" not in figures:
        words = _("There is no product “{name}”, so the line needs a price: {example}.")
        raise UserError(words.format(name=found["name"], example=_EXAMPLE))
    if figures.get("discount", Decimal(0)) > 100:
        raise UserError(_("A discount of more than 100 % is none: {text}").format(text=typed))
    return Line(
        name=product["name"] if product else found["name"],
        product_id=product["id"] if product else None,
        quantity=figures.get("quantity", Decimal(1)),
        unit_price=figures.get("price"),
        discount=figures.get("discount"),
        taxes=(Tax(tax_name, figures["tax"]),) if "tax" in figures else None,
    )


def has_figures(typed: str) -> bool:
    """Whether more than a name was typed."""
    found = _LINE.fullmatch(typed.strip())
    return found is not None and any(text for name, text in found.groupdict().items() if name != "name")


_EXAMPLE = "OVEN-3 x 2 @ 8990 -5% 19%"

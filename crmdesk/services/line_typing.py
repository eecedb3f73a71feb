"""What may be meant by what is typed for a new line: products, the line in one go, free text, a section, shipping."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from sqlalchemy.orm import Session

from crmdesk.domain.document_words import words
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.money_formats import number, percent, price
from crmdesk.i18n import _
from crmdesk.services import documents, prices, products, quote_lines, quote_paper, taxes
from crmdesk.services.documents import Line, Row
from crmdesk.store.store import Store

MOST = 5
_SECTION = "#"


@dataclass(frozen=True, slots=True)
class Meant:
    text: str
    detail: str
    line: Line
    is_sure: bool = False
    """Enter takes it."""


def meant(store: Store, document: bytes, typed: str, locale: str) -> list[Meant]:
    """The likeliest first; where nothing is typed yet, what is sold. What has no price yet is asked for it."""
    typed = " ".join(typed.split())
    with store.read() as session:
        head = documents.get(session, document)
        if typed.startswith(_SECTION):
            name = typed.lstrip(f"{_SECTION} ")
            return [Meant(typed, _("Section"), Line("section", name), is_sure=True)] if name else []
        whole = _in_one_go(store, session, head, typed, locale)
        found = [] if whole else _products(store, session, head, typed, locale)
        own = [] if whole or not typed else _own(session, head, typed)
    if found and found[0].is_sure:
        return [*found, *own]
    return [*([whole] if whole else []), *found, *(replace(one, is_sure=not number) for number, one in enumerate(own))]


def _own(session: Session, head: Row, typed: str) -> list[Meant]:
    priced = _taxed(session, head, Line(name=typed, unit_price=Decimal(0)))
    made = [
        Meant(typed, _("Line of your own"), priced),
        Meant(typed, _("Text"), Line("text", typed)),
        Meant(typed, _("Section"), Line("section", typed)),
    ]
    shipping = Meant(typed, _("Shipping"), replace(priced, kind="shipping"))
    return [shipping, *made] if _names_shipping(head, typed) else [*made, shipping]


def _taxed(session: Session, head: Row, line: Line) -> Line:
    """What is in no catalogue is taxed as most is; where nothing was said of taxes, as the line above."""
    if line.taxes is not None:
        return line
    if usual := next(iter(taxes.classes(session)), None):
        return replace(line, tax_class_id=usual)
    above = [taxes.read(row["taxes"]) for row in documents.line_rows(session, head["id"]) if row["taxes"]]
    return replace(line, taxes=above[-1]) if above else line


def _names_shipping(head: Row, typed: str) -> bool:
    """In the user's words or the customer's."""
    said = words(quote_paper.locale_of(head["language"] or "en")).shipping
    return any(fold(typed).startswith(fold(name)) for name in (said, _("Shipping")))


def _in_one_go(store: Store, session: Session, head: Row, typed: str, locale: str) -> Meant | None:
    """`OVEN-3 x 2 @ 8990 -5% 19%`, in figures as the user writes them."""
    if not quote_lines.has_figures(typed):
        return None
    tax_name = next(iter(taxes.names(session)), None) or words(quote_paper.locale_of(head["language"] or "en")).tax
    try:
        line = quote_lines.parse(session, typed, locale, tax_name, partial(_begun, store))
    except UserError:
        return None
    if not line.product_id:
        kind = "shipping" if _names_shipping(head, line.name) else "product"
        line = _taxed(session, head, replace(line, kind=kind))
    return Meant(typed, _in_words(line, head["currency"], locale), line, is_sure=True)


def _in_words(line: Line, currency: str, locale: str) -> str:
    parts = [f"{number(line.quantity, locale)} × {line.name}"]
    if line.unit_price is not None:
        parts.append(price(line.unit_price, currency, locale))
    if line.discount:
        parts.append(percent(-line.discount, locale))
    return " · ".join(parts)


def _begun(store: Store, session: Session, typed: str) -> Row | None:
    """The product that is called so, or the first that begins so."""
    wanted = fold(typed)
    found = sorted(products.find(store, typed), key=lambda row: fold(row["name"]))
    return products.by_name(session, typed) or next((row for row in found if _begins(row, wanted)), None)


def _products(store: Store, session: Session, head: Row, typed: str, locale: str) -> list[Meant]:
    wanted = fold(typed) or " "
    rows = sorted(products.find(store, typed), key=lambda row: (not _begins(row, wanted), fold(row["name"])))
    return [_product(session, head, row, locale, is_sure=_begins(row, wanted)) for row in rows[:MOST]]


def _begins(row: Row, wanted: str) -> bool:
    return any(fold(row[name] or "").startswith(wanted) for name in ("name", "sku", "barcode"))


def _product(session: Session, head: Row, row: Row, locale: str, *, is_sure: bool) -> Meant:
    line = Line(product_id=row["id"], name=row["name"])
    if row["kind"] == "bundle" and row["is_priced_by_parts"]:
        return Meant(row["name"], _("Bundle"), line, is_sure)
    found = prices.price_for(
        session, row, Decimal(1), head["issued_on"], head["currency"], documents.owners(head),
        bool(head["is_inclusive"]),
    )  # fmt: skip
    if found is None:
        line = Line(product_id=row["id"], name=row["name"], unit_price=Decimal(0))
    shown = price(found.price, head["currency"], locale) if found else _("no price in {currency}")
    detail = " · ".join(filter(None, (row["sku"], shown.format(currency=head["currency"]))))
    return Meant(row["name"], detail, line, is_sure)


def take(store: Store, document: bytes, typed: str, locale: str) -> Line | None:
    """What Enter means by it, also where nothing was offered yet, as when a barcode is scanned."""
    found = meant(store, document, typed, locale)
    return next((one.line for one in found if one.is_sure), None)

"""quote: write one, show one, or put one on paper."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmdesk.cli.common import answer, on_file, opened, record_id
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import text_id
from crmdesk.i18n import _

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_NEW = "new"


def register(subparsers: Any) -> None:
    parser = on_file(subparsers, "quote", quote, "write a quote, show it, or put it on paper")
    parser.add_argument("number", help="`new`, or the number of a quote or another document (a draft: its id)")
    parser.add_argument("--to", type=Path, metavar="PDF", help="put it on paper; to FILE.xml: an electronic invoice")
    parser.add_argument("--e-invoice", action="store_true", help="with the electronic invoice inside the PDF")
    parser.add_argument("--style", help="plain, band or compact")
    parser.add_argument("--contact", type=record_id, metavar="ID", help="for whom")
    parser.add_argument("--company", type=record_id, metavar="ID")
    parser.add_argument("--deal", type=record_id, metavar="ID", help="of a deal: its customer and its products")
    parser.add_argument("--line", action="append", default=[], help='"SKU x QUANTITY @ PRICE -DISCOUNT%% TAX%%"')
    parser.add_argument("--draft", action="store_true", help="without a number, to be changed yet")
    for name in ("currency", "language", "valid-until", "subject", "terms", "discount", "deposit", "reference"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--inclusive", action="store_true", help="taxes are inside the prices")
    parser.add_argument("--rounded", choices=("line", "total"), help="whether taxes are rounded by line or in total")
    parser.add_argument("--rounding", choices=("half up", "half even", "up", "down"))


def quote(args: argparse.Namespace) -> int:
    with opened(args) as store:
        key = _made(store, args) if args.number == _NEW else _found(store, args.number)
        pages = _printed(store, key, args)
        document = _told(store, key)
    if args.to:
        document |= {"pages": pages, "to": str(args.to)} if pages else {"to": str(args.to)}
    answer(args, document, "\n".join(_lines(document)))
    return 0


def _found(store: "Store", number: str) -> bytes:
    from crmdesk.domain.ids import parse_id
    from crmdesk.services import documents

    with store.read() as session:
        try:
            return bytes(documents.get(session, parse_id(number))["id"])
        except ValueError:
            return bytes(documents.by_number(session, number)["id"])


def _printed(store: "Store", key: bytes, args: argparse.Namespace) -> int:
    if not args.to:
        return 0
    from crmdesk.services import einvoices, quote_paper

    if args.to.suffix.lower() == ".xml":
        einvoices.save_xml(store, key, args.to)
        return 0
    if args.e_invoice:
        return einvoices.save_pdf(store, key, args.to)
    return quote_paper.save(store, key, args.to, quote_paper.style_named(args.style) if args.style else None)


def _made(store: "Store", args: argparse.Namespace) -> bytes:
    from crmdesk.services import document_steps, documents

    if args.deal and not args.line:
        key = document_steps.from_deal(store, args.deal)
    else:
        key = documents.make(store, "quote", _typed(store, args), **_head(args))
    if not args.draft:
        document_steps.send(store, key)
    return key


def _typed(store: "Store", args: argparse.Namespace) -> list[Any]:
    from crmdesk.domain.document_words import words
    from crmdesk.services import quote_lines

    if not args.line:
        raise UserError(_('A quote needs a line: --line "OVEN-3 x 2 @ 8990 -5% 19%"'))
    name = words(args.language or "en").tax
    with store.read() as session:
        return [quote_lines.parse(session, text, "en", name) for text in args.line]


def _head(args: argparse.Namespace) -> dict[str, Any]:
    head = {
        "contact_id": args.contact, "company_id": args.company, "deal_id": args.deal, "currency": args.currency,
        "language": args.language, "valid_until": args.valid_until, "name": args.subject, "terms": args.terms,
        "discount": args.discount, "deposit": args.deposit, "reference": args.reference, "rounded": args.rounded,
        "rounding": args.rounding, "is_inclusive": args.inclusive or None,
    }  # fmt: skip
    return {name: value for name, value in head.items() if value is not None}


def _told(store: "Store", key: bytes) -> dict[str, Any]:
    """Amounts as decimals in texts, with all digits of the currency."""
    from crmdesk.domain.money import text_of
    from crmdesk.services import documents

    with store.read() as session:
        head, rows = documents.get(session, key), documents.line_rows(session, key)
    currency = head["currency"]
    return {
        "id": text_id(key), "kind": head["kind"], "number": head["title"], "version": head["version"],
        "status": head["status"], **{name: text_of(head[name], currency) for name in ("net", "tax", "total")},
        "currency": currency, "lines": [_line(row, currency) for row in rows],
    }  # fmt: skip


def _line(row: dict[str, Any], currency: str) -> dict[str, Any]:
    from crmdesk.domain.money import plain, text_of
    from crmdesk.services import taxes

    rates = [{"name": tax.name, "percent": plain(tax.percent)} for tax in taxes.read(row["taxes"])]
    same = {name: row[name] for name in ("kind", "sku", "name", "quantity", "unit", "discount")}
    return {**same, "price": row["unit_price"], "taxes": rates, "amount": text_of(row["amount"], currency)}


def _lines(document: dict[str, Any]) -> list[str]:
    head = _("{number}: {total} {currency} ({net} and {tax} tax)")
    shown = document | {"number": document["number"] or document["id"]}
    lines = [f"  {line['name']}  {line['quantity']} x {line['price']} = {line['amount']}" for line in document["lines"]]
    return [head.format(**shown), *lines]

"""products, prices: the catalogue and what price books say, told, written or read."""

import argparse
from pathlib import Path
from typing import Any

from crmdesk.cli.common import answer, on_file, opened
from crmdesk.cli.payments import taken
from crmdesk.domain.ids import text_id
from crmdesk.i18n import _

_TOLD = ("sku", "name", "category", "unit", "price", "cost", "currency", "barcode")
_PRICES = ("book", "sku", "product", "category", "quantity", "price", "percent", "currency", "from", "until")


def register(subparsers: Any) -> None:
    parser = on_file(subparsers, "products", products, "the catalogue: list it, or exchange it with a spreadsheet")
    parser.add_argument("text", nargs="?", default="", help="only those with these words")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--import",
        dest="source",
        type=Path,
        metavar="CSV",
        help="products with a known stock number are changed",
    )
    ways.add_argument("--export", dest="to", type=Path, metavar="CSV")
    books = on_file(subparsers, "prices", prices, "prices of price books: list them, or exchange them")
    ways = books.add_mutually_exclusive_group()
    ways.add_argument("--import", dest="source", type=Path, metavar="CSV", help="books that are not there are made")
    ways.add_argument("--export", dest="to", type=Path, metavar="CSV")


def products(args: argparse.Namespace) -> int:
    from crmdesk.services import product_lists
    from crmdesk.services import products as catalogue

    with opened(args) as store:
        if args.source:
            return taken(args, product_lists.take_in(store, args.source))
        if args.to:
            count = product_lists.export(store, args.to)
            answer(args, {"exported": count, "to": str(args.to)}, _("{count} exported.").format(count=count))
            return 0
        rows = catalogue.find(store, args.text)
    document = [{"id": text_id(row["id"]), **{name: row[name] for name in _TOLD}} for row in rows]
    lines = [f"{row['sku'] or ''}  {row['name']}  {row['price'] or ''} {row['currency']}".strip() for row in document]
    answer(args, document, "\n".join(lines) or _("There are no products yet."))
    return 0


def prices(args: argparse.Namespace) -> int:
    from crmdesk.services import price_lists

    with opened(args) as store:
        if args.source:
            return taken(args, price_lists.take_in(store, args.source))
        if args.to:
            count = price_lists.export(store, args.to)
            answer(args, {"exported": count, "to": str(args.to)}, _("{count} exported.").format(count=count))
            return 0
        rows = price_lists.listing(store)
    lines = [" ".join(filter(None, (row[name] for name in _PRICES))) for row in rows]
    answer(args, rows, "\n".join(lines) or _("There are no prices yet."))
    return 0

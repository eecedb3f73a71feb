"""The prices of price books as a table: written for spreadsheets and read back, known by book, product and quantity."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.money import exact, plain
from crmdesk.domain.prices import Price, PriceBook
from crmdesk.domain.products import Product
from crmdesk.i18n import _, mark
from crmdesk.services import money, products
from crmdesk.services.payments import whole_day
from crmdesk.services.table_cells import Cells, Taken, figure, headings, read, read_figure
from crmdesk.services.writing import whole_file
from crmdesk.store import bulk
from crmdesk.store.store import Store

COLUMNS = {
    "book": mark("Price book"), "sku": mark("Stock number"), "product": mark("Product"),
    "quantity": mark("From quantity"), "price": mark("Price"), "currency": mark("Currency"), "from": mark("From"),
    "until": mark("Until"),
}  # fmt: skip
_OTHERS = {"price list": "book", "list": "book", "name": "product", "article": "sku", "minimum quantity": "quantity"}


def export(store: Store, to: Path) -> int:
    """Gives how many prices."""
    from crmdesk.formats import csv_table

    with store.read() as session:
        books = {row["id"]: row for row in bulk.whole(session, PriceBook)}
        known = {row["id"]: row for row in bulk.whole(session, Product)}
        told = [
            _told(row, books[row["book_id"]], known[row["product_id"]])
            for row in bulk.whole(session, Price)
            if row["book_id"] in books and row["product_id"] in known and row["price"]
        ]
    with whole_file(to) as file:
        for line in csv_table.write(list(COLUMNS), told):
            file.write(line)
    return len(told)


def _told(row: Mapping[str, Any], book: Mapping[str, Any], product: Mapping[str, Any]) -> dict[str, str | None]:
    return {
        "book": book["name"], "sku": product["sku"], "product": product["name"], "quantity": figure(row["quantity"]),
        "price": figure(row["price"]), "currency": book["currency"], "from": row["starts_on"], "until": row["ends_on"],
    }  # fmt: skip


def take_in(store: Store, path: Path) -> Taken:
    """Books that are not there are made; what cannot be read is told, line by line."""
    taken = Taken()
    rows = list(read(path, headings(COLUMNS, _OTHERS), "price"))
    with store.write(_("Import prices")) as session:
        known = products.named(session)
        for line, cells in rows:
            try:
                _take(session, cells, known, taken)
            except UserError as error:
                taken.rejected.append((line, str(error)))
    return taken


def _take(session: Session, cells: Cells, known: Mapping[str, Mapping[str, Any]], taken: Taken) -> None:
    price, quantity = read_figure(cells, "price"), read_figure(cells, "quantity") or Decimal(1)
    name = cells.get("sku") or cells.get("product") or ""
    product = known.get(fold(name)) if name else None
    if product is None:
        raise UserError(_("There is no product “{name}”.").format(name=name))
    if price is None:
        raise UserError(_("The row has no price."))
    days = {"starts_on": _day(cells, "from"), "ends_on": _day(cells, "until")}
    if days["starts_on"] and days["ends_on"] and days["ends_on"] < days["starts_on"]:
        raise UserError(_("The price ends before it begins."))
    row = {"book_id": _book(session, cells), "product_id": product["id"], "quantity": plain(quantity), **days}
    _put(session, row, plain(price), taken)


def _day(cells: Cells, name: str) -> str | None:
    return whole_day(_(COLUMNS[name]), cells[name]) if cells.get(name) else None


def _put(session: Session, row: dict[str, Any], price: str, taken: Taken) -> None:
    there = next((each for each in bulk.fetch(session, Price, "product_id", [row["product_id"]]) if _is(each, row)), {})
    if there and there["price"] is not None and exact(there["price"]) == exact(price):
        taken.unchanged += 1
    elif there:
        bulk.update(session, Price, [there["id"]], {"price": price})
        taken.changed += 1
    else:
        parts = (row["book_id"], row["product_id"], row["quantity"], row["starts_on"] or "", row["ends_on"] or "")
        bulk.revive(session, Price, [{**row, "id": named_id("price", *parts), "price": price}])
        taken.added += 1


def _is(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    same = all(one[name] == other[name] for name in ("book_id", "starts_on", "ends_on"))
    return same and exact(one["quantity"]) == exact(other["quantity"])


def _book(session: Session, cells: Cells) -> bytes:
    name = cells.get("book") or _("Imported")
    found = next((row for row in bulk.whole(session, PriceBook) if fold(row["name"]) == fold(name)), None)
    code = money.checked(cells["currency"]) if cells.get("currency") else ""
    if found:
        if code and code != found["currency"]:
            words = _("The price book {name} is in {currency}.")
            raise UserError(words.format(name=name, currency=found["currency"]))
        return bytes(found["id"])
    key = new_id()
    bulk.insert(session, PriceBook, [{"id": key, "name": name, "currency": code or money.currency(session)}])
    return key

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
from crmdesk.services import export_rights, money, products
from crmdesk.services.payments import whole_day
from crmdesk.services.table_cells import Cells, Taken, figure, headings, read, read_figure
from crmdesk.services.writing import whole_file
from crmdesk.store import bulk
from crmdesk.store.store import Store

COLUMNS = {
    "book": mark("Price book"), "sku": mark("Stock number"), "product": mark("Product"),
    "category": mark("Category"), "quantity": mark("From quantity"), "price": mark("Price"),
    "percent": mark("Change in %"), "currency": mark("Currency"), "from": mark("From"), "until": mark("Until"),
}  # fmt: skip
_OTHERS = {"price list": "book", "list": "book", "name": "product", "article": "sku", "minimum quantity": "quantity"}


def export(store: Store, to: Path) -> int:
    """Gives how many prices."""
    from crmdesk.formats import csv_table

    export_rights.require(store)
    told = listing(store)
    with whole_file(to) as file:
        for line in csv_table.write(list(COLUMNS), told):
            file.write(line)
    return len(told)


def listing(store: Store) -> list[dict[str, str | None]]:
    """All prices of all books: of a product, or a change for a category or everything."""
    with store.read() as session:
        books = {row["id"]: row for row in bulk.whole(session, PriceBook)}
        known = {row["id"]: row for row in bulk.whole(session, Product)}
        return [
            _told(row, books[row["book_id"]], known.get(row["product_id"], {}))
            for row in bulk.whole(session, Price)
            if row["book_id"] in books and (row["product_id"] is None or row["product_id"] in known)
        ]


def _told(row: Mapping[str, Any], book: Mapping[str, Any], product: Mapping[str, Any]) -> dict[str, str | None]:
    return {
        "book": book["name"], "sku": product.get("sku"), "product": product.get("name"), "category": row["category"],
        "quantity": figure(row["quantity"]), "price": figure(row["price"]), "percent": figure(row["percent"]),
        "currency": book["currency"], "from": row["starts_on"], "until": row["ends_on"],
    }  # fmt: skip


def take_in(store: Store, path: Path) -> Taken:
    """Books that are not there are made; what cannot be read is told, line by line."""
    taken = Taken()
    rows = list(read(path, headings(COLUMNS, _OTHERS), "price", "percent"))
    with store.write(_("Import prices")) as session:
        known = products.named(session)
        for line, cells in rows:
            try:
                _take(session, cells, known, taken)
            except UserError as error:
                taken.rejected.append((line, str(error)))
    return taken


def _take(session: Session, cells: Cells, known: Mapping[str, Mapping[str, Any]], taken: Taken) -> None:
    figures = {name: plain(found) for name in ("price", "percent") if (found := read_figure(cells, name)) is not None}
    name, quantity = cells.get("sku") or cells.get("product") or "", read_figure(cells, "quantity") or Decimal(1)
    product = known.get(fold(name)) if name else None
    if product is None and (name or "percent" not in figures):
        raise UserError(_("There is no product “{name}”.").format(name=name))
    if not figures:
        raise UserError(_("The row has no price."))
    days = {"starts_on": _day(cells, "from"), "ends_on": _day(cells, "until")}
    if days["starts_on"] and days["ends_on"] and days["ends_on"] < days["starts_on"]:
        raise UserError(_("The price ends before it begins."))
    whose = {"product_id": product["id"] if product else None, "category": None if product else cells.get("category")}
    row = {"book_id": _book(session, cells), **whose, "quantity": plain(quantity), **days}
    _put(session, row, figures, taken)


def _day(cells: Cells, name: str) -> str | None:
    return whole_day(_(COLUMNS[name]), cells[name]) if cells.get(name) else None


def _put(session: Session, row: dict[str, Any], figures: Mapping[str, str], taken: Taken) -> None:
    product = row["product_id"]
    rows = (
        bulk.fetch(session, Price, "product_id", [product])
        if product
        else bulk.fetch_blank(session, Price, "product_id")
    )
    there = next((each for each in rows if _is(each, row)), None)
    if there is None:
        parts = (
            row["book_id"],
            product or row["category"] or "",
            row["quantity"],
            row["starts_on"] or "",
            row["ends_on"] or "",
        )
        bulk.revive(
            session, Price, [{**row, "id": named_id("price", *parts), "price": None, "percent": None, **figures}]
        )
        taken.added += 1
    elif all(there[name] is not None and exact(there[name]) == exact(value) for name, value in figures.items()):
        taken.unchanged += 1
    else:
        bulk.update(session, Price, [there["id"]], figures)
        taken.changed += 1


def _is(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    same = all(one[name] == other[name] for name in ("book_id", "category", "starts_on", "ends_on"))
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

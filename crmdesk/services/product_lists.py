"""The catalogue as a table: written for spreadsheets, and read from anybody's list of prices."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from crmdesk import i18n
from crmdesk.domain.base import own_fields
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import new_id
from crmdesk.domain.money import plain
from crmdesk.domain.money_formats import read_number
from crmdesk.domain.products import Product
from crmdesk.i18n import _
from crmdesk.services import export_rights, money, products, taxes
from crmdesk.services.table_cells import Taken, figure
from crmdesk.services.writing import whole_file
from crmdesk.store import bulk
from crmdesk.store.store import Store

COLUMNS = (
    "sku", "name", "kind", "category", "description", "specification", "unit", "price", "cost", "currency", "tax",
    "barcode",
)  # fmt: skip
_OTHERS = {
    "article": "sku", "item number": "sku", "part number": "sku", "product code": "sku", "product name": "name",
    "list price": "price", "unit price": "price", "vat": "tax", "tax %": "tax", "ean": "barcode", "gtin": "barcode",
    "artikelnummer": "sku", "bezeichnung": "name", "preis": "price", "einheit": "unit",
}  # fmt: skip
"""Of headings in lists of others."""


def export(store: Store, to: Path) -> int:
    """Gives how many products."""
    from crmdesk.formats import csv_table

    export_rights.require(store)
    rows = products.find(store)
    with store.read() as session:
        names = taxes.classes(session)
    told = [
        {**row, "tax": names.get(row["tax_class_id"]), **{name: figure(row[name]) for name in ("price", "cost")}}
        for row in rows
    ]
    with whole_file(to) as file:
        for line in csv_table.write(COLUMNS, told):
            file.write(line)
    return len(rows)


def take_in(store: Store, path: Path) -> Taken:
    """Products that are known by stock number, or by name where they have none, are changed, all others added.

    What cannot be read is told, line by line.
    """
    from crmdesk.formats import csv_table

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(_("{name} cannot be read.").format(name=path.name)) from error
    taken = Taken()
    with store.write(_("Import products")) as session:
        known = {_key(row): row for row in bulk.whole(session, Product)}
        for line, cells in csv_table.read(data, _headings()):
            try:
                _take(session, _row(session, cells), known, taken)
            except UserError as error:
                taken.rejected.append((line, str(error)))
    return taken


def _key(row: Mapping[str, Any]) -> tuple[str, str]:
    return ("sku", fold(row["sku"])) if row.get("sku") else ("name", fold(row.get("name") or ""))


def _headings() -> dict[str, str]:
    fields = own_fields(Product)
    shown = [(name, fields[name].label) for name in COLUMNS if name in fields]
    labels = {fold(word): name for name, label in shown for word in (label, _(label))}
    return {**_OTHERS, **labels, fold(_("Tax")): "tax", **{name: name for name in COLUMNS}}


def _row(session: Session, cells: Mapping[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = dict(cells)
    for name in ("price", "cost"):
        if name in row:
            row[name] = plain(read_number(row[name], i18n.language()))
    if tax := row.pop("tax", ""):
        row["tax_class_id"] = _tax_class(session, tax)
    return products.cleaned_row(row)


def _tax_class(session: Session, text: str) -> bytes:
    """By its name; a percentage that no class is called by becomes one."""
    named = {fold(name): key for key, name in taxes.classes(session).items()}
    if fold(text) in named:
        return named[fold(text)]
    percent = read_number(text, i18n.language())
    shown = f"{plain(percent)}%"
    return named.get(fold(shown)) or taxes.put_class(session, shown, [taxes.Rate(_("Tax"), percent)])


def _take(session: Session, row: dict[str, Any], known: dict[tuple[str, str], dict[str, Any]], taken: Taken) -> None:
    same = known.get(_key(row))
    if same is None:
        if not row.get("name"):
            raise UserError(_("The row has no name."))
        fresh = {"currency": money.currency(session), **row, "id": new_id()}
        bulk.insert(session, Product, [fresh])
        known[_key(row)] = fresh
        taken.added += 1
        return
    differing = {name: value for name, value in row.items() if same.get(name) != value}
    if differing:
        bulk.update(session, Product, [same["id"]], differing)
        same.update(differing)
    taken.changed += bool(differing)
    taken.unchanged += not differing

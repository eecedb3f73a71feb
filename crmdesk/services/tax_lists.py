"""Tax classes with their rates as they are shown and edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmdesk.domain.base import own_fields
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.money import exact
from crmdesk.domain.prices import TaxClass, TaxRate
from crmdesk.domain.products import Product
from crmdesk.domain.values.clean import cleaned, tidy
from crmdesk.i18n import _
from crmdesk.store import bulk
from crmdesk.store.store import Store

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ClassRow:
    id: bytes
    name: str
    rates: tuple[Row, ...]
    products: int


def listing(store: Store) -> list[ClassRow]:
    with store.read() as session:
        rows = sorted(bulk.whole(session, TaxClass), key=lambda row: (row["position"], row["created_at"]))
        rates = sorted(
            bulk.fetch(session, TaxRate, "tax_class_id", [row["id"] for row in rows]), key=lambda row: row["position"]
        )
        counts = bulk.count_by(session, Product, "tax_class_id")
    return [
        ClassRow(
            row["id"], row["name"], tuple(rate for rate in rates if rate["tax_class_id"] == row["id"]),
            counts.get(row["id"], 0),
        )
        for row in rows
    ]  # fmt: skip


def add_class(store: Store, name: str) -> bytes:
    """With a rate of nothing, to be typed over."""
    name = tidy(name)
    key = named_id("tax class", name)
    with store.write(_("Add tax class {name}").format(name=name)) as session:
        if any(row["name"] == name for row in bulk.whole(session, TaxClass)):
            raise UserError(_("There is a tax class of this name already."))
        bulk.revive(session, TaxClass, [{"id": key, "name": name}])
        first = {"id": named_id("tax rate", key, "0"), "tax_class_id": key, "name": _("Tax"), "percent": "0"}
        bulk.revive(session, TaxRate, [first])
    return key


def rename_class(store: Store, key: bytes, name: str) -> None:
    if not (name := tidy(name)):
        raise UserError(_("A tax class needs a name."))
    with store.write(_("Rename tax class")) as session:
        bulk.update(session, TaxClass, [key], {"name": name})


def remove_class(store: Store, key: bytes) -> None:
    """Products of it have no tax from now on; documents keep theirs."""
    with store.write(_("Delete tax class")) as session:
        bulk.mark_deleted(session, TaxClass, "id", [key])
        bulk.mark_deleted(session, TaxRate, "tax_class_id", [key])
        used = [row["id"] for row in bulk.fetch(session, Product, "tax_class_id", [key])]
        bulk.update(session, Product, used, {"tax_class_id": None})


def add_rate(store: Store, tax_class: bytes) -> bytes:
    key = new_id()
    with store.write(_("Add tax rate")) as session:
        there = list(bulk.fetch(session, TaxRate, "tax_class_id", [tax_class]))
        name = there[0]["name"] if there else _("Tax")
        row = {"id": key, "tax_class_id": tax_class, "name": name, "percent": "0", "position": len(there)}
        bulk.insert(session, TaxRate, [row])
    return key


def change_rate(store: Store, key: bytes, values: Mapping[str, Any]) -> None:
    fields = own_fields(TaxRate)
    row = {name: cleaned(fields[name].kind, _(fields[name].label), value) for name, value in values.items()}
    if "percent" in row and not 0 <= exact(row["percent"] or "0") <= 1000:
        raise UserError(_("“{percent}” is no tax rate.").format(percent=row["percent"]))
    with store.write(_("Change tax rate")) as session:
        before = next(bulk.fetch(session, TaxRate, "id", [key]), {})
        after = {**before, **row}
        if after.get("starts_on") and after.get("ends_on") and after["ends_on"] < after["starts_on"]:
            raise UserError(_("The tax would end before it begins."))
        bulk.update(session, TaxRate, [key], {name: "" if name == "name" and not row[name] else row[name]
                                              for name in row})  # fmt: skip


def remove_rate(store: Store, key: bytes) -> None:
    with store.write(_("Remove tax rate")) as session:
        bulk.mark_deleted(session, TaxRate, "id", [key])

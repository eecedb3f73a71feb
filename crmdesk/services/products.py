"""The catalogue: what is sold, at which price where no book says otherwise."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import own_fields
from crmdesk.domain.contacts import Photo
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.preferences import Preference
from crmdesk.domain.products import BundlePart, Product
from crmdesk.domain.values.clean import cleaned
from crmdesk.i18n import _
from crmdesk.services import money
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk
from crmdesk.store.store import Store

Row = dict[str, Any]


def add(store: Store, values: Mapping[str, Any]) -> bytes:
    """By column name; the currency is that of the file unless it is told."""
    row = cleaned_row(values)
    if not row.get("name"):
        raise UserError(_("The product has no name yet, so nothing was saved."))
    with store.write(_("Add product {name}").format(name=row["name"])) as session:
        key = new_id()
        bulk.insert(session, Product, [{"currency": money.currency(session), **row, "id": key}])
    return key


def change(store: Store, key: bytes | str, values: Mapping[str, Any]) -> None:
    with store.write(_("Change product")) as session:
        bulk.update(session, Product, [as_id(key)], cleaned_row(values))


def cleaned_row(values: Mapping[str, Any]) -> Row:
    fields = own_fields(Product)
    row = {name: cleaned(fields[name].kind, _(fields[name].label), values[name]) for name in values if name in fields}
    if row.get("currency"):
        row["currency"] = money.checked(row["currency"])
    return row | {name: values[name] for name in ("tax_class_id",) if name in values}


def get(session: Session, key: bytes) -> Row:
    found = next(bulk.fetch(session, Product, "id", [key]), None)
    if found is None:
        raise UserError(_("This product was deleted meanwhile. Undo brings it back."))
    return found


def by_name(session: Session, text: str) -> Row | None:
    """By stock number, barcode or name, whatever its capitals; what is no longer offered last."""
    same = bulk.fetch(session, Product, "sku", [text.strip()])
    return next((row for row in same if not row["is_archived"]), None) or named(session).get(fold(text))


def named(session: Session) -> dict[str, Row]:
    """All of them, as `by_name` finds one: for lists, which ask often."""
    rows = sorted(bulk.whole(session, Product), key=lambda row: bool(row["is_archived"]))
    found: dict[str, Row] = {}
    for column in ("sku", "barcode", "name"):
        for row in rows:
            if row[column]:
                found.setdefault(fold(row[column]), row)
    return found


def find(store: Store, text: str = "") -> list[Row]:
    """Those that are offered and have all of the words, by name."""
    words = fold(text).split()
    with store.read() as session:
        rows = [row for row in bulk.whole(session, Product) if not row["is_archived"]]
    texts = ("sku", "name", "description", "barcode", "category")
    found = [row for row in rows if all(word in fold(" ".join(row[name] or "" for name in texts)) for word in words)]
    return sorted(found, key=lambda row: fold(row["name"]))


def set_picture(store: Store, key: bytes, media_type: str, data: bytes | None) -> None:
    """The one that stands beside it on quotes; nothing takes it away."""
    with store.write(_("Change picture")) as session:
        get(session, key)
        bulk.mark_deleted(session, Photo, "owner_id", [key])
        if data:
            bulk.insert(session, Photo, [{"owner_id": key, "media_type": media_type, "data": data}])


def set_supplier(store: Store, key: bytes, name: str) -> None:
    """Of whom it is bought: a company of the file by its name, or any other."""
    with store.write(_("Change supplier")) as session:
        wanted = f"supplier {key.hex()}"
        row = {"id": named_id("preference", wanted), "name": wanted, "value": name.strip()}
        bulk.revive(session, Preference, [row])


def supplier(session: Session, key: bytes) -> str:
    found = session.get(Preference, named_id("preference", f"supplier {key.hex()}"))
    return found.value if found and found.deleted_at is None else ""


def remove(store: Store, key: bytes) -> None:
    """Documents keep what they have of it."""
    with store.write(_("Delete product")) as session:
        bulk.mark_deleted(session, Product, "id", [key])


def duplicate(store: Store, key: bytes) -> bytes:
    """The same with its parts and options, without the numbers that only one can have."""
    from crmdesk.services import configuring

    with store.write(_("Duplicate product")) as session:
        row, made = get(session, key), new_id()
        own = {name: row[name] for name in own_fields(Product)} | {"sku": None, "barcode": None, "id": made}
        bulk.insert(session, Product, [{**own, "name": _("{name} copy").format(name=row["name"])}])
        same = ("product_id", "quantity", "is_optional", "position")
        bulk.insert(session, BundlePart, [{**{name: part[name] for name in same}, "bundle_id": made}
                                          for part in parts(session, key)])  # fmt: skip
        found = configuring.of(session, key)
        configuring.put(session, made, found.choices, found.rules)
    return made


def set_parts(store: Store, bundle: bytes, parts: Mapping[bytes, str], optional: Collection[bytes] = ()) -> None:
    """Of what a bundle consists, how many of each, and what may be left out."""
    with store.write(_("Change bundle")) as session:
        if bundle in parts or bundle in _inside(session, set(parts)):
            raise UserError(_("A bundle cannot be a part of itself. Nothing was changed."))
        bulk.mark_deleted(session, BundlePart, "bundle_id", [bundle])
        rows = [
            {
                "bundle_id": bundle, "product_id": key, "quantity": cleaned_quantity(quantity), "position": place,
                "is_optional": key in optional,
            }
            for place, (key, quantity) in enumerate(parts.items())
        ]  # fmt: skip
        bulk.insert(session, BundlePart, rows)


def cleaned_quantity(text: str) -> str:
    from crmdesk.domain.money import exact, plain

    return plain(exact(text))


def _inside(session: Session, keys: set[bytes]) -> set[bytes]:
    """All that these consist of, however deep."""
    found: set[bytes] = set()
    while keys:
        keys = {row["product_id"] for row in bulk.fetch(session, BundlePart, "bundle_id", list(keys))} - found
        found |= keys
    return found


def parts(session: Session, bundle: bytes) -> list[Row]:
    return sorted(bulk.fetch(session, BundlePart, "bundle_id", [bundle]), key=lambda row: row["position"])

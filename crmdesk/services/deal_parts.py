"""What hangs on a deal: its contacts and their roles, points checked, products and their sum, shares of colleagues."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import declared_fields
from crmdesk.domain.card import Card
from crmdesk.domain.companies import Affiliation
from crmdesk.domain.deals import Deal, DealCheck, DealContact, DealProduct, DealShare
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.money import exact, exactly, part, plain, to_minor
from crmdesk.domain.values.clean import cleaned, tidy
from crmdesk.domain.values.names import split_name
from crmdesk.i18n import _
from crmdesk.services import deals, incentives, prices, products
from crmdesk.services.cards import Writer
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

Row = dict[str, Any]


# Contacts


def add_contact(store: Store, key: bytes, owner: bytes, role: str | None = None) -> None:
    """One that is there already is given the role; the first becomes the one the deal is with."""
    with store.write(_("Add contact to deal")) as session:
        _add(session, key, owner, role)


def _add(session: Session, key: bytes, owner: bytes, role: str | None) -> None:
    found = next(iter(rows_of(session, [owner])), None)
    if found is None:
        raise UserError(_("There is no such contact or company in this file."))
    _tie(session, key, owner, role, "company_id" if found.kind == "company" else "contact_id")


def _tie(session: Session, key: bytes, owner: bytes, role: str | None, column: str) -> None:
    there = list(bulk.fetch(session, DealContact, "deal_id", [key]))
    place = max((row["position"] for row in there if row["owner_id"] != owner), default=-1) + 1
    link = {"id": _link(key, owner), "owner_id": owner, "deal_id": key, "role": role, "position": place}
    bulk.revive(session, DealContact, [link])
    if not deals.get(session, key)[column]:
        bulk.update(session, Deal, [key], {column: owner})


def add_new_contact(store: Store, key: bytes, name: str, role: str | None = None) -> bytes:
    """Somebody who is not in the file yet, of the company the deal is with."""
    with store.write(_("Add contact to deal")) as session:
        writer = Writer(session, None)
        owner = writer.add(Card(kind="contact", fields=dict(split_name(tidy(name)))))
        writer.flush()
        if company := deals.get(session, key)["company_id"]:
            place = {"contact_id": owner, "company_id": company, "is_primary": True, "position": 0}
            bulk.insert(session, Affiliation, [place])
        _tie(session, key, owner, role, "contact_id")
    return owner


def set_role(store: Store, key: bytes, owner: bytes, role: str | None) -> None:
    """Also of whoever the deal is with and who has had no role so far."""
    with store.write(_("Change role in deal")) as session:
        link = {"id": _link(key, owner), "owner_id": owner, "deal_id": key, "role": role or None}
        bulk.revive(session, DealContact, [link])


def replace_contact(store: Store, key: bytes, owner: bytes, other: bytes) -> None:
    """Somebody else in the same role."""
    with store.write(_("Change contact of deal")) as session:
        role = next((row["role"] for row in bulk.fetch(session, DealContact, "id", [_link(key, owner)])), None)
        is_main = owner in (deals.get(session, key)["company_id"], deals.get(session, key)["contact_id"])
        bulk.mark_deleted(session, DealContact, "id", [_link(key, owner)])
        if is_main:
            _give_up(session, key, owner)
        _add(session, key, other, role)


def remove_contact(store: Store, key: bytes, owner: bytes) -> None:
    """Where the deal was with them, it is with the next from now on."""
    with store.write(_("Remove contact from deal")) as session:
        bulk.mark_deleted(session, DealContact, "id", [_link(key, owner)])
        column = _give_up(session, key, owner)
        kind = "company" if column == "company_id" else "contact"
        rows = {row.id: row.kind for row in rows_of(session, [each for each, _role in deals.contacts(session, key)])}
        following = next((each for each, _role in deals.contacts(session, key) if rows.get(each) == kind), None)
        if column and following:
            bulk.update(session, Deal, [key], {column: following})


def _give_up(session: Session, key: bytes, owner: bytes) -> str:
    """The column in which the deal was with them."""
    deal = deals.get(session, key)
    column = next((name for name in ("company_id", "contact_id") if deal[name] == owner), "")
    if column:
        bulk.update(session, Deal, [key], {column: None})
    return column


def _link(key: bytes, owner: bytes) -> bytes:
    return named_id("deal contact", key, owner)


# Checklists of stages


def check(store: Store, key: bytes, stage: bytes, text: str, *, is_done: bool) -> None:
    point = named_id("deal check", key, stage, text)
    words = _("Check “{text}”") if is_done else _("Uncheck “{text}”")
    with store.write(words.format(text=text)) as session:
        deals.get(session, key)
        if is_done:
            bulk.revive(session, DealCheck, [{"id": point, "deal_id": key, "stage_id": stage, "text": text}])
        else:
            bulk.mark_deleted(session, DealCheck, "id", [point])


# Products


def add_product(store: Store, key: bytes, typed: str, quantity: str = "1", price: str | None = None) -> bytes:
    """One of the catalogue by name or stock number with its price, else whatever was typed."""
    with store.write(_("Add product to deal")) as session:
        deal = deals.get(session, key)
        there = list(bulk.fetch(session, DealProduct, "deal_id", [key]))
        row = {**_product(session, deal, typed), "id": new_id(), "deal_id": key, "quantity": quantity}
        row |= {"unit_price": price} if price is not None else {}
        row["position"] = max((each["position"] for each in there), default=-1) + 1
        _check_line(row)
        bulk.insert(session, DealProduct, [row])
    return bytes(row["id"])


def _product(session: Session, deal: Row, typed: str) -> Row:
    found = products.by_name(session, tidy(typed))
    if found is None:
        return {"name": tidy(typed), "unit_price": "0"}
    owners = [key for key in (deal["contact_id"], deal["company_id"]) if key]
    today = date.today().isoformat()  # noqa: DTZ011 - the user's own day
    price = prices.price_for(session, found, Decimal(1), today, deal["currency"], owners)
    return {"name": found["name"], "product_id": found["id"], "unit_price": plain(price.price) if price else "0"}


def change_product(store: Store, line: bytes, **values: Any) -> None:
    """Name, quantity, unit_price or discount, the numbers as decimals in text."""
    fields = declared_fields(DealProduct)
    new = {name: cleaned(fields[name].kind, _(fields[name].label), value) for name, value in values.items()}
    with store.write(_("Change product of deal")) as session:
        found = next(bulk.fetch(session, DealProduct, "id", [line]), None)
        if found is None:
            raise UserError(_("This was removed meanwhile. Undo brings it back."))
        empty = {"quantity": "1", "unit_price": "0"}
        new = {name: empty.get(name) if value is None else value for name, value in new.items()}
        _check_line({**found, **new})
        bulk.update(session, DealProduct, [line], new)


def remove_product(store: Store, line: bytes) -> None:
    with store.write(_("Remove product from deal")) as session:
        bulk.mark_deleted(session, DealProduct, "id", [line])


def _check_line(row: Row) -> None:
    if not row["name"]:
        raise UserError(_("Nothing was typed yet, so nothing was saved."))
    if not 0 <= exact(row.get("discount") or "0") <= 100:
        raise UserError(_("A discount is between 0 and 100 percent."))


def products_of(session: Session, key: bytes) -> list[Row]:
    return sorted(bulk.fetch(session, DealProduct, "deal_id", [key]), key=lambda row: (row["position"], row["id"]))


def line_amount(row: Row, currency: str) -> int:
    """What a line comes to, in the smallest unit."""
    with exactly():
        whole = exact(row["quantity"]) * exact(row["unit_price"])
        return to_minor(whole - part(exact(row["discount"] or "0"), whole), currency)


# Shares


def share(store: Store, key: bytes, colleague: str, percent: str) -> None:
    """Of the commission; what is left is the responsible's, and so is what a share of nothing gives back."""
    if not (name := tidy(colleague)):
        raise UserError(_("Say whose share it is."))
    if not 0 <= exact(percent) <= 100:
        raise UserError(_("A share is at most 100 percent."))
    with store.read() as session:
        owner = deals.get(session, key)["responsible"] or store.author
        found = {row["colleague"]: exact(row["percent"]) for row in shares(session, key)} | {name: exact(percent)}
    others = {who: rate for who, rate in found.items() if rate and (who != owner or who == name)}
    left = Decimal(100) - sum(others.values(), Decimal(0))
    if left < 0 or (left and owner in others):
        raise UserError(_("The shares are not 100 % together. Nothing was changed."))
    whole = {owner: left, **others} if left else others
    incentives.set_shares(store, key, {} if list(whole) == [owner] else whole)


def shares(session: Session, key: bytes) -> list[Row]:
    return sorted(bulk.fetch(session, DealShare, "deal_id", [key]), key=lambda row: (-exact(row["percent"]), row["id"]))

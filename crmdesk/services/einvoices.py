"""Invoices for machines, with the figures of the printed one; what they lack is told by its name."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.channels import Address, Email
from crmdesk.domain.errors import UserError
from crmdesk.domain.money import apportion, exact, exactly, exponent, rounded, to_major
from crmdesk.domain.money_taxes import Tax
from crmdesk.domain.payment_codes import is_iban
from crmdesk.domain.unit_codes import code_of
from crmdesk.formats.einvoice import (
    CREDIT,
    INVOICE,
    WITHIN_EU,
    Extra,
    Invoice,
    Item,
    Party,
    Taxed,
    Treated,
    embedded,
    to_xml,
)
from crmdesk.i18n import _
from crmdesk.services import document_steps, documents, preferences, quote_paper, sender, taxes
from crmdesk.services.documents import Row, Whole, whole
from crmdesk.services.quote_writer import Writer, preference
from crmdesk.services.writing import whole_file
from crmdesk.store import bulk
from crmdesk.store.store import Store

KINDS = {"invoice": INVOICE, "credit": CREDIT}
_CATEGORIES = {"reverse": "AE", "exempt": "E"}
_FREE = {"AE": "VATEX-EU-AE", WITHIN_EU: "VATEX-EU-IC", "G": "VATEX-EU-G", "O": "VATEX-EU-O", "E": ""}
"""Categories without a tax, and the code of the reason."""
_MOST_DIGITS = 2


def xml_of(store: Store, key: bytes) -> bytes:
    """Raises UserError that names what is missing."""
    with store.read() as session:
        return to_xml(invoice_of(session, key))


def save_xml(store: Store, key: bytes, to: Path) -> None:
    data = xml_of(store, key)
    with whole_file(to) as file:
        file.write(data)


def save_pdf(store: Store, key: bytes, to: Path) -> int:
    """Gives how many pages."""
    data, pages = pdf_of(store, key)
    with whole_file(to) as file:
        file.write(data)
    return pages


def pdf_of(store: Store, key: bytes) -> tuple[bytes, int]:
    """The printed invoice with the XML in it, and how many pages."""
    with store.read() as session:
        document = whole(session, key)
        xml = to_xml(invoice_of(session, key))
    pdf, pages = quote_paper.pdf_of(store, document)
    return embedded(pdf, xml, document.head["language"] or "en"), pages


def check(session: Session, key: bytes) -> None:
    """Of a draft: as if it were sent today."""
    document = whole(session, key)
    today = date.today().isoformat()  # noqa: DTZ011 - the user's own day
    head = document.head | document_steps.frozen(session, document.head, today) | {"title": "1"}
    to_xml(_Maker(session, replace(document, head=head)).invoice())


def invoice_of(session: Session, key: bytes) -> Invoice:
    return _Maker(session, whole(session, key)).invoice()


@dataclass(slots=True)
class _Group:
    """What is taxed alike, all in the smallest unit."""

    rows: list[Row] = field(default_factory=list)
    base: int = 0
    tax: int = 0
    notes: list[str] = field(default_factory=list)


class _Maker:
    def __init__(self, session: Session, document: Whole) -> None:
        self.session, self.head = session, _completed(session, document.head)
        self.is_inclusive = bool(self.head["is_inclusive"])
        self.document = document
        self.rows = [row for row in document.rows if _counts(row)]

    def invoice(self) -> Invoice:
        head = self.head
        _check_kind(head)
        groups = self.groups()
        seller, buyer = self.seller(), self.buyer()
        _check(self.problems(seller, buyer, groups))
        items, extras = self.lines(groups)
        day = {name: date.fromisoformat(head[name]) for name in ("issued_on", "due_on", "delivered_on") if head[name]}
        iban = "".join(preference(self.session, "payment.iban").split()).upper()
        return Invoice(
            number=head["title"], kind=KINDS[head["kind"]], issued_on=day["issued_on"], currency=head["currency"],
            seller=seller, buyer=buyer, items=items, extras=extras, taxes=list(self.taxed(groups)),
            net=self.money(head["net"]), tax=self.money(head["tax"]), total=self.money(head["total"]),
            rounding=self.money(head["rounding_difference"]), paid=self.money(head["deposit_amount"] or 0),
            reference=head["reference"] or "", source=self.source(), delivered_on=day.get("delivered_on"),
            due_on=day.get("due_on"), terms=head["terms"] or "", notes=[head["intro"]] if head["intro"] else [],
            iban=iban if is_iban(iban) else "", bic=preference(self.session, "payment.bic"),
        )  # fmt: skip

    def money(self, amount: int) -> Decimal:
        return to_major(amount, self.head["currency"])

    def source(self) -> str:
        if self.head["kind"] != "credit" or not self.head["source_id"]:
            return ""
        return documents.get(self.session, self.head["source_id"])["title"] or ""

    # Who

    def seller(self) -> Party:
        own = sender.of(self.session)
        kept: dict[str, Any] = json.loads(self.head["sender"] or "null") or {}
        if own is None:
            raise UserError(_("An electronic invoice names who sends it: choose your business in Preferences."))
        place = kept.get("address") or own.address
        return _party(
            kept.get("name") or own.name, place, kept.get("country") or own.country,
            kept.get("tax_number") or own.tax_number, kept.get("email") or own.email,
        )  # fmt: skip

    def buyer(self) -> Party:
        head = self.head
        keys = [key for key in (head["company_id"], head["contact_id"]) if key]
        place = self.first(Address, keys)
        lines = (head["address"] or "").splitlines()
        country = place.get("country") or (preferences.country(self.session) if place else "")
        email = self.first(Email, keys).get("value") or ""
        return _party(lines[0] if lines else "", place, country, head["tax_number"] or "", email)

    def first(self, record: type[Any], keys: Sequence[bytes]) -> Mapping[str, Any]:
        for key in keys:
            rows = bulk.fetch(self.session, record, "owner_id", [key])
            if found := min(rows, key=lambda row: (not row["is_primary"], row["position"], row["id"]), default=None):
                return found
        return {}

    def problems(self, seller: Party, buyer: Party, groups: Mapping[Treated, _Group]) -> Iterator[str]:
        categories = {tax.category for tax in groups}
        if not (seller.vat_number or seller.tax_number):
            yield _("your tax number (Preferences, Your business)")
        elif categories & {"AE", WITHIN_EU, "G"} and not seller.vat_number:
            yield _("your VAT number with the letters of your country (Preferences, Your business)")
        if not seller.country:
            yield _("your country (Preferences, Your business)")
        if not buyer.name:
            yield _("the customer's name")
        if not buyer.country:
            yield _("the customer's country (on the card of the company or contact)")
        if categories & {"AE", WITHIN_EU} and not buyer.vat_number:
            yield _("the customer's VAT number with the letters of its country")
        if WITHIN_EU in categories and not self.head["delivered_on"]:
            yield _("the day of delivery")
        if self.head["total"] > (self.head["deposit_amount"] or 0) and not (self.head["due_on"] or self.head["terms"]):
            yield _("the day it is due, or terms of payment")

    # What

    def groups(self) -> dict[Treated, _Group]:
        found: defaultdict[Treated, _Group] = defaultdict(_Group)
        for row in self.rows:
            found[_treated(_only_tax(row))].rows.append(row)
        for row in self.document.taxes:
            tax = Tax(row["name"], exact(row["percent"]), row["kind"], code=row["code"] or "", note=row["note"] or "")
            group = found[_treated(tax)]
            group.base += row["base"]
            group.tax += row["amount"]
            group.notes.append(tax.note or tax.name)
        return dict(found)

    def taxed(self, groups: Mapping[Treated, _Group]) -> Iterator[Taxed]:
        reverse = Writer.words_of(self.head).reverse
        for tax, group in groups.items():
            reason = ""
            if tax.category in _FREE:
                reason = reverse if tax.category == "AE" else ", ".join(dict.fromkeys(group.notes))
            code = _FREE.get(tax.category, "")
            yield Taxed(tax, self.money(group.base), self.money(group.tax), reason, code)

    def lines(self, groups: Mapping[Treated, _Group]) -> tuple[list[Item], list[Extra]]:
        """Lines in the order of the paper, without taxes; then what is put on and taken off the whole."""
        nets: dict[bytes, tuple[int, Treated]] = {}
        extras: list[Extra] = []
        for tax, group in groups.items():
            amounts, discount = self.nets(group)
            nets |= {row["id"]: (amount, tax) for row, amount in zip(group.rows, amounts, strict=True)}
            if discount:
                reason = Writer.words_of(self.head).discount
                extras.append(Extra(discount < 0, self.money(abs(discount)), tax, reason))
        items: list[Item] = []
        for row in self.rows:
            amount, tax = nets[row["id"]]
            if row["kind"] == "shipping":
                name = row["name"] or Writer.words_of(self.head).shipping
                extras.append(Extra(amount >= 0, self.money(abs(amount)), tax, name))
            else:
                items.append(self.item(row, len(items) + 1, amount, tax))
        if not items:
            raise UserError(_("There is nothing on it that an electronic invoice could tell."))
        return items, extras

    def nets(self, group: _Group) -> tuple[list[int], int]:
        """Of each row of a group its net, and what of the discount on the whole is this group's."""
        amounts = [row["amount"] for row in group.rows]
        if not self.is_inclusive:
            return amounts, sum(amounts) - group.base
        after, before = group.base + group.tax, sum(amounts)
        discount = 0
        if before != after:
            with exactly():
                discount = rounded(Decimal((before - after) * group.base) / after) if after else before
        return (apportion(group.base + discount, amounts) if before else amounts), discount

    def item(self, row: Row, number: int, amount: int, tax: Treated) -> Item:
        quantity, price = exact(row["quantity"]), exact(row["unit_price"])
        allowance = 0
        with exactly():
            if self.is_inclusive:
                price = (Decimal(self.money(amount)) / quantity).quantize(Decimal("0.000001")) if quantity else price
            else:
                full = (quantity * price).scaleb(exponent(self.head["currency"]))
                allowance = rounded(full, self.head["rounding"]) - amount
        if price < 0:  # the standard knows no price below nothing
            quantity, price = -quantity, -price
        return Item(
            f"{number}", row["name"] or "–", quantity, code_of(row["unit"] or ""), price, self.money(amount), tax,
            self.money(allowance), row["sku"] or "", row["text"] or "",
        )  # fmt: skip


def _completed(session: Session, head: Row) -> Row:
    """A credit note is due at once, and for what was delivered as its invoice says."""
    if head["kind"] != "credit":
        return head
    source = documents.get(session, head["source_id"]) if head["source_id"] else {}
    delivered = head["delivered_on"] or source.get("delivered_on")
    return head | {"due_on": head["due_on"] or head["issued_on"], "delivered_on": delivered}


def _counts(row: Row) -> bool:
    """What belongs to a bundle and costs nothing beside it is no line of its own."""
    is_free = not row["amount"] and not exact(row["unit_price"])
    return row["kind"] in ("product", "shipping") and not row["is_optional"] and not is_free


def _check_kind(head: Row) -> None:
    if head["kind"] not in KINDS:
        raise UserError(_("Only invoices and credit notes can be sent as electronic invoices."))
    if not head["title"]:
        raise UserError(_("A draft has no number yet. Send it first, then export the electronic invoice."))
    if exponent(head["currency"]) > _MOST_DIGITS:
        words = _("Electronic invoices know two digits behind the point, and {currency} has {digits}.")
        raise UserError(words.format(currency=head["currency"], digits=exponent(head["currency"])))


def _check(problems: Iterator[str]) -> None:
    if missing := list(problems):
        raise UserError(_("The electronic invoice was not made. It lacks {what}.").format(what="; ".join(missing)))


def _only_tax(row: Row) -> Tax:
    found = taxes.read(row["taxes"])
    if any(tax.kind == "withheld" for tax in found) or len(found) > 1:
        words = _("“{name}” bears several taxes, or one that is withheld. The standard knows one for each line.")
        raise UserError(words.format(name=row["name"]))
    if not found:
        words = _("“{name}” has no tax. An electronic invoice needs one, if only one of 0 % with its reason.")
        raise UserError(words.format(name=row["name"]))
    return found[0]


def _treated(tax: Tax) -> Treated:
    if tax.code in _FREE:
        return Treated(tax.code, Decimal(0))
    if tax.kind in _CATEGORIES:
        return Treated(_CATEGORIES[tax.kind], Decimal(0))
    return Treated("S" if tax.percent else "Z", tax.percent)


def _party(name: str, place: Mapping[str, Any], country: str, number: str, email: str) -> Party:
    bare = "".join(sign for sign in number if sign.isalnum()).upper()
    is_vat = bare[:2].isalpha() and any(sign.isdigit() for sign in bare)
    lines = [place.get(part) or "" for part in ("street", "street2", "street3")]
    return Party(
        name, country, [line for line in lines if line], place.get("postal_code") or "", place.get("city") or "",
        bare if is_vat else "", "" if is_vat else number.strip(), email if "@" in email else "",
    )  # fmt: skip

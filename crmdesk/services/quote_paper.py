"""Documents on paper, in the language of the customer: what is printed is what is kept, figure by figure."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy.orm import Session

from crmdesk.domain.contacts import Photo
from crmdesk.domain.document_words import DocumentWords, words
from crmdesk.domain.documents import DocumentTemplate
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id
from crmdesk.domain.money import exact
from crmdesk.domain.money_formats import amount_only, money, number, percent, price
from crmdesk.domain.payment_codes import Payee, code
from crmdesk.domain.preferences import Preference
from crmdesk.i18n import _
from crmdesk.printing.quote_sheets import STYLES, Entry, Heads, Paper, Style, Sum
from crmdesk.services import document_steps, preferences, sender, taxes
from crmdesk.services.documents import Row, Whole, whole
from crmdesk.services.writing import whole_file
from crmdesk.store import bulk
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.printing.letter_head import Head

ACCOUNT = ("iban", "bic", "pix")
"""Preferences `payment.…`: where customers pay to."""
_SIGNED = ("quote", "order", "delivery")


def save(store: Store, key: bytes, to: Path, style: Style | None = None) -> int:
    """As PDF; gives how many pages."""
    with store.read() as session:
        made = draft_of(session, whole(session, key), style)
    with whole_file(to) as file:
        return made(file)


def pdf_of(store: Store, document: Whole) -> tuple[bytes, int]:
    """With how many pages, as it is told: what is being typed need not be kept yet."""
    with store.read() as session:
        made = draft_of(session, document)
    file = BytesIO()
    pages = made(file)
    return file.getvalue(), pages


def draft_of(session: Session, document: Whole, style: Style | None = None) -> Callable[[BinaryIO], int]:
    """What writes it as PDF and gives how many pages; the file is not asked any more."""
    from crmdesk.printing import letter_forms, quotes

    paper, head = _Writer(session, document, has_pictures=True).paper(), _head(session, document.head)
    form = letter_forms.of_country(preferences.country(session))
    look = style or _style(session, document.head["template_id"])
    return lambda file: quotes.render(paper, head, form, file, look).pages


def _style(session: Session, template: bytes | None) -> Style:
    row = next(bulk.fetch(session, DocumentTemplate, "id", [template]), None) if template else None
    wanted = json.loads((row and row["look"]) or "{}").get("style")
    return next((style for style in STYLES if style == wanted), STYLES[0])


def _head(session: Session, document: Row) -> "Head":
    """The own business as it was when this was sent; as it is now on a draft."""
    from crmdesk.printing.letter_head import Head

    own, kept = sender.of(session), json.loads(document["sender"] or "null")
    told = kept or (own and {name: getattr(own, name) for name in ("name", "lines", "phone", "email", "web", "foot")})
    if not told:
        return Head()
    ways = [told[name] for name in ("phone", "email", "web") if told[name]]
    foot = [line for line in told["foot"].splitlines() if line.strip()]
    return Head(told["name"], told["lines"], ways, foot, own.logo if own else None)


def set_account(store: Store, **account: str) -> None:
    """Where customers pay to: iban, bic, pix."""
    with store.write(_("Change bank account")) as session:
        rows = [
            {"id": named_id("preference", f"payment.{name}"), "name": f"payment.{name}", "value": account[name].strip()}
            for name in ACCOUNT
            if name in account
        ]
        bulk.revive(session, Preference, rows)


def paper_of(session: Session, key: bytes, *, has_pictures: bool = True) -> Paper:
    return _Writer(session, whole(session, key), has_pictures).paper()


class _Writer:
    def __init__(self, session: Session, document: Whole, has_pictures: bool) -> None:
        self.session = session
        self.head, self.rows, self.taxes = document.head, document.rows, document.taxes
        self.locale = locale_of(self.head["language"] or "en")
        self.words: DocumentWords = words(self.locale)
        products = list({row["product_id"] for row in self.rows if row["product_id"]})
        photos = bulk.fetch(session, Photo, "owner_id", products) if has_pictures else ()
        self.pictures = {row["owner_id"]: row["data"] for row in photos}
        self.has_prices = self.head["kind"] != "delivery"
        self.currency = self.head["currency"]

    def paper(self) -> Paper:
        head, said = self.head, self.words
        bare = Paper(
            title=getattr(said, head["kind"]), address=self.address(), facts=list(self.facts()),
            subject=head["name"] or "", intro=head["intro"] or "", heads=self.heads(), entries=list(self.entries()),
            terms=head["terms"] or "", page=said.page, mark=said.draft if head["status"] == "draft" else "",
            sign=(said.signature_place, said.signature) if head["kind"] in _SIGNED else None,
        )  # fmt: skip
        if not self.has_prices:
            return bare
        text, is_swiss = self.code()
        return replace(
            bare, sums=list(self.sums()), notes=list(self.notes()), code=text, is_swiss=is_swiss,
            code_words=said.pay, carried=said.carried, brought=said.brought,
        )  # fmt: skip

    def address(self) -> Sequence[str]:
        return (self.head["address"] or document_steps.address_of(self.session, self.head)).splitlines()

    def facts(self) -> Iterator[tuple[str, str]]:
        head, said = self.head, self.words
        version = f" · {said.version} {head['version']}" if head["version"] > 1 else ""
        yield said.number, f"{head['title']}{version}" if head["title"] else said.draft
        for name in ("issued_on", "valid_until", "due_on", "delivered_on"):
            if head[name]:
                yield said.date if name == "issued_on" else getattr(said, name), self.day(head[name])
        yield said.reference, head["reference"] or ""
        yield said.customer_tax, head["tax_number"] or ""

    def day(self, text: str) -> str:
        from babel.dates import format_date

        return format_date(date.fromisoformat(text), "medium", locale=self.locale)

    # Lines

    def heads(self) -> Heads:
        said, products = self.words, [row for row in self.rows if row["kind"] == "product"]
        if not self.has_prices:
            return Heads(said.position, said.description, said.quantity)
        has_discount = any(row["discount"] or row["discount_amount"] for row in products)
        several = len({row["taxes"] for row in products}) > 1
        return Heads(
            said.position, said.description, said.quantity, said.price, said.discount if has_discount else "",
            said.tax if several else "", f"{said.amount} {self.currency}",
        )  # fmt: skip

    def entries(self) -> Iterator[Entry]:
        sums, place, running = self.section_sums(), 0, 0
        for row in self.rows:
            if row["kind"] == "section":
                yield Entry("section", row["name"], amount=next(sums), running=self.plain(running))
            elif row["kind"] == "text":
                yield Entry("text", row["name"], text=row["text"] or "", running=self.plain(running))
            elif row["kind"] == "product" or not self.has_prices:
                place += 1
                running += 0 if row["is_optional"] else row["amount"]
                yield self.product(row, place, running)

    def section_sums(self) -> Iterator[str]:
        sums: list[int] = []
        for row in self.rows:
            if row["kind"] == "section":
                sums.append(0)
            elif sums and row["kind"] == "product" and not row["is_optional"]:
                sums[-1] += row["amount"]
        return iter([self.plain(amount) if self.has_prices else "" for amount in sums])

    def product(self, row: Row, place: int, running: int) -> Entry:
        amount = self.plain(row["amount"])
        unit = f" {row['unit']}" if row["unit"] else ""
        bare = Entry(
            "product", row["name"], f"{place}", row["text"] or "", row["sku"] or "",
            f"{number(exact(row['quantity']), self.locale)}{unit}",
            remark=self.words.optional if row["is_optional"] else "", picture=self.pictures.get(row["product_id"]),
        )  # fmt: skip
        if not self.has_prices:
            return bare
        return replace(
            bare, price=price(exact(row["unit_price"]), self.currency, self.locale), discount=self.discount(row),
            tax=" + ".join(percent(tax.percent, self.locale) for tax in taxes.read(row["taxes"])),
            amount=f"({amount})" if row["is_optional"] else amount, running=self.plain(running),
        )  # fmt: skip

    def discount(self, row: Row) -> str:
        if row["discount_amount"]:
            return self.plain(-row["discount_amount"])
        return percent(-exact(row["discount"]), self.locale) if row["discount"] else ""

    # Sums

    def plain(self, amount: int) -> str:
        return amount_only(amount, self.currency, self.locale)

    def sums(self) -> Iterator[Sum]:
        """From the lines above to the total: each is the sum of what stands before it."""
        head, said = self.head, self.words
        products = sum(row["amount"] for row in self.rows if row["kind"] == "product" and not row["is_optional"])
        shipping = [row for row in self.rows if row["kind"] == "shipping" and not row["is_optional"]]
        inside = sum(tax["amount"] for tax in self.taxes if tax["kind"] == "tax") if head["is_inclusive"] else 0
        discount = products + sum(row["amount"] for row in shipping) - head["net"] - inside
        if discount or shipping:
            yield Sum(said.subtotal, self.plain(products))
        if discount:
            rate = f" {percent(exact(head['discount']), self.locale)}" if head["discount"] else ""
            yield Sum(f"{said.discount}{rate}", self.plain(-discount))
        for row in shipping:
            yield Sum(row["name"] or said.shipping, self.plain(row["amount"]))
        if not head["is_inclusive"]:
            yield Sum(said.net, self.plain(head["net"]), "strong")
            yield from (Sum(self.taxed(tax), self.plain(tax["amount"])) for tax in self.of_kind("withheld", False))
        for tax in self.of_kind("withheld", True):
            yield Sum(f"{self.taxed(tax)}, {said.withheld}", self.plain(-tax["amount"]))
        if head["rounding_difference"]:
            yield Sum(said.rounding, self.plain(head["rounding_difference"]))
        yield Sum(said.total, money(head["total"], self.currency, self.locale), "total")
        yield from self.after_total()

    def after_total(self) -> Iterator[Sum]:
        head, said = self.head, self.words
        if head["is_inclusive"]:
            for tax in self.of_kind("withheld", False):
                yield Sum(f"{said.including} {self.taxed(tax)}", self.plain(tax["amount"]), "note")
        if head["deposit_amount"]:
            rate = f" {percent(exact(head['deposit']), self.locale)}" if head["deposit"] else ""
            yield Sum(f"{said.deposit}{rate}", self.plain(head["deposit_amount"]))
            yield Sum(said.due, self.plain(head["total"] - head["deposit_amount"]), "strong")

    def of_kind(self, kind: str, wanted: bool) -> list[Row]:
        return [tax for tax in self.taxes if (tax["kind"] == kind) is wanted]

    def taxed(self, tax: Row) -> str:
        rate = percent(exact(tax["percent"]) if tax["kind"] in ("tax", "withheld") else Decimal(0), self.locale)
        return self.words.tax_on.format(name=tax["name"], percent=rate, base=self.plain(tax["base"]))

    def notes(self) -> Iterator[str]:
        for tax in self.taxes:
            if tax["note"]:
                yield tax["note"]
            elif tax["kind"] == "reverse":
                yield self.words.reverse

    def code(self) -> tuple[str, bool]:
        """Of an invoice what is left to pay, of a quote what is asked beforehand."""
        head, own = self.head, sender.of(self.session)
        if own is None or not head["title"]:
            return "", False
        deposit = head["deposit_amount"] or 0
        amount = head["total"] - deposit if head["kind"] == "invoice" else deposit if head["kind"] == "quote" else 0
        account = {name: self.preference(f"payment.{name}") for name in ACCOUNT}
        place = {name: own.address.get(name, "") for name in ("street", "postal_code", "city")}
        return code(Payee(own.name, **account, **place, country=own.country), amount, self.currency, head["title"])

    def preference(self, name: str) -> str:
        found: Any = self.session.get(Preference, named_id("preference", name))
        return found.value if found and found.deleted_at is None else ""


def locale_of(language: str) -> str:
    """As babel calls it: `pt-BR` is `pt_BR`, and what is not known is English."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return "en"


def style_named(name: str) -> Style:
    found = next((style for style in STYLES if style == name), None)
    if found is None:
        raise UserError(_("There is no style “{name}”. There are {names}.").format(name=name, names=", ".join(STYLES)))
    return found

"""What stands on a document, in the language of the customer: each figure as it is kept, and no figure more."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain import signatures
from crmdesk.domain.contacts import Photo
from crmdesk.domain.document_look import DocumentLook
from crmdesk.domain.document_words import DocumentWords, swiss_words, words
from crmdesk.domain.documents import Signature
from crmdesk.domain.ids import named_id
from crmdesk.domain.money import exact, text_of
from crmdesk.domain.money_formats import amount_only, money, number, percent, price
from crmdesk.domain.payment_codes import Payee, code
from crmdesk.domain.preferences import Preference
from crmdesk.printing.quote_sheets import Entry, Heads, Paper, Signed, Slip, SlipWords, Sum
from crmdesk.services import document_steps, sender, taxes
from crmdesk.services.documents import Row, Whole
from crmdesk.store import bulk

ACCOUNT = ("iban", "bic", "pix")
"""Preferences `payment.…`: where customers pay to."""
_SIGNED = ("quote", "order", "delivery")


class Writer:
    def __init__(self, session: Session, document: Whole, look: DocumentLook) -> None:
        self.session, self.look = session, look
        self.head, self.rows, self.taxes = document.head, document.rows, document.taxes
        self.locale = locale_of(self.head["language"] or "en")
        self.words: DocumentWords = self.words_of(self.head)
        products = list({row["product_id"] for row in self.rows if row["product_id"]})
        photos = bulk.fetch(session, Photo, "owner_id", products) if look.has_pictures else ()
        self.pictures = {row["owner_id"]: row["data"] for row in photos}
        self.has_prices = self.head["kind"] != "delivery"
        self.currency = self.head["currency"]

    @staticmethod
    def words_of(head: Row) -> DocumentWords:
        return words(locale_of(head["language"] or "en"))

    def paper(self) -> Paper:
        head, said, look = self.head, self.words, self.look
        texts = look.texts_in(head["language"] or "en")
        bare = Paper(
            title=getattr(said, head["kind"]), address=self.address(), facts=list(self.facts()),
            subject=head["name"] or "", intro=head["intro"] or texts.intro, heads=self.heads(),
            entries=list(self.entries()), terms=head["terms"] or texts.terms, page=said.page,
            mark=said.draft if head["status"] == "draft" else "", signed=self.signed(),
            sign=(said.signature_place, said.signature) if look.has_signature and head["kind"] in _SIGNED else None,
        )  # fmt: skip
        if not self.has_prices:
            return bare
        text, is_swiss = self.code() if look.has_code else ("", False)
        return replace(
            bare, sums=list(self.sums()), notes=list(self.notes()), code="" if is_swiss else text,
            slip=self.slip(text) if is_swiss else None, code_words=said.pay,
            carried=said.carried if look.has_carried else "", brought=said.brought if look.has_carried else "",
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
        said, look = self.words, self.look
        products = [row for row in self.rows if row["kind"] == "product" and not _is_given(row)]
        position = said.position if look.has_numbers else ""
        if not self.has_prices:
            return Heads(position, said.description, said.quantity)
        has_discount = look.has_discounts and any(row["discount"] or row["discount_amount"] for row in products)
        several = look.has_taxes and len({row["taxes"] for row in products}) > 1
        return Heads(
            position, said.description, said.quantity, said.price, said.discount if has_discount else "",
            said.tax if several else "", f"{said.amount} {self.currency}",
        )  # fmt: skip

    def entries(self) -> Iterator[Entry]:
        sums, place, running = self.section_sums(), 0, 0
        bundles = {row["bundle_id"] for row in self.rows if row["bundle_id"]}
        for row in self.rows:
            if row["kind"] == "section":
                yield Entry("section", row["name"], amount=next(sums), running=self.plain(running))
            elif row["kind"] == "text":
                yield Entry("text", row["name"], text=row["text"] or "", running=self.plain(running))
            elif row["kind"] == "product" or not self.has_prices:
                place += not row["bundle_id"]
                running += 0 if row["is_optional"] else row["amount"]
                is_bare = _is_given(row) or (row["id"] in bundles and not row["amount"])
                yield self.product(row, place, running, is_bare=is_bare)

    def section_sums(self) -> Iterator[str]:
        sums: list[int] = []
        for row in self.rows:
            if row["kind"] == "section":
                sums.append(0)
            elif sums and row["kind"] == "product" and not row["is_optional"]:
                sums[-1] += row["amount"]
        return iter([self.plain(amount) if self.has_prices else "" for amount in sums])

    def product(self, row: Row, place: int, running: int, *, is_bare: bool) -> Entry:
        """Bare, what belongs to something else stands there without a price."""
        amount, look, is_part = self.plain(row["amount"]), self.look, bool(row["bundle_id"])
        bare = Entry(
            "part" if is_part else "product", row["name"], "" if is_part or not look.has_numbers else f"{place}",
            row["text"] or "" if look.has_texts else "", row["sku"] or "" if look.has_skus and not is_part else "",
            number(exact(row["quantity"]), self.locale), row["unit"] or "", running=self.plain(running),
            remark=self.words.optional if row["is_optional"] else "",
            picture=None if is_part else self.pictures.get(row["product_id"]),
        )  # fmt: skip
        if is_bare or not self.has_prices:
            return bare
        return replace(
            bare, price=price(exact(row["unit_price"]), self.currency, self.locale), discount=self.discount(row),
            tax=" + ".join(percent(tax.percent, self.locale) for tax in taxes.read(row["taxes"])),
            amount=f"({amount})" if row["is_optional"] else amount,
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
        """Each once, also where several taxes are turned round."""
        said = [tax["note"] or (self.words.reverse if tax["kind"] == "reverse" else "") for tax in self.taxes]
        yield from dict.fromkeys(filter(None, said))

    # Paid and signed

    def code(self) -> tuple[str, bool]:
        own = sender.of(self.session)
        if own is None or not self.head["title"]:
            return "", False
        return code(self.payee(own), self.to_pay(), self.currency, self.head["title"])

    def to_pay(self) -> int:
        """Of an invoice what is left to pay, of a quote what is asked beforehand."""
        head, deposit = self.head, self.head["deposit_amount"] or 0
        return head["total"] - deposit if head["kind"] == "invoice" else deposit if head["kind"] == "quote" else 0

    def payee(self, own: sender.Sender) -> Payee:
        account = {name: preference(self.session, f"payment.{name}") for name in ACCOUNT}
        place = {name: own.address.get(name, "") for name in ("street", "postal_code", "city")}
        return Payee(own.name, **account, **place, country=own.country)

    def slip(self, text: str) -> Slip:
        """What stands on it is what the code says."""
        said = text.split("\r\n")
        iban, amount = said[3], text_of(self.to_pay(), self.currency)
        groups = " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))
        whole, _point, cents = amount.partition(".")
        grouped = f"{int(whole):,}".replace(",", " ")
        lines = [groups, said[5], said[6], f"{said[8]} {said[9]}".strip()]
        return Slip(
            text, [line for line in lines if line], said[19], f"{grouped}.{cents}", said[29],
            SlipWords(*swiss_words(self.locale)),
        )  # fmt: skip

    def signed(self) -> Signed | None:
        row = next(bulk.fetch(self.session, Signature, "document_id", [self.head["id"]]), None)
        if row is None:
            return None
        day = self.day(datetime.fromtimestamp(row["at"] // 1000, UTC).date().isoformat())
        return Signed(f"{row['name']}, {day}", signatures.read(row["strokes"]))


def preference(session: Session, name: str) -> str:
    found: Any = session.get(Preference, named_id("preference", name))
    return found.value if found and found.deleted_at is None else ""


def _is_given(row: Row) -> bool:
    """A part that costs nothing beside its bundle."""
    return bool(row["bundle_id"]) and not row["amount"] and not exact(row["unit_price"])


def locale_of(language: str) -> str:
    """As babel calls it: `pt-BR` is `pt_BR`, and what is not known is English."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return "en"

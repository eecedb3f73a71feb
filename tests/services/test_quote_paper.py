"""What is printed is what is kept: read back from the PDF, in all currencies, languages and styles."""

import random
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from PIL import Image

from crmdesk.domain.document_look import STYLES
from crmdesk.domain.money import exponent
from crmdesk.domain.money_formats import money, read_number
from crmdesk.domain.money_taxes import Tax
from crmdesk.domain.payment_codes import Payee, code, is_iban
from crmdesk.domain.prices import ROUNDINGS
from crmdesk.services import (
    document_steps,
    document_templates,
    documents,
    numbering,
    preferences,
    products,
    quote_paper,
    records,
    sender,
    tax_stock,
)
from crmdesk.services.documents import Line, Row
from crmdesk.services.money import set_currency
from crmdesk.store.links import orphans
from crmdesk.store.store import Store
from tests.domain.money_oracle import MODES, document, expected
from tests.printing import pdf

VAT = (Tax("VAT", Decimal(19)),)
LANGUAGES = ("en", "de", "tr", "ru", "pt-BR", "fr", "es", "it", "nl")


def D(text: str) -> Decimal:
    return Decimal(text)


def pages(store: Store, key: bytes, folder: Path, style: str = "plain") -> list[str]:
    path = folder / "quote.pdf"
    quote_paper.save(store, key, path, quote_paper.style_named(style))
    return [" ".join(text.split()) for text in pdf.texts(path.read_bytes())]


def head(store: Store, key: bytes) -> Row:
    with store.read() as session:
        return documents.get(session, key)


def lines_of(items: list[object]) -> list[Line]:
    names = ("kind", "quantity", "unit_price", "discount", "discount_amount", "is_optional", "taxes")
    return [
        Line(name=f"Item {place}", **{name: getattr(item, name) for name in names}) for place, item in enumerate(items)
    ]


EVERY = list(product(("JPY", "EUR", "BHD", "CLF"), MODES, ("line", "total"), (False, True)))
"""Each exponent of a currency with each rounding, taxes on lines or the whole, on top or inside."""


def test_figures_read_back_are_those_that_fractions_say(store: Store, tmp_path: Path, size: int) -> None:
    """Worked out, kept, printed and read back from the PDF."""
    chance = random.Random(size)
    for number, (currency, mode, rounded, is_inclusive) in enumerate(EVERY * size):
        items, rules = document(chance)
        rules = replace(rules, currency=currency, mode=mode, rounded=rounded, is_inclusive=is_inclusive)
        language, style = LANGUAGES[number % len(LANGUAGES)], STYLES[number % len(STYLES)]
        key = documents.make(
            store, "invoice", lines_of(items), currency=currency, language=language, rounded=rounded,
            is_inclusive=is_inclusive, rounding=mode, cash_step=rules.cash_step, discount=rules.discount,
            deposit=rules.deposit,
        )  # fmt: skip
        wanted, kept = expected(items, rules), head(store, key)
        assert (kept["net"], kept["total"]) == (wanted.net, wanted.total), (items, rules)
        assert_printed_as_kept(store, key, tmp_path, language, style)


def assert_printed_as_kept(store: Store, key: bytes, folder: Path, language: str, style: str) -> None:
    locale, kept = quote_paper.locale_of(language), head(store, key)
    with store.read() as session:
        paper = quote_paper.paper_of(session, key)
        rows = [row for row in documents.line_rows(session, key) if row["kind"] == "product"]
    text = " ".join(pages(store, key, folder, style))
    printed = [entry for entry in paper.entries if entry.kind == "product"]
    scale = 10 ** exponent(kept["currency"])
    read = [int(read_number(entry.amount.strip("()"), locale) * scale) for entry in printed]
    assert read == [row["amount"] for row in rows]
    sums = [int(read_number(each.amount, locale) * scale) for each in paper.sums]
    weights = [each.weight for each in paper.sums]
    total = weights.index("total")
    assert sums[total] == kept["total"]
    before = [amount for amount, weight in zip(sums[:total], weights, strict=False) if weight == "plain"]
    in_sum = sum(amount for amount, entry in zip(read, printed, strict=True) if not entry.remark)
    has_subtotal = paper.sums[0].weight == "plain" and sums[0] == in_sum and bool(kept_discount_or_shipping(store, key))
    assert (0 if has_subtotal else in_sum) + sum(before) == kept["total"], "what is printed adds up"
    for shown in (*(entry.amount for entry in printed), *(each.amount for each in paper.sums)):
        assert " ".join(shown.replace("\xa0", " ").split()) in text


def kept_discount_or_shipping(store: Store, key: bytes) -> bool:
    with store.read() as session:
        rows = documents.line_rows(session, key)
        found = documents.figures(documents.get(session, key), rows)
    return bool(found.discount) or any(row["kind"] == "shipping" and not row["is_optional"] for row in rows)


@pytest.fixture
def ana(store: Store) -> bytes:
    numbering.count_plainly(store)
    preferences.set_country(store, "DE")
    set_currency(store, "EUR")
    return records.add(store, "contact", {"given_name": "Ana", "family_name": "Lima"})


def many(count: int) -> list[Line]:
    return [Line(name=f"Oven {number}", unit_price=D("10.01"), taxes=VAT, sku=f"O{number}") for number in range(count)]


@pytest.mark.parametrize("style", STYLES)
def test_what_is_carried_over_is_the_sum_so_far(store: Store, ana: bytes, tmp_path: Path, style: str) -> None:
    key = documents.make(store, "quote", many(60), contact_id=ana, language="en")
    texts = pages(store, key, tmp_path, style)
    assert len(texts) > 1
    so_far = 0
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text
        assert "Description" in text
        if number > 1:
            assert f"Brought forward {so_far / 100:,.2f}" in text
        so_far += 1001 * len(re.findall(r"Oven \d+", text))
        if number < len(texts):
            assert f"Carried over {so_far / 100:,.2f}" in text
    assert so_far == 60_060
    assert "Net 600.60" in texts[-1]


class TestFaultsOfOthers:
    def test_the_rate_of_a_tax_is_printed_as_it_is(self, store: Store, ana: bytes, tmp_path: Path) -> None:
        """9.50 % read 9 %, and every rate read 0 %."""
        taxes = [(Tax("VAT", D("9.50")),), VAT, (Tax("Nil", D("0")),)]
        lines = [Line(name=str(number), unit_price=D("100"), taxes=each) for number, each in enumerate(taxes)]
        (text,) = pages(store, documents.make(store, "quote", lines, language="en"), tmp_path)
        for words in ("VAT 9.5% on 100.00 9.50", "VAT 19% on 100.00 19.00", "Nil 0% on 100.00 0.00", "€328.50"):
            assert words in text

    def test_thousands_are_whole(self, store: Store, ana: bytes, tmp_path: Path) -> None:
        """A discount of 1,234 read 1.23, and 5,000 read 5."""
        lines = [Line(name="Oven", unit_price=D("5000"), taxes=VAT)]
        key = documents.make(store, "quote", lines, discount_amount=123400, language="en")
        (text,) = pages(store, key, tmp_path)
        assert "Subtotal 5,000.00 Discount -1,234.00 Net 3,766.00" in text

    def test_sums_of_groups(self, store: Store, ana: bytes, tmp_path: Path) -> None:
        lines = [Line("section", "Ovens"), *many(3), Line("section", "Trays"), *many(2)]
        (text,) = pages(store, documents.make(store, "quote", lines, language="en"), tmp_path)
        assert "Ovens 30.03" in text
        assert "Trays 20.02" in text
        assert "Net 50.05" in text

    def test_taxes_inside_are_told_and_not_added(self, store: Store, ana: bytes, tmp_path: Path) -> None:
        lines = [Line(name="Oven", unit_price=D("119"), taxes=VAT)]
        (text,) = pages(store, documents.make(store, "quote", lines, is_inclusive=True, language="de"), tmp_path)
        assert "Gesamt 119,00 €" in text
        assert "darin VAT 19 % auf 100,00 19,00" in text

    def test_reverse_charge_says_why(self, store: Store, ana: bytes, tmp_path: Path) -> None:
        """In the customer's language, once, and by the taxes that come with the program."""
        stock = next(each for each in tax_stock.usual("DE") if each.rates[0].kind == "reverse").rates[0]
        turned = (Tax(stock.name, stock.percent, stock.kind, note=stock.note or ""), Tax("USt", D("19"), "reverse"))
        lines = [Line(name="Oven", unit_price=D("100"), taxes=(tax,)) for tax in turned]
        (text,) = pages(store, documents.make(store, "invoice", lines, language="de"), tmp_path)
        assert text.count("Steuerschuldnerschaft des Leistungsempfängers.") == 1
        assert "everse charge" not in text
        assert "Gesamt 200,00 €" in text


def test_pictures_of_products_stand_beside_them(store: Store, ana: bytes, tmp_path: Path) -> None:
    file = BytesIO()
    Image.new("RGB", (1600, 900), "navy").save(file, "PNG")
    keys = [products.add(store, {"name": name, "price": "5"}) for name in ("Oven", "Tray", "Broken")]
    products.set_picture(store, keys[0], "image/png", file.getvalue())
    products.set_picture(store, keys[2], "image/png", b"no picture")
    lines = [Line(product_id=key, taxes=VAT) for key in keys]
    key = documents.make(store, "quote", lines, contact_id=ana, language="en")
    assert "Oven" in pages(store, key, tmp_path)[0]
    (place,) = pdf.pictures((tmp_path / "quote.pdf").read_bytes())
    assert place.right - place.left == pytest.approx(40 * 25.4 / 72, abs=0.2)
    assert (place.bottom - place.top) * 16 == pytest.approx((place.right - place.left) * 9, abs=0.5)
    assert (tmp_path / "quote.pdf").stat().st_size < 200_000


def test_a_draft_says_so_and_a_sent_one_has_its_number(store: Store, ana: bytes, tmp_path: Path) -> None:
    key = documents.make(store, "quote", many(1), contact_id=ana, language="en", terms="30 days")
    assert "DRAFT" in pages(store, key, tmp_path)[0]
    document_steps.send(store, key, date(2026, 12, 1))
    (text,) = pages(store, key, tmp_path)
    assert "DRAFT" not in text
    for words in ("Number Q-2026-0001", "Dec 1, 2026", "Ana Lima", "30 days", "Signature", "€11.91"):
        assert words in text


def test_a_stock_template_that_is_named_is_there(store: Store, ana: bytes, tmp_path: Path) -> None:
    bold = next(key for key, style in document_templates.STOCK.items() if style == "band")
    for key in (
        documents.make(store, "quote", many(1), contact_id=ana, template_id=bold),
        documents.make(store, "quote", many(1), contact_id=ana),
    ):
        documents.change(store, key, template_id=bold)
        with store.read() as session:
            assert document_templates.look_of(session, documents.get(session, key)).style == "band"
    assert orphans(store.connection) == []


def test_a_delivery_note_has_no_prices(store: Store, ana: bytes, tmp_path: Path) -> None:
    key = documents.make(store, "delivery", many(2), contact_id=ana, language="en")
    (text,) = pages(store, key, tmp_path)
    assert "Oven 1" in text
    assert "10.01" not in text
    assert "Total" not in text


def test_the_sender_stays_as_it_was(store: Store, ana: bytes, tmp_path: Path) -> None:
    sender.make(store, "Old Name Ltd")
    key = documents.make(store, "quote", many(1), contact_id=ana, language="en")
    document_steps.send(store, key, date(2026, 12, 1))
    first = (pages(store, key, tmp_path), (tmp_path / "quote.pdf").read_bytes())
    records.set_value(store, "companies", own_company(store), "name", "New Name Ltd")
    records.set_value(store, "contacts", ana, "family_name", "Silva")
    assert (pages(store, key, tmp_path), (tmp_path / "quote.pdf").read_bytes()) == first
    assert "Old Name Ltd" in first[0][0]


def own_company(store: Store) -> bytes:
    with store.read() as session:
        own = sender.of(session)
    assert own
    return own.id


OWN = Payee(
    "Ofenbau Linde", "DE89 3704 0044 0532 0130 00", "COBADEFFXXX", "a@b.example", "Allee 1", "50968", "Köln", "DE"
)


class TestPaymentCodes:
    def test_sepa(self) -> None:
        text, is_swiss = code(OWN, 123456, "EUR", "I-2026-0001")
        assert text.split("\n") == [
            "BCD", "002", "1", "SCT", "COBADEFFXXX", "Ofenbau Linde", "DE89370400440532013000", "EUR1234.56", "", "",
            "I-2026-0001",
        ]  # fmt: skip
        assert not is_swiss

    def test_swiss(self) -> None:
        own = Payee("Robert Schneider AG", "CH44 3199 9123 0008 8901 2", city="Biel", postal_code="2501", country="CH")
        text, is_swiss = code(own, 5000, "CHF", "Rechnung 7")
        lines = text.split("\r\n")
        assert is_swiss
        assert len(lines) == 31
        assert (lines[:4], lines[18:20], lines[27:]) == (
            ["SPC", "0200", "1", "CH4431999123000889012"], ["50.00", "CHF"], ["NON", "", "Rechnung 7", "EPD"],
        )  # fmt: skip

    def test_pix(self) -> None:
        """The example of the central bank's manual, with its check."""
        from crmdesk.domain.payment_codes import _crc

        sample = (
            "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR"
            "5913Fulano de Tal6008BRASILIA62070503***6304"
        )
        assert f"{_crc(sample.encode()):04X}" == "1D3D"
        text, _swiss = code(OWN, 1050, "BRL", "F-2026/1")
        assert "540510.50" in text
        assert "6005KOLN" not in text
        assert "6004KOLN" in text

    def test_where_no_standard_fits_there_is_none(self) -> None:
        assert code(OWN, 100, "USD", "x") == ("", False)
        assert code(OWN, 0, "EUR", "x") == ("", False)
        assert not is_iban("DE88370400440532013000")


def test_every_rounding_has_a_word() -> None:
    from crmdesk.domain.money import MODES

    assert {key for key, _label in ROUNDINGS} == set(MODES)
    assert money(1, "EUR", "en") == "€0.01"

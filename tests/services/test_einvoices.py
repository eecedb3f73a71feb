"""Electronic invoices hold by the schema and the rules of EN 16931, and say what the paper says."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from lxml import etree

from crmdesk.domain.errors import UserError
from crmdesk.domain.money import exponent, text_of
from crmdesk.domain.money_taxes import Tax
from crmdesk.domain.money_totals import Item
from crmdesk.services import document_steps, documents, einvoices, preferences, quote_paper, records, sender
from crmdesk.services.documents import Line
from crmdesk.services.money import set_currency
from crmdesk.store.store import Store
from tests.domain.money_oracle import document
from tests.services.en16931 import faults

NAMES = {
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
}
VAT, LOW = (Tax("USt", Decimal(19)),), (Tax("USt", Decimal(7)),)
ONE_EACH = [(tax,) for tax in (
    Tax("USt", Decimal(19)), Tax("USt", Decimal("9.5")), Tax("USt", Decimal(0)), Tax("USt", Decimal(19), "reverse"),
    Tax("Kleinunternehmer", Decimal(0), "exempt", note="§ 19 UStG"), Tax("IC", Decimal(0), "exempt", code="K"),
)]  # fmt: skip
DAY = date(2026, 12, 1)


@pytest.fixture
def customer(store: Store) -> bytes:
    preferences.set_country(store, "DE")
    set_currency(store, "EUR")
    own = sender.make(store, "Ofenbau Linde GmbH")
    records.set_value(store, "companies", own, "tax_number", "DE 123 456 789")
    sender.set_address(store, {"street": "Allee 1", "postal_code": "50968", "city": "Köln", "country": "DE"})
    quote_paper.set_account(store, iban="DE89 3704 0044 0532 0130 00", bic="COBADEFFXXX")
    place = {"label": "work", "street": "Rue 2", "postal_code": "75001", "city": "Paris", "country": "FR"}
    return records.add(store, "company", {"name": "Boulangerie <Bell> & Cie"}, {"addresses": [place]})


def sent(store: Store, customer: bytes, lines: list[Line], **more: object) -> bytes:
    head = {"company_id": customer, "language": "de", "delivered_on": "2026-11-30", "tax_number": "FR12345678901"}
    key = documents.make(store, str(more.pop("kind", "invoice")), lines, **head | more)
    document_steps.send(store, key, DAY)
    return key


def read(xml: bytes, path: str) -> list[str]:
    return [str(node.text) for node in etree.fromstring(xml).iterfind(path, NAMES)]


def sums(xml: bytes) -> dict[str, str]:
    (node,) = etree.fromstring(xml).iterfind(".//ram:SpecifiedTradeSettlementHeaderMonetarySummation", NAMES)
    return {etree.QName(each).localname: str(each.text) for each in node}


LINES = [
    Line("section", "Öfen"),
    Line(name="Ofen <3>", quantity=Decimal(2), unit="Stk", unit_price=Decimal("8990.125"), discount=Decimal("9.5"),
         taxes=VAT, sku="OVEN-3", text="Drei Etagen"),
    Line(name="Montage", quantity=Decimal("1.5"), unit="Std", unit_price=Decimal(80), taxes=VAT),
    Line(name="Backbuch", unit_price=Decimal("19.90"), taxes=LOW),
    Line(name="Auf Wunsch", unit_price=Decimal(500), taxes=VAT, is_optional=True),
    Line("shipping", "Fracht", unit_price=Decimal(250), taxes=VAT),
]  # fmt: skip


@pytest.mark.parametrize("is_inclusive", [False, True])
def test_it_says_what_the_paper_says(store: Store, customer: bytes, tmp_path: Path, is_inclusive: bool) -> None:
    more = {"is_inclusive": is_inclusive, "discount": Decimal(3), "deposit": Decimal(30), "reference": "BK-77"}
    intro = "Guten Tag,\nwie besprochen:"
    key = sent(store, customer, LINES, terms="14 Tage,\nohne Abzug", intro=intro, **more)
    xml = einvoices.xml_of(store, key)
    assert read(xml, ".//ram:IncludedNote/ram:Content") == [intro]
    assert faults(xml) == []
    with store.read() as session:
        head = documents.get(session, key)
    found = sums(xml)
    money = {name: text_of(head[name], "EUR") for name in ("net", "tax", "total", "deposit_amount")}
    assert found["TaxBasisTotalAmount"] == money["net"]
    assert found["TaxTotalAmount"] == money["tax"]
    assert found["GrandTotalAmount"] == money["total"]
    assert found["TotalPrepaidAmount"] == money["deposit_amount"]
    assert Decimal(found["DuePayableAmount"]) == Decimal(money["total"]) - Decimal(money["deposit_amount"])
    assert read(xml, ".//ram:SpecifiedTradeProduct/ram:Name") == ["Ofen <3>", "Montage", "Backbuch"]
    assert read(xml, ".//ram:BuyerTradeParty/ram:Name") == ["Boulangerie <Bell> & Cie"]
    assert read(xml, ".//ram:IBANID") == ["DE89370400440532013000"]
    quantities = etree.fromstring(xml).iterfind(".//ram:BilledQuantity", NAMES)
    assert [(each.text, each.get("unitCode")) for each in quantities] == [("2", "H87"), ("1.5", "HUR"), ("1", "C62")]
    if not is_inclusive:
        with store.read() as session:
            kept = [row for row in documents.line_rows(session, key) if row["kind"] == "product"]
        amounts = [text_of(row["amount"], "EUR") for row in kept if not row["is_optional"]]
        assert read(xml, ".//ram:LineTotalAmount")[: len(amounts)] == amounts


def test_it_travels_inside_the_pdf(store: Store, customer: bytes, tmp_path: Path) -> None:
    key, path = sent(store, customer, LINES), tmp_path / "invoice.pdf"
    assert einvoices.save_pdf(store, key, path) == 1
    made = pypdf.PdfReader(BytesIO(path.read_bytes()))
    assert made.attachments["factur-x.xml"] == [einvoices.xml_of(store, key)]
    root = made.trailer["/Root"]
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    told = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in told
    assert "EN 16931" in told
    used, fonts = made.pages[0].get_contents().get_data(), made.pages[0]["/Resources"]["/Font"]
    outside = [name for name, font in fonts.items() if "/FontDescriptor" not in font]
    assert [name for name in outside if name.encode() + b" " in used] == [], "all fonts that set a letter are inside"
    quote_paper.save(store, key, tmp_path / "plain.pdf")
    plain = pypdf.PdfReader(tmp_path / "plain.pdf").pages[0].extract_text()
    assert made.pages[0].extract_text() == plain, "the same page"


def test_every_treatment_holds_by_the_rules(store: Store, customer: bytes) -> None:
    lines = [[Line(name="Ofen", unit_price=Decimal("99.99"), taxes=taxes)] for taxes in ONE_EACH]
    keys = [sent(store, customer, each) for each in lines]
    credit = document_steps.follow(store, keys[-1], "credit")
    document_steps.send(store, credit, DAY)
    undated = sent(store, customer, lines[0], delivered_on=None)
    abroad = sent(store, customer, lines[0], tax_number="12.345.678/0001-95")
    made = [einvoices.xml_of(store, key) for key in (*keys, undated, abroad, credit)]
    assert faults(*made) == []
    assert read(made[-1], ".//rsm:ExchangedDocument/ram:TypeCode") == ["381"]


def test_the_rules_can_find_a_fault(store: Store, customer: bytes) -> None:
    """The control: a cent too much in the sum."""
    xml = einvoices.xml_of(store, sent(store, customer, [Line(name="Ofen", unit_price=Decimal(1), taxes=VAT)]))
    wrong = xml.replace(b"<ram:GrandTotalAmount>1.19<", b"<ram:GrandTotalAmount>1.20<")
    assert ["BR-CO-15" in fault for fault in faults(xml, wrong)][:1] == [True]


def test_random_invoices_say_what_is_kept(store: Store, customer: bytes, size: int) -> None:
    chance = random.Random(size)
    made = 0
    while made < 12 * size:
        items, rules = document(chance)
        if exponent(rules.currency) > 2 or not any(map(is_told, items)):
            continue
        rates = {item.taxes: chance.choice(ONE_EACH[:3]) for item in items}
        lines = [
            Line(item.kind, f"Item {place}", item.quantity, item.unit_price, discount=item.discount,
                 discount_amount=item.discount_amount, is_optional=item.is_optional, taxes=rates[item.taxes])
            for place, item in enumerate(items)
        ]  # fmt: skip
        more = {name: getattr(rules, name) for name in ("currency", "is_inclusive", "rounded", "cash_step", "discount")}
        key = sent(store, customer, lines, **more, rounding=rules.mode, deposit=rules.deposit)
        xml = einvoices.xml_of(store, key)
        made += 1
        assert_it_adds_up(store, key, xml)


def is_told(item: Item) -> bool:
    return item.kind == "product" and not item.is_optional and bool(item.unit_price)


def assert_it_adds_up(store: Store, key: bytes, xml: bytes) -> None:
    """EN 16931, 6.4.1, and what is kept."""
    with store.read() as session:
        head = documents.get(session, key)
    found = {name: Decimal(text) for name, text in sums(xml).items()}
    lines = map(Decimal, read(xml, ".//ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"))
    assert sum(lines) == found["LineTotalAmount"]
    net = found["LineTotalAmount"] + found["ChargeTotalAmount"] - found["AllowanceTotalAmount"]
    assert net == found["TaxBasisTotalAmount"] == Decimal(text_of(head["net"], head["currency"]))
    taxes = ".//ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax/ram:CalculatedAmount"
    assert sum(map(Decimal, read(xml, taxes))) == found["TaxTotalAmount"]
    assert found["GrandTotalAmount"] == net + found["TaxTotalAmount"]
    due = found["GrandTotalAmount"] - found["TotalPrepaidAmount"] + found.get("RoundingAmount", Decimal(0))
    assert due == found["DuePayableAmount"]
    assert due == Decimal(text_of(head["total"] - (head["deposit_amount"] or 0), head["currency"]))


class TestWhatIsMissing:
    """Each is told by its name."""

    def refused(self, store: Store, key: bytes, words: str) -> None:
        with pytest.raises(UserError, match=words):
            einvoices.xml_of(store, key)

    def test_of_the_sender(self, store: Store, customer: bytes) -> None:
        with store.read() as session:
            own = sender.of(session)
        assert own
        records.set_value(store, "companies", own.id, "tax_number", "")
        self.refused(store, sent(store, customer, LINES), "your tax number")
        records.set_value(store, "companies", own.id, "tax_number", "26/123/45678")
        key = sent(store, customer, LINES)
        assert faults(einvoices.xml_of(store, key)) == [], "a number of the tax office does at home"
        reverse = [Line(name="Ofen", unit_price=Decimal(1), taxes=ONE_EACH[3])]
        self.refused(store, sent(store, customer, reverse), "your VAT number with the letters")

    def test_of_the_customer(self, store: Store, customer: bytes) -> None:
        reverse = [Line(name="Ofen", unit_price=Decimal(1), taxes=ONE_EACH[3])]
        self.refused(store, sent(store, customer, reverse, tax_number=None), "the customer's VAT number")
        records.set_value(store, "companies", customer, "tax_number", "FR 12 345678901")
        key = sent(store, customer, reverse, tax_number=None)
        assert b">FR12345678901<" in einvoices.xml_of(store, key), "that of the card, since it was sent"
        nowhere = records.add(store, "company", {"name": "Nowhere"})
        self.refused(store, sent(store, nowhere, LINES), "the customer's country")

    def test_of_the_document(self, store: Store, customer: bytes) -> None:
        draft = documents.make(store, "invoice", LINES, company_id=customer)
        self.refused(store, draft, "Send it first")
        self.refused(store, sent(store, customer, LINES, kind="quote"), "Only invoices")
        self.refused(store, sent(store, customer, LINES, currency="BHD"), "two digits")
        several = [replace(LINES[1], taxes=(*VAT, Tax("City", Decimal(1))))]
        self.refused(store, sent(store, customer, several), "“Ofen <3>” bears several taxes")
        self.refused(store, sent(store, customer, [replace(LINES[1], taxes=())]), "“Ofen <3>” has no tax")

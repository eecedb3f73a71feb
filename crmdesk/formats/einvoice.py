"""Invoices for machines: Factur-X and ZUGFeRD (EN 16931) as XML, alone or inside the PDF. Libraries come late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from crmdesk.domain.money import plain

_PROFILE = "urn:cen.eu:en16931:2017"
_SCHEMA = "FACTUR-X_EN16931"
INVOICE, CREDIT = "380", "381"
WITHIN_EU = "K"
"""The category of what goes to a business in another country of the union."""
_TRANSFER, _SEPA = "30", "58"
_FORMULA = "VAT"


@dataclass(frozen=True, slots=True)
class Party:
    name: str
    country: str
    lines: Sequence[str] = ()
    """Street and what belongs to it; three at most."""
    postal_code: str = ""
    city: str = ""
    vat_number: str = ""
    """With the letters of its country."""
    tax_number: str = ""
    """Of the tax office."""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Treated:
    """By which category of UNCL 5305 and at which rate something is taxed."""

    category: str
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Taxed:
    tax: Treated
    base: Decimal
    amount: Decimal
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    number: str
    name: str
    quantity: Decimal
    unit: str
    """As UN/ECE recommendation 20 has it."""
    price: Decimal
    amount: Decimal
    tax: Treated
    allowance: Decimal = Decimal(0)
    """Taken off the line; less than nothing is put on."""
    sku: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Extra:
    """Put on or taken off the whole."""

    is_charge: bool
    amount: Decimal
    tax: Treated
    reason: str


@dataclass(frozen=True, slots=True)
class Invoice:
    number: str
    kind: str
    issued_on: date
    currency: str
    seller: Party
    buyer: Party
    items: Sequence[Item]
    taxes: Sequence[Taxed]
    extras: Sequence[Extra]
    net: Decimal
    tax: Decimal
    rounding: Decimal
    paid: Decimal
    total: Decimal
    reference: str = ""
    source: str = ""
    """The invoice that is credited."""
    delivered_on: date | None = None
    due_on: date | None = None
    terms: str = ""
    notes: Sequence[str] = ()
    iban: str = ""
    bic: str = ""


def to_xml(invoice: Invoice) -> bytes:
    """Checked against the schema of the standard."""
    from drafthorse.models.document import Document

    made: Any = Document()
    made.context.guideline_parameter.id = _PROFILE
    made.header.id, made.header.type_code = invoice.number, invoice.kind
    made.header.issue_date_time = invoice.issued_on
    _put_notes(made, invoice)
    agreement = made.trade.agreement
    _put_party(agreement.seller, invoice.seller)
    _put_party(agreement.buyer, invoice.buyer)
    for made_party, party in ((agreement.seller, invoice.seller), (agreement.buyer, invoice.buyer)):
        if party.tax_number:  # who has no VAT number is known by this
            made_party.id = party.tax_number
    _put_number(agreement.seller, "FC", invoice.seller.tax_number)
    if invoice.reference:
        agreement.buyer_reference = invoice.reference
    if invoice.delivered_on:
        made.trade.delivery.event.occurrence = invoice.delivered_on
    if not invoice.delivered_on or any(taxed.tax.category == WITHIN_EU for taxed in invoice.taxes):
        made.trade.delivery.ship_to.address.country_id = invoice.buyer.country
    for item in invoice.items:
        made.trade.items.add(_item(item))
    _put_settlement(made.trade.settlement, invoice)
    found = made.serialize(schema=_SCHEMA)
    assert isinstance(found, bytes)
    return found


def _put_notes(made: Any, invoice: Invoice) -> None:
    from drafthorse.models.note import IncludedNote

    for text in invoice.notes:
        note: Any = IncludedNote()
        note.content = text
        made.header.notes.add(note)


def _put_party(made: Any, party: Party) -> None:
    made.name = party.name
    address = made.address
    address.country_id = party.country
    if party.postal_code:
        address.postcode = party.postal_code
    if party.city:
        address.city_name = party.city
    for name, text in zip(("line_one", "line_two", "line_three"), party.lines, strict=False):
        setattr(address, name, text)
    if party.email:
        made.electronic_address.uri_ID = ("EM", party.email)
    _put_number(made, "VA", party.vat_number)


def _put_number(made: Any, scheme: str, number: str) -> None:
    from drafthorse.models.party import TaxRegistration

    if number:
        registration: Any = TaxRegistration()
        registration.id = (scheme, number)
        made.tax_registrations.add(registration)


def _item(item: Item) -> Any:
    from drafthorse.models.tradelines import LineItem

    made: Any = LineItem()
    made.document.line_id = item.number
    if item.sku:
        made.product.seller_assigned_id = item.sku
    made.product.name = item.name
    if item.text:
        made.product.description = item.text
    made.agreement.net.amount = plain(item.price)
    made.delivery.billed_quantity = (plain(item.quantity), item.unit)
    _put_treated(made.settlement.trade_tax, item.tax)
    if item.allowance:
        made.settlement.allowance_charge.add(_line_extra(item.allowance))
    made.settlement.monetary_summation.total_amount = f"{item.amount:f}"
    return made


def _line_extra(allowance: Decimal) -> Any:
    from drafthorse.models.accounting import TradeAllowanceCharge

    made: Any = TradeAllowanceCharge()
    made.indicator, made.actual_amount = allowance < 0, f"{abs(allowance):f}"
    made.reason = "Discount" if allowance > 0 else "Surcharge"
    return made


def _put_treated(made: Any, tax: Treated) -> None:
    made.type_code, made.category_code = _FORMULA, tax.category
    made.rate_applicable_percent = plain(tax.rate)


def _put_settlement(made: Any, invoice: Invoice) -> None:
    made.currency_code = invoice.currency
    made.payment_reference = invoice.number
    _put_means(made, invoice)
    for taxed in invoice.taxes:
        made.trade_tax.add(_taxed(taxed))
    for extra in invoice.extras:
        made.allowance_charge.add(_extra(extra))
    _put_terms(made, invoice)
    if invoice.source:
        made.invoice_referenced_document.issuer_assigned_id = invoice.source
    _put_sums(made.monetary_summation, invoice)


def _put_means(made: Any, invoice: Invoice) -> None:
    from drafthorse.models.payment import PaymentMeans

    means: Any = PaymentMeans()
    means.type_code = _SEPA if invoice.iban and invoice.currency == "EUR" else _TRANSFER
    if invoice.iban:
        means.payee_account.iban = invoice.iban
        if invoice.bic:
            means.payee_institution.bic = invoice.bic
        made.payment_means.add(means)


def _taxed(taxed: Taxed) -> Any:
    from drafthorse.models.accounting import ApplicableTradeTax

    made: Any = ApplicableTradeTax()
    _put_treated(made, taxed.tax)
    made.calculated_amount, made.basis_amount = f"{taxed.amount:f}", f"{taxed.base:f}"
    if taxed.reason:
        made.exemption_reason = taxed.reason
    if taxed.reason_code:
        made.exemption_reason_code = taxed.reason_code
    return made


def _extra(extra: Extra) -> Any:
    from drafthorse.models.accounting import CategoryTradeTax, TradeAllowanceCharge

    made: Any = TradeAllowanceCharge()
    made.indicator, made.actual_amount, made.reason = extra.is_charge, f"{extra.amount:f}", extra.reason
    tax: Any = CategoryTradeTax()
    _put_treated(tax, extra.tax)
    made.trade_tax.add(tax)
    return made


def _put_terms(made: Any, invoice: Invoice) -> None:
    from drafthorse.models.payment import PaymentTerms

    terms: Any = PaymentTerms()
    if invoice.terms:
        terms.description = invoice.terms
    if invoice.due_on:
        terms.due = invoice.due_on
    if invoice.terms or invoice.due_on:
        made.terms.add(terms)


def _put_sums(made: Any, invoice: Invoice) -> None:
    zero = invoice.net - invoice.net
    lines = sum((item.amount for item in invoice.items), zero)
    charges = sum((extra.amount for extra in invoice.extras if extra.is_charge), zero)
    allowances = sum((extra.amount for extra in invoice.extras if not extra.is_charge), zero)
    made.line_total, made.charge_total, made.allowance_total = f"{lines:f}", f"{charges:f}", f"{allowances:f}"
    made.tax_basis_total = (f"{invoice.net:f}", None)
    made.tax_total = (f"{invoice.tax:f}", invoice.currency)
    if invoice.rounding:
        made.rounding_amount = f"{invoice.rounding:f}"
    made.grand_total = (f"{invoice.net + invoice.tax:f}", None)
    made.prepaid_total = f"{invoice.paid:f}"
    made.due_amount = f"{invoice.total - invoice.paid:f}"


def embedded(pdf: bytes, xml: bytes, language: str) -> bytes:
    """The PDF with the XML in it, as PDF/A-3 wants it: with its metadata, and with what its colours mean."""
    from io import BytesIO

    from drafthorse.pdf import attach_xml
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    _put_colours(writer)
    file = BytesIO()
    writer.write(file)
    told = {"creator": "CRMDesk", "keywords": "Factur-X, ZUGFeRD, EN 16931"}
    found = attach_xml(file.getvalue(), xml, "EN 16931", told, language)
    assert isinstance(found, bytes)
    return found


def _put_colours(writer: Any) -> None:
    """sRGB, as every screen and printer takes it."""
    from PIL import ImageCms
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject, TextStringObject

    profile = StreamObject()
    profile.set_data(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[NameObject("/N")] = NumberObject(3)
    intent = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/OutputIntent"),
            NameObject("/S"): NameObject("/GTS_PDFA1"),
            NameObject("/OutputConditionIdentifier"): TextStringObject("sRGB IEC61966-2.1"),
            NameObject("/Info"): TextStringObject("sRGB IEC61966-2.1"),
            NameObject("/DestOutputProfile"): writer._add_object(profile),
        }
    )
    writer._root_object[NameObject("/OutputIntents")] = ArrayObject([writer._add_object(intent)])

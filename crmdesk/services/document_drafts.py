"""A draft on the desk of its writer: what is seen of it, each stroke of the pen as a step, and strokes only tried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.card import Card
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.deals import Deal
from crmdesk.domain.money import exact, exactly, to_minor
from crmdesk.domain.money_taxes import Tax
from crmdesk.domain.products import OptionGroup
from crmdesk.domain.values.names import is_company, split_name
from crmdesk.services import (
    document_edits,
    document_steps,
    document_taxes,
    document_templates,
    documents,
    money,
    preferences,
    records,
    sender,
    taxes,
)
from crmdesk.services.cards import Writer
from crmdesk.services.document_edits import Edit
from crmdesk.services.document_offers import Offer, offers
from crmdesk.services.documents import Line, Row, Whole, line_of
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class TaxClass:
    id: bytes
    name: str
    taxes: tuple[Tax, ...]
    """What it bears for this customer on this day."""


@dataclass(frozen=True, slots=True)
class Look:
    whole: Whole
    customer: str
    address: str
    deal: str
    classes: tuple[TaxClass, ...]
    templates: tuple[tuple[bytes, str], ...]
    treatment: str
    """How its lines are taxed now, and how they would be by themselves."""
    usual: str
    country: str
    """The customer's."""
    currency: str
    """That of the file."""
    rate: str
    """What one of the document's currency costs in it, where that is known."""
    sender: str
    """The own business, where it was chosen."""
    configurable: frozenset[bytes]
    """Products of its lines that have options."""
    offers: dict[bytes, Offer | None]
    """By line: the price that the last change would give it; None where it has that price."""


def look(store: Store, key: bytes) -> Look:
    with store.read() as session:
        return _look(session, key)


def _look(session: Session, key: bytes) -> Look:
    kept = documents.whole(session, key)
    whole = replace(kept, totals=documents.figures(kept.head, kept.rows))
    head, own = whole.head, money.currency(session)
    rate = head["exchange_rate"] and exact(head["exchange_rate"])
    rate = rate or money.rate_on(session, head["currency"], own, head["issued_on"])
    own_business, usual = sender.of(session), _usual(session, head)
    address = head["address"] or document_steps.address_of(session, head)
    return Look(
        whole, _customer(session, head), address, _name(session, head["deal_id"]), _classes(session, head),
        _templates(session), _treatment(whole.rows, usual), usual,
        document_taxes.country_of(session, head), own, f"{rate:.6f}".rstrip("0").rstrip(".") if rate else "",
        own_business.name if own_business else "", _configurable(session, whole.rows), {},
    )  # fmt: skip


def _customer(session: Session, head: Row) -> str:
    names = {row.id: row.name for row in rows_of(session, documents.owners(head))}
    return next((names[key] for key in documents.owners(head) if key in names), "")


def _name(session: Session, deal: bytes | None) -> str:
    row = next(bulk.fetch(session, Deal, "id", [deal]), None) if deal else None
    return str(row["name"]) if row else ""


def _classes(session: Session, head: Row) -> tuple[TaxClass, ...]:
    return tuple(
        TaxClass(key, name, document_taxes.holding(session, key, head)) for key, name in taxes.classes(session).items()
    )


def _templates(session: Session) -> tuple[tuple[bytes, str], ...]:
    return tuple((template.id, template.name) for template in document_templates.listed(session))


def _treatment(rows: Sequence[Row], usual: str) -> str:
    """As at home where that is not usual."""
    found = [taxes.read(row["taxes"]) for row in rows]
    how = document_taxes.treatment_of(found)
    is_charged = any(tax.kind == "tax" for taxes_of in found for tax in taxes_of)
    return "home" if how == "usual" and is_charged and usual in ("reverse", "exempt") else how


def _usual(session: Session, head: Row) -> str:
    first = next(iter(taxes.classes(session)), None)
    return document_taxes.usual(session, head, first)


def _configurable(session: Session, rows: Sequence[Row]) -> frozenset[bytes]:
    products = [row["product_id"] for row in rows if row["product_id"]]
    return frozenset(row["product_id"] for row in bulk.fetch(session, OptionGroup, "product_id", products))


def begin(store: Store, kind: str, whom: Mapping[str, Any]) -> bytes:
    """Empty, for a contact_id or company_id, with all that follows from who they are."""
    customer = whom.get("contact_id") or whom.get("company_id")
    with store.read() as session:
        head = customer_head(session, as_id(customer)) if customer else {}
    told = {name: value for name, value in head.items() if value is not None}
    return documents.make(store, kind, [], **{**told, **whom})


# Strokes


def edit(store: Store, key: bytes, text: str, change: Edit | None = None, **head: Any) -> Look:
    """One step; `text` is that of Undo."""
    with store.write(text) as session:
        documents.draft(session, key)
        before = documents.whole(session, key)
        documents.put_head(session, key, head)
        lines = _lines(session, before, key, change)
        if lines is None:
            documents.count(session, key)
        else:
            documents.put_lines(session, key, lines)
        found = _look(session, key)
        return replace(found, offers=offers(session, before, found.whole))


def _lines(session: Session, before: Whole, key: bytes, change: Edit | None) -> list[Line] | None:
    lines = [line_of(row) for row in before.rows]
    found = _treated_alike(lines, change(lines)) if change else lines
    after = documents.get(session, key)
    if after != before.head:
        found = [_as_usual(session, before.head, after, line) for line in found]
    return None if found == lines else found


def _treated_alike(lines: Sequence[Line], found: list[Line]) -> list[Line]:
    """What comes new to lines on which nothing is charged bears what they do."""
    if document_taxes.treatment_of([line.taxes or () for line in lines]) == "usual":
        return found
    like = next(line for line in reversed(lines) if line.taxes)
    alike = {"tax_class_id": like.tax_class_id, "taxes": like.taxes}
    return [replace(line, **alike) if line.id is None and line.taxes is None else line for line in found]  # type: ignore[arg-type]


def _as_usual(session: Session, before: Row, after: Row, line: Line) -> Line:
    """What was taxed as usual for one customer or day is so for the next."""
    if not line.tax_class_id or line.taxes is None:
        return line
    was = document_taxes.holding(session, line.tax_class_id, before)
    return replace(line, taxes=document_taxes.holding(session, line.tax_class_id, after)) if line.taxes == was else line


def tried(store: Store, key: bytes, change: Edit | None = None, **head: Any) -> Whole:
    """What it would come to; nothing is kept."""
    with store.read() as session:
        kept = documents.whole(session, key)
    lines = [line_of(row) for row in kept.rows]
    rows = documents.rows_of_lines(key, change(lines)) if change else kept.rows
    return documents.worked_out({**kept.head, **documents.cleaned_head(head)}, rows)


def set_customer(store: Store, key: bytes, customer: bytes | str, text: str) -> Look:
    """With their company, language and tax number."""
    with store.read() as session:
        head = customer_head(session, as_id(customer))
    return edit(store, key, text, **head)


def add_customer(store: Store, key: bytes, name: str, text: str) -> Look:
    """Somebody new of this name, a company where it can only be one; one step with the choice."""
    is_firm = is_company(name)
    fields = {"name": name} if is_firm else split_name(name)
    card = records.checked(Card(kind="company" if is_firm else "contact", fields=dict(fields)))
    with store.write(text) as session:
        writer = Writer(session, preferences.country(session))
        customer = writer.add(card)
        writer.flush()
        documents.put_head(session, key, customer_head(session, customer))
    return look(store, key)


def customer_head(session: Session, customer: bytes) -> Row:
    person = next(bulk.fetch(session, Contact, "id", [customer]), None)
    company = _company_of(session, customer) if person else customer
    row = next(bulk.fetch(session, Company, "id", [company]), None) if company else None
    language = (person or row or {}).get("language")
    return {
        "contact_id": customer if person else None,
        "company_id": company,
        "tax_number": row["tax_number"] if row else None,
        **({"language": language} if language else {}),
    }


def _company_of(session: Session, contact: bytes) -> bytes | None:
    """Where they work; a household is no customer of its own."""
    places = sorted(bulk.fetch(session, Affiliation, "contact_id", [contact]), key=lambda row: not row["is_primary"])
    keys = [row["company_id"] for row in places if row["company_id"] and not row["until"]]
    firms = {row["id"] for row in bulk.fetch(session, Company, "id", keys) if row["kind"] != "household"}
    return next((key for key in keys if key in firms), None)


def treat(store: Store, key: bytes, treatment: str, text: str) -> Look:
    """All of its lines by one of `document_taxes.TREATMENTS`."""
    with store.read() as session:
        head = documents.get(session, key)
        classes = {row: document_taxes.holding(session, row, head, treatment) for row in taxes.classes(session)}

    def usual(line: Line) -> tuple[Tax, ...]:
        return classes.get(line.tax_class_id or b"", line.taxes or ())

    return edit(store, key, text, lambda lines: document_edits.retaxed(lines, treatment, usual))


# For its writer's eyes


@dataclass(frozen=True, slots=True)
class Margin:
    amount: int
    percent: Decimal | None
    """Of the net."""
    unknown: int
    """Lines whose cost nobody knows."""


def margin(whole: Whole) -> Margin:
    counted = [row for row in whole.rows if row["kind"] == "product" and not row["is_optional"]]
    shipped = sum(row["amount"] for row in whole.rows if row["kind"] == "shipping" and not row["is_optional"])
    known = [row for row in counted if row["cost"] is not None]
    with exactly():
        cost = sum((exact(row["cost"]) * exact(row["quantity"]) for row in known), Decimal(0))
        earned = whole.head["net"] - shipped
        amount = earned - to_minor(cost, whole.head["currency"])
        percent = (Decimal(amount * 100) / earned).quantize(Decimal("0.1")) if earned else None
    return Margin(amount, percent, len(counted) - len(known))

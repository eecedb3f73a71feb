"""What a customer has bought so far, what that was worth, and what of it is still open."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from crmdesk.domain.documents import Document, DocumentLine
from crmdesk.domain.money import exact, exactly, plain, to_major
from crmdesk.domain.receipts import Payment
from crmdesk.services import document_lists, invoices, money, payments
from crmdesk.services.document_lists import DocumentRow
from crmdesk.services.documents import Row
from crmdesk.services.invoices import InvoiceRow
from crmdesk.services.payments import OWED
from crmdesk.store import bulk
from crmdesk.store.store import Store

MOST = 8
"""Products that are told."""
_SIGNS = {"invoice": 1, "credit": -1}
Sums = dict[str, int]
"""By currency."""
Rates = Mapping[str, Decimal | None]
"""What one of a currency costs in that of the file, where that is known."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The fact in the head of a page."""

    bought: Sums
    """Without taxes, less what was credited."""
    since: str
    """The day of the first invoice; nothing where there is none."""
    open: Sums
    on_account: Sums

    @property
    def is_empty(self) -> bool:
        return not (self.bought or self.open or self.on_account)


@dataclass(frozen=True, slots=True)
class Bought:
    name: str
    quantity: str
    unit: str
    amount: int
    currency: str
    last: str
    """The day."""


@dataclass(frozen=True, slots=True)
class Purchases:
    summary: Summary
    years: dict[str, Sums]
    """What was bought in each."""
    products: list[Bought]
    """By their amounts, the greatest first."""
    invoices: list[InvoiceRow]
    others: list[DocumentRow]
    """Quotes, orders and delivery notes."""
    received: list[Row]
    """Rows of `Payment`, the latest first."""
    currency: str
    """That most was bought in, else that of the file."""


def summary(session: Session, owner: bytes) -> Summary:
    """A few rows by their indexes: it stands on every page."""
    return _summary(session, owner, _heads(session, owner))


def _heads(session: Session, owner: bytes) -> list[Row]:
    columns = ("company_id", "contact_id")
    rows = {row["id"]: row for name in columns for row in bulk.fetch(session, Document, name, [owner])}
    return [row for row in rows.values() if row["kind"] in _SIGNS and row["status"] in OWED]


def _summary(session: Session, owner: bytes, heads: list[Row]) -> Summary:
    bought: defaultdict[str, int] = defaultdict(int)
    open_sums: defaultdict[str, int] = defaultdict(int)
    left = payments.open_of(session, heads)
    for row in heads:
        bought[row["currency"]] += _SIGNS[row["kind"]] * row["net"]
        open_sums[row["currency"]] += left.get(row["id"], 0)
    days = [row["issued_on"] for row in heads if row["kind"] == "invoice" and row["issued_on"]]
    still_open = {currency: amount for currency, amount in open_sums.items() if amount}
    return Summary(dict(bought), min(days, default=""), still_open, payments.on_account(session, owner))


def of(store: Store, owner: bytes, today: date) -> Purchases:
    with store.read() as session:
        heads = _heads(session, owner)
        told = _summary(session, owner, heads)
        home = money.currency(session)
        rates = {code: money.rate_on(session, code, home, today.isoformat()) for code in told.bought}
        products = _products(session, heads, rates)
        columns = ("company_id", "contact_id")
        paid = {row["id"]: row for name in columns for row in bulk.fetch(session, Payment, name, [owner])}
    years: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in heads:
        years[(row["issued_on"] or "")[:4]][row["currency"]] += _SIGNS[row["kind"]] * row["net"]
    received = sorted(paid.values(), key=lambda row: (row["paid_on"], row["id"]), reverse=True)
    others = document_lists.of(store, owner, today, ["quote", "order", "delivery"])
    by_year = {year: dict(sums) for year, sums in sorted(years.items())}
    currency = max(told.bought, key=lambda code: _worth(told.bought[code], code, rates), default=home)
    return Purchases(told, by_year, products, invoices.of_customer(store, owner, today), others, received, currency)


def _worth(amount: int, code: str, rates: Rates) -> Decimal:
    """To compare by: 100,000 yen are less than 1,000 euros."""
    return to_major(amount, code) * (rates[code] or 1)


def _products(session: Session, heads: list[Row], rates: Rates) -> list[Bought]:
    by_id = {row["id"]: row for row in heads}
    found: dict[tuple[str, str, str], Bought] = {}
    for line in bulk.fetch(session, DocumentLine, "document_id", list(by_id)):
        if line["kind"] == "product" and not line["is_optional"]:
            head = by_id[line["document_id"]]
            key = (line["name"], line["unit"] or "", head["currency"])
            found[key] = _more(found.get(key, Bought(key[0], "0", key[1], 0, key[2], "")), line, head)
    return sorted(found.values(), key=lambda each: -_worth(each.amount, each.currency, rates))[:MOST]


def _more(known: Bought, line: Row, head: Row) -> Bought:
    sign = _SIGNS[head["kind"]]
    with exactly():
        quantity = plain(exact(known.quantity) + sign * exact(line["quantity"]))
    day = max(known.last, head["issued_on"] or "")
    return Bought(known.name, quantity, known.unit, known.amount + sign * line["amount"], known.currency, day)

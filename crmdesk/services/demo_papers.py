"""Quotes, orders, delivery notes, invoices and payments of the sample file, in all states that they can have."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.documents import Document
from crmdesk.domain.money import exact, to_minor
from crmdesk.domain.receipts import Payment
from crmdesk.services import document_steps, documents, numbering
from crmdesk.services.demo_catalogue import Told, product, tax_class, told
from crmdesk.services.documents import Line
from crmdesk.store import bulk

Row = dict[str, Any]
_DAY, _HOUR = 86_400_000, 3_600_000


def add(session: Session, deals: dict[str, Row], owners: dict[str, bytes], today: date, midnight: int) -> None:
    """The earliest first, so that their numbers are in the order of their days."""
    chains = [_Chain(session, today, midnight, entry, whose) for entry, whose in _wanted(deals, owners)]
    steps = [(step["ago"], place, chain, step) for chain in chains for place, step in enumerate(chain.steps)]
    for _ago, _place, chain, step in sorted(steps, key=lambda each: (-each[0], each[1])):
        chain.add(step)


def _wanted(deals: dict[str, Row], owners: dict[str, bytes]) -> list[tuple[Told, Row]]:
    found = []
    for entry in told("papers"):
        if deal := deals.get(entry.get("deal", "")):
            names = ("contact_id", "company_id", "currency", "name", "responsible")
            found.append((entry, {**{name: deal[name] for name in names}, "deal_id": deal["id"]}))
        elif owner := owners.get(entry.get("who", "")):
            found.append((entry, {"contact_id": owner}))
    return found


class _Chain:
    """A document and what was made of it, of the same lines."""

    def __init__(self, session: Session, today: date, midnight: int, entry: Told, whose: Row) -> None:
        self._session, self._today, self._midnight, self._whose = session, today, midnight, whose
        self.steps: list[Told] = [entry, *entry.get("chain", ())]
        self._lines: Sequence[Line] = [_line(line, entry["tax"]) for line in entry["lines"]]
        self._shared: Row = {name: entry[name] for name in ("discount", "deposit") if name in entry}
        self._source: bytes | None = None

    def add(self, step: Told) -> None:
        day = self._day(-step["ago"])
        key = documents.put(self._session, step["kind"], self._lines, self._head(step, day), source_id=self._source)
        if step["status"] != "draft":
            self._send(key, step, day)
        for amount, ago, method in step.get("paid", ()):
            self._pay(key, amount, ago, method)
        self._source = key
        rows = documents.line_rows(self._session, key)
        self._lines = [
            replace(documents.line_of(row), id=None, source_id=row["id"]) for row in rows if not row["is_optional"]
        ]

    def _day(self, ahead: int) -> str:
        return (self._today + timedelta(days=ahead)).isoformat()

    def _head(self, step: Told, day: str) -> Row:
        head: Row = {**self._whose, **self._shared, "issued_on": day}
        if step["kind"] == "quote":
            head["valid_until"] = self._day(step.get("valid", 30 - step["ago"]))
        if "due" in step:
            head["due_on"] = self._day(step["due"] - step["ago"])
        return head

    def _send(self, key: bytes, step: Told, day: str) -> None:
        number = numbering.taken(self._session, step["kind"], date.fromisoformat(day))
        at = self._midnight - _DAY * step["ago"] + 8 * _HOUR
        named = document_steps.number_row(number)
        document_steps.lock(self._session, documents.get(self._session, key), day, named)
        changed: Row = {"sent_at": at, "status": step["status"]}
        if step["status"] in ("accepted", "declined"):
            changed["answered_at"] = at + 2 * _DAY
        bulk.update(self._session, Document, [key], changed)

    def _pay(self, key: bytes, amount: str, ago: int, method: str) -> None:
        head = documents.get(self._session, key)
        names = ("company_id", "contact_id", "currency")
        row: Row = {"document_id": key, "paid_on": self._day(-ago), "method": method}
        row |= {name: head[name] for name in names}
        bulk.insert(self._session, Payment, [{**row, "amount": to_minor(exact(amount), head["currency"])}])


def _line(entry: Sequence[Any], tax: str) -> Line:
    sku, quantity, price, is_optional = (*entry, None, None)[:4]
    return Line(
        product_id=product(sku), quantity=exact(quantity), unit_price=exact(price) if price else None,
        is_optional=bool(is_optional), tax_class_id=tax_class(tax),
    )  # fmt: skip

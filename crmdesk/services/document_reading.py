"""Documents out of a table: checked as a whole before anything of them is written."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import now
from crmdesk.domain.deals import Deal
from crmdesk.domain.documents import DOCUMENT_KINDS, DOCUMENT_STATUSES, LINE_KINDS, ROUNDED, Document
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import new_id, parse_id
from crmdesk.domain.money import text_of
from crmdesk.domain.money_taxes import Tax
from crmdesk.domain.money_totals import totals
from crmdesk.domain.numbering import dated
from crmdesk.domain.numbering import read as read_title
from crmdesk.domain.prices import ROUNDINGS
from crmdesk.domain.receipts import Payment
from crmdesk.i18n import _, mark
from crmdesk.services import documents, money, products, taxes
from crmdesk.services.customers import Customers
from crmdesk.services.document_steps import FOLLOWS
from crmdesk.services.documents import Line, Row
from crmdesk.services.numbering import pattern
from crmdesk.services.payments import customer, whole_day
from crmdesk.services.table_cells import Cells, Taken, read_choice, read_figure, read_money, read_yes
from crmdesk.store import bulk
from crmdesk.store.steps import Step

_LINES = (*LINE_KINDS, ("payment", mark("Payment")))
_TAX = re.compile(
    r"(?P<name>.*?)\s*(?P<percent>\d+(?:[.,]\d+)?)\s*%?\s*(?P<kind>withheld|reverse|exempt)?\s*(?P<compound>compound)?"
)
_TEXTS = {"address": "address", "language": "language", "subject": "name", "reference": "reference",
          "intro": "intro", "terms": "terms", "tax number": "tax_number", "delivery address": "delivery_address",
          "responsible": "responsible"}  # fmt: skip
_DAYS = {"date": "issued_on", "due": "due_on", "valid until": "valid_until", "delivered": "delivered_on"}
Group = Sequence[tuple[int, Cells]]


class Reading:
    """One list, in a step that is open; of a document with a fault nothing is taken, and the line is told."""

    def __init__(self, session: Session, step: Step, taken: Taken, usual: str) -> None:
        self.session, self.taken, self.usual = session, taken, usual
        self.customers = Customers(session, step)
        rows = list(bulk.whole(session, Document))
        self.by_id = {row["id"]: row for row in rows}
        self.by_number = {_number(row["kind"], row["title"], row["version"]): row for row in rows if row["title"]}
        self.by_title: defaultdict[str, list[Row]] = defaultdict(list)
        for row in rows:
            self.by_title[fold(row["title"] or "")].append(row)
        self.line = 0

    @cached_property
    def products(self) -> dict[str, Row]:
        return products.named(self.session)

    @cached_property
    def deals(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in bulk.whole(self.session, Deal):
            found.setdefault(fold(row["name"]), []).append(row)
        return found

    def take(self, group: Group) -> None:
        self.line = group[0][0]
        try:
            self._take(group)
        except UserError as error:
            self.taken.rejected.append((self.line, str(error)))

    def _take(self, group: Group) -> None:
        first = group[0][1]
        kind = read_choice(first, "kind", DOCUMENT_KINDS, self.usual)
        known = self._known(first, kind)
        currency = money.checked(first.get("currency") or (known or {}).get("currency") or money.currency(self.session))
        lines, paid = self._lines(group, currency)
        self.line = group[0][0]
        if known:
            self._add_payments(known, paid)
            return
        head = self._head(first, currency)
        self._check_total(first, head, lines, currency)
        self._put(kind, first, head, lines, paid)

    def _known(self, cells: Cells, kind: str) -> Row | None:
        try:
            key = parse_id(cells["id"]) if cells.get("id") else b""
        except ValueError:
            key = b""  # of another program
        version = int(read_figure(cells, "version") or 1)
        return self.by_id.get(key) or self.by_number.get(_number(kind, cells.get("number"), version))

    # Lines

    def _lines(self, group: Group, currency: str) -> tuple[list[Line], list[Row]]:
        lines, paid = [], []
        for self.line, cells in group:
            kind = read_choice(cells, "line", _LINES, "product")
            if kind == "payment":
                paid.append(self._payment(cells, currency))
            elif cells.get("name") or cells.get("sku") or cells.get("text"):
                lines.append(self._read_line(kind, cells, currency))
        return lines, paid

    def _read_line(self, kind: str, cells: Cells, currency: str) -> Line:
        asked = fold(cells.get("sku") or cells.get("name", ""))
        product = self.products.get(asked) if kind == "product" else None
        quantity, price = read_figure(cells, "quantity"), read_figure(cells, "price")
        if price is None and kind in ("product", "shipping"):
            raise UserError(_("“{name}” has no price.").format(name=cells.get("name") or cells.get("sku", "")))
        return Line(
            kind, cells.get("name") or (product["name"] if product else ""),
            Decimal(1) if quantity is None else quantity, Decimal(0) if price is None else price,
            product["id"] if product else None, cells.get("sku"),
            cells.get("text") or "", cells.get("unit"), read_figure(cells, "discount"),
            read_money(cells, "discount amount", currency), read_yes(cells, "optional"),
            taxes=tuple(_taxes(cells.get("taxes", ""))), id=new_id(),
        )  # fmt: skip

    def _payment(self, cells: Cells, currency: str) -> Row:
        amount, day = read_money(cells, "amount", currency), whole_day(_("Paid"), cells.get("paid on"))
        if not amount or not day:
            raise UserError(_("A payment needs its amount and its day."))
        told = {"method": cells.get("way"), "reference": cells.get("payment reference")}
        return {"amount": amount, "paid_on": day, "currency": currency, **told}

    # The head

    def _head(self, cells: Cells, currency: str) -> dict[str, Any]:
        head: dict[str, Any] = {column: cells[name] for name, column in _TEXTS.items() if name in cells}
        head |= {column: whole_day(name, cells[name]) for name, column in _DAYS.items() if name in cells}
        return {
            **head, "currency": currency, "is_inclusive": read_yes(cells, "with taxes"),
            "rounded": read_choice(cells, "rounded", ROUNDED, "line"),
            "rounding": read_choice(cells, "rounding", ROUNDINGS, "half up"),
            "cash_step": read_money(cells, "cash rounding", currency),
            "discount": read_figure(cells, "total discount"),
            "discount_amount": read_money(cells, "total discount amount", currency),
            "deposit": read_figure(cells, "deposit"), "deposit_amount": read_money(cells, "deposit amount", currency),
            "exchange_rate": read_figure(cells, "exchange rate"),
        }  # fmt: skip

    def _check_total(self, cells: Cells, head: dict[str, Any], lines: Sequence[Line], currency: str) -> None:
        """What was printed is what is kept, or nothing is."""
        told = read_money(cells, "total", currency)
        rates = {name: str(head[name]) if head[name] is not None else None for name in ("discount", "deposit")}
        found = totals([documents.item_of(line) for line in lines], documents.rules_of({**head, **rates})).total
        if told is not None and told != found:
            words = _("The lines come to {found} {currency}, and the list says {told}: nothing of it was taken.")
            shown = {"found": text_of(found, currency), "told": text_of(told, currency), "currency": currency}
            raise UserError(words.format(**shown))

    # Written

    def _put(self, kind: str, cells: Cells, head: dict[str, Any], lines: Sequence[Line], paid: Sequence[Row]) -> None:
        number = cells.get("number")
        status = read_choice(cells, "status", DOCUMENT_STATUSES, "sent" if number else "draft")
        if status != "draft" and not number:
            raise UserError(_("What was sent has a number, and this has none."))
        if paid and (kind != "invoice" or status == "draft"):
            raise UserError(_("Only an invoice that was sent can be paid."))
        company = self.customers.company(cells.get("company", ""))
        contact = self.customers.contact(cells.get("contact", ""), cells.get("email", ""))
        whose = {"company_id": company, "contact_id": contact}
        source, deal = self._source(cells, kind), self._deal(cells, whose)
        lines = self._of_source(lines, source) if source else lines
        key = documents.put(
            self.session, kind, lines, {**head, **whose, "deal_id": deal}, source_id=source["id"] if source else None
        )
        row = documents.get(self.session, key)
        if status != "draft":
            sent = {
                "status": status,
                "title": number,
                "version": int(read_figure(cells, "version") or 1),
                "sent_at": now(),
                "terms": head.get("terms"),
                "valid_until": head.get("valid_until"),
                **self._counted(kind, row["issued_on"], number or ""),
            }
            bulk.update(self.session, Document, [key], sent)
            row |= sent
            self.by_number[_number(kind, number, row["version"])] = row
            self.by_title[fold(number or "")].append(row)
        self._insert(row, paid)
        self.taken.added += 1

    def _source(self, cells: Cells, kind: str) -> Row | None:
        """What it was made of: a credit note is taken off its invoice."""
        number = cells.get("made from")
        if not number:
            return None
        found = [row for row in self.by_title.get(fold(number), []) if kind in FOLLOWS[row["kind"]]]
        if not found:
            raise UserError(_("There is no document “{number}” in this file.").format(number=number))
        return max(found, key=lambda row: int(row["version"]))

    def _of_source(self, lines: Sequence[Line], source: Row) -> list[Line]:
        """Each with the line that it is a part of, as far as it is still called so."""
        rows = documents.line_rows(self.session, source["id"])
        found = []
        for line in lines:
            same = next((row for row in rows if (row["kind"], row["name"]) == (line.kind, line.name)), None)
            rows = [row for row in rows if row is not same]
            found.append(replace(line, source_id=same["id"] if same else None))
        return found

    def _deal(self, cells: Cells, whose: Row) -> bytes | None:
        """Of those that are called so that of the same customer, else the latest."""
        name = cells.get("deal")
        if not name:
            return None
        if not (found := self.deals.get(fold(name))):
            raise UserError(_("There is no deal “{name}” in this file. Import the deals first.").format(name=name))
        return bytes(max(found, key=lambda row: (customer(row) == customer(whose), row["created_at"]))["id"])

    def _counted(self, kind: str, issued_on: str, number: str) -> Row:
        """A number of the own pattern is not given again."""
        found = read_title(dated(pattern(self.session, kind), date.fromisoformat(issued_on)), number)
        return {"series": found.series, "letter": found.letter, "serial": found.serial} if found else {}

    def _add_payments(self, known: Row, paid: Sequence[Row]) -> None:
        """Those that are not there yet; two alike are two."""
        there = Counter(map(_same, bulk.fetch(self.session, Payment, "document_id", [known["id"]])))
        fresh = []
        for row in paid:
            if there[_same(row)]:
                there[_same(row)] -= 1
            else:
                fresh.append(row)
        if fresh and (known["kind"] != "invoice" or known["status"] == "draft"):
            raise UserError(_("Only an invoice that was sent can be paid."))
        self._insert(known, fresh)
        self.taken.changed += bool(fresh)
        self.taken.unchanged += not fresh

    def _insert(self, head: Row, paid: Sequence[Row]) -> None:
        whose = {name: head[name] for name in ("company_id", "contact_id")}
        rows = [{**row, **whose, "id": new_id(), "document_id": head["id"]} for row in paid]
        bulk.insert(self.session, Payment, rows)


def _same(row: Row) -> tuple[Any, ...]:
    return row["paid_on"], row["amount"], row["method"] or None, row["reference"] or None


def _number(kind: str, title: str | None, version: int) -> tuple[str, str, int]:
    return kind, fold(title or ""), version


def _kept(typed: str) -> list[Tax]:
    try:
        return list(taxes.read(typed))
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(_("“{text}” is no tax. Write it as VAT 19%.").format(text=typed)) from error


def _taxes(typed: str) -> list[Tax]:
    """As they are written: `VAT 19%`, or a percentage alone; with all that there is to say, as they are kept."""
    if typed.startswith("["):
        return _kept(typed)
    found = []
    for part in filter(None, (each.strip() for each in typed.split("+"))):
        read = _TAX.fullmatch(part)
        if read is None:
            raise UserError(_("“{text}” is no tax. Write it as VAT 19%.").format(text=part))
        percent = Decimal(read["percent"].replace(",", "."))
        found.append(Tax(read["name"] or _("Tax"), percent, read["kind"] or "tax", bool(read["compound"])))
    return found

"""What of a document is on those made of it: how much is left, and parts that are together the whole to the cent."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial

from sqlalchemy.orm import Session

from crmdesk.domain.documents import Document, DocumentLine
from crmdesk.domain.errors import UserError
from crmdesk.domain.money import apportion, exact, exactly, plain, rounded
from crmdesk.domain.money_totals import amount
from crmdesk.i18n import _
from crmdesk.services import documents
from crmdesk.services.documents import Line, Row, fresh, item_of, line_of, line_rows, rules_of
from crmdesk.store import bulk

GONE = ("cancelled", "replaced")
Wanted = Mapping[bytes, Decimal]
"""Of which lines how much."""


@dataclass(slots=True)
class Made:
    """What is on documents of one kind already, also by way of others; what was credited can be invoiced again."""

    quantities: defaultdict[bytes, Decimal] = field(default_factory=partial(defaultdict, Decimal))
    amounts: defaultdict[bytes, int] = field(default_factory=partial(defaultdict, int))
    times: defaultdict[bytes, int] = field(default_factory=partial(defaultdict, int))
    heads: dict[bytes, tuple[int, Row]] = field(default_factory=dict)
    """With 1, or -1 for a credit note."""

    def add(self, line: bytes, row: Row, head: Row, sign: int) -> None:
        with exactly():
            self.quantities[line] += sign * exact(row["quantity"])
        self.amounts[line] += sign * row["amount"]
        self.times[line] += 1
        self.heads[head["id"]] = (sign, head)


def made(session: Session, lines: list[bytes], kind: str) -> Made:
    found = Made()
    from_where = {line: line for line in lines}
    seen: set[bytes] = set()
    while from_where:
        seen |= set(from_where)
        rows = list(bulk.fetch(session, DocumentLine, "source_id", list(from_where)))
        heads = {head["id"]: head for head in bulk.fetch(session, Document, "id", [row["document_id"] for row in rows])}
        further = {}
        for row in rows:
            head = heads.get(row["document_id"])
            if head and head["status"] not in GONE and row["id"] not in seen:
                further[row["id"]] = line = from_where[row["source_id"]]
                if sign := _sign(head["kind"], kind):
                    found.add(line, row, head, sign)
        from_where = further
    return found


def _sign(found: str, wanted: str) -> int:
    return 1 if found == wanted else -1 if (found, wanted) == ("credit", "invoice") else 0


def remaining(session: Session, key: bytes, kind: str) -> dict[bytes, Decimal]:
    """Of each line that is sold, how much of it is not on a document of this kind yet."""
    lines = _sold(session, key)
    there = made(session, list(lines), kind)
    return {line: _left(exact(row["quantity"]), there.quantities[line]) for line, row in lines.items()}


def _left(quantity: Decimal, taken: Decimal) -> Decimal:
    """Nothing of what was overdone; what is taken back has a quantity less than nothing."""
    with exactly():
        return quantity - taken if abs(taken) < abs(quantity) or taken * quantity < 0 else Decimal(0)


def _sold(session: Session, key: bytes) -> dict[bytes, Row]:
    rows = line_rows(session, key)
    return {row["id"]: row for row in rows if row["kind"] in ("product", "shipping") and not row["is_optional"]}


def check(session: Session, key: bytes, left: Wanted, wanted: Wanted) -> None:
    names = {row["id"]: row["name"] for row in line_rows(session, key)}
    for line, quantity in wanted.items():
        there = left.get(line, Decimal(0))
        if abs(quantity) > abs(there) or quantity * there < 0:
            words = _("Of “{name}” only {left} are left.")
            raise UserError(words.format(name=names.get(line, ""), left=plain(there)))
    if not wanted:
        raise UserError(_("Nothing is left of it to go on the next document."))


# The lines


def lines_of(session: Session, head: Row, kind: str, left: Wanted, wanted: Wanted) -> list[Line]:
    """Texts and sections come along, so that it reads as before."""
    there = made(session, list(left), kind)
    lines = []
    for row in line_rows(session, head["id"]):
        line = replace(line_of(row), source_id=row["id"])
        if row["kind"] in ("text", "section"):
            lines.append(line)
        elif row["id"] in wanted:
            part = _part(line, wanted[row["id"]])
            is_last = wanted[row["id"]] == left[row["id"]] and there.times[row["id"]]
            lines.append(_completing(part, row, there, head) if is_last else part)
    return fresh(lines)


def _part(line: Line, quantity: Decimal) -> Line:
    return replace(line, quantity=quantity, discount_amount=part_of(line.discount_amount, quantity, line.quantity))


def part_of(whole: int | None, quantity: Decimal, of: Decimal) -> int | None:
    if whole is None or quantity == of:
        return whole
    with exactly():
        return rounded(Decimal(whole * quantity) / of)


def _completing(line: Line, row: Row, there: Made, head: Row) -> Line:
    """The last part of a line takes what rounding left over; what was agreed on otherwise meanwhile stays so."""
    rules = rules_of(head)
    wanted = row["amount"] - there.amounts[row["id"]]
    off = amount(item_of(line), rules) - wanted
    if not _is_rounding(off, there.times[row["id"]]):
        return line
    bare = replace(line, discount=None, discount_amount=None)
    return replace(bare, discount_amount=amount(item_of(bare), rules) - wanted)


def _is_rounding(off: int, times: int) -> bool:
    """Each part and the whole may be off by less than one."""
    return 0 < abs(off) <= times + 1


# The discount on the whole


def shared(session: Session, head: Row, kind: str, left: Wanted, wanted: Wanted, lines: list[Line]) -> Row:
    """Its part of a discount on the whole; the last document takes what is left of it."""
    there = made(session, list(left), kind)
    is_last = all(wanted.get(line, Decimal(0)) == quantity for line, quantity in left.items())
    if head["discount_amount"]:
        taken = sum(sign * (row["discount_amount"] or 0) for sign, row in there.heads.values())
        amount_of = head["discount_amount"] - taken if is_last else _share(session, head, wanted)
        return {"discount_amount": amount_of}
    return _rest_of_rate(session, head, there, lines) if head["discount"] and is_last and there.heads else {}


def _rest_of_rate(session: Session, head: Row, there: Made, lines: list[Line]) -> Row:
    def discount(row: Row) -> int:
        return documents.figures(row, line_rows(session, row["id"])).discount

    wanted = discount(head) - sum(sign * discount(row) for sign, row in there.heads.values())
    off = documents.figures(head, documents.rows_of_lines(head["id"], lines)).discount - wanted
    return {"discount": None, "discount_amount": wanted} if _is_rounding(off, len(there.heads)) else {}


def _share(session: Session, head: Row, wanted: Wanted) -> int:
    inside = whole = 0
    for row in line_rows(session, head["id"]):
        if row["kind"] == "product" and not row["is_optional"]:
            whole += row["amount"]
            inside += part_of(row["amount"], wanted.get(row["id"], Decimal(0)), exact(row["quantity"])) or 0
    return apportion(head["discount_amount"], [inside, whole - inside])[0]

"""payments, receivables, orders: what came in, what is open, and documents exchanged with a spreadsheet."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmdesk.cli.common import answer, on_file, opened
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import text_id
from crmdesk.i18n import _

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.table_cells import Taken

_KINDS = ("order", "delivery", "invoice", "credit", "quote")


def register(subparsers: Any) -> None:
    taking = on_file(subparsers, "payments", payments, "what came in; or record a payment of an invoice")
    taking.add_argument("number", nargs="?", help="of the invoice that is paid")
    taking.add_argument("amount", nargs="?", help="in its currency: 1234.50 (default: all that is open)")
    taking.add_argument("--on", metavar="DAY", help="when it was paid (default: today)")
    taking.add_argument("--way", help="such as Bank transfer")
    taking.add_argument("--reference")
    on_file(subparsers, "receivables", receivables, "what is open, and how late it is")
    listing = on_file(subparsers, "orders", orders, "orders, invoices and the like: list them, or exchange them")
    listing.add_argument("--kind", choices=_KINDS, action="append", default=[], help="only these (default: all)")
    ways = listing.add_mutually_exclusive_group()
    ways.add_argument("--import", dest="source", type=Path, metavar="CSV", help="a row for each line and payment")
    ways.add_argument("--export", dest="to", type=Path, metavar="CSV")


# Payments


def payments(args: argparse.Namespace) -> int:
    with opened(args) as store:
        if args.number:
            told = _recorded(store, args)
            answer(args, told, _("{number}: {paid} {currency} paid, {open} open").format(**told))
            return 0
        rows = _listed(store)
    lines = ["{paid_on}  {invoice}  {amount} {currency}  {way}".format(**row).rstrip() for row in rows]
    answer(args, rows, "\n".join(lines) or _("There are no payments yet."))
    return 0


def _recorded(store: "Store", args: argparse.Namespace) -> dict[str, Any]:
    from crmdesk.domain.money import text_of
    from crmdesk.domain.money_formats import read_amount
    from crmdesk.services import documents
    from crmdesk.services import payments as service
    from crmdesk.services.payments import Money

    with store.read() as session:
        head = documents.by_number(session, args.number)
        left = service.balance(session, head["id"]) if head["kind"] == "invoice" else 0
    currency = head["currency"]
    amount = read_amount(args.amount, currency, "en") if args.amount else left
    day = args.on or date.today().isoformat()  # noqa: DTZ011 - the user's own day
    shares, rest = ([(head["id"], amount)], 0) if amount < 0 else service.spread([(head["id"], max(left, 0))], amount)
    if not shares and not rest:
        raise UserError(_("Nothing of {number} is open.").format(number=args.number))
    service.take(store, Money(day, args.way, args.reference), shares or [(head["id"], 0)], rest)
    with store.read() as session:
        left = service.balance(session, head["id"])
    told = {"paid": amount, "open": left, "on_account": rest}
    shown = {name: text_of(each, currency) for name, each in told.items()}
    return {"number": head["title"], "currency": currency, **shown}


def _listed(store: "Store") -> list[dict[str, Any]]:
    from crmdesk.domain.money import text_of
    from crmdesk.services import invoices

    return [
        {
            "id": text_id(row["id"]), "paid_on": row["paid_on"], "invoice": title,
            "amount": text_of(row["amount"], row["currency"]), "currency": row["currency"],
            "way": row["method"] or "", "reference": row["reference"] or "",
        }
        for row, title in invoices.received(store)
    ]  # fmt: skip


# Receivables


def receivables(args: argparse.Namespace) -> int:
    from crmdesk.domain.money import text_of
    from crmdesk.services import receivables as service

    with opened(args) as store:
        owing = service.owing(store, date.today())  # noqa: DTZ011 - the user's own day
    ages = ("not_due", "to_30", "to_60", "to_90", "over_90")
    by_age = [
        {"currency": code, **{name: text_of(each, code) for name, each in zip(ages, amounts, strict=True)}}
        for code, amounts in owing.by_age.items()
    ]
    customers = [
        {
            "id": text_id(each.id), "name": each.name, "currency": each.currency,
            "open": text_of(each.open, each.currency), "days_late": each.late, "reminders": each.reminders,
            "invoices": [item.title for item in each.items],
        }
        for each in owing.customers
    ]  # fmt: skip
    words = _("{name}: {open} {currency}, {days_late} days late")
    lines = [words.format(**each) for each in customers]
    answer(args, {"by_age": by_age, "customers": customers}, "\n".join(lines) or _("Nobody owes anything."))
    return 0


# Orders and the like


def orders(args: argparse.Namespace) -> int:
    from crmdesk.services import document_tables

    with opened(args) as store:
        if args.source:
            return taken(args, document_tables.take_in(store, args.source, (args.kind or ["invoice"])[0]))
        if args.to:
            count = document_tables.export(store, args.to, args.kind)
            answer(args, {"exported": count, "to": str(args.to)}, _("{count} exported.").format(count=count))
            return 0
        document = _documents(store, args.kind or _KINDS)
    lines = ["{kind}  {number}  {status}  {total} {currency}".format(**row) for row in document]
    answer(args, document, "\n".join(lines) or _("There are none yet."))
    return 0


def _documents(store: "Store", kinds: "list[str] | tuple[str, ...]") -> list[dict[str, Any]]:
    from crmdesk.domain.money import text_of
    from crmdesk.services import document_lists

    today = date.today()  # noqa: DTZ011 - the user's own day
    rows = [row for kind in kinds for row in document_lists.of_kind(store, kind, today)]
    return [
        {
            "id": text_id(row.id), "kind": row.kind, "number": row.title or "", "status": row.status,
            "date": row.issued_on, "due": row.due_on, "subject": row.name, "currency": row.currency,
            "total": text_of(row.total, row.currency),
        }
        for row in rows
    ]  # fmt: skip


def taken(args: argparse.Namespace, found: "Taken") -> int:
    """What came of a list, with every line that was rejected and why."""
    rejected = [{"line": line, "reason": reason} for line, reason in found.rejected]
    document = {"added": found.added, "changed": found.changed, "unchanged": found.unchanged, "rejected": rejected}
    told = _("{added} added, {changed} changed, {unchanged} unchanged.").format(**document)
    lines = [_("Line {line}: {reason}").format(**each) for each in rejected]
    answer(args, document, "\n".join([told, *lines]))
    return 0

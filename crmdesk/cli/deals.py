"""deals, deal, forecast: what is about to be sold, and what will come of it."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmdesk.cli.common import answer, on_file, opened, record_id
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import parse_id, text_id
from crmdesk.i18n import _

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.forecast import By

_BY: "dict[str, By]" = {"": "", "person": "responsible", "pipeline": "pipeline_id", "product": "product_id"}


def register(subparsers: Any) -> None:
    listing = on_file(subparsers, "deals", deals, "open deals by pipeline and stage, with their sums")
    listing.add_argument("--pipeline", metavar="NAME", help="only this one")
    ways = listing.add_mutually_exclusive_group()
    ways.add_argument("--import", dest="source", type=Path, metavar="CSV", help="deals whose id is known are changed")
    ways.add_argument("--export", dest="to", type=Path, metavar="CSV", help="all of them, with their products")
    _add_deal(subparsers)
    looking = on_file(subparsers, "forecast", forecast, "what will come in: committed, weighted and best")
    looking.add_argument("--by", choices=("person", "pipeline", "product"), help="a line for each")
    looking.add_argument("--period", choices=("month", "quarter"), default="month")
    looking.add_argument("--from", dest="first", metavar="MONTH", help="2026-11")
    looking.add_argument("--to", dest="last", metavar="MONTH")


def _add_deal(subparsers: Any) -> None:
    parser = on_file(subparsers, "deal", deal, "add a deal, change it, move it, or end it")
    parser.add_argument("id", help="`new`, or the id of a deal")
    parser.add_argument("--name")
    parser.add_argument("--contact", type=record_id, metavar="ID")
    parser.add_argument("--company", type=record_id, metavar="ID")
    parser.add_argument("--amount", help="in its currency: 1234.50")
    parser.add_argument("--currency")
    parser.add_argument("--expected", metavar="DAY", help="when it will be won: 2026-12-24")
    parser.add_argument("--person", help="who is responsible")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--stage", metavar="NAME", help="move it there")
    ways.add_argument("--won", action="store_true")
    ways.add_argument("--lost", metavar="REASON")
    ways.add_argument("--reopen", action="store_true")


def deal(args: argparse.Namespace) -> int:
    with opened(args) as store:
        key = _added(store, args) if args.id == "new" else _changed(store, args)
        document = _told(store, key)
    words = _("{name}: {stage}, {status}, {amount} {currency}")
    answer(args, document, words.format(**document))
    return 0


def _added(store: "Store", args: argparse.Namespace) -> bytes:
    from crmdesk.services import deals as service

    values = _values(store, args, "")
    stage = _stage(store, args.stage) if args.stage else None
    key = service.add(store, values.pop("name", ""), stage, **values)
    if args.won or args.lost:
        _end(store, key, args)
    return key


def _changed(store: "Store", args: argparse.Namespace) -> bytes:
    from crmdesk.services import deals as service

    try:
        key = parse_id(args.id)
    except ValueError:
        raise UserError(_("“{text}” is no id").format(text=args.id)) from None
    with store.read() as session:
        currency = service.get(session, key)["currency"]
    if values := _values(store, args, currency):
        service.change(store, key, **values)
    if args.stage:
        service.move(store, key, _stage(store, args.stage))
    if args.reopen:
        service.reopen(store, key)
    _end(store, key, args)
    return key


def _end(store: "Store", key: bytes, args: argparse.Namespace) -> None:
    from crmdesk.services import deals as service

    if args.won:
        service.win(store, key)
    elif args.lost:
        service.lose(store, key, args.lost)


def _values(store: "Store", args: argparse.Namespace, currency: str) -> dict[str, Any]:
    from crmdesk.domain.money_formats import read_amount
    from crmdesk.services import money

    told = {
        "name": args.name, "contact_id": args.contact, "company_id": args.company, "currency": args.currency,
        "expected_on": args.expected, "responsible": args.person,
    }  # fmt: skip
    if args.amount:
        with store.read() as session:
            code = args.currency or currency or money.currency(session)
        told["amount"] = read_amount(args.amount, money.checked(code), "en")
    return {name: value for name, value in told.items() if value is not None}


def _stage(store: "Store", name: str) -> bytes:
    from crmdesk.services import pipelines

    found = [stage.id for each in pipelines.all_of(store) for stage in each.stages if fold(stage.name) == fold(name)]
    if not found or found[0] is None:
        raise UserError(_("There is no stage “{name}”.").format(name=name))
    return found[0]


def _told(store: "Store", key: bytes) -> dict[str, Any]:
    from crmdesk.domain.money import text_of
    from crmdesk.services import deals as service
    from crmdesk.services import pipelines

    with store.read() as session:
        row = service.get(session, key)
        stages = {stage.id: stage.name for stage in pipelines.stages(session, row["pipeline_id"])}
    same = ("name", "status", "currency", "expected_on", "responsible", "lost_reason")
    amount = None if row["amount"] is None else text_of(row["amount"], row["currency"])
    shown = {name: row[name] for name in same}
    return {"id": text_id(key), "stage": stages.get(row["stage_id"]), "amount": amount, **shown}


def deals(args: argparse.Namespace) -> int:
    from crmdesk.services import board, pipelines

    if args.source or args.to:
        return _exchanged(args)
    with opened(args) as store:
        known = [each for each in pipelines.all_of(store) if args.pipeline in (None, each.name)]
        boards = [(each.name, board.board(store, each.id)) for each in known]
    document = [
        _card(name, column.stage.name, card) for name, columns in boards for column in columns for card in column.cards
    ]
    words = "{pipeline}, {stage}: {name}  {amount} {currency}"
    answer(args, document, "\n".join(words.format(**card) for card in document) or _("There are no open deals."))
    return 0


def _exchanged(args: argparse.Namespace) -> int:
    from crmdesk.cli.payments import taken
    from crmdesk.services import deal_tables

    with opened(args) as store:
        if args.source:
            return taken(args, deal_tables.take_in(store, args.source))
        count = deal_tables.export(store, args.to)
    answer(args, {"exported": count, "to": str(args.to)}, _("{count} exported.").format(count=count))
    return 0


def _card(pipeline: str, stage: str, card: Any) -> dict[str, Any]:
    from crmdesk.domain.money import text_of

    names = ("name", "currency", "expected_on", "responsible", "next_step", "days", "rot")
    return {
        "id": text_id(card.id), "pipeline": pipeline, "stage": stage, "who": card.who, "probability": card.chance,
        "amount": None if card.amount is None else text_of(card.amount, card.currency),
        **{name: getattr(card, name) for name in names},
    }  # fmt: skip


def forecast(args: argparse.Namespace) -> int:
    from crmdesk.domain.money import text_of
    from crmdesk.services import forecast as forecasts

    with opened(args) as store:
        first = args.first or ("0000-01" if args.last else "")
        found = forecasts.forecast(store, args.period, _BY[args.by or ""], first, args.last or "")
    document = []
    for line in found:
        amounts = ("won", "committed", "weighted", "best", "target")
        told = {name: getattr(line, name) for name in amounts}
        shown = {name: None if value is None else text_of(value, line.currency) for name, value in told.items()}
        group = {args.by: line.group} if args.by else {}
        document.append({"period": line.period, "currency": line.currency, **group, "deals": line.deals, **shown})
    words = _("{period}: {committed} committed, {weighted} weighted, {best} at best ({currency})")
    answer(args, document, "\n".join(words.format(**line) for line in document) or _("Nothing is expected."))
    return 0

"""deals, forecast: what is about to be sold, and what will come of it."""

import argparse
from typing import TYPE_CHECKING, Any

from crmdesk.cli.common import answer, on_file, opened
from crmdesk.domain.ids import text_id
from crmdesk.i18n import _

if TYPE_CHECKING:
    from crmdesk.services.forecast import By

_BY: "dict[str, By]" = {"": "", "person": "responsible", "pipeline": "pipeline_id"}


def register(subparsers: Any) -> None:
    listing = on_file(subparsers, "deals", deals, "open deals by pipeline and stage, with their sums")
    listing.add_argument("--pipeline", metavar="NAME", help="only this one")
    looking = on_file(subparsers, "forecast", forecast, "what will come in: committed, weighted and best")
    looking.add_argument("--by", choices=("person", "pipeline"), help="a line for each")
    looking.add_argument("--period", choices=("month", "quarter"), default="month")
    looking.add_argument("--from", dest="first", metavar="MONTH", help="2026-11")
    looking.add_argument("--to", dest="last", metavar="MONTH")


def deals(args: argparse.Namespace) -> int:
    from crmdesk.services import board, pipelines

    with opened(args) as store:
        known = [each for each in pipelines.all_of(store) if args.pipeline in (None, each.name)]
        boards = [(each.name, board.board(store, each.id)) for each in known]
    document = [
        _card(name, column.stage.name, card) for name, columns in boards for column in columns for card in column.cards
    ]
    words = "{pipeline}, {stage}: {name}  {amount} {currency}"
    answer(args, document, "\n".join(words.format(**card) for card in document) or _("There are no open deals."))
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

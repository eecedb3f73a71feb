"""What labels, envelopes and letters have in common: for whom, in which order, and who is left out."""

import argparse
import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmdesk.cli.common import add_choice, chosen
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import text_id
from crmdesk.i18n import _
from crmdesk.printing import ORDERS

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.labels import Skipped, Wanted

KINDS = ("contact", "company")


def add_people(parser: argparse.ArgumentParser) -> None:
    add_choice(parser)
    parser.add_argument("--kind", choices=KINDS, default="contact", help="where no choice is made: all of these")
    parser.add_argument("--household", action="store_true", help="one for all who live together")
    parser.add_argument("--left-out", type=Path, metavar="CSV", help="write who gets none, and why, into this file")


def add_pieces(parser: argparse.ArgumentParser) -> None:
    add_people(parser)
    parser.add_argument("--order", choices=ORDERS, default="postal code")
    parser.add_argument("--copies", type=int, default=1, metavar="N", help="of each")


def wanted(store: "Store", args: argparse.Namespace, **more: Any) -> "Wanted":
    from crmdesk.services.labels import Wanted

    require_positive("--copies", args.copies)
    return Wanted(chosen(store, args), args.kind, args.order, args.copies, args.household, **more)


def require_positive(name: str, value: int) -> None:
    if value < 1:
        raise UserError(_("{option} must be at least 1.").format(option=name))


def words(args: argparse.Namespace) -> str:
    """What the run is called in the list of runs."""
    return str(args.group or args.lookup or "")


def named(name: str, known: Sequence[tuple[str, str]], nothing: str) -> str:
    """The key of a name in any spelling; `nothing` says that there is none and lists {names}."""
    keys = [key for key, label in known if fold(name) in (fold(label), fold(key))]
    if not keys:
        names = ", ".join(label for _key, label in known)
        raise UserError(nothing.format(name=name, names=names))
    return keys[0]


def skipped_of(skipped: "Iterable[Skipped]") -> list[dict[str, str]]:
    return [{"id": text_id(each.id), "name": each.name, "reason": each.reason} for each in skipped]


def sharing_of(sharing: "Iterable[Skipped]") -> list[dict[str, str]]:
    """Who gets none of their own, but one with others."""
    return [{"id": text_id(each.id), "name": each.name, "on": each.reason} for each in sharing]


def told_of(skipped: Sequence[dict[str, str]], sharing: Sequence[dict[str, str]]) -> list[str]:
    lines = [_("Left out: {name}: {reason}").format(**each) for each in skipped]
    return [*(_("With others: {name}: {on}").format(**each) for each in sharing), *lines]


def write_left_out(args: argparse.Namespace, skipped: Sequence[dict[str, str]]) -> None:
    from crmdesk.formats.csv_own import guard
    from crmdesk.services.writing import whole_file

    if args.left_out:
        text = StringIO()
        rows = [(each["name"], each["reason"]) for each in skipped]
        csv.writer(text).writerows([guard(cell, True) for cell in row] for row in ((_("Name"), _("Reason")), *rows))
        with whole_file(args.left_out) as file:
            file.write(text.getvalue().encode("utf-8-sig"))

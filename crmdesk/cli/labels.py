"""labels, sheets."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmdesk.cli.common import add_choice, answer, chosen, command, on_file, opened
from crmdesk.domain.ids import text_id
from crmdesk.i18n import _, ngettext
from crmdesk.printing import ORDERS

if TYPE_CHECKING:
    from crmdesk.printing.sheets import Sheet


def register(subparsers: Any) -> None:
    printing = on_file(subparsers, "labels", make, "mailing labels as PDF")
    printing.add_argument("--sheet", required=True, help='such as "Avery 5160"; see `crmdesk sheets`')
    printing.add_argument("--to", type=Path, metavar="PDF", required=True)
    printing.add_argument("--start", type=int, default=1, metavar="N", help="the first free label of the first sheet")
    printing.add_argument("--order", choices=ORDERS, default="postal code")
    add_choice(printing)
    listing = command(subparsers, "sheets", sheets, "the label sheets known")
    listing.add_argument("text", nargs="?", default="")


def make(args: argparse.Namespace) -> int:
    from crmdesk.services import labels, own_history

    with opened(args) as store:
        batch = labels.prepare(store, chosen(store, args), order=args.order)
        done = labels.save(batch, args.sheet, args.to, start=args.start)
        own_history.note(store, "labels", "contact", batch.ids)
    skipped = [{"id": text_id(skip.id), "name": skip.name, "reason": skip.reason} for skip in batch.skipped]
    document = {"printed": len(batch.texts), "pages": done.pages, "skipped": skipped, "warnings": done.warnings}
    text = ngettext("{count} label on {pages} pages.", "{count} labels on {pages} pages.", len(batch.texts))
    lines = [text.format(count=len(batch.texts), pages=done.pages)]
    lines += [_("Left out: {name}: {reason}").format(**skip) for skip in skipped]
    answer(args, document, "\n".join([*lines, *done.warnings]))
    return 0


def sheets(args: argparse.Namespace) -> int:
    from crmdesk.printing.sheets import all_sheets, find

    found = find(args.text) if args.text else all_sheets()
    document = [_facts(sheet) for sheet in found]
    lines = ["{name}  {description}  {width} x {height} mm, {count} on {paper}".format(**fact) for fact in document]
    answer(args, document, "\n".join(lines) or _("No sheet is called that."))
    return 0


def _facts(sheet: "Sheet") -> dict[str, Any]:
    """Lengths in millimetres."""
    names = ("name", "brand", "part", "description", "paper", "width", "height", "count", "equivalents", "anomaly")
    return {name: getattr(sheet, name) for name in names}

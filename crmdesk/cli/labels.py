"""labels, sheets."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmdesk.cli import paper
from crmdesk.cli.common import answer, command, on_file, opened, told, worked
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from crmdesk.printing.press import Printed
    from crmdesk.printing.sheets import Sheet
    from crmdesk.services.files import Store
    from crmdesk.services.labels import Batch
    from crmdesk.services.print_runs import Run


def register(subparsers: Any) -> None:
    printing = on_file(subparsers, "labels", make, "mailing labels as PDF")
    printing.add_argument("--sheet", required=True, help='such as "Avery 5160", or one of your own; see `sheets`')
    printing.add_argument("--to", type=Path, metavar="PDF", required=True)
    printing.add_argument("--start", type=int, default=1, metavar="N", help="the first free label of the first sheet")
    printing.add_argument("--from", type=int, default=1, metavar="N", dest="first", help="begin with the Nth")
    printing.add_argument("--design", metavar="NAME", help="what stands on each; plain addresses where it is not given")
    printing.add_argument("--again", action="store_true", help="what was printed last, as it was then")
    printing.add_argument("--outline", action="store_true", help="draw the edges of the labels")
    paper.add_pieces(printing)
    listing = command(subparsers, "sheets", sheets, "the label sheets known")
    listing.add_argument("text", nargs="?", default="")


def make(args: argparse.Namespace) -> int:
    from crmdesk.services import labels, own_sheets

    with opened(args) as store:
        sheet = own_sheets.by_name(store, args.sheet)
        last = _last(store) if args.again else None
        whole = labels.again(store, last) if last else _gathered(store, args)
        skipped, sharing = paper.skipped_of(whole.skipped), paper.sharing_of(whole.sharing)
        paper.write_left_out(args, skipped)
        batch = _from(whole, args.first)
        done = _save(batch, sheet, args)
        labels.keep(store, batch, last.name if last else paper.words(args), sheet.name, args.start)
    document = {"printed": done.labels, "pages": done.pages, "skipped": skipped, "sharing": sharing}
    printed = ngettext("{count} label", "{count} labels", done.labels).format(count=done.labels)
    pages = ngettext("{count} page", "{count} pages", done.pages).format(count=done.pages)
    lines = [f"{printed}, {pages}", *paper.told_of(skipped, sharing)]
    answer(args, document | {"warnings": done.warnings}, "\n".join([*lines, *done.warnings]))
    return 0


def _gathered(store: "Store", args: argparse.Namespace) -> "Batch":
    from crmdesk.services import labels

    more = {"design": _design(store, args.design)} if args.design else {}
    return worked(told(labels.gather(store, paper.wanted(store, args, **more))))


def _last(store: "Store") -> "Run":
    from crmdesk.services import print_runs

    run = next((run for run in print_runs.latest(store) if run.kind == "labels" and not run.again), None)
    if run is None:
        raise UserError(_("No labels were printed from this file yet."))
    return run


def _design(store: "Store", name: str) -> str:
    from crmdesk.services import designs

    known = [(choice.id, choice.name) for choice in designs.all_of(store)]
    return paper.named(name, known, _("There is no design “{name}”. Those known are {names}."))


def _from(batch: "Batch", first: int) -> "Batch":
    paper.require_positive("--from", first)
    if first == 1:
        return batch
    if first > len(batch.pieces):
        count = len(batch.pieces)
        raise UserError(_("There are {count} labels: --from is between 1 and {count}.").format(count=count))
    return batch.rest(first)


def _save(batch: "Batch", sheet: "Sheet", args: argparse.Namespace) -> "Printed":
    from crmdesk.services import labels
    from crmdesk.services.writing import whole_file

    labels.check(batch, _("There are no labels to print: all that were chosen are left out."))
    with whole_file(args.to) as file:
        return worked(told(labels.making(batch, sheet, args.start, file, outline=args.outline)))


def sheets(args: argparse.Namespace) -> int:
    from crmdesk.printing.sheets import all_sheets, find, rolls

    found = find(args.text) if args.text else [*all_sheets(), *rolls()]
    document = [_facts(sheet) for sheet in found]
    lines = ["{name}  {description}  {width} x {height} mm, {count} on {paper}".format(**fact) for fact in document]
    answer(args, document, "\n".join(lines) or _("No sheet is called that."))
    return 0


def _facts(sheet: "Sheet") -> dict[str, Any]:
    """Lengths in millimetres."""
    names = ("name", "brand", "part", "description", "paper", "width", "height", "count", "equivalents", "anomaly")
    return {name: getattr(sheet, name) for name in names}

"""list."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmdesk.cli import paper
from crmdesk.cli.common import add_choice, answer, chosen, on_file, opened, told, worked
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _

if TYPE_CHECKING:
    from crmdesk.printing.list_table import ListTable
    from crmdesk.services.files import Store
    from crmdesk.services.lists import Wanted

USUAL = {
    "contact": ("shown_name", "company", "phones.value", "emails.value", "addresses.city"),
    "company": ("shown_name", "people", "phones.value", "emails.value", "addresses.city"),
}
LETTER, DOWN = "letter", ":down"
TOTALS = ("sum", "average")


def register(subparsers: Any) -> None:
    listing = on_file(subparsers, "list", make, "a list of contacts or companies with columns, groups and totals")
    listing.add_argument("--to", type=Path, metavar="FILE", help="a PDF or CSV; without it the list is shown")
    listing.add_argument("--kind", choices=paper.KINDS, default="contact")
    listing.add_argument("--columns", nargs="+", metavar="COLUMN", help='such as Name City; "?" tells which there are')
    listing.add_argument("--sort", nargs="+", default=(), metavar="COLUMN", help=f"COLUMN{DOWN} for downwards")
    listing.add_argument("--by", metavar="COLUMN", help=f'in groups; "{LETTER}" for the first of the name')
    listing.add_argument("--totals", nargs="+", choices=TOTALS, default=())
    listing.add_argument("--title", default="")
    listing.add_argument("--paper", choices=("a4", "letter"), default="a4")
    listing.add_argument("--direction", choices=("upright", "across"), help="as the columns need it, where not given")
    add_choice(listing)


def make(args: argparse.Namespace) -> int:
    from crmdesk.services import lists

    with opened(args) as store:
        known = _known(store, args.kind)
        if args.columns == ["?"]:
            answer(args, [{"key": key, "name": name} for key, name in known], "\n".join(name for _key, name in known))
            return 0
        wanted = _wanted(store, args, known)
        table = worked(told(lists.gather(store, wanted))).showing(args.totals)
    warnings = _save(table, args) if args.to else []
    if args.totals and not table.totals:
        warnings.append(_("No column holds numbers: there is nothing to total."))
    document = {"rows": len(table.rows), "warnings": warnings} | (
        {"path": str(args.to)} if args.to else _document(table)
    )
    answer(args, document, "\n".join([*([] if args.to else _lines(table)), *warnings]))
    return 0


def _known(store: "Store", kind: str) -> list[tuple[str, str]]:
    from crmdesk.services import columns

    return [(column.key, column.label) for column in columns.available(store, kind)]


def _wanted(store: "Store", args: argparse.Namespace, known: list[tuple[str, str]]) -> "Wanted":
    from crmdesk.services.lists import Wanted

    def key(name: str) -> str:
        return paper.named(name, known, _("There is no column “{name}”. Those there are: {names}."))

    keys = [key(name) for name in args.columns] if args.columns else USUAL[args.kind]
    sort = [(key(name.removesuffix(DOWN)), name.endswith(DOWN)) for name in args.sort]
    group = args.by if args.by in (None, LETTER) else _grouping(store, args.kind, key(args.by))
    title = args.title or paper.words(args) or (_("Companies") if args.kind == "company" else _("Contacts"))
    return Wanted(args.kind, _of_kind(store, args), keys, sort, group or "", title)


def _grouping(store: "Store", kind: str, key: str) -> str:
    from crmdesk.services import columns

    able = {column.key: column.label for column in columns.available(store, kind) if column.can_group}
    if key not in able:
        names = ", ".join(able.values())
        raise UserError(_("This column makes no groups. Those that do: {names}.").format(names=names))
    return key


def _of_kind(store: "Store", args: argparse.Namespace) -> list[bytes] | None:
    """Groups and texts find both contacts and companies."""
    ids = chosen(store, args)
    return None if ids is None else [row.id for row in store.rows(ids) if row.kind == args.kind]


def _save(table: "ListTable", args: argparse.Namespace) -> list[str]:
    from crmdesk.services import lists
    from crmdesk.services.writing import whole_file

    ending = args.to.suffix.lower()
    if ending == ".csv":
        lists.write_csv(table, args.to)
        return []
    if ending != ".pdf":
        raise UserError(_("“{name}” ends neither in .pdf nor in .csv.").format(name=args.to.name))
    across = args.direction == "across" if args.direction else None
    pdf, printed = worked(told(lists.print_pdf(table, args.paper, across)))
    with whole_file(args.to) as file:
        file.write(pdf)
    return printed.warnings


def _document(table: "ListTable") -> dict[str, Any]:
    groups = [{"title": part.title, "rows": part.rows, "totals": part.totals} for part in table.parts()]
    columns = [title for title, _is_number in table.columns]
    return {"columns": columns, "groups": groups, "totals": [total.whole for total in table.totals]}


def _lines(table: "ListTable") -> list[str]:
    """Columns under one another, as wide as what stands in them."""
    heads = [title for title, _is_number in table.columns]
    whole = [total.whole for total in table.totals]
    shown = [heads, *table.rows, *whole, *(row for part in table.parts() for row in part.totals)]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    rights = [is_number for _title, is_number in table.columns]
    lines = [_line(heads, widths, rights)]
    for part in table.parts():
        if part.title:
            lines.append(f"# {part.title} ({len(part.rows)})")
        lines += [_line(row, widths, rights) for row in (*part.rows, *part.totals)]
    return [*lines, *(_line(row, widths, rights) for row in whole)]


def _line(row: Sequence[str], widths: Sequence[int], rights: Sequence[bool]) -> str:
    cells = zip(row, widths, rights, strict=True)
    return "  ".join(text.rjust(width) if right else text.ljust(width) for text, width, right in cells).rstrip()

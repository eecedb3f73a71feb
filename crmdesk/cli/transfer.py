"""import, export."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmdesk.cli.common import add_choice, answer, chosen, on_file, opened, worked
from crmdesk.formats import EXPORTED, IMPORTED
from crmdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from crmdesk.services.importing import Item, Report


def register(subparsers: Any) -> None:
    taking = on_file(subparsers, "import", take_in, "take in vCard, CSV or JSON files")
    taking.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    taking.add_argument("--format", choices=IMPORTED, help="default: seen from the content")
    taking.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    taking.add_argument("--rejects", type=Path, metavar="PATH", help="write what was rejected here, with reasons")
    giving = on_file(subparsers, "export", give_out, "write contacts and companies to a file")
    giving.add_argument("--to", type=Path, metavar="PATH", required=True)
    giving.add_argument("--format", choices=tuple(EXPORTED), help="default: by the name of the file")
    add_choice(giving)


def take_in(args: argparse.Namespace) -> int:
    from crmdesk.services import importing, writing
    from crmdesk.services.importing import Options
    from crmdesk.services.importing import Verdict

    work = importing.preview if args.dry_run else importing.run
    with opened(args) as store:
        if args.rejects:
            writing.refuse_unwritable(args.rejects)
        report = worked(work(store, args.paths, Options(kind=args.format or "")))
        if args.rejects and report.rejected:
            importing.write_rejects(report, args.rejects)
    counts = {verdict.value: report.counts[verdict] for verdict in (Verdict.ADDED, Verdict.UPDATED, Verdict.UNCHANGED)}
    document = {"read": report.read, **counts, "rejected": _items(report.rejected), "warnings": _items(report.warnings)}
    answer(args, document, _told(report))
    return 0


def _items(items: "list[Item]") -> list[dict[str, Any]]:
    return [{"file": item.file, "line": item.line, "reason": item.reason} for item in items]


def _told(report: "Report") -> str:
    from crmdesk.services.importing import Verdict

    counts = report.counts
    text = _("{read} read: {added} added, {updated} updated, {unchanged} unchanged, {rejected} rejected.").format(
        read=report.read,
        added=counts[Verdict.ADDED],
        updated=counts[Verdict.UPDATED],
        unchanged=counts[Verdict.UNCHANGED],
        rejected=counts[Verdict.REJECTED],
    )
    lines = [f"{item.file}:{item.line}: {item.reason}" for item in report.rejected + report.warnings]
    return "\n".join([text, *lines])


def give_out(args: argparse.Namespace) -> int:
    from crmdesk.services import exporting

    with opened(args) as store:
        kind = args.format or exporting.format_for(args.to)
        count = worked(exporting.export(store, args.to, kind, chosen(store, args)))
    text = ngettext("{count} record written to {path}.", "{count} records written to {path}.", count)
    answer(args, {"exported": count, "path": str(args.to)}, text.format(count=count, path=args.to))
    return 0

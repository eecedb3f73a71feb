"""import, export."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmdesk.cli.common import add_choice, answer, chosen, on_file, opened, secret_of, unlocked, worked
from crmdesk.domain.errors import UserError
from crmdesk.formats import EXPORTED, IMPORTED
from crmdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from crmdesk.services.importing import Item, Options, Report
    from crmdesk.services.other_files import Secrets

_RULES = ("update", "merge", "skip", "new")
_PROFILES = ("iphone", "android", "outlook", "google")


def register(subparsers: Any) -> None:
    taking = on_file(
        subparsers,
        "import",
        take_in,
        "take in vCard, CSV, Excel, LDIF, mail, JSON or CRMDesk files, or archives of them",
    )
    taking.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    taking.add_argument("--format", choices=IMPORTED, help="default: seen from the content")
    taking.add_argument("--mapping", type=Path, metavar="FILE", help="how a list is to be read, as JSON")
    taking.add_argument("--encoding", metavar="E", help="of a list, such as cp1252; default: seen from the content")
    taking.add_argument(
        "--on-duplicate",
        choices=_RULES,
        default="merge",
        metavar="RULE",
        help="who is there already: update, merge (add what is missing; the default), skip or new",
    )
    taking.add_argument("--country", metavar="CC", help="where phone numbers are read from; default: the file's own")
    taking.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    taking.add_argument("--rejects", type=Path, metavar="PATH", help="write what was rejected here, with reasons")
    giving = on_file(subparsers, "export", give_out, "write contacts and companies to a file")
    giving.add_argument("--to", type=Path, metavar="PATH", required=True)
    giving.add_argument("--format", choices=tuple(EXPORTED), help="default: by the name of the file")
    giving.add_argument("--profile", choices=_PROFILES, help="vCard or CSV as this program takes it")
    giving.add_argument("--one-each", action="store_true", help="vCard: a file for each contact, in an archive")
    giving.add_argument(
        "--complete", action="store_true", help="CSV: cells as they are, even what looks like a formula"
    )
    add_choice(giving)
    on_file(subparsers, "imports", list_imports, "list past imports")
    taking_back = on_file(subparsers, "undo-import", undo_import, "take a past import back, as far as it is unchanged")
    taking_back.add_argument("number", type=int, metavar="N", help="its number in `crmdesk imports`")


def take_in(args: argparse.Namespace) -> int:
    from dataclasses import replace

    from crmdesk.services import importing, writing
    from crmdesk.services.importing import Verdict

    work = importing.preview if args.dry_run else importing.run
    with opened(args) as store:
        if args.rejects:
            writing.refuse_unwritable(args.rejects)
        report = worked(work(store, args.paths, replace(_options(args), secrets=_secrets(args))))
        if args.rejects and report.rejected:
            importing.write_rejects(report, args.rejects)
    counts = {verdict.value: report.counts[verdict] for verdict in (Verdict.ADDED, Verdict.UPDATED, Verdict.UNCHANGED)}
    document = {
        "read": report.read,
        **counts,
        "duplicates": report.duplicates,
        "rejected": _items(report.rejected),
        "warnings": _items(report.warnings),
    }
    answer(args, document, _told(report))
    return 0


def _options(args: argparse.Namespace) -> "Options":
    from dataclasses import replace

    from crmdesk.domain.values.countries import to_code
    from crmdesk.services import mappings
    from crmdesk.services.importing import OnDuplicate, Options

    mapping = mappings.read(args.mapping) if args.mapping else mappings.Mapping()
    if args.encoding:
        mapping = replace(mapping, encoding=_known_encoding(args.encoding))
    country = to_code(args.country) if args.country else ""
    if country is None:
        raise UserError(_("“{name}” is no country. Write it as DE or Germany.").format(name=args.country))
    return Options(args.format or "", mapping, country=country, on_duplicate=OnDuplicate(args.on_duplicate))


def _secrets(args: argparse.Namespace) -> "dict[Path, Secrets]":
    """Of files of CRMDesk among the sources; with --passphrase-stdin each has a line, after that of the open file."""
    from crmdesk.services import other_files

    found: dict[Path, Secrets] = {}
    for path in filter(other_files.is_one, args.paths):

        def note(passphrase: str | None, code: str | None, path: Path = path) -> None:
            other_files.key_of(path, (passphrase, code))
            found[path] = (passphrase, code)

        unlocked(path, secret_of(args), note)
    return found


def _known_encoding(name: str) -> str:
    import codecs

    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise UserError(_("“{name}” is no encoding. Try utf-8, cp1252 or latin1.").format(name=name)) from error


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
        shape = exporting.Shape(args.profile or "", args.one_each, for_spreadsheets=not args.complete)
        count = worked(exporting.export(store, args.to, kind, chosen(store, args), shape))
    text = ngettext("{count} record written to {path}.", "{count} records written to {path}.", count)
    answer(args, {"exported": count, "path": str(args.to)}, text.format(count=count, path=args.to))
    return 0


def list_imports(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from crmdesk.services import past_imports

    with opened(args) as store:
        found = past_imports.list_imports(store)
    documents = [asdict(past) | {"id": past.id.hex()} for past in found]
    lines = [
        _("{number}. {name}: {added} added, {updated} updated, {rejected} rejected{state}").format(
            number=past.number, name=past.name, added=past.added, updated=past.updated, rejected=past.rejected,
            state=f" ({_('taken back')})" if past.is_taken_back else "",
        )
        for past in found
    ]  # fmt: skip
    answer(args, documents, "\n".join(lines) or _("Nothing was imported yet."))
    return 0


def undo_import(args: argparse.Namespace) -> int:
    from crmdesk.services import past_imports

    with opened(args) as store:
        kept = past_imports.take_back(store, args.number)
    text = _("Import {number} is taken back.").format(number=args.number)
    if kept:
        words = ngettext(
            "{count} record was changed since and stays.", "{count} records were changed since and stay.", kept
        )
        text = f"{text} {words.format(count=kept)}"
    answer(args, {"taken_back": args.number, "kept": kept}, text)
    return 0

"""letters."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmdesk.cli import paper
from crmdesk.cli.common import answer, chosen, on_file, opened, told, worked
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from crmdesk.printing.press import Printed
    from crmdesk.services.files import Store
    from crmdesk.services.letter_runs import Batch
    from crmdesk.services.letter_templates import Template

KEEPS = ("line", "text", "pdf")


def register(subparsers: Any) -> None:
    printing = on_file(subparsers, "letters", make, "a letter to many as PDF, each in the language of its reader")
    printing.add_argument("--template", required=True, metavar="NAME", help="the letter, in all languages it is in")
    printing.add_argument(
        "--to", type=Path, metavar="PLACE", required=True, help="a PDF of all, or a folder for one each"
    )
    printing.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="today, where not given")
    printing.add_argument("--without-address", action="store_true", help="also who cannot or will not be sent post")
    printing.add_argument("--keep", choices=KEEPS, default="line", help="what each history keeps of it")
    printing.add_argument("--merge-list", type=Path, metavar="CSV", help="write the fields of all, for other programs")
    paper.add_people(printing)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("“{text}” is no day. Write it as 2026-03-22.").format(text=text)) from None


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the user's own day


def make(args: argparse.Namespace) -> int:
    from crmdesk.services import letter_runs

    with opened(args) as store:
        family = _family(store, args.template)
        wanted = letter_runs.Wanted(
            family, args.kind, chosen(store, args), not args.without_address, args.household, args.date or _today()
        )
        batch = worked(told(letter_runs.gather(store, wanted)))
        skipped, sharing = paper.skipped_of(batch.skipped), paper.sharing_of(batch.sharing)
        paper.write_left_out(args, skipped)
        done = _save(batch, args.to, family[0].name)
        if args.merge_list:
            letter_runs.save_list(store, batch, args.merge_list)
        worked(told(letter_runs.keep(store, batch, family[0].name, args.keep)))
    warnings = [*_warnings(batch), *done.warnings]
    languages = dict(sorted(batch.languages().items()))
    document = {"printed": len(batch.letters), "languages": languages, "skipped": skipped, "sharing": sharing}
    text = ngettext("{count} letter.", "{count} letters.", len(batch.letters)).format(count=len(batch.letters))
    answer(args, document | {"warnings": warnings}, "\n".join([text, *paper.told_of(skipped, sharing), *warnings]))
    return 0


def _family(store: "Store", name: str) -> "list[Template]":
    """Of the file, else one of those to begin with."""
    from crmdesk.services import letter_templates

    known = letter_templates.stock() | letter_templates.families(letter_templates.all_of(store))
    keys = [(each, each) for each in known]
    return known[paper.named(name, keys, _("There is no letter “{name}”. Those there are: {names}."))]


def _save(batch: "Batch", to: Path, name: str) -> "Printed":
    from crmdesk.services import letter_runs

    if not batch.letters:
        why = tuple(f"{each.name}: {each.reason}" for each in batch.skipped)
        raise UserError(_("There are no letters to print: all that were chosen are left out."), why)
    if to.suffix.lower() == ".pdf":
        return worked(told(letter_runs.save(batch, to)))
    if not to.is_dir():
        raise UserError(_("“{name}” is neither a PDF nor a folder that is there.").format(name=to))
    return worked(told(letter_runs.save_each(batch, to, name)))


def _warnings(batch: "Batch") -> list[str]:
    lines = []
    if batch.unknown:
        lines.append(_("The letter names fields that there are not: {names}.").format(names=", ".join(batch.unknown)))
    words = _("{count} who speak {wished} get it in {language}.")
    lines += [
        words.format(count=count, wished=wished, language=language)
        for (wished, language), count in batch.fallbacks().items()
    ]
    return lines

"""clean-up: what is missing or wrong in a file, and a fix for all of a kind."""

import argparse
from typing import Any

from crmdesk.cli.common import answer, on_file, opened, worked
from crmdesk.i18n import _, ngettext


def register(subparsers: Any) -> None:
    parser = on_file(subparsers, "clean-up", clean_up, "tell what is missing or wrong in the file, or mend it")
    parser.add_argument("--check", metavar="NAME", help="list what this one finds")
    parser.add_argument("--fix", metavar="NAME", help="mend all that this one finds, as one step")


def clean_up(args: argparse.Namespace) -> int:
    if args.fix:
        return _fix(args)
    return _list(args) if args.check else _survey(args)


def _survey(args: argparse.Namespace) -> int:
    from crmdesk.services import clean_up as service

    with opened(args) as store:
        found = worked(service.survey(store))
    documents = [{"check": result.check.key, "count": result.count, "fixable": result.fixable} for result in found]
    lines = [f"{result.count:6} {result.check.key}: {_(result.check.label)}" for result in found if result.count]
    answer(args, documents, "\n".join(lines) or _("Nothing is missing or wrong."))
    return 0


def _list(args: argparse.Namespace) -> int:
    from crmdesk.domain.ids import text_id
    from crmdesk.services import clean_up as service

    with opened(args) as store:
        found = worked(service.findings(store, args.check))
    documents = [
        {"id": text_id(shown.finding.owner), "name": shown.name, "before": shown.finding.before,
         "after": shown.finding.after or None}
        for shown in found
    ]  # fmt: skip
    lines = [" → ".join(filter(None, (shown.name, shown.finding.before, shown.finding.after))) for shown in found]
    answer(args, documents, "\n".join(lines) or _("Nothing is missing or wrong."))
    return 0


def _fix(args: argparse.Namespace) -> int:
    from crmdesk.services import clean_up as service

    with opened(args) as store:
        count = worked(service.fix(store, args.fix))
    text = ngettext("{count} record is mended.", "{count} records are mended.", count).format(count=count)
    answer(args, {"fixed": count}, text)
    return 0

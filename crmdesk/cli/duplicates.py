"""duplicates, merge."""

import argparse
from typing import Any

from crmdesk.cli.common import answer, on_file, opened, record_id, worked
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import text_id
from crmdesk.i18n import _

_LEAST = 0.5


def register(subparsers: Any) -> None:
    finding = on_file(subparsers, "duplicates", find, "find who is in the file more than once")
    finding.add_argument(
        "--min-score", type=float, default=_LEAST, metavar="S", help="how sure, from 0 to 1 (default 0.5)"
    )
    finding.add_argument("--kind", choices=("contact", "company"), help="only of this kind")
    merging = on_file(subparsers, "merge", merge, "merge records into the first one named")
    merging.add_argument("ids", type=record_id, nargs="+", metavar="ID")


def find(args: argparse.Namespace) -> int:
    from crmdesk.services import duplicates

    if not 0 <= args.min_score <= 1:
        raise UserError(_("--min-score is a number from 0 to 1."))
    document, lines = [], []
    with opened(args) as store:
        for kind in (args.kind,) if args.kind else ("contact", "company"):
            for found in worked(duplicates.find(store, kind, args.min_score)):
                ids = [text_id(key) for key in found.ids]
                document.append({"score": round(found.score, 4), "reasons": found.reasons, "ids": ids})
                names = [row.name for row in store.rows(found.ids)]
                lines.append(f"{found.score:.2f}  {' = '.join(names)}  ({', '.join(found.reasons)})")
                lines.append(f"      {' '.join(ids)}")
    answer(args, document, "\n".join(lines) or _("Nobody is in this file twice."))
    return 0


def merge(args: argparse.Namespace) -> int:
    from crmdesk.services import merging

    with opened(args) as store:
        keep, *others = args.ids
        merging.merge(store, keep, others)
        name = store.rows([keep])[0].name
    document = {"id": text_id(keep), "merged": [text_id(key) for key in others if key != keep]}
    answer(args, document, _("Merged into {name}. `crmdesk undo` takes it back.").format(name=name))
    return 0

"""attach, save, purge: the files kept with contacts and companies."""

import argparse
from pathlib import Path
from typing import Any

from crmdesk.cli.common import answer, on_file, opened, record_id
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import text_id
from crmdesk.i18n import _, ngettext


def register(subparsers: Any) -> None:
    attaching = on_file(subparsers, "attach", attach, "keep files with a contact or company")
    attaching.add_argument("id", type=record_id)
    attaching.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    saving = on_file(subparsers, "save", save, "write an attached file (its id is in `show --json`) to a place")
    saving.add_argument("id", type=record_id)
    saving.add_argument("--to", type=Path, metavar="PATH", required=True, help="a file, or a folder")
    purging = on_file(subparsers, "purge", purge, "take away for good what was attached and has been removed")
    purging.add_argument("--days", type=int, metavar="N", help="removed so long ago (default: 30)")


def attach(args: argparse.Namespace) -> int:
    from crmdesk.services import attachments

    with opened(args) as store:
        ids = [text_id(attachments.add(store, args.id, path)) for path in args.paths]
    text = ngettext("{count} file attached.", "{count} files attached.", len(ids))
    answer(args, {"attached": ids}, text.format(count=len(ids)))
    return 0


def save(args: argparse.Namespace) -> int:
    from crmdesk.services import attachments

    with opened(args) as store:
        path = attachments.save_as(store, args.id, args.to)
    answer(args, {"path": str(path)}, _("Written to {path}.").format(path=path))
    return 0


def purge(args: argparse.Namespace) -> int:
    from crmdesk.services import attachments

    days = attachments.KEPT_DAYS if args.days is None else args.days
    if days < 0:
        raise UserError(_("--days must be 0 or more."))
    with opened(args) as store:
        count = attachments.purge(store, days)
    text = ngettext("{count} file taken away for good.", "{count} files taken away for good.", count)
    answer(args, {"purged": count}, text.format(count=count))
    return 0

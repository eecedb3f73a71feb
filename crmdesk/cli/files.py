"""new, check, backup, restore."""

import argparse
from pathlib import Path
from typing import Any

from crmdesk.cli.common import SECRET_HELP, answer, command, on_file, opened, secret_of, unlocked, worked
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.services import files


def register(subparsers: Any) -> None:
    new = command(subparsers, "new", make, "make an empty file, encrypted with a key in the system's keyring")
    new.add_argument("path", type=Path)
    protection = new.add_mutually_exclusive_group()
    protection.add_argument("--no-encryption", action="store_true", help="anyone who has the file can read it")
    protection.add_argument(
        "--passphrase-stdin", action="store_true", help="protect it by a passphrase, read from standard input"
    )
    new.add_argument("--demo", type=int, metavar="N", help="fill it with N sample contacts")
    on_file(subparsers, "check", check, "look through the whole file for damage")
    backup = on_file(subparsers, "backup", back_up, "make a verified backup")
    backup.add_argument("--to", type=Path, metavar="PATH")
    restoring = command(subparsers, "restore", restore, "make a new file from a backup")
    restoring.add_argument("backup", type=Path)
    restoring.add_argument("--to", type=Path, metavar="PATH", required=True)
    restoring.add_argument("--passphrase-stdin", action="store_true", help=SECRET_HELP)


def make(args: argparse.Namespace) -> int:
    passphrase = secret_of(args)
    if passphrase == "" or (args.passphrase_stdin and passphrase is None):
        raise UserError(_("The passphrase is empty. Nothing was made."))
    store, code = files.new(args.path, protection(args), passphrase)
    try:
        files.remember(store.path)
        if args.demo:
            from crmdesk.services import demo

            worked(demo.sample(store, args.demo))
    finally:
        store.close()
    text = _("Made {path}.").format(path=store.path)
    if code:
        text += "\n" + _(
            "Recovery code, to be kept on paper: {code}\nWith it alone the file opens on another computer."
        ).format(code=code)
    answer(args, {"path": str(store.path), "recovery_code": code}, text)
    return 0


def protection(args: argparse.Namespace) -> files.Protection:
    if args.no_encryption:
        return "none"
    if args.passphrase_stdin:
        return "passphrase"
    if not files.keyring_usable():
        raise UserError(
            _(
                "This system has no keyring to hold the file's key. Use --passphrase-stdin to protect the file by a "
                "passphrase, or --no-encryption. Nothing was made."
            )
        )
    return "keyring"


def check(args: argparse.Namespace) -> int:
    with opened(args) as store:
        problems = files.check(store)
    answer(args, {"problems": problems}, "\n".join(problems) or _("The file is sound."))
    return 1 if problems else 0


def back_up(args: argparse.Namespace) -> int:
    with opened(args) as store:
        missing: list[str] = []
        made = files.backup(store, args.to, missing.append)
    text = _("Backed up to {path}.").format(path=made)
    answer(args, {"backup": str(made), "missing": missing}, "\n".join([text, *missing]))
    return 0


def restore(args: argparse.Namespace) -> int:
    missing: list[str] = []

    def make_anew(passphrase: str | None, code: str | None) -> Path:
        return files.restore(args.backup, args.to, passphrase, code, tell=missing.append)

    made = unlocked(args.backup, secret_of(args), make_anew)
    text = _("Restored to {path}.").format(path=made)
    answer(args, {"path": str(made), "missing": missing}, "\n".join([text, *missing]))
    return 0

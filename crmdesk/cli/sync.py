"""sync, join, leave: a file and the workspace that it belongs to."""

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmdesk.cli.common import SECRET_HELP, answer, command, on_file, opened, secret_of, unlocked
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.services import files
from crmdesk.services.files import Store

if TYPE_CHECKING:
    from crmdesk.services.sync import RoundReport
    from crmdesk.services.sync_account import Account


def register(subparsers: Any) -> None:
    sync = on_file(subparsers, "sync", run, "send to colleagues what is new here, and fetch what is new there")
    sync.add_argument("--once", action="store_true", help="end when both are in step, instead of going on")
    sync.add_argument(
        "--deleted", choices=("keep", "take"),
        help="where colleagues deleted so much that it is asked first: bring it back for all, or delete it here too",
    )  # fmt: skip
    joining = command(subparsers, "join", join, "join the workspace of colleagues by the link of an invitation")
    joining.add_argument("link")
    joining.add_argument(
        "--file", type=Path, metavar="PATH", help="the file that is shared from now on; made where there is none"
    )
    joining.add_argument("--name", default="", help="how colleagues call you")
    joining.add_argument(
        "--password", action="store_true", help="set a password to sign in elsewhere; asked for, or standard input"
    )
    protection = joining.add_mutually_exclusive_group()
    protection.add_argument("--no-encryption", action="store_true", help="of a new file: anyone who has it can read it")
    protection.add_argument("--passphrase-stdin", action="store_true", help=SECRET_HELP)
    on_file(subparsers, "leave", leave, "leave the workspace; all that is in the file stays in it")


def run(args: argparse.Namespace) -> int:
    from crmdesk.services import sync

    with opened(args) as store:
        if args.deleted:
            _decide(store, args.deleted)
        if args.once:
            _tell(args, sync.run_round(lambda job: job(store)))
            return 0
        from crmdesk.services.sync_staying import rounds

        for report in rounds(lambda job: job(store)):
            if isinstance(report, UserError):
                print(report, file=sys.stderr)
            elif any(_counts(report).values()):
                _tell(args, report)
                sys.stdout.flush()
    return 0


def _decide(store: Store, what: str) -> None:
    """Of what the brake asks about now; what comes later is asked about again."""
    from crmdesk.services import brake

    if brake.stopped(store):
        (brake.keep_them if what == "keep" else brake.allow_deletions)(store)


def _tell(args: argparse.Namespace, report: "RoundReport") -> None:
    answer(args, _counts(report), _told(report))


def _told(report: "RoundReport") -> str:
    text = _("{sent} sent, {received} received, {conflicts} in conflict, {refused} refused.")
    return text.format(**_counts(report))


def _counts(report: "RoundReport") -> dict[str, int]:
    from dataclasses import asdict

    return asdict(report)


def join(args: argparse.Namespace) -> int:
    from crmdesk.services import sync, sync_account, sync_joining

    link = sync_joining.read_link(args.link)
    offer = sync_joining.offer(link)
    with _file(args, offer.workspace) as (store, code):
        sync_account.refuse_joined(store)
        account = sync_joining.join(link, args.name or sync_joining.proposed_name(offer), _password(args))
        sync_account.connect(store, account)
    try:
        files.remember(store.path)
        codes = sync_account.recovery_codes(store)
        report, problem = sync.run_round(lambda job: job(store)), ""
    except UserError as error:  # one is in all the same, and has to be told the codes
        report, problem = sync.RoundReport(), str(error)
    finally:
        store.close()
    if problem:
        print(problem, file=sys.stderr)
    document = {"path": str(store.path), "recovery_code": code, "workspace": account.workspace_name,
                "workspace_codes": codes, "person": account.name, "role": account.role}  # fmt: skip
    answer(args, {**document, **_counts(report)}, _welcome(account, store.path, code, codes, report))
    return 1 if problem else 0


def _welcome(account: "Account", path: Path, code: str | None, codes: list[str], report: "RoundReport") -> str:
    lines = [
        _("You are in “{workspace}” as {name}; the file is {path}.").format(
            workspace=account.workspace_name, name=account.name, path=path
        )
    ]
    if code:
        lines.append(_("Recovery code of the file, to be kept on paper: {code}").format(code=code))
    lines += [_("Recovery code of the workspace, to be kept on paper: {code}").format(code=each) for each in codes]
    return "\n".join([*lines, _told(report)])


@contextmanager
def _file(args: argparse.Namespace, workspace: str) -> Iterator[tuple[Store, str | None]]:
    """The file that was named, or a new one with its recovery code; if the body fails, that one goes again."""
    from crmdesk import paths
    from crmdesk.domain.values.file_names import safe

    path = args.file or paths.documents() / f"{safe(workspace)}{files.SUFFIX}"
    is_new = not (args.file and path.exists())
    store, code = _made(args, path) if is_new else (_unlocked(args, path), None)
    try:
        yield store, code
    except BaseException:
        if is_new:
            files.discard(store)
        store.close()
        raise


def _made(args: argparse.Namespace, path: Path) -> tuple[Store, str | None]:
    from crmdesk.cli.files import protection

    return files.new(path, protection(args), secret_of(args))


def _unlocked(args: argparse.Namespace, path: Path) -> Store:
    return unlocked(path, secret_of(args), lambda *secrets: files.open_file(path, *secrets))


def _password(args: argparse.Namespace) -> str:
    if not args.password:
        return ""
    if sys.stdin and sys.stdin.isatty():
        return getpass.getpass(_("New password for the hub: "))
    return (sys.stdin.readline() if sys.stdin else "").rstrip("\n")


def leave(args: argparse.Namespace) -> int:
    from crmdesk.services import sync_account, sync_joining

    with opened(args) as store:
        account = sync_account.required(store)
        heard = sync_joining.leave(account)
        sync_account.disconnect(store)
    text = _("You have left “{workspace}”. All that is in the file stays in it.").format(
        workspace=account.workspace_name
    )
    if not heard:
        text += "\n" + _("The hub was not reached: ask an owner to take this computer from the list of devices.")
    answer(args, {"workspace": account.workspace_name, "hub_knows": heard}, text)
    return 0

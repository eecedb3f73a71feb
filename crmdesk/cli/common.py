"""What the commands share: the file they work on, and how they answer."""

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import parse_id, text_id
from crmdesk.i18n import _
from crmdesk.services import files
from crmdesk.services.files import NeedsPassphrase, NeedsRecoveryCode, Store, WrongPassphrase

if TYPE_CHECKING:
    from crmdesk.services.reports import Progress

T = TypeVar("T")
SECRET_HELP = "read the file's passphrase, or its recovery code, from standard input"
Command = Callable[[argparse.Namespace], int]


def command(subparsers: Any, name: str, run: Command, help_text: str) -> argparse.ArgumentParser:
    """A command with the options that all have."""
    parser: argparse.ArgumentParser = subparsers.add_parser(name, help=help_text, description=help_text)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)
    return parser


def on_file(subparsers: Any, name: str, run: Command, help_text: str) -> argparse.ArgumentParser:
    """A command that works on an open file."""
    parser = command(subparsers, name, run, help_text)
    parser.add_argument("--file", type=Path, metavar="PATH", help="the file to work on (default: the last one)")
    parser.add_argument("--passphrase-stdin", action="store_true", help=SECRET_HELP)
    return parser


@contextmanager
def opened(args: argparse.Namespace) -> Iterator[Store]:
    path = files.must_exist(args.file or files.last_file())
    store = unlocked(path, secret_of(args), lambda *secrets: files.open_file(path, *secrets))
    try:
        files.remember(store.path)
        yield store
    finally:
        store.close()


def secret_of(args: argparse.Namespace) -> str | None:
    return sys.stdin.readline().rstrip("\n") if args.passphrase_stdin and sys.stdin else None


def unlocked(path: Path, secret: str | None, work: Callable[[str | None, str | None], T]) -> T:
    """`work` with the passphrase or the recovery code of a file, whichever was given; a person is asked for it."""
    try:
        return work(secret, None)
    except (NeedsPassphrase, NeedsRecoveryCode, WrongPassphrase):
        if secret is None and sys.stdin and sys.stdin.isatty():
            asked = getpass.getpass(_("Passphrase or recovery code of {name}: ").format(name=path.name))
            return unlocked(path, asked, work)
        if secret is None or not files.is_recovery_code(secret):
            raise
        return work(None, secret)


def answer(args: argparse.Namespace, document: Any, text: str) -> None:
    """One JSON document, or text for people, on standard output."""
    speaks_all = (sys.stdout.encoding or "").lower().startswith("utf")
    print(json.dumps(document, ensure_ascii=not speaks_all, default=_as_text) if args.json else text)


def _as_text(value: Any) -> Any:
    if isinstance(value, bytes):
        import base64

        return base64.b64encode(value).decode("ascii")
    return str(value)


def worked(work: "Generator[Progress, None, T]") -> T:
    """Run long work to its end, with a bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        return _drained(work, lambda _progress: None)
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        return _drained(work, lambda progress: bar.update(task, completed=progress.done, description=progress.text))


def _drained(work: "Generator[Progress, None, T]", tell: "Callable[[Progress], None]") -> T:
    while True:
        try:
            tell(next(work))
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def told(steps: Generator[float, None, T]) -> "Generator[Progress, None, T]":
    """Work that says how far it is, for `worked`."""
    from crmdesk.services.reports import Progress

    try:
        while True:
            yield Progress(next(steps))
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]


def record_id(text: str) -> bytes:
    try:
        return parse_id(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("“{text}” is no id").format(text=text)) from None


def chosen(store: Store, args: argparse.Namespace) -> list[bytes] | None:
    """The ids that --ids, --group or --lookup name; None for all."""
    from crmdesk.services import groups, lookup

    if args.ids:
        return _there(store, args.ids)
    if args.group:
        return groups.members(store, groups.by_name(store, args.group))
    if args.lookup:
        found = lookup.matching(store, args.lookup) + lookup.matching(store, args.lookup, "company")
        if not found:
            raise UserError(_("Nothing in this file matches “{text}”.").format(text=args.lookup))
        return found
    return None


def _there(store: Store, ids: list[bytes]) -> list[bytes]:
    there = {row.id for row in store.rows(ids)}
    if gone := [text_id(key) for key in ids if key not in there]:
        raise UserError(_("There is nothing in this file with the id {id}.").format(id=", ".join(gone)))
    return ids


def add_choice(parser: argparse.ArgumentParser) -> None:
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--group", help="only the members of this group")
    choice.add_argument("--lookup", metavar="TEXT", help="only what this text finds")
    choice.add_argument("--ids", nargs="+", type=record_id, metavar="ID", help="only these")

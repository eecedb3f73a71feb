"""hub: make one, serve, and look after it."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmdesk.hub.errors import HubError
from crmdesk.hub.settings import HubSettings, Place
from crmdesk.i18n import _

if TYPE_CHECKING:
    from sqlalchemy import Engine

DATABASE, URL, METRICS_TOKEN = "CRMDESK_HUB_DATABASE", "CRMDESK_HUB_URL", "CRMDESK_HUB_METRICS_TOKEN"
"""Of the environment, where a command line would be read by others."""
Run = Callable[[argparse.Namespace], int]


def register(subparsers: Any) -> None:
    from crmdesk.hub import commands_people, commands_serve

    hub = subparsers.add_parser("hub", help="run a hub, through which laptops exchange what changed")
    nouns = hub.add_subparsers(metavar="COMMAND", required=True)
    commands_serve.register(nouns)
    commands_people.register(nouns)
    command(nouns, "check", check, "look through all logs and files for what is missing")
    backup = command(nouns, "backup", back_up, "copy an SQLite database while it is used")
    backup.add_argument("--to", type=Path, metavar="PATH", required=True)
    command(nouns, "restored", restored, "after a backup was put in place: laptops bring what it lacks")
    command(nouns, "purge", purge, "let go of what was taken out of logs long ago")


def command(subparsers: Any, name: str, run: Run, help_text: str) -> argparse.ArgumentParser:
    """On a hub, which need not be running."""
    parser: argparse.ArgumentParser = subparsers.add_parser(name, help=help_text, description=help_text)
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="where it keeps its files, and its database")
    parser.add_argument(
        "--database", metavar="URL", default=os.environ.get(DATABASE, ""),
        help=f"postgresql://USER@HOST/NAME instead of a database in the folder (or {DATABASE})",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=lambda args: _told(run, args))
    return parser


def _told(run: Run, args: argparse.Namespace) -> int:
    from sqlalchemy.exc import InterfaceError, OperationalError

    try:
        return run(args)
    except HubError as error:
        print(error, file=sys.stderr)
    except (OperationalError, InterfaceError):
        print(_("The database does not answer. Is it running, and is the address right?"), file=sys.stderr)
    except OSError as error:
        print(error, file=sys.stderr)
    return 1


def answer(args: argparse.Namespace, document: Any, text: str) -> int:
    print(json.dumps(document) if args.json else text, flush=True)
    return 0


def now() -> int:
    return int(time.time() * 1000)


# Where it is


def settings_of(args: argparse.Namespace) -> HubSettings:
    if not args.data and not args.database:
        raise HubError(400, "where", _("Say where the hub keeps its data: --data FOLDER, or --database URL."))
    return HubSettings(args.database or _in_folder(args.data), str(files_of(args)))


def _in_folder(folder: Path) -> str:
    return f"sqlite:///{folder.absolute() / 'hub.db'}"


def files_of(args: argparse.Namespace) -> Path:
    from crmdesk import paths

    folder: Path = args.data or paths.state() / "hub"
    return folder.absolute() / "files"


@contextmanager
def opened(args: argparse.Namespace, *, may_make: bool = False) -> "Iterator[Engine]":
    """With the schema of this version."""
    from crmdesk.hub import database

    settings = settings_of(args)
    if args.data and may_make:
        args.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (args.database or may_make or (args.data / "hub.db").exists()):
        raise HubError(404, "no_hub", _("There is no hub in {path}.").format(path=args.data))
    engine = database.open_database(settings.database)
    try:
        _upgrade(engine)
        yield engine
    finally:
        engine.dispose()


def _upgrade(engine: "Engine") -> None:
    """Of two that begin at once one does it."""
    from sqlalchemy.exc import DBAPIError

    from crmdesk.hub import database

    if database.version(engine) == database.HEAD:
        return
    try:
        database.upgrade(engine)
    except DBAPIError:
        if database.version(engine) != database.HEAD:
            raise


def place_of(args: argparse.Namespace) -> Place:
    """Where links of invitations lead."""
    url = getattr(args, "url", "") or os.environ.get(URL, "")
    return Place(url.rstrip("/")) if url else Place.kept(args.data)


def link_of(place: Place, code: str, *, is_sealed: bool = False) -> str:
    """In a sealed workspace with its first key, which nobody else ever sees: the hub forgets it at once."""
    from crmdesk.sync import links
    from crmdesk.sync.keys import Ring

    return links.make(links.Link(place.url, code, place.pin, Ring.new().text() if is_sealed else ""))


def with_picture(link: str) -> str:
    """For the camera of a laptop, where the terminal draws it."""
    import io

    import segno

    picture = io.StringIO()
    segno.make(link, micro=False, error="l").terminal(picture, compact=True, border=2)
    return f"{link}\n\n{picture.getvalue()}" if sys.stdout.isatty() else link


# Looking after it


def check(args: argparse.Namespace) -> int:
    from crmdesk.hub import keeping

    with opened(args) as engine:
        problems = keeping.check(engine, files_of(args))
    answer(args, {"problems": problems}, "\n".join(problems) or _("All is as it should be."))
    return 1 if problems else 0


def back_up(args: argparse.Namespace) -> int:
    from crmdesk.hub import keeping

    with opened(args) as engine:
        keeping.backup(engine, args.to)
    return answer(args, {"path": str(args.to)}, _("The backup is in {path}.").format(path=args.to))


def restored(args: argparse.Namespace) -> int:
    from crmdesk.hub import keeping

    with opened(args) as engine:
        count = keeping.restored(engine, now())
    text = _("{count} logs begin anew: laptops bring what the backup lacks when they come next.")
    return answer(args, {"logs": count}, text.format(count=count))


def purge(args: argparse.Namespace) -> int:
    from crmdesk.hub import keeping

    with opened(args) as engine:
        count = keeping.purge(engine, files_of(args), now())
    return answer(args, {"entries": count}, _("{count} entries are gone for good.").format(count=count))

"""The command line, and the only place that knows everything: puts the window or a command together."""

import argparse
import os
import sys
import traceback
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from crmdesk import __version__, paths
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _

NO_SCREEN = 3
SAMPLE_SIZE = 500


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0 done, 1 something the user can mend, 2 usage, 3 no screen."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a console may not know the letters of a name or a path
    try:
        if not arguments or (len(arguments) == 1 and arguments[0].endswith(".crmdesk")):
            return _window(Path(arguments[0]) if arguments else None)
        if len(arguments) == 1 and "/join/" in arguments[0]:
            return _window(None, link=arguments[0])
        args = _parser(arguments[0]).parse_args(arguments)
        return int(args.run(args))
    except UserError as error:
        print(error, *error.problems, sep="\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(_("Stopped. What was not finished has not been changed."), file=sys.stderr)
        return 130
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:  # noqa: BLE001 - a fault of ours: never a traceback at the user
        print(
            _("CRMDesk has a fault. Your file is safe. A report is in {path}").format(path=_report()), file=sys.stderr
        )
        return 1


def _parser(noun: str = "") -> argparse.ArgumentParser:
    """A hub that was killed is up again soon: it does not wait for what is done with files."""
    from crmdesk.hub import commands as hub

    parser = argparse.ArgumentParser("crmdesk", description=_("Without a command, opens the window."))
    parser.add_argument("--version", action="version", version=f"CRMDesk {__version__}")
    subparsers: Any = parser.add_subparsers(metavar="COMMAND", required=True)
    if noun != "hub":
        _register(subparsers)
    hub.register(subparsers)
    return parser


def _register(subparsers: Any) -> None:
    from crmdesk.cli import (
        activities,
        attachments,
        clean_up,
        country,
        deals,
        duplicates,
        envelopes,
        files,
        labels,
        letters,
        lists,
        lookup,
        mail,
        payments,
        products,
        quotes,
        sync,
        transfer,
        undo,
    )
    from crmdesk.cli.common import command

    demo = command(subparsers, "demo", _demo, "open sample data")
    demo.add_argument("--size", type=int, default=SAMPLE_SIZE, metavar="N")
    paper = (labels, envelopes, letters, lists)
    daily = (lookup, activities, attachments, *paper, deals, products, quotes, payments, mail)
    for noun in (files, transfer, *daily, sync, country, undo, clean_up, duplicates):
        noun.register(subparsers)
    tour = command(subparsers, "tour", _tour, "draw every screen on sample data, light and dark")
    tour.add_argument("--to", type=Path, metavar="FOLDER", required=True)
    tour.add_argument("--size", type=_size, default=(1280, 800), metavar="WIDTHxHEIGHT")
    tour.add_argument("--scale", type=int, default=100, metavar="PERCENT")
    tour.add_argument("--language", default="", metavar="NAME")
    tour.add_argument("--mirrored", action="store_true", help="from right to left")
    tour.add_argument("--only", nargs="+", default=(), metavar="SCREEN")


def _window(path: Path | None, link: str = "") -> int:
    if not has_screen():
        return _without_screen()
    from crmdesk.ui import app

    return app.main(path, link=link)


def _demo(args: argparse.Namespace) -> int:
    if args.size < 1:
        raise UserError(_("--size must be at least 1."))
    if not has_screen():
        return _without_screen()
    from crmdesk.ui import app

    return app.main(None, demo=args.size)


def has_screen() -> bool:
    """Elsewhere than on Linux there always is one; a platform named on purpose is the user's business."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)


def _without_screen() -> int:
    print(
        _(
            "There is no screen here, so the window cannot open.\n"
            "To see it: run the same command in a desktop session, over `ssh -X`, or under `xvfb-run`;\n"
            "or draw every screen as a picture with `crmdesk tour --to FOLDER`.\n"
            "All other commands work without a screen: see `crmdesk --help`."
        ),
        file=sys.stderr,
    )
    return NO_SCREEN


def _size(text: str) -> tuple[int, int]:
    width, height = text.lower().split("x")
    return int(width), int(height)


def _tour(args: argparse.Namespace) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from crmdesk.cli.common import answer
    from crmdesk.ui import tour

    drawn = tour.render(
        args.to, args.size, scale=args.scale, language=args.language, is_mirrored=args.mirrored, only=args.only
    )
    pictures = list(map(str, drawn))
    answer(args, {"pictures": pictures}, "\n".join(pictures))
    return 0


def _report() -> Path:
    """The traceback without values, in a file that stays on this machine."""
    report = paths.state() / f"fault-{datetime.now(UTC):%Y%m%d-%H%M%S}.txt"
    frames = traceback.extract_tb(sys.exc_info()[2])
    kind = sys.exc_info()[0]
    report.write_text(f"CRMDesk {__version__}\n{kind}\n" + "".join(frames.format()), "utf-8")
    return report


if __name__ == "__main__":
    sys.exit(main())

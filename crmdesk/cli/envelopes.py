"""envelopes."""

import argparse
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmdesk.cli import paper
from crmdesk.cli.common import answer, on_file, opened, told, worked
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from crmdesk.printing.envelopes import Envelope
    from crmdesk.printing.press import Printed
    from crmdesk.services.envelopes import Post


def register(subparsers: Any) -> None:
    printing = on_file(subparsers, "envelopes", make, "envelopes as PDF, one a page")
    printing.add_argument("--size", required=True, metavar="NAME", help='such as DL, C5 or "#10"')
    printing.add_argument("--to", type=Path, metavar="PDF", required=True)
    printing.add_argument(
        "--return-address", metavar="LINES", help='with ; between two lines, or "none"; your business where not given'
    )
    paper.add_pieces(printing)
    _add_feed(printing)


def _add_feed(printing: argparse.ArgumentParser) -> None:
    feed = printing.add_argument_group("how they go into the printer", "Without any of these pages lie as one reads.")
    feed.add_argument("--edge", choices=("short", "long"), help="which goes in first")
    feed.add_argument("--place", choices=("left", "centre", "right"), help="where in the tray")
    feed.add_argument("--turned", action="store_true", help="with the other of the two edges first")
    feed.add_argument("--face-down", action="store_true")
    feed.add_argument("--paper", choices=("a4", "letter"), help="which the printer is told to have")


def make(args: argparse.Namespace) -> int:
    from crmdesk.printing import envelopes as printing
    from crmdesk.services import envelopes

    envelope = printing.by_name(args.size)
    with opened(args) as store:
        post = worked(told(envelopes.gather(store, paper.wanted(store, args))))
        if args.return_address is not None:
            post.sender = _lines(args.return_address)
        skipped, sharing = paper.skipped_of(post.batch.skipped), paper.sharing_of(post.batch.sharing)
        paper.write_left_out(args, skipped)
        done = _save(post, envelope, args)
        envelopes.keep(store, post, paper.words(args), envelope.name)
    document = {"printed": done.labels, "skipped": skipped, "sharing": sharing, "warnings": done.warnings}
    text = ngettext("{count} envelope.", "{count} envelopes.", done.labels).format(count=done.labels)
    answer(args, document, "\n".join([text, *paper.told_of(skipped, sharing), *done.warnings]))
    return 0


def _lines(text: str) -> list[str]:
    return [] if text == "none" else [line.strip() for line in text.split(";") if line.strip()]


def _save(post: "Post", envelope: "Envelope", args: argparse.Namespace) -> "Printed":
    from crmdesk.printing.envelope_feed import fed
    from crmdesk.printing.feeds import Feed
    from crmdesk.services import envelopes
    from crmdesk.services.writing import whole_file

    pages = BytesIO()
    done = worked(told(envelopes.making(post, envelope, pages)))
    pdf = pages.getvalue()
    if args.edge or args.place or args.turned or args.face_down or args.paper:
        feed = Feed(args.edge or "short", args.place or "centre", args.face_down, args.turned, args.paper or "")
        if not feed.takes(envelope):
            raise UserError(_("The envelope is larger than the paper that the printer is told to have."))
        pdf = fed(pdf, envelope, feed)
    with whole_file(args.to) as file:
        file.write(pdf)
    return done

"""Envelopes for a set of contacts or for one: who gets one, who sends it, and the pages."""

from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from crmdesk import i18n
from crmdesk.i18n import _
from crmdesk.services import labels, print_runs, sender
from crmdesk.services.labels import Batch, Wanted
from crmdesk.services.writing import whole_file
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.printing.envelopes import Envelope
    from crmdesk.printing.press import Making, Printed
    from crmdesk.services.sender import Sender


@dataclass(slots=True)
class Post:
    batch: Batch
    sender: list[str] = field(default_factory=list)
    """The lines of the own business; none where it is not chosen yet."""


def gather(store: Store, wanted: Wanted) -> Generator[float, None, Post]:
    """Yields how far it is."""
    batch = yield from labels.gather(store, wanted)
    with store.read() as session:
        own = sender.of(session)
    return Post(batch, _return_address(own, batch.abroad) if own else [])


def _return_address(own: "Sender", abroad: str) -> list[str]:
    """With its country where a piece may have to come back from another."""
    from crmdesk.printing.addresses import format_lines

    lines = own.lines
    if own.address and abroad:
        lines = format_lines(own.address, to_country=own.country, from_country=abroad, language=i18n.language())
    return [own.name, *lines]


def making(post: Post, envelope: "Envelope", file: BinaryIO, *, with_sender: bool = True) -> "Making":
    from crmdesk.printing import envelopes

    labels.check(post.batch, _("There are no envelopes to print: all that were chosen are left out."))
    return envelopes.making(post.batch.texts, envelope, file, post.sender if with_sender else ())


def save(post: Post, envelope: "Envelope", to: Path, *, with_sender: bool = True) -> "Printed":
    """As a file, which appears when it is whole."""
    from crmdesk.printing import press

    with whole_file(to) as file:
        return press.made(making(post, envelope, file, with_sender=with_sender))


def keep(store: Store, post: Post, name: str, envelope: str, *, with_sender: bool = True) -> bytes:
    """Into the histories of all for whom they are, and so that a part can be printed again."""
    choices = {"envelope": envelope, "sender": post.sender if with_sender else [], "again": post.batch.again}
    return print_runs.keep(store, "envelopes", name, choices, post.batch.pieces, post.batch.owners)


def again(store: Store, run: print_runs.Run) -> Post:
    """What was printed then."""
    pieces = print_runs.again(store, run.id)
    batch = Batch(pieces, owners=[key for key, _lines in pieces], again=1)
    return Post(batch, run.choices.get("sender", []))

"""vCards 2.1, 3.0 and 4.0 in all their dialects, to cards and back."""

import re
from collections.abc import Iterator

from crmdesk.domain.card import Card, Reject
from crmdesk.formats import vcard_addresses, vcard_channels, vcard_fields, vcard_people
from crmdesk.formats.content_text import decode
from crmdesk.formats.text import is_utf8
from crmdesk.formats.vcard_blocks import Block, Blocks, has_card
from crmdesk.formats.vcard_fields import read_private
from crmdesk.formats.vcard_reading import PRIVATE, Handler, Reading
from crmdesk.formats.vcard_writing import write
from crmdesk.i18n import _

__all__ = ["looks_like", "read", "write"]

_HANDLERS: dict[str, Handler] = (
    vcard_people.HANDLERS | vcard_channels.HANDLERS | vcard_addresses.HANDLERS | vcard_fields.HANDLERS
)
_MANY = 4096
_PART = 1_000_000
_BETWEEN_CARDS = re.compile(rb"\nEND:VCARD\r?\n(?=BEGIN:VCARD\r?\n)")


def looks_like(data: bytes) -> bool:
    return has_card(decode(data[:_MANY]).text)


def read(data: bytes) -> Iterator[Card | Reject]:
    """Every card of a file in turn; what gives none is rejected with its text, and the rest is read on."""
    before = 0
    for part in _parts(data):
        source = decode(part)
        yield from _read_part(Blocks(source, before))
        before += source.text.count("\n")


def _parts(data: bytes) -> Iterator[bytes]:
    """A large file in UTF-8 by the megabyte, cut between two cards, so that no step over it takes long."""
    start = 0
    if len(data) > 2 * _PART and is_utf8(data):  # another encoding is made out from the whole
        while cut := _BETWEEN_CARDS.search(data, start + _PART):
            yield data[start : cut.end()]
            start = cut.end()
    yield data[start:]


def _read_part(blocks: Blocks) -> Iterator[Card | Reject]:
    for block in blocks.split():
        if isinstance(block, Reject):
            yield block
        else:
            card = _read_card(block)
            yield blocks.reject(block, _("The card is empty.")) if _is_empty(card) else card


def _read_card(block: Block) -> Card:
    reading = Reading(block.first, block.lines)
    reading.card.warnings += block.problems
    for number, head, value in block.lines:
        if not value or value.isspace():
            continue
        reading.line = number
        handler = _HANDLERS.get(head.name)
        if head.altid is not None and reading.is_alternative(head):
            reading.keep(head, value)
        elif handler is None:
            if not head.name.startswith(PRIVATE) or not read_private(reading, head, value):
                reading.keep(head, value)
        elif not handler(reading, head, value):
            reading.keep(head, value)
    _finish(reading)
    return reading.card


def _finish(reading: Reading) -> None:
    vcard_people.finish_names(reading)
    if reading.organisations or reading.titles:
        vcard_people.finish_positions(reading)
    if reading.card.addresses or reading.formatted:
        vcard_addresses.finish_addresses(reading)
    if reading.languages:
        vcard_fields.finish_languages(reading)
    if reading.card.tags:
        vcard_fields.finish_tags(reading)
    if reading.label_lines:
        reading.card.leftover += reading.label_lines.values()


def _is_empty(card: Card) -> bool:
    return not (
        card.fields
        or card.phones
        or card.emails
        or card.affiliations
        or card.addresses
        or card.links
        or card.notes
        or card.tags
        or card.members
        or card.relations
        or card.custom
        or card.opt_outs
        or card.groups
        or card.photo
        or card.leftover
    )

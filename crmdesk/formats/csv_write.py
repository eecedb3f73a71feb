"""Cards written as delimited text that spreadsheets open and we read back without loss."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from crmdesk.domain.card import Card
from crmdesk.formats import csv_own as own


def write(cards: Sequence[Card], custom: Sequence[str], for_spreadsheets: bool = True) -> Iterator[str]:
    """The heading, then a line for each card, with CRLF; put a byte order mark before it for Excel.

    `custom` orders the custom columns; those that only cards have follow. Photos are left out.
    With `for_spreadsheets` no cell can be run as a formula; reading undoes that.
    """
    counts = own.count_entries(cards)
    names = list(dict.fromkeys([*custom, *(name for card in cards for name in card.custom)]))
    used = [name for name in own.HEADINGS if name in _ALWAYS or any(name in card.fields for card in cards)]
    buffer = io.StringIO()
    rows = csv.writer(buffer)
    rows.writerow([own.guard(text, for_spreadsheets) for text in _heading(used, counts, names)])
    yield _taken(buffer)
    for card in cards:
        cells = _cells(card, used, counts, names)
        rows.writerow([own.guard(text, for_spreadsheets) if text else "" for text in map(own.to_text, cells)])
        yield _taken(buffer)


_ALWAYS = ("prefix", "given_name", "middle_name", "family_name", "suffix", "name")


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _heading(used: list[str], counts: dict[str, int], custom: list[str]) -> list[str]:
    blocks = [block.headings(n) for block in own.BLOCKS for n in range(1, counts[block.in_list] + 1)]
    return [
        own.KIND,
        *(own.HEADINGS[name] for name in used),
        *(heading for headings in blocks for heading in headings),
        *own.LISTS.values(),
        own.UID,
        own.LEFTOVER,
        *map(own.custom_heading, custom),
    ]


def _cells(card: Card, used: list[str], counts: dict[str, int], custom: list[str]) -> Iterator[Any]:
    yield card.kind
    yield from (card.fields.get(name) for name in used)
    for block in own.BLOCKS:
        entries = getattr(card, block.in_list)
        for n in range(counts[block.in_list]):
            entry = entries[n] if n < len(entries) else {}
            yield from (entry.get(part) for part in block.parts)
    yield from (own.SEVERAL.join(getattr(card, name)) for name in own.LISTS)
    yield card.uid
    yield "\n".join(card.leftover)
    yield from (card.custom.get(name) for name in custom)

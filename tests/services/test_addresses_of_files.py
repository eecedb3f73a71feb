"""Every address in every list and card of the shared data, as it would be printed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crmdesk.domain.card import Card
from crmdesk.printing.addresses import piece_lines
from crmdesk.services import sources

LARGEST = 300_000
"""Bytes: larger ones are pictures, or as many rows again of the same kind."""
STRAY = re.compile(r"^[\s,;/-]|[\s,;/-]$|,\s*,|\s\s")


def addresses(path: Path) -> Iterator[dict[str, Any]]:
    for source in sources.sources_of([path]):
        if source.format != "ics":
            yield from (address for card in source.cards() if isinstance(card, Card) for address in card.addresses)


def test_none_has_a_blank_line_or_a_stray_comma(shared_data: Path) -> None:
    files = [path for path in sorted(shared_data.rglob("*")) if path.suffix.lower() in (".vcf", ".csv")]
    found = {
        (path.name, line): address
        for path in files
        if 0 < path.stat().st_size < LARGEST
        for address in addresses(path)
        for home in ("DE", "US")
        for line in piece_lines("", "", address, from_country=home, language="en")
    }
    wrong = {key: address for key, address in found.items() if not key[1] or STRAY.search(key[1])}
    print(f"{len(files)} files, {len(found)} lines, {len(wrong)} wrong")
    assert len(found) > 1500
    assert wrong == {}

"""What we write is what we read, in both versions; and nothing that a card holds can become something else."""

from dataclasses import replace
from typing import Literal

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.card import Card, Reject
from crmdesk.formats import vcard
from tests.formats.cards import CARDS, CONTACTS, TEXTS

Version = Literal["3.0", "4.0"]
VERSIONS: tuple[Version, ...] = ("3.0", "4.0")


def again(card: Card, version: Version) -> list[Card | Reject]:
    cards = vcard.read(b"".join(vcard.write([card], version)))
    return [replace(read, line=0) if isinstance(read, Card) else read for read in cards]


def is_told(card: Card) -> bool:
    """Whether there is anything to write."""
    return replace(card, uid=None) != Card(kind=card.kind)


@pytest.mark.parametrize("version", VERSIONS)
@given(card=CARDS.filter(is_told))
def test_reading_gives_back_what_was_written(card: Card, version: Version) -> None:
    assert again(card, version) == [card]

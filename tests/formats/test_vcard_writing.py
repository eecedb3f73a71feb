"""What we write is what we read, in both versions; and nothing that a card holds can become something else."""

from dataclasses import replace
from typing import Literal

import pytest
import vobject
from hypothesis import given

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


@pytest.mark.parametrize("version", VERSIONS)
@given(text=TEXTS, name=TEXTS)
def test_no_text_can_end_its_line(version: Version, text: str, name: str) -> None:
    """However often lines are broken in it, a card stays one card with as many properties."""
    evil = f"{text}\r\nEND:VCARD\nTEL:666\r{name}"
    card = Card(
        fields={"given_name": evil, "nickname": evil, "salutation": evil},
        emails=[{"label": evil, "value": evil}],
        links=[{"label": "profile", "service": evil, "value": evil}, {"label": "chat", "service": evil, "value": evil}],
        relations=[{"type": evil, "name": evil}],
        custom={evil: evil},
        uid=evil,
        leftover=[f"X-A:{evil}", f"\n X-B:{evil}", "END:VCARD", "BEGIN:VCARD", "no property"],
    )
    data = b"".join(vcard.write([card], version))
    [read] = vcard.read(data)
    assert isinstance(read, Card)
    assert not read.phones
    assert (data.count(b"\nEND:VCARD\r\n"), data.count(b"BEGIN:VCARD\r\n")) == (1, 1)
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert (len(read.emails), len(read.links), len(read.relations), len(read.custom), len(read.leftover)) == (
        1,
        2,
        1,
        1,
        2,
    )


@pytest.mark.parametrize("version", VERSIONS)
@given(card=CONTACTS)
def test_lines_are_at_most_75_bytes_wide(version: Version, card: Card) -> None:
    lines = b"".join(vcard.write([card], version)).split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode("utf-8") is not None for line in lines)


def lines_of(card: Card, version: Version) -> list[str]:
    text = b"".join(vcard.write([card], version)).decode().replace("\r\n ", "")
    return [line for line in text.split("\r\n") if line and not line.startswith(("BEGIN", "END", "VERSION", "PRODID"))]


@pytest.mark.parametrize(
    ("card", "old", "new"),
    [
        (
            Card(fields={"given_name": "Jo", "family_name": "Doe", "birthday": "--07-30", "gender": "female"}),
            ["FN:Jo Doe", "N:Doe;Jo;;;", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-07-30", "X-CRMDESK-GENDER:female"],
            ["FN:Jo Doe", "N:Doe;Jo;;;", "BDAY:--07-30", "GENDER:F"],
        ),
        (
            Card(fields={"given_name": "Jo"}, phones=[{"label": "work fax", "value": "1", "is_primary": True}]),
            ["FN:Jo", "N:;Jo;;;", "TEL;TYPE=WORK,FAX,PREF:1"],
            ["FN:Jo", "N:;Jo;;;", "TEL;TYPE=work,fax;PREF=1:1"],
        ),
        (
            Card(emails=[{"label": "My boat", "value": "a@b.example"}]),
            [
                "FN;DERIVED=TRUE:a@b.example",
                "N:;;;;",
                "item1.EMAIL;TYPE=INTERNET:a@b.example",
                "item1.X-ABLabel:My boat",
            ],
            ["FN;DERIVED=TRUE:a@b.example", "item1.EMAIL:a@b.example", "item1.X-ABLabel:My boat"],
        ),
        (
            Card(kind="company", fields={"name": "Acme, Inc."}),
            ["X-ABShowAs:COMPANY", "FN:Acme\\, Inc.", "ORG:Acme\\, Inc.", "N:;;;;"],
            ["KIND:org", "FN:Acme\\, Inc.", "ORG:Acme\\, Inc."],
        ),
        (
            Card(fields={"full_name": "A"}, relations=[{"type": "spouse", "name": "Rui"}], leftover=["item1.X-A:1"]),
            ["FN:A", "N:;;;;", "item2.X-ABRELATEDNAMES:Rui", "item2.X-ABLabel:_$!<Spouse>!$_", "item1.X-A:1"],
            ["FN:A", "RELATED;TYPE=spouse;VALUE=text:Rui", "item1.X-A:1"],
        ),
        (
            Card(
                fields={"full_name": "A"}, addresses=[{"label": "home", "street": "a", "street2": "b", "country": "BR"}]
            ),
            ["FN:A", "N:;;;;", "ADR;TYPE=HOME:;;a\\nb;;;;Brazil"],
            ["FN:A", "ADR;TYPE=home:;;a\\nb;;;;Brazil"],
        ),
    ],
)
def test_each_version_in_its_own_words(card: Card, old: list[str], new: list[str]) -> None:
    assert lines_of(card, "3.0") == old
    assert lines_of(card, "4.0") == new


def test_leftover_never_says_again_who_the_card_is() -> None:
    card = Card(fields={"full_name": "A"}, uid="u1", leftover=["UID:u2", "REV:1", "PRODID:x", "VERSION:2.1", "X-A:1"])
    assert lines_of(card, "4.0") == ["UID:u1", "FN:A", "X-A:1"]


@given(card=CONTACTS)
def test_another_reader_finds_the_same(card: Card) -> None:
    """vobject cuts texts at commas and knows no RFC 6868, so it is asked for what it can tell: all names in order."""
    data = b"".join(vcard.write([replace(card, leftover=[], photo=None)], "3.0")).decode()
    read = vobject.readOne(data)
    ours = [
        head.partition(":")[0].partition(";")[0].rpartition(".")[2] for head in data.replace("\r\n ", "").split("\r\n")
    ]
    theirs = [child.name for child in read.lines()]
    assert sorted(theirs) == sorted(name.upper() for name in ours if name not in ("BEGIN", "END", ""))

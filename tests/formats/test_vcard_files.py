"""Every vCard of the collection, the broken ones too: read in time, and nothing lost on the way out and in."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.card import Card, Reject
from crmdesk.formats import vcard


def files(shared_data: Path) -> Iterator[Path]:
    for folder in ("vcard", "fuzz"):
        yield from (path for path in sorted((shared_data / folder).rglob("*")) if path.is_file())


def bare(cards: list[Card | Reject]) -> list[Card | Reject]:
    return [replace(card, line=0, warnings=[]) if isinstance(card, Card) else card for card in cards]


def test_every_file_is_read_in_time(shared_data: Path) -> None:
    for path in files(shared_data):
        start = time.process_time()
        for card in vcard.read(path.read_bytes()):
            assert isinstance(card, Card) or (card.line and card.reason and card.text), path
        assert time.process_time() - start < 2, path


def test_nothing_is_lost_on_the_way_out_and_in(shared_data: Path) -> None:
    for path in files(shared_data):
        cards = [card for card in vcard.read(path.read_bytes()) if isinstance(card, Card)]
        for version in ("3.0", "4.0"):
            again = list(vcard.read(b"".join(vcard.write(cards, version))))
            assert bare(again) == bare([*cards]), (path, version)


def test_every_card_begun_is_told_of(shared_data: Path) -> None:
    """As a card or as a reject: none vanishes."""
    for path in (shared_data / "vcard").rglob("*.vcf"):
        data = path.read_bytes()
        begun = data.upper().count(b"BEGIN:VCARD") - data.upper().count(b"AGENT:BEGIN:VCARD")
        assert len(list(vcard.read(data))) >= begun, path


@given(
    st.lists(
        st.sampled_from(("BEGIN:VCARD", "END:VCARD", "AGENT:BEGIN:VCARD", "AGENT:", "FN:x", "junk", "")), max_size=12
    )
)
def test_blocks_in_any_order(lines: list[str]) -> None:
    found = list(vcard.read("\n".join(lines).encode()))
    names = sum("x" in card.fields.values() for card in found if isinstance(card, Card))
    assert names <= lines.count("FN:x")


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    for lines in (data, b"BEGIN:VCARD\n" + data + b"\nEND:VCARD\n", b"BEGIN:VCARD\nN;" + data.replace(b"\n", b":")):
        cards = list(vcard.read(lines))
        written = b"".join(vcard.write([card for card in cards if isinstance(card, Card)], "4.0"))
        assert bare([card for card in cards if isinstance(card, Card)]) == bare(list(vcard.read(written)))


NESTED = b"BEGIN:VCARD\nN:a\n"
HOSTILE = {
    "nesting": NESTED * 2000 + b"END:VCARD\n" * 2000,
    "nesting without end": NESTED * 2000,
    "agents": b"BEGIN:VCARD\nFN:a\n" + b"AGENT:BEGIN:VCARD\nFN:a;b\n" * 2000 + b"END:VCARD\n" * 2001,
    "ends": b"END:VCARD\n" * 50_000,
    "empty cards": b"BEGIN:VCARD\nEND:VCARD\n" * 10_000,
    "repeated types": b"BEGIN:VCARD\nFN;A=B" + b";A=B" * 24 + b"\nEND:VCARD\n",
    "separators": b"BEGIN:VCARD\nN:" + b";" * 60_000 + b"\nADR:" + b";" * 60_000 + b"\nORG:" + b";" * 60_000,
    "commas": b"BEGIN:VCARD\nCATEGORIES:" + b"a," * 30_000 + b"\nN:" + b"b," * 30_000 + b"\nNICKNAME:" + b"c," * 30_000,
    "many tags": b"BEGIN:VCARD\nCATEGORIES:" + b",".join(b"%d" % i for i in range(40_000)) + b"\nEND:VCARD",
    "many labels": b"BEGIN:VCARD\n" + b"".join(b"i%d.X-ABLabel:x\nLABEL:a b c\n" % i for i in range(2_000)),
    "digits": b"BEGIN:VCARD\nBDAY:" + b"1" * 60_000 + b"\nX-CRMDESK-RATING:" + b"9" * 60_000 + b"\nTEL:1",
    "long mail": b"BEGIN:VCARD\nTEL:" + b"1 ext. " * 9_000 + b"\nURL:" + b"\\" * 60_000 + b"\nIMPP:" + b"a" * 60_000,
    "spaces": b"BEGIN:VCARD\nTEL:1"
    + b" " * 60_000
    + b"x ext\nFN:a"
    + b" \t" * 30_000
    + b"b\nNOTE:"
    + b" " * 60_000
    + b"x",
    "long names": b"BEGIN:VCARD\nFN:" + b"van der " * 8_000 + b"\nADR:;;;;;;" + b"land " * 12_000,
    "many of each": b"BEGIN:VCARD\n" + b"ORG:a\nTITLE:b\nNICKNAME:c\nCATEGORIES:d\nADR:;;a;;;;\nLABEL;X:z\n" * 8_000,
    "data": b"BEGIN:VCARD\nPHOTO:data:" + b"," * 900_000 + b"\nLOGO:" + b"=" * 900_000 + b"\nFN:x",
    "surrogates and NUL": b"BEGIN:VCARD\nFN:\xed\xa0\x80\0\xff\nN:\0\0;\xfe\nEND:VCARD",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_cards_take_less_than_a_second(name: str) -> None:
    list(vcard.read(b"BEGIN:VCARD\nADR:;;;;;;Nowhere\nFN:Warm Up\nEND:VCARD\n"))
    start = time.process_time()
    found = list(vcard.read(HOSTILE[name]))
    assert time.process_time() - start < 1
    list(vcard.write([card for card in found if isinstance(card, Card)], "4.0"))
    assert time.process_time() - start < 2

"""Our own form: whatever a card holds comes back, and no cell is a formula."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmdesk.domain.base import own_fields
from crmdesk.domain.card import Card
from crmdesk.domain.companies import Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.fields import Kind
from crmdesk.formats.csv_own import BLOCKS
from crmdesk.formats.csv_read import read, sniff
from crmdesk.formats.csv_write import write

ALPHABET = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff:") | st.sampled_from(
    "\n=+-@'\",;|"
)
TEXT = st.text(ALPHABET, min_size=1, max_size=12)
NAME = TEXT.filter(lambda text: "\n" not in text and text == text.strip())


def _values(kind: Kind) -> st.SearchStrategy[Any]:
    return st.just(True) if kind is Kind.YES_NO else st.integers(0, 5) if kind is Kind.NUMBER else TEXT


def _entries(block: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    parts = {name: _values(block.kinds[name].kind) if name in block.kinds else TEXT for name in block.parts}
    entry = st.fixed_dictionaries({}, optional=parts).filter(bool)
    return st.lists(entry, max_size=3)


def _fields(record: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={name: _values(f.kind) for name, f in own_fields(record).items()})


OF_CONTACT, OF_COMPANY = _fields(Contact), _fields(Company)
ENTRIES = {block.in_list: _entries(block) for block in BLOCKS}
LISTS = st.fixed_dictionaries(
    {
        "tags": st.lists(TEXT, max_size=3),
        "groups": st.lists(TEXT, max_size=3),
        "custom": st.dictionaries(NAME | st.sampled_from(("Notes", "Phone 1 - Value", "Custom: x")), TEXT, max_size=3),
        "uid": st.none() | TEXT,
        "leftover": st.lists(NAME, max_size=2),
    }
)
CARDS = st.builds(
    lambda kind, contact, company, entries, lists: Card(
        kind=kind, fields=contact if kind == "contact" else company, **entries, **lists
    ),
    st.sampled_from(("contact", "company")),
    OF_CONTACT.map(lambda fields: {"nickname": "Zed"} | fields),
    OF_COMPANY.map(lambda fields: {"name": "Zed"} | fields),
    st.fixed_dictionaries(ENTRIES),
    LISTS,
)


def _written(cards: list[Card], for_spreadsheets: bool) -> bytes:
    return "".join(write(cards, [], for_spreadsheets)).encode("utf-8-sig")


@settings(max_examples=60)
@given(st.lists(CARDS, min_size=1, max_size=3), st.booleans())
def test_what_is_written_comes_back(cards: list[Card], for_spreadsheets: bool) -> None:
    found = list(read(_written(cards, for_spreadsheets)))
    assert [replace(card, line=0) for card in found if isinstance(card, Card)] == cards


def test_our_own_form_is_recognised() -> None:
    assert sniff(_written([Card(fields={"given_name": "Ana"})], True)).dialect == "CRMDesk"


def test_the_order_of_custom_columns() -> None:
    heading = next(write([Card(custom={"b": "1", "c": "2"})], ["a", "b"]))
    assert heading.rstrip().endswith(",a,b,c")


def test_no_cell_is_a_formula(shared_data: Path) -> None:
    lines = (shared_data / "security" / "csv_injection.jsonl").read_text("utf-8").splitlines()
    payloads = [json.loads(line)["cell"] for line in lines]
    card = Card(
        fields={"given_name": "Ana"}, phones=[{"value": "+49 30 123456"}], notes=[{"text": p} for p in payloads]
    )
    data = _written([card], True)
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t")]
    [back] = list(read(data))
    assert isinstance(back, Card)
    assert back.notes == card.notes
    assert back.phones == card.phones


@pytest.mark.parametrize("value", ["'=1", "''=1", "=1", "'", "''", "'a", "+1"])
@pytest.mark.parametrize("for_spreadsheets", [True, False])
def test_apostrophes_come_back(value: str, for_spreadsheets: bool) -> None:
    [back] = list(read(_written([Card(fields={"given_name": value})], for_spreadsheets)))
    assert isinstance(back, Card)
    assert back.fields == {"given_name": value}

"""Ids are UUIDs that grow with time, and names give the same one everywhere."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain import ids
from crmdesk.domain.ids import named_id, new_id, parse_id, text_id


def test_new_ids_are_uuids_of_version_7() -> None:
    before = time.time_ns() // 1_000_000
    found = uuid.UUID(bytes=new_id())
    assert (found.version, found.variant) == (7, uuid.RFC_4122)
    assert before <= found.int >> 80 <= time.time_ns() // 1_000_000 + 1


def test_new_ids_grow_and_never_repeat() -> None:
    made = [new_id() for _ in range(5000)]
    assert made == sorted(set(made))
    assert len({key[8:] for key in made}) == 5000, "the random part differs as well"


def test_new_ids_grow_when_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    first = new_id()
    monkeypatch.setattr(ids.time, "time_ns", lambda: 0)
    assert first < new_id() < new_id()


def test_threads_make_ids_of_their_own() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = [key for keys in pool.map(lambda _: [new_id() for _ in range(2000)], range(8)) for key in keys]
    assert len(set(made)) == 16_000


@given(name=st.text(), other=st.text())
def test_names_give_the_same_id_without_case_and_outer_blanks(name: str, other: str) -> None:
    key = named_id("tag", name)
    assert key == named_id("tag", f" {name} ") == named_id("tag", name.casefold())
    assert len(key) == 16
    assert uuid.UUID(bytes=key).version == 5
    if name.strip().casefold() != other.strip().casefold():
        assert key != named_id("tag", other)


def test_parts_are_not_mixed_up() -> None:
    assert named_id("a", "bc") != named_id("ab", "c")
    assert named_id("value", b"\1" * 16, b"\2" * 16) != named_id("value", b"\2" * 16, b"\1" * 16)


@given(key=st.binary(min_size=16, max_size=16))
def test_ids_in_text_come_back(key: bytes) -> None:
    assert parse_id(text_id(key)) == key
    assert parse_id(f" {text_id(key).upper()}\n") == key


@pytest.mark.parametrize("text", ["", "x", "123", "0" * 31, "0" * 33, "g" * 32, "é" * 36])
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_id(text)

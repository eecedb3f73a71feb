"""Long texts that were changed apart."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.sync.merge import Head, visible
from crmdesk.sync.texts import LONGEST, differences, joined

words = st.lists(st.sampled_from(["Ana", "called", "äé😀x", "on", "Thursday", ".", "\n"]), max_size=12).map(" ".join)


@given(words, words)
def test_differences_make_the_one_of_the_other(base: str, version: str) -> None:
    for first, last, new in differences(base, version):
        base = base[:first] + new + base[last:]
    assert base == version


@given(words, words, words)
def test_it_is_the_same_whoever_joins_them(base: str, one: str, other: str) -> None:
    heads = [_head(b"1" * 16, base, one), _head(b"2" * 16, base, other)]
    assert visible(heads) == visible(heads[::-1])
    assert visible(heads[:1]) == ((7, one),)


def test_both_edits_are_in_it() -> None:
    base = "Called on Monday.\nWants a quote."
    assert joined(base, ("Called on Thursday.\nWants a quote.", "Called on Monday.\nWants two quotes by June.")) == (
        "Called on Thursday.\nWants two quotes by June."
    )
    assert joined("", ("Called.", "Wrote.")) == "Called.\nWrote."
    assert joined("äé😀 x", ("äé😀 y", "ö äé😀 x")) == "ö äé😀 y"


def test_two_that_were_written_anew_stand_one_under_the_other() -> None:
    base = "Called on Monday. Wants a quote."
    one, other = "Ana was here and all else is done", "Olga was there; nothing of it is done yet"
    assert joined(base, (one, other)) == f"{one}\n{other}"
    assert joined(base, (one, "Called on Monday. Wants two quotes.")) != f"{one}\nCalled on Monday. Wants two quotes."


def test_many_notes_lose_no_word_that_was_put_in() -> None:
    dice = random.Random(1)
    base = " ".join(f"word{number}" for number in range(200))
    versions = []
    for name in "ab":
        some = base.split()
        for _change in range(10):
            some.insert(dice.randrange(len(some)), f"{name}{dice.randrange(1000)}")
        versions.append(" ".join(some))
    together = str(joined(base, (versions[0], versions[1]))).split()
    assert sorted(together) == sorted(
        base.split() + [word for one in versions for word in one.split() if word[0] in "ab"]
    )


@pytest.mark.parametrize("change", [{"bases": ((7, "other"),)}, {"values": ((7, "x" * (LONGEST + 1)),), "clock": 9}])
def test_what_cannot_be_joined_stands_side_by_side(change: dict[str, object]) -> None:
    best = replace(_head(b"2" * 16, "base", "two"), clock=9)
    other = replace(_head(b"1" * 16, "base", "one"), **change)  # type: ignore[arg-type]
    assert visible([other, best]) == max([other, best], key=lambda head: (head.clock, head.id)).values


def _head(key: bytes, base: str, text: str) -> Head:
    return Head(key, 1, ((7, text),), (), (), (), (), ((7, base),))

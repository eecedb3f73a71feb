"""What users type becomes what a record may keep, or they are told why not."""

import unicodedata
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.values.clean import LONGEST, cleaned, cleaned_custom, tidy

ANYTHING = st.text(st.characters(codec=None, exclude_categories=[]), max_size=40) | st.text(
    "a \t\n\r\0\x1b\x85\u2028\ud800", max_size=20
)


@given(text=ANYTHING)
def test_nothing_unseen_is_left(text: str) -> None:
    for keep_lines in (False, True):
        found = tidy(text, keep_lines=keep_lines)
        assert not [char for char in found if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"]
        assert found == found.strip()
        assert tidy(found, keep_lines=keep_lines) == found
        found.encode()
    assert "\n" not in tidy(text)
    assert "  " not in tidy(text).replace("\u00a0", "")


@given(text=st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_what_can_be_seen_stays(text: str) -> None:
    assert tidy(text) == text
    assert cleaned(Kind.TEXT, "Name", text) == (text or None)


def test_lines_stay_where_they_may() -> None:
    assert cleaned(Kind.LONG_TEXT, "Text", " a\r\nb\tc\rd \n") == "a\nb\tc\nd"
    assert cleaned(Kind.TEXT, "Text", " a\r\nb\tc ") == "a b c"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.YES_NO, Kind.BYTES)])
@pytest.mark.parametrize("typed", [None, "", "  ", "\0", "\ud800"])
def test_what_is_empty_is_nothing(kind: Kind, typed: Any) -> None:
    assert cleaned(kind, "Field", typed) is None
    assert cleaned_custom(kind, "Field", typed) is None


def test_what_is_too_long_is_refused_by_name() -> None:
    assert cleaned(Kind.TEXT, "Name", "x" * 1000)
    with pytest.raises(UserError, match=r"Name is too long: 1001"):
        cleaned(Kind.TEXT, "Name", "x" * 1001)
    assert cleaned(Kind.LONG_TEXT, "Note", "x" * LONGEST[Kind.LONG_TEXT])
    with pytest.raises(UserError, match="Note is too long"):
        cleaned(Kind.LONG_TEXT, "Note", "x" * (LONGEST[Kind.LONG_TEXT] + 1))
    with pytest.raises(UserError, match="Motto is too long"):
        cleaned_custom(Kind.TEXT, "Motto", "x" * 1001)


GOOD: list[tuple[Kind, Any, Any]] = [
    (Kind.DATE, "22.03.1980", "1980-03-22"), (Kind.DATE, "--03-22", "--03-22"), (Kind.NUMBER, "5", 5),
    (Kind.NUMBER, 5, 5),
    (Kind.NUMBER, "-5", -5), (Kind.NUMBER, "−5", -5), (Kind.MONEY, "12.50 eur", "12.50 EUR"), (Kind.MONEY, "12", "12"),
    (Kind.COUNTRY, "Germany", "DE"), (Kind.COUNTRY, "Narnia", "Narnia"), (Kind.YES_NO, True, True),
    (Kind.YES_NO, "", False),
    (Kind.CHOICES, "a\nb", "a\nb"), (Kind.TEXT, " a  b ", "a b"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "kept"), GOOD)
def test_values(kind: Kind, typed: Any, kept: Any) -> None:
    assert cleaned(kind, "Field", typed) == kept


CUSTOM: list[tuple[Kind, Any, str | None]] = [
    (Kind.NUMBER, "12.50", "12.50"), (Kind.NUMBER, 7, "7"), (Kind.YES_NO, True, "true"), (Kind.YES_NO, False, "false"),
    (Kind.CHOICES, ["a", "b"], "a\nb"), (Kind.DATE, "1980-03-22", "1980-03-22"), (Kind.MONEY, "3 usd", "3 USD"),
    (Kind.LINK, "0192A2B3-0000-7000-8000-000000000000", "0192a2b3-0000-7000-8000-000000000000"),
    (Kind.CHOICES, [], None),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "kept"), CUSTOM)
def test_values_of_the_users_own_fields(kind: Kind, typed: Any, kept: str | None) -> None:
    assert cleaned_custom(kind, "Field", typed) == kept


BAD = [
    (Kind.DATE, "30.02.1980"), (Kind.DATE, "soon"), (Kind.NUMBER, "1.5"), (Kind.NUMBER, "9" * 30), (Kind.NUMBER, "٣"),
    (Kind.NUMBER, "1_000"), (Kind.MONEY, "much"), (Kind.MONEY, "NaN"), (Kind.MONEY, "Infinity EUR"),
    (Kind.MONEY, "1e999999"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed"), BAD)
def test_what_is_no_such_value_is_refused_by_name(kind: Kind, typed: str) -> None:
    with pytest.raises(UserError, match="Field"):
        cleaned(kind, "Field", typed)


@pytest.mark.parametrize(
    ("kind", "typed"), [(Kind.NUMBER, "x"), (Kind.NUMBER, "1e9"), (Kind.LINK, "x"), (Kind.DATE, "x")]
)
def test_the_users_own_fields_refuse_too(kind: Kind, typed: str) -> None:
    with pytest.raises(UserError, match="Field"):
        cleaned_custom(kind, "Field", typed)


@given(kind=st.sampled_from(list(Kind)), typed=ANYTHING)
def test_nothing_typed_is_a_fault(kind: Kind, typed: str) -> None:
    for clean in (cleaned, cleaned_custom):
        with suppress(UserError):
            clean(kind, "Field", typed)

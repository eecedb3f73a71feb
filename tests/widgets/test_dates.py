"""Dates without year or day are read as people write them and written as they read them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from crmdesk.widgets import dates

ENGLISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
BRITISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
LOCALES = (
    ENGLISH,
    BRITISH,
    QLocale(QLocale.Language.Portuguese, QLocale.Country.Brazil),
    QLocale(QLocale.Language.Turkish),
    QLocale(QLocale.Language.Russian),
    QLocale(QLocale.Language.German),
)
days = st.dates().map(lambda day: day.isoformat())
stored = st.one_of(
    days, days.map(lambda day: "-" + day[4:]), days.map(lambda day: day[:7]), days.map(lambda day: day[:4])
)


@given(stored, st.sampled_from(LOCALES))
def test_what_is_shown_can_be_typed_back(value: str, locale: QLocale) -> None:
    assert dates.parse(value, locale) == value
    assert dates.parse(dates.show(value, locale), locale) == value


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", ""),
        (" 29 Feb ", "--02-29"),
        ("feb 29", "--02-29"),
        ("February 29, 1980", "1980-02-29"),
        ("29.2.1980", "1980-02-29"),
        ("29/2/80", "1980-02-29"),
        ("3/4/1990", "1990-04-03"),
        ("1980", "1980"),
        ("Feb 1980", "1980-02"),
        ("1980-2-9", "1980-02-09"),
        ("--2-29", "--02-29"),
        ("1 sept. 2001", "2001-09-01"),
    ],
)
def test_many_ways_to_write_a_date(typed: str, wanted: str) -> None:
    assert dates.parse(typed, BRITISH) == wanted


def test_the_month_comes_first_where_it_does() -> None:
    assert dates.parse("3/4/1990", ENGLISH) == "1990-03-04"
    assert dates.parse("24/3/1990", ENGLISH) == "1990-03-24"
    assert dates.parse("12 şubat", QLocale(QLocale.Language.Turkish)) == "--02-12"


@pytest.mark.parametrize("typed", ["31 Feb", "30.2.1980", "13/13/1980", "next week", "32", "29 Feb 1981", "12"])
def test_what_is_no_date_is_told_in_words(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        dates.parse(typed, BRITISH)


@given(st.text(max_size=40))
def test_nothing_typed_breaks_it(typed: str) -> None:
    with contextlib.suppress(ValueError):
        assert dates.parse(dates.parse(typed, BRITISH)) == dates.parse(typed, BRITISH)


def test_what_is_no_date_is_shown_as_it_is() -> None:
    assert dates.show("sometime") == "sometime"

"""Dates in the spellings that files bring."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.values.dates import compose_date, next_time, parse_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("19800322", "1980-03-22"),
        ("1980-03-22", "1980-03-22"),
        ("1980-3-2", "1980-03-02"),
        ("1980/03/22", "1980-03-22"),
        ("19531015T231000Z", "1953-10-15"),
        ("1987-09-27T08:30:00-06:00", "1987-09-27"),
        ("1980-03-22 00:00:00", "1980-03-22"),
        ("--0415", "--04-15"),
        ("--04-15", "--04-15"),
        ("--02-29", "--02-29"),
        ("-0415", "--04-15"),
        ("0000-04-15", "--04-15"),
        ("1985-04", "1985-04"),
        ("1985", "1985"),
        ("206-12-15", "0206-12-15"),
        ("19723101", "1972-01-31"),
        ("22.03.1980", "1980-03-22"),
        ("3.2.1980", "1980-02-03"),
        ("12/28/1969", "1969-12-28"),
        ("28/12/1969", "1969-12-28"),
        ("5/5/1969", "1969-05-05"),
        ("Tue, 22 Dec 2009", "2009-12-22"),
        ("December 22, 2009", "2009-12-22"),
        ("4/12/1990", None),
        ("70-7-14", None),
        ("19811301", "1981-01-13"),
        ("19813232", None),
        ("1981-02-29", None),
        ("00010101", None),
        ("45010101", None),
        ("0/0/00", None),
        ("circa 1800", None),
        ("---15", None),
        ("", None),
        ("١٩٨٠", None),
    ],
)
def test_spellings(text: str, date: str | None) -> None:
    assert parse_date(text) == date


def test_a_date_that_needs_to_be_told() -> None:
    assert parse_date("4/12/1990", day_first=True) == "1990-12-04"
    assert parse_date("4/12/1990", day_first=False) == "1990-04-12"


def test_days_that_there_are() -> None:
    assert compose_date(1980, 3, 2) == "1980-03-02"
    assert compose_date(None, 2, 29) == "--02-29"
    assert compose_date(1981, 2, 29) is None
    assert compose_date(1980, 13, 1) is None


@given(st.dates().filter(lambda date: 100 <= date.year < 3000))
def test_every_date_is_read_as_it_is_kept(date: object) -> None:
    assert parse_date(str(date)) == str(date)
    assert parse_date(str(date).replace("-", "")) == str(date)


@given(st.text())
def test_any_text(text: str) -> None:
    date = parse_date(text)
    assert date is None or parse_date(date) == date


@pytest.mark.parametrize(
    ("stored", "today", "wanted"),
    [
        ("--02-29", "2026-11-22", "2027-02-28"),
        ("--02-29", "2027-11-22", "2028-02-29"),
        ("1980-02-29", "2028-02-29", "2028-02-29"),
        ("1980-02-29", "2026-02-28", "2026-02-28"),
        ("1980-11-22", "2026-11-22", "2026-11-22"),
        ("--11-21", "2026-11-22", "2027-11-21"),
        ("1980-12-31", "2026-11-22", "2026-12-31"),
        ("1980-05", "2026-11-22", None),
        ("1980", "2026-11-22", None),
        ("", "2026-11-22", None),
    ],
)
def test_a_birthday_comes_every_year(stored: str, today: str, wanted: str | None) -> None:
    found = next_time(stored, date.fromisoformat(today))
    assert (found.isoformat() if found else None) == wanted

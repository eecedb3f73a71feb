"""Days and times as people write them in a hurry, in the languages of several countries."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from crmdesk.widgets import whens

SUNDAY = datetime(2026, 11, 22, 11, 0)  # noqa: DTZ001 - a wall clock knows no zone


def parse(typed: str, locale: str = "en_GB") -> str:
    return whens.parse(typed, SUNDAY, QLocale(locale))


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", ""), ("now", ""), ("today", "2026-11-22"), ("tomorrow", "2026-11-23"), ("tom", "2026-11-23"),
        ("tomorrow 10", "2026-11-23T10:00"), ("tomorrow at 9:30", "2026-11-23T09:30"), ("14:30", "2026-11-22T14:30"),
        ("9am", "2026-11-22T09:00"), ("12 pm", "2026-11-22T12:00"), ("12am", "2026-11-22T00:00"),
        ("fri", "2026-11-27"), ("Friday 8:15", "2026-11-27T08:15"), ("sun", "2026-11-29"), ("mo", ""),
        ("26 Nov", "2026-11-26"), ("26 Nov 10:00", "2026-11-26T10:00"), ("21 Nov", "2027-11-21"),
        ("1/12", "2026-12-01"), ("29 Feb", "2028-02-29"), ("3 Jan 2027 9:00", "2027-01-03T09:00"),
        ("+3", "2026-11-25"), ("in 3 days", "2026-11-25"), ("2 weeks", "2026-12-06"), ("1 month", "2026-12-22"),
        ("+3 10:00", "2026-11-25T10:00"), ("yesterday 16:00", "2026-11-21T16:00"),
        ("2026-12-24", "2026-12-24"), ("2026-12-24 18:00", "2026-12-24T18:00"),
        ("2026-12-24T18:00", "2026-12-24T18:00"),
    ],
)  # fmt: skip
def test_what_is_written_is_understood(typed: str, wanted: str) -> None:
    if wanted or not typed or typed == "now":
        assert parse(typed) == wanted
    else:
        with pytest.raises(ValueError, match="no day or time"):
            parse(typed)


@pytest.mark.parametrize("typed", ["soon", "25:00", "10:75", "32 Nov", "99", "tomorrow at", "2026-02-30"])
def test_what_is_no_time_says_so(typed: str) -> None:
    with pytest.raises(ValueError, match="no day or time"):
        parse(typed)


def test_other_countries_write_otherwise() -> None:
    assert parse("qui 10", "pt_BR") == "2026-11-26T10:00"
    assert parse("3.12.", "de_DE") == "2026-12-03"
    assert parse("12/1/2027", "en_US") == "2027-12-01"
    assert parse("26 ноя 14:00", "ru_RU") == "2026-11-26T14:00"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("hoje", "2026-11-22"), ("amanhã 10:00", "2026-11-23T10:00"), ("amanha", "2026-11-23"),
        ("ontem às 9", "2026-11-21T09:00"), ("em 1 mês", "2026-12-22"), ("daqui a 3 dias", "2026-11-25"),
        ("dentro de 2 semanas 14:00", "2026-12-06T14:00"), ("agora", ""),
        ("bugün", "2026-11-22"), ("yarın 10", "2026-11-23T10:00"), ("dün", "2026-11-21"),
        ("3 gün sonra", "2026-11-25"), ("2 hafta sonra saat 9:30", "2026-12-06T09:30"), ("1 ay", "2026-12-22"),
        ("сегодня в 14:30", "2026-11-22T14:30"), ("завтра", "2026-11-23"), ("вчера", "2026-11-21"),
        ("через 2 дня", "2026-11-24"), ("через 5 дней", "2026-11-27"), ("через 1 неделю", "2026-11-29"),
        ("через 3 месяца", "2027-02-22"), ("сейчас", ""),
    ],
)  # fmt: skip
def test_other_languages_are_understood_in_any(typed: str, wanted: str) -> None:
    assert parse(typed) == wanted


@pytest.mark.parametrize(
    ("typed", "locale"),
    [("sexta-feira", "pt_BR"), ("sex", "pt_BR"), ("cuma", "tr_TR"), ("пятница", "ru_RU"), ("пт", "ru_RU")],
)
def test_days_of_the_week_are_those_of_the_language(typed: str, locale: str) -> None:
    assert parse(typed, locale) == parse("friday", locale) == "2026-11-27"


def test_the_end_of_a_month_does_not_run_over() -> None:
    late = datetime(2027, 1, 31, 9, 0)  # noqa: DTZ001
    assert whens.parse("1 month", late, QLocale("en_GB")) == "2027-02-28"


@given(st.text(max_size=24))
def test_whatever_is_typed_gives_a_time_or_words(typed: str) -> None:
    try:
        found = parse(typed)
    except ValueError as error:
        assert str(error)  # noqa: PT017 - words for the user
        return
    assert not found or datetime.fromisoformat(found)

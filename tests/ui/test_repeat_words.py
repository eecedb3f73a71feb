"""Repetitions as people write them, and back: what is told can be typed, in each language."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from crmdesk import i18n
from crmdesk.domain.recurrence_rule import Rule, parse_rule
from crmdesk.ui import repeat_words
from crmdesk.ui.activity_times import before_in_words, length_in_words, minutes_in
from crmdesk.ui.repeat_reading import read
from tests.ui.test_languages import forget

STARTS = "2026-11-26T10:00"
LOCALES = {"en": "en_US", "pt_BR": "pt_BR", "ru": "ru_RU", "tr": "tr_TR"}


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    before = QLocale()
    yield
    QLocale.setDefault(before)


@pytest.fixture
def speaking(language: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CRMDESK_LANGUAGE", language)
    forget()
    QLocale.setDefault(QLocale(LOCALES[language]))
    yield
    forget()


TYPED = {
    "en": {
        "daily": "FREQ=DAILY",
        "every 2 weeks on Mon, Thu until 1 Mar 2027": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;UNTIL=20270301T235959",
        "every 3 days, 10 times": "FREQ=DAILY;INTERVAL=3;COUNT=10",
        "every Tuesday": "FREQ=WEEKLY;BYDAY=TU",
        "on Mondays and Fridays": "FREQ=WEEKLY;BYDAY=MO,FR",
        "weekdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "every working day": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "every weekend": "FREQ=WEEKLY;BYDAY=SA,SU",
        "every month on the 1st and 15th": "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "the 15th": "FREQ=MONTHLY;BYMONTHDAY=15",
        "on day 15 of each month": "FREQ=MONTHLY;BYMONTHDAY=15",
        "every month on the last Friday": "FREQ=MONTHLY;BYDAY=-1FR",
        "1st and 3rd Monday of the month": "FREQ=MONTHLY;BYDAY=1MO,3MO",
        "the last working day of the month": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "every other week": "FREQ=WEEKLY;INTERVAL=2",
        "every 2nd day": "FREQ=DAILY;INTERVAL=2",
        "every second month": "FREQ=MONTHLY;INTERVAL=2",
        "quarterly": "FREQ=MONTHLY;INTERVAL=3",
        "Every Year": "FREQ=YEARLY",
        "December 25": "FREQ=YEARLY;BYMONTHDAY=25;BYMONTH=12",
        "every year on 1 May and 1 Nov": "FREQ=YEARLY;BYMONTHDAY=1;BYMONTH=5,11",
        "last Sunday in March": "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "RRULE:FREQ=YEARLY;BYWEEKNO=3": "FREQ=YEARLY;BYWEEKNO=3",
    },
    "pt_BR": {
        "todo dia": "FREQ=DAILY",
        "todos os dias": "FREQ=DAILY",
        "diariamente": "FREQ=DAILY",
        "mensal": "FREQ=MONTHLY",
        "dia 15": "FREQ=MONTHLY;BYMONTHDAY=15",
        "todo dia 15": "FREQ=MONTHLY;BYMONTHDAY=15",
        "dias 1 e 15 de cada mês": "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "2ª terça": "FREQ=MONTHLY;BYDAY=2TU",
        "segunda terça do mês": "FREQ=MONTHLY;BYDAY=2TU",
        "toda segunda e terça": "FREQ=WEEKLY;BYDAY=MO,TU",
        "todo último domingo do mês": "FREQ=MONTHLY;BYDAY=-1SU",
        "a cada 2 semanas às quintas, 5 vezes": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=5",
        "a cada 15 dias": "FREQ=DAILY;INTERVAL=15",
        "último dia útil do mês": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "dias úteis": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "uma vez por semana": "FREQ=WEEKLY",
        "25 de dezembro": "FREQ=YEARLY;BYMONTHDAY=25;BYMONTH=12",
        "sábados até 1 mar 2027": "FREQ=WEEKLY;BYDAY=SA;UNTIL=20270301T235959",
    },
    "ru": {
        "ежедневно": "FREQ=DAILY",
        "каждые 2 дня": "FREQ=DAILY;INTERVAL=2",
        "2 дня": "FREQ=DAILY;INTERVAL=2",
        "через день": "FREQ=DAILY;INTERVAL=2",
        "каждую среду": "FREQ=WEEKLY;BYDAY=WE",
        "по средам и пятницам": "FREQ=WEEKLY;BYDAY=WE,FR",
        "раз в 2 недели по пн, чт": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
        "раз в неделю": "FREQ=WEEKLY",
        "15-го": "FREQ=MONTHLY;BYMONTHDAY=15",
        "15 числа каждого месяца": "FREQ=MONTHLY;BYMONTHDAY=15",
        "каждое 1-е и 15-е число": "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "второй вторник месяца": "FREQ=MONTHLY;BYDAY=2TU",
        "последняя пятница каждого месяца": "FREQ=MONTHLY;BYDAY=-1FR",
        "последний день месяца": "FREQ=MONTHLY;BYMONTHDAY=-1",
        "по будням": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "каждый день, 10 раз": "FREQ=DAILY;COUNT=10",
        "каждый понедельник до 1 марта 2027": "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270301T235959",
        "25 декабря": "FREQ=YEARLY;BYMONTHDAY=25;BYMONTH=12",
    },
    "tr": {
        "her gün": "FREQ=DAILY",
        "gün aşırı": "FREQ=DAILY;INTERVAL=2",
        "iki haftada bir": "FREQ=WEEKLY;INTERVAL=2",
        "her salı ve cuma": "FREQ=WEEKLY;BYDAY=TU,FR",
        "pazartesileri": "FREQ=WEEKLY;BYDAY=MO",
        "hafta içi": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "her ayın 15'i": "FREQ=MONTHLY;BYMONTHDAY=15",
        "ayın son günü": "FREQ=MONTHLY;BYMONTHDAY=-1",
        "ayın son cuması": "FREQ=MONTHLY;BYDAY=-1FR",
        "ayın ikinci salısı": "FREQ=MONTHLY;BYDAY=2TU",
        "aylık, 6 kez": "FREQ=MONTHLY;COUNT=6",
        "her hafta 1 Mart 2027'ye kadar": "FREQ=WEEKLY;UNTIL=20270301T235959",
        "25 Aralık": "FREQ=YEARLY;BYMONTHDAY=25;BYMONTH=12",
    },
}


@pytest.mark.usefixtures("speaking")
@pytest.mark.parametrize("language", i18n.SHIPPED)
def test_read(language: str) -> None:
    found = {typed: _rule(typed) for typed in TYPED[language]}
    assert found == {typed: str(parse_rule(rule)) for typed, rule in TYPED[language].items()}


def _rule(typed: str) -> str:
    try:
        return read(typed, STARTS).removeprefix("RRULE:")
    except ValueError as error:
        return str(error)


@pytest.mark.parametrize(
    "typed",
    ["foo", "3", "until tomorrow", "every", "2 times a week", "every lunar month", "every month in March",
     "every week on the 15th", "1 May and 2 Nov", "every 3", "RRULE:FREQ=ODDLY"],
)  # fmt: skip
def test_what_is_none_says_how_to_write_it(typed: str) -> None:
    with pytest.raises(ValueError, match=r"every 2 weeks|no day or time"):
        read(typed, STARTS)


each = st.integers(0, 6)
some_days = st.lists(each, min_size=1, max_size=6, unique=True).map(sorted)
nth = st.sampled_from([-1, 1, 2, 3, 4, 5])
months = st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True).map(sorted).map(tuple)
dates = st.lists(st.integers(1, 28), min_size=1, max_size=2, unique=True).map(sorted).map(tuple)
every = st.one_of(st.just(1), st.integers(2, 30))
positions = st.sampled_from([(1,), (-1,)])
WORK = tuple((0, day) for day in range(5))
simple = st.one_of(
    st.builds(Rule, st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]), every),
    st.builds(Rule, st.just("WEEKLY"), every, weekdays=some_days.map(lambda some: tuple((0, day) for day in some))),
    st.builds(Rule, st.just("MONTHLY"), every, weekdays=st.lists(st.tuples(nth, each), min_size=1, max_size=2,
                                                                 unique=True).map(tuple)),
    st.builds(Rule, st.just("MONTHLY"), every, weekdays=st.just(WORK), positions=positions),
    st.builds(Rule, st.just("MONTHLY"), every, month_days=st.one_of(
        st.just((-1,)), st.lists(st.integers(1, 31), min_size=1, max_size=3, unique=True).map(sorted).map(tuple))),
    st.builds(Rule, st.just("YEARLY"), every, months=months, month_days=st.one_of(st.just((-1,)), dates)),
    st.builds(Rule, st.just("YEARLY"), every, months=months, weekdays=st.tuples(st.tuples(nth, each))),
    st.builds(Rule, st.just("YEARLY"), every, months=months),
)  # fmt: skip
ends = st.one_of(
    st.just({}), st.integers(1, 99).map(lambda count: {"count": count}), st.just({"until": "2031-03-09T23:59:59"})
)


@pytest.mark.usefixtures("speaking")
@pytest.mark.parametrize("language", i18n.SHIPPED)
@given(rule=simple, end=ends)
def test_what_is_told_can_be_typed(language: str, rule: Rule, end: dict[str, object]) -> None:
    whole = replace(rule, **end)  # type: ignore[arg-type]
    told = repeat_words.told(f"RRULE:{whole}")
    back = parse_rule(_rule(told))
    assert replace(back, weekdays=tuple(sorted(back.weekdays))) == replace(
        whole, weekdays=tuple(sorted(whole.weekdays))
    ), told
    assert "RRULE" not in told or len(whole.months) * len(whole.month_days) > 6


@pytest.mark.usefixtures("speaking")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "every month on the 2nd Tuesday, the last Friday"),
        ("pt_BR", "todo mês: 2ª terça-feira, última sexta-feira"),
        ("ru", "каждый месяц: 2-й вторник, последняя пятница"),
        ("tr", "her ay: 2. Salı, son cuma"),
    ],
)
def test_words_agree_with_each_other(language: str, words: str) -> None:
    assert repeat_words.told("RRULE:FREQ=MONTHLY;BYDAY=2TU,-1FR") == words


@pytest.mark.parametrize(
    "rule",
    ["RRULE:FREQ=YEARLY;BYWEEKNO=3", "RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY", "RDATE:20260101",
     "RRULE:FREQ=MONTHLY;BYDAY=-2MO", "RRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "RRULE:FREQ=DAILY;BYDAY=MO",
     "RRULE:FREQ=YEARLY;BYDAY=20MO"],
)  # fmt: skip
def test_what_is_too_odd_for_words_is_told_as_it_is(rule: str) -> None:
    assert repeat_words.told(rule) == rule.replace("\n", " ")


@pytest.mark.usefixtures("speaking")
@pytest.mark.parametrize("language", i18n.SHIPPED)
@given(minutes=st.one_of(st.integers(1, 1439), st.integers(1, 40).map(lambda days: days * 1440)))
def test_lengths_that_are_told_can_be_typed(language: str, minutes: int) -> None:
    assert minutes_in(length_in_words(minutes)) == minutes
    assert minutes_in(before_in_words(minutes)) == minutes


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("45 dk", 45), ("1 sa 30", 90), ("2 часа", 120), ("5 часов", 300), ("1 день", 1440), ("2 semanas", 20160)],
)
def test_lengths_of_other_languages_are_read_too(typed: str, minutes: int) -> None:
    assert minutes_in(typed) == minutes

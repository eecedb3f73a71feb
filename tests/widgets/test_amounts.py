"""Numbers and money, as countries write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from crmdesk.widgets.amounts import MoneyField, NumberField, read_decimal, show_decimal
from crmdesk.widgets.several import SeveralField

PLACES = ("en_US", "pt_BR", "de_DE", "de_CH", "ru_RU", "tr_TR", "fr_FR", "en_IN")


@pytest.mark.parametrize(
    ("typed", "locale", "wanted"),
    [
        ("1.234,50", "pt_BR", "1234.50"), ("1,234.50", "en_US", "1234.50"), ("12.5", "pt_BR", "12.5"),
        ("1.234", "pt_BR", "1234"), ("1.234", "en_US", "1.234"), ("-12,5", "de_DE", "-12.5"), ("+7", "en_US", "7"),
        ("1 234,5", "ru_RU", "1234.5"), ("1’234.50".replace("’", "'"), "de_CH", "1234.50"),
        ("12,34,567", "en_IN", "1234567"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_the_country_writes_it(typed: str, locale: str, wanted: str) -> None:
    assert read_decimal(typed, QLocale(locale)) == wanted


@pytest.mark.parametrize("typed", ["", "x", "1,2,3", "1..2", "--1", "1e5"])
def test_what_is_no_number_says_so(typed: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        read_decimal(typed, QLocale("en_US"))


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False), st.sampled_from(PLACES))
def test_what_is_shown_is_read_back(number: object, place: str) -> None:
    stored = f"{number:f}"
    locale = QLocale(place)
    assert float(read_decimal(show_decimal(stored, locale), locale)) == float(stored)


def test_money_has_its_currency_before_or_behind(qtbot: QtBot) -> None:
    field = MoneyField("Credit")
    qtbot.addWidget(field)
    kept: list[object] = []
    field.kept.connect(kept.append)
    for typed, wanted in (("R$ 12.50", "12.50 BRL"), ("12.50 eur", "12.50 EUR"), ("€7", "7 EUR"), ("3", "3")):
        field._line.setText(typed)
        field._mark_edited()
        field.keep()
        assert kept[-1] == wanted
    field.set_value("1234.5 EUR")
    assert field._line.text().endswith("EUR")
    field._line.setText("much")
    field._mark_edited()
    field.keep()
    assert "number" in field.problem()


def test_a_number_keeps_what_is_wrong(qtbot: QtBot) -> None:
    field = NumberField("Seats")
    qtbot.addWidget(field)
    field._line.setText("many")
    field._mark_edited()
    field.keep()
    assert field.problem()
    assert field._line.text() == "many"


def test_several_words_are_ticked_in_their_order_and_unknown_ones_stay(qtbot: QtBot) -> None:
    field = SeveralField("Breads", ["rye", "white & soft", "corn"])
    qtbot.addWidget(field)
    kept: list[object] = []
    field.kept.connect(kept.append)
    field.set_value("corn\nold")
    actions = {action.text(): action for action in field.menu().actions()}
    assert list(actions) == ["rye", "white && soft", "corn", "old"]
    assert [action.isChecked() for action in actions.values()] == [False, False, True, True]
    actions["rye"].trigger()
    field.keep()
    assert kept == ["rye\ncorn\nold"]
    field.set_value("rye\ncorn\nold")
    field._tick("corn", False)
    field.take_back()
    assert field._button.text() == "rye, corn, old"

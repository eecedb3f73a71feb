"""Money is exact: units of all currencies, figures as four languages write and type them, and nowhere a float."""

import ast
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.domain.money import EXPONENTS, converted, exact, exponent, plain, text_of, to_minor, to_step
from crmdesk.domain.money_formats import (
    amount_only,
    money,
    number,
    percent,
    price,
    read_amount,
    read_number,
    unit_price,
)
from tests.sources import PACKAGE

LOCALES = ("en", "de", "pt_BR", "ru", "tr", "fr", "es", "it", "nl", "fr_CH")
AMOUNTS = st.integers(-(10**14), 10**14)
NAMES = (
    "money", "quot", "deal", "price", "document", "numbering", "forecast", "payment", "product", "incentives",
    "accounts", "board", "configuring", "pipelines", "taxes", "receipts", "leads", "bundles", "contracts", "einvoice",
    "line_typing", "customer",
)  # fmt: skip


def money_modules() -> list[Path]:
    folders = [PACKAGE / name for name in ("domain", "services", "store", "cli", "formats")]
    return [path for folder in folders for path in folder.glob("*.py") if path.stem.startswith(NAMES)]


def floats(source: str) -> list[int]:
    """Lines with a float, or with what makes one: true division is left to two places that know their decimals."""
    wrong = []
    for node in ast.walk(ast.parse(source)):
        is_float = isinstance(node, ast.Constant) and isinstance(node.value, float)
        is_made = isinstance(node, ast.Name) and node.id in ("float", "round", "math")
        is_divided = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not knows_decimals(node)
        wrong += [node.lineno] if is_float or is_made or is_divided else []
    return wrong


def knows_decimals(node: ast.BinOp) -> bool:
    """`Decimal(...) / x`, and paths."""
    return isinstance(node.left, ast.Call) and getattr(node.left.func, "id", "") == "Decimal"


def test_there_is_no_float_in_it() -> None:
    modules = money_modules()
    assert len(modules) >= 5
    assert not [f"{path.name}:{lines}" for path in modules if (lines := floats(path.read_text("utf-8")))]


_MONEY = re.compile(r"amount|price|total(?!_seconds)|\bnet\b|tax|discount|cost\b|paid|owed|deposit|quantity", re.I)
_SCREENS = ("ui", "widgets", "formats", "cli")


def money_in_floats(source: str) -> list[int]:
    """Screens may paint with floats, but no amount goes into one."""
    return [node.lineno for node in ast.walk(ast.parse(source)) if makes_float(node) and is_of_money(node)]


def makes_float(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", "") in ("float", "round")
    if not isinstance(node, ast.BinOp):
        return False
    constants = [side.value for side in (node.left, node.right) if isinstance(side, ast.Constant)]
    calls = [part.func for part in ast.walk(node) if isinstance(part, ast.Call)]
    is_exact = any(getattr(call, "id", "") in ("Decimal", "exact") for call in calls)
    return (isinstance(node.op, ast.Div) and not is_exact) or any(isinstance(value, float) for value in constants)


def is_of_money(node: ast.AST) -> bool:
    parts = list(ast.walk(node))
    names = [part.id for part in parts if isinstance(part, ast.Name)]
    names += [part.attr for part in parts if isinstance(part, ast.Attribute)]
    return any(map(_MONEY.search, names))


def test_no_screen_makes_floats_of_money() -> None:
    modules = [path for folder in _SCREENS for path in (PACKAGE / folder).glob("*.py")]
    assert len(modules) > 100
    wrong = {path.name: money_in_floats(path.read_text("utf-8")) for path in modules}
    assert not {name: lines for name, lines in wrong.items() if lines}


@pytest.mark.parametrize("source", ["float(row.amount)", "deal.price / 2", "0.5 * net", "round(total)"])
def test_the_search_on_screens_finds_one(source: str) -> None:
    assert money_in_floats(source) == [1]
    assert not money_in_floats("height / 2 + moment.total_seconds() / 60 + left / Decimal(price)")


@pytest.mark.parametrize("source", ["x = 0.1", "x = a / b", "x = round(a)", "x = float(a)"])
def test_the_search_for_floats_finds_one(source: str) -> None:
    assert floats(source) == [1]


def test_units() -> None:
    assert [exponent(code) for code in ("JPY", "EUR", "BHD", "CLF", "ISK", "UYW", "XYZ")] == [0, 2, 3, 4, 0, 4, 2]
    assert len(EXPONENTS) > 160
    assert all(code.isalpha() and code.isupper() and len(code) == 3 for code in EXPONENTS)
    assert to_minor(Decimal("1.005"), "EUR") == 101
    assert to_minor(Decimal("1.005"), "EUR", "half even") == 100
    assert text_of(-5, "EUR") == "-0.05"
    assert text_of(1234, "JPY") == "1234"
    assert to_step(1003, 5) == 1005
    assert converted(1000, "EUR", "JPY", Decimal("161.255")) == 1613


@pytest.mark.parametrize("text", ["x", "NaN", "Infinity", "1e99", "0.0000000001", ""])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        exact(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**14), max_value=10**14, places=9))
def test_decimals_come_back_as_they_are(value: Decimal) -> None:
    assert exact(plain(value)) == value
    assert "E" not in plain(value)
    assert plain(value) == "0" or not plain(value).endswith((".", ".0"))


def test_each_language_has_its_way() -> None:
    assert [money(123456, "EUR", locale).replace("\xa0", " ") for locale in LOCALES[:5]] == [
        "€1,234.56", "1.234,56 €", "€ 1.234,56", "1 234,56 €", "€1.234,56",
    ]  # fmt: skip
    assert [percent(Decimal("9.50"), locale).replace("\xa0", " ") for locale in LOCALES[:5]] == [
        "9.5%", "9,5 %", "9,5%", "9,5 %", "%9,5",
    ]  # fmt: skip
    assert amount_only(123456, "BHD", "en") == "123.456"
    assert price(Decimal("0.0125"), "EUR", "de") == "0,0125"
    assert price(Decimal(5), "EUR", "de") == "5,00"
    assert number(Decimal("2.50"), "en") == "2.5"
    assert percent(Decimal(0), "en") == "0%"


def test_a_language_does_not_take_digits_away() -> None:
    """It may think that nobody counts fils of dinars any more, or öre of kronor."""
    for currency in EXPONENTS:
        shown = money(1, currency, "en")
        assert shown.endswith("1" if exponent(currency) == 0 else "." + "0" * (exponent(currency) - 1) + "1"), shown


@given(AMOUNTS, st.sampled_from(LOCALES))
def test_what_is_shown_is_read_back(amount: int, locale: str) -> None:
    for currency in EXPONENTS:
        assert read_amount(money(amount, currency, locale), currency, locale) == amount
        assert read_amount(amount_only(amount, currency, locale), currency, locale) == amount


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1234", "1234"), ("1.234,50", "1234.50"), ("1,234.50", "1234.50"), ("1 234,50", "1234.50"),
        ("€ 12.50", "12.5"), ("12,5 €", "12.5"), ("R$ 1.234,56", "1234.56"), ("₺1.234,5", "1234.5"),
        ("1'234.50", "1234.5"), ("−5", "-5"), ("12,50-", "-12.5"), ("EUR 3", "3"), ("5 %", "5"), ("-€5", "-5"),
        ("1,23,456.7", "123456.7"), ("99 руб.", "99"), (".5", "0.5"),
    ],
)  # fmt: skip
def test_what_anybody_types_is_read_by_all(typed: str, value: str) -> None:
    for locale in LOCALES:
        assert read_number(typed, locale) == Decimal(value)


def test_three_digits_behind_a_mark_are_what_the_language_says() -> None:
    assert [read_number("1.234", locale) for locale in ("en", "de", "tr", "pt_BR")] == [
        Decimal("1.234"),
        1234,
        1234,
        1234,
    ]
    assert [read_number("1,234", locale) for locale in ("en", "de", "ru")] == [1234, Decimal("1.234"), Decimal("1.234")]


@pytest.mark.parametrize(
    "typed", [
        "", "abc", "1.2.3", "1,2,3", "(5)", "5 apples each", "12 34", "1e5", "--5", "-5-", "1.234.5", "1..2", "5€€€€€",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(typed: str) -> None:
    for locale in LOCALES:
        with pytest.raises(UserError):
            read_number(typed, locale)


def test_finer_than_can_be_paid() -> None:
    with pytest.raises(UserError, match="JPY"):
        read_amount("1.5", "JPY", "en")
    assert read_amount("1.50", "EUR", "en") == 150


def test_a_price_with_its_currency_is_as_fine_as_it_is() -> None:
    shown = [unit_price(Decimal(text), code, "de") for text, code in (("8990", "EUR"), ("0.1250", "EUR"), ("5", "JPY"))]
    assert [text.replace("\xa0", " ") for text in shown] == ["8.990,00 €", "0,125 €", "5 ¥"]
    assert unit_price(Decimal("1.5"), "BHD", "en") == "BHD\xa01.500"


def test_a_code_does_not_touch_the_digits() -> None:
    assert [money(-500, code, "en") for code in ("CHF", "EUR", "BRL")] == ["-CHF\xa05.00", "-€5.00", "-R$5.00"]
    assert money(500, "KZT", "ru").replace("\xa0", " ").startswith("5,00 ")

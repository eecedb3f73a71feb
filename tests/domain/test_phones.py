"""Phone numbers: the fast path says what phonenumbers says, and real numbers come out right."""

import json
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crmdesk.domain.values import phones
from crmdesk.domain.values.phones import display, to_e164

COUNTRIES = sorted(phonenumbers.SUPPORTED_REGIONS)
BUSY = ["US", "DE", "GB", "IT", "BR", "FR", "RU", "TR", "JP", "MX", "AR", "HU", "AU", "IN", "ES", "NL", "CH", "SM"]


def _reference(typed: str, country: str | None) -> tuple[str | None, str | None]:
    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        return None, None
    if phonenumbers.is_possible_number_with_reason(number) in (2, 4):
        return None, None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), number.extension


SEPARATED = st.lists(
    st.sampled_from(["0", "1", "3", "4", "7", "9", "00", "49", "212", "555", " ", "-", "(", ")", ".", "/"]), max_size=18
)


@settings(max_examples=400)
@given(st.sampled_from(["", "+", "00", "0", "011", "1", "+49", "+39 0", "+1", "(0"]), SEPARATED, st.sampled_from(BUSY))
def test_fast_path_equals_the_library(start: str, rest: list[str], country: str) -> None:
    typed = start + "".join(rest)
    assert to_e164(typed, country) == _reference(typed, country)


@settings(max_examples=400)
@given(st.sampled_from(COUNTRIES), st.sampled_from(COUNTRIES), st.integers(0, 3), st.data())
@example("IT", "IT", 0, None)
def test_real_numbers_of_all_countries(of: str, seen_from: str, style: int, data: st.DataObject | None) -> None:
    number = phonenumbers.example_number(of)
    assert number
    typed = phonenumbers.format_number(number, style)
    if data and data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(typed) - 1))
        typed = typed[:at] + data.draw(st.sampled_from("0123456789 ")) + typed[at + 1 :]
    assert to_e164(typed, seen_from) == _reference(typed, seen_from)


def test_the_fast_path_is_taken() -> None:
    """Otherwise the two tests above compare the library with itself."""
    plain = [
        ("+49 30 1234567", "DE"),
        ("030 1234567", "DE"),
        ("(212) 555-0134", "US"),
        ("1-212-555-0134", "US"),
        ("0049301234567", "FR"),
    ]
    assert all(phones._plain_e164(typed.translate(phones._SEPARATORS), country) for typed, country in plain)


@pytest.mark.parametrize(
    ("typed", "country", "e164", "extension"),
    [
        ("030 123456", "DE", "+4930123456", None),
        ("+49 (0)30 123456", "US", "+4930123456", None),
        ("0049 30 123456", "FR", "+4930123456", None),
        ("06 6982 1234", "IT", "+390669821234", None),
        ("(212) 555-0134 x45", "US", "+12125550134", "45"),
        ("(212) 555-0134 ext. 45", "US", "+12125550134", "45"),
        ("+1 212 555 0134,45", "DE", "+12125550134", "45"),
        ("+12125550134p45", "DE", "+12125550134", "45"),
        ("tel:+1-212-555-0134", None, "+12125550134", None),
        ("+４９ ３０ １２３４５６", None, "+4930123456", None),
        ("030 123456", None, None, None),
        ("555-1212", "US", None, None),
        ("112", "DE", None, None),
        ("Tel privat", "DE", None, None),
        ("", "DE", None, None),
        ("030 123456", "XX", None, None),
        ("9" * 5000, "DE", None, None),
    ],
)
def test_numbers(typed: str, country: str | None, e164: str | None, extension: str | None) -> None:
    assert to_e164(typed, country) == (e164, extension)


def test_display() -> None:
    assert display("+4930123456", "DE") == "030 123456"
    assert display("+4930123456", "US") == "+49 30 123456"
    assert display("+12125550134", "US") == "(212) 555-0134"
    assert display("nonsense", "US") == "nonsense"


def test_bank_of_numbers(shared_data: Path) -> None:
    """Missed are the numbers too short for their plan: they cannot be dialled, so they get no E.164."""
    total, missed = 0, []
    for line in (shared_data / "phone" / "libphonenumber_examples.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        for typed, e164, extension in row["typed"]:
            total += 1
            if to_e164(typed, row["region"]) != (e164, extension):
                missed.append((row["region"], typed, e164))
    assert len(missed) / total < 0.01, missed


@pytest.mark.parametrize(
    ("typed", "country", "e164"),
    [("0085221234567", "HK", "+85221234567"), ("00 55 11 2345-6789", "BR", "+551123456789"), ("00", "BR", None)],
)
def test_two_noughts_stand_for_abroad_wherever_one_is(typed: str, country: str, e164: str | None) -> None:
    assert to_e164(typed, country) == (e164, None)

"""Fields come to their places, and nothing is left where they have no value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain import merge

ANA = {"name": "Ana Lima", "first_name": "Ana", "city": "Porto", "postal_code": "4000", "company": "", "region": " "}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Dear {{first_name}},", "Dear Ana,"),
        ("Dear {{nickname}},", "Dear,"),
        ("{{ first_name }}\n{{company}}\n{{postal_code}} {{city}}", "Ana\n4000 Porto"),
        ("{{city}}, {{region}} {{postal_code}}", "Porto, 4000"),
        ("{{region}}, {{city}}", "Porto"),
        ("{{city}}, {{region}}, {{company}}", "Porto"),
        ("{{first_name}} {{middle_name}} Lima", "Ana Lima"),
        ("{{first_name}} {{middle_name}}, Porto", "Ana, Porto"),
        ("{{first_name}} ({{nickname}})", "Ana"),
        ("({{nickname}}) / {{region}}", ""),
        ("one\n\ntwo {{city}}", "one\n\ntwo Porto"),
        ("{{#company}}At {{company}}{{/company}}{{^company}}Private{{/company}}", "Private"),
        ("Hello{{#city}} from {{city}}{{/city}}, Ana", "Hello from Porto, Ana"),
        ("Hello{{#company}} of {{company}}{{/company}}, Ana", "Hello, Ana"),
        ("A\n{{#company}}\nAt {{company}}\n{{/company}}\nB", "A\nB"),
        ("A\n{{#city}}\nIn {{city}}\n{{/city}}\nB", "A\nIn Porto\nB"),
        ("{{#city}}{{#company}}both{{/company}}{{^company}}only the city{{/company}}{{/city}}", "only the city"),
        ("{{#city}}never closed", "never closed"),
        ("{{/city}}never opened", "never opened"),
        ("{{#city}}crossed {{#name}}over{{/city}} and on{{/name}}", "crossed over and on"),
        ("no {places} {{}} here }}", "no {places} {{}} here }}"),
    ],
)
def test_fields_come_to_their_places(text: str, filled: str) -> None:
    assert merge.fill(text, ANA) == filled


def test_a_sentence_ends_with_one_full_stop() -> None:
    values = {"company": "Marina Foods Pvt. Ltd.", "city": "Chennai"}
    assert merge.fill("You{{#company}} and {{company}}{{/company}}.", values) == "You and Marina Foods Pvt. Ltd."
    assert merge.fill("Greetings to {{company}}.", values) == "Greetings to Marina Foods Pvt. Ltd."
    assert (
        merge.fill("<p>{{company}}. Thanks. {{city}}.</p>", values) == "<p>Marina Foods Pvt. Ltd. Thanks. Chennai.</p>"
    )
    assert merge.fill("{{company}}, {{company}}… {{city}}.pdf", values) == (
        "Marina Foods Pvt. Ltd., Marina Foods Pvt. Ltd.… Chennai.pdf"
    )


def test_values_of_several_lines_stay_apart() -> None:
    assert merge.fill("{{address}}\n{{company}}\nend", {"address": "Rua 1\nPorto"}) == "Rua 1\nPorto\nend"


def test_a_value_is_never_read_as_a_place() -> None:
    assert merge.fill("{{name}}", {"name": "{{city}}", "city": "Porto"}) == "{{city}}"


def test_unknown_fields_are_named() -> None:
    text = "{{name}} {{nmae}} {{#town}}{{custom.Shoe size}}{{own.custom.IBAN}}{{/town}} {{own.name}}"
    assert merge.unknown(text) == ["nmae", "town"]
    assert merge.unknown(text, also={"nmae"}) == ["town"]
    assert merge.places("{{#b}}{{a}}{{/b}} {{a}}") == ["b", "a"]


def test_every_field_is_declared_once() -> None:
    assert len(merge.KEYS) == len(merge.FIELDS)


KEYS = st.sampled_from(["a", "b", "c"])
PLACES = st.builds("{{{{{}{}}}}}".format, st.sampled_from(["", "", "#", "^", "/"]), KEYS)
TEXTS = st.lists(PLACES | st.sampled_from([" ", ", ", "\n", "(", ")", "x", "{{"]), max_size=12).map("".join)


@given(TEXTS, st.dictionaries(KEYS, st.sampled_from(["", " ", "v", "v\nw"])))
def test_no_line_comes_out_empty_that_had_a_place(text: str, values: dict[str, str]) -> None:
    filled = merge.fill(text, values)
    assert not set(filled) & {"\x00", "\x01"}
    blank = sum(not line.strip() for line in text.split("\n"))
    if filled:
        assert sum(not line.strip() for line in filled.split("\n")) <= blank

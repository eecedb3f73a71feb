"""Fields in formatted text: what they bring and what goes with them; bare text comes out as `merge.fill` has it."""

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain import merge
from crmdesk.domain.merge_rich import fill
from crmdesk.domain.values.rich_text import Line, Run, of_plain

VALUES = {"name": "Ana Lima Jr.", "city": "Lisboa", "address": "Rua 1\nLisboa"}


def texts(*lines: str) -> list[str]:
    return [line.text for line in fill([Line((Run(text),) if text else ()) for text in lines], VALUES)]


def test_values_stand_in_the_look_of_their_place() -> None:
    line = Line((Run("Dear "), Run("{{name}}", "b"), Run(", ")), look="center")
    assert fill([line], VALUES) == [Line((Run("Dear "), Run("Ana Lima Jr.", "b"), Run(", ")), look="center")]
    several = fill([Line((Run("{{address}}", "i"),), "ul", 1)], VALUES)
    assert several == [Line((Run("Rua 1\nLisboa", "i"),), "ul", 1)]


def test_what_has_no_value_takes_its_paragraph_along() -> None:
    assert texts("{{company}}", "Hi", "", "{{fax}}, {{company}}", "End") == ["Hi", "", "End"]
    assert texts("Of {{company}}, {{city}}") == ["Of, Lisboa"]
    (line,) = fill([Line((Run("{{company}} ", "b"), Run("{{city}}")))], VALUES)
    assert line.runs == (Run("Lisboa"),)


def test_parts_span_paragraphs() -> None:
    assert texts("A", "{{#company}}", "B", "C {{/company}}D", "E") == ["A", "D", "E"]
    assert texts("A", "{{#city}}", "B", "{{/city}}", "", "E") == ["A", "B", "", "E"]
    assert texts("{{^company}}alone{{/company}}", "{{#company}}Best{{/company}} Best") == ["alone", "Best"]
    assert texts("A {{#company}}never closed", "B") == ["A"]


def test_the_look_after_a_part_left_out_is_its_own() -> None:
    lines = [Line((Run("{{#fax}}Best", "b"), Run("{{/fax}}Best")))]
    assert fill(lines, VALUES) == [Line((Run("Best"),))]


PIECES = st.sampled_from(
    [
        "{{name}}",
        "{{fax}}",
        "{{address}}",
        "{{#name}}",
        "{{/name}}",
        "{{#fax}}",
        "{{/fax}}",
        "{{^fax}}",
        "a",
        ", ",
        " (",
        ") ",
        "b",
        ".",
        "\n",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_bare_text_is_filled_as_everywhere(text: str) -> None:
    rich = "\n".join(line.text for line in fill(of_plain(text), VALUES))
    assert rich.split() == merge.fill(text, VALUES).split()

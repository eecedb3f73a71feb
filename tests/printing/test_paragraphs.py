"""Paragraphs broken into lines: nothing is lost, nothing sticks out, and each script breaks where it may."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmdesk.domain.values.rich_text import Line, Run
from crmdesk.printing.fonts import ITALIC, REGULAR, STRONG
from crmdesk.printing.paragraphs import Laid, lay

SIZE, WIDTH = 10.0, 200.0


def texts(*paragraphs: Line, width: float = WIDTH) -> list[str]:
    return [" ".join(piece.line.text for piece in laid.pieces) for laid in lay(paragraphs, width, SIZE)]


def para(text: str, styles: str = "", **look: object) -> Line:
    return Line((Run(text, styles),), **look)  # type: ignore[arg-type]


def right_edge(laid: Laid) -> float:
    return max(piece.x + piece.width for piece in laid.pieces)


def test_words_go_on_and_breaks_are_kept() -> None:
    assert texts(para("one two\nthree")) == ["one two", "three"]
    lines = texts(para("many words " * 12))
    assert len(lines) > 2
    assert " ".join(lines) == ("many words " * 12).strip()
    assert texts(para("a"), Line(), para("b")) == ["a", "", "b"]


def test_each_look_has_its_face() -> None:
    runs = tuple(Run(word, styles) for word, styles in (("plain ", ""), ("bold ", "b"), ("lean ", "i"), ("both", "bi")))
    (laid,) = lay([Line(runs)], WIDTH, SIZE)
    assert [(piece.line.font, piece.slant > 0) for piece in laid.pieces] == [
        (REGULAR, False), (STRONG, False), (ITALIC, False), (STRONG, True),
    ]  # fmt: skip
    places = [piece.x for piece in laid.pieces]
    assert places == sorted(places)
    (laid,) = lay([Line((Run("Ana", "b"), Run(", hello")))], WIDTH, SIZE)
    first, second = laid.pieces
    assert second.x == pytest.approx(first.x + first.width)  # no blank comes between


def test_alignment_and_indentation() -> None:
    (left,), (middle,), (right,), (deep,) = (
        lay([para("word", look=look)], WIDTH, SIZE) for look in ("", "center", "right", "in2")
    )
    assert left.pieces[0].x == 0
    assert middle.pieces[0].x == pytest.approx((WIDTH - middle.pieces[0].width) / 2)
    assert right_edge(right) == pytest.approx(WIDTH)
    assert deep.pieces[0].x == pytest.approx(35)
    spread = lay([para("some words to spread " * 6, look="justify")], WIDTH, SIZE)
    assert [round(right_edge(laid), 3) for laid in spread[:-1]] == [WIDTH] * (len(spread) - 1)
    assert right_edge(spread[-1]) < WIDTH


def test_lists_count_and_hang() -> None:
    items = [
        para("one", kind="ol", depth=1), para("inner", kind="ul", depth=2), para("two", kind="ol", depth=1),
        para("text"), para("again " * 20, kind="ol", depth=1),
    ]  # fmt: skip
    laid = lay(items, WIDTH, SIZE)
    assert [line.pieces[0].line.text for line in laid[:5]] == ["1.", "–", "2.", "text", "1."]
    assert {round(line.pieces[-1].x, 2) for line in laid[4:]} == {17.5}
    assert laid[5].number == 1


def test_headings_are_larger_and_go_with_what_follows() -> None:
    head, text = lay([para("Head", look="title"), para("text")], WIDTH, SIZE)
    assert (head.pieces[0].line.font, head.size, head.keeps_next, text.keeps_next) == (STRONG, 15.0, True, False)


def test_ideographs_break_anywhere_but_before_a_stop() -> None:
    lines = texts(para("我们感谢您的来信，" * 8))
    assert len(lines) > 2
    assert not any(line.startswith("，") for line in lines)
    assert "".join(lines) == "我们感谢您的来信，" * 8


def test_what_is_written_from_the_right_begins_there() -> None:
    laid = lay([para("שלום עולם " * 10)], WIDTH, SIZE)
    assert len(laid) > 1
    assert all(right_edge(line) == pytest.approx(WIDTH, abs=0.5) for line in laid)
    (mixed,) = lay([Line((Run("שלום ", "b"), Run("Ana Lima "), Run("תודה", "b")))], WIDTH, SIZE)
    assert [piece.line.text.strip("\u200f") for piece in mixed.pieces] == ["תודה", "Ana Lima", "שלום"]


def test_markup_is_text() -> None:
    assert texts(para("<b>&amp; {x} %s</b> <para>"), width=400) == ["<b>&amp; {x} %s</b> <para>"]


RUNS = st.builds(
    Run, st.text(st.sampled_from("abcдלما我。 ,\n\xa0-"), max_size=30), st.sampled_from(["", "b", "i", "bi", "us"])
)
LINES = st.builds(
    Line,
    st.lists(RUNS, max_size=4).map(tuple),
    st.sampled_from(["", "ul", "ol"]),
    st.integers(1, 3),
    st.sampled_from(["", "center", "right", "justify", "title", "in3"]),
)


@settings(max_examples=60)
@given(st.lists(LINES, max_size=4), st.floats(80, 300))
def test_nothing_sticks_out_and_nothing_is_lost(paragraphs: list[Line], width: float) -> None:
    laid = lay(paragraphs, width, SIZE)
    letters: list[str] = []
    for line in laid:
        for piece in line.pieces:
            assert piece.x >= -0.5
            assert piece.x + piece.width <= width + 0.6
            letters += piece.line.text
    written = "".join(paragraph.text for paragraph in paragraphs)
    kept = [letter for letter in letters if letter not in " \u200f•–·.0123456789"]
    assert sorted(kept) == sorted(letter for letter in written if letter not in " \n\xa0–·.")

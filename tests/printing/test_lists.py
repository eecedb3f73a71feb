"""Lists on paper: nothing lies outside the page or another column, every page says what its columns are."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.printing import lists
from crmdesk.printing.fitting import wrap
from crmdesk.printing.fonts import line
from crmdesk.printing.list_table import ListTable
from crmdesk.printing.lists import Paper, Printed
from tests.printing import pdf

HEADS = [("Name", False), ("City", False), ("Rating", True)]
EDGE = 13.0
"""Millimetres that stay white."""


def printed(table: ListTable, paper: Paper = "a4") -> tuple[bytes, Printed]:
    file, steps = BytesIO(), None
    steps = lists.render(table, file, paper)
    try:
        while True:
            assert 0 < next(steps) <= 1
    except StopIteration as end:
        return file.getvalue(), end.value


def simple(count: int, **more: object) -> ListTable:
    rows = [[f"Person {number:04}", "São Paulo", str(number % 6)] for number in range(count)]
    return ListTable("Friends", f"{count} contacts", HEADS, rows, **more)  # type: ignore[arg-type]


def test_every_row_is_there_under_headings_on_every_page() -> None:
    data, made = printed(simple(200))
    pages = pdf.texts(data)
    assert len(pages) == made.pages > 2
    for number, text in enumerate(pages, 1):
        assert "Name" in text
        assert "Rating" in text
        assert f"Page {number} of {made.pages}" in text
    whole = "\n".join(pages)
    assert all(f"Person {number:04}" in whole for number in range(200))
    assert pages[0].startswith("Friends")
    assert "200 contacts" in pages[0]
    assert "200 contacts" not in pages[1]


@pytest.mark.parametrize(("paper", "size"), [("a4", (210, 297)), ("letter", (215.9, 279.4))])
def test_upright_for_few_columns_and_across_for_many(paper: Paper, size: tuple[float, float]) -> None:
    data, _made = printed(simple(3), paper)
    assert pdf.size(data) == pytest.approx(size, abs=0.1)
    wide = ListTable("Wide", "", [(f"Column {n}", False) for n in range(9)], [["some words here"] * 9] * 3)
    data, made = printed(wide, paper)
    assert pdf.size(data) == pytest.approx(size[::-1], abs=0.1)
    assert made.width > made.height


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=160)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS, WORDS), min_size=1, max_size=4))
def test_whatever_is_written_stays_on_the_paper(rows: list[tuple[str, ...]]) -> None:
    heads = [("Name", False), ("Street", False), ("City", True), ("E-mail", False), ("Next step", False)]
    data, _made = printed(ListTable("Any", "", heads, [list(row) for row in rows]))
    width, height = pdf.size(data)
    for page in range(len(pdf.texts(data))):
        for letter in pdf.letters(data, page):
            assert letter.left > EDGE - 2
            assert letter.right < width - EDGE + 2
            assert 5 < letter.top < letter.bottom + 5 < height


def test_long_text_wraps_within_its_column() -> None:
    words = "a long note about ovens and their doors " * 4
    data, _made = printed(ListTable("Notes", "", [("Name", False), ("Note", False)], [["Ana", words], ["Ben", "x"]]))
    letters = pdf.letters(data)
    ana = next(place for place in letters if place.text == "A" and place.left < 40)
    ben = next(place for place in letters if place.text == "B" and place.top > ana.top)
    assert ben.top - ana.top > 5  # more than one line lies between
    assert words.rsplit(maxsplit=1)[-1] in pdf.texts(data)[0]


def test_a_page_of_pasted_text_does_not_fill_the_paper() -> None:
    _data, made = printed(ListTable("Notes", "", [("Note", False)], [["word " * 20_000]] * 3))
    assert made.pages <= 3


def test_groups_with_their_numbers_go_on_over_the_page() -> None:
    data, made = printed(simple(120, groups=[("Lead", 0), ("Customer", 3)], grouped_by="Stage"))
    pages = pdf.texts(data)
    assert made.pages > 2
    assert "Lead 3" in pages[0].replace("\r\n", " ").replace("\t", " ")
    assert all("Customer" in page for page in pages)
    assert "Lead" not in pages[1]


def test_numbers_stand_at_the_right() -> None:
    data, _made = printed(ListTable("N", "", [("Name", False), ("Sum", True)], [["a", "7"], ["b", "1007"]]))
    sevens = [place.right for place in pdf.letters(data) if place.text == "7"]
    assert len(sevens) == 2
    assert sevens[0] == pytest.approx(sevens[1], abs=0.3)


def test_letters_of_all_scripts_are_set_and_what_is_lost_is_told() -> None:
    rows = [["Ёлкин, Пётр", "Санкт-Петербург", "1"], ["高橋哲也", "大阪市", "2"], ["נועה לוי", "תל אביב", "3"]]
    data, made = printed(ListTable("Names", "", HEADS, rows))
    text = pdf.texts(data)[0]
    assert "Ёлкин, Пётр" in text
    assert "高橋哲也" in text
    assert made.warnings == []
    _data, made = printed(ListTable("Names", "", HEADS, [["\u0378", "x", "y"]]))
    assert len(made.warnings) == 1


def test_equal_lists_give_equal_bytes_and_an_empty_one_none() -> None:
    assert printed(simple(30))[0] == printed(simple(30))[0]
    with pytest.raises(UserError):
        printed(simple(0))


def test_a_mail_address_breaks_at_its_joints() -> None:
    long = "antonio.castro@sanchez-pasteleria-and-sons-of-the-old-town-market-hall.example"
    pieces = [part.text for part in wrap(line(long), 14)]
    assert "".join(pieces) == long
    assert len(pieces) > 2
    assert all(piece[-1] in "@./-_" for piece in pieces[:-1])
    assert len(wrap(line("x" * 60), 14)) > 1  # and anywhere where there is no joint

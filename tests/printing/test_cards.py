"""Cards to be cut out: all of them on their place, each within its edges, codes as segno makes them."""

from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.printing import cards, codes
from crmdesk.printing.cards import FORMATS, Size
from crmdesk.printing.entries import Entry
from crmdesk.printing.lists import Paper, Printed
from tests.printing import pdf

CODE = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Álvares;João;;;\r\nFN:João Álvares\r\nEND:VCARD\r\n"
ANA = Entry("Ana Souza", "Souza, Ana", "Buyer", "Acme", [("mobile", "+55 11 90000-0000")], ["ana@x.example"],
            ["Rua Augusta, 1500", "01304-001 São Paulo"], lambda: CODE)  # fmt: skip


def printed(entries: list[Entry], size: Size = "card", paper: Paper = "a4") -> tuple[bytes, Printed]:
    file = BytesIO()
    steps = cards.render(entries, file, size, paper)
    try:
        while True:
            assert 0 < next(steps) <= 1
    except StopIteration as end:
        return file.getvalue(), end.value


def boxes(size: Size, paper: Paper) -> list[pdf.Place]:
    grid, form = cards.grid(size, paper), FORMATS[size]
    found = []
    for number in range(grid.across * grid.down):
        x, y = grid.corner(number)
        left, top = x * pdf.MM, (grid.height - y) * pdf.MM
        found.append(pdf.Place(left, top, left + form.width, top + form.height))
    return found


@pytest.mark.parametrize(("size", "paper", "count"), [
    ("card", "a4", 10), ("rolodex", "a4", 10), ("a6", "a4", 4), ("card", "letter", 10), ("a6", "letter", 2),
])  # fmt: skip
def test_a_sheet_holds_as_many_as_fit(size: Size, paper: Paper, count: int) -> None:
    grid = cards.grid(size, paper)
    assert grid.across * grid.down == count
    data, made = printed([ANA] * (count + 1), size, paper)
    assert made.pages == 2
    assert [text.count("Ana Souza") for text in pdf.texts(data)] == [count, 1]
    width, height = pdf.size(data)
    for box in boxes(size, paper):
        assert box.within(pdf.Place(0, 0, width, height))


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=90)
ENTRIES = st.builds(
    Entry, WORDS, WORDS, WORDS, WORDS, st.lists(st.tuples(WORDS, WORDS), max_size=4), st.lists(WORDS, max_size=3),
    st.lists(WORDS, max_size=5), st.sampled_from([None, lambda: CODE]),
)  # fmt: skip


@settings(max_examples=25)
@given(ENTRIES, st.sampled_from(list(FORMATS)))
def test_whatever_is_written_stays_on_its_card(entry: Entry, size: Size) -> None:
    data, _made = printed([entry], size)
    first = boxes(size, "a4")[0]
    for letter in pdf.letters(data):
        assert letter.within(first, slack=1.0)


def test_nothing_is_cut_where_there_is_room_and_told_where_there_is_none() -> None:
    data, made = printed([ANA])
    assert made.warnings == []
    text = pdf.texts(data)[0]
    assert all(part in text for part in ("Buyer", "Acme", "+55 11 90000-0000", "ana@x.example", "01304-001"))
    many = Entry("Ana", phones=[("work", f"+55 11 {number}") for number in range(60)])
    _data, made = printed([many])
    assert len(made.warnings) == 1
    assert "Ana" in made.warnings[0]


def test_the_code_on_a_card_is_the_one_of_its_text() -> None:
    data, _made = printed([ANA])
    rows = codes.matrix(CODE, is_quick=True)
    side, scale = FORMATS["card"].code, 12
    box = boxes("card", "a4")[0]
    air = FORMATS["card"].height * 0.105
    left, top = box.right - air - side, box.bottom - air - side
    document = pypdfium2.PdfDocument(data)
    picture = document[0].render(scale=scale, grayscale=True).to_pil()
    document.close()
    step = side / len(rows)
    for down, row in enumerate(rows):
        for across, is_dark in enumerate(row):
            x, y = left + (across + 0.5) * step, top + (down + 0.5) * step
            assert (picture.getpixel((int(x / pdf.MM * scale), int(y / pdf.MM * scale))) < 128) == is_dark


def test_stripes_are_the_dark_modules() -> None:
    rows = codes.matrix("Olá")
    dark = {(across + more, down) for across, down, count in codes.stripes(rows) for more in range(count)}
    assert dark == {(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark}


def test_equal_cards_give_equal_bytes_and_nobody_none() -> None:
    assert printed([ANA])[0] == printed([ANA])[0]
    with pytest.raises(UserError):
        printed([])

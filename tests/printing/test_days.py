"""Days on paper: nothing lies outside the page, and whatever is planned stands somewhere on it."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.printing import days
from crmdesk.printing.day_entries import Day, Diary, Item, Layout
from crmdesk.printing.lists import Paper, Printed
from tests.printing import pdf

LAYOUTS: tuple[Layout, ...] = ("day", "week", "month", "pocket")
SHOW = Item(
    "Show the deck oven", "10:00–11:00", ("João Álvares, Padaria", "mobile +55 11 98765-4321", "Rua Augusta, 1500")
)


def printed(diary: Diary, layout: Layout, paper: Paper = "a4") -> tuple[bytes, Printed]:
    file = BytesIO()
    steps = days.render(diary, layout, file, paper)
    try:
        while True:
            assert 0 < next(steps) <= 1
    except StopIteration as end:
        return file.getvalue(), end.value


def spread(layout: Layout, items: list[Item]) -> Diary:
    count = {"week": 7, "month": 35}.get(layout, 1)
    empty = [Day(f"day {number}") for number in range(1, count)]
    return Diary("November 2026", [Day("Tuesday 24", items, "Holiday"), *empty], weekdays=["Mon"] * 7)


def test_a_day_to_take_along_says_who_where_and_what_is_to_do() -> None:
    diary = Diary("Tuesday", [Day("", [SHOW], "Birthday of Ana")], "1 visit", to_do=[Item("Order paper", to_tick=True)])
    data, made = printed(diary, "day")
    assert made.pages == 1
    (text,) = pdf.texts(data)
    told = [*SHOW.lines, "10:00", "Show the deck oven", "Birthday of Ana", "1 visit", "Tasks", "Order paper", "Notes"]
    assert [words for words in told if words not in text] == []
    assert text.index("Show the deck") < text.index("Tasks") < text.index("Notes")


def test_what_a_grid_has_no_room_for_follows_behind_it() -> None:
    items = [Item(f"Visit {number}", f"{number % 24}:00", ("With someone",)) for number in range(90)]
    for layout in ("week", "month"):
        data, made = printed(spread(layout, items), layout)
        assert made.pages > 1
        whole = "\n".join(pdf.texts(data))
        assert [item.title for item in items if item.title not in whole] == []
        assert "Page 1 of" in whole


@pytest.mark.parametrize(
    ("layout", "paper", "size"),
    [("day", "a4", (210, 297)), ("week", "a4", (297, 210)),
     ("month", "letter", (279.4, 215.9)), ("pocket", "a4", (105, 148))],
)  # fmt: skip
def test_paper(layout: Layout, paper: Paper, size: tuple[float, float]) -> None:
    data, _made = printed(spread(layout, [SHOW]), layout, paper)
    assert pdf.size(data) == pytest.approx(size, abs=0.1)


def test_an_empty_day_says_so_and_leaves_lines_to_write_on() -> None:
    (text,) = pdf.texts(printed(Diary("Tuesday", [Day("")]), "day")[0])
    assert "Nothing is planned" in text
    assert "Notes" in text


def test_equal_days_give_equal_bytes_and_none_are_refused() -> None:
    diary = spread("week", [SHOW])
    assert printed(diary, "week")[0] == printed(diary, "week")[0]
    with pytest.raises(UserError):
        printed(Diary("Nothing", []), "day")


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=400)
an_item = st.builds(
    Item, words, st.sampled_from(("", "9:00", "10:00–11:30")), st.lists(words, max_size=4), st.booleans(), st.booleans()
)


@given(layout=st.sampled_from(LAYOUTS), items=st.lists(an_item, max_size=12))
def test_whatever_is_written_stays_on_the_paper(layout: Layout, items: list[Item]) -> None:
    data, made = printed(spread(layout, items), layout)
    width, height = made.width * pdf.MM, made.height * pdf.MM
    page = pdf.Place(4, 4, width - 4, height - 4)
    for number in range(made.pages):
        for letter in pdf.letters(data, number):
            assert letter.within(page), letter

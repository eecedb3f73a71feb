"""Address books: everybody in them once and in order, nothing beside the paper, letters at the edge that lead there."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.printing import address_book
from crmdesk.printing.address_book import Book, Paper
from crmdesk.printing.entries import Entry
from crmdesk.printing.lists import Printed
from tests.printing import pdf

SIZES = {"a5": (148, 210), "a4": (210, 297), "half-letter": (139.7, 215.9), "letter": (215.9, 279.4)}


def printed(book: Book, paper: Paper = "a5") -> tuple[bytes, Printed]:
    file = BytesIO()
    steps = address_book.render(book, file, paper)
    try:
        while True:
            assert 0 < next(steps) <= 1
    except StopIteration as end:
        return file.getvalue(), end.value


def person(number: int, letter: str = "A") -> Entry:
    return Entry(
        f"Ana {letter}{number:03}", f"{letter}{number:03}, Ana", "Buyer", "Acme",
        [("mobile", f"+55 11 9{number:04}-0000")], [f"p{letter.lower()}{number:03}@x.example"],
        ["Rua Augusta, 1500", "01304-001 São Paulo"],
    )  # fmt: skip


def book(*sections: tuple[str, list[Entry]]) -> Book:
    return Book("Friends", "many · today", sections, [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ"])


LETTERS = book(*((letter, [person(number, letter) for number in range(30)]) for letter in "ABZ"))


@pytest.mark.parametrize("paper", SIZES)
def test_everybody_is_there_once_in_order(paper: Paper) -> None:
    data, made = printed(LETTERS, paper)
    assert pdf.size(data) == pytest.approx(SIZES[paper], abs=0.1)
    pages = pdf.texts(data)
    assert made.pages == len(pages) > 1
    assert made.warnings == []
    whole = "\n".join(pages)
    names = [f"{letter}{number:03}, Ana" for letter in "ABZ" for number in range(30)]
    mails = [f"p{letter.lower()}{number:03}@x.example" for letter in "ABZ" for number in range(30)]
    assert [whole.count(mail) for mail in mails] == [1] * 90
    places = [whole.index(name) for name in names]
    assert places == sorted(places)


def test_no_entry_is_torn_and_no_letter_stands_alone() -> None:
    data, made = printed(LETTERS)
    for number in range(made.pages):
        lines = [line for line in pdf.texts(data)[number].splitlines() if line.strip()]
        for place, text in enumerate(lines):
            if text.endswith(", Ana") and " – " not in text:
                mail = f"p{text[0].lower()}{text[1:4]}@x.example"
                assert any(mail in later for later in lines[place + 1 : place + 5])


def test_pages_say_who_is_on_them_and_which_page_it_is() -> None:
    data, _made = printed(LETTERS)
    pages = pdf.texts(data)
    assert pages[0].startswith("Friends")
    assert "many · today" in pages[0]
    for number, text in enumerate(pages[1:], 2):
        names = [line for line in text.splitlines() if line.endswith(", Ana") and " – " not in line]
        _before, head, around = text.partition(f"{names[0]} – {names[-1]}")
        assert head
        assert f"{number}" in around.partition("ABC")[0].split()


def test_the_index_lies_at_the_outer_edge_and_marks_the_letters_of_the_page() -> None:
    data, made = printed(LETTERS)
    width, _height = pdf.size(data)
    last = made.pages - 1
    for page in (0, last):
        marks = [
            place for place in pdf.paths(data, page) if place.right - place.left < 9 and place.bottom - place.top > 3
        ]
        is_right_hand = page % 2 == 0
        assert marks
        for mark in marks:
            assert (mark.right if is_right_hand else width - mark.left) == pytest.approx(width, abs=0.1)
    first = [place for place in pdf.letters(data, 0) if place.left > width - 8 and place.text in "AZ"]
    assert [place.text for place in first] == ["A", "Z"]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=120)
ENTRIES = st.builds(
    Entry, WORDS, WORDS, WORDS, WORDS, st.lists(st.tuples(WORDS, WORDS), max_size=3), st.lists(WORDS, max_size=2),
    st.lists(WORDS, max_size=4),
)  # fmt: skip


@settings(max_examples=25)
@given(st.lists(ENTRIES, min_size=1, max_size=4), st.sampled_from(["a5", "a4"]))
def test_whatever_is_written_stays_on_the_paper(entries: list[Entry], paper: Paper) -> None:
    data, _made = printed(Book("Any", "", [("A", entries)], ["#", "A", "А–Я"]), paper)
    width, height = pdf.size(data)
    for page in range(len(pdf.texts(data))):
        for letter in pdf.letters(data, page):
            assert letter.left > -0.2
            assert letter.right < width + 0.2
            assert 0 < letter.top < letter.bottom + 3 < height + 3


def test_an_entry_longer_than_a_page_goes_on_and_nothing_of_it_is_lost() -> None:
    phones = [("work", f"+55 11 {number:05}") for number in range(300)]
    data, made = printed(book(("A", [Entry("Ana", "Ana", phones=phones)])))
    whole = "\n".join(pdf.texts(data))
    assert made.pages > 1
    assert all(number in whole for _word, number in phones)


def test_addresses_of_mail_are_kept_whole_and_names_from_right_to_left_begin_there() -> None:
    email = "kierownik.zakupow@lewandowski-przychodnia.example"
    entries = [Entry("Maria", emails=[email]), Entry("נועה לוי", phones=[("mobile", "050 1234567")])]
    data, _made = printed(book(("A", entries)))
    assert email in pdf.texts(data)[0]
    letters = pdf.letters(data)
    end = max(place.right for place in letters if place.text == "נ")
    assert max(place.right for place in letters if place.text in "mobile" and place.top > 40) == pytest.approx(
        end, abs=1
    )


def test_what_is_cut_or_cannot_be_printed_is_told() -> None:
    _data, made = printed(book(("A", [Entry("Ana " * 200, "Ana"), Entry("x", "word " * 200), Entry("\u0378")])))
    assert len(made.warnings) == 2


def test_equal_books_give_equal_bytes_and_an_empty_one_none() -> None:
    assert printed(LETTERS)[0] == printed(LETTERS)[0]
    with pytest.raises(UserError):
        printed(book())

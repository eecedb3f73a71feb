"""One spelling for what readers take for one word."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.folding import fold, phone_words, question, words_of

FOLDED = [
    ("Álvaro", "alvaro"), ("Müller", "muller"), ("Işıl", "isil"), ("İSTANBUL", "istanbul"), ("Ёлкин", "елкин"),
    ("Łódź", "lodz"), ("Straße", "strasse"), ("STRAẞE", "strasse"), ("Ørsted", "orsted"), ("Ångström", "angstrom"),
    ("Σωκράτης", "σωκρατησ"), ("Þór Æsir Œuvre", "thor aesir oeuvre"), ("Đorđe", "dorde"), ("ﬁ", "fi"), ("Ｊｏ", "jo"),
    ("a\u00adb", "ab"), ("O’Brien", "o'brien"), ("Ґалаґан", "галаган"), ("Иван", "иван"), ("Йод", "иод"),
    ("مُحَمَّد", "محمد"), ("שָׁלוֹם", "שלום"), ("山田", "山 田"), ("Ǆ", "dz"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(text=st.text())
def test_folding_is_done_once_for_all(text: str) -> None:
    once = " ".join(fold(text).split())
    assert " ".join(fold(once).split()) == once
    assert " ".join(fold(text.upper().lower()).split()) == " ".join(fold(text.lower()).split()) or not text.isascii()


@given(text=st.text(st.characters(codec="ascii")))
def test_plain_letters_are_only_lowered(text: str) -> None:
    assert fold(text) == text.lower()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Müller", {"muller", "mueller"}), ("Mueller", {"mueller", "muller"}), ("O'Brien", {"o", "brien", "obrien"}),
        ("Jean-Luc", {"jean", "luc", "jeanluc"}), ("Özdemir", {"ozdemir", "oezdemir"}),
        ("Oezdemir", {"oezdemir", "ozdemir"}), ("Bauer", {"bauer"}), ("Ågård", {"agard", "aagaard"}),
        ("«Łódź»", {"lodz"}), ("a_b", {"a", "b"}), ("", set()),
    ],
)  # fmt: skip
def test_the_words_of_a_text(text: str, words: set[str]) -> None:
    assert tokens(words_of(text)) == words


def tokens(text: str) -> set[str]:
    """As the index parts them: it knows the letters and digits of ASCII, and takes all beyond for letters."""
    return set(re.findall(r"[a-z0-9\u0080-\U0010ffff]+", text))


@given(text=st.text())
def test_the_index_and_the_question_part_words_alike(text: str) -> None:
    words = tokens(words_of(text[:200]))

    def finds(spelling: str) -> bool:
        return all(any(word.startswith(part) for word in words) for part in spelling.split())

    for spellings in question(text[:200]):
        assert any(map(finds, spellings)), spellings


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("ana souza", [["ana"], ["souza"]]), ("O'Brien", [["o brien", "obrien"]]), ("Mueller", [["mueller", "muller"]]),
        ("Müller", [["muller", "mueller"]]), ("01304-001", [["1304001", "01304 001"]]), ("12", [["12"]]),
        ("(0)11 98765-4321", [["11987654321"]]), ("+55 (0)11 9876", [["55119876"]]),
        ("2024", [["2024"]]), ("0000", [["0000"]]), ("a_b", [["a b"]]), ('"a" AND (b*', [["a"], ["and"], ["b"]]),
        ("...", []), ("", []), ("x1234-5", [["x1234 5", "x12345"]]),
    ],
)  # fmt: skip
def test_questions(text: str, asked: list[list[str]]) -> None:
    assert question(text) == asked


@given(text=st.text(max_size=400))
def test_questions_hold_words_only(text: str) -> None:
    for spellings in question(text):
        assert spellings
        assert all(word and not re.search(r"[\W_]", word) for spelling in spellings for word in spelling.split())


@pytest.mark.parametrize(
    ("typed", "e164", "ends"),
    [
        ("(11) 98765-4321", "+5511987654321", {"5511987654321", "11987654321", "987654321", "4321"}),
        ("12", "", {"12"}), ("0000", "", {"0000"}), ("ask", "", set()), ("٠١٢٣٤٥", "", {"12345", "2345"}),
        ("0055 11 987", "+111987", {"111987", "5511987"}),
    ],
)  # fmt: skip
def test_the_ends_of_phones(typed: str, e164: str, ends: set[str]) -> None:
    assert ends <= set(phone_words(typed, e164).split())
    assert all(word.isdigit() and word.isascii() for word in phone_words(typed, e164).split())

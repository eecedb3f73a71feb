"""Names stand in the order that ICU gives them, and behind the tab where a reader looks for them."""

import json
import re
import unicodedata
from itertools import combinations, pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain import alphabets
from crmdesk.domain.collation import LONGEST

LANGUAGES = re.findall(
    r"\S+",
    "en de fr es pt it nl pl cs sk hu ro hr sr_Latn sl sv da nb fi et lv lt is tr az ru uk be bg sr kk el he ar ja"
    " ko vi zh",
)
ORDERS = {
    "cs": "Cibulka Čapek Hrubý Chalupa Ivan Rak Řehoř Zak Žák",
    "da": "Zeuthen Ærø Østergård Åberg",
    "de": "Mahler Mähler Mahlers Muller Müller",
    "es": "Núñez Nzomo Ñandú Oliva",
    "et": "Sepp Šveits Zorg Tamm Võsu Õnne Ärm Öö Üksik",
    "fr": "cote coté côte côté",
    "hu": "Cukor Czakó Csaba Dudás Dzsinn Gusztáv Gyula Lovas Lyka Nusi Nyíri Sós Szabó Tuza Tyúk Zoltán Zsolt",
    "is": "Adam Árni Bjarni Davíð Ðóra Einar Þór Ægir Ösp",
    "kk": "Алма Әсем Бек Қайрат Лаура Ыбырай Ілия",
    "lv": "Cīrulis Čakste Gailis Ģirts Kalns Ķelle Liepa Ļeontīne Zars Žanis",
    "nb": "Zahl Ærlig Ødegård Ås",
    "ro": "Aron Ăsta Bot Ion Înălțat Sandu Șerban Tudor Țapu",
    "ru": "Егоров Ёлкин Еремин Жуков Йод Яшин Anna",
    "sk": "Hudák Chovan Ivan Osmy Ôsmy Rak Řeka",
    "sv": "Adam Zorn Åberg Ärlig Öberg",
    "tr": "Cem Çağla Gül Ğ Ilgın Işıl İbrahim Orhan Özge Selin Şule Uğur Ümit",
    "uk": "Галаган Ґалаґан Еней Євген Игор Іван Їжак Йосип",
}
NAMES = st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "Z", "S"]), max_size=12)


def truth(folder: Path, name: str) -> list[dict[str, object]]:
    lines = (folder / "collation" / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_sorted_names_are_as_icu_sorts_them(shared_data: Path) -> None:
    for row in truth(shared_data, "icu_sorted_names.jsonl"):
        alphabet = alphabets.of(str(row["locale"]))
        assert sorted(row["input"], key=alphabet.key) == row["sorted"], row["locale"]  # type: ignore[call-overload]


def test_the_same_letters_are_what_icu_finds_the_same(shared_data: Path) -> None:
    for row in truth(shared_data, "icu_sorted_names.jsonl"):
        same = alphabets.of(str(row["locale"])).letters_of
        equal = {frozenset(pair) for pair in row["primary_equal"]}  # type: ignore[attr-defined]
        for one, other in combinations(row["input"], 2):  # type: ignore[call-overload]
            assert (same(one) == same(other)) == (frozenset((one, other)) in equal), (row["locale"], one, other)


@pytest.mark.parametrize("language", ORDERS)
def test_the_order_of_a_language(language: str) -> None:
    names = ORDERS[language].split()
    shuffled = Random(1).sample(names, len(names))
    assert sorted(shuffled, key=alphabets.of(language).key) == names


def test_quebec_reads_accents_from_the_end() -> None:
    assert sorted(["coté", "côte", "côté", "cote"], key=alphabets.of("fr_CA").key) == ["cote", "côte", "coté", "côté"]


def test_the_phone_book_files_an_umlaut_as_two_letters() -> None:
    names = ["Muffel", "Müller", "Mulder"]
    assert sorted(names, key=alphabets.of("de-u-co-phonebk").key) == ["Müller", "Muffel", "Mulder"]


@pytest.mark.parametrize("language", LANGUAGES)
@given(one=NAMES, other=NAMES)
def test_letters_come_before_accents_and_capitals(language: str, one: str, other: str) -> None:
    alphabet = alphabets.of(language)
    assert alphabet.key(one).startswith(alphabet.letters_of(one))
    if alphabet.letters_of(one) < alphabet.letters_of(other):
        assert alphabet.key(one) < alphabet.key(other)


@given(name=NAMES)
def test_it_does_not_matter_how_an_accent_is_written(name: str) -> None:
    alphabet = alphabets.of("tr")
    assert alphabet.key(unicodedata.normalize("NFD", name)) == alphabet.key(unicodedata.normalize("NFC", name))


@given(name=st.text(st.characters(max_codepoint=127), max_size=20))
def test_plain_letters_have_the_same_key_on_the_short_way(name: str) -> None:
    alphabet = alphabets.of("en")
    assert alphabet.key(f"{name}ж").startswith(alphabet.letters_of(name))
    assert alphabet.key(name).partition(b"\x01")[0] == alphabet.letters_of(name)


def test_a_family_name_decides_before_the_given_name() -> None:
    names = ["Silva Santos, Ana", "Silva, Zoe", "Silva-Costa, Eva", "Silva"]
    assert sorted(names, key=alphabets.of("pt").filing_key) == ["Silva", "Silva, Zoe", "Silva Santos, Ana", names[2]]


def test_a_very_long_name_has_a_key_of_bounded_length() -> None:
    assert len(alphabets.of("ru").key("Щ" * 100_000)) < 10 * LONGEST


@pytest.mark.parametrize("language", LANGUAGES)
def test_tabs_stand_in_the_order_of_their_names(language: str) -> None:
    tabs = alphabets.of(language).tabs
    assert tabs[0].text == alphabets.NO_LETTER
    assert all(one.start < other.start for one, other in pairwise(tabs))
    assert len({tab.text for tab in tabs if tab.is_own}) == sum(tab.is_own for tab in tabs) > 9


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name not in ("ja", "ko", "zh")])
def test_a_letter_stands_behind_its_own_tab(language: str) -> None:
    alphabet = alphabets.of(language)
    for number, tab in enumerate(alphabet.tabs):
        if tab.is_own:
            for text in (tab.text, tab.text + "o"):
                assert alphabet.tab_of(alphabet.key(text)) == number, text


@pytest.mark.parametrize(
    ("language", "name", "tab"),
    [
        ("tr", "Çelik", "Ç"), ("tr", "İlker", "İ"), ("tr", "Ilgın", "I"), ("tr", "walter", "V"), ("tr", "Иван", "А–Я"),
        ("ru", "Ёлкин", "Е"), ("ru", "Smith", "A–Z"), ("uk", "Їжак", "Ї"), ("en", "Ёлкин", "А–Я"), ("en", "Åberg", "A"),
        ("en", "王小明", "漢"), ("en", "4Ever", "#"), ("en", "", "#"), ("en", "«Ромашка»", "#"),
        ("cs", "chalupa", "CH"), ("hu", "Ágnes", "A"), ("hu", "Szabó", "SZ"), ("sv", "Åberg", "Å"),
        ("de", "Öberg", "O"), ("es", "Ñandú", "Ñ"),
        ("ja", "がく", "か"), ("ja", "ヤマダ", "や"), ("ja", "田中", "漢"), ("ja", "Yamada", "A–Z"),
        ("ko", "김철수", "ㄱ"), ("ko", "까치", "ㄱ"),
        ("zh", "王小明", "W"), ("zh", "李", "L"), ("ar", "إبراهيم", "ا"), ("el", "Ωμέγα", "Ω"),
        ("he", "משה", "מ"), ("hr", "Ljubić", "LJ"), ("lt", "Yla", "I"), ("pt_BR.UTF-8", "Álvares", "A"),
    ],
)  # fmt: skip
def test_a_name_stands_behind_a_tab(language: str, name: str, tab: str) -> None:
    alphabet = alphabets.of(language)
    assert alphabet.tabs[alphabet.tab_of(alphabet.key(name))].text == tab


def test_tags_of_systems_are_understood() -> None:
    assert alphabets.of("pt_BR.UTF-8") is alphabets.of("pt")
    assert alphabets.of("sr@latin") is alphabets.of("hr")
    assert alphabets.of("es-u-co-trad").language == "es-trad"
    assert [tab.text for tab in alphabets.of("tlh").tabs if tab.is_own] == list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

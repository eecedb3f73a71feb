"""How letters begin: one table of truths, and nothing that any card can break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.salutations import LANGUAGES, Person, ended, greeting, known, of_card, together

ANA = Person("Ana Lima", "Ana", "", "Lima", "", "female")
JAN = Person("Jan de Vries", "Jan", "", "de Vries", "", "male")
SAM = Person("Sam Okafor", "Sam", "", "Okafor")
FIRM = Person("Padaria São José", is_firm=True)
ANNA = Person("Анна Лебедева", "Анна", "Петровна", "Лебедева")
PAUL = Person("Paul Adler", "Paul", "", "Adler", "Dr.", "male")
EVA = Person("Eva Rossi", "Eva", "", "Rossi", "Dr.", "female")

TRUTHS = [
    ("en", ANA, "Dear Ms Lima,"),
    ("en-GB", JAN, "Dear Mr de Vries,"),
    ("en", SAM, "Dear Sam Okafor,"),
    ("en", FIRM, "Dear Sir or Madam,"),
    ("en", EVA, "Dear Dr. Rossi,"),
    ("en", Person("Sam Okafor", "Sam", "", "Okafor", "Mrs"), "Dear Ms Okafor,"),
    ("en", Person("Sam Okafor", "Sam", "", "Okafor", "Prof."), "Dear Prof. Okafor,"),
    ("de", ANA, "Sehr geehrte Frau Lima,"),
    ("de_AT", PAUL, "Sehr geehrter Herr Dr. Adler,"),
    ("de", Person("Paul Adler", "Paul", "", "Adler", "Herr Prof. Dr."), "Sehr geehrter Herr Prof. Dr. Adler,"),
    ("de", SAM, "Guten Tag Sam Okafor,"),
    ("de", FIRM, "Sehr geehrte Damen und Herren,"),
    ("fr", ANA, "Madame,"),
    ("fr", JAN, "Monsieur,"),
    ("fr", SAM, "Madame, Monsieur,"),
    ("es", ANA, "Estimada Sra. Lima:"),
    ("es", EVA, "Estimada Dra. Rossi:"),
    ("es-MX", PAUL, "Estimado Dr. Adler:"),
    ("pt-BR", ANA, "Prezada Sra. Lima,"),
    ("pt_BR", EVA, "Prezada Dra. Rossi,"),
    ("pt", Person("João Álvares", "João", "", "Álvares", "Sr."), "Prezado Sr. Álvares,"),
    ("pt", SAM, "Prezado(a) Sam Okafor,"),
    ("pt", FIRM, "Prezados Senhores,"),
    ("pt-PT", ANA, "Exma. Senhora Lima,"),
    ("it", EVA, "Gentile Dr.ssa Rossi,"),
    ("it", FIRM, "Spettabile Padaria São José,"),
    ("nl", JAN, "Geachte heer De Vries,"),
    ("pl", ANA, "Szanowna Pani,"),
    ("pl", FIRM, "Szanowni Państwo,"),
    ("ru", ANNA, "Уважаемая Анна Петровна!"),
    ("ru", ANA, "Уважаемая госпожа Lima!"),
    ("ru", SAM, "Здравствуйте, Sam Okafor!"),
    ("uk", ANNA, "Шановна пані Лебедева!"),
    ("tr", Person("Ayşe Çelik", "Ayşe", "", "Çelik", "", "female"), "Sayın Ayşe Çelik,"),
    ("tr", Person("Ayşe Çelik", "Ayşe", "", "Çelik", "Dr."), "Sayın Dr. Ayşe Çelik,"),
    ("tr", FIRM, "Sayın Yetkili,"),
    ("sv", SAM, "Hej Sam Okafor,"),
    ("ar", SAM, "تحية طيبة وبعد،"),
    ("zh-CN", Person("王丽", "丽", "", "王", "", "female"), "尊敬的王女士："),
    ("xx", ANA, "Dear Ms Lima,"),
    (None, ANA, "Dear Ms Lima,"),
    ("en", Person(), "Dear Sir or Madam,"),
    ("de", Person("Bia", "Bia", gender="female"), "Guten Tag Bia,"),
    ("en", Person("Kim Doe", "Kim", "", "Doe", "", "other"), "Dear Kim Doe,"),
]


@pytest.mark.parametrize(("language", "person", "expected"), TRUTHS)
def test_each_is_greeted_as_the_language_does(language: str | None, person: Person, expected: str) -> None:
    assert greeting(person, language) == expected


def test_a_card_says_who_it_is() -> None:
    fields = {"given_name": "Eva", "family_name": "Rossi", "prefix": "Dr.", "gender": "female"}
    assert of_card(fields, "Dr. Eva Rossi", is_firm=False) == EVA
    assert of_card({}, "Padaria São José", is_firm=True) == FIRM
    whole = of_card({"full_name": "王丽", "given_name": "丽", "family_name": "王"}, "王丽", is_firm=False)
    assert whole.name == "王丽"
    assert greeting(of_card({"given_name": "丽", "family_name": "王"}, "王丽", is_firm=False), "ja") == "王丽 様"


def test_languages_are_known_by_their_tags() -> None:
    assert [known(tag) for tag in ("pt_BR", "pt-AO", "no", "DE-ch", "", "tlh")] == ["pt", "pt", "nb", "de", "", ""]


@given(
    st.sampled_from(LANGUAGES),
    st.builds(Person, *[st.text(st.characters(exclude_categories=["Cs"]), max_size=6)] * 6, st.booleans()),
)
def test_nothing_on_a_card_breaks_it(language: str, person: Person) -> None:
    written = greeting(person, language)
    assert written.strip() == written != ""
    assert "\n" not in written


@pytest.mark.parametrize(
    ("greetings", "expected"),
    [
        (["Dear Ms Lima,"], "Dear Ms Lima,"),
        (["Dear Ms Lima,", "Dear Mr Lima,"], "Dear Ms Lima, dear Mr Lima,"),
        (["Estimada Sra. Lima:", "Estimado Sr. Lima:"], "Estimada Sra. Lima, estimado Sr. Lima:"),
        (["Madame,", "Monsieur,", "Monsieur,"], "Madame, Monsieur,"),
        (["Уважаемая Анна Ивановна!", "Уважаемый Иван Иванович!"], "Уважаемая Анна Ивановна, уважаемый Иван Иванович!"),
    ],
)
def test_those_who_share_a_letter_are_all_greeted(greetings: list[str], expected: str) -> None:
    assert together(greetings) == expected


def test_what_is_kept_ends_as_greetings_do() -> None:
    assert ended("Dear Priya", "en-IN") == "Dear Priya,"
    assert ended("Hi Ana!", "en") == "Hi Ana!"
    assert ended("Дорогая Анна", "ru") == "Дорогая Анна!"

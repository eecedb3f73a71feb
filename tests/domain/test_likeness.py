"""How alike two records are: what proves it, what never does, and how names, numbers and places are made comparable."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain import likeness_levels as levels
from crmdesk.domain import likeness_words as words
from crmdesk.domain.likeness import compare, score
from crmdesk.domain.likeness_blocks import LARGEST, pairs
from crmdesk.domain.likeness_clusters import clusters
from crmdesk.domain.likeness_learning import learn
from crmdesk.domain.likeness_levels import Level
from crmdesk.domain.likeness_outcomes import ALL, USUAL
from crmdesk.domain.likeness_rarity import Rarity, counts, measured
from crmdesk.domain.likeness_reasons import reasons
from crmdesk.domain.likeness_search import search
from crmdesk.domain.likeness_values import Place, Profile, birthday, place, profile

EMAIL = "robert.ashworth@ashworth-bakery.example"
MOBILE = {"value": "+44 7700 900123", "label": "mobile"}
HOME = {"street": "12 Mill Lane", "city": "Leeds", "postal_code": "LS1 7XH"}


def likely(one: dict[str, Any], other: dict[str, Any], size: int = 500, kind: str = "contact") -> float:
    return score(profile(one, kind, "GB"), profile(other, kind, "GB"), Rarity(size, {}, kind), kind)


def named(name: str, **more: Any) -> dict[str, Any]:
    given_name, _blank, family = name.partition(" ")
    return {"given_name": given_name, "family_name": family, **more}


SAME: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (named("Robert Ashworth", emails=[EMAIL]), named("Bob Ashworth", emails=[EMAIL])),
    (named("Robert Ashworth", emails=[EMAIL]), named("R. Ashworth", emails=[EMAIL.upper()])),
    (named("Robert Ashworth", phones=[MOBILE]), named("Robert Ashwroth", phones=["07700 900123"])),
    (named("Ana Souza", emails=["ana@clinica.example"]), named("Souza Ana", emails=["ana@clinica.example"])),
    (named("Mehmet Yıldız", phones=["+90 532 555 01 77"]), named("Memo YILDIZ", phones=["0532 555 01 77"])),
    (named("José Lima", birthday="1980-03-22"), named("Zé Lima", birthday="1980-03-22")),
    (named("Александр Иванов", birthday="1980-03-22"), named("Саша Иванов", birthday="1980-03-22")),
    (named("Иван Петров", phones=["+7 912 555 01 77"]), named("Ivan Petrov", phones=["+7 912 555 01 77"])),
    (named("John Smith", addresses=[HOME]), named("Jon Smith", addresses=[{**HOME, "street": "12 Mill Ln."}])),
    (
        named("John Smith", company="Acme Ltd", emails=["john.smith84@acme.example"]),
        named("John Smith", company="Acme", emails=["john.smith84@acme-group.example"]),
    ),
]
OTHERS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (named("Robert Ashworth", addresses=[HOME], phones=["0113 496 0001"]),
     named("Mary Ashworth", addresses=[HOME], phones=["0113 496 0001"])),
    (named("Robert Ashworth", addresses=[HOME]), {"family_name": "Ashworth", "addresses": [HOME]}),
    (named("John Smith", addresses=[HOME], birthday="1950-01-02"),
     named("John Smith", addresses=[HOME], birthday="1980-05-06")),
    (named("John Smith", addresses=[HOME], suffix="Jr."), named("John Smith", addresses=[HOME], suffix="Sr.")),
    (named("Ana Souza", company="Acme", phones=["0113 496 0001"], emails=["info@acme.example"]),
     named("Rui Lima", company="Acme", phones=["0113 496 0001"], emails=["info@acme.example"])),
    (named("Ana Souza", company="Acme", emails=["ana@acme.example"]),
     named("Rui Souza", company="Acme", emails=["rui@acme.example"])),
    (named("John Smith", phones=[MOBILE]), named("Jane Brown", phones=[MOBILE])),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_person_entered_twice(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert likely(one, other) > 0.6
    assert likely(one, other) == pytest.approx(likely(other, one))


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_what_is_shared_by_a_family_or_a_firm_proves_nothing(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert likely(one, other) < 0.5


def test_an_initial_at_the_same_address_is_a_guess() -> None:
    assert 0.3 < likely(named("J Ashworth", addresses=[HOME]), named("Jane Ashworth", addresses=[HOME])) < 0.8
    assert likely(named("B Ashworth", addresses=[HOME]), named("Jane Ashworth", addresses=[HOME])) < 0.05


def test_a_name_alone_is_worth_less_where_more_bear_it() -> None:
    one = profile(named("Maria Silva"))
    rare = Rarity(10_000, {"given": {"maria": 2}, "family": {"silva": 2}})
    common = Rarity(10_000, {"given": {"maria": 900}, "family": {"silva": 700}})
    assert score(one, one, rare) > 0.8
    assert score(one, one, common) < 0.05


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ({"name": "Padaria São Jorge Ltda."}, {"name": "Padaria Sao Jorge"}, True),
        (
            {"name": "Acme Inc", "emails": ["a@acme.example"]},
            {"name": "ACME, Inc.", "links": ["https://acme.example"]},
            True,
        ),
        ({"name": "Acme", "tax_number": "GB 123 456"}, {"name": "Acme Holdings", "tax_number": "GB123456"}, True),
        ({"name": "Baker & Sons", "addresses": [HOME]}, {"name": "Mill Lane Dental", "addresses": [HOME]}, False),
        ({"name": "Acme North", "links": ["acme.example"]}, {"name": "Acme South", "links": ["acme.example"]}, False),
    ],
)
def test_companies(one: dict[str, Any], other: dict[str, Any], is_same: bool) -> None:
    assert (likely(one, other, 200, "company") > 0.5) == is_same


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (SAME[0][0], SAME[0][1], ["Same e-mail", "Same surname", "Bob is short for Robert"]),
        (SAME[3][0], SAME[3][1], ["Same e-mail", "First and last name are swapped"]),
        (named("Ana Souza", addresses=[HOME]), named("Anna Souza", addresses=[HOME]),
         ["First names differ by one letter", "Same surname and address"]),
        (OTHERS[2][0], OTHERS[2][1], ["Same name", "Same address", "Different birthdays"]),
        (named("Ana Souza", phones=["+55 11 98765 4321"]), named("Ana Souza", phones=["+55 11 98765 4322"]),
         ["Same name", "Phone numbers differ by one digit"]),
    ],
)  # fmt: skip
def test_reasons_in_words(one: dict[str, Any], other: dict[str, Any], told: list[str]) -> None:
    found = reasons(profile(one), profile(other), Rarity(500, {}))
    assert sorted(found) == sorted(told)
    if "Different birthdays" in told:
        assert found[-1] == "Different birthdays"  # what speaks against it comes last


# Values


def test_companies_without_their_legal_form() -> None:
    for name in (
        "Dupont S.A.R.L.",
        "DUPONT GmbH & Co. KG",
        "Dupont Ltda",
        "Dupont A.Ş.",
        "ООО Dupont",
        "Dupont Sp. z o.o.",
    ):
        assert words.company_core(name) == "dupont"
    assert words.company_core("Group") == "group"  # nothing else is left


def test_streets_in_one_spelling() -> None:
    assert words.street_words("12 Main Street") == words.street_words("Main St. 12") == ("12", "main st")
    assert words.street_words("Hauptstraße 5") == words.street_words("Hauptstr. 5")
    assert words.street_words("Rua das Flores, nº 10") == ("10", "rua das flores")
    assert place("12 Mill Lane", "Flat 3", None, "Leeds", "LS1 7XH") == Place(
        "12", "mill ln", "flat 3", "leeds", "ls17xh"
    )


def test_sounds_are_shared_by_spellings() -> None:
    for one, other in (("stephen", "steven"), ("catherine", "katharine"), ("mayer", "meier"), ("phillips", "filipps")):
        assert words.sound(one) == words.sound(other)
    assert words.sound("baker") != words.sound("miller")


def test_levels_of_names() -> None:
    for one, other, level in (
        ("ana", "ana", Level.SAME), ("ana", "ana maria", Level.PART), ("r", "robert", Level.INITIAL),
        ("r", "bob", Level.INITIAL), ("bob", "robert", Level.SHORT), ("alex", "alexander", Level.SHORT),
        ("jonh", "john", Level.NEAR), ("stephen", "steven", Level.SHORT), ("ewan", "emma", Level.DIFFERENT),
        ("jean luc", "jeanluc", Level.NEAR), ("智子", "智", Level.INITIAL), ("凛", "優奈", Level.DIFFERENT),
    ):  # fmt: skip
        assert levels.given_level(one, other) is levels.given_level(other, one) is level, (one, other)
    assert levels.family_level("souza", "sousa") is Level.NEAR
    assert levels.family_level("souza lima", "souza") is Level.PART


def test_dates_that_programs_write_for_none_are_none() -> None:
    assert [birthday(date) for date in ("1970-01-01", "1900-01-01", None, "1980", "1980-03")] == [""] * 5
    assert birthday("--03-22") == "--03-22"


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_typed_can_be_compared(one: str, other: str, third: str) -> None:
    fields = {"given_name": one, "family_name": other, "emails": [third], "phones": [other], "company": third,
              "addresses": [{"street": one, "city": third}], "birthday": other}  # fmt: skip
    mine = profile(fields)
    assert 0 <= score(mine, mine, Rarity(10, {})) <= 1
    assert 0 <= score(mine, profile({"full_name": third}), Rarity(10, {})) <= 1
    words.company_core(one)
    words.street_words(one)


def test_all_outcomes_of_a_field_are_no_more_than_all() -> None:
    sums: dict[str, float] = {}
    for outcome in ALL:
        sums[outcome.field] = sums.get(outcome.field, 0) + 2**outcome.same
    assert {field for field, total in sums.items() if total > 1.001} == set()


# The whole file


def people(count: int, seed: int = 1) -> list[Profile]:
    chance = Random(seed)
    given, family = "abcdefghij", "klmnopqrst"
    return [
        Profile(given=chance.choice(given) * 4 + "a", family=chance.choice(family) * 5 + "o", phones=(f"{n:08}",))
        for n in range(count)
    ]


def test_a_block_that_many_share_is_bounded_and_not_left_out() -> None:
    crowd = [Profile(given="ana", family="souza", phones=("55512345",)) for _n in range(40 * LARGEST)]
    found = [pair for some in pairs(crowd) for pair in some]
    assert len(found) == len(set(found))
    assert len(crowd) <= len(found) < len(crowd) * LARGEST
    assert {member for pair in found for member in divmod(pair, len(crowd))} == set(range(len(crowd)))


def test_pairs_that_share_one_slip_each_are_found() -> None:
    one = profile(named("Robert Ashworth", phones=["0113 496 0001"], emails=[EMAIL], addresses=[HOME]))
    crowd = people(200)
    for other in (
        named("Bob Ashwrth", phones=["0113 496 0001"]),
        named("Robert Ashworth", phones=["0113 555 0001"]),
        named("Ashworth Robert"),
        named("Robret Ashworth", addresses=[HOME]),
        named("Robert Ashworth", emails=["robert.ashworth@new.example"]),
    ):
        everyone = [*crowd, one, profile(other, "contact", "GB")]
        assert 200 * len(everyone) + 201 in {pair for some in pairs(everyone) for pair in some}, other


def test_what_is_not_shared_costs_nothing() -> None:
    chance = Random(7)
    letters = "abcdefghijklmnopqrstuvwxyz"
    crowd = [
        Profile(given="".join(chance.choices(letters, k=8)), family="".join(chance.choices(letters, k=9)))
        for _n in range(400)
    ]
    assert sum(map(len, pairs(crowd))) < 10


def drained(profiles: list[Profile]) -> tuple[dict[tuple[int, int], float], Rarity]:
    steps = search(profiles)
    told = []
    while True:
        try:
            told.append(next(steps))
        except StopIteration as end:
            assert told == sorted(told)
            return end.value  # type: ignore[no-any-return]


def measure(profiles: list[Profile]) -> Rarity:
    steps = measured(profiles)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def test_a_file_teaches_how_its_duplicates_err() -> None:
    """Everyone twice, and all the second ones have moved."""
    chance = Random(3)
    crowd = []
    for number in range(120):
        name = "".join(chance.choice("bcdfghklmnprst") + chance.choice("aeiou") for _syllable in range(4))
        for street in ("mill ln", f"elm st{number}"):
            home = Place(str(number), street, "", f"town{number}{street[:2]}", f"{number}{street[:3]}")
            crowd.append(Profile(given=name[:5], family=name[3:], phones=(f"{number:08}",), places=(home,)))
    odds, rarity = drained(crowd)
    assert {pair for pair, weight in odds.items() if weight > 0} == {(n, n + 1) for n in range(0, 240, 2)}
    assert rarity.same != USUAL
    assert rarity.priors[0] > Rarity(240, counts(crowd)).priors[0]


def test_learning_from_nothing_changes_nothing_much() -> None:
    rarity = measure(people(50))
    before = list(rarity.same)
    for _round in learn([], rarity):
        pass
    assert rarity.same == pytest.approx(before, abs=0.01)


def test_strangers_of_one_language_share_names_more_often() -> None:
    apart = [Profile(given=f"g{n % 20}", family=f"f{n % 20}{n % 7}") for n in range(2_000)]
    mixed = [Profile(given=f"g{n % 20}", family=f"f{n // 20 % 100}") for n in range(2_000)]
    assert measure(apart).culture > 2
    assert measure(mixed).culture < 0.5


def test_clusters_join_no_family_by_one_false_pair() -> None:
    pairs_ = {(0, 1): 9.0, (2, 3): 8.0, (1, 2): 1.0, (0, 2): -3.0, (0, 3): -5.0, (1, 3): -4.0}
    found = clusters(pairs_, 0.0, lambda one, other: -9.0)
    assert [sorted(cluster.members) for cluster in found] == [[0, 1], [2, 3]]


def test_clusters_of_several_have_the_odds_of_their_weakest_link() -> None:
    pairs_ = {(0, 1): 9.0, (1, 2): 4.0, (0, 2): 2.0}
    (cluster,) = clusters(pairs_, 0.0, lambda one, other: 0.0)
    assert (sorted(cluster.members), cluster.odds, cluster.link) == ([0, 1, 2], 4.0, (1, 2))
    assert [sorted(each.members) for each in clusters(pairs_, 5.0, lambda one, other: 0.0)] == [[0, 1]]


def test_who_is_known_to_be_another_never_meets_by_others() -> None:
    pairs_ = {(0, 1): 9.0, (1, 2): 8.0, (0, 2): 7.0}
    found = clusters(pairs_, 0.0, lambda one, other: 9.0, apart=[(0, 2)])
    assert [sorted(cluster.members) for cluster in found] == [[0, 1]]


def test_two_who_share_nothing_are_not_even_compared() -> None:
    assert compare(profile(named("Ana Souza")), profile(named("Rui Lima")), Rarity(10, {})) is None

"""Who is in the file twice: asked while typing, found in the whole file, remembered where they are not."""

from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from crmdesk.domain.likeness import weigh
from crmdesk.domain.likeness_clusters import clusters
from crmdesk.domain.likeness_search import search
from crmdesk.services import duplicates, households, records
from crmdesk.services.duplicates import Duplicates
from crmdesk.store.store import Store
from tests.services import febrl, twins
from tests.services.test_merging import drain
from tests.store.template import visible

EMAIL = "ana.souza@clinica.example"
AIMS = {1: (0.99, 0.99), 2: (0.97, 0.95), 3: (0.97, 0.95)}


def add(store: Store, name: str, **more: Any) -> bytes:
    given, _blank, family = name.partition(" ")
    parts = {part: [{"value": value} for value in more.pop(part)] for part in ("phones", "emails") if part in more}
    parts |= {part: more.pop(part) for part in ("addresses", "affiliations") if part in more}
    return records.add(store, "contact", {"given_name": given, "family_name": family or None, **more}, parts)


@pytest.fixture
def people(store: Store) -> dict[str, bytes]:
    made = {
        "ana": add(store, "Ana Souza", emails=[EMAIL], phones=["+55 11 98765 4321"]),
        "rui": add(store, "Rui Lima", emails=["rui@lima.example"]),
        "robert": add(store, "Robert Ashworth", phones=["+44 7700 900123"]),
        "саша": add(store, "Александр Иванов"),
        "jan": add(store, "Jan de Vries", affiliations=[{"company": "Bakkerij de Vries B.V."}]),
    }
    for number, name in enumerate(("Emma Baker", "Jack Porter", "Olivia Stone", "Noah Fischer", "Mia Rossi")):
        add(store, name, phones=[f"+44 20 7946 {1234 * number:04}"])
    return made


# While typing


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ({"given_name": "Ana", "family_name": "Souza"}, "ana"),
        ({"given_name": "Souza", "family_name": "Ana"}, "ana"),
        ({"given_name": "Anna", "family_name": "Sousa", "phones": ["(11) 98765-4321"]}, "ana"),
        ({"emails": [EMAIL.upper()]}, "ana"),
        ({"given_name": "Ana", "emails": [{"value": "ana.souza@new.example"}], "family_name": "Souza"}, "ana"),
        ({"given_name": "Bob", "family_name": "Ashworth"}, "robert"),
        ({"given_name": "R.", "family_name": "Ashworth", "phones": ["07700 900123"]}, "robert"),
        ({"given_name": "Саша", "family_name": "Иванов"}, "саша"),
        ({"full_name": "Jan de Vries"}, "jan"),
    ],
)
def test_who_is_typed_again(store: Store, people: dict[str, bytes], typed: dict[str, Any], who: str) -> None:
    found = duplicates.like(store, typed)
    assert found[0].id == people[who]
    assert found[0].reasons
    assert 0 < found[0].score <= 1
    assert found[0].name == store.rows([people[who]])[0].name


def test_nobody_is_offered_without_a_reason(store: Store, people: dict[str, bytes]) -> None:
    for typed in (
        {},
        {"given_name": "A"},
        {"given_name": "Zoë", "family_name": "Quint"},
        {"phones": ["12"]},
        {"emails": ["@"]},
    ):
        assert duplicates.like(store, typed) == []
    assert duplicates.like(store, {"given_name": "Ana", "family_name": "Souza"}, besides=people["ana"]) == []


def test_companies_are_offered_whatever_their_legal_form(store: Store, people: dict[str, bytes]) -> None:
    (found,) = duplicates.like(store, {"name": "bakkerij DE VRIES"}, "company")
    assert found.name == "Bakkerij de Vries B.V."
    assert found.reasons == ["Same name"]


def test_whatever_is_typed_is_no_syntax(store: Store, people: dict[str, bytes]) -> None:
    for text in ('"', "*", 'a" OR "b', "NEAR(", "'; --", "\x00", "%_", "📞 ’"):
        fields = {"given_name": text, "family_name": text, "emails": [text], "phones": [text], "company": text}
        duplicates.like(store, fields)
        duplicates.like(store, {"name": text}, "company")


# The whole file


def found_in(store: Store, kind: str = "contact", least: float = duplicates.LEAST) -> list[Duplicates]:
    return drain(duplicates.find(store, kind, least))  # type: ignore[no-any-return]


def test_all_that_are_there_twice(store: Store, people: dict[str, bytes]) -> None:
    again = add(store, "Souza Ana", emails=[EMAIL])
    bob = add(store, "Bob Ashworth", phones=["07700 900123"], created_at=1_000)
    found = {frozenset(each.ids): each for each in found_in(store)}
    assert set(found) == {frozenset([people["ana"], again]), frozenset([people["robert"], bob])}
    older = found[frozenset([people["robert"], bob])]
    assert older.ids == [bob, people["robert"]]  # the oldest first
    assert "Bob is short for Robert" in older.reasons
    assert [each.score for each in found.values()] == sorted((each.score for each in found.values()), reverse=True)
    assert found_in(store, least=0.999999) == []


def test_who_is_remembered_as_another_is_left_out(store: Store, people: dict[str, bytes]) -> None:
    again = add(store, "Ana Souza", emails=[EMAIL])
    duplicates.not_duplicates(store, [again, people["ana"]])
    assert found_in(store) == []
    assert store.undo() == "Keep apart what looks alike"
    assert len(found_in(store)) == 1


def test_companies_that_are_there_twice(store: Store) -> None:
    for name in ("Padaria São Jorge", "Padaria Sao Jorge Ltda.", "Clínica Boa Vida", "Acme"):
        records.add(store, "company", {"name": name})
    (found,) = found_in(store, "company")
    assert [row.name for row in store.rows(found.ids)] == ["Padaria São Jorge", "Padaria Sao Jorge Ltda."]


def test_an_empty_file_has_none(store: Store) -> None:
    assert found_in(store) == found_in(store, "company") == []
    add(store, "Ana Souza")
    assert found_in(store) == []


def test_nothing_is_written_by_looking(store: Store, people: dict[str, bytes]) -> None:
    before, step = visible(store), store.next_undo()
    found_in(store)
    assert (visible(store), store.next_undo()) == (before, step)


def test_progress_goes_forward_and_looking_can_be_given_up(store: Store, people: dict[str, bytes]) -> None:
    told = [progress.done for progress in duplicates.find(store)]
    assert told == sorted(told)
    assert 0 <= told[0] < told[-1] <= 1
    steps = duplicates.find(store)
    next(steps)
    steps.close()
    add(store, "Somebody Else")


# Figures


def pairs(found: Iterable[Iterable[Any]]) -> set[frozenset[Any]]:
    return {frozenset(pair) for ids in found for pair in combinations(ids, 2)}


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("with_number", [False, True])
def test_febrl(shared_data: Path, number: int, with_number: bool) -> None:
    """With the number that the sets call `soc_sec_id`, and harder, without."""
    rows = febrl.rows(shared_data, number)
    keys = list(rows)
    profiles = [febrl.profile(row, with_number) for row in rows.values()]
    odds, rarity = drain(search(profiles))
    found = clusters(odds, 0.0, lambda one, other: weigh(profiles[one], profiles[other], rarity))
    named = pairs([keys[member] for member in cluster.members] for cluster in found)
    precision, recall = twins.figures(named, febrl.truth(shared_data, number))
    least_precision, least_recall = AIMS[number]
    assert precision > least_precision
    assert recall > least_recall


def test_febrl_as_a_file(store: Store, shared_data: Path) -> None:
    rows = febrl.rows(shared_data, 1)
    ids = febrl.fill(store, [febrl.card(row, True) for row in rows.values()])
    name_of = dict(zip(ids, rows, strict=True))
    named = pairs([name_of[key] for key in each.ids] for each in found_in(store))
    precision, recall = twins.figures(named, febrl.truth(shared_data, 1))
    assert (precision, recall) > (0.99, 0.99)
    assert recall > 0.99


def test_a_crowd_with_twins(store: Store) -> None:
    """Families, colleagues and namesakes are kept apart, those entered twice are found."""
    cards, truth = twins.planted(2_000)
    ids = febrl.fill(store, cards)
    named = pairs(each.ids for each in found_in(store, least=0.7))
    precision, recall = twins.figures(named, {frozenset(ids[place] for place in pair) for pair in truth})
    assert precision >= 0.985
    assert recall >= 0.985


# Households


HOME = {"street": "4 Orchard Close", "city": "York", "postal_code": "YO1 7AB", "label": "home", "country": "GB"}


def test_a_family_at_one_address_is_suggested_and_made(store: Store) -> None:
    family = [add(store, f"{name} Whitfield", addresses=[dict(HOME)]) for name in ("Emma", "Jack", "Olivia")]
    add(store, "Rui Lima", addresses=[dict(HOME)])  # of another name
    for name in ("Bob Ashworth", "Robert Ashworth"):  # one and the same
        add(store, name, addresses=[{**HOME, "street": "12 Mill Lane"}])
    for name in ("Ana", "Rui"):
        add(store, f"{name} Souza", addresses=[{**HOME, "label": "work"}])
    (home,) = households.suggested(store)
    assert (home.name, sorted(home.names), home.address) == (
        "Whitfield family",
        ["Emma", "Jack", "Olivia"],
        "4 Orchard Close, York",
    )
    before = visible(store)
    assert households.make(store, [home]) == 1
    (row,) = store.find("Whitfield family", kind="company")
    shown = records.show(store, row.id)
    assert (shown["fields"]["kind"], {person["name"] for person in shown["people"]}) == (
        "household",
        {row.name for row in store.rows(family)},
    )
    assert [(address["city"], address["is_mailing"]) for address in shown["addresses"]] == [("York", True)]
    assert households.suggested(store) == []
    store.undo()
    assert visible(store) == before

"""A window at any place of a list is what one statement over the whole list would give."""

from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmdesk.domain.contacts import Contact
from crmdesk.domain.ids import named_id
from crmdesk.domain.preferences import Preference
from crmdesk.services import lookup, records
from crmdesk.store import bulk, filing
from crmdesk.store.lists import Chosen
from crmdesk.store.store import Store
from tests.store.template import reopened, visible

JUMPS = st.lists(st.tuples(st.integers(0, 420), st.integers(0, 60)), min_size=1, max_size=12)


def plain(store: Store, kind: int = 1) -> list[bytes]:
    return [
        key for (key,) in store.connection.execute("SELECT id FROM finder WHERE kind = ? ORDER BY filed, doc", (kind,))
    ]


def fill(store: Store, number: int, seed: int = 1) -> None:
    """Many of one name, so that the order is decided by more than the name."""
    chance = Random(seed)
    with store.write("Fill") as session:
        rows = [
            {"given_name": chance.choice("ABC"), "family_name": chance.choice(["", "Á", "b"])} for _ in range(number)
        ]
        bulk.insert(session, Contact, rows)


@given(jumps=JUMPS, more=JUMPS)
@settings(suppress_health_check=[*HealthCheck])
def test_windows_are_slices_in_any_order_of_asking(
    store: Store, jumps: list[tuple[int, int]], more: list[tuple[int, int]]
) -> None:
    if not lookup.count(store, "contact"):
        fill(store, 400)
    for asked in (jumps, more):
        wanted = plain(store)
        for first, size in asked:
            assert [row.id for row in lookup.window(store, "contact", first, size)] == wanted[first : first + size]
        assert lookup.count(store, "contact") == len(wanted)
        for first, size in asked:  # from the end too, now that the count is known
            assert [row.id for row in lookup.window(store, "contact", first, size)] == wanted[first : first + size]
        change(store, wanted, jumps[0][0])


def change(store: Store, keys: list[bytes], place: int) -> None:
    key = keys[place % len(keys)]
    if place % 3 == 0:
        records.delete(store, "contact", [key])
        fill(store, 1, place)
    elif place % 3 == 1:
        records.set_value(store, "contacts", key, "given_name", "Renamed")
    else:
        fill(store, 3, place)
        store.undo()
        fill(store, 2, place)


def test_a_window_after_a_cancelled_step(store: Store) -> None:
    fill(store, 50)
    before = [row.id for row in lookup.window(store, "contact", 10, 30)]
    with suppress(KeyboardInterrupt), store.write_in_parts("Cancelled") as (session, step):
        bulk.insert(session, Contact, [{"given_name": "A"} for _ in range(600)])
        for _left in step.renew_search():
            store.listing("contact").forget()
            assert lookup.count(store, "contact") > 50
            lookup.window(store, "contact", 10, 30)
        raise KeyboardInterrupt
    assert [row.id for row in lookup.window(store, "contact", 10, 30)] == before
    assert lookup.count(store, "contact") == 50


def test_positions(store: Store) -> None:
    fill(store, 60)
    for place, key in enumerate(plain(store)):
        assert lookup.position(store, "contact", key) == place
    assert lookup.position(store, "company", plain(store)[0]) is None
    assert lookup.position(store, "contact", b"x" * 16) is None


def test_lists_of_kinds_stand_apart(store: Store) -> None:
    records.add(store, "contact", {"given_name": "Ana"}, {"affiliations": [{"company": "Acme"}]})
    assert [row.name for row in lookup.window(store, "contact", 0, 9)] == ["Ana"]
    assert [row.name for row in lookup.first_rows(store, "company", 9)] == ["Acme"]
    assert lookup.count(store, "company") == 1


def test_the_order_is_that_of_the_names_as_filed(store: Store) -> None:
    for given_name, family_name in (("Zoe", "Álvarez"), ("Ana", "Zulu"), ("Ben", "alvarez"), ("Öne", ""), ("", "Oslo")):
        records.add(store, "contact", {"given_name": given_name, "family_name": family_name})
    names = [row.filed_as for row in lookup.first_rows(store, "contact", 9)]
    assert names == ["alvarez, Ben", "Álvarez, Zoe", "Öne", "Oslo", "Zulu, Ana"]


def test_an_empty_list(store: Store) -> None:
    assert lookup.count(store, "contact") == 0
    assert lookup.window(store, "contact", 0, 10) == []
    assert lookup.window(store, "contact", 5, 10) == []
    assert not any(visible(store).values())


# By the alphabet


def add(store: Store, *names: str) -> None:
    with store.write("Add") as session:
        parts = (name.partition(", ") for name in names)
        bulk.insert(session, Contact, [{"family_name": family, "given_name": given} for family, _comma, given in parts])


def use(store: Store, language: str) -> None:
    """As somebody of that language who opens the file does."""
    choose(store, language)
    while store.file_some():
        pass


def choose(store: Store, language: str) -> None:
    with store.write("Alphabet") as session:
        key = named_id("preference", "alphabet")
        bulk.revive(session, Preference, [{"id": key, "name": "alphabet", "value": language}])


def names(store: Store) -> list[str]:
    return [row.filed_as for row in lookup.window(store, "contact", 0, 99)]


def test_the_order_is_that_of_the_users_alphabet(store: Store) -> None:
    add(store, "Cem", "Çelik", "Dal", "Chalupa", "Hrubý", "Ivan")
    assert names(store) == ["Çelik", "Cem", "Chalupa", "Dal", "Hrubý", "Ivan"]
    use(store, "tr")
    assert names(store) == ["Cem", "Chalupa", "Çelik", "Dal", "Hrubý", "Ivan"]
    use(store, "cs_CZ.UTF-8")
    assert names(store) == ["Çelik", "Cem", "Dal", "Hrubý", "Chalupa", "Ivan"]


def test_names_are_filed_by_the_alphabet_of_the_file_whoever_writes(store: Store) -> None:
    use(store, "tr")
    add(store, "Cem", "Çelik")
    choose(store, "en")  # and nobody has filed anew yet
    add(store, "Çakır", "Czerny")
    assert names(store) == ["Cem", "Czerny", "Çakır", "Çelik"]


def test_until_all_are_filed_the_list_is_in_the_order_of_folded_names(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "PART", 2)
    add(store, "Cem", "Çelik", "Dal", "Ez", "Çakır")
    choose(store, "tr")
    assert store.file_some()
    for _look in range(2):
        assert names(store) == ["Çakır", "Çelik", "Cem", "Dal", "Ez"]
        assert store.listing("contact").starts() == []
        assert lookup.matching(store, "e", "contact")
        add(store, "Zorlu")
        store.undo()
    rounds = 1
    while store.file_some():
        rounds += 1
    assert rounds >= 2
    assert names(store) == ["Cem", "Çakır", "Çelik", "Dal", "Ez"]
    assert not store.file_some()


def test_filing_that_was_broken_off_goes_on_at_the_next_start(
    store: Store, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "PART", 2)
    add(store, "Cem", "Çelik", "Dal", "Ez", "Çakır")
    choose(store, "tr")
    assert store.file_some()
    store.close()
    again = reopened(desk)
    try:
        while again.file_some():
            pass
        assert names(again) == ["Cem", "Çakır", "Çelik", "Dal", "Ez"]
    finally:
        again.close()


def test_each_tab_begins_where_its_letter_does(store: Store) -> None:
    use(store, "tr")
    add(store, "3M", "Ada", "Alp", "Cem", "Çelik", "Çam", "Ilgın", "İlker", "Zeki", "Иванов")
    listing = store.listing("contact")
    texts = [tab.text for tab in listing.alphabet().tabs]
    starts = dict(zip(texts, listing.starts(), strict=True))
    wanted = {"#": 0, "A": 1, "B": 3, "C": 3, "Ç": 4, "D": 6, "I": 6, "İ": 7, "J": 8, "Z": 8, "Α–Ω": 9, "А–Я": 9}
    assert {text: starts[text] for text in wanted} == wanted
    assert starts["א–ת"] == listing.count() == 10
    few = Chosen(store.connection, [row.id for row in lookup.window(store, "contact", 3, 4)])
    assert dict(zip(texts, few.starts(), strict=True))["Ç"] == 1
    assert dict(zip(texts, few.starts(), strict=True))["D"] == 3


@given(
    words=st.lists(st.text("abcçdışöüz ,", min_size=1, max_size=5), min_size=1, max_size=25),
    asked=st.text("abcçdışöüz", max_size=3),
)
@settings(suppress_health_check=[*HealthCheck])
def test_positions_by_key_are_what_a_walk_along_the_list_gives(store: Store, words: list[str], asked: str) -> None:
    records.delete(store, "contact", [row.id for row in lookup.window(store, "contact", 0, 999)])
    use(store, "tr")
    add(store, *words)
    listing = store.listing("contact")
    key = listing.alphabet().letters_of(asked)
    filed = [listing.filed_at(place) for place in range(listing.count())]
    assert filed == sorted(filed)
    assert listing.position_at(key) == sum(other < key for other in filed)
    chosen = Chosen(store.connection, plain(store))
    assert chosen.position_at(key) == listing.position_at(key)
    assert chosen.starts() == listing.starts()

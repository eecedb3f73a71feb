"""A window at any place of a list is what one statement over the whole list would give."""

from contextlib import suppress
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmdesk.domain.contacts import Contact
from crmdesk.services import lookup, records
from crmdesk.store import bulk
from crmdesk.store.store import Store
from tests.store.template import visible

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

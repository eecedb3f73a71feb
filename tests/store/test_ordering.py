"""Any order of a list is what sorting all its rows in Python would give, whatever happens between its pieces."""

from collections.abc import Generator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmdesk.domain.contacts import Contact
from crmdesk.store import bulk, columns, ordering
from crmdesk.store.ordering import NAME, By, Grouping, Ordering
from crmdesk.store.store import Store

STAGE, RATING = By("r.stage"), By("r.rating")
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["Ana", "Ben", "Çelik", "Zoë"]),
        st.sampled_from([None, "lead", "customer"]),
        st.sampled_from([None, 1, 2, 5]),
    ),
    min_size=1,
    max_size=30,
)


def fill(store: Store, people: list[tuple[str, str | None, int | None]]) -> list[bytes]:
    with store.write("Fill") as session:
        rows = [{"family_name": name, "stage": stage, "rating": rating} for name, stage, rating in people]
        bulk.insert(session, Contact, rows)
    return [key for (key,) in store.connection.execute("SELECT id FROM finder WHERE kind = 1 ORDER BY doc")]


def end_of(steps: Generator[float, None, Ordering]) -> Ordering:
    try:
        while True:
            assert 0 <= next(steps) <= 1
    except StopIteration as over:
        return over.value  # type: ignore[no-any-return]


def made(store: Store, *sort: By, ids: list[bytes] | None = None, group: Grouping | None = None) -> Ordering:
    with store.read() as session:
        return end_of(ordering.ordered(session, "contact", ids, sort, group))


def facts(store: Store) -> dict[int, tuple[Any, ...]]:
    """By number: stage, rating, and what names are ordered by."""
    sql = "SELECT f.doc, r.stage, r.rating, f.filed FROM finder f JOIN contacts r ON r.id = f.id WHERE f.kind = 1"
    return {doc: rest for doc, *rest in store.connection.execute(sql)}  # type: ignore[misc]


def nothing_left(store: Store) -> bool:
    return not store.connection.execute("SELECT 1 FROM temp.sqlite_schema WHERE name LIKE 'ordering%'").fetchone()


class TestSorting:
    @given(people=PEOPLE, first_down=st.booleans(), second_down=st.booleans(), bucket=st.integers(2, 40))
    @settings(suppress_health_check=[*HealthCheck])
    def test_several_columns_then_the_name(
        self, store: Store, people: list[Any], first_down: bool, second_down: bool, bucket: int
    ) -> None:
        fill(store, people)
        known = facts(store)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ordering, "_BUCKET", bucket)
            patch.setattr(ordering, "_SAMPLED", 2)
            found = made(store, By("r.rating", None, first_down), By("r.stage", None, second_down))
        wanted = sorted(known, key=lambda doc: (known[doc][2], doc))
        for column, down in ((0, second_down), (1, first_down)):
            values = sorted({known[doc][column] for doc in wanted} - {None}, reverse=down)
            wanted = [doc for value in [*values, None] for doc in wanted if known[doc][column] == value]
        assert list(found.docs) == wanted
        assert nothing_left(store)

    def test_what_is_compared_may_be_made_of_the_value(self, store: Store) -> None:
        fill(store, [("Ana", "lead", None), ("Ben", "customer", None), ("Eva", None, None)])
        backwards = made(store, By("r.stage", lambda value: value and value[::-1]))
        stages = [facts(store)[doc][0] for doc in backwards.docs]
        assert stages == ["lead", "customer", None]  # dael, remotsuc

    def test_the_order_of_names_is_the_files_own(self, store: Store) -> None:
        fill(store, [("Zoë", None, None), ("Ana", None, None), ("çelik", None, None)])
        down = made(store, By(NAME, None, True))
        assert [facts(store)[doc][2] for doc in down.docs] == sorted(
            (row[2] for row in facts(store).values()), reverse=True
        )

    def test_only_these_and_nobody_deleted(self, store: Store) -> None:
        keys = fill(store, [("Ana", "lead", 1), ("Ben", "lead", 2), ("Eva", "lead", 3)])
        with store.write("Delete") as session:
            bulk.mark_deleted(session, Contact, "id", keys[1:2])
        with store.read() as session:
            assert ordering.ids(session, made(store, By("r.rating", None, True), ids=keys).docs) == [keys[2], keys[0]]
            assert ordering.ids(session, made(store, RATING, ids=keys[:1]).docs) == keys[:1]
        assert not made(store, RATING, ids=[]).docs


class TestGroups:
    def test_each_heading_has_its_records(self, store: Store) -> None:
        fill(store, [("Ana", "lead", 2), ("Ben", None, 1), ("Eva", "customer", 3), ("Zoë", "lead", 1)])
        found = made(store, RATING, group=Grouping(STAGE))
        assert found.groups == (("customer", 0), ("lead", 1), (None, 3))
        assert [facts(store)[doc][1] for doc in found.docs] == [3, 1, 2, 1]

    def test_values_may_come_together_under_one_heading(self, store: Store) -> None:
        fill(store, [("Ana", "lead", 1), ("Ben", "customer", 2), ("Eva", "prospect", 5)])
        found = made(store, group=Grouping(RATING, lambda value: ["many" if value > 1 else "few"]))
        assert found.groups == (("few", 0), ("many", 1))

    def test_one_record_may_stand_under_several(self, store: Store) -> None:
        (ana, ben) = fill(store, [("Ana", "lead", 1), ("Ben", None, 2)])
        by = Grouping(STAGE, lambda _value: ["b", "a"], has_several=True)
        found = made(store, group=by)
        assert found.groups == (("a", 0), ("b", 1), (None, 2))
        with store.read() as session:
            assert ordering.ids(session, found.docs) == [ana, ana, ben]


class TestPieces:
    @pytest.fixture(autouse=True)
    def small_pieces(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, size in (("_PIECE", 3), ("_SPAN", 3), ("_VALUES", 2), ("_BUCKET", 4), ("_IDS", 2)):
            monkeypatch.setattr(ordering, name, size)

    @pytest.mark.parametrize("is_all", [True, False])
    def test_small_ones_give_the_same(self, store: Store, is_all: bool) -> None:
        keys = fill(store, [(f"N{number % 7}", None, number % 5) for number in range(20)])
        found = made(store, By("r.rating", lambda value: f"{value:02}"), ids=None if is_all else keys)
        wanted = sorted(facts(store), key=lambda doc: (facts(store)[doc][1], facts(store)[doc][2], doc))
        assert list(found.docs) == wanted

    @pytest.mark.parametrize("is_down", [True, False])
    def test_a_group_may_go_on_in_the_next_one(self, store: Store, is_down: bool) -> None:
        fill(store, [("Ana", None, number % 3 or None) for number in range(30)])
        found = made(store, group=Grouping(By("r.rating", None, is_down)))
        assert found.groups == (((2, 0), (1, 10)) if is_down else ((1, 0), (2, 10))) + ((None, 20),)

    def test_a_step_given_up_meanwhile_takes_nothing_with_it(self, store: Store) -> None:
        keys = fill(store, [("Ana", None, number % 4) for number in range(10)])
        with store.read() as session:
            steps = ordering.ordered(session, "contact", None, [RATING])
            with suppress(KeyboardInterrupt), store.write("Given up") as writing:
                bulk.insert(writing, Contact, [{"given_name": "Nobody"}])
                next(steps)  # its table is made within the step that is given up
                raise KeyboardInterrupt
            found = end_of(steps)
            assert sorted(ordering.ids(session, found.docs)) == sorted(keys)

    def test_given_up_it_leaves_nothing(self, store: Store) -> None:
        fill(store, [("Ana", None, 1)] * 10)
        with store.read() as session:
            steps = ordering.ordered(session, "contact", None, [By("r.rating", str)])
            next(steps)
            assert not nothing_left(store)
            steps.close()
        assert nothing_left(store)


def test_places_and_numbers(store: Store) -> None:
    keys = fill(store, [("Ana", None, 2), ("Ben", None, 1)])
    found = made(store, RATING)
    with store.read() as session:
        doc = ordering.number(session, keys[0])
        assert doc is not None
        assert found.place(doc) == 1
        assert ordering.number(session, b"x" * 16) is None
    assert found.place(999) is None


@pytest.mark.parametrize("key", ["name; DROP TABLE contacts", "phones.nothing", "nothing", "contacts.id'", "custom.zz"])
def test_no_column_is_ever_made_of_a_users_words(key: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        columns.expression("contact", key)

"""Groups: those put in by hand and those that live criteria find."""

import json
from typing import Any

import pytest

from crmdesk.domain.custom import CustomField
from crmdesk.domain.errors import UserError
from crmdesk.domain.groups import Group
from crmdesk.services import criteria, groups, records
from crmdesk.store import bulk
from crmdesk.store.store import Store
from tests.store.template import count, visible


@pytest.fixture
def people(store: Store) -> dict[str, bytes]:
    parts: dict[str, dict[str, Any]] = {
        "Ana": {"emails": [{"value": "ana@example.org"}], "addresses": [{"city": "São Paulo"}, {"city": "Porto"}]},
        "Rui": {"affiliations": [{"company": "Acme"}], "addresses": [{"city": "Porto"}]},
        "Zoë": {"affiliations": [{"company": "Ajax 100%"}]},
    }
    fields = {"Ana": {"birthday": "1980-03-22", "rating": 5}, "Rui": {"birthday": "1990-01-01", "rating": 2}, "Zoë": {}}
    made = {name: records.add(store, "contact", {"given_name": name, **fields[name]}, parts[name]) for name in parts}
    records.add_tag(store, made["Ana"], "VIP")
    with store.write("Field") as session:
        session.add(field := CustomField(record="contacts", name="Boat"))
    records.set_custom(store, made["Zoë"], field.id, "Lucía")
    return made


PORTO = json.dumps({"field": "addresses.city", "is": "Porto"})
STARTS_WITH_R = {"field": "given_name", "starts": "r"}
CRITERIA: list[tuple[Any, set[str]]] = [
    ({"field": "given_name", "is": "Ana"}, {"Ana"}),
    ({"field": "given_name", "is": "zoe"}, {"Zoë"}),
    ({"field": "addresses.city", "contains": "SAO"}, {"Ana"}),
    ({"field": "given_name", "is not": "Ana"}, {"Rui", "Zoë"}),
    ({"field": "occupation", "is not": "Welder"}, {"Ana", "Rui", "Zoë"}),
    ({"field": "given_name", "contains": "U"}, {"Rui"}),
    ({"field": "given_name", "contains": "%"}, set()),
    ({"field": "companies.name", "contains": "0%"}, {"Zoë"}),
    ({"field": "companies.name", "is": "Acme"}, {"Rui"}),
    ({"field": "companies.name", "is not": "Acme"}, {"Ana", "Zoë"}),
    ({"field": "given_name", "starts": "z"}, {"Zoë"}),
    ({"field": "birthday", "before": "1985"}, {"Ana"}),
    ({"field": "birthday", "after": "1985"}, {"Rui"}),
    ({"field": "rating", "after": 2}, {"Ana"}),
    ({"field": "rating", "empty": True}, {"Zoë"}),
    ({"field": "rating", "empty": False}, {"Ana", "Rui"}),
    ({"field": "addresses.city", "is": "Porto"}, {"Ana", "Rui"}),
    ({"field": "addresses.city", "is not": "Porto"}, {"Zoë"}),
    ({"field": "addresses.city", "empty": True}, {"Zoë"}),
    ({"field": "emails.value", "empty": False}, {"Ana"}),
    ({"field": "tags.name", "is": "VIP"}, {"Ana"}),
    ({"field": "tags.name", "empty": True}, {"Rui", "Zoë"}),
    ({"field": "custom.Boat", "contains": "luc"}, {"Zoë"}),
    ({"field": "custom.None", "is": "x"}, set()),
    ({"all": [{"field": "addresses.city", "is": "Porto"}, {"field": "tags.name", "is": "VIP"}]}, {"Ana"}),
    ({"any": [{"field": "given_name", "is": "Zoë"}, {"field": "tags.name", "is": "VIP"}]}, {"Ana", "Zoë"}),
    ({"all": [{"any": [{"field": "rating", "is": 2}, {"field": "rating", "is": 5}]}, STARTS_WITH_R]}, {"Rui"}),
    ({"all": []}, {"Ana", "Rui", "Zoë"}),
]


def test_every_comparison(store: Store, people: dict[str, bytes]) -> None:
    with store.read() as session:
        for tree, names in CRITERIA:
            assert set(criteria.matching(session, json.dumps(tree))) == {people[name] for name in names}, tree


def test_what_is_deleted_is_not_compared(store: Store, people: dict[str, bytes]) -> None:
    live = groups.add(store, "Porto", json.dumps({"field": "addresses.city", "is": "Porto"}))
    tagged = groups.add(store, "VIPs", json.dumps({"field": "tags.name", "is": "VIP"}))
    boats = groups.add(store, "Boats", json.dumps({"field": "custom.Boat", "empty": False}))
    assert groups.members(store, live) == [people["Ana"], people["Rui"]]
    records.remove(
        store, "addresses", [key for key, row in visible(store)["addresses"].items() if row[0] == people["Ana"]]
    )
    assert groups.members(store, live) == [people["Rui"]]
    records.delete(store, "contact", [people["Rui"]])
    assert groups.members(store, live) == []
    assert groups.members(store, tagged) == [people["Ana"]]
    records.remove(store, "tags", list(visible(store)["tags"]))
    assert groups.members(store, tagged) == []
    records.remove(store, "custom_fields", list(visible(store)["custom_fields"]))
    assert groups.members(store, boats) == []


NAME = '{"field": "given_name"'
WRONG = [
    "", "x", "[]", "1", "null", "{}", '{"field": "nothing", "is": 1}', NAME + "}", NAME + ', "like": "x"}',
    NAME + ', "is": 1, "contains": 2}', '{"field": "robots.name", "is": 1}', '{"field": "emails.nothing", "is": 1}',
    '{"all": 1}', '{"any": [1]}', '{"all": "x"}', "[" * 10_000, '{"all": [' * 3000, NAME + ', "is": [1]}',
    NAME + ', "is": {"a": 1}}', '{"field": "companies.owner", "is": 1}', NAME + ', "before": null}',
]  # fmt: skip


def test_criteria_that_cannot_be_understood(store: Store) -> None:
    for text in WRONG:
        with pytest.raises(UserError):
            criteria.parse(text)
        if text:
            with pytest.raises(UserError):
                groups.add(store, "Wrong", text)
    assert count(store, "steps") == 0


def test_static_and_live_members_each_once(store: Store, people: dict[str, bytes]) -> None:
    key = groups.add(store, "Mixed", json.dumps({"field": "tags.name", "is": "VIP"}), "#336699")
    (company,) = [key for key, row in visible(store)["companies"].items() if "Acme" in row]
    groups.put_in(store, key, [people["Zoë"], people["Ana"], company, people["Zoë"]])
    assert groups.members(store, key) == [people["Ana"], people["Zoë"], company]
    steps = count(store, "steps")
    groups.put_in(store, key, [people["Zoë"]])
    assert count(store, "steps") == steps, "already in it"
    (row,) = groups.list_groups(store)
    assert (row.id, row.name, row.count, row.colour) == (key, "Mixed", 3, "#336699")
    assert groups.by_name(store, "MIXED") == key


def test_a_group_that_is_not_there(store: Store) -> None:
    groups.add(store, "Choir")
    with pytest.raises(UserError, match="Choir"):
        groups.by_name(store, "Band")


@pytest.mark.parametrize("name", ["", "  ", "\0"])
def test_a_group_has_a_name(store: Store, name: str) -> None:
    with pytest.raises(UserError, match="Name the group"):
        groups.add(store, name)


class TestSubGroups:
    def test_members_are_those_of_the_sub_groups_too(self, store: Store, people: dict[str, bytes]) -> None:
        family, near, porto = groups.add(store, "Family"), groups.add(store, "near"), groups.add(store, "Porto", PORTO)
        groups.put_in(store, near, [people["Ana"], people["Zoë"]])
        groups.set_parent(store, near, family)
        groups.set_parent(store, porto, near)
        assert groups.members(store, family) == list(people.values())
        assert groups.count(store, near) == 3
        shown = [(row.name, row.depth, row.count, row.parent) for row in groups.list_groups(store)]
        assert shown == [("Family", 0, 3, None), ("near", 1, 3, family), ("Porto", 2, 2, near)]
        assert [row.count for row in groups.list_groups(store, counted=False)] == [None, None, None]

    def test_none_stands_inside_itself(self, store: Store) -> None:
        top, inner = groups.add(store, "Top"), groups.add(store, "Inner")
        groups.set_parent(store, inner, top)
        for key, parent in ((top, inner), (top, top)):
            with pytest.raises(UserError, match="inside itself"):
                groups.set_parent(store, key, parent)

    def test_two_laptops_may_have_made_a_circle(self, store: Store, people: dict[str, bytes]) -> None:
        one, two = groups.add(store, "One"), groups.add(store, "Two")
        groups.put_in(store, two, [people["Rui"]])
        with store.write("Circle") as session:
            bulk.update(session, Group, [one], {"parent_id": two})
            bulk.update(session, Group, [two], {"parent_id": one})
        assert groups.members(store, one) == [people["Rui"]]
        assert {row.name for row in groups.list_groups(store)} == {"One", "Two"}

    def test_they_move_up_when_their_group_goes(self, store: Store, people: dict[str, bytes]) -> None:
        top, middle, low = (groups.add(store, name) for name in ("Top", "Middle", "Low"))
        groups.set_parent(store, middle, top)
        groups.set_parent(store, low, middle)
        groups.put_in(store, middle, [people["Ana"]])
        before = groups.list_groups(store)
        assert groups.remove(store, middle) == "Middle"
        assert [(row.name, row.parent) for row in groups.list_groups(store)] == [("Top", None), ("Low", top)]
        assert groups.members(store, top) == []
        store.undo()
        assert groups.list_groups(store) == before
        assert groups.members(store, middle) == [people["Ana"]]


class TestChanging:
    def test_each_is_one_step(self, store: Store, people: dict[str, bytes]) -> None:
        key, other = groups.add(store, "Old"), groups.add(store, "Other")
        groups.put_in(store, key, [people["Ana"], people["Rui"]])
        for change in (
            lambda: groups.rename(store, key, " New  name "),
            lambda: groups.set_colour(store, key, "#123456"),
            lambda: groups.set_criteria(store, key, PORTO),
            lambda: groups.set_parent(store, key, other),
            lambda: groups.take_out(store, key, [people["Ana"], people["Zoë"]]),
            lambda: groups.change(store, key, "All", None, None, None),
            lambda: groups.remove(store, key),
        ):
            before, steps = visible(store), count(store, "steps")
            change()
            assert count(store, "steps") == steps + 1
            after = visible(store)
            assert after != before
            store.undo()
            assert visible(store) == before
            store.redo()
            assert visible(store) == after

    def test_what_changes_nothing_is_no_step(self, store: Store, people: dict[str, bytes]) -> None:
        key = groups.add(store, "Same", PORTO, "#123456")
        steps = count(store, "steps")
        groups.change(store, key, "Same", PORTO, "#123456", None)
        assert groups.take_out(store, key, list(people.values())) == 0
        assert count(store, "steps") == steps

    def test_what_cannot_be_is_refused(self, store: Store) -> None:
        key = groups.add(store, "Group")
        for change in (
            lambda: groups.rename(store, key, "  "),
            lambda: groups.set_criteria(store, key, "{}"),
            lambda: groups.rename(store, b"gone", "New"),
        ):
            with pytest.raises(UserError):
                change()

    def test_out_and_in_again(self, store: Store, people: dict[str, bytes]) -> None:
        key = groups.add_with(store, "Few", [people["Ana"], people["Rui"]], "#123456")
        assert groups.take_out(store, key, [people["Ana"]]) == 1
        assert groups.members(store, key) == [people["Rui"]]
        groups.put_in(store, key, [people["Ana"]])
        assert groups.members(store, key) == [people["Ana"], people["Rui"]]


def test_the_tables_whose_changes_count(store: Store) -> None:
    top, live = groups.add(store, "Top"), groups.add(store, "Live", PORTO)
    by_words = groups.add(store, "Words", '{"field": "words", "finds": "ana"}')
    groups.set_parent(store, live, top)
    rows = groups.list_groups(store, counted=False)
    by_id = {row.id: row for row in rows}
    own = {"groups", "memberships", "contacts", "companies"}
    assert groups.tables(rows, by_id[live]) == groups.tables(rows, by_id[top]) == own | {"addresses"}
    assert groups.tables(rows, by_id[by_words]) is None

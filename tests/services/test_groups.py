"""Groups: those put in by hand and those that live criteria find."""

import json
from typing import Any

import pytest

from crmdesk.domain.custom import CustomField
from crmdesk.domain.errors import UserError
from crmdesk.services import criteria, groups, records
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
    assert groups.members(store, key) == [people["Zoë"], people["Ana"], company]
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

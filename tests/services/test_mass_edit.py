"""The same change to many: one step with its count, undone as one."""

import pytest

from crmdesk.domain.custom import CustomField
from crmdesk.domain.errors import UserError
from crmdesk.services import mass_edit, records
from crmdesk.services.mass_edit import Change, Operation, Target
from crmdesk.store.store import Store
from tests.store.template import visible


@pytest.fixture
def people(store: Store) -> list[bytes]:
    with store.write("Field") as session:
        session.add(CustomField(record="contacts", name="Boat"))
    return [
        records.add(store, "contact", {"given_name": name, "occupation": job})
        for name, job in (("Ana", "Head baker"), ("Rui", "Baker"), ("Zoë", None))
    ]


def target(store: Store, label: str) -> Target:
    return next(found for found in mass_edit.targets(store, "contact") if found.label == label)


def test_own_custom_fields_and_tags_can_be_changed(store: Store) -> None:
    labels = {found.label for found in mass_edit.targets(store, "company")}
    assert {"Tags", "Name", "Industry", "Stage"} <= labels
    assert (
        Operation.CLEAR
        not in next(found for found in mass_edit.targets(store, "company") if found.key == "name").operations
    )


def test_one_step_for_those_it_makes_different(store: Store, people: list[bytes]) -> None:
    before = visible(store)
    change = Change(target(store, "Stage"), Operation.SET, "customer")
    records.set_value(store, "contacts", people[0], "stage", "customer")
    assert mass_edit.affected(store, "contact", people, change) == 2
    assert mass_edit.apply(store, "contact", people, change) == 2
    assert [records.show(store, key)["fields"]["stage"] for key in people] == ["customer"] * 3
    assert mass_edit.apply(store, "contact", people, change) == 0
    assert store.undo() == "Change stage of 2 records"
    store.undo()
    assert visible(store) == before


def test_a_part_of_a_text_is_replaced(store: Store, people: list[bytes]) -> None:
    change = Change(target(store, "Occupation"), Operation.REPLACE, "aker", "utcher")
    assert mass_edit.affected(store, "contact", people, change) == 1 + 1
    mass_edit.apply(store, "contact", people, change)
    jobs = [records.show(store, key)["fields"]["occupation"] for key in people]
    assert jobs == ["Head butcher", "Butcher", None]


def test_cleared(store: Store, people: list[bytes]) -> None:
    assert mass_edit.apply(store, "contact", people, Change(target(store, "Occupation"), Operation.CLEAR)) == 2
    assert {records.show(store, key)["fields"]["occupation"] for key in people} == {None}


def test_tags_are_added_and_removed(store: Store, people: list[bytes]) -> None:
    tags = target(store, "Tags")
    records.add_tag(store, people[0], "VIP")
    assert mass_edit.apply(store, "contact", people, Change(tags, Operation.ADD, " vip ".strip().upper())) == 2
    assert [[tag["name"] for tag in records.show(store, key)["tags"]] for key in people] == [["VIP"]] * 3
    assert mass_edit.apply(store, "contact", people[:2], Change(tags, Operation.REMOVE, "VIP")) == 2
    assert [len(records.show(store, key)["tags"]) for key in people] == [0, 0, 1]
    assert mass_edit.apply(store, "contact", people, Change(tags, Operation.ADD, "VIP")) == 2, "back again"


def test_fields_that_users_added(store: Store, people: list[bytes]) -> None:
    boat = target(store, "Boat")
    assert mass_edit.apply(store, "contact", people, Change(boat, Operation.SET, "Lucía")) == 3
    assert mass_edit.apply(store, "contact", people[:1], Change(boat, Operation.CLEAR)) == 1
    values = [records.show(store, key)["custom"][0]["value"] for key in people]
    assert values == [None, "Lucía", "Lucía"]
    assert mass_edit.apply(store, "contact", people, Change(boat, Operation.SET, "Lucía")) == 1


def test_what_is_no_value_is_refused(store: Store, people: list[bytes]) -> None:
    with pytest.raises(UserError, match="Birthday"):
        mass_edit.apply(store, "contact", people, Change(target(store, "Birthday"), Operation.SET, "someday"))
    with pytest.raises(UserError, match="Occupation"):
        mass_edit.affected(store, "contact", people, Change(target(store, "Occupation"), Operation.SET, " "))

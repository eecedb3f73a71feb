"""Undo after colleagues went on: it leaves what is theirs by now, and says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from crmdesk.domain.channels import Phone
from crmdesk.domain.contacts import Contact
from crmdesk.domain.notes import Note
from crmdesk.store.store import Store
from tests.store.template import template, visible
from tests.sync.pair import Pair

__all__ = ["template"]


@pytest.fixture
def pair(template: Path, tmp_path: Path) -> Iterator[Pair]:
    with Pair(template, tmp_path) as pair:
        yield pair


def add(store: Store, **values: str) -> bytes:
    with store.write("New contact") as session:
        session.add(contact := Contact(**values))
        session.flush()
        session.add(Phone(owner_id=contact.id, label="work", value="123"))
        return contact.id


def change(store: Store, key: bytes, **values: str) -> None:
    with store.write("Change") as session:
        for name, value in values.items():
            setattr(session.get(Contact, key), name, value)


def shown(store: Store, key: bytes) -> tuple[str | None, str | None, str | None]:
    with store.read() as session:
        contact = session.get_one(Contact, key)
        return contact.given_name, contact.family_name, contact.nickname


def test_a_field_that_a_colleague_changed_since_stays(pair: Pair) -> None:
    key = add(pair.one, given_name="Ana", family_name="Lima")
    change(pair.one, key, given_name="Bea", nickname="B")
    pair.meet()
    change(pair.two, key, given_name="Carla")
    pair.meet()
    assert pair.one.next_undo() == "Change", "what came from a colleague is nothing to take back"
    assert pair.one.undo() == "Change"
    assert shown(pair.one, key) == ("Carla", "Lima", None)
    assert pair.one.left == 1
    pair.meet()
    assert shown(pair.two, key) == ("Carla", "Lima", None)
    assert pair.one.redo() == "Change"
    assert shown(pair.one, key) == ("Carla", "Lima", "B")


def test_undo_on_both_sides(pair: Pair) -> None:
    key = add(pair.one, given_name="Ana", family_name="Lima")
    pair.meet()
    change(pair.one, key, given_name="Bea")
    change(pair.two, key, family_name="Souza")
    pair.meet()
    assert [pair.one.undo(), pair.two.undo()] == ["Change", "Change"]
    pair.meet()
    assert shown(pair.one, key) == shown(pair.two, key) == ("Ana", "Lima", None)
    assert pair.one.left == pair.two.left == 0


def test_what_came_into_being_stays_with_its_parts_where_a_colleague_added_to_it(pair: Pair) -> None:
    key = add(pair.one, given_name="Ana")
    pair.meet()
    with pair.two.write("Note") as session:
        session.add(Note(owner_id=key, text="Called"))
    pair.meet()
    before = visible(pair.one)
    pair.one.undo()
    assert visible(pair.one) == before
    assert pair.one.left == 2


def test_otherwise_it_goes_for_all(pair: Pair) -> None:
    other = add(pair.one, given_name="Rui")
    key = add(pair.one, given_name="Ana")
    pair.meet()
    change(pair.two, other, given_name="Raul")
    pair.meet()
    pair.one.undo()
    pair.meet()
    for store in pair.stores:
        with store.read() as session:
            assert session.scalars(select(Contact.given_name)).all() == ["Raul"]
            assert session.get(Contact, key) is None
    assert pair.one.left == 0


def test_fields_that_make_sense_together_stay_together(pair: Pair) -> None:
    key = add(pair.one, given_name="Ana")
    with pair.one.write("Phone") as session:
        session.scalars(select(Phone)).one().value = "456"
    pair.meet()
    with pair.two.write("Extension") as session:
        session.scalars(select(Phone)).one().extension = "7"
    pair.meet()
    pair.one.undo()
    with pair.one.read() as session:
        assert [(one.value, one.extension) for one in session.scalars(select(Phone))] == [("456", "7")]
    assert shown(pair.one, key)[0] == "Ana"

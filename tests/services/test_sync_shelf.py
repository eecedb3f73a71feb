"""A file as a shelf: whatever way a row was changed is told, once, and a file that was restored is another laptop."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crmdesk.domain.channels import Phone
from crmdesk.domain.contacts import Contact
from crmdesk.domain.groups import Tag
from crmdesk.domain.notes import Note
from crmdesk.services import records
from crmdesk.services.sync_shelf import SHARED, FileShelf, laptop
from crmdesk.store import bulk, sync_state
from crmdesk.store.store import Store, new_device
from crmdesk.sync.exchange import exchange
from crmdesk.sync.messages import Change
from tests.store.template import reopened, template, visible
from tests.sync.pair import Pair

__all__ = ["template"]


@pytest.fixture
def pair(template: Path, tmp_path: Path) -> Iterator[Pair]:
    with Pair(template, tmp_path) as pair:
        yield pair


def add(store: Store, name: str = "Ana") -> bytes:
    with store.write("New contact") as session:
        session.add(contact := Contact(given_name=name, family_name="Lima"))
        session.flush()
        session.add(Phone(owner_id=contact.id, label="work", value="123"))
        return contact.id


def told(store: Store) -> list[Change]:
    """What is told that nobody heard of yet."""
    found = laptop(store, SHARED)
    return list(found.pending(10_000))


def raw(session: Session, sql: str, *values: Any) -> None:
    bulk._driver(session).execute(sql, values)


WAYS: dict[str, tuple[Callable[[Session, bytes], object], int]] = {
    "record": (lambda session, key: setattr(session.get(Contact, key), "given_name", "B"), 1),
    "bulk": (lambda session, key: bulk.update(session, Contact, [key], {"given_name": "B"}), 1),
    "core": (lambda session, key: session.execute(update(Contact).values(given_name="B")), 1),
    "text": (lambda session, _key: raw(session, "UPDATE contacts SET given_name = 'B'"), 1),
    "upsert": (
        lambda session, key: raw(
            session,
            "INSERT INTO contacts (id, created_at) VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET given_name = 'B'",
            key,
        ),
        1,
    ),
    "replace": (
        lambda session, key: raw(session, "REPLACE INTO contacts (id, given_name, created_at) VALUES (?, 'B', 1)", key),
        1,
    ),
    "tombstones": (lambda session, key: bulk.mark_deleted(session, Phone, "owner_id", [key]), 1),
    "insert": (lambda session, _key: bulk.insert(session, Tag, [{"name": f"{n}"} for n in range(700)]), 700),
    "nothing": (lambda session, key: setattr(session.get(Contact, key), "given_name", "Ana"), 0),
}


@pytest.mark.parametrize("way", WAYS)
def test_whatever_way_it_is_written_is_told(pair: Pair, way: str) -> None:
    key = add(pair.one)
    pair.meet()
    write, count = WAYS[way]
    with pair.one.write("Write") as session:
        write(session, key)
    assert len(told(pair.one)) == count
    pair.meet()
    assert visible(pair.two) == visible(pair.one)
    assert not told(pair.one)
    assert not told(pair.two), "what was heard is not told again"


def test_a_row_is_told_once_with_what_stands_there_now(pair: Pair) -> None:
    key = add(pair.one)
    pair.meet()
    for name in "BCD":
        with pair.one.write(f"Call {name}") as session:
            session.get_one(Contact, key).given_name = name
            session.get_one(Contact, key).nickname = name
    (change,) = told(pair.one)
    assert dict(change.values) == {4: "D", 9: "D"}
    assert (change.author, change.about) == ("Ana", "Call D")


def test_of_a_long_text_it_is_told_what_stood_there(pair: Pair) -> None:
    key = add(pair.one)
    with pair.one.write("Note") as session:
        session.add(note := Note(owner_id=key, text="one two"))
    pair.meet()
    for text in ("one two three", "one two three four"):
        with pair.one.write("Note") as session:
            session.get_one(Note, note.id).text = text
    with pair.two.write("Note") as session:
        session.get_one(Note, note.id).text = "zero one two"
    (change,) = told(pair.one)
    assert dict(change.bases) == {4: "one two"}
    pair.meet()
    for store in pair.stores:
        with store.read() as session:
            assert session.scalars(select(Note.text)).all() == ["zero one two three four"]


def test_a_field_is_told_again_without_a_change(pair: Pair) -> None:
    """As when a conflict is settled with the value that is shown."""
    key = add(pair.one)
    pair.meet()
    for store, name in ((pair.one, "B"), (pair.two, "C")):
        with store.write("Change") as session:
            session.get_one(Contact, key).given_name = name
    pair.meet()
    assert [sync_state.rivals_count(store) for store in pair.stores] == [1, 1]
    with pair.one.write("Keep") as session:
        sync_state.touch(session, Contact, key, ["given_name"], "Keep")
    pair.meet()
    assert [sync_state.rivals_count(store) for store in pair.stores] == [0, 0]
    assert visible(pair.one) == visible(pair.two)


def test_a_restored_backup_is_another_laptop(pair: Pair, tmp_path: Path) -> None:
    """And goes on from where it was, with nothing lost and nothing twice."""
    key = add(pair.one)
    pair.meet()
    with pair.one.write("Before") as session:
        session.get_one(Contact, key).nickname = "Told after the backup"
    path = tmp_path / "Copy.crmdesk"
    pair.one.connection.execute("VACUUM INTO ?", (str(path),))
    pair.meet()
    with closing(reopened(path)) as copy:
        new_device(copy.connection)
        before = FileShelf(copy, SHARED).position().device
        with copy.write("Change") as session:
            session.get_one(Contact, key).family_name = "Souza"
        exchange(laptop(copy, SHARED), pair.hub)
        device = FileShelf(copy, SHARED).position().device
        assert device != before
        assert laptop(copy, SHARED).standing().device == device, "once"
        pair.meet()
        exchange(laptop(copy, SHARED), pair.hub)
        assert visible(copy) == visible(pair.one) == visible(pair.two)
        assert len({placed.change.id for placed in pair.hub.log}) == len(pair.hub.log)
    with pair.one.read() as session:
        contact = session.get_one(Contact, key)
        assert (contact.family_name, contact.nickname) == ("Souza", "Told after the backup")


def test_two_files_that_were_full_before_they_met(pair: Pair) -> None:
    for store, name in ((pair.one, "Ana"), (pair.two, "Rui")):
        add(store, name)
        records.delete(store, "contact", [add(store, "Gone before")])
        with store.write("Tag") as session:
            bulk.revive(session, Tag, [{"id": b"t" * 16, "name": "same"}])
    pair.meet()
    assert visible(pair.one) == visible(pair.two)
    assert "Gone" not in repr(pair.hub.log)
    assert len(visible(pair.one)["contacts"]) == 2
    assert sync_state.rivals_count(pair.one) == 0, "what is equal is no conflict, but for when it was made"


def test_it_goes_on_wherever_it_was_interrupted(pair: Pair) -> None:
    """Between any two calls the file is closed and opened."""
    for number in range(30):
        add(pair.one, f"Person {number}")
    store = pair.one
    while laptop(store, SHARED).freeze_some(7):
        path = store.path
        store.close()
        store = pair.stores[0] = reopened(path)
        store.author = "Ana"
    pair.meet()
    assert visible(pair.one) == visible(pair.two)
    assert len(pair.hub.log) == 60

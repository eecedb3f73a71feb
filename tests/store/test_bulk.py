"""Many rows at once: the same as one by one, only faster."""

import pytest

from crmdesk.domain.channels import Phone
from crmdesk.domain.contacts import Contact
from crmdesk.domain.custom import CustomField
from crmdesk.domain.groups import Tag
from crmdesk.domain.ids import named_id
from crmdesk.domain.relations import RelationType
from crmdesk.store import bulk
from crmdesk.store.store import Store
from tests.store.template import visible


def test_what_is_not_said_is_as_the_record_declares(store: Store) -> None:
    with store.write("By hand") as session:
        session.add(Phone(owner_id=b"x" * 16, value="1", created_at=5))
    by_hand = [row[:-2] for row in visible(store)["phones"].values()]
    store.undo()
    with store.write("In bulk") as session:
        bulk.insert(session, Phone, [{"owner_id": b"x" * 16, "value": "1", "created_at": 5}])
    assert [row[:-2] for row in visible(store)["phones"].values()] == by_hand


def test_ids_are_made_and_unlike(store: Store) -> None:
    with store.write("In bulk") as session:
        bulk.insert(session, Contact, ({"given_name": str(number)} for number in range(1000)))
        found = [key for (key,) in bulk.fetch_all(session, Contact, "id")]
    assert len(set(found)) == 1000
    assert found == sorted(found)


def test_more_keys_than_a_statement_may_have(store: Store) -> None:
    with store.write("In bulk") as session:
        bulk.insert(session, Contact, [{"given_name": str(number)} for number in range(1201)])
        keys = [key for (key,) in bulk.fetch_all(session, Contact, "id")]
        assert [row["id"] for row in bulk.fetch(session, Contact, "id", keys)] == keys
        bulk.update(session, Contact, keys, {"rating": 3})
        assert {row["rating"] for row in bulk.whole(session, Contact)} == {3}
        bulk.mark_deleted(session, Contact, "id", keys[:1100])
        assert len(list(bulk.whole(session, Contact))) == 101
        assert len(list(bulk.fetch(session, Contact, "id", keys, deleted=True))) == 1201


def test_what_is_unknown_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match=r"binding|column|values"), store.write("Wrong") as session:
        bulk.insert(session, Tag, [{"name": "x", "colour": "red"}])
    assert not visible(store)["tags"]


def test_bulk_sees_what_the_session_holds(store: Store) -> None:
    with store.write("Both") as session:
        session.add(Tag(name="by hand"))
        assert [name for (name,) in bulk.fetch_all(session, Tag, "name")] == ["by hand"]


def test_what_comes_back_keeps_what_is_not_said_anew(store: Store) -> None:
    """A relation type that an import only names keeps the words and the kind that the user gave it."""
    key, other = named_id("relation type", "child"), named_id("field", "contacts", "Boat")
    with store.write("Set up") as session:
        session.add(RelationType(id=key, name="child", inverse="parent", kind="companies"))
        session.add(CustomField(id=other, record="contacts", name="Boat", kind="number", position=3))
    before = visible(store)
    with store.write("Name") as session:
        bulk.revive(session, RelationType, [{"id": key, "name": "child"}])
        bulk.revive(session, CustomField, [{"id": other, "record": "contacts", "name": "Boat"}])
    assert visible(store) == before
    with store.write("Delete") as session:
        bulk.mark_deleted(session, RelationType, "id", [key])
    with store.write("Name") as session:
        bulk.revive(session, RelationType, [{"id": key, "name": "child"}])
    assert visible(store) == before


def test_rows_of_one_call_may_say_different_things(store: Store) -> None:
    with store.write("In bulk") as session:
        bulk.insert(
            session, Tag, [{"id": b"\1" * 16, "name": "one", "created_at": 1}, {"name": "two", "id": b"\2" * 16}]
        )
        bulk.revive(
            session, Tag, [{"id": b"\1" * 16, "name": "three"}, {"created_at": 9, "id": b"\2" * 16, "name": "four"}]
        )
    assert [row[0] for row in visible(store)["tags"].values()] == ["three", "four"]


def test_nothing_is_nothing(store: Store) -> None:
    with store.write("Nothing") as session:
        bulk.insert(session, Tag, [])
        bulk.revive(session, Tag, [])
        bulk.update(session, Tag, [], {"name": "x"})
        bulk.mark_deleted(session, Tag, "id", [])
        assert list(bulk.fetch(session, Tag, "id", [])) == []
    assert store.next_undo() is None

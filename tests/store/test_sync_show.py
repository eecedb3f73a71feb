"""What colleagues did, in the tables: whole, in their name, and as asked for where it is a great deal."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from crmdesk.domain.activities import Activity
from crmdesk.domain.base import declared_fields
from crmdesk.domain.channels import Phone
from crmdesk.domain.contacts import Contact
from crmdesk.domain.private import Private
from crmdesk.domain.records import RECORDS
from crmdesk.services import records
from crmdesk.services.sync_shelf import MANY, SHARED, FileShelf, laptop
from crmdesk.store import bulk, sync_shapes
from crmdesk.store.store import Store
from crmdesk.sync.exchange import Halt, exchange
from tests.store.template import assert_finder_is_as_rebuilt, template, visible
from tests.store.test_journal import example
from tests.sync.pair import Pair

__all__ = ["template"]

NICKNAME = declared_fields(Contact)["nickname"].number


@pytest.fixture
def pair(template: Path, tmp_path: Path) -> Iterator[Pair]:
    with Pair(template, tmp_path) as pair:
        yield pair


def test_every_kind_of_record_arrives_and_is_undone(pair: Pair) -> None:
    """Created, undone, done again, told; undone, told."""
    for record in set(RECORDS) - {Private}:
        with pair.one.write(f"Add to {record.__tablename__}") as session:
            session.add(one := example(record))
            if isinstance(one, Activity):
                one.is_private = False
    made = visible(pair.one)
    assert all(made[record.__tablename__] for record in set(RECORDS) - {Private})
    while pair.one.undo():
        pass
    assert not any(visible(pair.one).values())
    while pair.one.redo():
        pass
    pair.meet()
    assert visible(pair.one) == made
    assert visible(pair.two) == made
    assert_finder_is_as_rebuilt(pair.two)
    while pair.one.undo():
        pass
    pair.meet(may_delete=True)
    assert not any(visible(pair.two).values())


def test_steps_of_colleagues(pair: Pair) -> None:
    with pair.one.write("New contact") as session:
        session.add(contact := Contact(given_name="Ana"))
    pair.meet()
    with pair.one.write("Rename Ana") as session:
        session.get_one(Contact, contact.id).given_name = "Bea"
    heard = []
    pair.two.changed.append(heard.append)
    pair.meet()
    assert [(each.text, each.tables, each.ids, each.can_undo) for each in heard] == [
        ("Rename Ana", {"contacts"}, {contact.id}, False)
    ]
    sql = "SELECT text, author, heard, can_undo FROM steps ORDER BY id"
    assert pair.two.connection.execute(sql).fetchall()[-1] == ("Rename Ana", "Ana", 1, 0)
    assert pair.two.next_undo() is None
    assert [row.name for row in pair.two.find("bea")] == ["Bea"]


def fill(store: Store, count: int) -> list[bytes]:
    with store.write("Import") as session:
        bulk.insert(session, Contact, [{"given_name": f"Person {number}"} for number in range(count)])
        return list(session.scalars(select(Contact.id)))


@pytest.mark.parametrize(
    ("there", "deleted", "asks"),
    [(60, 51, True), (600, 50, False), (600, 61, True), (20, 3, False), (20, 6, True), (3, 3, False)],
)
def test_a_great_deal_is_asked_about(pair: Pair, there: int, deleted: int, asks: bool) -> None:
    ids = fill(pair.one, there)
    pair.meet()
    records.delete(pair.one, "contact", ids[:deleted])
    exchange(laptop(pair.one, SHARED), pair.hub)
    before = visible(pair.two)
    if asks:
        with pytest.raises(Halt) as error:
            exchange(laptop(pair.two, SHARED), pair.hub)
        assert error.value.deletions == deleted
        assert visible(pair.two) == before
    exchange(laptop(pair.two, SHARED, may_delete=asks), pair.hub)
    assert len(visible(pair.two)["contacts"]) == there - deleted
    assert MANY == 50


def test_ones_own_deletions_are_asked_about_nowhere(pair: Pair) -> None:
    ids = fill(pair.one, 80)
    pair.meet()
    pair.two.author = pair.one.author
    records.delete(pair.one, "contact", ids)
    pair.meet()
    assert visible(pair.two)["contacts"] == {}


def test_what_a_newer_version_says_is_kept_until_it_is_known(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second file knows neither notes nor nicknames yet."""
    whole = sync_shapes.shapes

    def older(groups: sync_shapes.Groups) -> dict[int, sync_shapes.Shape]:
        known = {number: shape for number, shape in whole(groups).items() if shape.table != "notes"}
        contacts = known[Contact.number]
        kept = replace(
            contacts, members={group: some for group, some in contacts.members.items() if group != NICKNAME},
            group_of={number: group for number, group in contacts.group_of.items() if number != NICKNAME},
        )  # fmt: skip
        kept.__dict__["names"] = {number: name for number, name in contacts.names.items() if number != NICKNAME}
        return {**known, Contact.number: kept}

    pair.meet()
    with pair.one.write("New contact") as session:
        session.add(contact := Contact(given_name="Ana", nickname="Nana"))
        session.flush()
        session.add(note := example(next(record for record in RECORDS if record.__tablename__ == "notes")))
        note.owner_id = contact.id  # type: ignore[attr-defined]
    exchange(laptop(pair.one, SHARED), pair.hub)
    with monkeypatch.context() as patch:
        patch.setattr("crmdesk.services.sync_shelf.shapes", older)
        exchange(laptop(pair.two, SHARED), pair.hub)
        found = visible(pair.two)
        assert len(found["contacts"]) == 1
        assert found["notes"] == {}
        assert "Nana" not in repr(found)
        with pair.two.write("Change") as session:
            session.get_one(Contact, contact.id).given_name = "Bea"
        exchange(laptop(pair.two, SHARED), pair.hub)
    pair.meet()
    assert visible(pair.two) == visible(pair.one)
    assert "Nana" in repr(visible(pair.two))
    assert "Bea" in repr(visible(pair.one))
    assert pair.two.connection.execute("SELECT count(*) FROM sync_parked").fetchone() == (0,)


def test_what_cannot_stand_in_a_column_does_no_harm(pair: Pair) -> None:
    with pair.one.write("New phone") as session:
        session.add(example(Phone))
    shelf, found = FileShelf(pair.one, SHARED), laptop(pair.one, SHARED)
    change = found.pending(1)[0]
    fields = declared_fields(Phone)
    wrong = {fields["owner_id"].number: None, fields["position"].number: "first", fields["extension"].number: 7}
    with shelf.transaction():
        shelf.put_waiting([replace(change, values={**change.values, **wrong})])
    pair.meet()
    with pair.two.read() as session:
        phone = session.scalars(select(Phone)).one()
        assert (phone.owner_id, phone.position, phone.extension, phone.value) == (b"", 0, None, "x")

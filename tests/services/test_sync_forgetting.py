"""After the trash was emptied no word of what was in it stays anywhere in the file."""

from contextlib import closing
from pathlib import Path

from crmdesk.domain.channels import Phone
from crmdesk.domain.contacts import Contact
from crmdesk.domain.notes import Note
from crmdesk.services import records, trash
from crmdesk.services.sync_shelf import SHARED, FileShelf
from crmdesk.store.store import Store
from tests.store.template import template
from tests.sync.pair import Pair

__all__ = ["template"]


def everything(store: Store) -> str:
    shelf = FileShelf(store, SHARED)
    tables = ("sync_waiting", "sync_heads", "sync_lost", "sync_refused")
    rows = [store.connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables]
    return repr([rows, list(shelf.kept())])


def test_no_word_stays(template: Path, tmp_path: Path) -> None:
    with Pair(template, tmp_path) as pair:
        with pair.one.write("New contact") as session:
            session.add(contact := Contact(given_name="Zebedee"))
            session.add(Contact(given_name="Rui"))
            session.flush()
            key = contact.id
            session.add(Phone(owner_id=key, label="work", value="998877"))
            session.add(note := Note(owner_id=key, text="Owes us a favour"))
        pair.meet()
        for store, text in ((pair.one, "Owes us a zebra"), (pair.two, "Owes us a lion")):
            with store.write("Change") as session:
                session.get_one(Note, note.id).text = text
                session.get_one(Contact, key).nickname = text
        pair.meet()
        words = ("Zebedee", "998877", "favour", "zebra", "lion")
        assert all(word in everything(store) for store in pair.stores for word in words)
        records.delete(pair.one, "contact", [key])
        pair.meet()
        for store in pair.stores:
            assert trash.empty(store) == 1
            assert not [word for word in words if word in everything(store)]
            assert "Rui" in everything(store)
        pair.meet()
        for store in pair.stores:
            assert store.find("zebedee") == []
        with closing(pair.another()) as third:
            pair.stores.append(third)
            pair.meet()
            pair.stores.pop()
            assert third.find("zebedee") == []
            assert len(third.find("rui")) == 1


def test_what_was_deleted_and_purged_between_two_rounds_goes_for_all(template: Path, tmp_path: Path) -> None:
    with Pair(template, tmp_path) as pair:
        with pair.one.write("New contact") as session:
            session.add(contact := Contact(given_name="Zebedee"))
        pair.meet()
        records.delete(pair.one, "contact", [contact.id])
        trash.empty(pair.one)
        pair.meet()
        assert pair.two.find("zebedee") == []
        with pair.one.write("New contact") as session:
            session.add(contact := Contact(given_name="Never told"))
        records.delete(pair.one, "contact", [contact.id])
        trash.empty(pair.one)
        pair.meet()
        assert "Never" not in repr(pair.hub.log)

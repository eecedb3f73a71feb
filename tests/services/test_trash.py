"""The trash: what was deleted, found and brought back whole; what was emptied is nowhere any more."""

import pytest

from crmdesk.services import merging, records, trash
from crmdesk.store import attachments as contents
from crmdesk.store.store import Store
from tests.store.template import visible

PARTS = {
    "phones": [{"value": "+49 30 1234567"}],
    "emails": [{"value": "greta@example.org"}],
    "affiliations": [{"company": "Müller GmbH", "title": "Buyer"}],
    "notes": [{"text": "Likes tea"}],
}


@pytest.fixture
def greta(store: Store) -> bytes:
    return records.add(store, "contact", {"given_name": "Greta", "family_name": "Müller"}, PARTS)


def names(store: Store, text: str = "") -> list[str]:
    return [entry.name for entry in trash.deleted(store, text)]


def test_what_is_deleted_is_found_by_name_and_number(store: Store, greta: bytes) -> None:
    other = records.add(store, "contact", {"given_name": "Ana 100%"})
    records.delete(store, "contact", [greta])
    records.delete(store, "contact", [other])
    assert names(store) == ["Ana 100%", "Müller, Greta"]
    for text in ("muller", "GRETA mül", "1234567", "greta@", "  "):
        assert "Müller, Greta" in names(store, text), text
    assert names(store, "Ana, 100%") == ["Ana 100%"]
    assert names(store, "nobody") == []
    assert trash.count(store) == 2


def test_restore_brings_back_what_went_along_and_nothing_else(store: Store, greta: bytes) -> None:
    records.add_part(store, "phones", greta, {"value": "999 99 99"})
    [phone] = [row["id"] for row in records.show(store, greta)["phones"] if row["value"].startswith("999")]
    records.remove(store, "phones", [phone])
    before = visible(store)
    records.delete(store, "contact", [greta])
    assert trash.restore(store, [("contact", greta)]) == 1
    assert visible(store) == before, "the phone removed earlier stays removed"
    assert [row.name for row in store.find("greta")] == ["Greta Müller"]
    assert names(store) == []
    store.undo()
    assert names(store) == ["Müller, Greta"]


def test_one_of_many_deleted_together_comes_back_alone(store: Store, greta: bytes) -> None:
    others = [records.add(store, "contact", {"given_name": f"N{number}"}) for number in range(3)]
    records.delete(store, "contact", [greta, *others])
    trash.restore(store, [("contact", greta)])
    assert sorted(names(store)) == ["N0", "N1", "N2"]
    assert records.show(store, greta)["phones"][0]["value"] == "+49 30 1234567"


def test_a_company_comes_back_with_its_people(store: Store, greta: bytes) -> None:
    [company] = [row.id for row in store.listing("company").window(0, 9)]
    before = visible(store)
    records.delete(store, "company", [company])
    assert records.show(store, greta)["affiliations"] == []
    trash.restore(store, [("company", company)])
    assert visible(store) == before


def test_what_an_undo_took_back_was_not_deleted(store: Store, greta: bytes) -> None:
    store.undo()
    assert store.find("greta") == []
    assert names(store) == []
    store.redo()
    records.delete(store, "contact", [greta])
    store.undo()
    store.redo()
    assert names(store) == ["Müller, Greta"], "deleted, undone and done again"


def test_who_was_merged_is_told_of_plainly(store: Store, greta: bytes) -> None:
    others = [records.add(store, "contact", {"given_name": name}) for name in ("Grete", "Gretchen")]
    merging.merge(store, greta, others)
    assert {entry.merged_into for entry in trash.deleted(store)} == {"Greta Müller"}
    trash.restore(store, [("contact", others[0])])
    store.undo()
    store.undo()
    records.delete(store, "contact", [others[0]])
    assert [entry.merged_into for entry in trash.deleted(store)] == [""]


def test_emptying_leaves_nothing_of_it(store: Store, greta: bytes) -> None:
    records.set_value(store, "contacts", greta, "given_name", "Margarete")
    records.delete(store, "contact", [greta])
    kept = records.add(store, "contact", {"given_name": "Ana"})
    assert trash.empty(store, older_than_days=30) == 0
    assert trash.empty(store) == 1
    assert names(store) == []
    for word in ("Greta", "Margarete", "1234567", "greta", "margarete", "Likes tea"):
        assert word.encode() not in store.path.read_bytes(), word
    assert store.search_is_sound()
    assert store.path.read_bytes().count(b"Ana")
    assert store.undo() == "Add contact", "what was erased cannot be undone; Ana can"
    assert store.undo() is None
    assert store.redo() == "Add contact"
    assert records.show(store, kept)["name"] == "Ana"


def test_emptying_takes_the_content_of_files_along(store: Store, greta: bytes) -> None:
    from crmdesk.services import attachments

    attachments.add(store, greta, b"secret plan", "plan.txt")
    records.delete(store, "contact", [greta])
    sha256 = contents_of(store)
    trash.empty(store)
    assert not contents.is_there(store.connection, sha256)


def contents_of(store: Store) -> bytes:
    return bytes(store.connection.execute("SELECT sha256 FROM attachments").fetchone()[0])

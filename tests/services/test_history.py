"""The History tab: who changed what from what to what, newest first."""

from crmdesk.services import history, preferences, records
from crmdesk.services.history import Entry
from crmdesk.store.store import Store
from tests.store.template import visible

Line = tuple[str, str, str, str, str]


def lines(store: Store, key: bytes) -> list[Line]:
    return [line(entry) for entry in history.of_record(store, key)]


def line(entry: Entry) -> Line:
    return entry.kind, entry.what, entry.field, entry.before, entry.after


def test_a_chain_of_changes(store: Store) -> None:
    store.author = "ana"
    key = records.add(store, "contact", {"given_name": "Rui", "family_name": "Lima"})
    for name in ("Rui 2", "Rui 3"):
        records.set_value(store, "contacts", key, "given_name", name)
    records.set_value(store, "contacts", key, "given_name", "")
    assert lines(store, key) == [
        ("changed", "Contact", "First name", "Rui 3", ""),
        ("changed", "Contact", "First name", "Rui 2", "Rui 3"),
        ("changed", "Contact", "First name", "Rui", "Rui 2"),
        ("added", "Contact", "", "", "Rui Lima"),
    ]
    found = history.of_record(store, key)
    assert [entry.at for entry in found] == sorted((entry.at for entry in found), reverse=True)
    assert {entry.author for entry in found} == {"ana"}
    assert found[0].step == "Change first name"


def test_parts_choices_and_flags_in_words(store: Store) -> None:
    preferences.set_country(store, "US")
    key = records.add(store, "contact", {"given_name": "Rui", "stage": "lead"}, {"phones": [{"value": "212 555 0100"}]})
    records.set_value(store, "contacts", key, "stage", "customer")
    (phone,) = visible(store)["phones"]
    records.set_value(store, "phones", phone, "label", "work")
    records.set_value(store, "phones", phone, "is_primary", False)
    records.set_photo(store, key, "image/png", b"1234")
    records.remove(store, "phones", [phone])
    assert lines(store, key) == [
        ("removed", "Phone", "", "", ""),
        ("added", "Photo", "", "", ""),
        ("changed", "Phone", "Primary", "yes", "no"),
        ("changed", "Phone", "Label", "other", "work"),
        ("changed", "Contact", "Stage", "Lead", "Customer"),
        ("added", "Phone", "", "", "212 555 0100"),
        ("added", "Contact", "", "", "Rui"),
    ]


def test_undo_and_redo_are_told_as_such(store: Store) -> None:
    key = records.add(store, "contact", {"given_name": "Rui"})
    records.set_value(store, "contacts", key, "given_name", "Ana")
    store.undo()
    store.redo()
    found = history.of_record(store, key)
    assert [(line(entry)[3:], entry.undone) for entry in found] == [
        (("Rui", "Ana"), True),
        (("Ana", "Rui"), True),
        (("Rui", "Ana"), False),
        (("", "Rui"), False),
    ]


def test_a_deleted_and_undeleted_record(store: Store) -> None:
    key = records.add(store, "contact", {"given_name": "Rui"})
    records.delete(store, "contact", [key])
    store.undo()
    assert [kind for kind, *_rest in lines(store, key)] == ["added", "removed", "added"]


def test_a_part_that_came_back_by_its_name(store: Store) -> None:
    key = records.add(store, "contact", {"given_name": "Rui"})
    for _time in range(2):
        records.add_tag(store, key, "VIP")
        (tagging,) = visible(store)["taggings"]
        records.remove(store, "taggings", [tagging])
    assert [kind for kind, *_rest in lines(store, key)] == ["removed", "added", "removed", "added", "added"]


def test_only_ones_own(store: Store) -> None:
    key = records.add(store, "contact", {"given_name": "Rui"})
    records.add(store, "contact", {"given_name": "Ana"}, {"notes": [{"text": "x"}]})
    assert len(lines(store, key)) == 1


def test_companies_have_one_too(store: Store) -> None:
    key = records.add(store, "company", {"name": "Acme"})
    records.set_value(store, "companies", key, "name", "Ajax")
    assert lines(store, key)[0] == ("changed", "Company", "Name", "Acme", "Ajax")


def test_the_steps_of_the_file(store: Store) -> None:
    key = records.add(store, "contact", {"given_name": "Rui"})
    records.set_value(store, "contacts", key, "given_name", "Ana")
    store.undo()
    steps = history.steps(store)
    assert [(step["text"], step["undoes"], step["undone_by"]) for step in steps] == [
        ("Change first name", steps[1]["id"], None),
        ("Change first name", None, steps[0]["id"]),
        ("Add contact", None, None),
    ]
    assert len(history.steps(store, limit=2)) == 2

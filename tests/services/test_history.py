"""The History tab: who changed what from what to what, newest first."""

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.services import activities, custom, groups, history, preferences, records, relations
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
        ("removed", "Phone", "", "work 212 555 0100", ""),
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


class TestInWords:
    """What was done is told as the user would."""

    def test_names_stand_for_ids(self, store: Store) -> None:
        key = records.add(store, "contact", {"given_name": "Rui"})
        records.add_part(store, "affiliations", key, {"title": "Baker", "company": "Acme"})
        (place,) = visible(store)["affiliations"]
        records.set_values(store, "affiliations", place, {"company": "Ajax"})
        assert lines(store, key)[:2] == [
            ("changed", "Position", "Company", "Acme", "Ajax"),
            ("added", "Position", "", "", "Baker, Acme"),
        ]

    def test_a_company_tells_who_came(self, store: Store) -> None:
        key = records.add(store, "contact", {"given_name": "Rui", "family_name": "Lima"})
        records.add_part(store, "affiliations", key, {"title": "Baker", "company": "Acme"})
        company = next(iter(visible(store)["companies"]))
        assert lines(store, company)[0] == ("added", "Position", "", "", "Baker, Rui Lima")

    def test_relations_from_both_sides(self, store: Store) -> None:
        rui, ana = (records.add(store, "contact", {"given_name": name}) for name in ("Rui", "Ana"))
        relations.relate(store, rui, "child", ana, inverse="parent")
        assert lines(store, rui)[0] == ("added", "Relation", "", "", "child: Ana")
        assert lines(store, ana)[0] == ("added", "Relation", "", "", "parent: Rui")

    def test_tags_groups_and_what_was_done(self, store: Store) -> None:
        key = records.add(store, "contact", {"given_name": "Rui"})
        records.add_tag(store, key, "VIP")
        groups.put_in(store, groups.add(store, "Friends"), [key])
        activities.log(store, [key], "call", subject="Asks for a price")
        told = lines(store, key)
        assert told[:3] == [
            ("added", "Activity", "", "", "Call – Asks for a price"),
            ("added", "Group", "", "", "Friends"),
            ("added", "Tag", "", "", "VIP"),
        ]

    def test_own_fields_by_their_names(self, store: Store) -> None:
        field = custom.add_field(store, "contacts", "Favourite bread", Kind.TEXT)
        key = records.add(store, "contact", {"given_name": "Rui"})
        for value in ("rye", "pão de queijo", ""):
            records.set_custom(store, key, field, value)
        assert lines(store, key)[:3] == [
            ("changed", "Custom field", "Favourite bread", "pão de queijo", ""),
            ("changed", "Custom field", "Favourite bread", "rye", "pão de queijo"),
            ("changed", "Custom field", "Favourite bread", "", "rye"),
        ]

    def test_formatted_notes_as_text(self, store: Store) -> None:
        key = records.add(store, "contact", {"given_name": "Rui"})
        note = records.add_part(store, "notes", key, {"text": "Call"})
        records.set_values(store, "notes", note, {"text": "<p>Call <b>soon</b></p>", "is_html": True})
        assert lines(store, key)[0] == ("changed", "Note", "Text", "Call", "Call soon")

    def test_one_that_is_gone_still_has_a_name(self, store: Store) -> None:
        rui, ana = (records.add(store, "contact", {"given_name": name}) for name in ("Rui", "Ana"))
        relations.relate(store, rui, "spouse", ana)
        records.delete(store, "contact", [ana])
        assert lines(store, rui)[-2] == ("added", "Relation", "", "", "spouse: Ana")


class TestWindows:
    def made(self, store: Store) -> bytes:
        key = records.add(store, "contact", {"given_name": "Rui", "source": "0"})
        for number in range(1, 31):
            records.set_value(store, "contacts", key, "source", str(number))
            if number % 10 == 0:
                records.add_part(store, "notes", key, {"text": f"Note {number}"})
        return key

    def test_they_join_to_the_whole(self, store: Store) -> None:
        key = self.made(store)
        whole = history.of_record(store, key)
        for size in (1, 7, 34, 100):
            found, before = [], None
            while (part := history.window(store, key, before=before, limit=size)).entries or part.before:
                found += part.entries
                before = part.before
                if before is None:
                    break
            assert found == whole

    def test_a_step_is_never_parted(self, store: Store) -> None:
        key = records.add(store, "contact", {"given_name": "Rui"})
        records.set_values(store, "contacts", key, {"source": "Fair", "occupation": "Baker", "rating": 3})
        assert len(history.window(store, key, limit=1).entries) == 3

    def test_words_are_looked_for_in_all_of_it(self, store: Store) -> None:
        key = self.made(store)
        found = history.window(store, key, "nóte 10", limit=5)
        assert [entry.after for entry in found.entries] == ["Note 10"]
        assert found.before is None
        assert not history.window(store, key, "nowhere").entries


class TestRestore:
    def restore(self, store: Store, key: bytes, place: int = 0) -> str:
        entry = history.of_record(store, key)[place]
        assert entry.can_restore
        return history.restore(store, entry.number, entry.column)

    def test_a_value_is_one_step(self, store: Store) -> None:
        key = records.add(store, "contact", {"given_name": "Rui", "source": "Fair"})
        records.set_values(store, "contacts", key, {"source": "Web", "occupation": "Baker"})
        entry = next(entry for entry in history.of_record(store, key) if entry.field == "Source")
        assert history.restore(store, entry.number, entry.column) == "source"
        fields = records.show(store, key)["fields"]
        assert (fields["source"], fields["occupation"]) == ("Fair", "Baker")
        assert store.undo() == "Restore source"
        assert records.show(store, key)["fields"]["source"] == "Web"

    def test_what_is_so_already_is_not_offered(self, store: Store) -> None:
        key = records.add(store, "contact", {"given_name": "Rui", "source": "Fair"})
        records.set_value(store, "contacts", key, "source", "Web")
        store.undo()
        assert [entry.can_restore for entry in history.of_record(store, key)] == [True, False, False]

    def test_a_number_comes_back_with_all_that_follows_from_it(self, store: Store) -> None:
        preferences.set_country(store, "US")
        key = records.add(store, "contact", {"given_name": "Rui"}, {"phones": [{"value": "212 555 0100"}]})
        before = records.show(store, key)["phones"]
        records.set_value(store, "phones", before[0]["id"], "value", "212 555 0199 x12")
        self.restore(store, key)
        assert records.show(store, key)["phones"] == before

    def test_a_part_that_was_removed_comes_back(self, store: Store) -> None:
        key = records.add(store, "contact", {"given_name": "Rui"})
        note = records.add_part(store, "notes", key, {"text": "Call"})
        records.set_value(store, "notes", note, "text", "Call her")
        records.remove(store, "notes", [note])
        assert self.restore(store, key) == "note"
        assert records.show(store, key)["notes"][0]["text"] == "Call her"

    def test_a_value_of_a_part_that_was_removed_brings_it_back(self, store: Store) -> None:
        key = records.add(store, "contact", {"given_name": "Rui"})
        note = records.add_part(store, "notes", key, {"text": "Call"})
        records.set_values(store, "notes", note, {"text": "<p><b>Call</b> her</p>", "is_html": True})
        records.remove(store, "notes", [note])
        self.restore(store, key, 1)
        (shown,) = records.show(store, key)["notes"]
        assert (shown["text"], shown.get("is_html", False)) == ("Call", False)

    def test_refused_where_its_owner_is_gone(self, store: Store) -> None:
        key = records.add(store, "contact", {"given_name": "Rui", "source": "Fair"})
        records.set_value(store, "contacts", key, "source", "Web")
        entry = history.of_record(store, key)[0]
        records.delete(store, "contact", [key])
        with pytest.raises(UserError, match="deleted meanwhile"):
            history.restore(store, entry.number, entry.column)

    def test_refused_where_what_it_led_to_is_gone(self, store: Store) -> None:
        key = records.add(store, "contact", {"given_name": "Rui"})
        place = records.add_part(store, "affiliations", key, {"title": "Baker", "company": "Acme"})
        acme = next(iter(visible(store)["companies"]))
        records.set_values(store, "affiliations", place, {"company": "Ajax"})
        entry = history.of_record(store, key)[0]
        records.delete(store, "company", [acme])
        with pytest.raises(UserError, match="What this led to"):
            history.restore(store, entry.number, entry.column)

    def test_refused_where_it_is_gone_for_good(self, store: Store) -> None:
        with pytest.raises(UserError, match="for good"):
            history.restore(store, 10**9, "source")

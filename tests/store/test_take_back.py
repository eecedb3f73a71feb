"""An earlier step set back later: all of it but what was changed since, and what that needs."""

from crmdesk.services import groups, records
from crmdesk.store.store import Store
from tests.store.template import visible


def last_step(store: Store) -> int:
    return int(store.connection.execute("SELECT max(id) FROM steps").fetchone()[0])


def imported(store: Store) -> tuple[int, dict[str, bytes]]:
    """Three people made in one step with a company, a phone, a group and a tag."""
    from crmdesk.domain.card import Card
    from crmdesk.services.cards import Writer

    keys = {}
    with store.write("Import") as session:
        writer = Writer(session, None)
        for name in ("Ana", "Rui", "Zoe"):
            keys[name] = writer.add(
                Card(
                    fields={"given_name": name},
                    affiliations=[{"company": f"{name} & Co"}],
                    phones=[{"value": f"55{len(name)}"}],
                    groups=["Imported"],
                    tags=["new"],
                )
            )
        writer.flush()
    return last_step(store), keys


def names(store: Store, kind: str = "contact") -> list[str]:
    return [row.name for row in store.listing(kind).window(0, 99)]


def test_all_of_it_where_nothing_was_changed(store: Store) -> None:
    before = visible(store)
    step, _keys = imported(store)
    assert store.take_back(step, "Take back") == 0
    assert visible(store) == before
    assert store.undo() == "Take back"
    assert names(store) == ["Ana", "Rui", "Zoe"]


def test_who_was_changed_since_stays_with_all_that_is_theirs(store: Store) -> None:
    step, keys = imported(store)
    records.add_part(store, "notes", keys["Rui"], {"text": "Called"})
    before = records.show(store, keys["Rui"])
    assert store.take_back(step, "Take back") == 2, "Rui and his company"
    assert names(store) == ["Rui"]
    assert names(store, "company") == ["Rui & Co"]
    assert records.show(store, keys["Rui"]) == before
    assert store.search_is_sound()
    assert store.orphans() == []


def test_what_a_later_record_refers_to_stays(store: Store) -> None:
    step, _keys = imported(store)
    records.add(store, "contact", {"given_name": "Max"}, {"affiliations": [{"company": "Zoe & Co"}]})
    assert store.take_back(step, "Take back") == 1
    assert names(store) == ["Max"]
    assert names(store, "company") == ["Zoe & Co"]


def test_a_field_changed_again_keeps_the_later_value(store: Store) -> None:
    key = records.add(store, "contact", {"given_name": "Ana", "nickname": "A", "occupation": "Baker"})
    records.set_values(store, "contacts", key, {"nickname": "An", "occupation": "Cook"}, "Update")
    step = last_step(store)
    records.set_value(store, "contacts", key, "nickname", "Annie")
    store.take_back(step, "Take back")
    fields = records.show(store, key)["fields"]
    assert (fields["nickname"], fields["occupation"]) == ("Annie", "Baker")


def test_what_was_undone_since_does_not_count(store: Store) -> None:
    before = visible(store)
    step, keys = imported(store)
    records.set_value(store, "contacts", keys["Ana"], "nickname", "A")
    store.undo()
    store.take_back(step, "Take back")
    assert visible(store) == before


def test_a_group_that_others_joined_stays(store: Store) -> None:
    other = records.add(store, "contact", {"given_name": "Max"})
    step, _keys = imported(store)
    groups.put_in(store, groups.by_name(store, "Imported"), [other])
    store.take_back(step, "Take back")
    assert names(store) == ["Max"]
    assert [(group.name, group.count) for group in groups.list_groups(store)] == [("Imported", 1)]

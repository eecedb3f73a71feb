"""What is not in step with the hub, by its state; and what to do about what the hub refuses, or would delete."""

from contextlib import suppress

import pytest

from crmdesk.domain.contacts import Contact
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import new_id
from crmdesk.services import brake, records, sync_pending
from crmdesk.services.sync_pending import Group, Standing
from crmdesk.services.sync_shelf import SHARED, FileShelf, laptop
from crmdesk.store import bulk, sync_heads, sync_kept
from crmdesk.store.store import Store
from crmdesk.sync.exchange import exchange
from crmdesk.sync.memory import MemoryHub
from tests.services.colleagues import Team, cheap_passwords, open_team

__all__ = ["cheap_passwords", "open_team"]


@pytest.fixture
def hub(store: Store) -> MemoryHub:
    """That the file is in step with."""
    ticks = iter(range(1_790_000_000_000, 1_900_000_000_000, 1_000))
    hub = MemoryHub(lambda: next(ticks))
    exchange(laptop(store, SHARED), hub)
    return hub


def by_state(store: Store) -> dict[Standing, Group]:
    return {group.standing: group for group in sync_pending.pending(store)}


def refuse(store: Store, key: bytes) -> bytes:
    """As when the hub will not have the last change of a row."""
    shelf = FileShelf(store, SHARED)
    laptop(store, SHARED).freeze_some(100)
    (change,) = [change for change in shelf.waiting(0) if change.row == key][-1:]
    with shelf.transaction():
        shelf.drop_waiting([change.id])
        shelf.refuse(change, "You may only read here.")
    return change.id


def test_from_done_to_heard_back(store: Store, hub: MemoryHub) -> None:
    assert sync_pending.pending(store) == []
    key = records.add(store, "contact", {"given_name": "Maria", "family_name": "Bell"})
    records.add_part(store, "phones", key, {"value": "+351 912 345 678", "label": "work"})
    (group,) = sync_pending.pending(store)
    assert (group.standing, group.count, group.kinds) == (Standing.TO_SEND, 2, (("Contact", 1), ("Phone", 1)))
    assert {entry.title for entry in group.entries} == {"Maria Bell"}
    assert {entry.what for entry in group.entries} == {"Contact", "Phone: work +351 912 345 678"}
    assert all(entry.at and entry.section == "contacts" and entry.owner == key for entry in group.entries)
    laptop(store, SHARED).freeze_some(100)
    assert by_state(store)[Standing.TO_SEND].count == 2
    told = laptop(store, SHARED).pending(100)
    hub.push(laptop(store, SHARED).standing(), told)
    laptop(store, SHARED).was_told(len(told))
    assert {state: group.count for state, group in by_state(store).items()} == {Standing.TOLD: 2}
    exchange(laptop(store, SHARED), hub)
    assert sync_pending.pending(store) == []


@pytest.mark.usefixtures("hub")
def test_very_many_are_counted(store: Store) -> None:
    with store.write("Import") as session:
        bulk.insert(session, Contact, [{"given_name": str(number)} | {"id": new_id()} for number in range(3_000)])
    group = by_state(store)[Standing.TO_SEND]
    assert (group.count, len(group.entries)) == (3_000, sync_pending.SHOWN)


@pytest.mark.usefixtures("hub")
def test_what_the_hub_refuses(store: Store) -> None:
    key = records.add(store, "contact", {"given_name": "Maria", "family_name": "Bell"})
    records.set_value(store, "contacts", key, "family_name", "Belo")
    change = refuse(store, key)
    (entry,) = by_state(store)[Standing.REFUSED].entries
    assert (entry.key, entry.title, entry.reason) == (change, "Maria Belo", "You may only read here.")
    assert "Last name: Belo" in entry.words.splitlines()
    assert sync_pending.send_again(store, [change]) == 1
    found = by_state(store)
    assert Standing.REFUSED not in found
    assert found[Standing.TO_SEND].count == 1


def test_a_refused_change_is_taken_back(store: Store, hub: MemoryHub) -> None:
    key = records.add(store, "contact", {"given_name": "Maria", "family_name": "Bell"})
    exchange(laptop(store, SHARED), hub)
    records.set_value(store, "contacts", key, "family_name", "Belo")
    assert sync_pending.take_back(store, [refuse(store, key)]) == 1
    assert store.find("maria")[0].name == "Maria Bell"
    assert Standing.REFUSED not in by_state(store)
    store.undo()
    assert store.find("maria")[0].name == "Maria Belo"
    other = records.add(store, "contact", {"given_name": "Tom"})
    sync_pending.take_back(store, [refuse(store, other)])
    assert not store.find("tom")


@pytest.mark.usefixtures("hub")
def test_what_a_newer_version_said(store: Store) -> None:
    with store._transaction():
        sync_heads.park(store.connection, SHARED, [(9_999, new_id())])
    group = by_state(store)[Standing.NEWER]
    assert (group.count, group.entries[0].title) == (1, "Not known here yet")


def test_the_brake_names_what_would_go(open_team: Team) -> None:
    ana = open_team.owner()
    keys = ana.add_all([{"given_name": f"N{number:02}", "family_name": "Bell"} for number in range(60)])
    ana.sync()
    rui = open_team.colleague()
    rui.sync()
    assert brake.stopped(rui.store) is None
    ana.delete(keys)
    ana.sync()
    with suppress(UserError):
        rui.sync()
    found = brake.stopped(rui.store)
    assert found
    assert (found.count, found.authors) == (60, (("Ana", 60),))
    assert len(found.names) == brake.SHOWN
    assert found.names[0].endswith("Bell")
    brake.keep_them(rui.store)
    rui.sync()
    assert brake.stopped(rui.store) is None
    assert rui.contacts() == 60


@pytest.mark.usefixtures("hub")
def test_files_that_the_hub_does_not_take(store: Store) -> None:
    sync_kept.add(store, "unsent", b"\x01".hex(), [SHARED, 10, "Plan.pdf", "It is larger than the hub takes."])
    group = by_state(store)[Standing.HELD]
    assert [(entry.title, entry.reason) for entry in group.entries] == [
        ("Plan.pdf", "It is larger than the hub takes.")
    ]

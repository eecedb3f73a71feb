"""Steps: all or nothing, told once, never one inside another."""

from contextlib import closing, suppress
from pathlib import Path

import pytest

from crmdesk.domain.channels import Email, Phone
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.errors import UserError
from crmdesk.domain.groups import Tag
from crmdesk.services import records
from crmdesk.store import bulk, steps
from crmdesk.store.sessions import WITH_DELETED
from crmdesk.store.steps import Changed
from crmdesk.store.store import Store
from tests.store.template import assert_finder_is_as_rebuilt, count, everything_found, journal, visible


@pytest.fixture
def heard(store: Store) -> list[Changed]:
    """What the store told its listeners."""
    told: list[Changed] = []
    store.changed.append(told.append)
    return told


def test_a_step_without_changes_leaves_nothing(store: Store, heard: list[Changed]) -> None:
    with store.write("Add") as session:
        session.add(contact := Contact(given_name="Ana"))
    with store.write("Nothing"):
        pass
    with store.write("The same again") as session:
        session.get(Contact, contact.id).given_name = "Ana"  # type: ignore[union-attr]
        bulk.update(session, Contact, [contact.id], {"given_name": "Ana"})
    assert count(store, "steps") == 1
    assert [changed.text for changed in heard] == ["Add"]
    assert store.next_undo() == "Add"


def test_an_error_takes_the_whole_step_back(store: Store, heard: list[Changed]) -> None:
    with store.write("Add") as session:
        session.add(Contact(given_name="Ana"))
    before, found, clock = visible(store), everything_found(store), journal(store, "hlc")
    with suppress(KeyboardInterrupt), store.write("Wrong") as session:
        session.add(Contact(given_name="Eve"))
        session.flush()
        bulk.insert(session, Phone, [{"owner_id": b"x" * 16, "value": "1"}])
        raise KeyboardInterrupt
    assert (visible(store), everything_found(store), journal(store, "hlc")) == (before, found, clock)
    assert count(store, "steps") == 1
    assert len(heard) == 1
    assert not store.busy
    with store.write("After") as session:
        session.add(Contact(given_name="Rui"))
    assert store.next_undo() == "After"


def test_an_error_at_the_end_takes_the_whole_step_back(store: Store) -> None:
    """The flush at the end of the step, when its author has done all."""
    before = visible(store)
    with pytest.raises(Exception, match="NOT NULL"), store.write("Wrong") as session:
        session.add(Phone(value="1"))
    assert visible(store) == before
    assert not store.busy


def test_listeners_hear_of_a_step_once_and_after_it(store: Store) -> None:
    seen: list[tuple[bool, int]] = []
    store.changed.append(lambda _changed: seen.append((store.busy, count(store, "contacts"))))
    with store.write("Add") as session:
        session.add(Contact(given_name="Ana"))
        session.flush()
        assert not seen
    assert seen == [(False, 1)]


def test_what_changed_is_told_with_tables_and_owners(store: Store, heard: list[Changed]) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"}, {"phones": [{"value": "1234567"}]})
    phone = next(iter(visible(store)["phones"]))
    assert heard[0].tables == {"contacts", "phones"}
    assert heard[0].ids == {ana, phone}
    records.set_value(store, "phones", phone, "value", "7654321")
    assert heard[1] == Changed("Change number", frozenset({"phones"}), frozenset({phone, ana}))
    assert heard[1].touches(ana)
    assert not heard[1].touches(b"x" * 16)
    store.undo()
    store.redo()
    assert [changed.text for changed in heard[2:]] == ["Change number", "Change number"]
    assert all(changed.tables == {"phones"} and changed.touches(ana) for changed in heard[2:])


def test_those_who_show_a_renamed_company_are_told(store: Store, heard: list[Changed]) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"}, {"affiliations": [{"company": "Acme"}]})
    records.add_tag(store, ana, "VIP")
    records.set_value(store, "companies", next(iter(visible(store)["companies"])), "name", "Ajax")
    assert heard[-1].touches(ana)
    records.set_value(store, "tags", next(iter(visible(store)["tags"])), "name", "Friends")
    assert heard[-1].touches(ana)


def test_very_many_changes_are_told_without_names(store: Store, heard: list[Changed]) -> None:
    with store.write("Many") as session:
        bulk.insert(session, Contact, [{"given_name": str(number)} for number in range(steps.NAMED_IDS + 1)])
    assert heard[0].ids is None
    assert heard[0].touches(b"anybody")


def test_a_listener_that_leaves_while_told(store: Store) -> None:
    heard: list[str] = []

    def once(changed: Changed) -> None:
        heard.append(changed.text)
        store.changed.remove(once)

    store.changed += [once, lambda changed: heard.append(changed.text)]
    records.add(store, "contact", {"given_name": "A"})
    records.add(store, "contact", {"given_name": "B"})
    assert len(heard) == 3


def test_a_step_inside_a_step_is_refused_and_the_outer_one_goes_on(store: Store) -> None:
    with store.write("Outer") as session:
        session.add(Contact(given_name="Ana"))
        session.flush()
        with pytest.raises(RuntimeError, match="open"), store.write("Inner"):
            pytest.fail("two steps at once")
        with pytest.raises(RuntimeError, match="open"):
            store.undo()
        with pytest.raises(RuntimeError, match="open"):
            store.rebuild_search()
        session.add(Contact(given_name="Rui"))
    assert count(store, "contacts") == 2
    assert store.next_undo() == "Outer"


def test_reading_changes_nothing(store: Store) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"})
    with store.read() as session:
        session.get_one(Contact, ana).given_name = "Eve"
        with pytest.raises(RuntimeError, match=r"inside `store\.write` only"):
            session.flush()
    with store.read() as session:
        session.add(Contact(given_name="Eve"))
        with pytest.raises(RuntimeError, match=r"inside `store\.write` only"):
            session.flush()
        with pytest.raises(RuntimeError):
            session.commit()
    assert [row.name for row in store.rows([ana])] == ["Ana"]
    assert count(store, "contacts") == 1


def test_what_was_read_stays_readable(store: Store) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"})
    with store.read() as session:
        contact = session.get_one(Contact, ana)
    assert contact.given_name == "Ana"


def test_what_is_deleted_is_hidden_unless_asked_for(store: Store) -> None:
    ana = records.add(store, "contact", {"given_name": "Ana"})
    records.delete(store, "contact", [ana])
    with store.read() as session:
        assert session.query(Contact).count() == 0
        assert session.query(Contact).execution_options(**WITH_DELETED).count() == 1
        assert not list(bulk.fetch(session, Contact, "id", [ana]))
        assert list(bulk.fetch(session, Contact, "id", [ana], deleted=True))


def test_the_step_is_whole_after_a_pause(store: Store) -> None:
    """As an import does it: reads come between its parts."""
    with store.write_in_parts("Long") as (session, step):
        bulk.insert(session, Contact, [{"given_name": f"Name{number}"} for number in range(1200)])
        left = []
        for number in step.renew_search():
            left.append(number)
            assert store.find("Nobody") == []
            assert store.busy
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0
    assert store.listing("contact").count() == 1200
    assert_finder_is_as_rebuilt(store)


def test_changes_after_the_search_was_renewed_are_found_too(store: Store) -> None:
    with store.write_in_parts("Long") as (session, step):
        bulk.insert(session, Contact, [{"given_name": "Early"}])
        list(step.renew_search())
        session.add(Contact(given_name="Late"))
    assert [row.name for row in store.find("late")] == ["Late"]
    assert_finder_is_as_rebuilt(store)


def test_a_file_that_vanished_takes_no_more_steps(store: Store, desk: Path) -> None:
    records.add(store, "contact", {"given_name": "Ana"})
    desk.rename(desk.with_name("Elsewhere.crmdesk"))
    with pytest.raises(UserError, match="Desk"):
        records.add(store, "contact", {"given_name": "Rui"})
    assert not store.busy


def test_a_new_file_has_a_device_of_its_own(tmp_path: Path) -> None:
    devices = set()
    for name in ("One", "Two"):
        with closing(Store.create(tmp_path / f"{name}.crmdesk", None)) as store:
            devices.add(store.connection.execute("SELECT device FROM journal").fetchone())
    assert len(devices) == 2
    assert all(len(device) == 8 for (device,) in devices)


def test_orphans_are_told(store: Store) -> None:
    with store.write("Wrong") as session:
        session.add_all([Email(owner_id=b"x" * 16, value="a@b.example"), Tag(name="fine"), Company(name="Fine")])
        session.add(Affiliation(contact_id=b"x" * 16))
    assert len(store.orphans()) == 2
    assert "emails" in " ".join(store.orphans())

"""What is private reaches one's own laptops only, wherever it was before."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.channels import Phone
from crmdesk.domain.contacts import Contact
from crmdesk.domain.ids import named_id
from crmdesk.domain.notes import Note
from crmdesk.services import preferences
from crmdesk.services.private import make_private, make_shared, private_among
from crmdesk.services.sync_shelf import OWN, SHARED, laptop
from crmdesk.store.store import Store
from crmdesk.sync.exchange import exchange
from crmdesk.sync.memory import MemoryHub
from tests.store.template import reopened, template

__all__ = ["template"]


class Team:
    """Ana with two laptops, and Bea."""

    def __init__(self, template: Path, folder: Path) -> None:
        self.shared, self.hers, self.beas = (MemoryHub(lambda: 1 << 46) for _log in range(3))
        names = ("Ana", "Ana", "Bea")
        self.stores = [
            reopened(Path(shutil.copy(template, folder / f"{place}.crmdesk"))) for place in range(len(names))
        ]
        for store, name in zip(self.stores, names, strict=True):
            store.author = name
        self.ana, self.again, self.bea = self.stores

    def meet(self, *, own_first: bool = False) -> None:
        for _round in range(2):
            for store in self.stores:
                logs = [(SHARED, self.shared), (OWN, self.beas if store is self.bea else self.hers)]
                for log, hub in reversed(logs) if own_first else logs:
                    exchange(laptop(store, log), hub)


@pytest.fixture
def team(template: Path, tmp_path: Path) -> Iterator[Team]:
    team = Team(template, tmp_path)
    yield team
    for store in team.stores:
        store.close()


def people(store: Store) -> list[tuple[str | None, list[str], list[str]]]:
    with store.read() as session:
        return [
            (
                contact.given_name,
                list(session.scalars(select(Phone.value).where(Phone.owner_id == contact.id))),
                list(session.scalars(select(Note.text).where(Note.owner_id == contact.id))),
            )
            for contact in session.scalars(select(Contact).order_by(Contact.given_name))
        ]


def add(store: Store, name: str) -> bytes:
    with store.write("New contact") as session:
        session.add(contact := Contact(given_name=name))
        session.flush()
        session.add(Phone(owner_id=contact.id, label="work", value="123"))
        return contact.id


def note(store: Store, key: bytes, text: str) -> None:
    with store.write("Note") as session:
        session.add(Note(owner_id=key, text=text))


def words(hub: MemoryHub) -> str:
    return repr([placed.change.values for placed in hub.log])


@pytest.mark.parametrize("own_first", [False, True])
def test_from_the_beginning(team: Team, own_first: bool) -> None:
    key = add(team.ana, "Secret")
    make_private(team.ana, [key])
    note(team.ana, key, "Nobody knows")
    team.meet(own_first=own_first)
    note(team.again, key, "Later, elsewhere")
    team.meet(own_first=own_first)
    expected = [("Secret", ["123"], ["Nobody knows", "Later, elsewhere"])]
    assert people(team.ana) == people(team.again) == expected
    assert people(team.bea) == []
    assert not {"Secret", "Nobody", "Later", "123"} & set(words(team.shared).replace("'", " ").split())


@pytest.mark.parametrize("own_first", [False, True])
def test_out_of_what_was_shared_and_back(team: Team, own_first: bool) -> None:
    key, other = add(team.ana, "Lima"), add(team.ana, "Rui")
    team.meet(own_first=own_first)
    assert people(team.bea) == people(team.ana) == people(team.again)
    make_private(team.ana, [key])
    team.meet(own_first=own_first)
    assert people(team.ana) == people(team.again) == [("Lima", ["123"], []), ("Rui", ["123"], [])]
    assert people(team.bea) == [("Rui", ["123"], [])]
    note(team.again, key, "In private")
    with team.again.write("Rename") as session:
        session.get_one(Contact, key).given_name = "Lima Souza"
    team.meet(own_first=own_first)
    assert people(team.ana) == people(team.again)
    assert "private" not in words(team.shared)
    make_shared(team.again, [key])
    team.meet(own_first=own_first)
    expected = [("Lima Souza", ["123"], ["In private"]), ("Rui", ["123"], [])]
    assert [people(store) for store in team.stores] == [expected] * 3
    with team.bea.write("Rename") as session:
        session.get_one(Contact, key).given_name = "L."
        session.get_one(Contact, other).given_name = "R."
    team.meet(own_first=own_first)
    assert people(team.ana) == people(team.again) == people(team.bea)
    assert [name for name, *_rest in people(team.ana)] == ["L.", "R."]


def test_what_a_colleague_changed_meanwhile_lives_on_with_them(team: Team) -> None:
    key = add(team.ana, "Lima")
    team.meet()
    make_private(team.ana, [key])
    with team.bea.write("Rename") as session:
        session.get_one(Contact, key).given_name = "Bea's"
    team.meet()
    assert [name for name, *_rest in people(team.bea)] == ["Bea's"]
    assert [name for name, *_rest in people(team.ana)] == ["Lima"]


@pytest.mark.parametrize("own_first", [False, True])
def test_a_private_appointment(team: Team, own_first: bool) -> None:
    owner = add(team.ana, "Lima")
    with team.ana.write("Appointment") as session:
        session.add(activity := Activity(type="meeting", subject="Doctor", is_private=True))
        session.flush()
        session.add(Participation(activity_id=activity.id, owner_id=owner))
        key = activity.id

    def subjects() -> list[list[str | None]]:
        found = []
        for store in team.stores:
            with store.read() as session:
                found.append(list(session.scalars(select(Activity.subject))))
        return found

    team.meet(own_first=own_first)
    assert subjects() == [["Doctor"], ["Doctor"], []]
    make_shared(team.again, [key])
    team.meet(own_first=own_first)
    assert subjects() == [["Doctor"]] * 3
    make_private(team.ana, [key])
    team.meet(own_first=own_first)
    assert subjects() == [["Doctor"], ["Doctor"], []]
    with team.ana.read() as session:
        assert private_among(session, [key, owner]) == {key}


def test_ones_own_preferences(team: Team) -> None:
    preferences.set_country(team.ana, "BR")
    preferences.set_region(team.ana, "BR", "SP")
    team.meet()
    told = [_region(store) for store in team.stores]
    assert told == [("BR", "SP"), ("BR", "SP"), ("BR", "")]
    assert named_id("preference", "holiday_region") not in {placed.change.row for placed in team.shared.log}


def _region(store: Store) -> tuple[str, str]:
    with store.read() as session:
        country = preferences.country(session)
        return country, preferences.region(session, country)


def test_undo_of_making_private(team: Team) -> None:
    key = add(team.ana, "Lima")
    team.meet()
    make_private(team.ana, [key])
    team.meet()
    assert people(team.bea) == []
    team.ana.undo()
    team.meet()
    assert people(team.bea) == people(team.ana) == people(team.again) == [("Lima", ["123"], [])]

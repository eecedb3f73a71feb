"""Two laptops that changed the same thing apart: what is listed, and that settling it clears it for both."""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crmdesk.domain.base import Record
from crmdesk.domain.channels import Phone
from crmdesk.domain.contacts import Contact
from crmdesk.domain.deals import Deal
from crmdesk.domain.ids import new_id
from crmdesk.domain.notes import Note
from crmdesk.services import conflicts, records
from crmdesk.services.conflicts import Choice, Conflict, Rule, Way
from crmdesk.services.sync_shelf import SHARED, laptop
from crmdesk.store import bulk
from crmdesk.store.store import Store
from crmdesk.sync.exchange import exchange
from crmdesk.sync.memory import MemoryHub
from tests.store.template import reopened


@dataclass
class Seller:
    name: str
    store: Store
    hub: MemoryHub

    def sync(self) -> None:
        exchange(laptop(self.store, SHARED), self.hub)

    def edit(self, key: bytes, record: type[Record] = Contact, **values: object) -> None:
        with self.store.write("Edit") as session:
            bulk.update(session, record, [key], values)

    def value(self, key: bytes, name: str, record: type[Record] = Contact) -> object:
        sql = f"SELECT {name} FROM {record.__tablename__} WHERE id = ?"
        return self.store.connection.execute(sql, (key,)).fetchone()[0]

    def all(self) -> list[Conflict]:
        return conflicts.describe(self.store, conflicts.open_ones(self.store).keys)

    def only(self) -> Conflict:
        (found,) = self.all()
        return found


@dataclass
class Pair:
    ana: Seller
    rui: Seller

    def meet(self) -> None:
        for _round in range(2):
            self.ana.sync()
            self.rui.sync()

    def both(self) -> tuple[Seller, Seller]:
        return self.ana, self.rui


@pytest.fixture
def pair(template: Path, tmp_path: Path) -> Iterator[Pair]:
    ticks = iter(range(1_790_000_000_000, 1_900_000_000_000, 1_000))
    hub = MemoryHub(lambda: next(ticks))
    stores = []
    for name in ("Ana", "Rui"):
        store = reopened(Path(shutil.copy(template, tmp_path / f"{name}.crmdesk")))
        store.author = name
        stores.append(Seller(name, store, hub))
    yield Pair(*stores)
    for seller in stores:
        seller.store.close()


@pytest.fixture
def maria(pair: Pair) -> bytes:
    """Known to both."""
    key = records.add(pair.ana.store, "contact", {"given_name": "Maria", "family_name": "Bell"})
    pair.meet()
    return key


def test_what_both_changed_is_told_to_both(pair: Pair, maria: bytes) -> None:
    pair.ana.edit(maria, family_name="Belo")
    pair.rui.edit(maria, family_name="Bells")
    pair.meet()
    for seller, own, other in ((pair.ana, "Belo", "Bells"), (pair.rui, "Bells", "Belo")):
        found = seller.only()
        assert found.mine
        assert found.theirs
        assert (found.mine.words, found.theirs.words, found.before) == (own, other, "Bell")
        assert found.theirs.author == ({"Ana", "Rui"} - {seller.name}).pop()
        assert (found.owner, found.section, found.field) == (maria, "contacts", "Last name")
        assert (found.rule, found.shown, found.way) == (Rule.LATER, "Bells", Way.VALUE)
        assert [version.is_shown for version in found.versions] == [own == "Bells", other == "Bells"]
        assert conflicts.of_owner(seller.store, maria) == [found.key]
        assert conflicts.count(seller.store) == 1


@pytest.mark.parametrize(
    ("choice", "result"), [(Choice.MINE, "Belo"), (Choice.THEIRS, "Bells"), (Choice.SHOWN, "Bells")]
)
def test_settling_clears_it_on_both(pair: Pair, maria: bytes, choice: Choice, result: str) -> None:
    pair.ana.edit(maria, family_name="Belo")
    pair.rui.edit(maria, family_name="Bells")
    pair.meet()
    assert conflicts.settle(pair.ana.store, [pair.ana.only().key], choice) == 1
    assert not pair.ana.all()
    pair.meet()
    for seller in pair.both():
        assert seller.value(maria, "family_name") == result
        assert not seller.all()
        assert not seller.store.connection.execute("SELECT 1 FROM sync_heads WHERE rivals > 0").fetchone()


@pytest.mark.parametrize("was_told", [False, True])
def test_undo_brings_the_question_back(pair: Pair, maria: bytes, *, was_told: bool) -> None:
    pair.ana.edit(maria, family_name="Belo")
    pair.rui.edit(maria, family_name="Bells")
    pair.meet()
    conflicts.settle(pair.ana.store, [pair.ana.only().key], Choice.MINE)
    if was_told:
        pair.meet()
    assert pair.ana.store.undo() == "Settle 1 conflict"
    pair.meet()
    for seller in pair.both():
        assert seller.value(maria, "family_name") == "Bells"
        assert {version.words for version in seller.only().versions} == {"Belo", "Bells"}
    conflicts.settle(pair.rui.store, [pair.rui.only().key], Choice.SHOWN)
    pair.meet()
    assert not pair.ana.all()


def test_both_phone_numbers_can_be_kept(pair: Pair, maria: bytes) -> None:
    phone = new_id()
    with pair.ana.store.write("Add phone") as session:
        bulk.insert(session, Phone, [{"id": phone, "owner_id": maria, "label": "work", "value": "1"}])
    pair.meet()
    pair.ana.edit(phone, Phone, value="11", e164=None)
    pair.rui.edit(phone, Phone, value="12", e164=None)
    pair.meet()
    found = pair.ana.only()
    assert (found.title, found.field, found.part) == ("Maria Bell", "Number", "work 12")
    assert found.can_keep_both
    conflicts.settle(pair.ana.store, [found.key], Choice.BOTH)
    pair.meet()
    for seller in pair.both():
        rows = seller.store.connection.execute("SELECT value FROM phones WHERE deleted_at IS NULL ORDER BY value")
        assert rows.fetchall() == [("11",), ("12",)]
        assert not seller.all()


def test_one_deleted_what_the_other_changed(pair: Pair, maria: bytes) -> None:
    phone = new_id()
    with pair.ana.store.write("Add phone") as session:
        bulk.insert(session, Phone, [{"id": phone, "owner_id": maria, "label": "work", "value": "1"}])
    pair.meet()
    records.delete(pair.ana.store, "contact", [maria])
    pair.rui.edit(maria, family_name="Bells")
    pair.meet()
    found = pair.rui.only()
    assert (found.way, found.rule) == (Way.LIFE, Rule.KEPT)
    assert found.theirs
    assert (found.theirs.words, found.theirs.author) == ("Deleted", "Ana")
    assert pair.rui.value(phone, "deleted_at", Phone) is not None
    conflicts.settle(pair.rui.store, [found.key], Choice.MINE)
    pair.meet()
    for seller in pair.both():
        assert seller.value(maria, "deleted_at") is None
        assert seller.value(phone, "deleted_at", Phone) is None
        assert not seller.all()


def test_it_may_be_deleted_after_all(pair: Pair, maria: bytes) -> None:
    records.delete(pair.ana.store, "contact", [maria])
    pair.rui.edit(maria, family_name="Bells")
    pair.meet()
    conflicts.settle(pair.rui.store, [pair.rui.only().key], Choice.THEIRS)
    pair.meet()
    for seller in pair.both():
        assert seller.value(maria, "deleted_at") is not None
        assert not seller.all()


def test_long_texts_that_were_joined_are_to_be_checked(pair: Pair, maria: bytes) -> None:
    note = new_id()
    with pair.ana.store.write("Add note") as session:
        bulk.insert(session, Note, [{"id": note, "owner_id": maria, "text": "She wants two ovens."}])
    pair.meet()
    pair.ana.edit(note, Note, text="She wants three ovens.")
    pair.rui.edit(note, Note, text="She wants two ovens. Call on Monday.")
    pair.meet()
    found = pair.ana.only()
    assert (found.rule, found.way, found.before) == (Rule.JOINED, Way.TEXT, "She wants two ovens.")
    assert found.shown == "She wants three ovens. Call on Monday."
    assert not any(version.is_shown for version in found.versions)
    conflicts.write(pair.ana.store, found.key, "Three ovens; call on Monday.")
    pair.meet()
    assert pair.rui.value(note, "text", Note) == "Three ovens; call on Monday."
    assert not pair.ana.all()
    assert not pair.rui.all()


def test_a_value_replaced_by_who_did_not_look_is_kept(pair: Pair, maria: bytes) -> None:
    pair.ana.edit(maria, family_name="Belo")
    pair.rui.edit(maria, family_name="Bells")
    pair.meet()
    pair.rui.edit(maria, family_name="Bellini")
    pair.meet()
    found = pair.ana.only()
    assert (found.rule, found.shown) == (Rule.REPLACED, "Bellini")
    assert {version.words for version in found.versions} == {"Belo", "Bellini"}
    conflicts.settle(pair.ana.store, [found.key], Choice.SHOWN)
    pair.meet()
    assert not pair.rui.all()


def test_all_of_a_kind_in_one_step(pair: Pair) -> None:
    dice = random.Random(8)
    keys = [new_id() for _ in range(30)]
    with pair.ana.store.write("Import") as session:
        bulk.insert(
            session, Contact, [{"id": key, "given_name": "N", "family_name": str(n)} for n, key in enumerate(keys)]
        )
    pair.meet()
    for seller in pair.both():
        with seller.store.write("Edit") as session:
            bulk.update_each(
                session, Contact, [{"id": key, "family_name": f"{seller.name}{dice.random()}"} for key in keys]
            )
    pair.ana.edit(keys[0], given_name="A")
    pair.rui.edit(keys[0], given_name="R")
    pair.meet()
    found = conflicts.open_ones(pair.ana.store)
    assert found.kinds == [("Contact: First name", 1), ("Contact: Last name", 30)]
    same = found.of_kind(found.keys[-1])
    assert conflicts.settle(pair.ana.store, same, Choice.MINE) == 30
    pair.meet()
    for seller in pair.both():
        assert all(str(seller.value(key, "family_name")).startswith("Ana") for key in keys)
        assert conflicts.count(seller.store) == 1
    pair.ana.store.undo()
    assert conflicts.count(pair.ana.store) == 31


def test_what_nobody_would_be_asked_about_is_not_listed(pair: Pair, maria: bytes) -> None:
    phone = new_id()
    with pair.ana.store.write("Add phone") as session:
        bulk.insert(session, Phone, [{"id": phone, "owner_id": maria, "label": "work", "value": "1"}])
    pair.meet()
    pair.ana.edit(phone, Phone, position=4)
    pair.rui.edit(phone, Phone, position=5)
    pair.meet()
    assert pair.ana.store.connection.execute("SELECT sum(rivals) FROM sync_heads").fetchone() == (1,)
    assert conflicts.count(pair.ana.store) == conflicts.count(pair.rui.store) == 0


def test_cards_that_both_moved_within_a_stage(pair: Pair) -> None:
    """Fields that go together are asked about only where one would see a difference."""
    deal = new_id()
    with pair.ana.store.write("Add deal") as session:
        row = {"pipeline_id": new_id(), "stage_id": new_id(), "position": "a", "stage_since": 1}
        bulk.insert(session, Deal, [{"id": deal, "name": "Oven", "currency": "EUR", "status": "open", **row}])
    pair.meet()
    pair.ana.edit(deal, Deal, position="b")
    pair.rui.edit(deal, Deal, position="c")
    pair.meet()
    assert conflicts.count(pair.ana.store) == 0

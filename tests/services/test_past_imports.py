"""Past imports: listed with what they brought, taken back as far as nobody touched what came."""

from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.services import importing, past_imports, records
from crmdesk.store.store import Store
from tests.services.test_importing import card, done
from tests.store.template import brought


def test_each_import_is_listed_and_can_be_taken_back_later(store: Store, tmp_path: Path) -> None:
    there = records.add(store, "contact", {"given_name": "Max"})
    before = brought(store)
    for name, people in (("a.vcf", ["Ana", "Rui"]), ("b.vcf", ["Zoe"])):
        (tmp_path / name).write_text("".join(card(person, "TEL:55 1234", uid=person) for person in people))
        done(importing.run(store, [tmp_path / name]))
    records.set_value(store, "contacts", there, "occupation", "Cook")
    found = past_imports.list_imports(store)
    assert [(past.number, past.name, past.added, past.is_taken_back) for past in found] == [
        (2, "b.vcf", 1, False),
        (1, "a.vcf", 2, False),
    ]
    assert past_imports.take_back(store, 1) == 0
    assert [row.name for row in store.listing("contact").window(0, 9)] == ["Max", "Zoe"]
    assert [past.is_taken_back for past in past_imports.list_imports(store)] == [False, True]
    with pytest.raises(UserError, match="already"):
        past_imports.take_back(store, 1)
    past_imports.take_back(store, 2)
    store.undo()
    store.undo()
    assert len(brought(store)["contacts"]) == 4
    while store.undo() != "Change occupation":
        pass
    assert brought(store)["contacts"].keys() >= before["contacts"].keys()


def test_updates_are_taken_back_too(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    path.write_text(card("Ana", "TEL:55 1234", uid="a"))
    done(importing.run(store, [path]))
    before = brought(store)
    path.write_text(card("Ana Maria", "TEL:55 9999", uid="a"))
    done(importing.run(store, [path]))
    past_imports.take_back(store, 2)
    assert brought(store) == before


def test_what_was_touched_since_stays(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    path.write_text(card("Ana", uid="a") + card("Rui", uid="r"))
    done(importing.run(store, [path]))
    [ana] = [row.id for row in store.find("ana")]
    records.add_part(store, "notes", ana, {"text": "Called"})
    assert past_imports.take_back(store, 1) == 1
    assert [row.name for row in store.listing("contact").window(0, 9)] == ["Ana"]


def test_there_is_no_such_import(store: Store) -> None:
    with pytest.raises(UserError, match="number 7"):
        past_imports.take_back(store, 7)

"""The own business: chosen or made, named as letters name it, changed in its parts."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from crmdesk.domain.errors import UserError
from crmdesk.services import preferences, records, sender
from crmdesk.store.store import Store


def now(store: Store) -> sender.Sender | None:
    with store.read() as session:
        return sender.of(session)


def test_nobody_is_the_sender_until_one_is_chosen(store: Store) -> None:
    assert now(store) is None
    with pytest.raises(UserError):
        sender.set_way(store, "phones", {"value": "1"})
    with pytest.raises(UserError):
        sender.make(store, "  ")


def test_it_is_made_by_its_name_and_filled_part_by_part(store: Store) -> None:
    preferences.set_country(store, "DE")
    key = sender.make(store, "Bäckerei Lima")
    sender.set_address(store, {"street": "Hauptstr. 5", "postal_code": "10115", "city": "Berlin", "street2": "Hof"})
    sender.set_way(store, "phones", {"value": "030 1234567"})
    sender.set_way(store, "emails", {"value": "hallo@lima.example"})
    sender.set_way(store, "links", {"value": "lima.example"})
    records.set_value(store, "companies", key, "tax_number", "DE 1")
    sender.set_foot(store, "IBAN DE00\nHRB 5\n")
    found = now(store)
    assert found
    assert found.lines == ["Hauptstr. 5", "Hof", "10115 Berlin"]
    assert found.line == "Bäckerei Lima · Hauptstr. 5 · Hof · 10115 Berlin"
    assert (found.country, found.phone, found.email, found.web) == (
        "DE", "030 1234567", "hallo@lima.example", "lima.example",
    )  # fmt: skip
    assert (found.tax_number, found.foot, found.logo) == ("DE 1", "IBAN DE00\nHRB 5", None)
    sender.set_address(store, {"street": "Neue Str. 1", "postal_code": "10115", "city": "Berlin"})
    sender.set_way(store, "links", {"value": ""})
    changed = now(store)
    assert changed
    assert (changed.lines, changed.web) == (["Neue Str. 1", "10115 Berlin"], "")


def test_one_of_the_file_is_chosen_by_name_and_each_choice_is_one_step(store: Store) -> None:
    forno = records.add(store, "company", {"name": "Forno"})
    lima = records.add(store, "company", {"name": "Lima"})
    assert sender.make(store, " forno ") == forno
    sender.choose(store, lima)
    found = now(store)
    assert found
    assert found.name == "Lima"
    store.undo()
    found = now(store)
    assert found
    assert found.name == "Forno"
    records.delete(store, "company", [forno])
    assert now(store) is None


def test_a_logo_keeps_its_shape_and_its_holes(store: Store, tmp_path: Path) -> None:
    Image.new("RGBA", (3000, 1000), (200, 30, 30, 0)).save(tmp_path / "logo.png")
    Image.new("CMYK", (60, 20)).save(tmp_path / "logo.jpg")
    (tmp_path / "logo.txt").write_text("none")
    media, data = sender.read_logo(tmp_path / "logo.png")
    with Image.open(BytesIO(data)) as read:
        assert (media, read.size, read.mode) == ("image/png", (1200, 400), "RGBA")
    assert sender.read_logo(tmp_path / "logo.jpg")[0] == "image/jpeg"
    with pytest.raises(UserError, match=r"logo\.txt"):
        sender.read_logo(tmp_path / "logo.txt")
    sender.make(store, "Lima")
    sender.set_logo(store, (media, data))
    found = now(store)
    assert found
    assert found.logo == data
    sender.set_logo(store, None)
    found = now(store)
    assert found
    assert found.logo is None

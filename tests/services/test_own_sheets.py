"""Own sheets: kept, found by name beside the catalogue, changed and deleted in one step each."""

from dataclasses import replace

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.domain.paper import OwnSheet
from crmdesk.printing import sheet_facts, sheets
from crmdesk.printing.sheets import Sheet
from crmdesk.services import own_sheets
from crmdesk.store import bulk
from crmdesk.store.store import Store

MEASURED = {
    "paper": "US-Letter", "paper_w": 215.9, "paper_h": 279.4, "w": 60, "h": 40, "corner": 2,
    "nx": 3, "ny": 6, "x0": 10, "y0": 12.5, "dx": 65.2, "dy": 43, "cat": ["label"],
}  # fmt: skip


def measured(name: str, **other: object) -> Sheet:
    return replace(sheet_facts.read({**MEASURED, **other}), part=name)


def test_a_measured_sheet_is_kept_changed_and_deleted(store: Store) -> None:
    key = own_sheets.save(store, measured(" Jam  jars "))
    (sheet,) = own_sheets.all_of(store)
    assert (sheet.name, sheet.count, sheet.paper, sheet.anomaly, sheet.equivalents) == (
        "Jam jars",
        18,
        "US-Letter",
        None,
        (),
    )
    assert sheet.positions()[-1] == (140.4, 227.5)
    assert own_sheets.by_name(store, "jam JARS") == sheet
    assert own_sheets.save(store, measured("Jam", corner=0), key) == key
    assert [(own.key, own.sheet.name, own.sheet.shape) for own in own_sheets.listed(store)] == [
        (key, "Jam", "rectangle")
    ]
    assert own_sheets.delete(store, key) == "Jam"
    assert own_sheets.all_of(store) == []
    assert [store.undo(), store.undo()] == ["Delete sheet Jam", "Save sheet Jam"]
    assert own_sheets.all_of(store) == [sheet]


def test_the_catalogue_is_found_too(store: Store) -> None:
    assert own_sheets.by_name(store, "avery-5160") == sheets.by_name("Avery 5160")
    with pytest.raises(UserError, match="no label sheet"):
        own_sheets.by_name(store, "jam jars")


@pytest.mark.parametrize(("name", "words"), [(" ", "no name"), ("AVERY 5160", "already"), ("jam jars", "already")])
def test_a_name_is_needed_and_means_one_sheet(store: Store, name: str, words: str) -> None:
    own_sheets.save(store, measured("Jam jars"))
    with pytest.raises(UserError, match=words):
        own_sheets.save(store, measured(name))
    assert len(own_sheets.all_of(store)) == 1


def test_a_sheet_that_cannot_be_read_is_left_out(store: Store) -> None:
    kept = own_sheets.save(store, measured("Good"))
    with store.write("Other version") as session:
        rows = [{"name": f"Bad {number}", "measures": text} for number, text in enumerate(("", "[]", "{}", '{"w": 1}'))]
        bulk.insert(session, OwnSheet, [{**row, "id": bytes([number]) * 16} for number, row in enumerate(rows, 1)])
    assert [own.key for own in own_sheets.listed(store)] == [kept]

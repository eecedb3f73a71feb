"""Editing all of a set: the count is seen before, one undo takes all back."""

from PySide6.QtCore import Qt

from crmdesk.services import lookup, records
from crmdesk.ui import actions
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.mass_edit import EditAll
from tests.ui.desks import PEOPLE, Seat


def opened(seat: Seat, chosen: CurrentSet) -> EditAll:
    actions.run_on_set(seat.window, "edit all", chosen)
    sheet: EditAll = seat.sheet(EditAll)
    seat.until(sheet.field.count)
    return sheet


def choose(sheet: EditAll, field: str) -> None:
    sheet.field.setCurrentIndex([target.key for target in sheet._targets].index(field))


def stages(store: object) -> list[object]:
    rows = lookup.window(store, "contact", 0, PEOPLE)  # type: ignore[arg-type]
    return [records.show(store, row.id)["fields"]["stage"] for row in rows]  # type: ignore[arg-type]


def test_a_stage_for_everybody_and_back(seat: Seat) -> None:
    before = seat.asked(stages)
    sheet = opened(seat, CurrentSet("contact", None, PEOPLE))
    choose(sheet, "stage")
    seat.settle()
    sheet.value.setCurrentIndex(sheet.value.findText("Former customer"))
    seat.until(sheet._change.isEnabled)
    differing = sum(stage != "former" for stage in before)
    assert str(differing) in sheet._change.text()
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: str(differing) in seat.toast())
    assert set(seat.asked(stages)) == {"former"}
    seat.desk.undo()
    seat.settle()
    assert seat.asked(stages) == before


def test_a_wrong_value_is_said_and_nothing_is_lost(seat: Seat) -> None:
    sheet = opened(seat, CurrentSet("contact", None, PEOPLE))
    choose(sheet, "birthday")
    sheet.value.setEditText("someday")
    seat.until(lambda: "someday" in sheet._words.text())
    assert not sheet._change.isEnabled()
    assert sheet.value.currentText() == "someday"


def test_what_a_field_needs_is_asked_and_no_more(seat: Seat) -> None:
    sheet = opened(seat, CurrentSet("contact", None, PEOPLE))
    choose(sheet, "occupation")
    assert [sheet.operation.itemText(number) for number in range(sheet.operation.count())] == [
        "Set to",
        "Replace in the text",
        "Clear",
    ]
    sheet.operation.setCurrentIndex(1)
    assert sheet.new.isVisible()
    sheet.operation.setCurrentIndex(2)
    assert not sheet.value.isVisible()
    assert not sheet.new.isVisible()
    choose(sheet, "tags")
    assert sheet.operation.itemText(0) == "Add"

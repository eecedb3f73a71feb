"""The file speaks as its owners do: a field of their own up to a column of the list, a word renamed everywhere."""

from PySide6.QtCore import Qt

from crmdesk.services import custom, records
from crmdesk.ui.columns import Columns
from crmdesk.ui.grouping import PutInGroup
from crmdesk.ui.preferences import Preferences
from crmdesk.widgets.fields import Field
from tests.journeys.telling import (
    DOWN,
    ENTER,
    ESC,
    chips,
    command,
    condition,
    elsewhere,
    in_file,
    on_the_side,
    tab_to,
    words_on,
)
from tests.ui.desks import Seat


def preferences(seat: Seat, group: str) -> Preferences:
    """Ctrl+, and Down to what is looked for."""
    seat.control(Qt.Key.Key_Comma)
    sheet: Preferences = seat.sheet(Preferences)
    sheet.activateWindow()
    seat.until(sheet.isActiveWindow)
    for _step in range(len(sheet._buttons)):
        if sheet._buttons[group].isChecked():
            break
        seat.press(DOWN)
    seat.settle()
    assert sheet.panes[group].isVisible()
    return sheet


def own_field(seat: Seat, name: str) -> Field | None:
    rows = seat.page.details.custom._rows.values()
    fields = (row.field for row in rows if isinstance(row.field, Field))
    return next((field for field in fields if field.edit.accessibleName() == name and field.isVisible()), None)


def test_a_field_of_ones_own_from_preferences_to_a_column(seat: Seat) -> None:
    seat.go_to("Lakshmi")

    # Made in the preferences by its name and Enter.
    sheet = preferences(seat, "fields")
    tab_to(seat, sheet.panes["fields"].words.lines[0])  # type: ignore[attr-defined]
    seat.keys("Oven model")
    seat.press(ENTER)
    seat.until(lambda: "Oven model" in [field.name for field in seat.asked(lambda s: custom.fields(s, "contacts"))])
    seat.press(ESC)
    seat.until(lambda: not sheet.isVisible())

    # On the page at once, without a restart, among the fields that are empty.
    assert own_field(seat, "Oven model") is None
    seat.click(seat.page.details.more)
    seat.until(lambda: own_field(seat, "Oven model"))
    field = own_field(seat, "Oven model")
    assert field
    field.setFocus()
    seat.keys("Turbo 3")
    seat.press(ENTER)
    seat.until(lambda: "Turbo 3" in str(in_file(seat, "Lakshmi")["custom"]))

    # Looked up like any other, and kept as a live group.
    condition(seat, "oven model", "turbo")
    seat.until(lambda: chips(seat) == ["Oven model is Turbo 3"])
    assert seat.rows() == ["Lakshmi"]
    command(seat, "group")
    seat.sheet(PutInGroup)
    seat.settle()
    seat.keys("Turbo ovens")
    seat.press(ENTER)
    seat.until(lambda: on_the_side(seat, "Turbo ovens"))
    sam = in_file(seat, "Okafor")["id"]
    (key,) = [field.id for field in seat.asked(lambda s: custom.fields(s, "contacts")) if field.name == "Oven model"]
    elsewhere(seat, lambda store: records.set_custom(store, sam, key, "Turbo 3"))
    seat.until(lambda: seat.rows() == ["Lakshmi", "Okafor, Sam"])

    # And a column of the list.
    command(seat, "choose columns")
    chooser: Columns = seat.sheet(Columns)
    seat.retype(chooser.search, "oven")
    seat.press(DOWN)
    seat.press(Qt.Key.Key_Space)
    seat.press(ENTER)
    seat.until(lambda: "Oven model" in [column.title for column in seat.screen.table.records.columns])
    seat.settle()
    table = seat.screen.table.records
    place = [column.title for column in table.columns].index("Oven model")
    seat.until(lambda: all((row := table.row(number)) and row.cells for number in range(2)))
    assert [row.cells[place] for number in range(2) if (row := table.row(number))] == ["Turbo 3", "Turbo 3"]


def test_a_word_of_a_list_is_renamed_and_says_so_everywhere(seat: Seat) -> None:
    seat.go_to("Chinedu")
    assert "Customer" in words_on(seat.page)
    condition(seat, "stage", "customer")
    found = seat.rows()
    assert "Adeyemi, Chinedu" in found

    # Renamed where the words of the lists are.
    sheet = preferences(seat, "picks")
    pane = sheet.panes["picks"]
    pane.list.set_value("stage")  # type: ignore[attr-defined]
    pane.list.chosen.emit("stage")  # type: ignore[attr-defined]
    seat.until(lambda: "Customer" in [row.typed()[0] for row in pane.words.rows])  # type: ignore[attr-defined]
    row = next(row for row in pane.words.rows if row.typed()[0] == "Customer")  # type: ignore[attr-defined]
    seat.retype(row.fields[0].edit, "Client")
    seat.press(ENTER)
    seat.settle()
    seat.press(ESC)
    if sheet.isVisible():
        seat.press(ESC)
    seat.until(lambda: not sheet.isVisible())

    # On the page, in the lookup that stands there, in the next one, in a column.
    seat.until(lambda: "Client" in words_on(seat.page.details))
    assert seat.rows() == found, "they are the same people"
    command(seat, "look up everything")
    condition(seat, "stage", "client")
    seat.until(lambda: chips(seat) == ["Stage is Client"])
    assert seat.rows() == found
    assert in_file(seat, "Chinedu")["fields"]["stage"] == "customer", "what is kept is as it was"

"""Cleaning up: what is wrong is counted, shown, and mended for all or for some in one step."""

from crmdesk.services import lookup, records
from crmdesk.ui import actions
from crmdesk.ui.clean_up import CleanUp
from tests.ui.desks import PEOPLE, Seat

LOUD = ("JOHN SMITH", "MARIA SOUZA", "KARL MEYER")


def opened(seat: Seat) -> CleanUp:
    actions.run(seat.window, "clean up")
    sheet: CleanUp = seat.sheet(CleanUp)
    seat.until(lambda: sheet._results)
    seat.settle()
    return sheet


def add_loud(seat: Seat) -> None:
    def job(store: object) -> None:
        for name in LOUD:
            given, family = name.split()
            records.add(store, "contact", {"given_name": given, "family_name": family})  # type: ignore[arg-type]

    seat.desk.write(job)
    seat.settle()


def names(seat: Seat) -> set[str]:
    return {row.name for row in seat.asked(lambda store: lookup.window(store, "contact", 0, PEOPLE + 9))}


def rows(seat: Seat, sheet: CleanUp) -> list[tuple[str, str]]:
    seat.settle()
    found = sheet.table.records
    return [(row.title, row.detail) for number in range(found.rowCount()) if (row := found.row(number))]


def test_all_of_a_check_in_one_step(seat: Seat) -> None:
    add_loud(seat)
    sheet = opened(seat)
    assert sheet.buttons_of_checks["case"].count == "3"
    sheet.buttons_of_checks["case"].click()
    assert ("JOHN SMITH", "JOHN SMITH → John Smith") in rows(seat, sheet)
    assert sheet._fix.text() == "Fix all 3"
    sheet._fix.click()
    seat.until(lambda: seat.toast() == "Cleaned up 3 records")
    seat.until(lambda: sheet.buttons_of_checks["case"].count == "")
    assert {"John Smith", "Maria Souza", "Karl Meyer"} <= names(seat)
    seat.desk.undo()
    seat.settle()
    assert set(LOUD) <= names(seat)
    seat.until(lambda: sheet.buttons_of_checks["case"].count == "3")


def test_only_those_chosen(seat: Seat) -> None:
    add_loud(seat)
    sheet = opened(seat)
    sheet.choose("case")
    place = [title for title, _detail in rows(seat, sheet)].index("KARL MEYER")
    sheet.table.go_to(place)
    assert sheet._fix.text() == "Fix 1 chosen"
    sheet._fix.click()
    seat.until(lambda: seat.toast() == "Cleaned up 1 record")
    assert {"Karl Meyer", "JOHN SMITH", "MARIA SOUZA"} <= names(seat)
    seat.until(lambda: len(rows(seat, sheet)) == 2)


def test_a_row_opens_the_contact(seat: Seat) -> None:
    add_loud(seat)
    sheet = opened(seat)
    sheet.choose("case")
    place = [title for title, _detail in rows(seat, sheet)].index("KARL MEYER")
    sheet.table.opened.emit(place)
    seat.until(lambda: "KARL MEYER" in seat.name())
    assert not [one for one in seat.window.findChildren(CleanUp) if one.isVisible()]


def test_what_only_a_person_can_mend_is_said_to_be_so(seat: Seat) -> None:
    sheet = opened(seat)
    sheet.choose("mailing address")
    seat.settle()
    result = sheet._results["mailing address"]
    assert result.count > result.fixable
    place = next(number for number, each in enumerate(sheet._shown) if not each.finding.values)
    row = sheet.table.records.row(place)
    assert row
    assert row.fact == "by hand"
    assert "open" in sheet._words.text()
    sheet.table.go_to(place)
    assert not sheet._fix.isEnabled()


def test_nothing_is_missing_or_wrong(seat: Seat) -> None:
    seat.desk.write(
        lambda store: records.delete(store, "contact", [row.id for row in lookup.window(store, "contact", 0, PEOPLE)])
    )
    seat.settle()
    sheet = opened(seat)
    seat.until(lambda: sheet.table._empty[0] == "Nothing is missing or wrong")
    assert sheet._fix.isHidden()
    assert rows(seat, sheet) == []

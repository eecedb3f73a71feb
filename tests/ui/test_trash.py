"""The trash as its user meets it: a slip is found by a word and put back by Enter."""

from PySide6.QtCore import Qt

from crmdesk.services import lookup, records, trash
from crmdesk.ui import actions
from crmdesk.ui.trash import Trash
from tests.ui.desks import Seat


def delete(seat: Seat, *numbers: int) -> list[str]:
    def job(store: object) -> list[str]:
        rows = lookup.window(store, "contact", 0, 20)  # type: ignore[arg-type]
        chosen = [rows[number] for number in numbers]
        records.delete(store, "contact", [row.id for row in chosen])  # type: ignore[arg-type]
        return [row.filed_as for row in chosen]

    names: list[str] = []
    seat.desk.write(job, names.extend)
    seat.until(lambda: names)
    seat.settle()
    return names


def opened(seat: Seat) -> Trash:
    actions.run(seat.window, "trash")
    sheet: Trash = seat.sheet(Trash)
    seat.settle()
    return sheet


def shown(sheet: Trash) -> list[str]:
    rows = sheet.table.records
    return [row.title for number in range(rows.rowCount()) if (row := rows.row(number))]


def test_found_by_a_word_and_put_back_by_enter(seat: Seat) -> None:
    names = delete(seat, 3, 5, 6)
    sheet = opened(seat)
    assert sorted(shown(sheet)) == sorted(names)
    seat.retype(sheet.search, names[1])
    seat.until(lambda: shown(sheet) == [names[1]])
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: "Restored" in seat.toast())
    seat.settle()
    assert shown(sheet) == [], "the search still stands"
    sheet.search.clear()
    seat.until(lambda: len(shown(sheet)) == 2)
    sheet.reject()
    assert names[1] in seat.rows()
    seat.desk.undo()
    seat.settle()
    assert names[1] not in seat.rows()


def test_several_are_restored_together(seat: Seat) -> None:
    names = delete(seat, 1, 2, 4)
    sheet = opened(seat)
    sheet.table.select([range(3)])
    sheet._restore.click()
    seat.until(lambda: "3" in seat.toast())
    sheet.reject()
    seat.settle()
    assert set(names) <= set(seat.rows())


def test_emptied_by_age(seat: Seat) -> None:
    delete(seat, 0)
    sheet = opened(seat)
    sheet._take_away(30)
    seat.settle()
    assert len(shown(sheet)) == 1, "deleted just now"
    sheet._take_away(0)
    seat.until(lambda: not shown(sheet))
    assert seat.asked(trash.count) == 0
    assert not sheet._empty.isEnabled()

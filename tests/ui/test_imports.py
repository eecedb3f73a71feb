"""The import assistant: what was found is told, everything can be set right in place, and the dry run follows."""

from collections.abc import Callable, Generator
from datetime import date
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog

from crmdesk.services import importing, lookup, mappings, past_imports, records
from crmdesk.ui import actions, imports
from crmdesk.ui.calendar import CalendarScreen
from crmdesk.ui.import_items import DUPLICATES, TABS
from crmdesk.ui.import_sheet import ImportSheet
from crmdesk.ui.imports import ResultSheet
from crmdesk.ui.past_imports import PastImports
from crmdesk.widgets.messages import ErrorSheet
from tests.ui.desks import PEOPLE, Seat

GERMAN = (
    "Name;E-Mail;Geburtstag;Schuhgröße\nJörg Müller;j@example.de;03/04/1980;43\nGreta Groß;g@example.de;05/06/1981;38\n"
)


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def opened(seat: Seat, *paths: Path) -> ImportSheet:
    seat.window.import_files(list(paths))
    sheet: ImportSheet = seat.sheet(ImportSheet)
    tried(seat, sheet)
    return sheet


def tried(seat: Seat, sheet: ImportSheet) -> None:
    """The dry run has ended."""
    seat.until(lambda: not sheet._pause.isActive() and sheet.report and sheet._trial is None)
    seat.settle()
    seat.until(lambda: not sheet._pause.isActive() and sheet._trial is None)


def shown(seat: Seat, sheet: ImportSheet, tab: str) -> list[tuple[str, str]]:
    sheet.results.tabs.choose([key for key, _text in TABS].index(tab))
    rows = sheet.results.table.records
    seat.until(lambda: all(rows.row(number) for number in range(rows.rowCount())))
    return [(row.title, row.detail) for number in range(rows.rowCount()) if (row := rows.row(number))]


def become(seat: Seat, sheet: ImportSheet, heading: str, typed: str) -> None:
    """As a user does: the cell is pressed, a part of the name is typed, Enter."""
    table = sheet.how_read.columns.table
    model = table.model()
    row = next(n for n in range(model.rowCount()) if model.index(n, 0).data() == heading)
    table.setCurrentIndex(model.index(row, 1))
    table._pressed(model.index(row, 1))
    box = table.findChildren(QComboBox)[-1]
    box.setEditText(typed)
    seat.qtbot.keyClick(box, Qt.Key.Key_Return)
    tried(seat, sheet)


def contact(seat: Seat, name: str) -> dict[str, object]:
    def find(store: object) -> dict[str, object]:
        [row] = [row for row in lookup.window(store, "contact", 0, 999) if row.name == name]  # type: ignore[arg-type]
        return records.show(store, row.id)  # type: ignore[arg-type]

    found: dict[str, object] = seat.asked(find)
    return found


def test_what_was_found_and_the_order_of_dates_is_asked(seat: Seat, tmp_path: Path) -> None:
    sheet = opened(seat, written(tmp_path / "Kunden.csv", GERMAN, "cp1252"))
    assert sheet._what.text() == "A list of contacts"
    assert sheet._how.text() == "CSV · Western Europe (Windows) · 4 columns, 1 of them unknown"
    assert shown(seat, sheet, "added") == [("Jörg Müller", "j@example.de"), ("Greta Groß", "g@example.de")]
    assert sheet._import.text() == "Import 2"
    assert sheet.dates.isVisible()
    assert "03/04/1980" in sheet.dates.accessibleName() + sheet.dates._words.text()
    assert sheet.dates.choice
    assert sheet.dates.choice.value() is False, "as its heading is English"
    sheet.dates.choice._button(0).click()
    tried(seat, sheet)
    assert sheet.dates.isVisible(), "it can be answered otherwise"
    sheet._import.click()
    seat.until(lambda: "2 new" in seat.toast())
    assert contact(seat, "Jörg Müller")["fields"]["birthday"] == "1980-04-03"  # type: ignore[index]


def test_files_and_columns_each_in_its_own_way(seat: Seat, tmp_path: Path) -> None:
    sheet = opened(seat, written(tmp_path / "Kunden.csv", GERMAN))
    written_pane = sheet.how_read.written
    assert "Jörg Müller" in written_pane._accents.text()
    written_pane.encoding.set_value("cp1252")
    written_pane.encoding.chosen.emit("cp1252")
    tried(seat, sheet)
    assert "JÃ¶rg" in written_pane._accents.text()
    assert shown(seat, sheet, "added")[0][0] == "JÃ¶rg Müller".replace("ü", "Ã¼")
    sheet.reject()
    # a field is held by one column
    text = "First Name,Last Name,Rufname\nAna,Souza,Nana\n"
    sheet = opened(seat, written(tmp_path / "a.csv", text))
    become(seat, sheet, "Rufname", "First name")
    columns = sheet.found[0].layout
    assert columns
    assert {column.heading: column.target for column in columns.columns} == {
        "First Name": None,
        "Last Name": "family_name",
        "Rufname": "given_name",
    }
    sheet.reject()
    # several files
    first = written(tmp_path / "first.csv", GERMAN)
    second = written(tmp_path / "b.csv", "Foo,Bar\nAna Souza,55 1234\n")
    sheet = opened(seat, first, second)
    assert sheet._what.text() == "2 files: CSV"
    assert sheet.how_read.files.isVisibleTo(sheet.how_read)
    sheet.how_read.files.set_value("b.csv")
    sheet.how_read.files.chosen.emit("b.csv")
    become(seat, sheet, "Foo", "Full name")
    assert sheet._import.text() == "Import 3"
    assert sheet.how_read.files.value() == "b.csv"


def test_a_table_nobody_knows_is_mapped_by_hand(seat: Seat, tmp_path: Path) -> None:
    sheet = opened(seat, written(tmp_path / "list.csv", "Foo,Bar,Baz\nAna Souza,red,55 1234\nRui Prado,blue,55 5678\n"))
    assert sheet._stack.currentIndex() == 1, "how it is read is open at once"
    assert not sheet._import.isEnabled()
    assert "No column" in sheet._problem.text()
    become(seat, sheet, "Foo", "full na")
    become(seat, sheet, "Baz", "Phone, mobile: Number")
    assert sheet._import.text() == "Import 2"
    assert sheet._problem.isHidden()
    sheet._import.click()
    seat.until(lambda: "2 new" in seat.toast())
    ana = contact(seat, "Ana Souza")
    assert [phone["value"] for phone in ana["phones"]] == ["55 1234"]  # type: ignore[attr-defined]
    assert [entry["value"] for entry in ana["custom"] if entry["value"]] == ["red"]  # type: ignore[attr-defined]


def test_unknown_columns_go_where_they_are_told(seat: Seat, tmp_path: Path) -> None:
    sheet = opened(seat, written(tmp_path / "Kunden.csv", GERMAN))
    sheet.turn_over()
    columns = sheet.how_read.columns
    assert columns.table.model().index(0, 1).data() == "A field of its own", "unknown ones stand first"
    columns.unknown._button(1).click()
    tried(seat, sheet)
    assert columns.table.model().index(0, 1).data() == "A line of a note"
    sheet._import.click()
    seat.until(lambda: "2 new" in seat.toast())
    notes = contact(seat, "Jörg Müller")["notes"]
    assert [note["text"] for note in notes] == ["Schuhgröße: 43"]  # type: ignore[attr-defined]


def test_for_everyone(seat: Seat, tmp_path: Path) -> None:
    sheet = opened(seat, written(tmp_path / "Kunden.csv", GERMAN))
    everyone = sheet.how_read.everyone
    everyone.defaults[0].line.setText("Fair, Berlin")
    seat.until(lambda: len(everyone.defaults) == 2)
    everyone.defaults[1].field.set_value("stage")
    everyone.defaults[1].line.setText("Customer")
    seat.until(lambda: sheet.choices.options.mapping.defaults == {"tags": "Fair, Berlin", "stage": "customer"})
    tried(seat, sheet)
    everyone.defaults[2].field.set_value("birthday")
    everyone.defaults[2].line.setText("someday")
    seat.until(lambda: everyone._problem.isVisibleTo(everyone))
    assert "someday" in everyone._problem.text()
    assert sheet.choices.options.mapping.defaults["stage"] == "customer"
    tried(seat, sheet)
    sheet._import.click()
    seat.until(lambda: "2 new" in seat.toast())
    jorg = contact(seat, "Jörg Müller")
    assert jorg["fields"]["stage"] == "customer"  # type: ignore[index]
    assert {"Fair", "Berlin"} <= {tag["name"] for tag in jorg["tags"]}  # type: ignore[attr-defined]


def test_a_way_of_reading_is_kept_and_used_again(seat: Seat, tmp_path: Path) -> None:
    path = written(tmp_path / "list.csv", "Foo,Bar\nAna Souza,55 1234\n")
    sheet = opened(seat, path)
    become(seat, sheet, "Foo", "Full name")
    sheet.how_read.written.name.setText("Club")
    sheet.how_read.written._keep()
    seat.until(lambda: "Club" in mappings.saved())
    sheet.reject()
    again = opened(seat, path)
    assert not again._import.isEnabled()
    saved = again.how_read.written.saved
    saved.setCurrentIndex(saved.findText("Club"))
    saved.chosen.emit(saved.currentData())
    seat.until(lambda: again.choices.mapping("list.csv").columns)
    tried(seat, again)
    assert again._import.text() == "Import 1"


# Duplicates


def twins(seat: Seat, tmp_path: Path) -> ImportSheet:
    def known(store: object) -> list[str]:
        lines = ["First Name,Last Name,E-mail,Nickname"]
        for row in lookup.window(store, "contact", 0, PEOPLE):  # type: ignore[arg-type]
            found = records.show(store, row.id)  # type: ignore[arg-type]
            fields, emails = found["fields"], found["emails"]
            if emails and fields.get("given_name") and fields.get("family_name"):
                lines.append(f"{fields['given_name']},{fields['family_name']},{emails[0]['value']},Nick")
        return [*lines[:4], "Zora,Neumann,zora@example.org,Z"]

    return opened(seat, written(tmp_path / "leads.csv", "\n".join(seat.asked(known)) + "\n"))


def test_who_is_there_already_with_reasons_and_a_rule_for_all_and_one(seat: Seat, tmp_path: Path) -> None:
    sheet = twins(seat, tmp_path)
    rows = shown(seat, sheet, "duplicates")
    assert len(rows) == 3
    assert all("Like " in detail and " %" in detail and "Same" in detail for _name, detail in rows)
    assert sheet.results.tabs._button(DUPLICATES).text() == "Duplicates 3"
    duplicates = sheet.results.duplicates
    duplicates.rule._button(2).click()
    assert facts(seat, sheet) == ["Skip"] * 3
    tried(seat, sheet)
    assert sheet._import.text() == "Import 1"
    sheet.results.table.go_to(1)
    duplicates.one._button(3).click()
    tried(seat, sheet)
    assert facts(seat, sheet) == ["Skip", "New", "Skip"]
    assert sheet._import.text() == "Import 2"
    assert sheet.results.table.current_row() == 1, "the list stays where it is"
    sheet._import.click()
    seat.until(lambda: "2 new" in seat.toast())
    assert seat.asked(lambda store: lookup.count(store, "contact")) == PEOPLE + 2


def facts(seat: Seat, sheet: ImportSheet) -> list[str]:
    seat.settle()
    rows = sheet.results.table.records
    return [row.fact for number in range(rows.rowCount()) if (row := rows.row(number))]


# The import itself


def many(path: Path, count: int) -> Path:
    rows = "".join(f"Person {number},p{number}@example.org\n" for number in range(count))
    return written(path, f"Name,E-mail\n{rows}")


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first import waits for Cancel once something came: neither is the faster one, on whatever machine."""
    run = importing.run

    def waiting(store: Any, paths: Any, options: Any, stop: Callable[[], bool]) -> Generator[Any, None, Any]:
        monkeypatch.setattr(importing, "run", run)
        steps = run(store, paths, options, stop)
        while True:
            try:
                progress = next(steps)
            except StopIteration as end:
                return end.value
            yield progress
            while progress.done and not stop():
                sleep(0.01)

    monkeypatch.setattr(importing, "run", waiting)


def stop(seat: Seat) -> None:
    """As soon as something came."""
    line = seat.window.work.layout_of_works.itemAt(0).widget().line  # type: ignore[union-attr]
    seat.until(lambda: line._bar.value() > 0)
    line._cancel.click()


@pytest.mark.usefixtures("held")
def test_stopped_it_keeps_what_came_and_goes_on(seat: Seat, tmp_path: Path) -> None:
    path = many(tmp_path / "many.csv", 800)
    imports.run(seat.window, [path])
    stop(seat)
    seat.until(lambda: seat.toast().startswith("Stopped. So far:"))
    came = seat.asked(lambda store: lookup.count(store, "contact"))
    assert PEOPLE < came < PEOPLE + 800
    [notice, *_older] = [one for one in seat.desk.file.said.notices if one.action]
    assert notice.action
    assert [notice.action.text, notice.action.also and notice.action.also.text] == ["Go on", "Take back"]
    notice.action.run()
    seat.until(lambda: "new" in seat.toast() and "Stopped" not in seat.toast())
    assert seat.asked(lambda store: lookup.count(store, "contact")) == PEOPLE + 800


@pytest.mark.usefixtures("held")
def test_stopped_it_is_taken_back(seat: Seat, tmp_path: Path) -> None:
    imports.run(seat.window, [many(tmp_path / "many.csv", 400)])
    stop(seat)
    seat.until(lambda: seat.toast().startswith("Stopped"))
    notice = next(one for one in seat.desk.file.said.notices if one.action)
    assert notice.action
    assert notice.action.also
    notice.action.also.run()
    seat.until(lambda: seat.toast().startswith("Undone"))
    assert seat.asked(lambda store: lookup.count(store, "contact")) == PEOPLE


def test_what_was_rejected_is_written_down(seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = opened(seat, written(tmp_path / "a.csv", "Name,E-mail,Language\nAna,ana@example.org,pt\n,,pt\n"))
    assert shown(seat, sheet, "rejected") == [(",,pt", "The row has no name, company, address or number.")]
    sheet._import.click()
    result: ResultSheet = seat.sheet(ResultSheet)
    to = tmp_path / "Rejected.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(to), ""))
    result._save()
    seat.until(to.exists)
    assert "The row has no name" in to.read_text("utf-8-sig")
    result.reject()


def test_what_cannot_be_read_is_told_beside_the_window(seat: Seat, tmp_path: Path) -> None:
    path = tmp_path / "cards.vcf"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    seat.window.import_files([path])
    error: ErrorSheet = seat.sheet(ErrorSheet)
    seat.until(lambda: not [s for s in seat.window.findChildren(ImportSheet) if s.isVisible()])
    error.reject()


# Past imports


def test_a_past_import_is_taken_back(seat: Seat, tmp_path: Path) -> None:
    path = written(tmp_path / "Kunden.csv", GERMAN)
    imports.run(seat.window, [path])
    seat.until(lambda: "2 new" in seat.toast())
    jorg = contact(seat, "Jörg Müller")
    seat.desk.write(lambda store: records.set_value(store, "contacts", jorg["id"], "occupation", "Cook"))
    actions.run(seat.window, "past imports")
    sheet: PastImports = seat.sheet(PastImports)
    seat.settle()
    row = sheet.table.records.row(0)
    assert row
    assert (row.title, "2 new" in row.detail) == ("Kunden.csv", True)
    sheet._back.click()
    seat.until(lambda: seat.toast() == "Taken back: Kunden.csv. 1 was changed since and stays.")
    seat.settle()
    assert not sheet._back.isEnabled()
    assert sheet.table.records.row(0).detail.startswith("taken back")  # type: ignore[union-attr]
    assert seat.asked(lambda store: lookup.count(store, "contact")) == PEOPLE + 1
    seat.desk.undo()
    seat.settle()
    assert not seat.asked(past_imports.list_imports)[0].is_taken_back
    assert sheet._back.isEnabled()


ICS = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20270304T100000\nSUMMARY:Fair\nEND:VEVENT\nEND:VCALENDAR\n"


def test_what_came_into_the_calendar_is_a_press_away(seat: Seat, tmp_path: Path) -> None:
    sheet = opened(seat, written(tmp_path / "fair.ics", ICS), written(tmp_path / "one.csv", "Name\nOne\n"))
    rows = sheet.results.table.records
    assert [row.icon for number in range(2) if (row := rows.row(number))] == ["", "calendar"]
    sheet._import.click()
    seat.until(lambda: seat.toast() == "2 new")
    [notice, *_older] = [one for one in seat.desk.file.said.notices if one.action]
    assert notice.action
    assert notice.action.also
    notice.action.also.run()
    screen = seat.window.screens["calendar"]
    assert isinstance(screen, CalendarScreen)
    assert screen.board.day == date(2027, 3, 4)

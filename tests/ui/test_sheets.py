"""Choosing sheets, measuring own ones and putting a printer right, by hand as users do."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from crmdesk import settings
from crmdesk.printing import calibration, sheets
from crmdesk.printing.calibration import NONE, Calibration
from crmdesk.services import own_sheets
from crmdesk.ui import sheet_habits, sheet_printer, to_printer
from crmdesk.ui.labels import Labels
from crmdesk.ui.sheet_calibrating import Calibrating
from crmdesk.ui.sheet_chooser import SheetChooser
from crmdesk.ui.sheet_form import SheetForm
from tests.ui.desks import Seat

BROTHER = "Brother HL-L2350DW"
A4 = calibration.paper_of(210, 297)


@pytest.fixture(autouse=True)
def _first_day() -> Iterator[None]:
    settings.change(labels={"unit": "mm"}, printers={})
    yield
    settings.change(labels={}, printers={})


@pytest.fixture
def labels(seat: Seat) -> Labels:
    seat.window.go("labels")
    screen = seat.window.screens["labels"]
    assert isinstance(screen, Labels)
    seat.settle()
    return screen


def front(seat: Seat, kind: type[Any]) -> Any:
    """The sheet of this kind, with the keyboard."""
    sheet = seat.sheet(kind)
    sheet.activateWindow()
    seat.until(lambda: QApplication.activeWindow() is sheet)
    return sheet


def names(chooser: SheetChooser) -> list[str]:
    return [line.sheet.name for line in chooser.model.lines]


def headings(chooser: SheetChooser, count: int) -> list[str]:
    return [line.heading for line in chooser.model.lines[:count]]


def test_a_sheet_is_chosen_from_the_list_by_keys(seat: Seat, labels: Labels) -> None:
    labels.choices.sheet_box.setFocus()
    seat.press(Qt.Key.Key_F4)
    chooser = front(seat, SheetChooser)
    assert len(set(names(chooser))) == len(sheets.all_sheets()) + len(sheets.rolls())
    assert chooser.current().name == labels.sheet.name
    seat.keys("70 x 37")
    first = chooser.current()
    assert (round(first.width), round(first.height)) == (70, 37)
    seat.press(Qt.Key.Key_Down)
    wanted = chooser.current()
    assert wanted.name == names(chooser)[1]
    seat.control(Qt.Key.Key_D)
    assert chooser.current() == wanted
    assert sheet_habits.favourites() == [wanted.name]
    seat.press(Qt.Key.Key_Return)
    assert labels.sheet == wanted
    assert sheet_habits.recent() == [wanted.name]
    sheet_habits.take("Avery 5160")
    labels.choices.sheet_box.open_list()
    chooser = front(seat, SheetChooser)
    assert names(chooser)[:2] == [wanted.name, "Avery 5160"]
    assert headings(chooser, 2) == ["Favourites", "Used last"]
    assert chooser.current() == wanted


@pytest.mark.qt_log_ignore("This plugin does not support")  # the list of sheets pops up
def test_what_is_typed_offers_sheets(seat: Seat, labels: Labels) -> None:
    box = labels.choices.sheet_box
    seat.to_front()
    seat.retype(box, "herma 44")
    offered = [line.sheet.name for line in box.model.lines]
    assert all(name.startswith("Herma 44") for name in offered[:3])
    seat.press(Qt.Key.Key_Down)
    seat.press(Qt.Key.Key_Down)
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: labels.sheet.name == offered[1])
    assert box.text().startswith(f"{offered[1]} · ")
    assert sheet_habits.recent() == [offered[1]]
    seat.to_front()
    seat.retype(box, "qqqq")
    seat.press(Qt.Key.Key_Return)
    assert box.text().startswith(f"{offered[1]} · ")


def test_lists_are_narrowed_and_faults_are_told(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    chooser = SheetChooser(seat.window, seat.desk, sheets.by_name("Avery L7160"))
    chooser.open()
    chooser.maker.set_value("Herma")
    chooser.paper.set_value("A4")
    chooser.search.setText("4464")
    assert names(chooser)[0] == "Herma 4464"
    assert "runs over its paper" in chooser.model.lines[0].spoken()
    assert chooser.detail._banner is not None
    asked: list[tuple[float, float]] = []
    monkeypatch.setattr(to_printer, "ask_printer", lambda _parent, *size: asked.append(size))
    chooser.detail.tried.emit()
    seat.until(lambda: asked == [(210, 297)])
    chooser.search.setText("qqqq")
    assert names(chooser) == []
    assert not chooser.use_button.isEnabled()
    chooser.maker.set_value("")
    chooser.search.setText("herma 4464")
    assert headings(chooser, 2) == ["", "Labels in the same places"]
    assert "Zweckform 3474" in names(chooser)
    chooser.paper.set_value("")
    chooser.search.setText("8160")
    assert "Same as Avery 5160, 15160" in chooser.detail._same.text()
    chooser.search.clear()
    chooser.paper.set_value("roll")
    chooser.paper.chosen.emit("roll")
    assert {"Brother DK-22205", "Dymo 30252"} <= set(names(chooser))


def test_a_sheet_is_measured_kept_changed_and_deleted(seat: Seat, labels: Labels) -> None:
    labels.choices.sheet_box.open_list()
    chooser = front(seat, SheetChooser)
    chooser.measure()
    form = front(seat, SheetForm)
    form.paper.set_value("A4")
    form.paper.chosen.emit("A4")
    retyped = {"width": "60", "height": "40", "columns": "3", "rows": "6", "left": "1 cm", "top": "10"}
    for name, text in retyped.items():
        seat.retype(form.lines[name].line, text)
    assert form.lines["right_step"].text() == "65"
    assert form.lines["down_step"].text() == "47.4"
    seat.retype(form.lines["right_step"].line, "58")
    assert form.lines["right_step"].problem() == "The labels overlap by 2.0 mm."
    form.keep()
    assert form.lines["right_step"].line.hasFocus()
    seat.retype(form.lines["right_step"].line, "65,5")
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: "no name" in form.name.problem())
    seat.retype(form.name.line, "Jam jars")
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: chooser.current() and chooser.current().name == "Jam jars")
    assert headings(chooser, 1) == ["Own sheets"]
    (kept,) = seat.asked(own_sheets.all_of)
    assert (kept.count, kept.positions()[1], kept.positions()[-1]) == (18, (75.5, 10), (141, 247))
    chooser.take()
    assert labels.sheet == kept
    seat.until(lambda: labels.choices.sheet_box.own == [kept])
    labels.choices.sheet_box.open_list()
    chooser = front(seat, SheetChooser)
    seat.until(chooser.edit_button.isVisible)
    chooser.edit()
    form = front(seat, SheetForm)
    assert form.name.text() == "Jam jars"
    seat.retype(form.lines["top"].line, "8")
    form.keep()
    seat.until(lambda: labels.sheet.positions()[0] == (10, 8))
    chooser.delete()
    seat.until(lambda: not chooser.own)
    assert chooser._told.text() == "“Jam jars” was deleted"
    front(seat, SheetChooser)
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: list(chooser.own) == ["Jam jars"])
    assert not chooser._undo.isVisible()


def test_an_own_sheet_is_there_again_the_next_day(seat: Seat) -> None:
    own = replace(sheets.by_name("Avery L7160"), brand="", part="Jam jars", equivalent="")
    seat.desk.write(lambda store: own_sheets.save(store, own))
    seat.settle()
    settings.change(labels={"sheet": "Jam jars"})
    seat.window.go("labels")
    labels = seat.window.screens["labels"]
    assert isinstance(labels, Labels)
    seat.until(lambda: labels.sheet.name == "Jam jars")
    assert labels.choices.sheet_box.text().startswith("Jam jars · ")


def test_a_form_in_inches_and_for_rolls(seat: Seat, tmp_path: Path) -> None:
    SheetForm(seat.window, seat.desk, sheets.by_name("Avery 5160")).open()
    form = front(seat, SheetForm)
    form.units.chosen.emit("in")
    assert [form.lines[name].text() for name in ("width", "height", "paper_width")] == ["2 5/8", "1", "8 1/2"]
    form.units.chosen.emit("mm")
    form.units.chosen.emit("in")
    assert form.sheet().positions() == sheets.by_name("Avery 5160").positions()
    seat.retype(form.lines["width"].line, "wide")
    assert "not a length" in form.lines["width"].problem()
    assert form.sheet() is None
    form.units.chosen.emit("mm")
    assert form.lines["width"].text() == "wide"
    seat.retype(form.lines["width"].line, '2 1/2"')
    made = form.sheet()
    assert made is not None
    assert made.width == 63.5
    form.kind.set_value(True)
    form.kind.chosen.emit(True)
    assert not form.lines["rows"].isVisible()
    roll = form.sheet()
    assert roll is not None
    assert (roll.paper, roll.count, roll.paper_width) == ("roll", 1, 63.5)
    form.save_test(tmp_path / "test.pdf")
    seat.until((tmp_path / "test.pdf").is_file)


def test_drift_is_measured_and_put_right(seat: Seat, labels: Labels, monkeypatch: pytest.MonkeyPatch) -> None:
    """Labels creep 0.4 mm a row: over 250 mm that is 2.6, as a ruler says."""
    monkeypatch.setattr(sheet_printer, "installed", lambda: [BROTHER, "Canon"])
    labels.printer_line.adjust.click()
    sheet = front(seat, Calibrating)
    seat.until(lambda: sheet._pdf)
    assert not sheet.keep_button.isEnabled()
    seat.retype(sheet.lines["down"].line, "far")
    assert "not a length" in sheet.lines["down"].problem()
    seat.retype(sheet.lines["top"].line, "20.2")
    seat.retype(sheet.lines["down"].line, "252.6")
    seat.press(Qt.Key.Key_Return)
    made = calibration.of(BROTHER, A4)
    assert made.down_scale == pytest.approx(1 / (1 + 0.4 / 38.1), abs=0.0002)
    assert made.down == pytest.approx(0, abs=0.05)
    assert "height 99.0 %" in labels.printer_line._words.text()
    labels.printer_line.open()
    sheet = front(seat, Calibrating)
    sheet.units.chosen.emit("in")
    assert sheet.lines["down"].line.placeholderText() == "9 in"
    seat.retype(sheet.lines["down"].line, "9 1/8")
    assert "height 98.6 %" in sheet._banner_place.itemAt(0).widget().accessibleName()
    assert "height 99.0 %" in sheet._force.text()
    sheet.reset()
    assert calibration.of(BROTHER, A4) == NONE
    sheet._take_back(BROTHER, made)
    assert calibration.of(BROTHER, A4) == made


def test_without_a_printer_it_says_so(seat: Seat) -> None:
    sheet = Calibrating(seat.window, seat.desk, (62, 100), [])
    sheet.open()
    assert "No printer" in sheet._force.text()
    assert not sheet.printer.isEnabled()
    sheet.keep()
    assert settings.load().printers == {}


def test_pages_are_laid_where_they_are_corrected_to(tmp_path: Path, qapp: object) -> None:
    """Of their own size, whatever lies in the printer."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "page.pdf"))
    unit = printer.resolution() / 25.4
    calibration.keep(printer.printerName(), calibration.paper_of(62, 100), Calibration(-2, 3, 1.01, 0.99))
    moved = to_printer.ground(printer, 62.05, 100.05)
    found = [length / unit for length in (moved.left(), moved.top(), moved.width(), moved.height())]
    assert found == pytest.approx([-2, 3, 62.05 * 1.01, 100.05 * 0.99], abs=0.01)
    plain = to_printer.ground(printer, 62, 100, is_corrected=False)
    assert [plain.left(), plain.width() / unit] == pytest.approx([0, 62], abs=0.01)

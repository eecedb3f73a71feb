"""Labels: the sheet, the first free label, who is left out."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from crmdesk.printing import sheets
from crmdesk.services import print_runs
from crmdesk.ui import to_printer
from crmdesk.ui.label_choices import LabelChoices
from crmdesk.ui.labels import Labels
from crmdesk.ui.left_out import LeftOut
from crmdesk.ui.lookups import CurrentSet
from crmdesk.widgets.messages import Banner
from tests.printing import pdf
from tests.ui.desks import Seat
from tests.ui.printers import Printers


@pytest.fixture
def labels(seat: Seat) -> Labels:
    seat.window.go("labels")
    screen = seat.window.screens["labels"]
    assert isinstance(screen, Labels)
    seat.until(lambda: screen.batch and screen.pages.preview._page)
    return screen


def press(labels: Labels, number: int) -> None:
    """The label of this number, from 1."""
    left, top = labels.sheet.positions()[number - 1]
    labels.pages._press((left + 5) / labels.sheet.paper_width, (top + 5) / labels.sheet.paper_height)


def printed(seat: Seat) -> list[print_runs.Run]:
    found: list[print_runs.Run] = seat.asked(print_runs.latest)
    return found


@pytest.mark.qt_log_ignore("This plugin does not support")  # the list of sheets pops up
def test_a_sheet_its_first_free_label_and_its_pages(seat: Seat, labels: Labels, tmp_path: Path) -> None:
    seat.retype(labels.choices.sheet_box, "5160")
    seat.press(Qt.Key.Key_Return)
    assert labels.sheet.name == "Avery 5160"
    assert labels.choices.sheet_box.text().startswith("Avery 5160 ·")
    assert labels.start.maximum() == 30
    assert labels.batch
    count = len(labels.batch.texts)
    pages, caption = -(-count // 30), labels.pages.caption
    seat.until(lambda: caption.text().startswith(f"Page 1 of {pages}"))
    assert not labels.pages.back.isEnabled()
    assert labels.pages.hint.text() == "Click the first free label"
    labels.pages.on.click()
    assert caption.text() == f"Page 2 of {pages}"
    labels.pages.back.click()
    press(labels, 5)
    assert labels.start.value() == 5
    assert labels.pages.hint.text() == "4 labels of this sheet are used"
    labels.pages._press(0.001, 0.001)
    assert labels.start.value() == 5

    # How far it was used is remembered, of each sheet; a new one is one press away.
    labels.save_pdf(tmp_path / "labels.pdf")
    seat.until(lambda: printed(seat))
    used = (4 + count) % 30
    assert labels.start.value() == used + 1
    assert f"{used} label" in labels.pages.hint.text()
    assert labels.choices.new_sheet.isVisible()
    other = LabelChoices(sheets.by_name("Avery L7160"))
    assert other.start.value() == 1
    other.show_sheet(labels.sheet)
    assert other.start.value() == used + 1
    other.deleteLater()
    labels.choices.new_sheet.click()
    assert labels.start.value() == 1
    assert labels.choices.new_sheet.isHidden()


def test_copies_are_a_rare_choice(seat: Seat, labels: Labels) -> None:
    assert labels.batch
    count = len(labels.batch.texts)
    assert labels.choices.rare.isHidden()
    labels.choices.more.click()
    seat.retype(labels.choices.copies.lineEdit(), "2")
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: labels.batch and len(labels.batch.texts) == 2 * count)
    assert labels.print_button.text() == f"Print {2 * count} labels"


def test_a_printer_gets_the_pages_and_may_be_stopped(
    seat: Seat, labels: Labels, printers: Printers, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat.window.go("labels", CurrentSet("contact", None, 0, "Everybody"))
    seat.settle()
    labels.choices.more.click()
    labels.choices.copies.setValue(3)
    labels.choices.copies.editingFinished.emit()
    seat.until(lambda: labels.batch and len(labels.batch.owners) * 3 == len(labels.batch.pieces))
    assert labels.batch
    pages = labels.pages.pages()
    labels.print_button.click()
    seat.until(lambda: printed(seat))
    seat.until(lambda: seat.toast() == "Sent to the printer")
    assert pdf.size(printers.last()) == pytest.approx((210, 297), abs=0.5)
    assert len(pdf.texts(printers.last())) == pages > 3
    (run,) = printed(seat)
    assert (run.name, run.count, run.choices) == (
        "Everybody", len(labels.batch.pieces), {"sheet": "Avery L7160", "start": 1, "again": 0}
    )  # fmt: skip

    printer = printers.ask(labels, 210, 297)
    leaving = labels.leaving()
    assert leaving
    sending = to_printer.ToPrinter(labels, seat.desk, leaving.pages(), printer)
    went: list[object] = []
    sending.went.connect(went.append)
    fetch = sending._fetch
    monkeypatch.setattr(sending, "_fetch", lambda: sending.reject() if sending._page else fetch())
    seat.until(lambda: seat.toast() == "Printing was stopped at page 2")
    seat.settle()
    assert went == []


def test_who_is_left_out_can_be_mended(seat: Seat, labels: Labels) -> None:
    labels._show_skipped()
    sheet = seat.sheet(LeftOut)
    name = sheet._rows[0].title
    sheet._go(0)
    seat.until(lambda: seat.window.section == "contacts" and seat.screen.page and seat.name() == name)


def test_who_shares_a_label_is_told(seat: Seat, labels: Labels) -> None:
    labels.choices.household.click()
    seat.until(lambda: labels.batch and labels.batch.sharing)
    assert labels.batch
    seat.settle()
    assert any("with others" in banner.accessibleName() for banner in labels.findChildren(Banner))
    labels._show_sharing()
    assert len(seat.sheet(LeftOut)._rows) == len(labels.batch.sharing)


def test_sets_are_brought(seat: Seat) -> None:
    seat.window.search.setText("são paulo")
    seat.settle()
    count = seat.screen.table.records.rowCount()
    seat.screen.bar.acted.emit("labels")
    seat.until(lambda: seat.window.section == "labels")
    screen = seat.window.screens["labels"]
    assert isinstance(screen, Labels)
    seat.until(lambda: screen.batch)
    assert screen.batch
    assert len(screen.batch.texts) + len(screen.batch.skipped) == count
    assert screen.chosen.words == "são paulo"
    assert screen.print_button.isEnabled()
    seat.window.go("labels", CurrentSet("contact", [], 0, "nobody"))
    seat.until(lambda: screen.batch and not screen.batch.texts)
    assert not screen.print_button.isEnabled()
    assert not screen.save_button.isEnabled()


def test_where_letters_are_posted_is_chosen_and_kept(seat: Seat, labels: Labels) -> None:
    def is_posted_from(code: str) -> bool:
        return labels.batch is not None and labels.batch.country == code

    def last_lines() -> set[str]:
        return {text[-1] for text in labels.batch.texts} if labels.batch else set()

    for code, other in (("BR", "PORTUGAL"), ("PT", "BRAZIL")):
        labels.country.setCurrentIndex(labels.country.findData(code))
        labels.country.activated.emit(labels.country.currentIndex())
        seat.until(partial(is_posted_from, code))
        assert other in last_lines()
        assert labels.country.currentData() == code
    assert "PORTUGAL" not in last_lines()
    seat.window.desk.undo()
    seat.until(lambda: labels.country.currentData() == "BR")

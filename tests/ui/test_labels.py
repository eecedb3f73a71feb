"""Labels: the sheet, the first free label, who is left out."""

from functools import partial

import pytest
from PySide6.QtCore import Qt

from crmdesk.ui.labels import Labels
from crmdesk.ui.left_out import LeftOut
from crmdesk.ui.lookups import CurrentSet
from tests.ui.desks import Seat


@pytest.fixture
def labels(seat: Seat) -> Labels:
    seat.window.go("labels")
    screen = seat.window.screens["labels"]
    assert isinstance(screen, Labels)
    seat.until(lambda: screen.batch and screen.preview._page)
    return screen


@pytest.mark.qt_log_ignore("This plugin does not support")  # the list of sheets pops up
def test_a_sheet_its_first_free_label_and_its_pages(seat: Seat, labels: Labels) -> None:
    seat.retype(labels.sheet_box, "5160")
    seat.press(Qt.Key.Key_Return)
    assert labels.sheet.name == "Avery 5160"
    assert labels.sheet_box.text().startswith("Avery 5160 ·")
    assert labels.start.maximum() == 30
    assert labels.batch
    pages = -(-len(labels.batch.texts) // labels.sheet.count)
    seat.until(lambda: labels._caption.text().startswith(f"Page 1 of {pages}"))
    assert not labels.back.isEnabled()
    labels.on.click()
    assert labels._caption.text().startswith(f"Page 2 of {pages}")
    labels.back.click()
    left, top = labels.sheet.positions()[4]
    labels._pressed((left + 5) / labels.sheet.paper_width, (top + 5) / labels.sheet.paper_height)
    assert labels.start.value() == 5
    assert "4 used" in labels._caption.text()
    labels._pressed(0.001, 0.001)
    assert labels.start.value() == 5


def test_who_is_left_out_can_be_mended(seat: Seat, labels: Labels) -> None:
    labels._show_skipped()
    sheet = seat.sheet(LeftOut)
    name = sheet._rows[0].title
    sheet._go(0)
    seat.until(lambda: seat.window.section == "contacts" and seat.screen.page and seat.name() == name)


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

"""The next morning everything stands where it stood; and whatever is wanted is a few letters away."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crmdesk.ui.list_look import NAME
from crmdesk.ui.palette import Palette
from crmdesk.widgets.column_header import ColumnHeader
from tests.journeys.telling import BOTH, DOWN, ENTER, command, count, in_file
from tests.ui.desks import PEOPLE, Seat, closed_at_the_end, sample, start


def test_after_a_restart_all_is_where_it_was(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    path = sample(tmp_path)
    with closed_at_the_end():
        seat = start(qtbot, path)
        seat.window.setGeometry(30, 40, 1280, 720)

        # The contacts as a table of three columns, the furthest city first, one column wider.
        columns = ((NAME, 200), ("addresses.city", 140), ("stage", 120))
        seat.screen.list.set_look(replace(seat.screen.list.look, layout="table", columns=columns))
        seat.settle()
        header = seat.screen.table.horizontalHeader()
        assert isinstance(header, ColumnHeader)
        header.sorted.emit("addresses.city", False)
        header.sorted.emit("addresses.city", False)
        header.resizeSection(0, 260)
        seat.until(lambda: not seat.screen.list.is_looking)
        seat.settle()
        order = seat.rows()
        seat.go_to("Müller, Greta")

        # Then on to a company, and home.
        seat.control(Qt.Key.Key_3)
        seat.until(lambda: seat.window.section == "companies" and seat.rows())
        seat.go_to("Padaria")
        seat.control(Qt.Key.Key_Q)
        assert seat.window.is_left

        again = start(qtbot, path)
        assert again.window.section == "companies"
        again.until(lambda: again.screen.page and "Padaria" in again.name())
        assert again.window.height() == 720
        again.control(Qt.Key.Key_2)
        again.until(lambda: again.window.section == "contacts" and again.screen.table.records.record_count() == PEOPLE)
        again.until(lambda: not again.screen.list.is_looking)
        again.settle()
        assert [column.title for column in again.screen.table.records.columns] == ["Name", "City", "Stage"]
        assert again.screen.table.horizontalHeader().sectionSize(0) == 260
        assert again.rows() == order
        again.until(lambda: again.name() == "Greta Müller")


def test_the_palette_finds_does_and_begins(seat: Seat) -> None:
    # A record by the beginnings of its words, whatever is looked up now.
    seat.window.search.setText("zzz")
    seat.settle()
    command(seat, "mul gre")
    seat.until(lambda: seat.screen.page and seat.name() == "Greta Müller")

    # A company from among the contacts.
    command(seat, "padaria")
    seat.until(lambda: seat.window.section == "companies" and seat.screen.page and "Padaria" in seat.name())

    # A command by its first letters; the next time it stands at the top, before anything is typed.
    command(seat, "back up")
    seat.until(lambda: seat.toast().startswith("Backed up"))
    seat.control(Qt.Key.Key_K)
    palette = next(found for found in seat.window.findChildren(Palette) if found.isVisible())
    seat.until(lambda: palette.choices.rows)
    seat.settle()
    first = next(row for row in palette.choices.rows if row.heading == "Commands")
    assert first.text == "Back up now"

    # A name that nobody has becomes a contact: it is typed once.
    seat.keys("Ada Osei")
    seat.settle()
    texts = [row.text for row in palette.choices.rows]
    for _step in range(texts.index("New contact “Ada Osei”")):
        seat.press(DOWN)
    seat.press(ENTER)
    seat.until(lambda: seat.window.section == "contacts" and seat.page.new_record)
    seat.settle()
    seat.press(ENTER)
    seat.keys("Osei Imports")
    seat.control(ENTER)
    seat.until(lambda: seat.toast() == "Added Ada Osei")
    assert in_file(seat, "Ada Osei")["affiliations"][0]["company"] == "Osei Imports"
    assert count(seat) == PEOPLE + 1

    # And is taken back where it was said what would be.
    seat.control(Qt.Key.Key_K)
    seat.keys("undo")
    seat.settle()
    palette = next(found for found in seat.window.findChildren(Palette) if found.isVisible())
    assert palette.choices.rows[0].text == "Undo"
    assert "contact" in palette.choices.rows[0].detail.lower()
    seat.press(ENTER)
    seat.until(lambda: count(seat) == PEOPLE)
    seat.press(Qt.Key.Key_Z, BOTH)
    seat.until(lambda: count(seat) == PEOPLE + 1)

"""Several windows: of one file, of several files, and all of them again after a restart."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crmdesk import settings
from crmdesk.services import files, records
from crmdesk.ui import window, windows
from crmdesk.ui.desk import Desk
from tests.ui.desks import Seat, closed_at_the_end, sample, seat_at, second, start


@pytest.fixture
def other(seat: Seat) -> Iterator[Seat]:
    """Before a second window of the file."""
    with closed_at_the_end():
        yield second(seat)


def other_file(folder: Path) -> Path:
    path = folder / "Other.crmdesk"
    store, _code = files.new(path, "none")
    records.add(store, "contact", {"given_name": "Only", "family_name": "One"})
    store.close()
    return path


class TestOneFile:
    def test_the_second_shows_the_same_and_looks_up_its_own(self, seat: Seat, other: Seat) -> None:
        assert other.desk.file is seat.desk.file
        assert other.rows() == seat.rows()
        assert other.window.windowTitle() == seat.window.windowTitle()
        assert other.window.pos() != seat.window.pos()

        everyone = other.rows()
        seat.window.search.setText("alvares")
        other.window.search.setText("peixoto")
        seat.until(lambda: seat.rows() == ["Álvares, João"])
        other.until(lambda: other.rows() == ["Peixoto, Mário"])
        other.window.search.clear()
        other.until(lambda: other.rows() == everyone)
        assert seat.rows() == ["Álvares, João"]

    def test_what_is_changed_in_one_is_seen_in_the_other(self, seat: Seat, other: Seat) -> None:
        other.go_to("Álvares")
        page = seat.go_to("Álvares")
        seat.to_front()
        seat.retype(page.details._row("source").field.edit, "Word of mouth")
        seat.press(Qt.Key.Key_Return)
        other.until(lambda: other.page._shown["fields"]["source"] == "Word of mouth")
        key = page.editor.record
        seat.desk.write(lambda store: records.set_value(store, "contacts", key, "family_name", "Zulu"))
        other.until(lambda: "Zulu, João" in other.rows() and "João Zulu" in other.name())

    def test_undo_in_one_takes_back_what_the_other_did(self, seat: Seat, other: Seat) -> None:
        before = seat.rows()
        seat.to_front()
        seat.screen.table.setFocus()
        seat.screen.table.select([range(3)])
        seat.press(Qt.Key.Key_Delete)
        other.until(lambda: other.screen.table.records.rowCount() == len(before) - 3)
        other.window.ask("undo")
        seat.until(lambda: seat.screen.table.records.rowCount() == len(before))

    def test_closing_one_leaves_the_other_at_work(self, seat: Seat, other: Seat) -> None:
        seat.window.search.setText("a")  # its answer is on the way, and nobody is there to take it
        assert other.window.close()
        seat.settle()
        assert seat.desk.path
        seat.window.search.clear()
        seat.settle()
        assert seat.rows()
        assert windows.all_open() == [seat.window]

    def test_the_first_may_close_before_the_second(self, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
        path = sample(tmp_path)
        with seat_at(qtbot, qapp, path) as seat, closed_at_the_end():
            other = second(seat)
            seat.window.close()
            assert other.rows()
            page = other.go_to("Álvares")
            other.retype(page.details._row("source").field.edit, "Second window")
            assert other.window.close()
        assert not [thread for thread in threading.enumerate() if thread.name == "database"]
        store = files.open_file(path)  # nobody has it any more
        store.close()

    def test_what_one_still_writes_when_it_closes_is_written(self, seat: Seat, other: Seat) -> None:
        key = seat.go_to("Álvares").editor.record
        other.desk.write(lambda store: records.set_value(store, "contacts", key, "source", "Last words"))
        other.window.close()
        assert seat.asked(lambda store: records.show(store, key))["fields"]["source"] == "Last words"

    def test_long_work_of_a_window_ends_with_it(self, seat: Seat, other: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(window, "_PATIENCE", 100)
        steps: list[int] = []

        def endless(_store: object) -> Iterator[None]:
            while True:
                steps.append(1)
                yield

        other.desk.run_steps(endless)  # type: ignore[arg-type]
        seat.until(lambda: steps)
        other.window.close()
        seat.asked(lambda store: store.path)
        seat.desk.write(lambda _store: steps.clear())
        seat.settle()
        assert not steps


class TestSeveralFiles:
    def test_another_file_opens_in_this_window_alone(self, seat: Seat, other: Seat, tmp_path: Path) -> None:
        first = seat.rows()
        other.window.open_file(other_file(tmp_path))
        other.until(lambda: other.rows() == ["One, Only"])
        seat.settle()
        assert seat.rows() == first
        assert seat.window.windowTitle().startswith("Forno")

    def test_a_file_open_in_another_window_is_shared(self, seat: Seat, other: Seat, tmp_path: Path) -> None:
        path = seat.desk.path
        assert path
        other.window.open_file(other_file(tmp_path))
        other.until(lambda: other.rows() == ["One, Only"])
        other.window.open_file(path)
        other.until(lambda: other.desk.file is seat.desk.file)
        other.until(lambda: other.rows() == seat.rows())
        assert sum(thread.name == "database" for thread in threading.enumerate()) == 1

    def test_what_cannot_be_left_keeps_its_file(self, seat: Seat, tmp_path: Path) -> None:
        page = seat.go_to("Álvares")
        line = page.details._row("source").field.edit.lineEdit()
        seat.retype(line, "x")
        line.setText("x" * 1200)
        seat.window.open_file(other_file(tmp_path))
        seat.settle()
        assert seat.window.windowTitle().startswith("Forno")
        line.setFocus()
        seat.press(Qt.Key.Key_Escape)


class TestComingBack:
    """A restart: the windows are made as the application makes them."""

    def test_section_record_splitter_and_place(self, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
        path = sample(tmp_path)
        with closed_at_the_end():
            seat = start(qtbot, path)
            seat.window.setGeometry(30, 40, 880, 650)
            seat.window.go("companies")
            seat.until(seat.rows)
            name = seat.rows()[3]
            seat.go_to(name)
            seat.screen._sides.setSizes([242, 438])
            sides = seat.screen._sides.sizes()
            seat.window.close()
            again = start(qtbot, path)
            assert again.window.height() == 650  # the screen of the tests is narrower than any window
            assert again.window.section == "companies"
            again.until(lambda: again.screen.page and name in again.name())
            assert abs(again.screen._sides.sizes()[0] - sides[0]) <= 1

    def test_windows_closed_together_come_together(self, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
        path = sample(tmp_path)
        with closed_at_the_end():
            seat = start(qtbot, path)
            other = second(seat)
            other.window.go("labels")
            other.settle()
            seat.window.quit()
            assert not windows.all_open()
            again = start(qtbot, path)
            again.until(lambda: len(windows.all_open()) == 2)
            assert {window.section for window in windows.all_open()} == {"contacts", "labels"}
            assert len({window.desk.file for window in windows.all_open()}) == 1

    def test_those_of_other_files_come_too(self, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
        path, others = sample(tmp_path), [other_file(tmp_path), tmp_path / "Gone.crmdesk"]
        shutil.copy(others[0], others[1])
        with closed_at_the_end():
            seat = start(qtbot, path)
            seat.window.go("companies")
            for other in others:
                made = windows.make(Desk(), {})
                made.show()
                Seat(qtbot, made).open(other)
            settings.change(last_file=str(path))
            seat.window.quit()
            assert not windows.all_open()
            others[1].unlink()
            again = start(qtbot, path)
            again.until(lambda: len(windows.all_open()) == 2)
            other_window = next(window for window in windows.all_open() if window is not again.window)
            again.until(lambda: other_window.desk.is_prepared and settings.load().last_file == str(path))
            assert other_window.desk.path == others[0]
            assert again.window.section == "companies"
            assert "Gone.crmdesk" in again.toast()
            again.window.quit()
            alone = start(qtbot, others[0])
            alone.settle()
            assert windows.all_open() == [alone.window]

    def test_one_closed_long_before_does_not(
        self, qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(windows, "_TOGETHER", 0.0)
        path = sample(tmp_path)
        with closed_at_the_end():
            seat = start(qtbot, path)
            second(seat).window.close()
            seat.window.close()
            again = start(qtbot, path)
            again.settle()
            assert windows.all_open() == [again.window]

    @pytest.mark.parametrize(
        "damage",
        [None, "x", [1], [{"geometry": 7, "section": 3, "screens": []}], [{"screens": {"contacts": {"record": 1}}}]],
    )
    def test_damaged_settings_give_a_plain_window(
        self, qtbot: QtBot, qapp: QApplication, tmp_path: Path, damage: object
    ) -> None:
        settings.change(window={"windows": damage})
        with closed_at_the_end():
            assert start(qtbot, sample(tmp_path)).window.section == "contacts"

    def test_of_another_file_it_is_the_first_record(self, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
        with closed_at_the_end():
            seat = start(qtbot, sample(tmp_path))
            seat.go_to("Peixoto")
            seat.window.close()
            again = start(qtbot, other_file(tmp_path))
            again.until(lambda: again.screen.page and "Only One" in again.name())


def test_quitting_stops_where_something_is_not_saved(seat: Seat, other: Seat) -> None:
    page = other.go_to("Álvares")
    line = page.details._row("source").field.edit.lineEdit()
    other.retype(line, "x")
    line.setText("x" * 1200)
    seat.window.quit()
    assert len(windows.all_open()) == 2
    line.setFocus()
    other.press(Qt.Key.Key_Escape)


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_further_start_raises_a_window_of_the_file(seat: Seat, other: Seat) -> None:
    other.window.showMinimized()
    seat.window.close()
    windows.raise_one(other.desk.file)
    assert not other.window.isMinimized()

"""What was said stays to be read, with an Undo as long as it undoes what it says."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton

from crmdesk.domain.errors import UserError
from crmdesk.services import files, records
from crmdesk.ui import windows
from crmdesk.ui.menu import make_menu
from crmdesk.ui.notices import NoticeCentre
from crmdesk.widgets.messages import Action, ErrorSheet
from crmdesk.widgets.state_line import StateLine
from tests.ui.desks import Seat, leave

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def foot(seat: Seat) -> StateLine:
    found = seat.window.side.findChild(StateLine)
    assert isinstance(found, StateLine)
    return found


def opened(seat: Seat) -> NoticeCentre:
    foot(seat).click()
    return next(found for found in seat.window.findChildren(NoticeCentre) if found.isVisible())


def words(centre: NoticeCentre) -> list[str]:
    return [found.text() for found in centre._area.widget().findChildren(QLabel) if found.text()]


def buttons(centre: NoticeCentre) -> list[QPushButton]:
    return [found for found in centre._area.widget().findChildren(QPushButton) if not found.isHidden()]


def menu_of(seat: Seat) -> list[QAction]:
    menu = make_menu(seat.window, seat.window.side.steps, seat.window.ask)
    menu.deleteLater()
    return menu.actions()


def delete(seat: Seat, count: int) -> None:
    seat.screen.table.setFocus()
    seat.screen.table.select([range(count)])
    seat.press(Qt.Key.Key_Delete)
    seat.until(lambda: seat.toast().startswith("Deleted"))
    seat.settle()


@contextmanager
def second_window(seat: Seat) -> Iterator[Seat]:
    window = windows.open_another(seat.window)
    other = Seat(seat.qtbot, window)
    other.until(lambda: window.side.is_counted)
    other.settle()
    try:
        yield other
    finally:
        leave(window)


class TestTheCentre:
    def test_empty_it_says_so(self, seat: Seat) -> None:
        centre = opened(seat)
        assert "No notices yet" in words(centre)
        seat.desk.say("Just now")
        seat.until(lambda: words(centre)[0] == "Just now")
        assert "new" not in foot(seat).accessibleName()

    def test_the_newest_first_with_its_time_and_unread_till_then(self, seat: Seat) -> None:
        assert "new" not in foot(seat).accessibleName()
        for number in range(200):
            seat.desk.say(str(number))
        assert "60 new notices" in foot(seat).accessibleName()  # older ones are no longer kept
        shown = words(opened(seat))
        assert shown[0] == "199"
        assert ":" in shown[1]
        assert shown.index("199") < shown.index("198")
        assert "new" not in foot(seat).accessibleName()

    def test_errors_that_were_told(self, seat: Seat, tmp_path: Path) -> None:
        seat.desk.unmet.emit(UserError("This was not possible. Everything is as before."))
        seat.sheet(ErrorSheet).reject()
        seat.window.open_file(tmp_path / "gone.crmdesk")
        seat.until(lambda: len(seat.desk.file.said.notices) == 2)
        seat.sheet(ErrorSheet).reject()
        shown = words(opened(seat))
        assert any("gone.crmdesk" in text for text in shown)
        assert "This was not possible" in shown
        assert "Everything is as before." in shown

    def test_reached_and_left_by_keys(self, seat: Seat) -> None:
        seat.desk.say("With", Action("Something to do", lambda: None))
        seat.to_front()
        seat.screen.table.setFocus()
        seat.press(Qt.Key.Key_M, BOTH)
        centre = next(found for found in seat.window.findChildren(NoticeCentre) if found.isVisible())
        assert centre._area.hasFocus()
        seat.press(Qt.Key.Key_Tab)
        assert buttons(centre)[0].hasFocus()
        seat.press(Qt.Key.Key_Escape)
        assert seat.screen.table.hasFocus()


class TestUndo:
    def test_from_the_centre(self, seat: Seat) -> None:
        before = seat.rows()
        delete(seat, 3)
        assert any(action.text().startswith("Undo: ") for action in menu_of(seat))
        buttons(opened(seat))[0].click()
        seat.until(lambda: seat.screen.table.records.rowCount() == len(before))
        seat.until(lambda: seat.toast().startswith("Undone"))

    def test_only_while_it_undoes_what_it_says(self, seat: Seat) -> None:
        with second_window(seat) as other:
            seat.to_front()
            delete(seat, 3)
            shown = [found for found in seat.window.findChildren(QPushButton) if found.text() == "Undo"]
            assert shown[-1].isVisible()
            key = seat.asked(lambda store: store.listing("contact").window(0, 1)[0].id)
            other.desk.write(lambda store: records.set_value(store, "contacts", key.hex(), "source", "Fair"))
            seat.settle()
            assert not shown[-1].isVisible()
            assert not buttons(opened(seat))

    def test_what_lasts_stays(self, seat: Seat) -> None:
        done: list[str] = []
        seat.desk.say("Written", Action("Show", lambda: done.append("shown")))
        delete(seat, 1)
        buttons(opened(seat))[-1].click()
        assert done == ["shown"]


class TestSeveralWindows:
    def test_both_hear_and_one_reads_for_both(self, seat: Seat) -> None:
        with second_window(seat) as other:
            seat.desk.say("Heard")
            assert "1 new notice" in foot(other).accessibleName()
            opened(other)
            assert "new" not in foot(seat).accessibleName()
            other.desk.say("Written", Action("Only that window could", lambda: None))
            other.window.close()
        centre = opened(seat)
        assert words(centre)[0] == "Written"
        assert not buttons(centre)

    def test_another_file_begins_without(self, seat: Seat, tmp_path: Path) -> None:
        seat.desk.say("Of the first")
        path = tmp_path / "Other.crmdesk"
        files.new(path, "none")[0].close()
        seat.window.open_file(path)
        seat.until(lambda: seat.window.windowTitle().startswith("Other"))
        assert "Of the first" not in words(opened(seat))


class TestTheState:
    def test_of_an_empty_file_nothing_is_said(self, empty_seat: Seat, tmp_path: Path) -> None:
        path = tmp_path / "Empty.crmdesk"
        files.new(path, "none")[0].close()
        empty_seat.open(path)
        assert (foot(empty_seat).text(), foot(empty_seat)._tone) == ("", "")

    def test_a_backup_too_old_is_warned_of(self, seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "No backup yet" in foot(seat).text()
        two_days_ago = datetime.now(UTC) - timedelta(days=2)
        monkeypatch.setattr(files, "last_backup", lambda _store: two_days_ago)
        seat.window.side.refresh()
        seat.until(lambda: foot(seat).text().startswith("Not backed up since"))
        assert foot(seat)._tone == "warning"
        monkeypatch.setattr(files, "is_backed_up", lambda _store: True)
        seat.window.side.refresh()
        seat.until(lambda: foot(seat).text().startswith("Backed up"))


def test_the_side_bar_gives_way_in_narrow_windows(seat: Seat) -> None:
    wide = seat.window.side.width()
    seat.window.resize(880, 700)
    seat.until(lambda: seat.window.side.width() < wide / 2)
    button = seat.window.side._buttons["contacts"]
    assert button.toolTip() == button.accessibleName()
    seat.window.resize(1280, 700)
    seat.until(lambda: seat.window.side.width() == wide)
    assert not button.toolTip()
    seat.desk.say("There is room for the badge")
    seat.settle()
    assert seat.window.side.rect().contains(foot(seat).geometry())
    asked: list[str] = []
    seat.window.side.asked_about.connect(lambda key, _place: asked.append(key))
    key = next(key for key in seat.window.side._buttons if key.startswith("group:"))
    group = seat.window.side._buttons[key]
    seat.qtbot.mouseClick(group, Qt.MouseButton.RightButton)
    group.asked_about.emit(group.mapToGlobal(group.rect().center()))
    assert asked[-1] == key

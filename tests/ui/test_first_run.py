"""The first steps and About: shown once, never in the way, to be seen again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from crmdesk import __version__, settings
from crmdesk.ui import app, first_run
from crmdesk.ui.about import About
from crmdesk.ui.first_run import STEPS, FirstSteps
from crmdesk.ui.news import NEWS
from crmdesk.widgets.callout import Callout
from tests.ui.desks import Seat, leave, sample


def callouts(seat: Seat) -> list[Callout]:
    return [shown for shown in seat.window.findChildren(Callout) if shown.isVisible()]


class TestTheFirstSteps:
    def test_they_go_on_by_their_button_and_end(self, seat: Seat) -> None:
        seat.window.ask("first steps")
        for step in STEPS:
            (shown,) = callouts(seat)
            assert shown.accessibleName().startswith(step.head)
            assert seat.window.rect().contains(shown.geometry())
            shown.button.click()
        assert not callouts(seat)
        assert settings.load().was_toured

    def test_esc_that_nobody_else_wants_ends_them(self, seat: Seat) -> None:
        first_run.show(seat.window)
        seat.control(Qt.Key.Key_F)
        seat.keys("alv")
        seat.press(Qt.Key.Key_Escape)
        assert callouts(seat)
        seat.qtbot.keyClick(seat.window, Qt.Key.Key_Escape)
        assert not callouts(seat)

    def test_one_works_on_under_them(self, seat: Seat) -> None:
        first_run.show(seat.window)
        assert "Peixoto, Mário" in seat.rows()
        seat.go_to("Peixoto")
        seat.window.go("companies")
        assert callouts(seat)

    def test_asked_for_again_they_begin_again(self, seat: Seat) -> None:
        first_run.show(seat.window)
        callouts(seat)[0].button.click()
        seat.window.ask("first steps")
        (shown,) = callouts(seat)
        assert shown.accessibleName().startswith(STEPS[0].head)

    def test_a_callout_follows_what_it_points_at(self, seat: Seat) -> None:
        first_run.show(seat.window)
        (shown,) = callouts(seat)
        before = shown.pos()
        seat.window.resize(1000, 700)
        seat.until(lambda: seat.window.rect().contains(shown.geometry()))
        seat.window.search.move(seat.window.search.x() + 60, seat.window.search.y())
        seat.until(lambda: shown.pos() != before)


@pytest.fixture
def started(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    """As the application starts on a file."""
    monkeypatch.setattr(first_run, "_PAUSE", 0)
    window = app.begin(sample(tmp_path))
    seat = Seat(qtbot, window)
    seat.until(lambda: window.desk.is_prepared)
    yield seat
    leave(window)


class TestOnce:
    def test_with_the_first_file(self, started: Seat) -> None:
        started.until(lambda: callouts(started))

    def test_never_after(self, started: Seat) -> None:
        started.until(lambda: callouts(started))
        started.window.findChildren(FirstSteps)[0].end()
        started.desk.prepared.emit()
        started.settle()
        assert not callouts(started)


class TestAbout:
    def test_it_tells_the_version_what_is_new_and_where_things_lie(self, seat: Seat, tmp_path: Path) -> None:
        seat.window.ask("about")
        sheet = seat.sheet(About)
        said = " ".join(words.text() for words in sheet.findChildren(QLabel))
        assert __version__ in said
        assert NEWS[0][0] == __version__
        assert all(text in said for text in NEWS[0][1])
        assert str(tmp_path / "config") in said
        assert str(tmp_path) in said
        assert "MIT" in said
        assert "Noto" in said

    def test_it_opens_without_a_file(self, empty_seat: Seat) -> None:
        empty_seat.window.ask("about")
        assert empty_seat.sheet(About)

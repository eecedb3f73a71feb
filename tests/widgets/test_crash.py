"""Our mistakes are told once, kept without data, and leave the application running."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crmdesk import paths
from crmdesk.widgets import crash
from crmdesk.widgets.crash_sheet import CrashSheet

SECRET = "joao@padaria.example"


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[Path]]]:
    monkeypatch.setenv("CRMDESK_STATE", str(tmp_path))
    monkeypatch.setattr(crash, "_mutter", lambda _text: None)
    uninstall = crash.install()
    yield lambda: sorted((paths.state() / "crashes").glob("*.txt"))
    uninstall()


def fail(text: str) -> None:
    raise ValueError(text)


def raised(action: Callable[[], None]) -> Exception:
    try:
        action()
    except ValueError as error:
        return error
    raise AssertionError


def tell(error: Exception) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


def sheets() -> list[CrashSheet]:
    return [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, CrashSheet) and widget.isVisible()
    ]


def test_a_report_names_places_but_holds_no_data() -> None:
    try:
        try:
            fail(SECRET)
        except ValueError:
            _ = {}[SECRET]
    except KeyError as error:
        text = crash.report_of(error)
    assert SECRET not in text
    assert str(Path.home()) + "/" not in text
    for words in ("builtins.KeyError", "builtins.ValueError", "test_crash.py", "fail"):
        assert words in text


def test_a_mistake_is_shown_once_and_kept(qtbot: QtBot, reports: Callable[[], list[Path]]) -> None:
    error = raised(lambda: fail(SECRET))
    for _time in range(5):
        tell(error)
    qtbot.waitUntil(lambda: len(sheets()) == 1)
    assert len(reports()) == 1
    assert SECRET not in reports()[0].read_text("utf-8")
    sheets()[0].reject()
    assert sheets() == []


def test_another_thread_may_fail(qtbot: QtBot, reports: Callable[[], list[Path]]) -> None:
    thread = threading.Thread(target=fail, args=(SECRET,))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(sheets()) == 1)
    sheets()[0].reject()


def test_the_newest_ten_reports_stay(reports: Callable[[], list[Path]]) -> None:
    written = [crash.keep_report(str(number)) for number in range(14)]
    assert reports() == written[-10:]


def test_a_full_disk_does_not_hide_the_dialog(
    qtbot: QtBot, reports: Callable[[], list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_text: str) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(crash, "keep_report", full)
    tell(raised(lambda: fail("x")))
    qtbot.waitUntil(lambda: len(sheets()) == 1)
    sheets()[0].reject()


def test_what_qt_complains_about_gravely_is_reported(qtbot: QtBot, reports: Callable[[], list[Path]]) -> None:
    handler = qInstallMessageHandler(None)
    assert handler is not None
    handler(QtMsgType.QtWarningMsg, None, "a warning")  # type: ignore[misc]
    assert reports() == []
    handler(QtMsgType.QtCriticalMsg, None, SECRET)  # type: ignore[misc]
    assert len(reports()) == 1
    assert SECRET not in reports()[0].read_text("utf-8")
    qtbot.waitUntil(lambda: len(sheets()) == 1)
    sheets()[0].reject()


def test_the_hooks_can_be_taken_back() -> None:
    before = sys.excepthook, threading.excepthook
    crash.install()()
    assert (sys.excepthook, threading.excepthook) == before

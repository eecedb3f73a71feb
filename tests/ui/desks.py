"""A window on a real file, and someone who waits for it as a user does."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from crmdesk.services import demo, files
from crmdesk.ui import windows
from crmdesk.ui.desk import Desk
from crmdesk.ui.page import Page
from crmdesk.ui.record_screen import RecordScreen
from crmdesk.ui.window import Window
from crmdesk.widgets import theme
from crmdesk.widgets.messages import Toast
from crmdesk.widgets.sheet import Sheet

PATIENCE = 30_000
"""Costs nothing where all is well."""
PEOPLE = 40


@cache
def template() -> Path:
    """Made once for all tests: the sample business with forty people."""
    path = Path(mkdtemp(prefix="crmdesk-ui-")) / "template.crmdesk"
    store, _code = files.new(path, "none")
    for _progress in demo.fill(store, PEOPLE):
        pass
    store.close()
    return path


class Seat:
    """A user before the window."""

    def __init__(self, qtbot: QtBot, window: Window) -> None:
        self.qtbot, self.window = qtbot, window
        self.desk = window.desk
        self.did: list[str] = []
        """Keys by their names, clicks, and in quotes what was typed without a pause: what a hand does."""

    def until(self, is_so: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(is_so()), timeout=PATIENCE)

    def settle(self) -> None:
        """Until what was asked is answered, and what the answers asked for too."""
        for _round in range(3):
            answered: list[None] = []
            self.desk.run(lambda: None, answered.append)
            self.until(lambda answered=answered: answered)
            self.qtbot.wait(10)

    def to_front(self) -> None:
        """The keys go to this window now."""
        self.window.activateWindow()
        self.until(lambda: QApplication.activeWindow() is self.window)

    def open(self, path: Path) -> None:
        self.window.open_file(path)
        self.until(lambda: self.window.side.is_counted)
        self.settle()

    @property
    def screen(self) -> RecordScreen:
        found = self.window.screens[self.window.section]
        assert isinstance(found, RecordScreen)
        return found

    @property
    def page(self) -> Page:
        assert self.screen.page
        return self.screen.page

    def rows(self) -> list[str]:
        records = self.screen.table.records
        self.until(lambda: all(records.row(number) for number in range(records.rowCount())))
        return [row.title for number in range(records.rowCount()) if (row := records.row(number))]

    def go_to(self, name: str) -> Page:
        number = next(number for number, title in enumerate(self.rows()) if name in title)
        self.screen.table.go_to(number)
        self.until(lambda: self.screen.page is not None and name.partition(",")[0] in self.name())
        self.settle()
        return self.page

    def name(self) -> str:
        return str(self.page.header.face.accessibleName())

    def keys(self, text: str) -> None:
        """Into whatever has the keyboard."""
        self._sit_up()
        self.did.append(f"“{text}”")
        for letter in text:  # QTest knows no letters beyond ASCII
            focused = QApplication.focusWidget()
            assert focused
            QApplication.sendEvent(focused, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self._sit_up()
        self.did.append(QKeySequence(QKeyCombination(modifiers, key)).toString())
        target = QApplication.activePopupWidget() or QApplication.focusWidget() or self.window
        self.qtbot.keyClick(target, key, modifiers)

    def _sit_up(self) -> None:
        """Without a screen nobody gives the window back what a sheet had."""
        if not (QApplication.activeWindow() or QApplication.activePopupWidget()):
            self.window.activateWindow()
            self.until(QApplication.activeWindow)

    def click(self, part: QWidget) -> None:
        self.did.append("click")
        self.qtbot.mouseClick(part, Qt.MouseButton.LeftButton)

    def strokes(self) -> int:
        """Keys pressed besides what was typed, Ctrl and Shift counted apart."""
        return sum(len(done.split("+")) for done in self.did if not done.startswith("“"))

    def control(self, key: Qt.Key) -> None:
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def retype(self, line: QWidget, text: str) -> None:
        edit = line.lineEdit() if isinstance(line, QComboBox) else line
        assert isinstance(edit, QLineEdit)
        edit.setFocus()
        edit.selectAll()
        self.keys(text)

    def toast(self) -> str:
        shown = [toast for toast in self.window.findChildren(Toast) if toast.isVisible()]
        return shown[-1].accessibleName() if shown else ""

    def sheet(self, kind: type[Any]) -> Any:
        self.until(lambda: [sheet for sheet in self.window.findChildren(kind) if sheet.isVisible()])
        return next(sheet for sheet in self.window.findChildren(kind) if sheet.isVisible())

    def asked(self, question: Callable[[Any], Any]) -> Any:
        """What the file says, asked as the screens ask."""
        answers: list[Any] = []
        self.desk.ask(question, answers.append)
        self.until(lambda: answers)
        return answers[0]


@contextmanager
def closed_at_the_end() -> Iterator[None]:
    """All windows but the first, which its seat closes."""
    before = QApplication.topLevelWidgets()
    try:
        yield
    finally:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, Window) and window not in before:
                leave(window)


def second(seat: Seat) -> Seat:
    """Before another window of the same file."""
    seat.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    window = next(window for window in windows.all_open() if window is not seat.window)
    other = Seat(seat.qtbot, window)
    other.until(lambda: window.side.is_counted and other.screen.table.records.rowCount())
    other.settle()
    return other


def start(qtbot: QtBot, path: Path) -> Seat:
    """As the application starts: with what it remembers; where that is nothing, among the contacts."""
    window = windows.make_first(path)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    seat = Seat(qtbot, window)
    seat.open(path)
    if window.section == "today":
        window.go("contacts")
        seat.settle()
    return seat


@contextmanager
def seat_at(qtbot: QtBot, app: QApplication, path: Path | None = None, scale: float = 1.0) -> Iterator[Seat]:
    theme.apply(app, "light", scale, is_moving=True)
    window = Window(Desk(), {"section": "contacts"})
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    seat = Seat(qtbot, window)
    try:
        if path:
            seat.open(path)
        yield seat
    finally:
        leave(window)


def leave(window: Window) -> None:
    """Whatever is still being typed: the test is over."""
    if not isValid(window):
        return  # left by itself
    for sheet in window.findChildren(Sheet):
        sheet.reject()
    for screen in window.screens.values():
        screen.can_leave = lambda: True  # type: ignore[method-assign]
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


def sample(folder: Path) -> Path:
    return Path(shutil.copy(template(), folder / "Forno Supplies.crmdesk"))

"""A monkey before the window: random clicks, keys, drags and commands by seed; tells how the application bore it.

python -m tests.ui.monkey FILE --seed 7 --events 20000
"""

import argparse
import json
import os
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable
from pathlib import Path
from random import Random

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from crmdesk.ui import actions, windows
from crmdesk.ui import app as application
from crmdesk.ui.sections import SECTIONS
from crmdesk.ui.window import Window
from crmdesk.widgets import theme
from tests.ui.monkey_watch import Watch, heard, plant, stub_the_world

_SPARED = ("Ctrl+Q", "Ctrl+W")
"""They end what is being tried; the menu has them too, and then a new window is opened."""
_MOST_WINDOWS = 3
_KEYS = (
    *([Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Up] * 3),
    Qt.Key.Key_Backtab, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageDown,
    Qt.Key.Key_PageUp, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Space, Qt.Key.Key_F2, Qt.Key.Key_Menu,
)  # fmt: skip
_MODIFIERS = (
    *([Qt.KeyboardModifier.NoModifier] * 6),
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
_TEXTS = (
    "a", "mar", "são", "+55 11 9", "x@y.example", "29 feb", "tomorrow 10", "Ç", "佐藤", "ليلى", "12,50", "%_'", "🙂",
)  # fmt: skip
_BUTTONS = (*([Qt.MouseButton.LeftButton] * 5), Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton)


def _is_of_our_own_making(error: Exception) -> bool:
    """Looking at parts that Qt made leaves Python with names for them: Qt deletes them and says nothing, and whatever
    lies in their memory next is taken for them. No line of the program has a part in that."""
    frames = traceback.extract_tb(error.__traceback__)
    return "already deleted" in str(error) and all(Path(frame.filename) == Path(__file__) for frame in frames)


class Monkey:
    def __init__(self, path: Path, seed: int) -> None:
        self._path = path
        self._chance = Random(seed)
        self._trail: deque[str] = deque(maxlen=12)
        self.faults: list[str] = []
        self._known: set[tuple[str, str]] = set()
        self.longest = 0.0
        self.window = self._open_window()
        self._doings: list[tuple[int, Callable[[], str]]] = [
            (30, self._click), (14, self._press), (10, self._type), (6, self._command), (6, self._shortcut),
            (5, self._wheel), (4, self._drag), (3, self._double_click), (3, self._section), (3, self._escape),
            (3, self._undo), (2, self._resize), (1, self._act_on_set), (1, self._other_window), (2, self._pause),
        ]  # fmt: skip

    def run(self, events: int, planted: Callable[[int], None] = lambda _number: None) -> None:
        weights = [weight for weight, _doing in self._doings]
        watch = Watch()
        for number in range(events):
            doing = self._chance.choices(self._doings, weights)[0][1]
            watch.begin()
            done = self._do(doing)
            planted(number)
            QCoreApplication.processEvents()
            taken = watch.end()
            self._trail.append(f"{number} {done}")
            self.longest = max(self.longest, taken)
            if watch.is_stall(taken):
                self.tell(f"stall of {taken * 1000:.0f} ms, {watch.waited * 1000:.0f} of them waiting", watch.stack)
            self._look_after()

    def tell(self, what: str, more: str = "") -> None:
        """Once of each kind at each place."""
        if (what.partition(" of ")[0], more) not in self._known:
            self._known.add((what.partition(" of ")[0], more))
            self.faults.append(f"{what}\nafter {' | '.join(self._trail)}\n{more}")

    def _do(self, doing: Callable[[], str]) -> str:
        self._trail.append(f"→ {doing.__name__}")
        try:
            return doing()
        except Exception as error:  # noqa: BLE001  (asked for directly: in an event it would be uncaught)
            if _is_of_our_own_making(error):
                return "what is gone"
            self.tell(
                f"exception {type(error).__name__}: {error}", "".join(traceback.format_tb(error.__traceback__)[-5:])
            )
            return "what raised"
        finally:
            self._trail.pop()

    def _look_after(self) -> None:
        """One window at least, and not too many; nobody outruns the file for long."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        found = windows.all_open()
        for window in found[_MOST_WINDOWS:]:
            window.close()
        if not found:
            self.window = self._open_window()
        elif not isValid(self.window) or self.window not in found:
            self.window = found[0]

    def _open_window(self) -> Window:
        window = application.begin(self._path)
        wait_for(lambda: window.side.is_counted)
        return window

    # Where

    def _top(self) -> QWidget:
        above = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        return above or self._chance.choice(windows.all_open() or [self.window])

    def _target(self) -> tuple[QWidget, QPoint]:
        """Something that may be pressed, or any place at all."""
        top = self._top()
        stops = [part for part in top.findChildren(QWidget) if part.isVisible() and part.focusPolicy()]
        if stops and self._chance.random() < 0.6:
            part = self._chance.choice(stops)
            place = part.mapTo(part.window(), self._within(part))
            top = part.window()
        else:
            place = self._within(top)
        under = top.childAt(place)
        if not isValid(top):  # Python may still know one that lay in the same memory
            return self.window, place
        if under is None or not isValid(under):
            return top, place
        return under, under.mapFrom(top, place)

    def _within(self, part: QWidget) -> QPoint:
        return QPoint(self._chance.randrange(max(part.width(), 1)), self._chance.randrange(max(part.height(), 1)))

    def _focused(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self._top()

    # What

    def _click(self) -> str:
        part, place = self._target()
        name, button, modifier = named(part), self._chance.choice(_BUTTONS), self._chance.choice(_MODIFIERS)
        QTest.mouseClick(part, button, modifier, place)
        return f"click {name}"

    def _double_click(self) -> str:
        part, place = self._target()
        name = named(part)
        QTest.mouseDClick(part, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        return f"double click {name}"

    def _press(self) -> str:
        part, key, modifier = self._focused(), self._chance.choice(_KEYS), self._chance.choice(_MODIFIERS)
        name = named(part)
        QTest.keyClick(part, key, modifier)
        return f"{key.name} {modifier.name} in {name}"

    def _type(self) -> str:
        text = self._chance.choice(_TEXTS)
        for letter in text:  # QTest knows no letters beyond ASCII
            part = self._focused()
            QApplication.sendEvent(part, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
        return f"type {text}"

    def _command(self) -> str:
        """Any of them, as from the palette; quitting is left to who finds it in the menu."""
        command = self._chance.choice([one for one in actions.all_commands() if one.key not in ("quit", "close")])
        if QApplication.activeModalWidget() is None and QApplication.activePopupWidget() is None:
            self.window.ask(command.key)
        return f"command {command.key}"

    def _shortcut(self) -> str:
        keys = self._chance.choice([keys for one in actions.all_commands() for keys in one.shortcuts()])
        if keys not in _SPARED:
            self.window.activateWindow()
            QTest.keySequence(QApplication.activeModalWidget() or self._focused(), QKeySequence(keys))
        return f"shortcut {keys}"

    def _escape(self) -> str:
        for _press in range(3):
            QTest.keyClick(self._focused(), Qt.Key.Key_Escape)
        return "escape"

    def _wheel(self) -> str:
        part, place = self._target()
        turn = QPoint(0, self._chance.choice((-480, -120, 120, 480)))
        event = QWheelEvent(
            QPointF(place), QPointF(part.mapToGlobal(place)), QPoint(), turn, Qt.MouseButton.NoButton,
            self._chance.choice(_MODIFIERS), Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        name = named(part)
        QApplication.sendEvent(part, event)
        return f"wheel {name}"

    def _drag(self) -> str:
        part, place = self._target()
        name = named(part)
        QTest.mousePress(part, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        for step in range(1, 5):
            if isValid(part):
                QTest.mouseMove(part, place + QPoint(step * self._chance.randint(-40, 40), step * 9))
        if isValid(part):
            QTest.mouseRelease(part, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self._within(part))
        return f"drag {name}"

    def _section(self) -> str:
        section = self._chance.choice(SECTIONS).key
        if QApplication.activeModalWidget() is None:
            self.window.go(section)
        return f"section {section}"

    def _undo(self) -> str:
        self.window.desk.redo() if self._chance.random() < 0.3 else self.window.desk.undo()
        return "undo or redo"

    def _act_on_set(self) -> str:
        command = self._chance.choice(actions.SET_COMMANDS)
        screen = self.window.screens.get(self.window.section)
        if screen and screen.set_in_words() and QApplication.activeModalWidget() is None:
            screen.act(command.key)
        return f"on set {command.key}"

    def _resize(self) -> str:
        size = self._chance.randint(700, 1600), self._chance.randint(480, 1000)
        self.window.resize(*size)
        return f"resize to {size}"

    def _other_window(self) -> str:
        if len(windows.all_open()) < _MOST_WINDOWS and self.window.desk.path:
            windows.open_another(self.window)
        return "other window"

    def _pause(self) -> str:
        """The file catches up; what appears after a moment appears."""
        QTest.qWait(self._chance.choice((1, 20, 60)))
        return "pause"


def named(part: QWidget) -> str:
    if not isValid(part):
        return "what is gone"
    return f"{type(part).__name__} “{part.accessibleName()[:30]}” of {type(part.window()).__name__}"


def wait_for(is_so: Callable[[], object], patience: float = 120.0) -> None:
    end = time.monotonic() + patience
    while not is_so():
        QCoreApplication.processEvents()
        if time.monotonic() > end:
            raise TimeoutError


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--events", type=int, default=600)
    parser.add_argument("--plant", default="")
    args = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    monkey: Monkey | None = None
    app = application.make_application()
    theme.apply(app, "light", 1.0)
    stub_the_world()
    with heard(lambda: monkey) as early:
        monkey = Monkey(args.file, args.seed)
        begun = time.monotonic()
        monkey.run(args.events, plant(args.plant, args.events // 2))
        seconds = time.monotonic() - begun
        _close_all()
    told = {"events": args.events, "seconds": round(seconds, 1), "longest_ms": round(monkey.longest * 1000)}
    print(json.dumps(told | {"faults": early + monkey.faults}, ensure_ascii=False, indent=1))
    return 1 if early or monkey.faults else 0


def _close_all() -> None:
    """Whatever is still being typed."""
    while popup := QApplication.activePopupWidget():
        popup.close()
    for window in windows.all_open():
        for screen in window.screens.values():
            screen.can_leave = lambda: True  # type: ignore[method-assign]
        window.close()
    QCoreApplication.processEvents()


if __name__ == "__main__":
    sys.exit(main())

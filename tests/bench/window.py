"""The real window on a file, in a process of its own: what it takes to open, to scroll, to search, to stay awake.

`python -m tests.bench.window TASK FILE [MORE]` prints what it measured as JSON.
"""

import gc
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from itertools import cycle, pairwise
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

ROOT = Path(__file__).parents[2]
FRAMES = 300
BETWEEN_KEYS = 0.06
"""Seconds, as a fast typist takes."""
PATIENCE = 900
MIDST = 0.4
"""The share of an import after which it is given up."""


def measure(task: str, path: Path, *more: str) -> dict[str, Any]:
    """As a parent asks."""
    command = [sys.executable, "-m", "tests.bench.window", task, str(path), *more]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


class Seat:
    """Someone who sits before the window."""

    def __init__(self, path: Path) -> None:
        from PySide6.QtCore import QObject
        from PySide6.QtWidgets import QApplication

        from crmdesk.store.store import Store
        from crmdesk.ui.desk import Desk
        from crmdesk.ui.window import Window
        from crmdesk.widgets import theme
        from tests.bench.workshop import KEY

        self.app = QApplication([])
        theme.apply(self.app, "light")
        self.desk = Desk()
        self.window = Window(self.desk, {"section": "contacts"})
        self.window.resize(1280, 800)
        self.window.show()
        start = perf_counter()
        self.desk.open(lambda: (Store.open(path, KEY), None))
        self.wait(lambda: self.desk.path is not None and "contacts" in self.window.screens)
        self.screen: Any = self.window.screens["contacts"]
        self.table = self.screen.table
        self.painted = 0
        self._eye = _eye(QObject, self)
        self.table.viewport().installEventFilter(self._eye)
        self.wait(lambda: self.painted and self.rows_are_there())
        self.opened_in = perf_counter() - start

    def wait(self, until: Callable[[], Any]) -> None:
        end = perf_counter() + PATIENCE
        while not until():
            self.app.processEvents()
            if perf_counter() > end:
                raise TimeoutError("the window did not do it")

    def rows_are_there(self) -> bool:
        """Every row in sight shows its words, not grey bars."""
        records = self.table.records
        numbers = map(records.record_at, self.table.rows_in_sight())
        return not records.is_loading and all(number is None or records.row(number) for number in numbers)

    def until_painted(self, act: Callable[[], object], ready: Callable[[], Any]) -> float:
        """From an act to the first painting after it is `ready`."""
        start = perf_counter()
        act()
        self.wait(ready)
        seen = self.painted
        self.table.viewport().update()
        self.wait(lambda: self.painted > seen)
        return perf_counter() - start

    def rest(self, moment: float = 0.5) -> None:
        """Until everything that opening sets off has come to an end."""
        self.wait(lambda: self.desk.is_prepared)
        self.pass_time(moment)

    def pass_time(self, moment: float) -> None:
        end = perf_counter() + moment
        self.wait(lambda: perf_counter() > end)

    def leave(self) -> None:
        self.window.close()
        self.app.processEvents()


def _eye(base: Any, seat: Seat) -> Any:
    class Eye(base):  # type: ignore[misc]
        """Counts the paintings of the list."""

        def eventFilter(self, watched: Any, event: Any) -> bool:
            seat.painted += event.type() == event.Type.Paint
            return False

    return Eye()


def look(seat: Seat) -> dict[str, Any]:
    """Open, jump to the end, scroll."""
    bar = seat.table.verticalScrollBar()
    seat.rest()
    end = seat.until_painted(lambda: bar.setValue(bar.maximum()), seat.rows_are_there)
    frames, blank = _scroll(seat)
    gc.collect()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"open": seat.opened_in, "end": end, "frames": frames, "blank": blank, "peak": peak}


def table(seat: Seat) -> dict[str, Any]:
    """Eight columns, plain and then sorted and grouped: how long that takes, and every frame of a scroll."""
    from dataclasses import replace

    seat.rest()
    listed = seat.screen.list
    listed.set_look(replace(listed.look, layout="table"))
    seat.wait(lambda: not listed.is_looking and seat.rows_are_there())
    plain, _blank = _scroll(seat)
    beats: list[float] = []
    start = perf_counter()
    listed.set_look(replace(listed.look, sort=(("addresses.city", False), ("stage", True)), group="stage"))
    while listed.is_looking:
        beats.append(perf_counter())
        seat.app.processEvents()
        sleep(0.001)  # a window that waits, as windows do
    taken = perf_counter() - start
    seat.wait(lambda: seat.table.records.groups and seat.rows_are_there())
    grouped, _blank = _scroll(seat)
    blocked = max((later - earlier for earlier, later in pairwise(beats)), default=0)
    return {"frames": plain, "grouped": grouped, "sorted": taken, "blocked": blocked}


def _scroll(seat: Seat) -> tuple[list[float], int]:
    """The time of each frame, and in how many some row was not there yet."""
    bar = seat.table.verticalScrollBar()
    bar.setValue(bar.maximum() // 3)
    seat.wait(seat.rows_are_there)
    frames, blank = [], 0
    for _ in range(FRAMES):
        start = perf_counter()
        bar.setValue(bar.value() + 120)
        seat.table.viewport().repaint()
        seat.app.processEvents()
        frames.append(perf_counter() - start)
        blank += not seat.rows_are_there()
    return frames, blank


def type_words(seat: Seat, *asked: str) -> dict[str, Any]:
    """Each word letter by letter, as one types it; from key to the list painted anew."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    def press(letter: str) -> None:
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        seat.app.sendEvent(seat.window.search, event)

    seat.rest()
    found: list[object] = []
    seat.screen.lookup.found.connect(lambda *_: found.append(None))
    times = []
    for word in asked:
        seat.until_painted(seat.window.search.clear, lambda: True)
        for letter in word:
            before = len(found)
            times.append(
                seat.until_painted(
                    partial(press, letter),
                    lambda before=before: len(found) > before,
                )
            )
            seat.pass_time(BETWEEN_KEYS)
    return {"times": times}


def stay_awake(seat: Seat, source: str) -> dict[str, Any]:
    """While a file is imported: the longest time between two beats of the GUI thread, and until a search is answered.

    A first import is cancelled and a second one stopped, each in its midst: how long that takes.
    """
    from PySide6.QtCore import QTimer

    from crmdesk.services import importing

    seat.rest()
    beats: list[float] = []
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: beats.append(perf_counter()))
    ended: list[float] = []
    stops: list[float] = []

    def begin(**told: Any) -> Any:
        ended.clear()
        done: list[float] = []
        job = partial(importing.run, paths=[Path(source)], stop=lambda: bool(stops))
        told["progress"] = lambda progress: done.append(progress.done)
        task = seat.desk.run_steps(job, lambda _report: ended.append(perf_counter()), **told)
        seat.wait(lambda: done and done[-1] > MIDST)
        return task

    cancelled = begin(gave_up=lambda: ended.append(perf_counter()))
    asked = perf_counter()
    cancelled.cancel()
    seat.wait(lambda: ended)
    taken_back = ended[0] - asked
    begin()
    stops.append(perf_counter())
    seat.wait(lambda: ended)
    stopped = ended[0] - stops[0]
    stops.clear()
    timer.start()
    answers = _searches(seat, ended)
    begin()
    seat.wait(lambda: ended)
    timer.stop()
    gaps = [later - earlier for earlier, later in pairwise(beats)]
    return {"blocked": max(gaps), "answers": answers, "cancelled": taken_back, "stopped": stopped}


def _searches(seat: Seat, ended: list[float]) -> list[float]:
    """The seconds until each was answered; one after the other, until the work has ended."""
    from PySide6.QtCore import QTimer

    answers: list[float] = []
    words = cycle(("an", "silva", "muller", "11 9", "ko"))

    def ask() -> None:
        start, text = perf_counter(), next(words)

        def answered(_rows: object) -> None:
            answers.append(perf_counter() - start)
            if not ended:
                QTimer.singleShot(int(BETWEEN_KEYS * 1000), ask)

        seat.desk.ask(lambda store: store.find(text), answered)

    QTimer.singleShot(100, ask)
    return answers


def flip(seat: Seat) -> dict[str, Any]:
    """A card a frame, sixty times a second, from the middle of the file; then to letters here and there."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    seat.rest()
    start = perf_counter()
    seat.screen.views.show_view(1)
    pile = seat.screen.views.rolodex.file.pile
    seat.wait(pile.card)
    shown = perf_counter() - start
    pile.go_to(pile.cards.count() // 2)
    seat.wait(lambda: pile.card() and not pile.is_flipping())
    seat.pass_time(0.3)
    frames, blank = [], 0
    for _ in range(FRAMES):
        start = perf_counter()
        QTest.keyClick(pile, Qt.Key.Key_Right)
        pile.repaint()
        seat.app.processEvents()
        frames.append(perf_counter() - start)
        blank += pile.card() is None
        seat.pass_time(max(0.0, 1 / 60 - frames[-1]))
    return {"shown": shown, "frames": frames, "blank": blank, "jumps": _jumps(seat, pile)}


def _jumps(seat: Seat, pile: Any) -> list[float]:
    """From a press on a letter to its card on top, drawn."""
    from PySide6.QtWidgets import QAbstractButton

    times = []
    letters = [button for button in pile.parent().tabs.findChildren(QAbstractButton) if button.count()]
    for button in letters * 2:
        seat.wait(lambda: not pile.is_flipping())
        start = perf_counter()
        button.click()
        seat.wait(pile.card)
        pile.repaint()
        times.append(perf_counter() - start)
    return times


def turn(seat: Seat) -> dict[str, Any]:
    """To the calendar, then month by month: from the press until what is planned is drawn."""
    seat.rest()
    opened = _shown(seat, lambda: seat.window.go("calendar"))
    screen: Any = seat.window.screens["calendar"]

    def turned(by: int) -> float:
        return _shown(seat, partial(screen.board.step, by))

    looked_at = []
    for by in (1, 1, -1, -1, -1, 1) * 2:
        seat.pass_time(0.5)
        looked_at.append(turned(by))
    leafed = [turned(by) for by in [1] * 15]
    seat.pass_time(0.5)
    agenda = _shown(seat, lambda: screen.board.show_view("agenda"))
    return {"opened": opened, "turned": looked_at, "leafed": leafed, "agenda": agenda}


def _shown(seat: Seat, act: Callable[[], object]) -> float:
    """Until the calendar has drawn other slots."""
    known: Any = seat.window.screens.get("calendar")
    before = known.slots if known else {}
    start = perf_counter()
    act()
    screen: Any = seat.window.screens["calendar"]
    seat.wait(lambda: screen.slots and screen.slots is not before)
    screen.board.shown().repaint()
    return perf_counter() - start


def drag(seat: Seat) -> dict[str, Any]:
    """To the board of deals; then a card goes round over it, a frame each time the mouse moved."""
    from PySide6.QtCore import QEventLoop, QPoint, Qt
    from PySide6.QtTest import QTest

    from crmdesk.widgets.kanban import Kanban
    from crmdesk.widgets.kanban_layout import Spot

    seat.rest(2)  # what is imported behind the first rows is there
    opened = []
    for _round in range(3):
        seat.window.go("contacts")
        seat.rest()
        start = perf_counter()
        seat.window.go("deals")
        view: Any = seat.window.screens["deals"]
        board: Kanban = view.view.kanban
        board.places.lanes = []
        while not board.places.lanes:  # asleep until something comes: a busy wait would slow who reads the file
            seat.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        board.repaint()
        opened.append(perf_counter() - start)
    middle = board.places.card(Spot(0, 0)).center().toPoint()
    QTest.mousePress(board, Qt.MouseButton.LeftButton, pos=middle)
    frames = []
    for number in range(FRAMES):
        start = perf_counter()
        QTest.mouseMove(board, middle + QPoint(number * 3 % 900, 40 + number % 300))
        board.repaint()
        seat.app.processEvents()
        frames.append(perf_counter() - start)
    QTest.keyClick(board, Qt.Key.Key_Escape)
    return {"opened": opened, "frames": frames}


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "look": look,
    "table": table,
    "type": type_words,
    "busy": stay_awake,
    "flip": flip,
    "drag": drag,
    "turn": turn,
}


def main(task: str, path: str, *more: str) -> None:
    seat = Seat(Path(path))
    measured = TASKS[task](seat, *more)
    seat.leave()
    print(json.dumps(measured))


if __name__ == "__main__":
    main(*sys.argv[1:])

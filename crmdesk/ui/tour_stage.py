"""Where the tour's scenes are set: a window on sample data in places of its own, and someone who waits for it."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtWidgets import QMenu

from crmdesk.ui.desk import Desk
from crmdesk.ui.record_screen import RecordScreen
from crmdesk.ui.window import Window
from crmdesk.widgets import clock
from crmdesk.widgets.sheet import Sheet

Scene = Callable[[Window], None]

_PLACES = ("CRMDESK_CONFIG", "CRMDESK_HOME", "CRMDESK_STATE")
_PATIENCE = 30.0
_QUIET = 0.03


class Stage:
    """Its sample file is made once; each scene finds a copy of it, and the settings of a first day."""

    def __init__(self, folder: Path, people: int) -> None:
        self._folder = folder
        self._sample = _make_sample(folder / "sample", people)

    @contextmanager
    def play(self, scene: Scene, size: tuple[int, int], *, on_sample: bool = True) -> Iterator[Window]:
        """The window as the scene leaves it."""
        here = Path(mkdtemp(dir=self._folder))
        with _places_in(here):
            window = Window(Desk(), {"section": "contacts"})
            window.resize(*size)
            window.show()
            try:
                if on_sample:
                    _open(window, shutil.copytree(self._sample.parent, here / "shown") / self._sample.name)
                scene(window)
                settle(window)
                yield window
            finally:
                _leave(window)
                clock.choose("")
                shutil.rmtree(here)


@contextmanager
def _places_in(folder: Path) -> Iterator[None]:
    """The user's settings and files are not touched."""
    before = {name: os.environ.get(name) for name in _PLACES}
    os.environ.update({name: str(folder / name.lower()) for name in _PLACES})
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _make_sample(folder: Path, people: int) -> Path:
    from crmdesk.services import demo, files

    folder.mkdir()
    path = folder / "Forno Supplies.crmdesk"
    with _places_in(folder):
        store, _code = files.new(path, "none")
        for _progress in demo.sample(store, people):
            pass
        files.backup(store)
        store.close()
    return path


def _open(window: Window, path: Path) -> None:
    window.open_file(path)
    wait_for(lambda: window.side.is_counted)
    settle(window)


def _leave(window: Window) -> None:
    """Whatever is still being typed: the picture is taken."""
    for menu in window.findChildren(QMenu):
        menu.close()
    for sheet in window.findChildren(Sheet):
        sheet.reject()
    for screen in window.screens.values():
        screen.can_leave = lambda: True  # type: ignore[method-assign]
    window.close()
    window.deleteLater()
    QCoreApplication.processEvents()


# What scenes do


def wait_for(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + _PATIENCE
    while not is_so():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        if time.monotonic() > end:
            raise TimeoutError


def settle(window: Window, quiet: float = _QUIET) -> None:
    """Until all that was asked has been answered and drawn, and for so many seconds nothing new was asked."""
    for _round in range(3):  # an answer may ask again
        answers: list[None] = []
        window.desk.run(lambda: None, answers.append)
        wait_for(partial(len, answers))
        end = time.monotonic() + quiet
        while time.monotonic() < end:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def screen_of(window: Window) -> RecordScreen:
    screen = window.screens[window.section]
    assert isinstance(screen, RecordScreen)
    return screen


def show_record(window: Window, name: str) -> RecordScreen:
    """Chosen in the list, its page complete."""
    screen = screen_of(window)
    rows = screen.table.records
    wait_for(lambda: rows.row(0) is not None)
    numbers = range(rows.rowCount())
    row = next((number for number in numbers if (found := rows.row(number)) and name in found.title), 0)
    screen.table.go_to(row)
    wait_for(lambda: screen.page is not None and bool(screen.page.details.fields()))
    settle(window)
    return screen


def go(window: Window, section: str, what: object = None) -> None:
    window.go(section, what)
    settle(window)

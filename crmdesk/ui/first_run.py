"""The first steps: three words over the window itself, once; they never stand in the way of work."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from crmdesk import settings
from crmdesk.i18n import _, mark
from crmdesk.widgets.callout import Callout

if TYPE_CHECKING:
    from collections.abc import Callable

    from crmdesk.ui.window import Window

_PAUSE = 700


def _search(window: "Window") -> QWidget | None:
    return window.search


def _set_bar(window: "Window") -> QWidget | None:
    bar = getattr(window.screens.get(window.section), "bar", None)
    return bar if isinstance(bar, QWidget) else None


def _menu(window: "Window") -> QWidget | None:
    return window.side.head


@dataclass(frozen=True, slots=True)
class Step:
    head: str
    text: str
    target: "Callable[[Window], QWidget | None]"
    """What it points at, where that is shown."""


STEPS = (
    Step(
        mark("Type to find"),
        mark("Any part of a name, number or city, at any time. Ctrl+K finds commands too."),
        _search,
    ),
    Step(
        mark("What you found is what you work on"),
        mark("Label, export, group or edit all that the list shows, or only those you select."),
        _set_bar,
    ),
    Step(
        mark("Nothing is lost"),
        mark("Ctrl+Z takes back whatever you did, also tomorrow. In this menu are backups and the trash."),
        _menu,
    ),
)


class FirstSteps(QObject):
    """One after the other; Esc ends them."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._place = 0
        self.callout: Callout | None = None

    def begin(self) -> None:
        settings.change(was_toured=True)
        self._show()

    def _show(self) -> None:
        step = STEPS[self._place]
        target = step.target(self._window)
        if target is None or not target.isVisible():
            self._go_on()
            return
        words = _("{number} of {count}").format(number=self._place + 1, count=len(STEPS))
        is_last = self._place == len(STEPS) - 1
        self.callout = Callout(
            self._window, target, _(step.head), _(step.text), words, _("Done") if is_last else _("Next")
        )
        self.callout.went_on.connect(self._go_on)
        self.callout.skipped.connect(self.end)

    def _go_on(self) -> None:
        self._put_away()
        self._place += 1
        if self._place < len(STEPS):
            self._show()
        else:
            self.deleteLater()

    def end(self) -> None:
        self._put_away()
        self.deleteLater()

    def _put_away(self) -> None:
        if self.callout:
            self.callout.hide()
            self.callout.deleteLater()
            self.callout = None


def show(window: "Window") -> FirstSteps:
    """From the beginning; those that are shown already make place."""
    for old in window.findChildren(FirstSteps):
        old.end()
    steps = FirstSteps(window)
    steps.begin()
    return steps


def show_soon(window: "Window") -> None:
    """When the window has been seen as it is."""
    QTimer.singleShot(_PAUSE, window, lambda: show(window) if window.section else None)

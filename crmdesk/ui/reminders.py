"""The watch over an open file: tells what is due once, in its windows or by the system, and plans follow-ups."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from crmdesk import settings
from crmdesk.i18n import _, ngettext
from crmdesk.ui import reminder_cards, reminder_memory, reminder_words, windows
from crmdesk.ui.said import Notice
from crmdesk.widgets.messages import Action, announce

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.reminders import Reminder
    from crmdesk.ui.open_file import OpenFile
    from crmdesk.ui.window import Window
    from crmdesk.widgets.tasks import Task

T = TypeVar("T")
_BEAT, _MOMENT, _PAUSE = 20_000, 400, 2_000
_SLEPT = timedelta(minutes=1)
"""Between two beats: the computer was not awake, or its clock was set."""
_HOUR = timedelta(hours=1)


class Reminders(QObject):
    """One for each file, however many windows show it. What was told waits until somebody deals with it."""

    def __init__(self, file: "OpenFile") -> None:
        super().__init__(file)
        self.file = file
        self.now: Callable[[], datetime] = lambda: datetime.now().astimezone()
        self.waiting: list[Reminder] = []
        self._beat_at = self._planned_at = self.now()
        self._tasks: dict[str, Task] = {}
        self._timers = [
            self._timer(_BEAT, self.beat, repeats=True),
            self._timer(_MOMENT, self.look),
            self._timer(_PAUSE, self.follow_up),
        ]
        file.changed.connect(self._changed)
        file.closing.connect(self._end)
        self._resume()
        self.look()
        self._timers[2].start()

    def _timer(self, interval: int, then: Callable[[], None], *, repeats: bool = False) -> QTimer:
        made = QTimer(self, singleShot=not repeats, interval=interval)
        made.timeout.connect(then)
        if repeats:
            made.start()
        return made

    def beat(self) -> None:
        now = self.now()
        has_slept = abs(now - self._beat_at) > _SLEPT
        self._beat_at = now
        self.look()
        if has_slept or now - self._planned_at >= _HOUR:
            self.follow_up()

    def _changed(self, change: "Changed") -> None:
        """What this planned itself is no reason to plan more."""
        from crmdesk.services import rules

        if "activities" in change.tables:
            self._timers[1].start()
        if change.text != _(rules.PLANNING):
            self._timers[2].start()

    def _end(self) -> None:
        for timer in self._timers:
            timer.stop()
        for task in self._tasks.values():
            task.forget()
        for window in windows.all_open():
            reminder_cards.show(self, window, is_of_file=False)

    def _run(self, name: str, job: "Callable[[Store], T]", done: Callable[[T], None], *, writes: bool = False) -> None:
        store = self.file.store
        self._tasks[name] = self.file.worker.run(
            lambda: job(store()), done, writes=writes, replace=None if writes else (id(self), name)
        )

    def _resume(self) -> None:
        """What nobody had answered when the file was left, on this laptop."""
        kept, now = reminder_memory.kept(self.file.path), self.now()
        if kept and settings.load().reminders != "off":

            def find(store: "Store") -> "list[Reminder]":
                from crmdesk.services import reminders

                return reminders.again(store, kept, now)

            self._run("resume", find, self._come_back)

    def _come_back(self, found: "list[Reminder]") -> None:
        there = {each.slot.activity_id for each in self.waiting}
        self._put([*(each for each in found if each.slot.activity_id not in there), *self.waiting])

    # What is due

    def look(self) -> None:
        if settings.load().reminders == "off":
            self._put([])
            return
        now, told = self.now(), tuple(self.waiting)

        def look(store: "Store") -> "tuple[list[Reminder], list[Reminder]]":
            from crmdesk.services import reminders

            return reminders.due(store, now), reminders.still(store, told, now)

        self._run("look", look, partial(self._tell, told))

    def _tell(self, told: "Sequence[Reminder]", found: "tuple[list[Reminder], list[Reminder]]") -> None:
        """What was dealt with, or came back, while the question was on its way stays so."""
        due, still = found
        new = {each.slot.activity_id for each in due}
        left = [each for each in self.waiting if each in still or each not in told]
        waiting = [each for each in left if each.slot.activity_id not in new]
        self._put([*waiting, *due])
        if due:
            self._keep_seen(due)
            self._note(due)
            self._tell_outside(due)

    def _keep_seen(self, due: "Sequence[Reminder]") -> None:
        def seen(store: "Store") -> None:
            from crmdesk.services import reminders

            reminders.seen(store, due)

        self._run("seen", seen, lambda _none: None, writes=True)

    def _put(self, waiting: "list[Reminder]") -> None:
        """In all windows; one that was opened since shows them with the next beat."""
        if waiting != self.waiting:
            reminder_memory.keep(self.file.path, waiting)
        self.waiting = waiting
        for window in windows.all_open():
            reminder_cards.show(self, window, is_of_file=window.desk.file is self.file)

    def deal_with(self, reminder: "Reminder") -> None:
        self._put([each for each in self.waiting if each != reminder])

    def _note(self, due: "Sequence[Reminder]") -> None:
        for each in due:
            words, detail = reminder_words.head(each), reminder_words.detail(each, self.now())
            action = Action(_("Open"), lambda each=each: self._open(each))  # type: ignore[misc]
            self.file.said.add(Notice(words, detail, action, icon="bell"))
            if window := self._window():
                announce(window, f"{words}, {detail}")

    def _open(self, reminder: "Reminder") -> None:
        from crmdesk.ui.activity_sheet import open_sheet

        self.deal_with(reminder)
        if window := self._window():
            open_sheet(window.desk, reminder.slot.activity_id, reminder.slot.instance)

    def _window(self) -> "Window | None":
        """The one in use, or any."""
        found = windows.of_file(self.file)
        active = QApplication.activeWindow()
        return next((window for window in found if _is_in(window, active)), found[-1] if found else None)

    def _tell_outside(self, due: "Sequence[Reminder]") -> None:
        """Where nobody is looking at this file."""
        chosen, active = settings.load(), QApplication.activeWindow()
        if chosen.reminders == "on" and not any(_is_in(window, active) for window in windows.of_file(self.file)):
            from crmdesk.ui import system_notice

            words = reminder_words.outside(due, self.now(), hides=chosen.hides_details)
            system_notice.tell(*words, lambda: self._pressed(due))

    def _pressed(self, due: "Sequence[Reminder]") -> None:
        """On what the system shows."""
        windows.raise_one(self.file)
        if len(due) == 1:
            self._open(due[0])

    # Follow-up rules

    def follow_up(self) -> None:
        self._planned_at = self.now()
        today = self._planned_at.date()

        def run(store: "Store") -> int:
            from crmdesk.services import contracts, rules

            return rules.run(store, today) + contracts.plan(store, today)

        self._run("rules", run, self._tell_planned, writes=True)

    def _tell_planned(self, count: int) -> None:
        window = self._window()
        if count and window:
            words = ngettext("{count} follow-up planned", "{count} follow-ups planned", count)
            window.desk.say_undoable(words.format(count=count))


def _is_in(window: "Window", active: QWidget | None) -> bool:
    """A sheet over a window counts as the window."""
    return active is not None and (active is window or active.parentWidget() is window)

"""How the user has calendars: the first day of weeks, the clock, working hours; and the preferences of it."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QLocale

from crmdesk import settings
from crmdesk.ui.desk import Desk
from crmdesk.ui.preference_panes import SettingsPane
from crmdesk.widgets import clock
from crmdesk.widgets.calendar_times import Habits, habits_of

_DAYS = {"monday": 1, "saturday": 6, "sunday": 7}


def habits() -> Habits:
    """As chosen, else as the system is set."""
    chosen, usual = settings.load(), habits_of(QLocale())
    return replace(
        usual,
        first_day=_DAYS.get(chosen.week_start, usual.first_day),
        is_24=clock.is_24(),
        works_from=_hour(chosen.work_from, 0, 12) * 60,
        works_to=_hour(chosen.work_to, 13, 24) * 60,
    )


def _hour(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)


class CalendarPane(SettingsPane):
    """What is chosen is seen at once in all calendars that are open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, settings.CALENDAR)

    def _choose(self, name: str, value: Any) -> None:
        from crmdesk.ui import windows
        from crmdesk.ui.calendar import CalendarScreen

        settings.change(**{name: value})
        clock.choose(settings.load().clock)
        for window in windows.all_open():
            if isinstance(screen := window.screens.get("calendar"), CalendarScreen):
                screen.take_habits()

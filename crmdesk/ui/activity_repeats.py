"""How often an activity repeats: one of the usual ways, or any other in words."""

from datetime import date
from typing import Any

from PySide6.QtCore import QLocale

from crmdesk.i18n import _
from crmdesk.widgets.fields import ChoiceField

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORK_DAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


class RepeatField(ChoiceField):
    """Its value is what `Activity.recurrence` keeps."""

    def __init__(self, name: str) -> None:
        super().__init__(name, [("", _("does not repeat"))])

    def show_rule(self, recurrence: str, starts: str) -> None:
        self.set_choices([("", _("does not repeat")), *_usual(starts)])
        self.set_value(recurrence)

    def _show(self, value: Any) -> None:
        if value:
            super()._show(value)
        else:
            self._combo.setCurrentIndex(0)


def _usual(starts: str) -> list[tuple[str, str]]:
    """As the day of its start says."""
    day = date.fromisoformat(starts[:10]) if starts else date.today()  # noqa: DTZ011 - the wall
    locale = QLocale()
    month = locale.monthName(day.month)
    rules = (
        ("FREQ=DAILY", _("every day")),
        (_WORK_DAYS, _("every working day")),
        (f"FREQ=WEEKLY;BYDAY={_DAYS[day.weekday()]}", _("every {day}").format(day=locale.dayName(day.isoweekday()))),
        ("FREQ=MONTHLY", _("every month on the {day}.").format(day=day.day)),
        ("FREQ=YEARLY", _("every year on {day} {month}").format(day=day.day, month=month)),
    )
    return [(f"RRULE:{rule}", words) for rule, words in rules]

"""How often an activity repeats: one of the usual ways, or any other in words."""

from datetime import date
from typing import Any

from crmdesk.i18n import _
from crmdesk.ui import repeat_reading, repeat_words
from crmdesk.widgets.fields import ChoiceField

_WORK_DAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class RepeatField(ChoiceField):
    """Its value is what `Activity.recurrence` keeps; single days left out or added stay with another rule."""

    def __init__(self, name: str) -> None:
        self._starts = ""
        super().__init__(name, [("", _("does not repeat"))], own_words=True)
        self.set_placeholder(_("every 2 weeks on Mon, Thu until 1 March"))

    def show_rule(self, recurrence: str, starts: str) -> None:
        self._starts = starts
        self.set_choices([("", _("does not repeat")), *_usual(starts)])
        self.set_value(recurrence)

    def _show(self, value: Any) -> None:
        rules = repeat_words.rules_of(value)
        self._combo.setCurrentIndex(self._combo.findData("\n".join(rules)) if rules else 0)
        if self._combo.currentIndex() < 0:
            self._combo.setEditText(repeat_words.told(value))

    def _read(self) -> Any:
        found = super()._read()
        if not found:
            return ""
        rule = found if str(found).startswith("RRULE:") else repeat_reading.read(str(found), self._starts)
        kept = [line for line in str(self._value or "").splitlines() if line not in repeat_words.rules_of(self._value)]
        return "\n".join([rule, *kept])


def _usual(starts: str) -> list[tuple[str, str]]:
    """As the day of its start says."""
    day = date.fromisoformat(starts[:10]) if starts else date.today()  # noqa: DTZ011 - the wall
    weekday, week = _DAYS[day.weekday()], (day.day + 6) // 7
    rules = (
        "FREQ=DAILY",
        _WORK_DAYS,
        f"FREQ=WEEKLY;BYDAY={weekday}",
        f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}",
        f"FREQ=MONTHLY;BYMONTHDAY={day.day}",
        f"FREQ=MONTHLY;BYDAY={week if week < 5 else -1}{weekday}",
        "FREQ=YEARLY",
    )
    return [(f"RRULE:{rule}", repeat_words.told(f"RRULE:{rule}")) for rule in rules]

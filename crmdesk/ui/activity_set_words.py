"""Activity sets in words, those that are offered ready made, and the small fields that their steps are made of."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from crmdesk.i18n import _, ngettext
from crmdesk.ui.moments import wall
from crmdesk.widgets import clock, whens
from crmdesk.widgets.fields import LineField

if TYPE_CHECKING:
    from crmdesk.services.activity_sets import SetStep


def examples() -> "list[tuple[str, tuple[SetStep, ...]]]":
    from crmdesk.services.activity_sets import SetStep

    return [
        (_("New customer welcome"), (
            SetStep("letter", _("Thank you for the order")),
            SetStep("call", _("Has everything arrived?"), day=7, time="10:00", remind=10),
            SetStep("visit", _("See how it works"), day=30),
            SetStep("call", _("Anything more?"), day=90),
        )),
        (_("After the trade fair"), (
            SetStep("email", _("Send what was promised")),
            SetStep("call", _("Ask what they think"), day=4, time="10:00", remind=10),
            SetStep("to-do", _("Write the quote"), day=7),
            SetStep("call", _("Ask about the quote"), day=14),
        )),
    ]  # fmt: skip


def steps_in_words(count: int) -> str:
    return ngettext("{count} step", "{count} steps", count).format(count=count)


def planned(step: "SetStep", starts: date) -> str:
    """When it would be: `Thu 10:00`, `14 Dec`; far beyond all calendars nothing."""
    try:
        day = starts + timedelta(days=step.day)
    except OverflowError:
        return ""
    return wall(f"{day.isoformat()}T{step.time}" if step.time else day.isoformat())


class TimeField(LineField):
    """A time of the day: `9`, `9:30`, `2 pm`."""

    def _read(self) -> Any:
        typed = " ".join(self._line.text().split())
        if not typed:
            return ""
        found = whens.parse(typed if not typed.isdecimal() else f"@{typed}")
        if "T" not in found:
            raise ValueError(_("This is no time of the day."))
        return found[11:]

    def _show(self, value: Any) -> None:
        super()._show(clock.words(value) if value else "")


class DayField(LineField):
    """A day: `tomorrow`, `Mon`, `+3`, `26 Nov`; its value as `YYYY-MM-DD`."""

    def _read(self) -> Any:
        typed = " ".join(self._line.text().split())
        return whens.parse(typed)[:10] if typed else self._value

    def _show(self, value: Any) -> None:
        super()._show(wall(value) if value else "")

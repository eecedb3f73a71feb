"""What the start screen says: the day in a line, free time, when somebody was in contact last."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

from crmdesk.i18n import _, inside, ngettext
from crmdesk.ui.calendar_settings import habits
from crmdesk.ui.moments import ago, is_past, wall
from crmdesk.widgets import calendar_times
from crmdesk.widgets.chips import Tone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from crmdesk.domain.slots import Slot
    from crmdesk.services.silence import Silent
    from crmdesk.services.today import Call, Day, Said

_HOUR = 60
_TONES: "dict[str, Tone]" = {"call": "good", "message": "good", "to-do": "warning", "letter": "warning"}


def date_in_words(day: "date") -> str:
    return str(QLocale().toString(QDate(day.year, day.month, day.day), "dddd, d MMMM"))


def clock(wall: str) -> str:
    """The time of `YYYY-MM-DDTHH:MM`, as the user has clocks."""
    return calendar_times.clock(datetime.fromisoformat(wall), habits())


def day_and_time(starts: str) -> str:
    """`yesterday 11:30`, `20 Nov`."""
    return " ".join(filter(None, (wall(starts[:10]), clock(starts) if "T" in starts else "")))


def tone_of(kind: str) -> Tone:
    return _TONES.get(kind, "accent")


def summed_up(day: "Day") -> str:
    """`3 appointments, 5 calls to make, 2 overdue`, behind the name of a holiday."""
    counts = (
        (day.appointments, ngettext("{count} appointment", "{count} appointments", day.appointments)),
        (day.call_count, ngettext("{count} call to make", "{count} calls to make", day.call_count)),
        (day.late_count, ngettext("{count} overdue", "{count} overdue", day.late_count)),
    )
    told = ", ".join(words.format(count=count) for count, words in counts if count)
    return " · ".join(filter(None, (*day.holidays, told or _("Nothing planned"))))


def length(minutes: int) -> str:
    """`45 min`, `2 h`, `1 h 30 min`."""
    hours, rest = divmod(minutes, _HOUR)
    told = [_("{count} h").format(count=hours)] if hours else []
    if rest or not hours:
        told.append(_("{count} min").format(count=rest))
    return " ".join(told)


def free(begin: datetime, end: datetime) -> str:
    minutes = int((end - begin).total_seconds()) // 60
    until = clock(end.isoformat(timespec="minutes"))
    return _("Free until {time}, {length}").format(time=until, length=length(minutes))


def said(last: "Said | None", types: "Mapping[str, str]") -> str:
    """`8 days ago: “back next week”`."""
    if last is None:
        return ""
    kind = inside(types.get(last.type, last.type)) if last.type else ""
    if last.is_reached is False:
        kind = _("not reached")
    if last.words:
        return _("{day}: “{words}”").format(day=ago(last.at), words=last.words)
    return _("{day}: {words}").format(day=ago(last.at), words=kind) if kind else ago(last.at)


def tag_of(call: "Call") -> "tuple[str, Tone]":
    """The one thing to know first."""
    if any(entry["channel"] == "phone" for entry in call.refusals):
        return _("no calls"), "bad"
    if call.is_late:
        return _("overdue"), "bad"
    tone: Tone = "warning" if call.slot.priority == "high" or is_past(call.slot.starts) else "accent"
    if not call.slot.is_day:
        return clock(call.slot.starts), tone
    return (_("urgent"), tone) if call.slot.priority == "high" else ("", tone)


def title_of(slot: "Slot", types: "Mapping[str, str]") -> str:
    return slot.subject or ", ".join(slot.people) or types.get(slot.type, slot.type)


def silence(one: "Silent") -> str:
    """`Customer · last contact 4 months ago`, or how often was meant."""
    meant = one.why or ngettext("Every {count} day", "Every {count} days", one.days).format(count=one.days)
    last = _("last contact {when}").format(when=ago(one.last)) if one.last else _("no contact yet")
    return f"{meant} · {last}"

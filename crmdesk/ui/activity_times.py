"""When an activity is: a day or a time in words, its end or how long it takes, how long before one is reminded."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from crmdesk.domain.folding import fold
from crmdesk.i18n import _, ngettext
from crmdesk.ui.moments import wall
from crmdesk.widgets import clock, whens
from crmdesk.widgets.fields import ChoiceField, LineField

HOUR, DAY = 60, 24 * 60
USUAL = HOUR
"""Minutes that something takes of which nothing is said."""
_RANGE = re.compile(r"(.*?\d(?:\s*[ap]m)?)\s*[-–—]\s*(\d{1,2}(?:[:.h]\d\d)?\s*(?:[ap]m)?)", re.IGNORECASE)
_CLOCK = re.compile(r"\d[:h]\d|\d\s*[ap]m$", re.IGNORECASE)
_LENGTH = re.compile(r"\+?(\d{1,3})(?:[.,](\d))?\s*([^\W\d]*)\.?(?:\s*(\d{1,2})\s*[^\W\d]*\.?)?", re.IGNORECASE)
_UNITS = {
    1: "m min mins minute minutes minuto minutos мин минут минута минуты минуту dk dakika",
    HOUR: "h hr hrs hour hours hora horas ч час часа часов sa saat",
    DAY: "d day days dia dias д дн день дня днеи gun",
    7 * DAY: "w wk week weeks sem semana semanas нед неделя недели неделю недель hafta",
}
"""Folded."""
_UNIT = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_MINUTE = "%Y-%m-%dT%H:%M"


class WhenField(LineField):
    """A day, or a day and a time: `tomorrow 10`, `fri`, `26 Nov 14:00`, `fri 10-11:30`."""

    until = ""
    """How it ends, of what was typed as a range."""

    def _read(self) -> Any:
        typed = " ".join(self._line.text().split())
        self.until = ""
        try:
            return whens.parse(typed)
        except ValueError:
            return self._read_range(typed)

    def _read_range(self, typed: str) -> str:
        found = _RANGE.fullmatch(typed)
        starts = whens.parse(found[1] if found else typed)
        if found:
            self.until = end_of(found[2], starts)
        return starts

    def _show(self, value: Any) -> None:
        super()._show(wall(value) if value else "")


class EndField(LineField):
    """`11:30`, `45 min`, `1.5 h`, `2 days`, or a day."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.starts = ""

    def show_times(self, starts: str, ends: str) -> None:
        self.starts = starts
        self.set_value(ends)
        minutes = length_of(starts, ends)
        self.set_note(length_in_words(minutes) if minutes else "")

    def _read(self) -> Any:
        return end_of(" ".join(self._line.text().split()), self.starts)

    def _show(self, value: Any) -> None:
        is_same_day = value and value[:10] == self.starts[:10]
        super()._show((_clock(value) if is_same_day and "T" in value else wall(value)) if value else "")


class RemindField(ChoiceField):
    """Minutes before it starts: one of a few, or any length of time; empty for no reminder."""

    def __init__(self, name: str) -> None:
        ahead = [(str(minutes), before_in_words(minutes)) for minutes in (5, 10, 30, HOUR, 2 * HOUR, DAY, 7 * DAY)]
        super().__init__(name, [("", _("none")), ("0", _("when it starts")), *ahead], own_words=True)
        if line := self._combo.lineEdit():
            line.setPlaceholderText(_("none"))

    def _read(self) -> Any:
        value = super()._read()
        return value if str(value).isdecimal() or not value else str(minutes_in(str(value)))

    def _show(self, value: Any) -> None:
        super()._show(value)
        if str(value).isdecimal() and self._combo.findData(value) < 0:
            self._combo.setEditText(before_in_words(int(value)))


def end_of(typed: str, starts: str) -> str:
    """A time of the same day, a length, or a day and time; nothing for nothing."""
    if not typed:
        return ""
    if "T" in starts and (minutes := minutes_or_none(typed)) and not _CLOCK.search(typed):
        return later(starts, minutes)
    if "T" not in starts and (days := _days_in(typed)):
        return (date.fromisoformat(starts) + timedelta(days=days - 1)).isoformat()
    ends = _same_day(whens.parse(typed), typed, starts)
    if ends < starts:
        raise ValueError(_("It would end before it starts."))
    return ends


def _same_day(ends: str, typed: str, starts: str) -> str:
    """A time alone is of the day on which it starts."""
    is_time_alone = "T" in starts and re.fullmatch(r"\d{1,2}(?:[:.h]\d\d)?\s*(?:[ap]m)?", typed, re.IGNORECASE)
    return f"{starts[:10]}{ends[10:]}" if is_time_alone else ends


def _days_in(typed: str) -> int:
    found = re.fullmatch(r"(\d{1,3})\s*([^\W\d]+)", typed)
    unit = _unit(found[2]) if found else 0
    return int(found[1]) * unit // DAY if found and unit >= DAY else 0


def minutes_in(typed: str) -> int:
    minutes = minutes_or_none(_without_before(typed))
    if minutes is None:
        raise ValueError(_("This is no length of time. Write it like 45 min, 1.5 h or 2 days."))
    return minutes


def _without_before(typed: str) -> str:
    """`10 min before`, as it is shown."""
    before, _place, after = _("{length} before").partition("{length}")
    return typed.strip().removeprefix(before).removesuffix(after)


def minutes_or_none(typed: str) -> int | None:
    """A number alone is minutes; one up to twelve with a colon is a time of the day, no length."""
    found = _LENGTH.fullmatch(typed.strip())
    if not found or (not found[3] and int(found[1]) < 13):
        return None
    unit = _unit(found[3])
    if not unit:
        return None
    return int(found[1]) * unit + int(found[2] or 0) * unit // 10 + int(found[4] or 0)


def _unit(word: str) -> int:
    """Of a word in any of the languages, or the beginning of one; none is minutes."""
    wanted = fold(word)
    if wanted in _UNIT or not wanted:
        return _UNIT.get(wanted, 1)
    return next((unit for name, unit in _UNIT.items() if name.startswith(wanted)), 0)


def length_in_words(minutes: int) -> str:
    """`45 min`, `1 h 30 min`, `2 days`."""
    if minutes >= DAY and minutes % DAY == 0:
        return ngettext("{count} day", "{count} days", minutes // DAY).format(count=minutes // DAY)
    hours, rest = divmod(minutes, HOUR)
    parts = [_("{count} h").format(count=hours)] * bool(hours) + [_("{count} min").format(count=rest)] * bool(rest)
    return " ".join(parts)


def before_in_words(minutes: int) -> str:
    return _("{length} before").format(length=length_in_words(minutes)) if minutes else _("when it starts")


def length_of(starts: str, ends: str) -> int:
    """Minutes; nothing where one of the two has no time, or it is a day only."""
    if not starts or not ends or ("T" in starts) != ("T" in ends):
        return 0
    if "T" not in starts:
        days = (date.fromisoformat(ends) - date.fromisoformat(starts)).days + 1
        return days * DAY if days > 1 else 0
    return int((_moment(ends) - _moment(starts)).total_seconds()) // 60


def moved(starts: str, ends: str, to: str) -> str:
    """The end, as far after its new start as it was after the old one."""
    if not to or not ends:
        return ""
    if "T" in to:
        return later(to, length_of(starts, ends) or USUAL) if "T" in starts else ""
    days = (date.fromisoformat(ends[:10]) - date.fromisoformat(starts[:10])).days
    return (date.fromisoformat(to) + timedelta(days=days)).isoformat() if days else ""


def later(starts: str, minutes: int) -> str:
    return (_moment(starts) + timedelta(minutes=minutes)).strftime(_MINUTE)


def _moment(wall_time: str) -> datetime:
    return datetime.strptime(wall_time, _MINUTE)  # noqa: DTZ007 - the wall


def _clock(wall_time: str) -> str:
    return clock.words(wall_time)

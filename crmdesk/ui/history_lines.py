"""What was done as lines of the stream of all: who first, then what, under the day it was done."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

from crmdesk.domain.planned import ENTRY
from crmdesk.i18n import _, ngettext
from crmdesk.ui.activity_rows import ICONS, OWN_ICON
from crmdesk.ui.moments import at
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import clock
from crmdesk.widgets.parts import Tone
from crmdesk.widgets.timeline import Happening

if TYPE_CHECKING:
    from crmdesk.services.stream import Entry

_NAMED = 3
Line = tuple[Happening, "Entry | None"]


def lines(entries: "Sequence[Entry]", last: date | None, types: Mapping[str, str], me: str) -> Iterator[Line]:
    """With a heading before each day; `last` is the one that the line before them is of."""
    for entry in entries:
        moment = at(entry.done.done_at)
        if moment.date() != last:
            last = moment.date()
            yield Happening(b"", "", day_in_words(last), is_heading=True), None
        yield _line(entry, types, me, clock.words(f"{moment:%H:%M}")), entry


def day_in_words(day: date) -> str:
    today = date.today()  # noqa: DTZ011 - the wall
    if day in (today, today - timedelta(days=1)):
        return _("Today") if day == today else _("Yesterday")
    return str(QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat))


def _line(entry: "Entry", types: Mapping[str, str], me: str, clock: str) -> Happening:
    row = entry.done
    is_missed = row.is_reached is not None and not row.is_reached
    kind, words, who = types.get(row.type, row.type), row.subject or row.text or "", names(entry)
    if row.subject and row.text and entry.count == 1:
        words = f"{row.subject}: {row.text}"
    told = (
        kind if row.type != ENTRY or not words else "",
        words if who else "",
        _("not reached") if is_missed else "",
        row.outcome or "",
        _("{count} min").format(count=row.duration) if row.duration else "",
        row.author if row.author != me else "",
    )
    action = _("Look up") if entry.count > 1 else _("Go to page") if entry.people else ""
    tone: Tone = "bad" if is_missed else "text"
    icon = ICONS.get(row.type, OWN_ICON)
    return Happening(row.id, icon, who or words or kind, " · ".join(filter(None, told)), clock, tone, action)


def names(entry: "Entry") -> str:
    if entry.count > 1:
        return ngettext("{count} record", "{count} records", entry.count).format(count=grouped(entry.count))
    found = [name for _key, name in entry.people]
    more = len(found) - _NAMED
    if more > 0:
        others = ngettext("and {count} other", "and {count} others", more).format(count=grouped(more))
        return f"{', '.join(found[:_NAMED])} {others}"
    return ", ".join(found)

"""What one wants to know of somebody first: last reached, last tried, last met, the next step, the birthday."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale

from crmdesk.domain.values.dates import next_time
from crmdesk.i18n import _, inside, ngettext
from crmdesk.ui.moments import ago, ahead, at, is_past, wall, when
from crmdesk.widgets import dates
from crmdesk.widgets.facts import Fact

if TYPE_CHECKING:
    from crmdesk.services.activities import Doing, Summary

Words = dict[str, str]
"""How each type of activity is shown."""
NEXT_STEP = "next step"
_RECENT = 30
"""Days in which somebody else's contact is worth a word."""


def facts_of(summary: "Summary", fields: dict[str, Any], types: Words, me: str) -> list[Fact]:
    """Only what there is something to say of."""
    found = [
        _done(_("Last reached"), summary.last_reach, types, me),
        _attempt(summary, types, me),
        _done(_("Last meeting"), _unless_same(summary.last_meeting, summary.last_reach), types, me),
        _next_step(summary.next_step, types),
        _birthday(fields.get("birthday") or ""),
    ]
    return [fact for fact in found if fact]


def _unless_same(doing: "Doing | None", other: "Doing | None") -> "Doing | None":
    return None if doing and other and doing.id == other.id else doing


def _done(name: str, doing: "Doing | None", types: Words, me: str) -> Fact | None:
    if doing is None or doing.done_at is None:
        return None
    value = f"{ago(doing.done_at)}, {inside(types.get(doing.type, doing.type))}"
    return Fact(name, value, hint=_hint(doing, me))


def _attempt(summary: "Summary", types: Words, me: str) -> Fact | None:
    """In the colour of a warning while nobody has come through since."""
    fact = _done(_("Last attempt"), summary.last_attempt, types, me)
    if fact is None or summary.last_attempt is None:
        return None
    reached = summary.last_reach.done_at or 0 if summary.last_reach else 0
    is_open = (summary.last_attempt.done_at or 0) > reached
    return Fact(fact.name, fact.value, "warning" if is_open else "muted", hint=fact.hint)


def _hint(doing: "Doing", me: str) -> str:
    assert doing.done_at is not None
    moment = _("{day}, by {author}").format(day=when(at(doing.done_at)), author=doing.author or me)
    return "\n".join(filter(None, (moment, doing.words, doing.outcome)))


def _next_step(doing: "Doing | None", types: Words) -> Fact | None:
    if doing is None:
        return None
    kind = inside(types.get(doing.type, doing.type))
    value = f"{wall(doing.starts)}, {kind}" if doing.starts else kind
    is_late = bool(doing.starts) and is_past(str(doing.starts))
    hint = "\n".join(filter(None, (_("Overdue") if is_late else "", doing.words)))
    return Fact(_("Next step"), value, "warning" if is_late else "accent", NEXT_STEP, hint)


def _birthday(stored: str) -> Fact | None:
    today = datetime.now().astimezone().date()
    day = next_time(stored, today)
    if day is None:
        return None
    distance = (day - today).days
    year = stored.rsplit("-", 2)[0].strip("-")
    age = day.year - int(year) if year.isdecimal() else 0
    hint = _hint_of_birthday(stored, age)
    return Fact(_("Birthday"), ahead(distance), "accent" if distance < 8 else "text", hint=hint)


def _hint_of_birthday(stored: str, age: int) -> str:
    day = dates.show(stored, QLocale())
    turns = ngettext("turns {count}", "turns {count}", age).format(count=age) if age > 0 else ""
    return ", ".join(filter(None, (day, turns)))


def contacted_by_another(summary: "Summary", types: Words, me: str) -> str:
    """`Already contacted by Bia, Mon: call, wants 3 ovens`, where that was somebody else and not long ago."""
    last = summary.last_any
    if last is None or last.done_at is None or not last.author or last.author == me:
        return ""
    if (datetime.now().astimezone().date() - at(last.done_at).date()).days > _RECENT:
        return ""
    what = inside(types.get(last.type, last.type))
    told = _("Already contacted by {author}, {day}: {what}")
    words = ", ".join(filter(None, (what, last.words.split("\n")[0])))
    return told.format(author=last.author, day=day_of(at(last.done_at).date()), what=words)


def day_of(day: date) -> str:
    return wall(day.isoformat())

"""Who fell through: nobody was in contact for longer than is meant for them, and nothing is planned."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from sqlalchemy import and_
from sqlalchemy.orm import Session

from crmdesk.domain.contacts import STAGES
from crmdesk.domain.criteria import Condition
from crmdesk.domain.groups import Group
from crmdesk.domain.ids import named_id, text_id
from crmdesk.domain.preferences import Preference
from crmdesk.i18n import _, worded
from crmdesk.services import activities, criteria
from crmdesk.store import bulk, sets, silence
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

_NAME = "silence"
_DAY = 86_400_000
_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Limit:
    """How long is too long, for all of a stage or of a group."""

    field: str
    """`stage` or `group`."""
    value: str
    """The stage as it is stored, or the id of the group in text."""
    days: int


USUAL = (Limit("stage", "customer", 90),)


@dataclass(frozen=True, slots=True)
class Silent:
    id: bytes
    name: str
    last: int | None
    """When somebody was in contact last, in milliseconds since 1970; nothing where nobody was yet."""
    days: int
    """How long would have been all right."""
    why: str
    """The stage or group that is meant; nothing where it is said of them alone."""


def limits(session: Session) -> tuple[Limit, ...]:
    chosen = session.get(Preference, named_id("preference", _NAME))
    if chosen is None:
        return USUAL
    try:
        return tuple(Limit(str(one["field"]), str(one["value"]), int(one["days"])) for one in json.loads(chosen.value))
    except (ValueError, TypeError, KeyError):  # of another version
        return USUAL


def set_limits(store: Store, wanted: Sequence[Limit]) -> None:
    told = json.dumps([{"field": one.field, "value": one.value, "days": one.days} for one in wanted])
    with store.write(_("Change when somebody falls through")) as session:
        row = {"id": named_id("preference", _NAME), "name": _NAME, "value": told}
        bulk.revive(session, Preference, [row])


def fallen_through(store: Store, today: date, most: int) -> list[Silent]:
    """Who is to be called first, at most so many: those whom it is said of, then those who fell silent last."""
    with store.read() as session:
        found = {one.id: one for one in islice(_asked_for(store, session, today), most)}
        for limit in limits(session):
            others = (one for one in _of_limit(store, session, limit, today) if one.id not in found)
            found |= {one.id: one for one in islice(others, most)}
    return sorted(found.values(), key=lambda one: (bool(one.why), -(one.last or 0) if one.why else 0))[:most]


def _asked_for(store: Store, session: Session, today: date) -> Iterator[Silent]:
    """The longest over their time first; of whom nobody was in contact with, since they were entered."""
    asked = silence.asked_for(store.connection)
    summaries = activities.summary(session, [key for key, _days, _made in asked])
    late: list[tuple[int, bytes, int, int | None]] = []
    for key, days, made in asked:
        summary = summaries[key]
        last = summary.last_any.done_at if summary.last_any else None
        over = _days_since(made if last is None else last, today) - days
        if over > 0 and summary.next_step is None:
            late.append((-over, key, days, last))
    names = {row.id: row.name for row in rows_of(session, [key for _over, key, *_rest in late])}
    for _over, key, days, last in sorted(late):
        if key in names:
            yield Silent(key, names[key], last, days, "")


def _of_limit(store: Store, session: Session, limit: Limit, today: date) -> Iterator[Silent]:
    """Passed on as they are found: nobody wants all of them."""
    why = _in_words(session, limit)
    if not why:
        return
    before = _midnight(today - timedelta(days=limit.days))
    where = criteria.condition(session, "contact", Condition(limit.field, "is", limit.value), today)
    silent = silence.silent_since(store.connection, before)
    while last := dict(islice(silent, _AT_ONCE)):
        passing = set(sets.in_order(session, {"contact": and_(sets.one_of(last), where)}))
        names = {row.id: row.name for row in rows_of(session, list(passing))}
        yield from (Silent(key, names[key], last[key], limit.days, why) for key in last if key in names)


def _in_words(session: Session, limit: Limit) -> str:
    if limit.field == "stage":
        from crmdesk.services import picks

        return picks.texts(session, "stage").get(limit.value, worded(STAGES, limit.value))
    group = next((row for row in bulk.whole(session, Group) if text_id(row["id"]) == limit.value), None)
    return str(group["name"]) if group else ""


def _days_since(milliseconds: int, today: date) -> int:
    return (today - datetime.fromtimestamp(milliseconds / 1000).astimezone().date()).days


def _midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day).astimezone().timestamp() * 1000)

"""What sets a follow-up rule off: people added, fields changed, activities done, silence, dates that come near."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.base import column_of, declared_fields
from crmdesk.domain.criteria import All, Condition, FromToday
from crmdesk.domain.custom import CustomValue
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.ids import parse_id
from crmdesk.domain.planned import ENTRY
from crmdesk.domain.rules import EVENTS, Occasion
from crmdesk.domain.values.dates import next_time
from crmdesk.i18n import _
from crmdesk.services import activities, criteria
from crmdesk.services.cards import OWNERS
from crmdesk.store import bulk, history, sets

YEARLY = ("birthday", "anniversary")
_NOTHING_AHEAD = Condition("activities.next", "empty", True)
_CUSTOM = "custom."


@dataclass(frozen=True, slots=True)
class Cause:
    key: tuple[str | bytes, ...]
    """The same for the same cause, on every laptop."""
    owners: tuple[bytes, ...]
    day: date


def check(event: str, occasion: Occasion) -> None:
    """Raises UserError where it could never happen."""
    if event not in dict(EVENTS) or occasion.kind not in OWNERS:
        raise UserError(_("“{name}” is no event that this version knows.").format(name=event))
    criteria.check(occasion.kind, occasion.where)
    fields = declared_fields(OWNERS[occasion.kind])
    if event == "field" and occasion.field not in fields:
        raise UserError(_("The rule does not say which field it waits for."))
    if event == "day":
        is_date = occasion.field in fields and fields[occasion.field].kind is Kind.DATE
        if not is_date and not occasion.field.startswith(_CUSTOM):
            raise UserError(_("The rule does not say which date it goes by."))


def causes(session: Session, event: str, occasion: Occasion, since: int, today: date) -> Iterator[Cause]:
    """All there are since an instant (milliseconds, UTC)."""
    return {"added": _added, "field": _field, "done": _done, "silence": _silence, "day": _day}[event](
        session, occasion, since, today
    )


def _local(milliseconds: int) -> date:
    return datetime.fromtimestamp(milliseconds / 1000).astimezone().date()


def _among(session: Session, occasion: Occasion, ids: list[bytes], today: date) -> list[bytes]:
    """Those of them for whom it holds, in the order of the list."""
    where = and_(sets.one_of(ids), criteria.condition(session, occasion.kind, occasion.where, today))
    return sets.in_order(session, {occasion.kind: where})


def _added(session: Session, occasion: Occasion, since: int, today: date) -> Iterator[Cause]:
    record = OWNERS[occasion.kind]
    created, gone = column_of(record, "created_at"), column_of(record, "deleted_at")
    asked = select(column_of(record, "id"), created).where(created >= since, gone.is_(None))
    at: dict[bytes, int] = {row[0]: row[1] for row in session.execute(asked)}
    for key in _among(session, occasion, list(at), today):
        yield Cause((key,), (key,), _local(at[key]))


def _field(session: Session, occasion: Occasion, since: int, today: date) -> Iterator[Cause]:
    at = dict(history.became(session, OWNERS[occasion.kind], occasion.field, occasion.value, since))
    for key in _among(session, occasion, list(at), today):
        day = _local(at[key])
        yield Cause((key, day.isoformat()), (key,), day)


def _done(session: Session, occasion: Occasion, since: int, today: date) -> Iterator[Cause]:
    """An activity of anyone for whom it holds, with all who took part; not what the program wrote down itself."""
    done, gone = column_of(Activity, "done_at"), column_of(Activity, "deleted_at")
    by_hand = column_of(Activity, "type") != ENTRY
    asked = select(column_of(Activity, "id"), done).where(done >= since, gone.is_(None), by_hand)
    for name in ("type", "outcome", "is_reached"):
        if (wanted := getattr(occasion, name)) not in ("", None):
            asked = asked.where(column_of(Activity, name) == wanted)
    at: dict[bytes, int] = {row[0]: row[1] for row in session.execute(asked)}
    people: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for part in bulk.fetch(session, Participation, "activity_id", list(at)):
        people[part["activity_id"]].append(part["owner_id"])
    passing = set(_among(session, occasion, list({key for keys in people.values() for key in keys}), today))
    for key, owners in people.items():
        if passing.intersection(owners):
            yield Cause((key,), tuple(sorted(owners)), _local(at[key]))


def _silence(session: Session, occasion: Occasion, _since: int, today: date) -> Iterator[Cause]:
    """The last contact is long ago, and nothing is planned; who was never in contact is not missed."""
    quiet = Condition("activities.last", "before", FromToday(-occasion.days))
    where = All((occasion.where, quiet, _NOTHING_AHEAD))
    keys = sets.in_order(session, {occasion.kind: criteria.condition(session, occasion.kind, where, today)})
    for key, summary in activities.summary(session, keys).items():
        if summary.last_any and summary.last_any.done_at is not None:
            last = _local(summary.last_any.done_at)
            yield Cause((key, last.isoformat()), (key,), last + timedelta(days=occasion.days))


def _day(session: Session, occasion: Occasion, since: int, today: date) -> Iterator[Cause]:
    """From the first day on that counts to a year ahead."""
    first = _local(since)
    dates = dict(_dates(session, occasion))
    for key in _among(session, occasion, list(dates), today):
        for day in _days_of(dates[key], occasion, first, today):
            yield Cause((key, day.isoformat()), (key,), day)


def _days_of(value: str, occasion: Occasion, first: date, today: date) -> Iterator[date]:
    if occasion.is_yearly or occasion.field in YEARLY:
        day = next_time(value, first)
        while day and day <= today + timedelta(days=366):
            yield day
            day = next_time(value, day + timedelta(days=1))
    elif len(value) == len("2026-11-22") and value >= first.isoformat():
        yield date.fromisoformat(value)


def _dates(session: Session, occasion: Occasion) -> Iterator[tuple[bytes, str]]:
    """Whole dates and those without a year, by whom they are of."""
    if occasion.field.startswith(_CUSTOM):
        field = parse_id(occasion.field.removeprefix(_CUSTOM))
        rows: Any = ((row["owner_id"], row["value"]) for row in bulk.fetch(session, CustomValue, "field_id", [field]))
    else:
        rows = bulk.fetch_all(session, OWNERS[occasion.kind], "id", occasion.field)
    return ((key, value) for key, value in rows if value)

"""Changing what repeats: one instance, that one and all that follow, or the whole series; one step of Undo each."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, Literal

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity
from crmdesk.domain.base import declared_fields
from crmdesk.domain.errors import UserError
from crmdesk.domain.planned import Length
from crmdesk.domain.recurrence import later_day, occurrences, shown
from crmdesk.domain.recurrence_edit import Move, beginning_at, moved, only_rules, until_before, without
from crmdesk.domain.recurrence_rule import UnsupportedError
from crmdesk.domain.values.clean import cleaned
from crmdesk.i18n import _
from crmdesk.services import activities
from crmdesk.services.instances import Row, alive, copied, mark_deleted, of_series, taken_out
from crmdesk.store import bulk
from crmdesk.store.store import Store

Scope = Literal["this", "following", "all"]


def change(store: Store, activity_id: bytes | str, instance: str, scope: Scope, **values: Any) -> bytes:
    """Fields by name; gives the activity that holds them now. `starts` and `ends` are those of this instance, by the
    clocks of the activity: with another scope all move along by as much."""
    fields = declared_fields(Activity)
    new = {name: cleaned(fields[name].kind, _(fields[name].label), value) for name, value in values.items()}
    with store.write(_("Change activity")) as session, _only_as_a_whole():
        row, instance = _series_of(session, activity_id, instance, scope)
        if not row["recurrence"]:
            bulk.update(session, Activity, [row["id"]], new)
            return bytes(row["id"])
        if scope == "this":
            key = taken_out(session, row["id"], instance)
            bulk.update(session, Activity, [key], _with_end(alive(session, key), new))
            return key
        if scope == "following" and not _is_first(row, instance):
            row = alive(session, _cut(session, row, instance))
        _change_all(session, row, instance or row["starts"], new)
        return bytes(row["id"])


def remove(store: Store, activity_id: bytes | str, instance: str, scope: Scope) -> None:
    with store.write(_("Delete activity")) as session, _only_as_a_whole():
        row, instance = _series_of(session, activity_id, instance, scope)
        own = of_series(session, row["id"]) if row["recurrence"] else []
        if not row["recurrence"] or scope == "all" or (scope == "following" and _is_first(row, instance)):
            mark_deleted(session, [row["id"], *(each["id"] for each in own)])
            return
        is_this = scope == "this"
        gone = [each for each in own if each["instance"] == instance or (not is_this and each["instance"] > instance)]
        mark_deleted(session, [each["id"] for each in gone])
        lines, starts, zone = row["recurrence"], row["starts"], row["zone"]
        left = without(lines, instance, zone) if is_this else until_before(lines, starts, zone, instance)
        bulk.update(session, Activity, [row["id"]], {"recurrence": left})


def complete(
    store: Store,
    activity_id: bytes | str,
    instance: str,
    is_reached: bool | None = None,
    outcome: str = "",
    text: str = "",
    *,
    at: int | None = None,
    duration: int | None = None,
) -> bytes:
    """One instance is history from now on, the others stay planned; gives the activity that tells of it."""
    with store.write(_("Complete activity")) as session:
        key = taken_out(session, activity_id, instance)
        told = {"outcome": outcome, "text": text, "duration": duration}
        activities.finish(session, key, store.author, is_reached, at, told)
        return key


@contextmanager
def _only_as_a_whole() -> Iterator[None]:
    try:
        yield
    except UnsupportedError as error:
        words = _("This repetition is kept as it is and cannot be changed here. Give it another rule, or delete it.")
        raise UserError(words) from error


def _series_of(session: Session, key: bytes | str, instance: str, scope: Scope) -> tuple[Row, str]:
    """Who was taken out of a series leads to it, unless it alone is meant."""
    row = alive(session, key)
    if scope == "this" or not row["series_id"]:
        if scope == "this" and row["series_id"] and not row["recurrence"]:
            return row, row["instance"] or ""
        return row, instance
    series = next(bulk.fetch(session, Activity, "id", [row["series_id"]]), None)
    return (series, row["instance"] or "") if series and series["recurrence"] else (row, instance)


def _is_first(row: Row, instance: str) -> bool:
    """Nothing comes before it."""
    if instance <= row["starts"]:
        return True
    first, last = date.fromisoformat(row["starts"][:10]), later_day(date.fromisoformat(instance[:10]), 1)
    found = occurrences(row["starts"], row["zone"], row["recurrence"], first, last)
    return not any(each < instance for each in found.instances)


def _cut(session: Session, row: Row, instance: str) -> bytes:
    """The series ends before the instance, and a new one begins there, with what was taken out from then on."""
    lines, starts, zone = row["recurrence"], row["starts"], row["zone"]
    key = copied(session, row, instance, {"recurrence": beginning_at(lines, starts, zone, instance)})
    bulk.update(session, Activity, [row["id"]], {"recurrence": until_before(lines, starts, zone, instance)})
    later = [each["id"] for each in of_series(session, row["id"]) if each["instance"] >= instance]
    bulk.update(session, Activity, later, {"series_id": key})
    return key


def _with_end(row: Row, new: Row) -> Row:
    """What is moved is as long as before."""
    if "starts" not in new or not new["starts"] or "ends" in new or not row["ends"]:
        return new
    return {**new, "ends": Length.of(row["starts"], row["ends"]).end(new["starts"])}


def _change_all(session: Session, row: Row, instance: str, new: Row) -> None:
    """What was taken out keeps what was changed of it, and goes along with the rest."""
    own = of_series(session, row["id"])
    changed, places = _moved(row, instance, new, tuple(each["instance"] for each in own))
    bulk.update(session, Activity, [row["id"]], changed)
    after = {**row, **changed}
    rows = [_along(each, row, after, places.get(each["instance"], each["instance"])) for each in own]
    bulk.update_each(session, Activity, rows)


def _moved(row: Row, instance: str, new: Row, asked: tuple[str, ...]) -> tuple[Row, Mapping[str, str]]:
    """The fields of the series, and where its instances are now."""
    begin, zone = new.get("starts") or shown(instance, row["zone"]), new.get("zone", row["zone"])
    if begin == shown(instance, row["zone"]):
        begin = instance
    length = Length.of(row["starts"], row["ends"])
    if "ends" in new:
        length = Length.of(begin, new["ends"])
    changed = dict(new)
    places: Mapping[str, str] = {}
    if begin != instance or zone != row["zone"]:
        found = moved(row["recurrence"], row["starts"], row["zone"], Move(instance, begin), zone, asked)
        changed["starts"], places = found.starts, found.instances
        given = new["recurrence"] if "recurrence" in new else row["recurrence"]
        is_new = "recurrence" in new and only_rules(given) != only_rules(row["recurrence"])
        changed["recurrence"] = _with_rules(given, found.lines) if is_new else found.lines
    else:
        changed["starts"] = row["starts"]
    has_end = new["ends"] if "ends" in new else row["ends"]
    changed["ends"] = length.end(changed["starts"]) if has_end else None
    return changed, places


def _with_rules(given: str | None, lines: str) -> str | None:
    """The rules that were chosen, with the single days of the series as they were moved."""
    if not given:
        return None
    dates = [line for line in lines.splitlines() if line not in only_rules(lines)]
    return "\n".join([*only_rules(given), *dates])


def _along(own: Row, before: Row, after: Row, instance: str) -> Row:
    """One that was taken out, after its series was changed."""
    told: Row = {"id": own["id"], "instance": instance}
    if own["done_at"] is not None:
        return told
    is_moved = own["starts"] != own["instance"]
    times = ("starts", "ends", "zone")
    for name in declared_fields(Activity):
        if name not in (*times, "recurrence", "deleted_at", "done_at") and own[name] == before[name] != after[name]:
            told[name] = after[name]
    if not is_moved:
        length, old, its = (Length.of(each["starts"], each["ends"]) for each in (after, before, own))
        end = (length if its.minutes == old.minutes else its).end(instance)
        told |= {"starts": instance, "zone": after["zone"], "ends": end if own["ends"] or after["ends"] else None}
    return told

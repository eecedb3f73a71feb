"""What calendars took out of series joins them; a change of one and all that follow begins a series of its own."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity
from crmdesk.domain.base import now
from crmdesk.domain.happening import Happening
from crmdesk.domain.recurrence import last_instance, later_day, occurrences
from crmdesk.domain.recurrence_edit import Move, beginning_at, moved, until_before, without
from crmdesk.domain.recurrence_rule import UnsupportedError
from crmdesk.domain.sources import Leftover
from crmdesk.formats import ical_times
from crmdesk.services.instances import of_series
from crmdesk.store import bulk

Row = dict[str, Any]
_FAR = 1500
"""Days in which a series comes at least once more, unless it has ended."""


@dataclass(frozen=True, slots=True)
class Loose:
    """Taken out of a series: its activity, and what was read of it."""

    owner: bytes
    piece: Happening
    is_news: bool


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of a series, from one change of all that follow to the next."""

    begins: str
    """By the times of the whole series."""
    row: Row
    move: Move | None = None

    def place(self, instance: str) -> str:
        return self.move(instance) if self.move else instance


def join(session: Session, found: Iterable[tuple[bytes, Loose]]) -> None:
    """Each with the id of its series."""
    by_series: dict[bytes, list[Loose]] = {}
    for series, loose in found:
        by_series.setdefault(series, []).append(loose)
    keys = [*by_series, *(loose.owner for some in by_series.values() for loose in some)]
    rows = {row["id"]: row for row in bulk.fetch(session, Activity, "id", list(dict.fromkeys(keys)))}
    for series, some in by_series.items():
        if series in rows:
            _join(session, rows[series], [(rows[loose.owner], loose) for loose in some if loose.owner in rows])


def _join(session: Session, series: Row, some: list[tuple[Row, Loose]]) -> None:
    placed = [(_by_clock_of(series, loose.piece), row, loose) for row, loose in some]
    stretches = [_Stretch("", series)]
    for instance, row, loose in sorted(placed, key=lambda each: each[0]):
        if loose.piece.is_following and _begin_anew(session, stretches[-1], instance, row, loose.piece):
            stretches.append(_Stretch(instance, row, Move(instance, row["starts"])))
    begun = {id(stretch.row) for stretch in stretches}
    joined = []
    for instance, row, loose in placed:
        if id(row) not in begun and (loose.is_news or row["series_id"] is None):
            last = next(each for each in reversed(stretches) if each.begins <= instance)
            joined.append({"id": row["id"], "series_id": last.row["id"], "instance": last.place(instance)})
    bulk.update_each(session, Activity, joined)


def _begin_anew(session: Session, before: _Stretch, instance: str, row: Row, piece: Happening) -> bool:
    """The series ends before the instance, a new one begins there; not where it cannot be worked out."""
    series, at = before.row, before.place(instance)
    if not row["starts"] or not series["recurrence"]:
        return bool(row["recurrence"])
    try:
        if _goes_on(series, at):
            _part(session, series, at, row, piece)
    except (UnsupportedError, ValueError):
        return False
    return bool(row["recurrence"])


def _goes_on(series: Row, at: str) -> bool:
    day = date.fromisoformat(at[:10])
    found = occurrences(series["starts"], series["zone"], series["recurrence"], day, later_day(day, _FAR))
    return found.is_supported and any(each >= at for each in found.instances)


def _part(session: Session, series: Row, at: str, row: Row, piece: Happening) -> None:
    lines, starts, zone = series["recurrence"], series["starts"], series["zone"]
    own = [each for each in of_series(session, series["id"]) if each["instance"] >= at and each["id"] != row["id"]]
    asked = tuple(each["instance"] for each in own)
    rest = moved(beginning_at(lines, starts, zone, at), at, zone, Move(at, row["starts"]), row["zone"], asked)
    left = until_before(lines, starts, zone, at)
    if at <= starts:  # nothing is left; that it was there stays known
        left = without(left, starts, zone)
    series["recurrence"] = left
    row |= {"recurrence": rest.lines, "series_id": None, "instance": None}
    row["done_at"] = row["done_at"] if piece.is_done or piece.is_cancelled else _done_at(row)
    changed = {name: row[name] for name in ("recurrence", "series_id", "instance", "done_at")}
    ended = {"done_at": _done_at(series)} if series["done_at"] is None and not piece.is_ours else {}
    bulk.update(session, Activity, [row["id"]], changed)
    bulk.update(session, Activity, [series["id"]], {"recurrence": left, **ended})
    places = [{"id": each["id"], "series_id": row["id"], "instance": rest.instances.get(each["instance"], at)}
              for each in own]  # fmt: skip
    bulk.update_each(session, Activity, places)
    _forget_range(session, row["id"])


def _done_at(row: Row) -> int | None:
    """Of a series that is over, when it began; a thing to do stays to be done."""
    last = last_instance(row["starts"], row["zone"], row["recurrence"])
    if row["type"] == "to-do" or last is None:
        return None
    end = ical_times.day_after(last) if "T" not in last else last
    is_past = ical_times.instant(end, row["zone"] or "") < now()
    return ical_times.instant(row["starts"], row["zone"] or "") if is_past else None


def gone_on(piece: Happening, stored: Row) -> Happening:
    """A newer version of a change of all that follow, as the series that it has begun."""
    if not (piece.is_following and stored["recurrence"] and stored["starts"]):
        return piece
    fields = {name: value for name, value in piece.fields.items() if name != "instance"}
    begin, zone = str(fields.get("starts", stored["starts"])), fields.get("zone", stored["zone"])
    if (begin, zone) != (stored["starts"], stored["zone"]):
        move = Move(stored["starts"], begin)
        with suppress(UnsupportedError):
            fields["recurrence"] = moved(stored["recurrence"], stored["starts"], stored["zone"], move, zone).lines
    return replace(piece, fields=fields, leftover=_without_range(piece.leftover))


def _without_range(lines: Iterable[str]) -> list[str]:
    return [line for line in lines if not line.upper().startswith("RECURRENCE-ID")]


def _forget_range(session: Session, owner: bytes) -> None:
    """It is no longer one of another series."""
    for kept in list(bulk.fetch(session, Leftover, "owner_id", [owner])):
        lines = _without_range(kept["lines"].split("\n"))
        bulk.mark_deleted(session, Leftover, "owner_id", [owner])
        if lines:
            bulk.insert(session, Leftover, [{"owner_id": owner, "lines": "\n".join(lines)}])


def _by_clock_of(series: Row, piece: Happening) -> str:
    """Which one of a series it is, as the series itself counts them."""
    instance = piece.fields["instance"]
    if "T" not in (series["starts"] or ""):
        return str(instance[:10])
    if "T" not in instance:
        return f"{instance}{series['starts'][10:]}"
    return ical_times.same_clock((instance, piece.instance_zone), series["zone"] or "")

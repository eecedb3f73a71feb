"""Sets of activities: kept, applied to people, companies and deals, and moved with their start."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.activity_sets import ActivitySet, ActivitySetRun, ActivitySetStep
from crmdesk.domain.base import declared_fields
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.values.clean import cleaned, tidy
from crmdesk.i18n import _, ngettext
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

FURTHEST = 3_650
"""Days that a step may stand from the start."""
_TOLD = ("type", "subject", "text", "day", "time", "duration", "priority", "remind")


@dataclass(frozen=True, slots=True)
class SetStep:
    type: str = "to-do"
    subject: str | None = None
    text: str | None = None
    day: int = 0
    """Days after the start."""
    time: str | None = None
    """`HH:MM` of the clock on the wall."""
    duration: int | None = None
    """Minutes."""
    priority: str | None = None
    remind: int | None = None
    """Minutes before."""
    id: bytes | None = None
    """None of one that is not kept yet."""


@dataclass(frozen=True, slots=True)
class SetRow:
    id: bytes
    name: str
    steps: tuple[SetStep, ...]
    is_archived: bool
    runs: int
    """How often it was applied."""


@dataclass(frozen=True, slots=True)
class Run:
    """A set as it was applied to someone."""

    id: bytes
    set_id: bytes
    name: str
    starts: date
    done: int
    total: int


def list_sets(store: Store, *, archived: bool = False) -> list[SetRow]:
    """By name."""
    with store.read() as session:
        steps = defaultdict(list)
        for row in sorted(bulk.whole(session, ActivitySetStep), key=lambda row: (row["day"], row["position"])):
            steps[row["set_id"]].append(_step(row))
        runs = bulk.count_by(session, ActivitySetRun, "set_id")
        found = [
            SetRow(row["id"], row["name"], tuple(steps[row["id"]]), bool(row["is_archived"]), runs.get(row["id"], 0))
            for row in bulk.whole(session, ActivitySet)
            if archived or not row["is_archived"]
        ]
    return sorted(found, key=lambda row: fold(row.name))


def _step(row: Mapping[str, Any]) -> SetStep:
    return SetStep(**{name: row[name] for name in ("id", *_TOLD)})


def save(store: Store, name: str, steps: Sequence[SetStep], key: bytes | None = None) -> bytes:
    """A new set, or one as it shall be from now on; what it planned before stays as it is."""
    if not (name := tidy(name)):
        raise UserError(_("The set has no name yet, so nothing was saved."))
    rows = [_row_of(step, place) for place, step in enumerate(steps)]
    with store.write(_("Save activity set {name}").format(name=name)) as session:
        key = key or new_id()
        bulk.revive(session, ActivitySet, [{"id": key, "name": name}])
        kept = {row["id"] for row in rows}
        gone = [row["id"] for row in bulk.fetch(session, ActivitySetStep, "set_id", [key]) if row["id"] not in kept]
        bulk.mark_deleted(session, ActivitySetStep, "id", gone)
        bulk.revive(session, ActivitySetStep, [{**row, "set_id": key} for row in rows])
    return key


def _row_of(step: SetStep, place: int) -> dict[str, Any]:
    fields = declared_fields(ActivitySetStep)
    row = {name: cleaned(fields[name].kind, _(fields[name].label), getattr(step, name)) for name in _TOLD}
    if abs(row["day"] or 0) > FURTHEST:
        raise UserError(_("Step {number} is more than ten years from the start.").format(number=place + 1))
    if not row["subject"]:
        raise UserError(_("Step {number} does not say what is to be done.").format(number=place + 1))
    if row["time"]:
        row["time"] = cleaned(Kind.WALL_TIME, _("Time"), f"2000-01-01T{row['time']}")[-5:]
    return {**row, "day": row["day"] or 0, "id": step.id or new_id(), "position": place}


def archive(store: Store, key: bytes, *, archived: bool = True) -> None:
    """No longer offered; what it planned stays."""
    with store.write(_("Archive activity set") if archived else _("Bring activity set back")) as session:
        bulk.update(session, ActivitySet, [key], {"is_archived": archived})


def apply(store: Store, key: bytes, owners: Sequence[bytes | str], starts: date) -> int:
    """Plan its steps for each of them; how many activities that made."""
    ids = list(dict.fromkeys(as_id(owner) for owner in owners))
    with store.write(_("Apply activity set")) as session:
        if not ids or len(rows_of(session, ids)) < len(ids):
            raise UserError(_("This was deleted meanwhile. Undo brings it back."))
        return plan(session, key, ids, starts, store.author)


def plan(
    session: Session, key: bytes, owners: Sequence[bytes], starts: date, author: str | None, deal: bytes | None = None
) -> int:
    """As `apply`, in a step that is open, and for a deal of theirs."""
    steps = [_step(row) for row in bulk.fetch(session, ActivitySetStep, "set_id", [key])]
    if not steps:
        raise UserError(_("This set has no steps yet, so nothing was planned."))
    runs = {new_id(): owner for owner in owners}
    shared = {"set_id": key, "starts": starts.isoformat()}
    bulk.insert(session, ActivitySetRun, [{"id": run, "owner_id": who, **shared} for run, who in runs.items()])
    planned = [(_planned(step, run, starts, author), who) for run, who in runs.items() for step in steps]
    bulk.insert(session, Activity, [{**row, "deal_id": deal} for row, _who in planned])
    bulk.revive(session, Participation, [_part(row["id"], who) for row, who in planned])
    return len(planned)


def _planned(step: SetStep, run: bytes, starts: date, author: str | None) -> dict[str, Any]:
    day = _later(starts, timedelta(days=step.day))
    told = {name: getattr(step, name) for name in _TOLD if name != "time"}
    when = f"{day.isoformat()}T{step.time}" if step.time else day.isoformat()
    return {**told, "id": new_id(), "run_id": run, "starts": when, "author": author or None}


def _part(activity: bytes, owner: bytes) -> dict[str, Any]:
    key = named_id("participation", activity, owner)
    return {"id": key, "activity_id": activity, "owner_id": owner, "role": "with"}


def runs_of(store: Store, owner: bytes | str) -> list[Run]:
    """What was applied to someone, the latest start first."""
    with store.read() as session:
        rows = list(bulk.fetch(session, ActivitySetRun, "owner_id", [as_id(owner)]))
        names = {row["id"]: row["name"] for row in bulk.whole(session, ActivitySet)}
        parts = defaultdict(list)
        for row in bulk.fetch(session, Activity, "run_id", [row["id"] for row in rows]):
            parts[row["run_id"]].append(row["done_at"] is not None)
        found = [
            Run(
                row["id"], row["set_id"], names.get(row["set_id"], ""), date.fromisoformat(row["starts"]),
                sum(parts[row["id"]]), len(parts[row["id"]]),
            )
            for row in rows
        ]  # fmt: skip
    return sorted(found, key=lambda run: run.starts, reverse=True)


def shift(store: Store, run: bytes, starts: date) -> int:
    """Begin at another day: what is not done yet moves by as much; how many that were."""
    with store.write(_("Move activity set")) as session:
        row = _alive(session, run)
        by = starts - date.fromisoformat(row["starts"])
        open_ones = list(_open(session, run))
        bulk.update_each(session, Activity, [{"id": one["id"], **_moved(one, by)} for one in open_ones])
        bulk.update(session, ActivitySetRun, [run], {"starts": starts.isoformat()})
    return len(open_ones)


def _moved(row: Mapping[str, Any], by: timedelta) -> dict[str, str]:
    return {
        name: _later(date.fromisoformat(row[name][:10]), by).isoformat() + row[name][10:]
        for name in ("starts", "ends")
        if row[name]
    }


def _later(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        raise UserError(_("That is beyond the end of the calendar. Nothing was changed.")) from None


def stop(store: Store, run: bytes) -> str:
    """What is not done yet goes; what was done stays. In words."""
    with store.write(_("Stop activity set")) as session:
        keys = [row["id"] for row in _open(session, run)]
        bulk.mark_deleted(session, Participation, "activity_id", keys)
        bulk.mark_deleted(session, Activity, "id", keys)
        bulk.mark_deleted(session, ActivitySetRun, "id", [_alive(session, run)["id"]])
    return ngettext("{count} planned activity taken away", "{count} planned activities taken away", len(keys)).format(
        count=len(keys)
    )


def _open(session: Session, run: bytes) -> Iterator[dict[str, Any]]:
    return (row for row in bulk.fetch(session, Activity, "run_id", [run]) if row["done_at"] is None)


def _alive(session: Session, run: bytes) -> dict[str, Any]:
    found = next(bulk.fetch(session, ActivitySetRun, "id", [run]), None)
    if found is None:
        raise UserError(_("This was deleted meanwhile. Undo brings it back."))
    return found

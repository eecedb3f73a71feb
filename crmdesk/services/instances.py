"""One time of a series as an activity of its own: RECURRENCE-ID of calendars, changed or done by itself."""

from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity, ChecklistItem, Participation
from crmdesk.domain.base import declared_fields
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.notes import Attachment
from crmdesk.domain.planned import Length
from crmdesk.i18n import _
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk

Row = dict[str, Any]
_OWN = ("id", "created_at", "deleted_at", "recurrence", "reminded", "snoozed_until", "position")
"""What an instance does not have from its series."""


def alive(session: Session, key: bytes | str) -> Row:
    found = next(bulk.fetch(session, Activity, "id", [as_id(key)]), None)
    if found is None:
        raise UserError(_("This was deleted meanwhile. Undo brings it back."))
    return found


def of_series(session: Session, key: bytes) -> list[Row]:
    """All that were taken out of it."""
    return [row for row in bulk.fetch(session, Activity, "series_id", [key]) if row["instance"]]


def taken_out(session: Session, key: bytes | str, instance: str) -> bytes:
    """As part of a step: what stands for one instance of a series, made where it was none yet.

    What does not repeat stands for itself.
    """
    row = alive(session, key)
    if not row["recurrence"] or not instance:
        return bytes(row["id"])
    known = next((each["id"] for each in of_series(session, row["id"]) if each["instance"] == instance), None)
    return known or copied(session, row, instance, {"series_id": row["id"], "instance": instance})


def copied(session: Session, row: Row, starts: str, values: Row) -> bytes:
    """As part of a step: the same with the same people and things to do at another time."""
    key = new_id()
    length = Length.of(row["starts"], row["ends"])
    times = {"starts": starts, "ends": length.end(starts) if row["ends"] else None}
    kept = {name: value for name, value in row.items() if name in declared_fields(Activity) and name not in _OWN}
    bulk.insert(session, Activity, [{**kept, **times, **values, "id": key}])
    parts = bulk.fetch(session, Participation, "activity_id", [row["id"]])
    bulk.revive(
        session,
        Participation,
        [
            {
                "id": named_id("participation", key, part["owner_id"]),
                "activity_id": key,
                "owner_id": part["owner_id"],
                "role": part["role"],
            }
            for part in parts
        ],
    )
    items = bulk.fetch(session, ChecklistItem, "activity_id", [row["id"]])
    bulk.insert(
        session,
        ChecklistItem,
        [{"text": item["text"], "position": item["position"], "activity_id": key, "id": new_id()} for item in items],
    )
    return key


def mark_deleted(session: Session, keys: list[bytes]) -> None:
    """As part of a step: with all that hangs on them."""
    bulk.mark_deleted(session, Activity, "id", keys)
    for record in (Participation, ChecklistItem):
        bulk.mark_deleted(session, record, "activity_id", keys)
    bulk.mark_deleted(session, Attachment, "owner_id", keys)

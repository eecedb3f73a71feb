"""The small things that an activity consists of: added, ticked, put in order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity, ChecklistItem
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.ids import new_id
from crmdesk.domain.values.clean import cleaned
from crmdesk.i18n import _
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk
from crmdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Item:
    id: bytes
    text: str
    is_done: bool


def of(session: Session, activity: bytes) -> list[Item]:
    return [Item(row["id"], row["text"], bool(row["is_done"])) for row in _rows(session, activity)]


def progress(session: Session, activities: Sequence[bytes]) -> dict[bytes, tuple[int, int]]:
    """How many are done, of how many there are; of activities that have any."""
    rows = list(bulk.fetch(session, ChecklistItem, "activity_id", activities))
    done = Counter(row["activity_id"] for row in rows if row["is_done"])
    return {key: (done[key], count) for key, count in Counter(row["activity_id"] for row in rows).items()}


def at(store: Store, activity: bytes, place: int) -> bytes | None:
    with store.read() as session:
        rows = _rows(session, activity)
    return rows[place]["id"] if place < len(rows) else None


def add(store: Store, activity: bytes | str, text: str) -> bytes:
    key, words = new_id(), _words(text)
    with store.write(_("Add “{words}” to a checklist").format(words=words)) as session:
        owner = as_id(activity)
        if not any(bulk.fetch(session, Activity, "id", [owner])):
            raise UserError(_("This was deleted meanwhile. Undo brings it back."))
        last = max((row["position"] for row in _rows(session, owner)), default=-1)
        row = {"id": key, "activity_id": owner, "text": words, "position": last + 1}
        bulk.insert(session, ChecklistItem, [row])
    return key


def rename(store: Store, item: bytes | str, text: str) -> None:
    with store.write(_("Change checklist")) as session:
        bulk.update(session, ChecklistItem, [as_id(item)], {"text": _words(text)})


def tick(store: Store, item: bytes | str, *, is_done: bool) -> None:
    with store.write(_("Tick checklist item") if is_done else _("Untick checklist item")) as session:
        bulk.update(session, ChecklistItem, [as_id(item)], {"is_done": is_done})


def move(store: Store, item: bytes | str, place: int) -> None:
    """To another place in its list."""
    key = as_id(item)
    with store.write(_("Change the order of a checklist")) as session:
        found = next(bulk.fetch(session, ChecklistItem, "id", [key]), None)
        if found is None:
            return
        rows = [row for row in _rows(session, found["activity_id"]) if row["id"] != key]
        rows.insert(place, found)
        moved = [{"id": row["id"], "position": at} for at, row in enumerate(rows) if row["position"] != at]
        bulk.update_each(session, ChecklistItem, moved)


def remove(store: Store, item: bytes | str) -> None:
    with store.write(_("Remove checklist item")) as session:
        bulk.mark_deleted(session, ChecklistItem, "id", [as_id(item)])


def _rows(session: Session, activity: bytes) -> list[dict[str, Any]]:
    rows = bulk.fetch(session, ChecklistItem, "activity_id", [activity])
    return sorted(rows, key=lambda row: (row["position"], row["id"]))


def _words(text: str) -> str:
    words = cleaned(Kind.TEXT, _("Text"), text)
    if not words:
        raise UserError(_("Nothing was typed yet, so nothing was saved."))
    return str(words)

"""The trash: what was deleted can be found, restored, and after a time emptied for good."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from crmdesk.domain.base import now
from crmdesk.domain.ids import text_id
from crmdesk.domain.sources import ExternalId
from crmdesk.i18n import _, ngettext
from crmdesk.services import print_runs, sync_forgetting
from crmdesk.store import bulk, trash
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store
from crmdesk.store.trash import Trashed

__all__ = ["Trashed", "count", "deleted", "empty", "restore"]

_DAY = 24 * 60 * 60 * 1000
_AT_ONCE = 1000


def deleted(store: Store, text: str = "", limit: int = 500) -> list[Trashed]:
    """The last deleted first."""
    with store.read() as session:
        found = trash.deleted(session, text, limit)
        into = _merged_into(session, found)
    return [replace(entry, merged_into=into.get(entry.id, "")) for entry in found]


def _merged_into(session: Session, found: Sequence[Trashed]) -> dict[bytes, str]:
    """Whoever is kept of a merge is known by the ids of the others too; one deleted again later just was deleted."""
    gone = {f"uid:{text_id(entry.id)}": entry for entry in found}
    marks = [
        row
        for row in bulk.fetch(session, ExternalId, "key", list(gone))
        if not row["digest"] and abs(gone[row["key"]].deleted_at - row["created_at"]) < _ONE_STEP
    ]
    names = {row.id: row.name for row in rows_of(session, [row["owner_id"] for row in marks])}
    return {gone[row["key"]].id: names.get(row["owner_id"], "") for row in marks}


_ONE_STEP = 60_000
"""Milliseconds."""


def count(store: Store) -> int:
    with store.read() as session:
        return trash.count(session)


def restore(store: Store, chosen: Sequence[tuple[str, bytes]]) -> int:
    """Kinds and ids back to where they were, with all that was deleted with them; gives how many came back."""
    text = ngettext("Restore {count} record", "Restore {count} records", len(chosen)).format(count=len(chosen))
    with store.write(text) as session:
        return sum(trash.revive(session, kind, [key for of, key in chosen if of == kind]) for kind in trash.KINDS)


def empty(store: Store, older_than_days: int = 0) -> int:
    """Take away for good what was deleted longer ago; this alone cannot be undone. Gives how many there were."""
    before = now() - older_than_days * _DAY + (older_than_days == 0)
    count = 0
    with store.write(_("Empty the trash"), can_undo=False) as session:
        while found := trash.deleted(session, "", _AT_ONCE, before):
            for kind in trash.KINDS:
                trash.erase(session, kind, [entry.id for entry in found if entry.kind == kind])
            print_runs.erase(session, [entry.id for entry in found])
            count += len(found)
    if count:
        sync_forgetting.forget_purged(store)
        store.forget_deleted()
    return count

"""The trash: what was deleted can be found, restored, and after a time emptied for good."""

from collections.abc import Sequence

from crmdesk.domain.base import now
from crmdesk.i18n import _, ngettext
from crmdesk.store import trash
from crmdesk.store.store import Store
from crmdesk.store.trash import Trashed

__all__ = ["Trashed", "count", "deleted", "empty", "restore"]

_DAY = 24 * 60 * 60 * 1000
_AT_ONCE = 1000


def deleted(store: Store, text: str = "", limit: int = 500) -> list[Trashed]:
    """The last deleted first."""
    with store.read() as session:
        return trash.deleted(session, text, limit)


def count(store: Store) -> int:
    with store.read() as session:
        return trash.count(session)


def restore(store: Store, chosen: Sequence[tuple[str, bytes]]) -> int:
    """Kinds and ids back to where they were, with all that was deleted with them; gives how many came back."""
    text = ngettext("Restore {count} record", "Restore {count} records", len(chosen)).format(count=len(chosen))
    with store.write(text) as session:
        return sum(
            trash.revive(session, kind, [key for of, key in chosen if of == kind]) for kind in ("contact", "company")
        )


def empty(store: Store, older_than_days: int = 0) -> int:
    """Take away for good what was deleted longer ago; this alone cannot be undone. Gives how many there were."""
    before = now() - older_than_days * _DAY + (older_than_days == 0)
    count = 0
    with store.write(_("Empty the trash"), can_undo=False) as session:
        while found := trash.deleted(session, "", _AT_ONCE, before):
            for kind in ("contact", "company"):
                trash.erase(session, kind, [entry.id for entry in found if entry.kind == kind])
            count += len(found)
    if count:
        store.forget_deleted()
    return count

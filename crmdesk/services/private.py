"""Records that are one's own in a file that is shared: they reach one's own laptops and leave those of colleagues."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity
from crmdesk.domain.private import Private, private_id
from crmdesk.i18n import ngettext
from crmdesk.store import bulk
from crmdesk.store.store import Store


def make_private(store: Store, ids: Sequence[bytes]) -> None:
    """With all their parts; colleagues that have them lose them, unless they changed something themselves meanwhile."""
    text = ngettext("Make {count} record private", "Make {count} records private", len(ids))
    with store.write(text.format(count=len(ids))) as session:
        activities, others = _sorted(session, ids)
        bulk.update(session, Activity, activities, {"is_private": True})
        bulk.revive(session, Private, [{"id": private_id(key), "owner_id": key} for key in others])


def make_shared(store: Store, ids: Sequence[bytes]) -> None:
    """Whole, to all who share the file."""
    text = ngettext("Share {count} record", "Share {count} records", len(ids))
    with store.write(text.format(count=len(ids))) as session:
        activities, others = _sorted(session, ids)
        bulk.update(session, Activity, activities, {"is_private": False})
        bulk.mark_deleted(session, Private, "id", [private_id(key) for key in others])


def private_among(session: Session, ids: Sequence[bytes]) -> set[bytes]:
    """Those that are marked themselves; parts follow whom they belong to."""
    activities, others = _sorted(session, ids)
    hidden = {row["id"] for row in bulk.fetch(session, Activity, "id", activities) if row["is_private"]}
    return hidden | {row["owner_id"] for row in bulk.fetch(session, Private, "owner_id", others)}


def _sorted(session: Session, ids: Sequence[bytes]) -> tuple[list[bytes], list[bytes]]:
    """Activities, which say it of themselves, and all others."""
    activities = [row["id"] for row in bulk.fetch(session, Activity, "id", ids)]
    return activities, [key for key in ids if key not in set(activities)]

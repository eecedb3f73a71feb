"""One mail to many: whose addresses it goes to, who wants none, who has none."""

from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.domain.channels import Email
from crmdesk.domain.contacts import OptOut
from crmdesk.domain.folding import fold
from crmdesk.services import lookup
from crmdesk.store import bulk
from crmdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Recipients:
    addresses: list[str]
    """Each once, in the order of the set."""
    ids: list[bytes]
    """Whose they are."""
    declined: int
    """They want no e-mail."""
    without: int
    """They have no address."""


def recipients(store: Store, kind: str, ids: Sequence[bytes] | None) -> Recipients:
    """Of each its first address; of all of a kind where `ids` is None."""
    keys = lookup.keys_of(store, kind, ids)
    with store.read() as session:
        emails = sorted(
            bulk.fetch(session, Email, "owner_id", keys),
            key=lambda row: (not row["is_primary"], row["position"], row["id"]),
        )
        declined = {
            row["owner_id"] for row in bulk.fetch(session, OptOut, "owner_id", keys) if row["channel"] == "email"
        }
    first: dict[bytes, str] = {}
    for row in emails:
        if "@" in row["value"]:
            first.setdefault(row["owner_id"], row["value"].strip())
    asked = [key for key in keys if key not in declined]
    found = {fold(first[key]): first[key] for key in reversed(asked) if key in first}
    reached = [key for key in asked if key in first]
    return Recipients(list(reversed(found.values())), reached, len(keys) - len(asked), len(asked) - len(reached))

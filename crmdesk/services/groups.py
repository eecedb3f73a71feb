"""Groups: their static members and those their live criteria find."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.folding import fold
from crmdesk.domain.groups import Group, Membership
from crmdesk.domain.values.clean import cleaned
from crmdesk.i18n import _
from crmdesk.services import criteria
from crmdesk.store import bulk
from crmdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class GroupRow:
    id: bytes
    name: str
    count: int
    colour: str | None


def list_groups(store: Store) -> list[GroupRow]:
    """By name, with the number of their members; only live criteria have to be worked out for it."""
    with store.read() as session:
        groups = sorted(bulk.whole(session, Group), key=lambda row: fold(row["name"]))
        counts = bulk.count_by(session, Membership, "group_id")

    def count(row: Mapping[str, Any]) -> int:
        return len(members(store, row["id"])) if row["criteria"] else counts.get(row["id"], 0)

    return [GroupRow(row["id"], row["name"], count(row), row["colour"]) for row in groups]


def members(store: Store, group: bytes) -> list[bytes]:
    """The ids of the contacts and companies in a group, each once."""
    with store.read() as session:
        chosen = [row["owner_id"] for row in bulk.fetch(session, Membership, "group_id", [group])]
        live = next(bulk.fetch(session, Group, "id", [group]))["criteria"]
        found = criteria.matching(session, live) if live else []
    return [row.id for row in store.rows(list(dict.fromkeys([*chosen, *found])))]


def by_name(store: Store, name: str) -> bytes:
    with store.read() as session:
        groups = {fold(row["name"]): row for row in bulk.whole(session, Group)}
    if found := groups.get(fold(name)):
        return bytes(found["id"])
    known = ", ".join(row["name"] for row in groups.values()) or "-"
    raise UserError(_("There is no group “{name}”. There are: {known}.").format(name=name, known=known))


def add(store: Store, name: str, live: str | None = None, colour: str | None = None) -> bytes:
    """A group; `live` is JSON of criteria (see `criteria`), checked before it is kept."""
    kept = cleaned(Kind.TEXT, _(Group.label), name)
    if not kept:
        raise UserError(_("Name the group."))
    if live:
        criteria.parse(live)
    with store.write(_("Add group {name}").format(name=kept)) as session:
        group = Group(name=kept, criteria=live, colour=colour)
        session.add(group)
        session.flush()
        return group.id


def put_in(store: Store, group: bytes, ids: list[bytes]) -> None:
    from crmdesk.domain.ids import named_id

    with store.write(_("Put {count} in group").format(count=len(ids))) as session:
        rows = [{"id": named_id("membership", group, key), "owner_id": key, "group_id": group} for key in ids]
        bulk.revive(session, Membership, rows)

"""Groups: their static members and those their live criteria find, with the members of their sub-groups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.folding import fold
from crmdesk.domain.groups import Group, Membership
from crmdesk.domain.ids import named_id
from crmdesk.domain.values.clean import cleaned
from crmdesk.i18n import _
from crmdesk.services import criteria
from crmdesk.store import bulk, sets
from crmdesk.store.store import Store

_KINDS = ("contact", "company")


@dataclass(frozen=True, slots=True)
class GroupRow:
    id: bytes
    name: str
    count: int | None
    """None: it takes longer to work out, and was not asked for."""
    colour: str | None
    parent: bytes | None = None
    criteria: str | None = None
    """JSON of `domain.criteria`; None where all are put in by hand."""
    depth: int = 0


def list_groups(store: Store, *, counted: bool = True) -> list[GroupRow]:
    """By name, sub-groups behind the group they are of. Uncounted, only what was put in by hand has its number."""
    with store.read() as session:
        rows = {row["id"]: row for row in bulk.whole(session, Group)}
        by_hand = bulk.count_by(session, Membership, "group_id")
        parents = {row["parent_id"] for row in rows.values()}

        def count_of(key: bytes) -> int | None:
            if rows[key]["criteria"] or key in parents:
                return _count(session, key) if counted else None
            return by_hand.get(key, 0)

        return [
            GroupRow(key, row["name"], count_of(key), row["colour"], row["parent_id"], row["criteria"], depth)
            for key, depth in _as_tree(rows)
            for row in [rows[key]]
        ]


def _as_tree(rows: Mapping[bytes, Mapping[str, Any]]) -> Iterator[tuple[bytes, int]]:
    """Ids and depths, top down; those that stand inside one another in a circle come last, at the top."""
    by_name = sorted(rows, key=lambda key: fold(rows[key]["name"]))
    seen: set[bytes] = set()

    def under(key: bytes, depth: int) -> Iterator[tuple[bytes, int]]:
        if key in seen:
            return
        seen.add(key)
        yield key, depth
        for child in by_name:
            if rows[child]["parent_id"] == key:
                yield from under(child, depth + 1)

    for key in [*(key for key in by_name if rows[key]["parent_id"] not in rows), *by_name]:
        yield from under(key, 0)


def members(store: Store, group: bytes) -> list[bytes]:
    """The ids of the contacts and companies in a group and its sub-groups, each once, in the order of the list."""
    with store.read() as session:
        return sets.in_order(session, _conditions(session, group))


def count(store: Store, group: bytes) -> int:
    with store.read() as session:
        return _count(session, group)


def by_hand(store: Store, group: bytes) -> int:
    """How many were put in."""
    with store.read() as session:
        return sum(1 for _row in bulk.fetch(session, Membership, "group_id", [group]))


def _count(session: Session, group: bytes) -> int:
    return sets.count(session, _conditions(session, group))


def _conditions(session: Session, group: bytes) -> dict[str, sets.Clause]:
    return {kind: criteria.in_groups(session, kind, [group]) for kind in _KINDS}


def tables(rows: Sequence[GroupRow], group: GroupRow) -> frozenset[str] | None:
    """A change of these can change who is in a group; None for a change of any."""
    found = {"groups", "memberships", "contacts", "companies"}
    for row in _with_subgroups(rows, group):
        if row.criteria:
            more = _read_by(row.criteria)
            if more is None:
                return None
            found |= more
    return frozenset(found)


def _read_by(live: str) -> frozenset[str] | None:
    """None also of what cannot be understood: another version of the program may have written it."""
    try:
        read = criteria.parse(live)
    except UserError:
        return None
    return criteria.tables(read.kind, read.where)


def _with_subgroups(rows: Sequence[GroupRow], group: GroupRow) -> list[GroupRow]:
    by_id = {row.id: row for row in rows}
    keys = criteria.below({row.id: {"parent_id": row.parent} for row in rows}, [group.id])
    return [by_id[key] for key in keys]


def by_name(store: Store, name: str) -> bytes:
    with store.read() as session:
        groups = {fold(row["name"]): row for row in bulk.whole(session, Group)}
    if found := groups.get(fold(name)):
        return bytes(found["id"])
    known = ", ".join(row["name"] for row in groups.values()) or "-"
    raise UserError(_("There is no group “{name}”. There are: {known}.").format(name=name, known=known))


# Changing them: one step each


def add(
    store: Store, name: str, live: str | None = None, colour: str | None = None, parent: bytes | None = None
) -> bytes:
    """A group; `live` is JSON of criteria (see `domain.criteria`), checked before it is kept."""
    kept = _checked({"name": name, "criteria": live, "colour": colour, "parent_id": parent})
    with store.write(_("Add group {name}").format(name=kept["name"])) as session:
        group = Group(**kept)
        session.add(group)
        session.flush()
        return group.id


def add_with(store: Store, name: str, ids: Sequence[bytes], colour: str | None = None) -> bytes:
    """A group of these."""
    kept = _checked({"name": name, "colour": colour})
    with store.write(_("Add group {name}").format(name=kept["name"])) as session:
        group = Group(**kept)
        session.add(group)
        session.flush()
        bulk.revive(session, Membership, _memberships(group.id, ids))
        return group.id


def rename(store: Store, group: bytes, name: str) -> None:
    _change(store, group, _("Rename group"), {"name": name})


def set_colour(store: Store, group: bytes, colour: str | None) -> None:
    _change(store, group, _("Change colour of group"), {"colour": colour})


def set_criteria(store: Store, group: bytes, live: str | None) -> None:
    _change(store, group, _("Change conditions of group"), {"criteria": live})


def set_parent(store: Store, group: bytes, parent: bytes | None) -> None:
    """Make it a sub-group of another, or of none. Raises UserError where that would put it inside itself."""
    _change(store, group, _("Move group"), {"parent_id": parent})


def change(store: Store, group: bytes, name: str, live: str | None, colour: str | None, parent: bytes | None) -> None:
    """All that is said of a group at once."""
    values = {"name": name, "criteria": live, "colour": colour, "parent_id": parent}
    _change(store, group, _("Change group {name}").format(name=name.strip()), values)


def _change(store: Store, group: bytes, step: str, values: dict[str, Any]) -> None:
    kept = _checked(values)
    with store.write(step) as session:
        row = next(bulk.fetch(session, Group, "id", [group]), None)
        if row is None:
            raise UserError(_("This was deleted meanwhile. Undo brings it back."))
        if kept.get("parent_id"):
            _refuse_circle(session, group, kept["parent_id"])
        news = {name: value for name, value in kept.items() if row[name] != value}
        if news:
            bulk.update(session, Group, [group], news)


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    kept = dict(values)
    if "name" in kept:
        kept["name"] = cleaned(Kind.TEXT, _(Group.label), kept["name"])
        if not kept["name"]:
            raise UserError(_("Name the group."))
    if kept.get("criteria"):
        criteria.parse(kept["criteria"])
    return kept


def _refuse_circle(session: Session, group: bytes, parent: bytes) -> None:
    rows = {row["id"]: row for row in bulk.whole(session, Group)}
    if parent in criteria.below(rows, [group]):
        raise UserError(_("“{name}” cannot be put inside itself.").format(name=rows[group]["name"]))


def remove(store: Store, group: bytes) -> str:
    """Its members stay where they are and its sub-groups move up; gives its name."""
    with store.write(_("Delete group")) as session:
        row = next(bulk.fetch(session, Group, "id", [group]), None)
        if row is None:
            return ""
        children = [child["id"] for child in bulk.fetch(session, Group, "parent_id", [group])]
        bulk.update(session, Group, children, {"parent_id": row["parent_id"]})
        bulk.mark_deleted(session, Membership, "group_id", [group])
        bulk.mark_deleted(session, Group, "id", [group])
    return str(row["name"])


def put_in(store: Store, group: bytes, ids: Sequence[bytes]) -> int:
    """Gives how many were not in it by hand before."""
    rows = _memberships(group, list(dict.fromkeys(ids)))
    with store.write(_("Put {count} in group").format(count=len(rows))) as session:
        present = {row["id"] for row in bulk.fetch(session, Membership, "id", [row["id"] for row in rows])}
        new = [row for row in rows if row["id"] not in present]
        bulk.revive(session, Membership, new)
    return len(new)


def take_out(store: Store, group: bytes, ids: Sequence[bytes]) -> int:
    """Of those put in by hand; who is found by conditions stays. Gives how many went."""
    keys = [row["id"] for row in _memberships(group, ids)]
    with store.write(_("Take {count} out of group").format(count=len(ids))) as session:
        present = [row["id"] for row in bulk.fetch(session, Membership, "id", keys)]
        bulk.mark_deleted(session, Membership, "id", present)
    return len(present)


def _memberships(group: bytes, ids: Sequence[bytes]) -> list[dict[str, bytes]]:
    rows = [{"id": named_id("membership", group, key), "owner_id": key, "group_id": group} for key in ids]
    return sorted(rows, key=lambda row: row["id"])  # one leaf of the index after the other

"""Who is what to whom, in words the user makes."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from crmdesk.domain.companies import Company
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.relations import Relation, RelationType
from crmdesk.domain.values.clean import tidy
from crmdesk.i18n import _
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk
from crmdesk.store.store import Store

PEOPLE, COMPANIES = "contacts", "companies"


@dataclass(frozen=True, slots=True)
class Kind:
    """A word for what one is to the other, and the word seen from there."""

    id: bytes
    name: str
    inverse: str
    """The same word where both sides say the same."""
    between: str
    """PEOPLE or COMPANIES."""


def kinds(store: Store, between: str | None = None) -> list[Kind]:
    """In the order of the alphabet."""
    with store.read() as session:
        rows = [row for row in bulk.whole(session, RelationType) if between in (None, row["kind"])]
    found = [Kind(row["id"], row["name"], row["inverse"] or row["name"], row["kind"]) for row in rows]
    return sorted(found, key=lambda kind: fold(kind.name))


def types(store: Store) -> list[tuple[str, str]]:
    """Each relation and its other side, in the order of their making."""
    with store.read() as session:
        return [(row["name"], row["inverse"] or row["name"]) for row in bulk.whole(session, RelationType)]


def add_kind(store: Store, name: str, inverse: str = "", between: str = PEOPLE) -> bytes:
    name = _named(name)
    with store.write(_("Add {relation}").format(relation=name)) as session:
        _refuse_twice(session, name, between)
        return _make(session, name, inverse, between)


def rename_kind(store: Store, kind: bytes | str, name: str, inverse: str = "") -> None:
    """Of both sides; all who are related by it are so by the new words."""
    name, key = _named(name), as_id(kind)
    with store.write(_("Rename relation")) as session:
        row = next(bulk.fetch(session, RelationType, "id", [key]), None)
        if row is None:
            raise UserError(_("This was deleted meanwhile. Undo brings it back."))
        _refuse_twice(session, name, row["kind"], key)
        bulk.update(session, RelationType, [key], {"name": name, "inverse": _other_side(name, inverse)})


def remove_kind(store: Store, kind: bytes | str) -> int:
    """With all relations of it, whose number is given."""
    key = as_id(kind)
    with store.write(_("Remove relation")) as session:
        count = sum(1 for _row in bulk.fetch(session, Relation, "type_id", [key]))
        bulk.mark_deleted(session, Relation, "type_id", [key])
        bulk.mark_deleted(session, RelationType, "id", [key])
    return count


def relate(
    store: Store,
    owner: bytes | str,
    name: str,
    other: bytes | str | None = None,
    *,
    called: str = "",
    inverse: str = "",
) -> bytes:
    """`other`, or somebody known only as `called`, is the `name` of `owner`; the type is made where it is new."""
    name, called = tidy(name), tidy(called)
    if not name or not (other or called):
        raise UserError(_("Say who it is and what they are."))
    key, target = as_id(owner), as_id(other) if other else None
    with store.write(_("Add {relation}").format(relation=name)) as session:
        between = COMPANIES if any(bulk.fetch(session, Company, "id", [key])) else PEOPLE
        kind = _known(session, name, between) or _make(session, name, inverse, between)
        relation = Relation(from_id=key, to_id=target, to_name=called or None, type_id=kind)
        session.add(relation)
        session.flush()
        return relation.id


def _known(session: Session, name: str, between: str) -> bytes | None:
    """A type of that name; one between others where there is none between these."""
    same = [row for row in bulk.whole(session, RelationType) if fold(row["name"]) == fold(name)]
    same.sort(key=lambda row: row["kind"] != between)
    return same[0]["id"] if same else None


def _make(session: Session, name: str, inverse: str, between: str) -> bytes:
    key = named_id("relation type", name)
    if any(bulk.fetch(session, RelationType, "id", [key])):  # it bears another name by now, or is between others
        key = new_id()
    row = {"id": key, "name": name, "inverse": _other_side(name, inverse), "kind": between}
    bulk.revive(session, RelationType, [row])
    return key


def _other_side(name: str, inverse: str) -> str | None:
    inverse = tidy(inverse)
    return inverse if inverse and inverse != name else None


def _named(name: str) -> str:
    if not (name := tidy(name)):
        raise UserError(_("The relation needs a name."))
    return name


def _refuse_twice(session: Session, name: str, between: str, *besides: bytes) -> None:
    for row in bulk.whole(session, RelationType):
        if row["kind"] == between and fold(row["name"]) == fold(name) and row["id"] not in besides:
            raise UserError(_("There is a relation “{name}” already.").format(name=row["name"]))

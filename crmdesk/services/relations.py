"""Who is what to whom, in words the user makes."""

from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id
from crmdesk.domain.relations import Relation, RelationType
from crmdesk.domain.values.clean import tidy
from crmdesk.i18n import _
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk
from crmdesk.store.store import Store


def types(store: Store) -> list[tuple[str, str]]:
    """Each relation and its other side, in the order of their making."""
    with store.read() as session:
        return [(row["name"], row["inverse"] or row["name"]) for row in bulk.whole(session, RelationType)]


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
    target = as_id(other) if other else None
    with store.write(_("Add {relation}").format(relation=name)) as session:
        kind = named_id("relation type", name)
        known = next(bulk.fetch(session, RelationType, "id", [kind]), None)
        if known is None:
            bulk.revive(session, RelationType, [{"id": kind, "name": name, "inverse": tidy(inverse) or None}])
        relation = Relation(from_id=as_id(owner), to_id=target, to_name=called or None, type_id=kind)
        session.add(relation)
        session.flush()
        return relation.id

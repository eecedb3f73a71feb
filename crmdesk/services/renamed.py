"""Words of lists that were renamed: changed in the conditions of live groups, and remembered for others."""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain import criteria
from crmdesk.domain.criteria import NEGATIVE, All, AnyOf, Condition, Criteria, Node, Not
from crmdesk.domain.errors import UserError
from crmdesk.domain.groups import Group
from crmdesk.domain.ids import named_id
from crmdesk.domain.picks import PickEntry
from crmdesk.store import bulk


def change_groups(session: Session, fields: Collection[str], old: str, new: str) -> None:
    """`fields` as conditions name them, in whichever kind of criteria."""
    live = [row for row in bulk.whole(session, Group) if row["criteria"]]
    rows = [{"id": row["id"], "criteria": _changed(row["criteria"], fields, old, new)} for row in live]
    bulk.update_each(session, Group, rows)


def _changed(text: str, fields: Collection[str], old: str, new: str) -> str:
    try:
        wanted = criteria.parse(text)
    except UserError:  # another version of the program may have written it
        return text
    where = mapped(wanted.where, partial(_renamed, fields, old.casefold(), new))
    return text if where == wanted.where else criteria.write(Criteria(where, wanted.kind))


def _renamed(fields: Collection[str], old: str, new: str, test: Condition) -> Condition:
    is_meant = test.field in fields and isinstance(test.value, str) and test.value.casefold() == old
    return replace(test, value=new) if is_meant else test


def mapped(node: Node, change: Callable[[Condition], Condition]) -> Node:
    """Each condition that asks for a word as `change` has it."""
    match node:
        case All(parts) | AnyOf(parts):
            return type(node)(tuple(mapped(part, change) for part in parts))
        case Not(part):
            return Not(mapped(part, change))
        case Condition(_field, operator, str()) if NEGATIVE.get(operator, operator) == "is":
            return change(node)
    return node


# What is not in the file, as lookups made before, and what another laptop sends later


def remember(session: Session, pick_list: str, old: str, new: str) -> None:
    bulk.revive(session, PickEntry, [{**_row(pick_list, old), "text": new}])
    forget(session, pick_list, new)


def forget(session: Session, pick_list: str, word: str) -> None:
    """It is a word of its own again."""
    bulk.mark_deleted(session, PickEntry, "id", [_row(pick_list, word)["id"]])


def now_called(session: Session, pick_list: str, word: str) -> str | None:
    """What it was renamed to last; nothing where it was not."""
    rows = bulk.fetch(session, PickEntry, "pick_list", [_list(pick_list)])
    after, seen, now = {row["value"]: row["text"] for row in rows}, {word.casefold()}, None
    while (word := after.get(word.casefold(), "")) and word.casefold() not in seen:
        seen.add(word.casefold())
        now = word
    return now


def _list(pick_list: str) -> str:
    return f"renamed {pick_list}"


def _row(pick_list: str, word: str) -> dict[str, Any]:
    name, value = _list(pick_list), word.casefold()
    return {"id": named_id("pick", name, value), "pick_list": name, "value": value}

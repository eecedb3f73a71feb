"""The same change to many records at once: one step, and only those that it makes different."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import column_of, own_fields
from crmdesk.domain.custom import CustomField, CustomValue
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.groups import Tag, Tagging
from crmdesk.domain.ids import named_id
from crmdesk.domain.values.clean import cleaned, cleaned_custom, tidy
from crmdesk.i18n import _, inside, ngettext
from crmdesk.services.cards import OWNERS
from crmdesk.store import bulk
from crmdesk.store.store import Store

TAGS = "tags"
_CUSTOM = "custom."


class Operation(StrEnum):
    SET = "set"
    CLEAR = "clear"
    ADD = "add"
    """A tag."""
    REMOVE = "remove"
    REPLACE = "replace"
    """A piece of a text by another."""


@dataclass(frozen=True, slots=True)
class Target:
    """What can be changed in many records."""

    key: str
    """A column, `tags`, or `custom.` and the id of the field in hex."""
    label: str
    kind: Kind
    choices: tuple[tuple[str, str], ...] = ()
    pick_list: str = ""
    can_clear: bool = True

    @property
    def operations(self) -> tuple[Operation, ...]:
        if self.key == TAGS:
            return (Operation.ADD, Operation.REMOVE)
        clear = (Operation.CLEAR,) if self.can_clear else ()
        replace = (Operation.REPLACE,) if self.kind in (Kind.TEXT, Kind.LONG_TEXT) else ()
        return (Operation.SET, *replace, *clear)


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be done with a target."""

    target: Target
    operation: Operation
    value: str = ""
    new: str = ""
    """What replaces `value`."""


def targets(store: Store, kind: str) -> list[Target]:
    """Tags, the own fields in the order of their declaration, then the fields users added."""
    record = OWNERS[kind]
    own = [
        Target(name, _(field.label), field.kind, field.choices, field.pick_list, bool(column_of(record, name).nullable))
        for name, field in own_fields(record).items()
    ]
    with store.read() as session:
        added = sorted(bulk.whole(session, CustomField), key=lambda row: row["position"])
    custom = [
        Target(_CUSTOM + row["id"].hex(), row["name"], Kind(row["kind"]), _choices(row["choices"]))
        for row in added
        if row["record"] == record.__tablename__ and not row["is_archived"]
    ]
    return [Target(TAGS, _("Tags"), Kind.TEXT), *own, *custom]


def _choices(lines: str | None) -> tuple[tuple[str, str], ...]:
    return tuple((line, line) for line in (lines or "").split("\n") if line)


def affected(store: Store, kind: str, ids: Sequence[bytes], change: Change) -> int:
    """How many of them the change would make different. Raises UserError as `apply` does."""
    value = _checked(change)
    with store.read() as session:
        return sum(len(keys) for _value, keys in _plan(session, kind, ids, change, value))


def apply(store: Store, kind: str, ids: Sequence[bytes], change: Change) -> int:
    """One step; gives how many were changed. Raises UserError where the value is none for that field."""
    value = _checked(change)
    with store.read() as session:
        plan = list(_plan(session, kind, ids, change, value))
    count = sum(len(keys) for _value, keys in plan)
    if not count:
        return 0
    with store.write(_step_text(change, count)) as session:
        for new, keys in plan:
            _set(session, kind, change, new, keys)
    return count


def _checked(change: Change) -> Any:
    """The value to keep, in the spelling of its kind."""
    target = change.target
    if change.operation is Operation.CLEAR:
        return None
    if target.key == TAGS or change.operation is Operation.REPLACE:
        value: Any = tidy(change.value) if target.key == TAGS else change.value
    elif target.key.startswith(_CUSTOM):
        value = cleaned_custom(target.kind, target.label, change.value)
    else:
        value = cleaned(target.kind, target.label, change.value)
    if value is None or value == "":
        raise UserError(_("Type what “{field}” is to be, or choose to clear it.").format(field=target.label))
    return value


def _step_text(change: Change, count: int) -> str:
    text = ngettext("Change {field} of {count} record", "Change {field} of {count} records", count)
    return text.format(field=inside(change.target.label), count=count)


Plan = Iterable[tuple[Any, list[bytes]]]
"""New values, each with the records that are to have it."""


def _plan(session: Session, kind: str, ids: Sequence[bytes], change: Change, value: Any) -> Plan:
    now = _current(session, kind, ids, change)
    if change.target.key == TAGS:
        has = set(now)
        wants = change.operation is Operation.ADD
        yield value, [key for key in ids if (key in has) != wants]
    elif change.operation is Operation.REPLACE:
        yield from _replaced(now, value, change)
    else:
        yield value, [key for key in ids if now.get(key) != value]


def _replaced(now: dict[bytes, Any], old: str, change: Change) -> Plan:
    by_text: dict[str, list[bytes]] = {}
    for key, text in now.items():
        if isinstance(text, str) and old in text:
            by_text.setdefault(text, []).append(key)
    for text, keys in by_text.items():
        yield cleaned(change.target.kind, change.target.label, text.replace(old, change.new)), keys


def _current(session: Session, kind: str, ids: Sequence[bytes], change: Change) -> dict[bytes, Any]:
    key = change.target.key
    if key == TAGS:
        links = [named_id("tagging", named_id("tag", tidy(change.value)), owner) for owner in ids]
        return {row["owner_id"]: True for row in bulk.fetch(session, Tagging, "id", links)}
    if key.startswith(_CUSTOM):
        field = _field_id(key)
        values = [named_id("value", field, owner) for owner in ids]
        return {row["owner_id"]: row["value"] for row in bulk.fetch(session, CustomValue, "id", values)}
    return {row["id"]: row[key] for row in bulk.fetch(session, OWNERS[kind], "id", list(ids))}


def _field_id(key: str) -> bytes:
    return bytes.fromhex(key.removeprefix(_CUSTOM))


def _set(session: Session, kind: str, change: Change, value: Any, keys: list[bytes]) -> None:
    key = change.target.key
    if key == TAGS:
        _tag(session, value, keys, adds=change.operation is Operation.ADD)
    elif key.startswith(_CUSTOM):
        _set_custom(session, _field_id(key), value, keys)
    else:
        bulk.update(session, OWNERS[kind], keys, {key: value})


def _tag(session: Session, name: str, keys: list[bytes], *, adds: bool) -> None:
    tag = named_id("tag", name)
    links = [{"id": named_id("tagging", tag, owner), "owner_id": owner, "tag_id": tag} for owner in keys]
    if adds:
        bulk.revive(session, Tag, [{"id": tag, "name": name}])
        bulk.revive(session, Tagging, links)
    else:
        bulk.mark_deleted(session, Tagging, "id", [bytes(link["id"]) for link in links])


def _set_custom(session: Session, field: bytes, value: str | None, keys: list[bytes]) -> None:
    rows = [{"id": named_id("value", field, owner), "owner_id": owner, "field_id": field} for owner in keys]
    if value is None:
        bulk.mark_deleted(session, CustomValue, "id", [bytes(row["id"]) for row in rows])
    else:
        bulk.revive(session, CustomValue, [{**row, "value": value} for row in rows])

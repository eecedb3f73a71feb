"""The fields that users add to a kind of record: they show in forms, search, CSV and criteria by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.custom import CUSTOM_KINDS, CustomField
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.records import RECORDS
from crmdesk.domain.values.clean import tidy
from crmdesk.i18n import _
from crmdesk.services import renamed
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk, words
from crmdesk.store.store import Store

_TABLES = {record.__tablename__ for record in RECORDS}
_CHOOSE = (Kind.CHOICE, Kind.CHOICES)


@dataclass(frozen=True, slots=True)
class OwnField:
    id: bytes
    name: str
    kind: Kind
    choices: tuple[str, ...]
    is_archived: bool

    @property
    def chooses(self) -> bool:
        return self.kind in _CHOOSE


def fields(store: Store, table: str) -> list[OwnField]:
    """All that were added to the records of a table, in their order, the archived among them."""
    with store.read() as session:
        return _fields(session, table)


def _fields(session: Session, table: str) -> list[OwnField]:
    rows = [row for row in bulk.whole(session, CustomField) if row["record"] == table]
    return [_own_field(row) for row in sorted(rows, key=lambda row: row["position"])]


def _own_field(row: dict[str, Any]) -> OwnField:
    choices = tuple(filter(None, (row["choices"] or "").split("\n")))
    return OwnField(row["id"], row["name"], Kind(row["kind"]), choices, bool(row["is_archived"]))


def add_field(store: Store, table: str, name: str, kind: Kind = Kind.TEXT, choices: Sequence[str] = ()) -> bytes:
    """A new field for the records of a table; `choices` are what a choice offers."""
    name = tidy(name)
    _check(table, name, kind, choices)
    with store.write(_("Add field {name}").format(name=name)) as session:
        _refuse_twice(session, table, name)
        key = named_id("field", table, name)
        if any(bulk.fetch(session, CustomField, "id", [key])):  # it bears another name by now
            key = new_id()
        offered = "\n".join(_distinct(choices))
        row = {"id": key, "record": table, "name": name, "kind": kind.value, "choices": offered or None}
        place = {"position": len(_fields(session, table)), "is_archived": False}
        bulk.revive(session, CustomField, [row | place])
    return key


def _check(table: str, name: str, kind: Kind, choices: Sequence[str]) -> None:
    if table not in _TABLES:
        raise UserError(_("There is no kind of record called “{table}”.").format(table=table))
    if not name:
        raise UserError(_("The field needs a name."))
    if kind.value not in dict(CUSTOM_KINDS):
        raise UserError(_("A field of your own cannot be of the kind “{kind}”.").format(kind=kind.value))
    if kind in _CHOOSE and not any(map(tidy, choices)):
        raise UserError(_("“{name}” needs something to choose from.").format(name=name))


def _refuse_twice(session: Session, table: str, name: str, *besides: bytes) -> None:
    same = (row for row in _fields(session, table) if fold(row.name) == fold(name) and row.id not in besides)
    for row in same:
        raise UserError(
            _("There was a field “{name}”, which is archived. Bring it back instead.").format(name=row.name)
            if row.is_archived
            else _("There is a field “{name}” already.").format(name=row.name)
        )


def _distinct(choices: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(tidy, choices))))


def rename_field(store: Store, field: bytes | str, name: str) -> None:
    if not (name := tidy(name)):
        raise UserError(_("The field needs a name."))
    with store.write(_("Rename field")) as session:
        row = _row(session, as_id(field))
        _refuse_twice(session, row["record"], name, as_id(field))
        bulk.update(session, CustomField, [as_id(field)], {"name": name})


def move_field(store: Store, field: bytes | str, place: int) -> None:
    """To another place among all fields of its table, the archived too."""
    with store.write(_("Change the order of fields")) as session:
        key = as_id(field)
        order = [other.id for other in _fields(session, _row(session, key)["record"]) if other.id != key]
        order.insert(place, key)
        for number, other in enumerate(order):
            bulk.update(session, CustomField, [other], {"position": number})


def archive_field(store: Store, field: bytes | str, *, archived: bool = True) -> None:
    """Out of sight and of forms; its values stay and come back with it."""
    text = _("Archive field") if archived else _("Bring field back")
    with store.write(text) as session:
        bulk.update(session, CustomField, [as_id(field)], {"is_archived": archived})


# What a choice offers


def add_choice(store: Store, field: bytes | str, word: str) -> None:
    word = _named(word)
    with store.write(_("Add “{word}” to a list").format(word=word)) as session:
        choices = _choices(session, field)
        _refuse_choice(choices, word)
        _keep_choices(session, field, [*choices, word])


def rename_choice(store: Store, field: bytes | str, old: str, new: str) -> int:
    """Also in live groups, and in the records that hold it, whose number is given."""
    new = _named(new)
    with store.write(_("Rename “{old}” to “{new}”").format(old=old, new=new)) as session:
        choices = _choices(session, field)
        _refuse_choice([choice for choice in choices if choice != old], new)
        _keep_choices(session, field, [new if choice == old else choice for choice in choices])
        key = as_id(field)
        paths = {f"custom.{key.hex()}", f"custom.{_row(session, key)['name']}"}
        renamed.change_groups(session, paths, old, new)
        return words.replace_choice(session, key, old, new)


def move_choice(store: Store, field: bytes | str, word: str, place: int) -> None:
    with store.write(_("Change the order of a list")) as session:
        choices = [choice for choice in _choices(session, field) if choice != word]
        choices.insert(place, word)
        _keep_choices(session, field, choices)


def remove_choice(store: Store, field: bytes | str, word: str) -> None:
    """No longer offered; records that hold it keep it."""
    with store.write(_("Remove “{word}” from a list").format(word=word)) as session:
        choices = [choice for choice in _choices(session, field) if choice != word]
        if not choices:
            raise UserError(_("The last choice stays: without it there is nothing to choose from."))
        _keep_choices(session, field, choices)


def _named(word: str) -> str:
    if not (word := tidy(word)):
        raise UserError(_("The word is empty."))
    return word


def _row(session: Session, key: bytes) -> dict[str, Any]:
    row = next(bulk.fetch(session, CustomField, "id", [key]), None)
    if row is None:
        raise UserError(_("This was deleted meanwhile. Undo brings it back."))
    return row


def _choices(session: Session, field: bytes | str) -> list[str]:
    return list(_own_field(_row(session, as_id(field))).choices)


def _refuse_choice(choices: Sequence[str], word: str) -> None:
    for choice in choices:
        if choice.casefold() == word.casefold():
            raise UserError(_("“{word}” is in the list already.").format(word=choice))


def _keep_choices(session: Session, field: bytes | str, choices: Sequence[str]) -> None:
    bulk.update(session, CustomField, [as_id(field)], {"choices": "\n".join(choices)})

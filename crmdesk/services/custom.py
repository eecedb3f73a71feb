"""The fields that users add to a kind of record: they show in forms, search, CSV and criteria by themselves."""

from collections.abc import Sequence

from crmdesk.domain.custom import CUSTOM_KINDS, CustomField
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import named_id
from crmdesk.domain.records import RECORDS
from crmdesk.domain.values.clean import tidy
from crmdesk.i18n import _
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk
from crmdesk.store.store import Store

_TABLES = {record.__tablename__ for record in RECORDS}


def add_field(store: Store, table: str, name: str, kind: Kind = Kind.TEXT, choices: Sequence[str] = ()) -> bytes:
    """A new field for the records of a table; `choices` are what a choice offers."""
    name = tidy(name)
    _check(store, table, name, kind, choices)
    key = named_id("field", table, name)
    with store.write(_("Add field {name}").format(name=name)) as session:
        taken = sum(1 for field in bulk.whole(session, CustomField) if field["record"] == table)
        offered = "\n".join(map(tidy, choices))
        row = {"id": key, "record": table, "name": name, "kind": kind.value, "choices": offered or None}
        bulk.revive(session, CustomField, [row | {"position": taken, "is_archived": False}])
    return key


def _check(store: Store, table: str, name: str, kind: Kind, choices: Sequence[str]) -> None:
    if table not in _TABLES:
        raise UserError(_("There is no kind of record called “{table}”.").format(table=table))
    if not name:
        raise UserError(_("The field needs a name."))
    if kind.value not in dict(CUSTOM_KINDS):
        raise UserError(_("A field of your own cannot be of the kind “{kind}”.").format(kind=kind.value))
    if kind in (Kind.CHOICE, Kind.CHOICES) and not any(map(tidy, choices)):
        raise UserError(_("“{name}” needs something to choose from.").format(name=name))
    with store.read() as session:
        fields = [field for field in bulk.whole(session, CustomField) if field["record"] == table]
    if any(fold(field["name"]) == fold(name) for field in fields):
        raise UserError(_("There is a field “{name}” already.").format(name=name))


def rename_field(store: Store, field: bytes | str, name: str) -> None:
    if not (name := tidy(name)):
        raise UserError(_("The field needs a name."))
    with store.write(_("Rename field")) as session:
        bulk.update(session, CustomField, [as_id(field)], {"name": name})


def archive_field(store: Store, field: bytes | str, *, archived: bool = True) -> None:
    """Out of sight and of forms; its values stay and come back with it."""
    text = _("Archive field") if archived else _("Bring field back")
    with store.write(text) as session:
        bulk.update(session, CustomField, [as_id(field)], {"is_archived": archived})

"""Sheets of labels that the catalogue does not know: measured by their user and kept in the file."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import new_id
from crmdesk.domain.paper import OwnSheet
from crmdesk.domain.values.clean import tidy
from crmdesk.i18n import _
from crmdesk.printing import sheet_facts, sheets
from crmdesk.printing.sheets import Sheet
from crmdesk.store import bulk
from crmdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class Own:
    key: bytes
    sheet: Sheet


def listed(store: Store) -> list[Own]:
    """By name; what another version measured otherwise is left out."""
    with store.read() as session:
        rows = list(bulk.whole(session, OwnSheet))
    found = [Own(row["id"], sheet) for row in rows for sheet in _read(row["name"], row["measures"])]
    return sorted(found, key=lambda own: fold(own.sheet.name))


def _read(name: str, measures: str) -> Iterator[Sheet]:
    try:
        yield _named(sheet_facts.read(json.loads(measures)), name)
    except (ValueError, AttributeError, UserError):
        return


def _named(sheet: Sheet, name: str) -> Sheet:
    return replace(sheet, brand="", part=name, equivalent="")


def all_of(store: Store) -> list[Sheet]:
    return [own.sheet for own in listed(store)]


def by_name(store: Store, name: str) -> Sheet:
    """One of the user's own, else of the catalogue in any spelling; UserError naming near ones where there is none."""
    wanted = fold(tidy(name))
    own = next((sheet for sheet in all_of(store) if fold(sheet.name) == wanted), None)
    return own or sheets.by_name(name)


def save(store: Store, sheet: Sheet, key: bytes | None = None) -> bytes:
    """A new one under its name, or one as it shall be from now on."""
    name = tidy(sheet.name)
    if not name:
        raise UserError(_("The sheet has no name yet, so nothing was saved."))
    if any(fold(own.sheet.name) == fold(name) and own.key != key for own in listed(store)) or sheets.is_known(name):
        raise UserError(_("There is a sheet “{name}” already. Give this one another name.").format(name=name))
    measures = json.dumps(sheet_facts.write(_named(sheet, name)), ensure_ascii=False)
    with store.write(_("Save sheet {name}").format(name=name)) as session:
        key = key or new_id()
        bulk.revive(session, OwnSheet, [{"id": key, "name": name, "measures": measures}])
    return key


def delete(store: Store, key: bytes) -> str:
    """Its name."""
    name = next((own.sheet.name for own in listed(store) if own.key == key), "")
    with store.write(_("Delete sheet {name}").format(name=name)) as session:
        bulk.mark_deleted(session, OwnSheet, "id", [key])
    return name

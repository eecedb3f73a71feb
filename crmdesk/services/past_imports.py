"""The imports of this file: what each brought, and the way to take one back days later."""

from dataclasses import dataclass

from crmdesk.domain.errors import UserError
from crmdesk.domain.sources import ImportRun
from crmdesk.i18n import _
from crmdesk.store import bulk, history
from crmdesk.store.store import Store


@dataclass(frozen=True, slots=True)
class PastImport:
    number: int
    """From 1, in the order in which they were made."""
    id: bytes
    at: int
    """Milliseconds since 1970, UTC."""
    name: str
    """Of its files."""
    source: str
    """Whose export it was taken for; perhaps empty."""
    author: str
    added: int
    updated: int
    unchanged: int
    rejected: int
    is_taken_back: bool
    step: int


def list_imports(store: Store) -> list[PastImport]:
    """The newest first, those taken back among them."""
    with store.read() as session:
        rows = list(bulk.fetch_deleted_too(session, ImportRun))
        made = {row["id"]: history.made_in(session, ImportRun, row["id"]) for row in rows}
    rows.sort(key=lambda row: made[row["id"]])
    found = [
        PastImport(
            number, row["id"], made[row["id"]][1], row["name"], row["source"] or "", row["author"] or "", row["added"],
            row["updated"], row["unchanged"], row["rejected"], row["deleted_at"] is not None, made[row["id"]][0],
        )
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip
    return found[::-1]


def take_back(store: Store, number: int) -> int:
    """As one step, all of it but what was changed since; gives how many contacts and companies stay for that."""
    found = next((past for past in list_imports(store) if past.number == number), None)
    if found is None:
        raise UserError(_("There is no import number {number}.").format(number=number))
    if found.is_taken_back:
        raise UserError(_("Import {number} is taken back already.").format(number=number))
    return store.take_back(found.step, _("Take back import {name}").format(name=found.name))

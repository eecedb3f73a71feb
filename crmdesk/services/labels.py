"""Mailing labels for a set of contacts: who gets one, who is left out and why, and the pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from crmdesk.domain.contacts import Contact
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.i18n import _
from crmdesk.services import addressing, preferences
from crmdesk.services.addressing import Addressee
from crmdesk.services.writing import whole_file
from crmdesk.store import bulk
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.printing.labels import Printed


@dataclass(frozen=True, slots=True)
class Skipped:
    id: bytes
    name: str
    reason: str


@dataclass(slots=True)
class Batch:
    texts: list[list[str]] = field(default_factory=list)
    """The lines of each label, in printing order."""
    ids: list[bytes] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    country: str = ""
    """Where they are posted: letters that stay there do not name it."""


def prepare(store: Store, ids: Sequence[bytes] | None = None, *, order: str = "postal code") -> Batch:
    """Labels for these contacts and companies, for all contacts where None."""
    with store.read() as session:
        keys = list(ids) if ids is not None else [key for (key,) in bulk.fetch_all(session, Contact, "id")]
        people = list(addressing.addressed(session, keys))
        batch = Batch(country=preferences.country(session))
    batch.skipped = [Skipped(person.id, person.name, person.reason) for person in people if person.reason]
    pieces = [person for person in people if not person.reason]
    if order != "as listed":
        pieces.sort(key=partial(_sort_key, order))
    batch.texts = [person.lines for person in pieces]
    batch.ids = [person.id for person in pieces]
    return batch


def _sort_key(order: str, person: Addressee) -> tuple[Any, ...]:
    name = (fold(person.filed_as), person.id)
    if order == "postal code":
        return (person.address.get("country") or "", person.address.get("postal_code") or "", *name)
    return (fold(person.company), *name) if order == "company" else name


def render(batch: Batch, sheet: str, file: BinaryIO, *, start: int = 1) -> "Printed":
    """Write the pages as PDF; `start` is the first free label of the first sheet, from 1."""
    from crmdesk.printing import labels, sheets

    if batch.skipped and not batch.texts:
        why = tuple(f"{skipped.name}: {skipped.reason}" for skipped in batch.skipped)
        raise UserError(_("There are no labels to print: all that were chosen are left out."), why)
    return labels.render(batch.texts, sheets.by_name(sheet), file, start=start)


def save(batch: Batch, sheet: str, to: Path, *, start: int = 1) -> "Printed":
    """As a file, which appears when it is whole."""
    with whole_file(to) as file:
        return render(batch, sheet, file, start=start)

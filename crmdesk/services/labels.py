"""Mailing labels for a set of contacts: who gets one, who is left out and why, and the pages."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.i18n import _
from crmdesk.services import addressing, lookup, preferences
from crmdesk.services.addressing import Addressee
from crmdesk.services.print_runs import Piece
from crmdesk.services.writing import whole_file
from crmdesk.store import bulk
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.printing.press import Printed


@dataclass(frozen=True, slots=True)
class Skipped:
    id: bytes
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of whom and how post is addressed: labels and envelopes."""

    ids: Sequence[bytes] | None = None
    """None: all of the kind."""
    kind: str = "contact"
    order: str = "postal code"
    """One of `printing.ORDERS`."""
    copies: int = 1
    per_household: bool = False


@dataclass(slots=True)
class Batch:
    pieces: list[Piece] = field(default_factory=list)
    """In printing order."""
    owners: list[bytes] = field(default_factory=list)
    """All for whom these are: also the others of a household."""
    skipped: list[Skipped] = field(default_factory=list)
    country: str = ""
    """Where they are posted: letters that stay there do not name it."""

    @property
    def texts(self) -> list[list[str]]:
        """The lines of each piece."""
        return [lines for _key, lines in self.pieces]

    @property
    def ids(self) -> list[bytes]:
        return [key for key, _lines in self.pieces]


def gather(store: Store, wanted: Wanted) -> Generator[float, None, Batch]:
    """Yields how far it is."""
    keys = list(lookup.keys_of(store, wanted.kind, wanted.ids))
    people: list[Addressee] = []
    size = len(keys) if wanted.per_household else bulk.CHUNK  # who shares a home may stand anywhere
    for start in range(0, len(keys), max(size, 1)):
        yield start / len(keys)
        with store.read() as session:
            some = keys[start : start + size]
            people += addressing.addressed(session, some, per_household=wanted.per_household)
    with store.read() as session:
        country = preferences.country(session)
    return _batch(people, wanted, country)


def _batch(people: Iterable[Addressee], wanted: Wanted, country: str) -> Batch:
    addressed: list[Addressee] = []
    batch = Batch(country=country)
    for person in people:
        if person.reason:
            batch.skipped.append(Skipped(person.id, person.name, person.reason))
        else:
            addressed.append(person)
    if wanted.order != "as listed":
        addressed.sort(key=partial(_sort_key, wanted.order))
    batch.pieces = [(person.id, person.lines) for person in addressed for _copy in range(wanted.copies)]
    batch.owners = [key for person in addressed for key in (person.id, *(key for key, _name in person.sharing))]
    return batch


def _sort_key(order: str, person: Addressee) -> tuple[Any, ...]:
    name = (fold(person.filed_as), person.id)
    if order == "postal code":
        return (person.address.get("country") or "", person.address.get("postal_code") or "", *name)
    return (fold(person.company), *name) if order == "company" else name


def prepare(
    store: Store,
    ids: Sequence[bytes] | None = None,
    *,
    order: str = "postal code",
    copies: int = 1,
    per_household: bool = False,
) -> Batch:
    """Labels for these contacts and companies, for all contacts where None; all at once."""
    steps = gather(store, Wanted(ids, order=order, copies=copies, per_household=per_household))
    try:
        while True:
            next(steps)
    except StopIteration as end:
        batch: Batch = end.value
        return batch


def render(batch: Batch, sheet: str, file: BinaryIO, *, start: int = 1) -> "Printed":
    """Write the pages as PDF; `start` is the first free label of the first sheet, from 1."""
    from crmdesk.printing import labels, sheets

    check(batch)
    return labels.render(batch.texts, sheets.by_name(sheet), file, start=start)


def check(batch: Batch) -> None:
    """Raises UserError where all are left out, and says why each is."""
    if batch.skipped and not batch.pieces:
        why = tuple(f"{skipped.name}: {skipped.reason}" for skipped in batch.skipped)
        raise UserError(_("There are no labels to print: all that were chosen are left out."), why)


def save(batch: Batch, sheet: str, to: Path, *, start: int = 1) -> "Printed":
    """As a file, which appears when it is whole."""
    with whole_file(to) as file:
        return render(batch, sheet, file, start=start)

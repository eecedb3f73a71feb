"""Mailing labels for a set of contacts: who gets one, who is left out and why, and the pages."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from crmdesk.domain import designs as designs_kept
from crmdesk.domain.designs import Design
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.stock_designs import PLAIN
from crmdesk.i18n import _
from crmdesk.services import addressing, designs, lookup, preferences, print_runs
from crmdesk.services.addressing import Addressee
from crmdesk.services.print_runs import Piece
from crmdesk.services.writing import whole_file
from crmdesk.store import bulk
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.printing import designs as designed
    from crmdesk.printing.press import Making, Printed, Setter
    from crmdesk.printing.sheets import Sheet


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
    design: str = PLAIN
    """The `id` of one of `services.designs`."""


@dataclass(slots=True)
class Batch:
    pieces: list[Piece] = field(default_factory=list)
    """In printing order."""
    owners: list[bytes] = field(default_factory=list)
    """All for whom these are: also the others of a household."""
    skipped: list[Skipped] = field(default_factory=list)
    sharing: list[Skipped] = field(default_factory=list)
    """Who gets one with others: in place of a reason the names on it."""
    country: str = ""
    """Where they are posted: letters that stay there do not name it."""
    abroad: str = ""
    """Another country that some of them go to."""
    design: Design | None = None
    told: "list[designed.Piece]" = field(default_factory=list)
    """Of each piece what a design tells."""
    again: int = 0
    """From which piece of an earlier run on; 0 where this is printed for the first time."""

    @property
    def contents(self) -> Sequence[Any]:
        """What is set on each piece."""
        return self.told if self.design else self.texts

    def setter(self, sheet: "Sheet") -> "Setter | None":
        """None: plain addresses."""
        if self.design is None:
            return None
        from crmdesk.printing.designs import Designed

        return Designed(self.design, sheet)

    def rest(self, first: int) -> "Batch":
        """From the piece of this number on; 1 is the first."""
        rest = Batch(self.pieces[first - 1 :], design=self.design, told=self.told[first - 1 :])
        rest.owners = rest.ids
        rest.again = first if self.again else 0
        return rest

    @property
    def texts(self) -> list[list[str]]:
        """The lines of each piece."""
        return [lines for _key, lines in self.pieces]

    @property
    def ids(self) -> list[bytes]:
        return [key for key, _lines in self.pieces]


def gather(store: Store, wanted: Wanted) -> Generator[float, None, Batch]:
    """Yields how far it is."""
    design = None if wanted.design == PLAIN else designs.load(store, wanted.design)
    keys = lookup.keys_of(store, wanted.kind, wanted.ids)
    people: list[Addressee] = []
    size = len(keys) if wanted.per_household else bulk.CHUNK  # who shares a home may stand anywhere
    for start in range(0, len(keys), max(size, 1)):
        yield start / len(keys) * (0.5 if design else 1)
        with store.read() as session:
            some = keys[start : start + size]
            people += addressing.addressed(session, some, per_household=wanted.per_household)
    if design and not design.needs_address:
        people = [replace(person, reason="", lines=person.lines or [person.name]) for person in people]
    with store.read() as session:
        batch = _batch(people, wanted, preferences.country(session))
    if design:
        yield from design_batch(store, batch, design)
    return batch


def design_batch(store: Store, batch: Batch, design: Design) -> Generator[float, None, None]:
    """Its pieces bear a design from now on."""
    for start in range(0, len(batch.pieces), bulk.CHUNK):
        yield 0.5 + start / len(batch.pieces) / 2
        some = batch.pieces[start : start + bulk.CHUNK]
        ids, texts = [key for key, _lines in some], [lines for _key, lines in some]
        batch.told += designs.pieces(store, design, ids, texts)
    batch.design = design


def again(store: Store, run: print_runs.Run) -> Batch:
    """What was printed then: names and addresses as they were, in the design of that day."""
    pieces = print_runs.again(store, run.id)
    batch = Batch(pieces, owners=[key for key, _lines in pieces], again=1)
    if kept := run.choices.get("design"):
        for _share in design_batch(store, batch, designs_kept.read(kept["name"], kept["kind"], kept["body"])):
            pass
    return batch


def keep(store: Store, batch: Batch, name: str, sheet: str, start: int) -> bytes:
    """Into the histories of all for whom they are, and so that a part can be printed again."""
    choices: dict[str, Any] = {"sheet": sheet, "start": start, "again": batch.again}
    if design := batch.design:
        choices["design"] = {"name": design.name, "kind": design.kind, "body": designs_kept.write(design)}
    return print_runs.keep(store, "labels", name, choices, batch.pieces, batch.owners)


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
    countries = (str(person.address.get("country") or country) for person in addressed)
    batch.abroad = next((code for code in countries if code != country), "")
    batch.pieces = [(person.id, person.lines) for person in addressed for _copy in range(wanted.copies)]
    batch.sharing = [Skipped(key, name, person.name) for person in addressed for key, name in person.sharing]
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
    design: str = PLAIN,
) -> Batch:
    """Labels for these contacts and companies, for all contacts where None; all at once."""
    steps = gather(store, Wanted(ids, order=order, copies=copies, per_household=per_household, design=design))
    try:
        while True:
            next(steps)
    except StopIteration as end:
        batch: Batch = end.value
        return batch


def render(batch: Batch, sheet: str, file: BinaryIO, *, start: int = 1) -> "Printed":
    """Write the pages as PDF; `start` is the first free label of the first sheet, from 1."""
    from crmdesk.printing import press, sheets

    check(batch, _("There are no labels to print: all that were chosen are left out."))
    return press.made(making(batch, sheets.by_name(sheet), start, file))


def making(batch: Batch, sheet: "Sheet", start: int, file: BinaryIO, *, outline: bool = False) -> "Making":
    """As `render`, in pieces."""
    from crmdesk.printing import labels

    return labels.making(batch.contents, sheet, file, start=start, outline=outline, setter=batch.setter(sheet))


def check(batch: Batch, nothing: str) -> None:
    """Raises UserError where all are left out, with these words and why each is."""
    if batch.skipped and not batch.pieces:
        why = tuple(f"{skipped.name}: {skipped.reason}" for skipped in batch.skipped)
        raise UserError(nothing, why)


def save(batch: Batch, sheet: str, to: Path, *, start: int = 1) -> "Printed":
    """As a file, which appears when it is whole."""
    with whole_file(to) as file:
        return render(batch, sheet, file, start=start)

"""Out of our file into those of other programs."""

import csv
import io
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Literal

from sqlalchemy.orm import Session

from crmdesk.domain.card import Card
from crmdesk.domain.companies import Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.custom import CustomField
from crmdesk.domain.errors import UserError
from crmdesk.formats import EXPORTED
from crmdesk.i18n import _
from crmdesk.services import complete, export_rights, group_cards
from crmdesk.services.cards import read_cards
from crmdesk.services.reports import Progress
from crmdesk.services.writing import whole_file
from crmdesk.store import bulk
from crmdesk.store.store import Store

PROFILES = {"iphone": "vcard", "android": "vcard", "outlook": "vcard csv", "google": "vcard csv"}
"""Programs that a file can be made for, and which formats."""
_OLD_VCARD = ("iphone", "android", "outlook", "google")


@dataclass(frozen=True, slots=True)
class Shape:
    """What is chosen of an export besides its format."""

    profile: str = ""
    """One of PROFILES, or nothing: what loses least."""
    one_each: bool = False
    """vCards: a file for each in an archive. Outlook reads no more than the first of a file."""
    for_spreadsheets: bool = True
    """CSV: no cell can be run as a formula; reading it again undoes that."""


_WHOLE = Shape()
Owners = list[tuple[str, list[bytes]]]


def format_for(path: Path) -> str:
    for name, suffix in EXPORTED.items():
        if path.suffix.lower() == suffix:
            return name
    return "vcard"


def export(
    store: Store, to: Path, kind: str, ids: list[bytes] | None = None, shape: Shape = _WHOLE
) -> Generator[Progress, None, int]:
    """Write all, or the contacts and companies named by `ids`; gives how many. The file appears when it is whole."""
    _refuse_unknown(kind, shape)
    export_rights.require(store)
    if kind in ("sqlite", "zip"):
        from crmdesk.services import archives

        return (yield from archives.export(store, to, kind, ids))
    with whole_file(to) as file, store.read() as session:
        owners = owners_of(session, ids)
        if kind == "ics":
            yield Progress(0, to.name)
            return _calendar(file, session, owners, whole=ids is None)
        count = sum(len(keys) for _kind, keys in owners)
        pieces = pieces_of(store, session, kind, owners, shape, whole=ids is None)
        for done, piece in enumerate(pieces):
            file.write(piece)
            if done % 500 == 0:
                yield Progress(min(done / (count or 1), 1), to.name)
    return count


def _calendar(file: BinaryIO, session: Session, owners: Owners, *, whole: bool) -> int:
    """It holds what was done and is planned with them, and their days, and of that there is more or less."""
    from crmdesk.services import calendars

    entries = calendars.entries_of(session, owners, whole=whole)
    file.write(calendars.written(entries))
    return len(entries)


def _refuse_unknown(kind: str, shape: Shape) -> None:
    plain = kind.removesuffix("3")
    if shape.profile and plain not in PROFILES.get(shape.profile, "").split():
        words = _("There is no {format} for {program}.")
        raise UserError(words.format(format=kind, program=shape.profile))


def owners_of(session: Session, ids: list[bytes] | None) -> Owners:
    """Ids by kind, contacts first."""
    pairs: list[tuple[str, type[Contact] | type[Company]]] = [("contact", Contact), ("company", Company)]
    if ids is None:
        return [(kind, [key for (key,) in bulk.fetch_all(session, record, "id")]) for kind, record in pairs]
    return [(kind, [row["id"] for row in bulk.fetch(session, record, "id", ids)]) for kind, record in pairs]


def pieces_of(
    store: Store, session: Session, kind: str, owners: Owners, shape: Shape = _WHOLE, *, whole: bool
) -> Iterator[bytes]:
    if kind == "json":
        keys = [key for _kind, keys in owners for key in keys]
        pieces = complete.write(store, session) if whole else complete.write_some(store, session, keys)
        return (piece.encode() for piece in pieces)
    if kind == "ics":
        from crmdesk.services import calendars

        return iter([calendars.written(calendars.entries_of(session, owners, whole=whole))])
    cards = (card for owner_kind, keys in owners for _key, card in read_cards(session, owner_kind, keys))
    if kind == "csv":
        return _csv(session, cards, shape)
    if kind == "xlsx":
        return _xlsx(session, cards)
    everybody = chain(cards, group_cards.read(session) if whole else ())
    if kind == "ldif":
        from crmdesk.formats import ldif

        return (piece.encode() for piece in ldif.write(everybody))
    return _vcards(everybody, kind, shape)


def _vcards(cards: Iterable[Card], kind: str, shape: Shape) -> Iterator[bytes]:
    from crmdesk.formats import vcard, vcard_profiles

    is_old = kind == "vcard3" or shape.profile in _OLD_VCARD
    version: Literal["3.0", "4.0"] = "3.0" if is_old else "4.0"
    if shape.profile:
        cards = vcard_profiles.fitted(cards, shape.profile)
    if shape.one_each:
        return _one_each(cards, version, shape.profile)
    return vcard_profiles.written(vcard.write(cards, version), shape.profile)


def _one_each(cards: Iterable[Card], version: Literal["3.0", "4.0"], profile: str) -> Iterator[bytes]:
    from zipfile import ZIP_DEFLATED, ZipFile

    from crmdesk.domain.values.file_names import safe
    from crmdesk.formats import vcard, vcard_profiles
    from crmdesk.services.cards import display_name

    buffer, taken = io.BytesIO(), set[str]()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for card in cards:
            name = free_name(safe(display_name(card) or _("No name")), taken)
            archive.writestr(f"{name}.vcf", b"".join(vcard_profiles.written(vcard.write([card], version), profile)))
    yield buffer.getvalue()


def free_name(name: str, taken: set[str]) -> str:
    plain, number = name, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain} {number}"
    taken.add(name.casefold())
    return name


def _csv(session: Session, cards: Iterable[Card], shape: Shape) -> Iterator[bytes]:
    from crmdesk.formats import csv_foreign, csv_own, csv_write

    yield b"\xef\xbb\xbf"  # spreadsheets take it as the sign of UTF-8
    if not shape.profile:
        for line in csv_write.write(list(cards), custom_names(session), shape.for_spreadsheets):
            yield line.encode()
        return
    for row in csv_foreign.rows(list(cards), shape.profile):
        yield _line([csv_own.guard(cell, shape.for_spreadsheets) if cell else "" for cell in row])


def _line(cells: Sequence[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue().encode()


def _xlsx(session: Session, cards: Iterable[Card]) -> Iterator[bytes]:
    """The rows of our own CSV, whose cells are text in a workbook anyway."""
    from crmdesk.formats import csv_write, xlsx

    buffer = io.BytesIO()
    text = "".join(csv_write.write(list(cards), custom_names(session), for_spreadsheets=False))
    xlsx.write(csv.reader(io.StringIO(text, newline="")), buffer, _("Contacts"))
    yield buffer.getvalue()


def custom_names(session: Session) -> list[str]:
    fields = sorted(bulk.whole(session, CustomField), key=lambda field: field["position"])
    return [field["name"] for field in fields]

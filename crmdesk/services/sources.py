"""What files hold, as cards: each file is looked at for its format, archives are opened, lists get their layout."""

import zlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from crmdesk.domain.card import Card, Reject
from crmdesk.domain.errors import UserError
from crmdesk.domain.happening import Happening
from crmdesk.domain.pauses import result_of
from crmdesk.formats.csv_layout import Layout, sniffing, surveying
from crmdesk.formats.csv_rows import to_lines
from crmdesk.formats.text import decode
from crmdesk.i18n import _
from crmdesk.services import other_files
from crmdesk.services.mappings import Mapping, complete, fitted
from crmdesk.store import locks

if TYPE_CHECKING:
    from crmdesk.formats.xlsx import Sheet

LARGEST_FILE = 2 * 1024**3
LARGEST_MEMBER = 512 * 1024**2
MOST_MEMBERS = 10_000
_NOISE = ("__MACOSX/", ".DS_Store", "Thumbs.db")
COMPLETE = "crmdesk.json"
"""In an archive of ours: beside it stands the same for other programs."""
DELIMITED = ("csv", "xlsx")


@dataclass
class Source:
    """A file, or of an archive one file in it."""

    path: Path
    member: ZipInfo | None = None
    kind: str = ""
    """One of `formats.IMPORTED`, where it is not to be detected."""
    problem: str = ""
    """Of an archive or a workbook, why it cannot be opened."""
    _sheets: "list[Sheet] | None" = field(default=None, init=False, repr=False, compare=False)
    _lines: dict[str, tuple[list[str], str]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """By the encoding that was asked for: the lines, and the encoding they are in."""
    _laid_out: tuple[Mapping, Layout | None] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def name(self) -> str:
        """What is shown."""
        return f"{self.path.name}/{PurePosixPath(self.member.filename).name}" if self.member else self.path.name

    @cached_property
    def data(self) -> bytes:
        """Raises UserError where it cannot be read."""
        return read_member(self.path, self.member) if self.member else read_file(self.path)

    @cached_property
    def format(self) -> str:
        return self.kind or format_of(self.data, Path(self.name))

    @property
    def is_ours(self) -> bool:
        """A file of CRMDesk is not read as others are."""
        return self.member is None and other_files.is_one(self.path)

    def is_json(self) -> bool:
        """Seen from its beginning: a complete export may be too large to be held."""
        from crmdesk.formats import json_file

        if self.kind or self.problem:
            return self.kind == "json"
        try:
            with self.stream() as file:
                return json_file.looks_like(file.read(200))
        except UserError:
            if self.member is None:
                raise
            return False

    @contextmanager
    def stream(self) -> Iterator[BinaryIO]:
        """What it holds, bit by bit."""
        if self.member is None:
            with opened(self.path) as file:
                yield file
        else:
            with _archive_errors(), ZipFile(self.path) as archive, archive.open(self.member) as part:
                yield part  # type: ignore[misc]

    @property
    def size(self) -> int:
        return self.member.file_size if self.member else self.path.stat().st_size

    def why_unreadable(self) -> str:
        """In words; nothing where it may well hold contacts."""
        from crmdesk.formats import text, vcard

        if self.problem:
            return self.problem
        try:
            if self.format == "xlsx":
                result_of(self._open_book())
                return self.problem
        except UserError as error:  # what the disk says of a file is raised, whatever lies beside it
            if self.member is None:
                raise
            return str(error)
        reason = text.why_no_text(self.data)
        return "" if reason and self.data.strip() and vcard.looks_like(self.data) else reason

    def read_ahead(self, mapping: Mapping) -> Iterator[None]:
        """What has to be known of the whole of a list before its first card, with pauses for others."""
        with suppress(UserError):  # `why_unreadable` tells it
            yield from self._open_book()
        if not self.why_unreadable():
            yield from self._lay_out(mapping)

    def layout(self, mapping: Mapping) -> Layout | None:
        """Of a list: as detected, and as the mapping has it."""
        return result_of(self._lay_out(mapping))

    def cards(self, mapping: Mapping | None = None) -> Iterator[Card | Reject]:
        mapping = mapping or Mapping()
        layout = self.layout(mapping)
        for piece in self._pieces(mapping, layout):
            if isinstance(piece, Card) and mapping:
                complete(piece, mapping, layout)
            yield piece

    def _lay_out(self, mapping: Mapping) -> Generator[None, None, Layout | None]:
        """Columns that were set right are looked at again: only then it is known which of them hold dates."""
        if self._laid_out and self._laid_out[0] == mapping:
            return self._laid_out[1]
        layout, found = None, (yield from self._text(mapping))
        if found:
            layout = fitted(mapping, (yield from sniffing(*found, mapping.delimiter, mapping.header)))
            if mapping.columns:
                layout = fitted(mapping, (yield from surveying(layout, found[0])))
        self._laid_out = mapping, layout
        return layout

    def _text(self, mapping: Mapping) -> Generator[None, None, tuple[list[str], str] | None]:
        """The lines of a list, and their encoding."""
        if self.format not in DELIMITED:
            return None
        data, encoding = self.data, mapping.encoding
        if self.format == "xlsx":
            yield from self._open_book()
            from crmdesk.formats import xlsx

            lists = xlsx.lists_of_contacts(self._sheets or ())
            data, encoding = (lists[0].data if lists else b""), ""
        if not data:
            return None
        if encoding not in self._lines:
            text, detected = decode(data, encoding or None)
            yield
            self._lines[encoding] = to_lines(text), detected
            yield
        return self._lines[encoding]

    def _open_book(self) -> Generator[None, None, None]:
        from crmdesk.formats import xlsx

        if self.problem or self.format != "xlsx" or self._sheets is not None:
            return
        data = self.data
        try:
            self._sheets = yield from xlsx.opening(data)
        except UserError as error:
            self.problem = str(error)

    def happenings(self) -> Iterator[Happening | Reject]:
        """Of a calendar, which has no cards."""
        from crmdesk.formats import ical_read

        return ical_read.read(self.data)

    def _pieces(self, mapping: Mapping, layout: Layout | None) -> Iterator[Card | Reject]:
        from crmdesk.formats import csv_read, ldif, mail, vcard, xlsx

        if self.format == "xlsx":
            return xlsx.read_sheets(self._sheets or (), layout)
        if self.format == "csv" and layout:
            return csv_read.read_lines(self._lines[mapping.encoding][0], layout)
        readers = {"csv": csv_read.read, "vcard": vcard.read, "ldif": ldif.read, "mail": mail.read}
        return readers[self.format](self.data)


def sources_of(paths: Sequence[Path], kind: str = "") -> list[Source]:
    """The files, and those in their archives. Raises UserError where one cannot be read."""
    found = [source for path in paths for source in _sources(path, kind)]
    return sorted(found, key=lambda source: source.name.lower().endswith(_CALENDARS))  # after those they are about


def _sources(path: Path, kind: str) -> Iterator[Source]:
    with opened(path) as file:
        head = file.read(4)
    is_archive = head == b"PK\x03\x04" and path.suffix.lower() != ".xlsx" and kind != "xlsx"
    if not is_archive or _is_workbook(path):
        yield Source(path, kind=kind)
    else:
        yield from _members(path, kind)


def _is_workbook(path: Path) -> bool:
    try:
        with ZipFile(path) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except (BadZipFile, ValueError, OSError):
        return False


def _members(path: Path, kind: str) -> Iterator[Source]:
    """In the order of their names, without what systems add. Names are shown, never used as paths."""
    try:
        with ZipFile(path) as archive:
            found = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        yield Source(path, problem=_("The archive is damaged."))
        return
    members = [member for member in found if not member.is_dir() and not _is_noise(member.filename)]
    whole = [member for member in members if member.filename == COMPLETE]
    members = whole or members
    if len(members) > MOST_MEMBERS:
        yield Source(path, problem=_("The archive holds more than {count} files.").format(count=MOST_MEMBERS))
    elif not members:
        yield Source(path, problem=_("The archive is empty."))
    else:
        yield from (Source(path, member, kind) for member in sorted(members, key=lambda member: member.filename))


def _is_noise(name: str) -> bool:
    return name.startswith(_NOISE[0]) or name.endswith(_NOISE[1:])


def read_member(path: Path, member: ZipInfo) -> bytes:
    """What the archive says of its size is not believed."""
    if member.flag_bits & 1:
        raise UserError(_("The file is locked by a password."))
    with _archive_errors(), ZipFile(path) as archive, archive.open(member) as file:
        data = file.read(LARGEST_MEMBER + 1)
    if len(data) > LARGEST_MEMBER:
        raise UserError(_("The file is larger than {count} MB.").format(count=LARGEST_MEMBER // 1024**2))
    return data


def _unreadable(name: str, reason: str) -> UserError:
    return UserError(_("“{name}” cannot be read: {reason}. Nothing was imported.").format(name=name, reason=reason))


@contextmanager
def _archive_errors() -> Iterator[None]:
    try:
        yield
    except UserError:
        raise
    except (BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise UserError(_("The archive is damaged.")) from error


def read_file(path: Path) -> bytes:
    with opened(path) as file:
        return file.read()


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    """Raises UserError where it cannot be read."""
    try:
        if path.is_dir():
            raise UserError(_("“{name}” is a folder. Choose the files in it.").format(name=path.name))
        if path.stat().st_size > LARGEST_FILE:
            raise UserError(_("“{name}” is larger than 2 GB. Export it in parts.").format(name=path.name))
        locks.refuse_ours(path)
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise _unreadable(path.name, error.strerror or str(error)) from error


def format_of(data: bytes, path: Path) -> str:
    """Which of `formats.IMPORTED` a file is, by its content first and its name second."""
    from crmdesk.formats import ical_read, json_file, ldif, mail, vcard, xlsx

    known = {"json": json_file, "xlsx": xlsx, "ics": ical_read, "vcard": vcard}
    for name, reader in known.items():
        if reader.looks_like(data):
            return name
    ending = path.suffix.lower()
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    if ldif.looks_like(data):
        return "ldif"
    return "mail" if mail.looks_like(data) else "csv"


_BY_ENDING = {
    ".vcf": "vcard", ".vcard": "vcard", ".ldif": "ldif", ".ldi": "ldif", ".eml": "mail", ".mbox": "mail",
    ".csv": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".ics": "ics", ".ical": "ics", ".vcs": "ics",
}  # fmt: skip
_CALENDARS = tuple(ending for ending, name in _BY_ENDING.items() if name == "ics")

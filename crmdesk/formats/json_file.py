"""The complete export: every record as it is, in one JSON document.

`{"crmdesk": 1, "records": {"contacts": [{"id": "...", ...}, ...], ...}, "files": {"<sha256>": "<base64>"}}`; ids are
UUIDs in text, bytes are Base64, empty values are left out. Fields keep their column names.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, BinaryIO

from crmdesk.domain.base import Record, declared_fields
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.ids import parse_id, text_id
from crmdesk.domain.records import RECORDS
from crmdesk.i18n import _

VERSION = 1
Table = tuple[type[Record], list[dict[str, Any]]]
Content = tuple[bytes, Iterable[bytes]]
"""SHA-256 and the content in pieces."""
_HEAD = f'{{"crmdesk": {VERSION}, "records": {{\n'.encode()
_LONGEST_HEAD = 1000
_TABLE = re.compile(rb'"(?P<name>\w+)": \[(?P<is_empty>\]\}?,)?')
_ROW_END = re.compile(rb"(?<=\})((?P<is_last>\]\}?,)|,)$")
_FILES = b'"files": {'
_AT_ONCE, _MOST_BYTES = 1000, 1024 * 1024
"""Rows of a part, and how long they may be together: a row may hold a photo."""
_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")


def looks_like(data: bytes) -> bool:
    start = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    return start.startswith(b"{") and b'"crmdesk"' in start


def write(
    tables: Iterable[tuple[type[Record], Iterable[Mapping[str, Any]]]], contents: Iterable[Content] = ()
) -> Iterator[str]:
    """In pieces: one record a line, and after them one attached file a line."""
    yield f'{{"crmdesk": {VERSION}, "records": {{'
    for place, (record, rows) in enumerate(tables):
        yield ("," if place else "") + f'\n"{record.__tablename__}": ['
        for number, row in enumerate(rows):
            yield (",\n" if number else "\n") + json.dumps(readable(record, row), ensure_ascii=False)
        yield "]"
    yield '},\n"files": {'
    for place, (sha256, pieces) in enumerate(contents):
        yield (",\n" if place else "\n") + f'"{sha256.hex()}": "'
        yield from _base64(pieces)
        yield '"'
    yield "\n}}\n"


def _base64(pieces: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for piece in pieces:
        whole = rest + piece
        end = len(whole) // 3 * 3
        yield base64.b64encode(whole[:end]).decode("ascii")
        rest = whole[end:]
    yield base64.b64encode(rest).decode("ascii")


def readable(record: type[Record], row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON can say it."""
    kinds = {name: field.kind for name, field in declared_fields(record).items()}
    shown: dict[str, Any] = {"id": text_id(row["id"])}
    for name, kind in kinds.items():
        value = row.get(name)
        if value is None or name == "deleted_at":
            continue
        if kind is Kind.LINK:
            shown[name] = text_id(value)
        elif kind is Kind.BYTES:
            shown[name] = base64.b64encode(value).decode("ascii")
        else:
            shown[name] = bool(value) if kind is Kind.YES_NO else value
    return shown


def read(source: BinaryIO) -> tuple[Iterator[Table], Iterator[tuple[bytes, bytes]]]:
    """The tables of an export in parts, a parent before what belongs to it, and then the attached files by SHA-256.

    Both raise UserError for what is none, or damaged. An export as `write` lays it out is read line by line, however
    large it is; one laid out otherwise all at once.
    """
    first = source.readline(_LONGEST_HEAD)
    if first == _HEAD:
        return _tables_by_line(source), _files_by_line(source)
    document = _loaded(first + source.read())
    return _tables(document), _files(document)


# As it is written


def _tables_by_line(lines: Iterable[bytes]) -> Iterator[Table]:
    for line in map(bytes.strip, lines):
        if line == _FILES:
            return
        table = _TABLE.fullmatch(line)
        if table is None:
            raise _damaged_at("records", _("this is no list"))
        if not table["is_empty"]:
            yield from _rows_by_line(table["name"].decode(), lines)
    raise _damaged_at("records", _("it ends too early"))


def _rows_by_line(name: str, lines: Iterable[bytes]) -> Iterator[Table]:
    """In parts; what a later version added is passed over."""
    record = next((record for record in RECORDS if record.__tablename__ == name), None)
    part: list[dict[str, Any]] = []
    ids: set[bytes] = set()
    size = 0
    for number, line in enumerate(map(bytes.strip, lines), 1):
        text, is_last = _row_of(name, number, line)
        if record:
            part.append(_row(record, text, number))
            ids.add(part[-1]["id"])
            size += len(line)
            if len(ids) < number:
                raise _damaged_at(name, _("an id stands there twice"))
            if is_last or len(part) == _AT_ONCE or size > _MOST_BYTES:
                yield record, part
                part, size = [], 0
        if is_last:
            return
    raise _damaged_at(name, _("it ends too early"))


def _row_of(name: str, number: int, line: bytes) -> tuple[Any, bool]:
    end = _ROW_END.search(line)
    try:
        if end is None:
            raise ValueError(_("it ends too early"))
        return json.loads(line[: end.start()]), bool(end["is_last"])
    except (ValueError, RecursionError) as error:
        raise _damaged_at(f"{name} {number}", error) from error


# Laid out otherwise


def _loaded(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data)
        version, tables = document["crmdesk"], document["records"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UserError(_("This is not a complete CRMDesk export: {reason}.").format(reason=error)) from error
    if not isinstance(version, int) or version > VERSION or not isinstance(tables, dict):
        raise UserError(_("This export was made by a newer CRMDesk. Install the newest version to read it."))
    return document  # type: ignore[no-any-return]


def _tables(document: dict[str, Any]) -> Iterator[Table]:
    for record in RECORDS:
        name = record.__tablename__
        rows = document["records"].get(name, [])
        if not isinstance(rows, list):
            raise _damaged_at(name, _("this is no list"))
        found = {row["id"]: row for row in (_row(record, row, number) for number, row in enumerate(rows, 1))}
        if len(found) < len(rows):
            raise _damaged_at(name, _("an id stands there twice"))
        yield record, list(found.values())


def _files(document: dict[str, Any]) -> Iterator[tuple[bytes, bytes]]:
    files = document.get("files", {})
    if not isinstance(files, dict):
        raise _damaged_at("files", "")
    while files:
        yield _file(*files.popitem())


def _files_by_line(lines: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for line in lines:
        if line.startswith(b"}"):
            return
        try:
            ((name, content),) = json.loads(b"{" + line.strip().removesuffix(b",") + b"}").items()
        except ValueError as error:
            raise _damaged_at("files", error) from error
        yield _file(name, content)
    raise _damaged_at("files", _("it ends too early"))


def _file(name: str, content: Any) -> tuple[bytes, bytes]:
    try:
        return bytes.fromhex(name), base64.b64decode(content, validate=True)
    except (ValueError, TypeError) as error:
        raise _damaged_at(f"files {name[:64]}", error) from error


def _damaged_at(place: str, reason: object) -> UserError:
    return UserError(
        _("The export is damaged at {place}: {reason}. Nothing was imported.").format(place=place, reason=reason)
    )


def _row(record: type[Record], row: Any, number: int) -> dict[str, Any]:
    try:
        kinds = {name: field.kind for name, field in declared_fields(record).items()}
        found = {"id": parse_id(row["id"])} | {name: _value(kinds[name], row[name]) for name in kinds if name in row}
        if missing := _needed(record) - found.keys():
            raise KeyError(*sorted(missing))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged_at(f"{record.__tablename__} {number}", error) from error
    return found


@cache
def _needed(record: type[Record]) -> set[str]:
    """What a row cannot be without."""
    return {column.name for column in record.__table__.columns if not column.nullable and column.default is None}


def _value(kind: Kind, value: Any) -> Any:
    if kind is Kind.LINK:
        return parse_id(value)
    if kind is Kind.BYTES:
        return base64.b64decode(value, validate=True)
    wanted = {Kind.YES_NO: bool, Kind.NUMBER: int, Kind.AMOUNT: int, Kind.INSTANT: int}.get(kind, str)
    if type(value) is not wanted:
        raise TypeError(f"{value!r} is no {kind.value}")
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError(f"{value} is too large")
    if isinstance(value, str) and (not value.isprintable() and _UNKEEPABLE.search(value)):
        raise ValueError(f"{value!r} holds characters that no text can hold")
    return value

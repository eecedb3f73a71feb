"""The complete export: every record as it is, in one JSON document.

`{"crmdesk": 1, "records": {"contacts": [{"id": "...", ...}, ...], ...}, "files": {"<sha256>": "<base64>"}}`; ids are
UUIDs in text, bytes are Base64, empty values are left out. Fields keep their column names.
"""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from crmdesk.domain.base import Record, declared_fields
from crmdesk.domain.errors import UserError
from crmdesk.domain.fields import Kind
from crmdesk.domain.ids import parse_id, text_id
from crmdesk.domain.records import RECORDS
from crmdesk.i18n import _

VERSION = 1


def looks_like(data: bytes) -> bool:
    start = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    return start.startswith(b"{") and b'"crmdesk"' in start


def write(tables: Iterable[tuple[type[Record], Iterable[Mapping[str, Any]]]]) -> Iterator[str]:
    """In pieces: one record a line."""
    yield f'{{"crmdesk": {VERSION}, "records": {{'
    for place, (record, rows) in enumerate(tables):
        yield ("," if place else "") + f'\n"{record.__tablename__}": ['
        for number, row in enumerate(rows):
            yield (",\n" if number else "\n") + json.dumps(readable(record, row), ensure_ascii=False)
        yield "]"
    yield "}}\n"


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


def read(data: bytes) -> Iterator[tuple[type[Record], list[dict[str, Any]]]]:
    """The tables of an export, a parent before its parts. Raises UserError for what is none."""
    try:
        document = json.loads(data)
        version, tables = document["crmdesk"], document["records"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UserError(_("This is not a complete CRMDesk export: {reason}.").format(reason=error)) from error
    if not isinstance(version, int) or version > VERSION or not isinstance(tables, dict):
        raise UserError(_("This export was made by a newer CRMDesk. Install the newest version to read it."))
    for record in RECORDS:
        rows = tables.get(record.__tablename__, [])
        yield record, [_row(record, row, number) for number, row in enumerate(rows, 1)]


def _row(record: type[Record], row: Any, number: int) -> dict[str, Any]:
    try:
        fields = declared_fields(record)
        return {"id": parse_id(row["id"])} | {
            name: _value(fields[name].kind, row[name]) for name in fields if name in row
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        place = f"{record.__tablename__} {number}"
        raise UserError(
            _("The export is damaged at {place}: {reason}. Nothing was imported.").format(place=place, reason=error)
        ) from error


def _value(kind: Kind, value: Any) -> Any:
    if kind is Kind.LINK:
        return parse_id(value)
    if kind is Kind.BYTES:
        return base64.b64decode(value, validate=True)
    wanted = {Kind.YES_NO: bool, Kind.NUMBER: int, Kind.INSTANT: int}.get(kind, str)
    if not isinstance(value, wanted):
        raise TypeError(f"{value!r} is no {kind.value}")
    return value

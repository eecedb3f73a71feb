"""What is sent to a hub, read within limits: no more bytes, fields or kinds of values than were agreed."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from starlette.requests import Request

from crmdesk.hub.errors import HubError
from crmdesk.i18n import _
from crmdesk.sync import packing
from crmdesk.sync.sealed import MOST_BYTES, MessageError

T = TypeVar("T")

PACKED, JSON, BYTES = "application/x-msgpack", "application/json", "application/octet-stream"
MOST_PACKED = 4 << 20
"""Bytes as they travel."""
MOST_JSON = 256 << 10
_MOST_TEXT, _MOST_ITEMS = 4096, 1000
PATIENCE = 120.0
"""Seconds for one body, however slowly it comes."""


async def read(request: Request, most: int) -> bytes:
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > most:
        raise _too_long()
    data = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for piece in request.stream():
                data += piece
                if len(data) > most:
                    raise _too_long()
    except TimeoutError:
        raise HubError(408, "too_slow", _("This took too long.")) from None
    return bytes(data)


def unpacked(headers: Mapping[str, str], data: bytes) -> bytes:
    """As it was before it was made smaller; never more than a message may have."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if data and kind not in (PACKED, JSON, BYTES):
        raise HubError(415, "content_type", _("The hub does not read this kind of content."))
    match headers.get("content-encoding", "identity").lower():
        case "identity":
            return data
        case "zstd":
            return _whole(data)
    raise HubError(415, "content_encoding", _("The hub does not read this kind of content."))


def _whole(data: bytes) -> bytes:
    try:
        return packing.unpacked(data, MOST_BYTES)
    except MessageError as error:
        if str(error) == "too long":
            raise _too_long() from None
        raise


def _too_long() -> HubError:
    return HubError(413, "too_long", _("This is too much at once."))


def as_it_is(data: bytes) -> bytes:
    return data


# Forms: JSON with the fields of a dataclass, and no others


def form(kind: type[T], data: bytes) -> T:
    if len(data) > MOST_JSON:
        raise _too_long()
    try:
        told = json.loads(data or b"{}")
    except (ValueError, RecursionError):
        raise HubError(400, "json", _("This is no message for a hub.")) from None
    return _form(kind, told)


def _form(kind: type[T], told: object) -> T:
    if not isinstance(told, dict):
        raise _not_so("")
    kinds, required = _declared(kind)  # type: ignore[arg-type]
    if strange := next((name for name in told if name not in kinds), None):
        raise _not_so(strange)
    if missing := next((name for name in required if name not in told), None):
        raise _not_so(missing)
    return kind(**{name: _value(kinds[name], name, value) for name, value in told.items()})


@cache
def _declared(kind: type) -> tuple[dict[str, Any], list[str]]:
    required = [each.name for each in fields(kind) if each.default is MISSING and each.default_factory is MISSING]
    return get_type_hints(kind), required


def _value(kind: Any, name: str, value: object) -> Any:
    if get_origin(kind) is list:
        if not isinstance(value, list) or len(value) > _MOST_ITEMS:
            raise _not_so(name)
        return [_value(get_args(kind)[0], name, each) for each in value]
    if NoneType in get_args(kind):
        return _value(next(each for each in get_args(kind) if each is not NoneType), name, value)
    if is_dataclass(kind):
        return _form(kind, value)  # type: ignore[arg-type]
    return _plain(kind, name, value)


def _plain(kind: Any, name: str, value: object) -> Any:
    try:
        return _READERS.get(kind, kind)(value)
    except ValueError:
        raise _not_so(name) from None


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _MOST_TEXT:
        raise ValueError
    return value


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < 1 << 63:
        raise ValueError
    return value


def _yes(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _digits(value: object) -> bytes:
    if not isinstance(value, str) or len(value) > MOST_JSON:
        raise ValueError
    return bytes.fromhex(value)


_READERS: dict[type, Callable[[object], Any]] = {str: _text, int: _number, bool: _yes, bytes: _digits}


def _not_so(name: str) -> HubError:
    """The name of a field as it was sent may be anything."""
    shown = repr(name[:40]) if name else "JSON"
    return HubError(422, "field", _("This is not as the hub expects it: {name}").format(name=shown))

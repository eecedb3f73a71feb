"""Routes of the files of a log."""

import re
from pathlib import Path

from starlette.responses import Response, StreamingResponse

from crmdesk.hub import blobs
from crmdesk.hub.blobs import Blob
from crmdesk.hub.errors import HubError
from crmdesk.hub.routes_base import Call, Right, Table, Way
from crmdesk.hub.routes_bodies import BYTES, as_it_is
from crmdesk.i18n import _

table = Table()
_BLOB = "/v1/logs/{log}/blobs/{name}"
_NAME = re.compile(r"[0-9a-f]{64}")
_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")


@table.add("HEAD", _BLOB, Right.READ)
def look(call: Call) -> Response:
    return Response(headers={**_headers(), "Content-Length": str(_found(call).size)}, media_type=BYTES)


@table.add("GET", _BLOB, Right.READ)
def read(call: Call) -> Response:
    blob, folder = _found(call), Path(call.hub.settings.files)
    start, end = _wanted(call.request.headers.get("range", ""), blob.size)
    is_part = (start, end) != (0, blob.size)
    headers = {**_headers(), "Content-Length": str(end - start)}
    if is_part:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{blob.size}"
    content = blobs.read(folder, call.its_log, blob, start, end)
    return StreamingResponse(content, 206 if is_part else 200, headers, BYTES)


@table.add("PUT", _BLOB + "/{part}", Right.WRITE, Way.ALONE, body=as_it_is)
def put(call: Call) -> None:
    part, folder = call.request.path_params["part"], Path(call.hub.settings.files)
    if not (part.isascii() and part.isdecimal() and len(part) < 9):
        raise HubError(422, "parts", _("This is not as the hub expects it: {name}").format(name="part"))
    name, parts = call.request.path_params["name"], call.number("parts")
    blobs.put_part(call.hub.engine, folder, call.its_log, name, int(part), parts, call.body)


def _headers() -> dict[str, str]:
    return {"Content-Disposition": "attachment", "Accept-Ranges": "bytes"}


def _found(call: Call) -> Blob:
    name = call.request.path_params["name"]
    blob = blobs.has(call.connection, call.its_log, name) if _NAME.fullmatch(name) else None
    if blob is None or not blob.is_whole:
        raise HubError(404, "no_file", _("There is no such file."))
    return blob


def _wanted(header: str, size: int) -> tuple[int, int]:
    """One range; whatever else is asked for gets the whole, as the standard allows."""
    found = _RANGE.fullmatch(header)
    if not found:
        return 0, size
    start, last = int(found[1]), int(found[2] or size)
    if start >= size or last < start:
        raise HubError(416, "range", _("The file is shorter."))
    return start, min(last + 1, size)

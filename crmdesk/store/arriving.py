"""Contents of attached files on their way here, in parts: what has come is kept through a restart, closed as all is."""

from itertools import chain
from pathlib import Path

from crmdesk.domain.pauses import result_of
from crmdesk.store import attachments, faults, sealed
from crmdesk.store.files import Connection

_MARK = " arriving"


def keep(connection: Connection, sha256: bytes, part: int, data: bytes) -> None:
    try:
        with attachments.drafted(connection.path, _MARK) as draft:
            result_of(attachments.written(draft, [data], connection.key))
            draft.replace(_place(connection.path, sha256, part))
    except OSError as error:
        raise faults.system(error, connection.path) from error


def has(connection: Connection, sha256: bytes, part: int) -> bool:
    return _place(connection.path, sha256, part).exists()


def finish(connection: Connection, sha256: bytes, parts: int) -> bool:
    """Make the content of its parts; they are gone then. False: they did not make it, and come anew."""
    places = [_place(connection.path, sha256, part) for part in range(parts)]
    pieces = (attachments.pieces_of(place, connection.key) for place in places)
    try:
        made, _size = attachments.put(connection, chain.from_iterable(pieces), _MARK)
    except sealed.Broken:
        made = b""
    finally:
        for place in places:
            place.unlink(missing_ok=True)
    return made == sha256


def _place(path: Path, sha256: bytes, part: int) -> Path:
    return attachments.folder_of(path) / f"{sha256.hex()}.{part}"

"""Attached files to the hub before anybody is told of them, and from it when there is time."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from crmdesk.domain.base import declared_fields
from crmdesk.domain.notes import Attachment
from crmdesk.services.sync import Call
from crmdesk.services.sync_account import OWN, SHARED, Account
from crmdesk.store import arriving, attachments, sync_kept
from crmdesk.store.faults import LostContent
from crmdesk.store.files import Connection
from crmdesk.store.store import Store
from crmdesk.sync.door import HubDoor
from crmdesk.sync.http import RefusedError
from crmdesk.sync.keys import PART, Files
from crmdesk.sync.messages import Change
from crmdesk.sync.sealed import MessageError

AT_ONCE = 3.0
"""Seconds of a round in which files are fetched; the next one goes on."""


Named = tuple[bytes, int, str]
"""SHA-256, size and name of a file."""


def send(call: Call, account: Account, door: HubDoor, log: int, changes: Sequence[Change]) -> None:
    """The files that these changes name, before they are told. One that cannot go now holds up nobody."""
    for named in {named for change in changes if (named := _named(change))}:
        _send(call, account, door, log, named)


def send_unsent(call: Call, account: Account, door: HubDoor) -> None:
    """Those that could not go when they were told of: the hub had no room, or they were not here."""
    for key, (log, size, name, _reason) in call(sync_kept.state).get("unsent", {}).items():
        if _send(call, account, door, log, (bytes.fromhex(key), size, name)):
            call(partial(sync_kept.drop, name="unsent", key=key))


def _send(call: Call, account: Account, door: HubDoor, log: int, named: Named) -> bool:
    sha256, size, name = named
    try:
        _put(_folder(call), account.files, door, account.logs[log], sha256, size)
    except (LostContent, RefusedError) as error:
        told = [log, size, name, str(error)]
        call(partial(sync_kept.add, name="unsent", key=sha256.hex(), value=told))
        return False
    return True


def _named(change: Change) -> Named | None:
    fields = declared_fields(Attachment)
    match [change.values.get(fields[name].number) for name in ("sha256", "size", "name")]:
        case [bytes(sha256), int(size), str(name)] if change.table == Attachment.number and not change.deletes:
            return sha256, size, name
    return None


def _put(folder: Connection, files: Files, door: HubDoor, log: str, sha256: bytes, size: int) -> None:
    """Nothing of an empty one goes: its name says all."""
    name = files.name(sha256)
    if not size or door.has_file(log, name):
        return
    for part, piece in enumerate(_even(attachments.content(folder, sha256, ""), files.piece)):
        door.put_part(log, name, part, _parts(size, files.piece), files.close(piece, sha256, part))


@dataclass(frozen=True, slots=True)
class Fetched:
    missing: int = 0
    """Files that are still to come."""
    goes_on: bool = False
    """There was no more time for them: another round may follow at once."""


def fetch(call: Call, account: Account, door: HubDoor) -> Fetched:
    """Files that colleagues have added, the newest first, for a short while: what is done here waits to be told."""
    missing, end = call(_missing), time.monotonic() + AT_ONCE
    here = sum(_fetch(call, account, door, sha256, size, end) for sha256, size in missing)
    left = len(missing) - here
    return Fetched(left, left > 0 and time.monotonic() > end)


def _missing(store: Store) -> list[tuple[bytes, int]]:
    return attachments.missing(store.connection)


def _fetch(call: Call, account: Account, door: HubDoor, sha256: bytes, size: int, end: float) -> bool:
    """Whether it is here now; what has come of it stays for the next time."""
    if time.monotonic() > end:
        return False
    folder, files = _folder(call), account.files
    log = _log_of(account, door, files.name(sha256)) if size else account.shared
    parts = range(_parts(size, files.piece) if log else 0)
    for part in (part for part in parts if not arriving.has(folder, sha256, part)):
        data = door.file_part(log, files.name(sha256), part * PART, PART)
        try:
            arriving.keep(folder, sha256, part, files.open(data, sha256, part))
        except MessageError:
            return False
        if time.monotonic() > end and part != parts[-1]:
            return False
    return bool(log) and arriving.finish(folder, sha256, len(parts))


def _log_of(account: Account, door: HubDoor, name: str) -> str:
    """A file lies where the record lies that names it."""
    return next((account.logs[log] for log in (SHARED, OWN) if door.has_file(account.logs[log], name)), "")


def _parts(size: int, piece: int) -> int:
    return -(-size // piece)


def _folder(call: Call) -> Connection:
    """For the folder of files beside the database alone, which every thread may use."""
    return call(lambda store: store.connection)


def _even(source: Iterator[bytes], size: int) -> Iterator[bytes]:
    """The same bytes in pieces of one size."""
    waiting = bytearray()
    for piece in source:
        waiting += piece
        while len(waiting) > size:
            yield bytes(waiting[:size])
            del waiting[:size]
    yield bytes(waiting)

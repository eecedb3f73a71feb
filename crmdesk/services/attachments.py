"""Files kept with contacts, companies, activities and deals."""

import os
import stat
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path
from typing import Any

from crmdesk.domain.activities import Activity
from crmdesk.domain.base import now
from crmdesk.domain.deals import Deal
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import new_id
from crmdesk.domain.notes import Attachment
from crmdesk.domain.products import Product
from crmdesk.domain.receipts import Contract
from crmdesk.domain.values import file_names
from crmdesk.i18n import _, ngettext
from crmdesk.services.lookup import as_id
from crmdesk.services.reports import Progress
from crmdesk.services.writing import refuse_desks
from crmdesk.store import attachments as contents
from crmdesk.store import bulk, locks, sync_state
from crmdesk.store.store import Store

LARGEST = 100 * 1024**2
KEPT_DAYS = 30
_DAY = 24 * 3600 * 1000


def add(store: Store, owner: bytes | str, content: Path | bytes, name: str = "") -> bytes:
    """Keep a file with a contact or company; gives the id of the attachment. `name` is only shown."""
    _require(store, owner)
    row = kept(store, owner, content, name)
    with store.write(_("Add file {name}").format(name=row["name"])) as session:
        bulk.insert(session, Attachment, [row])
    return bytes(row["id"])


def kept(store: Store, owner: bytes | str, content: Path | bytes, name: str = "") -> dict[str, Any]:
    """The content is kept now; the row that names it is for whoever has a step open soon."""
    name = _name(name or (content.name if isinstance(content, Path) else ""))
    sha256, size = contents.put(store.connection, _pieces(content, name))
    return _row(owner, name, size, sha256)


@dataclass(slots=True)
class Added:
    """What came of adding several files."""

    ids: list[bytes] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """Why some were not added."""


def add_all(store: Store, owner: bytes | str, files: Sequence[Path]) -> Generator[Progress, None, Added]:
    """Keep several files in one step. Of those that cannot be kept it is told why."""
    _require(store, owner)
    whole, done = sum(map(_size, files)) or 1, 0
    added, rows = Added(), list[dict[str, Any]]()
    for file in files:
        name = _name(file.name)
        try:
            for read in (putting := _Putting(store, file, name)):
                yield Progress(min((done + read) / whole, 1.0))
            rows.append(_row(owner, name, *putting.kept))
        except UserError as error:
            added.problems.append(str(error))
        done += _size(file)
    if rows:
        with store.write(_adding(rows)) as session:
            bulk.insert(session, Attachment, rows)
    added.ids = [row["id"] for row in rows]
    return added


class _Putting:
    """One file on its way, and at its end what is kept of it."""

    def __init__(self, store: Store, file: Path, name: str) -> None:
        self._parts = contents.put_in_parts(store.connection, _pieces(file, name))
        self.kept: tuple[int, bytes] = (0, b"")

    def __iter__(self) -> Iterator[int]:
        sha256, size = yield from self._parts
        self.kept = size, sha256


def _require(store: Store, owner: bytes | str) -> None:
    if store.rows([as_id(owner)]):
        return
    with store.read() as session:
        if not any(
            row
            for record in (Activity, Deal, Contract, Product)
            for row in bulk.fetch(session, record, "id", [as_id(owner)])
        ):
            raise UserError(_("There is no such contact or company in this file."))


def _row(owner: bytes | str, name: str, size: int, sha256: bytes) -> dict[str, Any]:
    return {
        "id": new_id(),
        "owner_id": as_id(owner),
        "name": name,
        "media_type": _media_type(name),
        "size": size,
        "sha256": sha256,
    }


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _adding(rows: Sequence[dict[str, Any]]) -> str:
    if len(rows) == 1:
        return _("Add file {name}").format(name=rows[0]["name"])
    return ngettext("Add {count} file", "Add {count} files", len(rows)).format(count=len(rows))


def of_owner(store: Store, owner: bytes) -> list[dict[str, Any]]:
    """The latest first."""
    with store.read() as session:
        return sorted(bulk.fetch(session, Attachment, "owner_id", [owner]), key=lambda row: row["id"], reverse=True)


def rename(store: Store, key: bytes | str, name: str) -> None:
    """The ending stays where the new name has none: by it other programs know what the file is."""
    _sha256, old = _found(store, key)
    new = _name(name)
    if "." not in new.strip(".") and "." in old.strip("."):
        new = f"{new}.{old.rpartition('.')[2]}"
    with store.write(_("Rename file")) as session:
        bulk.update(session, Attachment, [as_id(key)], {"name": new})


def read(store: Store, key: bytes | str) -> bytes:
    """The whole content, verified."""
    return b"".join(_content(store, *_found(store, key)))


def beginning(store: Store, key: bytes | str, most: int) -> bytes:
    """The first bytes of a content; whether the rest is whole is not known then."""
    found = bytearray()
    for piece in _content(store, *_found(store, key)):
        found += piece
        if len(found) >= most:
            break
    return bytes(found[:most])


def save_as(store: Store, key: bytes | str, to: Path) -> Path:
    """Write the content to a file, or into a folder under its own name; gives the file. It appears when it is whole."""
    sha256, name = _found(store, key)
    target = _free(to / file_names.safe(name)) if to.is_dir() else to
    refuse_desks(target)
    draft = target.with_name(f".{sha256.hex()}.part")
    try:
        with draft.open("wb") as file:
            file.writelines(_content(store, sha256, name))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(_("“{name}” cannot be written: {reason}.").format(name=target.name, reason=reason)) from error
    finally:
        draft.unlink(missing_ok=True)
    return target


def purge(store: Store, older_than_days: int = KEPT_DAYS) -> int:
    """Take away for good the contents of files removed that long ago; gives how many. Undo cannot bring these back."""
    return contents.purge(store.connection, now() - older_than_days * _DAY)


def _name(name: str) -> str:
    return file_names.shown(name) or _("Nameless")


def _media_type(name: str) -> str:
    import mimetypes

    return mimetypes.guess_type(name, strict=False)[0] or "application/octet-stream"


def _found(store: Store, key: bytes | str) -> tuple[bytes, str]:
    with store.read() as session:
        row = next(bulk.fetch(session, Attachment, "id", [as_id(key)]), None)
    if row is None:
        raise UserError(_("This file was removed meanwhile. Undo brings it back."))
    return row["sha256"], row["name"]


def _content(store: Store, sha256: bytes, name: str) -> Iterator[bytes]:
    if sync_state.account(store) and not contents.is_there(store.connection, sha256):
        raise UserError(
            _("“{name}” is still on its way from a colleague's computer. It comes by itself; try again later.").format(
                name=name
            )
        )
    return contents.content(store.connection, sha256, name)


def _free(place: Path) -> Path:
    again = (place.with_name(f"{place.stem} ({number}){place.suffix}") for number in count(2))
    return next(other for other in chain([place], again) if not other.exists())


def _pieces(content: Path | bytes, name: str) -> Iterator[bytes]:
    if isinstance(content, bytes):
        _refuse_large(len(content), name)
        yield content
        return
    try:
        locks.refuse_ours(content)
        found = content.stat()
        if not stat.S_ISREG(found.st_mode):
            raise UserError(_("“{name}” is no file that could be kept. Choose a file.").format(name=name))
        _refuse_large(found.st_size, name)
        size = 0
        with content.open("rb") as file:
            while piece := file.read(contents.PIECE):
                size += len(piece)
                _refuse_large(size, name)  # it may grow while it is read
                yield piece
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError(
            _("“{name}” cannot be read: {reason}. Nothing was added.").format(name=name, reason=reason)
        ) from error


def _refuse_large(size: int, name: str) -> None:
    if size > LARGEST:
        raise UserError(
            _(
                "“{name}” is larger than {most} MB, the most that is kept with a contact. Nothing was added. "
                "Leave it where it is, and write into a note where that is."
            ).format(name=name, most=LARGEST // 1024**2)
        )

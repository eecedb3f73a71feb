"""Archives and copies: all there is as a ZIP that comes in again whole, and a database to look into."""

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy.orm import Session

from crmdesk.domain.errors import UserError
from crmdesk.domain.notes import Attachment
from crmdesk.domain.values.file_names import safe
from crmdesk.formats import EXPORTED
from crmdesk.i18n import _
from crmdesk.services import complete, exporting
from crmdesk.services.reports import Progress
from crmdesk.services.sources import COMPLETE
from crmdesk.services.writing import refuse_unwritable, whole_file
from crmdesk.store import attachments, bulk
from crmdesk.store.store import Store


def export(store: Store, to: Path, kind: str, ids: list[bytes] | None) -> Generator[Progress, None, int]:
    if kind == "sqlite":
        return (yield from _readable_copy(store, to, ids))
    return (yield from _archive(store, to, ids))


def _archive(store: Store, to: Path, ids: list[bytes] | None) -> Generator[Progress, None, int]:
    """What is complete for CRMDesk, and beside it the same for people and other programs to read."""
    with whole_file(to) as file, store.read() as session, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        owners = exporting.owners_of(session, ids)
        keys = [key for _kind, some in owners for key in some]
        pieces = complete.write(store, session) if ids is None else complete.write_some(store, session, keys)
        with archive.open(COMPLETE, "w", force_zip64=True) as part:
            for number, piece in enumerate(pieces):
                part.write(piece.encode())
                if number % 500 == 0:
                    yield Progress(0.5, to.name)
        for name, kind in ((_("Contacts"), "vcard"), (_("Contacts"), "csv"), (_("Calendar"), "ics")):
            ending = EXPORTED[kind]
            with archive.open(f"{safe(name)}{ending}", "w", force_zip64=True) as part:
                _write(store, session, part, kind, ids)
            yield Progress(0.8, to.name)
        _write_files(store, session, archive, keys)
    return len(keys)


def _write(store: Store, session: Session, part: IO[bytes], kind: str, ids: list[bytes] | None) -> None:
    owners = exporting.owners_of(session, ids)
    for piece in exporting.pieces_of(store, session, kind, owners, whole=ids is None):
        part.write(piece)


def _write_files(store: Store, session: Session, archive: ZipFile, owners: list[bytes]) -> None:
    """Each attached file under its own name, for people to open."""
    taken = set[str]()
    for row in bulk.fetch(session, Attachment, "owner_id", owners):
        name = exporting.free_name(safe(row["name"]), taken)
        with archive.open(f"{safe(_('Files'))}/{name}", "w", force_zip64=True) as part:
            for piece in attachments.content(store.connection, row["sha256"], row["name"]):
                part.write(piece)


def _readable_copy(store: Store, to: Path, ids: list[bytes] | None) -> Generator[Progress, None, int]:
    from crmdesk.store import readable_copy

    if ids is not None:
        raise UserError(_("The copy to look into holds everything. Export a part as CSV or JSON."))
    refuse_unwritable(to)
    with _draft(to) as draft, store.read() as session:
        for number, _pause in enumerate(readable_copy.write(session, draft)):
            yield Progress(min(number / 25, 1), to.name)
        draft.replace(to)
    return store.listing("contact").count() + store.listing("company").count()


@contextmanager
def _draft(to: Path) -> Iterator[Path]:
    """A new empty file beside the one that is wanted, taken away where it was not needed."""
    handle, name = mkstemp(prefix=f".{to.name}.", suffix=".part", dir=to.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        with suppress(OSError):
            Path(name).unlink(missing_ok=True)

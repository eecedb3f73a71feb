"""Files for other programs."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.store import locks


def refuse_desks(to: Path) -> None:
    """A file of contacts is never written over, be it open or not."""
    locks.refuse_ours(to)
    if to.is_file() and (to.suffix.lower() == ".crmdesk" or _begins_as_database(to)):
        raise UserError(
            _("“{name}” is a file of CRMDesk and is never overwritten. Choose another name.").format(name=to.name)
        )


def _begins_as_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


@contextmanager
def whole_file(to: Path) -> Iterator[BinaryIO]:
    """A file to write, which appears in its place when it is whole. Raises UserError where it cannot."""
    draft = to.parent / f".{to.name}.part"
    try:
        if to.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        refuse_desks(to)
        with draft.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(to)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(_("“{name}” cannot be written: {reason}.").format(name=to, reason=reason)) from error
    finally:
        with suppress(OSError):
            draft.unlink()


class _EnoughError(Exception):
    pass


def refuse_unwritable(to: Path) -> None:
    """Before long work whose result is to be written there."""
    with suppress(_EnoughError), whole_file(to):
        raise _EnoughError

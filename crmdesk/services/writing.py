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


@contextmanager
def whole_file(to: Path) -> Iterator[BinaryIO]:
    """A file to write, which appears in its place when it is whole. Raises UserError where it cannot."""
    draft = to.parent / f".{to.name}.part"
    try:
        if to.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        locks.refuse_ours(to)
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

"""Who has a file open: this process, or another one; and the file's beginning, read without hurting the lock."""

import contextlib
import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from crmdesk.i18n import _
from crmdesk.store import faults

Identity = tuple[int, int]
"""Device and inode: which file it is, whatever its name."""

_ours: set[Identity] = set()


@dataclass(frozen=True, slots=True)
class Holder:
    """Who wrote the lock file last."""

    host: str
    pid: int


def identity(path: Path) -> Identity:
    found = path.stat()
    return found.st_dev, found.st_ino


def head(path: Path, size: int = 4096) -> bytes:
    """The first bytes of a file; never of one this process has open: closing it again would drop SQLite's lock."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise faults.Missing(_("“{name}” is a folder or a device, not a file.").format(name=path.name))
        if (found.st_dev, found.st_ino) in _ours:
            raise already_ours(path)
        with path.open("rb") as file:
            return file.read(size)
    except FileNotFoundError:
        raise _missing(path) from None
    except PermissionError:
        raise _unreadable(path) from None
    except OSError as error:
        raise faults.disk_fault(path, error.strerror or str(error)) from error


def refuse_ours(path: Path) -> None:
    """Before a file the user names is read or replaced by other means than SQLite: not one that is open here."""
    if path.exists() and identity(path) in _ours:
        raise already_ours(path)


def claim(path: Path) -> Identity:
    """Remember the file as ours, and tell others by a small file beside it; SQLite's own lock is what counts."""
    mine = identity(path)
    _ours.add(mine)
    with contextlib.suppress(OSError):  # only information: a full disk must not keep a file from being opened
        _lock_file(path).write_text(json.dumps({"host": _host(), "pid": os.getpid()}), "utf-8")
    return mine


def release(path: Path, mine: Identity) -> None:
    _ours.discard(mine)
    with contextlib.suppress(OSError):
        _lock_file(path).unlink(missing_ok=True)


def lock_holder(path: Path) -> Holder | None:
    """Who opened the file last and has not closed it: after a crash it may no longer run."""
    try:
        found = json.loads(_lock_file(path).read_text("utf-8"))
        return Holder(str(found["host"]), int(found["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def held(path: Path) -> faults.InUse:
    """The error for a file another process has locked."""
    holder = lock_holder(path)
    if holder is None:
        return faults.in_use(path)
    return faults.InUse(
        _(
            "“{name}” is already open (on {host}, process {pid}). Nothing was changed. "
            "Go on working there, or close it there first."
        ).format(name=path.name, host=holder.host, pid=holder.pid)
    )


def already_ours(path: Path) -> faults.InUse:
    return faults.InUse(_("“{name}” is already open in this window.").format(name=path.name))


def _host() -> str:
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


def _lock_file(path: Path) -> Path:
    return path.with_name(f"{path.name}-lock")


def _missing(path: Path) -> faults.Missing:
    return faults.Missing(
        _(
            "“{name}” is not in the folder “{folder}” any more. "
            "Look for where it was moved, connect the disk it lies on, or restore a backup."
        ).format(name=path.name, folder=path.parent)
    )


def _unreadable(path: Path) -> faults.NotAllowed:
    return faults.NotAllowed(
        _("You may not read “{name}”. Nothing was changed. Ask its owner for permission.").format(name=path.name)
    )

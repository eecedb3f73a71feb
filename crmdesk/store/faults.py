"""What can go wrong with a file on disk, in words: what happened, what is safe, what to do now."""

import errno
from pathlib import Path

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.store.driver import sqlite


class FileFault(UserError):  # noqa: N818 - what the user reads is not an error of ours
    """Something is the matter with one file; the subclasses say what."""


class Missing(FileFault):
    """No such file, or something that is not a file stands there."""


class Exists(FileFault):
    """A file would be overwritten."""


class NotAllowed(FileFault):
    """This user may not read or change the file, or its folder."""


class BadPlace(FileFault):
    """On a network share, or in a folder that another program synchronises."""


class Foreign(FileFault):
    """Not a CRMDesk file."""


class Damaged(FileFault):
    """The right key, and yet unreadable."""


class Empty(Damaged):
    """Nothing in it at all: its making was cut short."""


class Newer(FileFault):
    """Written by a newer CRMDesk."""


class InUse(FileFault):
    """Open elsewhere."""


class DiskFull(FileFault):
    """No room to write."""


class DiskFault(FileFault):
    """The disk or the system refused to read or write."""


class Gone(FileFault):
    """Deleted, moved or replaced while it was open."""


class LostContent(FileFault):
    """The content of an attached file is missing or damaged; all else is well."""


class Cancelled(FileFault):
    """Stopped by the user."""


class KeyFault(FileFault):
    """The file cannot be unlocked (yet)."""


class NeedsPassphrase(KeyFault):
    """Ask for the passphrase."""


class WrongPassphrase(KeyFault):
    """Ask again."""


class NeedsRecoveryCode(KeyFault):
    """The key is not on this computer: ask for the recovery code."""


class KeyringMissing(NeedsRecoveryCode):
    """The key lies in a keyring that cannot be reached."""


class WrongRecoveryCode(KeyFault):
    """Mistyped, or the code of another file."""


class WrongKey(KeyFault):
    """The key is not this file's."""


def no_folder(folder: Path) -> Missing:
    return Missing(_("There is no folder “{folder}”. Make it first, or choose another one.").format(folder=folder))


def exists(path: Path) -> Exists:
    return Exists(_("“{name}” exists already and is never overwritten. Choose another name.").format(name=path.name))


def damaged(path: Path) -> Damaged:
    return Damaged(
        _(
            "“{name}” is damaged and cannot be read. It has not been changed. "
            "Restore the newest backup from the folder “{backups}” beside it."
        ).format(name=path.name, backups=f"{path.stem} backups")
    )


def empty(path: Path) -> Empty:
    return Empty(
        _(
            "“{name}” is empty: the computer stopped while it was being made. It can be deleted, together with "
            "“{name}-key” where that stands beside it. If there was ever anything in it, restore the newest backup "
            "from the folder “{backups}” beside it."
        ).format(name=path.name, backups=f"{path.stem} backups")
    )


def foreign(path: Path) -> Foreign:
    return Foreign(
        _(
            "“{name}” is not a CRMDesk file, or its beginning is destroyed. It has not been changed. "
            "Choose another file, or restore a backup."
        ).format(name=path.name)
    )


def in_use(path: Path) -> InUse:
    return InUse(
        _("“{name}” is in use by another program. Nothing was changed. Close it there, then try again.").format(
            name=path.name
        )
    )


def disk_full(path: Path) -> DiskFull:
    return DiskFull(
        _(
            "There is no room left to write “{name}”. Everything saved before is safe; "
            "this last change is not stored yet. Free some space on the disk, then save again."
        ).format(name=path.name)
    )


def disk_fault(path: Path, detail: str) -> DiskFault:
    return DiskFault(
        _(
            "The disk refused to work on “{name}” ({detail}): it has a fault, or a limit is reached. "
            "Everything saved before is safe; this last change is not stored. "
            "Check the disk, close the file and open it again."
        ).format(name=path.name, detail=detail)
    )


def not_allowed(path: Path) -> NotAllowed:
    return NotAllowed(
        _(
            "You may not change “{name}”: the file or its folder is read-only. Nothing was changed. "
            "Copy it to a folder of your own, or ask for permission to write there."
        ).format(name=path.name)
    )


def system(error: OSError, path: Path) -> FileFault:
    """What the operating system said, outside SQLite."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return disk_full(path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return not_allowed(path)
    return disk_fault(path, error.strerror or str(error))


def _cancelled(path: Path) -> Cancelled:
    return Cancelled(_("Stopped. “{name}” is as it was before.").format(name=path.name))


def gone(path: Path) -> Gone:
    return Gone(
        _(
            "“{name}” was moved or deleted while it was open. Nothing more is written to it. "
            "Put it back and open it again, or save what is on the screen elsewhere."
        ).format(name=path.name)
    )


def missing_content(name: str, folder: Path) -> LostContent:
    return LostContent(
        _(
            "The content of “{name}” is not in the folder “{folder}”. Everything else is safe. "
            "If that folder was moved, put it back; else add the file once more, and it is whole again."
        ).format(name=name, folder=folder)
    )


def damaged_content(name: str, place: Path) -> LostContent:
    return LostContent(
        _(
            "The content of “{name}” is damaged. Everything else is safe. Add the file once more, or copy "
            "“{content}” into the folder “{folder}” from a copy of that folder, and it is whole again."
        ).format(name=name, content=place.name, folder=place.parent)
    )


def unreadable_content(name: str, place: Path, error: OSError) -> LostContent:
    return LostContent(
        _(
            "The content of “{name}” cannot be read ({reason}). Everything else is safe. "
            "Look whether the folder “{folder}” is there and may be read."
        ).format(name=name, reason=error.strerror or error, folder=place.parent)
    )


def anothers_content(place: Path) -> LostContent:
    return LostContent(
        _(
            "The folder “{folder}” holds files of another database that had the same name. Nothing was changed. "
            "Move that folder elsewhere, or give this database another name."
        ).format(folder=place.parent)
    )


_MEANINGS = {
    sqlite.SQLITE_FULL: disk_full,
    sqlite.SQLITE_CORRUPT: damaged,
    sqlite.SQLITE_NOTADB: damaged,
    sqlite.SQLITE_BUSY: in_use,
    sqlite.SQLITE_READONLY: not_allowed,
    sqlite.SQLITE_PERM: not_allowed,
    sqlite.SQLITE_INTERRUPT: _cancelled,
}


def explain(error: sqlite.Error, path: Path) -> UserError | None:
    """What the world did, in words; None where the fault is ours (a wrong statement, a broken rule)."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    meaning = _MEANINGS.get(code)
    if meaning:
        return meaning(path)
    if code in (sqlite.SQLITE_IOERR, sqlite.SQLITE_CANTOPEN, sqlite.SQLITE_NOMEM, sqlite.SQLITE_PROTOCOL):
        return disk_fault(path, getattr(error, "sqlite_errorname", str(error)))
    return None

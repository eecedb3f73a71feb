"""The file: made, opened, backed up, restored, checked."""

from collections.abc import Generator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from crmdesk import settings
from crmdesk.domain.errors import UserError
from crmdesk.domain.pauses import result_of
from crmdesk.i18n import _
from crmdesk.store import attachments, codes, integrity, keys, upgrade
from crmdesk.store import backup as backups
from crmdesk.store.attachments import Tell, unheard
from crmdesk.store.faults import KeyringMissing, NeedsPassphrase, NeedsRecoveryCode, WrongPassphrase
from crmdesk.store.keys import Protection, keyring_usable
from crmdesk.store.keys import protection as protection_of
from crmdesk.store.steps import Changed
from crmdesk.store.store import Store, new_device

__all__ = [
    "Changed",
    "KeyringMissing",
    "NeedsPassphrase",
    "NeedsRecoveryCode",
    "Protection",
    "Store",
    "WrongPassphrase",
    "keyring_usable",
    "protection_of",
]

SUFFIX = ".crmdesk"
BACKUP_EVERY = 30 * 60
"""Seconds between two automatic backups of a file that changes."""


def new(path: Path, protection: Protection, passphrase: str | None = None) -> tuple[Store, str | None]:
    """An empty file and, where it is encrypted, its recovery code: shown once, and with it alone the file opens."""
    path = path.expanduser().absolute()
    key, recovery_code = keys.create(path, protection, passphrase)
    try:
        store = Store.create(path, key)
    except BaseException:
        keys.discard(path)
        raise
    return store, recovery_code


def open_file(path: Path, passphrase: str | None = None, recovery_code: str | None = None) -> Store:
    path = path.expanduser().absolute()
    key = keys.unlock(path, passphrase, recovery_code)
    return Store.open(path, key, before_upgrade=backups.make)


def discard(store: Store) -> None:
    """A file that was made for something that failed: it goes, with its key."""
    store.close()
    for place in (store.path, store.path.with_name(f"{store.path.name}-wal")):
        place.unlink(missing_ok=True)
    keys.discard(store.path)


def is_recovery_code(text: str) -> bool:
    """Of some file; a mistyped one is none."""
    with suppress(ValueError):
        codes.read(text)
        return True
    return False


def remember(path: Path) -> None:
    """The file that the next start opens."""
    changed = settings.load()
    if changed.last_file != str(path):
        changed.last_file = str(path)
        settings.save(changed)


def last_file() -> Path | None:
    name = settings.load().last_file
    return Path(name) if name else None


def backup(store: Store, to: Path | None = None, tell: Tell = unheard) -> Path:
    """As `backup_in_steps`, without a pause."""
    return result_of(backup_in_steps(store, to, tell))


def backup_in_steps(store: Store, to: Path | None = None, tell: Tell = unheard) -> Generator[None, None, Path]:
    """A verified copy, in the file's own folder of backups unless told otherwise; old ones there are thinned.

    `tell` is called with the words for each attached file that could not be taken along. Between two steps the file
    may be read, not written.
    """
    made = yield from backups.make_in_steps(store.connection, to, tell)
    if to is None:
        backups.thin(made.parent, datetime.now(UTC))
    return made


def backup_folder(path: Path) -> Path:
    """Where the backups of a file lie."""
    return backups.folder_of(path)


def backup_if_due(store: Store) -> Generator[None, None, Path | None]:
    """A backup, if something changed since the last one and that is half an hour old; not amid a step."""
    if store.busy:
        return None
    last = last_backup(store)
    if is_backed_up(store) or (last and (datetime.now(UTC) - last).total_seconds() < BACKUP_EVERY):
        return None
    return (yield from backup_in_steps(store))


def is_backed_up(store: Store) -> bool:
    """Nothing was changed since the last backup, or ever."""
    changed, last = store.last_change_at(), last_backup(store)
    return changed is None or (last is not None and changed <= last)


def last_backup(store: Store) -> datetime | None:
    return max(backups.taken(backups.folder_of(store.path)).values(), default=None)


def restore(
    copy: Path, to: Path, passphrase: str | None = None, recovery_code: str | None = None, tell: Tell = unheard
) -> Path:
    """A backup as a new file: a device of its own, so that sync keeps apart what both write.

    `tell` is called with the words for each attached file that does not come along.
    """
    key = keys.unlock(copy, passphrase, recovery_code)
    return backups.restore(copy, to.expanduser().absolute(), key, new_device, newest=upgrade.HEAD, tell=tell)


def check(store: Store) -> list[str]:
    """What is wrong with the file and those attached in it, in words; the search index is mended on the way."""
    problems = integrity.check(store.connection)
    if not problems and not store.search_is_sound():
        store.rebuild_search()
    return problems + store.orphans() + ([] if problems else attachments.problems(store.connection))


def must_exist(path: Path | None) -> Path:
    if path is None:
        raise UserError(_("No file has been opened yet. Say which: --file PATH, or make one with `crmdesk new PATH`."))
    return path

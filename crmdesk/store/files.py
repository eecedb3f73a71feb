"""Opening the one file: its key, its lock, its settings, and every way in which that can fail, told apart."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from crmdesk.i18n import _
from crmdesk.store import faults, keys, locks, volumes
from crmdesk.store.driver import sqlite
from crmdesk.store.faults import explain
from crmdesk.store.locks import lock_holder

__all__ = [
    "APPLICATION_ID",
    "Connection",
    "connect",
    "explain",
    "lock_holder",
    "read_only",
    "require_free",
    "still_there",
]

APPLICATION_ID = 0x43524D44  # "CRMD", at byte 68 of the file
OLDEST_SQLITE = (3, 51, 3)  # older ones can lose commits when the WAL is reset

LOCK = (
    "PRAGMA locking_mode=EXCLUSIVE",  # before WAL: then there is no -shm file to be truncated under us
    "BEGIN IMMEDIATE",  # now, and not with the first write
    "ROLLBACK",
)
SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # NORMAL loses acknowledged commits when the power goes
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA cache_size=-65536",
    "PRAGMA temp_store=MEMORY",
)
_SMALLEST = 512  # shorter ones SQLite takes for new


class Connection(sqlite.Connection):
    """A connection that knows its file, and gives the lock back when closed."""

    path: Path
    key: bytes | None
    _identity: locks.Identity | None = None
    _journal: locks.Identity | None = None

    def take(self, path: Path, key: bytes | None) -> None:
        self.path, self.key = path, key
        self.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # the first read makes the journal
        self._identity = locks.claim(path)
        self._journal = locks.identity(_journal(path))

    def is_there(self) -> bool:
        """The file and its journal still stand where they were opened, and are still the same ones."""
        try:
            return locks.identity(self.path) == self._identity and locks.identity(_journal(self.path)) == self._journal
        except OSError:
            return False

    def close(self) -> None:
        super().close()
        if self._identity:
            locks.release(self.path, self._identity)
            self._identity = None


def connect(
    path: Path, key: bytes | None, *, create: bool = False, newest: int | None = None, anywhere: bool = False
) -> Connection:
    """Open the file and lock it, or say in words why not. `newest` is the schema this program knows;
    `anywhere` allows network shares and synchronised folders. An existing file is never created over."""
    _assert_version()
    path = path.resolve()
    if not anywhere:
        volumes.refuse(path)
    if create:
        _reserve(path)
    else:
        _look(path, key)
        if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
            raise faults.not_allowed(path)
    try:
        return _open(path, key, create, newest)
    except BaseException:
        if create:
            path.unlink(missing_ok=True)  # our own empty one
        raise


def require_free(path: Path) -> None:
    """Neither the file nor the rest of an earlier one, which SQLite would mix into it."""
    for suffix in ("", "-wal", "-journal"):
        place = path.with_name(path.name + suffix)
        if place.exists():
            raise faults.exists(place)


def still_there(connection: Connection) -> None:
    """Before each write: writes into a file that was deleted or replaced would succeed and be lost."""
    if not connection.is_there():
        raise faults.gone(connection.path)


def read_only(path: Path, key: bytes | None, newest: int | None = None) -> Connection:
    """Open a file that nobody has open (a backup) without changing a byte of it, even on a read-only medium."""
    path = path.resolve()
    _look(path, key)
    mode = "mode=ro" if _journal(path).exists() else "mode=ro&immutable=1"
    with _explained(path):
        connection = _driver(path, mode, key)
        connection.path, connection.key = path, key
        with _closed_on_error(connection):
            _check_version(connection, path, newest)
            _check_length(connection, path)
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        return connection


def blank(path: Path, key: bytes | None) -> Connection:
    """An empty file that pages of one with the same key can be copied into."""
    _reserve(path)
    connection = _driver(path, "mode=rw", key, fresh=True)
    connection.path, connection.key = path, key
    return connection


def _open(path: Path, key: bytes | None, create: bool, newest: int | None) -> Connection:
    with _explained(path):
        connection = _driver(path, "mode=rw", key, fresh=create)
        with _closed_on_error(connection):
            if create:
                connection.execute(f"PRAGMA application_id={APPLICATION_ID}")  # before WAL: straight into the file
            for command in LOCK:
                connection.execute(command)
            _check_version(connection, path, newest)
            _check_length(connection, path)
            for setting in SETTINGS:  # only now: WAL would already change a file that is not ours
                connection.execute(setting)
            connection.take(path, key)
    return connection


def _driver(path: Path, mode: str, key: bytes | None, *, fresh: bool = False) -> Connection:
    # One thread owns it; a backup alone copies pages in another, while SQLite lets one at a time touch the file.
    connection = Connection(
        f"{path.as_uri()}?{mode}", timeout=0, isolation_level=None, uri=True, check_same_thread=False
    )
    connection.execute("PRAGMA cipher_log_level=NONE")
    if key is not None:
        salt = keys.file_id(key) if fresh else b""
        connection.execute(f"""PRAGMA key="x'{(key + salt).hex()}'" """)
    return connection


def _check_version(connection: Connection, path: Path, newest: int | None) -> None:
    if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
        raise faults.foreign(path)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if newest is not None and version > newest:
        raise faults.Newer(
            _(
                "“{name}” was written by a newer CRMDesk. It has not been changed. "
                "Install the newest version of CRMDesk to open it."
            ).format(name=path.name)
        )


def _check_length(connection: Connection, path: Path) -> None:
    """A plain file that lost its end is noticed by SQLite only when somebody reads there."""
    journal = _journal(path)
    if journal.exists() and journal.stat().st_size:
        return  # pages may still be in there
    pages, page = (int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    if path.stat().st_size < pages * page:
        raise faults.damaged(path)


def _look(path: Path, key: bytes | None) -> None:
    """What can be known before SQLite touches the file."""
    start = locks.head(path)
    if not start:
        raise faults.empty(path)
    if key is None and not keys.is_plain(start):
        raise keys.why_not_plain(path, start)
    if len(start) < _SMALLEST:
        raise faults.damaged(path)
    if key is not None and not keys.fits(path, start, key):
        raise faults.WrongKey(
            _("The key does not fit “{name}”. The file has not been changed. Use its recovery code.").format(
                name=path.name
            )
        )


def _reserve(path: Path) -> None:
    """Make the empty file ourselves: nothing else may come between the look and the creation."""
    require_free(path)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise faults.exists(path) from None
    except FileNotFoundError:
        raise faults.no_folder(path.parent) from None
    except PermissionError:
        raise faults.not_allowed(path) from None
    except OSError as error:
        raise faults.system(error, path) from error


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite.Error as error:
        busy = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite.SQLITE_BUSY
        fault = locks.held(path) if busy else explain(error, path)
        if fault is None:
            raise
        raise fault from error


@contextlib.contextmanager
def _closed_on_error(connection: Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _assert_version() -> None:
    if sqlite.sqlite_version_info < OLDEST_SQLITE:
        raise RuntimeError(f"SQLite {sqlite.sqlite_version} is too old: it can lose data")

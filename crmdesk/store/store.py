"""The one way to write: `with store.write("Close ticket") as session`, and the one place that opens sessions."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from crmdesk import settings
from crmdesk.domain.errors import UserError
from crmdesk.store import files, filing, finder, occurrences, search, upgrade
from crmdesk.store.connection import Shared
from crmdesk.store.driver import sqlite
from crmdesk.store.lists import Listing
from crmdesk.store.search import Row
from crmdesk.store.steps import Changed, Step

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session


_FILED_AT_ONCE = 40
"""Parts of five hundred names."""


class Store:
    """An open file. All calls come from the thread that opened it.

    SQLAlchemy and the records are imported with the first read or write of records: the first rows are on screen then.
    """

    def __init__(self, path: Path, connection: files.Connection) -> None:
        self.path = path
        self.changed: list[Callable[[Changed], None]] = []
        """Called after every step, in this thread."""
        self.author = settings.author()
        self.connection = connection
        """For this package only."""
        self._listings: dict[str, Listing] = {}
        self.looked_up: dict[bytes, Any] = {}
        """What calendars show of activities, kept until the next change."""
        self.left = 0
        """Records that the last undo or redo left as colleagues have made them since."""
        search.register(connection)

    @classmethod
    def open(
        cls, path: Path, key: bytes | None, before_upgrade: Callable[[files.Connection], object] | None = None
    ) -> Self:
        """`before_upgrade` is called, to back up, where the schema has to be moved forward."""
        connection = files.connect(path, key, newest=upgrade.HEAD)
        try:
            if upgrade.version(connection) == upgrade.HEAD:
                return cls(path, connection)
            if before_upgrade:
                before_upgrade(connection)
            return cls._at_head(path, connection)
        except BaseException:
            connection.close()
            raise

    @classmethod
    def create(cls, path: Path, key: bytes | None) -> Self:
        """A new file; raises UserError where one exists."""
        connection = files.connect(path, key, newest=upgrade.HEAD, create=True)
        try:
            return cls._at_head(path, connection)
        except BaseException:
            connection.close()
            for suffix in ("", "-wal"):  # ours, and half made
                connection.path.with_name(connection.path.name + suffix).unlink(missing_ok=True)
            raise

    @classmethod
    def _at_head(cls, path: Path, connection: files.Connection) -> Self:
        with _plain_errors(path):
            upgrade.upgrade(connection)
        store = cls(path, connection)
        for _part in range(_FILED_AT_ONCE):  # the rest is filed behind the work
            store.file_some()
        store.prepare()  # rebuilding a table drops its triggers
        return store

    def close(self) -> None:
        self.connection.close()

    @property
    def busy(self) -> bool:
        """A step is open: whoever else wants to write has to wait."""
        return bool(self.connection.in_transaction)

    # Lists and search

    def find(self, text: str, limit: int = 100, kind: str | None = None) -> list[Row]:
        """Contacts and companies by any words of theirs, the best first."""
        with self._plain_errors():
            return search.find(self.connection, text, limit, kind)

    def matching(self, text: str, kind: str = "contact") -> list[bytes]:
        """The ids of all of a kind that a text finds, in the order of the list."""
        with self._plain_errors():
            return search.matching_ids(self.connection, text, kind)

    def rows(self, ids: list[bytes]) -> list[Row]:
        """What a list shows of these, in their order; what is deleted is left out."""
        with self._plain_errors():
            return search.rows_by_id(self.connection, ids)

    def listing(self, kind: str) -> Listing:
        return self._listings.setdefault(kind, Listing(self.connection, kind))

    def file_some(self) -> bool:
        """Make a part of the keys of names that are not by the user's alphabet; False when all are made."""
        with self._plain_errors():
            if not filing.is_due(self.connection):
                return False
            with self._transaction():
                has_more = filing.renew_some(self.connection)
        self._forget_windows()
        return has_more

    def look_ahead(self, first: date, last: date) -> None:
        """Work out what comes in these days, as far as that is not known yet."""
        today = date.today()  # noqa: DTZ011 - by the clock on the wall
        with self._plain_errors():
            if occurrences.is_known(self.connection, first, last, today):
                return
            with nullcontext() if self.busy else self._transaction():
                occurrences.look_further(self.connection, first, last, today)

    def rebuild_search(self) -> None:
        with self._plain_errors(), self._transaction():
            finder.rebuild(self.connection)

    def search_is_sound(self) -> bool:
        with self._plain_errors():
            return finder.is_sound(self.connection)

    def forget_deleted(self) -> None:
        """After the trash was emptied: words and contents of files that belong to no row any more go too."""
        from crmdesk.store import attachments

        with self._plain_errors():
            with self._transaction():
                finder.forget_deleted(self.connection)
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            attachments.purge(self.connection, 0)

    def orphans(self) -> list[str]:
        from crmdesk.store.links import orphans

        with self._plain_errors():
            return orphans(self.connection)

    def last_change_at(self) -> datetime | None:
        found = self.connection.execute("SELECT at FROM steps ORDER BY id DESC LIMIT 1").fetchone()
        return datetime.fromtimestamp(found[0] / 1000, UTC) if found else None

    # Records

    @contextmanager
    def read(self) -> "Iterator[Session]":
        """A session that sees what is not deleted and must not change anything."""
        from crmdesk.store.sessions import ReadSession

        with self._plain_errors(), ReadSession(self._engine, self.author) as session:
            yield session

    @contextmanager
    def write(self, text: str, *, can_undo: bool = True) -> "Iterator[Session]":
        """One step: all of it or nothing, with `text` as the text of Undo. A step that changes nothing leaves none."""
        with self.write_in_parts(text, can_undo=can_undo) as (session, _step):
            yield session

    @contextmanager
    def write_in_parts(self, text: str, *, can_undo: bool = True) -> "Iterator[tuple[Session, Step]]":
        """As `write`, for long work that pauses: it ends with `session.flush()` and `step.renew_search()`."""
        from crmdesk.store.sessions import WriteSession

        engine = self._engine
        with self._step(text, can_undo) as step, WriteSession(engine, self.author) as session:
            yield session, step
            session.flush()

    @contextmanager
    def trial(self) -> "Iterator[Session]":
        """A session that writes as in a step, and all is taken back at the end."""
        with suppress(_TrialOver), self.write_in_parts("") as (session, _step):
            yield session
            raise _TrialOver

    @contextmanager
    def _step(self, text: str, can_undo: bool = True, undoes: int | None = None) -> Iterator[Step]:
        with self._plain_errors():
            files.still_there(self.connection)
            with self._transaction():
                step = Step(self.connection, text, self.author, can_undo, undoes)
                yield step
                changed = step.close()
        if changed:
            self._tell(changed)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self.busy:
            raise RuntimeError("a step is open: nothing else can be written before it ends")
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite.Error):  # the first error is the one to tell
                self.connection.execute("ROLLBACK")
            self._forget_windows()
            raise

    def _tell(self, changed: Changed) -> None:
        self._forget_windows()
        for listener in tuple(self.changed):
            listener(changed)

    def _forget_windows(self) -> None:
        for listing in self._listings.values():
            listing.forget()
        self.looked_up.clear()

    # Undo

    def next_undo(self) -> str | None:
        """The text of the step that `undo` would take back."""
        from crmdesk.store.undo import LAST_DONE

        found = self.connection.execute(LAST_DONE).fetchone()
        return found[2] if found else None

    def next_redo(self) -> str | None:
        from crmdesk.store.undo import LAST_UNDONE

        found = self.connection.execute(LAST_UNDONE).fetchone()
        return found[2] if found else None

    def undo(self) -> str | None:
        """Take the last step back; gives its text, or None where there is none."""
        from crmdesk.store.undo import LAST_DONE

        return self._revert(LAST_DONE)

    def redo(self) -> str | None:
        """Do again what was undone last, as long as nothing new was done since."""
        from crmdesk.store.undo import LAST_UNDONE

        return self._revert(LAST_UNDONE)

    def _revert(self, which: str) -> str | None:
        from crmdesk.store.undo import revert

        with self._plain_errors():
            found = self.connection.execute(which).fetchone()
        if not found:
            return None
        done, reverted, text, is_undo = found
        self.prepare()
        with self._step(text, undoes=reverted) as step:
            self.left = revert(self.connection, reverted)
            undone_by = step.id if is_undo else None
            self.connection.execute("UPDATE steps SET undone_by = ? WHERE id = ?", (undone_by, done))
        return str(text)

    def take_back(self, step: int, text: str) -> int:
        """Set back an earlier step, as far as nothing was changed since; gives how many of its records stay."""
        from crmdesk.store.undo import revert

        self.prepare()
        with self._step(text):
            return revert(self.connection, step, keeps_later=True)

    @cached_property
    def _engine(self) -> "Engine":
        from crmdesk.store.changes import install
        from crmdesk.store.sessions import engine_for

        install(self.connection)
        return engine_for(Shared(self.connection))

    def prepare(self) -> None:
        """Import and compare what the first write needs; else that write does it."""
        with self._plain_errors():
            assert self._engine is not None

    def _plain_errors(self) -> AbstractContextManager[None]:
        return _plain_errors(self.path)


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    """Errors of the disk and the database as a user can understand them."""
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        cause: Any = getattr(error, "orig", None) or error
        if isinstance(cause, sqlite.Error) and (plain := files.explain(cause, path)):
            raise plain from error
        raise


class _TrialOver(Exception):  # noqa: N818 - no error
    pass


def new_device(connection: files.Connection) -> None:
    """Every copy of a file that goes its own way is a device of its own: a new file, a restored backup."""
    connection.execute("UPDATE journal SET device = ?", (os.urandom(8),))

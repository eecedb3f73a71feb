"""Copies of the file that are known to be good: made, thinned out with time, and restored."""

import contextlib
import os
import re
import threading
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from crmdesk.domain.pauses import result_of
from crmdesk.i18n import _
from crmdesk.store import attachments, faults, files, integrity, keys, volumes
from crmdesk.store.attachments import Tell, unheard
from crmdesk.store.driver import sqlite
from crmdesk.store.durable import sync_folder

_STAMP = "%Y-%m-%d %H.%M.%S"
_NAME = re.compile(r".* (\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d)(?: \(\d+\))?")
_DRAFT = ".part"
_CODES = {
    "database or disk is full": sqlite.SQLITE_FULL,
    "disk I/O error": sqlite.SQLITE_IOERR,
    "database disk image is malformed": sqlite.SQLITE_CORRUPT,
    "file is not a database": sqlite.SQLITE_NOTADB,
    "attempt to write a readonly database": sqlite.SQLITE_READONLY,
    "unable to open database file": sqlite.SQLITE_CANTOPEN,
}
_PAUSE = 0.005
"""Seconds between two looks whether the copy is there."""
_PAGES, _BREATH = 128, 0.001
"""Copied in one go, and the seconds that others have between two of them."""

ALL_FOR = timedelta(days=2)
DAILY, WEEKLY, MONTHLY = 7, 4, 12

Content = tuple[list[tuple[object, ...]], dict[str, int]]


def make(connection: files.Connection, to: Path | None = None, tell: Tell = unheard) -> Path:
    """As `make_in_steps`, without a pause."""
    return result_of(make_in_steps(connection, to, tell))


def make_in_steps(
    connection: files.Connection, to: Path | None = None, tell: Tell = unheard
) -> Generator[None, None, Path]:
    """Copy the open file, with the same key; only a copy that was read back whole gets its name.

    Between two steps the file may be read, not written.

    Backups in the file's own folder share its attachments; one elsewhere takes them along, and `tell` is called with
    the words for each that it could not.
    """
    target = to.resolve() if to else _next_name(connection.path)
    with _draft(target) as draft, attachments.brought(connection, target, tell) if to else contextlib.nullcontext():
        yield from _copied(connection, draft)
        keys.carry(connection.path, target)
        _publish(draft, target)
    return target


def restore(
    backup: Path,
    to: Path,
    key: bytes | None,
    after: Callable[[files.Connection], object] | None = None,
    *,
    newest: int | None = None,
    tell: Tell = unheard,
) -> Path:
    """Make a new file from a backup, which stays as it is. `after` may change the new file before it gets its name.

    The attachments come along; `tell` is called with the words for each that does not.
    """
    backup, to = backup.resolve(), to.resolve()
    volumes.refuse(to)
    with (
        _draft(to) as draft,
        contextlib.closing(files.read_only(backup, key, newest)) as source,
        attachments.brought(source, to, tell),
    ):
        result_of(_copied(source, draft))
        if after:
            with contextlib.closing(files.connect(draft, key)) as restored:
                after(restored)
        keys.carry(backup, to)
        _publish(draft, to)
    return to


def folder_of(path: Path) -> Path:
    return path.with_name(f"{path.stem} backups")


def taken(folder: Path) -> dict[Path, datetime]:
    """The backups in a folder by their names, newest first; other files are not ours."""
    dated = ((file, _when(file)) for file in folder.glob("*.crmdesk"))
    found = [(when, file.name, file) for file, when in dated if when]
    return {file: when for when, _name, file in sorted(found, reverse=True)}


def thin(folder: Path, now: datetime) -> list[Path]:
    """Delete the backups that are no longer needed, and tell which."""
    found = taken(folder)
    kept = keep(found.values(), now)
    gone = [file for file, when in found.items() if when not in kept]
    for file in gone:
        file.unlink(missing_ok=True)
        keys.record_of(file).unlink(missing_ok=True)
    return gone


def keep(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """All of the last two days; of those before, the last of each of 7 days, then of 4 weeks, then of 12 months."""
    newest_first = sorted(set(times), reverse=True)
    kept = {when for when in newest_first if when > now - ALL_FOR}
    older = [when for when in newest_first if when not in kept]
    for period, most in ((_day, DAILY), (_week, WEEKLY), (_month, MONTHLY)):
        chosen = _last_of_each(older, period)[:most]
        kept.update(chosen)
        older = [when for when in older if chosen and when < chosen[-1]] if len(chosen) == most else []
    return kept


def _last_of_each(newest_first: Iterable[datetime], period: Callable[[datetime], Hashable]) -> list[datetime]:
    last: dict[Hashable, datetime] = {}
    for when in newest_first:
        last.setdefault(period(when), when)
    return list(last.values())


def _day(when: datetime) -> Hashable:
    return when.date()


def _week(when: datetime) -> Hashable:
    return when.isocalendar()[:2]


def _month(when: datetime) -> Hashable:
    return when.year, when.month


def _when(backup: Path) -> datetime | None:
    match = _NAME.fullmatch(backup.stem)
    try:
        return datetime.strptime(match[1], _STAMP).astimezone() if match else None
    except ValueError:  # the 45th of a 13th month: somebody else's name
        return None


def _next_name(path: Path) -> Path:
    folder = folder_of(path)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise faults.system(error, folder) from error
    stem = f"{path.stem} {datetime.now().astimezone().strftime(_STAMP)}"
    names = chain([stem], (f"{stem} ({number})" for number in range(2, 1000)))
    return next(place for name in names if not (place := folder / f"{name}.crmdesk").exists())


@contextlib.contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A name to write under; whatever goes wrong, nothing is left of it."""
    if not target.parent.is_dir():
        raise faults.no_folder(target.parent)
    if not os.access(target.parent, os.W_OK):
        raise faults.not_allowed(target)
    files.require_free(target)
    files.require_free(keys.record_of(target))
    draft = target.with_name(target.name + _DRAFT)
    try:
        _clear(draft)  # left by a crash
        yield draft
    except OSError as error:
        raise faults.system(error, target) from error
    finally:
        _clear(draft)
        if not target.exists():
            keys.record_of(target).unlink(missing_ok=True)


def _clear(draft: Path) -> None:
    for suffix in ("", "-wal", "-journal", "-lock"):
        draft.with_name(draft.name + suffix).unlink(missing_ok=True)


def _copied(source: files.Connection, draft: Path) -> Generator[None, None, None]:
    """The work is done by another thread, page by page, so that whoever reads meanwhile need not wait for it."""
    faults_: list[BaseException] = []
    given_up = threading.Event()

    def work() -> None:
        try:
            _copy(source, draft, given_up)
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            faults_.append(error)

    thread = threading.Thread(target=work, name="backup")
    thread.start()
    try:
        while thread.is_alive():
            thread.join(_PAUSE)
            yield
    finally:
        given_up.set()
        thread.join()
    if faults_:
        raise faults_[0]


class _GivenUp(Exception):  # noqa: N818 - nothing went wrong
    pass


def _copy(source: files.Connection, draft: Path, given_up: threading.Event) -> None:
    """What was deleted was overwritten with zeros when it was (`secure_delete`), so pages may be copied as they are."""

    def look(_status: int, _left: int, _pages: int) -> None:
        if given_up.is_set():
            raise _GivenUp

    try:
        expected = _content(source)
        with contextlib.closing(files.blank(draft, source.key)) as copy:
            source.backup(copy, pages=_PAGES, progress=look, sleep=_BREATH)
    except sqlite.Error as error:
        _give_code(error)
        is_damage = getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite.SQLITE_CORRUPT, sqlite.SQLITE_NOTADB)
        at_fault = source.path if is_damage else draft.with_suffix("")
        raise (files.explain(error, at_fault) or error) from error
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    with contextlib.closing(files.read_only(draft, source.key)) as copy:
        if integrity.structure(copy) or _content(copy) != expected:
            raise faults.DiskFault(
                _(
                    "The backup of “{name}” did not read back as it was written, and was thrown away. Check the disk."
                ).format(name=source.path.name)
            )


def _give_code(error: sqlite.Error) -> None:
    """The driver tells of copying in words only, those of `sqlite3_errstr`."""
    if not hasattr(error, "sqlite_errorcode"):
        error.sqlite_errorcode = _CODES.get(str(error), 0)


def _content(connection: files.Connection) -> Content:
    """The schema, and how many rows each table has."""
    schema = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").fetchall()
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0").fetchall()
    quoted = (name.replace('"', '""') for (name,) in tables)
    counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in quoted}
    return schema, counts


def _publish(draft: Path, target: Path) -> None:
    files.require_free(target)
    draft.rename(target)
    sync_folder(target.parent)

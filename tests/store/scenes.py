"""Work to be cut short: each scene writes numbered steps for ever, and can tell from the file what survived."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol

from crmdesk.store import backup, faults, files, integrity
from tests.store import samples

KEY = bytes(range(32))


class Scene(Protocol):
    def prepare(self, path: Path) -> None:
        """Make the file, and import what the work needs."""

    def steps(self, path: Path) -> Iterator[int]:
        """Open the file and work: each number, one more than the last, is yielded when its step is acknowledged."""

    def check(self, path: Path, acked: int, thorough: bool) -> tuple[int, list[str]]:
        """The last number stored, and what is wrong after a crash when `acked` was the last one acknowledged."""


def missing(found: list[int], acked: int) -> list[str]:
    """One step may be stored and not yet acknowledged; none may be lost, and none may stand alone."""
    if found != list(range(1, len(found) + 1)):
        return [f"steps with gaps: {found[-5:]} after {acked}"]
    if not acked <= len(found) <= acked + 1:
        return [f"lost: {len(found)} steps stored, {acked} acknowledged"]
    return []


class Rows:
    """Bare rows through `files.connect`: a row and a total that must agree."""

    def __init__(self, synchronous: str = "FULL", *, hasty: bool = False) -> None:
        self.synchronous = synchronous
        self.hasty = hasty

    def prepare(self, path: Path) -> None:
        with closing(files.connect(path, KEY, create=True)) as connection:
            connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT)")
            connection.execute("CREATE TABLE total (rows INTEGER)")
            connection.execute("INSERT INTO total VALUES (0)")

    def steps(self, path: Path) -> Iterator[int]:
        connection = files.connect(path, KEY)
        connection.execute(f"PRAGMA synchronous={self.synchronous}")
        number = self._last(connection)
        while True:
            number += 1
            yield from self.step(connection, number)

    def step(self, connection: files.Connection, number: int) -> Iterator[int]:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO rows VALUES (?, ?)", (number, f"row {number} " * 40))
        connection.execute("UPDATE total SET rows = ?", (number,))
        if self.hasty:
            yield number  # acknowledged too early: a harness must notice
        connection.execute("COMMIT")
        if not self.hasty:
            yield number

    def _last(self, connection: files.Connection) -> int:
        return int(connection.execute("SELECT rows FROM total").fetchone()[0])

    def check(self, path: Path, acked: int, thorough: bool) -> tuple[int, list[str]]:
        with closing(files.connect(path, KEY)) as connection:
            found = [number for (number,) in connection.execute("SELECT id FROM rows ORDER BY id")]
            problems = missing(found, acked)
            if self._last(connection) != len(found):
                problems.append("half a step")
            return len(found), problems + (integrity.check(connection) if thorough else [])


class Saves:
    """The product's way to write: `each` contacts a step, with journal and search index."""

    def __init__(self, each: int = 1, synchronous: str = "FULL") -> None:
        self.each = each
        self.synchronous = synchronous

    def prepare(self, path: Path) -> None:
        from crmdesk.store.store import Store

        store = Store.create(path, KEY)
        store.prepare()
        store.close()

    def steps(self, path: Path) -> Iterator[int]:
        from crmdesk.domain.contacts import Contact
        from crmdesk.store import bulk
        from crmdesk.store.store import Store

        store = Store.open(path, KEY)
        store.connection.execute(f"PRAGMA synchronous={self.synchronous}")
        (number,) = store.connection.execute("SELECT count(*) FROM steps").fetchone()
        while True:
            number += 1
            with store.write(f"Save {number}") as session:
                if self.each == 1:
                    session.add(Contact(given_name="Ada", family_name=f"Number{number}"))
                else:
                    rows = [{"given_name": "Ada", "family_name": f"Number{number}"} for _ in range(self.each)]
                    bulk.insert(session, Contact, rows)
            yield number

    def check(self, path: Path, acked: int, thorough: bool) -> tuple[int, list[str]]:
        from crmdesk.store.store import Store

        store = Store.open(path, KEY)
        with closing(store):
            connection = store.connection
            texts = connection.execute("SELECT text FROM steps ORDER BY id").fetchall()
            found = [int(text.removeprefix("Save ")) for (text,) in texts]
            problems = missing(found, acked)
            for table in ("contacts", "changes", "finder"):
                (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
                if count != len(found) * self.each:
                    problems.append(f"{count} {table} after {len(found)} steps of {self.each}")
            if found and not store.find(f"Number{found[-1]}"):
                problems.append("stored, but not found")
            return len(found), problems + (integrity.check(connection) if thorough else [])


class Upgrade:
    """The schema is moved forward, and made again: the file is wholly old or wholly new."""

    def prepare(self, path: Path) -> None:
        for _step in zip(range(1), self.steps(path), strict=False):
            pass

    def steps(self, path: Path) -> Iterator[int]:
        from crmdesk.store.store import Store

        number = 0
        while True:
            for suffix in ("-wal", "-journal", ""):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            files.connect(path, KEY, create=True).close()
            Store.open(path, KEY).close()
            number += 1
            yield number

    def check(self, path: Path, acked: int, thorough: bool) -> tuple[int, list[str]]:
        from crmdesk.store import upgrade
        from crmdesk.store.store import Store

        if not path.exists():
            return 0, []  # between two upgrades
        try:
            with closing(files.connect(path, KEY)) as connection:
                version = upgrade.version(connection)
                (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except (faults.Damaged, faults.Foreign) as fault:
            return 0, [str(fault)] if path.stat().st_size > samples.PAGE else []  # not even created
        if bool(tables) is not (version == upgrade.HEAD):
            return 0, [f"half an upgrade: version {version}, {tables} tables"]
        Store.open(path, KEY).close()
        return 0, []


class Backups(Rows):
    """Rows, with a backup after each: whatever has the name of a backup is whole."""

    def step(self, connection: files.Connection, number: int) -> Iterator[int]:
        yield from super().step(connection, number)
        backup.make(connection)

    def check(self, path: Path, acked: int, thorough: bool) -> tuple[int, list[str]]:
        stored, problems = super().check(path, acked, thorough)
        for made in backup.taken(backup.folder_of(path)):
            with closing(files.read_only(made, KEY)) as connection:
                (rows,) = connection.execute("SELECT max(id) FROM rows").fetchone()
                if rows != self._last(connection) or integrity.check(connection):
                    problems.append(f"{made.name} is not whole")
            made.unlink()
        return stored, problems


SCENES: dict[str, Callable[[], Scene]] = {
    "rows": Rows,
    "rows-normal": lambda: Rows("NORMAL"),
    "rows-hasty": lambda: Rows(hasty=True),
    "saves": Saves,
    "saves-normal": lambda: Saves(synchronous="NORMAL"),
    "bulk": lambda: Saves(each=100),
    "upgrade": Upgrade,
    "backups": Backups,
}
"""Those called normal or hasty are there to be caught."""

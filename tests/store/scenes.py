"""Work to be cut short: each scene writes numbered steps for ever, and can tell from the file what survived."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol

from crmdesk.store import backup, faults, files, integrity
from tests.store import samples

KEY = bytes(range(32))


class Scene(Protocol):
    patience: float
    """Seconds a writer lives at most, from its first step or, now and then, from its start."""

    def prepare(self, path: Path) -> None:
        """Make the file, and import what the work needs."""

    def steps(self, path: Path) -> Iterator[int]:
        """Open the file and work: each number, one more than the last, is yielded when its step is acknowledged."""

    def check(self, path: Path, acked: int, thorough: bool) -> tuple[int, list[str]]:
        """The last number stored, and what is wrong after a crash when `acked` was the last one acknowledged."""


def count(connection: files.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def missing(found: list[int], acked: int) -> list[str]:
    """One step may be stored and not yet acknowledged; none may be lost, and none may stand alone."""
    if found != list(range(1, len(found) + 1)):
        return [f"steps with gaps: {found[-5:]} after {acked}"]
    if not acked <= len(found) <= acked + 1:
        return [f"lost: {len(found)} steps stored, {acked} acknowledged"]
    return []


class Rows:
    """Bare rows through `files.connect`: a row and a total that must agree."""

    patience = 0.06

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

    patience = 0.06

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
    """An old file is opened and so moved forward, with a backup before: it is wholly old or wholly new."""

    patience = 0.4  # about as long as one takes
    ROWS = 200

    def prepare(self, path: Path) -> None:
        for _step in zip(range(1), self.steps(path), strict=False):
            pass

    def steps(self, path: Path) -> Iterator[int]:
        from crmdesk.store.store import Store

        number = 0
        while True:
            self._clear(path)
            with closing(files.connect(path, KEY, create=True)) as old:
                samples.fill(old, self.ROWS)
            Store.open(path, KEY, before_upgrade=backup.make).close()
            number += 1
            yield number

    def _clear(self, path: Path) -> None:
        for suffix in ("-wal", "-journal", ""):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        for made in backup.taken(backup.folder_of(path)):
            made.unlink()

    def check(self, path: Path, acked: int, thorough: bool) -> tuple[int, list[str]]:
        from crmdesk.store import upgrade
        from crmdesk.store.store import Store

        if not path.exists():
            return 0, []  # between two of them
        try:
            with closing(files.connect(path, KEY)) as connection:
                is_new, problems = self._look(connection)
        except (faults.Damaged, faults.Foreign) as fault:
            return 0, [str(fault)] if path.stat().st_size > samples.PAGE else []  # not even created
        whole = [made for made in backup.taken(backup.folder_of(path)) if self._is_whole(made)]
        if is_new and not whole:
            problems.append("moved forward without a backup")
        if is_new and not thorough:
            return 0, problems
        with closing(Store.open(path, KEY)) as store:
            if upgrade.version(store.connection) != upgrade.HEAD:
                problems.append("not moved forward after the crash")
            return 0, problems + (integrity.check(store.connection) if thorough else [])

    def _look(self, connection: files.Connection) -> tuple[bool, list[str]]:
        """Whether it is a new one, and whether there is anything of both."""
        from crmdesk.store import upgrade

        version = upgrade.version(connection)
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        rows = count(connection, "people") if "people" in tables else 0
        if version == 0 and not tables - {"people"} and rows in (0, self.ROWS):
            return False, []
        if version == upgrade.HEAD and {"contacts", "journal"} <= tables and rows == self.ROWS:
            return True, []
        return False, [f"half an upgrade: version {version}, {len(tables)} tables, {rows} rows"]

    def _is_whole(self, made: Path) -> bool:
        with closing(files.read_only(made, KEY)) as connection:
            return count(connection, "people") == self.ROWS and not integrity.check(connection)


class Imports:
    """The product's way to take in a file: `cards` new contacts a step, with a backup before it."""

    patience = 0.2

    def __init__(self, cards: int = 200) -> None:
        self.cards = cards

    def prepare(self, path: Path) -> None:
        from crmdesk.services import importing
        from crmdesk.store.store import Store

        store = Store.create(path, KEY)
        store.prepare()
        assert importing  # what it imports takes time before the first kill
        store.close()

    def steps(self, path: Path) -> Iterator[int]:
        from crmdesk.services import importing
        from crmdesk.store.store import Store

        store = Store.open(path, KEY)
        number = count(store.connection, "steps")
        while True:
            number += 1
            for _progress in importing.run(store, [self._file(path, number)]):
                pass
            yield number

    def _file(self, path: Path, number: int) -> Path:
        card = (
            "BEGIN:VCARD\nVERSION:3.0\nUID:{n}\nN:Number{n};Ada;;;\nFN:Ada Number{n}\nTEL:+4420794{n:05}\nEND:VCARD\n"
        )
        made = path.with_name(f"{number}.vcf")
        made.write_text("".join(card.format(n=number * 1000 + place) for place in range(self.cards)))
        return made

    def check(self, path: Path, acked: int, thorough: bool) -> tuple[int, list[str]]:
        from crmdesk.store.store import Store

        with closing(Store.open(path, KEY)) as store:
            texts = store.connection.execute("SELECT text FROM steps ORDER BY id").fetchall()
            found = [int(text.removeprefix("Import ").removesuffix(".vcf")) for (text,) in texts]
            problems = missing(found, acked)
            for table in ("contacts", "phones", "finder"):
                if (rows := count(store.connection, table)) != len(found) * self.cards:
                    problems.append(f"{rows} {table} after {len(found)} imports of {self.cards}")
            last = [number * 1000 + self.cards - 1 for number in found]
            problems += [f"{number} is stored, but not found" for number in last if not store.find(f"Number{number}")]
            if not store.search_is_sound():
                problems.append("the finder is not sound")
            problems += integrity.check(store.connection) if thorough else []
        if len(found) < 8:
            return len(found), problems
        self._start_again(path)
        return 0, problems

    def _start_again(self, path: Path) -> None:
        """So that the last life takes no longer than the first."""
        shutil.rmtree(path.parent)
        path.parent.mkdir()
        self.prepare(path)


class Attachments(Saves):
    """A file attached a step: what a row names is there, and whole."""

    def steps(self, path: Path) -> Iterator[int]:
        from crmdesk.domain.notes import Attachment
        from crmdesk.store import attachments
        from crmdesk.store.store import Store

        store = Store.open(path, KEY)
        number = count(store.connection, "steps")
        while True:
            number += 1
            sha256, size = attachments.put(store.connection, [b"%d" % number * 100_000])
            with store.write(f"Save {number}") as session:
                session.add(Attachment(owner_id=KEY, name="x", media_type="x", size=size, sha256=sha256))
            yield number

    def check(self, path: Path, acked: int, thorough: bool) -> tuple[int, list[str]]:
        from crmdesk.store import attachments
        from crmdesk.store.store import Store

        with closing(Store.open(path, KEY)) as store:
            found = list(range(1, count(store.connection, "attachments") + 1))
            return len(found), missing(found, acked) + attachments.problems(store.connection)


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
    "imports": Imports,
    "attachments": Attachments,
    "upgrade": Upgrade,
    "backups": Backups,
}
"""Those called normal or hasty are there to be caught."""

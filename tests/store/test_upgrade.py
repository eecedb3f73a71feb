"""The schema is what the records declare, is made in one transaction, and brings its triggers along."""

import re
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.dialects import sqlite as dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from crmdesk import paths
from crmdesk.domain.base import Record
from crmdesk.domain.channels import Phone
from crmdesk.domain.groups import Group
from crmdesk.domain.records import RECORDS
from crmdesk.store import changes, files, upgrade
from crmdesk.store.faults import Newer
from crmdesk.store.store import Store

SYNC = "positions waiting refused heard heads lost parked touched homes account authors state"


def shape(sql: str) -> list[str]:
    """The parts of a statement whatever their order: a column that was added later stands last."""
    plain = re.sub(r'[\s"]+', " ", sql).strip().replace("( ", "(").replace(" )", ")")
    head, _bracket, parts = plain.partition(" (")
    return [head, *sorted(parts.removesuffix(")").split(", "))]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__tablename__)
def test_migrations_make_what_is_declared(store: Store, record: type[Record]) -> None:
    table = record.metadata.tables[record.__tablename__]
    declared = {table.name: str(CreateTable(table).compile(dialect=dialect.dialect()))}
    declared |= {str(index.name): str(CreateIndex(index).compile(dialect=dialect.dialect())) for index in table.indexes}
    rows = store.connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE tbl_name = ? AND sql NOT NULL", (table.name,)
    )
    made = {name: sql for name, sql in rows if not name.startswith("journal_")}
    assert {name: shape(sql) for name, sql in made.items()} == {name: shape(sql) for name, sql in declared.items()}


def test_there_is_no_table_besides(store: Store) -> None:
    rows = store.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    besides = {name for (name,) in rows} - {record.__tablename__ for record in RECORDS}
    ours = {"journal", "steps", "changes", "finder", "filing", "occurrences", "horizon", "alembic_version"}
    ours |= {f"sync_{name}" for name in SYNC.split()}
    assert {name for name in besides if not name.startswith(("finder_", "sqlite_"))} == ours


def test_the_newest_step_is_the_version_of_the_file(store: Store) -> None:
    steps = sorted((paths.migrations() / "desktop" / "versions").glob("*.py"))
    assert [int(step.name[:4]) for step in steps] == list(range(1, upgrade.HEAD + 1))
    assert upgrade.version(store.connection) == upgrade.HEAD


def empty(path: Path) -> Path:
    files.connect(path, None, create=True, newest=upgrade.HEAD).close()
    return path


def test_an_older_file_is_backed_up_and_moved_forward(tmp_path: Path) -> None:
    path = empty(tmp_path / "Old.crmdesk")
    asked: list[int] = []
    with closing(Store.open(path, None, before_upgrade=lambda c: asked.append(upgrade.version(c)))) as store:
        assert asked == [0]
        assert upgrade.version(store.connection) == upgrade.HEAD
        rows = store.connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone()
        assert rows == (3 * len(RECORDS),), "guarded before the first write"
        assert store.connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    with closing(Store.open(path, None, before_upgrade=lambda c: asked.append(9))):
        assert asked == [0], "once"


def of_schema(path: Path, version: int) -> Path:
    """A file as an earlier version of the program left it, with a record and its step."""
    with closing(files.connect(path, None, create=True, newest=upgrade.HEAD)) as connection:
        upgrade.upgrade(connection, version)
        for sql in (
            "INSERT INTO contacts (id, given_name, family_name, created_at) VALUES (x'01', 'Ana', 'Lima', 1)",
            "INSERT INTO phones VALUES (x'02', x'01', 'work', '12 34 56', NULL, NULL, 1, 0, 1, NULL)",
            "INSERT INTO groups (id, name, created_at) VALUES (x'03', 'Friends', 1)",
            (
                "INSERT INTO finder (doc, id, kind, name, filed_as, spoken, sorted, detail, place)"
                " VALUES (1, x'01', 1, 'Ana Lima', 'Lima, Ana', 'ana lima', 'lima, ana', '', '')"
            ),
            "INSERT INTO finder_words (rowid, words) VALUES (1, 'ana lima 123456')",
            "INSERT INTO finder_names (rowid, words) VALUES (1, 'ana lima')",
        ):
            connection.execute(sql)
    return path


@pytest.mark.parametrize("version", range(1, upgrade.HEAD))
def test_a_file_of_each_earlier_schema_comes_along_whole(tmp_path: Path, version: int) -> None:
    path = of_schema(tmp_path / "Old.crmdesk", version)
    with closing(Store.open(path, None)) as store:
        assert [row.filed_as for row in store.find("lima")] == ["Lima, Ana"]
        assert [row.filed_as for row in store.listing("contact").window(0, 9)] == ["Lima, Ana"]
        with store.write("Change") as session:
            for row in session.scalars(select(Phone)):
                row.value = "65 43 21"
        assert [row.name for row in store.find("654321")] == ["Ana Lima"]
        assert store.undo() == "Change"
        with store.read() as session:
            assert [phone.value for phone in session.scalars(select(Phone))] == ["12 34 56"]
            assert [group.name for group in session.scalars(select(Group))] == ["Friends"]
        assert store.search_is_sound()


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = empty(tmp_path / "Old.crmdesk")
    run = upgrade._run_steps

    def broken(connection: files.Connection, target: int) -> None:
        run(connection, target)
        raise RuntimeError("power cut")

    monkeypatch.setattr(upgrade, "_run_steps", broken)
    with pytest.raises(RuntimeError, match="power cut"):
        Store.open(path, None)
    monkeypatch.undo()
    with closing(files.connect(path, None)) as connection:
        assert upgrade.version(connection) == 0
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    Store.open(path, None).close()


def test_no_upgrade_after_a_backup_that_failed(tmp_path: Path) -> None:
    def full_disk(_connection: files.Connection) -> None:
        raise OSError("no room")

    path = empty(tmp_path / "Old.crmdesk")
    with pytest.raises(OSError, match="no room"):
        Store.open(path, None, before_upgrade=full_disk)
    with closing(files.connect(path, None)) as connection:
        assert upgrade.version(connection) == 0


def test_a_newer_file_is_refused_unchanged(desk: Path) -> None:
    with closing(files.connect(desk, None)) as connection:
        connection.execute(f"PRAGMA user_version = {upgrade.HEAD + 1}")
    before = desk.read_bytes()
    with pytest.raises(Newer, match="newer CRMDesk"):
        Store.open(desk, None)
    assert desk.read_bytes() == before


def test_rebuilding_a_table_costs_no_trigger(store: Store) -> None:
    """As a migration does it: a new table in the place of the old one."""
    store.prepare()
    wanted = store.connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for sql in ("CREATE TABLE new AS SELECT * FROM tags", "DROP TABLE tags", "ALTER TABLE new RENAME TO tags"):
        store.connection.execute(sql)
    assert len(store.connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'trigger'").fetchall()) < len(wanted)
    changes.install(store.connection)
    found = store.connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    assert dict(found) == dict(wanted)

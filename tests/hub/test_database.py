"""The database of a hub: made by steps, kept in backups, and patient with others."""

import sqlite3
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, MetaData, insert, select, update
from sqlalchemy.exc import DBAPIError

from crmdesk.hub import database, keeping, log, workspaces
from crmdesk.hub.database import in_transaction, reading
from crmdesk.hub.errors import HubError
from crmdesk.hub.tables import metadata
from crmdesk.hub.tables import workspaces as table
from tests.hub.hubs import NOW, Log, some, standing


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Engine]:
    engine = database.open_database(f"sqlite:///{tmp_path}/hub.db")
    database.upgrade(engine)
    yield engine
    engine.dispose()


def make(connection: Connection) -> bytes:
    workspace, _code = workspaces.make(connection, "Souza", "Ana", None, NOW)
    return workspaces.find(connection, workspace.hex()).shared_log


def differences(engine: Engine) -> list[object]:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [found for found in compare_metadata(context, metadata) if "alembic_version" not in repr(found)]


def test_steps_make_what_is_declared(file: Engine, postgres_engine: Engine) -> None:
    for engine in (file, postgres_engine):
        assert differences(engine) == []
        assert database.version(engine) == database.HEAD
        database.upgrade(engine)
    other = MetaData()
    other.reflect(file)
    for declared in metadata.sorted_tables:
        made = other.tables[declared.name]
        assert [key.name for key in made.primary_key] == [key.name for key in declared.primary_key]
        assert [key.nullable for key in made.columns] == [key.nullable for key in declared.columns]


def test_tables_can_be_spread_over_a_cluster() -> None:
    """Every key begins with what they are spread by; a door stands alone, and a workspace is its own."""
    for each in metadata.sorted_tables:
        first = next(iter(each.primary_key.columns)).name
        assert first in ("log", "workspace") or each.name in ("doors", "workspaces")
        assert not each.foreign_keys
        for index in each.indexes:
            if index.unique:
                assert next(iter(index.columns)).name == first
        assert all(column.server_default is None and column.identity is None for column in each.columns)


def test_a_read_of_a_page_is_one_of_an_index(on_postgres: Engine, file: Engine) -> None:
    from sqlalchemy.dialects import postgresql, sqlite

    for engine, dialect, explain in (
        (on_postgres, postgresql.dialect(), "EXPLAIN"),
        (file, sqlite.dialect(), "EXPLAIN QUERY PLAN"),
    ):
        in_transaction(engine, make)
        query = log._PAGE.params(log=b"l" * 16, after=5, head=9, most=3)
        text = query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        with engine.connect() as connection:
            if engine is on_postgres:
                connection.exec_driver_sql("SET enable_seqscan = off")
            plan = str(connection.exec_driver_sql(f"{explain} {text}").all())
            connection.rollback()
        assert "entries_left" in plan, plan


def test_a_newer_database_is_left_alone(file: Engine) -> None:
    with file.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(HubError, match="newer"):
        database.upgrade(file)


def test_it_is_for_one_user_and_every_commit_is_on_the_disk(file: Engine, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "hub.db").stat().st_mode) == 0o600
    with file.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout")
        ]
    assert found == ["wal", 2, 10_000]


def test_another_kind_of_database_is_named() -> None:
    with pytest.raises(HubError, match="mysql"):
        database.open_database("mysql://localhost/hub")


def test_all_or_nothing(engine: Engine) -> None:
    def work(connection: Connection) -> None:
        make(connection)
        raise HubError(409, "no", "no")

    with pytest.raises(HubError):
        in_transaction(engine, work)
    assert in_transaction(engine, workspaces.everything) == []


def test_who_meets_another_waits(file: Engine) -> None:
    """On SQLite two that write come one after the other, and readers are not held up."""
    in_transaction(file, make)
    order: list[str] = []
    begun, goes_on = threading.Event(), threading.Event()

    def slow(connection: Connection) -> None:
        connection.execute(update(table).values(quota=1))
        begun.set()
        goes_on.wait(30)
        order.append("slow")

    def quick(connection: Connection) -> None:
        order.append("quick")
        connection.execute(update(table).values(quota=table.c.quota + 1))

    threads = [threading.Thread(target=in_transaction, args=(file, work)) for work in (slow, quick)]
    threads[0].start()
    assert begun.wait(30)
    threads[1].start()
    assert reading(file, lambda c: c.scalar(select(table.c.quota))) is None
    goes_on.set()
    for thread in threads:
        thread.join()
    assert order == ["slow", "quick"]
    assert reading(file, lambda c: c.scalar(select(table.c.quota))) == 2


def test_who_reads_first_and_then_writes_begins_anew_where_others_wrote_meanwhile(file: Engine) -> None:
    in_transaction(file, make)
    tries = []

    def work(connection: Connection) -> None:
        before = connection.scalar(select(table.c.quota)) or 0
        tries.append(before)
        if len(tries) == 1:
            in_transaction(file, lambda c: c.execute(update(table).values(quota=7)))
        connection.execute(update(table).values(quota=before + 1))

    reading(file, work)
    assert tries == [0, 7]
    assert reading(file, lambda c: c.scalar(select(table.c.quota))) == 8


def test_two_that_wait_for_each_other_are_untangled(on_postgres: Engine) -> None:
    for name in ("one", "two"):
        in_transaction(on_postgres, lambda c, name=name: workspaces.make(c, name, "Ana", None, NOW))
    both = threading.Barrier(2)
    tries = []

    def work(first: str, second: str) -> None:
        def run(connection: Connection) -> None:
            tries.append(first)
            for name in (first, second):
                connection.execute(update(table).where(table.c.name == name).values(quota=5))
                if len(tries) <= 2 and name == first:
                    both.wait(30)

        in_transaction(on_postgres, run)

    threads = [threading.Thread(target=work, args=names) for names in (("one", "two"), ("two", "one"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(tries) >= 3
    assert {each.quota for each in in_transaction(on_postgres, workspaces.everything)} == {5}


def test_our_own_mistakes_are_not_repeated(engine: Engine) -> None:
    tries = []

    def work(connection: Connection) -> None:
        tries.append(1)
        connection.execute(insert(table), {"id": b"w"})

    with pytest.raises(DBAPIError):
        in_transaction(engine, work)
    assert len(tries) == 1


def test_a_backup_is_taken_while_others_write_and_put_back(file: Engine, tmp_path: Path) -> None:
    hub = Log(file, in_transaction(file, make))
    hub.push(standing(0), some(1, 3))
    keeping.backup(file, tmp_path / "copy.db")
    hub.push(standing(3), some(4, 5))
    with pytest.raises(HubError, match="exists already"):
        keeping.backup(file, tmp_path / "copy.db")
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    back = database.open_database(f"sqlite:///{tmp_path}/copy.db")
    restored = Log(back, hub.log)
    assert restored.pull().end == 3
    assert keeping.restored(back, NOW + 7) == 2
    assert restored.pull().epoch == NOW + 7
    assert keeping.check(back) == []
    back.dispose()


def test_a_postgresql_is_backed_up_by_its_own_program(on_postgres: Engine, tmp_path: Path) -> None:
    with pytest.raises(HubError, match="pg_dump"):
        keeping.backup(on_postgres, tmp_path / "copy")


def test_statistics(engine: Engine) -> None:
    hub = Log(engine, in_transaction(engine, make))
    hub.push(standing(0, epoch=NOW), some(1, 3))
    found = keeping.statistics(engine)
    assert found == keeping.Statistics(1, 1, 0, 2, 3, 12, 0)


def test_workspaces_by_name(engine: Engine) -> None:
    for name in ("Souza", "Lima", "SOUZA"):
        in_transaction(engine, lambda c, name=name: workspaces.make(c, name, "Ana", None, NOW))
    for name in ("", "souza", "x"):
        with pytest.raises(HubError):
            in_transaction(engine, lambda c, name=name: workspaces.find(c, name))
    lima = in_transaction(engine, lambda c: workspaces.find(c, " lima "))
    in_transaction(engine, lambda c: workspaces.set_quota(c, lima.id, 7))
    assert in_transaction(engine, lambda c: workspaces.find(c, lima.id.hex())).quota == 7


def test_a_server_that_was_started_again_is_met_again(on_postgres: Engine) -> None:
    in_transaction(on_postgres, make)
    killer = database.open_database(on_postgres.url.render_as_string(hide_password=False))
    with killer.connect() as connection:
        others = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = user"
        )
        assert any(row[0] for row in connection.exec_driver_sql(others))
    killer.dispose()
    assert len(in_transaction(on_postgres, workspaces.everything)) == 1

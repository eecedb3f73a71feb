"""The hub's database: PostgreSQL 15 or newer, or SQLite to try it out; the same statements go to both."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from crmdesk import paths
from crmdesk.hub.errors import HubError
from crmdesk.i18n import _

T = TypeVar("T")
Rows = Sequence[Mapping[str, Any]]
Where = sa.ColumnElement[bool]

HEAD = 1
"""The number of the newest step in migrations/hub."""
_ATTEMPTS = 8
_AGAIN = {"40001", "40P01", "55P03", "23505"}
"""PostgreSQL: in no order with others, two waited for each other, one for too long, two added the same."""
_MANY = 50
"""Rows from which on COPY is faster."""
_PATIENCE = 10
"""Seconds to wait for somebody else's transaction."""


def open_database(url: str) -> sa.Engine:
    """`sqlite:///path`, or `postgresql://user@host/name`."""
    where = make_url(url)
    if where.get_backend_name() == "sqlite":
        return _open_sqlite(where.database or "")
    if where.get_backend_name() != "postgresql":
        raise HubError(500, "database", _("The hub keeps its data in PostgreSQL or SQLite, not in {name}.").format(
            name=where.get_backend_name()
        ))  # fmt: skip
    limits = f"-c lock_timeout={_PATIENCE}s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s"
    return sa.create_engine(
        where.set(drivername="postgresql+psycopg"),
        connect_args={"options": limits, "connect_timeout": 5},
        hide_parameters=True,
        pool_size=10,
        max_overflow=10,
        pool_timeout=_PATIENCE,
        pool_pre_ping=True,  # after PostgreSQL was started again nobody gets a dead connection
    )


def _open_sqlite(path: str) -> sa.Engine:
    if path:
        Path(path).touch(mode=0o600)
        engine = sa.create_engine(f"sqlite:///{path}", module=dbapi2, hide_parameters=True)
    else:
        engine = sa.create_engine(
            "sqlite://",
            module=dbapi2,
            hide_parameters=True,
            poolclass=StaticPool,
            connect_args={"check_same_thread": False},
        )
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so
    for pragma in ("journal_mode = WAL", "synchronous = FULL", f"busy_timeout = {_PATIENCE * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    """Who will write says so at once: two that read first would each wait for the other."""
    reads = connection.get_execution_options().get("reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def version(engine: sa.Engine) -> int:
    """The number of its newest step; 0: there is nothing yet. Without Alembic, which takes long to load."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return 0
        return int(connection.scalar(sa.text("SELECT version_num FROM alembic_version")) or 0)


def upgrade(engine: sa.Engine) -> None:
    """By one process, before others begin."""
    from alembic import command
    from alembic.config import Config

    if (found := version(engine)) > HEAD:
        raise HubError(503, "newer", _("A newer CRMDesk made this database (step {step}): start that one.").format(
            step=found
        ))  # fmt: skip
    config = Config()
    config.set_main_option("script_location", str(paths.migrations() / "hub").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def in_transaction(engine: sa.Engine, work: Callable[[sa.Connection], T]) -> T:
    """All of it or nothing; once more where others were in the way."""
    return _tried(lambda: _run(engine, work, reads=False))


def reading(engine: sa.Engine, work: Callable[[sa.Connection], T]) -> T:
    """The same for what writes nothing, or hardly ever: all of it sees one state."""
    return _tried(lambda: _run(engine, work, reads=True))


def _run(engine: sa.Engine, work: Callable[[sa.Connection], T], *, reads: bool) -> T:
    options: dict[str, Any] = {"reads": reads}
    if reads and engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    with engine.connect().execution_options(**options) as connection, connection.begin():
        return work(connection)


def _tried(run: Callable[[], T]) -> T:
    for attempt in range(1, _ATTEMPTS):
        try:
            return run()
        except DBAPIError as error:
            if not _is_passing(error):
                raise
            time.sleep(random.uniform(0, 0.005 * 2**attempt))
    return run()


def _is_passing(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _AGAIN or "database is locked" in str(error.orig)


def add(connection: sa.Connection, table: sa.Table, rows: Rows) -> None:
    if len(rows) >= _MANY and connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    elif rows:
        connection.execute(table.insert(), rows)


def _copy(connection: sa.Connection, table: sa.Table, rows: Rows) -> None:
    columns = [each for each in table.columns if each.name in rows[0]]
    driver: Any = connection.connection.driver_connection
    names = ", ".join(each.name for each in columns)
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types([each.type.compile(connection.dialect).lower() for each in columns])
        for row in rows:
            copy.write_row([row[each.name] for each in columns])


def each_of(
    connection: sa.Connection, column: sa.Column[bytes], keys: Sequence[bytes], *where: Where
) -> sa.Select[Any]:
    """The rows with one of many keys, each looked up by itself.

    As long as PostgreSQL has counted nothing, it would rather read all of a log than look so often into an index.
    """
    if connection.dialect.name == "sqlite":
        return sa.select(column.table).where(*where, column.in_(keys))
    array = sa.bindparam("keys", keys, postgresql.ARRAY(sa.LargeBinary))
    asked = sa.func.unnest(array).table_valued("key", name="asked").render_derived()
    found = sa.select(column.table).where(*where, column == asked.c.key).offset(0).lateral()
    return sa.select(found).select_from(asked.join(found, sa.true()))


def add_unless_there(connection: sa.Connection, table: sa.Table, rows: Rows) -> None:
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert
    if rows:
        connection.execute(insert(table).on_conflict_do_nothing(), rows)

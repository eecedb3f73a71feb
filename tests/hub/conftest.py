"""A hub's database: SQLite, and a real PostgreSQL that the tests start."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine

from crmdesk.hub import database, tokens
from crmdesk.hub.tables import metadata
from tests.hub import hubs
from tests.hub.asked import World
from tests.hub.postgres import Postgres, programs


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Started when the first test asks for it."""
    where = programs()
    if where is None:
        pytest.skip("there is no PostgreSQL here (initdb, pg_ctl, postgres)")
    server = Postgres(where)
    yield server
    server.remove()


@pytest.fixture(scope="session")
def postgres_engine(postgres: Postgres) -> Iterator[Engine]:
    engine = database.open_database(postgres.url)
    database.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def on_postgres(postgres_engine: Engine) -> Engine:
    """With nothing in it."""
    with postgres_engine.begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(table.delete())
    return postgres_engine


@pytest.fixture
def on_sqlite() -> Iterator[Engine]:
    engine = hubs.new_engine()
    yield engine
    engine.dispose()


@pytest.fixture(params=["on_sqlite", "on_postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """On both, where they could differ."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Engine)
    return found


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(tokens, "HASHER", hasher)
    monkeypatch.setattr(tokens, "NOBODY", hasher.hash("nobody"))


@pytest.fixture
def world(on_sqlite: Engine, tmp_path: Path) -> Iterator[World]:
    """A hub that is asked as over the network."""
    found = World(on_sqlite, tmp_path)
    with found.asked():
        yield found

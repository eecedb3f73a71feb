"""An empty file, migrated once and copied for each test that wants one, and ways to see all that is in it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crmdesk.domain.records import RECORDS
from crmdesk.store import finder
from crmdesk.store.store import Store

Rows = dict[str, dict[bytes, tuple[Any, ...]]]
FINDER = "id, kind, name, filed_as, spoken, sorted, filed, tab, detail, place"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "Empty.crmdesk"
    Store.create(path, None).close()
    return path


@pytest.fixture
def desk(template: Path, tmp_path: Path) -> Path:
    """The path of a new empty file."""
    return Path(shutil.copy(template, tmp_path / "Desk.crmdesk"))


@pytest.fixture
def store(desk: Path) -> Iterator[Store]:
    store = reopened(desk)
    yield store
    store.close()


def reopened(path: Path) -> Store:
    """Without waiting for the disk: that nothing is lost is another test's business."""
    store = Store.open(path, None)
    store.connection.execute("PRAGMA synchronous = OFF")
    return store


def another(template: Path, folder: Path, name: str = "Other.crmdesk") -> Store:
    """A further empty file; whoever asks closes it."""
    return reopened(Path(shutil.copy(template, folder / name)))


def visible(store: Store) -> Rows:
    """Every row that is not deleted, whole, by table and id."""
    tables = (record.__tablename__ for record in RECORDS)
    return {
        table: {row[0]: row[1:] for row in store.connection.execute(f"SELECT * FROM {table} WHERE deleted_at IS NULL")}
        for table in tables
    }


def brought(store: Store) -> Rows:
    """As `visible`, but for the notes of past imports: an import leaves one."""
    return {table: rows for table, rows in visible(store).items() if table != "import_runs"}


def finder_rows(store: Store) -> dict[bytes, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in store.connection.execute(f"SELECT {FINDER} FROM finder")}


def words(store: Store, table: str = "finder_words") -> set[tuple[str, bytes]]:
    """Every word of the index with the record it leads to."""
    store.connection.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.of_{table} USING fts5vocab(main, {table}, instance)"
    )
    return set(store.connection.execute(f"SELECT v.term, f.id FROM temp.of_{table} v JOIN finder f ON f.doc = v.doc"))


def everything_found(store: Store) -> tuple[Any, ...]:
    return finder_rows(store), words(store), words(store, "finder_names")


def assert_finder_is_as_rebuilt(store: Store) -> None:
    """What was renewed step by step is what a start from nothing gives."""
    assert store.search_is_sound()
    kept = everything_found(store)
    with store._transaction():
        finder.rebuild(store.connection)
    assert kept == everything_found(store)


def journal(store: Store, names: str = "tbl, row, kind, mask, old") -> list[tuple[Any, ...]]:
    """What the last step changed."""
    return store.connection.execute(
        f"SELECT {names} FROM changes WHERE step = (SELECT max(id) FROM steps) ORDER BY id"
    ).fetchall()


def count(store: Store, table: str) -> int:
    return int(store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

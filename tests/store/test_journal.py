"""The journal sees every row that changes, whoever changes it and how, and nothing can be written round it."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import LargeBinary, delete, insert, update
from sqlalchemy.orm import Session

from crmdesk.domain.base import Record, column_of, declared_fields
from crmdesk.domain.contacts import Contact
from crmdesk.domain.groups import Tag
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.records import RECORDS
from crmdesk.store import bulk, changes
from crmdesk.store.changes import NO_STEP, ChangeKind, mask_of
from crmdesk.store.driver import sqlite
from crmdesk.store.store import Store
from tests.store.template import count, journal, visible

INSERT, UPDATE, DELETE = (kind.value for kind in ChangeKind)
COLUMNS = "INSERT INTO tags (id, name, created_at) VALUES (?, ?, 0)"


def raw(session: Session, sql: str, *values: Any) -> None:
    bulk._driver(session).execute(sql, values)


def some_tags(session: Session) -> list[bytes]:
    ids = [bytes([number]) * 16 for number in range(1, 6)]
    bulk.insert(session, Tag, [{"id": key, "name": f"tag {key[0]}"} for key in ids])
    return ids


def by_orm(session: Session) -> None:
    session.get(Tag, b"\1" * 16).name = "new"  # type: ignore[union-attr]
    session.add(Tag(name="made"))
    session.delete(session.get(Tag, b"\2" * 16))


def by_core(session: Session) -> None:
    session.execute(insert(Tag), [{"name": f"core {number}"} for number in range(7)])
    session.execute(update(Tag).where(Tag.name.like("tag%")).values(name="core"))
    session.execute(delete(Tag).where(Tag.name == "core 3"))


WRITES: dict[str, tuple[Callable[[Session], None], dict[int, int]]] = {
    "orm": (by_orm, {UPDATE: 1, INSERT: 1, DELETE: 1}),
    "core": (by_core, {INSERT: 7, UPDATE: 5, DELETE: 1}),
    "bulk insert": (lambda s: bulk.insert(s, Tag, [{"name": str(n)} for n in range(1500)]), {INSERT: 1500}),
    "bulk update": (lambda s: bulk.update(s, Tag, [b"\1" * 16, b"\2" * 16], {"name": "x"}), {UPDATE: 2}),
    "bulk delete": (lambda s: bulk.mark_deleted(s, Tag, "id", [b"\3" * 16]), {UPDATE: 1}),
    "bulk revive": (
        lambda s: bulk.revive(s, Tag, [{"id": b"\1" * 16, "name": "x"}, {"name": "y"}]),
        {UPDATE: 1, INSERT: 1},
    ),
    "raw update of all": (lambda s: raw(s, "UPDATE tags SET name = name || '!'"), {UPDATE: 5}),
    "raw delete of all": (lambda s: raw(s, "DELETE FROM tags"), {DELETE: 5}),
    "replace": (lambda s: raw(s, f"{COLUMNS.replace('INSERT', 'REPLACE')}", b"\1" * 16, "x"), {DELETE: 1, INSERT: 1}),
    "upsert": (
        lambda s: raw(s, f"{COLUMNS} ON CONFLICT DO UPDATE SET name = excluded.name", b"\1" * 16, "x"),
        {UPDATE: 1},
    ),
    "update or replace": (lambda s: raw(s, "UPDATE OR REPLACE tags SET name = 'x' WHERE name = 'tag 1'"), {UPDATE: 1}),
    "insert or ignore": (lambda s: raw(s, COLUMNS.replace("INSERT", "INSERT OR IGNORE"), b"\1" * 16, "x"), {}),
    "same again": (lambda s: raw(s, "UPDATE tags SET name = name"), {}),
}


@pytest.mark.parametrize(("write", "expected"), WRITES.values(), ids=WRITES)
def test_every_way_of_writing_is_seen(store: Store, write: Callable[[Session], None], expected: dict[int, int]) -> None:
    with store.write("Set up") as session:
        some_tags(session)
    before = count(store, "changes")
    with store.write("Write") as session:
        write(session)
    assert count(store, "changes") - before == sum(expected.values())
    if expected:
        kinds = [kind for (kind,) in journal(store, "kind")]
        assert {kind: kinds.count(kind) for kind in kinds} == expected
        assert {table for (table,) in journal(store, "tbl")} == {Tag.number}


@pytest.mark.parametrize("write", [write for write, _ in WRITES.values()], ids=WRITES)
def test_every_way_of_writing_can_be_undone(store: Store, write: Callable[[Session], None]) -> None:
    with store.write("Set up") as session:
        some_tags(session)
    before = visible(store)
    with store.write("Write") as session:
        write(session)
    after = visible(store)
    if after == before:
        return
    for _time in range(2):
        store.undo()
        assert visible(store) == before
        store.redo()
        assert visible(store) == after


ROUND = (
    "UPDATE {0} SET id = id || 'x'",
    "DELETE FROM {0}",
    "UPDATE {0} SET created_at = 7",
    "INSERT INTO {0} SELECT * FROM copy",
)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__tablename__)
def test_nothing_is_written_without_a_step(store: Store, record: type[Record], desk: Path) -> None:
    table = record.__tablename__
    with store.write("Set up") as session:
        session.add(example(record))
    store.close()
    with closing(sqlite.connect(desk, isolation_level=None)) as stranger:
        stranger.execute(f"CREATE TEMP TABLE copy AS SELECT * FROM {table}")
        stranger.execute("UPDATE temp.copy SET id = randomblob(16)")
        for sql in ROUND:
            with pytest.raises(sqlite.IntegrityError, match=f"{NO_STEP}|ids never change"):
                stranger.execute(sql.format(table))
        assert stranger.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)


def test_ids_never_change(store: Store) -> None:
    with store.write("Set up") as session:
        some_tags(session)
    before = visible(store)
    with pytest.raises(sqlite.IntegrityError, match="ids never change"), store.write("Wrong") as session:
        raw(session, "UPDATE tags SET id = randomblob(16) WHERE name = 'tag 1'")
    assert visible(store) == before


def test_triggers_that_were_lost_or_altered_come_back(store: Store, desk: Path) -> None:
    store.prepare()
    wanted = triggers_in(store)
    assert len(wanted) == 3 * len(RECORDS)
    store.connection.execute("DROP TRIGGER journal_tags_update")
    store.connection.execute("DROP TRIGGER journal_phones_insert")
    store.connection.execute("CREATE TRIGGER journal_phones_insert AFTER INSERT ON phones BEGIN SELECT 1; END")
    store.connection.execute("CREATE TRIGGER journal_ghosts_insert AFTER INSERT ON phones BEGIN SELECT 1; END")
    store.close()
    with closing(Store.open(desk, None)) as again:
        again.prepare()
        assert triggers_in(again) == wanted


def test_a_new_file_is_guarded_before_the_first_write(template: Path, store: Store) -> None:
    with pytest.raises(sqlite.IntegrityError, match=NO_STEP):
        store.connection.execute(COLUMNS, (new_id(), "x"))


def triggers_in(store: Store) -> dict[str, str]:
    return dict(store.connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())


# --- masks and old values ---------------------------------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
INTEGERS = st.integers(-(2**63), 2**63 - 1)


def values_for(record: type[Record], name: str) -> st.SearchStrategy[Any]:
    column = column_of(record, name)
    kind = column.type.python_type
    by_type: dict[type, st.SearchStrategy[Any]] = {
        int: INTEGERS,
        bool: st.booleans().map(int),
        bytes: st.binary(max_size=9),
    }
    values = by_type.get(kind, TEXTS)
    return st.none() | values if column.nullable else values


def rows_of(record: type[Record]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({name: values_for(record, name) for name in declared_fields(record)})


def example(record: type[Record]) -> Record:
    """A row with something in each column that needs it."""
    plain: dict[type, Any] = {int: 1, bool: True, str: "x", bytes: b"x" * 16}
    names = {"label_" if name == "label" else name: name for name in declared_fields(record) if name != "deleted_at"}
    return record(**{name: plain[column_of(record, column).type.python_type] for name, column in names.items()})


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__tablename__)
@given(data=st.data())
@settings(max_examples=8, suppress_health_check=[*HealthCheck])
def test_masks_and_old_values_are_exact(store: Store, record: type[Record], data: st.DataObject) -> None:
    first, second = (data.draw(rows_of(record)) for _ in range(2))
    key = new_id()
    with store.write("Make") as session:
        put(session, record, {"id": key, **first})
    assert journal(store) == [(record.number, key, INSERT, 0, None)]
    differing = [name for name in first if first[name] != second[name]]
    with store.write("Change") as session:
        raw(
            session,
            f"UPDATE {record.__tablename__} SET {', '.join(f'{n} = ?' for n in second)} WHERE id = ?",
            *second.values(),
            key,
        )
    if differing:
        assert changed_values(store, record) == (UPDATE, {name: first[name] for name in differing})
    with store.write("Remove") as session:
        raw(session, f"DELETE FROM {record.__tablename__} WHERE id = ?", key)
    assert changed_values(store, record) == (DELETE, second)
    store.undo()
    assert row(store, record, key) == second
    if differing:
        store.undo()
        assert row(store, record, key) == first


def put(session: Session, record: type[Record], row: dict[str, Any]) -> None:
    marks = ", ".join("?" * len(row))
    raw(session, f"INSERT INTO {record.__tablename__} ({', '.join(row)}) VALUES ({marks})", *row.values())


def row(store: Store, record: type[Record], key: bytes) -> dict[str, Any]:
    names = list(declared_fields(record))
    found = store.connection.execute(f"SELECT {', '.join(names)} FROM {record.__tablename__} WHERE id = ?", (key,))
    return dict(zip(names, found.fetchone(), strict=True))


def changed_values(store: Store, record: type[Record]) -> tuple[int, dict[str, Any]]:
    """The kind and the old values of the one change of the last step, read as a stranger to `store.changes` would."""
    ((_table, _row, kind, mask, old),) = journal(store)
    names = {field.number: name for name, field in declared_fields(record).items()}
    values = {names[int(number)]: value for number, value in json.loads(old).items()}
    assert mask == mask_of(*(declared_fields(record)[name].number for name in values))
    blobs = {name for name in values if isinstance(column_of(record, name).type, LargeBinary)}
    return kind, {n: bytes.fromhex(v) if n in blobs and v is not None else v for n, v in values.items()}


# --- the clock --------------------------------------------------------------------------------------------------------


def stamps(store: Store) -> list[int]:
    return [stamp for (stamp,) in store.connection.execute("SELECT hlc FROM changes ORDER BY id")]


def tag_one_more(store: Store) -> None:
    with store.write("Tag") as session:
        session.add(Tag(name="x"))


def test_the_clock_grows_strictly_and_holds_the_time(store: Store) -> None:
    for _ in range(20):
        tag_one_more(store)
    with store.write("Many") as session:
        bulk.insert(session, Tag, [{"name": str(number)} for number in range(300)])
    found = stamps(store)
    assert found == sorted(set(found))
    (at,) = store.connection.execute("SELECT at FROM steps ORDER BY id DESC LIMIT 1").fetchone()
    assert abs((found[-1] >> 16) - at) < 60_000


def test_the_clock_grows_when_the_machine_is_set_back(store: Store, desk: Path) -> None:
    tag_one_more(store)
    ahead = stamps(store)[-1] + (3_600_000 << 16)
    store.connection.execute("UPDATE journal SET hlc = ?", (ahead,))
    for _ in range(3):
        tag_one_more(store)
    store.close()
    with closing(Store.open(desk, None)) as again:
        tag_one_more(again)
        assert stamps(again)[1:] == [ahead + 1, ahead + 2, ahead + 3, ahead + 4]


def test_the_counter_carries_into_the_milliseconds(store: Store) -> None:
    tag_one_more(store)
    brim = ((stamps(store)[-1] >> 16) + 3_600_000 << 16) + 0xFFFE
    store.connection.execute("UPDATE journal SET hlc = ?", (brim,))
    for _ in range(3):
        tag_one_more(store)
    assert [stamp - brim for stamp in stamps(store)[1:]] == [1, 2, 3]
    assert stamps(store)[-1] >> 16 == (brim >> 16) + 1


# --- steps ------------------------------------------------------------------------------------------------------------


def test_a_step_names_its_changes_and_its_author(store: Store) -> None:
    store.author = "ana"
    tag_one_more(store)
    with store.write("Two") as session:
        session.add_all([Contact(given_name="A"), Tag(name="B")])
    step = "SELECT text, author, length(device), first_change, last_change, undoes, can_undo FROM steps ORDER BY id"
    assert store.connection.execute(step).fetchall() == [
        ("Tag", "ana", 8, 1, 1, None, 1),
        ("Two", "ana", 8, 2, 3, None, 1),
    ]
    assert journal(store, "step") == [(2,), (2,)]
    assert store.connection.execute("SELECT step FROM journal").fetchone() == (None,)


def test_named_things_are_the_same_everywhere() -> None:
    assert named_id("tag", " VIP ") == named_id("tag", "vip") != named_id("tagging", "vip")


@pytest.fixture
def broken_trigger(store: Store) -> Iterator[None]:
    store.prepare()
    store.connection.execute("DROP TRIGGER journal_tags_update")
    yield
    changes.install(store.connection)


@pytest.mark.usefixtures("broken_trigger")
def test_these_tests_can_fail(store: Store) -> None:
    write, expected = WRITES["upsert"]
    with pytest.raises(AssertionError):
        test_every_way_of_writing_is_seen(store, write, expected)

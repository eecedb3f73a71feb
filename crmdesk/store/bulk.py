"""Set-based reading and writing: what would cost one flush a row through the ORM."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnDefault, ColumnElement
from sqlalchemy.orm import Session

from crmdesk.domain.base import Record, now
from crmdesk.domain.ids import new_id

CHUNK = 500


@cache
def _defaults(record: type[Record]) -> dict[str, Any]:
    """What a column holds where nothing is said."""
    return {column.name: _default(column) for column in record.__table__.columns}


def _default(column: ColumnElement[Any]) -> Any:
    default = getattr(column, "default", None)
    return default.arg if isinstance(default, ColumnDefault) and default.is_scalar else None


def insert(session: Session, record: type[Record], rows: Iterable[Mapping[str, Any]]) -> None:
    """Add rows given by column name; ids and times are made where they are missing."""
    _insert(session, record, rows, "")


def revive(session: Session, record: type[Record], rows: Iterable[Mapping[str, Any]]) -> None:
    """As `insert`, for rows whose id follows from their content: one that was deleted before comes back.

    Of one that is there only what is given is set.
    """
    alike: defaultdict[frozenset[str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        alike[frozenset(row.keys() - {"id", "created_at", "deleted_at"})].append(row)
    for names, some in alike.items():
        sets = ", ".join([*(f"{name} = excluded.{name}" for name in sorted(names)), "deleted_at = NULL"])
        _insert(session, record, some, f" ON CONFLICT (id) DO UPDATE SET {sets}")


def _insert(session: Session, record: type[Record], rows: Iterable[Mapping[str, Any]], on_conflict: str) -> None:
    blank = {**_defaults(record), "created_at": now()}
    marks = ", ".join("?" * len(blank))
    sql = f"INSERT INTO {record.__tablename__} ({', '.join(blank)}) VALUES ({marks}){on_conflict}"
    _driver(session).executemany(sql, _tuples(blank, rows))


def _tuples(blank: dict[str, Any], rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
    for row in rows:
        whole = {**blank, **row}
        if whole["id"] is None:
            whole["id"] = new_id()
        yield list(whole.values())


def fetch(
    session: Session, record: type[Record], column: str, keys: Sequence[Any], *, deleted: bool = False
) -> Iterator[dict[str, Any]]:
    """The rows whose `column` is one of `keys`, by column name."""
    names = list(_defaults(record))
    alive = "" if deleted else " AND deleted_at IS NULL"
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        marks = ", ".join("?" * len(part))
        sql = f"SELECT {', '.join(names)} FROM {record.__tablename__} WHERE {column} IN ({marks}){alive}"
        for values in _driver(session).execute(sql, tuple(part)):
            yield dict(zip(names, values, strict=True))


def fetch_blank(session: Session, record: type[Record], column: str) -> Iterator[dict[str, Any]]:
    """The rows in which nothing stands in `column`."""
    names = list(_defaults(record))
    sql = f"SELECT {', '.join(names)} FROM {record.__tablename__} WHERE {column} IS NULL AND deleted_at IS NULL"
    for values in _driver(session).execute(sql):
        yield dict(zip(names, values, strict=True))


def fetch_all(session: Session, record: type[Record], *columns: str) -> Iterator[tuple[Any, ...]]:
    """The named columns of all rows, in the order of their ids."""
    sql = f"SELECT {', '.join(columns)} FROM {record.__tablename__} WHERE deleted_at IS NULL ORDER BY id"
    yield from _driver(session).execute(sql)


def whole(session: Session, record: type[Record]) -> Iterator[dict[str, Any]]:
    """All rows of a table by column name, in the order of their ids."""
    names = list(_defaults(record))
    for values in fetch_all(session, record, *names):
        yield dict(zip(names, values, strict=True))


def fetch_deleted_too(session: Session, record: type[Record]) -> Iterator[dict[str, Any]]:
    """All rows of a table, whether they are deleted or not."""
    names = list(_defaults(record))
    for values in _driver(session).execute(f"SELECT {', '.join(names)} FROM {record.__tablename__} ORDER BY id"):
        yield dict(zip(names, values, strict=True))


def count(session: Session, record: type[Record], **values: Any) -> int:
    """How many rows have these values."""
    where = " AND ".join(f"{name} = ?" for name in values)
    sql = f"SELECT count(*) FROM {record.__tablename__} WHERE {where} AND deleted_at IS NULL"
    return int(_driver(session).execute(sql, tuple(values.values())).fetchone()[0])


def count_by(session: Session, record: type[Record], column: str) -> dict[Any, int]:
    """How many rows there are of each value of a column."""
    sql = f"SELECT {column}, count(*) FROM {record.__tablename__} WHERE deleted_at IS NULL GROUP BY {column}"
    return dict(_driver(session).execute(sql).fetchall())


def update(session: Session, record: type[Record], keys: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """Set the same values in many rows."""
    sets = ", ".join(f"{name} = ?" for name in values)
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        sql = f"UPDATE {record.__tablename__} SET {sets} WHERE id IN ({', '.join('?' * len(part))})"
        _driver(session).execute(sql, (*values.values(), *part))


def update_each(session: Session, record: type[Record], rows: Iterable[Mapping[str, Any]]) -> None:
    """Set other values in each of many rows, given by id and column name."""
    alike: defaultdict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        names = tuple(name for name in row if name != "id")
        alike[names].append((*(row[name] for name in names), row["id"]))
    for names, values in alike.items():
        sets = ", ".join(f"{name} = ?" for name in names)
        _driver(session).executemany(f"UPDATE {record.__tablename__} SET {sets} WHERE id = ?", values)


def mark_deleted(session: Session, record: type[Record], column: str, keys: Sequence[bytes]) -> None:
    """Tombstones for the rows whose `column` is one of `keys`."""
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        sql = (
            f"UPDATE {record.__tablename__} SET deleted_at = ?"
            f" WHERE {column} IN ({', '.join('?' * len(part))}) AND deleted_at IS NULL"
        )
        _driver(session).execute(sql, (now(), *part))


def _driver(session: Session) -> Any:
    session.flush()
    return session.connection().connection.dbapi_connection

"""The words that records hold in a column: which are in use, and one put in the place of another."""

from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record

_LOOKED_AT = 20_000


def in_use(session: Session, record: type[Record], column: str, most: int) -> list[tuple[str, int]]:
    """The most frequent words of the newest rows, which are read at once whatever the size of the file."""
    sql = (
        f"SELECT {column}, count(*) FROM"
        f" (SELECT {column} FROM {record.__tablename__} WHERE deleted_at IS NULL ORDER BY rowid DESC LIMIT ?)"
        f" WHERE {column} <> '' GROUP BY {column} ORDER BY count(*) DESC, {column} LIMIT ?"
    )
    return list(_driver(session).execute(sql, (_LOOKED_AT, most)))


def replace(session: Session, record: type[Record], column: str, old: str, new: str) -> int:
    """Put a word in the place of another, in all its spellings of capitals; gives the number of rows."""
    others = [word for word in spellings(session, record, column, old) if word != new]
    if not others:
        return 0
    marks = ", ".join("?" * len(others))
    sql = f"UPDATE {record.__tablename__} SET {column} = ? WHERE deleted_at IS NULL AND {column} IN ({marks})"
    return int(_driver(session).execute(sql, (new, *others)).rowcount)


def spellings(session: Session, record: type[Record], column: str, word: str) -> list[str]:
    """How records that hold a word write it; none where nobody does."""
    sql = f"SELECT DISTINCT {column} FROM {record.__tablename__} WHERE deleted_at IS NULL"
    return [held for (held,) in _driver(session).execute(sql) if held and held.casefold() == word.casefold()]


def replace_choice(session: Session, field: bytes, old: str, new: str) -> int:
    """Put a choice in the place of another in all values of a field users added, which hold one or several a line."""
    line = "char(10) || {} || char(10)"
    value, before, after = (line.format(part) for part in ("value", "?", "?"))
    sql = (
        f"UPDATE custom_values SET value = trim(replace({value}, {before}, {after}), char(10))"
        f" WHERE field_id = ? AND deleted_at IS NULL AND instr({value}, {before})"
    )
    return int(_driver(session).execute(sql, (old, new, field, old)).rowcount)


def _driver(session: Session) -> Any:
    session.flush()
    return session.connection().connection.dbapi_connection

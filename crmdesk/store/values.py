"""The values that stand in a column, for who types one of them."""

from sqlalchemy.orm import Session

from crmdesk.domain.base import Record


def in_use(
    session: Session, record: type[Record], column: str, folded: str, most: int, only: tuple[str, bytes] | None = None
) -> list[tuple[str, int]]:
    """Those that contain a text as `fold` spells it, with how many rows have them; what begins with it comes first.

    `only` names a column and what must stand in it.
    """
    where, values = (f" AND {only[0]} = ?", (only[1],)) if only else ("", ())
    sql = (
        f"SELECT value, count FROM (SELECT {column} AS value, count(*) AS count FROM {record.__tablename__}"
        f" WHERE deleted_at IS NULL AND {column} <> ''{where} GROUP BY 1)"
        " WHERE instr(fold(value), ?) ORDER BY instr(fold(value), ?) > 1, count DESC, value LIMIT ?"
    )
    found = session.connection().connection.dbapi_connection.execute(sql, (*values, folded, folded, most))  # type: ignore[union-attr]
    return [(str(value), int(count)) for value, count in found]

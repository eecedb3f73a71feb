"""Taking a step back, and forward again: a new step that sets the old values of an earlier one.

Undoing is a step like any other, so it is in the history, travels by sync and can itself be undone: that is redo.
A row that came into being is not removed but marked deleted; rows are set together, table by table.
"""

from crmdesk.domain.base import Record, declared_fields, now
from crmdesk.domain.fields import Kind
from crmdesk.domain.records import RECORDS
from crmdesk.domain.together import whole
from crmdesk.store.changes import ChangeKind, old_value
from crmdesk.store.files import Connection

_BY_NUMBER = {record.number: record for record in RECORDS}

_DONE = "undoes IS NULL AND undone_by IS NULL AND can_undo"
LAST_DONE = f"SELECT id, id, text, true FROM steps WHERE {_DONE} ORDER BY id DESC LIMIT 1"
LAST_UNDONE = f"""
SELECT id, undone_by, text, false FROM steps
WHERE can_undo AND undone_by > coalesce((SELECT max(id) FROM steps WHERE {_DONE}), 0) ORDER BY undone_by DESC LIMIT 1"""
"""Both: the step itself, the step to set back, its text, and whether that is an undo. Undone steps can be done again
as long as nothing new was done since."""


def revert(connection: Connection, step: int, *, keeps_later: bool = False) -> int:
    """Set back what `step` changed. To be called with another step open.

    A row that a step touched several times is set back from its last change to its first. With `keeps_later`, what
    was changed since stays: a field as it is now, a record that came into being with all that hangs on it. What a
    colleague changed since stays in any case. Gives how many such records stay.
    """
    first, last = connection.execute("SELECT first_change, last_change FROM steps WHERE id = ?", (step,)).fetchone()
    connection.execute(
        "CREATE TEMP TABLE plan (turn, tbl, kind, row BLOB, mask, old, PRIMARY KEY (turn, tbl, kind, row))"
        " WITHOUT ROWID"
    )
    connection.execute(
        "INSERT INTO temp.plan SELECT row_number() OVER (PARTITION BY tbl, row ORDER BY id DESC), tbl, kind, row, mask,"
        " old FROM changes WHERE id BETWEEN ? AND ?",
        (first, last),
    )
    kept = _keep_later(connection, last) if keeps_later else _keep_heard(connection, last)
    todo = connection.execute("SELECT DISTINCT turn, tbl, kind FROM temp.plan ORDER BY turn, tbl DESC").fetchall()
    for turn, number, kind in todo:
        _revert_rows(connection, _BY_NUMBER[number], ChangeKind(kind), turn)
    connection.execute("DROP TABLE temp.plan")
    return kept


def _keep_later(connection: Connection, last: int) -> int:
    """Take out of the plan what later steps, as far as they still count, have changed or refer to."""
    later = connection.execute(
        "SELECT c.tbl, c.row, c.mask FROM changes c JOIN steps s ON s.id = c.step"
        " WHERE c.id > ? AND s.undoes IS NULL AND s.undone_by IS NULL",
        (last,),
    ).fetchall()
    connection.execute("CREATE TEMP TABLE kept (row BLOB PRIMARY KEY) WITHOUT ROWID")
    for number, row, mask in later:
        connection.execute("INSERT OR IGNORE INTO temp.kept VALUES (?)", (row,))
        connection.execute("UPDATE temp.plan SET mask = mask & ~? WHERE tbl = ? AND row = ?", (mask, number, row))
    _keep_what_they_need(connection)
    made = f"kind = {ChangeKind.INSERT.value}"
    owners = ", ".join(str(record.number) for record in RECORDS if record.__tablename__ in ("contacts", "companies"))
    (kept,) = connection.execute(
        f"SELECT count(DISTINCT row) FROM temp.plan WHERE tbl IN ({owners}) AND row IN (SELECT row FROM temp.kept)"
    ).fetchone()
    connection.execute(f"DELETE FROM temp.plan WHERE {made} AND row IN (SELECT row FROM temp.kept)")
    connection.execute(f"DELETE FROM temp.plan WHERE kind = {ChangeKind.UPDATE.value} AND mask = 0")
    connection.execute("DROP TABLE temp.kept")
    return int(kept)


def _keep_heard(connection: Connection, last: int) -> int:
    """Take out of the plan what colleagues have changed since, and what came into being and is theirs too by now."""
    if not connection.execute("SELECT 1 FROM steps WHERE heard AND first_change > ?", (last,)).fetchone():
        return 0
    heard = connection.execute(
        "SELECT DISTINCT p.tbl, p.row, c.mask FROM temp.plan p JOIN changes c ON c.row = p.row AND c.tbl = p.tbl"
        " JOIN steps s ON s.id = c.step WHERE c.id > ? AND s.heard",
        (last,),
    ).fetchall()
    left = set()
    for number, row, mask in heard:
        left |= _leave_fields(connection, number, row, whole(_BY_NUMBER[number], mask))
    return len(left | _leave_new(connection, last))


def _leave_fields(connection: Connection, number: int, row: bytes, mask: int) -> set[bytes]:
    where = f"tbl = ? AND row = ? AND kind = {ChangeKind.UPDATE.value}"
    sql = f"UPDATE temp.plan SET mask = mask & ~? WHERE {where} AND mask & ?"
    found = connection.execute(sql, (mask, number, row, mask)).rowcount
    connection.execute(f"DELETE FROM temp.plan WHERE {where} AND mask = 0", (number, row))
    return {row} if found else set()


def _leave_new(connection: Connection, last: int) -> set[bytes]:
    """What colleagues worked on or added to, with its parts."""
    new = f"(SELECT row FROM temp.plan WHERE kind = {ChangeKind.INSERT.value})"
    if not connection.execute(f"SELECT 1 FROM {new}").fetchone():
        return set()
    connection.execute(
        "CREATE TEMP TABLE theirs AS SELECT DISTINCT c.tbl, c.row FROM changes c JOIN steps s ON s.id = c.step"
        " WHERE c.id > ? AND s.heard",
        (last,),
    )
    found = {row for (row,) in connection.execute(f"SELECT row FROM temp.theirs WHERE row IN {new}")}
    for record, name in _links():
        sql = f"SELECT {name} FROM {record.__tablename__} WHERE id IN (SELECT row FROM temp.theirs WHERE tbl = ?)"
        found |= {row for (row,) in connection.execute(f"{sql} AND {name} IN {new}", (record.number,))}
    connection.execute("DROP TABLE temp.theirs")
    for record, name in _links():
        if name == record.owner:
            sql = f"SELECT id FROM {record.__tablename__} WHERE {name} = ? AND id IN {new}"
            found |= {part for row in tuple(found) for (part,) in connection.execute(sql, (row,))}
    connection.executemany("DELETE FROM temp.plan WHERE row = ?", [(row,) for row in found])
    return found


def _links() -> list[tuple[type[Record], str]]:
    return [
        (record, name)
        for record in RECORDS
        for name, field in declared_fields(record).items()
        if field.kind is Kind.LINK
    ]


def _keep_what_they_need(connection: Connection) -> None:
    """A record with all its parts, and the records that these lead to, until nothing is added."""
    links = [(record.__tablename__, name, record.owner) for record, name in _links()]
    known, count = -1, 0
    while known != count:
        known = count
        for table, name, owner in links:
            kept = "IN (SELECT row FROM temp.kept)"
            if name == owner:
                connection.execute(f"INSERT OR IGNORE INTO temp.kept SELECT id FROM {table} WHERE {owner} {kept}")
            connection.execute(
                f"INSERT OR IGNORE INTO temp.kept SELECT {name} FROM {table} WHERE id {kept} AND {name} IS NOT NULL"
            )
        (count,) = connection.execute("SELECT count(*) FROM temp.kept").fetchone()


def _revert_rows(connection: Connection, record: type[Record], kind: ChangeKind, turn: int) -> None:
    table = record.__tablename__
    chosen = f"FROM temp.plan c WHERE c.turn = {turn} AND c.tbl = {record.number} AND c.kind = {kind.value}"
    rows = f"{table}.id IN (SELECT c.row {chosen})"
    if kind is ChangeKind.INSERT:
        connection.execute(f"UPDATE {table} SET deleted_at = ? WHERE {rows}", (now(),))
    elif kind is ChangeKind.DELETE:
        names, values = zip(*_old_values(record), strict=True)
        sql = f"INSERT INTO {table} (id, {', '.join(names)}) SELECT c.row, {', '.join(values)} {chosen}"
        overwrite = ", ".join(f"{name} = excluded.{name}" for name in names)  # where a tombstone or a later row stands
        connection.execute(f"{sql} ON CONFLICT (id) DO UPDATE SET {overwrite}")
    else:
        masks = connection.execute(f"SELECT DISTINCT mask {chosen}").fetchall()
        sets = ", ".join(_set_back(record, sum_of_masks(masks)))
        # the list of rows keeps the planner from walking through the whole table
        connection.execute(f"UPDATE {table} SET {sets} {chosen} AND c.row = {table}.id AND {rows}")


def sum_of_masks(masks: list[tuple[int]]) -> int:
    total = 0
    for (mask,) in masks:
        total |= mask
    return total


def _old_values(record: type[Record]) -> list[tuple[str, str]]:
    return [(name, old_value(record, name, field.number)) for name, field in declared_fields(record).items()]


def _set_back(record: type[Record], mask: int) -> list[str]:
    numbers = {name: field.number for name, field in declared_fields(record).items()}
    return [
        f"{name} = iif(c.mask & {1 << numbers[name]}, {value}, {record.__tablename__}.{name})"
        for name, value in _old_values(record)
        if mask & 1 << numbers[name]
    ]

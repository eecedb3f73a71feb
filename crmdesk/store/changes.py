"""The journal: SQLite triggers generated from the declared records write down every change of every row.

One row of `changes` names step, table, row, hybrid logical clock, kind and the mask of changed fields (bit n for
field number n), and for updates and deletes the old values as a JSON object by field number (blobs in hex). New values
are the row's, or the next change's old ones. With no step open the trigger raises, whoever writes.
The clock is 48 bits of milliseconds and a 16-bit counter that carries into them (Kulkarni et al., 2014).
"""

from enum import IntEnum
from typing import Any

from sqlalchemy import LargeBinary

from crmdesk.domain.base import Record, column_of, declared_fields
from crmdesk.domain.records import RECORDS
from crmdesk.store.files import Connection

NO_STEP = "nothing may be written without an open step"


class ChangeKind(IntEnum):
    INSERT = 1
    UPDATE = 2
    DELETE = 3


def mask_of(*numbers: int) -> int:
    return sum(1 << number for number in numbers)


def is_blob(record: type[Record], name: str) -> bool:
    return isinstance(column_of(record, name).type, LargeBinary)


def old_value(record: type[Record], name: str, number: int) -> str:
    """SQL that reads the old value of a field out of `c.old`."""
    value = f"c.old ->> '$.\"{number}\"'"
    return f"unhex({value})" if is_blob(record, name) else f"({value})"


def _quoted(record: type[Record], name: str) -> str:
    if is_blob(record, name):
        return f"iif(OLD.{name} IS NULL, 'null', '\"' || hex(OLD.{name}) || '\"')"
    return f"json_quote(OLD.{name})"


def _write_change(record: type[Record], row: str, kind: ChangeKind, mask: str, old: str) -> str:
    return (
        "UPDATE journal SET hlc = hlc + 1;\n"
        "  INSERT INTO changes (step, tbl, row, hlc, kind, mask, old)\n"
        f"  SELECT coalesce(step, RAISE(ABORT, '{NO_STEP}')), {record.number}, {row}.id, hlc, {kind.value},\n"
        f"    {mask},\n    {old} FROM journal;"
    )


def triggers(record: type[Record]) -> dict[str, str]:
    """The texts of a table's triggers by name."""
    table = record.__tablename__
    numbers = {name: field.number for name, field in declared_fields(record).items()}
    differs = {name: f"NEW.{name} IS NOT OLD.{name}" for name in numbers}
    masks = " | ".join(f"(({differs[name]}) << {number})" for name, number in numbers.items())
    changed = " || ".join(
        f"CASE WHEN {differs[name]} THEN ',\"{number}\":' || {_quoted(record, name)} ELSE '' END"
        for name, number in numbers.items()
    )
    everything = " || ',' || ".join(f"'\"{number}\":' || {_quoted(record, name)}" for name, number in numbers.items())
    bodies = {
        "insert": ("", _write_change(record, "NEW", ChangeKind.INSERT, "0", "NULL")),
        "update": (
            f"WHEN {' OR '.join(differs.values())} OR NEW.id IS NOT OLD.id",
            "SELECT RAISE(ABORT, 'ids never change') WHERE NEW.id IS NOT OLD.id;\n  "
            + _write_change(record, "OLD", ChangeKind.UPDATE, masks, f"'{{' || substr({changed}, 2) || '}}'"),
        ),
        "delete": (
            "",
            _write_change(
                record, "OLD", ChangeKind.DELETE, str(mask_of(*numbers.values())), f"'{{' || {everything} || '}}'"
            ),
        ),
    }
    return {
        f"journal_{table}_{event}": (
            f"CREATE TRIGGER journal_{table}_{event} AFTER {event.upper()} ON {table} {when}\nBEGIN\n  {body}\nEND"
        )
        for event, (when, body) in bodies.items()
    }


def install(connection: Connection) -> None:
    """Make the triggers exactly what the records say; cheap where they already are.

    To be called at every open and after every migration: rebuilding a table drops its triggers silently.
    """
    wanted = {name: text for record in RECORDS for name, text in triggers(record).items()}
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'journal_%'")
    present: dict[str, Any] = dict(rows.fetchall())
    for name in present.keys() - wanted.keys():
        connection.execute(f"DROP TRIGGER {name}")
    for name, text in wanted.items():
        if present.get(name) != text:
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
            connection.execute(text)

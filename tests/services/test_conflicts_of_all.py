"""Whatever two people may have said apart, of whatever record, can be told in words and settled."""

from typing import Any

import pytest

from crmdesk.domain import together
from crmdesk.domain.base import Record, column_of, declared_fields
from crmdesk.domain.fields import Kind
from crmdesk.domain.ids import new_id
from crmdesk.domain.records import RECORDS
from crmdesk.services import conflicts
from crmdesk.services.conflicts import Choice
from crmdesk.services.sync_shelf import SHARED, FileShelf
from crmdesk.store import bulk
from crmdesk.store.store import Store
from crmdesk.sync.merge import Head

SAMPLES: dict[Kind, tuple[Any, Any]] = {
    Kind.AMOUNT: (100, 250),
    Kind.INSTANT: (1_790_000_000_000, 1_790_000_360_000),
    Kind.NUMBER: (3, 4),
    Kind.YES_NO: (0, 1),
    Kind.DECIMAL: ("1", "2.5"),
    Kind.DATE: ("2026-11-01", "--02-03"),
    Kind.WALL_TIME: ("2026-11-01", "2026-11-02T10:00"),
    Kind.COUNTRY: ("PT", "DE"),
}


def sample(record: type[Record], name: str, which: int) -> Any:
    field = declared_fields(record)[name]
    if column_of(record, name).type.python_type is bytes:
        return bytes([which + 1]) * 16
    if field.choices:
        return field.choices[which % len(field.choices)][0]
    if name == "currency":
        return ("EUR", "BRL")[which]
    return SAMPLES.get(field.kind, ("this", "that"))[which]


def values(record: type[Record], which: int) -> dict[str, Any]:
    return {name: sample(record, name, which) for name, field in declared_fields(record).items() if field.number > 2}


def apart(record: type[Record]) -> dict[int, tuple[Head, ...]]:
    """Two values of each group of fields, and a deletion."""
    groups: dict[int, list[str]] = {}
    for name, field in declared_fields(record).items():
        if field.number > 2:
            groups.setdefault(together.groups(record.number, field.number), []).append(name)
    found = {group: tuple(head(record, names, which) for which in (0, 1)) for group, names in groups.items()}
    lives, dies = (Head(new_id(), 5, ((2, at),), (), (), (), ()) for at in (None, 1_790_000_000_000))
    return {**found, 2: (lives, dies)}


def head(record: type[Record], names: list[str], which: int) -> Head:
    fields = declared_fields(record)
    told = tuple(sorted((fields[name].number, sample(record, name, which)) for name in names))
    return Head(new_id(), which + 1, told, ((b"%08d" % which, 1),), (), (), ())


@pytest.mark.parametrize("choice", [Choice.THEIRS, Choice.BOTH])
def test_of_every_kind_of_record(store: Store, choice: Choice) -> None:
    rows = {record: new_id() for record in RECORDS}
    with store.write("Add") as session:
        for record, key in rows.items():
            bulk.insert(session, record, [{"id": key, **values(record, 1)}])
    shelf = FileShelf(store, SHARED)
    with shelf.transaction():
        shelf.position()
        shelf.put_registers({(record.number, key): apart(record) for record, key in rows.items()})
    found = conflicts.open_ones(store)
    told = conflicts.describe(store, found.keys)
    assert len(told) == len(found.keys) > 300
    assert all(conflict.title and conflict.field and len(conflict.versions) == 2 for conflict in told)
    assert conflicts.settle(store, [key for key in found.keys if key.group != 2], choice) > 250
    assert {key.group for key in conflicts.open_ones(store).keys} <= {2}
    store.undo()
    assert conflicts.count(store) == len(found.keys)

"""What every kind of record owes to journal, wire and screens by its declaration."""

import importlib
import pkgutil
from pathlib import Path

import pytest

import crmdesk.domain
from crmdesk.domain.base import Record, declared_fields
from crmdesk.domain.records import RECORDS

NUMBERS = Path(__file__).parent / "wire_numbers.txt"


def declared_numbers() -> list[str]:
    return [
        f"{record.number}.{field.number} {record.__tablename__}.{name} {field.kind.value}"
        for record in sorted(RECORDS, key=lambda record: record.number)
        for name, field in sorted(declared_fields(record).items(), key=lambda item: item[1].number)
    ]


def test_the_list_is_complete() -> None:
    for module in pkgutil.walk_packages(crmdesk.domain.__path__, "crmdesk.domain."):
        importlib.import_module(module.name)
    assert set(RECORDS) == set(Record.__subclasses__())
    assert len(RECORDS) == len(set(RECORDS))


def test_tables_have_one_number_each() -> None:
    assert len({record.number for record in RECORDS}) == len(RECORDS)
    assert len({record.__tablename__ for record in RECORDS}) == len(RECORDS)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_is_declared(record: type[Record]) -> None:
    fields = declared_fields(record)
    assert {column.name for column in record.__table__.columns} == {"id", *fields}
    assert len({field.number for field in fields.values()}) == len(fields)
    assert record.label
    assert all(field.label for field in fields.values())
    assert record.owner is None or record.owner in fields
    assert all(0 < field.number < 63 for field in fields.values()), "a change mask is a signed 64-bit integer"


def test_names_of_columns_are_nothing_but_text() -> None:
    """SQLAlchemy's own kind of text cannot be written by marshal, which compares cards."""
    names = [name for record in RECORDS for name in declared_fields(record)]
    assert {type(name) for name in names} == {str}


def test_numbers_on_the_wire_are_for_ever() -> None:
    """Other laptops and old journals know them: lines are added, never changed, reused or taken away."""
    known = NUMBERS.read_text("utf-8").splitlines()
    retired = {line.split()[0] for line in known if line.endswith(" retired")}
    declared = declared_numbers()
    assert not [line for line in known if line.split()[0] not in retired and line not in declared], (
        "a number was changed"
    )
    assert not [line for line in declared if line.split()[0] in retired], "a retired number was given again"
    assert [line for line in declared if line not in known] == [], f"new: add these lines to {NUMBERS.name}"

"""A table as an exchange sees it: columns by the numbers of their fields."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from sqlalchemy import ColumnDefault

from crmdesk.domain.base import Record, column_of, declared_fields
from crmdesk.domain.records import RECORDS
from crmdesk.domain.together import is_prose
from crmdesk.store.bulk import CHUNK
from crmdesk.store.files import Connection

Groups = Callable[[int, int], int]
Values = dict[int, Any]


@dataclass(frozen=True)
class Shape:
    record: type[Record]
    members: Mapping[int, tuple[int, ...]]
    """The fields of each group, by its number."""
    group_of: Mapping[int, int]

    @cached_property
    def number(self) -> int:
        return self.record.number

    @cached_property
    def table(self) -> str:
        return str(self.record.__tablename__)

    @cached_property
    def names(self) -> dict[int, str]:
        return {field.number: name for name, field in declared_fields(self.record).items()}

    @cached_property
    def prose(self) -> int:
        """The mask of long texts that can be joined."""
        return sum(1 << number for number, name in self.names.items() if is_prose(self.record, name))

    @cached_property
    def blanks(self) -> Values:
        """What stands in a column that must not be empty where nothing was said."""
        columns = {number: column_of(self.record, name) for number, name in self.names.items()}
        return {number: _blank(column) for number, column in columns.items() if not column.nullable}

    @cached_property
    def kinds(self) -> dict[int, type]:
        """Of what stands in each column."""
        kinds = {number: column_of(self.record, name).type.python_type for number, name in self.names.items()}
        return {number: int if kind is bool else kind for number, kind in kinds.items()}

    @cached_property
    def select(self) -> str:
        return f"SELECT id, {', '.join(self.names.values())} FROM {self.table}"

    @cached_property
    def layouts(self) -> dict[tuple[int, ...], Any]:
        """What was worked out for changes of the same fields."""
        return {}

    def whole_groups(self, mask: int) -> int:
        """With a field all that it makes sense with."""
        for members in self._joint:
            if mask & members:
                mask |= members
        return mask

    @cached_property
    def _joint(self) -> tuple[int, ...]:
        return tuple(sum(1 << one for one in some) for some in self.members.values() if len(some) > 1)

    def chosen(self, row: Sequence[Any], mask: int) -> Values:
        """Of a row of `select` what the mask names."""
        return {number: value for number, value in zip(self.names, row[1:], strict=True) if mask >> number & 1}

    def filled(self, row: Sequence[Any]) -> Values:
        """Of a row of `select` all that something stands in, with what makes sense with it."""
        mask = 0
        for number, value in zip(self.names, row[1:], strict=True):
            if value is not None:
                mask |= 1 << number
        return self.chosen(row, self.whole_groups(mask))


@cache
def shapes(groups: Groups) -> dict[int, Shape]:
    """All tables that are known here, by number."""
    return {record.number: _shape(record, groups) for record in RECORDS}


def _shape(record: type[Record], groups: Groups) -> Shape:
    group_of = {field.number: groups(record.number, field.number) for field in declared_fields(record).values()}
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number in sorted(group_of):
        members[group_of[number]].append(number)
    return Shape(record, {group: tuple(some) for group, some in members.items()}, group_of)


def _blank(column: Any) -> Any:
    default = column.default
    if isinstance(default, ColumnDefault) and default.is_scalar:
        return default.arg
    return b"" if column.type.python_type is bytes else 0 if column.type.python_type in (int, bool) else ""


def rows_of(connection: Connection, shape: Shape, ids: Iterable[bytes]) -> Iterator[tuple[Any, ...]]:
    """As they stand there, whether they are deleted or not."""
    keys = list(ids)
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        yield from connection.execute(f"{shape.select} WHERE id IN ({', '.join('?' * len(part))})", part)

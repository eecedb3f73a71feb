"""Fields that make sense together only: two people's changes of them are never mixed."""

from functools import cache

from crmdesk.domain.base import Record, declared_fields
from crmdesk.domain.fields import Kind

_PROSE = {"text", "intro", "terms", "description"}


def groups(table: int, number: int) -> int:
    """The number that the group of a field goes by: that of its first. What is not known here stands alone."""
    return _groups().get((table, number), number)


@cache
def _groups() -> dict[tuple[int, int], int]:
    from crmdesk.domain.records import RECORDS

    return {
        (record.number, number): min(numbers)
        for record in RECORDS
        for numbers in numbered(record)
        for number in numbers
    }


def numbered(record: type[Record]) -> list[tuple[int, ...]]:
    """What a record declares to belong together, by the numbers of the fields."""
    fields = declared_fields(record)
    return [tuple(sorted(fields[name].number for name in names)) for names in record.together]


def whole(record: type[Record], mask: int) -> int:
    """With a field all that it makes sense with."""
    for numbers in numbered(record):
        members = sum(1 << number for number in numbers)
        mask |= members if mask & members else 0
    return mask


def is_prose(record: type[Record], name: str) -> bool:
    """Two versions of it can be joined word by word, as those of what programs read cannot."""
    return name in _PROSE and declared_fields(record)[name].kind is Kind.LONG_TEXT

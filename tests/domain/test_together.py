"""Fields that make sense together only are declared by names that exist, and go by one number."""

import pytest

from crmdesk.domain.base import Record, declared_fields
from crmdesk.domain.channels import Address
from crmdesk.domain.deals import Deal
from crmdesk.domain.notes import Note
from crmdesk.domain.preferences import Preference
from crmdesk.domain.private import parents
from crmdesk.domain.records import RECORDS
from crmdesk.domain.together import groups, is_prose, numbered, whole


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__tablename__)
def test_names_exist_and_stand_in_one_group(record: type[Record]) -> None:
    fields = declared_fields(record)
    named = [name for names in record.together for name in names]
    assert set(named) <= set(fields)
    assert len(named) == len(set(named))
    assert all(len(names) > 1 for names in record.together)
    assert all(name in fields for name in parents(record))
    for numbers in numbered(record):
        assert {groups(record.number, number) for number in numbers} == {min(numbers)}
    alone = {field.number for name, field in fields.items() if name not in named}
    assert all(groups(record.number, number) == number for number in alone)


def test_what_is_unknown_stands_alone() -> None:
    assert groups(9999, 7) == 7
    assert groups(Deal.number, 120) == 120


def test_with_a_field_comes_what_it_makes_sense_with() -> None:
    fields = declared_fields(Address)
    mask = whole(Address, 1 << fields["city"].number)
    assert mask >> fields["postal_code"].number & 1
    assert not mask >> fields["label"].number & 1
    assert whole(Address, 1 << fields["label"].number) == 1 << fields["label"].number


def test_prose_is_what_people_write() -> None:
    assert is_prose(Note, "text")
    assert not is_prose(Preference, "value")
    assert not is_prose(Deal, "name")

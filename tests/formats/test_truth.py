"""No table of truth comes out worse than it did."""

from pathlib import Path

import pytest

from tests.formats.truth import TABLES

AT_LEAST = {
    "names: nameparser": 0.99, "names: theiconic": 0.96, "names: joshfraser": 0.9, "names: probablepeople": 0.96,
    "names: where banks agree": 0.98, "names: namae": 0.98, "names: person or company": 0.9,
    "recurrence: libical": 1, "recurrence: RSCALE and SKIP": 1, "recurrence: KDE": 1, "recurrence: calcard": 0.98,
    "recurrence: windows of all files": 0.89,
    "phone: libphonenumber": 0.99, "email: isemail": 0.97, "email: email_validator": 0.86,
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_shares(shared_data: Path, name: str) -> None:
    total, wrong = TABLES[name](shared_data)
    assert total > 10
    assert 1 - len(wrong) / total >= AT_LEAST[name], wrong

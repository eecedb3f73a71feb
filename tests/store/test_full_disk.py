"""A disk that is full before a new file is whole: plain words, and no half of it left."""

from pathlib import Path

import pytest

from crmdesk.services import files
from crmdesk.store import faults
from tests.store.samples import small_disk


@pytest.mark.parametrize("size", ["40k", "300k", "700k"])
def test_a_new_file_needs_room(tmp_path: Path, size: str) -> None:
    with small_disk(tmp_path / "disk", size) as disk:
        with pytest.raises(faults.DiskFull):
            files.new(disk / "Shop.crmdesk", "none")
        assert list(disk.iterdir()) == []

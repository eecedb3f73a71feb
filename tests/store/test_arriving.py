"""Contents that come in parts."""

import hashlib
from pathlib import Path

import pytest

from crmdesk.services import records
from crmdesk.services.attachments import add
from crmdesk.store import arriving, attachments
from crmdesk.store.store import Store

PARTS = [b"Souza" * 200_000, b"Porto" * 3]
WHOLE = hashlib.sha256(b"".join(PARTS)).digest()


@pytest.mark.parametrize("key", [None, bytes(range(32))], ids=["plain", "encrypted"])
def test_what_has_come_stays_through_a_restart_and_makes_the_whole(tmp_path: Path, key: bytes | None) -> None:
    store = Store.create(tmp_path / "Shop.crmdesk", key)
    arriving.keep(store.connection, WHOLE, 0, PARTS[0])
    store.close()
    store = Store.open(tmp_path / "Shop.crmdesk", key)
    assert [arriving.has(store.connection, WHOLE, part) for part in (0, 1)] == [True, False]
    assert not attachments.is_there(store.connection, WHOLE)
    arriving.keep(store.connection, WHOLE, 1, PARTS[1])
    if key:
        assert not any(b"Souza" in place.read_bytes() for place in attachments.folder_of(store.path).iterdir())
    assert arriving.finish(store.connection, WHOLE, 2)
    assert b"".join(attachments.content(store.connection, WHOLE, "")) == b"".join(PARTS)
    assert [place.name for place in attachments.folder_of(store.path).iterdir()] == [WHOLE.hex()]
    store.close()


@pytest.mark.parametrize("key", [None, bytes(range(32))], ids=["plain", "encrypted"])
def test_parts_that_do_not_make_it_come_anew(tmp_path: Path, key: bytes | None) -> None:
    store = Store.create(tmp_path / "Shop.crmdesk", key)
    arriving.keep(store.connection, WHOLE, 0, PARTS[0])
    arriving.keep(store.connection, WHOLE, 1, b"Faro")
    assert not arriving.finish(store.connection, WHOLE, 2)
    assert not attachments.is_there(store.connection, WHOLE)
    assert not arriving.has(store.connection, WHOLE, 0)
    store.close()


def test_what_is_missing(store: Store) -> None:
    owner = records.add(store, "contact", {"given_name": "Ana"})
    for content in (b"here", b"gone"):
        add(store, owner, content, "scan.txt")
    digest = hashlib.sha256(b"gone").digest()
    (attachments.folder_of(store.path) / digest.hex()).unlink()
    assert attachments.missing(store.connection) == [(digest, 4)]

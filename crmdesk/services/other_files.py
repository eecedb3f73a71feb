"""Another file of CRMDesk as a source: read where it lies, without a byte of it being changed."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from crmdesk.services.files import SUFFIX
from crmdesk.store import backup, files, keys, upgrade
from crmdesk.store.store import Store

__all__ = ["Secrets", "key_of", "opened"]

Secrets = tuple[str | None, str | None]
"""Passphrase and recovery code; of most files neither is needed."""


def is_one(path: Path) -> bool:
    return path.suffix.lower() == SUFFIX


def key_of(path: Path, secrets: Secrets = (None, None)) -> bytes | None:
    """Raises UserError where it is locked, damaged, open here, or none."""
    return keys.unlock(path, *secrets)


@contextmanager
def opened(path: Path, secrets: Secrets = (None, None)) -> Iterator[Store]:
    """To be read only. Of an older CRMDesk's file a copy is brought up to date; a newer one's raises UserError."""
    key = key_of(path, secrets)
    with closing(files.read_only(path, key, upgrade.HEAD)) as connection:
        if upgrade.version(connection) == upgrade.HEAD:
            yield Store(path, connection)
            return
    with TemporaryDirectory(prefix="crmdesk-") as folder:
        copy = backup.restore(path, Path(folder) / path.name, key, newest=upgrade.HEAD)
        store = Store.open(copy, key)
        try:
            yield store
        finally:
            store.close()

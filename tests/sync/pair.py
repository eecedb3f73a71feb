"""Two files that meet through a hub in memory."""

import shutil
import time
from pathlib import Path
from typing import Self

from crmdesk.services.sync_shelf import laptop
from crmdesk.store.store import Store
from crmdesk.sync.exchange import exchange
from crmdesk.sync.memory import MemoryHub
from tests.store.template import reopened


def _now() -> int:
    return time.time_ns() // 1_000_000


class Pair:
    def __init__(self, template: Path, folder: Path, people: tuple[str, ...] = ("Ana", "Bea"), log: int = 1) -> None:
        self.hub = MemoryHub(_now)
        self._template, self._folder = template, folder
        self.log = log
        self.stores = [reopened(Path(shutil.copy(template, folder / f"{who}.crmdesk"))) for who in people]
        for store, who in zip(self.stores, people, strict=True):
            store.author = who

    @property
    def one(self) -> Store:
        return self.stores[0]

    @property
    def two(self) -> Store:
        return self.stores[1]

    def another(self) -> Store:
        """A further file, that nobody closes but who asked for it."""
        return reopened(Path(shutil.copy(self._template, self._folder / "Another.crmdesk")))

    def meet(self, *, may_delete: bool = False) -> None:
        """Until nobody has anything to tell."""
        for store in (*self.stores, *self.stores):
            exchange(laptop(store, self.log, may_delete=may_delete), self.hub)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for store in self.stores:
            store.close()

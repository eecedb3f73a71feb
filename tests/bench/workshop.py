"""What all measurements need: files filled with sample data, made once, and ways to take time."""

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from crmdesk.services import demo
from crmdesk.store.store import Store

KEY = bytes(range(32))
"""All files here are encrypted like a user's."""


@dataclass(frozen=True, slots=True)
class Workshop:
    folder: Path
    size: int
    large: int
    rounds: int

    def sample(self, size: int, *, encrypted: bool = True) -> Path:
        """A file with so many contacts; to be looked at, not to be changed."""
        path = self.folder / f"sample-{size}{'' if encrypted else '-plain'}.crmdesk"
        if not path.exists():
            draft = path.with_suffix(".draft")
            with opened(Store.create(draft, KEY if encrypted else None)) as store:
                for _progress in demo.fill(store, size):
                    pass
            draft.rename(path)
        return path

    def empty(self, name: str = "fresh") -> Store:
        """A new file of the name, without its records."""
        template, path = self.folder / "empty.crmdesk", self.folder / f"{name}.crmdesk"
        if not template.exists():
            Store.create(template, KEY).close()
        for old in self.folder.glob(f"{name}.crmdesk*"):
            old.unlink()
        shutil.copy(template, path)
        return Store.open(path, KEY)


@contextmanager
def opened(store: Store) -> Iterator[Store]:
    try:
        yield store
    finally:
        store.close()


def seconds(work: Callable[[], object]) -> float:
    """As long as it takes, with the garbage of what was before out of the way."""
    gc.collect()
    start = perf_counter()
    work()
    return perf_counter() - start


def medians(rounds: int, *works: Callable[[], object]) -> list[float]:
    """Of each, done in turn: what else the machine does meanwhile strikes all alike."""
    taken = [[seconds(work) for work in works] for _ in range(rounds)]
    return [median(times) for times in zip(*taken, strict=True)]


def share(times: list[float], part: float) -> float:
    """The time that this part of all stayed within: 0.99 for p99."""
    ordered = sorted(times)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]

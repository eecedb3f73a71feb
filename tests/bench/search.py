"""Search: from a key to ranked ids, for words typed letter by letter."""

from collections.abc import Iterator
from functools import partial
from random import Random
from statistics import median

from crmdesk.store import search
from crmdesk.store.store import Store
from tests.bench.table import Line, aim
from tests.bench.workshop import KEY, Workshop, opened, seconds, share

WORDS = 120
LISTED = 100
AIMS = {"size": (0.001, 0.005), "large": (0.002, 0.020)}
"""p50 and p99 in seconds."""


def run(workshop: Workshop) -> Iterator[Line]:
    for which, size in (("size", workshop.size), ("large", workshop.large)):
        with opened(Store.open(workshop.sample(size), KEY)) as store:
            yield from _lines(store, size, *AIMS[which])


def _lines(store: Store, size: int, p50: float, p99: float) -> Iterator[Line]:
    asked = [text for word in words(store, WORDS) for text in keystrokes(word)]
    letters = sorted({text for text in asked if len(text) == 1})
    ask = partial(_times, store)
    ask(asked[:50])  # the first ones read the index from the disk
    every, single = ask(asked), ask(letters * 3)
    scan = median(seconds(lambda text=text: _scan(store, text)) for text in asked[:: len(asked) // 10])
    yield aim("search: a key, p50", size, share(every, 0.5), p50)
    yield aim("search: a key, p99", size, share(every, 0.99), p99)
    yield aim("search: one letter, p99", size, share(single, 0.99), p99)
    yield Line("search: a key, p50", size, share(every, 0.5), scan, "LIKE over the same words")


def words(store: Store, count: int) -> list[str]:
    """What people look for: names, parts of them, companies, places, numbers."""
    chance = Random(5)
    total = store.listing("contact").count()
    found = []
    for _ in range(count):
        (row,) = store.listing("contact").window(int(chance.random() * total), 1)
        parts = [row.name, *row.name.split(), *row.detail.split(" · "), row.place]
        found.append(parts[int(chance.random() * len(parts))].lower())
    numbers = store.connection.execute("SELECT value FROM phones LIMIT ? OFFSET ?", (count // 8, total // 3))
    return [word for word in found if word] + [number for (number,) in numbers]


def keystrokes(word: str) -> list[str]:
    return [word[:end] for end in range(1, min(len(word), 14) + 1)]


def _times(store: Store, asked: list[str]) -> list[float]:
    from time import perf_counter

    times = []
    for text in asked:
        start = perf_counter()
        search.ranked(store.connection, text, LISTED, "contact")
        times.append(perf_counter() - start)
    return times


def _scan(store: Store, text: str) -> None:
    store.connection.execute(
        "SELECT doc FROM finder WHERE spoken LIKE ? ORDER BY sorted LIMIT ?", (f"%{text}%", LISTED)
    ).fetchall()

"""Lists: the window on files of two sizes, and search with the list painted anew."""

from collections.abc import Iterator
from time import perf_counter

from crmdesk.services import columns
from crmdesk.store import columns as sql
from crmdesk.store.store import Store
from tests.bench import search, window
from tests.bench.table import Line, aim
from tests.bench.workshop import KEY, Workshop, opened, seconds, share

FRAME = 1 / 60
TYPED_WORDS = 12
SORT = (("addresses.city", False), ("stage", False))
PAINTED = (0.014, 0.040)
"""p50 and p99 from a key to the list painted."""


def run(workshop: Workshop) -> Iterator[Line]:
    looked = {}
    for size in (workshop.size, workshop.large):
        path = workshop.sample(size)
        looked[size] = window.measure("look", path)
        with opened(Store.open(path, KEY)) as store:
            asked = search.words(store, TYPED_WORDS)
        times = window.measure("type", path, *asked)["times"]
        yield aim("search: key to list painted, p50", size, share(times, 0.5), PAINTED[0])
        yield aim("search: key to list painted, p99", size, share(times, 0.99), PAINTED[1])
    small, large = looked[workshop.size], looked[workshop.large]
    yield Line("list: file open to rows painted", workshop.large, large["open"], small["open"], "the smaller file", 2)
    yield aim("list: jump to the end, painted", workshop.large, large["end"], 6 * FRAME)
    yield aim("list: scrolling, frame p50", workshop.large, share(large["frames"], 0.5), FRAME)
    yield aim("list: scrolling, frame p99", workshop.large, share(large["frames"], 0.99), FRAME)
    yield aim("list: scrolling, longest frame", workshop.large, max(large["frames"]), 2 * FRAME)
    yield Line("list: memory at its most", workshop.large, large["peak"], small["peak"], "the smaller file", 1.2, "MB")
    for size in (workshop.size, workshop.large):
        yield from tables(workshop, size)


def tables(workshop: Workshop, size: int) -> Iterator[Line]:
    """Eight columns, and the same sorted by two and grouped by one of them."""
    path = workshop.sample(size)
    measured = window.measure("table", path)
    yield aim("table: scrolling, frame p99", size, share(measured["frames"], 0.99), FRAME)
    yield aim("table: in groups, frame p99", size, share(measured["grouped"], 0.99), FRAME)
    yield aim("table: longest pause of the window while sorting", size, measured["blocked"], 3 * FRAME)
    with opened(Store.open(path, KEY)) as store:
        ours, longest = _in_pieces(store)
        other = seconds(lambda: _at_once(store))
    yield Line("sort by two columns, in pieces", size, ours, other, "one statement", 2)
    yield Line("sort by two columns, longest piece", size, longest, other, "one statement", 0.5)


def _in_pieces(store: Store) -> tuple[float, float]:
    longest, begun = 0.0, perf_counter()
    before = begun
    for _share in columns.ordered(store, "contact", None, SORT):
        longest, before = max(longest, perf_counter() - before), perf_counter()
    return perf_counter() - begun, longest


def _at_once(store: Store) -> list[int]:
    """As a list would be sorted that keeps everybody waiting; without the user's alphabet."""
    by = ", ".join(f"{sql.expression('contact', key)} NULLS LAST" for key, _down in SORT)
    order = f"SELECT f.doc {sql.source('contact')} WHERE f.kind = 1 ORDER BY {by}, f.filed, f.doc"
    return [doc for (doc,) in store.connection.execute(order)]

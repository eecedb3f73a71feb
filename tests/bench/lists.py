"""Lists: the window on files of two sizes, and search with the list painted anew."""

from collections.abc import Iterator

from crmdesk.store.store import Store
from tests.bench import search, window
from tests.bench.table import Line, aim
from tests.bench.workshop import KEY, Workshop, opened, share

FRAME = 0.033
TYPED_WORDS = 12
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
    yield aim("list: jump to the end, painted", workshop.large, large["end"], 3 * FRAME)
    yield aim("list: scrolling, frame p50", workshop.large, share(large["frames"], 0.5), FRAME)
    yield aim("list: scrolling, longest frame", workshop.large, max(large["frames"]), FRAME)
    yield Line("list: memory at its most", workshop.large, large["peak"], small["peak"], "the smaller file", 1.2, "MB")

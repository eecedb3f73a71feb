"""Duplicates: found in a file of contacts with twins planted in it, and asked for while somebody types.

splink's figures are its best on such a file, measured once elsewhere: it needs numpy, pandas and a database of its own.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from time import perf_counter
from typing import Any

from crmdesk.domain.ids import text_id
from crmdesk.services import duplicates
from crmdesk.services.cards import read_cards
from crmdesk.store.store import Store
from tests.bench.table import Line, aim
from tests.bench.workshop import KEY, Workshop, opened
from tests.services import febrl, twins

FOUND_IN = 6.0
MEMORY = 500.0
LEAST = 0.985
TYPED_IN = 0.005
PAUSE = 0.3
"""Seconds that a search typed meanwhile may have to wait."""
SPLINK = {"memory": 660.0, "false": 0.008, "missed": 0.023}
_ASKED = 300
_RUN = """
import json, resource, sys, time
from pathlib import Path
from crmdesk.services import duplicates
from crmdesk.store.store import Store
from crmdesk.domain.ids import text_id
store = Store.open(Path(sys.argv[1]), bytes(range(32)))
store.prepare()
start = time.perf_counter()
steps, longest, last = duplicates.find(store), 0.0, start
while True:
    try:
        next(steps)
    except StopIteration as end:
        found = end.value
        break
    now = time.perf_counter()
    longest, last = max(longest, now - last), now
seconds = time.perf_counter() - start
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
ids = [[text_id(key) for key in each.ids] for each in found]
print(json.dumps({"seconds": seconds, "memory": memory, "longest": longest, "ids": ids}))
"""


def run(workshop: Workshop) -> Iterator[Line]:
    path, truth = _planted(workshop)
    told = _found(path)
    pairs = {frozenset(pair) for ids in told["ids"] for pair in combinations(ids, 2)}
    precision, recall = twins.figures(pairs, truth)
    size = workshop.size
    yield aim("duplicates: the whole file", size, told["seconds"], FOUND_IN)
    yield aim("duplicates: memory", size, told["memory"], MEMORY, "MB")
    yield Line("duplicates: memory", size, told["memory"], SPLINK["memory"], "splink", unit="MB")
    yield aim("duplicates: false of those found", size, 1 - precision, 1 - LEAST, "%")
    yield Line("duplicates: false of those found", size, 1 - precision, SPLINK["false"], "splink", unit="%")
    yield aim("duplicates: missed", size, 1 - recall, 1 - LEAST, "%")
    yield Line("duplicates: missed", size, 1 - recall, SPLINK["missed"], "splink", unit="%")
    yield aim("duplicates: longest without a pause", size, told["longest"], PAUSE)
    times = _typed(path)
    yield aim("duplicates: one being typed, p50", size, times[len(times) // 2], TYPED_IN)
    yield aim("duplicates: one being typed, p95", size, times[int(len(times) * 0.95)], 2 * TYPED_IN)


def _planted(workshop: Workshop) -> tuple[Path, set[frozenset[str]]]:
    path = workshop.folder / f"twins-{workshop.size}.crmdesk"
    known = path.with_suffix(".json")
    if not known.exists():
        cards, truth = twins.planted(workshop.size)
        with opened(Store.create(path, KEY)) as store:
            ids = [text_id(key) for key in febrl.fill(store, cards)]
        known.write_text(json.dumps([[ids[place] for place in pair] for pair in truth]))
    return path, {frozenset(pair) for pair in json.loads(known.read_text())}


def _found(path: Path) -> dict[str, Any]:
    """In a process of its own: memory is measured."""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", _RUN, str(path)], cwd=root, capture_output=True, check=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def _typed(path: Path) -> list[float]:
    """What somebody types of people who are there."""
    times = []
    with opened(Store.open(path, KEY)) as store:
        store.prepare()
        rows = store.listing("contact").window(store.listing("contact").count() // 2, _ASKED)
        with store.read() as session:
            cards = [card for _key, card in read_cards(session, "contact", [row.id for row in rows])]
        for number, card in enumerate([*cards[:50], *cards]):  # the first ones read the index from the disk
            typed = {**card.fields, "phones": card.phones, "emails": card.emails}
            start = perf_counter()
            duplicates.like(store, typed)
            if number >= 50:
                times.append(perf_counter() - start)
    return sorted(times)

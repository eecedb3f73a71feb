"""Duplicates: found in a file of contacts with twins planted in it, and asked for while somebody types.

Peers that are installed run on the same people. splink's best on such a file, tuned by hand elsewhere, stands beside.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from crmdesk.domain.ids import text_id
from crmdesk.domain.likeness_values import Place
from crmdesk.services import duplicates, likenesses
from crmdesk.services.cards import read_cards
from crmdesk.store.store import Store
from tests.bench import linkers
from tests.bench.table import Line, Unit, aim
from tests.bench.workshop import KEY, Workshop, opened
from tests.services import febrl, twins

FOUND_IN = 6.0
MEMORY = 500.0
LEAST = 0.985
TYPED_IN = 0.005
PAUSE = 0.15
"""Seconds that a search typed meanwhile may have to wait."""
SPLINK = {"splink at its best": {"memory": 660.0, "false": 0.008, "missed": 0.023}}
_ASKED = 300
_RUN = """
import json, sys, time
from pathlib import Path
from crmdesk.services import duplicates
from crmdesk.store.store import Store
from crmdesk.domain.ids import text_id
from tests.bench.linkers import memory
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
    finally:
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
seconds = time.perf_counter() - start
ids = [[text_id(key) for key in each.ids] for each in found]
print(json.dumps({"seconds": seconds, "memory": memory(), "longest": longest, "ids": ids}))
"""


def run(workshop: Workshop) -> Iterator[Line]:
    path, truth = _planted(workshop)
    told = _found(path)
    precision, recall = twins.figures(linkers.pairs_of(told["ids"]), truth)
    size = workshop.size
    ours = {**told, "false": 1 - precision, "missed": 1 - recall}
    yield aim("duplicates: the whole file", size, told["seconds"], FOUND_IN)
    yield aim("duplicates: memory", size, ours["memory"], MEMORY, "MB")
    yield aim("duplicates: false of those found", size, ours["false"], 1 - LEAST, "%")
    yield aim("duplicates: missed", size, ours["missed"], 1 - LEAST, "%")
    for name, figures in {**SPLINK, **_of_peers(path, truth)}.items():
        for what, figure in figures.items():
            allowed = 2.0 if what == "seconds" else 1.0  # theirs start with all of it in memory
            yield Line(f"duplicates: {_WORDS[what]}", size, ours[what], max(figure, 1e-6), name, allowed, _UNITS[what])
    yield aim("duplicates: longest without a pause", size, told["longest"], PAUSE)
    times = _typed(path)
    yield aim("duplicates: one being typed, p50", size, times[len(times) // 2], TYPED_IN)
    yield aim("duplicates: one being typed, p95", size, times[int(len(times) * 0.95)], TYPED_IN)


_WORDS = {
    "seconds": "the whole file", "memory": "memory", "false": "false of those found", "missed": "missed",
}  # fmt: skip
_UNITS: dict[str, Unit] = {"seconds": "s", "memory": "MB", "false": "%", "missed": "%"}


def _of_peers(path: Path, truth: set[frozenset[str]]) -> dict[str, dict[str, float]]:
    people = path.with_suffix(".people.json")
    people.write_text(json.dumps(list(_people(path))), "utf-8")
    found = {name: told for name in linkers.NAMES if (told := linkers.measured(name, people))}
    for told in found.values():
        precision, recall = linkers.best(told.pop("pairs"), truth)
        told |= {"false": 1 - precision, "missed": 1 - recall}
    return found


def _people(path: Path) -> Iterator[list[str]]:
    with opened(Store.open(path, KEY)) as store:
        store.prepare()
        with store.read() as session:
            known = likenesses.profiles(session, "contact")
    for key, each in known.items():
        home = each.places[0] if each.places else Place()
        firsts = [values[0] if values else "" for values in (each.phones, each.emails)]
        street = f"{home.street} {home.number}".strip()
        yield [text_id(key), each.given, each.family, each.birthday, *firsts, street, home.city, home.code]


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

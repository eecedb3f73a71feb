"""Sync: the first round of a file with many contacts, on both sides, and what goes on from day to day.

Seconds of the processor are those of the laptop alone. What waits for the hub is told in seconds of the clock.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from statistics import median
from typing import TypeVar

from sqlalchemy import select, update

from crmdesk.domain.contacts import Contact
from crmdesk.services import sync
from crmdesk.store.store import Store
from crmdesk.sync.door import Events
from tests.bench import importing, sync_peers
from tests.bench.sync_parts import Laptop, Office, counting, office
from tests.bench.table import Line, aim
from tests.bench.workshop import KEY, Workshop, opened

T = TypeVar("T")
FIRST = 60.0
"""Seconds of the processor for the first round of 100,000 contacts, on either side."""
ANSWERED = 0.300
"""Seconds until a search is answered while a file is filled by its first round."""
MEANWHILE = 5.0
BYTES = 1.5
"""Times its vCard: each of its rows has a number of its own, that no packing makes smaller."""
CHANGES, IN_STEP, SEEN = 1000, 2.0, 1.0
IDLE, ASKED = 20_000, 400
"""Of a minute in which nothing happens; a hub looks once a second for all who listen."""
LISTENED = 16.0
ROUNDS_A_MINUTE = 1 / 5
"""That nobody asked for, of a laptop that hears when there is news."""


def run(workshop: Workshop) -> Iterator[Line]:
    cards = importing.written(workshop, importing.vcards)
    size = min(workshop.size, CHANGES)
    with office(workshop) as here:
        ana = here.laptop("ana", _file(workshop, cards))
        told, contacts = ana.round(), ana.store.listing("contact").count()
        rui = here.laptop("rui")
        heard = rui.round()
        limit = FIRST * contacts / 100_000
        yield aim("sync: first round, who tells", contacts, told.processor, limit)
        yield aim("sync: first round, who hears", contacts, heard.processor, limit)
        as_cards, name = cards.stat().st_size / contacts, "as a vCard"
        yield Line("sync: bytes of a contact, told", contacts, told.up / contacts, as_cards, name, BYTES, "B")
        yield Line("sync: bytes of a contact, heard", contacts, heard.down / contacts, as_cards, name, BYTES, "B")
        yield aim("sync: a search in the first 5 s", contacts, _waited(here), ANSWERED)
        yield aim("sync: changes, told and heard", size, _changes(ana, rui, size, workshop.rounds), IN_STEP)
        yield aim("sync: a change, until it is seen", 1, _seen(ana, rui, workshop.rounds), SEEN)
        sent, asked = _rest(here, ana)
        yield aim("sync: a minute at rest, bytes of a laptop", 1, sent, IDLE, "B")
        yield aim("sync: a minute at rest, statements of a hub", 1, asked, ASKED, "")
    yield from sync_peers.lines(workshop, heard.processor / contacts, heard.down / contacts)


def _file(workshop: Workshop, cards: Path) -> Path:
    path = workshop.folder / f"cards-{workshop.size}.crmdesk"
    if not path.exists():
        with opened(workshop.empty("cards")) as store:
            store.prepare()
            importing.import_all(store, cards)
        store.path.rename(path)
    return path


def _changes(ana: Laptop, rui: Laptop, count: int, rounds: int) -> float:
    taken = []
    for number in range(rounds):
        with ana.store.write("Bench") as session:
            some = select(Contact.id).limit(count).scalar_subquery()
            session.execute(update(Contact).where(Contact.id.in_(some)).values(nickname=f"No {number}"))
        taken.append(ana.round().seconds + rui.round().seconds)
    return median(taken)


def _seen(ana: Laptop, rui: Laptop, rounds: int) -> float:
    """From the change until the other file has it, when the hub says that there is news."""
    with rui.account.door() as door:
        events, news = door.events(), SimpleQueue[int]()
        listener = threading.Thread(target=lambda: [news.put(1) for event in events if event.kind == "heads"])
        listener.start()
        news.get(timeout=10)
        taken = [_once(ana, rui, news, number) for number in range(rounds)]
        events.stop()
        listener.join()
    return median(taken)


def _once(ana: Laptop, rui: Laptop, news: "SimpleQueue[int]", number: int) -> float:
    start = time.perf_counter()
    with ana.store.write("Bench") as session:
        some = session.scalars(select(Contact).limit(1)).one()
        some.nickname = f"Once {number}"
    while not news.empty():
        news.get()
    ana.round()
    news.get(timeout=10)
    rui.round()
    return time.perf_counter() - start


def _rest(here: Office, laptop: Laptop) -> tuple[float, float]:
    """The stream of events stays open, and now and then there is a round in vain."""
    with counting(here) as asked:
        sent, before = here.relay.both, asked.count
        laptop.round()
        in_vain = here.relay.both - sent, asked.count - before
        with laptop.account.door() as door, _listening(door.events()):
            sent, before = here.relay.both, asked.count
            time.sleep(LISTENED)
            listened = here.relay.both - sent, asked.count - before
    a_minute = [all_ * 60 / LISTENED + one * ROUNDS_A_MINUTE for all_, one in zip(listened, in_vain, strict=True)]
    return a_minute[0], a_minute[1]


@contextmanager
def _listening(events: Events) -> Iterator[None]:
    listener = threading.Thread(target=lambda: list(events))
    listener.start()
    time.sleep(1)
    yield
    events.stop()
    listener.join()


class _EnoughError(Exception):
    """It would go on where it was."""


def _waited(here: Office) -> float:
    """The longest wait for a search, each typed as soon as the one before is answered."""
    eva = here.laptop("eva")
    path = eva.store.path
    eva.store.close()
    jobs = SimpleQueue[Callable[[Store], None] | None]()
    threads = [threading.Thread(target=_work, args=(path, jobs)), threading.Thread(target=_round, args=(jobs,))]
    for thread in threads:
        thread.start()
    waits, until = [0.0], time.perf_counter() + MEANWHILE
    while (start := time.perf_counter()) < until:
        _on(jobs, lambda store: store.find("mar"))
        waits.append(time.perf_counter() - start)
        time.sleep(0.05)
    threads[1].join()
    jobs.put(None)
    threads[0].join()
    return max(waits)


def _work(path: Path, jobs: "SimpleQueue[Callable[[Store], None] | None]") -> None:
    """The one thread that has the file, as in the window."""
    with opened(Store.open(path, KEY)) as store:
        store.prepare()
        while job := jobs.get():
            job(store)


def _on(jobs: "SimpleQueue[Callable[[Store], None] | None]", job: Callable[[Store], T]) -> T:
    done = SimpleQueue[tuple[T | None, BaseException | None]]()
    jobs.put(lambda store: done.put(_tried(job, store)))
    found, error = done.get()
    if error:
        raise error
    return found  # type: ignore[return-value]


def _tried(job: Callable[[Store], T], store: Store) -> tuple[T | None, BaseException | None]:
    try:
        return job(store), None
    except BaseException as error:  # noqa: BLE001 - it is raised where it was asked
        return None, error


def _round(jobs: "SimpleQueue[Callable[[Store], None] | None]") -> None:
    until = time.perf_counter() + MEANWHILE

    def go_on(_done: int, _of: int) -> None:
        if time.perf_counter() > until:
            raise _EnoughError

    with suppress(_EnoughError):
        sync.run_round(lambda job: _on(jobs, job), go_on)

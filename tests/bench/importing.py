"""Imports: vCards and Google's CSV, into an empty file and into one that has as many others already.

Bare are the same rows, of the finder and of both indexes of words too, given to the tables one after the other by one
`executemany` each, in one step of the same encrypted file with its journal. What is imported is read, mapped, made
uniform, looked up by its name in the source and compared with everybody who is there. Both are told in seconds of the
processor, so that what else the machine does strikes neither; the backup before an import is no part of it.
"""

import csv
import io
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from crmdesk.domain.card import Card
from crmdesk.domain.records import RECORDS
from crmdesk.formats import csv_foreign, vcard
from crmdesk.services import demo, files, importing
from crmdesk.store.store import Store
from tests.bench import window
from tests.bench.table import Line, aim
from tests.bench.workshop import KEY, Workshop, opened, seconds, share

TIMES = 4
"""How many times the bare rows an import may take."""
WARMING_UP = 100
"""Cards that are imported first, so that nothing is loaded for the first time while time is taken."""
PARSED_BY_PEER = 300
OTHERS = 2
"""The seed of those who are imported; 1 is that of those who are there."""
BLOCKED = 0.050
"""Seconds that the GUI thread may be kept from its work."""
ANSWERED = 0.150
"""Seconds until a search is answered that is typed meanwhile."""
STOPPED = 1.0
WORDS = ("finder_names", "finder_words")
Rows = dict[str, list[tuple[Any, ...]]]


def run(workshop: Workshop) -> Iterator[Line]:
    with opened(workshop.empty("warm")) as store:
        import_all(store, written(replace(workshop, size=WARMING_UP), google))
    size = workshop.size
    for name, make, to in (
        ("vCards", vcards, _empty),
        ("CSV", google, _empty),
        ("CSV, beside as many others", google, _filled),
    ):
        path = written(workshop, make)
        taken = [_round(workshop, path, to) for _ in range(min(workshop.rounds, 3))]
        ours, undo, bare = (median(times) for times in zip(*taken, strict=True))
        yield Line(f"import: {name}", size, ours, bare, "same rows bare", TIMES)
        yield Line(f"import: its undo ({name})", size, undo, ours, "the import")
        if make is vcards:
            yield Line("import: vCards", size, ours, peer(path, size), "vobject, parsing alone")
    yield from _meanwhile(workshop)


def _meanwhile(workshop: Workshop) -> Iterator[Line]:
    """In the real window."""
    size = workshop.size
    with opened(_filled(workshop, "busy")) as store:
        files.backup(store)
        path = store.path
    told = window.measure("busy", path, str(written(workshop, google)))
    yield aim("import: GUI thread kept waiting, longest", size, told["blocked"], BLOCKED)
    yield aim("import: a search typed meanwhile, p50", size, share(told["answers"], 0.5), ANSWERED)
    yield aim("import: a search typed meanwhile, p99", size, share(told["answers"], 0.99), ANSWERED)
    yield aim("import: stopped, what came so far kept", size, told["stopped"], STOPPED)
    yield aim("import: cancelled, all taken back", size, told["cancelled"], STOPPED)


def _empty(workshop: Workshop, name: str) -> Store:
    return workshop.empty(name)


def _filled(workshop: Workshop, name: str) -> Store:
    path = workshop.folder / f"{name}.crmdesk"
    for old in workshop.folder.glob(f"{name}.crmdesk*"):
        old.unlink()
    shutil.copy(workshop.sample(workshop.size), path)
    return Store.open(path, KEY)


def written(workshop: Workshop, make: Callable[[list[Card]], bytes]) -> Path:
    path = workshop.folder / f"{make.__name__}-{workshop.size}"
    if not path.exists():
        people = [card for card in demo.cards(workshop.size, OTHERS) if card.kind == "contact"]
        path.write_bytes(make([_as_exported(card) for card in people]))
    return path


def _as_exported(card: Card) -> Card:
    """As a phone or a mail program would give it: what is only known here is left out."""
    card.photo = None
    card.fields = {name: value for name, value in card.fields.items() if name in _KNOWN_ELSEWHERE}
    card.affiliations = [_only(entry, "company", "title", "department") for entry in card.affiliations]
    card.phones = [_only(entry, "label", "value") for entry in card.phones]
    card.notes = [_only(entry, "text") for entry in card.notes]
    card.opt_outs, card.custom, card.groups = [], {}, []
    return card


_KNOWN_ELSEWHERE = {
    "prefix",
    "given_name",
    "middle_name",
    "family_name",
    "suffix",
    "nickname",
    "birthday",
    "anniversary",
}


def _only(entry: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: entry[name] for name in names if name in entry}


def vcards(cards: list[Card]) -> bytes:
    return b"".join(vcard.write(cards, "3.0"))


def google(cards: list[Card]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(csv_foreign.rows(cards, csv_foreign.GOOGLE))
    return text.getvalue().encode()


def _round(workshop: Workshop, path: Path, to: Callable[[Workshop, str], Store]) -> tuple[float, float, float]:
    """Seconds of the import, of its undo, and of the rows it added, written bare."""
    with opened(to(workshop, "import")) as store:
        store.prepare()
        if store.listing("contact").count():
            files.backup(store)
        before = _last(store)
        ours = _taken(lambda: import_all(store, path))
        rows = rows_of(store, before)
        undo = _taken(store.undo)
    with opened(to(workshop, "bare")) as store:
        store.prepare()
        return ours, undo, _taken(lambda: write_bare(store, rows))


def _taken(work: Callable[[], object]) -> float:
    start = process_time()
    seconds(work)
    return process_time() - start


def import_all(store: Store, path: Path) -> None:
    for _progress in importing.run(store, [path]):
        pass


def _tables() -> list[str]:
    return [*(record.__tablename__ for record in RECORDS), "finder"]


def _last(store: Store) -> dict[str, int]:
    """The number of the last row of each table."""
    read = store.connection.execute
    return {table: read(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()[0] for table in _tables()}


def rows_of(store: Store, before: dict[str, int]) -> Rows:
    """All rows that came since: of records, of the finder and of both indexes of words."""
    read = store.connection.execute
    found = {
        table: read(f"SELECT * FROM {table} WHERE rowid > ?", (last,)).fetchall() for table, last in before.items()
    }
    for table in WORDS:
        found[table] = [(doc, words) for doc, words in _words(store, table) if doc > before["finder"]]
    return found


def _words(store: Store, table: str) -> list[tuple[int, str]]:
    """What was given to an index that keeps no texts: its terms, put together again for each row."""
    texts: defaultdict[int, list[str]] = defaultdict(list)
    store.connection.execute(f"CREATE VIRTUAL TABLE temp.of_{table} USING fts5vocab(main, {table}, instance)")
    for term, doc in store.connection.execute(f"SELECT term, doc FROM temp.of_{table}"):
        texts[doc].append(term)
    return [(doc, " ".join(terms)) for doc, terms in sorted(texts.items())]


def write_bare(store: Store, rows: Rows) -> None:
    with store.write_in_parts("Bare") as (_session, step):
        for table, values in rows.items():
            if values:
                names = "(rowid, words)" if table in WORDS else ""
                marks = ", ".join("?" * len(values[0]))
                store.connection.executemany(f"INSERT INTO {table} {names} VALUES ({marks})", values)
        vars(step)["renew_search"] = lambda: iter(())  # its rows are among these


def peer(path: Path, size: int) -> float:
    """What vobject needs to parse as many, reckoned from a few: it takes the same for each."""
    import vobject

    head = path.read_bytes().decode().split("END:VCARD\r\n")[:PARSED_BY_PEER]
    text = "".join(f"{card}END:VCARD\r\n" for card in head)
    return seconds(lambda: list(vobject.readComponents(text))) * size / len(head)

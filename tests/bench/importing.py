"""Imports: files of vCards and CSV into an empty file, beside the same rows written bare into the same tables."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from crmdesk.domain.card import Card
from crmdesk.domain.records import RECORDS
from crmdesk.formats import csv_write, vcard
from crmdesk.services import demo, importing
from crmdesk.store.store import Store
from tests.bench import window
from tests.bench.journal import drop_triggers
from tests.bench.table import Line, aim
from tests.bench.workshop import Workshop, opened, seconds

TIMES = 3
"""How many times the bare rows an import may take."""
WARMING_UP = 100
"""Cards that are imported first, so that nothing is loaded for the first time while time is taken."""
PARSED_BY_PEER = 300
BLOCKED = 0.050
"""Seconds that the GUI thread may be kept from its work."""
WORDS = ("finder_names", "finder_words")
Rows = dict[str, list[tuple[Any, ...]]]


def run(workshop: Workshop) -> Iterator[Line]:
    for name, make in (("vCards", vcards), ("CSV rows", csv_rows)):
        path = _written(workshop, make)
        few = replace(workshop, size=WARMING_UP)
        _round(few, _written(few, make))
        taken = [_round(workshop, path) for _ in range(min(workshop.rounds, 3))]
        ours, undo, bare = (median(times) for times in zip(*taken, strict=True))
        yield Line(f"import: {name}", workshop.size, ours, bare, "same rows bare", TIMES)
        if make is vcards:
            yield Line("import: vCards", workshop.size, ours, peer(path, workshop.size), "vobject, parsing alone")
        yield Line(f"import: its undo ({name})", workshop.size, undo, ours, "the import")
        yield aim(
            f"import: GUI thread kept waiting, longest ({name})", workshop.size, _blocked(workshop, path), BLOCKED
        )


def _blocked(workshop: Workshop, path: Path) -> float:
    with opened(workshop.empty("busy")) as store:
        empty = store.path
    return float(window.measure("busy", empty, str(path))["blocked"])


def _written(workshop: Workshop, make: Callable[[list[Card]], bytes]) -> Path:
    path = workshop.folder / f"{make.__name__}-{workshop.size}"
    if not path.exists():
        path.write_bytes(make([_as_exported(card) for card in demo.cards(workshop.size) if card.kind == "contact"]))
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


def csv_rows(cards: list[Card]) -> bytes:
    return "".join(csv_write.write(cards, [])).encode()


def _round(workshop: Workshop, path: Path) -> tuple[float, float, float]:
    """Seconds of the import, of its undo, and of the rows it made, written bare."""
    with opened(workshop.empty("import")) as store:
        ours = seconds(lambda: _import(store, path))
        rows = rows_of(store)
        undo = seconds(store.undo)
    with opened(workshop.empty("bare")) as store:
        store.prepare()
        drop_triggers(store)
        return ours, undo, seconds(lambda: write_bare(store, rows))


def _import(store: Store, path: Path) -> None:
    for _progress in importing.run(store, [path]):
        pass


def rows_of(store: Store) -> Rows:
    """All rows of all records, of the finder and of both indexes of words."""
    read = store.connection.execute
    found = {record.__tablename__: read(f"SELECT * FROM {record.__tablename__}").fetchall() for record in RECORDS}
    found["finder"] = read("SELECT * FROM finder").fetchall()
    for table in WORDS:
        found[table] = _words(store, table)
    return found


def _words(store: Store, table: str) -> list[tuple[int, str]]:
    """What was given to an index that keeps no texts: its terms, put together again for each row."""
    texts: defaultdict[int, list[str]] = defaultdict(list)
    store.connection.execute(f"CREATE VIRTUAL TABLE temp.of_{table} USING fts5vocab(main, {table}, instance)")
    for term, doc in store.connection.execute(f"SELECT term, doc FROM temp.of_{table}"):
        texts[doc].append(term)
    return [(doc, " ".join(terms)) for doc, terms in sorted(texts.items())]


def write_bare(store: Store, rows: Rows) -> None:
    store.connection.execute("BEGIN IMMEDIATE")
    for table, values in rows.items():
        if values:
            names = "(rowid, words)" if table in WORDS else ""
            marks = ", ".join("?" * len(values[0]))
            store.connection.executemany(f"INSERT INTO {table} {names} VALUES ({marks})", values)
    store.connection.execute("COMMIT")


def peer(path: Path, size: int) -> float:
    """What vobject needs to parse as many, reckoned from a few: it takes the same for each."""
    import vobject

    head = path.read_bytes().decode().split("END:VCARD\r\n")[:PARSED_BY_PEER]
    text = "".join(f"{card}END:VCARD\r\n" for card in head)
    return seconds(lambda: list(vobject.readComponents(text))) * size / len(head)

"""The journal: what its triggers add to rows written in bulk."""

from collections.abc import Iterator
from contextlib import suppress
from statistics import median
from typing import Any

from crmdesk.domain.contacts import Contact
from crmdesk.services import demo
from crmdesk.store import bulk
from crmdesk.store.store import Store
from tests.bench.table import Line, aim
from tests.bench.workshop import Workshop, opened, seconds

ALLOWED = 1.2
"""Seconds for 100,000 rows."""


def run(workshop: Workshop) -> Iterator[Line]:
    rows = [card.fields for card in demo.cards(workshop.size) if card.kind == "contact"]
    taken = [(_write(workshop, rows, True), _write(workshop, rows, False)) for _ in range(workshop.rounds)]
    with_triggers, without = (median(times) for times in zip(*taken, strict=True))
    yield Line("journal: rows with triggers", len(rows), with_triggers, without, "without triggers", 4)
    yield aim("journal: what the triggers add", len(rows), with_triggers - without, ALLOWED * len(rows) / 100_000)


class _EnoughError(Exception):
    """The index of words is measured with imports."""


def _write(workshop: Workshop, rows: list[dict[str, Any]], journal: bool) -> float:
    taken = 0.0
    with opened(workshop.empty("journal")) as store:
        store.prepare()
        if not journal:
            drop_triggers(store)
        with suppress(_EnoughError), store.write_in_parts("Bench") as (session, _step):
            taken = seconds(lambda: bulk.insert(session, Contact, rows))
            raise _EnoughError
    return taken


def drop_triggers(store: Store) -> None:
    for (name,) in store.connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        store.connection.execute(f"DROP TRIGGER {name}")

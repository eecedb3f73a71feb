"""Scenes of the tour: what two people changed apart, and what waits to be told."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from crmdesk.ui.tour_stage import Scene, go, settle, wait_for
from crmdesk.ui.window import Window

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_APART = 4
"""People of whom both change something."""


def apart(store: "Store") -> None:
    """A colleague and this file have changed the same things, and have met since."""
    from crmdesk.domain.base import now
    from crmdesk.services import files
    from crmdesk.services.sync_shelf import SHARED, laptop
    from crmdesk.sync.exchange import exchange
    from crmdesk.sync.memory import MemoryHub

    hub, store.author = MemoryHub(now), "Bia Martins"
    with TemporaryDirectory() as folder:
        other, _code = files.new(Path(folder) / "Ana.crmdesk", "none")
        other.author = "Ana Souza"
        both = (store, other)
        _meet = [partial(exchange, laptop(each, SHARED), hub) for each in (store, other, store)]
        for meet in _meet:
            meet()
        for each, change in zip(both, (_as_mine, _as_theirs), strict=True):
            change(each)
        for meet in (*_meet, *_meet):
            meet()
        other.close()


def _people(store: "Store") -> list[bytes]:
    return [row.id for row in sorted(store.find("a", 40, "contact"), key=lambda row: row.filed_as)][: _APART + 2]


def _as_mine(store: "Store") -> None:
    _change(store, "R. Augusta, 1410", "Trade fair", "{text} Three ovens, and a mixer.", "+55 11 98765-4300")


def _as_theirs(store: "Store") -> None:
    from crmdesk.services import records

    _change(store, "Av. Paulista, 900", "Website", "Ring after the 20th. {text}", "+55 11 91234-5678")
    records.delete(store, "contact", [_people(store)[-1]])


def _change(store: "Store", street: str, source: str, text: str, phone: str) -> None:
    from crmdesk.domain.values.rich_text import Rich
    from crmdesk.services import notes, records

    people = _people(store)
    for key in people[:_APART]:
        records.set_value(store, "contacts", key, "source", source)
    shown = [records.show(store, key) for key in people]
    for person in shown[:_APART]:
        for part in person.get("phones", [])[:1]:
            records.set_value(store, "phones", part["id"], "value", phone)
        for part in person.get("addresses", [])[:1]:
            records.set_value(store, "addresses", part["id"], "street", street)
        for part in person.get("notes", [])[:1]:
            notes.change(store, part["id"], Rich(text.format(text=part["text"]), is_html=False))
    records.set_value(store, "contacts", people[-1], "source", source)


def _conflicts(window: Window, *, number: int = 0, several: bool = False) -> None:
    _wrote(window, apart)
    go(window, "conflicts")
    screen = window.screens["conflicts"]
    wait_for(screen.table.records.rowCount)  # type: ignore[attr-defined]
    screen.table.go_to(number)  # type: ignore[attr-defined]
    if several:
        screen.table.select([range(number, number + 3)])  # type: ignore[attr-defined]
    settle(window)


def _wrote(window: Window, job: "Callable[[Store], None]") -> None:
    done: list[None] = []
    window.desk.write(job, done.append)
    wait_for(lambda: done)
    settle(window)


def _waiting(store: "Store") -> None:
    """Some of it refused, the rest on its way."""
    from crmdesk.domain.base import now
    from crmdesk.services import records
    from crmdesk.services.sync_shelf import SHARED, FileShelf, laptop
    from crmdesk.sync.exchange import exchange
    from crmdesk.sync.memory import MemoryHub

    exchange(laptop(store, SHARED), MemoryHub(now))
    people = _people(store)
    for key in people[:3]:
        records.set_value(store, "contacts", key, "source", "Trade fair")
    laptop(store, SHARED).freeze_some(1000)
    shelf = FileShelf(store, SHARED)
    with shelf.transaction():
        for change in shelf.waiting(0)[:2]:
            shelf.drop_waiting([change.id])
            shelf.refuse(change, "It is larger than the hub takes.")
    for key in people[3:]:
        records.set_value(store, "contacts", key, "source", "Website")
        records.add_part(store, "phones", key, {"value": "+55 11 3333-2020", "label": "work"})


def _pending(window: Window, job: "Callable[[Store], None]") -> None:
    _wrote(window, job)
    go(window, "pending")


def _brake(window: Window) -> None:
    """As if a round had been stopped."""
    from crmdesk.services.brake import Stopped
    from crmdesk.ui.pending import Found, Pending

    names: list[tuple[str, ...]] = []
    window.desk.ask(lambda store: tuple(row.name for row in store.find("a", 20, "contact")), names.append)
    go(window, "pending")
    screen = window.screens["pending"]
    assert isinstance(screen, Pending)
    screen._show(Found(Stopped(214, (("Ana Souza", 214),), names[0]), ()))


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("conflicts", True, _conflicts),
    ("conflicts-deleted", True, partial(_conflicts, number=4)),
    ("conflicts-text", True, partial(_conflicts, number=5)),
    ("conflicts-phone", True, partial(_conflicts, number=9)),
    ("conflicts-several", True, partial(_conflicts, number=9, several=True)),
    ("conflicts-none", True, partial(go, section="conflicts")),
    ("pending", True, partial(_pending, job=_waiting)),
    ("pending-none", True, partial(go, section="pending")),
    ("brake", True, _brake),
)

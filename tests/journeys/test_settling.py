"""Two sellers change one contact while the hub is gone, meet, and settle it: once, for both."""

import pytest
from PySide6.QtCore import Qt

from crmdesk.services import conflicts, records
from crmdesk.services import sync as services_sync
from crmdesk.store.store import Store
from crmdesk.ui.conflicts import Conflicts
from tests.journeys.test_together import ana, cheap_passwords, hub, in_step, joined, rui, watch_of
from tests.services.hubs import Hub
from tests.ui.desks import Seat

__all__ = ["ana", "cheap_passwords", "hub", "rui"]


def change(seat: Seat, key: bytes, value: str) -> None:
    seat.desk.write(lambda store: records.set_value(store, "contacts", key, "source", value))
    seat.settle()


def source(seat: Seat, key: bytes) -> str:
    return str(seat.asked(lambda store: records.show(store, key))["fields"]["source"])


def count(seat: Seat) -> int:
    """As the badge tells it."""
    return int(seat.asked(services_sync.status).conflicts)


def meet(*seats: Seat) -> None:
    for seat in (*seats, *seats):
        watch_of(seat).sync()
        in_step(seat)


def alvares(store: Store) -> bytes:
    return store.find("álvares", 1, "contact")[0].id


@pytest.mark.timeout(180)
def test_what_two_sellers_changed_apart(ana: Seat, rui: Seat, hub: Hub) -> None:
    joined(rui)
    key = ana.asked(alvares)
    hub.is_gone = True
    change(ana, key, "Trade fair")
    change(rui, key, "Website")
    hub.is_gone = False
    meet(ana, rui)
    assert source(ana, key) == source(rui, key) == "Website"
    assert count(ana) == count(rui) == 1

    # Ana sees it on the page, goes there, and keeps her own.
    ana.to_front()
    ana.window.go("contacts", key)
    ana.until(lambda: ana.screen.page and ana.page.header.conflicts.isVisible())
    ana.click(ana.page.header.conflicts)
    screen = ana.window.screens["conflicts"]
    assert isinstance(screen, Conflicts)
    ana.until(lambda: screen.card)
    assert screen.card
    said = screen.card.conflict
    assert [(version.is_mine, version.words) for version in said.versions] == [(True, "Trade fair"), (False, "Website")]
    assert said.theirs
    assert said.theirs.author == "Rui Prado"
    screen.table.setFocus()
    ana.press(Qt.Key.Key_M)
    ana.until(lambda: ana.asked(conflicts.count) == 0)
    meet(ana, rui)
    assert source(rui, key) == "Trade fair"
    assert count(ana) == count(rui) == 0

    # Undo asks again, everywhere.
    ana.control(Qt.Key.Key_Z)
    ana.until(lambda: ana.asked(conflicts.count) == 1)
    meet(ana, rui)
    assert source(ana, key) == source(rui, key) == "Website"
    assert count(ana) == count(rui) == 1

"""Pending in the window: nothing, what waits, what was refused and what becomes of it, and the brake."""

from PySide6.QtWidgets import QApplication, QPushButton

from crmdesk.services import records, sync_pending
from crmdesk.services.brake import Stopped
from crmdesk.services.sync_pending import Standing
from crmdesk.services.sync_shelf import SHARED, FileShelf, laptop
from crmdesk.store.store import Store
from crmdesk.sync.exchange import exchange
from crmdesk.sync.memory import MemoryHub
from crmdesk.ui.pending import Found, Pending
from crmdesk.ui.pending_brake import BrakeCard
from crmdesk.ui.pending_group import GroupCard
from tests.ui.desks import Seat

NOW = 1_790_000_000_000


def in_step(store: Store) -> None:
    exchange(laptop(store, SHARED), MemoryHub(lambda: NOW))


def refused(store: Store) -> None:
    """Two changes that the hub does not take, and one that waits."""
    people = [row.id for row in store.find("a", 3, "contact")]
    for key in people[:2]:
        records.set_value(store, "contacts", key, "source", "Trade fair")
    laptop(store, SHARED).freeze_some(100)
    shelf = FileShelf(store, SHARED)
    with shelf.transaction():
        for change in shelf.waiting(0):
            if change.values.get(2) is None and change.row in people:
                shelf.drop_waiting([change.id])
                shelf.refuse(change, "Too large.")
    records.set_value(store, "contacts", people[2], "source", "Website")


def groups(seat: Seat) -> dict[Standing, int]:
    return {group.standing: group.count for group in seat.asked(sync_pending.pending)}


def cards(screen: Pending) -> dict[str, GroupCard]:
    return {card.group.standing: card for card in screen.findChildren(GroupCard) if card.isVisible()}


def press(part: GroupCard | BrakeCard, text: str) -> None:
    next(button for button in part.findChildren(QPushButton) if button.text() == text).click()


def test_what_waits_and_what_becomes_of_it(seat: Seat) -> None:
    seat.window.go("pending")
    screen = seat.window.screens["pending"]
    assert isinstance(screen, Pending)
    seat.settle()
    assert screen._nothing.isVisible()
    seat.desk.write(in_step)
    seat.desk.write(refused)
    seat.until(lambda: set(cards(screen)) >= {"refused", "to_send"})
    assert cards(screen)["refused"].group.count == 2
    press(cards(screen)["refused"], "Copy")
    assert "Source: Trade fair" in QApplication.clipboard().text()
    QApplication.clipboard().clear()
    press(cards(screen)["refused"], "Send again")
    seat.until(lambda: groups(seat)[Standing.REFUSED] == 1)
    seat.until(lambda: "refused" in cards(screen) and cards(screen)["refused"].group.count == 1)
    press(cards(screen)["refused"], "Take back")
    seat.until(lambda: Standing.REFUSED not in groups(seat))
    seat.until(lambda: "refused" not in cards(screen))
    assert "Took 1 change back" in seat.toast()
    stopped(seat, screen)


def stopped(seat: Seat, screen: Pending) -> None:
    for_viewers = BrakeCard(Stopped(60, (), (), may_keep=False))
    assert [button.text() for button in for_viewers.findChildren(QPushButton)] == ["Delete them here too"]
    screen._show(Found(Stopped(60, (("Ana", 60),), ("Bell", "Tom")), ()))
    (card,) = screen.findChildren(BrakeCard)
    words = " ".join(label.text() for label in card.findChildren(type(screen._nothing.words)))
    assert "60 records would be deleted here" in words
    assert "Ana deleted 60" in words
    assert "Bell, Tom and 58 more" in words
    press(card, "Keep them, bring them back for all")
    seat.until(lambda: seat.toast() == "They live again for all.")

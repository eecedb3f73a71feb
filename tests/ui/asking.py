"""Conditions to look up by, and someone who puts them."""

from PySide6.QtWidgets import QApplication

from crmdesk.domain.criteria import Condition, Node
from crmdesk.ui.narrowing import Narrowing
from crmdesk.ui.trail import Step
from crmdesk.widgets.chips import Chip
from tests.ui.desks import Seat

CITY = Condition("addresses.city", "is", "São Paulo")
VIP = Condition("tags.name", "is", "VIP")
MAIL = Condition("emails.value", "empty", True)


def chips(seat: Seat) -> list[str]:
    return [chip.text() for chip in seat.screen.bar.findChildren(Chip) if chip.isVisible()]


def found(seat: Seat, node: Node) -> int:
    from crmdesk.services import criteria as asked

    return int(seat.asked(lambda store: asked.count(store, "contact", node)))


def put(seat: Seat, how: str, node: Node, words: str = "x") -> None:
    seat.screen.lookup.put(Step(how, node, words))
    seat.settle()


def panel(seat: Seat) -> Narrowing:
    seat.until(lambda: [part for part in seat.window.findChildren(Narrowing) if part.isVisible()])
    seat.window.activateWindow()
    seat.until(QApplication.focusWidget)
    return next(part for part in seat.window.findChildren(Narrowing) if part.isVisible())


def type_into(seat: Seat, text: str) -> None:
    seat.keys(text)
    seat.settle()

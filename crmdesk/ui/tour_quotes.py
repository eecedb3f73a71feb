"""Scenes of the tour: quotes by state, one on its way to the customer, and signed by them."""

from typing import TYPE_CHECKING, Any

from crmdesk.ui.document_send import SendSheet
from crmdesk.ui.document_sign import SignPanel
from crmdesk.ui.quotes import Quotes
from crmdesk.ui.tour_stage import Scene, go, settle, wait_for
from crmdesk.ui.window import Window

if TYPE_CHECKING:
    from crmdesk.services.document_overview import Listed

_WRITTEN = (
    (90, 214, 112, 120, 128, 96, 150, 88, 158, 130, 150, 200, 138, 226),
    (176, 190, 198, 150, 214, 156, 204, 196, 226, 214, 248, 176),
    (262, 168, 268, 214, 276, 172, 296, 160, 304, 208, 330, 206),
    (352, 204, 372, 150, 396, 152, 386, 200, 372, 206, 404, 212, 436, 182, 462, 206, 520, 170, 586, 208),
)


def screen_of(window: Window) -> Quotes:
    screen = window.screens["quotes"]
    assert isinstance(screen, Quotes)
    return screen


def quotes(window: Window) -> Quotes:
    go(window, "quotes")
    screen = screen_of(window)
    wait_for(lambda: screen.list.documents.every)
    return screen


def orders(window: Window) -> None:
    quotes(window).tabs.choose(1)


def opened(window: Window, state: str) -> Any:
    """The bar over the first document of a state."""
    screen = quotes(window)
    row: Listed = next(row for row in screen.list.documents.every if row.state == state)
    screen.open(row.id)
    wait_for(lambda: screen.editor is not None)
    settle(window)
    assert screen.editor
    bar = screen.editor.actions
    wait_for(lambda: bar.state is not None)
    return bar


def accepted(window: Window) -> None:
    opened(window, "accepted")


def sending(window: Window) -> None:
    bar = opened(window, "draft")
    bar.run("send")
    settle(window)
    wait_for(lambda: next(iter(window.findChildren(SendSheet))).out)


def signing(window: Window) -> None:
    bar = opened(window, "sent")
    bar.run("sign")
    panel = next(iter(window.findChildren(SignPanel)))
    panel.pad.show_strokes([tuple((row[at], row[at + 1], 500) for at in range(0, len(row), 2)) for row in _WRITTEN])
    settle(window)


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("quotes", True, lambda window: quotes(window) and None),
    ("orders", True, orders),
    ("quote-accepted", True, accepted),
    ("quote-sending", True, sending),
    ("quote-signing", True, signing),
)

"""Scenes of the tour: quotes by state, one on its way to the customer, and signed by them."""

from typing import TYPE_CHECKING, Any

from crmdesk.ui.document_send import SendSheet
from crmdesk.ui.document_sign import SignPanel
from crmdesk.ui.quotes import Quotes
from crmdesk.ui.tour_stage import Scene, go, settle, wait_for
from crmdesk.ui.window import Window

if TYPE_CHECKING:
    from crmdesk.domain.signatures import Stroke
    from crmdesk.services.document_overview import Listed


def _written() -> "list[Stroke]":
    """A hand that swings, and a line under it."""
    from math import cos, pi, sin

    letters = [
        (90 + turn * 9 + round(34 * sin(turn * 0.9)), 176 + round((58 - turn) * cos(turn * 0.9 + pi / 5)), 500)
        for turn in range(52)
    ]
    line = [(150 + step * 14, 246 - step * 2 + round(9 * sin(step / 3)), 380) for step in range(28)]
    return [tuple(letters), tuple(line)]


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
    bar = screen.editor.bar
    wait_for(lambda: bar.state is not None)
    return bar


def ordered(window: Window) -> None:
    opened(window, "ordered")


def expired(window: Window) -> None:
    opened(window, "expired")


def sending(window: Window) -> None:
    bar = opened(window, "draft")
    bar.run("send")
    settle(window)
    wait_for(lambda: next(iter(window.findChildren(SendSheet))).out)


def signing(window: Window) -> None:
    bar = opened(window, "sent")
    bar.run("sign")
    panel = next(iter(window.findChildren(SignPanel)))
    panel.pad.show_strokes(_written())
    settle(window)


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("quotes", True, lambda window: quotes(window) and None),
    ("orders", True, orders),
    ("quote-ordered", True, ordered),
    ("quote-expired", True, expired),
    ("quote-sending", True, sending),
    ("quote-signing", True, signing),
)

"""Scenes of the tour: quotes by state, one on its way to the customer, and signed by them."""

from typing import TYPE_CHECKING

from crmdesk.ui.document_follow import PartsSheet
from crmdesk.ui.document_list import is_in
from crmdesk.ui.document_send import SendSheet
from crmdesk.ui.document_sign import SignPanel
from crmdesk.ui.quotes import Quotes
from crmdesk.ui.tour_stage import Scene, go, settle, wait_for
from crmdesk.ui.window import Window

if TYPE_CHECKING:
    from crmdesk.domain.signatures import Stroke
    from crmdesk.ui.document_actions import DocumentActions


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


def listed(window: Window) -> None:
    quotes(window)


def orders(window: Window) -> None:
    quotes(window).tabs.choose(1)


def opened(window: Window, state: str, tab: int = 0) -> "DocumentActions":
    """The bar over the first document of a state."""
    screen = quotes(window)
    screen.tabs.choose(tab)
    row = next(row for row in screen.list.documents.every if is_in(row, state))
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


def parts(window: Window) -> None:
    """How much of an order is delivered."""
    bar = opened(window, "", 1)
    bar.run("part invoice")
    settle(window)
    wait_for(lambda: next(iter(window.findChildren(PartsSheet))).lines)


def _preferences(group: str) -> Scene:
    def scene(window: Window) -> None:
        from crmdesk.ui.preferences import Preferences

        Preferences(window, group).open()
        settle(window)

    return scene


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("quotes", True, listed),
    ("orders", True, orders),
    ("quote-ordered", True, ordered),
    ("quote-expired", True, expired),
    ("quote-sending", True, sending),
    ("quote-signing", True, signing),
    ("order-parts", True, parts),
    ("preferences-documents", True, _preferences("documents")),
    ("preferences-numbers", True, _preferences("numbers")),
)

"""Scenes of the tour: what is expected, of all and by person."""

from crmdesk.ui.forecast import Forecast
from crmdesk.ui.tour_stage import Scene, go, settle, wait_for
from crmdesk.ui.window import Window


def screen_of(window: Window) -> Forecast:
    go(window, "forecast")
    screen = window.screens["forecast"]
    assert isinstance(screen, Forecast)
    wait_for(lambda: screen.answer)
    settle(window)
    return screen


def _months(window: Window) -> None:
    screen = screen_of(window)
    screen.ask(by="responsible")
    wait_for(lambda: screen.answer and screen.answer.groups)


def _products(window: Window) -> None:
    screen = screen_of(window)
    screen.ask(by="product_id", period="quarter", chosen="")
    wait_for(lambda: screen.answer and screen.answer.asked.by == "product_id")


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("forecast", True, _months),
    ("forecast-products", True, _products),
)

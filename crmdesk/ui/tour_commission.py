"""Scenes of the tour: what everybody has earned, a plan, and a statement on paper."""

from crmdesk.ui.commission import Commission
from crmdesk.ui.commission_paper import CommissionPaper
from crmdesk.ui.tour_stage import Scene, go, settle, wait_for
from crmdesk.ui.window import Window


def screen_of(window: Window) -> Commission:
    go(window, "commission")
    screen = window.screens["commission"]
    assert isinstance(screen, Commission)
    wait_for(lambda: screen.cards)
    settle(window)
    return screen


def _month(window: Window) -> None:
    screen_of(window)


def _plan(window: Window) -> None:
    screen = screen_of(window)
    assert screen.found
    screen.edit(screen.found.plans[0])


def _paper(window: Window) -> None:
    screen_of(window).open_paper()
    wait_for(lambda: window.findChildren(CommissionPaper)[0].pdf)


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("commission", True, _month),
    ("commission-plan", True, _plan),
    ("commission-paper", True, _paper),
)

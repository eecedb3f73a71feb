"""Scenes of the tour: leads, one that becomes a deal, one that is laid aside, and their rules."""

from crmdesk.ui.lead_losing import Losing
from crmdesk.ui.lead_qualify import Qualify
from crmdesk.ui.lead_rule_editor import PointsEditor
from crmdesk.ui.leads import Leads
from crmdesk.ui.tour_stage import Scene, go, settle, wait_for
from crmdesk.ui.window import Window


def screen_of(window: Window) -> Leads:
    go(window, "leads")
    screen = window.screens["leads"]
    assert isinstance(screen, Leads)
    wait_for(lambda: screen.rows)
    settle(window)
    return screen


def _list(window: Window) -> None:
    screen_of(window)


def _qualify(window: Window) -> None:
    screen_of(window).card.qualify()
    wait_for(window.findChildren(Qualify)[0].make_button.isEnabled)


def _lose(window: Window) -> None:
    screen_of(window).card.lose_button.click()
    window.findChildren(Losing)[0].set_days(182)


def _rules(window: Window) -> None:
    screen = screen_of(window)
    screen.rules_button.click()
    wait_for(lambda: screen.rules.points.lines)


def _points(window: Window) -> None:
    _rules(window)
    screen_of(window).rules.edit_points(3)
    wait_for(window.findChildren(PointsEditor)[0].told.text)


def _new(window: Window) -> None:
    screen_of(window)
    window.ask("new lead")
    settle(window)


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("leads", True, _list),
    ("lead-qualify", True, _qualify),
    ("lead-lost", True, _lose),
    ("lead-rules", True, _rules),
    ("lead-points", True, _points),
    ("lead-new", True, _new),
)

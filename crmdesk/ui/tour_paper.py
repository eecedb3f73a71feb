"""Scenes of the tour: labels from a part-used sheet, and a run printed again."""

from typing import TYPE_CHECKING

from crmdesk.ui.labels import Labels
from crmdesk.ui.tour_envelopes import SCENES as ENVELOPES
from crmdesk.ui.tour_lists import totals
from crmdesk.ui.tour_stage import Scene, go, settle, wait_for
from crmdesk.ui.window import Window

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_USED, _JAMMED = 5, 27


def _screen(window: Window) -> Labels:
    go(window, "labels")
    screen = window.screens["labels"]
    assert isinstance(screen, Labels)
    wait_for(lambda: screen.batch)
    return screen


def labels(window: Window) -> None:
    _screen(window).start.setValue(_USED + 1)


def more(window: Window) -> None:
    screen = _screen(window)
    screen.start.setValue(_USED + 1)
    screen.choices.more.click()


def printed(window: Window) -> None:
    """The paper jammed at a label of the second page."""
    from crmdesk.ui.print_runs import PastRuns

    screen = _screen(window)
    batch = screen.batch
    assert batch

    def keep(store: "Store") -> None:
        from crmdesk.services import print_runs

        for name, start in (("Christmas cards", 3), ("Bakeries in São Paulo", 1), ("Fair 2026", _USED + 1)):
            choices = {"sheet": "Avery L7160", "start": start}
            print_runs.keep(store, "labels", name, choices, batch.pieces[: 20 * start], [])

    window.desk.write(keep)
    settle(window)
    screen.show_past()
    sheet = next(iter(window.findChildren(PastRuns)))
    wait_for(sheet.again_button.isEnabled)
    sheet.first.setValue(_JAMMED)


def again(window: Window) -> None:
    from crmdesk.ui.print_runs import PastRuns

    printed(window)
    next(iter(window.findChildren(PastRuns))).again_button.click()
    _screen(window).start.setValue(_USED + 1)


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("labels", True, labels),
    ("labels-more", True, more),
    ("labels-printed", True, printed),
    ("labels-again", True, again),
    *ENVELOPES,
    ("list-totals", True, totals),
)

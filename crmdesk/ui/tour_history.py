"""Scenes of the tour: what was done, of all, and a part of it; and what is written down by itself."""

from functools import partial

from crmdesk.ui.history import History
from crmdesk.ui.history_paper import HistoryPaper
from crmdesk.ui.preferences import Preferences
from crmdesk.ui.tour_stage import Scene, go, settle, wait_for
from crmdesk.ui.window import Window


def stream(window: Window, text: str = "", kind: str = "") -> None:
    from crmdesk.services import own_history

    answers: list[int] = []
    window.desk.write(lambda store: own_history.note(store, "labels", "contact", None), answers.append)
    wait_for(lambda: answers)
    go(window, "history")
    screen = window.screens["history"]
    assert isinstance(screen, History)
    screen.filters.kind.set_value(kind)
    screen.filters.text.setText(text)
    screen.filters.changed.emit()
    settle(window)


def paper(window: Window) -> None:
    stream(window, kind="call")
    window.screens["history"].print_shown()
    sheet = next(iter(window.findChildren(HistoryPaper)))
    wait_for(lambda: sheet.printed)
    settle(window)


def chosen_kinds(window: Window) -> None:
    Preferences(window, "history").open()
    settle(window)


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("stream", True, stream),
    ("stream-filtered", True, partial(stream, kind="visit")),
    ("stream-nothing", True, partial(stream, text="no such word")),
    ("stream-paper", True, paper),
    ("preferences-history", True, chosen_kinds),
)

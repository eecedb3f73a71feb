"""Scenes of the tour: the start of a day that is full, of one that is not, and a call on its way."""

from datetime import date
from typing import TYPE_CHECKING

from crmdesk.ui.reach import phone_way
from crmdesk.ui.today import Today
from crmdesk.ui.tour_stage import Scene, go, settle, wait_for
from crmdesk.ui.window import Window

if TYPE_CHECKING:
    from crmdesk.services.files import Store


def screen_of(window: Window) -> Today:
    screen = window.screens["today"]
    assert isinstance(screen, Today)
    return screen


def _full(window: Window) -> None:
    go(window, "today")
    wait_for(lambda: screen_of(window).day)
    settle(window)


def _empty(window: Window) -> None:
    done: list[None] = []
    window.desk.write(_clear, done.append)
    wait_for(lambda: done)
    _full(window)


def _clear(store: "Store") -> None:
    from crmdesk.services import activities, silence, tasks

    silence.set_limits(store, [])
    for keys in tasks.listing(store, date.today()).values():  # noqa: DTZ011 - by the clock on the wall
        for key in keys:
            activities.remove(store, key.id)


def _calling(window: Window) -> None:
    _full(window)
    screen = screen_of(window)
    assert screen.day
    call = next(call for call in screen.day.calls if call.phone)
    screen.calls.called = call
    screen.calls._put_strip_under(call)
    assert call.phone
    screen.calls.strip._offer_log(phone_way(call.phone))
    settle(window)


def _limits(window: Window) -> None:
    _full(window)
    screen_of(window).silent.choose_limits()
    settle(window)


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("today", True, _full),
    ("today-empty", True, _empty),
    ("today-calling", True, _calling),
    ("today-limits", True, _limits),
)

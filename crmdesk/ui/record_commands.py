"""What the commands of `actions.py` do with the one record that is shown: call, write, note down, plan."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from crmdesk.i18n import _
from crmdesk.ui.lookup_commands import shown_screen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from crmdesk.ui.deal_page import DealPage
    from crmdesk.ui.desk import Desk
    from crmdesk.ui.page import Page
    from crmdesk.ui.record_screen import RecordScreen
    from crmdesk.ui.window import Window

TAB_BEFORE, NEXT_TAB = "Ctrl+PgUp", "Ctrl+PgDown"
_ROUNDS = 20
"""Questions asked before, such as the last letter of a search, are answered within a few of them."""


def call(window: "Window") -> None:
    if deal := shown_deal(window):
        _press(deal.desk, deal.header.call, _no_number())
        return
    screen = shown_screen(window)
    if rolodex := screen.views.shown_rolodex():
        rolodex.act("dial")
    else:
        press(screen, "call", _no_number())


def write(window: "Window") -> None:
    if deal := shown_deal(window):
        _press(deal.desk, deal.header.write, _no_address())
        return
    screen = shown_screen(window)
    if rolodex := screen.views.shown_rolodex():
        rolodex.act("write")
    else:
        press(screen, "write", _no_address())


def _no_number() -> str:
    return _("There is no phone number here.")


def _no_address() -> str:
    return _("There is no e-mail address here.")


def shown_deal(window: "Window") -> "DealPage | None":
    """The page of a deal, where that is what one sees."""
    page = getattr(window.screens.get(window.section), "page", None) if window.section == "deals" else None
    return page if page is not None and page.isVisible() else None


def log(window: "Window") -> None:
    _begin(window, is_plan=False)


def plan(window: "Window") -> None:
    _begin(window, is_plan=True)


def apply_set(window: "Window") -> None:
    screen = shown_screen(window)
    screen.views.show_view(0)
    with_page(screen, lambda page: page.header.acted.emit("activity set"))


def tab_before(window: "Window") -> None:
    _turn_tab(window, -1)


def next_tab(window: "Window") -> None:
    _turn_tab(window, 1)


def _turn_tab(window: "Window", step: int) -> None:
    """Nowhere else than where there are any."""
    from crmdesk.ui.record_screen import RecordScreen

    if deal := shown_deal(window):
        deal.tabs.turn(step)
        return
    screen = window.screens.get(window.section)
    if isinstance(screen, RecordScreen) and screen.views.shown_rolodex() is None:
        with_page(screen, lambda page: page.tabs.turn(step))


def _begin(window: "Window", *, is_plan: bool) -> None:
    if deal := shown_deal(window):
        deal.begin_activity(is_plan=is_plan)
        return
    screen = shown_screen(window)
    screen.views.show_view(0)
    with_page(screen, lambda page: page.begin_activity(is_plan=is_plan))


def press(screen: "RecordScreen", button: str, otherwise: str) -> None:
    """A button in the head of the page, which says first what speaks against it."""

    def use(page: "Page") -> None:
        _press(screen.desk, getattr(page.header, button), otherwise)

    with_page(screen, use)


def _press(desk: "Desk", button: "QPushButton", otherwise: str) -> None:
    if button.isHidden():
        desk.say(otherwise)
    else:
        button.click()


def with_page(screen: "RecordScreen", use: "Callable[[Page], None]", rounds: int = _ROUNDS) -> None:
    """The page of whoever is chosen when all that was asked before is answered: never that of the one before."""

    def look(_none: None) -> None:
        screen.show_current()
        row, page = screen.list.current(), screen.page
        if page and row and screen.list.is_settled() and page.shows(row.key):
            use(page)
        elif rounds and not screen.side.is_adding:
            with_page(screen, use, rounds - 1)
        else:
            screen.desk.say(_("Nobody is chosen here."))

    screen.desk.ask(lambda _store: None, look)

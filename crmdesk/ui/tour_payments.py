"""Scenes of the tour: invoices and a payment, what is open by its age, reminders, contracts, a customer's purchases."""

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from crmdesk.ui.invoices import Invoices
from crmdesk.ui.tour_stage import Scene, go, settle, show_record, wait_for
from crmdesk.ui.window import Window

if TYPE_CHECKING:
    from crmdesk.services.files import Store


def screen_of(window: Window) -> Invoices:
    screen = window.screens["invoices"]
    assert isinstance(screen, Invoices)
    return screen


def _paying(window: Window) -> None:
    """An invoice that is paid in part, the rest of it about to be."""
    go(window, "invoices")
    page = screen_of(window).payments
    wait_for(lambda: page._rows)
    row = next((row for row in page._rows.values() if 0 < row.open < row.total), next(iter(page._rows.values())))
    page.list.go_to(row.id)
    settle(window)


def _several(window: Window) -> None:
    _paying(window)
    page = screen_of(window).payments
    page.choose("open")
    settle(window)
    page.list.selectAll()
    settle(window)


def _receivables(window: Window) -> None:
    go(window, "invoices", "receivables")
    settle(window)


def _reminders(window: Window) -> None:
    _receivables(window)
    screen_of(window).receivables.show_view("letters")
    settle(window, 0.2)


def _texts(window: Window) -> None:
    _reminders(window)
    screen_of(window).receivables.letters.edit_texts()
    settle(window)


def _contracts(window: Window) -> None:
    made: list[None] = []
    window.desk.write(_some_contracts, made.append)
    wait_for(lambda: made)
    go(window, "invoices", "contracts")
    settle(window)


def _some_contracts(store: "Store") -> None:
    from crmdesk.services import contracts, lookup

    today = date.today()  # noqa: DTZ011 - by the clock on the wall
    who = [row.id for row in lookup.find(store, "a", 4, "company")]
    for number, (name, days, renews, amount, period) in enumerate((
        ("Oven maintenance", 40, 12, 120_000, "year"), ("Rent of the shop", 300, 12, 185_000, "month"),
        ("Web page", 25, None, 4_900, "month"), ("Lease of the van", -200, None, 38_900, "month"),
    )):  # fmt: skip
        end = today + timedelta(days=days)
        contracts.add(
            store, name=name, customer=who[number % len(who)], starts_on=(end - timedelta(days=364)).isoformat(),
            ends_on=end.isoformat(), renews=renews, notice=30, amount=amount, period=period, remind=None,
        )  # fmt: skip


def _new_contract(window: Window) -> None:
    _contracts(window)
    screen_of(window).begin()
    settle(window)


def _nothing(window: Window, tab: str) -> None:
    go(window, "invoices", tab)
    settle(window)


def _purchases(window: Window) -> None:
    go(window, "companies")
    page = show_record(window, "Lindqvist").page
    assert page
    page.show_tab("purchases")
    settle(window)


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("invoices", True, _paying),
    ("invoices-several", True, _several),
    ("receivables", True, _receivables),
    ("reminders-to-pay", True, _reminders),
    ("reminder-texts", True, _texts),
    ("contracts", True, _contracts),
    ("contract-new", True, _new_contract),
    ("contracts-none", True, partial(_nothing, tab="contracts")),
    ("purchases", True, _purchases),
)

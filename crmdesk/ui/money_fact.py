"""What a customer has bought, and what of it is open, in the head of their page."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from crmdesk.i18n import _
from crmdesk.ui.amounts import shown
from crmdesk.ui.moments import wall
from crmdesk.widgets.facts import Fact

if TYPE_CHECKING:
    from crmdesk.services.purchases import Summary

BOUGHT = "bought"
"""The key of both facts."""


def facts_of(told: "Summary | None") -> list[Fact]:
    """Bought since when, and open; only what there is something to say of."""
    if told is None or told.is_empty:
        return []
    found = []
    if any(told.bought.values()):
        name = _("Bought since {when}").format(when=_since(told.since)) if told.since else _("Bought")
        found.append(Fact(name, _short(told.bought), key=BOUGHT, hint=sums_in_words(told.bought)))
    if told.open:
        found.append(Fact(_("Open invoices"), _short(told.open), "warning", BOUGHT, sums_in_words(told.open)))
    if told.on_account:
        found.append(Fact(_("On account"), _short(told.on_account), key=BOUGHT, hint=sums_in_words(told.on_account)))
    return found


def _since(day: str) -> str:
    """The day of this year, the year of another."""
    is_this_year = day[:4] == str(date.today().year)  # noqa: DTZ011 - the user's own day
    return wall(day) if is_this_year else day[:4]


def _short(sums: Mapping[str, int]) -> str:
    """Of the currency with the most, and a sign that there are others."""
    currency = max(sums, key=lambda code: sums[code])
    more = " +" if sum(bool(amount) for amount in sums.values()) > 1 else ""
    return f"{shown(sums[currency], currency)}{more}"


def sums_in_words(sums: Mapping[str, int]) -> str:
    return " + ".join(shown(amount, currency) for currency, amount in sums.items() if amount)

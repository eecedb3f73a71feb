"""What a customer has bought, in one fact of the head of their page."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crmdesk.i18n import _
from crmdesk.ui.amounts import shown
from crmdesk.ui.moments import wall
from crmdesk.widgets.facts import Fact

if TYPE_CHECKING:
    from crmdesk.services.purchases import Summary

BOUGHT = "bought"
"""The key of the fact."""


def fact_of(told: "Summary | None") -> Fact | None:
    """`Bought €47,500.00 since 3 Mar 2024`, and what of it is open."""
    if told is None or told.is_empty:
        return None
    since = _("since {day}").format(day=wall(told.since)) if told.since else ""
    open_sum = sums_in_words(told.open)
    left = _("{amount} open").format(amount=open_sum) if open_sum else _("nothing is open")
    bought = sums_in_words(told.bought) or shown(0, next(iter(told.open or told.on_account)))
    value = f"{bought} · {left}" if open_sum else bought
    return Fact(_("Bought"), value, key=BOUGHT, hint=", ".join(filter(None, (bought, since, left))))


def sums_in_words(sums: Mapping[str, int]) -> str:
    return " + ".join(shown(amount, currency) for currency, amount in sums.items() if amount)

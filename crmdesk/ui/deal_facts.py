"""What a page tells first of the deals of a customer."""

from typing import Any

from crmdesk.i18n import _
from crmdesk.ui import amounts
from crmdesk.widgets.facts import Fact

OPEN_DEALS = "open deals"
_MOST = 25
Shown = dict[str, Any]
"""A deal as `services.page` lays it out."""


def open_deals(deals: list[Shown]) -> Fact | None:
    """How many there are, and what they come to."""
    found = [deal for deal in deals if deal["status"] == "open"]
    if not found:
        return None
    sums: dict[str, int] = {}
    for deal in found:
        if deal["amount"] is not None:
            sums[deal["currency"]] = sums.get(deal["currency"], 0) + deal["amount"]
    worth = " + ".join(amounts.shown(amount, currency) for currency, amount in sums.items())
    count = "" if len(found) == 1 and worth else str(len(found))
    names = "\n".join(deal["name"] for deal in found[:_MOST])
    return Fact(_("Open deals"), " · ".join(filter(None, (count, worth))), "text", OPEN_DEALS, names)

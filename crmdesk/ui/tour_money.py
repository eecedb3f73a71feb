"""Scenes of the tour: from the first call to the paid invoice, each screen from a module of its own."""

from crmdesk.ui import (
    tour_commission,
    tour_deal_page,
    tour_deals,
    tour_forecast,
    tour_leads,
    tour_payments,
    tour_products,
    tour_quote_editor,
    tour_quotes,
    tour_templates,
)
from crmdesk.ui.tour_stage import Scene

SCENES: tuple[tuple[str, bool, Scene], ...] = (
    *tour_leads.SCENES,
    *tour_deals.SCENES,
    *tour_deal_page.SCENES,
    *tour_forecast.SCENES,
    *tour_commission.SCENES,
    *tour_quotes.SCENES,
    *tour_quote_editor.SCENES,
    *tour_payments.SCENES,
    *tour_products.SCENES,
    *tour_templates.SCENES,
)

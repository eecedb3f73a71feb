"""What becomes of deals, written into the history of who they were with."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.i18n import _
from crmdesk.services import own_history
from crmdesk.services.shown_values import amount
from crmdesk.store.search import rows_of

WORDS: dict[str, Callable[[], str]] = {
    "won": lambda: _("Deal won: {name}"),
    "lost": lambda: _("Deal lost: {name}"),
    "open": lambda: _("Deal reopened: {name}"),
}


def note(session: Session, deal: Mapping[str, Any], author: str) -> None:
    """As part of a step: it has just got its status."""
    owners = [row.id for row in rows_of(session, [key for key in (deal["contact_id"], deal["company_id"]) if key])]
    worth = amount(deal["amount"], deal["currency"]) if deal["amount"] is not None else ""
    row = {
        "subject": WORDS[deal["status"]]().format(name=deal["name"]),
        "text": " · ".join(filter(None, (worth, deal["lost_reason"] or ""))) or None,
        "deal_id": deal["id"],
        "author": author or None,
    }
    own_history.add_one(session, "deals", owners, row)

"""What is found by words besides contacts and companies: each kind is asked in turn, and says where it is at home."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crmdesk.domain.deals import DEAL_STATUSES
from crmdesk.domain.documents import DOCUMENT_KINDS
from crmdesk.i18n import _, worded
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.services.deal_lists import DealRow
    from crmdesk.services.document_overview import Listed


@dataclass(frozen=True, slots=True)
class Found:
    section: str
    key: bytes
    name: str
    detail: str
    icon: str
    heading: str


def find(store: Store, text: str, limit: int = 4) -> list[Found]:
    """Of each kind so many."""
    return [found for ask in _ASKED for found in ask(store, text, limit)] if len(text.strip()) >= _LEAST else []


_LEAST = 2
"""Letters: with one everything would be found."""


def _documents(store: Store, text: str, limit: int) -> list[Found]:
    from crmdesk.services import document_overview

    found = document_overview.find(store, text, date.today(), limit)  # noqa: DTZ011 - the user's own day
    return [_document(row, _("Documents")) for row in found]


def _document(row: "Listed", heading: str) -> Found:
    section = "invoices" if row.kind in ("invoice", "credit") else "quotes"
    name = " ".join(filter(None, (worded(DOCUMENT_KINDS, row.kind), row.title or _("draft"))))
    return Found(section, row.id, name, " · ".join(filter(None, (row.who, row.name))), "file-text", heading)


def _deals(store: Store, text: str, limit: int) -> list[Found]:
    from crmdesk.services import deal_lists

    return [_deal(row, _("Deals")) for row in deal_lists.find(store, text, limit)]


def _deal(row: "DealRow", heading: str) -> Found:
    state = row.stage if row.status == "open" else worded(DEAL_STATUSES, row.status)
    return Found("deals", row.id, row.name, " · ".join(filter(None, (row.who, state))), "square-kanban", heading)


def _products(store: Store, text: str, limit: int) -> list[Found]:
    from crmdesk.services import product_looks

    return [
        Found("products", row.id, row.name, " · ".join(filter(None, (row.sku, row.category))), "package", _("Products"))
        for row in product_looks.find(store, text, limit)
    ]


def recent(store: Store, keys: Sequence[bytes]) -> list[Found]:
    """Those of them that are deals or documents."""
    from crmdesk.services import deal_lists, document_overview

    with store.read() as session:
        deals = [_deal(row, _("Recent")) for row in deal_lists.named(session, keys)]
    documents = document_overview.named(store, keys, date.today())  # noqa: DTZ011 - the user's own day
    return [*deals, *(_document(row, _("Recent")) for row in documents)]


_ASKED: Sequence[Callable[[Store, str, int], list[Found]]] = (_deals, _documents, _products)

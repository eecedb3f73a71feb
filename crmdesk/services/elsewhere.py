"""What is found by words besides contacts and companies: each kind is asked in turn, and says where it is at home."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from crmdesk.domain.documents import DOCUMENT_KINDS
from crmdesk.i18n import _, worded
from crmdesk.store.store import Store


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
    return [
        Found(
            "invoices" if row.kind in ("invoice", "credit") else "quotes", row.id,
            " ".join(filter(None, (worded(DOCUMENT_KINDS, row.kind), row.title or _("draft")))),
            " · ".join(filter(None, (row.who, row.name))), "file-text", _("Documents"),
        )
        for row in found
    ]  # fmt: skip


_ASKED: Sequence[Callable[[Store, str, int], list[Found]]] = (_documents,)

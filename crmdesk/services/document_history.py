"""What becomes of documents, written with customer and deal; and the call that is planned before a quote expires."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from crmdesk import i18n
from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.documents import DOCUMENT_KINDS
from crmdesk.domain.ids import named_id
from crmdesk.domain.planned import ENTRY
from crmdesk.i18n import _, worded
from crmdesk.services import document_defaults, own_history
from crmdesk.store import bulk
from crmdesk.store.search import rows_of

Row = Mapping[str, Any]
WORDS = {
    "sent": lambda: _("{document} sent"),
    "mailed": lambda: _("{document} e-mailed"),
    "printed": lambda: _("{document} printed"),
    "handed over": lambda: _("{document} handed over"),
    "accepted": lambda: _("{document} accepted"),
    "declined": lambda: _("{document} declined"),
    "cancelled": lambda: _("{document} cancelled"),
    "signed": lambda: _("{document} signed"),
}


_WENT_OUT = ("sent", "mailed", "printed", "handed over", "signed")


def named(head: Row) -> str:
    """`Quote Q-2026-0001`; a draft is called by its kind alone."""
    version = f" · {head['version']}" if head["version"] > 1 else ""
    return " ".join(filter(None, (worded(DOCUMENT_KINDS, head["kind"]), head["title"]))) + version


def note(session: Session, head: Row, what: str, author: str, text: str | None = None) -> None:
    """As part of a step; what went out is told with what it comes to."""
    if text is None and what in _WENT_OUT:
        text = _figures(head)
    row = {
        "type": "email" if what == "mailed" else ENTRY, "subject": WORDS[what]().format(document=named(head)),
        "text": text, "deal_id": head["deal_id"], "author": author or None,
    }  # fmt: skip
    own_history.add_one(session, "documents", customers(session, head), row)


def _figures(head: Row) -> str:
    """`€1,234.50 · valid until 5 Dec 2026`, in the language of who reads it."""
    from babel.dates import format_date

    from crmdesk.domain.money_formats import money
    from crmdesk.services.quote_writer import locale_of

    locale = locale_of(i18n.language())
    parts = [money(head["total"], head["currency"], locale)] if head["kind"] != "delivery" else []
    if head["kind"] == "quote" and head["valid_until"]:
        until = format_date(date.fromisoformat(head["valid_until"]), "medium", locale)
        parts.append(_("valid until {day}").format(day=until))
    return " · ".join(parts)


def customers(session: Session, head: Row) -> list[bytes]:
    keys = [key for key in (head["contact_id"], head["company_id"]) if key]
    return [row.id for row in rows_of(session, keys)]


# Before it expires


def _cause(document: bytes) -> bytes:
    return named_id("quote expires", document)


def watch(session: Session, head: Row, author: str, today: date) -> None:
    """As part of a step: a call some days before a quote is no longer good, once on however many laptops."""
    days, until = document_defaults.of(session).remind_days, head["valid_until"]
    if head["kind"] != "quote" or not days or not until or until <= today.isoformat():
        return
    day = max(date.fromisoformat(until) - timedelta(days=days), today + timedelta(days=1))
    key, owners = _cause(head["id"]), customers(session, head)
    row = {
        "id": key, "type": "call", "subject": _("{document} is about to expire").format(document=named(head)),
        "starts": min(day.isoformat(), until), "remind": 0, "deal_id": head["deal_id"], "author": author or None,
    }  # fmt: skip
    bulk.revive(session, Activity, [row])
    parts = [
        {"id": named_id("participation", key, owner), "activity_id": key, "owner_id": owner, "role": "with"}
        for owner in owners
    ]
    bulk.revive(session, Participation, parts)


def unwatch(session: Session, documents: list[bytes]) -> None:
    """As part of a step: these were answered. A call that was made stays in the history."""
    keys = [_cause(document) for document in documents]
    planned = [row["id"] for row in bulk.fetch(session, Activity, "id", keys) if row["done_at"] is None]
    bulk.mark_deleted(session, Participation, "activity_id", planned)
    bulk.mark_deleted(session, Activity, "id", planned)

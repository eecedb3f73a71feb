"""Documents that the customer signs on the screen: a draft gets its number by it, and a quote is accepted."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from crmdesk.domain.base import now
from crmdesk.domain.documents import Document, Signature
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id
from crmdesk.domain.signatures import Stroke, read, write
from crmdesk.i18n import _
from crmdesk.services import document_history, document_steps
from crmdesk.services.documents import get
from crmdesk.store import bulk
from crmdesk.store.store import Store


def sign(store: Store, key: bytes, name: str, strokes: Sequence[Stroke], on: date | None = None) -> str:
    """One step, whatever it takes; gives the number."""
    if not any(strokes):
        raise UserError(_("Nothing was written in the field yet."))
    if not name.strip():
        raise UserError(_("Whose signature is it? Write the name."))
    day = on or date.today()  # noqa: DTZ011 - the user's own day
    with store.read() as session:
        head = get(session, key)
    number = document_steps.numbered(store, key, day)[1] if head["status"] == "draft" else {"title": head["title"]}
    with store.write(_("Sign {number}").format(number=number["title"])) as session:
        if head["status"] == "draft":
            document_steps.put_out(session, store, head, day, number)
        _keep(session, store, key, name.strip(), strokes, day)
    return str(number["title"])


def _keep(session: Session, store: Store, key: bytes, name: str, strokes: Sequence[Stroke], day: date) -> None:
    row = {"id": named_id("signature", key), "document_id": key, "name": name, "at": now(), "strokes": write(strokes)}
    bulk.revive(session, Signature, [row])
    head = get(session, key)
    if head["kind"] == "quote":
        document_steps.answered(session, store, head, "accepted", told="signed")
    else:
        document_history.note(session, head, "signed", store.author)
    if head["kind"] == "delivery" and not head["delivered_on"]:
        bulk.update(session, Document, [key], {"delivered_on": day.isoformat()})


def of(session: Session, key: bytes) -> tuple[str, int, list[Stroke]] | None:
    """Who signed, when, and how it looks."""
    row = next(bulk.fetch(session, Signature, "document_id", [key]), None)
    return (row["name"], row["at"], read(row["strokes"])) if row else None

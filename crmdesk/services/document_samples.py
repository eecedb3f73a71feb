"""A document to look at while a template is changed: the one at hand, the latest, or one made up."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import declared_fields
from crmdesk.domain.document_look import DocumentLook
from crmdesk.domain.documents import Document
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id
from crmdesk.domain.money_taxes import Tax
from crmdesk.i18n import _
from crmdesk.services import documents, money, quote_paper
from crmdesk.services.documents import Line, Whole
from crmdesk.store import bulk
from crmdesk.store.store import Store

MADE_UP = named_id("document sample")


def preview(store: Store, look: DocumentLook, language: str = "", key: bytes | None = None) -> tuple[bytes, int]:
    """As PDF with how many pages; in this language where one is told, which is that of the texts being changed."""
    with store.read() as session:
        document = _shown(session, key)
    head = dict(document.head) | {"sender": None, "status": "sent"}
    if language:
        head |= {"language": language, "intro": None, "terms": None}
    return quote_paper.pdf_of(store, Whole(head, document.rows, document.taxes), look)


def head_of(session: Session, key: bytes | None) -> documents.Row:
    """Of what is looked at."""
    return _shown(session, key).head


def _shown(session: Session, key: bytes | None) -> Whole:
    return _at_hand(session, key) or _latest(session) or _made_up(session)


def _at_hand(session: Session, key: bytes | None) -> Whole | None:
    try:
        return documents.whole(session, key) if key else None
    except UserError:  # deleted meanwhile
        return None


def _latest(session: Session) -> Whole | None:
    """A quote, or an invoice where there is none."""
    rows = [row for row in bulk.whole(session, Document) if row["kind"] in ("quote", "invoice") and row["total"]]
    latest = max(rows, key=lambda row: (row["kind"] == "quote", row["created_at"]), default=None)
    return documents.whole(session, latest["id"]) if latest else None


def _made_up(session: Session) -> Whole:
    today = date.today()  # noqa: DTZ011 - the user's own day
    head: dict[str, Any] = dict.fromkeys(declared_fields(Document))
    head |= {
        "id": MADE_UP, "kind": "quote", "status": "sent", "version": 1, "title": "Q-1",
        "currency": money.currency(session), "issued_on": today.isoformat(), "language": "en",
        "valid_until": (today + timedelta(days=30)).isoformat(),
        "is_inclusive": False, "rounded": "line", "rounding": "half up", "name": _("Furniture for your office"),
        "address": _("Sample customer"),
    }  # fmt: skip
    return documents.worked_out(head, documents.rows_of_lines(MADE_UP, _lines()))


def _lines() -> list[Line]:
    taxes = (Tax(_("VAT"), Decimal(20)),)

    def line(name: str, quantity: int, price: int, **more: Any) -> Line:
        return Line(name=name, quantity=Decimal(quantity), unit_price=Decimal(price), taxes=taxes, **more)

    return [
        Line("section", _("Furniture"), taxes=(), unit_price=Decimal(0)),
        line(_("Desk of oak"), 4, 480, text=_("160 × 80 cm, oiled, with a drawer and a rail for cables."), sku="D-160"),
        line(_("Office chair"), 4, 219, text=_("Height and back are set while one sits."), sku="C-20",
             discount=Decimal(5)),
        line(_("Lamp"), 4, 65, sku="L-3", is_optional=True),
        Line("section", _("Work"), taxes=(), unit_price=Decimal(0)),
        line(_("Delivery and assembly"), 1, 190),
    ]  # fmt: skip

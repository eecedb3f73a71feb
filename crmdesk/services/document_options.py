"""What was chosen of a configurable product, on a line: its words and its price follow."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from crmdesk.services import configuring, document_drafts, document_edits, document_offers, documents, products
from crmdesk.services.document_drafts import Look
from crmdesk.services.documents import Line, Row
from crmdesk.store.store import Store


def put(store: Store, document: bytes, line: bytes, chosen: Sequence[str], text: str) -> Look:
    """Raises UserError that says why this cannot be had; `text` is that of Undo."""
    with store.read() as session:
        kept = next((row for row in documents.line_rows(session, document) if row["id"] == line), None)
        if kept is None:
            return document_drafts.look(store, document)
        configuring.check(session, kept["product_id"], chosen)
        new = _configured(session, documents.get(session, document), documents.line_of(kept), chosen)
    values = {"options": new.options, "unit_price": new.unit_price, "text": new.text, "book_id": new.book_id}
    return document_drafts.edit(store, document, text, lambda lines: document_edits.changed(lines, line, **values))


def _configured(session: Session, head: Row, line: Line, chosen: Sequence[str]) -> Line:
    product = products.get(session, line.product_id or b"")
    configurator = configuring.of(session, product["id"])
    found = document_offers.priced(session, product, line.quantity, chosen, head)
    price = found.price if found else line.unit_price
    names = [configurator.names[option] for option in chosen if option in configurator.names]
    text = "\n".join(filter(None, (product["description"], ", ".join(names))))
    return replace(line, options=tuple(chosen), unit_price=price, text=text, book_id=found.book_id if found else None)

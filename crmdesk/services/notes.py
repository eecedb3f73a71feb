"""Notes: written, changed, and by whom; formatted ones hold only what `domain.values.rich_text` lets through."""

from collections.abc import Sequence

from crmdesk.domain.ids import text_id
from crmdesk.domain.notes import Note
from crmdesk.domain.values.rich_text import Rich, clean
from crmdesk.services import records
from crmdesk.services.lookup import as_id
from crmdesk.store import history
from crmdesk.store.history import Written
from crmdesk.store.store import Store

__all__ = ["Written", "add", "change", "written"]


def add(store: Store, owner: bytes | str, note: Rich) -> bytes:
    return records.add_part(store, "notes", owner, _values(note))


def change(store: Store, key: bytes | str, note: Rich) -> None:
    records.set_values(store, "notes", key, _values(note))


def _values(note: Rich) -> dict[str, object]:
    return {"text": clean(note.text) if note.is_html else note.text, "is_html": note.is_html}


def written(store: Store, keys: Sequence[bytes | str]) -> dict[str, Written]:
    """Who wrote each, and who changed its text last; by id in text."""
    with store.read() as session:
        found = history.written(session, Note, [as_id(key) for key in keys], "text")
    return {text_id(key): entry for key, entry in found.items()}

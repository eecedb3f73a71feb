"""What is done to the lines of the document in the editor: each thing one step of undo."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui.quote_cells import Column, is_unpriced, read

if TYPE_CHECKING:
    from crmdesk.services.document_drafts import Look
    from crmdesk.services.documents import Line
    from crmdesk.ui.quote_editor import QuoteEditor


class QuoteStrokes(QObject):
    def __init__(self, editor: "QuoteEditor") -> None:
        super().__init__(editor)
        self._editor, self._draft, self._table = editor, editor.draft, editor.table

    def add(self, line: "Line", goes_on: bool) -> None:
        from crmdesk.services import document_edits

        before = set(self._keys())
        change = partial(document_edits.added, new=line)
        self._draft.edit(_("Add line"), change, partial(self._added, before, goes_on))

    def _keys(self) -> list[bytes]:
        return [row["id"] for row in self._table.lines.rows]

    def _added(self, before: set[bytes], goes_on: bool, look: "Look") -> None:
        """What has no price yet is asked for it at once."""
        new = next((row for row in look.whole.rows if row["id"] not in before), None)
        if new is None:
            return
        is_counted = new["kind"] in ("product", "shipping")
        if new["product_id"] in look.configurable:
            self.configure(new["id"])
        elif is_unpriced(new) and not any(row["bundle_id"] == new["id"] for row in look.whole.rows):
            is_priced = not self._table.isColumnHidden(Column.PRICE)
            self._write_in(new["id"], Column.PRICE if is_priced else Column.QUANTITY)
        elif goes_on and is_counted:
            self._write_in(new["id"], Column.QUANTITY)
        else:
            self._editor.reveal_entry()

    def _write_in(self, key: bytes, column: int) -> None:
        self._table.goes_back = True
        self._table.go_to(key, column, begins=True)
        self._editor.reveal_entry()

    def change(self, key: bytes, column: int, values: dict[str, Any]) -> None:
        from crmdesk.services import document_edits

        self._draft.edit(_TEXTS[Column(column)](), partial(document_edits.changed, key=key, **values))

    def try_out(self, key: bytes, column: int, text: str) -> None:
        from crmdesk.services import document_edits

        row, look = self._draft.line(key), self._draft.look
        if row is None or look is None:
            return
        try:
            values = read(column, text, row, look)
        except UserError:
            return
        self._draft.try_out(partial(document_edits.changed, key=key, **values))

    def change_line(self, key: bytes, text: str, **values: Any) -> None:
        from crmdesk.services import document_edits

        self._draft.edit(text, partial(document_edits.changed, key=key, **values))

    def move(self, key: bytes, by: int) -> None:
        from crmdesk.services import document_edits

        if not self._draft.is_locked:
            self._draft.edit(_("Move line"), partial(document_edits.moved, key=key, by=by))

    def drop(self, key: bytes, before: bytes | None) -> None:
        from crmdesk.services import document_edits

        self._draft.edit(_("Move line"), partial(document_edits.moved_before, key=key, before=before))

    def remove(self, key: bytes) -> None:
        """The cursor goes to the line in its place."""
        from crmdesk.services import document_edits

        keys = self._keys()
        place = keys.index(key) if key in keys else 0
        self._draft.edit(_("Delete line"), partial(document_edits.removed, keys=[key]), partial(self._removed, place))

    def _removed(self, place: int, look: "Look") -> None:
        rows = look.whole.rows
        if rows:
            self._table.go_to(rows[min(place, len(rows) - 1)]["id"])
        else:
            self._editor.to_entry()

    def take_offer(self, key: bytes) -> None:
        if offer := self._draft.offers.get(key):
            values = {"unit_price": offer.price, "book_id": offer.book_id}
            self.change_line(key, _("Use the other price"), **values)

    def configure(self, key: bytes) -> None:
        from crmdesk.ui.quote_options import choose

        choose(self._editor, key)

    def take_all(self) -> None:
        """Of another customer, day or currency."""
        from crmdesk.services import document_offers

        self._draft.edit(_("Use the other prices"), partial(document_offers.taken, offers=dict(self._draft.offers)))


_TEXTS = {
    Column.NAME: lambda: _("Change text"),
    Column.QUANTITY: lambda: _("Change quantity"),
    Column.PRICE: lambda: _("Change price"),
    Column.DISCOUNT: lambda: _("Change discount"),
    Column.TAX: lambda: _("Change tax"),
}

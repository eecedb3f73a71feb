"""The lines of a document as a table: what is kept, what is just on its way, and what is being typed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from crmdesk.domain.documents import LINE_KINDS
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, worded
from crmdesk.ui.quote_cells import Column, can_edit, heads, is_unpriced, read, shown, typed_form

if TYPE_CHECKING:
    from crmdesk.services.document_drafts import Look
    from crmdesk.services.document_offers import Offer
    from crmdesk.services.documents import Row, Whole

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class LinesModel(QAbstractTableModel):
    edited = Signal(bytes, int, object)
    """A line, a column, and what it changes."""
    renewed = Signal()
    """Rows came, went or changed places."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.look: Look | None = None
        self.offers: Mapping[bytes, Offer] = {}
        self.problems: dict[bytes, str] = {}
        """What is wrong with what was typed last, by line."""
        self.is_locked = False
        self.sections: dict[bytes, int] = {}
        self.bundles: dict[bytes, int] = {}
        """What their parts come to."""
        self._texts: dict[tuple[int, int], str] = {}

    @property
    def currency(self) -> str:
        return self.look.whole.head["currency"] if self.look else ""

    def show_look(self, look: "Look", offers: "Mapping[bytes, Offer]", *, is_locked: bool) -> None:
        self.look, self.offers, self.is_locked = look, offers, is_locked
        self.show_whole(look.whole)

    def show_whole(self, whole: "Whole") -> None:
        """Rows that stay where they are keep the cursor, and what is typed in them."""
        is_same = [row["id"] for row in self.rows] == [row["id"] for row in whole.rows]
        if not is_same:
            self.beginResetModel()
        self.rows, self._texts = whole.rows, {}
        self.sections = _section_sums(whole.rows)
        self.bundles = _bundle_sums(whole.rows)
        if is_same and self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, Column.AMOUNT))
        elif not is_same:
            self.endResetModel()
            self.renewed.emit()

    def row_of(self, key: bytes) -> int:
        return next((number for number, row in enumerate(self.rows) if row["id"] == key), -1)

    def text(self, row: int, column: int) -> str:
        """As it is drawn; worked out once."""
        found = self._texts.get((row, column))
        if found is None:
            found = self._texts[row, column] = self._text(row, column)
        return found

    def _text(self, row: int, column: int) -> str:
        line = self.rows[row]
        if column == Column.AMOUNT and line["id"] in self.sections:
            return self._sum(self.sections[line["id"]])
        if self.is_paid_by_parts(row) and column in (Column.PRICE, Column.AMOUNT):
            return self._sum(self.bundles[line["id"]]) if column == Column.AMOUNT else ""
        return shown(line, column, self.currency)

    def _sum(self, amount: int) -> str:
        from crmdesk.domain.money_formats import amount_only
        from crmdesk.ui.quote_cells import locale

        return amount_only(amount, self.currency, locale())

    def is_paid_by_parts(self, row: int) -> bool:
        return self.rows[row]["id"] in self.bundles and self.rows[row]["unit_price"] == "0"

    def waits_for_price(self, row: int) -> bool:
        return is_unpriced(self.rows[row]) and not self.is_paid_by_parts(row)

    def offer_words(self, row: int) -> str:
        offer = self.offers.get(self.rows[row]["id"])
        if offer is None:
            return ""
        from crmdesk.domain.money_formats import number, price
        from crmdesk.ui.quote_cells import locale

        shown_price = price(offer.price, self.currency, locale())
        if offer.least > 1:
            words = _("From {count} pieces {price} each")
            return words.format(count=number(offer.least, locale()), price=shown_price)
        return _("The price is {price} each").format(price=shown_price)

    # As Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return heads()[Column(section)]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = Qt.AlignmentFlag.AlignRight if section > Column.NAME else Qt.AlignmentFlag.AlignLeft
            return right | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.EditRole:
            return typed_form(row, index.column(), self.currency)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index.row(), index.column())
        return None

    def _spoken(self, row: int, column: int) -> str:
        line = self.rows[row]
        words = [self.text(row, column)]
        if column == Column.NAME:
            words += ["" if line["kind"] == "product" else worded(LINE_KINDS, line["kind"])]
            words += [_("optional") if line["is_optional"] else "", self.offer_words(row)]
        return ", ".join(filter(None, words))

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_free = index.isValid() and not self.is_locked and can_edit(self.rows[index.row()], index.column())
        return usual | Qt.ItemFlag.ItemIsEditable if is_free else usual

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """What was typed and makes no sense is told under the line, which stays as it is."""
        line = self.rows[index.row()]
        if self.look is None or value == typed_form(line, index.column(), self.currency):
            return False
        try:
            changes = read(index.column(), str(value), line, self.look)
        except UserError as error:
            self.problems[line["id"]] = str(error)
        else:
            self.problems.pop(line["id"], None)
            self.edited.emit(line["id"], index.column(), changes)
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), Column.AMOUNT))
        return True


def _bundle_sums(rows: "list[Row]") -> dict[bytes, int]:
    sums: dict[bytes, int] = {}
    for row in rows:
        if row["bundle_id"]:
            sums[row["bundle_id"]] = sums.get(row["bundle_id"], 0) + (0 if row["is_optional"] else row["amount"])
    return sums


def _section_sums(rows: "list[Row]") -> dict[bytes, int]:
    sums: dict[bytes, int] = {}
    current = b""
    for row in rows:
        if row["kind"] == "section":
            current = row["id"]
            sums[current] = 0
        elif current and row["kind"] == "product" and not row["is_optional"]:
            sums[current] += row["amount"]
    return sums

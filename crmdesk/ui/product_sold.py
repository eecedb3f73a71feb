"""Where a product was quoted and sold: to whom, how many, for how much; pressed, the document opens."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from crmdesk.domain.documents import DOCUMENT_KINDS, DOCUMENT_STATUSES
from crmdesk.i18n import _, worded
from crmdesk.ui import amounts
from crmdesk.ui.editor import Editor
from crmdesk.ui.moments import wall
from crmdesk.ui.product_editor import figure
from crmdesk.ui.tab import Tab
from crmdesk.widgets.pair_cells import Cell
from crmdesk.widgets.pair_table import PairColumn, PairRow, PairTable

if TYPE_CHECKING:
    from crmdesk.services.product_looks import Sale
    from crmdesk.services.records import Look


class ProductSold(Tab):
    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self._sales: dict[bytes, Sale] = {}
        self.table = PairTable(_("Sold"), _columns())
        self.table.opened.connect(self._open)
        self.table.set_empty(_("Not sold yet"), _("Quotes, orders and invoices with it will stand here."))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.table)

    def show_record(self, look: "Look", *, is_other: bool) -> None:
        from crmdesk.services.product_looks import ProductLook

        assert isinstance(look, ProductLook)
        self._sales = {sale.document_id: sale for sale in look.sales}
        self.table.show_rows([_row(sale) for sale in look.sales])

    def _open(self, key: bytes) -> None:
        section = "invoices" if self._sales[key].kind in ("invoice", "credit") else "quotes"
        self._editor.desk.wanted.emit(section, key)


def _columns() -> list[PairColumn]:
    return [
        PairColumn("who", _("Customer"), 150, 3),
        PairColumn("document", _("Document"), 140, 2),
        PairColumn("quantity", _("Quantity"), 76, is_number=True, goes=1),
        PairColumn("amount", _("Amount"), 110, is_number=True),
    ]


def _row(sale: "Sale") -> PairRow:
    document = " ".join(filter(None, (worded(DOCUMENT_KINDS, sale.kind), sale.title)))
    return PairRow(
        sale.document_id,
        (
            Cell(sale.who or _("nobody"), wall(sale.day) if sale.day else "", font="medium"),
            Cell(document, worded(DOCUMENT_STATUSES, sale.status)),
            Cell(figure(sale.quantity), is_number=True),
            Cell(amounts.shown(sale.amount, sale.currency), is_number=True),
        ),
    )

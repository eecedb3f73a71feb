"""The catalogue: products by category with pictures and prices, the page of the one that is chosen beside them."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from crmdesk.domain.folding import fold
from crmdesk.domain.products import PRODUCT_KINDS
from crmdesk.i18n import _, worded
from crmdesk.ui.amounts import priced
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.ui.product_page import ProductPage
from crmdesk.widgets import theme
from crmdesk.widgets.avatar import monogram, read_photo
from crmdesk.widgets.pair_cells import Cell
from crmdesk.widgets.pair_table import PairColumn, PairRow, PairTable
from crmdesk.widgets.parts import rule
from crmdesk.widgets.pills import Part, Pills

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.product_looks import ProductRow

_SHOWN_OF = frozenset({"products", "option_groups", "photos"})
_MOST_CATEGORIES = 8
_GONE = "\0gone"

Listing = tuple["list[ProductRow]", "dict[bytes, bytes | None]"]


class Catalogue(QWidget):
    let_go = Signal()
    """What is searched for no longer counts."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.rows: list[ProductRow] = []
        self.text, self.category = "", ""
        self._photos: dict[bytes, QImage | None] = {}
        self._sort, self._is_down = "name", False
        self._to_show: bytes | None = None
        self.pills = Pills(_("Categories"))
        self.table = PairTable(_("Products"), _columns())
        self.page = ProductPage(desk)
        self._arrange()
        self.pills.chosen.connect(self.choose_category)
        self.table.chosen.connect(self.page.show_product)
        self.table.opened.connect(lambda _key: self.page.enter())
        self.table.sorted_by.connect(self._sort_by)
        self.page.head.duplicated.connect(self.go_to)
        QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table.view, self.page.head.remove)
        desk.changed.connect(self._changed)

    def _arrange(self) -> None:
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setHandleWidth(1)
        across.setChildrenCollapsible(False)
        self.page.setMinimumWidth(theme.px(340))
        across.addWidget(self.table)
        across.addWidget(self.page)
        across.setSizes([theme.px(400), theme.px(680)])
        across.setStretchFactor(1, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(theme.margins(8, 6, 16, 6))
        head.addWidget(self.pills)
        down.addLayout(head)
        down.addWidget(rule())
        down.addWidget(across, 1)

    # Showing

    def _changed(self, change: "Changed") -> None:
        if not self.isHidden() and change.tables & _SHOWN_OF:
            self.look()

    def look(self) -> None:
        self.desk.ask(_listing, self._show, replace=self)

    def go_to(self, key: bytes) -> None:
        self._to_show = key
        self.look()

    def _show(self, listing: Listing) -> None:
        self.rows, photos = listing
        self._photos = {key: read_photo(data, 72) if data else None for key, data in photos.items()}
        self._show_pills()
        if (key := self._to_show) and key not in {row.id for row in self.shown()}:
            gone = any(row.id == key and row.is_archived for row in self.rows)
            self.category, self.text = _GONE if gone else "", ""
            self.let_go.emit()
        self._show_rows()
        if self._to_show:
            self.table.go_to(self._to_show)
            self._to_show = None

    def _show_pills(self) -> None:
        counts = Counter(row.category for row in self.rows if not row.is_archived and row.category)
        offered = sum(not row.is_archived for row in self.rows)
        gone = len(self.rows) - offered
        parts = [Part("", _("All"), grouped(offered))]
        parts += [Part(name, name, grouped(count)) for name, count in counts.most_common(_MOST_CATEGORIES)]
        if gone:
            parts.append(Part(_GONE, _("No longer offered"), grouped(gone)))
        if self.category not in {part.key for part in parts}:
            self.category = ""
        self.pills.show_parts(parts, self.category)
        self.pills.setVisible(bool(self.rows))

    def shown(self) -> "list[ProductRow]":
        words = fold(self.text).split()
        found = [row for row in self.rows if self._fits(row) and all(word in row.searched for word in words)]
        return sorted(found, key=self._sort_key, reverse=self._is_down)

    def _fits(self, row: "ProductRow") -> bool:
        if self.category == _GONE or row.is_archived:
            return self.category == _GONE and row.is_archived
        return self.category in ("", row.category)

    def _sort_key(self, row: "ProductRow") -> Any:
        from decimal import Decimal

        return Decimal(row.price or 0) if self._sort == "price" else fold(row.name)

    def _show_rows(self) -> None:
        self.pills.choose(self.category)
        self.table.show_sorting(self._sort, is_down=self._is_down)
        if self.rows:
            self.table.set_empty(_("None of these"), _("Choose another category above, or type something else."))
        else:
            self.table.set_empty(_("No products yet"), _("Press New product, or bring your list of prices as CSV."))
        self.table.show_rows([self._row(row) for row in self.shown()])
        self.page.show_product(self.table.current())

    def _row(self, row: "ProductRow") -> PairRow:
        kind = "" if row.kind == "product" else worded(PRODUCT_KINDS, row.kind)
        below = " · ".join(filter(None, (row.sku, kind or row.category, _("options") if row.is_configurable else "")))
        named = Cell(row.name, below, font="medium", face=monogram(row.name) or "?", face_of=row.id,
                     photo=self._photos.get(row.id))  # fmt: skip
        return PairRow(row.id, (named, Cell(priced(row.price, row.currency), row.unit, is_number=True)))

    def search(self, text: str) -> None:
        self.text = text
        self._show_rows()

    def choose_category(self, category: str) -> None:
        self.category = category
        self._show_rows()

    def _sort_by(self, key: str) -> None:
        self._is_down = not self._is_down if key == self._sort else False
        self._sort = key
        self._show_rows()


def _columns() -> list[PairColumn]:
    return [
        PairColumn("name", _("Product"), 210, 1),
        PairColumn("price", _("Price"), 116, is_number=True),
    ]


def _listing(store: "Store") -> Listing:
    from crmdesk.services import faces, product_looks

    rows = product_looks.listing(store)
    return rows, faces.small(store, [row.id for row in rows])

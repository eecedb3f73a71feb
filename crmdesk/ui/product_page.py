"""The page of a product: what it is and costs, what it consists of, what can be chosen, to whom it was sold."""

from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.product_details import ProductDetails
from crmdesk.ui.product_editor import ProductEditor
from crmdesk.ui.product_head import ProductHead, facts
from crmdesk.ui.record_tabs import RecordTabs
from crmdesk.ui.tab import Tab, Tabs
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.facts import FactStrip

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.product_looks import ProductLook
    from crmdesk.ui.product_options import ProductOptions
    from crmdesk.ui.product_parts import ProductParts
    from crmdesk.ui.product_prices import ProductPrices
    from crmdesk.ui.product_sold import ProductSold

T = TypeVar("T", bound=Tab)
_ALSO = frozenset(
    {"bundle_parts", "option_groups", "product_options", "option_rules", "prices", "price_books", "tax_classes",
     "document_lines", "documents", "attachments", "photos", "products", "preferences", "companies"}
)  # fmt: skip


class ProductPage(RecordTabs, QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.editor = ProductEditor(desk)
        self.head = ProductHead(self.editor)
        self.facts = FactStrip()
        self.tabs = self._make_tabs()
        self._whole = QWidget()
        self._arrange()
        self.facts.pressed.connect(self.tabs.choose)
        self.editor.saved.connect(self.reload)
        desk.changed.connect(self._refresh)
        self.setAcceptDrops(True)

    def _arrange(self) -> None:
        down = QVBoxLayout(self._whole)
        down.setContentsMargins(theme.margins(28, 20, 20, 0))
        down.setSpacing(theme.px(14))
        down.addWidget(self.head)
        down.addWidget(self.facts)
        down.addWidget(self.tabs, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._whole)
        self._whole.hide()

    def _make_tabs(self) -> Tabs:
        return Tabs(
            self.editor,
            {
                "details": (_("Details"), lambda: self.details),
                "options": (_("Options"), lambda: self.options),
                "parts": (_("Parts"), lambda: self.parts),
                "prices": (_("Prices"), lambda: self.prices),
                "sold": (_("Sold"), lambda: self.sold),
                "files": (_("Files"), lambda: self.documents),
                "history": (_("History"), lambda: self.history),
            },
        )

    @property
    def details(self) -> ProductDetails:
        return self.tabs.get("details", ProductDetails)

    @property
    def options(self) -> "ProductOptions":
        from crmdesk.ui.product_options import ProductOptions

        return self.tabs.get("options", ProductOptions)

    @property
    def parts(self) -> "ProductParts":
        from crmdesk.ui.product_parts import ProductParts

        return self.tabs.get("parts", ProductParts)

    @property
    def prices(self) -> "ProductPrices":
        from crmdesk.ui.product_prices import ProductPrices

        return self.tabs.get("prices", ProductPrices)

    @property
    def sold(self) -> "ProductSold":
        from crmdesk.ui.product_sold import ProductSold

        return self.tabs.get("sold", ProductSold)

    # Showing

    def show_product(self, key: bytes | None) -> None:
        if key is None:
            self.editor.record, self.editor.look = "", None
            self._whole.hide()
        elif key != self.editor.key or self.editor.look is None:
            self.editor.record = str(UUID(bytes=key))
            self.reload()

    def reload(self) -> None:
        key = self.editor.key

        def look(store: "Store") -> "ProductLook":
            from crmdesk.services import product_looks

            return product_looks.look(store, key)

        if key:
            self.desk.ask(look, self._show, self._gone, replace=self)

    def _show(self, look: "ProductLook") -> None:
        if look.key != self.editor.key:
            return
        before = self.editor.look
        is_other = before is None or before.key != look.key
        self.editor.look, self.editor.words = look, look.words
        self.setUpdatesEnabled(False)
        self.head.show_product(look, is_other=is_other)
        self.facts.show_facts(facts(look))
        self.tabs.show_record(look, is_other=is_other)
        self.tabs.count("options", len(look.configurator.names))
        self.tabs.count("parts", len(look.parts))
        self.tabs.count("sold", len(look.sales))
        self.tabs.count("files", len(look.shown["attachments"]))
        self._whole.show()
        tab_order.order(self)
        self.setUpdatesEnabled(True)

    def _gone(self, _error: Exception) -> None:
        self.show_product(None)

    def _refresh(self, change: Any) -> None:
        if self.editor.record and (change.touches(self.editor.key) or change.tables & _ALSO):
            self.reload()

    def enter(self) -> None:
        self.head.name.setFocus(Qt.FocusReason.TabFocusReason)

    def can_leave(self) -> bool:
        return self.editor.all_kept([self.head.name, *self.tabs.fields()])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.documents.meet(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.documents.meet(event)

"""Products: the catalogue with a page for each, price books, taxes and currencies."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.i18n import _, mark
from crmdesk.ui import table_exchange
from crmdesk.ui.desk import Desk
from crmdesk.ui.product_catalogue import Catalogue
from crmdesk.ui.product_new import NewProduct
from crmdesk.ui.screen import Screen
from crmdesk.widgets import theme
from crmdesk.widgets.made_pages import MadePages
from crmdesk.widgets.parts import icon_button, primary, rule
from crmdesk.widgets.tabs import TextTabs

if TYPE_CHECKING:
    from crmdesk.ui.price_books import PriceBooks
    from crmdesk.ui.tax_page import TaxPage

TABS = (
    ("catalogue", mark("Catalogue")),
    ("books", mark("Price books")),
    ("taxes", mark("Taxes and currencies")),
)


def make(desk: Desk) -> "Products":
    return Products(desk)


class Products(Screen):
    searches = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.catalogue = Catalogue(desk)
        self.catalogue.let_go.connect(self.let_go)
        self.tabs = TextTabs([_(text) for _key, text in TABS])
        self.pages = MadePages()
        self.pages.addWidget(self.catalogue)
        self.new_button = primary(_("New product"), self.begin)
        self.more = icon_button("ellipsis", _("More"), self._open_menu)
        self.tabs.changed.connect(lambda _number: self._choose())
        self._arrange()

    def _arrange(self) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(theme.margins(16, 6, 16, 4))
        head.addWidget(self.tabs)
        down.addLayout(head)
        down.addWidget(rule())
        down.addWidget(self.pages, 1)

    # What the window asks

    def tools(self) -> Sequence[QWidget]:
        return self.more, self.new_button

    def arrive(self, what: object = None) -> None:
        if isinstance(what, bytes):
            self.show_tab("catalogue")
            self.catalogue.go_to(what)
        elif what == "new":
            self.show_tab("catalogue")
            self.begin()
        elif isinstance(what, str) and what in dict(TABS):
            self.show_tab(what)
        self._look()

    def enter(self) -> None:
        self.catalogue.table.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def search(self, text: str) -> None:
        if text and self.tab != "catalogue":
            self.show_tab("catalogue")
        self.catalogue.search(text)

    def typed(self) -> str:
        return self.catalogue.text

    def can_leave(self) -> bool:
        return self.catalogue.page.can_leave()

    def state(self) -> dict[str, Any]:
        return {"tab": self.tab, "category": self.catalogue.category}

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("tab") in dict(TABS):
            self.show_tab(state["tab"])
        if isinstance(state.get("category"), str):
            self.catalogue.category = state["category"]

    # The tabs

    @property
    def tab(self) -> str:
        return TABS[self.tabs.current()][0]

    def show_tab(self, key: str) -> None:
        self.tabs.choose([each for each, _text in TABS].index(key))

    @property
    def books(self) -> "PriceBooks":
        from crmdesk.ui.price_books import PriceBooks

        return self.pages.get("books", PriceBooks, partial(PriceBooks, self.desk))

    @property
    def taxes(self) -> "TaxPage":
        from crmdesk.ui.tax_page import TaxPage

        return self.pages.get("taxes", TaxPage, partial(TaxPage, self.desk))

    def _choose(self) -> None:
        page: QWidget = getattr(self, self.tab)
        self.pages.setCurrentWidget(page)
        words = {"books": _("New price book"), "taxes": _("New tax class")}
        self.new_button.setText(words.get(self.tab, _("New product")))
        self._look()

    def _look(self) -> None:
        getattr(self, self.tab).look()

    # Acting

    def begin(self) -> None:
        if self.tab == "catalogue":
            sheet = NewProduct(self, self.desk)
            sheet.made.connect(self.catalogue.go_to)
            sheet.open()
        else:
            getattr(self, self.tab).begin()

    def _open_menu(self) -> None:
        table_exchange.open_menu(self.desk, self.more, table_exchange.OFFERED)

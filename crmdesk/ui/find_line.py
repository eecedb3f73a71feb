"""A line that finds somebody, or a product, while the name is typed."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from crmdesk.i18n import _
from crmdesk.ui.amounts import priced
from crmdesk.ui.desk import Desk
from crmdesk.widgets.suggest_line import Offer, SuggestLine

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_MOST = 8


class FindLine(SuggestLine):
    chosen = Signal(bytes)

    def __init__(
        self, desk: Desk, name: str, offers: "Callable[[str, Store], list[Offer]]", *, keeps: bool = False
    ) -> None:
        """`keeps` its words when one was chosen."""
        super().__init__(name, name)
        self._desk, self._offers, self._keeps = desk, offers, keeps
        self.wanted.connect(self._find)
        self.taken.connect(self._choose)
        self.entered.connect(self._enter)

    def _find(self, typed: str) -> None:
        if typed.strip():
            self._desk.ask(partial(self._offers, typed), partial(self._offer, typed), replace=self)
        else:
            self.close_list()

    def _offer(self, typed: str, offers: list[Offer]) -> None:
        if self.text() == typed:
            self.show_offers(offers)

    def _enter(self) -> None:
        """The first that fits, where none was chosen from the list."""
        if self.text().strip():
            self._desk.ask(partial(self._offers, self.text()), self._take_first, replace=self)

    def _take_first(self, offers: list[Offer]) -> None:
        if offers:
            self._choose(offers[0])

    def _choose(self, offer: Offer) -> None:
        self.close_list()
        self.setText(offer.text if self._keeps else "")
        self.chosen.emit(bytes.fromhex(offer.key))


def customers(typed: str, store: "Store") -> list[Offer]:
    """Contacts, companies and groups."""
    from crmdesk.domain.folding import fold
    from crmdesk.services import groups, lookup

    people = [Offer(row.id.hex(), row.name, row.detail or row.place) for row in lookup.find(store, typed, _MOST)]
    words = fold(typed)
    named = [
        Offer(row.id.hex(), row.name, _("Group"))
        for row in groups.list_groups(store, counted=False)
        if words in fold(row.name)
    ]
    return [*people, *named][:_MOST]


def products(typed: str, store: "Store") -> list[Offer]:
    from crmdesk.services import product_looks

    return [
        Offer(row.id.hex(), row.name, "  ".join(filter(None, (row.sku, priced(row.price, row.currency)))))
        for row in product_looks.find(store, typed, _MOST)
    ]

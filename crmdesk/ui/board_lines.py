"""Lines that ask for the fields of a deal: amounts, days, words of a list, customers found while one types."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from crmdesk.domain.base import declared_fields
from crmdesk.domain.deals import Deal
from crmdesk.domain.fields import Kind
from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.widgets import whens
from crmdesk.widgets.amounts import read_decimal, read_money
from crmdesk.widgets.suggest_line import Offer, SuggestLine

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.lookup import Row

    Found = list[Row]

_MOST, _LEAST = 8, 2


class Asking(QObject):
    """One line; `read` gives the values by field, or says what is wrong."""

    filled = Signal()
    """Something offered was taken: on to the next."""

    def __init__(self, name: str, label: str, placeholder: str = "", *, needed: bool = True) -> None:
        super().__init__()
        self.name, self.label, self.needed = name, label, needed
        self.line = SuggestLine(label, placeholder)
        self.line.marks_first = False
        self.line.taken.connect(lambda _offer: self.filled.emit())

    def begin(self) -> None:
        """It is shown."""

    def text(self) -> str:
        return " ".join(self.line.text().split())

    def read(self) -> dict[str, Any]:
        text = self.text()
        if not text and self.needed:
            raise ValueError(_("“{field}” is still empty.").format(field=self.label))
        return {self.name: self._value(text) if text else None}

    def _value(self, text: str) -> Any:
        return text


class WordAsking(Asking):
    """The user's own word, or one of a list."""

    def __init__(self, desk: Desk, name: str, label: str, pick_list: str, *, needed: bool = True) -> None:
        super().__init__(name, label, needed=needed)
        self._known: dict[str, str] = {}
        if pick_list:
            desk.ask(partial(_words, pick_list), self._take)

    def offer(self, known: list[tuple[str, str]]) -> None:
        self._take(known)

    def _take(self, known: list[tuple[str, str]]) -> None:
        self._known = {text: value for value, text in known}
        self.line.offer_from([Offer(value, text) for value, text in known])
        if self.line.hasFocus() and not self.text():
            self.line.open_list()

    def begin(self) -> None:
        if self._known and self.line.hasFocus():
            self.line.open_list()

    def _value(self, text: str) -> Any:
        return self._known.get(text, text)


class DayAsking(Asking):
    def _value(self, text: str) -> Any:
        return whens.parse(text)[:10]


class NumberAsking(Asking):
    def _value(self, text: str) -> Any:
        number = read_decimal(text)
        if "." in number:
            raise ValueError(_("This is not a whole number."))
        return int(number)


class AmountAsking(Asking):
    """`12,50 EUR`: with another currency than the usual one where that is said."""

    def __init__(self, name: str, label: str, currency: str, placeholder: str = "", *, needed: bool = True) -> None:
        super().__init__(name, label, placeholder, needed=needed)
        self.currency = currency

    def read(self) -> dict[str, Any]:
        from crmdesk.domain.money_formats import read_amount

        found = super().read()
        if not self.text():
            return found
        number, said = read_money(self.text())
        currency = said or self.currency
        amount = {self.name: read_amount(number, currency, "en")}
        return amount | ({"currency": said} if said else {})


class CustomerAsking(Asking):
    """A contact or company; `row` is who was chosen, and what else is typed is somebody new."""

    def __init__(self, desk: Desk, name: str, label: str, kind: str | None, placeholder: str = "") -> None:
        super().__init__(name, label, placeholder)
        self._desk, self._kind = desk, kind
        self._rows: dict[str, Row] = {}
        self.row: Row | None = None
        self.line.marks_first = True
        self.line.wanted.connect(self._look)
        self.line.taken.connect(self._choose)

    def _look(self, typed: str) -> None:
        self.row = None
        if len(typed.strip()) < _LEAST:
            self.line.close_list()
            return
        self._desk.ask(partial(_somebody, typed, self._kind), partial(self._show, typed), replace=self)

    def _show(self, typed: str, rows: "Found") -> None:
        if self.line.text() != typed:
            return
        self._rows = {row.id.hex(): row for row in rows}
        self.line.show_offers([Offer(row.id.hex(), row.name, row.detail) for row in rows])

    def _choose(self, offer: Offer) -> None:
        self.row = self._rows.get(offer.key)

    def clear(self) -> None:
        self.row = None
        self.line.clear()

    def _value(self, text: str) -> Any:
        if self.row is None:
            raise ValueError(_("Nobody is called so. Choose one of those offered while you type."))
        return self.row.id


def asking(desk: Desk, name: str, currency: str) -> Asking:
    """For a field of a deal."""
    field = declared_fields(Deal)[name]
    label = _(field.label)
    if name in ("company_id", "contact_id"):
        return CustomerAsking(desk, name, label, name.removesuffix("_id"))
    if field.kind is Kind.AMOUNT:
        return AmountAsking(name, label, currency)
    if field.kind is Kind.DATE:
        return DayAsking(name, label, _("Fri, 15 Dec, in 2 weeks"))
    if field.kind is Kind.NUMBER:
        return NumberAsking(name, label)
    made = WordAsking(desk, name, label, field.pick_list)
    if not field.pick_list and field.choices:
        made.offer([(value, _(words)) for value, words in field.choices])
    return made


def _words(pick_list: str, store: "Store") -> list[tuple[str, str]]:
    from crmdesk.services import picks

    return picks.choices(store, pick_list)


def _somebody(typed: str, kind: str | None, store: "Store") -> "Found":
    from crmdesk.services import lookup

    return lookup.find(store, typed, _MOST, kind)

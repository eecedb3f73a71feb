"""Saving what is changed on the page of a product, and the fields that only products and prices have."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui import amounts
from crmdesk.ui.desk import Desk
from crmdesk.ui.editor import Editor
from crmdesk.widgets.fields import Field, LineField

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.product_looks import ProductLook


class ProductEditor(Editor):
    """Knows the product whose page it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "product")
        self.table = "products"
        self.look: ProductLook | None = None

    def save_field(self, field: Field, name: str, value: object) -> None:
        self.change(field, **{name: value})

    def change(self, field: Field, **values: Any) -> None:
        key = self.key

        def change(store: "Store") -> None:
            from crmdesk.services import products

            products.change(store, key, values)

        self.save(change, field.set_problem, ", ".join(map(str, values.values())))


class FigureField(LineField):
    """A number as the user's country writes it, kept as a plain decimal; nothing is none."""

    def _read(self) -> Any:
        typed = super()._read()
        if not typed:
            return ""
        from crmdesk.domain.money import plain
        from crmdesk.domain.money_formats import read_number

        try:
            return plain(read_number(typed, amounts.locale()))
        except UserError as error:
            raise ValueError(str(error)) from None

    def _show(self, value: Any) -> None:
        super()._show(self.in_words(Decimal(value)) if value not in (None, "") else "")

    def in_words(self, value: Decimal) -> str:
        from crmdesk.domain.money_formats import number

        return number(value, amounts.locale())


class PriceField(FigureField):
    """As fine as its currency, or finer."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.currency = "EUR"

    def show_price(self, price: str | None, currency: str) -> None:
        self.currency = currency
        self.set_note(currency)
        self.set_value(price or "")

    def in_words(self, value: Decimal) -> str:
        from crmdesk.domain.money_formats import price

        return price(value, self.currency, amounts.locale())


class PercentField(FigureField):
    def in_words(self, value: Decimal) -> str:
        from crmdesk.domain.money_formats import percent

        return percent(value, amounts.locale())


def figure(value: str | Decimal) -> str:
    from crmdesk.domain.money_formats import number

    return number(Decimal(value), amounts.locale())


def margin(price: str | None, cost: str | None) -> tuple[Decimal, Decimal] | None:
    """What is left of the price, and how many percent of it that is."""
    from crmdesk.domain.money import exactly

    if not price or not cost or not Decimal(price):
        return None
    with exactly():
        left = Decimal(price) - Decimal(cost)
        return left, (left * 100 / Decimal(price)).quantize(Decimal("0.1"))


def margin_in_words(price: str | None, cost: str | None, currency: str) -> str:
    found = margin(price, cost)
    if found is None:
        return ""
    from crmdesk.domain.money_formats import percent

    share = percent(found[1].normalize(), amounts.locale())
    return _("{share} · {amount}").format(share=share, amount=amounts.priced(found[0], currency))

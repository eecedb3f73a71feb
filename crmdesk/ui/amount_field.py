"""An amount in place: typed as the user's country writes it, kept in the smallest unit of its currency."""

from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.ui.amounts import locale
from crmdesk.widgets.fields import LineField


class AmountField(LineField):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.currency = "EUR"

    def show_amount(self, amount: int | None, currency: str) -> None:
        self.currency = currency
        self.set_note(currency)
        self.set_value(amount)

    def _read(self) -> Any:
        from crmdesk.domain.money_formats import read_amount

        typed = super()._read()
        if not typed:
            return None
        try:
            return read_amount(typed, self.currency, locale())
        except UserError as error:
            raise ValueError(str(error)) from None

    def _show(self, value: Any) -> None:
        from crmdesk.domain.money_formats import amount_only

        super()._show("" if value in (None, "") else amount_only(value, self.currency, locale()))

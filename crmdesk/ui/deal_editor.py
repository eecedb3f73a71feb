"""Saving what is changed on the page of a deal, and the fields that only deals have."""

from typing import TYPE_CHECKING, Any

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui import amounts
from crmdesk.ui.activity_set_words import DayField
from crmdesk.ui.desk import Desk
from crmdesk.ui.editor import Editor
from crmdesk.widgets.amounts import read_decimal, read_money, show_decimal
from crmdesk.widgets.fields import Field, LineField

if TYPE_CHECKING:
    from crmdesk.services.deal_looks import DealLook
    from crmdesk.services.files import Store


class DealEditor(Editor):
    """Knows the deal whose page it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "deal")
        self.table = "deals"
        self.look: DealLook | None = None

    def save_field(self, field: Field, name: str, value: object) -> None:
        self.change(field, **{name: value})

    def change(self, field: Field, **values: Any) -> None:
        key = self.key
        told = {name: None if value == "" else value for name, value in values.items()}

        def change(store: "Store") -> None:
            from crmdesk.services import deals

            deals.change(store, key, **told)

        self.save(change, field.set_problem, ", ".join(map(str, values.values())))


class WorthField(LineField):
    """An amount with its currency: the value is `(minor units, code)`; the amount may be nothing."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._value = (None, "EUR")

    def _read(self) -> Any:
        from crmdesk.domain.money_formats import read_amount

        typed, (_amount, currency) = " ".join(self._line.text().split()), self._value
        if not typed:
            return None, currency
        number, said = read_money(typed)
        try:
            return read_amount(number, said or currency, "en"), said or currency
        except UserError as error:
            raise ValueError(str(error)) from error

    def _show(self, value: Any) -> None:
        amount, currency = value
        super()._show(amounts.shown(amount, currency) if amount is not None else "")


class ChanceField(LineField):
    """Whole percent; nothing where it is that of the stage."""

    def _read(self) -> Any:
        typed = self._line.text().replace("%", "").strip()
        if not typed:
            return ""
        if not typed.isdecimal() or int(typed) > 100:
            raise ValueError(_("A probability is between 0 and 100."))
        return int(typed)

    def _show(self, value: Any) -> None:
        super()._show("" if value in ("", None) else _("{number} %").format(number=value))


class RateField(LineField):
    """A decimal with its percent sign, as text; nothing is none."""

    def _read(self) -> Any:
        typed = self._line.text().replace("%", "").strip()
        return read_decimal(typed) if typed else ""

    def _show(self, value: Any) -> None:
        super()._show(_("{number} %").format(number=show_decimal(str(value))) if value else "")


class AnyDayField(DayField):
    """As a day, or none."""

    def _read(self) -> Any:
        return super()._read() if self._line.text().strip() else ""

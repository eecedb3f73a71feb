"""The currency of the file, and what others cost in it on which day."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui import table_exchange
from crmdesk.ui.deal_editor import AnyDayField
from crmdesk.ui.desk import Desk
from crmdesk.ui.moments import wall
from crmdesk.ui.product_editor import FigureField
from crmdesk.widgets import theme
from crmdesk.widgets.fields import Field, LineField
from crmdesk.widgets.form import Form
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import Card, button, label, quiet, show_instead, small_button
from crmdesk.widgets.problem import Problem

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.rate_lists import RateRow, Rates


class Currencies(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rates: Rates | None = None
        self._is_whole = False
        self.currency = LineField(_("Currency of the file"))
        self.currency.kept.connect(self._keep_currency)
        self.code, self.rate, self.day = LineField(_("Currency")), FigureField(_("Rate")), AnyDayField(_("Day"))
        self.add_button = quiet(_("Add"), self.add)
        self.problem = Problem()
        self._list = QVBoxLayout()
        self._more = button("", self._toggle, kind="menu")
        self._arrange()
        self.day.set_value(date.today().isoformat())  # noqa: DTZ011 - the user's own day

    def _arrange(self) -> None:
        form = Form()
        form.add(_("own currency"), self.currency)
        card = Card()
        card.body.addWidget(label(_("Exchange rates"), "strong"))
        self._told = label("", "second", "muted", wraps=True)
        card.body.addWidget(self._told)
        across = QHBoxLayout()
        across.setSpacing(theme.px(6))
        for field, words, share in (
            (self.code, "USD", 2), (self.rate, _("costs"), 3), (self.day, _("day"), 3),
        ):  # fmt: skip
            field.edit.setProperty("inline", False)
            field.set_placeholder(words)
            field.kept.connect(field.set_value)
            across.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(across)
        card.body.addWidget(self.problem)
        card.body.addLayout(self._list)
        foot = QHBoxLayout()
        foot.addWidget(self._more)
        foot.addStretch(1)
        foot.addWidget(button(_("Import (CSV)…"), self._import, kind="menu"))
        card.body.addLayout(foot)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(12))
        down.addWidget(form)
        down.addWidget(card)

    # Showing

    def look(self) -> None:
        self._desk.ask(_listing, self._show, replace=self)

    def _show(self, rates: "Rates") -> None:
        self._rates = rates
        self.currency.set_value(rates.currency)
        self._told.setText(_("What one of each costs in {currency}. It holds until the next.").format(
            currency=rates.currency))  # fmt: skip
        own = [row for row in rates.rows if row.base == rates.currency]
        latest = list({row.currency: row for row in reversed(own)}.values())[::-1]
        shown = own if self._is_whole else latest
        show_instead(self._list, [_Line(self._desk, row) for row in shown])
        left = len(own) - len(latest)
        words = ngettext("{count} older rate", "{count} older rates", left).format(count=left)
        self._more.setText(_("Only the latest") if self._is_whole else words)
        self._more.setVisible(left > 0)

    def _toggle(self) -> None:
        self._is_whole = not self._is_whole
        self.look()

    # Changing

    def _keep_currency(self, code: str) -> None:
        self._write(partial(_set_currency, code), self.currency)

    def add(self) -> None:
        for field in (self.code, self.rate, self.day):
            field.keep()
        wrong = self.rate.problem() or self.day.problem()
        if wrong or not self.rate.value():
            self.problem.say(wrong or _("What does one of it cost?"))
            return
        day = self.day.value() or date.today().isoformat()  # noqa: DTZ011 - the user's own day
        change = partial(_set_rate, self.code.value(), day, Decimal(self.rate.value()))
        self._desk.write(change, self._added, lambda error: self.problem.say(words_of(error)))

    def _added(self, _none: None) -> None:
        self.problem.say()
        for field in (self.code, self.rate):
            field.set_value("")
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self, change: "partial[None]", field: Field) -> None:
        self._desk.write(change, lambda _none: field.set_problem(""), lambda error: field.set_problem(words_of(error)))

    def _import(self) -> None:
        table_exchange.choose_import(self._desk, self, "rates")


class _Line(QWidget):
    def __init__(self, desk: Desk, row: "RateRow") -> None:
        super().__init__()
        self._desk, self.key = desk, row.id
        self.rate = FigureField(_("Rate"))
        self.rate.set_value(row.rate)
        self.rate.setFixedWidth(theme.px(104))
        self.rate.kept.connect(self._keep)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        code = label(row.currency, "medium")
        code.setMinimumWidth(theme.px(40))
        across.addWidget(code)
        across.addWidget(self.rate)
        words = " · ".join(filter(None, (wall(row.day), row.source)))
        across.addWidget(label(words, "second", "muted"), 1)
        remove = _("Remove the rate of {currency}").format(currency=row.currency)
        across.addWidget(small_button("x", remove, self._remove))

    def _keep(self, rate: str) -> None:
        field = self.rate
        done, failed = lambda _none: field.set_problem(""), lambda error: field.set_problem(words_of(error))
        self._desk.write(partial(_change, self.key, rate or "0"), done, failed)

    def _remove(self) -> None:
        self._desk.write(partial(_remove, self.key), lambda _none: self._desk.say_undoable(_("Exchange rate removed")))


def _listing(store: "Store") -> "Rates":
    from crmdesk.services import rate_lists

    return rate_lists.listing(store)


def _set_currency(code: str, store: "Store") -> None:
    from crmdesk.services import money

    money.set_currency(store, code)


def _set_rate(code: str, day: str, rate: Decimal, store: "Store") -> None:
    from crmdesk.services import money

    money.set_rate(store, code, day, rate)


def _change(key: bytes, rate: str, store: "Store") -> None:
    from crmdesk.services import rate_lists

    rate_lists.change(store, key, rate)


def _remove(key: bytes, store: "Store") -> None:
    from crmdesk.services import rate_lists

    rate_lists.remove(store, key)

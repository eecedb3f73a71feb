"""Receivables: what is open by its age, by customer, and the reminders that are to go out."""

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui.amounts import shown
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.ui.receivable_customers import Customers
from crmdesk.ui.receivable_letters import Letters
from crmdesk.widgets import theme
from crmdesk.widgets.bars import Bar, Bars
from crmdesk.widgets.parts import frame, label
from crmdesk.widgets.pills import Part, Pills

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.receivables import Owing

_TONES = ("control", "accent", "accent", "accent", "bad")
_LATE = slice(1, None)


class Receivables(QWidget):
    opened = Signal(object)
    """The id of a document."""
    overdue_wanted = Signal()
    """The invoices that are late, one by one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.owing: Owing | None = None
        self.age, self._text, self._view = -1, "", "customers"
        self.currency = ""
        self.bars = Bars(_("Open by days late"))
        self.told = label("", "second", "muted")
        self.pills = Pills(_("What is shown"))
        self.currencies = Pills(_("Currency"))
        self.customers, self.letters = Customers(desk), Letters(desk)
        self.pages = QStackedWidget()
        self._arrange()
        self.bars.pressed.connect(self._choose_age)
        self.pills.chosen.connect(self.show_view)
        self.currencies.chosen.connect(self._choose_currency)
        self.customers.opened.connect(self.opened)

    def _arrange(self) -> None:
        self.chart = chart = frame("card")
        inside = QVBoxLayout(chart)
        inside.setContentsMargins(theme.margins(16, 10, 16, 6))
        inside.setSpacing(theme.px(2))
        head = QHBoxLayout()
        head.addWidget(self.told, 1)
        head.addWidget(self.currencies)
        inside.addLayout(head)
        inside.addWidget(self.bars)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(10))
        down.addWidget(self.pills)
        down.addWidget(chart, 1)
        down.addWidget(self.pages, 3)
        for page in (self.customers, self.letters):
            self.pages.addWidget(page)

    # Asking

    def search(self, text: str) -> None:
        self._text = text
        self.look()

    def look(self) -> None:
        self._desk.ask(_owing, self._show, replace=self)
        if self._view == "letters":
            self.letters.look()

    def _show(self, owing: "Owing") -> None:
        self.owing = owing
        codes = list(owing.by_age)
        if self.currency not in codes:
            self.currency = codes[0] if codes else owing.currency
        self.chart.setVisible(bool(codes) and self._view == "customers")
        self.currencies.setVisible(len(codes) > 1)
        self.currencies.show_parts([Part(code, code) for code in codes], self.currency)
        self._draw()

    def _draw(self) -> None:
        assert self.owing
        amounts = self.owing.by_age.get(self.currency, [0] * len(_TONES))
        bars = [
            Bar(words, shown(amount, self.currency) if amount else "–", amount, tone)
            for words, amount, tone in zip(age_words(), amounts, _TONES, strict=True)
        ]
        self.bars.show_bars(bars, self.age)
        late = sum(amounts[_LATE])
        words = _("{open} open, {late} of it late") if late else _("{open} open, nothing is late")
        told = {"open": shown(sum(amounts), self.currency), "late": shown(late, self.currency)}
        self.told.setText(words.format(**told))
        self.customers.show_owing(self.owing, self.currency, self.age, self._text)
        self._show_pills()

    def _show_pills(self) -> None:
        letters = self.owing.letters if self.owing else 0
        count = sum(each.currency == self.currency for each in self.owing.customers) if self.owing else 0
        late = sum(item.late > 0 for each in self.owing.customers for item in each.items) if self.owing else 0
        parts = [
            Part("customers", _("Customers"), grouped(count)),
            Part("overdue", _("Overdue invoices"), grouped(late) if late else ""),
            Part("letters", _("Reminders to send"), grouped(letters) if letters else "", bool(letters)),
        ]
        self.pills.show_parts(parts, self._view)

    def _choose_age(self, number: int) -> None:
        self.age = number
        self.show_view("customers")

    def _choose_currency(self, code: str) -> None:
        self.currency, self.age = code, -1
        self._draw()

    def show_view(self, key: str) -> None:
        if key == "overdue":
            self._show_pills()  # they are listed elsewhere: this view stays as it is
            self.overdue_wanted.emit()
            return
        self._view = key
        has_any = self.owing is not None and bool(self.owing.by_age)
        self.chart.setVisible(has_any and key == "customers")  # what is printed has the room
        self.pages.setCurrentWidget(self.letters if key == "letters" else self.customers)
        if key == "letters":
            self.letters.look()
        if self.owing:
            self._draw()

    def enter(self) -> None:
        page: Any = self.pages.currentWidget()
        page.enter()


def age_words() -> tuple[str, ...]:
    return (
        _("Not due yet"), _("1–30 days"), _("31–60 days"), _("61–90 days"), _("Over 90 days"),
    )  # fmt: skip


def _owing(store: "Store") -> "Owing":
    from crmdesk.services import receivables

    return receivables.owing(store, date.today())  # noqa: DTZ011 - the user's own day

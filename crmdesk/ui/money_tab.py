"""What a customer has bought, year by year and most of all, with every document and contract."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.documents import DOCUMENT_KINDS
from crmdesk.i18n import _, worded
from crmdesk.ui import payment_panel
from crmdesk.ui.amounts import shown
from crmdesk.ui.editor import Editor
from crmdesk.ui.moments import wall
from crmdesk.ui.money_fact import sums_in_words
from crmdesk.ui.payment_form import Given, PaymentForm
from crmdesk.ui.payment_words import TONES as PAID_TONES
from crmdesk.ui.payment_words import days_late, payment_words, status_words
from crmdesk.ui.tab import Tab
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.bars import Bar, Bars
from crmdesk.widgets.beside import fill_scrolled
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.line_row import Line, LineRow
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import label, link, quiet, show_instead

if TYPE_CHECKING:
    from crmdesk.services.contracts import ContractRow
    from crmdesk.services.document_lists import DocumentRow
    from crmdesk.services.documents import Row
    from crmdesk.services.files import Store
    from crmdesk.services.invoices import InvoiceRow
    from crmdesk.services.purchases import Bought, Purchases
    from crmdesk.services.records import Look

_AT_ONCE, _YEARS = 12, 6


class MoneyTab(Tab):
    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self.told: Purchases | None = None
        self._contracts: list[ContractRow] = []
        self._most = _AT_ONCE
        self.worth = label("", "heading", wraps=True)
        self.second = label("", "second", "muted", wraps=True)
        self.years = Bars(_("Bought by year"))
        self.form = PaymentForm()
        self.form.given.connect(self._pay)
        empty = _("Nothing bought yet. Quotes, orders and invoices stand here.")
        self._empty = label(empty, "second", "muted", wraps=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._arrange()

    def _arrange(self) -> None:
        ways = QWidget()
        flow = FlowLayout(ways, 8)
        flow.addWidget(quiet(_("New quote"), partial(self._begin, "quotes")))
        flow.addWidget(quiet(_("New invoice"), partial(self._begin, "invoices")))
        flow.addWidget(quiet(_("On account…"), self.begin_payment))
        self.form.hide()
        within = QWidget()
        down = QVBoxLayout(within)
        down.setContentsMargins(theme.margins(0, 4, 8, 12))
        down.setSpacing(theme.px(6))
        for part in (self.worth, self.second, self._empty, ways, self.form, self.years):
            down.addWidget(part)
        down.addLayout(self._rows)
        down.addStretch(1)
        fill_scrolled(self, within)

    def rows(self) -> list[LineRow]:
        return [row for row in self.findChildren(LineRow) if row.isVisibleTo(self)]

    # Showing

    def show_record(self, look: "Look", *, is_other: bool) -> None:
        if is_other:
            self._most = _AT_ONCE
            self.form.hide()
        owner = self._editor.key
        self._editor.desk.ask(partial(_look, owner), self._show, replace=self)

    def _show(self, found: "tuple[Purchases, list[ContractRow]]") -> None:
        self.told, self._contracts = found
        told = self.told.summary
        self.worth.setText(_("Bought {amount}").format(amount=sums_in_words(told.bought)) if told.bought else "")
        since = _("since {day}").format(day=wall(told.since)) if told.since else ""
        left = _("{amount} open").format(amount=sums_in_words(told.open)) if told.open else ""
        account = _("{amount} on account").format(amount=sums_in_words(told.on_account)) if told.on_account else ""
        self.second.setText(" · ".join(filter(None, (since, left, account))))
        has_any = bool(self.told.invoices or self.told.others or self._contracts)
        self._empty.setHidden(has_any)
        for part in (self.worth, self.second):
            part.setVisible(bool(part.text()))
        self._show_years()
        show_instead(self._rows, list(self._parts()))
        tab_order.order(self)

    def _show_years(self) -> None:
        """In the currency that most was bought in; this year in colour."""
        assert self.told
        currency = self.told.currency
        years = [(year, of[currency]) for year, of in self.told.years.items() if currency in of and year][-_YEARS:]
        this_year = str(date.today().year)  # noqa: DTZ011 - the user's own day
        self.years.setVisible(len(years) > 1)
        if len(years) > 1:
            tones = ["accent" if year == this_year else "faint" for year, _amount in years]
            bars = [Bar(year, shown(amount, currency), amount, tone)
                    for (year, amount), tone in zip(years, tones, strict=True)]  # fmt: skip
            self.years.show_bars(bars)

    def _parts(self) -> list[QWidget]:
        told = self.told
        if told is None:
            return []
        parts: list[tuple[str, Sequence[QWidget]]] = [
            (_("Invoices"), [self._invoice(row) for row in told.invoices]),
            (_("Quotes and orders"), [self._document(row) for row in told.others]),
            (_("Contracts"), [self._contract(row) for row in self._contracts]),
            (_("Bought most"), [_product(each) for each in told.products]),
            (_("Payments"), [_payment(row) for row in told.received]),
        ]
        found: list[QWidget] = []
        for head, rows in parts:
            if rows:
                words = label(head, "strong")
                words.setContentsMargins(theme.margins(0, 12, 0, 4))
                found += [words, *rows[: self._most]]
            if len(rows) > self._most:
                found.append(link(_("{count} more").format(count=len(rows) - self._most), self._show_more))
        return found

    def _show_more(self) -> None:
        self._most = 1000
        show_instead(self._rows, self._parts())

    def _invoice(self, row: "InvoiceRow") -> QWidget:
        worth = shown(-row.total if row.kind == "credit" else row.total, row.currency)
        left = _("{amount} open").format(amount=shown(row.open, row.currency)) if 0 < row.open < row.total else ""
        late = days_late(row.late) if row.late else ""
        detail = " · ".join(filter(None, (wall(row.issued_on) if row.issued_on else "", worth, left, late)))
        line = Line(row.title or _("Draft"), detail, "icon", "wallet", more=row.name or "",
                    tag=status_words(row.status), tone=PAID_TONES[row.status])  # type: ignore[arg-type]  # fmt: skip
        return self._row(line, "invoices", row.id)

    def _document(self, row: "DocumentRow") -> QWidget:
        from crmdesk.ui.document_words import state_words, tone

        kind = worded(DOCUMENT_KINDS, row.kind)
        detail = " · ".join(
            filter(None, (wall(row.issued_on) if row.issued_on else "", shown(row.total, row.currency)))
        )
        line = Line(f"{kind} {row.title or ''}".strip(), detail, "icon", "file-text", more=row.name or "",
                    tag=state_words(row.kind, row.status), tone=tone(row.status))  # fmt: skip
        return self._row(line, "quotes", row.id)

    def _contract(self, row: "ContractRow") -> QWidget:
        from crmdesk.ui.contract_words import TONES, state_words, when

        worth = shown(row.amount, row.currency) if row.amount is not None else ""
        line = Line(row.name, " · ".join(filter(None, (worth, when(row)))), "icon", "file-text",
                    tag=state_words(row.state), tone=TONES[row.state])  # type: ignore[arg-type]  # fmt: skip
        return self._row(line, "invoices", ("contract", row.id))

    def _row(self, line: Line, section: str, what: object) -> LineRow:
        made = LineRow(line)
        made.clicked.connect(lambda: self._editor.desk.wanted.emit(section, what))
        return made

    # Money for no invoice yet

    def begin_payment(self) -> None:
        """What lies on account is offered to be given back."""
        if self.told is None or self.form.isVisible():
            self.form.hide()
            return
        currency = self.told.currency
        self.form.show()
        self.form.offer(-self.told.summary.on_account.get(currency, 0), currency, payment_panel.usual_methods())
        self.form.begin()

    def _pay(self, given: Given) -> None:
        owner, currency = self._editor.key, self.form.amount.currency

        def pay(store: "Store") -> None:
            from crmdesk.services import payments

            payments.put_on_account(store, owner, given.amount, currency, given.money)

        desk = self._editor.desk
        words = _("{amount} on account") if given.amount > 0 else _("{amount} given back")
        told = words.format(amount=shown(abs(given.amount), currency))
        desk.write(pay, partial(self._paid, told), self._not_paid)

    def _paid(self, told: str, _none: None) -> None:
        self.form.hide()
        self._editor.desk.say_undoable(told)

    def _not_paid(self, error: Exception) -> None:
        self.form.amount.set_problem(words_of(error))

    def _begin(self, section: str) -> None:
        kind = "company_id" if self._editor.kind == "company" else "contact_id"
        self._editor.desk.wanted.emit(section, ("new", {kind: self._editor.key}))


def _product(each: "Bought") -> QWidget:
    from crmdesk.domain.money import exact
    from crmdesk.domain.money_formats import number
    from crmdesk.ui.amounts import locale

    count = " ".join(filter(None, (number(exact(each.quantity), locale()), each.unit)))
    last = _("last on {day}").format(day=wall(each.last)) if each.last else ""
    return _told(each.name, " · ".join(filter(None, (count, last))), shown(each.amount, each.currency))


def _payment(row: "Row") -> QWidget:
    return _told(wall(row["paid_on"]), payment_words(row), shown(row["amount"], row["currency"]))


def _told(name: str, detail: str, amount: str) -> QWidget:
    """What is only to be read."""
    made = QWidget()
    across = QHBoxLayout(made)
    across.setContentsMargins(theme.margins(0, 5, 0, 5))
    across.setSpacing(theme.px(12))
    across.addWidget(label(name, "medium"))
    across.addWidget(label(detail, "second", "muted", wraps=True), 1)
    across.addWidget(label(amount), 0, Qt.AlignmentFlag.AlignRight)
    return made


def _look(owner: bytes, store: "Store") -> "tuple[Purchases, list[ContractRow]]":
    from crmdesk.services import contracts, purchases

    today = date.today()  # noqa: DTZ011 - the user's own day
    return purchases.of(store, owner, today), contracts.listing(store, today, owner)

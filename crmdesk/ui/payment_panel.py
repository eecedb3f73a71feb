"""Beside the list: what of an invoice is open and paid, with a form to record what came in; or several at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.amounts import shown
from crmdesk.ui.desk import Desk
from crmdesk.ui.label_choices import flush
from crmdesk.ui.moments import wall
from crmdesk.ui.payment_form import Given, PaymentForm
from crmdesk.ui.payment_words import TONES, days_late, level_words, payment_words, status_words
from crmdesk.widgets import theme
from crmdesk.widgets.chips import TagRow
from crmdesk.widgets.messages import Action, Banner, words_of
from crmdesk.widgets.parts import Tone, label, link, quiet, rule, show_instead, small_button
from crmdesk.widgets.theme import FontRole

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.invoices import Invoice, InvoiceRow

Methods = Sequence[tuple[str, str]]


class PaymentPanel(QWidget):
    wanted = Signal(object)
    """A document is to be opened."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows: list[InvoiceRow] = []
        self.invoice: Invoice | None = None
        self._offered: tuple[object, ...] = ()
        self._is_beginning = False
        self.form = PaymentForm()
        self.head = label("", "heading", wraps=True)
        self.who = link("", self._open_customer)
        self.subject = label("", "second", "muted", wraps=True)
        self.tags = TagRow()
        self._above, self._sums, self._below = (_column() for _number in range(3))
        self.note = label("", "second", "warning", wraps=True)
        self.open_button = quiet(_("Open invoice"), self._open, "file-text")
        self._arrange()
        self.form.given.connect(self._record)
        self.form.changed.connect(self._show_note)

    def _arrange(self) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(20, 18, 20, 18))
        down.setSpacing(theme.px(8))
        down.addWidget(self.head)
        down.addLayout(flush(self.who))
        down.addWidget(self.subject)
        down.addWidget(self.tags)
        for part in (self._sums, self._above):
            down.addLayout(part)
        self._rule = rule()
        down.addWidget(self._rule)
        down.addWidget(self.form)
        down.addWidget(self.note)
        down.addLayout(self._below)
        down.addStretch(1)
        down.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)

    def begin(self) -> None:
        """As soon as it shows what can be paid."""
        self._is_beginning = True

    # Showing

    def show_rows(self, rows: "Sequence[InvoiceRow]") -> None:
        self._rows = list(rows)
        self.setVisible(bool(rows))
        if len(rows) == 1:
            self._desk.ask(partial(_look, rows[0].id), self._show, replace=self)
        elif rows:
            self._desk.ask(_methods, self._show_several, replace=self)

    def _show(self, found: "tuple[Invoice, Methods]") -> None:
        invoice, methods = found
        row = invoice.row
        if [each.id for each in self._rows] != [row.id]:
            return
        self.invoice = invoice
        self.head.setText(row.title or _("Draft"))
        self.who.setText(row.who.replace("&", "&&"))
        self.who.setVisible(bool(row.who and row.customer))
        self.subject.setText(row.name or "")
        self.subject.setVisible(bool(row.name))
        words = [status_words(row.status), days_late(row.late) if row.late else ""]
        self.tags.show_tags([(" · ".join(filter(None, words)), TONES[row.status])])  # type: ignore[list-item]
        show_instead(self._sums, _sums(invoice))
        show_instead(self._above, self._offers(invoice))
        show_instead(self._below, [*self._payments(invoice), *self._reminders(invoice)])
        self.open_button.setText(_("Open credit note") if row.kind == "credit" else _("Open invoice"))
        self.open_button.show()
        takes = row.kind == "invoice" and row.status not in ("draft", "cancelled") and bool(row.open)
        self._offer(row.open, row.currency, methods, (row.id, row.open), takes=takes)

    def _show_several(self, methods: Methods) -> None:
        rows = [row for row in self._rows if row.open > 0]
        self.invoice = None
        count = len(self._rows)
        self.head.setText(ngettext("{count} invoice", "{count} invoices", count).format(count=count))
        for part in (self.who, self.subject, self.open_button):
            part.hide()
        self.tags.show_tags([])
        sums = [_figure(row.title or "", shown(row.open, row.currency)) for row in rows]
        is_one = len({(row.customer, row.currency) for row in rows}) == 1
        total = sum(row.open for row in rows)
        show_instead(
            self._sums, [*sums, _figure(_("Open"), shown(total, rows[0].currency), "strong")] if is_one else []
        )
        why = _("One payment is of one customer and one currency.") if rows else _("Nothing of these is open.")
        show_instead(self._above, [] if is_one else [label(why, "second", "muted", wraps=True)])
        show_instead(self._below, [])
        currency = rows[0].currency if rows else ""
        self._offer(total, currency, methods, tuple((row.id, row.open) for row in rows), takes=is_one)

    def _offer(self, amount: int, currency: str, methods: Methods, what: tuple[object, ...], *, takes: bool) -> None:
        """What is being typed stays while the same is shown."""
        for part in (self.form, self._rule):
            part.setVisible(takes)
        if takes and what != self._offered:
            self.form.offer(amount, currency, methods)
        if takes and self._is_beginning:
            self.form.begin()
        self._is_beginning = False
        self._offered = what if takes else ()
        self._show_note(self.form.amount.value() if takes else None)

    def _show_note(self, amount: int | None) -> None:
        rest = self._rest(amount or 0)
        self.note.setVisible(rest > 0)
        if rest > 0:
            words = _("{amount} more than is open: kept on account for the next invoice.")
            self.note.setText(words.format(amount=shown(rest, self.form.amount.currency)))

    def _rest(self, amount: int) -> int:
        return amount - sum(row.open for row in self._open_ones()) if amount > 0 else 0

    def _open_ones(self) -> "list[InvoiceRow]":
        return sorted((row for row in self._rows if row.open > 0), key=lambda row: row.due_on or row.issued_on or "")

    def _offers(self, invoice: "Invoice") -> list[QWidget]:
        row = invoice.row
        if not (row.open > 0 and invoice.on_account > 0):
            return []
        words = _("{amount} on account").format(amount=shown(invoice.on_account, row.currency))
        return [Banner(words, "", Action(_("Use it"), self._use_account), "accent")]

    def _payments(self, invoice: "Invoice") -> list[QWidget]:
        made = [self._payment(payment) for payment in invoice.payments]
        return [_heading(_("Payments")), *made] if made else []

    def _payment(self, payment: Mapping[str, Any]) -> QWidget:
        amount = shown(payment["amount"], payment["currency"])
        name = _("Remove {amount}").format(amount=amount)
        remove = small_button("x", name, partial(self._remove, payment["id"], amount))
        return _line(wall(payment["paid_on"]), payment_words(payment), amount, remove)

    def _reminders(self, invoice: "Invoice") -> list[QWidget]:
        made = [self._reminder(each) for each in invoice.reminders]
        return [_heading(_("Reminders")), *made] if made else []

    def _reminder(self, reminder: Mapping[str, Any]) -> QWidget:
        until = _("until {day}").format(day=wall(reminder["pay_until"])) if reminder["pay_until"] else ""
        words = " · ".join(filter(None, (level_words(reminder["level"]), until)))
        if not reminder["fee"]:
            return _line(wall(reminder["sent_on"]), words, "")
        fee = shown(reminder["fee"], reminder["currency"])
        waive = small_button("x", _("Waive the fee of {fee}").format(fee=fee), partial(self._waive, reminder["id"]))
        return _line(wall(reminder["sent_on"]), words, fee, waive)

    # Acting

    def _record(self, given: Given) -> None:
        rows = self._open_ones()
        if given.amount < 0 or not rows:
            rows = self._rows[:1]
            shares, rest = [(rows[0].id, given.amount)], 0
        else:
            from crmdesk.services import payments

            shares, rest = payments.spread([(row.id, row.open) for row in rows], given.amount)

        def take(store: "Store") -> None:
            from crmdesk.services import payments

            payments.take(store, given.money, shares, rest)

        words = _("{amount} paid") if given.amount > 0 else _("{amount} given back")
        told = words.format(amount=shown(abs(given.amount), rows[0].currency))
        self._desk.write(take, lambda _none: self._desk.say_undoable(told), self._refused)

    def _refused(self, error: Exception) -> None:
        self.form.amount.set_problem(words_of(error))

    def _use_account(self) -> None:
        if self.invoice is None:
            return
        key, currency = self.invoice.row.id, self.invoice.row.currency

        def use(store: "Store") -> int:
            from crmdesk.services import payments

            return payments.use_account(store, key)

        words = _("{amount} of what was on account is used")
        self._desk.write(use, lambda used: self._desk.say_undoable(words.format(amount=shown(used, currency))))

    def _remove(self, key: bytes, amount: str) -> None:
        def remove(store: "Store") -> None:
            from crmdesk.services import payments

            payments.remove(store, key)

        words = _("Payment of {amount} removed").format(amount=amount)
        self._desk.write(remove, lambda _none: self._desk.say_undoable(words))

    def _waive(self, key: bytes) -> None:
        def waive(store: "Store") -> None:
            from crmdesk.services import accounts

            accounts.waive_fee(store, key)

        self._desk.write(waive, lambda _none: self._desk.say_undoable(_("The fee is waived")))

    def _open(self) -> None:
        if self.invoice:
            self.wanted.emit(self.invoice.row.id)

    def _open_customer(self) -> None:
        if self.invoice and self.invoice.row.customer:
            section = "companies" if self.invoice.company_id else "contacts"
            self._desk.wanted.emit(section, self.invoice.row.customer)


def _look(key: bytes, store: "Store") -> "tuple[Invoice, Methods]":
    from crmdesk.services import invoices

    return invoices.look(store, key, date.today()), _methods(store)  # noqa: DTZ011 - the user's own day


def _methods(store: "Store") -> Methods:
    from crmdesk.services import picks

    found = picks.choices(store, "payment method")
    known = {words for _value, words in found}
    return [*found, *(each for each in usual_methods() if each[1] not in known)]


def usual_methods() -> Methods:
    """What is offered where nobody was paid yet."""
    return [(words, words) for words in (_("Bank transfer"), _("Card"), _("Cash"))]


# Parts


def _column() -> QVBoxLayout:
    made = QVBoxLayout()
    made.setSpacing(theme.px(4))
    return made


def _sums(invoice: "Invoice") -> list[QWidget]:
    """From what it comes to, to what is left of it."""
    row = invoice.row
    paid = sum(payment["amount"] for payment in invoice.payments)
    credit = sum(each["total"] for each in invoice.credits)
    beforehand = row.total + invoice.fees - credit - paid - row.open if row.status not in ("draft", "cancelled") else 0
    found = [(_("Total"), row.total), (_("Fees of reminders"), invoice.fees), (_("Credited"), -credit)]
    found += [(_("Deposit"), -beforehand), (_("Paid"), -paid)] if row.kind == "invoice" else []
    lines = [_figure(name, shown(amount, row.currency)) for name, amount in found if amount or name == _("Total")]
    if row.kind == "invoice" and row.status not in ("draft", "cancelled"):
        tone: Tone = "bad" if row.late else "good" if not row.open else "text"
        lines.append(_figure(_("Open"), shown(row.open, row.currency), "strong", tone))
    return lines


def _figure(name: str, value: str, font: FontRole = "body", tone: Tone = "text") -> QWidget:
    made = QWidget()
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 0, 0)
    across.addWidget(label(name, font, "muted" if font == "body" else "text"), 1)
    across.addWidget(label(value, font, tone))
    return made


def _heading(text: str) -> QWidget:
    made = label(text, "strong")
    made.setContentsMargins(theme.margins(0, 10, 0, 2))
    return made


def _line(day: str, words: str, amount: str, action: QWidget | None = None) -> QWidget:
    made = QWidget()
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.px(10))
    when = label(day, "second", "muted")
    when.setMinimumWidth(theme.px(64))
    across.addWidget(when)
    across.addWidget(label(words, "second", wraps=True), 1)
    across.addWidget(label(amount, "body"))
    if action:
        across.addWidget(action)
    return made

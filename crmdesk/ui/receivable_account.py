"""The account of a customer as a bank would show it: on the screen, as PDF, on paper, on its way by e-mail."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.values import file_names
from crmdesk.i18n import _
from crmdesk.printing import letter_forms
from crmdesk.ui import account_mail, opened_copies, own_history, to_printer
from crmdesk.ui.amounts import shown
from crmdesk.ui.desk import Desk
from crmdesk.ui.label_choices import flush
from crmdesk.ui.moments import wall
from crmdesk.ui.to_printer import ToFile, ToPrinter
from crmdesk.widgets import theme
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.parts import label, link, quiet, rule, show_instead

if TYPE_CHECKING:
    from crmdesk.printing.press import Making
    from crmdesk.services.account_letters import Account
    from crmdesk.services.accounts import Movement
    from crmdesk.services.files import Store
    from crmdesk.services.receivables import Customer

_MOST = 40
"""Lines; the PDF has all."""


class AccountPanel(QWidget):
    opened = Signal(object)
    """An invoice is to be opened."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.customer: Customer | None = None
        self.account: Account | None = None
        self.name = link("", self.go)
        self.name.setFont(theme.font("heading"))
        self.told = label("", "second", "muted", wraps=True)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(0)
        self._arrange()

    def _arrange(self) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(20, 18, 20, 18))
        down.setSpacing(theme.px(8))
        down.addLayout(flush(self.name))
        down.addWidget(self.told)
        ways = QWidget()
        flow = FlowLayout(ways, 8)
        for made in (
            quiet(_("Mail"), self.mail, "mail"),
            quiet(_("Print…"), self.print, "printer"),
            quiet(_("PDF…"), self.choose_pdf, "download"),
        ):
            flow.addWidget(made)
        down.addWidget(ways)
        down.addWidget(rule())
        down.addWidget(label(_("Statement of account"), "strong"))
        down.addLayout(self.lines)
        down.addStretch(1)

    # Showing

    def show_customer(self, customer: "Customer") -> None:
        self.customer = customer
        self._desk.ask(partial(_account, customer.id), self._show, replace=self)

    def _show(self, account: "Account") -> None:
        if self.customer is None:
            return
        self.account = account
        self.name.setText(self.customer.name.replace("&", "&&"))
        moves = [move for move in account.movements if move.currency == self.customer.currency]
        balance = moves[-1].balance if moves else 0
        words = _("Owes {amount}") if balance >= 0 else _("Has {amount} in their favour")
        self.told.setText(words.format(amount=shown(abs(balance), self.customer.currency)))
        show_instead(self.lines, self._lines(moves))

    def _lines(self, moves: "Sequence[Movement]") -> list[QWidget]:
        """The latest first, as who looks for a payment wants it."""
        found: list[QWidget] = [_line("", "", _("Amount"), _("Balance"), is_head=True)]
        for move in list(reversed(moves))[:_MOST]:
            told = (_words(move), shown_only(move.amount, move.currency), shown_only(move.balance, move.currency))
            found.append(_line(wall(move.day), *told))
        if len(moves) > _MOST:
            found.append(label(_("All of it is in the PDF."), "second", "muted"))
        return found

    def go(self) -> None:
        """To the page of the customer."""
        if self.customer and self.customer.kind:
            section = "companies" if self.customer.kind == "company" else "contacts"
            self._desk.wanted.emit(section, self.customer.id)

    # Out of the house

    def _file_name(self) -> str:
        name = self.account.name if self.account else ""
        day = date.today().isoformat()  # noqa: DTZ011 - the user's own day
        return f"{file_names.safe(_('Statement of account') + ' ' + name)} {day}.pdf"

    def _pages(self, file: BinaryIO) -> "Making":
        from crmdesk.services import account_letters

        assert self.account
        store = self._desk.file.store()
        today = date.today()  # noqa: DTZ011 - the user's own day
        return account_letters.render(store, account_letters.statements(self.account, today), file)

    def choose_pdf(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(self, _("Save as PDF"), self._file_name(), "PDF (*.pdf)")
        if name:
            self.save(Path(name))

    def save(self, to: Path) -> None:
        words = _("Saved as “{name}”").format(name=to.name)
        ToFile(self, self._desk, self._pages, to).went.connect(lambda _printed: self._desk.say(words))

    def print(self) -> None:
        form = letter_forms.of_country(self._desk.country)
        if printer := to_printer.ask_printer(self, *letter_forms.PAPERS[form.paper]):
            sending = ToPrinter(self, self._desk, self._pages, printer)
            sending.went.connect(self._printed)

    def _printed(self, _printed: object) -> None:
        self._desk.say(_("Sent to the printer"))
        self._note("letters")

    def mail(self) -> None:
        """In the user's own mail program, the file ready."""
        if self.account:
            to = opened_copies.place_for_copy() / self._file_name()
            ToFile(self, self._desk, self._pages, to).went.connect(lambda _printed: self._mail(to))

    def _mail(self, file: Path) -> None:
        if self.account is None:
            return
        if account_mail.write(self._desk, self.account.email, file.stem, "", file, _("The statement is on its e-mail")):
            self._note("mail")

    def _note(self, line: str) -> None:
        if self.customer and self.customer.kind:
            own_history.note(self._desk, line, self.customer.kind, [self.customer.id])


def _account(owner: bytes, store: "Store") -> "Account":
    from crmdesk.services import account_letters

    return account_letters.account(store, owner)


def _words(move: "Movement") -> str:
    names = {
        "invoice": _("Invoice"), "credit": _("Credit note"), "payment": _("Payment"), "refund": _("Refund"),
        "deposit": _("Deposit"), "fee": _("Fee of a reminder"),
    }  # fmt: skip
    return " ".join(filter(None, (names[move.kind], move.what)))


def shown_only(amount: int, currency: str) -> str:
    from crmdesk.domain.money_formats import amount_only
    from crmdesk.ui.amounts import locale

    return amount_only(amount, currency, locale())


def _line(day: str, words: str, amount: str, balance: str, *, is_head: bool = False) -> QWidget:
    """What and when, one over the other; at the right what moved, over what came of it."""
    made = QWidget()
    across = QHBoxLayout(made)
    across.setContentsMargins(theme.margins(0, 4, 0, 4))
    across.setSpacing(theme.px(8))
    across.addLayout(_pair(words, day, is_head=is_head), 1)
    across.addLayout(_pair(amount, balance, is_head=is_head, at_end=True))
    return made


def _pair(above: str, below: str, *, is_head: bool, at_end: bool = False) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setSpacing(0)
    for text, tone in ((above, "muted" if is_head else "text"), (below, "muted")):
        part = label(text, "second", tone, wraps=not at_end)  # type: ignore[arg-type]
        if at_end:
            part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        made.addWidget(part)
    return made

"""Reminders that are to go out: one letter for each customer, seen as it will be printed, sent in one go."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.values import file_names
from crmdesk.i18n import _, ngettext
from crmdesk.printing import letter_forms
from crmdesk.ui import account_mail, opened_copies, to_printer
from crmdesk.ui.amounts import shown
from crmdesk.ui.desk import Desk
from crmdesk.ui.payment_pages import PaymentPages
from crmdesk.ui.payment_words import level_words
from crmdesk.ui.to_printer import Leaving, ToFile, ToPrinter
from crmdesk.widgets import theme
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.ledger import Entry, Figure, Ledger, Tone
from crmdesk.widgets.ledger_paint import Columns
from crmdesk.widgets.parts import frame, label, primary, quiet

if TYPE_CHECKING:
    from crmdesk.printing.press import Making, Printed
    from crmdesk.services.files import Store
    from crmdesk.services.reminder_letters import Reminder

_LEAST, _SIDE = 200, 400
_TONES: tuple[Tone, ...] = ("accent", "warning", "bad")


class Letters(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.some: list[Reminder] = []
        self._shown: Reminder | None = None
        self.ledger = Ledger(_("Reminders to send"), Columns(tag=112, figures=(116,), has_ticks=True,
                                                             heads=(_("Customer"), _("To be paid"))))  # fmt: skip
        self.list = self.ledger.list
        self.pages = PaymentPages(desk, _("The reminder as it will be printed"))
        self.send = primary("", self.print)
        self.save_button = quiet(_("PDF…"), self.choose_pdf)
        self.mail_button = quiet(_("Mail"), self.mail, "mail")
        self.texts = quiet(_("Texts and fees…"), self.edit_texts)
        self.nothing = label("", "second", "muted", wraps=True)
        self._arrange()
        self.list.moved.connect(self._choose)
        self.list.chosen.connect(self._count)

    def _arrange(self) -> None:
        ground = frame("card")
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(theme.margins(6, 2, 6, 4))
        inside.addWidget(self.ledger)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setContentsMargins(theme.margins(24, 24, 24, 24))
        inside.addWidget(self.nothing, 1)
        foot = QWidget()
        flow = FlowLayout(foot, 8)
        for made in (self.send, self.save_button, self.mail_button, self.texts):
            flow.addWidget(made)
        left = QVBoxLayout()
        left.setSpacing(theme.px(10))
        left.addWidget(ground, 1)
        left.addWidget(foot)
        self.side = frame("card")
        self.side.setMinimumWidth(theme.px(_LEAST))
        self.side.setMaximumWidth(theme.px(_SIDE))
        paper = QVBoxLayout(self.side)
        paper.setContentsMargins(1, 1, 1, 1)
        paper.addWidget(self.pages)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(16))
        across.addLayout(left, 3)
        across.addWidget(self.side, 2)

    # Showing

    def look(self) -> None:
        self._desk.ask(_gather, self._show, replace=self)

    def _show(self, some: "list[Reminder]") -> None:
        is_other = some != self.some
        self.some = some
        if is_other:
            self.list.show_entries([_entry(number, each) for number, each in enumerate(some)])
            self.list.tick_all()
        for part in (self.ledger, self.side, self.send, self.save_button, self.mail_button):
            part.setVisible(bool(some))
        self.nothing.setHidden(bool(some))
        self.nothing.setText(_("Nobody is to be reminded now. Whoever is late enough for the next letter stands here."))
        if some and self.list.current() is None:
            self.list.go_to(_key(0))
        self._choose(self.list.current(), is_other=is_other)
        self._count()

    def _choose(self, key: bytes | None, *, is_other: bool = False) -> None:
        number = int.from_bytes(key) if key else -1
        reminder = self.some[number] if 0 <= number < len(self.some) else None
        if reminder and (is_other or reminder != self._shown):
            self.pages.show_made(partial(_pdf, reminder))
        self._shown = reminder

    def _count(self) -> None:
        count = len(self.list.ticked())
        words = ngettext("Print {count} reminder", "Print {count} reminders", count)
        self.send.setText(words.format(count=count))
        for made in (self.send, self.save_button):
            made.setEnabled(count > 0)

    def _ticked(self) -> "list[Reminder]":
        return [self.some[int.from_bytes(key)] for key in self.list.ticked() if int.from_bytes(key) < len(self.some)]

    def enter(self) -> None:
        self.list.begin()

    # Out of the house

    def print(self) -> None:
        form = letter_forms.of_country(self._desk.country)
        if printer := to_printer.ask_printer(self, *letter_forms.PAPERS[form.paper]):
            some = self._ticked()
            self._follow(ToPrinter(self, self._desk, partial(self._making, some), printer), some)

    def choose_pdf(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(self, _("Save as PDF"), f"{_('Reminders')}.pdf", "PDF (*.pdf)")
        if name:
            self.save(Path(name))

    def save(self, to: Path) -> None:
        some = self._ticked()
        self._follow(ToFile(self, self._desk, partial(self._making, some), to), some)

    def mail(self) -> None:
        """The one that is shown, in the user's own mail program."""
        if self._shown:
            self._desk.ask(partial(_for_mail, self._shown), partial(self._mail, self._shown))

    def _mail(self, reminder: "Reminder", made: tuple[str, str, Path]) -> None:
        address, text, file = made
        if account_mail.write(self._desk, address, reminder.subject, text, file, _("The reminder is on its e-mail")):
            self._went([reminder])

    def _making(self, some: "Sequence[Reminder]", file: BinaryIO) -> "Making":
        from crmdesk.services import reminder_letters

        return reminder_letters.render(self._desk.file.store(), some, file)

    def _follow(self, leaving: Leaving, some: "Sequence[Reminder]") -> None:
        leaving.went.connect(partial(self._went, some))

    def _went(self, some: "Sequence[Reminder]", _printed: "Printed | None" = None) -> None:
        """They are out: what the file knows of it."""
        from crmdesk.services import reminder_letters

        def keep(store: "Store") -> int:
            made = reminder_letters.keep(store, some)
            while True:
                try:
                    next(made)
                except StopIteration as end:
                    return int(end.value)

        self._desk.write(keep, self._kept)

    def _kept(self, count: int) -> None:
        words = ngettext("{count} reminder went out", "{count} reminders went out", count)
        self._desk.say_undoable(words.format(count=count))

    def edit_texts(self) -> None:
        from crmdesk.ui.receivable_texts import ReminderTexts

        ReminderTexts(self, self._desk).open()


def _key(number: int) -> bytes:
    return number.to_bytes(4)


def _entry(number: int, each: "Reminder") -> Entry:
    listed = ", ".join(item.title for item in each.items)
    fee = _("with {fee} fee").format(fee=shown(each.fee, each.currency)) if each.fee else ""
    total = Figure(shown(each.total, each.currency), fee, is_strong=True)
    return Entry(
        _key(number), (each.name, listed), tag=(level_words(each.level), _TONES[each.level - 1]), figures=(total,)
    )


def _gather(store: "Store") -> "list[Reminder]":
    from crmdesk.services import reminder_letters

    return reminder_letters.gather(store, date.today())  # noqa: DTZ011 - the user's own day


def _for_mail(reminder: "Reminder", store: "Store") -> tuple[str, str, Path]:
    """To whom, with which words, and the pages as a file."""
    from crmdesk.services import account_letters, reminder_letters

    addresses = [account_letters.account(store, owner).email for owner in reversed(reminder.owners)]
    file = opened_copies.place_for_copy() / f"{file_names.safe(reminder.subject)}.pdf"
    file.write_bytes(_pdf(reminder, store))
    return next(filter(None, addresses), ""), reminder_letters.mail_text(reminder), file


def _pdf(reminder: "Reminder", store: "Store") -> bytes:
    from crmdesk.services import account_letters, reminder_letters

    return account_letters.pdf(store, reminder_letters.letter(reminder))

"""The three letters that remind of payment: when each goes out, what it costs, and its words in every language."""

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.letter_tongues import language_name
from crmdesk.ui.payment_words import level_words
from crmdesk.widgets import theme
from crmdesk.widgets.amounts import read_decimal, show_decimal
from crmdesk.widgets.choosers import Chooser, Segments
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import label, link
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.reminder_steps import Step

_TEXT, _TONGUE = 230, 160
_LEVELS = (1, 2, 3)


class ReminderTexts(Sheet):
    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent, _("Reminders to pay"), width=640)
        self._desk = desk
        self.steps: dict[int, Step] = {}
        self._currency = ""
        self.levels = Segments(_("Which reminder"), [(level, level_words(level)) for level in _LEVELS])
        self.levels.set_value(1)
        self.language = Chooser(_("Language"), [])
        self.after, self.days, self.fee = (QLineEdit() for _number in range(3))
        self.subject, self.letter = QLineEdit(), QPlainTextEdit()
        self._fee_words = label(_("Fee"), "second", "muted")
        self._usual = link(_("Usual text"), self._take_usual)
        self._problem = Problem()
        self._level, self._tongue = 1, "en"
        self._arrange()
        self.set_primary(_("Save"), self._save)
        self.levels.chosen.connect(lambda _level: self._turn())
        self.language.chosen.connect(lambda _language: self._turn())
        desk.ask(_known, self._show, replace=self)

    def _arrange(self) -> None:
        head = QWidget()
        flow = FlowLayout(head, 12)
        flow.addWidget(self.levels)
        flow.addWidget(self.language)
        self.language.setMinimumWidth(theme.px(_TONGUE))
        self.body.addWidget(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(4))
        numbers = ((_("From so many days late"), self.after), (_("Days to pay"), self.days), ("", self.fee))
        for column, (words, line) in enumerate(numbers):
            grid.addWidget(label(words, "second", "muted") if words else self._fee_words, 0, column)
            line.setAccessibleName(words or _("Fee"))
            grid.addWidget(line, 1, column)
        self.body.addLayout(grid)
        for words, part in ((_("Subject"), self.subject), (_("Text"), self.letter)):
            self.body.addWidget(label(words, "second", "muted"))
            part.setAccessibleName(words)
            self.body.addWidget(part)
        self.letter.setTabChangesFocus(True)
        self.give_height(self.letter, _TEXT)
        places = _("What is open stands at {list}; {sum}, {until}, {salutation} and {name} are filled in.")
        shown = {name: f"{{{{{name}}}}}" for name in ("list", "sum", "until", "salutation")}
        across = QHBoxLayout()
        across.addWidget(label(places.format(**shown, name="{{own.name}}"), "second", "muted", wraps=True), 1)
        across.addWidget(self._usual)
        self.body.addLayout(across)
        self.body.addWidget(self._problem)

    # Showing

    def _show(self, known: "tuple[list[Step], str, str]") -> None:
        from crmdesk.domain.account_words import LANGUAGES
        from crmdesk.services.reminder_steps import base_of

        steps, self._currency, language = known
        self.steps = {step.level: step for step in steps}
        for code in LANGUAGES:
            self.language.addItem(language_name(code), code)
        self._tongue = base_of(language)
        self.language.set_value(self._tongue)
        self._fee_words.setText(_("Fee in {currency}").format(currency=self._currency))
        self._fill()
        self.refit()

    def _fill(self) -> None:
        step = self.steps[self._level]
        self.after.setText(str(step.after))
        self.days.setText(str(step.days))
        self.fee.setText(show_decimal(f"{step.fee:f}"))
        subject, text = step.text(self._tongue)
        self.subject.setText(subject)
        self.letter.setPlainText(text)

    def _turn(self) -> None:
        """To another letter or language; what was typed is held until it is saved."""
        if not self._take():
            self.levels.set_value(self._level)
            self.language.set_value(self._tongue)
            return
        self._level, self._tongue = int(self.levels.value()), str(self.language.value())
        self._fill()

    def _take(self) -> bool:
        step = self.steps[self._level]
        try:
            fee = Decimal(read_decimal(self.fee.text() or "0"))
            after, days = int(read_decimal(self.after.text())), int(read_decimal(self.days.text()))
        except ValueError as error:
            self._say(str(error))
            return False
        texts = {**step.texts, self._tongue: (self.subject.text(), self.letter.toPlainText())}
        self.steps[self._level] = replace(step, after=after, days=days, fee=fee, texts=texts)
        self._say("")
        return True

    def _take_usual(self) -> None:
        from crmdesk.domain.account_words import reminder

        subject, text = reminder(self._level, self._tongue)
        self.subject.setText(subject)
        self.letter.setPlainText(text)

    def _say(self, words: str) -> None:
        self._problem.say(words)
        self.refit()

    def _save(self) -> None:
        if not self._take():
            return
        steps = list(self.steps.values())

        def save(store: "Store") -> None:
            from crmdesk.services import reminder_steps

            reminder_steps.save_all(store, steps)

        self._desk.write(save, self._saved, self._refused)

    def _saved(self, _none: None) -> None:
        self.accept()
        self._desk.say_undoable(_("Reminders changed"))

    def _refused(self, error: Exception) -> None:
        self._say(words_of(error))


def _known(store: "Store") -> "tuple[list[Step], str, str]":
    from crmdesk import i18n
    from crmdesk.services import money, reminder_steps

    with store.read() as session:
        return reminder_steps.steps(session), money.currency(session), i18n.own_language()

"""A follow-up rule in place of the list: what sets it off, what it plans; tried on what is past before it is kept."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui import rule_words
from crmdesk.ui.desk import Desk
from crmdesk.ui.rule_occasion import OccasionForm
from crmdesk.ui.rule_words import Vocabulary
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import reveal
from crmdesk.widgets.choosers import Chooser
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.messages import announce, words_of
from crmdesk.widgets.parts import frame, icon_button, label, primary, quiet
from crmdesk.widgets.problem import Problem

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.rules import FollowUp, Rule

_DAYS = 90
_MOST_DAYS = 3_650


class RuleEditor(QWidget):
    """It is kept by Save alone: half a rule must not plan anything."""

    saving = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk, words: Vocabulary) -> None:
        super().__init__()
        self._desk, self._words = desk, words
        self.occasion = OccasionForm(desk, words)
        self._told = label("", "strong", wraps=True)
        self.type = Chooser(_("Type"), list(words.types))
        self.subject = QLineEdit()
        self.days = QLineEdit()
        self.side = Chooser(_("Before or after"), ((1, _("days later")), (-1, _("days before"))))
        self.text = QPlainTextEdit()
        self._problem = Problem()
        self.result, self.count, self.names = _result()
        self.save_button = primary(_("Save"), self.save)
        self._arrange()
        for changed in (self.occasion.changed, self.subject.textChanged, self.days.textChanged):
            changed.connect(self._tell)
        for chooser in (self.type, self.side):
            chooser.chosen.connect(lambda _value: self._tell())

    def _arrange(self) -> None:
        for line, name in ((self.subject, _("What is to be done")), (self.days, _("How many days"))):
            line.setAccessibleName(name)
            line.setPlaceholderText(name if line is self.subject else "0")
        self.days.setFixedWidth(theme.px(64))
        self.type.setMinimumWidth(theme.px(140))
        self.side.setMinimumWidth(theme.px(130))
        self.text.setAccessibleName(_("Notes"))
        self.text.setPlaceholderText(_("Notes for it"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(theme.px(60))
        head = QHBoxLayout()
        head.addWidget(icon_button("chevron-left", _("Back to the rules"), self.left.emit))
        head.addWidget(self._told, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(8))
        down.addLayout(head)
        for part in (_group(_("When")), self.occasion, _group(_("Then plan"))):
            down.addWidget(part)
        down.addLayout(_across((self.type, 0), (self.subject, 1)))
        down.addLayout(_across((self.days, 0), (self.side, 0)))
        for widget in (self.text, self._problem, self.result):
            down.addWidget(widget)
        down.addWidget(self._foot())
        down.addStretch(1)

    def _foot(self) -> QWidget:
        self.try_button = quiet(_("Try it on the last {count} days").format(count=_DAYS), self.try_out)
        made = QWidget()
        flow = FlowLayout(made, 8)
        for part in (self.save_button, self.try_button, quiet(_("Cancel"), self.left.emit)):
            flow.addWidget(part)
        return made

    def show_rule(self, rule: "Rule") -> None:
        self.occasion.show_occasion(rule.event, rule.occasion)
        self.type.set_value(rule.type)
        self.subject.setText(rule.subject)
        self.days.setText(str(abs(rule.days)))
        self.side.set_value(-1 if rule.days < 0 else 1)
        self.text.setPlainText(rule.text)
        self._tell()
        tab_order.order(self.window())
        self.occasion.event_chooser.setFocus(Qt.FocusReason.TabFocusReason)

    def rule(self) -> "Rule":
        from crmdesk.services.rules import Rule

        typed = self.days.text().strip()
        days = min(int(typed), _MOST_DAYS) if typed.isdecimal() else 0
        return Rule(
            self.occasion.event_key(),
            self.occasion.occasion(),
            self.type.value(),
            " ".join(self.subject.text().split()),
            self.text.toPlainText().strip(),
            days * self.side.value(),
        )

    def _tell(self) -> None:
        """The rule as it stands, in words; a trial of another one is over."""
        if self.occasion.tree:
            self._told.setText(rule_words.sentence(self.rule(), self._words))
        self.set_problem("")
        self.result.hide()

    def _refuse(self, error: Exception) -> None:
        self.set_problem(words_of(error))

    def set_problem(self, text: str) -> None:
        self._problem.say(text)

    def save(self) -> None:
        self.saving.emit(self.rule())

    def try_out(self) -> None:
        rule = self.rule()

        def trial(store: "Store") -> "list[FollowUp]":
            from crmdesk.services import rules

            return rules.trial(store, rule, _DAYS)

        self._desk.ask(trial, self._show_trial, self._refuse, replace=self)

    def _show_trial(self, found: "list[FollowUp]") -> None:
        text, names = rule_words.trial_in_words(found, _DAYS)
        self.count.setText(text)
        self.names.setText(names)
        self.names.setVisible(bool(names))
        self.result.show()
        QTimer.singleShot(0, self, lambda: reveal(self.save_button))
        announce(self, f"{text} {names}")


def _result() -> tuple[QFrame, QLabel, QLabel]:
    ground = frame("accent")
    count, names = label("", "strong", "accent", wraps=True), label("", "second", "muted", wraps=True)
    down = QVBoxLayout(ground)
    down.setContentsMargins(theme.margins(14, 10, 14, 10))
    down.setSpacing(2)
    down.addWidget(count)
    down.addWidget(names)
    ground.hide()
    return ground, count, names


def _group(text: str) -> QLabel:
    made = label(text, "group", "muted")
    made.setContentsMargins(theme.margins(0, 10, 0, 0))
    return made


def _across(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    made = QHBoxLayout()
    made.setSpacing(theme.px(8))
    for part, stretch in parts:
        made.addWidget(part, stretch)
    if not any(stretch for _part, stretch in parts):
        made.addStretch(1)
    return made

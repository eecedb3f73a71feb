"""The follow-up rules in words, each with its switch; one opens in place of the list, new ones begin as an example."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui import rule_words
from crmdesk.ui.desk import Desk
from crmdesk.ui.preference_panes import Pane
from crmdesk.ui.rule_editor import RuleEditor
from crmdesk.ui.rule_line import RuleLine
from crmdesk.ui.rule_words import Vocabulary
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import button, label

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.rules import Rule, RuleRow


class FollowUpRules(Pane):
    tables = ("follow_up_rules",)

    def __init__(self, desk: Desk) -> None:
        hint = _("What a rule plans stands among the tasks a moment later, and can be undone.")
        super().__init__(desk, _("Follow-up rules"), hint)
        self.words: Vocabulary | None = None
        self.rows: list[RuleLine] = []
        self.editor: RuleEditor | None = None
        self._key: bytes | None = None
        self._pages = QStackedWidget()
        self._list = QWidget()
        self._down = QVBoxLayout(self._list)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(0)
        self.examples = _Examples(self._begin)
        self._down.addWidget(self.examples)
        self._down.addStretch(1)
        self._pages.addWidget(self._list)
        self.body.addWidget(self._pages, 1)

    # Showing

    def load(self) -> None:
        self.desk.ask(_read, self._show, replace=self)

    def _show(self, found: "tuple[list[RuleRow], Vocabulary]") -> None:
        rows, self.words = found
        for row in self.rows:
            self._down.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._make(row) for row in rows]
        for place, made in enumerate(self.rows):
            self._down.insertWidget(place, made)
        self.examples.set_first(is_first=not rows)
        tab_order.order(self.window())

    def _make(self, row: "RuleRow") -> "RuleLine":
        assert self.words
        made = RuleLine(row, self.words)
        made.opened.connect(lambda: self._open(row))
        made.switched.connect(lambda on: self._switch(row, on))
        made.removed.connect(lambda: self._remove(row))
        return made

    # One opened

    def _open(self, row: "RuleRow") -> None:
        if row.rule:
            self._edit(row.rule, row.id)

    def _begin(self, number: int) -> None:
        self._edit(rule_words.examples()[number][1], None)

    def _edit(self, shown: "Rule", key: bytes | None) -> None:
        if self.words is None:
            return  # pressed before the list has come
        self._key = key
        self._drop_editor()
        self.editor = RuleEditor(self.desk, self.words)
        self.editor.saving.connect(self._save)
        self.editor.left.connect(self.go_back)
        self._pages.addWidget(self.editor)
        self._pages.setCurrentWidget(self.editor)
        self.editor.show_rule(shown)

    def go_back(self) -> None:
        self._pages.setCurrentIndex(0)
        self._drop_editor()
        first = next((row.words for row in self.rows if row.row.id == self._key), None)
        (first or self.examples.buttons[0]).setFocus(Qt.FocusReason.TabFocusReason)

    def _drop_editor(self) -> None:
        if self.editor:
            self._pages.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None

    # Changing

    def _save(self, shown: "Rule") -> None:
        key = self._key

        def save(store: "Store") -> bytes:
            from crmdesk.services import rules

            return rules.save(store, shown, key)

        def saved(made: bytes) -> str:
            self._key = made
            self.go_back()
            return _("Rule saved")

        self.write(save, saved, self._refuse)

    def _refuse(self, error: Exception) -> None:
        if self.editor:
            self.editor.set_problem(words_of(error))

    def _switch(self, row: "RuleRow", on: bool) -> None:
        def switch(store: "Store") -> None:
            from crmdesk.services import rules

            rules.switch(store, row.id, on=on)

        text = _("The rule is on: it looks ahead from now.") if on else _("The rule is off: it plans nothing.")
        self.write(switch, lambda _none: text)

    def _remove(self, row: "RuleRow") -> None:
        def remove(store: "Store") -> None:
            from crmdesk.services import rules

            rules.remove(store, row.id)

        self.write(remove, lambda _none: _("Rule deleted; what it planned stays."))


class _Examples(QWidget):
    """Ready ones to begin with."""

    def __init__(self, begin: Callable[[int], None]) -> None:
        super().__init__()
        self._head = label("", "second", "muted", wraps=True)
        flow = FlowLayout(holder := QWidget(), 8)
        self.buttons = [
            button(f"+ {name}", partial(begin, number)) for number, (name, _rule) in enumerate(rule_words.examples())
        ]
        for made in self.buttons:
            flow.addWidget(made)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.margins(0, 12, 0, 0))
        down.setSpacing(theme.px(8))
        down.addWidget(self._head)
        down.addWidget(holder)

    def set_first(self, *, is_first: bool) -> None:
        first = _("There is no rule yet. Begin with one of these, and change it to what you need:")
        self._head.setText(first if is_first else _("A new rule, beginning with one of these:"))


def _read(store: "Store") -> "tuple[list[RuleRow], Vocabulary]":
    from crmdesk.services import rules

    return rules.list_rules(store), rule_words.vocabulary(store)

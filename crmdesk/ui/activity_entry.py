"""One line to write down what was done, or to plan what is next, in few keys."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.domain.activities import ACTIVITY_TYPES
from crmdesk.i18n import _
from crmdesk.ui.activity_panel import instant
from crmdesk.ui.editor import Choices, Editor
from crmdesk.ui.moments import is_past
from crmdesk.widgets import icons, theme, whens
from crmdesk.widgets.beside import reveal
from crmdesk.widgets.entries import LabelButton
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import label, quiet
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.switch import Switch

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ActivityEntry(QWidget):
    """Enter keeps it, Shift+Enter as not reached; Up and Down choose the type; a time to come makes a plan of it."""

    kept = Signal()
    edited = Signal()
    """Something was typed, taken back or kept."""

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self._editor = editor
        self._types: Choices = [(key, _(words)) for key, words in ACTIVITY_TYPES]
        self.type = "call"
        self._is_saving = False
        self.type_button = LabelButton(self._types, around=44)
        self.type_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.type_button.setProperty("kind", "quiet")
        self.type_button.setIcon(icons.icon("chevron-down", "muted"))
        back = Qt.LayoutDirection.LeftToRight if self.isRightToLeft() else Qt.LayoutDirection.RightToLeft
        self.type_button.setLayoutDirection(back)  # its arrow stands behind the word
        self.type_button.relabelled.connect(self.set_type)
        self.text = self._line(_("What was it about?"))
        self.when = self._line(_("When"))
        self.when.setPlaceholderText(_("now"))
        self.minutes = self._line(_("Minutes"))
        self.minutes.setPlaceholderText(_("min"))
        self.reached = Switch(_("Reached"))
        self.reached.setChecked(True)
        self._reached_words = label(_("Reached"), "second", "muted")
        self.save_button = quiet(_("Log"), self.save)
        self._hint = label("", "second", "muted", wraps=True)
        self._problem = Problem()
        self._more = QWidget()
        self._arrange()
        self.when.textChanged.connect(self._fit)
        self._fit()
        self._fold()

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(name)
        line.setAccessibleName(name)
        line.installEventFilter(self)
        line.textEdited.connect(lambda _text: self.edited.emit())
        return line

    def _arrange(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(theme.px(8))
        self.type_button.setFixedWidth(theme.px(96))
        self.type_button.setMinimumHeight(theme.px(theme.CONTROL))
        first.addWidget(self.type_button)
        first.addWidget(self.text, 1)
        reached = QWidget()
        beside = QHBoxLayout(reached)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.px(6))
        beside.addWidget(self.reached)
        beside.addWidget(self._reached_words)
        self._reach = reached
        self.when.setFixedWidth(self._width_for(_("tomorrow")))
        self.minutes.setFixedWidth(self._width_for(_("min"), 54))
        flow = FlowLayout(self._more, 8)
        for part in (self.when, self.minutes, reached, self.save_button):
            part.setMinimumHeight(theme.px(theme.CONTROL))
            flow.addWidget(part)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.px(6))
        down.addLayout(first)
        for part in (self._more, self._hint, self._problem):
            down.addWidget(part)

    def _width_for(self, words: str, least: int = 98) -> int:
        return max(theme.px(least), self.when.fontMetrics().horizontalAdvance(words) + theme.px(26))

    # What is chosen

    def set_types(self, types: Choices) -> None:
        self._types = types
        self.type_button.set_choices(types)
        self.type_button.show_label(self.type)

    def set_type(self, kind: str) -> None:
        self.type = kind
        self.type_button.show_label(kind)
        self._fit()
        self.text.setFocus()

    def _step(self, by: int) -> None:
        keys = [key for key, _words in self._types]
        place = keys.index(self.type) if self.type in keys else 0
        self.set_type(keys[(place + by) % len(keys)])

    def _is_plan(self) -> bool:
        try:
            starts = whens.parse(self.when.text())
        except ValueError:
            return False
        return bool(starts) and not is_past(starts)

    def _fit(self) -> None:
        """What makes no sense for this type or a time to come is not asked."""
        from crmdesk.services.activities import REACHES

        self.type_button.show_label(self.type)
        is_plan = self._is_plan()
        self._reach.setVisible(not is_plan and self.type in REACHES)
        self.minutes.setVisible(not is_plan)
        self.save_button.setText(_("Plan") if is_plan else _("Log"))
        self._hint.setText(
            _("Enter plans it. Up and down choose the type.")
            if is_plan
            else _("Enter logs it, Shift Enter as not reached; “tomorrow 10:00” plans it. Up and down choose the type.")
        )

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._is_key_taken(watched, event)
        if isinstance(event, QFocusEvent):
            self._unfold() if event.gotFocus() else QTimer.singleShot(0, self, self.fold_if_idle)
        return False

    def _is_key_taken(self, watched: QObject, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in _ENTER:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.reached.setChecked(False)
            self.save()
        elif event.key() == Qt.Key.Key_Escape and self.typed():
            self.clear()
            self.edited.emit()
        elif watched is self.text and event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        else:
            return False
        return True

    def _unfold(self) -> None:
        if self._more.isHidden():
            self._editor.ask_words("activity", self.set_types)
            self._more.show()
            self._hint.show()

    def fold_if_idle(self) -> None:
        focused = QApplication.focusWidget()
        if not self.typed() and not (focused and self.isAncestorOf(focused)):
            self._fold()

    def _fold(self) -> None:
        self._more.hide()
        self._hint.hide()

    # Writing

    def typed(self) -> str:
        return self.text.text().strip()

    def draft(self) -> str:
        """All that is half typed, for `take_up`; empty where nothing is."""
        texts = [line.text() for line in (self.text, self.when, self.minutes)]
        return json.dumps([self.type, *texts]) if self.typed() else ""

    def take_up(self, draft: str) -> bool:
        """Unless something else was typed meanwhile; whether there was anything."""
        if not draft or self.typed():
            return False
        self.type, *texts = json.loads(draft)
        for line, text in zip((self.text, self.when, self.minutes), texts, strict=True):
            line.setText(text)
        self._unfold()
        self._fit()
        return True

    def clear(self) -> None:
        for line in (self.text, self.when, self.minutes):
            line.clear()
        self.reached.setChecked(True)
        self._problem.say()

    def begin(self, *, is_plan: bool = False) -> None:
        """To be typed into; a plan begins as tomorrow's."""
        if is_plan and not self.when.text():
            self.when.setText(_("tomorrow"))
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        reveal(self)

    def save(self) -> None:
        if self._is_saving:
            return
        try:
            change = self._change()
        except ValueError as error:
            self._problem.say(str(error))
            self.when.setFocus()
            return
        self._is_saving = True
        self._editor.desk.write(change, self._saved, self._failed)

    def _change(self) -> "Callable[[Store], bytes]":
        record, kind, text = self._editor.record, self.type, self.typed()
        starts = whens.parse(self.when.text())
        minutes = self.minutes.text().strip()
        if minutes and not minutes.isdecimal():
            raise ValueError(_("Minutes are a whole number."))
        if starts and not is_past(starts):
            return lambda store: _plan(store, record, kind, text, starts)
        from crmdesk.services.activities import REACHES

        reached = self.reached.isChecked() if kind in REACHES else None
        return lambda store: _log(store, record, kind, text, reached, instant(starts), int(minutes or 0) or None)

    def _saved(self, key: bytes) -> None:
        self._is_saving = False
        words = _("Planned") if self._is_plan() else _("Logged")
        self.clear()
        self.edited.emit()
        self._editor.desk.say_undoable(words)
        self.kept.emit()

    def _failed(self, error: Exception) -> None:
        """What was typed stays."""
        self._is_saving = False
        self._problem.say(words_of(error))


def _plan(store: "Store", record: str, kind: str, text: str, starts: str) -> bytes:
    from crmdesk.services import activities

    return activities.plan(store, [record], kind, text, starts)


def _log(
    store: "Store", record: str, kind: str, text: str, reached: bool | None, moment: int | None, minutes: int | None
) -> bytes:
    from crmdesk.services import activities

    return activities.log(store, [record], kind, text, is_reached=reached, at=moment, duration=minutes)

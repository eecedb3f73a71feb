"""Values edited in place: they look like text until touched; Tab goes on, Enter keeps, Esc takes back."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionFrame,
    QVBoxLayout,
    QWidget,
)

from crmdesk.i18n import _
from crmdesk.widgets import dates, icons, theme
from crmdesk.widgets.parts import label, plain, small_button
from crmdesk.widgets.problem import Problem

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Field(QWidget):
    """One value. `kept` tells the new one; whoever saves it calls `set_value` when done or `set_problem` when not:
    what was typed stays until one of the two, or Esc.
    """

    kept = Signal(object)
    entered = Signal()
    """The cursor is in it: what it offers is wanted soon."""

    def __init__(self, name: str, edit: QWidget, empty: Any = "") -> None:
        super().__init__()
        self.edit = edit
        self.action: QPushButton | None = None
        self._value: Any = empty
        self._is_edited = False
        self._is_on_its_way = False
        self._note: QLabel | None = None
        self._problem: Problem | None = None
        self._arrange()
        edit.setAccessibleName(name)
        edit.setProperty("inline", True)
        edit.installEventFilter(self)
        self._takes_focus: QWidget = edit

    def _arrange(self) -> None:
        is_fixed = self.edit.minimumWidth() == self.edit.maximumWidth()
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self.edit, 0 if is_fixed else 1)
        if is_fixed:
            line.setContentsMargins(theme.margins(8, 0, 0, 0))
            line.addStretch(1)
        self._line_layout = line
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(2)
        self._down.addLayout(line)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Not by a focus proxy: Tab would stop at it out of its place."""
        self._takes_focus.setFocus(reason)

    def value(self) -> Any:
        """As last set: what is being typed is not it yet."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show a value, but never over what is being typed or not yet saved."""
        if self._is_on_its_way and value == self._value:
            return  # an older state arriving while the new one is being saved
        self._value = value
        self._is_on_its_way = False
        if not self._is_edited:
            self._show(value)
            self._set_words("")

    def set_problem(self, text: str) -> None:
        """What is wrong, under the field; what was typed stays."""
        self._is_edited = self._is_edited or bool(text)
        self._is_on_its_way = False
        self._set_words(text)

    def problem(self) -> str:
        return self._problem.text() if self._problem else ""

    def set_note(self, text: str) -> None:
        """A word at the right: primary, custom."""
        if self._note is None:
            if not text:
                return  # most fields never have one
            self._note = label("", "second", "muted")
            behind = self._line_layout.indexOf(self.action) if self.action else -1
            self._line_layout.insertWidget(behind, self._note)
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def set_action(self, icon: str, name: str, run: Callable[[], None], tone: str = "faint") -> None:
        """A small button at the right: dial, open, set today. In the field Ctrl+Enter presses it."""
        if self.action is None:
            self.action = small_button(icon, name, self._run_action)
            self.action.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self.action.setFixedHeight(theme.px(theme.CONTROL))  # in line with the words beside it
            self._line_layout.addWidget(self.action, 0, Qt.AlignmentFlag.AlignTop)
        self._does = run
        self.action.show()
        self.action.setIcon(icons.icon(icon, tone))
        self.action.setAccessibleName(name)
        self.action.setToolTip(plain(_("{action} (Ctrl+Enter)").format(action=name)))

    def _run_action(self) -> None:
        self._does()

    def set_placeholder(self, text: str) -> None:
        self.edit.setProperty("placeholderText", text)

    def keep(self) -> None:
        if not self._is_edited:
            return
        try:
            value = self._read()
        except ValueError as error:
            self.set_problem(str(error))
            return
        self._is_edited = False
        self._set_words("")
        if value == self._value:
            self._show(value)
        else:
            self._is_on_its_way = True
            self.kept.emit(value)

    def take_back(self) -> None:
        self._is_edited = self._is_on_its_way = False
        self._show(self._value)
        self._set_words("")

    def is_edited(self) -> bool:
        """Something typed is not kept yet, or could not be saved."""
        return self._is_edited

    def is_touched(self) -> bool:
        """It is otherwise than `set_value` left it."""
        return self._is_edited or self._is_on_its_way or bool(self.problem())

    def is_waiting(self) -> bool:
        """What was kept is not saved yet."""
        return self._is_on_its_way

    def _mark_edited(self, *_: object) -> None:
        self._is_edited = True

    def _set_words(self, problem: str) -> None:
        if problem == self.problem():
            return
        if self._problem is None:
            self._problem = Problem()
            self._problem.setContentsMargins(theme.margins(10, 0, 0, 4))
            self._down.addWidget(self._problem)
        self._problem.say(problem)
        self.edit.setAccessibleDescription(problem)
        theme.set_kind(self.edit, "wrong", bool(problem))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._is_key_taken(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            return self._is_left_to_the_window(event)
        if isinstance(event, QFocusEvent) and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.keep() if event.lostFocus() else self.entered.emit()
        return False

    def _is_key_taken(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and (self._is_edited or self.problem()):
            self.take_back()
            return True
        if event.key() in _ENTER and self.action and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.keep()
            self.action.click()
            return True
        if event.key() in _ENTER and self._keeps_on(event):
            self.keep()
            return True
        return False

    def _is_left_to_the_window(self, event: QKeyEvent) -> bool:
        """Undo means the letters only while they are being typed."""
        undoes = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
        if undoes and not self._is_edited:
            event.ignore()
            return True
        return False

    def _keeps_on(self, event: QKeyEvent) -> bool:
        return True

    def as_typed(self) -> Any:
        """The value that it would be now; ValueError where what is typed is none yet."""
        return self._read()

    def _read(self) -> Any:
        """The value as typed; ValueError says in words what is wrong with it. Each kind has its own."""
        return self._value

    def _show(self, value: Any) -> None:
        """Put a value into the editor. Each kind has its own."""


class _Line(QLineEdit):
    """What is too long for it ends in dots, until one is in it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.width() - theme.px(18)
        if self.hasFocus() or self.fontMetrics().horizontalAdvance(self.text()) <= room:
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        box = self.rect().adjusted(theme.px(10), 0, -theme.px(8), 0)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        painter.setPen(theme.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def keep_by_enter(line: QLineEdit, keep: Callable[[], None]) -> None:
    """Also while words are offered below it: an open list hands Enter on past every filter of events."""

    def pressed() -> None:
        completer: QCompleter | None = line.completer()
        offered = completer.popup() if completer is not None else None
        if offered is None or not (offered.isVisible() and offered.currentIndex().isValid()):
            keep()

    line.returnPressed.connect(pressed)


class LineField(Field):
    """One line of text."""

    def __init__(self, name: str) -> None:
        self._line = _Line()
        super().__init__(name, self._line)
        self._line.textEdited.connect(self._mark_edited)

    def _read(self) -> Any:
        return " ".join(self._line.text().split())

    def _show(self, value: Any) -> None:
        self._line.setText(value or "")
        self._line.setCursorPosition(0)


class DateField(LineField):
    """A date that may lack its year, or its day: `1980-02-29`, `--02-29`, `1980-02`, `1980`."""

    def _read(self) -> Any:
        return dates.parse(self._line.text())

    def _show(self, value: Any) -> None:
        super()._show(dates.show(value or ""))


class TextField(Field):
    """Several lines; grows with them. Ctrl+Enter keeps."""

    def __init__(self, name: str, most_lines: int = 12) -> None:
        self._text = QPlainTextEdit()
        self._most_lines = most_lines
        super().__init__(name, self._text)
        self._text.setTabChangesFocus(True)
        self._text.textChanged.connect(self._grow)
        self._text.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._text.textChanged.connect(self._mark_edited)
        self._grow()

    def _keeps_on(self, event: QKeyEvent) -> bool:
        return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)

    def _grow(self) -> None:
        whole = max(int(self._text.document().size().height()), 1)
        lines = min(whole, self._most_lines)
        always_off, as_needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._text.setVerticalScrollBarPolicy(always_off if lines == whole else as_needed)
        around = 14 if self._text.property("inline") else 24
        self._text.setFixedHeight(lines * self._text.fontMetrics().lineSpacing() + theme.px(around))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._grow()  # narrower, the same words take more lines
        return super().eventFilter(watched, event)

    def _read(self) -> Any:
        return self._text.toPlainText().strip()

    def _show(self, value: Any) -> None:
        with QSignalBlocker(self._text):
            self._text.setPlainText(value or "")
        self._grow()


class _Combo(QComboBox):
    """The wheel scrolls the form, not the choice; its arrow shows when it is touched."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(QStyledItemDelegate(self))  # the default one does not hear the stylesheet

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.underMouse() or self.hasFocus():
            painter = QPainter(self)
            middle = QPoint(self.width() - theme.px(14), self.height() // 2)
            icons.paint(painter, "chevron-down", "muted", middle, 14)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceField(Field):
    """One of several words, or with `own_words` any other. The value is the key of a choice, or the own word."""

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], *, own_words: bool = False) -> None:
        self._combo = _Combo()
        super().__init__(name, self._combo)
        self._combo.setEditable(own_words)
        self._combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_choices(choices)
        self._combo.activated.connect(self._choose)
        if line := self._combo.lineEdit():
            self._combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)  # Enter keeps the word, the list stays
            keep_by_enter(line, self.keep)
            line.textEdited.connect(self._mark_edited)
            line.installEventFilter(self)
            completer = QCompleter(self._combo.model(), self._combo)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)  # what is typed is never filled up
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            self._combo.setCompleter(completer)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """What it offers from now on; what is typed in it stays."""
        found = [(self._combo.itemData(place), self._combo.itemText(place)) for place in range(self._combo.count())]
        if found == list(choices):
            return
        typed = self._combo.currentText()
        with QSignalBlocker(self._combo):
            self._combo.clear()
            for key, words in choices:
                self._combo.addItem(words, key)
            if self.is_touched():
                self._combo.setEditText(typed)
            else:
                self._show(self._value)

    def _choose(self) -> None:
        self._mark_edited()
        self.keep()

    def _is_key_taken(self, event: QKeyEvent) -> bool:
        opens_list = event.key() in _ENTER and not self._is_edited
        return False if opens_list else super()._is_key_taken(event)

    def _read(self) -> Any:
        text = self._combo.currentText().strip()
        index = self._combo.findText(text, Qt.MatchFlag.MatchFixedString)
        return self._combo.itemData(index) if index >= 0 else text

    def _show(self, value: Any) -> None:
        index = self._combo.findData(value) if value else -1
        self._combo.setCurrentIndex(index)
        if index < 0 and value:
            self._show_own(value)
        elif index < 0 and self._combo.isEditable():
            self._combo.setEditText("")

    def _show_own(self, value: str) -> None:
        if self._combo.isEditable():
            self._combo.setEditText(value)
        else:  # a word from elsewhere: shown, and kept unless another is chosen
            self._combo.addItem(value, value)
            self._combo.setCurrentIndex(self._combo.count() - 1)

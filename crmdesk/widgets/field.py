"""A value edited in place: it looks like text until touched; Tab goes on, Enter keeps, Esc takes back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.widgets import icons, theme
from crmdesk.widgets.parts import label, plain, small_button
from crmdesk.widgets.problem import Problem

if TYPE_CHECKING:
    from crmdesk.widgets.meanwhile import Meanwhile

_NOTHING = object()
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


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
        self._sent: Any = _NOTHING
        """What was kept last."""
        self._note: QLabel | None = None
        self._meanwhile: Meanwhile | None = None
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
        if self._is_edited and value not in (self._value, self._sent):
            self._meet(value)
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
            self._send(value)

    def _send(self, value: Any) -> None:
        self._is_on_its_way, self._sent = True, value
        self.kept.emit(value)

    def take_back(self) -> None:
        self._is_edited = self._is_on_its_way = False
        self._show(self._value)
        self._set_words("")
        if self._meanwhile:
            self._meanwhile.hide()

    def _meet(self, theirs: Any) -> None:
        """Somebody else has changed it while one types: both stand there until one is chosen."""
        from crmdesk.widgets.meanwhile import Meanwhile

        if self._meanwhile is None:
            self._meanwhile = Meanwhile(self._take_theirs)
            self._down.addWidget(self._meanwhile)
        self._meanwhile.tell(theirs, self.in_words(theirs), self.edit.accessibleName())

    def _take_theirs(self, theirs: Any) -> None:
        """Also where one's own is kept already."""
        is_replaced = self._is_on_its_way or theirs != self._value
        self.take_back()
        if is_replaced:
            self._show(theirs)
            self._send(theirs)

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
        if event.key() in ENTER and self.action and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.keep()
            self.action.click()
            return True
        if event.key() in ENTER and self._keeps_on(event):
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

    def in_words(self, value: Any) -> str:
        """As it is read."""
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")

    def _read(self) -> Any:
        """The value as typed; ValueError says in words what is wrong with it. Each kind has its own."""
        return self._value

    def _show(self, value: Any) -> None:
        """Put a value into the editor. Each kind has its own."""

"""One of a few values, taken the moment it is chosen: side by side, in a list, or by steps."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QHBoxLayout, QPushButton, QStyledItemDelegate, QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.parts import button, frame, icon_button, label

Choices = Sequence[tuple[Any, str]]


class Segments(QWidget):
    """Few choices side by side; arrow keys go from one to the next, Tab stops once."""

    chosen = Signal(object)

    def __init__(self, name: str, choices: Choices) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._values = [value for value, _words in choices]
        ground = frame("segments")
        across = QHBoxLayout(ground)
        across.setContentsMargins(theme.margins(3, 3, 3, 3))
        across.setSpacing(0)
        for number, (_value, words) in enumerate(choices):
            across.addWidget(self._make(number, words, name))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ground)
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._values[number]))

    def _make(self, number: int, words: str, name: str) -> QPushButton:
        made = button(words, kind="segment")
        made.setCheckable(True)
        made.setMinimumWidth(QFontMetrics(theme.font("strong")).horizontalAdvance(words) + theme.px(26))
        made.setAccessibleName(f"{name}: {words}")
        self._group.addButton(made, number)
        return made

    def set_value(self, value: Any) -> None:
        number = self._values.index(value) if value in self._values else 0
        self._button(number).setChecked(True)
        self._stop_once()

    def value(self) -> Any:
        return self._values[self._group.checkedId()]

    def _button(self, number: int) -> QPushButton:
        found = self._group.button(number)
        assert isinstance(found, QPushButton)
        return found

    def _stop_once(self) -> None:
        for made in self._group.buttons():
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if made.isChecked() else Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _step_of(event, self)
        if not step:
            super().keyPressEvent(event)
            return
        number = (self._group.checkedId() + step) % len(self._values)
        self.set_value(self._values[number])
        self._button(number).setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(self._values[number])


class Chooser(QComboBox):
    """Many choices in a list that opens; letters typed find one."""

    chosen = Signal(object)

    def __init__(self, name: str, choices: Choices) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setItemDelegate(QStyledItemDelegate(self))  # the default one does not hear the stylesheet
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(14)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for value, words in choices:
            self.addItem(words, value)
        self.activated.connect(lambda _number: self.chosen.emit(self.currentData()))

    def set_value(self, value: Any) -> None:
        self.setCurrentIndex(max(self.findData(value), 0))

    def value(self) -> Any:
        return self.currentData()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # it scrolls the page, not the choice


class Stepper(QWidget):
    """Values in a row, one shown between less and more."""

    chosen = Signal(object)

    def __init__(self, name: str, choices: Choices, less: str, more: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._choices = list(choices)
        self._place = 0
        self._less = icon_button("minus", less, lambda: self._step(-1))
        self._more = icon_button("plus", more, lambda: self._step(1))
        for part in (self._less, self._more):
            part.installEventFilter(self)
        self._words = label("", "medium")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setMinimumWidth(theme.px(56))
        ground = QFrame()
        ground.setProperty("ground", "segments")
        across = QHBoxLayout(ground)
        across.setContentsMargins(1, 1, 1, 1)
        across.setSpacing(0)
        across.addWidget(self._less)
        across.addWidget(self._words)
        across.addWidget(self._more)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ground)

    def set_value(self, value: Any) -> None:
        """The nearest there is."""
        self._place = min(range(len(self._choices)), key=lambda place: abs(self._choices[place][0] - value))
        words = self._choices[self._place][1]
        self._words.setText(words)
        for part in (self._less, self._more):
            part.setAccessibleDescription(words)
        self._less.setEnabled(self._place > 0)
        self._more.setEnabled(self._place < len(self._choices) - 1)

    def value(self) -> Any:
        return self._choices[self._place][0]

    def _step(self, step: int) -> None:
        place = self._place + step
        if 0 <= place < len(self._choices):
            self.set_value(self._choices[place][0])
            self._keep_focus(step)
            self.chosen.emit(self.value())

    def _keep_focus(self, step: int) -> None:
        """At either end the button that was pressed goes off."""
        if not (self._less if step < 0 else self._more).isEnabled():
            (self._more if step < 0 else self._less).setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows step too; on a button of their own they would only go to the next."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and (step := _step_of(event, self)):
            self._step(step)
            return True
        return False


def _step_of(event: QKeyEvent, widget: QWidget) -> int:
    forth = -1 if widget.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
    steps = {Qt.Key.Key_Left: -forth, Qt.Key.Key_Right: forth, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
    return steps.get(Qt.Key(event.key()), 0)

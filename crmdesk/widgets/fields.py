"""The kinds of values edited in place: a line, a date, several lines, a choice."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionFrame,
)

from crmdesk.widgets import dates, icons, theme
from crmdesk.widgets.field import ENTER, Field

__all__ = ["ChoiceField", "DateField", "Field", "LineField", "TextField", "keep_by_enter"]


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

    def in_words(self, value: Any) -> str:
        """As the line would show it; what stands in it comes back."""
        if isinstance(value, str):
            return value
        typed, cursor = self._line.text(), self._line.cursorPosition()
        with QSignalBlocker(self._line):
            self._show(value)
            words = self._line.text()
            self._line.setText(typed)
            self._line.setCursorPosition(cursor)
        return words

    def _show(self, value: Any) -> None:
        self._line.setText(value or "")
        self._line.setCursorPosition(0)


class DateField(LineField):
    """A date that may lack its year, or its day: `1980-02-29`, `--02-29`, `1980-02`, `1980`."""

    def _read(self) -> Any:
        return dates.parse(self._line.text())

    def in_words(self, value: Any) -> str:
        return dates.show(value or "")

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

    def in_words(self, value: Any) -> str:
        place = self._combo.findData(value) if value else -1
        return self._combo.itemText(place) if place >= 0 else str(value or "")

    def _choose(self) -> None:
        self._mark_edited()
        self.keep()

    def _is_key_taken(self, event: QKeyEvent) -> bool:
        opens_list = event.key() in ENTER and not self._is_edited
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

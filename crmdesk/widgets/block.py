"""A value of several parts (a postal address): shown as lines of text, opened into its parts when touched."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QCompleter, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.fields import Field, keep_by_enter
from crmdesk.widgets.parts import plain

Parts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    words: str
    row: int
    column: int
    span: int = 1
    choices: Sequence[tuple[str, str]] = ()
    """Where there are any, the value is the key of one, or what was typed instead."""


class _Summary(QLabel):
    """The value as text; Tab or a press opens it."""

    touched = Signal()

    def __init__(self, font: theme.FontRole) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFont(theme.font(font))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContentsMargins(theme.margins(10, 6, 8, 6))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.touched.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.ShortcutFocusReason):
            self.touched.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.underMouse() or self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.colour("accent" if self.hasFocus() else "line"))
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
            painter.end()
        super().paintEvent(event)


def _make_line(part: Part) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(part.words)
    line.setAccessibleName(part.words)
    line.setToolTip(plain(part.words))
    if part.choices:
        completer = QCompleter([words for _key, words in part.choices], line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        line.setCompleter(completer)
    return line


class BlockField(Field):
    """Its value is a dict of the parts that are not empty. `show` makes the lines of text of it."""

    def __init__(
        self,
        name: str,
        parts: Sequence[Part],
        show: Callable[[Parts], str],
        empty_text: str,
        font: theme.FontRole = "body",
    ) -> None:
        self._parts = parts
        self._words_of = show
        self._empty_text = empty_text
        self._summary = _Summary(font)
        self._lines = {part.name: _make_line(part) for part in parts}
        self._offers: dict[str, QStringListModel] = {}
        self._grid = self._make_grid()
        super().__init__(name, self._put_together(), empty={})
        self._summary.setAccessibleName(name)
        self._summary.touched.connect(self.open)
        for line in self._lines.values():
            self._listen_to(line)
        self._takes_focus = self._summary
        self._show({})

    def line(self, part: str) -> QLineEdit:
        return self._lines[part]

    def offer(self, part: str, words: Sequence[str]) -> None:
        """What a part may be completed to."""
        if part not in self._offers:
            self._offers[part] = self._make_offer(self._lines[part])
        if self._offers[part].stringList() != list(words):
            self._offers[part].setStringList(list(words))

    def _make_offer(self, line: QLineEdit) -> QStringListModel:
        model = QStringListModel(line)
        completer = QCompleter(model, line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self._mark_edited)
        line.setCompleter(completer)
        return model

    def _put_together(self) -> QWidget:
        both = QWidget()
        layout = QVBoxLayout(both)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._summary)
        layout.addWidget(self._grid)
        return both

    def _listen_to(self, line: QLineEdit) -> None:
        line.textEdited.connect(self._mark_edited)
        line.installEventFilter(self)
        keep_by_enter(line, self.keep)
        if (completer := line.completer()) is not None:
            completer.activated.connect(self._mark_edited)

    def _make_grid(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(theme.margins(0, 0, 0, 4))
        grid.setSpacing(theme.px(4))
        for part in self._parts:
            grid.addWidget(self._lines[part.name], part.row, part.column, 1, part.span)
        return made

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """By Tab or a command one comes to type: also where the window has not become active yet."""
        super().setFocus(reason)
        if reason in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.ShortcutFocusReason):
            self.open()

    def open(self) -> None:
        """Show the parts, ready to type in the first."""
        self._summary.hide()
        self._grid.show()
        first = self._lines[self._parts[0].name]
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def is_touched(self) -> bool:
        return super().is_touched() or not self._grid.isHidden()

    def is_open(self) -> bool:
        return self._grid.isVisibleTo(self)

    def _close(self) -> None:
        self._grid.hide()
        self._summary.show()

    def keep(self) -> None:
        super().keep()
        if not self.problem():
            self._close()

    def take_back(self) -> None:
        super().take_back()
        self._close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.gotFocus():
            self.entered.emit()
        if isinstance(event, QFocusEvent) and event.lostFocus():
            if event.reason() != Qt.FocusReason.PopupFocusReason:
                QTimer.singleShot(0, self, self._keep_if_left)
            return False
        return super().eventFilter(watched, event)

    def _keep_if_left(self) -> None:
        """Going from one part to the next is not leaving."""
        now = QApplication.focusWidget()
        if self.is_open() and (now is None or not self.isAncestorOf(now)):
            self.keep()

    def _is_key_taken(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self.is_open():
            self.take_back()
            self._summary.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super()._is_key_taken(event)

    def in_words(self, value: Any) -> str:
        return self._words_of(value) if value else ""

    def _read(self) -> Any:
        typed = {part.name: self._read_part(part) for part in self._parts}
        return {name: text for name, text in typed.items() if text}

    def _read_part(self, part: Part) -> str:
        text = " ".join(self._lines[part.name].text().split())
        keys = {words.casefold(): key for key, words in part.choices}
        return keys.get(text.casefold(), text)

    def _show(self, value: Any) -> None:
        value = value or {}  # a new one has none yet
        for part in self._parts:
            text = value.get(part.name) or ""
            self._lines[part.name].setText(dict(part.choices).get(text, text))
        self._summary.setText(self._words_of(value) if value else self._empty_text)
        theme.set_kind(self._summary, "tone", "text" if value else "muted")
        if not any(line.hasFocus() for line in self._lines.values()):
            self._close()

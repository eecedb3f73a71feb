"""A list of words that users keep: edited in place, ordered by dragging or Alt+arrows, put away and brought back."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.widgets import icons, tab_order, theme
from crmdesk.widgets.fields import LineField
from crmdesk.widgets.parts import icon_button, label, link, rule
from crmdesk.widgets.problem import Problem

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class Word:
    key: Hashable
    """Who it is to whoever keeps it."""
    texts: tuple[str, ...]
    """One for each column."""
    note: str = ""
    is_archived: bool = False
    opens: str = ""
    """What a button beside it says that leads to more."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a list is called and what its buttons say."""

    columns: tuple[str, ...]
    add: tuple[str, ...]
    """What stands in the empty line, by column."""
    put_away: str
    icon: str = "archive"
    can_move: bool = True


class Grip(QWidget):
    """The place to take a row by."""

    dragged = Signal(QPoint)
    dropped = Signal()

    def __init__(self, tip: str) -> None:
        super().__init__()
        self.setFixedSize(theme.px(20), theme.px(30))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName(tip)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.dropped.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), "grip-vertical", "faint", self.rect().center() + QPoint(1, 1), 14)


class _Row(QWidget):
    stepped = Signal(int)
    moved = Signal(int)

    def __init__(self, word: Word, wording: Wording, empty: Sequence[str]) -> None:
        super().__init__()
        self.word = word
        self.grip = Grip(_("Move"))
        self.fields = [LineField(column) for column in wording.columns]
        for field, text in zip(self.fields, empty, strict=False):
            field.set_placeholder(text)
        self._note = label("", "second", "muted")
        self.open = link("")
        self.away = icon_button(wording.icon, wording.put_away)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(4))
        self._layout.addWidget(self.grip, 0, Qt.AlignmentFlag.AlignTop)
        self.grip.setVisible(wording.can_move)
        for field in self.fields:
            self._layout.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        for part in (self._note, self.open, self.away):
            self._layout.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_word(word)

    def show_word(self, word: Word) -> None:
        self.word = word
        for field, text in zip(self.fields, word.texts, strict=True):
            field.set_value(text)
        self._note.setText(word.note)
        self._note.setVisible(bool(word.note))
        self.open.setText(word.opens)
        self.open.setVisible(bool(word.opens))
        for part in (self.open, self.away):
            part.setAccessibleDescription(word.texts[0])

    def typed(self) -> tuple[str, ...]:
        """As the lines stand, kept or not."""
        return tuple(_line(field).text().strip() for field in self.fields)

    def is_waiting(self) -> bool:
        return any(field.is_waiting() for field in self.fields)

    def is_edited(self) -> bool:
        return any(field.is_edited() for field in self.fields)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
        elif step:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)


class _Archived(QWidget):
    """Put away: only to be brought back."""

    def __init__(self, word: Word) -> None:
        super().__init__()
        self.back: QPushButton = link(_("Bring back"))
        self.back.setAccessibleDescription(word.texts[0])
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.margins(34, 0, 0, 0))
        words = label(word.texts[0], tone="muted")
        words.setMinimumHeight(theme.px(32))
        across.addWidget(words, 1)
        across.addWidget(self.back)


class WordList(QWidget):
    """Each change is told, and answered by `show_words` or `set_problem`; what was typed stays until then."""

    renamed = Signal(object, object)
    """The key and the new texts."""
    moved = Signal(object, int)
    """The key and its new place among all words, the archived too."""
    put_away = Signal(object)
    brought_back = Signal(object)
    added = Signal(object)
    """The texts of a new word."""
    opened = Signal(object)

    def __init__(self, wording: Wording, empty: Sequence[str] = ()) -> None:
        """`empty` is what stands, by column, where a word has nothing."""
        super().__init__()
        self._empty = empty
        self._wording = wording
        self._words: list[Word] = []
        self.rows: list[_Row] = []
        self._archived: list[QWidget] = []
        self._problem = Problem()
        self.lines = [self._make_line(text) for text in wording.add]
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(2))
        self._beside = QHBoxLayout()
        self._below = QVBoxLayout()
        self._layout.addWidget(self._foot())
        self._layout.addWidget(self._problem)
        self._problem.setContentsMargins(theme.margins(34, 0, 0, 4))

    def _make_line(self, text: str) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(text)
        line.setAccessibleName(text)
        line.returnPressed.connect(self.add)
        return line

    def _foot(self) -> QWidget:
        foot = QWidget()
        self._beside.setSpacing(theme.px(6))
        for line in self.lines:
            self._beside.addWidget(line, 1)
        self._beside.addWidget(icon_button("plus", self._wording.add[0], self.add))
        self._below.setContentsMargins(theme.margins(24 if self._wording.can_move else 0, 6, 0, 6))
        self._below.setSpacing(theme.px(6))
        self._below.addLayout(self._beside)
        foot.setLayout(self._below)
        return foot

    def add_beside(self, widget: QWidget) -> None:
        """Something more to say of a new word."""
        self._beside.insertWidget(len(self.lines), widget)

    def add_below(self, widget: QWidget) -> None:
        self._below.addWidget(widget)

    # Showing

    def show_words(self, words: Sequence[Word]) -> None:
        """Rows that are being edited keep what was typed."""
        self._clear_added(words)
        self._words = list(words)
        self._adopt()
        active = [word for word in words if not word.is_archived]
        kept = {row.word.key: row for row in self.rows}
        self.rows = [self._row_for(word, kept.pop(word.key, None)) for word in active]
        for row in kept.values():
            _discard(row)
        for place, row in enumerate(self.rows):
            if self._layout.indexOf(row) != place:
                self._layout.insertWidget(place, row)
        self._show_archived([word for word in words if word.is_archived])
        tab_order.order(self)

    def _adopt(self) -> None:
        """A row whose word was renamed may come back under another key: it stays, with the cursor in it."""
        keys = {word.key for word in self._words}
        known = {row.word.key for row in self.rows}
        for row in self.rows:
            if row.word.key not in keys and row.is_waiting():
                same = (word for word in self._words if word.key not in known and word.texts == row.typed())
                row.word = next(same, row.word)

    def _row_for(self, word: Word, row: _Row | None) -> _Row:
        if row is None:
            row = _Row(word, self._wording, self._empty)
            self._connect(row)
        else:
            row.show_word(word)
        return row

    def _connect(self, row: _Row) -> None:
        for field in row.fields:
            field.kept.connect(lambda _text: self.renamed.emit(row.word.key, row.typed()))
        row.stepped.connect(lambda step: self._step_from(row, step))
        row.moved.connect(lambda step: self._move(row, self.rows.index(row) + step))
        row.grip.dragged.connect(lambda point: self._drag(row, point))
        row.grip.dropped.connect(lambda: self._drop(row))
        row.open.clicked.connect(lambda: self.opened.emit(row.word.key))
        row.away.clicked.connect(lambda: self._put_away(row))

    def _show_archived(self, words: Sequence[Word]) -> None:
        for part in self._archived:
            _discard(part)
        self._archived = [self._heading(), *map(self._make_archived, words)] if words else []
        for part in self._archived:
            self._layout.addWidget(part)

    def _heading(self) -> QWidget:
        head = QWidget()
        down = QVBoxLayout(head)
        down.setContentsMargins(theme.margins(0, 8, 0, 4))
        down.setSpacing(theme.px(12))
        down.addWidget(rule())
        words = label(_("Archived"), "group", "muted")
        words.setContentsMargins(theme.margins(34, 0, 0, 0))
        down.addWidget(words)
        return head

    def _make_archived(self, word: Word) -> QWidget:
        made = _Archived(word)
        made.back.clicked.connect(lambda: self.brought_back.emit(word.key))
        return made

    def set_problem(self, key: Hashable | None, text: str) -> None:
        """What is wrong with a word, under it; without a key, with the new one."""
        row = next((row for row in self.rows if row.word.key == key), None)
        if row:
            edited = next((field for field in row.fields if field.is_waiting()), row.fields[0])
            edited.set_problem(text)
        else:
            self._problem.say(text)

    # Changing

    def add(self) -> None:
        self.set_problem(None, "")
        if self.lines[0].text().strip():
            self.added.emit(tuple(line.text().strip() for line in self.lines))
        else:
            self.lines[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _clear_added(self, words: Sequence[Word]) -> None:
        """What was typed as a new word is there now: the line is free for the next."""
        known = {word.key for word in self._words if not word.is_archived}
        typed = self.lines[0].text().strip().casefold()
        fresh = (word for word in words if word.key not in known and not word.is_archived)
        if typed and any(word.texts[0].casefold() == typed for word in fresh):
            self._clear_lines()

    def _clear_lines(self) -> None:
        had_cursor = any(line.hasFocus() for line in self.lines)
        for line in self.lines:
            line.clear()
        if had_cursor:
            self.lines[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _put_away(self, row: _Row) -> None:
        """The cursor goes to what takes its place."""
        place = self.rows.index(row)
        others = self.rows[place + 1 :] or self.rows[:place][-1:]
        (others[0].away if others else self.lines[0]).setFocus(Qt.FocusReason.TabFocusReason)
        self.put_away.emit(row.word.key)

    def _step_from(self, row: _Row, step: int) -> None:
        place = self.rows.index(row) + step
        if 0 <= place < len(self.rows):
            self.rows[place].fields[0].setFocus(Qt.FocusReason.TabFocusReason)
        elif place == len(self.rows):
            self.lines[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _move(self, row: _Row, place: int) -> None:
        if self._wording.can_move and 0 <= place < len(self.rows) and not row.is_edited():
            self._shift(row, place)
            self._drop(row)

    def _shift(self, row: _Row, place: int) -> None:
        self.rows.remove(row)
        self.rows.insert(place, row)
        focused = QApplication.focusWidget()
        self._layout.insertWidget(place, row)
        if focused and row.isAncestorOf(focused):
            focused.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drag(self, row: _Row, point: QPoint) -> None:
        height = self.mapFromGlobal(point).y()
        place = sum(1 for other in self.rows if other is not row and other.geometry().center().y() < height)
        if place != self.rows.index(row):
            self._shift(row, place)

    def _drop(self, row: _Row) -> None:
        """Among all words its place is before the next one shown, or behind the last."""
        rest = [word.key for word in self._words if word.key != row.word.key]
        shown = [other.word.key for other in self.rows]
        here = self.rows.index(row)
        behind, before = shown[here + 1 :], shown[:here]
        place = rest.index(behind[0]) if behind else rest.index(before[-1]) + 1 if before else 0
        if place != [word.key for word in self._words].index(row.word.key):
            self.moved.emit(row.word.key, place)


def _line(field: LineField) -> QLineEdit:
    assert isinstance(field.edit, QLineEdit)
    return field.edit


def _discard(widget: QWidget) -> None:
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()

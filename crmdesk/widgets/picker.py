"""A line to type in and the choices it leaves, over the window: arrows move, Enter takes, Esc puts it away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QCursor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crmdesk.widgets import avatar, icons, keys, theme
from crmdesk.widgets.messages import announce
from crmdesk.widgets.overlay import Overlay
from crmdesk.widgets.parts import rule

_WIDTH = 600
_LINE = 52
_ROW = 40
_HEADING = 30
_AIR = 16
"""Between the panel and the edges of a small window."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Choice:
    """One row; `what` is for who asked."""

    what: Any
    text: str
    detail: str = ""
    icon: str = ""
    face: bytes = b""
    """The key of a face drawn from the text, in place of an icon."""
    shortcut: str = ""
    heading: str = ""
    """Stands over the first of those that have the same."""

    def spoken(self) -> str:
        return ", ".join(part for part in (self.text, self.detail, keys.in_words(self.shortcut)) if part)


class _Choices(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Choice] = ()

    def show_rows(self, rows: Sequence[Choice]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        return row.spoken() if role == Qt.ItemDataRole.AccessibleTextRole else None

    def heading(self, number: int) -> str:
        heading = self.rows[number].heading
        return heading if number == 0 or self.rows[number - 1].heading != heading else ""


class _Painter(QStyledItemDelegate):
    def __init__(self, choices: _Choices, view: QListView) -> None:
        super().__init__(view)
        self._choices, self._view = choices, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme.px(_ROW + (_HEADING if self._choices.heading(index.row()) else 0)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect
        if heading := self._choices.heading(index.row()):
            self._paint_heading(painter, box, heading)
        box = box.adjusted(0, box.height() - theme.px(_ROW), 0, 0)
        row = self._choices.rows[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.row() == self._view.currentIndex().row():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_ground"))
            painter.drawRoundedRect(box.adjusted(8, 1, -8, -1), 8, 8)
        box = box.adjusted(theme.px(20), 0, -theme.px(20), 0)
        self._paint_mark(painter, box, row)
        self._paint_words(painter, box.adjusted(theme.px(40), 0, 0, 0), row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, box: QRect, heading: str) -> None:
        painter.setFont(theme.font("group"))
        painter.setPen(theme.colour("muted"))
        line = QRect(box.left() + theme.px(20), box.top() + theme.px(6), box.width(), theme.px(_HEADING - 6))
        painter.drawText(line, _LEFT, heading)

    def _paint_mark(self, painter: QPainter, box: QRect, row: Choice) -> None:
        side = theme.px(26)
        if row.face:
            circle = QRectF(box.left(), box.center().y() - side / 2 + 0.5, side, side)
            avatar.paint(painter, circle, row.face, avatar.monogram(row.text))
        elif row.icon:
            middle = box.center()
            middle.setX(box.left() + side // 2)
            icons.paint(painter, row.icon, "muted", middle)

    def _paint_words(self, painter: QPainter, box: QRect, row: Choice) -> None:
        if row.shortcut:
            words = keys.in_words(row.shortcut)
            keys.paint(painter, words, QPointF(box.right() + 0.5, box.center().y() + 0.5))
            box = box.adjusted(0, 0, -round(keys.width(words)) - theme.px(12), 0)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        metrics = painter.fontMetrics()
        text = metrics.elidedText(row.text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _LEFT, text)
        taken = metrics.horizontalAdvance(text) + theme.px(16)
        if row.detail and taken < box.width():
            self._paint_detail(painter, box.adjusted(taken, 0, 0, 0), row.detail)

    def _paint_detail(self, painter: QPainter, box: QRect, detail: str) -> None:
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour("muted"))
        words = painter.fontMetrics().elidedText(detail, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _RIGHT, words)


class _Line(QLineEdit):
    """Moves in the list without leaving what is typed."""

    stepped = Signal(int)
    taken = Signal()
    left = Signal()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(_LINE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if step := _STEPS.get(key):
            self.stepped.emit(step)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tab moves in the list too: there is nowhere else to go."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _TABS:
            self.stepped.emit(_TABS[Qt.Key(event.key())])
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        middle = self.rect().center()
        middle.setX(theme.px(20 + 13))
        icons.paint(painter, "search", "muted", middle)


_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}
_TABS = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}


class Picker(Overlay):
    """`typed` asks for choices; `show_choices` is the answer, and until it comes Enter waits for it."""

    typed = Signal(str)
    picked = Signal(object)

    def __init__(self, window: QWidget, name: str, top: int) -> None:
        super().__init__(window, name)
        self._top = top
        self._is_waiting = True
        self.takes_next = False
        """Enter was pressed before the choices came."""
        self._mouse = QCursor.pos()
        self.choices = _Choices()
        self.line = _Line()
        self.view = QListView()
        self._make_line(name)
        self._make_view(name)
        self.body.addWidget(self.line)
        self.body.addWidget(rule())
        self.body.addSpacing(theme.px(4))
        self.body.addWidget(self.view, 1)
        self.body.addSpacing(theme.px(8))
        self.setFocusProxy(self.line)

    def _make_line(self, name: str) -> None:
        line = self.line
        line.setProperty("kind", "picker")
        line.setPlaceholderText(name)
        line.setAccessibleName(name)
        line.setTextMargins(theme.px(50), 0, theme.px(8), 0)
        line.textChanged.connect(self._ask)
        line.stepped.connect(self._step)
        line.taken.connect(self._take)
        line.left.connect(self.leave)

    def _make_view(self, name: str) -> None:
        view = self.view
        view.setModel(self.choices)
        view.setItemDelegate(_Painter(self.choices, view))
        view.setAccessibleName(name)
        view.setFrameShape(QListView.Shape.NoFrame)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.entered.connect(self._hover)
        view.clicked.connect(lambda index: self._pick(index.row()))

    def place(self) -> QRect:
        """In the middle, its head always in the same place."""
        room = self._window.rect().adjusted(_AIR, theme.px(self._top), -_AIR, -_AIR)
        width = min(theme.px(_WIDTH), room.width())
        height = min(theme.px(_LINE) + 3 + self._list_height(), room.height())
        return QRect(room.center().x() - width // 2, room.top(), width, height)

    def _list_height(self) -> int:
        heights = (self.view.sizeHintForRow(number) for number in range(self.choices.rowCount()))
        return sum(heights) + theme.px(12) if self.choices.rows else 0

    def open(self) -> None:
        super().open()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)
        self.typed.emit("")

    def _ask(self, text: str) -> None:
        self._is_waiting = True
        self.takes_next = False
        self.typed.emit(text)

    def show_choices(self, rows: Sequence[Choice], *, is_all: bool = True) -> None:
        """Not all: more are on their way, and Enter still waits for them."""
        self._mouse = QCursor.pos()
        self.choices.show_rows(rows)
        self.fit()
        self._is_waiting = not is_all
        self._go_to(0)
        if self.takes_next and is_all:
            self._pick(0)

    def _go_to(self, number: int) -> None:
        if 0 <= number < len(self.choices.rows):
            self.view.setCurrentIndex(self.choices.index(number))
            announce(self.line, self.choices.rows[number].spoken())
            self.view.viewport().update()

    def _hover(self, index: QModelIndex) -> None:
        """Only a mouse that moves chooses, not one that rows came under."""
        if self._mouse == QCursor.pos():
            return
        self.view.setCurrentIndex(index)
        self.view.viewport().update()

    def _step(self, step: int) -> None:
        """Round the ends one by one; a page stops there."""
        count, number = len(self.choices.rows), self.view.currentIndex().row() + step
        if count:
            self._go_to(number % count if abs(step) == 1 else min(max(number, 0), count - 1))

    def _take(self) -> None:
        if self._is_waiting:
            self.takes_next = True
        else:
            self._pick(self.view.currentIndex().row())

    def _pick(self, number: int) -> None:
        if 0 <= number < len(self.choices.rows):
            what = self.choices.rows[number].what
            self.takes_next = False
            self.leave()
            self.picked.emit(what)

"""What happened, newest first: a mark, a line, a second line, the day at the right or over its lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crmdesk.widgets import icons, theme
from crmdesk.widgets.parts import Tone

Index = QModelIndex | QPersistentModelIndex
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_MARK = 38
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Happening:
    key: bytes
    icon: str
    title: str
    detail: str = ""
    when: str = ""
    tone: Tone = "text"
    """Of its mark; without an icon it belongs to the one above and has none."""
    action: str = ""
    """What can be done about it: a word at the right while it is pointed at or chosen."""
    is_heading: bool = False
    """Its title stands over those that follow."""


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.happenings: list[Happening] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self.happenings)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.happenings[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        found = self.happenings[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return found.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (found.when, found.title, found.detail, found.action) if part)
        return None


class _Painter(QStyledItemDelegate):
    """Each as high as its words need."""

    def __init__(self, timeline: "Timeline") -> None:
        super().__init__(timeline)
        self._timeline = timeline

    def _happening(self, index: Index) -> Happening:
        return self._timeline.happening(index.row())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._timeline.viewport().width()
        found = self._happening(index)
        if found.is_heading:
            return QSize(width, QFontMetrics(theme.font("second_strong")).height() + theme.px(20 if index.row() else 8))
        _title, detail = _boxes(found, QRect(0, 0, width, 0))
        follows = index.row() + 1 < self._timeline.model().rowCount() and not self._timeline.icon_of(index.row() + 1)
        return QSize(width, detail.bottom() + theme.px(4 if follows else 14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found, box, state = self._happening(index), option.rect, option.state
        if found.is_heading:
            _paint_heading(painter, box, found.title)
            return
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        is_pointed_at = bool(state & QStyle.StateFlag.State_MouseOver)
        if is_chosen or (is_pointed_at and found.action):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_ground" if is_chosen else "hover"))
            painter.drawRoundedRect(box.adjusted(0, 0, -1, -theme.px(2)), theme.px(8), theme.px(8))
        if found.icon:
            _paint_mark(painter, box, found)
        _paint_words(painter, box, found)
        if found.action and (is_chosen or is_pointed_at):
            _paint_action(painter, box, found)


def _paint_heading(painter: QPainter, box: QRect, words: str) -> None:
    painter.setFont(theme.font("second_strong"))
    painter.setPen(theme.colour("muted"))
    inside = box.adjusted(theme.px(4), 0, -theme.px(4), -theme.px(4))
    place = QStyle.visualAlignment(QGuiApplication.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
    painter.drawText(inside, place | Qt.AlignmentFlag.AlignBottom, words)


def _right_width(found: Happening) -> int:
    """Of what stands at the right: the day, below it what can be done."""
    wide = max(_advance("second", found.when), _advance("second_strong", found.action) + theme.px(6))
    return wide + theme.px(12) if found.when or found.action else 0


def _advance(font: theme.FontRole, text: str) -> int:
    return QFontMetrics(theme.font(font)).horizontalAdvance(text) if text else 0


def _boxes(found: Happening, box: QRect) -> tuple[QRect, QRect]:
    """Where title and detail stand."""
    left = box.left() + theme.px(_MARK)
    top = box.top() + theme.px(6 if found.icon else 2)
    room = QRect(left, top, max(box.right() - left - _right_width(found) - theme.px(6), 40), 10_000)
    title = QRect(left, top, room.width(), -1)
    if found.title:
        title = _wrapped("medium", room, found.title)
    if not found.detail:
        return title, title
    below = QRect(left, title.bottom() + theme.px(2), room.width(), 10_000)
    return title, _wrapped("second", below, found.detail)


def _wrapped(font: theme.FontRole, room: QRect, text: str) -> QRect:
    """As wide as there is room: in the box of the words alone they would be wrapped once more."""
    needed = QFontMetrics(theme.font(font)).boundingRect(room, _WRAP, text[:_LONGEST])
    return QRect(room.left(), needed.top(), room.width(), needed.height())


def action_box(found: Happening, box: QRect) -> QRect:
    """In the line of the detail, at the right."""
    title, _detail = _boxes(found, box)
    height = QFontMetrics(theme.font("second_strong")).height() + theme.px(4)
    wide = _advance("second_strong", found.action) + theme.px(12)
    top = title.bottom() if found.title else title.top() - theme.px(1)
    return _turned(QRect(box.right() - wide - theme.px(2), top, wide, height), box)


def _turned(part: QRect, box: QRect) -> QRect:
    """On the other side where one reads from right to left."""
    return QStyle.visualRect(QGuiApplication.layoutDirection(), box, part)


def _paint_mark(painter: QPainter, box: QRect, found: Happening) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = theme.px(26)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("line" if theme.is_dark() else "sidebar"))
    disc = _turned(QRect(box.left() + theme.px(2), box.top() + theme.px(5), side, side), box)
    painter.drawEllipse(QRectF(disc))
    icons.paint(painter, found.icon, found.tone, QPoint(disc.left() + side // 2, disc.top() + side // 2), 14)


def _paint_words(painter: QPainter, box: QRect, found: Happening) -> None:
    title, detail = _boxes(found, box)
    painter.setFont(theme.font("medium"))
    painter.setPen(theme.colour("text"))
    painter.drawText(_turned(title, box), _WRAP, found.title[:_LONGEST])
    painter.setFont(theme.font("second"))
    painter.setPen(theme.colour("muted"))
    if found.detail:
        painter.drawText(_turned(detail, box), _WRAP, found.detail[:_LONGEST])
    when = QRect(box.left(), title.top() + 1, box.width() - theme.px(8), title.height())
    painter.drawText(_turned(when, box), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, found.when)


def _paint_action(painter: QPainter, box: QRect, found: Happening) -> None:
    painter.setFont(theme.font("second_strong"))
    painter.setPen(theme.colour("accent"))
    painter.drawText(action_box(found, box), Qt.AlignmentFlag.AlignCenter, found.action)


class Timeline(QListView):
    """Scrolled to the end it asks for more."""

    opened = Signal(int)
    acted = Signal(int)
    """Its action is asked for, by a press on the word or by Enter."""
    chosen = Signal(int)
    """Pressed elsewhere, or by Space."""
    wants_more = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = ""
        self._model = _Model()
        self.setModel(self._model)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(name)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.activated.connect(lambda index: self.opened.emit(index.row()))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def happening(self, number: int) -> Happening:
        return self._model.happenings[number]

    def icon_of(self, number: int) -> str:
        return self._model.happenings[number].icon

    def happenings(self) -> Sequence[Happening]:
        return self._model.happenings

    def show_happenings(self, happenings: Sequence[Happening], empty: str = "") -> None:
        self._empty = empty
        self._model.beginResetModel()
        self._model.happenings = list(happenings)
        self._model.endResetModel()

    def add_happenings(self, older: Sequence[Happening]) -> None:
        count = len(self._model.happenings)
        self._model.beginInsertRows(QModelIndex(), count, count + len(older) - 1)
        self._model.happenings.extend(older)
        self._model.endInsertRows()

    def is_filled(self) -> bool:
        """There is something to scroll to."""
        self.executeDelayedItemsLayout()
        return self.verticalScrollBar().maximum() > 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt would let a tenth of a second pass: lines that need more room now lay over the next."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    # Acting

    def _row_with_action(self, place: QPoint) -> int:
        """Where the word of an action is pressed."""
        index = self.indexAt(place)
        if index.isValid() and (found := self.happening(index.row())).action:
            return index.row() if action_box(found, self.visualRect(index)).contains(place) else -1
        return -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        is_over = self._row_with_action(event.position().toPoint()) >= 0
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if (row := self._row_with_action(place)) >= 0:
            self.acted.emit(row)
        elif self.indexAt(place).flags() & Qt.ItemFlag.ItemIsEnabled:
            self.chosen.emit(self.indexAt(place).row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0 and self.happening(row).action:
            self.acted.emit(row)
        elif event.key() == Qt.Key.Key_Space and row >= 0:
            self.chosen.emit(row)
        else:
            super().keyPressEvent(event)

    def _scrolled(self, value: int) -> None:
        if value and value == self.verticalScrollBar().maximum():
            self.wants_more.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._model.happenings and self._empty:
            painter = QPainter(self.viewport())
            painter.setFont(theme.font("second"))
            painter.setPen(theme.colour("muted"))
            painter.drawText(self.viewport().rect().adjusted(0, 10, 0, 0), _WRAP, self._empty)

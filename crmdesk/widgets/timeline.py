"""What happened, newest first: a mark, a line, a second line, the day at the right."""

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
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
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
    """Of its mark."""


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.happenings: list[Happening] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self.happenings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        found = self.happenings[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return found.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (found.when, found.title, found.detail) if part)
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
        _title, detail = _boxes(self._happening(index), QRect(0, 0, width, 0))
        return QSize(width, detail.bottom() + theme.px(14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found, box, state = self._happening(index), option.rect, option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_ground"))
            painter.drawRoundedRect(box.adjusted(0, 0, -1, -4), 8, 8)
        _paint_mark(painter, box, found)
        _paint_words(painter, box, found)


def _when_width(found: Happening) -> int:
    return QFontMetrics(theme.font("second")).horizontalAdvance(found.when) + 12 if found.when else 0


def _boxes(found: Happening, box: QRect) -> tuple[QRect, QRect]:
    """Where title and detail stand."""
    left = box.left() + theme.px(_MARK)
    room = QRect(left, box.top() + theme.px(6), box.right() - left - _when_width(found) - 6, 10_000)
    title = QFontMetrics(theme.font("medium")).boundingRect(room, _WRAP, found.title[:_LONGEST])
    if not found.detail:
        return title, title
    below = QRect(left, title.bottom() + 2, room.width(), 10_000)
    return title, QFontMetrics(theme.font("second")).boundingRect(below, _WRAP, found.detail[:_LONGEST])


def _paint_mark(painter: QPainter, box: QRect, found: Happening) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = theme.px(26)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("line" if theme.is_dark() else "sidebar"))
    painter.drawEllipse(QRectF(box.left(), box.top() + theme.px(5), side, side))
    icons.paint(
        painter, found.icon, found.tone, QPoint(box.left() + side // 2, box.top() + theme.px(5) + side // 2), 14
    )


def _paint_words(painter: QPainter, box: QRect, found: Happening) -> None:
    title, detail = _boxes(found, box)
    painter.setFont(theme.font("medium"))
    painter.setPen(theme.colour("text"))
    painter.drawText(title, _WRAP, found.title[:_LONGEST])
    painter.setFont(theme.font("second"))
    painter.setPen(theme.colour("muted"))
    if found.detail:
        painter.drawText(detail, _WRAP, found.detail[:_LONGEST])
    when = QRect(box.left(), title.top() + 1, box.width() - 4, title.height())
    painter.drawText(when, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, found.when)


class Timeline(QListView):
    """Scrolled to the end it asks for more."""

    opened = Signal(int)
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
        self.activated.connect(lambda index: self.opened.emit(index.row()))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def happening(self, number: int) -> Happening:
        return self._model.happenings[number]

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

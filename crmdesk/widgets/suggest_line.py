"""A line of text that offers what may be meant: a list under it, filtered as one types and taken with Enter."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from crmdesk.domain.folding import fold
from crmdesk.widgets import theme
from crmdesk.widgets.messages import announce

_ROW = 28
_MOST = 8
_OFFER = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Offer:
    key: str
    """Who it is to whoever takes it."""
    text: str
    detail: str = ""
    """A word at the right: where it belongs, how many there are."""


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, theme.px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        offer, view = index.data(_OFFER), self.parent()
        assert isinstance(offer, Offer)
        assert isinstance(view, QListView)
        box: QRect = option.rect
        if index.row() == view.currentIndex().row():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_ground"))
            painter.drawRoundedRect(box, 6, 6)
        _paint_words(painter, box.adjusted(theme.px(8), 0, -theme.px(8), 0), offer)


def _paint_words(painter: QPainter, room: QRect, offer: Offer) -> None:
    middle, elide = Qt.AlignmentFlag.AlignVCenter, Qt.TextElideMode.ElideRight
    painter.setFont(theme.font("second"))
    painter.setPen(theme.colour("muted"))
    detail = painter.fontMetrics().elidedText(offer.detail, elide, room.width() // 2)
    painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, detail)
    left = room.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(detail) - theme.px(8), 0)
    painter.setFont(theme.font("body"))
    painter.setPen(theme.colour("text"))
    text = painter.fontMetrics().elidedText(offer.text, elide, left.width())
    painter.drawText(left, middle | Qt.AlignmentFlag.AlignLeft, text)


class _Drop(QFrame):
    """The list: inside the window, where it stands right on every system; over a dialog, which is small, a window."""

    taken = Signal(object)

    def __init__(self, window: QWidget, name: str) -> None:
        self._floats = isinstance(window, QDialog)
        super().__init__(window, Qt.WindowType.ToolTip if self._floats else Qt.WindowType.Widget)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, self._floats)
        self.setProperty("ground", "sheet")
        self._model = QStandardItemModel(self)
        self.view = QListView()
        self.view.setModel(self._model)
        self.view.setItemDelegate(_Painter(self.view))
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setAccessibleName(name)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.clicked.connect(lambda index: self.taken.emit(index.data(_OFFER)))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(theme.margins(4, 4, 4, 4))
        inside.addWidget(self.view)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        self._model.clear()
        for offer in offers:
            item = QStandardItem(offer.text)
            item.setData(offer, _OFFER)
            item.setData(f"{offer.text} {offer.detail}".strip(), Qt.ItemDataRole.AccessibleTextRole)
            self._model.appendRow(item)

    def marked(self) -> Offer | None:
        found = self.view.currentIndex().data(_OFFER)
        return found if isinstance(found, Offer) else None

    def mark(self, row: int) -> None:
        index = self._model.index(row, 0) if row >= 0 else QModelIndex()
        self.view.setCurrentIndex(index)
        self.view.viewport().update()

    def step(self, by: int) -> None:
        count = self._model.rowCount()
        now = self.view.currentIndex().row()
        self.mark((now + by) % count if now >= 0 else (0 if by > 0 else count - 1))

    def stand_under(self, line: QWidget) -> None:
        """Over it where there is more room."""
        window = line.window()
        height = theme.px(_ROW) * min(self._model.rowCount(), _MOST) + 10
        below = QPoint(0, line.height() + 2)
        place = line.mapToGlobal(below) if self._floats else line.mapTo(window, below)
        room = line.screen().availableGeometry() if self._floats else window.rect()
        if place.y() + height > room.bottom() and place.y() - line.height() - room.top() > room.bottom() - place.y():
            place.setY(place.y() - line.height() - height - 4)
        self.setGeometry(place.x(), place.y(), max(line.width(), theme.px(220)), min(height, room.bottom() - place.y()))
        self.show()
        if not self._floats:
            self.raise_()


class SuggestLine(QLineEdit):
    """What is typed may also be kept as it is: who uses the line says whether an offer must be `taken`."""

    taken = Signal(object)
    """An Offer."""
    entered = Signal()
    """Enter while nothing in the list is marked."""
    wanted = Signal(str)
    """What was typed: for who works out the offers anew each time."""

    def __init__(self, name: str, placeholder: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.marks_first = True
        """Enter takes the first offer where that begins with what is typed."""
        self._all: Sequence[Offer] | None = None
        self._drop: _Drop | None = None
        self.textEdited.connect(self._edited)

    def offer_from(self, offers: Sequence[Offer]) -> None:
        """All there is: the line picks what fits."""
        self._all = offers

    def offer_nothing(self) -> None:
        self._all = None
        self.close_list()

    def _edited(self, typed: str) -> None:
        if self._all is not None:
            self.show_offers(fitting(self._all, typed))
        self.wanted.emit(typed)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """These, if one is still here."""
        if not offers or not self.hasFocus():
            self.close_list()
            return
        drop = self._ensure_drop()
        drop.show_offers(offers)
        drop.stand_under(self)
        typed = fold(self.text()).strip()
        starts = fold(offers[0].text).startswith(typed)
        drop.mark(0 if self.marks_first and typed and (starts or self._all is not None) else -1)
        self._tell_marked()

    def open_list(self) -> None:
        if self._all is not None:
            self.show_offers(fitting(self._all, "" if self.hasSelectedText() else self.text()))
        else:
            self.wanted.emit(self.text())

    def _ensure_drop(self) -> _Drop:
        if self._drop is None:
            self._drop = _Drop(self.window(), self.accessibleName())
            self._drop.taken.connect(self._take)
        return self._drop

    def is_open(self) -> bool:
        return self._drop is not None and self._drop.isVisible()

    def close_list(self) -> None:
        if self._drop:
            self._drop.hide()

    def _take(self, offer: Offer) -> None:
        self.close_list()
        self.setText(offer.text)
        self.taken.emit(offer)

    def take_marked(self) -> None:
        """What is marked stands in the line; nobody is told."""
        if self._drop and self.is_open() and (marked := self._drop.marked()):
            self.setText(marked.text)
        self.close_list()

    def _tell_marked(self) -> None:
        if self._drop and (offer := self._drop.marked()):
            announce(self, f"{offer.text} {offer.detail}".strip())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self.is_open():
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, marked = event.key(), self._drop.marked() if self._drop and self.is_open() else None
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._take(marked) if marked else self._enter()
        elif key == Qt.Key.Key_Escape and self.is_open():
            self.close_list()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        self.close_list()
        self.entered.emit()

    def _move(self, by: int) -> None:
        if self._drop and self.is_open():
            self._drop.step(by)
            self._tell_marked()
        else:
            self.open_list()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab takes what is marked and goes on."""
        if forward and self._drop and self.is_open() and (marked := self._drop.marked()):
            self._take(marked)
            if not self.hasFocus():
                return True  # whoever took it has moved on already
        return super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.close_list()


def fitting(offers: Sequence[Offer], typed: str) -> list[Offer]:
    """Those that contain it, the ones that begin with it first, then those a word of which does."""
    wanted = fold(typed).strip()
    if not wanted:
        return list(offers)
    ranked = [(rank, offer) for offer in offers if (rank := _rank(fold(offer.text), wanted)) < _NO_FIT]
    return [offer for _rank, offer in sorted(ranked, key=lambda pair: pair[0])]


_NO_FIT = 3


def _rank(text: str, wanted: str) -> int:
    if text.startswith(wanted):
        return 0
    return 1 if f" {wanted}" in text else 2 if wanted in text else _NO_FIT

"""Choosing the columns of a table: which are shown, and in what order."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crmdesk.domain.folding import fold
from crmdesk.i18n import _
from crmdesk.widgets import icons, theme
from crmdesk.widgets.parts import icon_button, label
from crmdesk.widgets.search_box import SearchBox
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.columns import Column

Index = QModelIndex | QPersistentModelIndex
_KEY = Qt.ItemDataRole.UserRole
_ROWS = 10


class _Painter(QStyledItemDelegate):
    """A box with or without its tick, the name, and a grip."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        is_on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_ground"))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 6, 6)
        is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        edge = theme.px(18)
        ends = (box.left() + edge, box.right() - edge)
        _paint_tick(painter, QPoint(ends[is_mirrored], box.center().y() + 1), is_on=is_on)
        icons.paint(painter, "grip-vertical", "faint", QPoint(ends[not is_mirrored], box.center().y() + 1), 14)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text" if is_on or is_current else "muted"))
        words = box.adjusted(2 * edge, 0, -2 * edge, 0)
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


def _paint_tick(painter: QPainter, middle: QPoint, *, is_on: bool) -> None:
    side = theme.px(16)
    box = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
    painter.setPen(theme.colour("accent" if is_on else "faint"))
    painter.setBrush(theme.colour("accent" if is_on else "surface"))
    painter.drawRoundedRect(box, 4, 4)
    if is_on:
        icons.paint(painter, "check", "on_accent", middle, 12)


class ColumnList(QListWidget):
    """Space or a click on the box shows or hides, Alt and the arrows move, as does the mouse."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setFixedHeight(theme.px(theme.CONTROL) * _ROWS)
        self.setItemDelegate(_Painter(self))
        self.setAlternatingRowColors(False)

    def add(self, key: str, text: str, *, is_on: bool) -> None:
        item = QListWidgetItem(text)
        item.setData(_KEY, key)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
        item.setSizeHint(QSize(0, theme.px(theme.CONTROL)))
        self.addItem(item)

    def items_in_order(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def move_current(self, step: int) -> None:
        row = self.currentRow()
        if 0 <= row + step < self.count() and row >= 0:
            item = self.takeItem(row)
            self.insertItem(row + step, item)
            self.setCurrentRow(row + step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_current(step)
        else:
            super().keyPressEvent(event)


class Columns(Sheet):
    chosen = Signal(tuple)
    """The keys of those to be shown, in order."""

    def __init__(self, parent: QWidget, columns: "Sequence[Column]", shown: Sequence[str]) -> None:
        super().__init__(parent, _("Columns"), width=420)
        self.search = SearchBox(_("Find a column"))
        self.search.searched.connect(self._filter)
        self.search.left_down.connect(self._to_list)
        self.search.entered.connect(self._take)
        self.list = ColumnList(_("Columns"))
        known = {column.key: column for column in columns}
        for key in [*(key for key in shown if key in known), *(key for key in known if key not in shown)]:
            self.list.add(key, known[key].label, is_on=key in shown)
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(lambda _item: self._show_count())
        self._count = label("", "second", "muted")
        self._arrange()
        self._primary_button = self.set_primary(_("Show"), self._take)
        self._show_count()

    def _arrange(self) -> None:
        self.body.addWidget(self.search)
        self.body.addWidget(self.list)
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        foot.addWidget(icon_button("arrow-up", _("Move up"), lambda: self.list.move_current(-1)))
        foot.addWidget(icon_button("arrow-down", _("Move down"), lambda: self.list.move_current(1)))
        self.body.addLayout(foot)

    def keys(self) -> tuple[str, ...]:
        on = Qt.CheckState.Checked
        return tuple(str(item.data(_KEY)) for item in self.list.items_in_order() if item.checkState() == on)

    def _filter(self, text: str) -> None:
        for item in self.list.items_in_order():
            item.setHidden(fold(text) not in fold(item.text()))

    def _to_list(self) -> None:
        if item := next((item for item in self.list.items_in_order() if not item.isHidden()), None):
            self.list.setCurrentItem(item)
        self.list.setFocus()

    def _show_count(self) -> None:
        count = len(self.keys())
        self._count.setText(_("{count} shown").format(count=count))
        self._primary_button.setEnabled(count > 0)

    def _take(self) -> None:
        if keys := self.keys():
            self.chosen.emit(keys)
            self.accept()

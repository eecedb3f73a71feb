"""The designs there are: the user's own, and those to begin with."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crmdesk.i18n import _
from crmdesk.widgets import theme

if TYPE_CHECKING:
    from crmdesk.services.designs import Choice

_ROW, _HEADING = 36, 30
_HEAD = Qt.ItemDataRole.UserRole + 1
_KEY = Qt.ItemDataRole.UserRole
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, theme.px(_ROW + (_HEADING if index.data(_HEAD) else 0)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if heading := index.data(_HEAD):
            painter.setFont(theme.font("group"))
            painter.setPen(theme.colour("muted"))
            painter.drawText(box.adjusted(theme.px(8), theme.px(8), 0, -theme.px(_ROW)), _LEFT, heading)
        row = box.adjusted(0, box.height() - theme.px(_ROW) + 1, 0, -1)
        state: QStyle.StateFlag = option.state
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            is_chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(theme.colour("accent") if state & QStyle.StateFlag.State_HasFocus else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_ground" if is_chosen else "hover"))
            painter.drawRoundedRect(row.adjusted(1, 0, -1, 0), theme.px(6), theme.px(6))
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        words = row.adjusted(theme.px(8), 0, -theme.px(8), 0)
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, _LEFT, text)
        painter.restore()


class DesignList(QListWidget):
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Designs"))
        self.setItemDelegate(_Painter(self))
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(self._tell)

    def show_choices(self, choices: "Sequence[Choice]", current: str) -> None:
        self.blockSignals(True)
        self.clear()
        own = [choice for choice in choices if not choice.is_stock]
        stock = [choice for choice in choices if choice.is_stock]
        for heading, group in ((_("Your own"), own), (_("To begin with"), stock)):
            for place, choice in enumerate(group):
                item = QListWidgetItem(choice.name, self)
                item.setData(_KEY, choice.id)
                item.setData(_HEAD, "" if place else heading)
                if choice.id == current:
                    self.setCurrentItem(item)
        self.blockSignals(False)

    def go_to(self, choice: str) -> None:
        """Without telling it."""
        self.blockSignals(True)
        for row in range(self.count()):
            if self.item(row).data(_KEY) == choice:
                self.setCurrentRow(row)
        self.blockSignals(False)

    def name_current(self, name: str) -> None:
        if self.currentRow() >= 0:
            item = self.currentItem()
            item.setText(name)

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item:
            self.chosen.emit(item.data(_KEY))

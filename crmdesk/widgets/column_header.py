"""The header of a table: pressed to sort, dragged to order and to widen, and all of that by keys."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QHeaderView

from crmdesk.i18n import _
from crmdesk.widgets import icons, theme
from crmdesk.widgets.parts import is_by_keys

if TYPE_CHECKING:
    from crmdesk.widgets.record_model import TableColumn
    from crmdesk.widgets.record_table import RecordTable

HEIGHT = 34
LEAST, USUAL = 48, 150
_STEP = 16
_EDGE = 10


class ColumnHeader(QHeaderView):
    """Arrows go from column to column, Space sorts, with Shift as well; Ctrl widens, with Shift it moves."""

    sorted = Signal(str, bool)
    """The key of a column, and whether it is added to what is sorted by already."""
    arranged = Signal()
    """Columns were moved or widened."""
    menu_wanted = Signal(str, QPoint)

    def __init__(self, table: "RecordTable") -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self._at = 0
        """The place where the keyboard is."""
        self._ring = False
        self._is_quiet = False
        self.setAccessibleName(_("Columns"))
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(theme.px(LEAST))
        self.setDefaultSectionSize(theme.px(USUAL))
        self.setFixedHeight(theme.px(HEIGHT))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sectionClicked.connect(self._press)
        self.sectionMoved.connect(lambda *_places: self._tell_arranged())
        self.sectionResized.connect(lambda *_sizes: self._tell_arranged())

    def columns(self) -> Sequence["TableColumn"]:
        return self._table.records.columns

    def set_widths(self, widths: Sequence[int]) -> None:
        self._is_quiet = True
        for number, width in enumerate(widths):
            self.resizeSection(number, theme.px(width))
        self._is_quiet = False

    def arrangement(self) -> list[tuple[str, int]]:
        """Keys and widths as they are seen; the last one's is as wide as there is room."""
        scale = theme.px(1000) / 1000
        places = [self.logicalIndex(place) for place in range(self.count())]
        return [(self.columns()[number].key, round(self.sectionSize(number) / scale)) for number in places]

    def _tell_arranged(self) -> None:
        if not self._is_quiet:
            self.arranged.emit()

    def _press(self, number: int) -> None:
        adds = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._at = self.visualIndex(number)
        self.sorted.emit(self.columns()[number].key, adds)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._ring = True
        step = self._step_of(event)
        if step:
            self._go(step, event.modifiers())
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            adds = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.sorted.emit(self.columns()[self.logicalIndex(self._at)].key, adds)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Escape):
            self._table.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            event.ignore()

    def _step_of(self, event: QKeyEvent) -> int:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        return -step if self.isRightToLeft() else step

    def _go(self, step: int, modifiers: Qt.KeyboardModifier) -> None:
        there = min(max(self._at + step, 0), self.count() - 1)
        number = self.logicalIndex(self._at)
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        if modifiers & control and not modifiers & shift:
            self.resizeSection(number, max(self.sectionSize(number) + step * _STEP, self.minimumSectionSize()))
            return
        if modifiers & control:
            self.moveSection(self._at, there)
        self._at = there
        self._show_column()

    def _show_column(self) -> None:
        number = self.logicalIndex(self._at)
        row = max(self._table.currentIndex().row(), 0)
        self._table.scrollTo(self._table.records.index(row, number))
        self.setAccessibleDescription(self.columns()[number].spoken())
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = is_by_keys(event, self._ring)
        self._at = min(self._at, self.count() - 1)
        self._show_column()
        super().focusInEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        number = self.logicalIndexAt(event.pos())
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            number = self.logicalIndex(self._at)
            place = self.mapToGlobal(QPoint(self.sectionViewportPosition(number), self.height()))
        if 0 <= number < self.count():
            self.menu_wanted.emit(self.columns()[number].key, place)

    # Drawing

    def paintSection(self, painter: QPainter, box: QRect, number: int) -> None:
        column = self.columns()[number]
        painter.fillRect(box, theme.colour("surface"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, theme.colour("line"))
        words = box.adjusted(theme.px(_EDGE), 0, -theme.px(_EDGE), -1)
        if column.sorted:
            words = self._paint_arrow(painter, words, column)
        painter.setPen(theme.colour("text" if column.sorted else "muted"))
        painter.setFont(theme.font("second_strong" if column.sorted else "second"))
        side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
        text = painter.fontMetrics().elidedText(column.title, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, side | Qt.AlignmentFlag.AlignVCenter, text)
        if self._ring and self.hasFocus() and self.visualIndex(number) == self._at:
            painter.setPen(theme.colour("accent"))
            painter.drawRect(box.adjusted(1, 1, -2, -3))

    def _paint_arrow(self, painter: QPainter, words: QRect, column: "TableColumn") -> QRect:
        """And which place this column has, where there are several; returns the room that is left."""
        number = str(column.sorted) if sum(1 for other in self.columns() if other.sorted) > 1 else ""
        painter.setFont(theme.font("key"))
        width = theme.px(14) + (painter.fontMetrics().horizontalAdvance(number) + 2 if number else 0)
        left = words.left() if self.isRightToLeft() else words.right() + 1 - width
        arrow = "arrow-down" if column.is_descending else "arrow-up"
        icons.paint(painter, arrow, "text", QPoint(left + theme.px(7), words.center().y() + 1), 12)
        painter.setPen(theme.colour("muted"))
        beside = QRect(left + theme.px(14), words.top(), width - theme.px(14), words.height())
        painter.drawText(beside, Qt.AlignmentFlag.AlignCenter, number)
        used = width + 4
        return words.adjusted(used, 0, 0, 0) if self.isRightToLeft() else words.adjusted(0, 0, -used, 0)

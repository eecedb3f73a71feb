"""Sheets of labels to choose from: each with its drawing, its size, and what is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crmdesk.i18n import _, ngettext
from crmdesk.printing.sheets import Sheet
from crmdesk.ui import sheet_drawing
from crmdesk.widgets import icons, theme

_ROW, _HEADING = 56, 30
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    sheet: Sheet
    heading: str = ""
    """Stands over the first of those that have the same."""
    is_favourite: bool = False

    def detail(self) -> str:
        return " · ".join(filter(None, [self.sheet.size, a_page(self.sheet), self.sheet.description]))

    def spoken(self) -> str:
        parts = [self.sheet.name, self.detail(), paper_of(self.sheet)]
        parts += [_("favourite")] if self.is_favourite else []
        return ", ".join([*parts, self.sheet.anomaly] if self.sheet.anomaly else parts)


def a_page(sheet: Sheet) -> str:
    if sheet.paper == "roll":
        return _("roll")
    return ngettext("{count} a page", "{count} a page", sheet.count).format(count=sheet.count)


def paper_of(sheet: Sheet) -> str:
    if sheet.paper == "roll":
        return _("Roll")
    if sheet.paper == "Other":
        return f"{sheet.paper_width:g} × {sheet.paper_height:g} mm"
    return sheet.paper.replace("-", " ")


class SheetModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Line] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.sheet.name
        return line.spoken() if role == Qt.ItemDataRole.AccessibleTextRole else None

    def heading(self, number: int) -> str:
        heading = self.lines[number].heading
        return heading if number == 0 or self.lines[number - 1].heading != heading else ""


class SheetPainter(QStyledItemDelegate):
    def __init__(self, model: SheetModel, view: QListView) -> None:
        super().__init__(view)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme.px(_ROW + (_HEADING if self._model.heading(index.row()) else 0)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # names of makers are mostly Latin
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box: QRect = option.rect
        mirror = option.direction
        if heading := self._model.heading(index.row()):
            self._paint_heading(painter, box, heading, mirror)
        box = box.adjusted(theme.px(4), box.height() - theme.px(_ROW) + 1, -theme.px(4), -1)
        state = option.state
        self._paint_ground(painter, box, state)
        inside = box.adjusted(theme.px(8), theme.px(5), -theme.px(10), -theme.px(5))
        line = self._model.lines[index.row()]
        picture = QRect(inside.left(), inside.top(), theme.px(40), inside.height())
        picture = QStyle.visualRect(mirror, inside, picture)
        sheet_drawing.paint(painter, sheet_drawing.paper_in(QRectF(picture), line.sheet), line.sheet)
        words = QStyle.visualRect(mirror, inside, inside.adjusted(theme.px(52), 0, 0, 0))
        self._paint_words(painter, words, line, mirror)
        painter.restore()

    def _paint_heading(self, painter: QPainter, box: QRect, heading: str, mirror: Qt.LayoutDirection) -> None:
        painter.setFont(theme.font("group"))
        painter.setPen(theme.colour("muted"))
        line = QRect(box.left() + theme.px(12), box.top() + theme.px(8), box.width() - theme.px(24), theme.px(20))
        painter.drawText(line, QStyle.visualAlignment(mirror, _LEFT), heading)

    def _paint_ground(self, painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
        role = ""
        if state & QStyle.StateFlag.State_Selected:
            role = "accent_ground"
        elif state & QStyle.StateFlag.State_MouseOver:
            role = "hover"
        if role:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(role))
            painter.drawRoundedRect(box, theme.px(theme.RADIUS), theme.px(theme.RADIUS))

    def _paint_words(self, painter: QPainter, box: QRect, line: Line, mirror: Qt.LayoutDirection) -> None:
        half = box.height() // 2
        first = QRect(box.left(), box.top(), box.width(), half)
        room = self._paint_marks(painter, first, line, mirror)
        rows = (
            (line.sheet.name, "strong", "text", room),
            (line.detail(), "second", "muted", first.translated(0, half)),
        )
        for text, font, role, place in rows:
            painter.setFont(theme.font(font))  # type: ignore[arg-type]
            painter.setPen(theme.colour(role))
            short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, QStyle.visualAlignment(mirror, _LEFT), short)

    def _paint_marks(self, painter: QPainter, box: QRect, line: Line, mirror: Qt.LayoutDirection) -> QRect:
        """At the end of the line: the paper, a favourite's star, a fault; what is left is for the name."""
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour("muted"))
        paper = paper_of(line.sheet)
        width = painter.fontMetrics().horizontalAdvance(paper) + 2
        place = QRect(box.right() - width, box.top(), width + 1, box.height())
        painter.drawText(QStyle.visualRect(mirror, box, place), Qt.AlignmentFlag.AlignVCenter, paper)
        right = place.left() - theme.px(14)
        marks = ((line.is_favourite, "star-filled", "warning"), (bool(line.sheet.anomaly), "triangle-alert", "warning"))
        for is_so, icon, role in marks:
            if is_so:
                middle = QRect(right - 1, box.center().y(), 2, 2)
                icons.paint(painter, icon, role, QPoint(QStyle.visualRect(mirror, box, middle).center()), 14)
                right -= theme.px(20)
        return QStyle.visualRect(mirror, box, box.adjusted(0, 0, right - box.right() - theme.px(4), 0))

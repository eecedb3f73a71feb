"""A sheet being measured, drawn: each measure has its arrow, the one being edited in colour with its length."""

from collections.abc import Iterator

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crmdesk.domain.values import lengths
from crmdesk.i18n import _
from crmdesk.printing.sheet_measures import Measures, Name
from crmdesk.ui import sheet_drawing
from crmdesk.widgets import theme

_AROUND = 34
"""Pixels round the paper, for the measures that lie outside it."""
_OUTSIDE = 14
_HEAD = 4.5
_MOST_DRAWN = 12
"""Arrows shorter than these pixels are drawn from outside."""


class MeasuredDrawing(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._measures: Measures | None = None
        self._edited: Name | None = None
        self._unit: lengths.Unit = "mm"
        self.setAccessibleName(_("Drawing of the sheet with its measures"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(300), theme.px(240))

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def show_measures(self, measures: Measures | None, unit: lengths.Unit) -> None:
        """None: what is typed is no length at the moment; the last drawing stays."""
        self._measures = measures or self._measures
        self._unit = unit
        self.update()

    def show_edited(self, name: Name | None) -> None:
        self._edited = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._measures or {"paper_width", "width", "columns"} & self._measures.problems().keys():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = self._measures.sheet()
        around = theme.px(_AROUND)
        paper = sheet_drawing.paper_in(QRectF(self.rect()).adjusted(around, around, -around, -around), sheet)
        sheet_drawing.paint(painter, paper, sheet)
        self._paint_counted(painter, paper)
        scale = paper.width() / sheet.paper_width
        arrows = dict(_arrows(self._measures, paper, scale))
        for name, arrow in arrows.items():
            if name != self._edited:
                _paint_arrow(painter, arrow, theme.colour("faint"))
        if self._edited in arrows:
            self._paint_edited(painter, arrows[self._edited])

    def _paint_counted(self, painter: QPainter, paper: QRectF) -> None:
        """The labels of the row or column that is being counted."""
        if self._edited not in ("columns", "rows") or not self._measures:
            return
        sheet, across = self._measures.sheet(), self._measures.columns
        numbers = range(min(across, sheet.count)) if self._edited == "columns" else range(0, sheet.count, across)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        for number in numbers:
            box = sheet_drawing.label_box(paper, sheet, number).adjusted(1, 1, -1, -1)
            sheet_drawing.paint_label(painter, box, sheet, paper.width() / sheet.paper_width)

    def _paint_edited(self, painter: QPainter, arrow: QLineF) -> None:
        colour = theme.colour("accent")
        _paint_arrow(painter, arrow, colour, 2)
        assert self._edited
        text = f"{lengths.show(getattr(self._measures, self._edited), self._unit)} {self._unit}"
        painter.setFont(theme.font("second_strong"))
        size = painter.fontMetrics().size(0, text)
        pill = QRectF(0, 0, size.width() + theme.px(14), size.height() + theme.px(6))
        pill.moveCenter(arrow.center() + self._beside(arrow, pill))
        pill.moveLeft(min(max(pill.left(), 1), self.width() - pill.width() - 1))
        pill.moveTop(min(max(pill.top(), 1), self.height() - pill.height() - 1))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(theme.colour("on_accent"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _beside(self, arrow: QLineF, pill: QRectF) -> QPointF:
        is_level = abs(arrow.dy()) < abs(arrow.dx())
        if is_level:
            return QPointF(0, pill.height() / 2 + 5)
        return QPointF(pill.width() / 2 + 7, 0)


def _arrows(measures: Measures, paper: QRectF, scale: float) -> Iterator[tuple[Name, QLineF]]:
    left, top = (0.0, 0.0) if measures.is_roll else (measures.left * scale, measures.top * scale)
    first = QRectF(paper.left() + left, paper.top() + top, measures.width * scale, measures.height * scale)
    level, upright = first.top() + first.height() * 0.34, first.left() + first.width() * 0.66
    yield "width", QLineF(first.left(), level, first.right(), level)
    yield "height", QLineF(upright, first.top(), upright, first.bottom())
    if measures.corner:
        yield "corner", QLineF(first.left(), first.top(), first.left() + measures.corner * scale, first.top())
    if not measures.is_roll:
        yield from _of_grid(measures, paper, first, scale)


def _of_grid(measures: Measures, paper: QRectF, first: QRectF, scale: float) -> Iterator[tuple[Name, QLineF]]:
    out = theme.px(_OUTSIDE)
    below, beside = paper.bottom() + out, paper.right() + out
    yield "paper_width", QLineF(paper.left(), below, paper.right(), below)
    yield "paper_height", QLineF(beside, paper.top(), beside, paper.bottom())
    yield "left", QLineF(paper.left(), first.center().y(), first.left(), first.center().y())
    yield "top", QLineF(first.center().x(), paper.top(), first.center().x(), first.top())
    if measures.columns > 1:
        above = paper.top() - out
        yield "right_step", QLineF(first.left(), above, first.left() + measures.right_step * scale, above)
    if measures.rows > 1:
        before = paper.left() - out
        yield "down_step", QLineF(before, first.top(), before, first.top() + measures.down_step * scale)


def _paint_arrow(painter: QPainter, arrow: QLineF, colour: QColor, width: float = 1) -> None:
    """With heads at both ends, or strokes across them where it is short."""
    painter.setPen(QPen(colour, width))
    painter.drawLine(arrow)
    head = _HEAD if arrow.length() > _MOST_DRAWN else _HEAD / 2
    for end, other in ((arrow.p1(), arrow.p2()), (arrow.p2(), arrow.p1())):
        along = QLineF(end, other)
        for turn in (30, -30) if arrow.length() > _MOST_DRAWN else (90, -90):
            barb = QLineF(end, QPointF(end.x() + 1, end.y()))
            barb.setAngle(along.angle() + turn)
            barb.setLength(head)
            painter.drawLine(barb)

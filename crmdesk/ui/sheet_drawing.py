"""A sheet of labels drawn small: the paper and where each label lies on it."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from crmdesk.printing.sheets import Sheet
from crmdesk.widgets import theme

_GAP = 1.5
"""Pixels that labels are kept apart, so that each is seen where they touch."""


def paper_in(box: QRectF, sheet: Sheet) -> QRectF:
    """As large as fits, in the middle of the box and on whole pixels."""
    paper = QSizeF(sheet.paper_width, sheet.paper_height)
    size = paper.scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    found = QRectF(0, 0, max(round(size.width()), 4), max(round(size.height()), 4))
    found.moveCenter(box.center())
    return QRectF(QPointF(round(found.left()), round(found.top())), found.size())


def label_box(paper: QRectF, sheet: Sheet, number: int) -> QRectF:
    left, top = sheet.positions()[number]
    scale = paper.width() / sheet.paper_width
    return QRectF(
        paper.left() + left * scale, paper.top() + top * scale, sheet.width * scale, sheet.height * scale
    ).intersected(paper)


def paint(painter: QPainter, paper: QRectF, sheet: Sheet) -> None:
    """In the paper that `paper_in` gave."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("control"), 1))
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(paper.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_tint())
    for number in range(sheet.count):
        paint_label(painter, _apart(label_box(paper, sheet, number)), sheet, paper.width() / sheet.paper_width)
    painter.restore()


def paint_label(painter: QPainter, box: QRectF, sheet: Sheet, scale: float) -> None:
    if sheet.shape == "ellipse":
        painter.drawEllipse(box)
    else:
        corner = min(max(sheet.corner * scale, 0.8), box.width() / 2, box.height() / 2)
        painter.drawRoundedRect(box, corner, corner)


def _apart(box: QRectF) -> QRectF:
    across, down = min(_GAP / 2, box.width() / 5), min(_GAP / 2, box.height() / 5)
    return box.adjusted(across, down, -across, -down)


def _tint() -> QColor:
    """Of the accent, quiet enough for a hundred labels."""
    made = QColor(theme.colour("accent"))
    made.setAlphaF(0.32 if theme.is_dark() else 0.26)
    return made

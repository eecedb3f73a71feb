"""How a label being designed is drawn: paper, what is on it as it prints, and what of it is taken."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from crmdesk.widgets import theme
from crmdesk.widgets.design_snap import HANDLES
from crmdesk.widgets.palette import PAPER, PAPER_EDGE, PAPER_PART, PAPER_ROOM

if TYPE_CHECKING:
    from crmdesk.widgets.design_board import DesignBoard

_PAPER, _EDGE, _ROOM, _ELEMENT = map(QColor, (PAPER, PAPER_EDGE, PAPER_ROOM, PAPER_PART))
_HANDLE, _SHADOW = 7, 8


def paint_board(board: "DesignBoard") -> None:
    painter = QPainter(board)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("window"))
    painter.drawRoundedRect(QRectF(board.rect()), theme.px(theme.CARD_RADIUS), theme.px(theme.CARD_RADIUS))
    paper = board.at(board.label)
    _paint_paper(painter, board, paper)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if 0 <= board.hovered < len(board.boxes) and board.hovered != board.number:
        _outline(painter, board.at(board.boxes[board.hovered]), QPen(theme.colour("accent"), 1))
    _paint_guides(painter, board, paper)
    if 0 <= board.number < len(board.boxes):
        _paint_selected(painter, board.at(board.boxes[board.number]), is_strong=board.hasFocus())
    if board.hasFocus() and board.has_ring and board.number < 0:
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.drawRoundedRect(QRectF(board.rect()).adjusted(3, 3, -3, -3), 8, 8)


def _paint_paper(painter: QPainter, board: "DesignBoard", paper: QRectF) -> None:
    shape = QPainterPath()
    corner = board.corner * board.scale
    if board.is_round:
        shape.addEllipse(paper)
    else:
        shape.addRoundedRect(paper, corner, corner)
    _paint_shadow(painter, shape)
    painter.fillPath(shape, _PAPER)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _outline(painter, board.at(board.room), QPen(_ROOM, 1, Qt.PenStyle.DashLine))
    for box in board.boxes:
        _outline(painter, board.at(box), QPen(_ELEMENT, 1, Qt.PenStyle.DotLine))
    if board.picture:
        _paint_ink(painter, shape, paper, board.picture)
    painter.setPen(QPen(_EDGE, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(shape)


def _paint_shadow(painter: QPainter, shape: QPainterPath) -> None:
    """Soft, a little below."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for step in range(1, _SHADOW + 1):
        pen = QPen(QColor(20, 24, 32, 18 if theme.is_dark() else 4), 2 * step)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(shape.translated(0, 2))


def _paint_ink(painter: QPainter, shape: QPainterPath, paper: QRectF, picture: QImage) -> None:
    """What is white lets the outlines through, as paper does."""
    painter.save()
    painter.setClipPath(shape)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.drawImage(paper, picture)
    painter.restore()


def _outline(painter: QPainter, box: QRectF, pen: QPen) -> None:
    painter.setPen(pen)
    painter.drawRect(
        QRectF(round(box.x()) + 0.5, round(box.y()) + 0.5, round(box.width()) - 1, round(box.height()) - 1)
    )


def _paint_guides(painter: QPainter, board: "DesignBoard", paper: QRectF) -> None:
    painter.setPen(QPen(theme.colour("bad"), 1))
    for x in board.guides.across:
        place = board.at(QRectF(x, 0, 0, 0)).x()
        painter.drawLine(QPointF(place, paper.top() - 12), QPointF(place, paper.bottom() + 12))
    for y in board.guides.down:
        place = board.at(QRectF(0, y, 0, 0)).y()
        painter.drawLine(QPointF(paper.left() - 12, place), QPointF(paper.right() + 12, place))


def _paint_selected(painter: QPainter, box: QRectF, *, is_strong: bool) -> None:
    _outline(painter, box, QPen(theme.colour("accent"), 2 if is_strong else 1))
    side = theme.px(_HANDLE)
    painter.setPen(QPen(theme.colour("accent"), 1.5))
    painter.setBrush(_PAPER)
    for across, down in HANDLES:
        middle = QPointF(box.x() + across * box.width(), box.y() + down * box.height())
        painter.drawRoundedRect(QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side), 2, 2)

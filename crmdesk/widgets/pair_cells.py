"""What stands in one cell of a table of two lines: words, a face, a tag, stars."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from crmdesk.widgets import avatar, icons, theme
from crmdesk.widgets.chips import paint_tag, tag_size

_FACE, _STARS, _STAR = 36, 5, 13
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    below: str = ""
    tone: str = "text"
    font: theme.FontRole = "body"
    tag: str = ""
    """The tone of a tag that the text stands in."""
    stars: int = 0
    """Instead of the words below."""
    face: str = ""
    """Letters of the round picture before it."""
    face_of: bytes = b""
    """Whose: it has the same colours everywhere."""
    is_number: bool = False
    photo: QImage | None = None
    """Instead of the letters."""


def paint_cell(painter: QPainter, box: QRect, cell: Cell, *, is_mirrored: bool) -> None:
    if cell.face:
        box = _paint_face(painter, box, cell, is_mirrored=is_mirrored)
    at_end = cell.is_number != is_mirrored
    has_two = bool(cell.below) or cell.stars > 0
    half = theme.px(18)
    top = box.center().y() + 1 - half if has_two else box.center().y() - half // 2 + 1
    above = QRect(box.left(), top, box.width(), half)
    below = above.translated(0, half - 1)
    if cell.tag:
        _paint_tag(painter, above, cell, at_end=at_end)
    else:
        _write(painter, above, cell.text, cell.font, cell.tone, at_end=at_end)
    if cell.stars:
        _paint_stars(painter, below, cell.stars, at_end=at_end)
    elif cell.below:
        _write(painter, below, cell.below, "second", "muted", at_end=at_end)


def _paint_face(painter: QPainter, box: QRect, cell: Cell, *, is_mirrored: bool) -> QRect:
    side, gap = theme.px(_FACE), theme.px(12)
    left = box.right() + 1 - side if is_mirrored else box.left()
    round_box = QRectF(left, box.center().y() - side / 2 + 0.5, side, side)
    avatar.paint(painter, round_box, cell.face_of, cell.face, cell.photo)
    return box.adjusted(0, 0, -side - gap, 0) if is_mirrored else box.adjusted(side + gap, 0, 0, 0)


def _paint_tag(painter: QPainter, box: QRect, cell: Cell, *, at_end: bool) -> None:
    size = tag_size(cell.text)
    width = min(size.width(), box.width())
    left = box.right() + 1 - width if at_end else box.left()
    tone: Any = cell.tag
    painter.save()
    paint_tag(painter, QRectF(left, box.center().y() - size.height() / 2 + 0.5, width, size.height()), cell.text, tone)
    painter.restore()


def _paint_stars(painter: QPainter, box: QRect, stars: int, *, at_end: bool) -> None:
    step = theme.px(_STAR)
    left = box.right() + 1 - step * _STARS if at_end else box.left()
    for number in range(_STARS):
        on = number < stars
        middle = QPoint(left + step * number + step // 2, box.center().y())
        icons.paint(painter, "star-filled" if on else "star", "muted" if on else "line", middle, 11)


def _write(painter: QPainter, box: QRect, text: str, font: theme.FontRole, tone: str, *, at_end: bool) -> None:
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.setFont(theme.font(font))
    painter.setPen(theme.colour(tone))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, (Qt.AlignmentFlag.AlignRight if at_end else Qt.AlignmentFlag.AlignLeft) | _MIDDLE, shown)

"""Boxes on a label moved and resized: kept on it, and drawn to the edges and middles that lie near."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

LEAST = 1.0
"""Millimetres that a box is wide and high at least."""
HANDLES = ((0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (1.0, 0.5), (1.0, 1.0), (0.5, 1.0), (0.0, 1.0), (0.0, 0.5))
"""Where a box is taken to be resized: parts of its width and height."""
Handle = tuple[float, float]
MIDDLE: Handle = (0.5, 0.5)
"""Taken there, a box is moved as a whole."""


@dataclass(frozen=True, slots=True)
class Guides:
    """Lines that a box was drawn to."""

    across: tuple[float, ...] = ()
    down: tuple[float, ...] = ()


NONE = Guides()


def moved(box: QRectF, by: QPointF, handle: Handle, label: QRectF) -> QRectF:
    """By some millimetres, never off the label and never to nothing."""
    if handle == MIDDLE:
        left = min(max(box.left() + by.x(), label.left()), max(label.right() - box.width(), label.left()))
        top = min(max(box.top() + by.y(), label.top()), max(label.bottom() - box.height(), label.top()))
        return QRectF(left, top, box.width(), box.height())
    left, right = _stretched((box.left(), box.right()), by.x(), handle[0], (label.left(), label.right()))
    top, bottom = _stretched((box.top(), box.bottom()), by.y(), handle[1], (label.top(), label.bottom()))
    return QRectF(QPointF(left, top), QPointF(right, bottom))


def _stretched(ends: tuple[float, float], by: float, handle: float, limits: tuple[float, float]) -> tuple[float, float]:
    start, end = ends
    if handle == 0.0:
        start = max(min(start + by, end - LEAST), limits[0])
    elif handle == 1.0:
        end = min(max(end + by, start + LEAST), limits[1])
    return start, end


def snapped(box: QRectF, handle: Handle, others: Sequence[QRectF], near: float) -> tuple[QPointF, Guides]:
    """By how much more it has to go to lie at a line of another that is near, and at which lines it lies then."""
    x, across = _nearest(
        _own((box.left(), box.right()), handle[0]), _lines((other.left(), other.right()) for other in others), near
    )
    y, down = _nearest(
        _own((box.top(), box.bottom()), handle[1]), _lines((other.top(), other.bottom()) for other in others), near
    )
    return QPointF(x, y), Guides(across, down)


def _own(ends: tuple[float, float], handle: float) -> tuple[float, ...]:
    """The lines of a box that move with a handle."""
    if handle == 0.5:
        return ends[0], sum(ends) / 2, ends[1]
    return (ends[0] if handle == 0.0 else ends[1],)


def _lines(pairs: Iterable[tuple[float, float]]) -> list[float]:
    return [line for start, end in pairs for line in (start, (start + end) / 2, end)]


def _nearest(own: Sequence[float], lines: Sequence[float], near: float) -> tuple[float, tuple[float, ...]]:
    found = [(abs(line - mine), line - mine, line) for mine in own for line in lines if abs(line - mine) <= near]
    if not found:
        return 0.0, ()
    _distance, by, line = min(found)
    return by, (line,)

"""A small picture of what belongs together: one in the middle, others around it, lines and words between them.

Few stand in a ring, many in rows below; the same things always stand in the same places. Arrow keys go from one to
the next, Enter opens it; who does not see the picture is told the same in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip

from crmdesk.widgets import avatar, theme
from crmdesk.widgets.messages import announce
from crmdesk.widgets.parts import plain
from crmdesk.widgets.ringed import Ringed

MOST_IN_RING = 6
MOST_ROWS = 5
_RING_HEIGHT = (124, 264)
"""Of one or two, and of more."""
_CENTRE, _DISC = 52, 38
_CELL, _ROW = 92, 84
_TOP = 96
"""Of the rows: room for the one in the middle and its name."""
_MARGIN = 12
"""At the left of the rows: there the branch goes down."""
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True, slots=True)
class Node:
    key: bytes
    words: str
    is_square: bool = False
    can_open: bool = True


@dataclass(frozen=True, slots=True)
class Edge:
    one: bytes
    two: bytes
    words: str = ""


class Graph(Ringed):
    opened = Signal(object)
    """The key of a node."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._all: list[Node] = []
        self._edges: list[Edge] = []
        self._besides = 0
        self._current = 0
        self._hovered = -1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_graph(self, nodes: Sequence[Node], edges: Sequence[Edge], more: int = 0) -> None:
        """The first one stands in the middle; `more` are there that are not drawn."""
        key = self._all[self._current].key if self._all else b""
        self._all, self._edges, self._besides = list(nodes), list(edges), more
        self._current = next((number for number, node in enumerate(self._nodes) if node.key == key), 0)
        self._hovered = -1
        self.setAccessibleDescription(self.in_words())
        self._fit()
        self.update()

    def in_words(self) -> str:
        """The picture for who does not see it."""
        return "; ".join(self._told(number) for number in range(len(self._nodes)))

    def _told(self, number: int) -> str:
        node = self._nodes[number]
        words = self._words_at(node.key) if number else ""
        return f"{node.words}: {words}" if words else node.words

    def _words_at(self, key: bytes) -> str:
        return ", ".join(edge.words for edge in self._edges if key in (edge.one, edge.two) and edge.words)

    # Places

    def is_ring(self) -> bool:
        return self._shown() <= MOST_IN_RING

    @property
    def _nodes(self) -> list[Node]:
        """Those that are drawn: no more rows than can be looked at."""
        others = len(self._all) - 1
        room = max(_columns(self.width()) * MOST_ROWS, MOST_IN_RING)
        return self._all if others + bool(self._besides) <= room else self._all[:room]

    @property
    def _more(self) -> int:
        return self._besides + len(self._all) - len(self._nodes)

    def _shown(self) -> int:
        """Places beside the middle one."""
        return max(len(self._nodes) - 1 + bool(self._more), 0)

    def places(self) -> list[QPointF]:
        """Of the nodes, and at the end of what stands for those that are not drawn."""
        count = self._shown()
        return _ring(count, self.width(), self.height()) if self.is_ring() else _rows(count, self.width())

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), self._height(theme.px(320)))

    def _height(self, width: int) -> int:
        if self.is_ring():
            return theme.px(_RING_HEIGHT[self._shown() > 2])
        rows = -(-self._shown() // _columns(width))
        return theme.px(_TOP) + rows * theme.px(_ROW)

    def _fit(self) -> None:
        self.setFixedHeight(self._height(max(self.width(), theme.px(200))))

    def resizeEvent(self, event: object) -> None:
        self._current = min(self._current, max(len(self._nodes) - 1, 0))
        self._fit()

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step and self._nodes:
            self._go(_nearest(self.places()[: len(self._nodes)], self._current, step))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self._current)
        else:
            super().keyPressEvent(event)

    def _go(self, number: int) -> None:
        if number != self._current:
            self._current = number
            announce(self, self._told(number))
        self.update()

    def current(self) -> Node | None:
        return self._nodes[self._current] if self._nodes else None

    def _open(self, number: int) -> None:
        if 0 < number < len(self._nodes) and self._nodes[number].can_open:
            self.opened.emit(self._nodes[number].key)

    def node_at(self, place: QPointF) -> int:
        near = [hypot(middle.x() - place.x(), middle.y() - place.y()) for middle in self.places()[: len(self._nodes)]]
        found = min(range(len(near)), key=near.__getitem__, default=-1)
        return found if found >= 0 and near[found] <= theme.px(_DISC) * 0.7 else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self.node_at(event.position())
        if found != self._hovered:
            self._hovered = found
            opens = found > 0 and self._nodes[found].can_open
            self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: object) -> None:
        self._hovered = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and (found := self.node_at(event.position())) >= 0:
            self._current = found
            self._open(found)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self.node_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain(self._told(found)) if found >= 0 else "", self)
            return True
        return super().event(event)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._nodes:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self.places()
        self._paint_lines(painter, places)
        for number, node in enumerate(self._nodes):
            self._paint_node(painter, places[number], number, node)
        if self._more:
            self._paint_more(painter, places[-1])

    def _paint_lines(self, painter: QPainter, places: list[QPointF]) -> None:
        painter.setPen(QPen(theme.colour("control"), 1.2))
        if not self.is_ring():
            _paint_branches(painter, places)
            return
        where = {node.key: place for node, place in zip(self._nodes, places, strict=False)}
        for edge in self._edges:
            if edge.one in where and edge.two in where:
                painter.drawLine(where[edge.one], where[edge.two])
        if self._more:
            painter.drawLine(places[0], places[-1])

    def _paint_node(self, painter: QPainter, place: QPointF, number: int, node: Node) -> None:
        side = theme.px(_DISC if number else _CENTRE)
        box = QRectF(place.x() - side / 2, place.y() - side / 2, side, side)
        self._paint_halo(painter, box, number, node)
        if not node.can_open and number:
            _paint_pale(painter, box, node)
        elif node.is_square:
            _paint_square(painter, box, node)
        else:
            avatar.paint(painter, box, node.key, avatar.monogram(node.words))
        _paint_below(painter, box, node.words, self._words_at(node.key) if number else "", is_strong=not number)

    def _paint_halo(self, painter: QPainter, box: QRectF, number: int, node: Node) -> None:
        """Of the one that is pointed at, or that the keyboard is on; the ground hides the lines behind all."""
        is_current = self.shows_ring() and number == self._current
        is_pointed_at = number == self._hovered and number > 0 and node.can_open
        around = box.adjusted(-3, -3, 3, 3)
        painter.setBrush(theme.colour("window"))
        painter.setPen(QPen(theme.colour("accent"), 2) if is_current or is_pointed_at else Qt.PenStyle.NoPen)
        corner = theme.px(12) if node.is_square else around.width() / 2
        painter.drawRoundedRect(around, corner, corner)

    def _paint_more(self, painter: QPainter, place: QPointF) -> None:
        side = theme.px(_DISC)
        box = QRectF(place.x() - side / 2, place.y() - side / 2, side, side)
        painter.setBrush(theme.colour("window"))
        painter.setPen(QPen(theme.colour("muted"), 1, Qt.PenStyle.DashLine))
        painter.drawEllipse(box)
        painter.setFont(theme.font("second_strong"))
        painter.setPen(theme.colour("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"+{self._more}")


def _ring(count: int, width: int, height: int) -> list[QPointF]:
    """Below the middle there is never one: its name stands there."""
    middle = QPointF(width / 2, height / 2 - theme.px(16))
    across = max(width / 2 - theme.px(_CELL) / 2, theme.px(60))
    down = height / 2 - theme.px(_DISC) / 2 - theme.px(20)
    step = 2 * pi / count if count else 0.0
    start = -pi / 2 + (step / 2 if count % 2 == 0 else 0) if count > 1 else 0.0
    angles = [start + number * step for number in range(count)]
    across /= max((abs(cos(angle)) for angle in angles), default=1.0) or 1.0  # the ring fills its room
    down /= max((abs(sin(angle)) for angle in angles if abs(sin(angle)) > 0.01), default=1.0)
    return [middle, *(QPointF(middle.x() + across * cos(a), middle.y() + down * sin(a)) for a in angles)]


def _columns(width: int) -> int:
    return max((width - theme.px(_MARGIN)) // theme.px(_CELL), 2)


def _rows(count: int, width: int) -> list[QPointF]:
    columns = _columns(width)
    margin = theme.px(_MARGIN)
    cell = (width - margin) / columns
    places = [QPointF(width / 2, theme.px(_CENTRE) / 2 + theme.px(6))]
    for number in range(count):
        row, column = divmod(number, columns)
        across = margin + (column + 0.5) * cell
        places.append(QPointF(across, theme.px(_TOP) + row * theme.px(_ROW) + theme.px(_DISC) / 2))
    return places


def _nearest(places: Sequence[QPointF], current: int, step: tuple[int, int]) -> int:
    """The one in that direction, no more than half a quarter turn beside it."""
    here = places[current]
    found: list[tuple[float, int]] = []
    for number, place in enumerate(places):
        across, down = place.x() - here.x(), place.y() - here.y()
        beside = abs(atan2(across * step[1] - down * step[0], across * step[0] + down * step[1]))
        if number != current and beside < pi / 2.2:
            found.append((hypot(across, down) * (1 + beside), number))
    return min(found)[1] if found else current


def _paint_branches(painter: QPainter, places: list[QPointF]) -> None:
    """As a tree of one branch a row: down from the middle, along above the row, down to each."""
    top = places[0]
    above = theme.px(_DISC) / 2 + theme.px(8)
    trunk = float(theme.px(3))
    rows: dict[float, list[QPointF]] = {}
    for place in places[1:]:
        rows.setdefault(place.y(), []).append(place)
    for height, row in rows.items():
        line = height - above
        painter.drawLine(QPointF(trunk, line), QPointF(max(place.x() for place in row), line))
        for place in row:
            painter.drawLine(QPointF(place.x(), line), place)
    start = top.y()
    painter.drawLine(QPointF(trunk, start), top)
    painter.drawLine(QPointF(trunk, start), QPointF(trunk, max(rows) - above))


def _paint_pale(painter: QPainter, box: QRectF, node: Node) -> None:
    """Of one there is nothing to open but a name."""
    painter.setPen(QPen(theme.colour("faint"), 1, Qt.PenStyle.DashLine))
    painter.setBrush(theme.colour("surface"))
    painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setPen(theme.colour("muted"))
    painter.setFont(theme.font("second_strong"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, avatar.monogram(node.words))


def _paint_square(painter: QPainter, box: QRectF, node: Node) -> None:
    ground, text = theme.avatar_colours(node.key)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, theme.px(9), theme.px(9))
    painter.setPen(text)
    painter.setFont(theme.font("strong"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, avatar.monogram(node.words))


def _paint_below(painter: QPainter, box: QRectF, words: str, second: str, *, is_strong: bool) -> None:
    wide = theme.px(150 if is_strong else _CELL - 4)
    left = min(max(box.center().x() - wide / 2, 0), max(painter.window().width() - wide, 0))
    top = box.bottom() + theme.px(3)
    lines: list[tuple[str, theme.FontRole, str]] = [(words, "second_strong" if is_strong else "second", "text")]
    lines += [(second, "key", "muted")] if second else []
    for text, font, tone in lines:
        metrics = QFontMetrics(theme.font(font))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(wide))
        line = QRectF(left, top, wide, metrics.height())
        behind = QRectF(0, 0, metrics.horizontalAdvance(shown) + theme.px(6), metrics.height())
        behind.moveCenter(line.center())
        painter.fillRect(behind, theme.colour("window"))  # a line of the picture may go through here
        painter.setFont(theme.font(font))
        painter.setPen(theme.colour(tone))
        painter.drawText(line, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, shown)
        top += metrics.height()

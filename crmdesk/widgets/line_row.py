"""A line of a card: what it is in two lines of words, what leads it, and what can be done with it at its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStyle, QWidget

from crmdesk.widgets import avatar, icons, theme
from crmdesk.widgets.chips import Tone, paint_tag, tag_size
from crmdesk.widgets.parts import PaintedButton

Lead = Literal["time", "face", "tick", "icon"]
_LEADS: Mapping[Lead, int] = {"time": 74, "face": 46, "tick": 32, "icon": 32}
_EDGE, _GAP, _FACE, _TICK = 16, 10, 34, 18
_ONE_LINE, _TWO_LINES = 40, 56
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    detail: str = ""
    lead: Lead = "time"
    mark: str | bytes = ""
    """By what leads: a time, whose face, or an icon."""
    below: str = ""
    """A second time, paler."""
    more: str = ""
    """Behind the title, paler."""
    tag: str = ""
    tone: Tone = "accent"
    is_done: bool = False
    is_next: bool = False
    """It stands out."""


class LineRow(PaintedButton):
    """Pressed it opens; its other keys are told, as is a press on its tick."""

    stepped = Signal(int)
    """To the line below, or above."""
    keyed = Signal(str)
    """What a key stands for; `tick` of a press on the circle too."""

    def __init__(self, line: Line, keys: Mapping[Qt.Key, str] | None = None, parent: QWidget | None = None) -> None:
        """`keys`: what each stands for."""
        super().__init__(parent)
        self.line = line
        self.has_line = False
        """Between it and what stands above."""
        self._keys = dict(keys or {})
        self._ends = QHBoxLayout(self)
        self._ends.setContentsMargins(theme.margins(0, 0, 12, 0))
        self._ends.setSpacing(theme.px(4))
        self._ends.addStretch(1)
        self._buttons: list[QPushButton] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(_TWO_LINES if line.detail or line.below or line.lead == "face" else _ONE_LINE))
        time = "–".join(filter(None, (str(line.mark), line.below))) if line.lead == "time" else ""
        self.setAccessibleName(", ".join(filter(None, (time, line.title, line.more, line.detail, line.tag))))

    def add_button(self, button: QPushButton) -> None:
        self._buttons.append(button)
        self._ends.addWidget(button)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), self.height())

    # Keys and presses

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        elif event.key() in self._keys and not event.modifiers() & _COMMANDS:
            self.keyed.emit(self._keys[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        if self.line.lead == "tick" and self._lead_box().contains(where):
            self.setDown(False)
            self.keyed.emit("tick")
        else:
            super().mouseReleaseEvent(event)

    # Places, as they are read from left to right

    def _placed(self, left: int, width: int) -> QRect:
        box = QRect(left, 0, width, self.height())
        return QStyle.visualRect(self.layoutDirection(), self.rect(), box)

    def _lead_box(self) -> QRect:
        return self._placed(theme.px(_EDGE), theme.px(_LEADS[self.line.lead]))

    def _room(self) -> tuple[int, int]:
        """From where to where words may stand."""
        ends = sum(button.sizeHint().width() + theme.px(4) for button in self._buttons if not button.isHidden())
        right = self.width() - (theme.px(_EDGE + 4) + ends if ends else theme.px(_EDGE))
        return theme.px(_EDGE + _LEADS[self.line.lead]), right

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        getattr(self, f"_paint_{self.line.lead}")(painter, self._lead_box())
        left, right = self._room()
        right = self._paint_tag(painter, right)
        self._paint_words(painter, left, right - left)

    def _paint_ground(self, painter: QPainter) -> None:
        if self.has_line:
            painter.fillRect(0, 0, self.width(), 1, theme.colour("line"))
        is_pressed_soon = self.underMouse() or self.shows_ring()
        if self.line.is_next or is_pressed_soon:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_ground" if self.line.is_next else "hover"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -3), 8, 8)
        if self.shows_ring():
            painter.setPen(theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4.5, 4.5, -4.5, -3.5), 8, 8)

    def _paint_time(self, painter: QPainter, box: QRect) -> None:
        room, words = box.width() - theme.px(8), str(self.line.mark)
        tone = "accent" if self.line.is_next else "muted"
        if not self.line.below and QFontMetrics(theme.font("body")).horizontalAdvance(words) > room:
            self._paint_long(painter, box, words, tone)
            return
        self._paint_line(painter, theme.px(_EDGE), room, self._top(), words, "body", tone)
        self._paint_line(painter, theme.px(_EDGE), room, self._top() + theme.px(18), self.line.below, "second", "muted")

    def _paint_long(self, painter: QPainter, box: QRect, words: str, tone: str) -> None:
        """What is said instead of a time, in two smaller lines."""
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour(tone))
        room = box.adjusted(theme.px(8), 0, 0, 0) if self.isRightToLeft() else box.adjusted(0, 0, -theme.px(8), 0)
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, words)

    def _paint_face(self, painter: QPainter, box: QRect) -> None:
        side = theme.px(_FACE)
        left = box.right() + 1 - side if self.isRightToLeft() else box.left()
        circle = QRectF(left, (self.height() - side) / 2, side, side)
        avatar.paint(painter, circle, self.line.mark, avatar.monogram(self.line.title))

    def _paint_icon(self, painter: QPainter, box: QRect) -> None:
        icons.paint(painter, str(self.line.mark), "muted", self._middle(box).toPoint(), 16)

    def _paint_tick(self, painter: QPainter, box: QRect) -> None:
        side = theme.px(_TICK)
        middle = self._middle(box)
        circle = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        colour: QColor = theme.colour("good" if self.line.is_done else "control")
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        if self.line.is_done or self._is_over_tick():
            icons.paint(painter, "check", "good", middle.toPoint(), 12)

    def _is_over_tick(self) -> bool:
        return self.underMouse() and self._lead_box().contains(self.mapFromGlobal(self.cursor().pos()))

    def _middle(self, box: QRect) -> QPointF:
        half = theme.px(_TICK) / 2
        return QPointF(box.right() - half if self.isRightToLeft() else box.left() + half, self.height() / 2)

    def _paint_tag(self, painter: QPainter, right: int) -> int:
        """Returns up to where words may stand."""
        if not self.line.tag:
            return right
        size = tag_size(self.line.tag).boundedTo(QSize(self.width() // 3, theme.px(20)))
        box = self._placed(right - size.width(), size.width())
        paint_tag(painter, QRectF(box.left(), (self.height() - size.height()) / 2, size.width(), size.height()),
                  self.line.tag, self.line.tone)  # fmt: skip
        return right - size.width() - theme.px(_GAP)

    def _top(self) -> int:
        """Of the first line of words."""
        return theme.px(10) if self.line.detail or self.line.below else (self.height() - theme.px(18)) // 2

    def _paint_words(self, painter: QPainter, left: int, room: int) -> None:
        tone = "muted" if self.line.is_done else "text"
        used = self._paint_line(painter, left, room, self._top(), self.line.title, "medium", tone)
        if self.line.more and used + theme.px(24) < room:
            begin = left + used + theme.px(8)
            self._paint_line(painter, begin, room - used - theme.px(8), self._top(), self.line.more, "body", "muted")
        if self.line.detail:
            self._paint_line(painter, left, room, self._top() + theme.px(18), self.line.detail, "second", "muted")

    def _paint_line(
        self, painter: QPainter, left: int, room: int, top: int, text: str, font: theme.FontRole, tone: str
    ) -> int:
        """Returns how much room it took."""
        metrics = QFontMetrics(theme.font(font))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0))
        box = self._placed(left, room)
        painter.setFont(theme.font(font))
        painter.setPen(theme.colour(tone))
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(box.left(), top, box.width(), theme.px(18)), side | Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)

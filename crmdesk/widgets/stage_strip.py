"""Steps in a row as arrows, each with a word and a second line: what is passed, where one stands, what is to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStyle, QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.parts import PaintedButton, plain

State = Literal["passed", "here", "ahead"]
_HEIGHT, _POINT, _LEAST = 46, 11, 92
_GROUNDS = {"passed": "accent_ground", "here": "accent", "ahead": "surface"}
_TEXTS = {"passed": "text", "here": "on_accent", "ahead": "muted"}
_SECONDS = {"passed": "muted", "here": "on_accent", "ahead": "muted"}


@dataclass(frozen=True, slots=True)
class Step:
    key: bytes
    text: str
    second: str = ""
    state: State = "ahead"
    tone: str = ""
    """Of the ground where one stands, if it is not the accent: good, warning, bad."""
    hint: str = ""


class _Arrow(PaintedButton):
    stepped = Signal(int)

    def __init__(self, step: Step, *, is_first: bool, is_last: bool) -> None:
        super().__init__()
        self.step, self._is_first, self._is_last = step, is_first, is_last
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(filter(None, (step.text, step.second))))
        self.setAccessibleDescription(step.hint)
        self.setToolTip(plain("\n".join(filter(None, (step.text, step.second, step.hint)))))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_LEAST), theme.px(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if by:
            self.stepped.emit(-by if self.isRightToLeft() else by)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = self.step
        is_lit = step.state != "here" and (self.underMouse() or self.shows_ring())
        is_toned = step.state == "here" and bool(step.tone)
        ground = f"{step.tone}_ground" if is_toned else "hover" if is_lit else _GROUNDS[step.state]
        edge = "accent" if self.shows_ring() else step.tone if is_toned else "line"
        painter.setPen(theme.colour(edge) if step.state != "here" or is_toned or self.shows_ring() else
                       Qt.PenStyle.NoPen)  # fmt: skip
        painter.setBrush(theme.colour(ground))
        painter.drawPolygon(self._shape())
        self._paint_words(painter, step.tone if is_toned else "")

    def _shape(self) -> QPolygonF:
        """Pointed where the next one begins, notched where the one before ends."""
        wide, high, point = self.width() - 0.5, self.height() - 0.5, float(theme.px(_POINT))
        right = wide if self._is_last else wide - point
        points = [QPointF(0.5, 0.5), QPointF(right, 0.5)]
        points += [] if self._is_last else [QPointF(wide, high / 2)]
        points += [QPointF(right, high), QPointF(0.5, high)]
        points += [] if self._is_first else [QPointF(point, high / 2)]
        if self.isRightToLeft():
            points = [QPointF(self.width() - each.x(), each.y()) for each in points]
        return QPolygonF(points)

    def _paint_words(self, painter: QPainter, tone: str) -> None:
        step, point = self.step, theme.px(_POINT)
        left = point // 2 + theme.px(8) if self._is_first else point + theme.px(8)
        room = QRect(left, 0, self.width() - left - point - theme.px(2), self.height())
        half = self.height() // 2
        upper = QRect(room.left(), theme.px(5), room.width(), half - theme.px(4))
        lower = QRect(room.left(), half, room.width(), half - theme.px(4))
        whole = room if not step.second else upper
        lines = ((whole, step.text, "second_strong", tone or _TEXTS[step.state]),
                 (lower, step.second, "key", tone or _SECONDS[step.state]))  # fmt: skip
        for box, text, font, role in lines:
            painter.setFont(theme.font(font))  # type: ignore[arg-type]
            painter.setPen(theme.colour(role))
            placed = QStyle.visualRect(self.layoutDirection(), self.rect(), box)
            elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(placed, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)


class StageStrip(QWidget):
    """Pressed, or by arrows and Enter, a step is chosen; who shows it decides whether it is gone there."""

    chosen = Signal(bytes)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._steps: Sequence[Step] = ()
        self._arrows: list[_Arrow] = []
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self.setFixedHeight(theme.px(_HEIGHT))

    def steps(self) -> Sequence[Step]:
        return self._steps

    def arrows(self) -> Sequence[PaintedButton]:
        return self._arrows

    def show_steps(self, steps: Sequence[Step]) -> None:
        if list(steps) == list(self._steps):
            return
        held = next((place for place, arrow in enumerate(self._arrows) if arrow.hasFocus()), -1)
        for arrow in self._arrows:
            self._across.removeWidget(arrow)
            arrow.hide()
            arrow.deleteLater()
        self._steps, last = steps, len(steps) - 1
        self._across.setSpacing(-theme.px(_POINT) + theme.px(3))
        self._arrows = [_Arrow(step, is_first=not at, is_last=at == last) for at, step in enumerate(steps)]
        for place, arrow in enumerate(self._arrows):
            arrow.clicked.connect(lambda _on=False, key=arrow.step.key: self.chosen.emit(key))
            arrow.stepped.connect(lambda by, place=place: self._go(place + by))
            self._across.addWidget(arrow, 1)
            arrow.show()  # what is hidden does not take the keyboard
        if 0 <= held <= last:
            self._go(held)

    def _go(self, place: int) -> None:
        if 0 <= place < len(self._arrows):
            self._arrows[place].setFocus(Qt.FocusReason.TabFocusReason)

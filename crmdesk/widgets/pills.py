"""Parts of a list side by side, each with how many it has; the chosen one is coloured."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crmdesk.widgets import theme
from crmdesk.widgets.arranged import widgets_of
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.parts import PaintedButton

_EDGE, _APART = 12, 7


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    text: str
    count: str = ""
    is_urgent: bool = False


class Pill(PaintedButton):
    def __init__(self, part: Part) -> None:
        super().__init__()
        self.part = part
        self.setCheckable(True)
        self.show_part(part)

    def show_part(self, part: Part) -> None:
        self.part = part
        self.setText(part.text)
        self.setAccessibleName(" ".join(filter(None, (part.text, part.count))))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetrics(theme.font("second_strong")).horizontalAdvance(self.part.text)
        if self.part.count:
            width += theme.px(_APART) + QFontMetrics(theme.font("second")).horizontalAdvance(self.part.count)
        return QSize(width + 2 * theme.px(_EDGE), theme.px(28))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows are for the row of them."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = "accent_ground" if self.isChecked() else "hover" if self.underMouse() else ""
        painter.setPen(theme.colour("accent") if self.shows_ring() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        room = self.rect().adjusted(theme.px(_EDGE), 0, -theme.px(_EDGE), 0)
        begin, end = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight  # mirrored by Qt
        painter.setFont(theme.font("second_strong" if self.isChecked() else "second"))
        tone = "accent" if self.isChecked() else "text"
        painter.setPen(theme.colour(tone))
        painter.drawText(room, begin | Qt.AlignmentFlag.AlignVCenter, self.part.text)
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour("warning" if self.part.is_urgent else tone if self.isChecked() else "muted"))
        painter.drawText(room, end | Qt.AlignmentFlag.AlignVCenter, self.part.count)


class Pills(QWidget):
    """Arrow keys go from one to the next, Tab stops once."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._flow = FlowLayout(self, 4)
        self._current = ""

    def show_parts(self, parts: Sequence[Part], current: str) -> None:
        """The same ones stay the same buttons, with other numbers."""
        if [pill.part.key for pill in self.pills()] != [part.key for part in parts]:
            self._flow.clear()
            for part in parts:
                self._flow.addWidget(self._make(part))
        for pill, part in zip(self.pills(), parts, strict=True):
            pill.show_part(part)
        self.choose(current)
        self.updateGeometry()

    def _make(self, part: Part) -> Pill:
        made = Pill(part)
        made.clicked.connect(lambda: self._press(part.key))
        return made

    def pills(self) -> list[Pill]:
        return [pill for pill in widgets_of(self._flow) if isinstance(pill, Pill)]

    def current(self) -> str:
        return self._current

    def choose(self, key: str) -> None:
        self._current = key
        for pill in self.pills():
            pill.setChecked(pill.part.key == key)
            pill.setFocusPolicy(Qt.FocusPolicy.StrongFocus if pill.isChecked() else Qt.FocusPolicy.ClickFocus)

    def _press(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        forth = -1 if self.isRightToLeft() else 1
        step = {Qt.Key.Key_Left: -forth, Qt.Key.Key_Right: forth}.get(Qt.Key(event.key()), 0)
        pills = self.pills()
        place = next((place for place, pill in enumerate(pills) if pill.part.key == self._current), 0)
        if step and pills:
            pill = pills[(place + step) % len(pills)]
            self._press(pill.part.key)
            pill.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

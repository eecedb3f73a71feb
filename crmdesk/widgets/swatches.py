"""A few colours to choose from, each a square; none means whichever comes."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.widgets import theme
from crmdesk.widgets.palette import MARKS
from crmdesk.widgets.parts import PaintedButton


class _Swatch(PaintedButton):
    def __init__(self, colour: str, name: str) -> None:
        super().__init__()
        self.colour = colour
        self.setCheckable(True)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(24), theme.px(theme.CONTROL))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(14)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colour))
        painter.drawRoundedRect(box, 4, 4)
        if self.isChecked() or self.shows_ring():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.colour("accent" if self.shows_ring() else "text"))
            painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 6, 6)


class Swatches(QWidget):
    """Arrow keys go from one to the next; the one chosen, pressed again, is chosen no more."""

    chosen = Signal(object)

    def __init__(self, name: str, colours: Sequence[str] = MARKS) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._own: str | None = None
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(2)
        self._buttons = []
        numbered = _("Colour {number}")
        for number, colour in enumerate(colours, 1):
            made = _Swatch(colour, f"{name}: {numbered.format(number=number)}")
            made.clicked.connect(lambda _on=False, made=made: self._choose(made))
            self._buttons.append(made)
            across.addWidget(made)
        self.set_value(None)

    def _choose(self, made: _Swatch) -> None:
        self.set_value(made.colour if made.isChecked() else None)
        self.chosen.emit(self.value())

    def set_value(self, colour: str | None) -> None:
        """One that is not offered is kept until another is chosen."""
        self._own = colour
        for made in self._buttons:
            made.setChecked(made.colour == colour)
        stop = next((made for made in self._buttons if made.isChecked()), self._buttons[0])
        for made in self._buttons:
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if made is stop else Qt.FocusPolicy.ClickFocus)

    def value(self) -> str | None:
        return self._own

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        held = next((place for place, made in enumerate(self._buttons) if made.hasFocus()), None)
        if step and held is not None:
            made = self._buttons[(held + step) % len(self._buttons)]
            self.set_value(made.colour)
            made.setFocus(Qt.FocusReason.TabFocusReason)
            self.chosen.emit(self.value())
        else:
            super().keyPressEvent(event)

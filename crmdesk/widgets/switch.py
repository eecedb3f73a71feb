"""Yes or no, and one to five stars: kept the moment they are pressed."""

from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crmdesk.widgets import icons, theme
from crmdesk.widgets.fields import Field
from crmdesk.widgets.parts import PaintedButton

_STARS = 5


class Switch(PaintedButton):
    """A button that is on or off."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFixedSize(theme.px(36), theme.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        half = box.height() / 2
        painter.setPen(theme.colour("text") if self.shows_ring() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self._ground()))
        painter.drawRoundedRect(box, half, half)
        knob = box.height() - 4
        left = box.right() - knob - 2 if self.isChecked() else box.left() + 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("on_accent" if self.isChecked() else "surface"))
        painter.drawEllipse(QRectF(left, box.top() + 2, knob, knob))

    def _ground(self) -> str:
        if not self.isEnabled():
            return "line"
        return "accent" if self.isChecked() else "faint"


class SwitchField(Field):
    """Yes or no; the value is a bool."""

    def __init__(self, name: str) -> None:
        self._switch = Switch(name)
        super().__init__(name, self._switch, empty=False)
        self._switch.clicked.connect(self._choose)
        inner = self.layout()
        assert inner is not None
        inner.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(theme.px(30))

    def _choose(self) -> None:
        self._mark_edited()
        self.keep()

    def _is_key_taken(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and super()._is_key_taken(event)

    def _read(self) -> Any:
        return self._switch.isChecked()

    def _show(self, value: Any) -> None:
        self._switch.setChecked(bool(value))


class Stars(QWidget):
    """Stars to press; digits and arrows work too, the same star again takes it away."""

    rated = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._stars = 0
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(QSize(theme.px(22 * _STARS + 4), theme.px(30)))
        self.setAccessibleName(name)

    def stars(self) -> int:
        return self._stars

    def set_stars(self, stars: int) -> None:
        self._stars = max(0, min(stars, _STARS))
        self.setAccessibleDescription(f"{self._stars}/{_STARS}")
        self.update()

    def _rate(self, stars: int) -> None:
        self.set_stars(stars)
        self.rated.emit(self._stars)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        pressed = min(int(event.position().x() - 2) // theme.px(22) + 1, _STARS)
        self._rate(0 if pressed == self._stars else pressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        digit = event.key() - Qt.Key.Key_0
        if step:
            self._rate(self._stars + step)
        elif 0 <= digit <= _STARS:
            self._rate(digit)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 2.5, -0.5, -2.5), 6, 6)
        for number in range(_STARS):
            middle = QPoint(theme.px(22 * number + 10), self.height() // 2)
            on = number < self._stars
            icons.paint(painter, "star-filled" if on else "star", "accent" if on else "faint", middle)


class RatingField(Field):
    """Nought to five stars; the value is an int."""

    def __init__(self, name: str) -> None:
        self._stars_edit = Stars(name)
        super().__init__(name, self._stars_edit, empty=0)
        self._stars_edit.rated.connect(self._choose)

    def _choose(self) -> None:
        self._mark_edited()
        self.keep()

    def _read(self) -> Any:
        return self._stars_edit.stars()

    def _show(self, value: Any) -> None:
        self._stars_edit.set_stars(int(value or 0))

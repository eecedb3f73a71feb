"""A month at the side of a calendar: a day of it is pressed, or gone to by arrow keys."""

from collections.abc import Iterable, Mapping
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent

from crmdesk.widgets import theme
from crmdesk.widgets.calendar_times import DAY, WEEK, Habits, day_words, next_month, weeks_of_month
from crmdesk.widgets.messages import announce
from crmdesk.widgets.month_face import ROWS, Marked, MonthFace
from crmdesk.widgets.ringed import Ringed

_CELL = 28
_WAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -WEEK, Qt.Key.Key_Down: WEEK}


class SmallMonth(Ringed):
    chosen = Signal(object)
    """A day."""
    turned = Signal(object)
    """To another month, without a day being chosen."""

    def __init__(self, name: str, habits: Habits, day: date) -> None:
        super().__init__()
        self.habits, self.month, self._day = habits, day, day
        self._shown: frozenset[date] = frozenset()
        self._counts: Mapping[date, int] = {}
        self._ring = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(theme.px(_CELL) * (ROWS + 1))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_CELL) * WEEK, theme.px(_CELL) * (ROWS + 1))

    def set_habits(self, habits: Habits) -> None:
        self.habits = habits
        self.update()

    def show_days(self, day: date, shown: Iterable[date]) -> None:
        self.month = self._day = day
        self._shown = frozenset(shown)
        self.setAccessibleDescription(day_words(day, is_long=True))
        self.update()

    def asked_days(self) -> tuple[date, date]:
        """The first and last that can be seen."""
        weeks = weeks_of_month(self.month, self.habits)
        return weeks[0], weeks[-1] + (WEEK - 1) * DAY

    def show_counts(self, counts: Mapping[date, int]) -> None:
        self._counts = counts
        self.update()

    def turn(self, by: int) -> None:
        self.month = next_month(self.month, by)
        self.turned.emit(self.month)
        self.update()

    def _face(self) -> MonthFace:
        return MonthFace(self.month, QRectF(self.rect()), 0, self.habits, self.isRightToLeft())

    def day_at(self, where: QPointF) -> date | None:
        return self._face().day_at(where, is_outside_too=True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._ring = False
        if day := self.day_at(event.position()):
            self.chosen.emit(day)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if by := event.angleDelta().y():
            self.turn(-1 if by > 0 else 1)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        self._ring = True
        by = _WAYS.get(key, 0) * (-1 if self.isRightToLeft() and abs(_WAYS.get(key, 0)) == 1 else 1)
        if not by:
            event.ignore()
            return
        day = self._day + by * DAY
        self.chosen.emit(day)
        announce(self, day_words(day, is_long=True))

    def paintEvent(self, event: QPaintEvent) -> None:
        marked = Marked(self._counts, self._day, self._shown, has_ring=self.shows_ring(), has_heat=False)
        self._face().paint(QPainter(self), marked, is_outside_too=True)

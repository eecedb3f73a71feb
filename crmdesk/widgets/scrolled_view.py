"""A view of a calendar that is longer than its window, with a bar of its own at the side where lines end."""

from datetime import date

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar

from crmdesk.widgets import theme
from crmdesk.widgets.calendar_times import Habits
from crmdesk.widgets.calendar_view import CalendarView

_BAR = 10


class ScrolledView(CalendarView):
    def __init__(self, name: str, habits: Habits, day: date) -> None:
        super().__init__(name, habits, day)
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar.valueChanged.connect(lambda _value: self._scrolled())

    def head(self) -> int:
        """Height of what stays above."""
        return 0

    def length_of_all(self) -> int:
        raise NotImplementedError

    def fit_bar(self) -> None:
        """After the size or the length changed."""
        room = max(self.height() - self.head(), 1)
        left = 0 if self.isRightToLeft() else self.width() - theme.px(_BAR)
        self.bar.setGeometry(left, self.head(), theme.px(_BAR), room)
        self.bar.setPageStep(room)
        self.bar.setSingleStep(theme.px(24))
        self.bar.setRange(0, max(self.length_of_all() - room, 0))

    def top(self) -> int:
        return self.bar.value()

    def body_width(self) -> int:
        return self.width() - theme.px(_BAR)

    def keep_in_sight(self, top: float, bottom: float) -> None:
        """Heights within all of it."""
        room = self.height() - self.head()
        if top < self.top():
            self.bar.setValue(int(top))
        elif bottom > self.top() + room:
            self.bar.setValue(int(min(bottom - room, top)))

    def _scrolled(self) -> None:
        self.refresh()

    def wheelEvent(self, event: QWheelEvent) -> None:
        by = event.pixelDelta().y() or event.angleDelta().y() * theme.px(72) // 120
        self.bar.setValue(self.bar.value() - by)
        event.accept()

    def scroll_at_edge(self, where: QPointF) -> None:
        """What is dragged takes the view along."""
        if where.y() > self.height() - theme.px(12):
            self.bar.setValue(self.bar.value() + theme.px(12))
        elif self.head() < where.y() < self.head() + theme.px(12):
            self.bar.setValue(self.bar.value() - theme.px(12))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_bar()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if theme.is_theme_change(event) or event.type() == QEvent.Type.LayoutDirectionChange:
            self.fit_bar()

"""A month in small: its name, the weekdays, numbers; the more there is on a day, the stronger its ground."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from crmdesk.widgets import theme
from crmdesk.widgets.calendar_paint import CENTRED
from crmdesk.widgets.calendar_times import DAY, WEEK, Habits, month_words, weeks_of_month
from crmdesk.widgets.day_names import names
from crmdesk.widgets.tones import tone

ROWS = 6
_HEAT = ((6, 0.42), (3, 0.26), (1, 0.12))
"""From so many entries on, so much of the accent's colour."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What else a day is: a dot in its colour, and words."""

    tones: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """What is seen besides the numbers."""

    counts: Mapping[date, int]
    chosen: date | None = None
    shown: frozenset[date] = frozenset()
    """The days that another view shows."""
    has_ring: bool = False
    has_heat: bool = True
    """The more there is the stronger the ground; else a dot for anything."""
    besides: Mapping[date, Beside] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonthFace:
    month: date
    box: QRectF
    head: float
    """Height of its name; none where that stands elsewhere."""
    habits: Habits
    is_mirrored: bool = False

    def cell(self, day: date) -> QRectF:
        number = (day - weeks_of_month(self.month, self.habits)[0]).days
        wide, high = self.box.width() / WEEK, (self.box.height() - self.head) / (ROWS + 1)
        column = WEEK - 1 - number % WEEK if self.is_mirrored else number % WEEK
        top = self.box.top() + self.head + (number // WEEK + 1) * high
        return QRectF(self.box.left() + column * wide, top, wide, high)

    def day_at(self, where: QPointF, *, is_outside_too: bool = False) -> date | None:
        for week in weeks_of_month(self.month, self.habits):
            for number in range(WEEK):
                day = week + number * DAY
                if (is_outside_too or self._is_inside(day)) and self.cell(day).contains(where):
                    return day
        return None

    def _is_inside(self, day: date) -> bool:
        return (day.year, day.month) == (self.month.year, self.month.month)

    def paint(self, painter: QPainter, marked: Marked, *, is_outside_too: bool = False) -> None:
        weeks = weeks_of_month(self.month, self.habits)
        if self.head:
            self._paint_head(painter)
        self._paint_names(painter, weeks[0])
        today = date.today()  # noqa: DTZ011 - the wall
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for week in weeks:
            for number in range(WEEK):
                day = week + number * DAY
                if is_outside_too or self._is_inside(day):
                    self._paint_day(painter, day, marked, is_today=day == today)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_head(self, painter: QPainter) -> None:
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.colour("text"))
        inset = (self.box.width() / WEEK - painter.fontMetrics().horizontalAdvance("00")) / 2
        box = QRectF(self.box.left() + inset, self.box.top(), self.box.width() - 2 * inset, self.head)
        words = month_words(self.month).rpartition(" ")[0]
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_names(self, painter: QPainter, begin: date) -> None:
        painter.setFont(theme.font("key"))
        painter.setPen(theme.colour("muted"))
        days = [begin + number * DAY for number in range(WEEK)]
        for day, words in zip(days, names(painter, days, self.box.width() / WEEK - 4), strict=True):
            cell = self.cell(day)
            cell.moveTop(self.box.top() + self.head)
            painter.drawText(cell, CENTRED, words[:3])

    def _paint_day(self, painter: QPainter, day: date, marked: Marked, *, is_today: bool) -> None:
        cell = self.cell(day)
        side = min(cell.width(), cell.height()) - 1
        disc = QRectF(cell.center().x() - side / 2, cell.center().y() - side / 2, side, side)
        self._paint_ground(painter, day, cell, disc, marked, is_today=is_today)
        painter.setFont(theme.font("second_strong" if is_today else "second"))
        role = "on_accent" if is_today else "text" if self._is_inside(day) else "faint"
        count = marked.counts.get(day, 0)
        if role == "text" and not self.habits.is_work(day) and not (count and marked.has_heat):
            role = "muted"
        painter.setPen(theme.colour(role))
        painter.drawText(disc.adjusted(-4, 0, 4, 0), CENTRED, str(day.day))
        if count and not marked.has_heat:
            role = "on_accent" if is_today else "accent" if self._is_inside(day) else "faint"
            self._paint_dots(painter, disc, [theme.colour(role)])
        if beside := marked.besides.get(day):
            self._paint_dots(painter, disc, [tone(name).mark for name in beside.tones])

    def _paint_dots(self, painter: QPainter, disc: QRectF, colours: Sequence[QColor]) -> None:
        """At the foot of a day, side by side."""
        side, step = theme.px(3.5), theme.px(5)
        painter.setPen(Qt.PenStyle.NoPen)
        for place, colour in enumerate(colours):
            x = disc.center().x() + (place - (len(colours) - 1) / 2) * step
            painter.setBrush(colour)
            painter.drawEllipse(QRectF(x - side / 2, disc.bottom() - side - theme.px(2), side, side))

    def _paint_ground(
        self, painter: QPainter, day: date, cell: QRectF, disc: QRectF, marked: Marked, *, is_today: bool
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if day in marked.shown:
            painter.setBrush(theme.colour("line"))
            painter.drawRect(QRectF(cell.left(), disc.top() + 1, cell.width() + 0.5, disc.height() - 2))
        heat = _heat(marked.counts.get(day, 0)) if marked.has_heat else 0.0
        if is_today or heat:
            painter.setOpacity(1.0 if is_today else heat)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(disc)
            painter.setOpacity(1.0)
        if day == marked.chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.colour("accent" if marked.has_ring else "control"))
            painter.drawEllipse(disc.adjusted(0.5, 0.5, -0.5, -0.5))


def _heat(count: int) -> float:
    return next((share for least, share in _HEAT if count >= least), 0.0)

"""How the days of an agenda are drawn: the day at the side, its entries in lines, when and what and with whom."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QPoint, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from crmdesk.i18n import _
from crmdesk.widgets import icons, theme
from crmdesk.widgets.calendar_paint import WARNS, marks_of, write
from crmdesk.widgets.calendar_times import Entry, clock, month_words
from crmdesk.widgets.tones import paled, tone

if TYPE_CHECKING:
    from crmdesk.widgets.agenda_list import AgendaList, Row

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_EDGE, _DAY = 24, 132
_TIME, _AROUND = 96, 28
"""What a time takes at least, and the air beside it."""
_MOST_OF_ALL = 0.35
"""Titles have the rest, however long the words of times are."""
_DISC = 30


class AgendaPaint:
    def __init__(self, agenda: "AgendaList") -> None:
        self._agenda = agenda
        self._time_width = 0

    def paint(self) -> None:
        agenda = self._agenda
        self._time_width = self.time_width()
        painter = QPainter(agenda)
        painter.fillRect(agenda.rect(), theme.colour("surface"))
        today = date.today()  # noqa: DTZ011 - the wall
        for row in agenda.shown_rows():
            if row.is_month:
                self._paint_month(painter, row)
            else:
                self._paint_day(painter, row, is_today=row.day == today)
        if not agenda.rows:
            self._paint_empty(painter)

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("muted"))
        painter.drawText(self._agenda.rect(), Qt.AlignmentFlag.AlignCenter, _("Nothing is planned."))

    def time_width(self) -> int:
        """As the longest words need, in the letters they are written in."""
        morning, evening = (datetime(2026, 12, 28, hour, 58) for hour in (10, 22))  # noqa: DTZ001 - the wall
        times = [clock(moment, self._agenda.habits) for moment in (morning, evening)]
        words = (" – ".join(times), _("all day"), *(_("until {time}").format(time=time) for time in times))
        widest = max(map(QFontMetrics(theme.font("second")).horizontalAdvance, words))
        room = int(self._agenda.body_width() * _MOST_OF_ALL)
        return max(min(widest + theme.px(_AROUND), room), theme.px(_TIME))

    def _box(self, left: float, top: float, width: float, height: float) -> QRectF:
        return self._agenda.mirrored(QRectF(left, top - self._agenda.top(), width, height))

    def _paint_month(self, painter: QPainter, row: "Row") -> None:
        painter.setFont(theme.font("heading"))
        painter.setPen(theme.colour("text"))
        inside = self._box(theme.px(_EDGE), row.top + theme.px(8), self._agenda.body_width() - 2 * theme.px(_EDGE),
                           row.height - theme.px(8))  # fmt: skip
        painter.drawText(inside, _LEFT, month_words(row.day))

    def _paint_day(self, painter: QPainter, row: "Row", *, is_today: bool) -> None:
        agenda = self._agenda
        edge = theme.px(_EDGE)
        line = self._box(edge, row.top, agenda.body_width() - 2 * edge, 1)
        painter.fillRect(line, theme.colour("line"))
        self._paint_date(painter, row, is_today=is_today)
        if not row.entries:
            painter.setFont(theme.font("body"))
            painter.setPen(theme.colour("muted"))
            painter.drawText(agenda.mirrored(agenda.entry_box(row, 0)), _LEFT, _("Nothing is planned."))
        for number, entry in enumerate(row.entries):
            self._paint_entry(painter, agenda.entry_box(row, number), entry, row)

    def _paint_date(self, painter: QPainter, row: "Row", *, is_today: bool) -> None:
        side = theme.px(_DISC)
        top = row.top + theme.px(10 + 7)
        disc = self._box(theme.px(_EDGE) - theme.px(4), top, side, side)
        if is_today:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(disc)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setFont(theme.font("heading"))
        painter.setPen(theme.colour("on_accent" if is_today else "text"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(row.day.day))
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour("accent" if is_today else "muted"))
        left = theme.px(_EDGE) + side
        name = QLocale().standaloneDayName(row.day.isoweekday(), QLocale.FormatType.ShortFormat)
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, theme.px(_DAY) - int(left))
        painter.drawText(self._box(left + theme.px(2), top, theme.px(_DAY) - left, side), _LEFT, shown)

    def _paint_entry(self, painter: QPainter, box: QRectF, entry: Entry, row: "Row") -> None:
        agenda = self._agenda
        if entry.key == agenda.chosen and agenda.slot.date() == row.day:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_ground"))
            painter.drawRoundedRect(agenda.mirrored(QRectF(box.adjusted(-8, 1, 8, -1))), 7, 7)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        is_pale = entry.is_muted or entry.is_done
        colours = paled(entry.tone) if is_pale else tone(entry.tone)
        bar = agenda.mirrored(QRectF(box.left(), box.top() + theme.px(7), theme.px(3), box.height() - theme.px(14)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.mark)
        painter.drawRoundedRect(bar, 1.5, 1.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        self._paint_times(painter, box, entry, row)
        left = box.left() + self._time_width
        self._paint_words(painter, QRectF(left, box.top(), box.right() - left, box.height()), entry)

    def _paint_times(self, painter: QPainter, box: QRectF, entry: Entry, row: "Row") -> None:
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour("muted"))
        inside = self._agenda.mirrored(
            QRectF(box.left() + theme.px(12), box.top(), self._time_width - theme.px(16), box.height())
        )
        words = self._times(entry, row)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(inside.width()))
        write(painter, inside, shown, is_mirrored=self._agenda.isRightToLeft())

    def _times(self, entry: Entry, row: "Row") -> str:
        span, habits = entry.span, self._agenda.habits
        if span.is_whole or span.first < row.day < span.last:
            return _("all day")
        begin = clock(span.start, habits) if span.first == row.day else ""
        end = clock(span.end, habits) if span.last == row.day and span.start != span.end else ""
        return f"{begin} – {end}".strip() if begin and end else begin or _("until {time}").format(time=end)

    def _paint_words(self, painter: QPainter, box: QRectF, entry: Entry) -> None:
        is_pale = entry.is_muted or entry.is_done
        box = self._paint_marks(painter, box, entry)
        painter.setFont(theme.font("body" if is_pale else "medium"))
        painter.setPen(theme.colour("muted" if is_pale else "text"))
        title = QRectF(box)
        if entry.detail:
            title.setHeight(box.height() / 2 + 2)
        self._line(
            painter, title, entry.told, Qt.AlignmentFlag.AlignBottom if entry.detail else Qt.AlignmentFlag.AlignVCenter
        )
        if entry.detail:
            painter.setFont(theme.font("second"))
            painter.setPen(theme.colour("muted"))
            self._line(painter, QRectF(box.left(), title.bottom() - 1, box.width(), box.height() / 2), entry.detail,
                       Qt.AlignmentFlag.AlignTop)  # fmt: skip

    def _line(self, painter: QPainter, box: QRectF, text: str, upright: Qt.AlignmentFlag) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        is_mirrored = self._agenda.isRightToLeft()
        write(painter, self._agenda.mirrored(box), shown, is_mirrored=is_mirrored, upright=upright)

    def _paint_marks(self, painter: QPainter, box: QRectF, entry: Entry) -> QRectF:
        step = theme.px(20)
        marks = marks_of(entry)
        for number, name in enumerate(marks):
            place = self._agenda.mirrored(QRectF(box.right() - (number + 1) * step, box.top(), step, box.height()))
            role = "warning" if name == WARNS else "muted"
            icons.paint(painter, name, role, QPoint(round(place.center().x()), round(place.center().y())), 13)
        return box.adjusted(0, 0, -len(marks) * step, 0)

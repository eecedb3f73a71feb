"""Days with hours for several people: of one day a column for each, of several days a strip for when they are busy."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter

from crmdesk.widgets import avatar, theme
from crmdesk.widgets.calendar_paint import Piece
from crmdesk.widgets.calendar_times import Entry, Span, span_words
from crmdesk.widgets.calendar_view import Place
from crmdesk.widgets.time_grid import TimeGrid
from crmdesk.widgets.tones import tone

_STRIP, _GAP, _MOST_STRIPS, _FACE = 7, 2, 5, 26
_FAINT = 0.6
_LEAST = 4
"""Of what takes no time at all."""


class Person(NamedTuple):
    key: str
    """As entries name them; nothing is whoever looks."""
    name: str
    tone: str


class PeopleGrid(TimeGrid):
    people: Sequence[Person] = ()
    """The first is whose entries are shown as they are; none, or one: all are."""
    _under = 0
    """The column that was pointed at last."""

    @property
    def has_columns(self) -> bool:
        return len(self.people) > 1 and len(set(self.days)) == 1

    @property
    def strips(self) -> Sequence[Person]:
        return () if self.has_columns else self.people[1 : _MOST_STRIPS + 1]

    def show_people(self, people: Sequence[Person]) -> None:
        if tuple(people) != tuple(self.people):
            self.people = tuple(people)
            self.show_days(list(dict.fromkeys(self.days)), self.day)

    def spread(self, days: Sequence[date]) -> list[date]:
        self._under = 0
        return [days[0]] * len(self.people) if len(days) == 1 and len(self.people) > 1 else list(days)

    def landed(self) -> str | None:
        """Whose column was pointed at last, where each has one."""
        return self.people[min(self._under, len(self.people) - 1)].key if self.has_columns else None

    # Places

    def place_at(self, where: QPointF) -> Place | None:
        number = int((self.across(where) - self.gutter()) // self.day_width())
        self._under = min(max(number, 0), len(self.days) - 1)
        return super().place_at(where)

    def column_of(self, span: Span) -> int:
        return min(self._under, len(self.days) - 1) if self.has_columns else super().column_of(span)

    def room_for_blocks(self, number: int) -> QRectF:
        taken = len(self.strips) * theme.px(_STRIP + _GAP)
        return super().room_for_blocks(number).adjusted(0, 0, -taken - (theme.px(_GAP) if taken else 0), 0)

    def holds(self, number: int, entry: Entry) -> bool:
        """Birthdays and holidays are everybody's, and stand with the first."""
        if not super().holds(number, entry):
            return False
        if self.has_columns:
            return self._whose(entry) == self.people[number].key
        return entry.span.is_bar or not self.strips or self._whose(entry) == self.people[0].key

    def _whose(self, entry: Entry) -> str:
        return self.people[0].key if entry.is_fixed and not entry.who and not entry.is_done else entry.who

    def named(self, entry: Entry) -> Entry:
        """In a column of somebody it need not be said whose it is."""
        return replace(entry, who="") if self.has_columns and entry.who else entry

    # Busy

    def strip_pieces(self) -> list[tuple[Person, Piece]]:
        found = []
        for place, person in enumerate(self.strips):
            theirs = [one for one in self.entries if one.who == person.key and not one.span.is_bar and not one.is_done]
            for number, day in enumerate(self.days):
                found += [(person, self._strip(number, place, one, day)) for one in theirs if _is_on(one, day)]
        return found

    def _strip(self, number: int, place: int, entry: Entry, day: date) -> Piece:
        begin, end = self.minutes(entry.span, day)
        top, bottom = self.y_of(begin), max(self.y_of(end), self.y_of(begin) + _LEAST)
        box = self._strip_box(number, place)
        return Piece(entry, self.mirrored(QRectF(box.left(), top, box.width(), bottom - top)), is_bar=False)

    def _strip_box(self, number: int, place: int) -> QRectF:
        """All of a day."""
        wide, column = theme.px(_STRIP), self.column(number)
        left = column.right() - (len(self.strips) - place) * (wide + theme.px(_GAP)) - theme.px(1)
        return QRectF(left, self.y_of(0), wide, self.length_of_all())

    def paint_beneath(self, painter: QPainter) -> None:
        """The ground of each strip, and on it when they are busy."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for number in range(len(self.days)):
            for place, person in enumerate(self.strips):
                painter.setOpacity(_FAINT)
                painter.setBrush(tone(person.tone).ground)
                painter.drawRect(self.mirrored(self._strip_box(number, place)))
        painter.setOpacity(1)
        for person, piece in self.strip_pieces():
            painter.setBrush(tone(person.tone).mark)
            painter.drawRoundedRect(piece.box.adjusted(0, 1, 0, -1), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def hint_at(self, where: QPointF) -> str:
        for _person, piece in self.strip_pieces() if where.y() >= self.head() else ():
            if piece.box.adjusted(-1, 0, 1, 0).contains(where):
                entry = piece.entry
                return f"{entry.told}\n{span_words(entry.span, self.habits)}"
        return super().hint_at(where)

    # Names over the columns

    def paint_name(self, painter: QPainter, number: int) -> bool:
        if not self.has_columns:
            return False
        person, column = self.people[number], self.column(number)
        side, high = theme.px(_FACE), self.names_height()
        face = self.mirrored(QRectF(column.left() + theme.px(8), (high - side) / 2, side, side))
        avatar.paint(painter, face, person.name, avatar.monogram(person.name))
        room = QRectF(face.left(), 0, column.width() - side - theme.px(24), high)
        room.moveLeft(column.left() + theme.px(16) + side)
        painter.setFont(theme.font("medium"))
        painter.setPen(theme.colour("text"))
        words = painter.fontMetrics().elidedText(person.name, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(self.mirrored(room), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        return True

    # From one column to another

    def step_of(self, across: int, down: int) -> timedelta:
        """Past the last column is another day."""
        if across and self._goes(self._under + across):
            return super().step_of(0, down)
        return super().step_of(across, down)

    def _goes(self, number: int) -> bool:
        if not self.has_columns or not 0 <= number < len(self.people):
            return False
        self._under = number
        return True

    def _go_to_column_of(self, entry: Entry) -> None:
        self._under = next((at for at, person in enumerate(self.people) if person.key == self._whose(entry)), 0)

    def in_words(self) -> str:
        person = self.people[min(self._under, len(self.people) - 1)].name if self.has_columns else ""
        return ", ".join(filter(None, (person, super().in_words())))

    def _shift_chosen(self, across: int, down: int, *, is_resizing: bool) -> bool:
        if entry := self._chosen_free():
            self._go_to_column_of(entry)
            if across and not is_resizing and self._goes(self._under + across):
                self.shifted.emit(entry.key, entry.span)
                return True
        return super()._shift_chosen(across, down, is_resizing=is_resizing)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, span = self._drag, self.ghost
        entry = self.entry(drag.entry.key) if drag and drag.entry else None
        if entry and drag and drag.kind == "resize":
            self._go_to_column_of(entry)
        to = self.landed()
        if entry and drag and drag.is_moving and span == entry.span and to is not None and to != entry.who:
            self._drag, self.ghost = None, None
            self.update()
            self.shifted.emit(entry.key, span)
        else:
            super().mouseReleaseEvent(event)


def _is_on(entry: Entry, day: date) -> bool:
    return entry.span.first <= day <= entry.span.last

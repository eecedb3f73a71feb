"""What all views of a calendar have in common: days and entries are pressed, drawn, moved and made longer by the mouse.

A view says where days and entries lie; here is what one does with them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from crmdesk.widgets import theme
from crmdesk.widgets.calendar_keys import CalendarKeys
from crmdesk.widgets.calendar_paint import Piece
from crmdesk.widgets.calendar_times import DAY, LEAST, MINUTE, Entry, Span, span_words
from crmdesk.widgets.carrying import Carried
from crmdesk.widgets.parts import plain


@dataclass(frozen=True, slots=True)
class Place:
    """What the mouse points at: a day, or a time of it."""

    moment: datetime
    is_whole: bool


@dataclass(slots=True)
class _Drag:
    kind: Literal["draw", "move", "resize"]
    begin: QPointF
    place: Place
    entry: Entry | None
    is_moving: bool = False


class CalendarView(CalendarKeys):
    takes: Callable[[object], bool] = staticmethod(lambda _what: False)
    """Whether something that is carried may be let go here."""
    _drag: _Drag | None = None
    _carried = ""

    # For the views

    def place_at(self, where: QPointF) -> Place | None:
        raise NotImplementedError

    def press_elsewhere(self, where: QPointF) -> bool:
        """On something that is neither a place nor an entry; whether it was for that."""
        return False

    def ghost_words(self) -> str:
        """What is being moved."""
        return self._drag.entry.told if self._drag and self._drag.entry else self._carried

    # The mouse

    def piece_at(self, where: QPointF) -> Piece | None:
        return next((piece for piece in reversed(self.pieces()) if piece.box.contains(where)), None)

    def is_lower_edge(self, piece: Piece, where: QPointF) -> bool:
        """Of a block of hours: there it is made longer."""
        is_block = self.has_hours and not piece.is_bar and piece.ends and not piece.entry.is_fixed
        return is_block and where.y() > piece.box.bottom() - min(theme.px(6), piece.box.height() / 3)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._show_ring(False)
        where = event.position()
        if event.button() != Qt.MouseButton.LeftButton or self.press_elsewhere(where):
            return
        place, piece = self.place_at(where), self.piece_at(where)
        self.chosen = piece.entry.key if piece else None
        if place:
            self._press_place(where, place, piece)
        self.update()

    def _press_place(self, where: QPointF, place: Place, piece: Piece | None) -> None:
        is_free = piece is None or piece.is_bar
        time = place.moment.time() if is_free and not place.is_whole else self.slot.time()
        self.slot = self.reach = datetime.combine(place.moment.date(), time)
        self.pointed.emit(self.slot.date())
        if piece is None:
            self._drag = _Drag("draw", where, place, None)
        elif not piece.entry.is_fixed:
            kind: Literal["move", "resize"] = "resize" if self.is_lower_edge(piece, where) else "move"
            self._drag = _Drag(kind, where, place, piece.entry)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        where = event.position()
        drag = self._drag
        if drag is None:
            self._point(where)
            return
        far = (where - drag.begin).manhattanLength() >= QApplication.startDragDistance()
        drag.is_moving = drag.is_moving or far
        if drag.is_moving and (place := self.place_at(where)):
            self.ghost = self._dragged(drag, place)
            self.update()

    def _dragged(self, drag: _Drag, place: Place) -> Span:
        if drag.entry is None:
            return self._drawn(drag.place, place)
        span = drag.entry.span
        if drag.kind == "resize":
            return span.resized(place.moment + LEAST * MINUTE)
        if self.has_hours and place.is_whole != span.is_bar:
            return self._changed(place)
        days = (place.moment.date() - drag.place.moment.date()).days
        minutes = 0 if place.is_whole or span.is_bar else int((place.moment - drag.place.moment - days * DAY) / MINUTE)
        return span.moved(days, minutes)

    def _drawn(self, begin: Place, end: Place) -> Span:
        if begin.is_whole or end.is_whole:
            return Span.days(begin.moment.date(), end.moment.date())
        first, last = sorted((begin.moment, end.moment))
        if first.date() != last.date():
            last = first.replace(hour=last.hour, minute=last.minute)
            first, last = sorted((first, last))
        return Span(first, last + LEAST * MINUTE)

    def _changed(self, place: Place) -> Span:
        """From the hours to whole days, or back."""
        if place.is_whole:
            return Span.days(place.moment.date(), place.moment.date())
        return Span(place.moment, place.moment + 60 * MINUTE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, span, self._drag, self.ghost = self._drag, self.ghost, None, None
        self.update()
        if drag is None or span is None:
            return
        if drag.entry is None:
            self.drafted.emit(span, self.box_of(span))
        elif span != drag.entry.span:
            self.shifted.emit(drag.entry.key, span)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        where = event.position()
        self._drag = None
        if piece := self.piece_at(where):
            self.opened.emit(piece.entry.key)
        elif (place := self.place_at(where)) and not self.press_elsewhere(where):
            span = self._span_at(place)
            self.drafted.emit(span, self.box_of(span))

    def _span_at(self, place: Place) -> Span:
        day = place.moment.date()
        return Span.days(day, day) if place.is_whole else Span(place.moment, place.moment + self.length())

    def _point(self, where: QPointF) -> None:
        piece = self.piece_at(where)
        is_edge = piece is not None and self.is_lower_edge(piece, where)
        self.setCursor(Qt.CursorShape.SizeVerCursor if is_edge else Qt.CursorShape.ArrowCursor)

    def hint_at(self, where: QPointF) -> str:
        piece = self.piece_at(where)
        if piece is None:
            return ""
        entry = piece.entry
        return "\n".join(filter(None, (entry.told, span_words(entry.span, self.habits), entry.detail, entry.hint)))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain(self.hint_at(QPointF(event.pos()))), self)
            return True
        return super().event(event)

    # What is carried here from elsewhere

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if isinstance(data, Carried) and self.takes(data.what):
            self._carried = data.words
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        place = self.place_at(event.position())
        self.ghost = self._landing(place) if place else None
        event.setAccepted(place is not None)
        self.update()

    def _landing(self, place: Place) -> Span:
        """Where there are no hours, or above them, it takes the day."""
        day = place.moment.date()
        return Span.days(day, day) if place.is_whole else Span(place.moment, place.moment + 60 * MINUTE)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._carried, self.ghost = "", None
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        data, span = event.mimeData(), self.ghost
        self._carried, self.ghost = "", None
        self.update()
        if isinstance(data, Carried) and span:
            event.acceptProposedAction()
            self.dropped.emit(data.what, span)

    def _let_go(self) -> None:
        self._drag = None
        super()._let_go()

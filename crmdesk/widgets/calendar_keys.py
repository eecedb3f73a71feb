"""A view of a calendar as the keyboard has it: a day or an hour, what is chosen there, what is told of it."""

from collections.abc import Hashable, Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent

from crmdesk.widgets import theme
from crmdesk.widgets.calendar_paint import Piece
from crmdesk.widgets.calendar_times import DAY, LEAST, MINUTE, Entry, Habits, Span, day_words, midnight, span_words
from crmdesk.widgets.messages import announce
from crmdesk.widgets.ringed import Ringed

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ALT, _SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


class CalendarKeys(Ringed):
    opened = Signal(object)
    """The key of an entry."""
    drafted = Signal(object, QRect)
    """A `Span` in which something is to be planned, and where it lies here."""
    shifted = Signal(object, object)
    """The key of an entry, and its new `Span`."""
    removed = Signal(object)
    """The key of an entry."""
    dropped = Signal(object, object)
    """What was carried here, and its `Span`."""
    moved = Signal(object)
    """The keyboard went to another day."""
    pointed = Signal(object)
    """A day was pressed."""
    day_asked = Signal(object)
    """All of a day is to be seen."""

    has_hours = False

    def __init__(self, name: str, habits: Habits, day: date) -> None:
        super().__init__()
        self.habits = habits
        self.day = day
        self.slot = midnight(day)
        """Where the keyboard is."""
        self.reach = self.slot
        """The other end of what is marked with Shift."""
        self.entries: Sequence[Entry] = ()
        self.chosen: Hashable | None = None
        self.ghost: Span | None = None
        self._pieces: list[Piece] | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    # For the views

    def lay_out(self) -> list[Piece]:
        """Where the entries are seen; those that are drawn later lie above."""
        raise NotImplementedError

    def box_of(self, span: Span) -> QRect:
        """Where something new would stand."""
        raise NotImplementedError

    def step_of(self, across: int, down: int) -> timedelta:
        """How far an arrow key goes."""
        return (across + 7 * down) * DAY

    def length(self) -> timedelta:
        """Of a new one."""
        return DAY

    def reveal(self) -> None:
        """What the keyboard is on is to be seen."""

    # What is shown

    def show_entries(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        if self.chosen is not None and self.entry(self.chosen) is None:
            self.chosen = None
        self.refresh()
        self.setAccessibleDescription(self.in_words())

    def set_habits(self, habits: Habits) -> None:
        self.habits = habits
        self.refresh()

    def refresh(self) -> None:
        self._pieces = None
        self.update()

    def pieces(self) -> list[Piece]:
        if self._pieces is None:
            self._pieces = self.lay_out()
        return self._pieces

    def entry(self, key: Hashable) -> Entry | None:
        return next((entry for entry in self.entries if entry.key == key), None)

    def of_day(self, day: date) -> list[Entry]:
        found = [entry for entry in self.entries if entry.span.first <= day <= entry.span.last]
        return sorted(found, key=lambda entry: (not entry.span.is_bar, entry.span.start))

    def in_words(self) -> str:
        """The day the keyboard is on, for who does not see it."""
        told = [f"{entry.told}, {span_words(entry.span, self.habits)}" for entry in self.of_day(self.slot.date())]
        return "; ".join([day_words(self.slot.date(), is_long=True), *told])

    def take(self, key: Hashable) -> None:
        """Choose one that has just come to be here, and go to its day."""
        if entry := self.entry(key):
            self.chosen = key
            self.slot = self.reach = entry.span.start
            self.update()

    def show_ghost(self, span: Span | None) -> None:
        """Where something would be."""
        self.ghost = span
        self.update()

    # The keyboard

    def go_to(self, day: date) -> None:
        """Without telling."""
        self.slot = self.reach = datetime.combine(day, self.slot.time())
        self.chosen = None
        self.update()

    def marked(self) -> Span:
        """What would be planned now."""
        begin, end = sorted((self.slot, self.reach))
        if not self.has_hours:
            return Span.days(begin.date(), end.date())
        return Span(begin, end + self.length())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._is_key_taken(key, event.modifiers()):
            self._show_ring(True)
        else:
            event.ignore()

    def _is_key_taken(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key in _WAYS:
            across, down = self._way(key)
            if modifiers & _ALT:
                return self._shift_chosen(across, down, is_resizing=bool(modifiers & _SHIFT))
            self._step(self.step_of(across, down), is_extending=bool(modifiers & _SHIFT))
        elif key in ENTER:
            self._enter()
        elif key in _REMOVE and self._chosen_free():
            self.removed.emit(self.chosen)
        elif key == Qt.Key.Key_Escape and (self.chosen is not None or self.ghost or self.reach != self.slot):
            self._let_go()
        else:
            return False
        return True

    def _way(self, key: Qt.Key) -> tuple[int, int]:
        across, down = _WAYS[key]
        return (-across if self.isRightToLeft() else across), down

    def _chosen_free(self) -> Entry | None:
        """The chosen one, if it may be moved."""
        found = None if self.chosen is None else self.entry(self.chosen)
        return found if found and not found.is_fixed else None

    def _enter(self) -> None:
        if self.chosen is not None:
            self.opened.emit(self.chosen)
        else:
            span = self.marked()
            self.drafted.emit(span, self.box_of(span))

    def _let_go(self) -> None:
        self.ghost, self.chosen, self.reach = None, None, self.slot
        self.update()

    def _step(self, by: timedelta, *, is_extending: bool) -> None:
        before = self.slot.date()
        try:
            self.slot += by
        except OverflowError:
            return
        if not is_extending:
            self.reach = self.slot
        self.chosen = None
        self._arrive(before)

    def _arrive(self, before: date) -> None:
        if self.slot.date() != before:
            self.moved.emit(self.slot.date())
        self.reveal()
        self.update()
        self.tell()

    def tell(self) -> None:
        """Where the keyboard is, read out."""
        words = self.in_words()
        self.setAccessibleDescription(words)
        announce(self, words)

    def _shift_chosen(self, across: int, down: int, *, is_resizing: bool) -> bool:
        entry = self._chosen_free()
        if entry is None:
            return False
        by = self._shift_of(entry, across, down)
        span = entry.span.resized(entry.span.end + by) if is_resizing else entry.span.moved(0, int(by / MINUTE))
        if span != entry.span:
            self.shifted.emit(entry.key, span)
            announce(self, span_words(span, self.habits))
        return True

    def _shift_of(self, entry: Entry, across: int, down: int) -> timedelta:
        """Among hours up and down go a step of the grid; whole days know no hours."""
        if not (self.has_hours and down):
            return self.step_of(across, down)
        return 0 * DAY if entry.span.is_whole else down * LEAST * MINUTE

    def event(self, event: QEvent) -> bool:
        """Keys that are shortcuts of the window elsewhere."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._wants(event):
            event.accept()
            return True
        return super().event(event)

    def _wants(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        return self.chosen is not None and (key in _REMOVE or (key in _WAYS and bool(event.modifiers() & _ALT)))

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002  (Qt's name)
        """Tab goes through what stands on the day before it goes on."""
        keys = [entry.key for entry in self.of_day(self.slot.date())]
        place = keys.index(self.chosen) if self.chosen in keys else (-1 if next else len(keys))
        place += 1 if next else -1
        if not 0 <= place < len(keys) or (not next and self.chosen is None):
            self.chosen = None
            self.update()
            return super().focusNextPrevChild(next)
        self.choose(keys[place])
        return True

    def choose(self, key: Hashable) -> None:
        self.chosen = key
        self._show_ring(True)
        self.update()
        if entry := self.entry(key):
            announce(self, f"{entry.told}, {span_words(entry.span, self.habits)}")

    # Size, side

    def mirrored(self, box: QRectF) -> QRectF:
        """Boxes are reckoned as read from the left."""
        if self.isRightToLeft():
            box.moveLeft(self.width() - box.right())
        return box

    def across(self, where: QPointF) -> float:
        """How far from the side where lines begin."""
        return self.width() - where.x() if self.isRightToLeft() else where.x()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.refresh()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if theme.is_theme_change(event) or event.type() == QEvent.Type.LayoutDirectionChange:
            self.refresh()
        super().changeEvent(event)

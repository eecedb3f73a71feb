"""How entries of a calendar are drawn: bars, blocks and lines of text in the colour of their kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from crmdesk.widgets import icons, theme
from crmdesk.widgets.calendar_times import Entry, Habits, Span, clock, hours_words
from crmdesk.widgets.tones import Tone, paled, tone

Mirror = Callable[[QRectF], QRectF]
WARNS = "triangle-alert"
LINE = 18
"""Height of what has one line."""
_TWO_LINES = 36
_STRIPE, _AIR, _ROUND = 3, 6, 5
_MARK = 11
_TITLE = 52
"""So much of a title is worth more than its time."""
DONE = "check"
CENTRED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine
"""No paragraph: that takes half as long again."""
_AS_WORDS_GO, _AT_END = Qt.LayoutDirection.LayoutDirectionAuto, Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True)
class Piece:
    """Where an entry is seen: several of them where it goes over the end of a week or a day."""

    entry: Entry
    box: QRectF
    """Mirrored already, where lines are read from the right."""
    is_bar: bool = True
    """A line of its own over all its width; else a block of hours or a line with a dot."""
    begins: bool = True
    ends: bool = True


@dataclass(slots=True)
class Pen:
    """A painter that knows who looks."""

    painter: QPainter
    habits: Habits
    is_mirrored: bool = False

    # Pieces

    def bar(self, piece: Piece, *, is_chosen: bool = False) -> None:
        """One line on a ground: whole days."""
        colours = self._ground(piece, is_chosen=is_chosen)
        box = self._inside(piece.box, theme.px(_AIR + (_STRIPE if piece.begins else 0)))
        entry = piece.entry
        time = "" if entry.span.is_whole or not piece.begins else clock(entry.span.start, self.habits)
        box = self._marks(box, marks_of(entry))
        if time:
            box = self.words(box, time, "second", colours)
        self.words(box, entry.told, "second_strong", colours)

    def block(self, piece: Piece, *, is_chosen: bool = False) -> None:
        """Of some hours: the title, and when and with whom, as much as there is room."""
        colours, entry = self._ground(piece, is_chosen=is_chosen), piece.entry
        box = self._inside(piece.box, theme.px(_AIR + _STRIPE))
        line = theme.px(16)
        times = self._times(entry, box.width())
        if piece.box.height() < theme.px(_TWO_LINES):
            middle = QRectF(box.left(), box.center().y() - line / 2, box.width(), line)
            middle = self._marks(middle, marks_of(entry))
            middle = self.words(middle, entry.told, "second_strong", colours)
            self.words(middle, clock(entry.span.start, self.habits), "second", colours)
            return
        top = QRectF(box.left(), box.top() + theme.px(2), box.width(), line)
        top = self._marks(top, marks_of(entry))
        self.words(top, entry.told, "second_strong", colours)
        under = QRectF(box.left(), box.top() + theme.px(2) + line, box.width(), line)
        if under.bottom() <= box.bottom():
            self.words(under, times, "second", colours)
        under = under.translated(0, line)
        if under.bottom() <= box.bottom() and entry.detail:
            self.words(under, entry.detail, "second", colours)

    def _times(self, entry: Entry, room: float) -> str:
        """Where there is little room only when it begins."""
        words = hours_words(entry, self.habits)
        is_narrow = _advance(words, "second", theme.scale()) > room
        return clock(entry.span.start, self.habits) if is_narrow else words

    def line(self, piece: Piece, *, is_chosen: bool = False) -> None:
        """A dot, the time and the title, as in a month."""
        entry = piece.entry
        colours = paled(entry.tone) if entry.is_muted or entry.is_done else tone(entry.tone)
        if is_chosen:
            colours = self._ground(piece, is_chosen=True, has_stripe=False)
        box = self._inside(piece.box, theme.px(4))
        side = theme.px(7)
        if entry.is_done:
            self._check(box, theme.px(12))
        else:
            self._dot(box, side, colours)
        box = self._inside(box, side + theme.px(5), at_end=0)
        box = self._marks(box, [name for name in entry.marks if name == WARNS])
        box = self._time_at_end(box, entry, colours if is_chosen else _plain(colours, "muted"))
        is_plain = not (is_chosen or entry.is_muted or entry.is_done)
        self.words(box, entry.told, "second", _plain(colours, "text") if is_plain else colours)

    def _time_at_end(self, box: QRectF, entry: Entry, colours: Tone) -> QRectF:
        """Where it leaves enough of the title; gives the room before it."""
        words, scale = clock(entry.span.start, self.habits), theme.scale()
        wide = _advance(words, "second", scale) + theme.px(4)
        if box.width() - wide < min(_advance(entry.told, "second", scale) + theme.px(10), theme.px(_TITLE)):
            return box
        left = box.left() if self.is_mirrored else box.right() - wide
        self.words(QRectF(left, box.top(), wide + 1, box.height()), words, "second", colours)
        return self._inside(box, 0, at_end=wide + theme.px(4))

    def ghost(self, box: QRectF, span: Span, words: str = "") -> None:
        """What is being drawn or moved."""
        painter = self.painter
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.colour("accent_ground")
        painter.setPen(QPen(theme.colour("accent"), 1.5))
        painter.setBrush(ground)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), _ROUND, _ROUND)
        painter.restore()
        colours = Tone(ground, theme.colour("accent"), theme.colour("accent"))
        inside = self._inside(box, theme.px(_AIR))
        lines = [words, "" if span.is_whole else f"{clock(span.start, self.habits)} – {clock(span.end, self.habits)}"]
        inside.setHeight(min(inside.height(), theme.px(LINE)))
        for number, line in enumerate(filter(None, lines)):
            place = inside.translated(0, number * theme.px(16))
            if place.bottom() <= box.bottom() + 1:
                self.words(place, line, "second_strong", colours)

    def ring(self, box: QRectF) -> None:
        """Where the keyboard is."""
        self.painter.save()
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.setPen(QPen(theme.colour("accent"), 2))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), _ROUND, _ROUND)
        self.painter.restore()

    # Words

    def words(self, box: QRectF, text: str, font: theme.FontRole, colours: Tone) -> QRectF:
        """At the beginning of the line; gives the room behind them."""
        scale = theme.scale()
        high = _high(font, scale)
        if high > box.height() + theme.px(4):
            box = QRectF(box.left(), box.center().y() - high / 2, box.width(), high)
        shown, wide = _fitted(text, font, int(box.width()), scale)
        if box.width() < theme.px(8) or len(shown.rstrip("…")) == 0:
            return box
        self.painter.setFont(theme.font(font))
        self.painter.setPen(colours.text)
        write(self.painter, box, shown, is_mirrored=self.is_mirrored)
        return self._inside(box, wide + theme.px(5), at_end=0)

    def _inside(self, box: QRectF, at_begin: float, at_end: float = 3) -> QRectF:
        left, right = (at_end, at_begin) if self.is_mirrored else (at_begin, at_end)
        return box.adjusted(left, 0, -right, 0)

    def _marks(self, box: QRectF, names: Sequence[str]) -> QRectF:
        """At the end of the line; gives the room that is left before them."""
        step = theme.px(_MARK + 3)
        for name in names:
            if box.width() < 4 * step:
                break
            x = box.left() + step / 2 if self.is_mirrored else box.right() - step / 2
            role = "warning" if name == WARNS else "muted"
            y = box.top() + min(box.height(), theme.px(LINE)) / 2
            icons.paint(self.painter, name, role, QPoint(round(x), round(y)), _MARK)
            box = self._inside(box, 0, at_end=step)
        return box

    def _ground(self, piece: Piece, *, is_chosen: bool, has_stripe: bool = True) -> Tone:
        entry = piece.entry
        colours = paled(entry.tone) if entry.is_muted or entry.is_done else tone(entry.tone)
        if is_chosen:
            full = tone(entry.tone)
            colours = Tone(full.text, full.ground, full.ground)
        painter, box = self.painter, piece.box
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.ground)
        painter.setClipRect(box)
        begins, ends = (piece.ends, piece.begins) if self.is_mirrored else (piece.begins, piece.ends)
        painter.drawRoundedRect(box.adjusted(0 if begins else -9, 0, 0 if ends else 9, 0), _ROUND, _ROUND)
        if piece.begins and has_stripe:
            self._stripe(box, colours)
        painter.restore()
        return colours

    def _stripe(self, box: QRectF, colours: Tone) -> None:
        wide = theme.px(_STRIPE)
        stripe = QRectF(box.right() - wide if self.is_mirrored else box.left(), box.top(), wide, box.height())
        self.painter.setClipRect(stripe)
        self.painter.setBrush(colours.mark)
        self.painter.drawRoundedRect(box, _ROUND, _ROUND)

    def _check(self, box: QRectF, side: float) -> None:
        x = box.right() - side / 2 + 2 if self.is_mirrored else box.left() + side / 2 - 2
        icons.paint(self.painter, DONE, "muted", QPoint(round(x), round(box.center().y())), 12)

    def _dot(self, box: QRectF, side: float, colours: Tone) -> None:
        left = box.right() - side if self.is_mirrored else box.left()
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(colours.mark)
        self.painter.drawEllipse(QRectF(left, box.center().y() - side / 2, side, side))
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def write(
    painter: QPainter,
    box: QRectF,
    text: str,
    *,
    is_mirrored: bool,
    upright: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
) -> None:
    """At the side where lines begin; the words themselves go as their own language does, so that times stay whole."""
    before = painter.layoutDirection()
    painter.setLayoutDirection(_AS_WORDS_GO)
    painter.drawText(box, _alignment(is_mirrored, upright), text)
    painter.setLayoutDirection(before)


@lru_cache(maxsize=5_000)
def _advance(words: str, font: theme.FontRole, _scale: float) -> int:
    """How wide they are: from month to month most are the same."""
    return QFontMetrics(theme.font(font)).horizontalAdvance(words)


@lru_cache(maxsize=5_000)
def _fitted(words: str, font: theme.FontRole, room: int, scale: float) -> tuple[str, int]:
    """As many of them as there is room for, and how wide those are."""
    if _advance(words, font, scale) <= room:
        return words, _advance(words, font, scale)
    shown = QFontMetrics(theme.font(font)).elidedText(words, _AT_END, room)
    return shown, QFontMetrics(theme.font(font)).horizontalAdvance(shown)


@cache
def _high(font: theme.FontRole, _scale: float) -> int:
    return QFontMetrics(theme.font(font)).height()


@cache
def _alignment(is_mirrored: bool, upright: Qt.AlignmentFlag) -> int:
    side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
    return side | upright | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine


def _plain(colours: Tone, role: str) -> Tone:
    return Tone(colours.ground, theme.colour(role), colours.mark)


def marks_of(entry: Entry) -> tuple[str, ...]:
    return (DONE, *entry.marks) if entry.is_done else entry.marks

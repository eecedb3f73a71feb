"""One card of the pile, drawn: face, name, ways to reach, places, what is next; and where on it one can press."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from crmdesk.widgets import avatar, icons, theme
from crmdesk.widgets.chips import Tone, paint_tag, tag_size
from crmdesk.widgets.facts import Fact
from crmdesk.widgets.theme import FontRole

_LINE, _VALUE = 19, 15
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WARNING_HEIGHT, _APART = 30, 28


@dataclass(frozen=True, slots=True)
class _Room:
    """Measures of a card: as much air as there is room for."""

    width: int
    height: int
    """Down to which it is for."""
    pad: int
    face: int
    gap: int
    between: int
    foot: int
    """Nothing: what stands there is left out."""
    warning: int


_ROOMY = _Room(520, 350, 40, 84, 26, 13, 76, 14)
_CLOSE = _Room(400, 250, 24, 60, 12, 7, 50, 12)
_TIGHT = _Room(0, 0, 16, 44, 8, 4, 0, 8)


@dataclass(frozen=True, slots=True)
class Entry:
    """A small word over what it stands for."""

    name: str
    lines: tuple[str, ...]
    link: str = ""
    """What pressing it tells."""
    hint: str = ""
    is_doubtful: bool = False
    """There is something against using it."""


@dataclass(frozen=True, slots=True)
class Card:
    key: bytes
    title: str
    detail: str = ""
    left: tuple[Entry, ...] = ()
    right: tuple[Entry, ...] = ()
    warning: str = ""
    """To be seen before anything is done."""
    facts: tuple[Fact, ...] = ()
    tags: tuple[tuple[str, Tone], ...] = ()
    photo: bytes | None = None
    more: str = "+{count}"
    """What stands for entries that have no room."""

    def spoken(self) -> str:
        entries = [f"{entry.name} {', '.join(entry.lines)}" for entry in (*self.left, *self.right)]
        facts = [f"{fact.name} {fact.value}" for fact in self.facts]
        tags = [text for text, _tone in self.tags]
        return ", ".join(filter(None, [self.title, self.detail, self.warning, *entries, *facts, *tags]))


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one can press, and what that tells."""

    box: QRectF
    link: str
    hint: str


class CardPainter:
    """Draws one card into a box at the origin, from left to right or from right to left."""

    def __init__(self, painter: QPainter, size: QSizeF, card: Card, direction: Qt.LayoutDirection) -> None:
        self._painter, self._size, self._card = painter, size, card
        self._is_mirrored = direction == Qt.LayoutDirection.RightToLeft
        fits = (room for room in (_ROOMY, _CLOSE) if _holds(size, room))
        self._room = next(fits, _TIGHT)
        self._pad = theme.px(self._room.pad)
        self.spots: list[Spot] = []
        painter.setLayoutDirection(direction)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def paint(self) -> list[Spot]:
        below_head = self._paint_head()
        if self._card.warning:
            below_head = self._paint_warning(below_head)
        has_foot = bool(self._room.foot and (self._card.facts or self._card.tags))
        bottom = self._size.height() - (theme.px(self._room.foot) if has_foot else self._pad / 2)
        if has_foot:
            self._paint_foot(bottom)
        self._paint_columns(below_head + theme.px(self._room.gap), bottom - theme.px(6))
        return self.spots

    def _box(self, x: float, y: float, width: float, height: float) -> QRectF:
        """Where it stands in the direction of reading."""
        left = self._size.width() - x - width if self._is_mirrored else x
        return QRectF(left, y, width, height)

    def _text(self, box: QRectF, text: str, font: QFont, role: str = "text") -> float:
        """One line, cut where it must be; returns its width."""
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        self._painter.setFont(font)
        self._painter.setPen(theme.colour(role))
        self._painter.drawText(box, _LEFT, apart(shown) if self._is_mirrored else shown)
        return min(metrics.horizontalAdvance(shown), box.width())

    # Head

    def _paint_head(self) -> float:
        card, face = self._card, theme.px(self._room.face)
        top = self._pad - theme.px(5)
        letters = avatar.monogram(card.title)
        photo = avatar.read_photo(card.photo, face * 2) if card.photo else None
        avatar.paint(self._painter, self._box(self._pad, top, face, face), card.key, letters, photo)
        left = self._pad + face + theme.px(20)
        room = self._size.width() - left - self._pad
        font = theme.font("card")
        if self._room is not _ROOMY or QFontMetricsF(font).horizontalAdvance(card.title) > room:
            font = theme.font("title")
        detail = _sized(_VALUE)
        heights = QFontMetricsF(font).height(), QFontMetricsF(detail).height() + theme.px(4)
        middle = top + face / 2
        start = middle - (sum(heights) if card.detail else heights[0]) / 2
        self._text(self._box(left, start, room, heights[0]), card.title, font)
        if card.detail:
            self._text(self._box(left, start + heights[0], room, heights[1]), card.detail, detail, "muted")
        return top + face

    def _paint_warning(self, top: float) -> float:
        height = theme.px(_WARNING_HEIGHT)
        box = QRectF(self._pad, top + theme.px(self._room.warning), self._size.width() - 2 * self._pad, height)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(theme.colour("warning_ground"))
        self._painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        side = theme.px(16)
        place = self._box(box.left() + theme.px(12), box.top(), side, height)
        icons.paint(self._painter, "triangle-alert", "warning", place.center().toPoint())
        words = self._box(box.left() + theme.px(36), box.top(), box.width() - theme.px(48), height)
        self._text(words, self._card.warning, theme.font("medium"), "warning")
        return box.bottom() - theme.px(6)

    # Columns

    def _paint_columns(self, top: float, bottom: float) -> None:
        inner = self._size.width() - 2 * self._pad
        if inner < theme.px(_CLOSE.width):
            self._paint_entries(self._pad, top, inner, bottom, [*self._card.left, *self._card.right])
            return
        gap = theme.px(38)
        width = (inner - gap) / 2
        if not self._card.left:
            self._paint_entries(self._pad, top, inner, bottom, self._card.right)
        else:
            self._paint_entries(self._pad, top, width, bottom, self._card.left)
            self._paint_entries(self._pad + width + gap, top, width, bottom, self._card.right)

    def _paint_entries(self, x: float, y: float, width: float, bottom: float, entries: Sequence[Entry]) -> None:
        name, line = QFontMetricsF(theme.font("second")).height(), float(theme.px(_LINE))
        for place, entry in enumerate(entries):
            lines = self._broken(entry, width)
            fitting = int((bottom - y - name) // line)
            left_out = len(entries) - place
            if fitting < 1 or (fitting < len(lines) and fitting < 2):
                y = min(y - theme.px(self._room.between / 2), bottom - name)
                self._text(self._box(x, y, width, name), self._card.more.format(count=left_out),
                           theme.font("second"), "muted")  # fmt: skip
                return
            self._paint_entry(QRectF(x, y, width, name), line, entry, lines[:fitting])
            y += name + line * min(len(lines), fitting) + theme.px(self._room.between)

    def _broken(self, entry: Entry, width: float) -> list[str]:
        """Long lines go on in the next."""
        return [piece for text in entry.lines for piece in _wrapped(text, _sized(_VALUE), width)]

    def _paint_entry(self, head: QRectF, line: float, entry: Entry, lines: list[str]) -> None:
        box = self._box(head.x(), head.y(), head.width(), head.height())
        self._text(box, entry.name, theme.font("second"), "muted")
        widest, left = 0.0, head.x()
        if entry.is_doubtful:
            mark = self._box(left, box.bottom(), theme.px(18), line)
            icons.paint(self._painter, "triangle-alert", "warning", mark.center().toPoint(), 14)
            left += theme.px(22)
        for number, text in enumerate(lines):
            row = self._box(left, box.bottom() + number * line, head.width() - (left - head.x()), line)
            widest = max(widest, self._text(row, text, _sized(_VALUE)))
        if entry.link:
            spot = self._box(left, box.bottom(), widest, line * len(lines))
            self.spots.append(Spot(spot, entry.link, entry.hint))

    # Foot

    def _paint_foot(self, top: float) -> None:
        inner = self._size.width() - 2 * self._pad
        self._painter.fillRect(QRectF(self._pad, round(top), inner, 1), theme.colour("line"))
        middle = top + (self._size.height() - top) / 2 - theme.px(self._room.foot / 19)
        wanted = sum(_fact_width(fact) for fact in self._card.facts)
        least = tag_size(self._card.tags[0][0]).width() + theme.px(_APART) if self._card.tags else 0
        right = self._paint_tags(middle, max(inner - wanted, least))
        x = float(self._pad)
        for fact in self._card.facts:
            x = self._paint_fact(x, middle, self._size.width() - self._pad - right, fact)

    def _paint_tags(self, middle: float, room: float) -> float:
        """From the far end; those for which there is no room are left out."""
        used = 0.0
        for text, tone in self._card.tags:
            size = tag_size(text)
            if used + size.width() > room:
                break
            x = self._size.width() - self._pad - used - size.width()
            box = self._box(x, middle - size.height() / 2, size.width(), size.height())
            paint_tag(self._painter, box, text, tone)
            used += size.width() + theme.px(6)
        return used

    def _paint_fact(self, x: float, middle: float, end: float, fact: Fact) -> float:
        name, value = theme.font("second"), theme.font("medium")
        height = QFontMetricsF(value).height()
        taken = QFontMetricsF(name).horizontalAdvance(fact.name) + theme.px(5)
        if x + taken + theme.px(40) > end:
            return end
        self._text(self._box(x, middle - height / 2, taken, height), fact.name, name, "muted")
        width = self._text(
            self._box(x + taken, middle - height / 2, end - x - taken, height), fact.value, value, fact.tone
        )
        return x + taken + width + theme.px(_APART)


def _holds(size: QSizeF, room: _Room) -> bool:
    return size.width() >= theme.px(room.width) and size.height() >= theme.px(room.height)


def apart(text: str) -> str:
    """A text whose own direction does not mix with that of what stands round it: `+55 11 ...` among Arabic."""
    return f"\u2068{text}\u2069"


def _fact_width(fact: Fact) -> float:
    name = QFontMetricsF(theme.font("second")).horizontalAdvance(fact.name) + theme.px(5)
    return name + QFontMetricsF(theme.font("medium")).horizontalAdvance(fact.value) + theme.px(_APART)


def paint_waiting(painter: QPainter, size: QSizeF) -> None:
    """A card whose words are on their way."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("line"))
    pad, face = theme.px(_ROOMY.pad), theme.px(_ROOMY.face)
    painter.drawEllipse(QRectF(pad, pad - theme.px(5), face, face))
    left = pad + face + theme.px(20)
    for y, share, height in ((62, 0.34, 22), (96, 0.26, 12)):
        painter.drawRoundedRect(QRectF(left, theme.px(y), size.width() * share, theme.px(height)), 5, 5)


def _sized(pixels: int, role: FontRole = "body") -> QFont:
    font = QFont(theme.font(role))
    font.setPixelSize(theme.px(pixels))
    return font


def _wrapped(text: str, font: QFont, width: float) -> list[str]:
    if QFontMetricsF(font).horizontalAdvance(text) <= width:
        return [text]
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    pieces = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF())
        pieces.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
    layout.endLayout()
    return pieces

"""How a board is drawn: heads with their sums, cards with their tags, the room for what is dragged."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from crmdesk.widgets import theme
from crmdesk.widgets.chips import paint_tag, tag_size
from crmdesk.widgets.kanban_layout import ZONE, Face, Lane, Zone

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_PAD = 14
_LEAST_FOOT = 60


def text(painter: QPainter, box: QRectF, words: str, font: theme.FontRole, tone: str, *, is_end: bool = False) -> float:
    """On one line, ending in dots where it is too long; gives the width it took."""
    if not words or box.width() <= 0:
        return 0
    painter.setFont(theme.font(font))
    painter.setPen(theme.colour(tone))
    metrics = QFontMetrics(theme.font(font))
    wide = metrics.horizontalAdvance(words)
    if wide > box.width():
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, _RIGHT if is_end else _LEFT, words)
    return min(wide, box.width())


def shorter(box: QRectF, by: float, *, at_end: bool, is_mirrored: bool) -> QRectF:
    """Without a piece at the beginning or the end of its line."""
    is_right = at_end is not is_mirrored
    return box.adjusted(0, 0, -by, 0) if is_right else box.adjusted(by, 0, 0, 0)


def head(painter: QPainter, box: QRectF, lane: Lane, *, is_mirrored: bool) -> None:
    line = QRectF(box.left() + theme.px(4), box.top() + theme.px(6), box.width() - theme.px(8), theme.px(22))
    wide = text(painter, line, lane.note, "second", "muted", is_end=True)
    room = shorter(line, wide + theme.px(8), at_end=True, is_mirrored=is_mirrored)
    count = str(len(lane.cards))
    counted = QFontMetrics(theme.font("second")).horizontalAdvance(count) + theme.px(8)
    named = shorter(room, counted, at_end=True, is_mirrored=is_mirrored)
    tone = "accent" if lane.is_strong else "text"
    taken = text(painter, named, lane.title, "strong", tone) + theme.px(8)
    text(painter, shorter(room, taken, at_end=False, is_mirrored=is_mirrored), count, "second", "muted")
    below = line.translated(0, theme.px(21))
    below.setHeight(theme.px(18))
    for first, second in lane.sums:
        end = text(painter, below, second, "second", "muted", is_end=True)
        begin = shorter(below, end + theme.px(8), at_end=True, is_mirrored=is_mirrored)
        text(painter, begin, first, *(("medium", "text") if second else ("second", "muted")))
        below = below.translated(0, theme.px(18))


def bar(painter: QPainter, box: QRectF, lane: Lane, bottom: float, *, is_mirrored: bool) -> None:
    """How much of the greatest sum this one is."""
    whole = QRectF(box.left() + theme.px(4), bottom - theme.px(14), box.width() - theme.px(8), theme.px(4))
    full = QRectF(whole)
    full.setWidth(whole.width() * lane.share / 1000)
    if is_mirrored:
        full.moveRight(whole.right())
    painter.setPen(Qt.PenStyle.NoPen)
    for part, tone in ((whole, "line"), (full, "accent" if lane.is_strong else "faint")):
        painter.setBrush(theme.colour(tone))
        painter.drawRoundedRect(part, theme.px(2), theme.px(2))


def card(
    painter: QPainter, box: QRectF, face: Face, *, is_chosen: bool, is_current: bool, is_hovered: bool,
    is_mirrored: bool,
) -> None:  # fmt: skip
    ground = "accent_ground" if is_chosen else "warning_ground" if face.is_tinted else "surface"
    edge = "accent" if is_chosen or is_current else "control" if is_hovered else "line"
    painter.setPen(QPen(theme.colour(edge), 2 if is_current else 1))
    painter.setBrush(theme.colour(ground))
    half = 1.0 if is_current else 0.5
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), theme.CARD_RADIUS, theme.CARD_RADIUS)
    pad = theme.px(_PAD)
    inside = QRectF(box.left() + pad, box.top() + theme.px(11), box.width() - 2 * pad, theme.px(20))
    text(painter, inside, face.title, "strong", "text")
    second = inside.translated(0, theme.px(19))
    wide = text(painter, second, face.note, "second", face.note_tone, is_end=True)
    room = shorter(second, wide + theme.px(8) if wide else 0, at_end=True, is_mirrored=is_mirrored)
    text(painter, room, face.second, "second", "muted")
    _foot(painter, inside.translated(0, theme.px(46)), face, is_mirrored=is_mirrored)


def _foot(painter: QPainter, line: QRectF, face: Face, *, is_mirrored: bool) -> None:
    left = min(QFontMetrics(theme.font("medium")).horizontalAdvance(face.foot), line.width() - theme.px(_LEAST_FOOT))
    room = line.width() - left - theme.px(6)
    taken = 0.0
    for number, (words, tone) in enumerate(face.tags):
        size = tag_size(words)
        wide = min(size.width(), room - taken) if not number else float(size.width())
        if taken + wide > room:
            break
        begin = line.left() + taken if is_mirrored else line.right() - taken - wide
        paint_tag(painter, QRectF(begin, line.center().y() - size.height() / 2, wide, size.height()), words, tone)
        taken += wide + theme.px(4)
    text(painter, shorter(line, taken, at_end=True, is_mirrored=is_mirrored), face.foot, "medium", "text")


def gap(painter: QPainter, box: QRectF) -> None:
    painter.setPen(QPen(theme.colour("accent"), 1, Qt.PenStyle.DashLine))
    painter.setBrush(theme.colour("accent_ground"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.CARD_RADIUS, theme.CARD_RADIUS)


def target(painter: QPainter, box: QRectF) -> None:
    """The lane that something would be let go in."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("hover"))
    painter.drawRoundedRect(box.adjusted(-6, -6, 6, 12), theme.CARD_RADIUS, theme.CARD_RADIUS)


def thumb(painter: QPainter, box: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("control"))
    painter.drawRoundedRect(box, 2, 2)


def zone_boxes(zones: Sequence[Zone], width: float, height: float, *, is_mirrored: bool) -> list[QRectF]:
    pad, between = theme.px(20), theme.px(12)
    each = (width - 2 * pad - between * (len(zones) - 1)) / max(len(zones), 1)
    top = height - theme.px(ZONE) - theme.px(12)
    lefts = [pad + number * (each + between) for number in range(len(zones))]
    return [QRectF(left, top, each, theme.px(ZONE)) for left in (reversed(lefts) if is_mirrored else lefts)]


def zone(painter: QPainter, box: QRectF, shown: Zone, *, is_target: bool) -> None:
    painter.setBrush(theme.colour(shown.tone if is_target else f"{shown.tone}_ground"))
    painter.setPen(QPen(theme.colour(shown.tone), 2 if is_target else 1, Qt.PenStyle.SolidLine))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.CARD_RADIUS, theme.CARD_RADIUS)
    painter.setPen(theme.colour("surface" if is_target else shown.tone))
    painter.setFont(theme.font("strong"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown.text)


def carried(painter: QPainter, box: QRectF, face: Face, count: int, *, is_mirrored: bool) -> None:
    """What hangs on the mouse; several as a pile."""
    painter.setOpacity(0.96)
    for depth in range(min(count, 3) - 1, 0, -1):
        painter.setPen(theme.colour("control"))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(box.translated(depth * 5, depth * 5), theme.CARD_RADIUS, theme.CARD_RADIUS)
    _shadow(painter, box)
    card(painter, box, face, is_chosen=False, is_current=True, is_hovered=False, is_mirrored=is_mirrored)
    if count > 1:
        words = str(count)
        wide = QFontMetrics(theme.font("tag")).horizontalAdvance(words) + theme.px(14)
        badge = QRectF(box.right() - wide + theme.px(8), box.top() - theme.px(8), wide, theme.px(20))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(badge, badge.height() / 2, badge.height() / 2)
        painter.setPen(theme.colour("on_accent"))
        painter.setFont(theme.font("tag"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)


def _shadow(painter: QPainter, box: QRectF) -> None:
    ground = QColor(theme.colour("text"))
    ground.setAlpha(14)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    for reach in (9, 6, 3):
        painter.drawRoundedRect(box.adjusted(-reach, 4 - reach, reach, 4 + reach), 14, 14)


def nothing(painter: QPainter, box: QRectF, words: str, more: str) -> None:
    line = QRectF(box.left(), box.center().y() - theme.px(22), box.width(), theme.px(22))
    for said, font, tone in ((words, "strong", "text"), (more, "second", "muted")):
        painter.setFont(theme.font(font))  # type: ignore[arg-type]
        painter.setPen(theme.colour(tone))
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, said)
        line = line.translated(0, theme.px(22))

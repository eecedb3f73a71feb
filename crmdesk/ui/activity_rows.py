"""A line of the stream of activities, and the few fields it opens into."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.moments import at, is_past, wall, when
from crmdesk.widgets import icons, theme
from crmdesk.widgets.parts import PaintedButton

if TYPE_CHECKING:
    from crmdesk.services.activities import Doing

ICONS = {
    "call": "phone",
    "meeting": "users",
    "email": "mail",
    "letter": "file-text",
    "visit": "map-pin",
    "message": "message-circle",
    "to-do": "check",
    "entry": "history",
}
OWN_ICON = "star"
_MARK, _GAP = 38, 14
_LONGEST = 600
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class ActivityRow(PaintedButton):
    """What it was about, what came of it, when; pressed it opens, Delete takes it away."""

    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.doing: Doing
        self._title = self._detail = self._when = ""
        self._tone = "muted"
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_doing(self, doing: "Doing", types: Mapping[str, str], me: str, here: bytes) -> None:
        """`here` is who the page is of: who else had a part in it is told."""
        self.doing = doing
        kind = types.get(doing.type, doing.type)
        self._title = doing.words[:_LONGEST] or kind
        told = _told(doing, kind if doing.words else "", me, here)
        self._detail = " · ".join(filter(None, told))
        self._when, self._tone = _when(doing)
        self.setAccessibleName(", ".join(filter(None, (self._when, kind, self._title, self._detail))))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        _title, detail = self._boxes(width)
        return detail.bottom() + theme.px(_GAP)

    def sizeHint(self) -> QSize:
        width = max(self.width(), theme.px(200))
        return QSize(theme.px(200), self.heightForWidth(width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_hover(painter, QRectF(self.rect()).adjusted(0, 0, 0, -2))
        self._paint_mark(painter)
        self._paint_words(painter)

    def _paint_mark(self, painter: QPainter) -> None:
        """A ring while it is planned, a disc once it is done."""
        side, top = theme.px(26), theme.px(5)
        box = QRectF(self._from_left(theme.px(4), side), top, side, side)
        is_planned = self.doing.done_at is None
        painter.setPen(theme.colour(self._tone) if is_planned else Qt.PenStyle.NoPen)
        ground = "surface" if is_planned else "line" if theme.is_dark() else "sidebar"
        painter.setBrush(theme.colour(ground))
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
        middle = QPoint(round(box.center().x()), round(box.center().y()))
        tone = self._tone if is_planned else "bad" if self.doing.is_reached is False else "text"
        icons.paint(painter, ICONS.get(self.doing.type, OWN_ICON), tone, middle, 14)

    def _paint_words(self, painter: QPainter) -> None:
        title, detail = self._boxes(self.width())
        for box, text, font, tone in (
            (title, self._title, "medium", "text"),
            (detail, self._detail, "second", "muted"),
        ):
            painter.setFont(theme.font(font))  # type: ignore[arg-type]
            painter.setPen(theme.colour(tone))
            painter.drawText(self._mirrored(box), _WRAP, text)
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour(self._tone))
        right = QRect(0, title.top() + 1, self.width() - theme.px(6), title.height())
        painter.drawText(self._mirrored(right), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, self._when)

    def _boxes(self, width: int) -> tuple[QRect, QRect]:
        """Where title and detail stand."""
        left = theme.px(_MARK)
        room = width - left - QFontMetrics(theme.font("second")).horizontalAdvance(self._when) - theme.px(18)
        top = QRect(left, theme.px(8 if not self._detail else 3), max(room, 40), 10_000)
        title = QFontMetrics(theme.font("medium")).boundingRect(top, _WRAP, self._title)
        if not self._detail:
            return title, title
        below = QRect(left, title.bottom() + 2, max(width - left - theme.px(8), 40), 10_000)
        return title, QFontMetrics(theme.font("second")).boundingRect(below, _WRAP, self._detail)

    def _from_left(self, left: float, width: float) -> float:
        return self.width() - left - width if self.isRightToLeft() else left

    def _mirrored(self, box: QRect) -> QRect:
        box = QRect(box)
        if self.isRightToLeft():
            box.moveLeft(self.width() - box.right())
        return box


def _when(doing: "Doing") -> tuple[str, str]:
    """The time, and the colour it is told in."""
    if doing.done_at is not None:
        return when(at(doing.done_at)), "muted"
    if not doing.starts:
        return "", "accent"
    return wall(doing.starts), "warning" if is_past(doing.starts) else "accent"


def _told(doing: "Doing", kind: str, me: str, here: bytes) -> list[str]:
    reached = {True: _("Reached"), False: _("Not reached"), None: ""}[doing.is_reached]
    minutes = doing.duration or 0
    length = ngettext("{count} min", "{count} min", minutes).format(count=minutes) if minutes else ""
    others = ", ".join(name for key, name in doing.people if key != here)
    author = doing.author if doing.author and doing.author != me else ""
    if doing.done_at is None and doing.responsible:
        author = "" if doing.responsible == me else _("for {name}").format(name=doing.responsible)
    more = (doing.text or "").split("\n")[0][:120] if doing.subject and doing.text else ""
    deal = doing.deal[1] if doing.deal and doing.deal[0] != here else ""
    return [kind, reached, length, doing.outcome or "", doing.place or "", more, deal, others, author]


def describe(doing: "Doing") -> dict[str, Any]:
    """The fields of the panel by name."""
    moment = at(doing.done_at).strftime("%Y-%m-%dT%H:%M") if doing.done_at is not None else doing.starts
    return {
        "words": doing.words,
        "when": moment or "",
        "outcome": doing.outcome or "",
        "duration": doing.duration or "",
    }

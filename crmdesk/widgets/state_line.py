"""A line at the foot of the side bar: a dot or mark, what it stands for, and how much news nobody has seen yet."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle

from crmdesk.i18n import ngettext
from crmdesk.widgets import icons, theme
from crmdesk.widgets.parts import PaintedButton, plain

_LEFT = 25
_AIR = 6
_WORDS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_MOST = 99


class StateLine(PaintedButton):
    def __init__(self, name: str) -> None:
        """What it is called as long as it says nothing."""
        super().__init__()
        self._name = name
        self._tone = self._icon = ""
        self._unread = 0
        self.is_narrow = False
        self.setFont(theme.font("second"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._show()

    def show_state(self, text: str, tone: str, icon: str = "") -> None:
        self.setText(text)
        self._tone, self._icon = tone, icon
        self._show()

    def show_unread(self, count: int) -> None:
        self._unread = count
        self._show()

    def set_narrow(self, is_narrow: bool) -> None:
        self.is_narrow = is_narrow
        self._show()

    def _show(self) -> None:
        news = ngettext("{count} new notice", "{count} new notices", self._unread).format(count=self._unread)
        name = ", ".join(part for part in (self.text(), news if self._unread else "") if part)
        self.setAccessibleName(name or self._name)
        self.setToolTip(plain(name if self.is_narrow else ""))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(60), self._height(self.width()))

    def resizeEvent(self, event: object) -> None:
        self.updateGeometry()

    def _height(self, width: int) -> int:
        lines = theme.px(16) if self.is_narrow else self._words(width).height()
        return lines + 2 * theme.px(_AIR)

    def _words(self, width: int) -> QRect:
        taken = self._badge_width() + 8 if self._unread else 0
        room = QRect(theme.px(_LEFT), 0, max(width - theme.px(_LEFT) - taken - 4, 20), 1000)
        return self.fontMetrics().boundingRect(room, _WORDS, self.text() or " ")

    def _badge(self) -> str:
        return f"{_MOST}+" if self._unread > _MOST else str(self._unread)

    def _badge_width(self) -> int:
        return max(self.fontMetrics().horizontalAdvance(self._badge()) + theme.px(10), theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        if self._tone and not (self.is_narrow and self._unread):
            self._paint_mark(painter)
        if not self.is_narrow:
            self._paint_words(painter)
        if self._unread:
            self._paint_badge(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.colour("accent") if self.shows_ring() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line") if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 7, 7)

    def _paint_mark(self, painter: QPainter) -> None:
        middle = self.width() / 2 if self.is_narrow else self._mirrored(theme.px(13), 0)
        if self._icon:
            icons.paint(painter, self._icon, self._tone, QPoint(round(middle), self.height() // 2), 14)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self._tone))
        painter.drawEllipse(QRectF(middle - 4, self.height() / 2 - 4, 8, 8))

    def _paint_words(self, painter: QPainter) -> None:
        painter.setPen(theme.colour("warning" if self._tone == "warning" else "muted"))
        words = self._words(self.width())
        taken = self._badge_width() + 8 if self._unread else 4
        box = QRect(words.left(), 0, self.width() - words.left() - taken, self.height())
        painter.drawText(QStyle.visualRect(self.layoutDirection(), self.rect(), box), _WORDS, self.text())

    def _mirrored(self, left: float, width: float) -> float:
        return self.width() - left - width if self.isRightToLeft() else left

    def _paint_badge(self, painter: QPainter) -> None:
        width, height = self._badge_width(), theme.px(18)
        left = (self.width() - width) / 2 if self.is_narrow else self._mirrored(self.width() - width - 5, width)
        box = QRectF(left, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(theme.colour("on_accent"))
        painter.setFont(theme.font("tag"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._badge())

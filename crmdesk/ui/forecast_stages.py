"""How deals pass the stages of a pipeline: how many went on, how many were won in the end, how long each took."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui.numbers import grouped
from crmdesk.widgets import theme
from crmdesk.widgets.chart_scale import write

if TYPE_CHECKING:
    from crmdesk.services.forecast import Passage

_LINE, _NAME, _DAYS = 44, 130, 96


class Stages(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Passage] = ()
        self.setAccessibleName(_("How deals pass the stages"))

    def show_stages(self, rows: "Sequence[Passage]") -> None:
        self._rows = [row for row in rows if row.entered]
        self.setAccessibleDescription("; ".join(f"{row.stage}: {went(row)}, {days(row)}" for row in self._rows))
        self.setFixedHeight(theme.px(_LINE) * max(len(self._rows), 1))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(420), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._rows:
            words = _("Stages are told as soon as deals have passed them.")
            write(painter, QRectF(self.rect()), words, font="second", align=Qt.AlignmentFlag.AlignLeft)
        most = max((row.entered for row in self._rows), default=1)
        for place, row in enumerate(self._rows):
            self._paint(painter, theme.px(_LINE) * place, row, most)

    def _paint(self, painter: QPainter, top: int, row: "Passage", most: int) -> None:
        height, name, tail = theme.px(_LINE), theme.px(_NAME), theme.px(_DAYS)
        begin, end = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        room = self.width() - name - tail - theme.px(8)
        boxes = {
            "name": QRectF(0, top, name - 8, height),
            "bar": QRectF(name, top + theme.px(5), room, theme.px(16)),
            "words": QRectF(name, top + theme.px(22), room, theme.px(16)),
            "days": QRectF(self.width() - tail, top, tail, height),
        }
        if self.isRightToLeft():
            begin, end = end, begin
            boxes = {
                key: QRectF(self.width() - box.right(), box.top(), box.width(), box.height())
                for key, box in boxes.items()
            }
        shown = painter.fontMetrics().elidedText(row.stage, Qt.TextElideMode.ElideRight, name - 8)
        write(painter, boxes["name"], shown, "text", "body", begin)
        self._bar(painter, boxes["bar"], row, most)
        write(painter, boxes["words"], went(row), "muted", "second", begin)
        write(painter, boxes["days"], days(row), "text", "second", end)

    def _bar(self, painter: QPainter, box: QRectF, row: "Passage", most: int) -> None:
        """All that entered pale, those that went on solid."""
        painter.setPen(Qt.PenStyle.NoPen)
        for count, tone in ((row.entered, "accent_ground"), (row.went_on, "accent")):
            wide = box.width() * count / most
            left = box.right() - wide if self.isRightToLeft() else box.left()
            painter.setBrush(theme.colour(tone))
            painter.drawRoundedRect(QRectF(left, box.top(), wide, box.height()), 4, 4)


def went(row: "Passage") -> str:
    """`37 of 44 went on`"""
    closed = row.went_on + row.lost
    share = _("{number} %").format(number=round(100 * row.went_on / closed)) if closed else ""
    words = _("{count} of {whole} went on").format(count=grouped(row.went_on), whole=grouped(row.entered))
    return f"{words} · {share}" if share else words


def days(row: "Passage") -> str:
    left = row.went_on + row.lost
    if not left:
        return "–"
    count = round(row.days / left)
    return ngettext("{count} day", "{count} days", count).format(count=grouped(count))


def win_rate(rows: "Sequence[Passage]") -> str:
    """Of all that ended: `63 % won · 41 days to win`; nothing where none ended."""
    won, lost = sum(row.won for row in rows), sum(row.lost for row in rows)
    if not won + lost:
        return ""
    share = _("{number} % won").format(number=round(100 * won / (won + lost)))
    whole = sum(row.days / (row.went_on + row.lost) for row in rows if row.went_on + row.lost)
    count = round(whole)
    return f"{share} · " + ngettext("{count} day from end to end", "{count} days from end to end", count).format(
        count=count
    )

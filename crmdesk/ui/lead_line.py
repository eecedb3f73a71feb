"""On the page of somebody: what they have asked for, and how far that is."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from crmdesk.i18n import _, ngettext
from crmdesk.ui import lead_words
from crmdesk.ui.desk import Desk
from crmdesk.widgets import icons, theme
from crmdesk.widgets.chips import paint_tag, tag_size
from crmdesk.widgets.parts import PaintedButton

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.lead_lists import LeadRow

_TABLES = frozenset({"leads", "scoring_rules"})


class LeadLine(PaintedButton):
    """Hidden where there is none; pressed, it leads there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._owner: bytes | None = None
        self._leads: list[LeadRow] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(36))
        self.hide()
        self.clicked.connect(self._open)
        desk.changed.connect(self._changed)

    def show_owner(self, owner: bytes) -> None:
        if owner != self._owner:
            self.hide()
        self._owner = owner
        self.look()

    def _changed(self, change: "Changed") -> None:
        if self._owner and change.tables & _TABLES:
            self.look()

    def look(self) -> None:
        if self._owner:
            today = date.today()  # noqa: DTZ011 - the wall
            self._desk.ask(partial(_read, self._owner, today), partial(self._show, self._owner), replace=self)

    def _show(self, owner: bytes, leads: "list[LeadRow]") -> None:
        if owner != self._owner:
            return
        self._leads = leads
        self.setVisible(bool(leads))
        if leads:
            self.setAccessibleName(_("Lead: {words}").format(words=", ".join(self._words())))
            self.update()

    def _words(self) -> tuple[str, str]:
        first, more = self._leads[0], len(self._leads) - 1
        others = ngettext("and {count} more", "and {count} more", more).format(count=more) if more else ""
        return first.subject or _("No subject"), " · ".join(filter(None, (lead_words.came(first), others)))

    def _open(self) -> None:
        if self._leads:
            self._desk.wanted.emit("leads", self._leads[0].id)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._leads:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("accent" if self.shows_ring() else "line"))
        painter.setBrush(theme.colour("hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        words, tone = lead_words.state(self._leads[0])
        size = tag_size(words)
        edge, middle = theme.px(12), self.rect().center()
        icon = QRect(edge, 0, theme.px(16), self.height())
        tag = QRect(edge + theme.px(26), middle.y() - size.height() // 2 + 1, size.width(), size.height())
        rest = QRect(tag.right() + theme.px(10), 0, self.width() - tag.right() - theme.px(22), self.height())
        icons.paint(painter, "user-plus", "muted", self._mirrored(icon).center())
        paint_tag(painter, QRectF(self._mirrored(tag)), words, tone)
        self._paint_words(painter, rest)

    def _paint_words(self, painter: QPainter, room: QRect) -> None:
        subject, more = self._words()
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(theme.font("medium"))
        shown = painter.fontMetrics().elidedText(subject, Qt.TextElideMode.ElideRight, room.width())
        wide = painter.fontMetrics().horizontalAdvance(shown) + theme.px(10)
        painter.setPen(theme.colour("text"))
        painter.drawText(self._mirrored(room), align, shown)
        painter.setFont(theme.font("second"))
        painter.setPen(theme.colour("muted"))
        left = room.adjusted(wide, 0, 0, 0)
        told = painter.fontMetrics().elidedText(more, Qt.TextElideMode.ElideRight, max(left.width(), 0))
        painter.drawText(self._mirrored(left), align, told)

    def _mirrored(self, box: QRect) -> QRect:
        box = QRect(box)
        if self.isRightToLeft():
            box.moveLeft(self.width() - box.right())
        return box


def _read(owner: bytes, today: date, store: "Store") -> "list[LeadRow]":
    """Those that are open, or to be asked again."""
    from crmdesk.services import lead_lists

    rows = lead_lists.of(store, owner, today)
    return [row for row in rows if row.status in lead_words.OPEN]

"""One reminder in a window: opened, done, put off or put away."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui import reminder_words
from crmdesk.ui.activity_rows import ICONS, OWN_ICON
from crmdesk.ui.moments import wall
from crmdesk.widgets import icons, theme
from crmdesk.widgets.parts import PaintedButton, button, flat, plain, rule, small_button

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.reminders import Reminder
    from crmdesk.ui.reminders import Reminders
    from crmdesk.ui.window import Window

_MORNING = time(9)


class ReminderRow(QWidget):
    """Pressed it opens; Done, put off, or put away."""

    def __init__(self, window: "Window", watch: "Reminders", reminder: "Reminder") -> None:
        super().__init__()
        self._window, self._desk, self._watch = window, window.desk, watch
        self.reminder = reminder
        self.line = rule()
        self.words = Words(ICONS.get(reminder.slot.type, OWN_ICON))
        self.words.clicked.connect(self.open)
        self.away = small_button("x", _("Put away"), lambda: watch.deal_with(reminder))
        self.snooze = flat(_("Snooze"), self._choose_time)
        self.done_button = button(_("Done"), self.complete)
        for part in (self.away, self.snooze, self.done_button):
            part.setAccessibleDescription(reminder_words.head(reminder))
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(theme.margins(8, 8, 8, 0))
        top.setSpacing(0)
        top.addWidget(self.words, 1)
        top.addWidget(self.away, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.margins(12, 2, 12, 12))
        foot.setSpacing(theme.px(4))
        foot.addStretch(1)
        foot.addWidget(self.snooze)
        foot.addWidget(self.done_button)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.line)
        down.addLayout(top)
        down.addLayout(foot)

    def tell(self, now: datetime) -> None:
        tone = "warning" if reminder_words.is_late(self.reminder, now) else "accent"
        self.words.tell(reminder_words.head(self.reminder), reminder_words.detail(self.reminder, now), tone, tone)

    def open(self) -> None:
        from crmdesk.ui.activity_sheet import open_sheet

        slot = self.reminder.slot
        self._watch.deal_with(self.reminder)
        open_sheet(self._desk, slot.activity_id, slot.instance)

    def complete(self) -> None:
        """The panel asks what came of it; what is only to be done is done."""
        from crmdesk.ui.activity_done import open_panel

        slot, desk = self.reminder.slot, self._desk
        if slot.type != "to-do":
            open_panel(desk, slot.activity_id, slot.instance)
            return

        def complete(store: "Store") -> None:
            from crmdesk.services import activities

            activities.complete(store, slot.activity_id, instance=slot.instance)

        self._watch.deal_with(self.reminder)
        desk.write(complete, lambda _none: desk.say_undoable(_("Done")))

    def snooze_times(self) -> list[tuple[str, datetime]]:
        now = self._watch.now()
        tomorrow = datetime.combine(now.date() + timedelta(days=1), _MORNING).astimezone()
        return [
            (_("10 minutes"), now + timedelta(minutes=10)),
            (_("1 hour"), now + timedelta(hours=1)),
            (wall(tomorrow.strftime("%Y-%m-%dT%H:%M")), tomorrow),
        ]

    def _choose_time(self) -> None:
        menu = QMenu(self)
        for words, until in self.snooze_times():
            menu.addAction(words, partial(self.put_off, until))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.snooze.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
        menu.setActiveAction(menu.actions()[0])

    def put_off(self, until: datetime) -> None:
        key, desk = self.reminder.slot.activity_id, self._desk

        def snooze(store: "Store") -> None:
            from crmdesk.services import reminders

            reminders.snooze(store, key, until)

        self._watch.deal_with(self.reminder)
        words = _("Comes again {when}").format(when=wall(until.strftime("%Y-%m-%dT%H:%M")))
        desk.write(snooze, lambda _none: desk.say(words))


class Words(PaintedButton):
    """What it is, and in how long; both end in dots where they are too long."""

    room = 6
    """Behind the words."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon, self._head, self._detail = icon, "", ""
        self._tone, self._detail_tone = "accent", "muted"
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def tell(self, head: str, detail: str, tone: str, detail_tone: str = "muted") -> None:
        self._head, self._detail, self._tone, self._detail_tone = head, detail, tone, detail_tone
        self.setAccessibleName(", ".join(filter(None, (head, detail))))
        self.setToolTip(plain(detail))
        self.update()

    def sizeHint(self) -> QSize:
        lines = QFontMetrics(theme.font("strong")).lineSpacing() + QFontMetrics(theme.font("second")).lineSpacing()
        return QSize(theme.px(200), lines + theme.px(14))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_hover(painter, QRectF(self.rect()))
        self._paint_mark(painter)
        height = QFontMetrics(theme.font("strong")).lineSpacing()
        top = theme.px(5) if self._detail else (self.height() - height) // 2
        self._paint_line(painter, self._head, top, height, "strong", "text")
        self._paint_line(
            painter, self._detail, top + height + 2, self.height() - top - height, "second", self._detail_tone
        )

    def _paint_mark(self, painter: QPainter) -> None:
        side = theme.px(28)
        left = theme.px(8)
        box = QRect(
            self.width() - left - side if self.isRightToLeft() else left, (self.height() - side) // 2, side, side
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(f"{self._tone}_ground"))
        painter.drawEllipse(box)
        icons.paint(painter, self._icon, self._tone, box.center() + QPoint(1, 1), 14)

    def _paint_line(self, painter: QPainter, text: str, top: int, height: int, font: str, tone: str) -> None:
        left, right = theme.px(46), theme.px(self.room)
        box = QRect(left, top, self.width() - left - right, height)
        if self.isRightToLeft():
            box.moveLeft(right)
        painter.setFont(theme.font(font))  # type: ignore[arg-type]
        painter.setPen(theme.colour(tone))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, shown)

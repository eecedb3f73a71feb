"""The agenda of a day: what stands where, how much is free between, and where the day is now."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, inside, ngettext
from crmdesk.ui import today_words
from crmdesk.ui.calendar_settings import habits
from crmdesk.ui.desk import Desk
from crmdesk.widgets import links, theme
from crmdesk.widgets.line_card import LineCard
from crmdesk.widgets.line_row import Line, LineRow
from crmdesk.widgets.parts import label, link, small_button

if TYPE_CHECKING:
    from crmdesk.domain.slots import Slot
    from crmdesk.services.today import Day

_LEAST_FREE = timedelta(minutes=30)
_MOST = 40
_LEAD = 90
Placed = tuple[Hashable, QWidget]


class AgendaCard(LineCard):
    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Agenda"), _("Nothing planned today"), _("The whole day is free."))
        self._desk = desk
        self._day: Day | None = None
        self._types: Mapping[str, str] = {}
        self._drawn: object = None
        self.plan = link(_("Plan something"), self.plan_new)
        self.way = link(_("Visits"), lambda: desk.asked.emit("visits"))
        self.way.hide()
        self.tools.addWidget(self.way)
        self.tools.addWidget(self.plan)

    def plan_new(self) -> None:
        from crmdesk.ui.activity_sheet import new_sheet

        new_sheet(self._desk, starts=date.today().isoformat())  # noqa: DTZ011 - by the clock on the wall

    def show_day(self, day: "Day", types: Mapping[str, str], now: datetime) -> None:
        self._day, self._types = day, types
        self.way.setVisible(bool(day.places))
        self.show_now(now)

    def show_now(self, now: datetime) -> None:
        """As time goes by; nothing is drawn anew while it looks the same."""
        if self._day is None:
            return
        told = (self._day, self._types, now.isoformat(timespec="minutes"))
        if told != self._drawn:
            self._drawn = told
            self.show_lines(self._make(self._day, now))

    def next_slot(self, now: datetime) -> "Slot | None":
        """What is on or comes next, by the clock."""
        told = now.isoformat(timespec="minutes")
        timed = (slot for slot in self._day.agenda if not slot.is_day and not slot.is_done) if self._day else ()
        return next((slot for slot in timed if max(slot.ends, slot.starts) > told or slot.starts >= told), None)

    def _make(self, day: "Day", now: datetime) -> list[Placed]:
        shown = day.agenda[:_MOST]
        whole = [slot for slot in shown if slot.is_day and slot.type != "to-do"]
        tasks = [slot for slot in shown if slot.is_day and slot.type == "to-do"]
        timed = [slot for slot in shown if not slot.is_day]
        made = [self._row(slot, _("all day")) for slot in whole]
        made += self._timed(timed, now)
        made += [self._row(slot, _("any time")) for slot in tasks]
        if left := len(day.agenda) - len(shown):
            words = ngettext("{count} more in the calendar", "{count} more in the calendar", left).format(count=left)
            made.append(("more", link(words, lambda: self._desk.wanted.emit("calendar", day.day))))
        return made

    # By the clock

    def _timed(self, slots: "Sequence[Slot]", now: datetime) -> list[Placed]:
        if not slots:
            return []
        made: list[Placed] = []
        at, coming = now.replace(second=0, microsecond=0), self.next_slot(now)
        free_from = max(at, datetime.combine(at.date(), time()) + timedelta(minutes=habits().works_from))
        has_now = False
        for slot in slots:
            begin, end = datetime.fromisoformat(slot.starts), datetime.fromisoformat(slot.ends)
            if begin >= at and not has_now:
                made.append(("now", NowLine(at)))
                has_now = True
            made += _gap(free_from, begin, slot.starts)
            made.append(self._row(slot, today_words.clock(slot.starts), is_next=slot is coming))
            free_from = max(free_from, end)
        if not has_now:
            made.append(("now", NowLine(at)))
        return made

    def _row(self, slot: "Slot", lead: str, *, is_next: bool = False) -> Placed:
        place = self._day.places.get(slot.activity_id, "") if self._day else ""
        people = ", ".join(slot.people) if slot.subject else ""
        until = today_words.clock(slot.ends) if not slot.is_day and slot.ends != slot.starts else ""
        kind = self._types.get(slot.type, slot.type)
        line = Line(
            today_words.title_of(slot, self._types),
            " · ".join(filter(None, (people, place or slot.place))),
            mark=lead,
            below=until,
            tag=_("done") if slot.is_done else inside(kind),
            tone="good" if slot.is_done else today_words.tone_of(slot.type),
            is_done=slot.is_done,
            is_next=is_next,
        )
        row = LineRow(line, {Qt.Key.Key_D: "complete"})
        row.clicked.connect(lambda: self._open(slot))
        row.keyed.connect(partial(self._complete, slot))
        if place:
            row.add_button(small_button("map-pin", _("Show {place} on a map").format(place=place),
                                        partial(self._open_map, place)))  # fmt: skip
        return (slot.activity_id, slot.instance), row

    def _open(self, slot: "Slot") -> None:
        from crmdesk.ui.activity_sheet import open_sheet

        open_sheet(self._desk, slot.activity_id, slot.instance)

    def _complete(self, slot: "Slot", _what: str) -> None:
        from crmdesk.ui.activity_done import open_panel

        if not slot.is_done:
            self.stay_at((slot.activity_id, slot.instance))
            open_panel(self._desk, slot.activity_id, slot.instance)

    def _open_map(self, place: str) -> None:
        from crmdesk.ui.reach import map_way

        try:
            links.open_external(map_way([place]).address)
        except UserError as error:
            self._desk.unmet.emit(error)


def _gap(begin: datetime, end: datetime, key: str) -> list[Placed]:
    if end - begin < _LEAST_FREE:
        return []
    words = label(today_words.free(begin, end), "second", "muted")
    words.setContentsMargins(theme.margins(0, 6, 0, 6))
    words.setIndent(theme.px(_LEAD))
    return [(("free", key), words)]


class NowLine(QWidget):
    """Where the day is: the time and a line across."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self._words = today_words.clock(now.isoformat(timespec="minutes"))
        self.setAccessibleName(_("Now: {time}").format(time=self._words))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_mirrored = self.isRightToLeft()
        painter.setPen(theme.colour("bad"))
        painter.setFont(theme.font("tag"))
        box = QRect(theme.px(16), 0, self.width() - theme.px(32), self.height())
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, self._words)
        begin, end, middle = theme.px(_LEAD), self.width() - theme.px(16), self.height() // 2
        if is_mirrored:
            begin, end = self.width() - begin, theme.px(16)
        painter.drawLine(begin, middle, end, middle)
        painter.setBrush(theme.colour("bad"))
        painter.drawEllipse(QRect(begin - theme.px(3), middle - theme.px(3), theme.px(6), theme.px(6)))

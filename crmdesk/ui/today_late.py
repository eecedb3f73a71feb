"""What should be done by now: ticked, put to today or tomorrow, or completed with what came of it."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from crmdesk.i18n import _
from crmdesk.ui import today_words
from crmdesk.ui.desk import Desk
from crmdesk.ui.moments import wall
from crmdesk.widgets.line_card import LineCard
from crmdesk.widgets.line_row import Line, LineRow
from crmdesk.widgets.parts import button, link

if TYPE_CHECKING:
    from crmdesk.domain.slots import Slot
    from crmdesk.services.files import Store
    from crmdesk.services.today import Day

_MOST = 5
_KEYS = {
    Qt.Key.Key_Space: "tick",
    Qt.Key.Key_T: "today",
    Qt.Key.Key_Plus: "tomorrow",
    Qt.Key.Key_D: "complete",
}


class LateCard(LineCard):
    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Overdue"))
        self._desk = desk
        self._shown: object = None
        self._all = link("", lambda: self._desk.wanted.emit("tasks", None))
        self.tools.addWidget(self._all)

    def show_day(self, day: "Day", types: Mapping[str, str]) -> None:
        if (shown := (day.day, day.late, day.late_count, types)) == self._shown:
            return
        self._shown = shown
        self.show_lines([(_key(slot), self._row(slot, types, day)) for slot in day.late[:_MOST]])
        self._all.setText(_("All {count}").format(count=day.late_count))
        self._all.setVisible(day.late_count > _MOST)
        self.setVisible(bool(day.late))

    def _row(self, slot: "Slot", types: Mapping[str, str], day: "Day") -> LineRow:
        title = today_words.title_of(slot, types)
        people = ", ".join(slot.people) if slot.subject else ""
        line = Line(title, " · ".join(filter(None, (today_words.day_and_time(slot.starts), people))), "tick")
        row = LineRow(line, _KEYS)
        row.clicked.connect(lambda: self._open(slot))
        row.keyed.connect(partial(self._act, slot, day))
        for words, what in ((_("Today"), "today"), (_("Tomorrow"), "tomorrow")):
            made = button(words, partial(self._act, slot, day, what), kind="menu")
            made.setAccessibleName(_("{title}: put off to {day}").format(title=title, day=words))
            row.add_button(made)
        return row

    def _open(self, slot: "Slot") -> None:
        from crmdesk.ui.activity_sheet import open_sheet

        open_sheet(self._desk, slot.activity_id, slot.instance)

    def _act(self, slot: "Slot", day: "Day", what: str) -> None:
        if what == "tick":
            self._tick(slot)
        elif what == "complete":
            from crmdesk.ui.activity_done import open_panel

            self.stay_at(_key(slot))
            open_panel(self._desk, slot.activity_id, slot.instance)
        else:
            self._put_off(slot, (day.day + timedelta(days=what == "tomorrow")).isoformat())

    def _tick(self, slot: "Slot") -> None:
        def tick(store: "Store") -> None:
            from crmdesk.services import activities

            activities.complete(store, slot.activity_id, instance=slot.instance)

        self._desk.write(tick, lambda _none: self._desk.say_undoable(_("Done")))

    def _put_off(self, slot: "Slot", day: str) -> None:
        def put_off(store: "Store") -> None:
            from crmdesk.services import tasks

            tasks.set_day(store, [tasks.TaskKey(slot.activity_id, slot.instance, slot.starts)], day)

        words = _("Moved to {day}").format(day=wall(day))
        self._desk.write(put_off, lambda _none: self._desk.say_undoable(words))


def _key(slot: "Slot") -> tuple[bytes, str]:
    return slot.activity_id, slot.instance

"""Calls to make, in their order: dialled, timed and completed one after the other without letting go of the keys."""

from collections.abc import Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from crmdesk.i18n import _
from crmdesk.ui import today_words
from crmdesk.ui.desk import Desk
from crmdesk.widgets import theme
from crmdesk.widgets.line_card import LineCard
from crmdesk.widgets.line_row import Line, LineRow
from crmdesk.widgets.parts import label, link, plain, small_button

if TYPE_CHECKING:
    from crmdesk.services.today import Call, Day
    from crmdesk.ui.today_strip import CallStrip

_KEYS = {
    Qt.Key.Key_Return: "complete",
    Qt.Key.Key_Enter: "complete",
    Qt.Key.Key_D: "complete",
    Qt.Key.Key_E: "sheet",
    Qt.Key.Key_O: "page",
}
_SECTIONS = {"contact": "contacts", "company": "companies"}


class CallsCard(LineCard):
    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Calls to make, in order"), _("No calls to make."))
        self._desk = desk
        self._shown: object = None
        self.called: Call | None = None
        self._hint = label(
            _("Space dials, Enter tells what came of it, E opens the call, O the person"), "second", "muted", wraps=True
        )
        self._hint.setContentsMargins(theme.margins(16, 4, 16, 14))
        self._hint.hide()
        self._all = link("", lambda: self._desk.wanted.emit("tasks", None))
        self.tools.addWidget(self._all)
        self._all.hide()
        self._foot.addWidget(self._hint)

    @cached_property
    def strip(self) -> "CallStrip":
        """Made for the first call: at the start there is no time for it."""
        from crmdesk.ui.today_strip import CallStrip

        made = CallStrip(self._desk)
        made.completing.connect(self._complete_called)
        return made

    def show_day(self, day: "Day", types: Mapping[str, str]) -> None:
        if (shown := (day.calls, day.call_count, types)) == self._shown:
            return
        self._shown = shown
        keys = [_key(call) for call in day.calls]
        if self.called and _key(self.called) not in keys:
            self.called = None
            self.strip.rest()
        self.show_lines([(key, self._row(call, types)) for key, call in zip(keys, day.calls, strict=True)])
        if self.called:
            self._put_strip_under(self.called)
        self._hint.setVisible(bool(keys))
        self._all.setText(_("All {count}").format(count=day.call_count))
        self._all.setVisible(day.call_count > len(keys))

    def _row(self, call: "Call", types: Mapping[str, str]) -> LineRow:
        slot = call.slot
        tag, tone = today_words.tag_of(call)
        number = call.phone["value"] if call.phone else ""
        about = slot.subject if slot.subject != call.name else ""
        late = today_words.day_and_time(slot.starts) if call.is_late else ""
        told = (number, late, about if call.name else "", today_words.said(call.last, types))
        line = Line(
            call.name or slot.subject or types.get("call", "call"),
            " · ".join(filter(None, told)),
            "face",
            call.person or slot.activity_id,
            more=call.company if call.company != call.name else "",
            tag=tag,
            tone=tone,
        )
        row = LineRow(line, _KEYS)
        row.setToolTip(plain(line.detail))
        row.clicked.connect(lambda: self.dial(call))
        row.keyed.connect(partial(self._act, call))
        if number:
            words = _("Call {name}, {number}").format(name=call.name, number=number)
            row.add_button(small_button("phone", words, partial(self.dial, call)))
        words = _("Complete the call to {name}").format(name=line.title)
        row.add_button(small_button("check", words, partial(self.complete, call)))
        return row

    # Acting

    def _act(self, call: "Call", what: str) -> None:
        if what == "complete":
            self.complete(call)
        elif what == "sheet":
            self._open(call)
        elif call.person:
            self._desk.wanted.emit(_SECTIONS[call.kind], call.person)

    def dial(self, call: "Call") -> None:
        """Without a number there is only the call to be looked at."""
        if call.phone is None:
            self._open(call)
            return
        self.called = call
        self.stay_at(_key(call))
        self._put_strip_under(call)
        self.strip.call(call)

    def _open(self, call: "Call") -> None:
        from crmdesk.ui.activity_sheet import open_sheet

        open_sheet(self._desk, call.slot.activity_id, call.slot.instance)

    def _put_strip_under(self, call: "Call") -> None:
        row = next(widget for key, widget in self.placed if key == _key(call))
        self._lines.removeWidget(self.strip)
        self._lines.insertWidget(self._lines.indexOf(row) + 1, self.strip)

    def _complete_called(self) -> None:
        if self.called:
            self.complete(self.called)

    def complete(self, call: "Call") -> None:
        """The next one then has the keyboard."""
        from crmdesk.ui.activity_done import open_panel

        self.stay_at(_key(call))
        open_panel(self._desk, call.slot.activity_id, call.slot.instance)


def _key(call: "Call") -> tuple[bytes, str]:
    return call.slot.activity_id, call.slot.instance

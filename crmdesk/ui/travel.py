"""The way of a day: its visits in order, with addresses, numbers and the time between; to a map, or onto paper."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, ngettext
from crmdesk.ui import today_words
from crmdesk.ui.activity_times import length_in_words
from crmdesk.widgets import links, theme
from crmdesk.widgets.beside import scroller
from crmdesk.widgets.calendar_times import day_words
from crmdesk.widgets.line_row import Line, LineRow
from crmdesk.widgets.parts import icon_button, label, link, quiet, rule, small_button
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.travel import Stop
    from crmdesk.ui.window import Window

_WIDTH, _LEAD = 640, 90
_MOST_OF_ROUTE = 11
"""Stops that a route of a map can have."""


class Travel(Sheet):
    def __init__(self, window: "Window", day: date) -> None:
        super().__init__(window, _("Visits of a day"), width=_WIDTH)
        self._window, self.day = window, day
        self.stops: list[Stop] = []
        self.close_button.setText(_("Close"))
        self._head = label("", "strong")
        self._rows = QVBoxLayout(holder := QWidget())
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._area = scroller(holder)
        self.route = link(_("Route in Google Maps"), self._open_route)
        self.paper = quiet(_("On paper"), self._print, "printer")
        self._arrange()
        self.look()

    def _arrange(self) -> None:
        across = QHBoxLayout()
        across.addWidget(icon_button("chevron-left", _("Day before"), lambda: self.turn(-1)))
        across.addWidget(icon_button("chevron-right", _("Day after"), lambda: self.turn(1)))
        across.addSpacing(theme.px(8))
        across.addWidget(self._head, 1)
        self.body.addLayout(across)
        self.body.addWidget(rule())
        self.body.addWidget(self._area, 1)
        self.give_height(self._area, 360)
        self.buttons.insertWidget(0, self.route)
        self.buttons.insertWidget(2, self.paper)

    def turn(self, days: int) -> None:
        self.day = date.fromordinal(self.day.toordinal() + days)
        self.look()

    def look(self) -> None:
        day = self.day

        def find(store: "Store") -> "list[Stop]":
            from crmdesk.services import travel

            return travel.stops(store, day)

        self._window.desk.ask(find, self._show, replace=(id(self), "stops"))

    def _show(self, stops: "list[Stop]") -> None:
        self.stops = stops
        words = ngettext("{count} visit", "{count} visits", len(stops)).format(count=len(stops))
        self._head.setText(f"{day_words(self.day, is_long=True)} · {words}")
        while item := self._rows.takeAt(0):
            if gone := item.widget():
                gone.hide()
                gone.deleteLater()
        for number, stop in enumerate(stops, 1):
            self._add(number, stop)
        if not stops:
            nothing = label(_("No visit with an address is planned."), "body", "muted", wraps=True)
            nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
            nothing.setContentsMargins(theme.margins(0, 40, 0, 40))
            self._rows.addWidget(nothing)
        self._rows.addStretch(1)
        self.route.setVisible(bool(stops))
        self.paper.setEnabled(bool(stops))

    def _add(self, number: int, stop: "Stop") -> None:
        if stop.minutes is not None:
            self._rows.addWidget(_way(stop.minutes))
        slot = stop.slot
        who = " · ".join(filter(None, (stop.name, stop.company)))
        line = Line(
            f"{number}. {who or slot.subject}",
            stop.place,
            more=slot.subject if who else "",
            mark=_("any time") if slot.is_day else today_words.clock(slot.starts),
            below="" if slot.is_day or slot.ends == slot.starts else today_words.clock(slot.ends),
            is_done=slot.is_done,
        )
        row = LineRow(line)
        row.clicked.connect(partial(self._open, stop))
        if stop.phone:
            words = _("Call {name}").format(name=stop.name)
            row.add_button(small_button("phone", words, partial(self._call, stop)))
        words = _("Show {place} on a map").format(place=stop.place)
        row.add_button(small_button("map-pin", words, partial(self._open_map, stop.place)))
        self._rows.addWidget(row)

    def _open(self, stop: "Stop") -> None:
        from crmdesk.ui.activity_sheet import open_sheet

        self.accept()
        open_sheet(self._window.desk, stop.slot.activity_id, stop.slot.instance if stop.slot.is_series else "")

    # Outside

    def _call(self, stop: "Stop") -> None:
        from crmdesk.ui.reach import phone_way

        if stop.phone:
            self._go(phone_way(stop.phone).address)

    def _open_map(self, place: str) -> None:
        from crmdesk.ui.reach import map_way

        self._go(map_way([place]).address)

    def _open_route(self) -> None:
        if self.stops:  # pressed before they have come
            self._go(route_address([stop.place for stop in self.stops]))

    def _go(self, address: str) -> None:
        try:
            links.open_external(address)
        except UserError as error:
            self._window.desk.unmet.emit(error)

    def _print(self) -> None:
        from crmdesk.ui.day_paper import DayPaper

        window, day = self._window, self.day
        self.accept()
        DayPaper(window, "visits", day).open()


def route_address(places: list[str]) -> str:
    """From where one is, by all of them in their order (Maps URLs, api=1)."""
    *between, last = [quote(place, safe="") for place in places[:_MOST_OF_ROUTE]]
    by = f"&waypoints={'%7C'.join(between)}" if between else ""
    return f"https://www.google.com/maps/dir/?api=1&destination={last}{by}"


def _way(minutes: int) -> QWidget:
    """The time between two stops."""
    words = _("{time} in between").format(time=length_in_words(minutes)) if minutes > 0 else _("No time in between")
    made = label(words, "second", "muted" if minutes > 0 else "warning")
    made.setContentsMargins(theme.margins(0, 4, 0, 4))
    made.setIndent(theme.px(_LEAD))
    return made


def open_list(window: "Window") -> None:
    """Of the day that the calendar shows, else of today."""
    from crmdesk.ui.calendar import CalendarScreen

    screen = window.screens.get(window.section)
    today = date.today()  # noqa: DTZ011 - by the clock on the wall
    Travel(window, screen.board.chosen_day() if isinstance(screen, CalendarScreen) else today).open()

"""People to think of: whose day comes soon, and who fell through."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from crmdesk.i18n import _, ngettext
from crmdesk.ui import today_words
from crmdesk.ui.desk import Desk
from crmdesk.ui.moments import ahead
from crmdesk.widgets.line_card import LineCard
from crmdesk.widgets.line_row import Line, LineRow
from crmdesk.widgets.parts import icon_button, link

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.silence import Silent
    from crmdesk.services.today import Coming

MOST, _MOST_DAYS = 4, 6
_POST = timedelta(days=3)
"""A card takes so long."""
_PLAN = {Qt.Key.Key_P: "plan"}
_NO_KEYS: dict[Qt.Key, str] = {}


class DaysCard(LineCard):
    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Birthdays and anniversaries"), _("None in the next 7 days."))
        self._desk = desk
        self._shown: object = None

    def show_days(self, today: date, coming: "Sequence[Coming]") -> None:
        if (shown := (today, list(coming))) == self._shown:
            return
        self._shown = shown
        self.show_lines([((one.day.contact_id, one.day.field), self._row(today, one)) for one in coming[:_MOST_DAYS]])
        left = len(coming) - _MOST_DAYS
        self.told.setText(ngettext("and {count} more", "and {count} more", left).format(count=left) if left > 0 else "")

    def _row(self, today: date, one: "Coming") -> LineRow:
        day = one.day
        line = Line(
            day.name,
            " · ".join((ahead((day.day - today).days), _what(day.field, day.years))),
            "face",
            day.contact_id,
            tag=_("card planned") if one.is_planned else "",
            tone="good",
        )
        row = LineRow(line, _NO_KEYS if one.is_planned else _PLAN)
        row.clicked.connect(lambda: self._desk.wanted.emit("contacts", day.contact_id))
        row.keyed.connect(lambda _what: self._plan(today, one))
        if not one.is_planned:
            plan = link(_("Plan a card"), lambda: self._plan(today, one))
            plan.setAccessibleName(_("Plan a card for {name}").format(name=day.name))
            row.add_button(plan)
        return row

    def _plan(self, today: date, one: "Coming") -> None:
        """To be posted in time."""
        subject = _("Birthday card") if one.day.field == "birthday" else _("Anniversary card")
        starts = max(today, one.day.day - _POST)
        words = _("Card planned for {day}").format(day=ahead((starts - today).days))
        _plan(self._desk, one.day.contact_id, "letter", subject, starts, words)


class SilentCard(LineCard):
    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Falling through"), _("Nobody. Everyone you meant to stay in touch with has a next step."))
        self._desk = desk
        self._shown: object = None
        self.tools.addWidget(icon_button("settings", _("How long is too long?"), self.choose_limits))

    def choose_limits(self) -> None:
        from crmdesk.ui.today_limits import open_limits

        open_limits(self._desk)

    def show_people(self, today: date, people: "Sequence[Silent]") -> None:
        """One more than there is room for tells that there are more."""
        if (shown := (today, list(people))) == self._shown:
            return
        self._shown = shown
        self.show_lines([(one.id, self._row(today, one)) for one in people[:MOST]])
        self.told.setText(_("and more") if len(people) > MOST else "")

    def _row(self, today: date, one: "Silent") -> LineRow:
        row = LineRow(Line(one.name, today_words.silence(one), "face", one.id), _PLAN)
        row.clicked.connect(lambda: self._desk.wanted.emit("contacts", one.id))
        row.keyed.connect(lambda _what: self._plan(today, one))
        plan = link(_("Plan a call"), lambda: self._plan(today, one))
        plan.setAccessibleName(_("Plan a call to {name}").format(name=one.name))
        row.add_button(plan)
        return row

    def _plan(self, today: date, one: "Silent") -> None:
        words = _("Call to {name} planned for today").format(name=one.name)
        _plan(self._desk, one.id, "call", _("Stay in touch"), today, words)


def _what(field: str, years: int | None) -> str:
    if field == "birthday":
        return ngettext("turns {count}", "turns {count}", years).format(count=years) if years else _("birthday")
    if years:
        return ngettext("{count} year together", "{count} years together", years).format(count=years)
    return _("anniversary")


def _plan(desk: Desk, person: bytes, kind: str, subject: str, day: date, words: str) -> None:
    def plan(store: "Store") -> bytes:
        from crmdesk.services import activities

        return activities.plan(store, [person], kind, subject, day.isoformat())

    desk.write(plan, lambda _key: desk.say_undoable(words))

"""Leads that wait: those laid aside whose day has come, and new ones that nobody has taken up."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from crmdesk.domain.whose import ME, Whose
from crmdesk.i18n import _
from crmdesk.ui import lead_words
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.widgets.line_card import LineCard
from crmdesk.widgets.line_row import Line, LineRow
from crmdesk.widgets.parts import link

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.lead_lists import LeadRow

_MOST = 4


class LeadsCard(LineCard):
    """Hidden while none waits."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Leads that wait"))
        self._desk = desk
        self._shown: object = None
        self._all = link("", lambda: desk.wanted.emit("leads", None))
        self.tools.addWidget(self._all)
        self.hide()

    def show_leads(self, rows: "list[LeadRow]") -> None:
        if rows == self._shown:
            return
        self._shown = rows
        self.show_lines([(row.id, self._row(row)) for row in rows[:_MOST]])
        self._all.setText(_("All {count}").format(count=grouped(len(rows))))
        self._all.setVisible(len(rows) > _MOST)
        self.setVisible(bool(rows))

    def _row(self, lead: "LeadRow") -> LineRow:
        words, tone = lead_words.state(lead)
        row = LineRow(Line(lead.name, lead.subject or lead.company, "face", lead.owner_id, tag=words, tone=tone))
        row.clicked.connect(lambda: self._desk.wanted.emit("leads", lead.id))
        take = link(_("Take up"), lambda: self._take(lead))
        take.setAccessibleName(_("Take up the lead of {name}").format(name=lead.name))
        row.add_button(take)
        return row

    def _take(self, lead: "LeadRow") -> None:
        self._desk.write(partial(_take_up, lead.id), lambda _none: self._desk.say_undoable(_("In work")))


def _take_up(key: bytes, store: "Store") -> None:
    from crmdesk.services import leads

    leads.set_status(store, key, "working")


def waiting(today: date, whose: str, store: "Store") -> "list[LeadRow]":
    """Those to be asked again first, then by points."""
    from crmdesk.services import lead_lists, team

    seen = Whose(("", store.author), is_only=True) if whose == ME else team.look(store).whose(whose)
    rows = [row for row in lead_lists.waiting(store, today) if seen.takes(row.responsible)]
    return sorted(rows, key=lambda row: (row.status != lead_lists.AGAIN, -row.points, row.days))

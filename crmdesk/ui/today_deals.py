"""Open deals for which nothing is planned: the longest forgotten first."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.numbers import grouped
from crmdesk.widgets.line_card import LineCard
from crmdesk.widgets.line_row import Line, LineRow
from crmdesk.widgets.parts import link

if TYPE_CHECKING:
    from crmdesk.services.deal_lists import DealRow
    from crmdesk.services.files import Store

_FEW, _MOST = 4, 60
"""Shown at once, and when all are wanted."""
_PLAN = {Qt.Key.Key_P: "plan"}


class AimlessCard(LineCard):
    """Hidden while every deal has a next step."""

    drawn = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Deals without next step"))
        self._desk = desk
        self._shown: tuple[list[DealRow], int] = [], 0
        self._is_whole = False
        self.all_button = link("", self._show_all)
        self.tools.addWidget(self.all_button)
        self.hide()

    def show_deals(self, found: "tuple[list[DealRow], int]") -> None:
        if found != self._shown:
            self._shown = found
            self._draw()

    def _draw(self) -> None:
        rows, count = self._shown
        self.show_lines([(row.id, self._row(row)) for row in rows[: _MOST if self._is_whole else _FEW]])
        all_of_them = _("All {count}").format(count=grouped(count))
        self.all_button.setText(_("Fewer") if self._is_whole else all_of_them)
        self.all_button.setVisible(count > _FEW)
        self.setVisible(bool(rows))
        self.drawn.emit()

    def _show_all(self) -> None:
        self._is_whole = not self._is_whole
        self._draw()

    def _row(self, deal: "DealRow") -> LineRow:
        from crmdesk.ui import amounts

        worth = amounts.shown(deal.amount, deal.currency) if deal.amount is not None else ""
        detail = " · ".join(filter(None, (deal.who, worth, deal.stage)))
        row = LineRow(Line(deal.name, detail, "icon", "square-kanban"), _PLAN)
        row.clicked.connect(lambda: self._desk.wanted.emit("deals", deal.id))
        row.keyed.connect(lambda _what: self._plan(deal))
        plan = link(_("Plan a call"), lambda: self._plan(deal))
        plan.setAccessibleName(_("Plan a call for {name}").format(name=deal.name))
        row.add_button(plan)
        return row

    def _plan(self, deal: "DealRow") -> None:
        words = _("Call for {name} planned for today").format(name=deal.name)
        self._desk.write(partial(_plan_call, deal.id, deal.name), lambda _key: self._desk.say_undoable(words))


def _plan_call(deal: bytes, name: str, store: "Store") -> bytes:
    from crmdesk.services import activities

    return activities.plan(store, [deal], "call", name, date.today().isoformat())  # noqa: DTZ011 - the wall


def aimless(whose: str, store: "Store") -> "tuple[list[DealRow], int]":
    from crmdesk.services import deal_lists, team

    with store.read() as session:
        return deal_lists.aimless(session, _MOST, team.of(session, store.author).whose(whose))

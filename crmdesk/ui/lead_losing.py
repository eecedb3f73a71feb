"""A lead that came to nothing: why, and when to ask again."""

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crmdesk.i18n import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.editor import Editor
from crmdesk.ui.moments import wall
from crmdesk.widgets.fields import ChoiceField, DateField
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.form import Form
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import button
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.lead_lists import LeadRow


class Losing(Sheet):
    def __init__(self, parent: QWidget, desk: Desk, lead: "LeadRow") -> None:
        super().__init__(parent, _("Lost: {name}").format(name=lead.name), width=460)
        self._desk, self._lead = desk, lead
        self._editor = Editor(desk, "contact")
        self._editor.setParent(self)
        self.reason = ChoiceField(_("Reason"), [], own_words=True)
        self.day = DateField(_("Ask again on"))
        self.problem = Problem()
        self._arrange()
        self.lose_button = self.set_primary(_("Lay aside"), self.lose)

    def _arrange(self) -> None:
        form = Form()
        form.add(_("reason"), self.reason)
        form.add(_("ask again on"), self.day)
        self.body.addWidget(form)
        holder = QWidget()
        flow = FlowLayout(holder, 6)
        for days, words in ((91, _("in 3 months")), (182, _("in half a year")), (364, _("in a year"))):
            flow.addWidget(button(words, partial(self.set_days, days), kind="dashed"))
        flow.addWidget(button(_("never"), partial(self.set_days, 0), kind="dashed"))
        self.body.addWidget(holder)
        self.body.addWidget(self.problem)
        for field in (self.reason, self.day):
            field.kept.connect(field.set_value)
        self._editor.offer(self.reason, "lost reason")
        self.reason.setFocus()

    def set_days(self, days: int) -> None:
        self.day.take_back()
        today = date.today()  # noqa: DTZ011 - the wall
        self.day.set_value((today + timedelta(days=days)).isoformat() if days else "")

    def lose(self) -> None:
        for field in (self.reason, self.day):
            field.keep()
        if self.day.problem():
            return
        key, reason, day = self._lead.id, str(self.reason.value() or ""), str(self.day.value() or "")

        def lose(store: "Store") -> None:
            from crmdesk.services import leads

            leads.lose(store, key, reason, day or None)

        self._desk.write(lose, partial(self._lost, day), self._refuse)

    def _lost(self, day: str, _none: object) -> None:
        self.accept()
        words = _("Laid aside until {day}").format(day=wall(day)) if day else _("Laid aside")
        self._desk.say_undoable(words)

    def _refuse(self, error: Exception) -> None:
        self.problem.say(words_of(error))
        self.refit()

"""A lead becomes a deal: what it is called, where it begins and what it may bring; contact and company come along."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui import amounts
from crmdesk.ui.desk import Desk
from crmdesk.ui.suggest import Suggest
from crmdesk.widgets import dates, theme
from crmdesk.widgets.choosers import Chooser
from crmdesk.widgets.fields import DateField
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import label
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.lead_lists import LeadRow
    from crmdesk.services.pipelines import PipelineRow


@dataclass(frozen=True, slots=True)
class _Known:
    pipelines: "list[PipelineRow]"
    currency: str


class Qualify(Sheet):
    def __init__(self, parent: QWidget, desk: Desk, lead: "LeadRow") -> None:
        super().__init__(parent, _("Qualify {name}").format(name=lead.name), width=500)
        self._desk, self._lead = desk, lead
        self._known = _Known([], "")
        self.name = QLineEdit(lead.subject)
        self.company = QLineEdit()
        self.amount = QLineEdit()
        self.day = DateField(_("Expected close"))
        self.pipeline = Chooser(_("Pipeline"), ())
        self.stage = Chooser(_("Stage"), ())
        self.problem = Problem()
        self._arrange()
        self.make_button = self.set_primary(_("Make the deal"), self.make)
        self.make_button.setEnabled(False)
        self.pipeline.chosen.connect(self._show_stages)
        desk.ask(_known, self._show)

    def _arrange(self) -> None:
        self.day.kept.connect(self.day.set_value)
        self.day.edit.setProperty("inline", False)
        soon = date.today() + timedelta(days=30)  # noqa: DTZ011 - the wall
        self.day.set_placeholder(_("such as {day}").format(day=dates.show(soon.isoformat())))
        self.company.setPlaceholderText(_("Where {name} works").format(name=self._lead.name))
        Suggest(self._desk, self.company, "company")
        rows = [(_("Deal"), self.name), (_("Amount"), self.amount), (_("Expected close"), self.day)]
        if self._lead.kind == "contact" and not self._lead.company:
            rows.insert(1, (_("Company"), self.company))
        for text, part in rows:
            self._add(text, part)
        self._row = self._add(_("Begins in"), self._begins())
        self.body.addWidget(self.problem)
        self.name.selectAll()
        (self.name if not self._lead.subject else self.amount).setFocus()

    def _begins(self) -> QWidget:
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(8))
        across.addWidget(self.pipeline, 1)
        across.addWidget(self.stage, 1)
        return holder

    def _add(self, text: str, part: QWidget) -> QWidget:
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(8))
        head = label(text, "second", "muted", wraps=True)
        head.setFixedWidth(theme.px(theme.LABEL_WIDTH))
        across.addWidget(head, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(part, 1)
        part.setAccessibleName(text)
        self.body.addWidget(holder)
        return holder

    def _show(self, known: _Known) -> None:
        self._known = known
        for row in known.pipelines:
            self.pipeline.addItem(row.name, row.id)
        self.pipeline.setVisible(len(known.pipelines) > 1)
        self._show_stages()
        self.make_button.setEnabled(True)

    def _show_stages(self, _key: object = None) -> None:
        row = next((row for row in self._known.pipelines if row.id == self.pipeline.value()), None)
        self.stage.clear()
        for stage in row.stages if row else ():
            self.stage.addItem(stage.name, stage.id)
        self._row.setVisible(bool(row))
        if self.isVisible():
            self.refit()
        self.amount.setPlaceholderText(self._currency())

    def _currency(self) -> str:
        """Of the deal: as it is written beside the amount, else as the pipeline or the file has it."""
        from crmdesk.domain.money import is_currency

        typed = [word.upper() for word in self.amount.text().split()]
        said = next((word for word in typed if is_currency(word)), "")
        own = next((row.currency for row in self._known.pipelines if row.id == self.pipeline.value()), None)
        return said or own or self._known.currency

    def make(self) -> None:
        from crmdesk.domain.money_formats import read_amount

        self.day.keep()
        if self.day.problem():
            return
        currency = self._currency()
        try:
            amount = read_amount(self.amount.text(), currency, amounts.locale()) if self.amount.text().strip() else None
        except UserError as error:
            self._refuse(error)
            return
        values = {"amount": amount, "currency": currency, "expected_on": self.day.value() or None}
        told = (self._lead.id, self.name.text(), self.stage.value(), self.company.text(), values)
        self.make_button.setEnabled(False)
        self._desk.write(partial(_qualify, told), self._made, self._refuse)

    def _made(self, deal: bytes) -> None:
        self.accept()
        self._desk.say_undoable(_("{name} is a deal now").format(name=self._lead.name))
        self._desk.wanted.emit("deals", deal)

    def _refuse(self, error: Exception) -> None:
        self.make_button.setEnabled(True)
        self.problem.say(words_of(error))
        self.refit()


def _known(store: "Store") -> _Known:
    from crmdesk.services import money, pipelines

    with store.read() as session:
        return _Known(pipelines.pipelines(session), money.currency(session))


def _qualify(told: "tuple[bytes, str, bytes | None, str, dict[str, object]]", store: "Store") -> bytes:
    from crmdesk.services import leads

    key, name, stage, company, values = told
    return leads.qualify(store, key, name, stage, company, **values)

"""A commission plan: when it is earned, of what, how much from which sum on, and for whom."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _
from crmdesk.ui import amounts, commission_words
from crmdesk.ui.counting import scrolled
from crmdesk.ui.desk import Desk
from crmdesk.ui.forecast_words import short_amount
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import reveal
from crmdesk.widgets.choosers import Chooser, Segments
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.messages import words_of
from crmdesk.widgets.parts import button, label, small_button
from crmdesk.widgets.problem import Problem
from crmdesk.widgets.sheet import Sheet

if TYPE_CHECKING:
    from decimal import Decimal

    from crmdesk.services.files import Store
    from crmdesk.services.incentives import Plan

_HEIGHT = 260


class PlanEditor(Sheet):
    def __init__(
        self, parent: QWidget, desk: Desk, plan: "Plan | None", currency: str, pipelines: Sequence[tuple[bytes, str]]
    ) -> None:
        super().__init__(parent, _("Commission plan") if plan else _("New commission plan"), width=560)
        self._desk, self._plan = desk, plan
        self.name = QLineEdit(plan.name if plan else "")
        self.currency = plan.currency if plan else currency
        self.earned = Segments(_("Earned"), (("won", _("When the deal is won")), ("paid", _("When it is paid"))))
        self.measure = Segments(_("Of"), (("amount", _("The amount")), ("margin", _("The margin"))))
        self.pipeline = Chooser(_("Pipeline"), [(None, _("All pipelines")), *pipelines])
        self.tiers: list[_Pair] = []
        self.people: list[_Pair] = []
        self._tiers, self._people = QVBoxLayout(), QVBoxLayout()
        self.problem = Problem()
        self._arrange()
        self._show(plan)
        self.set_primary(_("Save"), self.save)
        self.name.setFocus()

    def _arrange(self) -> None:
        self.name.setPlaceholderText(_("Name"))
        self.name.setAccessibleName(_("Name"))
        self.body.addWidget(self.name)
        holder = QWidget()
        flow = FlowLayout(holder, 8)
        flow.addWidget(self.earned)
        flow.addWidget(self.measure)
        self.body.addWidget(holder)
        self.body.addWidget(self.pipeline)
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(0, 0, theme.px(8), 0)
        down.setSpacing(theme.px(8))
        self._group(down, _("How much, from which sum of a month on"), self._tiers, _("Tier"), self.add_tier)
        self._group(down, _("For whom"), self._people, _("Colleague"), self.add_person)
        down.addStretch(1)
        area = scrolled(inside)
        self.give_height(area, _HEIGHT)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.problem)

    def _group(self, around: QVBoxLayout, text: str, down: QVBoxLayout, more: str, add: Callable[[], None]) -> None:
        around.addWidget(label(text, "strong"))
        down.setSpacing(theme.px(6))
        around.addLayout(down)
        around.addWidget(button("+ " + more, add, kind="dashed"), 0, Qt.AlignmentFlag.AlignLeft)

    def _show(self, plan: "Plan | None") -> None:
        self.earned.set_value(plan.earned if plan else "won")
        self.measure.set_value(plan.measure if plan else "amount")
        self.pipeline.set_value(plan.pipeline if plan else None)
        for start, rate in plan.tiers if plan else ((0, None),):
            self.add_tier(short_amount(start, self.currency), "" if rate is None else commission_words.percent(rate))
        for who, own in (plan.members if plan else {"": None}).items():
            self.add_person(who, "" if own is None else commission_words.percent(own))
        self.tiers[0].first.setEnabled(False)

    def add_tier(self, start: str = "", rate: str = "") -> None:
        made = _Pair((_("From {currency}").format(currency=self.currency), start), (_("Percent"), rate))
        self._put(made, self._tiers, self.tiers)

    def add_person(self, name: str = "", rate: str = "") -> None:
        made = _Pair((_("Colleague"), name), (_("of the plan"), rate))
        self._put(made, self._people, self.people)

    def _put(self, made: "_Pair", down: QVBoxLayout, into: "list[_Pair]") -> None:
        into.append(made)
        down.addWidget(made)
        made.away.clicked.connect(partial(self._drop, made, down, into))
        made.away.setVisible(len(into) > 1)
        tab_order.order(self)
        if self.isVisible():
            self.refit()
            made.first.setFocus(Qt.FocusReason.TabFocusReason)
            reveal(made)

    def _drop(self, made: "_Pair", down: QVBoxLayout, into: "list[_Pair]", _on: bool = False) -> None:
        into.remove(made)
        down.removeWidget(made)
        made.hide()
        made.deleteLater()
        into[-1].first.setFocus(Qt.FocusReason.TabFocusReason)
        self.refit()

    # Saving

    def plan(self) -> "Plan":
        """Raises UserError for what is no figure."""
        from crmdesk.domain.money_formats import read_amount
        from crmdesk.services.incentives import Plan

        tiers = []
        for pair in self.tiers:
            if pair.second.text().strip() or pair is self.tiers[0]:
                typed = pair.first.text().strip()
                start = read_amount(typed, self.currency, amounts.locale()) if typed else 0
                tiers.append((start, _percent(pair.second.text())))
        members = {
            name: _percent(pair.second.text()) if pair.second.text().strip() else None
            for pair in self.people
            if (name := " ".join(pair.first.text().split()))
        }
        kept = {name: getattr(self._plan, name, None) for name in ("starts_on", "ends_on", "id")}
        return Plan(
            self.name.text(), tuple(sorted(tiers)), members, self.earned.value(), self.measure.value(), self.currency,
            self.pipeline.value(), **kept,
        )  # fmt: skip

    def save(self) -> None:
        try:
            plan = self.plan()
        except UserError as error:
            self._refuse(error)
            return
        self._desk.write(partial(_save, plan), self._saved, self._refuse)

    def _saved(self, _key: bytes) -> None:
        self._desk.say_undoable(_("Commission plan saved"))
        self.accept()

    def _refuse(self, error: Exception) -> None:
        self.problem.say(words_of(error))
        self.refit()


class _Pair(QWidget):
    """Two lines side by side, and what takes them away."""

    def __init__(self, first: tuple[str, str], second: tuple[str, str]) -> None:
        super().__init__()
        self.first, self.second = QLineEdit(first[1]), QLineEdit(second[1])
        for line, (name, _value) in ((self.first, first), (self.second, second)):
            line.setPlaceholderText(name)
            line.setAccessibleName(name)
        self.second.setFixedWidth(theme.px(150))
        self.away = small_button("x", _("Remove"))
        policy = self.away.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.away.setSizePolicy(policy)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(8))
        for part in (self.first, self.second, self.away):
            across.addWidget(part)


def _percent(typed: str) -> "Decimal":
    from crmdesk.domain.money_formats import read_number

    if not typed.strip():
        raise UserError(_("Write how many percent, such as 5."))
    return read_number(typed, amounts.locale())


def _save(plan: "Plan", store: "Store") -> bytes:
    from crmdesk.services import incentives

    return incentives.save_plan(store, plan)

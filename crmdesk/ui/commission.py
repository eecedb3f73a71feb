"""Commission: what each colleague has earned in a month, and the plans by which that is worked out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _
from crmdesk.ui import commission_words, forecast_words
from crmdesk.ui.commission_lines import ColleagueCard, Empty
from crmdesk.ui.desk import Desk
from crmdesk.ui.lead_rule_line import LeadRuleLine
from crmdesk.ui.screen import Screen
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import Beside, fill_scrolled
from crmdesk.widgets.choosers import Chooser
from crmdesk.widgets.head_row import HeadRow
from crmdesk.widgets.parts import Card, button, icon_button, label, primary, quiet, show_instead

if TYPE_CHECKING:
    from crmdesk.services.files import Changed, Store
    from crmdesk.services.incentives import Earning, Plan
    from crmdesk.ui.window import Window

_SHOWN_OF = frozenset(
    {
        "deals", "deal_shares", "deal_products", "payments", "documents", "commission_plans", "commission_members",
        "products", "document_lines",
    }
)  # fmt: skip
_NARROW = 860


@dataclass(frozen=True, slots=True)
class Found:
    lines: "list[Earning]"
    plans: "list[Plan]"
    pipelines: list[tuple[bytes, str]]
    currency: str


def make(desk: Desk) -> "Commission":
    return Commission(desk)


class Commission(Screen):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.month = forecast_words.month_of(date.today())  # noqa: DTZ011 - the wall
        self.found: Found | None = None
        self.cards: list[ColleagueCard] = []
        self._told = label("", "second", "muted")
        self._named = label("", "strong")
        self._named.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._named.setMinimumWidth(theme.px(140))
        self.back = icon_button("chevron-left", _("Month before"), partial(self.turn, -1))
        self.on = icon_button("chevron-right", _("Next month"), partial(self.turn, 1))
        self.who = Chooser(_("Whose"), [("", _("Everybody"))])
        self._statements = QVBoxLayout()
        self.plans = _Plans(partial(self.edit, None))
        self.paper_button = primary(_("Statement…"), self.open_paper)
        self._arrange()
        self.who.chosen.connect(lambda _value: self._show_statements())
        desk.changed.connect(self._changed)

    # Arranging

    def _arrange(self) -> None:
        left = QWidget()
        self._statements.setSpacing(theme.px(12))
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addLayout(self._statements)
        beside.addStretch(1)
        right = QWidget()
        under = QVBoxLayout(right)
        under.setContentsMargins(0, 0, 0, 0)
        under.addWidget(self.plans)
        under.addStretch(1)
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(theme.margins(28, 20, 28, 20))
        down.setSpacing(theme.px(16))
        down.addWidget(self._head())
        down.addWidget(Beside(left, right, (3, 2), _NARROW, 0))
        down.addStretch(1)
        fill_scrolled(self, page)

    def _head(self) -> HeadRow:
        month = QWidget()
        across = QHBoxLayout(month)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(4))
        for part in (self.back, self._named, self.on):
            across.addWidget(part)
        self.who.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToContents)
        return HeadRow(_("Commission"), self._told, (month, self.who))

    def tools(self) -> Sequence[QWidget]:
        return (quiet(_("Forecast"), lambda: self.desk.wanted.emit("forecast", None)), self.paper_button)

    # Asking and showing

    def arrive(self, what: object = None) -> None:
        self.look()

    def enter(self) -> None:
        self.back.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def turn(self, by: int) -> None:
        first, _last = forecast_words.days_of(self.month)
        self.month = forecast_words.months_around(first, "month", 1, 1)[by + 1]
        self.look()

    def _changed(self, change: "Changed") -> None:
        if not self.isHidden() and change.tables & _SHOWN_OF:
            self.look()

    def look(self) -> None:
        self._named.setText(forecast_words.title(self.month))
        self.desk.ask(partial(_read, self.month), self._show, replace=self)

    def _show(self, found: Found) -> None:
        self.found = found
        names = {line.colleague for line in found.lines} | {who for plan in found.plans for who in plan.members}
        chosen = self.who.value()
        self.who.clear()
        for value, words in (("", _("Everybody")), *((name, name) for name in sorted(names, key=str.casefold))):
            self.who.addItem(words, value)
        self.who.set_value(chosen)
        self._show_statements()
        self.plans.show_lines([self._plan_line(plan) for plan in found.plans])
        tab_order.order(self.window())

    def _show_statements(self) -> None:
        if self.found is None:
            return
        lines = [line for line in self.found.lines if self.who.value() in ("", line.colleague)]
        self.cards = [ColleagueCard(who, some) for who, some in commission_words.by_colleague(lines).items()]
        for card in self.cards:
            card.opened.connect(lambda key: self.desk.wanted.emit("deals", key))
        show_instead(self._statements, self.cards or [Empty(self._nothing())])
        self._told.setText(commission_words.sums(lines) or _("Nothing earned in this month"))
        self.paper_button.setEnabled(bool(lines))

    def _nothing(self) -> str:
        if self.found and not self.found.plans:
            return _("Make a plan first: who gets how much, of what and when.")
        return _("Nothing was won or paid in this month that a plan holds for.")

    def _plan_line(self, plan: "Plan") -> LeadRuleLine:
        made = LeadRuleLine(plan.name, f"{commission_words.plan(plan)}\n{commission_words.members(plan)}")
        made.opened.connect(partial(self.edit, plan))
        made.removed.connect(partial(self._remove, plan))
        return made

    # Acting

    def edit(self, plan: "Plan | None") -> None:
        from crmdesk.ui.commission_plan import PlanEditor

        if self.found:
            PlanEditor(self, self.desk, plan, self.found.currency, self.found.pipelines).open()

    def _remove(self, plan: "Plan") -> None:
        words = _("Plan “{name}” deleted").format(name=plan.name)
        self.desk.write(partial(_drop, plan), lambda _none: self.desk.say_undoable(words))

    def open_paper(self) -> None:
        from crmdesk.ui.commission_paper import CommissionPaper

        CommissionPaper(cast("Window", self.window()), self.month, self.who.value() or "").open()

    def print_shown(self) -> bool:
        if self.cards:
            self.open_paper()
        return bool(self.cards)


class _Plans(Card):
    def __init__(self, add: object) -> None:
        super().__init__(_("Plans"))
        self.body.setContentsMargins(theme.margins(0, 4, 0, 12))
        self.lines: list[LeadRuleLine] = []
        self._down = QVBoxLayout()
        self._down.setSpacing(0)
        self.body.addLayout(self._down)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.margins(16, 6, 16, 0))
        self.add_button = button("+ " + _("Plan"), add, kind="dashed")  # type: ignore[arg-type]
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        self.body.addLayout(foot)

    def show_lines(self, lines: Sequence[LeadRuleLine]) -> None:
        self.lines = list(lines)
        show_instead(self._down, lines)


def _read(month: str, store: "Store") -> Found:
    from crmdesk.services import incentives, money, pipelines

    with store.read() as session:
        currency = money.currency(session)
    known = [(each.id, each.name) for each in pipelines.all_of(store)]
    return Found(incentives.statement(store, month), incentives.plans(store), known, currency)


def _drop(plan: "Plan", store: "Store") -> None:
    from crmdesk.services import incentives

    if plan.id:
        incentives.remove_plan(store, plan.id)

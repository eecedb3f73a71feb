"""The forecast: what each month or quarter brings, against its target, and how that changed meanwhile."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.i18n import _, ngettext
from crmdesk.ui import forecast_state, forecast_words
from crmdesk.ui.desk import Desk
from crmdesk.ui.forecast_rows import ForecastRow, Heads
from crmdesk.ui.forecast_stages import Stages, win_rate
from crmdesk.ui.forecast_state import Answer, Asked
from crmdesk.ui.screen import Screen
from crmdesk.widgets import tab_order, theme
from crmdesk.widgets.beside import Beside, fill_scrolled
from crmdesk.widgets.choosers import Chooser, Segments
from crmdesk.widgets.head_row import HeadRow
from crmdesk.widgets.line_chart import Line, LineChart
from crmdesk.widgets.parts import Card, label, quiet, show_instead
from crmdesk.widgets.period_bars import Bar, PeriodBars

if TYPE_CHECKING:
    from crmdesk.services.files import Changed
    from crmdesk.services.forecast import Expected

_SHOWN_OF = frozenset({"deals", "deal_states", "deal_products", "targets", "stages", "pipelines", "exchange_rates"})
_NARROW = 900


def make(desk: Desk) -> "Forecast":
    return Forecast(desk)


class Forecast(Screen):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.asked = Asked(today=date.today())  # noqa: DTZ011 - the wall
        self.answer: Answer | None = None
        self.rows: list[ForecastRow] = []
        self._pipeline: bytes | None = None
        self.period = Segments(_("Periods"), (("month", _("Months")), ("quarter", _("Quarters"))))
        self.by = Chooser(_("Figures by"), _groupings())
        self.currency = Chooser(_("Currency"), ())
        self.pipeline = Chooser(_("Pipeline"), ())
        self.bars = PeriodBars(_("What each period brings"), str)
        self.lines = LineChart(_("How it changed week by week"), str)
        self.stages = Stages()
        self._told = label("", "second", "muted")
        self._rate = label("", "second", "muted")
        self._figures, self._changes, self._passages = _Titled(), _Titled(), _Titled()
        self._arrange()
        self._connect()

    # Arranging

    def _arrange(self) -> None:
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(theme.margins(28, 20, 28, 20))
        down.setSpacing(theme.px(16))
        down.addWidget(self._head())
        chart = Card()
        chart.body.addWidget(self.bars)
        chart.body.addWidget(_legend())
        down.addWidget(chart)
        down.addWidget(Beside(self._figures_card(), self._changes_card(), (7, 5), _NARROW, 0))
        down.addWidget(self._stages_card())
        down.addStretch(1)
        fill_scrolled(self, page)

    def _head(self) -> HeadRow:
        for chooser in (self.by, self.currency, self.pipeline):
            chooser.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToContents)
        return HeadRow(_("Forecast"), self._told, (self.period, self.by, self.currency))

    def _figures_card(self) -> Card:
        self._down = QVBoxLayout()
        self._down.setSpacing(0)
        self._figures.body.setContentsMargins(theme.margins(0, 10, 0, 12))
        self._figures.body.setSpacing(0)
        self._figures.title.setContentsMargins(theme.margins(16, 0, 16, 0))
        self._figures.body.addWidget(Heads())
        self._figures.body.addLayout(self._down)
        self._figures.body.addStretch(1)
        return self._figures

    def _changes_card(self) -> Card:
        self._changes.body.addWidget(self.lines)
        self._changes.body.addStretch(1)
        return self._changes

    def _stages_card(self) -> Card:
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        self._passages.title.setText(_("From stage to stage"))
        self._passages.body.removeWidget(self._passages.title)
        words.addWidget(self._passages.title)
        words.addWidget(self._rate)
        head.addLayout(words, 1)
        head.addWidget(self.pipeline)
        self._passages.body.addLayout(head)
        self._passages.body.addWidget(self.stages)
        return self._passages

    def _connect(self) -> None:
        self.period.set_value("month")
        self.period.chosen.connect(lambda value: self.ask(period=value, chosen=""))
        self.by.chosen.connect(lambda value: self.ask(by=value))
        self.currency.chosen.connect(lambda value: self.ask(currency=value))
        self.pipeline.chosen.connect(self.ask_stages)
        self.bars.chosen.connect(lambda value: self.ask(chosen=value))
        self.desk.changed.connect(self._changed)

    # What the window asks

    def tools(self) -> Sequence[QWidget]:
        return (
            quiet(_("Pipeline"), lambda: self.desk.wanted.emit("deals", None)),
            quiet(_("Commission"), lambda: self.desk.wanted.emit("commission", None)),
        )

    def arrive(self, what: object = None) -> None:
        self.ask(today=date.today())  # noqa: DTZ011 - the wall
        self.ask_stages()

    def enter(self) -> None:
        self.bars.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def state(self) -> dict[str, Any]:
        return {"period": self.asked.period, "by": self.asked.by, "currency": self.asked.currency}

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("period") in ("month", "quarter") and state.get("by") in dict(_groupings()):
            self.asked = replace(self.asked, period=state["period"], by=state["by"])
            self.period.set_value(state["period"])
            self.by.set_value(state["by"])

    # Asking and showing

    def _changed(self, change: "Changed") -> None:
        if not self.isHidden() and change.tables & _SHOWN_OF:
            self.ask()
            if change.tables & {"deal_states", "stages", "pipelines"}:
                self.ask_stages()

    def ask(self, **changed: Any) -> None:
        self.asked = replace(self.asked, **changed)
        self.desk.ask(partial(forecast_state.read, self.asked), self._show, replace=self)

    def _show(self, answer: Answer) -> None:
        self.answer, self.asked = answer, answer.asked
        self._show_choices(answer)
        shown = partial(forecast_words.short_amount, currency=answer.currency)
        year = answer.asked.today.year
        bars = [_bar(period, answer, year) for period in answer.asked.periods()]
        nothing = _("Deals with an amount and a day on which they are expected stand here.")
        self.bars.show_bars(bars, answer.asked.chosen, shown, nothing)
        self._show_figures(answer)
        self._show_changes(answer)

    def ask_stages(self, pipeline: bytes | None = None) -> None:
        self._pipeline = pipeline or self._pipeline
        self.desk.ask(
            partial(forecast_state.read_stages, self._pipeline), self._show_stages, replace=(id(self), "stages")
        )

    def _show_stages(self, found: forecast_state.Stages) -> None:
        _refill(self.pipeline, found.pipelines, found.pipeline)
        self.pipeline.setVisible(len(found.pipelines) > 1)
        self.stages.show_stages(found.passed)
        self._rate.setText(win_rate(found.passed))

    def _show_choices(self, answer: Answer) -> None:
        own = _("All in {currency}").format(currency=answer.own)
        only = [(code, _("Only {currency}").format(currency=code)) for code in answer.currencies]
        _refill(self.currency, [("", own), *only], answer.asked.currency)
        self.period.set_value(answer.asked.period)
        self.by.set_value(answer.asked.by)
        usual = _("What is won, what is promised, and what may still come")
        self._told.setText(" ".join(filter(None, (_without_rate(answer), _undated(answer)))) or usual)

    def _show_figures(self, answer: Answer) -> None:
        self._figures.title.setText(forecast_words.title(answer.asked.chosen))
        whole = answer.whole.get(answer.asked.chosen)
        self.rows = [self._row(_("All"), whole, answer, None, is_strong=True)]
        nobody = {"responsible": _("Nobody"), "product_id": _("Without a product")}.get(answer.asked.by, "–")
        self.rows += [self._row(row.group or nobody, row, answer, row) for row in answer.groups]
        show_instead(self._down, self.rows)
        tab_order.order(self.window())

    def _row(
        self, name: str, row: "Expected | None", answer: Answer, group: "Expected | None", *, is_strong: bool = False
    ) -> ForecastRow:
        made = ForecastRow(name, row, answer.currency, is_strong=is_strong)
        can_aim = group is None or bool(group.group if answer.asked.by == "responsible" else group.key)
        made.target.setEnabled(can_aim)
        made.target_set.connect(partial(self._set_target, answer, group))
        return made

    def _set_target(self, answer: Answer, group: "Expected | None", amount: int) -> None:
        job = partial(forecast_state.set_target, answer.asked, group, amount, answer.currency)
        self.desk.write(job, partial(self._target_set, amount))

    def _target_set(self, amount: int, _none: object) -> None:
        self.desk.say_undoable(_("Target set") if amount else _("Target taken away"))

    def _show_changes(self, answer: Answer) -> None:
        chosen = answer.asked.chosen
        self._changes.title.setText(_("How {period} changed").format(period=forecast_words.title(chosen)))
        nothing = _("Nothing was expected in these weeks.")
        shown = partial(forecast_words.short_amount, currency=answer.currency)
        pairs = [then.expected.get(answer.currency, (0, 0)) for then in answer.weeks]
        lines = [
            Line(_("Best"), tuple(best for _weighted, best in pairs), "faint"),
            Line(_("Weighted"), tuple(weighted for weighted, _best in pairs), "accent"),
        ]
        row = answer.whole.get(chosen)
        if row and row.target:
            lines.append(Line(_("Target"), (row.target,) * len(pairs), "text", is_aim=True))
        self.lines.show_lines(lines, [forecast_words.short_day(then.day) for then in answer.weeks], shown, nothing)


class _Titled(Card):
    def __init__(self) -> None:
        super().__init__()
        self.title = label("", "strong")
        self.body.addWidget(self.title)


def _groupings() -> list[tuple[str, str]]:
    return [
        ("", _("All together")),
        ("responsible", _("By person")),
        ("pipeline_id", _("By pipeline")),
        ("product_id", _("By product")),
    ]


def _bar(period: str, answer: Answer, year: int) -> Bar:
    row = answer.whole.get(period)
    name = forecast_words.label(period, year)
    now = answer.asked.now()
    if row is None:
        return Bar(
            period, name, 0, 0, 0, is_past=period < now, is_now=period == now, spoken=forecast_words.title(period)
        )
    shown = partial(forecast_words.short_amount, currency=answer.currency)
    told = [
        (_("won"), row.won), (_("committed"), row.committed), (_("weighted"), row.weighted), (_("best"), row.best),
        (_("target"), row.target),
    ]  # fmt: skip
    words = ", ".join(f"{word} {shown(value)}" for word, value in told if value is not None)
    return Bar(
        period, name, row.committed, max(row.weighted, row.committed), max(row.best, row.weighted), row.target,
        period < now, period == now, f"{forecast_words.title(period)}: {words}",
    )  # fmt: skip


def _without_rate(answer: Answer) -> str:
    words = _("Without {currencies}: there is no exchange rate for them.")
    return words.format(currencies=", ".join(answer.missing)) if answer.missing else ""


def _undated(answer: Answer) -> str:
    row = answer.undated
    if row is None:
        return ""
    words = ngettext(
        "{count} open deal of {amount} has no day on which it is expected.",
        "{count} open deals of {amount} have no day on which they are expected.",
        row.deals,
    )
    return words.format(count=row.deals, amount=forecast_words.short_amount(row.best, answer.currency))


def _legend() -> QWidget:
    words = _(
        "Solid is won or committed, pale is weighted by probability, the outline is the best case, the line the target"
    )
    return label(words, "key", "muted", wraps=True)


def _refill(chooser: Chooser, choices: Sequence[tuple[Any, str]], value: Any) -> None:
    found = [(chooser.itemData(place), chooser.itemText(place)) for place in range(chooser.count())]
    if found != list(choices):
        chooser.clear()
        for key, words in choices:
            chooser.addItem(words, key)
    chooser.set_value(value)

"""What the forecast asks for and what it got, before anything is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from crmdesk.ui.forecast_words import month_of, months_around, quarter_of

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.forecast import By, Expected, Passage, Period, Then

BEFORE, AFTER = {"month": 3, "quarter": 2}, {"month": 6, "quarter": 3}
WEEKS = 12


@dataclass(frozen=True, slots=True)
class Asked:
    period: "Period" = "month"
    by: "By" = ""
    currency: str = ""
    """Nothing: all in that of the file."""
    chosen: str = ""
    """The period whose figures are told."""
    today: date = date.min

    def now(self) -> str:
        return month_of(self.today) if self.period == "month" else quarter_of(self.today)

    def periods(self) -> list[str]:
        return months_around(self.today, self.period, BEFORE[self.period], AFTER[self.period])


@dataclass(frozen=True, slots=True)
class Answer:
    asked: Asked
    currency: str
    """Of all figures."""
    currencies: list[str]
    own: str
    """That of the file."""
    missing: list[str]
    """Currencies without a rate: they are left out."""
    whole: "dict[str, Expected]"
    """By period."""
    undated: "Expected | None"
    """What is open and expected on no day."""
    groups: "list[Expected]"
    """Of the chosen period."""
    weeks: "list[Then]"


def read(asked: Asked, store: "Store") -> Answer:
    from crmdesk.services import forecast, money

    with store.read() as session:
        own = money.currency(session)
    asked = replace(asked, chosen=asked.chosen if asked.chosen in asked.periods() else asked.now())
    rows = forecast.forecast(store, asked.period)
    wanted = {"", *asked.periods()}
    whole, missing = _in(store, [row for row in rows if row.period in wanted], asked, own)
    if missing and not whole:  # a shop that sells in one currency, and has none of its own
        asked = replace(asked, currency=max(missing, key=lambda code: sum(row.currency == code for row in rows)))
        whole, missing = _in(store, [row for row in rows if row.period in wanted], asked, own)
    by_period = {row.period: row for row in whole}
    return Answer(
        asked, asked.currency or own, sorted({row.currency for row in rows}), own, missing,
        by_period, by_period.pop("", None), _groups(store, asked, own), _weeks(store, asked, own),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stages:
    pipelines: list[tuple[bytes, str]]
    pipeline: bytes | None
    passed: "list[Passage]"


def read_stages(pipeline: bytes | None, store: "Store") -> Stages:
    """By itself: it goes through all that ever happened."""
    from crmdesk.services import forecast, pipelines

    known = [(each.id, each.name) for each in pipelines.all_of(store)]
    chosen = pipeline if pipeline in dict(known) else (known[0][0] if known else None)
    return Stages(known, chosen, forecast.passages(store, chosen) if chosen else [])


def _in(store: "Store", rows: "Sequence[Expected]", asked: Asked, own: str) -> "tuple[list[Expected], list[str]]":
    from crmdesk.services import forecast

    if asked.currency:
        return [row for row in rows if row.currency == asked.currency], []
    return forecast.in_one(store, rows, own, asked.today)


def _groups(store: "Store", asked: Asked, own: str) -> "list[Expected]":
    from crmdesk.services import forecast

    if not asked.by:
        return []
    first, last = _span([asked.chosen])
    rows = forecast.forecast(store, asked.period, asked.by, first, last)
    found, _missing = _in(store, rows, asked, own)
    return sorted(found, key=lambda row: (not row.group, -row.best, row.group))


def _weeks(store: "Store", asked: Asked, own: str) -> "list[Then]":
    """Of a period that is over, until its end."""
    from crmdesk.services import forecast
    from crmdesk.ui.forecast_words import days_of

    first, last = days_of(asked.chosen)
    weeks = forecast.week_by_week(store, first, last, min(asked.today, last), WEEKS)
    return weeks if asked.currency else forecast.weeks_in_one(store, weeks, own, asked.today)


def _span(periods: Sequence[str]) -> tuple[str, str]:
    """The months of the first and of the last."""
    from crmdesk.ui.forecast_words import days_of

    return days_of(periods[0])[0].isoformat()[:7], days_of(periods[-1])[1].isoformat()[:7]


def set_target(asked: Asked, group: "Expected | None", amount: int, currency: str, store: "Store") -> None:
    from crmdesk.services import forecast

    more: dict[str, Any] = {}
    if group and asked.by:
        names = {"responsible": ("colleague", group.group), "pipeline_id": ("pipeline", group.key)}
        name, value = names.get(asked.by, ("product", group.key))
        more = {name: value}
    forecast.set_target(store, asked.chosen, amount, currency, **more)

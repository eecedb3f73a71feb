"""What will come in: by month or quarter, person, pipeline and product, against targets, and how that changed."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any, Literal

from sqlalchemy.orm import Session

from crmdesk.domain.deals import Pipeline, Stage
from crmdesk.domain.ids import named_id
from crmdesk.domain.money import converted
from crmdesk.domain.products import Product
from crmdesk.domain.receipts import Target
from crmdesk.i18n import _
from crmdesk.services import forecast_products, money
from crmdesk.services.board import in_hundreds, moment_of
from crmdesk.store import bulk, deals
from crmdesk.store.store import Store

Period = Literal["month", "quarter"]
Row = dict[str, Any]
By = Literal["", "responsible", "pipeline_id", "product_id"]


@dataclass(frozen=True, slots=True)
class Expected:
    """Amounts in the smallest unit of the currency."""

    period: str
    """`2026-11` or `2026-Q4`; nothing of what has no day."""
    currency: str
    group: str
    """The person, the pipeline or the product."""
    deals: int
    won: int
    committed: int
    """Won, and what its owners promise."""
    weighted: int
    """Won, and all that is open by its probability."""
    best: int
    """Won, and all that is open."""
    target: int | None = None
    key: bytes = b""
    """Of the pipeline or product."""


def forecast(store: Store, period: Period = "month", by: By = "", first: str = "", last: str = "") -> list[Expected]:
    """Months from `first` to `last`, as `2026-11`; without them all."""
    since, until = first and f"{first}-00", f"{last or '9999-12'}-99"
    with store.read() as session:
        chances = {row["id"]: int(row["probability"]) for row in bulk.whole(session, Stage)}
        names = {row["id"]: row["name"] for row in bulk.whole(session, Pipeline)}
        found: Iterable[deals.Summed] = deals.sums(session, chances, since, until)
        if by == "product_id":
            shares = forecast_products.shares(session, chances, since, until, found)
            rows = [(share.product, share.key, share.sums) for share in shares]
        else:
            rows = [(*_group(row, by, names), row) for row in found]
        targets = _targets(session, by, period)
    merged: defaultdict[tuple[str, str, str, bytes], list[int]] = defaultdict(lambda: [0] * 5)
    for group, which, row in rows:
        line = merged[in_period((row.day or "")[:7], period), row.currency, group, which]
        for place, value in enumerate((row.deals, row.won, row.committed, row.open, row.weighted)):
            line[place] += value
    for wanted in targets:  # of which no deal has come yet
        if _is_within(wanted[0], period, first, last):
            merged[wanted] = merged[wanted]
    keys = sorted(merged, key=lambda key: (not key[0], *key))
    return [_expected(key, merged[key], targets.get(key)) for key in keys]


def _group(row: deals.Summed, by: By, names: dict[bytes, str]) -> tuple[str, bytes]:
    if by == "pipeline_id":
        return names.get(row.pipeline_id, ""), row.pipeline_id
    return (row.responsible or "" if by else ""), b""


def in_period(month: str, period: Period) -> str:
    if period == "month" or not month:
        return month
    return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"


def _is_within(when: str, period: Period, first: str, last: str) -> bool:
    if ("Q" in when) != (period == "quarter"):
        return False
    return in_period(first, period) <= when <= (in_period(last, period) if last else "9999")


def _expected(key: tuple[str, str, str, bytes], values: Sequence[int], target: int | None) -> Expected:
    count, won, committed, still_open, weighted = values
    sums = (count, won, won + committed, won + in_hundreds(weighted), won + still_open)
    return Expected(*key[:3], *sums, target, key[3])


def set_target(
    store: Store, period: str, amount: int, currency: str = "", colleague: str = "", pipeline: bytes | None = None,
    product: bytes | None = None,
) -> None:  # fmt: skip
    """Nothing takes it away."""
    with store.write(_("Set target")) as session:
        code = money.checked(currency) if currency else money.currency(session)
        key = named_id("target", period, colleague, pipeline or b"", product or b"", code)
        row = {"id": key, "period": period, "colleague": colleague or None, "pipeline_id": pipeline, "currency": code}
        bulk.revive(session, Target, [{**row, "product_id": product, "amount": amount}])
        if not amount:
            bulk.mark_deleted(session, Target, "id", [key])


_Wanted = tuple[str, str, str, bytes]
"""Period, currency, group and its key."""


def _targets(session: Session, by: By, period: Period) -> dict[_Wanted, int]:
    """Those that are of what is asked by, and of nothing else; a quarter that has none wants what its months want."""
    names = {row["id"]: row["name"] for record in (Pipeline, Product) for row in bulk.whole(session, record)}
    found: dict[_Wanted, int] = {}
    for row in bulk.whole(session, Target):
        told = {
            "responsible": row["colleague"],
            **{name: names.get(row[name]) for name in ("pipeline_id", "product_id")},
        }
        group = told.pop(by, None) if by else ""
        if group is not None and not any(told.values()):
            key = row[by] if by in ("pipeline_id", "product_id") else b""
            found[row["period"], row["currency"], group, key] = row["amount"]
    if period == "quarter":
        sums: defaultdict[_Wanted, int] = defaultdict(int)
        for (when, *what), amount in found.items():
            if "Q" not in when:
                sums[in_period(when, period), *what] += amount  # type: ignore[index]
        return {**sums, **found}
    return found


# How it came to this


@dataclass(frozen=True, slots=True)
class Then:
    day: str
    expected: dict[str, tuple[int, int]]
    """By currency: what was won and open by its probability, and all of it."""


def week_by_week(store: Store, first: date, last: date, until: date, weeks: int = 8) -> list[Then]:
    """What was expected between two days, as one saw it at the end of each week."""
    days = [(until - timedelta(weeks=back)).isoformat() for back in range(weeks - 1, -1, -1)]
    moments = list(map(moment_of, days))
    sums: list[defaultdict[str, list[int]]] = [defaultdict(lambda: [0, 0]) for _day in days]
    with store.read() as session:
        found = deals.states(session, moments[-1], first.isoformat(), last.isoformat())
        for _deal, states in groupby(found, key=lambda state: state.deal):
            for place, state in _seen(list(states), moments):
                if first.isoformat() <= (state.expected_on or "") <= last.isoformat():
                    _count(sums[place][state.currency], state)
    return [Then(day, _rounded(each)) for day, each in zip(days, sums, strict=True)]


def _seen(states: Sequence[deals.State], moments: Sequence[int]) -> Iterator[tuple[int, deals.State]]:
    """What a deal was at each of these moments, from the one on at which it was there."""
    times = [state.at for state in states]
    for place, moment in enumerate(moments):
        if known := bisect_right(times, moment):
            yield place, states[known - 1]


def _count(sums: list[int], state: deals.State) -> None:
    if state.status != "lost" and state.amount is not None:
        sums[0] += state.amount * state.probability
        sums[1] += state.amount


def _rounded(sums: dict[str, list[int]]) -> dict[str, tuple[int, int]]:
    return {code: (in_hundreds(weighted), whole) for code, (weighted, whole) in sorted(sums.items())}


@dataclass(frozen=True, slots=True)
class Passage:
    """What became of the deals that were in a stage."""

    stage: str
    entered: int = 0
    went_on: int = 0
    """To a later stage, or won."""
    won: int = 0
    lost: int = 0
    days: int = 0
    """Of all that left, together; `went_on + lost` of them."""


def passages(store: Store, pipeline: bytes) -> list[Passage]:
    """Conversion and speed of each stage, from all that ever passed."""
    with store.read() as session:
        rows = sorted(bulk.fetch(session, Stage, "pipeline_id", [pipeline]), key=lambda row: row["position"])
        stays = list(deals.stays(session, pipeline))
    order = {row["id"]: place for place, row in enumerate(rows)}
    found = {row["id"]: Passage(row["name"]) for row in rows}
    for stay in stays:
        if stay.stage_id in found:
            found[stay.stage_id] = _added(found[stay.stage_id], _passed(stay, order))
    return list(found.values())


def _passed(stay: deals.Stay, order: dict[bytes, int]) -> Passage:
    if stay.after is not None:
        went_on = order.get(stay.after, -1) > order[stay.stage_id]
        return Passage("", stay.deals, stay.deals * went_on, days=stay.days)
    won, lost = stay.deals * (stay.status == "won"), stay.deals * (stay.status == "lost")
    return Passage("", stay.deals, won, won, lost, stay.days if won or lost else 0)


def _added(one: Passage, other: Passage) -> Passage:
    names = ("entered", "went_on", "won", "lost", "days")
    return replace(one, **{name: getattr(one, name) + getattr(other, name) for name in names})


# In one currency


def in_one(store: Store, rows: Sequence[Expected], currency: str, today: date) -> tuple[list[Expected], list[str]]:
    """All in one currency by the rates of today, and the currencies that have no rate and are left out."""
    with store.read() as session:
        codes = {row.currency for row in rows}
        rates = {code: money.rate_on(session, code, currency, today.isoformat()) for code in codes}
    merged: dict[tuple[str, str], Expected] = {}
    for row in rows:
        if (rate := rates[row.currency]) is not None:
            ours = _exchanged(row, currency, rate)
            key = (row.period, row.group)
            merged[key] = _together(merged[key], ours) if key in merged else ours
    return list(merged.values()), sorted(code for code, rate in rates.items() if rate is None)


def weeks_in_one(store: Store, weeks: Sequence[Then], currency: str, today: date) -> list[Then]:
    """All in one currency, by the rates of today."""
    with store.read() as session:
        codes = {code for then in weeks for code in then.expected}
        rates = {code: money.rate_on(session, code, currency, today.isoformat()) for code in codes}
    found = []
    for then in weeks:
        sums = [0, 0]
        for code, amounts in then.expected.items():
            if (rate := rates[code]) is not None:
                for place, amount in enumerate(amounts):
                    sums[place] += converted(amount, code, currency, rate)
        found.append(Then(then.day, {currency: (sums[0], sums[1])}))
    return found


_AMOUNTS = ("won", "committed", "weighted", "best", "target")


def _exchanged(row: Expected, currency: str, rate: Decimal) -> Expected:
    amounts = {name: getattr(row, name) for name in _AMOUNTS}
    told: Row = {
        name: None if amount is None else converted(amount, row.currency, currency, rate)
        for name, amount in amounts.items()
    }
    return replace(row, currency=currency, **told)


def _together(one: Expected, other: Expected) -> Expected:
    sums: Row = {name: getattr(one, name) + getattr(other, name) for name in ("deals", *_AMOUNTS[:4])}
    targets = [each.target for each in (one, other) if each.target is not None]
    return replace(one, **sums, target=sum(targets) if targets else None)

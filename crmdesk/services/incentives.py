"""Commission: plans, who is in them, and what each colleague has earned in a month."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.base import declared_fields
from crmdesk.domain.deals import Deal, DealShare
from crmdesk.domain.documents import Document
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.money import apportion, exact, exactly, plain, rounded
from crmdesk.domain.money_tiers import Tier, line_by_line
from crmdesk.domain.receipts import CommissionMember, CommissionPlan, Payment
from crmdesk.domain.values.clean import cleaned, tidy
from crmdesk.i18n import _
from crmdesk.services import margins, money
from crmdesk.store import bulk
from crmdesk.store.store import Store

_FINE = 10**9
"""Percentages are compared as whole numbers of this part."""


@dataclass(frozen=True, slots=True)
class Plan:
    name: str
    tiers: tuple[tuple[int, Decimal], ...]
    """From which sum of a month on, in the smallest unit, which percentage holds; the first begins at nothing."""
    members: Mapping[str, Decimal | None]
    """Each with a percentage of their own, where it is not that of the plan."""
    earned: str = "won"
    measure: str = "amount"
    currency: str = ""
    """Nothing: that of the file."""
    pipeline: bytes | None = None
    starts_on: str | None = None
    ends_on: str | None = None
    id: bytes | None = None


@dataclass(frozen=True, slots=True)
class Earning:
    """One line of a statement; amounts in the smallest unit."""

    colleague: str
    plan: str
    what: str
    """The deal, or the number of the invoice."""
    day: str
    base: int
    """The colleague's part of it."""
    amount: int
    currency: str
    deal_id: bytes = b""
    document_id: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    day: str
    what: str
    deal: Mapping[str, Any]
    base: int
    currency: str
    document_id: bytes | None = None


# Plans


def plans(store: Store) -> list[Plan]:
    with store.read() as session:
        rows = sorted(bulk.whole(session, CommissionPlan), key=lambda row: (row["created_at"], row["id"]))
        return [_plan(session, row) for row in rows]


def _plan(session: Session, row: Mapping[str, Any]) -> Plan:
    people = sorted(bulk.fetch(session, CommissionMember, "plan_id", [row["id"]]), key=lambda each: each["colleague"])
    members = {each["colleague"]: exact(each["percent"]) if each["percent"] else None for each in people}
    told = [(start, exact(percent)) for start, percent in json.loads(row["tiers"] or "[]")]
    tiers = tuple(told) or ((0, exact(row["percent"])),)
    same = ("name", "earned", "measure", "currency", "starts_on", "ends_on", "id")
    return Plan(tiers=tiers, members=members, pipeline=row["pipeline_id"], **{name: row[name] for name in same})


def save_plan(store: Store, plan: Plan) -> bytes:
    """A new one, or one as it shall be: statements of the past are worked out by it too."""
    name = tidy(plan.name)
    _check(plan)
    key = plan.id or new_id()
    with store.write(_("Save commission plan {name}").format(name=name)) as session:
        bulk.revive(session, CommissionPlan, [{"id": key, **_row(session, plan), "name": name}])
        bulk.mark_deleted(session, CommissionMember, "plan_id", [key])
        rows = [
            {
                "id": named_id("commission", key, tidy(who)), "plan_id": key, "colleague": tidy(who),
                "percent": None if percent is None else plain(percent),
            }
            for who, percent in plan.members.items()
        ]  # fmt: skip
        bulk.revive(session, CommissionMember, rows)
    return key


def _check(plan: Plan) -> None:
    if not tidy(plan.name) or not any(tidy(who) for who in plan.members):
        raise UserError(_("A plan needs a name and somebody who is in it. Nothing was saved."))
    rates = [rate for _start, rate in plan.tiers] + [rate for rate in plan.members.values() if rate is not None]
    if not plan.tiers or min(start for start, _rate in plan.tiers) != 0 or any(not 0 <= rate <= 100 for rate in rates):
        raise UserError(_("The first tier begins at nothing, and percentages are between 0 and 100."))


def _row(session: Session, plan: Plan) -> dict[str, Any]:
    fields = declared_fields(CommissionPlan)
    days = {
        name: cleaned(fields[name].kind, _(fields[name].label), getattr(plan, name))
        for name in ("starts_on", "ends_on")
    }
    kept = [[start, plain(rate)] for start, rate in sorted(plan.tiers)]
    return {
        "earned": plan.earned, "measure": plan.measure, "tiers": json.dumps(kept), "percent": kept[0][1],
        "currency": money.checked(plan.currency) if plan.currency else money.currency(session),
        "pipeline_id": plan.pipeline, **days,
    }  # fmt: skip


def remove_plan(store: Store, key: bytes) -> None:
    with store.write(_("Delete commission plan")) as session:
        bulk.mark_deleted(session, CommissionPlan, "id", [key])
        bulk.mark_deleted(session, CommissionMember, "plan_id", [key])


def set_shares(store: Store, deal: bytes, shares: Mapping[str, Decimal]) -> None:
    """Whose deal it is, in percent; without any it is that of who is responsible."""
    if shares and sum(shares.values()) != 100:
        raise UserError(_("The shares are not 100 % together. Nothing was changed."))
    with store.write(_("Share deal")) as session:
        bulk.mark_deleted(session, DealShare, "deal_id", [deal])
        rows = [
            {"id": named_id("deal share", deal, who), "deal_id": deal, "colleague": who, "percent": plain(percent)}
            for who, percent in shares.items()
        ]
        bulk.revive(session, DealShare, rows)


# Statements


def statement(store: Store, month: str, colleague: str = "") -> list[Earning]:
    """All that was earned in a month such as `2026-11`, by colleague and day; perhaps by one of them."""
    days = _days(month)
    with store.read() as session:
        kept = [_plan(session, row) for row in bulk.whole(session, CommissionPlan)]
        found = [line for plan in kept for line in _of_plan(session, plan, days)]
    lines = [line for line in found if colleague in ("", line.colleague)]
    return sorted(lines, key=lambda line: (line.colleague, line.plan, line.day, line.what))


def _days(month: str) -> list[str]:
    first = date.fromisoformat(f"{month}-01")
    several = (first + timedelta(days=number) for number in range(31))
    return [day.isoformat() for day in several if day.month == first.month]


def _of_plan(session: Session, plan: Plan, days: Sequence[str]) -> Iterator[Earning]:
    find = _paid if plan.earned == "paid" else _won
    parts: defaultdict[str, list[tuple[_Source, int]]] = defaultdict(list)
    for source in sorted(find(session, days, plan.measure), key=lambda each: (each.day, each.what)):
        if _holds(plan, source):
            for who, base in _shared(session, source):
                parts[who].append((source, base))
    for who in plan.members.keys() & parts.keys():
        own = plan.members[who]
        tiers = [Tier(0, own)] if own is not None else [Tier(start, rate) for start, rate in plan.tiers]
        amounts = line_by_line([base for _source, base in parts[who]], tiers)
        for (source, base), amount in zip(parts[who], amounts, strict=True):
            told = (source.what, source.day, base, amount, source.currency, source.deal["id"], source.document_id)
            yield Earning(who, plan.name, *told)


def _holds(plan: Plan, source: _Source) -> bool:
    in_time = (plan.starts_on or "") <= source.day <= (plan.ends_on or "9999")
    return in_time and plan.currency == source.currency and plan.pipeline in (None, source.deal["pipeline_id"])


def _won(session: Session, days: Sequence[str], measure: str) -> Iterator[_Source]:
    for deal in bulk.fetch(session, Deal, "closed_on", days):
        if deal["amount"] and deal["status"] == "won":
            base = margins.of_deal(session, deal) if measure == "margin" else deal["amount"]
            yield _Source(deal["closed_on"], deal["name"], deal, base, deal["currency"])


def _paid(session: Session, days: Sequence[str], measure: str) -> Iterator[_Source]:
    """Of each payment the part that is not tax; or of that the part that is left after costs."""
    payments = [row for row in bulk.fetch(session, Payment, "paid_on", days) if row["document_id"]]
    heads = {row["id"]: row for row in bulk.fetch(session, Document, "id", [row["document_id"] for row in payments])}
    deals = {row["id"]: row for row in bulk.fetch(session, Deal, "id", [head["deal_id"] for head in heads.values()])}
    for payment in payments:
        head = heads.get(payment["document_id"])
        deal = deals.get(head["deal_id"]) if head else None
        if head and deal and head["total"]:
            whole = margins.of_document(session, head) if measure == "margin" else head["net"]
            with exactly():
                base = rounded(Decimal(payment["amount"] * whole) / head["total"])
            told = (payment["paid_on"], head["title"] or "", deal, base, payment["currency"], head["id"])
            yield _Source(*told)


def _shared(session: Session, source: _Source) -> list[tuple[str, int]]:
    """The parts are the whole again."""
    rows = sorted(bulk.fetch(session, DealShare, "deal_id", [source.deal["id"]]), key=lambda row: row["colleague"])
    if not rows:
        return [(source.deal["responsible"], source.base)] if source.deal["responsible"] else []
    weights = [int(exact(row["percent"]) * _FINE) for row in rows]
    return list(zip((row["colleague"] for row in rows), apportion(source.base, weights), strict=True))

"""Commission: plans, who is in them, and what each colleague has earned in a month."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.deals import Deal, DealShare
from crmdesk.domain.documents import Document
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.money import apportion, exact, exactly, plain, rounded
from crmdesk.domain.money_tiers import Tier, line_by_line
from crmdesk.domain.receipts import CommissionMember, CommissionPlan, Payment
from crmdesk.domain.values.clean import tidy
from crmdesk.i18n import _
from crmdesk.services import money
from crmdesk.store import bulk
from crmdesk.store.store import Store

_FINE = 10**9
"""Percentages are compared as whole numbers of this part."""


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


@dataclass(frozen=True, slots=True)
class _Source:
    day: str
    what: str
    deal: Mapping[str, Any]
    base: int
    currency: str


def add_plan(
    store: Store, name: str, tiers: Sequence[tuple[int, Decimal]], members: Sequence[str], *, earned: str = "won",
    pipeline: bytes | None = None, currency: str = "", starts_on: str | None = None, ends_on: str | None = None,
) -> bytes:  # fmt: skip
    """`tiers` say from which sum of a month on which percentage holds; the first begins at nothing."""
    if not (name := tidy(name)) or not members:
        raise UserError(_("A plan needs a name and somebody who is in it. Nothing was saved."))
    if not tiers or min(start for start, _percent in tiers) != 0 or any(not 0 <= rate <= 100 for _start, rate in tiers):
        raise UserError(_("The first tier begins at nothing, and percentages are between 0 and 100."))
    key, kept = new_id(), [[start, plain(rate)] for start, rate in sorted(tiers)]
    with store.write(_("Add commission plan {name}").format(name=name)) as session:
        row = {
            "id": key, "name": name, "earned": earned, "tiers": json.dumps(kept), "percent": kept[0][1],
            "currency": money.checked(currency) if currency else money.currency(session), "pipeline_id": pipeline,
            "starts_on": starts_on, "ends_on": ends_on,
        }  # fmt: skip
        bulk.insert(session, CommissionPlan, [row])
        people = [{"id": named_id("commission", key, who), "plan_id": key, "colleague": tidy(who)} for who in members]
        bulk.revive(session, CommissionMember, people)
    return key


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


def statement(store: Store, month: str) -> list[Earning]:
    """All that was earned in a month such as `2026-11`, by colleague and day."""
    with store.read() as session:
        found = [line for plan in bulk.whole(session, CommissionPlan) for line in _of_plan(session, plan, month)]
    return sorted(found, key=lambda line: (line.colleague, line.plan, line.day))


def _of_plan(session: Session, plan: dict[str, Any], month: str) -> Iterator[Earning]:
    members = {row["colleague"] for row in bulk.fetch(session, CommissionMember, "plan_id", [plan["id"]])}
    tiers = [Tier(start, exact(percent)) for start, percent in json.loads(plan["tiers"] or "[]")]
    sources = _paid(session, month) if plan["earned"] == "paid" else _won(session, month)
    parts: defaultdict[str, list[tuple[_Source, int]]] = defaultdict(list)
    for source in sorted(sources, key=lambda each: (each.day, each.what)):
        if _holds(plan, source):
            for who, base in _shared(session, source):
                parts[who].append((source, base))
    for who in members & parts.keys():
        amounts = line_by_line([base for _source, base in parts[who]], tiers)
        for (source, base), amount in zip(parts[who], amounts, strict=True):
            yield Earning(who, plan["name"], source.what, source.day, base, amount, source.currency)


def _holds(plan: Mapping[str, Any], source: _Source) -> bool:
    in_time = (plan["starts_on"] or "") <= source.day <= (plan["ends_on"] or "9999")
    return in_time and plan["currency"] == source.currency and plan["pipeline_id"] in (None, source.deal["pipeline_id"])


def _won(session: Session, month: str) -> Iterator[_Source]:
    for deal in bulk.fetch(session, Deal, "status", ["won"]):
        if deal["amount"] and (deal["closed_on"] or "").startswith(month):
            yield _Source(deal["closed_on"], deal["name"], deal, deal["amount"], deal["currency"])


def _paid(session: Session, month: str) -> Iterator[_Source]:
    """Of each payment the part that is not tax."""
    payments = [row for row in bulk.whole(session, Payment) if row["paid_on"].startswith(month) and row["document_id"]]
    heads = {row["id"]: row for row in bulk.fetch(session, Document, "id", [row["document_id"] for row in payments])}
    deals = {row["id"]: row for row in bulk.fetch(session, Deal, "id", [head["deal_id"] for head in heads.values()])}
    for payment in payments:
        head = heads.get(payment["document_id"])
        deal = deals.get(head["deal_id"]) if head else None
        if head and deal and head["total"]:
            with exactly():
                base = rounded(Decimal(payment["amount"] * head["net"]) / head["total"])
            yield _Source(payment["paid_on"], head["title"] or "", deal, base, payment["currency"])


def _shared(session: Session, source: _Source) -> list[tuple[str, int]]:
    """The parts are the whole again."""
    rows = sorted(bulk.fetch(session, DealShare, "deal_id", [source.deal["id"]]), key=lambda row: row["colleague"])
    if not rows:
        return [(source.deal["responsible"], source.base)] if source.deal["responsible"] else []
    weights = [int(exact(row["percent"]) * _FINE) for row in rows]
    return list(zip((row["colleague"] for row in rows), apportion(source.base, weights), strict=True))

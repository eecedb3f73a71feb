"""The money of the sample file: deals with their past, leads, targets and commission plans."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import Contact, compose_name
from crmdesk.domain.deals import Deal, DealContact, DealProduct, DealShare, DealState, Pipeline, Stage
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.leads import AssignmentRule, Colleague, Lead, ScoringRule
from crmdesk.domain.money import to_minor
from crmdesk.domain.placing import spaced
from crmdesk.domain.receipts import CommissionMember, CommissionPlan, Target
from crmdesk.services import demo_catalogue, demo_papers, pipelines
from crmdesk.services.demo_catalogue import CURRENCY, Told, product, told
from crmdesk.services.pipelines import PipelineRow
from crmdesk.store import bulk

Row = dict[str, Any]
_DAY, _HOUR = 86_400_000, 3_600_000


def add(session: Session, author: str, today: date, midnight: int) -> None:
    """For those of the told people who are in the file; `author` is responsible where nobody else is named."""
    owners = _owners(session)
    demo_catalogue.add(session, today, owners)
    found = told("money")
    deals = _Deals(session, author, today, midnight, owners)
    deals.add([entry for entry in found["deals"] if entry["who"] in owners])
    leads = [entry for entry in found["leads"] if entry["who"] in owners]
    bulk.insert(session, Lead, [_lead(entry, owners, deals.known, author, today, midnight) for entry in leads])
    _add_rules(session, found)
    _add_plans(session, found["plans"], author)
    _add_targets(session, found["targets"], author, today)
    demo_papers.add(session, deals.known, owners, today, midnight)


def _owners(session: Session) -> dict[str, bytes]:
    """Contacts and companies by the names that the story calls them."""
    wanted = {entry["who"] for part in ("deals", "leads") for entry in told("money")[part]}
    wanted |= {name for entry in told("money")["deals"] for name, _role in entry.get("people", ())}
    found: dict[str, bytes] = {}
    for key, given, family in bulk.fetch_all(session, Contact, "id", "given_name", "family_name"):
        if (name := compose_name(given, None, family)) in wanted:
            found.setdefault(name, key)
    books = {name for book in told("products")["books"] for name in book.get("owners", ())}
    companies = {name: key for key, name in bulk.fetch_all(session, Company, "id", "name") if name in books}
    return {**companies, **found}


def minor(amount: int, currency: str) -> int:
    return to_minor(Decimal(amount), currency)


class _Deals:
    """Rows of deals and all that belongs to them."""

    def __init__(self, session: Session, author: str, today: date, midnight: int, owners: dict[str, bytes]) -> None:
        self._session, self._author, self._today, self._midnight = session, author, today, midnight
        self._owners = owners
        self._pipelines = _add_pipelines(session)
        self._companies = _employers(session, list(owners.values()))
        self.known: dict[str, Row] = {}
        """By name."""

    def add(self, entries: Sequence[Told]) -> None:
        places = iter(spaced(len(entries)))
        rows = [self._deal(entry, next(places)) for entry in entries]
        self.known = {row["name"]: row for row in rows}
        bulk.insert(self._session, Deal, rows)
        pairs = list(zip(entries, rows, strict=True))
        for record, made in (
            (DealState, self._states),
            (DealContact, self._people),
            (DealProduct, _products),
            (DealShare, self._shares),
        ):
            bulk.insert(self._session, record, [each for entry, row in pairs for each in made(entry, row)])
        _link_activities(self._session, rows)

    def _deal(self, entry: Told, place: str) -> Row:
        pipeline = self._pipelines[entry.get("pipeline", 0)]
        stage, since = entry["path"][-1]
        code = entry.get("currency", CURRENCY)
        status = next((each for each in ("won", "lost") if each in entry), "open")
        owner = self._owners[entry["who"]]
        return {
            "id": new_id(), "name": entry["name"], "pipeline_id": pipeline.id, "stage_id": pipeline.stages[stage].id,
            "position": place, "status": status, "contact_id": owner, "company_id": self._companies.get(owner),
            "amount": minor(entry["amount"], code), "currency": code, "expected_on": self._expected(entry),
            "forecast": entry.get("forecast"), "responsible": entry.get("by", self._author) or None,
            "source": entry.get("source"), "closed_on": self._day(-int(entry[status])) if status in entry else None,
            "lost_reason": entry.get("reason"), "competitor": entry.get("rival"),
            "ask_again_on": self._day(entry["again"]) if "again" in entry else None,
            "stage_since": self._at(since), "created_at": self._at(entry["path"][0][1]),
        }  # fmt: skip

    def _expected(self, entry: Told) -> str:
        ahead: int = entry["due"] if "due" in entry else -entry["won"] if "won" in entry else -entry["lost"]
        return self._day(ahead)

    def _day(self, ahead: int) -> str:
        return (self._today + timedelta(days=ahead)).isoformat()

    def _at(self, ago: int) -> int:
        return self._midnight - _DAY * ago + 10 * _HOUR - (11 * _HOUR if ago == 0 else 0)

    def _states(self, entry: Told, row: Row) -> Iterator[Row]:
        """What was expected at first came down or later in many of them, as it does."""
        pipeline = self._pipelines[entry.get("pipeline", 0)]
        shared = {name: row[name] for name in ("pipeline_id", "currency")}
        shared |= {"deal_id": row["id"], "author": row["responsible"]}
        steps = entry["path"]
        for place, (number, ago) in enumerate(steps):
            stage = pipeline.stages[number]
            is_early = place < len(steps) - 1
            amount = minor(entry["was"], row["currency"]) if is_early and "was" in entry else row["amount"]
            told_then = {"amount": amount, "expected_on": self._then(row, place) if is_early else row["expected_on"]}
            here = {"stage_id": stage.id, "status": "open", "probability": stage.probability, "at": self._at(ago)}
            yield {**shared, **told_then, **here}
        if row["status"] != "open":
            end = {"probability": 100 if row["status"] == "won" else 0, "at": self._at(entry[row["status"]])}
            last = {name: row[name] for name in ("stage_id", "status", "amount", "expected_on")}
            yield {**shared, **last, **end}

    def _then(self, row: Row, place: int) -> str:
        earlier = date.fromisoformat(row["expected_on"]) - timedelta(days=18 * (place == 0))
        return earlier.isoformat()

    def _people(self, entry: Told, row: Row) -> Iterator[Row]:
        people = [(entry["who"], "decision maker"), *entry.get("people", ())]
        for place, (name, role) in enumerate(people):
            if owner := self._owners.get(name):
                key = named_id("deal contact", row["id"], owner)
                yield {"id": key, "owner_id": owner, "deal_id": row["id"], "role": role, "position": place}

    def _shares(self, entry: Told, row: Row) -> Iterator[Row]:
        for who, percent in entry.get("shares", {}).items():
            if name := who or self._author:
                key = named_id("deal share", row["id"], name)
                yield {"id": key, "deal_id": row["id"], "colleague": name, "percent": percent}


def _products(entry: Told, row: Row) -> Iterator[Row]:
    known = {each["sku"]: each for each in told("products")["products"]}
    for place, (sku, quantity, *price) in enumerate(entry.get("products", ())):
        yield {
            "deal_id": row["id"], "product_id": product(sku), "name": known[sku]["name"], "quantity": quantity,
            "unit_price": price[0] if price else known[sku]["price"], "position": place,
        }  # fmt: skip


def _add_pipelines(session: Session) -> list[PipelineRow]:
    usual = pipelines.usual(session)
    for place, points in told("money")["checklists"].items():
        bulk.update(session, Stage, [usual.stages[int(place)].id or b""], {"checklist": "\n".join(points)})
    for number, entry in enumerate(told("money")["pipelines"], 1):
        key = named_id("pipeline", entry["name"])
        bulk.revive(session, Pipeline, [{"id": key, "name": entry["name"], "position": number}])
        rows = [
            {
                "id": named_id("stage", key, name), "pipeline_id": key, "name": name, "probability": chance,
                "rots_after": days, "position": place,
            }
            for place, (name, chance, days) in enumerate(entry["stages"])
        ]  # fmt: skip
        bulk.revive(session, Stage, rows)
    return pipelines.pipelines(session)


def _employers(session: Session, contacts: list[bytes]) -> dict[bytes, bytes]:
    rows = sorted(bulk.fetch(session, Affiliation, "contact_id", contacts), key=lambda row: row["is_primary"])
    return {row["contact_id"]: row["company_id"] for row in rows if row["company_id"]}


def _link_activities(session: Session, rows: Sequence[Row]) -> None:
    """What is planned with the contact of an open deal is for the deal."""
    deals = {row["contact_id"]: row["id"] for row in rows if row["status"] == "open"}
    parts = {row["activity_id"]: row["owner_id"] for row in bulk.fetch(session, Participation, "owner_id", list(deals))}
    linked = [
        {"id": row["id"], "deal_id": deals[parts[row["id"]]]}
        for row in bulk.fetch(session, Activity, "id", list(parts))
        if row["done_at"] is None and not row["recurrence"]
    ]
    bulk.update_each(session, Activity, linked)


# Leads


def _lead(
    entry: Told, owners: dict[str, bytes], deals: dict[str, Row], author: str, today: date, midnight: int
) -> Row:  # fmt: skip
    closed = midnight - _DAY * entry["closed"] + 9 * _HOUR if "closed" in entry else None
    again = (today + timedelta(days=entry["again"])).isoformat() if "again" in entry else None
    deal = deals.get(entry.get("deal", ""))
    return {
        "owner_id": owners[entry["who"]], "subject": entry["subject"], "text": entry.get("text"),
        "form": entry.get("form"), "status": entry.get("status", "new"), "lost_reason": entry.get("reason"),
        "responsible": entry.get("by", author) or None, "ask_again_on": again, "closed_at": closed,
        "deal_id": deal["id"] if deal else None, "created_at": midnight - _DAY * entry["ago"] + 8 * _HOUR,
    }  # fmt: skip


def _add_rules(session: Session, found: Told) -> None:
    bulk.revive(session, Colleague, [_colleague(entry) for entry in found["colleagues"]])
    bulk.insert(session, ScoringRule, [_scoring(entry, place) for place, entry in enumerate(found["scoring"])])
    bulk.insert(session, AssignmentRule, [_assignment(entry, place) for place, entry in enumerate(found["assignment"])])


def _colleague(entry: Told) -> Row:
    name = entry["name"]
    lists = {each: "\n".join(entry[each]) for each in ("territory", "skills")}
    return {"id": named_id("colleague", name), "name": name, **lists}


def _scoring(entry: Told, place: int) -> Row:
    kind, days = entry.get("type", ""), entry.get("days", 0)
    details = {"kind": "contact", "where": entry.get("where", {"all": []}), "type": kind, "days": days}
    event = "done" if kind else "recent" if days else "field"
    shared = {"name": entry["name"], "points": entry["points"], "most": entry.get("most"), "position": place}
    return {**shared, "event": event, "details": json.dumps(details)}


def _assignment(entry: Told, place: int) -> Row:
    details = {"kind": "contact", "where": entry.get("where", {"all": []}), "skill": ""}
    shared = {"name": entry["name"], "how": entry["how"], "position": place, "details": json.dumps(details)}
    return {**shared, "colleagues": "\n".join(entry["colleagues"]) or None}


# What colleagues get of it, and what is wanted of them


def _add_plans(session: Session, plans: Sequence[Told], author: str) -> None:
    for entry in plans:
        key = named_id("commission plan", entry["name"])
        tiers = [[minor(start, CURRENCY), percent] for start, percent in entry["tiers"]]
        row = {name: entry[name] for name in ("name", "earned", "measure")}
        row |= {"id": key, "tiers": json.dumps(tiers), "percent": tiers[0][1], "currency": CURRENCY}
        bulk.revive(session, CommissionPlan, [row])
        people = [who or author for who in entry["members"] if who or author]
        members = [{"id": named_id("commission", key, who), "plan_id": key, "colleague": who} for who in people]
        bulk.revive(session, CommissionMember, members)


def _add_targets(session: Session, targets: dict[str, int], author: str, today: date) -> None:
    """Of this month, those before and those to come; together and for each."""
    months = [
        f"{year:04}-{month + 1:02}"
        for year, month in (divmod(today.year * 12 + today.month - 1 + n, 12) for n in range(-4, 4))
    ]
    people = {who or author: amount for who, amount in targets.items() if who or author}
    rows = [_target(month, who, amount) for month in months for who, amount in people.items()]
    bulk.revive(session, Target, [*rows, *(_target(month, "", sum(targets.values())) for month in months)])


def _target(period: str, colleague: str, amount: int) -> Row:
    key = named_id("target", period, colleague, b"", b"", CURRENCY)
    row = {"id": key, "period": period, "colleague": colleague or None, "currency": CURRENCY}
    return {**row, "amount": minor(amount, CURRENCY)}

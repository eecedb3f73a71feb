"""Leads: noted, given points, handed to a colleague, and made a deal or laid aside until they are asked again."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain import criteria as trees
from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.base import declared_fields, now
from crmdesk.domain.channels import Address
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import Contact
from crmdesk.domain.criteria import Condition, FromToday, Node
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import named_id, new_id
from crmdesk.domain.leads import AssignmentRule, Colleague, Lead, ScoringRule
from crmdesk.domain.values.clean import cleaned, tidy
from crmdesk.i18n import _
from crmdesk.services import criteria, deals
from crmdesk.services.lookup import as_id
from crmdesk.store import bulk, sets
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

Row = dict[str, Any]
_EVERYONE = trees.All()


def add(store: Store, owner: bytes | str, subject: str = "", *, text: str = "", form: str = "") -> bytes:
    """An enquiry of a contact or company, handed to whom the rules say."""
    with store.write(_("Add lead")) as session:
        if not rows_of(session, [as_id(owner)]):
            raise UserError(_("There is no such contact or company in this file."))
        key = new_id()
        row = {"id": key, "owner_id": as_id(owner), "subject": tidy(subject) or None, "text": text.strip() or None}
        bulk.insert(session, Lead, [{**row, "form": tidy(form) or None}])
        bulk.update(session, Lead, [key], {"responsible": _whose(session, as_id(owner))})
    return key


def get(session: Session, key: bytes) -> Row:
    found = next(bulk.fetch(session, Lead, "id", [key]), None)
    if found is None:
        raise UserError(_("This lead was deleted meanwhile. Undo brings it back."))
    return found


def _open(session: Session, key: bytes) -> Row:
    found = get(session, key)
    if found["status"] in ("qualified", "lost"):
        raise UserError(_("This lead is closed already."))
    return found


# Points


@dataclass(frozen=True, slots=True)
class Rule:
    """Points for all of a kind who meet the conditions; for activities that were done, for each of them."""

    name: str
    points: int
    kind: str = "contact"
    where: Node = _EVERYONE
    activity: str = ""
    """Counted by type; nothing gives the points once, for meeting the conditions."""
    days: int = 0
    """In contact within so many."""
    most: int | None = None


def set_scoring(store: Store, rules: Sequence[Rule]) -> None:
    """These and no others."""
    with store.write(_("Change scoring")) as session:
        bulk.mark_deleted(session, ScoringRule, "id", [row["id"] for row in bulk.whole(session, ScoringRule)])
        bulk.insert(session, ScoringRule, [_scoring(rule, place) for place, rule in enumerate(rules)])


def _scoring(rule: Rule, place: int) -> Row:
    details = {"kind": rule.kind, "where": trees.as_json(rule.where), "type": rule.activity, "days": rule.days}
    event = "done" if rule.activity else "recent" if rule.days else "field"
    shared = {"name": rule.name, "points": rule.points, "most": rule.most, "position": place}
    return {**shared, "event": event, "details": json.dumps(details, ensure_ascii=False)}


def scores(store: Store) -> dict[bytes, dict[str, int]]:
    """Of each contact and company that has any: points by the name of the rule that gave them."""
    found: defaultdict[bytes, dict[str, int]] = defaultdict(dict)
    with store.read() as session:
        for rule in sorted(bulk.whole(session, ScoringRule), key=lambda row: row["position"]):
            if rule["is_on"]:
                for key, points in _points(session, rule).items():
                    found[key][rule["name"]] = points
    return dict(found)


def _points(session: Session, rule: Row) -> dict[bytes, int]:
    told = json.loads(rule["details"] or "{}")
    where = trees.read(told.get("where", {"all": []}))
    if rule["event"] == "recent":
        where = trees.both(where, Condition("activities.last", "after", FromToday(-told["days"] - 1)))
    kind = told.get("kind", "contact")
    passing = sets.in_order(session, {kind: criteria.condition(session, kind, where)})
    if rule["event"] != "done":
        return {key: int(rule["points"]) for key in passing}
    times = _done(session, told.get("type", ""))
    earned = {key: times[key] * rule["points"] for key in passing if times[key]}
    return {key: points if rule["most"] is None else min(points, rule["most"]) for key, points in earned.items()}


def _done(session: Session, kind: str) -> Counter[bytes]:
    done = [row["id"] for row in bulk.fetch(session, Activity, "type", [kind]) if row["done_at"] is not None]
    return Counter(row["owner_id"] for row in bulk.fetch(session, Participation, "activity_id", done))


# To whom they go


def set_colleague(
    store: Store, name: str, territory: Sequence[str] = (), skills: Sequence[str] = (), *, is_away: bool = False
) -> None:
    """Territories are countries, or countries and the beginnings of postal codes: `PT`, `DE 2`."""
    with store.write(_("Change colleague")) as session:
        row = {"id": named_id("colleague", name), "name": tidy(name), "is_away": is_away}
        lists = {"territory": "\n".join(territory) or None, "skills": "\n".join(skills) or None}
        bulk.revive(session, Colleague, [{**row, **lists}])


def set_assignment(
    store: Store, rules: Sequence[tuple[str, str, Node, str, Sequence[str]]]
) -> None:  # fmt: skip
    """These and no others: name, kind, conditions, skill that is needed, colleagues (nobody: all who fit)."""
    with store.write(_("Change assignment")) as session:
        bulk.mark_deleted(session, AssignmentRule, "id", [row["id"] for row in bulk.whole(session, AssignmentRule)])
        rows = [
            {
                "name": name, "position": place, "how": "turn", "colleagues": "\n".join(people) or None,
                "details": json.dumps({"kind": kind, "where": trees.as_json(where), "skill": skill}),
            }
            for place, (name, kind, where, skill, people) in enumerate(rules)
        ]  # fmt: skip
        bulk.insert(session, AssignmentRule, rows)


def _whose(session: Session, owner: bytes) -> str | None:
    """The first rule that holds; of those who fit, whoever has the fewest open leads."""
    rules = sorted(bulk.whole(session, AssignmentRule), key=lambda row: row["position"])
    for rule in (row for row in rules if row["is_on"]):
        told = json.loads(rule["details"] or "{}")
        kind = told.get("kind", "contact")
        where = trees.both(trees.read(told.get("where", {"all": []})), trees.These((owner,)))
        if sets.count(session, {kind: criteria.condition(session, kind, where)}):
            people = _fitting(session, owner, (rule["colleagues"] or "").splitlines(), told.get("skill", ""))
            if people:
                return _next(session, people)
    return None


def _fitting(session: Session, owner: bytes, named: Sequence[str], skill: str) -> list[str]:
    known = {row["name"]: row for row in bulk.whole(session, Colleague)}
    places = list(bulk.fetch(session, Address, "owner_id", [owner]))
    people = list(named) or sorted(known)
    return [name for name in people if _fits(known.get(name, {}), places, skill)]


def _fits(colleague: Mapping[str, Any], places: Sequence[Row], skill: str) -> bool:
    territory = (colleague.get("territory") or "").splitlines()
    skills = {fold(each) for each in (colleague.get("skills") or "").splitlines()}
    is_theirs = not territory or any(_lies_in(place, each) for place in places for each in territory)
    return not colleague.get("is_away") and is_theirs and (not skill or fold(skill) in skills)


def _lies_in(place: Row, territory: str) -> bool:
    country, _space, code = territory.strip().partition(" ")
    return (place["country"] or "").upper() == country.upper() and (place["postal_code"] or "").startswith(code.strip())


def _next(session: Session, people: Sequence[str]) -> str:
    rows = [row for row in bulk.whole(session, Lead) if row["status"] in ("new", "working")]
    counts = Counter(row["responsible"] for row in rows)
    return min(people, key=lambda name: (counts[name], people.index(name)))


# The end


def qualify(store: Store, key: bytes, name: str = "", **values: Any) -> bytes:
    """A deal of it, with its contact and company, in one step; gives the deal."""
    with store.write(_("Qualify lead")) as session:
        lead = _open(session, key)
        whose = _who(session, lead["owner_id"])
        title = tidy(name) or lead["subject"] or _("Deal")
        deal = deals.put(session, store, title, **{"responsible": lead["responsible"], **whose, **values})
        bulk.update(session, Lead, [key], {"status": "qualified", "closed_at": now(), "deal_id": deal})
        for record in (Contact, Company):
            rows = bulk.fetch(session, record, "id", [each for each in whose.values() if each])
            bulk.update(
                session, record, [row["id"] for row in rows if row["stage"] in (None, "lead")], {"stage": "prospect"}
            )
    return deal


def _who(session: Session, owner: bytes) -> dict[str, bytes | None]:
    if next(bulk.fetch(session, Company, "id", [owner]), None):
        return {"company_id": owner, "contact_id": None}
    places = sorted(bulk.fetch(session, Affiliation, "contact_id", [owner]), key=lambda row: not row["is_primary"])
    return {"contact_id": owner, "company_id": next((row["company_id"] for row in places if row["company_id"]), None)}


def lose(store: Store, key: bytes, reason: str, ask_again_on: str | None = None) -> None:
    if not tidy(reason):
        raise UserError(_("Say why it was lost: it is worth knowing a year later."))
    field = declared_fields(Lead)["ask_again_on"]
    day = cleaned(field.kind, _(field.label), ask_again_on)
    with store.write(_("Lose lead")) as session:
        _open(session, key)
        told = {"status": "lost", "closed_at": now(), "lost_reason": tidy(reason), "ask_again_on": day}
        bulk.update(session, Lead, [key], told)


def to_ask_again(store: Store, day: str) -> list[Row]:
    """Lost ones whose day has come, the earliest first."""
    with store.read() as session:
        rows = [row for row in bulk.fetch(session, Lead, "status", ["lost"]) if (row["ask_again_on"] or "9999") <= day]
    return sorted(rows, key=lambda row: row["ask_again_on"])

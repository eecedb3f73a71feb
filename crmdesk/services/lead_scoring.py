"""Points for leads: rules by field and behaviour, for whom they hold, and what each came to."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain import criteria as trees
from crmdesk.domain.activities import Activity, Participation
from crmdesk.domain.criteria import Condition, FromToday, Node
from crmdesk.domain.errors import UserError
from crmdesk.domain.leads import ScoringRule
from crmdesk.i18n import _
from crmdesk.services import criteria
from crmdesk.store import bulk, sets
from crmdesk.store.store import Store

Row = dict[str, Any]
_EVERYONE = trees.All()


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
    is_on: bool = True


def rules(store: Store) -> list[Rule]:
    """In their order."""
    with store.read() as session:
        return [_rule(row) for row in _rows(session)]


def _rows(session: Session) -> list[Row]:
    return sorted(bulk.whole(session, ScoringRule), key=lambda row: row["position"])


def _rule(row: Row) -> Rule:
    told = json.loads(row["details"] or "{}")
    where = trees.read(told.get("where", {"all": []}))
    kind, activity, days = told.get("kind", "contact"), told.get("type", ""), told.get("days", 0)
    return Rule(row["name"], int(row["points"]), kind, where, activity, days, row["most"], bool(row["is_on"]))


def set_rules(store: Store, wanted: Sequence[Rule]) -> None:
    """These and no others."""
    if any(not rule.name.strip() for rule in wanted):
        raise UserError(_("The rule has no name yet, so nothing was saved."))
    with store.write(_("Change scoring")) as session:
        bulk.mark_deleted(session, ScoringRule, "id", [row["id"] for row in bulk.whole(session, ScoringRule)])
        bulk.insert(session, ScoringRule, [_row(rule, place) for place, rule in enumerate(wanted)])


def _row(rule: Rule, place: int) -> Row:
    details = {"kind": rule.kind, "where": trees.as_json(rule.where), "type": rule.activity, "days": rule.days}
    event = "done" if rule.activity else "recent" if rule.days else "field"
    shared = {"name": rule.name.strip(), "points": rule.points, "most": rule.most, "position": place}
    return {**shared, "event": event, "details": json.dumps(details, ensure_ascii=False), "is_on": rule.is_on}


def scores(store: Store) -> dict[bytes, dict[str, int]]:
    """Of each contact and company that has any: points by the name of the rule that gave them."""
    with store.read() as session:
        return of(session)


def of(session: Session, owners: Sequence[bytes] | None = None) -> dict[bytes, dict[str, int]]:
    """As `scores`, perhaps of these alone: who asks for ten does not wait for a million."""
    found: defaultdict[bytes, dict[str, int]] = defaultdict(dict)
    among = trees.These(tuple(owners)) if owners is not None else _EVERYONE
    for rule in map(_rule, _rows(session)):
        if rule.is_on:
            for key, points in _points(session, rule, among).items():
                found[key][rule.name] = points
    return dict(found)


def matches(store: Store, rule: Rule) -> tuple[int, list[str]]:
    """How many it would give points to as it stands, and the first of them by name."""
    with store.read() as session:
        keys = list(_points(session, rule, _EVERYONE))
    return len(keys), [row.name for row in store.rows(keys[:3])]


def _points(session: Session, rule: Rule, among: Node) -> dict[bytes, int]:
    where = trees.both(rule.where, among)
    if rule.days:
        where = trees.both(where, Condition("activities.last", "after", FromToday(-rule.days - 1)))
    passing = sets.in_order(session, {rule.kind: criteria.condition(session, rule.kind, where)})
    if not rule.activity:
        return dict.fromkeys(passing, rule.points)
    times = _done(session, rule.activity, passing)
    earned = {key: times[key] * rule.points for key in passing if times[key]}
    return {key: points if rule.most is None else min(points, rule.most) for key, points in earned.items()}


def _done(session: Session, kind: str, owners: Sequence[bytes]) -> Counter[bytes]:
    parts = list(bulk.fetch(session, Participation, "owner_id", owners))
    rows = bulk.fetch(session, Activity, "id", list({row["activity_id"] for row in parts}))
    done = {row["id"] for row in rows if row["type"] == kind and row["done_at"] is not None}
    return Counter(row["owner_id"] for row in parts if row["activity_id"] in done)

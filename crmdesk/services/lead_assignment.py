"""To whom leads go: rules that name colleagues, whose territories and skills have to fit, in turn or all to one."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain import criteria as trees
from crmdesk.domain.channels import Address
from crmdesk.domain.criteria import Node
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import named_id
from crmdesk.domain.leads import AssignmentRule, Colleague, Lead
from crmdesk.domain.values.clean import tidy
from crmdesk.i18n import _
from crmdesk.services import criteria
from crmdesk.store import bulk, sets
from crmdesk.store.store import Store

Row = dict[str, Any]
_EVERYONE = trees.All()
OPEN = ("new", "working")


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    territory: tuple[str, ...] = ()
    """Countries, or countries and the beginnings of postal codes: `PT`, `DE 2`."""
    skills: tuple[str, ...] = ()
    is_away: bool = False
    leads: int = 0
    """Open ones."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Whoever meets the conditions goes to these people; nobody named is all who fit."""

    name: str
    kind: str = "contact"
    where: Node = _EVERYONE
    skill: str = ""
    people: tuple[str, ...] = ()
    how: str = "turn"
    """`one`: to the first of them who is there."""
    is_on: bool = True


def colleagues(store: Store) -> list[Person]:
    with store.read() as session:
        counts = _counts(session)
        rows = sorted(bulk.whole(session, Colleague), key=lambda row: fold(row["name"]))
    return [_person(row, counts) for row in rows]


def _person(row: Row, counts: Counter[str]) -> Person:
    territory, skills = (tuple((row[name] or "").splitlines()) for name in ("territory", "skills"))
    return Person(row["name"], territory, skills, bool(row["is_away"]), counts[row["name"]])


def set_colleague(
    store: Store, name: str, territory: Sequence[str] = (), skills: Sequence[str] = (), *, is_away: bool = False
) -> None:
    if not (name := tidy(name)):
        raise UserError(_("The colleague has no name yet, so nothing was saved."))
    with store.write(_("Change colleague")) as session:
        row = {"id": named_id("colleague", name), "name": name, "is_away": is_away}
        lists = {"territory": "\n".join(territory) or None, "skills": "\n".join(skills) or None}
        bulk.revive(session, Colleague, [{**row, **lists}])


def remove_colleague(store: Store, name: str) -> None:
    """From the list: what is theirs stays theirs."""
    with store.write(_("Remove colleague")) as session:
        bulk.mark_deleted(session, Colleague, "id", [named_id("colleague", name)])


def rules(store: Store) -> list[Assignment]:
    with store.read() as session:
        return [_rule(row) for row in _rows(session)]


def _rows(session: Session) -> list[Row]:
    return sorted(bulk.whole(session, AssignmentRule), key=lambda row: row["position"])


def _rule(row: Row) -> Assignment:
    told = json.loads(row["details"] or "{}")
    where = trees.read(told.get("where", {"all": []}))
    people = tuple((row["colleagues"] or "").splitlines())
    shared = (told.get("kind", "contact"), where, told.get("skill", ""), people)
    return Assignment(row["name"], *shared, row["how"], bool(row["is_on"]))


def set_rules(store: Store, wanted: Sequence[Assignment]) -> None:
    """These and no others."""
    if any(not rule.name.strip() for rule in wanted):
        raise UserError(_("The rule has no name yet, so nothing was saved."))
    with store.write(_("Change assignment")) as session:
        bulk.mark_deleted(session, AssignmentRule, "id", [row["id"] for row in bulk.whole(session, AssignmentRule)])
        bulk.insert(session, AssignmentRule, [_row(rule, place) for place, rule in enumerate(wanted)])


def _row(rule: Assignment, place: int) -> Row:
    details = {"kind": rule.kind, "where": trees.as_json(rule.where), "skill": rule.skill.strip()}
    shared = {"name": rule.name.strip(), "position": place, "how": rule.how, "is_on": rule.is_on}
    return {**shared, "colleagues": "\n".join(rule.people) or None, "details": json.dumps(details, ensure_ascii=False)}


def matches(store: Store, rule: Assignment) -> tuple[int, list[str]]:
    return criteria.preview(store, rule.kind, rule.where, 3)


def whose(session: Session, owner: bytes) -> str | None:
    """Of the first rule that holds and for which somebody is there."""
    for rule in (rule for rule in map(_rule, _rows(session)) if rule.is_on):
        where = trees.both(rule.where, trees.These((owner,)))
        if sets.count(session, {rule.kind: criteria.condition(session, rule.kind, where)}):
            people = _fitting(session, owner, rule)
            if people:
                return people[0] if rule.how == "one" else _next(session, people)
    return None


def _fitting(session: Session, owner: bytes, rule: Assignment) -> list[str]:
    known = {row["name"]: row for row in bulk.whole(session, Colleague)}
    places = list(bulk.fetch(session, Address, "owner_id", [owner]))
    people = list(rule.people) or sorted(known)
    return [name for name in people if _fits(known.get(name, {}), places, rule.skill)]


def _fits(colleague: Mapping[str, Any], places: Sequence[Row], skill: str) -> bool:
    """Whose place is not known yet may be anybody's."""
    territory = (colleague.get("territory") or "").splitlines()
    skills = {fold(each) for each in (colleague.get("skills") or "").splitlines()}
    is_theirs = not territory or not places or any(_lies_in(place, each) for place in places for each in territory)
    return not colleague.get("is_away") and is_theirs and (not skill or fold(skill) in skills)


def _lies_in(place: Row, territory: str) -> bool:
    country, _space, code = territory.strip().partition(" ")
    return (place["country"] or "").upper() == country.upper() and (place["postal_code"] or "").startswith(code.strip())


def _next(session: Session, people: Sequence[str]) -> str:
    """Whoever has the fewest open leads."""
    counts = _counts(session)
    return min(people, key=lambda name: (counts[name], people.index(name)))


def _counts(session: Session) -> Counter[str]:
    return Counter(row["responsible"] for row in bulk.fetch(session, Lead, "status", list(OPEN)))

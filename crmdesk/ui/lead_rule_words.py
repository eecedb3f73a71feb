"""Rules of leads in words: what gives points, who gets whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crmdesk.domain.criteria import All, Condition, Node
from crmdesk.domain.terms import Term, describe
from crmdesk.i18n import _, inside, ngettext
from crmdesk.ui.numbers import grouped

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.lead_assignment import Assignment, Person
    from crmdesk.services.lead_scoring import Rule


@dataclass(frozen=True, slots=True)
class Known:
    """All that the screen of rules shows."""

    scoring: "list[Rule]"
    matches: list[int]
    """Of each of them, how many it gives points to."""
    assignment: "list[Assignment]"
    people: "list[Person]"
    types: Mapping[str, str]
    terms: Sequence[Term]

    def named(self) -> dict[str, Term]:
        return {term.path: term for term in self.terms}


def read(store: "Store") -> Known:
    from crmdesk.services import lead_assignment, lead_scoring, picks, terms

    scoring = lead_scoring.rules(store)
    return Known(
        scoring,
        [lead_scoring.matches(store, rule)[0] for rule in scoring],
        lead_assignment.rules(store),
        lead_assignment.colleagues(store),
        dict(picks.choices(store, "activity")),
        terms.terms(store, "contact"),
    )


def usual() -> "list[Rule]":
    """To begin with."""
    from crmdesk.services.lead_scoring import Rule

    return [
        Rule(_("Four stars or more"), 20, where=All((Condition("rating", "between", (4, 5)),))),
        Rule(_("In contact lately"), 10, days=30),
        Rule(_("Each visit"), 10, activity="visit", most=20),
        Rule(_("Each call"), 3, activity="call", most=12),
        Rule(_("Each e-mail"), 2, activity="email", most=10),
    ]


def whom(where: Node, known: Known) -> str:
    """`where Source is Recommendation`; nothing where it is everybody."""
    if where == All():
        return ""
    return _("where {conditions}").format(conditions=describe(where, known.named()))


def scoring(rule: "Rule", known: Known) -> str:
    """`for each visit, at most 20, where Stage is Lead`"""
    parts = []
    if rule.activity:
        kind = inside(known.types.get(rule.activity, rule.activity))
        parts.append(_("for each activity “{type}” that was done").format(type=kind))
        if rule.most is not None:
            parts.append(_("at most {count}").format(count=grouped(rule.most)))
    if rule.days:
        text = ngettext("in contact within {count} day", "in contact within {count} days", rule.days)
        parts.append(text.format(count=rule.days))
    parts.append(whom(rule.where, known))
    return ", ".join(filter(None, parts)) or _("everybody")


def assignment(rule: "Assignment", known: Known) -> str:
    """`where Country is Brazil: Bia and Marek in turn`"""
    people = ", ".join(rule.people) or _("everyone who fits")
    if rule.how == "one":
        told = _("to {people}, the first who is there").format(people=people)
    else:
        told = _("{people}, in turn").format(people=people)
    skill = _("who can do {skill}").format(skill=rule.skill) if rule.skill else ""
    return " · ".join(filter(None, (whom(rule.where, known), told, skill)))


def person(each: "Person") -> str:
    """`BR, PT · Ovens · 3 open leads`"""
    count = ngettext("{count} open lead", "{count} open leads", each.leads).format(count=each.leads)
    place = ", ".join(each.territory) or _("anywhere")
    return " · ".join(filter(None, (place, ", ".join(each.skills), count)))


def gives(count: int) -> str:
    text = ngettext("{count} contact would have them", "{count} contacts would have them", count)
    return text.format(count=grouped(count))

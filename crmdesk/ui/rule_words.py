"""Follow-up rules in words, those that are offered ready made, and what their words stand for in this file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crmdesk.domain.criteria import All, Condition
from crmdesk.domain.rules import Occasion
from crmdesk.domain.terms import Term, describe, term_of
from crmdesk.i18n import _, inside, mark, ngettext
from crmdesk.ui.numbers import grouped

if TYPE_CHECKING:
    from crmdesk.services.files import Store
    from crmdesk.services.rules import FollowUp, Rule

_CUSTOMERS = All((Condition("stage", "is", "customer"),))
_DONE = {
    "": mark("When an activity is done"),
    "call": mark("When a call is done"),
    "meeting": mark("When a meeting is done"),
    "email": mark("When an e-mail is sent"),
    "letter": mark("When a letter is sent"),
    "visit": mark("When a visit is done"),
    "to-do": mark("When a to-do is done"),
}
_ADDED = {"contact": mark("When a contact is added"), "company": mark("When a company is added")}
_NAMES = 4


@dataclass(frozen=True, slots=True)
class Vocabulary:
    types: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, str], ...]
    terms: Mapping[str, Sequence[Term]]
    """By kind of record."""

    def named(self, kind: str) -> dict[str, Term]:
        return {term.path: term for term in self.terms[kind]}


def vocabulary(store: "Store") -> Vocabulary:
    from crmdesk.services import picks, terms
    from crmdesk.services.cards import OWNERS

    types, outcomes = (tuple(picks.choices(store, name)) for name in ("activity", "outcome"))
    return Vocabulary(types, outcomes, {kind: terms.terms(store, kind) for kind in OWNERS})


def examples() -> list[tuple[str, "Rule"]]:
    """What each is called on its button."""
    from crmdesk.services.rules import Rule

    became = Occasion(field="stage", value="customer")
    return [
        (_("After a meeting"), Rule("done", Occasion(type="meeting"), "call", _("Thank you"), days=3)),
        (_("Nobody reached"), Rule("done", Occasion(type="call", is_reached=False), "call", _("Try again"), days=1)),
        (_("New customer"), Rule("added", Occasion(where=_CUSTOMERS), "letter", _("Welcome"), days=2)),
        (_("Becomes customer"), Rule("field", became, "call", _("All well?"), days=14)),
        (_("Long silence"), Rule("silence", Occasion(where=_CUSTOMERS, days=60), "call", _("How are you?"))),
        (_("Birthday"), Rule("day", Occasion(field="birthday"), "letter", _("Birthday card"), days=-7)),
    ]  # fmt: skip


def when(rule: "Rule", words: Vocabulary) -> str:
    """`When a meeting is done`."""
    occasion, known = rule.occasion, words.named(rule.occasion.kind)
    match rule.event:
        case "added":
            return _(_ADDED[occasion.kind])
        case "field":
            term = term_of(known, occasion.field)
            return _("When {field} becomes {value}").format(field=inside(term.label), value=term.shown(occasion.value))
        case "silence":
            text = ngettext("After {count} day without contact", "After {count} days without contact", occasion.days)
            return text.format(count=occasion.days)
        case "day":
            return _("When {field} comes near").format(field=inside(term_of(known, occasion.field).label))
    return _done(occasion, words)


def _done(occasion: Occasion, words: Vocabulary) -> str:
    own = _("When “{type}” is done").format(type=dict(words.types).get(occasion.type, occasion.type))
    text = _(_DONE[occasion.type]) if occasion.type in _DONE else own
    reached = {True: _("reached"), False: _("not reached"), None: ""}[occasion.is_reached]
    outcome = dict(words.outcomes).get(occasion.outcome, occasion.outcome)
    return " · ".join(filter(None, (text, reached, outcome)))


def plan(rule: "Rule", words: Vocabulary) -> str:
    """`Call “Thank you” 3 days later`."""
    count = abs(rule.days)
    if not rule.days:
        text = _("{type} “{subject}” on that day")
    elif rule.days > 0:
        text = ngettext("{type} “{subject}” {count} day later", "{type} “{subject}” {count} days later", count)
    else:
        text = ngettext("{type} “{subject}” {count} day before", "{type} “{subject}” {count} days before", count)
    return text.format(type=dict(words.types).get(rule.type, rule.type), subject=rule.subject, count=count)


def whom(rule: "Rule", words: Vocabulary) -> str:
    """`where Stage is Customer`; nothing where it is for everybody."""
    occasion = rule.occasion
    if occasion.where == All():
        return ""
    return _("where {conditions}").format(conditions=describe(occasion.where, words.named(occasion.kind)))


def sentence(rule: "Rule", words: Vocabulary) -> str:
    told = _("{when}: {plan}").format(when=when(rule, words), plan=plan(rule, words))
    return ", ".join(filter(None, (told, whom(rule, words))))


def trial_in_words(found: "Sequence[FollowUp]", days: int) -> tuple[str, str]:
    """How many it would have planned, and for whom first."""
    if not found:
        return _("In the last {count} days it would have planned nothing.").format(count=days), ""
    text = ngettext(
        "In the last {days} days it would have planned {count} activity.",
        "In the last {days} days it would have planned {count} activities.",
        len(found),
    )
    names = list(dict.fromkeys(name for each in found for name in each.people))
    more = _(" and others") if len(names) > _NAMES else ""
    return text.format(days=days, count=grouped(len(found))), ", ".join(names[:_NAMES]) + more

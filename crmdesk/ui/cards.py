"""What is written on the card of a contact or company, in words, and the ways to reach them from it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crmdesk.domain.channels import PLACE_LABELS
from crmdesk.i18n import _, worded
from crmdesk.ui.channels import PHONE_WORDS
from crmdesk.ui.reach import Way, email_way, phone_way, refusal_words
from crmdesk.ui.rollup import contacted_by_another, facts_of
from crmdesk.widgets.chips import Tone
from crmdesk.widgets.facts import Fact
from crmdesk.widgets.rolodex import Card
from crmdesk.widgets.rolodex_card import Entry

if TYPE_CHECKING:
    from crmdesk.services.activities import Summary
    from crmdesk.services.rolodex import Glance

_STAGE_TONES: dict[str, Tone] = {"customer": "good", "former": "bad"}


def card_of(glance: "Glance", words: dict[str, str], me: str) -> Card:
    """`words`: how each type of activity is shown."""
    refused = " · ".join(refusal_words(entry) for entry in glance.refusals)
    others = contacted_by_another(glance.summary, words, me)
    return Card(
        glance.id,
        glance.name or _("Deleted meanwhile"),
        " · ".join(filter(None, (glance.role, glance.company))),
        tuple(_phones(glance)),
        (*_emails(glance), *_address(glance)),
        " · ".join(filter(None, (refused, others))),
        tuple(_facts(glance, words, me)),
        tuple(_tags(glance)),
        glance.photo,
        more=_("and {count} more"),
    )


def _phones(glance: "Glance") -> Iterator[Entry]:
    why = refusal(glance, "phone")
    for part in glance.phones:
        way = phone_way(part)
        extension = _("ext. {number}").format(number=part["extension"]) if part.get("extension") else ""
        number = part["value"] if extension and str(part["extension"]) in part["value"] else f"{way.words} {extension}"
        name = worded(PHONE_WORDS, part.get("label") or "other")
        yield Entry(name, (number.strip(),), way.address, why or _("Dial"), is_doubtful=bool(why))


def _emails(glance: "Glance") -> Iterator[Entry]:
    why = refusal(glance, "email")
    for part in glance.emails:
        way, label = email_way(part), part.get("label") or ""
        several = len(glance.emails) > 1 and label not in ("", "other")
        name = _("e-mail, {label}").format(label=worded(PLACE_LABELS, label)) if several else _("e-mail")
        yield Entry(name, (way.words,), way.address, why or _("Write"), is_doubtful=bool(why))


def _address(glance: "Glance") -> Iterator[Entry]:
    if glance.address:
        yield Entry(_("address"), (", ".join(glance.address),))


def _facts(glance: "Glance", words: dict[str, str], me: str) -> list[Fact]:
    """Last contact, next step, and a birthday that is near."""
    shown = facts_of(_in_short(glance.summary), {"birthday": glance.birthday}, words, me)
    return [fact for fact in shown if fact.name != _("Birthday") or fact.tone == "accent"]


def _in_short(summary: "Summary") -> "Summary":
    return replace(summary, last_meeting=None, last_attempt=None if summary.last_reach else summary.last_attempt)


def _tags(glance: "Glance") -> Iterator[tuple[str, Tone]]:
    if glance.stage:
        stored, text = glance.stage
        yield text, _STAGE_TONES.get(stored, "accent")
    for tag in glance.tags:
        yield tag, "accent"


def refusal(glance: "Glance", channel: str) -> str:
    """Why not to use a channel; nothing where nothing speaks against it."""
    found: list[dict[str, Any]] = [entry for entry in glance.refusals if entry["channel"] == channel]
    return refusal_words(found[0]) if found else ""


def ways(glance: "Glance") -> list[Way]:
    return [*map(phone_way, glance.phones), *map(email_way, glance.emails)]


def first_way(glance: "Glance", command: str) -> Way | None:
    channel = "phone" if command == "dial" else "email"
    return next((way for way in ways(glance) if way.channel == channel), None)

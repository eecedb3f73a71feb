"""What the page of a deal says: how it stands, how long it stood where, and what one wants to know first."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from crmdesk.domain.money import rounded
from crmdesk.i18n import _, ngettext
from crmdesk.ui import amounts
from crmdesk.ui.board_words import idle_words
from crmdesk.ui.moments import ahead, at, wall
from crmdesk.ui.rollup import Words, facts_of
from crmdesk.widgets.facts import Fact

if TYPE_CHECKING:
    from crmdesk.services.deal_looks import DealLook, Passed
    from crmdesk.widgets import chips
    from crmdesk.widgets.parts import Tone

_SOON = 7


def stay(stage: "Passed") -> str:
    """`12 days`, `since today`; of one to come its probability."""
    if stage.days is None:
        return _("{number} %").format(number=stage.chance)
    days = ngettext("{count} day", "{count} days", stage.days).format(count=stage.days) if stage.days else _("today")
    return f"{days} · {_('{number} %').format(number=stage.chance)}"


def state_tag(look: "DealLook") -> "Iterator[tuple[str, chips.Tone]]":
    deal = look.deal
    day = wall(deal["closed_on"]) if deal["closed_on"] else ""
    if deal["status"] == "won":
        yield _("won {day}").format(day=day), "good"
    elif deal["status"] == "lost":
        reason = look.words["lost reason"].get(deal["lost_reason"] or "", deal["lost_reason"] or "")
        yield ": ".join(filter(None, (_("lost {day}").format(day=day), reason))), "bad"
    else:
        if rot := max((stage.rot for stage in look.stages), default=0):
            yield idle_words(rot), "warning"
        if look.summary.next_step is None:
            yield _("no next step"), "bad"


def facts(look: "DealLook") -> list[Fact]:
    types: Words = look.words["activity"]
    found = facts_of(look.summary, {}, types, look.me)
    return [*_worth(look), *found]


def _worth(look: "DealLook") -> Iterator[Fact]:
    deal = look.deal
    if deal["status"] != "open":
        yield from _taken(look)
        return
    if deal["amount"] is not None:
        weighted = rounded_share(deal["amount"], look.chance)
        share = _("{amount} · {number} %").format(amount=amounts.shown(weighted, deal["currency"]), number=look.chance)
        yield Fact(_("Weighted"), share)
    if deal["expected_on"]:
        days = (date.fromisoformat(deal["expected_on"]) - date.today()).days  # noqa: DTZ011 - the wall
        words = wall(deal["expected_on"])
        hint = ahead(days) if days >= 0 else _("Overdue")
        tone: Tone = "warning" if days < 0 else "accent" if days < _SOON else "text"
        yield Fact(_("Expected close"), words, tone, hint=hint)


def _taken(look: "DealLook") -> Iterator[Fact]:
    """How long it took from its first day to its last, and who brought it there."""
    first, last = look.moves[-1].at if look.moves else look.deal["created_at"], look.deal["closed_on"]
    if last:
        days = max((date.fromisoformat(last) - at(first).date()).days, 0)
        yield Fact(_("Took"), ngettext("{count} day", "{count} days", days).format(count=days))
    if look.deal["responsible"]:
        yield Fact(_("Responsible"), look.deal["responsible"])


def rounded_share(amount: int, chance: int) -> int:
    from decimal import Decimal

    return rounded(Decimal(amount * chance).scaleb(-2))


def kind_section(kind: str) -> str:
    return "companies" if kind == "company" else "contacts"

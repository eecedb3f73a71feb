"""What the cards and heads of a board say."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from crmdesk.i18n import _, inside, mark, ngettext
from crmdesk.ui import amounts
from crmdesk.ui.moments import wall
from crmdesk.widgets.kanban_layout import Face

if TYPE_CHECKING:
    from crmdesk.services.board import Card, Sums
    from crmdesk.widgets.chips import Tone

_QUOTES = {
    "draft": mark("quote begun"),
    "sent": mark("quote sent"),
    "accepted": mark("quote accepted"),
    "declined": mark("quote declined"),
    "expired": mark("quote expired"),
}
_LONG_IDLE = 10
_MOST_TOLD = 3
MOST_LINES = 2
"""Currencies that have a line of their own in the head of a column."""


def brief(amount: int, currency: str) -> str:
    from crmdesk.domain.money_formats import brief

    return brief(amount, currency, amounts.locale())


def about(amount: int, currency: str) -> str:
    """Without cents: of what nobody will ever pay exactly so."""
    from crmdesk.domain.money import exponent, to_step

    return brief(to_step(amount, 10 ** exponent(currency)), currency)


def face(card: "Card", types: Mapping[str, str]) -> Face:
    foot = brief(card.amount, card.currency) if card.amount is not None else _("no amount")
    quote = _(_QUOTES.get(card.quote or "", ""))
    return Face(card.name, card.who, foot, quote, "accent", tuple(_tags(card, types)), card.rot > 0)


def _tags(card: "Card", types: Mapping[str, str]) -> "Iterable[tuple[str, Tone]]":
    step, idle = next_step(card, types), (idle_words(card.days), "warning")
    if card.rot:
        yield idle  # type: ignore[misc]
    yield step
    if not card.rot and card.days >= _LONG_IDLE:
        yield idle  # type: ignore[misc]


def idle_words(days: int) -> str:
    return ngettext("idle {count} day", "idle {count} days", days).format(count=days)


def next_step(card: "Card", types: Mapping[str, str]) -> "tuple[str, Tone]":
    if card.next_step is None:
        return _("no next step"), "bad"
    words = inside(types.get(card.next_type, card.next_type))
    if not card.next_step:
        return words, "accent"
    day, today = card.next_step[:10], date.today().isoformat()  # noqa: DTZ011 - the wall
    tone: Tone = "bad" if day < today else "accent" if day == today else "good"
    return f"{words} {wall(day)}", tone


def sum_lines(sums: "Mapping[str, Sums]") -> tuple[tuple[str, str], ...]:
    """A line for each currency; where there are more than fit, the last one says how many."""
    ordered = sorted(sums.items(), key=lambda item: -item[1].count)
    lines = [(brief(each.amount, code), weighted(about(each.weighted, code))) for code, each in ordered if each.amount]
    if len(lines) > MOST_LINES:
        more = len(lines) - MOST_LINES + 1
        lines[MOST_LINES - 1 :] = [(_more_currencies(more), "")]
    return tuple(lines)


def weighted(words: str) -> str:
    return _("weighted {amount}").format(amount=words)


def all_sums(sums: "Mapping[str, Sums]") -> str:
    """For a tooltip."""
    return "\n".join(f"{brief(s.amount, code)} · {weighted(brief(s.weighted, code))}" for code, s in sums.items())


def totals(sums: "Mapping[str, Sums]", *, is_open: bool = True) -> str:
    """`26 open · 318.250 R$ · weighted 128.030 R$`"""
    count = sum(each.count for each in sums.values())
    words = ngettext("{count} open", "{count} open", count)
    counted = words if is_open else ngettext("{count} deal", "{count} deals", count)
    shown, more = _most_used(sums)
    if not shown:
        return counted.format(count=count)
    parts = [counted.format(count=count), _joined(brief(each.amount, code) for code, each in shown)]
    if is_open:
        parts.append(weighted(_joined(about(each.weighted, code) for code, each in shown)))
    return " · ".join([*parts, *([_more_currencies(more)] if more else [])])


def held(sums: "Mapping[str, Sums]") -> str:
    """The amounts alone."""
    shown, more = _most_used(sums)
    words = _joined(brief(each.amount, code) for code, each in shown)
    return f"{words} {_more_currencies(more)}" if more else words


def _most_used(sums: "Mapping[str, Sums]") -> "tuple[list[tuple[str, Sums]], int]":
    """The currencies that most deals have, and how many others there are."""
    found = sorted((item for item in sums.items() if item[1].amount), key=lambda item: -item[1].count)
    return found[:_MOST_TOLD], max(len(found) - _MOST_TOLD, 0)


def _joined(amounts_shown: Iterable[str]) -> str:
    return " + ".join(amounts_shown)


def _more_currencies(count: int) -> str:
    return ngettext("and {count} more currency", "and {count} more currencies", count).format(count=count)


def percent(number: int) -> str:
    return _("{number} %").format(number=number)


def day_of(moment: int) -> str:
    return datetime.fromtimestamp(moment / 1000).astimezone().date().isoformat()


def many(count: int, name: str) -> str:
    """Whom a message is about: one by its name."""
    if count == 1:
        return _("“{name}”").format(name=name)
    return ngettext("{count} deal", "{count} deals", count).format(count=count)

"""Cards as the address books of phones and mail programs take them: what one does not know goes where it shows it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from crmdesk.domain.card import Card
from crmdesk.i18n import _

_ANDROID_PHONES = {"main": "work"}
_UNSEEN = ("stage", "source", "rating", "id_status", "responsible", "confirmed_on", "time_zone", "salutation", "kind")
"""Ours alone: other programs would carry it along unseen."""


def fitted(cards: Iterable[Card], profile: str) -> Iterator[Card]:
    """For `iphone`, `android`, `google` or `outlook`."""
    for card in cards:
        if card.kind == "group" and profile in ("android", "google", "outlook"):
            continue  # they know groups by the categories of their members
        yield _FITS[profile](_plain(card))


def _plain(card: Card) -> Card:
    """Custom fields are read by nobody but us: they are told in a note."""
    fields = {name: value for name, value in card.fields.items() if name not in _UNSEEN}
    lines = [f"{name}: {value}" for name, value in card.custom.items()]
    reasons = [_("Do not contact: {channel}").format(channel=entry["channel"]) for entry in card.opt_outs]
    return replace(card, fields=fields, custom={}, opt_outs=[], notes=_with_lines(card.notes, [*lines, *reasons]))


def _with_lines(notes: list[dict[str, Any]], lines: list[str]) -> list[dict[str, Any]]:
    """One note: these programs show no more than the first."""
    texts = [*(note["text"] for note in notes), *(["\n".join(lines)] if lines else [])]
    return [{"text": "\n\n".join(texts)}] if texts else []


def _with_categories(card: Card) -> Card:
    return replace(card, tags=list(dict.fromkeys([*card.groups, *card.tags])), groups=[])


def _one_position(card: Card) -> Card:
    """The first is shown, the others are told."""
    others = [", ".join(filter(None, (entry.get("title"), entry.get("company")))) for entry in card.affiliations[1:]]
    return replace(card, affiliations=card.affiliations[:1], notes=_with_lines(card.notes, others))


def _for_android(card: Card) -> Card:
    phones = [
        {**entry, "label": _ANDROID_PHONES[entry["label"]]} if entry.get("label") in _ANDROID_PHONES else entry
        for entry in card.phones
    ]
    return _one_position(_with_categories(replace(card, phones=phones)))


def _for_outlook(card: Card) -> Card:
    """Three e-mail addresses and no relations but the spouse."""
    more = [entry["value"] for entry in card.emails[3:]]
    kept = replace(card, emails=card.emails[:3], notes=_with_lines(card.notes, more))
    return _one_position(_with_categories(kept))


_FITS = {
    "iphone": _one_position,
    "android": _for_android,
    "google": lambda card: _one_position(_with_categories(card)),
    "outlook": _for_outlook,
}

"""Cards as the address books of phones and mail programs take them: what one does not know goes where it shows it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from crmdesk.domain.card import Card
from crmdesk.formats.content_lines import escape, fold
from crmdesk.formats.vcard_labels import ANDROID_RELATIONS, PHONE_TYPES, PLACE_TYPES
from crmdesk.i18n import _

_ANDROID_PHONES = {"main": "work"}
_ANDROID_CHATS = {"skype": "X-SKYPE-USERNAME", "jabber": "X-JABBER", "icq": "X-ICQ", "aim": "X-AIM", "qq": "X-QQ"}
_OUTLOOK_RELATIONS = ("spouse", "manager", "assistant")
_WORD = re.compile(r"[A-Za-z0-9-]{1,30}")
_UNSEEN = (
    "stage", "source", "rating", "id_status", "responsible", "confirmed_on", "time_zone", "salutation", "kind",
    "gender", "language",
)  # fmt: skip
"""Other programs would carry it along unseen."""
_LINE = re.compile(rb"[^\r]*(?:\r\n[ \t][^\r]*)*\r\n")


def fitted(cards: Iterable[Card], profile: str) -> Iterator[Card]:
    """For `iphone`, `android`, `google` or `outlook`."""
    for card in cards:
        if card.kind == "group" and profile in ("android", "google", "outlook"):
            continue  # they know groups by the categories of their members
        yield _FITS[profile](_plain(card.with_plain_notes()))


def _plain(card: Card) -> Card:
    """Custom fields are read by nobody but us: they are told in a note."""
    fields = {name: value for name, value in card.fields.items() if name not in _UNSEEN}
    lines = [f"{name}: {value}" for name, value in card.custom.items()]
    reasons = [_("Do not contact: {channel}").format(channel=entry["channel"]) for entry in card.opt_outs]
    addresses = [{name: value for name, value in entry.items() if name != "is_mailing"} for entry in card.addresses]
    notes = _with_lines(card.notes, [*lines, *reasons])
    return replace(card, fields=fields, custom={}, opt_outs=[], addresses=addresses, notes=notes)


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
    """What Apple tells in groups of lines, Android tells in lines of its own and in types that begin with X-."""
    phones = [
        {**entry, "label": _ANDROID_PHONES[entry["label"]]} if entry.get("label") in _ANDROID_PHONES else entry
        for entry in card.phones
    ]
    kept = replace(card, phones=phones, fields=dict(card.fields), leftover=list(card.leftover))
    lines = kept.leftover
    if kept.fields.get("birthday", "").startswith("--"):
        lines.append(f"BDAY:{kept.fields.pop('birthday')}")
    if anniversary := kept.fields.pop("anniversary", ""):
        lines.append(_android("contact_event", anniversary, "1"))
    lines += (_android_relation(relation["type"], relation["name"]) for relation in kept.relations)
    lines += (f"{_ANDROID_CHATS[service]}:{escape(link['value'])}" for link, service in _chats(kept))
    links = [entry for entry in kept.links if entry.get("service") not in _ANDROID_CHATS]
    kept = replace(kept, relations=[], links=links, **_with_types_of_their_own(kept, lines))
    return _one_position(_with_categories(kept))


def _android(kind: str, *values: str) -> str:
    texts = [escape(value) for value in values]
    return f"X-ANDROID-CUSTOM:vnd.android.cursor.item/{kind};" + ";".join([*texts, *[""] * (15 - len(texts))])


def _android_relation(kind: str, name: str) -> str:
    if kind and kind in ANDROID_RELATIONS:
        return _android("relation", name, str(ANDROID_RELATIONS.index(kind)))
    return _android("relation", name, "0", kind)


def _chats(card: Card) -> Iterator[tuple[dict[str, Any], str]]:
    return ((entry, entry["service"]) for entry in card.links if entry.get("service") in _ANDROID_CHATS)


def _with_types_of_their_own(card: Card, lines: list[str]) -> dict[str, Any]:
    """Numbers and addresses with a label that no type stands for: told in `lines` where the label is a plain word."""
    left: dict[str, list[dict[str, Any]]] = {"phones": [], "emails": []}
    for name, prop, types in (("phones", "TEL", PHONE_TYPES), ("emails", "EMAIL", PLACE_TYPES)):
        for entry in getattr(card, name):
            label = entry.get("label") or "other"
            if label in types or not _WORD.fullmatch(label):
                left[name].append(entry if label in types else {**entry, "label": "other"})
            else:
                lines.append(f"{prop};TYPE=X-{label}:{escape(entry['value'])}")
    return left


def _for_outlook(card: Card) -> Card:
    """Three e-mail addresses, lines of its own for whom one is with, and no labels but its own."""
    fields, lines = dict(card.fields), list(card.leftover)
    told = [entry["value"] for entry in card.emails[3:]]
    if (anniversary := fields.pop("anniversary", "")) and len(anniversary) == len("2001-05-04"):
        lines.append(f"X-MS-ANNIVERSARY:{anniversary.replace('-', '')}")
    elif anniversary:
        told.append(_("Anniversary: {date}").format(date=anniversary))
    for relation in card.relations:
        if relation["type"] in _OUTLOOK_RELATIONS:
            lines.append(f"X-MS-{relation['type'].upper()}:{escape(relation['name'])}")
        else:
            told.append(f"{relation['type']}: {relation['name']}")
    told += [f"{entry['label']}: {entry['value']}" for entry in card.phones if _is_own(entry, PHONE_TYPES)]
    kept = replace(
        card, fields=fields, relations=[], leftover=lines, notes=_with_lines(card.notes, told),
        phones=_without_labels(card.phones, PHONE_TYPES), emails=_without_labels(card.emails[:3], PLACE_TYPES),
        addresses=_without_labels(card.addresses, PLACE_TYPES), links=_without_labels(card.links, PLACE_TYPES),
    )  # fmt: skip
    return _one_position(_with_categories(kept))


def _is_own(entry: dict[str, Any], types: dict[str, str]) -> bool:
    return (entry.get("label") or "other") not in types


def _without_labels(entries: list[dict[str, Any]], types: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {**entry, "label": "other"} if _is_own(entry, types) and not entry.get("service") else entry
        for entry in entries
    ]


def written(chunks: Iterable[bytes], profile: str) -> Iterator[bytes]:
    """Outlook takes letters for those of its own code page unless each line says what they are."""
    for chunk in chunks:
        yield chunk if profile != "outlook" or chunk.isascii() else _LINE.sub(_with_charset, chunk)


def _with_charset(found: re.Match[bytes]) -> bytes:
    if found[0].isascii():
        return found[0]
    head, colon, value = re.sub(rb"\r\n[ \t]", b"", found[0])[:-2].decode().partition(":")
    return fold(f"{head};CHARSET=UTF-8{colon}{value}")


_FITS = {
    "iphone": lambda card: _one_position(_with_categories(card)),
    "android": _for_android,
    "google": lambda card: _one_position(_with_categories(card)),
    "outlook": _for_outlook,
}

"""How people who live together are named on one piece of post."""

from collections.abc import Mapping, Sequence

from crmdesk.domain.contacts import compose_name
from crmdesk.domain.folding import fold

_FAMILY = {
    "en": "The {} family",
    "de": "Familie {}",
    "fr": "Famille {}",
    "es": "Familia {}",
    "pt": "Família {}",
    "ca": "Família {}",
    "gl": "Familia {}",
    "it": "Famiglia {}",
    "ro": "Familia {}",
    "nl": "Familie {}",
    "da": "Familien {}",
    "nb": "Familien {}",
    "nn": "Familien {}",
    "no": "Familien {}",
    "sv": "Familjen {}",
    "tr": "{} ailesi",
    "hu": "{} család",
    "id": "Keluarga {}",
    "vi": "Gia đình {}",
}
"""Where a surname stays as it is; in other languages everyone is named."""
_COUPLE = 2

Card = Mapping[str, str | None]


def together(people: Sequence[Card], language: str) -> str:
    """`João and Ana Lima`, `The Lima family` of more, or all names where they differ."""
    surname = _common_surname(people)
    family = _FAMILY.get(language[:2].lower())
    if surname and family and len(people) > _COUPLE:
        return family.format(surname)
    if surname:
        names = list(dict.fromkeys(compose_name(_text(one, "given_name"), None, None, one["prefix"]) for one in people))
        return f"{_listed(names, language)} {surname}"
    return _listed(list(dict.fromkeys(map(_whole, people))), language)


def _common_surname(people: Sequence[Card]) -> str:
    """Empty where a name cannot be told from its surname, or is more than the two."""
    plain = all(
        _text(one, "given_name") and not _text(one, "full_name") and not _text(one, "suffix") and _is_spaced(one)
        for one in people
    )
    surnames = {fold(_text(one, "family_name")) for one in people}
    return _text(people[0], "family_name") if plain and len(surnames) == 1 else ""


def _is_spaced(one: Card) -> bool:
    given, family = _text(one, "given_name"), _text(one, "family_name")
    return compose_name(given, None, family) == f"{given} {family}"


def _whole(one: Card) -> str:
    parts = (one[name] for name in ("given_name", "middle_name", "family_name", "prefix", "suffix"))
    return _text(one, "full_name") or compose_name(*parts)


def _text(one: Card, name: str) -> str:
    return one[name] or ""


def _listed(names: list[str], language: str) -> str:
    from babel import UnknownLocaleError
    from babel.lists import format_list

    try:
        return format_list(names, locale=language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return format_list(names, locale="en")

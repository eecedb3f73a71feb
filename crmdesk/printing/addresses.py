"""Postal addresses as lines, in the order and the capitals that the destination's post reads."""

import re
import unicodedata
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from string import Formatter

from crmdesk import paths

Fields = dict[str, list[str]]
Pattern = tuple[tuple[tuple[str, str | None], ...], ...]

_STREET = ("street", "street2", "street3")
_SEPARATORS = " ,-/"
_EAST_ASIAN = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_DOTTED_I = str.maketrans({"i": "İ", "ı": "I"})
_TURKIC = ("TR", "AZ", "tr", "az")


@dataclass(frozen=True, slots=True)
class _Rule:
    """How one country writes its addresses; from resources/addresses/formats.tsv."""

    lines: Pattern
    native: Pattern
    capitals: frozenset[str]
    code: str
    box: str
    post: str
    """Whose inland mail it is, where not its own."""


def format_lines(
    address: Mapping[str, str | None], *, to_country: str | None, from_country: str, language: str
) -> list[str]:
    """The lines below the name; abroad the country stands last, in capitals and in the sender's language.

    `to_country` wins over the address's own country; with neither it is inland mail.
    """
    home = _country(from_country)
    country = _country(to_country) or _country(address.get("country")) or home
    abroad = _post(country) != _post(home)
    capitals = {"city", "region"} if abroad else _rule_of(country).capitals
    lines = _lines(address, country, capitals | _rule_of(country).capitals)
    return [*lines, _upper(country_name(country, language), language[:2])] if abroad else lines


def plain_lines(address: Mapping[str, str | None], *, from_country: str, language: str) -> list[str]:
    """For a screen: nothing in capitals, the country only where it is another."""
    country = _country(address.get("country") or from_country)
    lines = _lines(address, country, frozenset())
    return lines if country == _country(from_country) else [*lines, country_name(country, language)]


def one_line(address: Mapping[str, str | None], *, from_country: str, language: str) -> str:
    return ", ".join(plain_lines(address, from_country=from_country, language=language))


def _lines(address: Mapping[str, str | None], country: str, capitals: Set[str]) -> list[str]:
    rule = _rule_of(country)
    fields = _fields(address, rule, country)
    for name in capitals:
        fields[name] = [_upper(value, country) for value in fields[name]]
    return [line for pattern in _pattern(rule, fields) for line in _fill(pattern, fields)]


@lru_cache(maxsize=2048)
def country_name(country: str, language: str) -> str:
    """In the language, where the country is known by its code; otherwise as it was written."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    name = locale.territories.get(country) or Locale("en").territories.get(country) or country
    return re.sub(r" \(.*\)", "", name)


def _country(text: str | None) -> str:
    text = _clean(text or "")
    return text.upper() if len(text) == 2 and text.isascii() else text


def _post(country: str) -> str:
    return _rule_of(country).post or country


def _clean(text: str) -> str:
    """A part without a letter or a figure is none: people type a dash where they know nothing."""
    text = " ".join(text.split()).strip(",; ")
    return text if any(map(str.isalnum, text)) else ""


def _fields(address: Mapping[str, str | None], rule: _Rule, country: str) -> Fields:
    def value(name: str) -> str:
        return _clean(address.get(name) or "")

    city, region = value("city"), _region_code(country, value("region"))
    if _folded(region) == _folded(city) or (not city and "region" not in _names(rule.lines)):
        city, region = city or region, ""
    return {
        "street": _street_lines(address, rule),
        "city": [city] if city else [],
        "region": [region] if region else [],
        "code": [code] if (code := _grouped(value("postal_code"), rule.code)) else [],
    }


def _street_lines(address: Mapping[str, str | None], rule: _Rule) -> list[str]:
    lines = [_clean(line) for name in _STREET for line in (address.get(name) or "").splitlines()]
    box = _clean(address.get("po_box") or "")
    if box and not any(letter.isalpha() for letter in box):
        box = f"{rule.box} {box}"
    return [line for line in [*lines, box] if line]


def _pattern(rule: _Rule, fields: Fields) -> Pattern:
    written = "".join(fields["city"] + fields["region"] or fields["street"])
    return rule.native if rule.native and _EAST_ASIAN.search(written) else rule.lines


def _names(pattern: Pattern) -> set[str | None]:
    return {name for line in pattern for _literal, name in line}


def _fill(line: tuple[tuple[str, str | None], ...], fields: Fields) -> list[str]:
    """What stands between two parts is left out with either; words and signs of their own stay."""
    if line == (("", "street"),):
        return fields["street"]
    text, between = "", ""
    for literal, name in line:
        between += literal
        value = "".join(fields[name]) if name else ""
        if value:
            text += (between if text else between.lstrip(_SEPARATORS)) + value
            between = ""
    if re.search("[A-Za-z]", between):  # "GU" of Guam stays without a code
        text += between.rstrip(_SEPARATORS) if text else between.strip(_SEPARATORS)
    return [text] if text else []


def _grouped(code: str, mask: str) -> str:
    """`1017cd` as `1017 CD` where the mask is `NNNN AA`; a code of any other form stays as typed."""
    bare = re.sub(r"[\s-]", "", code).upper()
    slots = mask.replace(" ", "").replace("-", "")
    if "*" in mask:
        slots = slots.replace("*", "X" * (len(bare) - len(slots) + 1))
        mask = f"{'X' * (len(bare) - 3)} NAA"
    if not mask or len(bare) != len(slots) or not all(map(_fits, bare, slots)):
        return code
    letters = iter(bare)
    return "".join(sign if sign in " -" else next(letters) for sign in mask)


def _fits(letter: str, slot: str) -> bool:
    if slot == "N":
        return letter.isdigit()
    return letter.isalpha() if slot == "A" else letter == slot or (slot == "X" and letter.isalnum())


def _folded(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(c))


def _region_code(country: str, region: str) -> str:
    codes = _region_codes().get(country)
    return codes.get(_folded(region), region) if codes else region


def _upper(text: str, country_or_language: str) -> str:
    if country_or_language in _TURKIC:
        text = text.translate(_DOTTED_I)
    return _without_tonos(text.upper()) if re.search("[Ͱ-Ͽ]", text) else text.upper()


def _without_tonos(text: str) -> str:
    """Greek capitals bear no accent; the diaeresis stays."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).replace("\u0301", ""))


def _table(name: str) -> list[list[str]]:
    text = (paths.resources() / "addresses" / name).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return rows[1:]


@cache
def _rules() -> dict[str, _Rule]:
    return {country: _rule(columns) for country, *columns in _table("formats.tsv")}


@cache
def _unknown() -> _Rule:
    return _rule(["{street} | {code} {city} | {region}", "", "city", "", "", ""])


def _rule_of(country: str) -> _Rule:
    return _rules().get(country) or _unknown()


def _rule(columns: list[str]) -> _Rule:
    lines, native, capitals, code, box, post = columns
    return _Rule(_parse(lines), _parse(native), frozenset(capitals.split()), code, box or "PO Box", post)


def _parse(text: str) -> Pattern:
    return tuple(
        tuple((literal, name) for literal, name, _spec, _conversion in Formatter().parse(line))
        for line in text.split(" | ")
        if line
    )


@cache
def _region_codes() -> dict[str, dict[str, str]]:
    codes: dict[str, dict[str, str]] = {}
    for country, code, name in _table("regions.tsv"):
        codes.setdefault(country, {}).update({_folded(name): code, _folded(code): code})
    return codes

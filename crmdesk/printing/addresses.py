"""Postal addresses as lines, in the order and the capitals that the destination's post reads."""

import re
import unicodedata
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache

from crmdesk.printing import address_rules as rules
from crmdesk.printing.address_rules import Line, Pattern, Rule, folded

Fields = dict[str, list[str]]

_STREET = ("street", "street2", "street3")
_SEPARATORS = " ,-/"
_EAST_ASIAN = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_CARE_OF = re.compile(r"(c/o|℅|care of|att(entio)?n|fao|p/a|t\.a\.v|a/c|z\.\s?hd|zu händen)\b", re.IGNORECASE)
_DOTTED_I = str.maketrans({"i": "İ", "ı": "I"})
_TURKIC = ("TR", "AZ", "tr", "az")
_HONORIFICS = {"JP": ("様", "御中"), "KR": ("귀하", "귀중")}
"""Behind a person and behind a company, where a piece without them is rude."""
_HONOURED = re.compile("(様|殿|先生|御中|귀하|귀중|님)$")
_OWN_WORDS = re.compile("[A-Za-z]")
_REGION_LINE: Line = (("", "region"),)


def piece_lines(
    person: str, company: str, address: Mapping[str, str | None], *, from_country: str, language: str
) -> list[str]:
    """All lines of a piece: who, either of them may be empty, and where."""
    country = _country(address.get("country")) or _country(from_country)
    rule = rules.of(country)
    names = [name for name in ((company, person) if rule.company_first else (person, company)) if name]
    honorifics = _HONORIFICS.get(country)
    if honorifics and names and _EAST_ASIAN.search(names[-1]):
        names[-1] = _honoured(names[-1], honorifics[0 if person else 1])
    return format_lines(address, to_country=country, from_country=from_country, language=language, who=names)


def _honoured(name: str, honorific: str) -> str:
    return name if _HONOURED.search(name) else f"{name} {honorific}"


def format_lines(
    address: Mapping[str, str | None],
    *,
    to_country: str | None,
    from_country: str,
    language: str,
    who: Sequence[str] = (),
) -> list[str]:
    """Who and where; abroad the country stands last, in capitals and in the sender's language.

    `to_country` wins over the address's own country; with neither it is inland mail.
    """
    home = _country(from_country)
    country = _country(to_country) or _country(address.get("country")) or home
    abroad = _post(country) != _post(home)
    capitals = {"city", "region"} if abroad else frozenset[str]()
    lines = _lines(address, country, capitals | rules.of(country).capitals, who)
    return [*lines, _country_line(country, language)] if abroad else lines


def plain_lines(address: Mapping[str, str | None], *, from_country: str, language: str) -> list[str]:
    """For a screen: nothing in capitals, the country only where it is another."""
    country = _country(address.get("country") or from_country)
    lines = _lines(address, country, frozenset(), ())
    return lines if country == _country(from_country) else [*lines, country_name(country, language)]


def one_line(address: Mapping[str, str | None], *, from_country: str, language: str) -> str:
    return ", ".join(plain_lines(address, from_country=from_country, language=language))


def _lines(address: Mapping[str, str | None], country: str, capitals: Set[str], who: Sequence[str]) -> list[str]:
    rule = rules.of(country)
    fields = _fields(address, rule, country)
    fields["who"] = [line for line in map(_blanks, [*who, *_care_of(fields)]) if line]
    pattern = _fitted(_pattern(rule, fields), fields)
    for name in capitals:
        fields[name] = [_upper(value, country) for value in fields[name]]
    return [line for entry in pattern for line in _fill(entry, fields)]


# The country


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


@lru_cache(maxsize=2048)
def _country_line(country: str, language: str) -> str:
    """For the post that sends it; those on the way read Latin letters, so in other letters English stands beside it."""
    name = _upper(country_name(country, language), language[:2])
    if any("LATIN" in unicodedata.name(letter, "") for letter in name):
        return name
    english = _upper(country_name(country, "en"), "en")
    return name if english == name else f"{name} / {english}"


@lru_cache(maxsize=2048)
def _country(text: str | None) -> str:
    text = _clean(text or "")
    return text.upper() if len(text) == 2 and text.isascii() else text


def _post(country: str) -> str:
    return rules.of(country).post or country


# The parts


def _blanks(text: str) -> str:
    return " ".join(text.split())


def _clean(text: str) -> str:
    """A part without a letter or a figure is none: people type a dash where they know nothing."""
    text = _blanks(text).strip(",; ")
    return text if any(map(str.isalnum, text)) else ""


def _fields(address: Mapping[str, str | None], rule: Rule, country: str) -> Fields:
    def value(name: str) -> str:
        return _clean(text) if (text := address.get(name)) else ""

    known = rule.lines.names
    city, region, code = value("city"), rules.region_code(country, value("region")), value("postal_code")
    if (not city and "region" not in known) or (region and city and folded(region) == folded(city)):
        city, region = city or region, ""
    if not rule.has_codes or not code.strip("0"):
        code = ""
    elif rule.code:
        code = _grouped(code, rule.code)
    if "code" not in known:  # of a post that had none when the rule was written
        city, code = " ".join(filter(None, (city, code))), ""
    parts = {"city": city, "region": region, "code": code}
    return {"street": _street_lines(address, rule)} | {name: [part] if part else [] for name, part in parts.items()}


def _street_lines(address: Mapping[str, str | None], rule: Rule) -> list[str]:
    lines = [_clean(line) for name in _STREET if (text := address.get(name)) for line in text.splitlines()]
    box = _clean(address.get("po_box") or "")
    if box and not any(letter.isalpha() for letter in box):
        box = f"{rule.box} {box}"
    return [line for line in [*lines, box] if line]


def _care_of(fields: Fields) -> list[str]:
    """Through whose hands it goes belongs to who, wherever it was typed."""
    lines = [line for line in fields["street"] if _CARE_OF.match(line)]
    fields["street"] = [line for line in fields["street"] if line not in lines]
    return lines


# The order


def _pattern(rule: Rule, fields: Fields) -> Pattern:
    if not rule.native:
        return rule.lines
    written = "".join(fields["city"] + fields["region"] or fields["street"])
    return rule.native if _EAST_ASIAN.search(written) else rule.lines


def _fitted(pattern: Pattern, fields: Fields) -> tuple[Line, ...]:
    """Without a code the region is written even where the post does without: something must tell one from the other."""
    has_region = "region" in pattern.names
    if fields["region"] and not has_region and not fields["code"]:
        lines = ((line, _REGION_LINE) if _has(line, "city") else (line,) for line in pattern.lines)
        return tuple(line for some in lines for line in some)
    if has_region and not fields["region"] and fields["code"]:
        return _city_for_region(pattern.lines)
    return pattern.lines


def _city_for_region(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """A code that would stand beside the missing region stands beside the city."""
    shared = next((line for line in lines if _has(line, "region") and _has(line, "code")), None)
    if not shared or _has(shared, "city"):
        return lines
    joined = tuple((literal, "city" if name == "region" else name) for literal, name in shared)
    return tuple(joined if line is shared else line for line in lines if not _has(line, "city"))


def _has(line: Line, name: str) -> bool:
    return any(name == each for _literal, each in line)


def _fill(line: Line, fields: Fields) -> list[str]:
    """What stands between two parts is left out with either; words and signs of their own stay."""
    if line in ((("", "street"),), (("", "who"),)):
        return fields[line[0][1] or ""]
    text, between = "", ""
    for literal, name in line:
        between = between + literal if _OWN_WORDS.search(between) else literal
        value = "".join(fields[name]) if name else ""
        if value:
            text += (between if text else between.lstrip(_SEPARATORS)) + value
            between = ""
    if _OWN_WORDS.search(between):  # "GU" of Guam stays without a code
        text += between.rstrip(_SEPARATORS) if text else between.strip(_SEPARATORS)
    return [text] if text else []


# The letters


def _grouped(code: str, mask: str) -> str:
    """`1017cd` as `1017 CD` where the mask is `NNNN AA`; a code of any other form stays as typed."""
    bare = re.sub(r"[\s-]", "", code).upper()
    slots = mask.replace(" ", "").replace("-", "")
    if "*" in mask:
        slots = slots.replace("*", "X" * (len(bare) - len(slots) + 1))
        mask = f"{'X' * (len(bare) - 3)} NAA"
    if len(bare) != len(slots) or not all(map(_fits, bare, slots)):
        return code
    letters = iter(bare)
    return "".join(sign if sign in " -" else next(letters) for sign in mask)


def _fits(letter: str, slot: str) -> bool:
    if slot == "N":
        return letter.isdigit()
    return letter.isalpha() if slot == "A" else letter == slot or (slot == "X" and letter.isalnum())


def _upper(text: str, country_or_language: str) -> str:
    if country_or_language in _TURKIC:
        text = text.translate(_DOTTED_I)
    return _without_tonos(text.upper()) if re.search("[Ͱ-Ͽ]", text) else text.upper()


def _without_tonos(text: str) -> str:
    """Greek capitals bear no accent; the diaeresis stays."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).replace("\u0301", ""))

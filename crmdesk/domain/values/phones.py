"""Phone numbers as people type them, and as E.164."""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from phonenumbers import PhoneMetadata, PhoneNumber

_PLAIN = re.compile(r"\(?\+?[0-9][0-9 ()./\-]{5,24}")
_SEPARATORS = {ord(char): None for char in " ()./-"}
_ABROAD = re.compile(r"[ (]*00[ ).-]*(?=[1-9])")
"""What most of the world dials before the code of a country, and is written where other prefixes are dialled."""
_PAUSE = re.compile(r"(?<=\d)\s*[,;pw]+\s*(\d{1,8})#?$", re.IGNORECASE)
"""What modems and phones write before an extension; the library knows only some of it."""


class _Plan(NamedTuple):
    """What the plain cases need to know of a country's numbering plan."""

    code: str
    trunk: str
    """The prefix of a call within the country; empty where there is none."""
    trunk_pattern: re.Pattern[str] | None
    abroad_pattern: re.Pattern[str]
    lengths: frozenset[int]
    numbers: re.Pattern[str]


@lru_cache(maxsize=4096)
def to_e164(typed: str, country: str | None) -> tuple[str | None, str | None]:
    """The number without its extension, and the extension; nothing where it is no number one can dial.

    Plain cases are answered here, all others by phonenumbers, which is right but 15 times slower.
    """
    if _PLAIN.fullmatch(typed):
        digits = typed.translate(_SEPARATORS)
        if (plain := _plain_e164(digits, country)) is not None:
            return plain, None
    found = _any_e164(typed, country)
    if found[0] is None and _ABROAD.match(typed):
        return _any_e164(_ABROAD.sub("+", typed), None)
    return found


def _plain_e164(digits: str, country: str | None) -> str | None:
    if digits[0] == "+":
        return _from_abroad(digits[1:])
    plan = _plan_of_country(country) if country else None
    if plan is None:
        return None
    if abroad := plan.abroad_pattern.match(digits):
        rest = digits[abroad.end() :]
        return None if rest.startswith("0") else _from_abroad(rest)
    return _at_home(digits, plan)


def _from_abroad(digits: str) -> str | None:
    """A number that begins with its country's code."""
    if not digits.isdigit():
        return None
    for length in (1, 2, 3):
        if plan := _plan_of_code(digits[:length]):
            number = digits[length:]
            return None if len(number) not in plan.lengths or _has_trunk(number, plan) else f"+{digits}"
    return None


def _at_home(digits: str, plan: _Plan) -> str | None:
    """A number without the code of its country, or with it but nothing before it."""
    number = digits
    if digits.startswith(plan.code):
        number = digits[len(plan.code) :]
        if plan.numbers.fullmatch(digits) or (_has_trunk(number, plan)):
            return None
    elif plan.trunk and digits.startswith(plan.trunk):
        number = digits[len(plan.trunk) :]
    elif _has_trunk(digits, plan):
        return None
    fits = len(number) in plan.lengths and plan.numbers.fullmatch(number)
    return f"+{plan.code}{number}" if fits else None


def _has_trunk(number: str, plan: _Plan) -> bool:
    return bool(plan.trunk_pattern and plan.trunk_pattern.match(number))


@cache
def _plan_of_country(country: str) -> _Plan | None:
    from phonenumbers import PhoneMetadata

    metadata = PhoneMetadata.metadata_for_region(country.upper(), None)
    return _plan(metadata) if metadata and metadata.international_prefix else None


@cache
def _plan_of_code(code: str) -> _Plan | None:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

    regions = COUNTRY_CODE_TO_REGION_CODE.get(int(code)) if code and code[0] != "0" else None
    metadata = PhoneMetadata.metadata_for_region_or_calling_code(int(code), regions[0]) if regions else None
    return _plan(metadata) if metadata else None


def _plan(metadata: "PhoneMetadata") -> _Plan:
    trunk = metadata.national_prefix_for_parsing or ""
    general = metadata.general_desc
    assert general is not None
    return _Plan(
        code=str(metadata.country_code),
        trunk=trunk if trunk.isdigit() else "",
        trunk_pattern=re.compile(trunk) if trunk else None,
        abroad_pattern=re.compile(metadata.international_prefix or "(?!)"),
        lengths=frozenset(general.possible_length),
        numbers=re.compile(general.national_number_pattern or "(?!)"),
    )


def _any_e164(typed: str, country: str | None) -> tuple[str | None, str | None]:
    import phonenumbers as pn

    number = _parsed(_PAUSE.sub(r" ext. \1", typed), country)
    if number is None or pn.is_possible_number_with_reason(number) in _INCOMPLETE:
        return None, None
    return pn.format_number(number, pn.PhoneNumberFormat.E164), number.extension


def _parsed(typed: str, country: str | None) -> "PhoneNumber | None":
    import phonenumbers as pn

    try:
        return pn.parse(typed, country.upper() if country else None)
    except pn.NumberParseException:
        return None


_INCOMPLETE = (2, 4)
"""`ValidationResult` TOO_SHORT and IS_POSSIBLE_LOCAL_ONLY: without their area code they would name another line."""


@lru_cache(maxsize=4096)
def display(e164: str, country: str | None) -> str:
    """As people write it in `country`: national form at home, international abroad."""
    import phonenumbers as pn

    number = _parsed(e164, None)
    if number is None:
        return e164
    home = bool(country) and pn.region_code_for_number(number) == country
    style = pn.PhoneNumberFormat.NATIONAL if home else pn.PhoneNumberFormat.INTERNATIONAL
    return pn.format_number(number, style)

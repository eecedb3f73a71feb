"""How each country writes its addresses: what stands in resources/addresses."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from string import Formatter

from crmdesk import paths

Line = tuple[tuple[str, str | None], ...]
"""Literal texts, each with the name of the field behind it; who stands above all where the table does not say."""


@dataclass(frozen=True, slots=True)
class Pattern:
    lines: tuple[Line, ...]
    names: frozenset[str]
    """Of all fields in it."""

    def __bool__(self) -> bool:
        return bool(self.lines)


@dataclass(frozen=True, slots=True)
class Rule:
    lines: Pattern
    native: Pattern
    """The same in East Asian script."""
    capitals: frozenset[str]
    code: str
    """How a postal code is grouped; - where there are none, and forms made people type one."""
    box: str
    post: str
    """Whose inland mail it is, where not its own."""
    company_first: bool

    @property
    def has_codes(self) -> bool:
        return self.code != "-"


def folded(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(c))


def of(country: str) -> Rule:
    return every().get(country) or _unknown()


@cache
def every() -> dict[str, Rule]:
    return {country: _rule(columns) for country, *columns in _table("formats.tsv")}


@cache
def _unknown() -> Rule:
    return _rule(["{street} | {code} {city} | {region}", "", "city", "", "", "", ""])


def _rule(columns: list[str]) -> Rule:
    lines, native, capitals, code, box, post, first = columns
    return Rule(
        _parse(lines), _parse(native), frozenset(capitals.split()), code, box or "PO Box", post, first == "company"
    )


def _parse(text: str) -> Pattern:
    if text and "{who}" not in text:
        text = f"{{who}} | {text}"
    lines = [list(Formatter().parse(line)) for line in text.split(" | ") if line]
    found = tuple(tuple((literal, name) for literal, name, _spec, _conversion in line) for line in lines)
    return Pattern(found, frozenset(name for line in found for _literal, name in line if name))


def region_code(country: str, region: str) -> str:
    """The code that the post wants instead of the name, where it wants one."""
    codes = _region_codes().get(country)
    return codes.get(folded(region), region) if codes else region


@cache
def _region_codes() -> dict[str, dict[str, str]]:
    codes: dict[str, dict[str, str]] = {}
    for country, code, name in _table("regions.tsv"):
        codes.setdefault(country, {}).update({folded(name): code, folded(code): code})
    return codes


def _table(name: str) -> list[list[str]]:
    text = (paths.resources() / "addresses" / name).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return rows[1:]

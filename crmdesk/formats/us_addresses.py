"""Addresses of the United States on one line, where nothing but words tells the street from the town."""

import re
from collections.abc import Iterator

_NAMES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|District of Columbia|Florida|Georgia|"
    "Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|"
    "Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|"
    "North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Puerto Rico|Rhode Island|South Carolina|South Dakota|Tennessee|"
    "Texas|Utah|Vermont|West Virginia|Virginia|Washington|Wisconsin|Wyoming"
)
_CODES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|"
    "OR|PA|PR|RI|SC|SD|TN|TX|UT|VT|WV|VA|WA|WI|WY"
)
_LONGEST = 200
_ZIP = r"\d{5}(?:-\d{4})?"
_WHOLE = re.compile(
    rf"(?P<rest>.*\d.*?)[\s,]+(?P<region>{_NAMES}|{_CODES})\.?[\s,]+(?P<postal_code>{_ZIP})"
    r"(?:[\s,]+(?P<country>U\.?S\.?A?\.?|United States(?: of America)?))?",
    re.IGNORECASE,
)
COMMA = re.compile(rf"\s*[,;]\s+(?!(?:{_NAMES}|{_CODES})\.?,?\s+{_ZIP}\b)")
"""Between the parts of a line; the one before a state and its code is none."""
_STREETS = re.compile(
    "st|street|av|ave|avenue|blvd|boulevard|rd|road|dr|drive|ln|lane|ct|crt|court|pl|place|ter|terrace|cir|circle|way|"
    "pkwy|parkway|hwy|hgwy|highway|sq|square|trl|trail|loop|pike|plz|plaza|pt|point|run|row|path|aly|alley|xing|"
    "crossing|expy|fwy|rte|route|broadway|tpke|turnpike|cv|cove|walk|business"
)
_UNITS = re.compile("apt|apartment|ste|suite|unit|fl|floor|rm|room|bldg|building|dept|lot|no|#")
_SIDES = re.compile("n|s|e|w|ne|nw|se|sw")
"""Behind a street; written out they begin the name of a town, such as North Palm Beach."""


def read(line: str) -> dict[str, str] | None:
    """Street, town, state and code; nothing where it is no such line."""
    found = _WHOLE.fullmatch(line) if len(line) < _LONGEST else None
    if not found:
        return None
    rest = [part.strip() for part in found["rest"].split(",") if part.strip()]
    if not any(map(str.isdigit, rest[0])):  # somebody's name
        return None
    street, city = _parted(rest)
    if not street or not city:
        return None
    parts = {"street": street, "city": city, "region": found["region"], "postal_code": found["postal_code"]}
    return parts | ({"country": "US"} if found["country"] else {})


def _parted(parts: list[str]) -> tuple[str, str]:
    last = parts.pop().split()
    ends = [end for end in _street_ends(last, is_first=not parts) if end < len(last)]
    end = ends[-1] if ends else 0
    return ", ".join(filter(None, (*parts, " ".join(last[:end])))), " ".join(last[end:])


def _street_ends(words: list[str], *, is_first: bool) -> Iterator[int]:
    """The town may begin behind each number, kind of street or room; what comes first is the street's own name."""
    end = 0
    for place, word in enumerate(words):
        plain, before = word.strip(".").lower(), words[place - 1].strip(".").lower() if place else ""
        is_street = bool(_STREETS.fullmatch(plain)) and (place > 1 or not is_first)
        is_saint = plain == "st" and place == end and bool(_STREETS.fullmatch(before) or _SIDES.fullmatch(before))
        is_side = place == end and bool(_SIDES.fullmatch(word.lower()) and _STREETS.fullmatch(before))
        is_room = bool(_UNITS.fullmatch(before)) and len(plain) == 1
        if (is_street and not is_saint) or is_side or is_room or _UNITS.fullmatch(plain) or _has_digit(word):
            end = place + 1
            yield end


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))

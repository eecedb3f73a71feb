"""The words that sample data is made of: names, places and trades of each country, read from resources/demo."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from crmdesk import paths

Chance = Callable[[], float]
"""0 <= x < 1. The one call of `random.Random` that is promised to say the same in every Python."""
T = TypeVar("T")

_LETTERS = "ABEGHJLNPRSTWXYZ"
"""Those that stand in British, Irish and Canadian postal codes alike."""
_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ye", "ж": "zh",
        "з": "z", "и": "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
        "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch",
        "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
        "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d",
    }
)  # fmt: skip
_GREEK = str.maketrans(
    {
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k",
        "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y",
        "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
    }
)  # fmt: skip
_MARKS = re.compile("[\u0300-\u036f'’.]")


class Word(NamedTuple):
    text: str
    sound: str | None
    """How it is read, where the script does not say."""
    latin: str
    """For e-mail addresses: a-z and 0-9."""


class Pattern(NamedTuple):
    """A text with places for random digits (written `#`) and letters (written `@`)."""

    form: str
    sizes: tuple[int, ...]
    """How many values each place has; 0 for a letter."""

    def fill(self, random: Chance) -> str:
        return self.form % tuple([int(random() * n) if n else _LETTERS[int(random() * 16)] for n in self.sizes])


class Place(NamedTuple):
    city: str
    region: str | None
    postal_code: Pattern | None
    latin: str
    mobile: Pattern
    landline: Pattern


class Trade(NamedTuple):
    word: Word
    industry: str


class Title(NamedTuple):
    names: tuple[str, str]
    role: str | None


@dataclass(frozen=True, slots=True)
class Country:
    """Pairs are male, female."""

    code: str
    language: str
    time_zone: str
    weight: int
    given: tuple[list[Word], list[Word]]
    middle: tuple[list[str], list[str]]
    middle_share: float
    family: tuple[list[Word], list[Word]]
    second_family: float
    second_family_joint: str
    family_first: str | None
    """How the whole name is written where the family name comes first in an alphabet: `{family} {middle} {given}`."""
    salutation: tuple[str, str] | None
    salutation_by: str
    household: str
    streets: list[str]
    street_form: str
    second_line: list[str]
    places: list[Place]
    companies: list[str]
    place_joint: str
    trades: list[Trade]
    titles: list[Title]
    mail: list[str]
    breads: list[str]


def pick(random: Chance, choices: Sequence[T]) -> T:
    return choices[int(random() * len(choices))]


def latin(text: str) -> str:
    """As it may stand in an e-mail address."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text.lower().translate(_LATIN)))
    return re.sub("[^a-z0-9]+", "-", plain.replace("ου", "ou").translate(_GREEK)).strip("-")


@cache
def countries() -> list[Country]:
    files = sorted((paths.resources() / "demo").glob("[A-Z][A-Z].json"))
    return [_country(path.stem, json.loads(path.read_text("utf-8"))) for path in files]


@cache
def story() -> dict[str, Any]:
    """What the owner of the file writes about people, whatever their country."""
    loaded: dict[str, Any] = json.loads((paths.resources() / "demo" / "story.json").read_text("utf-8"))
    return loaded


def _country(code: str, data: dict[str, Any]) -> Country:
    mobile, landline = data["mobile"], data["landline"]
    families = _both([_words(entry) for entry in _listed(data["family"])])
    middle = [_forms(entry) for entry in _listed(data.get("middle", ""))]
    return Country(
        code=code,
        language=data["language"],
        time_zone=data["time_zone"],
        weight=data["weight"],
        given=(_names(data["male"]), _names(data["female"])),
        middle=([male for male, _female in middle], [female for _male, female in middle]),
        middle_share=data.get("middle_share", 0.0),
        family=families,
        second_family=data.get("second_family", 0.0),
        second_family_joint=data.get("second_family_joint", " "),
        family_first=data.get("family_first"),
        salutation=_forms(data["salutation"]) if "salutation" in data else None,
        salutation_by=data.get("salutation_by", "family"),
        household=data["household"],
        streets=_listed(data["streets"]),
        street_form=data["street_form"],
        second_line=data["second_line"],
        places=[_place(entry, mobile, landline) for entry in data["places"]],
        companies=data["company"],
        place_joint=data.get("place_joint", " "),
        trades=[_trade(entry) for entry in _listed(data["trades"])],
        titles=[_title(entry) for entry in _listed(data["titles"])],
        mail=_listed(data["mail"]),
        breads=_listed(data["breads"]),
    )


def _listed(text: str) -> list[str]:
    return [entry for entry in text.split(", ") if entry]


def _forms(entry: str) -> tuple[str, str]:
    """`Иванов/Иванова`: of a man and of a woman; one form serves both."""
    male, _slash, female = entry.partition("/")
    return male, female or male


def _word(entry: str) -> Word:
    """`佐藤:さとう:sato`: as written, as read, in Latin letters."""
    text, sound, roman = (*entry.split(":"), "", "")[:3]
    return Word(text, sound or None, roman or latin(sound or text))


def _words(entry: str) -> tuple[Word, Word]:
    male, female = _forms(entry)
    return _word(male), _word(female)


def _names(text: str) -> list[Word]:
    return [_word(entry) for entry in _listed(text)]


def _both(pairs: list[tuple[Word, Word]]) -> tuple[list[Word], list[Word]]:
    return [male for male, _female in pairs], [female for _male, female in pairs]


def _pattern(text: str) -> Pattern:
    found = list(re.finditer(r"#+|@", text))
    form = re.sub(r"#+|@", lambda run: "%s" if run[0] == "@" else f"%0{len(run[0])}d", text.replace("%", "%%"))
    return Pattern(form, tuple(0 if run[0] == "@" else 10 ** len(run[0]) for run in found))


def _place(entry: str, mobile: str, landline: str) -> Place:
    """`city:latin|region|postal code|area|rest of the number`; all but the city may be empty."""
    name, region, code, area, local = (*entry.split("|"), "", "", "", "")[:5]
    city = _word(name)
    numbers = [_pattern(form.replace("{area}", area).replace("{local}", local)) for form in (mobile, landline)]
    return Place(city.text, region or None, _pattern(code) if code else None, city.latin, *numbers)


def _trade(entry: str) -> Trade:
    word, _equals, industry = entry.partition("=")
    return Trade(_word(word), industry)


def _title(entry: str) -> Title:
    names, _equals, role = entry.partition("=")
    return Title(_forms(names), role or None)


def company_names(country: Country, taken: frozenset[str] = frozenset()) -> Iterator[tuple[str, str, Trade]]:
    """Name, its Latin form and its trade: each combination once, in an order that looks like chance.

    Names without a town come first; when they are used up (one file holds some hundreds), towns tell them apart.
    """
    towns = list(dict.fromkeys((f"{country.place_joint}{place.city}", f"-{place.latin}") for place in country.places))
    while True:
        for found in chain(_combined(country, [("", "")]), _combined(country, towns)):
            if found[0] not in taken:
                yield found


def _combined(country: Country, towns: list[tuple[str, str]]) -> Iterator[tuple[str, str, Trade]]:
    families, trades, forms = country.family[0], country.trades, country.companies
    total = len(families) * len(trades) * len(forms) * len(towns)
    step = _coprime(total)
    number = step // 2
    for _ in range(total):
        number = (number + step) % total
        rest, family = divmod(number, len(families))
        rest, trade = divmod(rest, len(trades))
        town, form = divmod(rest, len(forms))
        word, owner = trades[trade].word, families[family]
        name = forms[form].format(trade=word.text, family=owner.text, place=towns[town][0])
        yield name, f"{owner.latin}-{word.latin}{towns[town][1]}", trades[trade]


def _coprime(total: int) -> int:
    """A step that visits all numbers below `total` once, near the golden section of it."""
    from math import gcd

    step = max(1, int(total * 0.618))
    while gcd(step, total) != 1:
        step += 1
    return step

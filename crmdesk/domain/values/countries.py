"""Countries: their ISO 3166-1 codes from the names people write, and their names in a language."""

import re
import unicodedata
from functools import cache, lru_cache

COMMON = ("en", "de", "fr", "es", "it", "pt", "nl", "tr", "ru")
_OTHER_LANGUAGES = (
    "pl cs sk hu ro bg hr sr sl uk el da sv nb fi et lv lt is ja ko zh zh_Hant ar he fa hi bn th vi id ms sw ca eu gl"
    " ga sq mk ka hy az kk be"
)
OTHERS = tuple(_OTHER_LANGUAGES.split())
_NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
_NICKNAMES = {
    "GB": "uk u.k. england scotland wales northern-ireland great-britain britain grossbritannien grande-bretagne"
    " gran-bretaña gran-bretagna",
    "US": "u.s. u.s.a. america united-states-of-america vereinigte-staaten-von-amerika états-unis-d'amérique eeuu eua"
    " сша",
    "DE": "d brd b.r.d. bundesrepublik-deutschland federal-republic-of-germany ger",
    "AT": "a",
    "CH": "sui schweiz/suisse",
    "FR": "f",
    "IT": "i",
    "ES": "e",
    "BE": "b",
    "PT": "p por",
    "SE": "s",
    "NO": "n",
    "HU": "h",
    "LU": "l",
    "NL": "holland the-netherlands ned",
    "GR": "gre el",
    "DK": "den",
    "RU": "russian-federation российская-федерация рф",
    "KR": "korea republic-of-korea south-korea korea-republic-of r.o.k.",
    "KP": "north-korea dprk",
    "CZ": "czech-republic česká-republika tschechische-republik",
    "CI": "ivory-coast",
    "TR": "turkey turkiye türkiye-cumhuriyeti",
    "VN": "viet-nam",
    "MK": "macedonia mazedonien fyrom",
    "MM": "burma birma",
    "SZ": "swaziland",
    "CV": "cape-verde",
    "CN": "prc p.r.china people's-republic-of-china",
    "TW": "taiwan-roc",
    "IE": "republic-of-ireland eire éire",
    "AE": "uae u.a.e. emirates",
    "SA": "ksa",
    "BR": "brasil",
    "MD": "republic-of-moldova",
    "BO": "plurinational-state-of-bolivia",
    "VE": "bolivarian-republic-of-venezuela",
    "IR": "islamic-republic-of-iran",
    "SY": "syrian-arab-republic",
    "TZ": "united-republic-of-tanzania",
    "VA": "holy-see vatican",
    "CD": "dr-congo drc zaire democratic-republic-of-the-congo",
    "CG": "republic-of-the-congo congo",
    "HK": "hongkong hong-kong",
    "MO": "macau macao",
    "PS": "palestine",
}
"""What people write beside the names of CLDR; a hyphen stands for a space."""


def _key(text: str) -> str:
    """Only the letters, small and without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and ")).removeprefix("the ")
    return re.sub(r"[\W_]+", "", "".join(char for char in plain if not unicodedata.combining(char)))


@lru_cache(maxsize=4096)
def to_code(text: str) -> str | None:
    """The alpha-2 code of a country written as code or name, in any of some fifty languages."""
    key = _key(text)
    if not key:
        return None
    return _codes().get(key) or _names(COMMON).get(key) or _names(OTHERS).get(key)


def name(code: str, language: str) -> str:
    """The name of a country in a language (`pt-BR`); the code itself where there is none."""
    names = _territories(language.replace("-", "_")) or _territories("en")
    return names.get(code.upper()) or _territories("en").get(code.upper(), code)


def listed(language: str) -> list[tuple[str, str]]:
    """All countries as code and name, in the order of their codes."""
    return [(code, name(code, language)) for code in sorted(_countries())]


@cache
def _territories(language: str) -> dict[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        return dict(Locale.parse(language).territories)
    except (UnknownLocaleError, ValueError):
        return {}


@cache
def _countries() -> frozenset[str]:
    return frozenset(code for code in _territories("en") if len(code) == 2 and code.isalpha()) - _NO_COUNTRIES


@cache
def _codes() -> dict[str, str]:
    """Alpha-2, alpha-3 and what people write instead."""
    from babel.core import get_global

    codes = {code.lower(): code for code in _countries()}
    for alias, now in get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and len(now) == 1:
            codes[alias.lower()] = now[0]
    for code, nicknames in _NICKNAMES.items():
        codes |= {_key(nickname.replace("-", " ")): code for nickname in nicknames.split()}
    return codes


@cache
def _names(languages: tuple[str, ...]) -> dict[str, str]:
    """The first language that uses a name decides whose it is."""
    names: dict[str, str] = {}
    for language in languages:
        for code, written in _territories(language).items():
            if code in _countries():
                for form in {written, re.sub(r"\(.*?\)", "", written), written.replace(" & ", " and ")}:
                    names.setdefault(_key(form), code)
    return names

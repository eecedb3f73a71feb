"""The public holidays of a country and its regions, from a library that knows most of them."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy.orm import Session

from crmdesk import i18n
from crmdesk.domain.folding import fold
from crmdesk.services import preferences


@dataclass(frozen=True, slots=True)
class Holiday:
    day: date
    name: str


def between(country: str, first: date, last: date, region: str = "") -> list[Holiday]:
    """In the user's language where the library has it, else in the country's own; of unknown countries none."""
    found = (holiday for year in range(first.year, last.year + 1) for holiday in _of_year(country, region, year))
    return [holiday for holiday in found if first <= holiday.day <= last]


def of_file(session: Session, country: str, first: date, last: date) -> list[Holiday]:
    """With those of the region that was chosen in it."""
    return between(country, first, last, preferences.region(session, country))


def regions(country: str) -> list[tuple[str, str]]:
    """Codes and names of those with holidays of their own, where the library knows any."""
    import holidays

    try:
        known = holidays.country_holidays(country)
    except NotImplementedError:
        return []
    names = {code: name for name, code in known.subdivisions_aliases.items()}
    return sorted(((code, names.get(code, code)) for code in known.subdivisions), key=lambda one: fold(one[1]))


@lru_cache(maxsize=64)
def _of_year(country: str, region: str, year: int) -> tuple[Holiday, ...]:
    import holidays

    try:
        known = holidays.country_holidays(country, region or None, years=year, language=_language(country))
    except NotImplementedError:
        return ()
    return tuple(Holiday(day, name) for day, name in sorted(known.items()))


def _language(country: str) -> str | None:
    """None is the country's own."""
    import holidays

    offered = holidays.list_localized_countries().get(country, [])
    wanted = i18n.language()
    near = [name for name in offered if name.partition("_")[0] == wanted.partition("_")[0]]
    return wanted if wanted in near else next(iter(near), None)

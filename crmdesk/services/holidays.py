"""The public holidays of a country, from a library that knows most of them."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from crmdesk import i18n


@dataclass(frozen=True, slots=True)
class Holiday:
    day: date
    name: str


def between(country: str, first: date, last: date) -> list[Holiday]:
    """In the user's language where the library has it, else in the country's own; of unknown countries none."""
    found = (holiday for year in range(first.year, last.year + 1) for holiday in _of_year(country, year))
    return [holiday for holiday in found if first <= holiday.day <= last]


@lru_cache(maxsize=64)
def _of_year(country: str, year: int) -> tuple[Holiday, ...]:
    import holidays

    try:
        known = holidays.country_holidays(country, years=year, language=_language(country))
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

"""The usual taxes of countries, offered where a file has none: a beginning, to be checked by who sends bills."""

from collections.abc import Iterator
from dataclasses import dataclass

from crmdesk.domain.money import exact
from crmdesk.domain.prices import TaxClass
from crmdesk.i18n import _, mark
from crmdesk.services import preferences, taxes
from crmdesk.services.taxes import Rate
from crmdesk.store import bulk
from crmdesk.store.store import Store

_EU = {
    "AT": "20 10 13", "BE": "21 6 12", "BG": "20 9", "HR": "25 5 13", "CY": "19 5 9", "CZ": "21 12", "DK": "25",
    "EE": "24 9", "FI": "25.5 10 13.5", "FR": "20 5.5 10", "DE": "19 7", "GR": "24 6 13", "HU": "27 5 18",
    "IE": "23 9 13.5", "IT": "22 4 10", "LV": "21 5 12", "LT": "21 5 12", "LU": "17 3 8", "MT": "18 5 7",
    "NL": "21 9", "PL": "23 5 8", "PT": "23 6 13", "RO": "21 11", "SK": "23 5 19", "SI": "22 5 9.5", "ES": "21 4 10",
    "SE": "25 6 12",
}  # fmt: skip
"""Standard, reduced and further reduced rates of 2026."""
_NAMES = {
    "AT": "USt", "DE": "USt", "FR": "TVA", "BE": "TVA", "LU": "TVA", "IT": "IVA", "ES": "IVA", "PT": "IVA",
    "NL": "btw", "PL": "VAT", "SE": "moms", "DK": "moms", "FI": "ALV", "RO": "TVA", "CZ": "DPH", "SK": "DPH",
    "HU": "ÁFA", "SI": "DDV", "HR": "PDV", "EE": "KM", "LV": "PVN", "LT": "PVM", "BG": "ДДС", "GR": "ΦΠΑ",
    "CY": "ΦΠΑ",
}  # fmt: skip
_OTHERS = {"GB": ("VAT", "20 5"), "TR": ("KDV", "20 10 1"), "RU": ("НДС", "22 10"), "CH": ("MWST", "8.1 2.6 3.8"),
           "NO": ("MVA", "25 15 12"), "BR": ("ICMS", "18 12 7")}  # fmt: skip
_CLASSES = (mark("Standard"), mark("Reduced"), mark("Further reduced"))


@dataclass(frozen=True, slots=True)
class Offered:
    name: str
    rates: tuple[Rate, ...]


def usual(country: str) -> list[Offered]:
    """The classes that most have there; nothing where that depends on more than the country, as in the USA."""
    name, percents = _OTHERS.get(country) or (_NAMES.get(country, "VAT"), _EU.get(country, ""))
    found = [
        Offered(_(words), (Rate(name, exact(percent), code="S" if country in _EU else None),))
        for words, percent in zip(_CLASSES, percents.split(), strict=False)
    ]
    return [*found, *_without(name, country)] if found else []


def _without(name: str, country: str) -> Iterator[Offered]:
    if country in _EU:
        reverse = Rate(name, exact("0"), kind="reverse", code="AE")  # what it says documents know in each language
        yield Offered(_("Reverse charge"), (reverse,))
    yield Offered(_("Free of tax"), (Rate(name, exact("0"), kind="exempt", code="E" if country in _EU else None),))


def offered(store: Store) -> tuple[str, list[Offered]]:
    """The user's country, and what is usual there."""
    with store.read() as session:
        country = preferences.country(session)
    return country, usual(country)


def take(store: Store, found: list[Offered]) -> None:
    with store.write(_("Take usual taxes")) as session:
        for place, each in enumerate(found):
            key = taxes.put_class(session, each.name, each.rates)
            bulk.update(session, TaxClass, [key], {"position": place})

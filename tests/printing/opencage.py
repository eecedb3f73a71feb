"""Cases of OpenCage (components -> lines) as cases of ours, where the two can be compared."""

import re
import unicodedata

from crmdesk.printing import address_rules, addresses

PLACES = ("city", "town", "village", "hamlet", "municipality", "state_district", "suburb", "county", "island")
MOTHER_COUNTRIES = ("france", "australia", "new zealand", "nederland", "azores", "channel islands", "kong", "macau")
REGIONS = ("state_code", "state", "state_district", "county", "region", "province", "island")


def folded(text: str) -> str:
    """Case, accents and the grouping of postal codes aside: the order of the parts is compared."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(c))
    return re.sub(r"[\s.-]+", " ", plain).strip()


def bare(text: str) -> str:
    return re.sub(r"\W", "", folded(text))


def case_of(components: dict[str, str], expected: list[str]) -> tuple[dict[str, str], list[str]] | None:
    """Our address and the lines it should give; None where the truth is made of parts that we do not keep."""
    country = components.get("country_code", "").upper()
    names = {folded(components.get("country", "")), folded(addresses.country_name(country, "en"))}
    names |= {"united states of america", "the bahamas", "the gambia", "the netherlands", "luxemburg"}
    lines = [line for line in expected if folded(line) not in names and not folded(line).endswith(MOTHER_COUNTRIES)]
    address = {"country": country}
    taken: list[str] = []

    def take(field: str, values: list[str]) -> None:
        for value in values:
            if value and value not in taken and any(bare(value) in bare(line) for line in lines):
                address[field] = value
                taken.append(value)
                return

    take("postal_code", [components.get("postcode", "")])
    take("city", [components.get(key, "") for key in PLACES])
    regions = [components.get(key, "") for key in REGIONS]
    if country != "RO":  # Cluj is the county, and half the name, of Cluj-Napoca
        take("region", [*regions, *(address_rules.region_code(country, region) for region in regions)])
    values = sorted(map(bare, taken), key=len, reverse=True)
    tail = [line for line in lines if made_of(line, values)]
    if "city" not in address or any(not any(value in bare(line) for line in tail) for value in values):
        return None
    streets = [line for line in lines if line not in tail]
    address["street"] = "\n".join(streets)
    return address, lines


def made_of(line: str, values: list[str]) -> bool:
    rest = bare(line)
    for value in values:
        rest = rest.replace(value, "", 1)
    return not rest

"""Invented companies, households and people, without end: the crowd behind the first cards of the sample file."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from crmdesk.domain.card import Card
from crmdesk.domain.contacts import compose_name
from crmdesk.services.demo_story import DAYS, MONTHS, add_story, instant
from crmdesk.services.demo_words import Chance, Country, Place, Trade, Word, company_names, countries, pick

_STAGES = ("customer",) * 10 + ("prospect",) * 4 + ("lead",) * 4 + ("former",) * 2
_GENDERS = ("male", "female")
_SEPARATORS = str.maketrans("", "", " ()-./")


class _Employer(NamedTuple):
    name: str
    domain: str
    place: Place
    address: dict[str, Any]
    switchboard: dict[str, Any]


class _Name(NamedTuple):
    gender: int
    given: Word
    family: Word


def crowd(random: Chance, midnight: int, taken: frozenset[str]) -> Iterator[Card]:
    """Each company or household stands before its people; `midnight` is where time ends, in ms.

    `taken` are names of companies that exist already.
    """
    wheel = [country for country in countries() for _ in range(country.weight)]
    names = {country.code: company_names(country, taken) for country in countries()}
    while True:
        country = pick(random, wheel)
        chance = random()
        if chance < 0.55:
            yield from _company(random, midnight, country, next(names[country.code]))
        elif chance < 0.62:
            yield from _household(random, midnight, country)
        else:
            yield _loner(random, midnight, country)


def _company(random: Chance, midnight: int, country: Country, named: tuple[str, str, Trade]) -> Iterator[Card]:
    name, domain, trade = named
    place = pick(random, country.places)
    address = _address(random, country, place, "work")
    switchboard = _phone("main", place.landline.fill(random))
    employer = _Employer(name, f"{domain}.example", place, address, switchboard)
    fields = {"name": name, "industry": trade.industry, "stage": pick(random, _STAGES)}
    card = Card("company", {**fields, "created_at": instant(random, midnight, 1500)})
    card.phones.append(switchboard)
    card.emails.append({"label": "work", "value": f"info@{employer.domain}"})
    card.addresses.append(address)
    card.links.append({"label": "work", "value": f"https://www.{employer.domain}"})
    if random() < 0.3:
        card.fields["rating"] = 1 + int(random() * 5)
    if random() < 0.15:
        add_story(random, midnight, card)
    yield card
    for number in range(1 + int(random() * 9)):
        yield _employee(random, midnight, country, employer, number)


def _employee(random: Chance, midnight: int, country: Country, employer: _Employer, number: int) -> Card:
    name = _name(random, country)
    card = _person(random, midnight, country, name)
    title = country.titles[(int(random() * 6) + number * 2) % len(country.titles)]
    place = {"company": employer.name, "title": title.names[name.gender], "is_primary": True}
    if title.role:
        place["role"] = title.role
    if random() < 0.2:
        place["since"] = f"{2005 + int(random() * 20)}-{pick(random, MONTHS)}"
    card.affiliations.append(place)
    if random() < 0.85:
        card.emails.append({"label": "work", "value": f"{_local_part(random, name)}@{employer.domain}"})
    if random() < 0.6:
        card.phones.append(_phone("mobile", employer.place.mobile.fill(random)))
    if random() < 0.3:
        card.phones.append({**employer.switchboard, "label": "work", "extension": str(10 + int(random() * 90))})
    if random() < 0.7:
        card.addresses.append({**employer.address, "is_mailing": True})
    elif random() < 0.5:
        card.addresses.append({**_address(random, country, employer.place, "home"), "is_mailing": True})
    if random() < 0.3:
        add_story(random, midnight, card, country, employer.place.city)
    return card


def _household(random: Chance, midnight: int, country: Country) -> Iterator[Card]:
    """Two who share a name and a home, sometimes with a child."""
    place = pick(random, country.places)
    home = {**_address(random, country, place, "home"), "is_mailing": True}
    line = _phone("home", place.landline.fill(random))
    one, two = _name(random, country, 0), _name(random, country, 1)
    family = country.family[0].index(one.family)
    people = [one, two._replace(family=country.family[1][family])]
    if random() < 0.3:
        gender = int(random() * 2)
        people.append(_Name(gender, pick(random, country.given[gender]), country.family[gender][family]))
    name = country.household.format(family=one.family.text, one=two.given.text, two=one.given.text)
    made = instant(random, midnight, 1500)
    yield Card("company", {"kind": "household", "name": name, "created_at": made}, phones=[line], addresses=[home])
    for number, each in enumerate(people):
        card = _person(random, midnight, country, each, number < 2)
        card.affiliations.append({"company": name, "role": "member", "is_primary": True})
        card.addresses.append(dict(home))
        card.phones.append(dict(line) if random() < 0.4 else _phone("mobile", place.mobile.fill(random)))
        if number < 2:
            other = people[1 - number]
            card.relations.append({"type": "spouse", "name": _spoken(country, other)})
            card.fields["marital_status"] = "married"
        if random() < 0.2:
            add_story(random, midnight, card, country, place.city)
        yield card


def _loner(random: Chance, midnight: int, country: Country) -> Card:
    """Someone without a company: often little is known."""
    name = _name(random, country)
    card = _person(random, midnight, country, name)
    place = pick(random, country.places)
    known = random()
    if known < 0.04:
        del card.fields["family_name"]
        for field in ("phonetic_family_name", "full_name", "salutation", "middle_name"):
            card.fields.pop(field, None)
    if known < 0.8:
        card.phones.append(_phone("mobile", place.mobile.fill(random)))
    if known > 0.3:
        provider = pick(random, country.mail)
        number = int(random() * 100)
        card.emails.append({"label": "home", "value": f"{_local_part(random, name)}{number}@{provider}"})
    if known > 0.6:
        card.addresses.append({**_address(random, country, place, "home"), "is_mailing": True})
        if random() < 0.4:
            add_story(random, midnight, card, country, place.city)
    return card


def _name(random: Chance, country: Country, gender: int | None = None) -> _Name:
    gender = int(random() * 2) if gender is None else gender
    return _Name(gender, pick(random, country.given[gender]), pick(random, country.family[gender]))


def _spoken(country: Country, name: _Name) -> str:
    """The whole name in one line."""
    if country.family_first:
        return _family_first(country, name.family, "", name.given)
    return compose_name(name.given.text, None, name.family.text)


def _person(random: Chance, midnight: int, country: Country, name: _Name, grown: bool = True) -> Card:
    fields = _name_fields(random, country, name)
    fields["gender"] = _GENDERS[name.gender]
    fields["language"] = country.language
    if random() < 0.35 and country.salutation:
        spoken = name.given.text if country.salutation_by == "given" else fields["family_name"]
        fields["salutation"] = country.salutation[name.gender].format(spoken)
    if random() < 0.45:
        year = "-" if random() < 0.15 else str((1946 if grown else 2008) + int(random() * (58 if grown else 10)))
        fields["birthday"] = f"{year}-{pick(random, DAYS)}"
    if random() < 0.75:
        fields["stage"] = pick(random, _STAGES)
    if random() < 0.4:
        fields["rating"] = 1 + int(random() * 5)
    if random() < 0.2:
        fields["time_zone"] = country.time_zone
    fields["created_at"] = instant(random, midnight, 1500)
    return Card("contact", fields)


def _name_fields(random: Chance, country: Country, name: _Name) -> dict[str, Any]:
    gender, given, family = name
    fields: dict[str, Any] = {"given_name": given.text, "family_name": family.text}
    if random() < country.second_family:
        second = pick(random, country.family[gender]).text
        fields["family_name"] = f"{family.text}{country.second_family_joint}{second}"
    if random() < country.middle_share:
        fields["middle_name"] = pick(random, country.middle[gender])
    if given.sound:
        fields["phonetic_given_name"] = given.sound
    if family.sound:
        fields["phonetic_family_name"] = family.sound
    if country.family_first:
        fields["full_name"] = _family_first(country, family, fields.get("middle_name", ""), given)
    return fields


def _family_first(country: Country, family: Word, middle: str, given: Word) -> str:
    whole = (country.family_first or "").format(family=family.text, middle=middle, given=given.text)
    return whole.replace("  ", " ")


def _local_part(random: Chance, name: _Name) -> str:
    chance = random()
    if chance < 0.55:
        return f"{name.given.latin}.{name.family.latin}"
    return f"{name.given.latin[:1]}{name.family.latin}" if chance < 0.85 else name.given.latin


def _phone(label: str, number: str) -> dict[str, Any]:
    return {"label": label, "value": number, "e164": number.translate(_SEPARATORS)}


def _address(random: Chance, country: Country, place: Place, label: str) -> dict[str, Any]:
    number = 1 + int(random() * random() * 240)
    street = country.street_form.format(street=pick(random, country.streets), number=number)
    address = {"label": label, "street": street, "city": place.city, "country": country.code}
    if place.region:
        address["region"] = place.region
    if place.postal_code:
        address["postal_code"] = place.postal_code.fill(random)
    if country.second_line and random() < 0.2:
        address["street2"] = pick(random, country.second_line) % (1 + int(random() * 60))
    return address

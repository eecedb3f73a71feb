"""Records of the file made comparable: the profiles of all of a kind, or of some."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from operator import itemgetter
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain import likeness_values as values
from crmdesk.domain.likeness_values import Profile
from crmdesk.domain.likeness_words import company_core, plain
from crmdesk.domain.values.emails import normalise
from crmdesk.services.cards import OWNERS
from crmdesk.store import blocking
from crmdesk.store.blocking import Ids

_PAUSE = 5_000
"""Rows between two pauses."""


def profiles(session: Session, kind: str, ids: Ids = None) -> dict[bytes, Profile]:
    """By id, the oldest first."""
    made: dict[bytes, Profile] = {}
    for _pause in read(session, kind, made, ids):
        pass
    return made


def read(session: Session, kind: str, into: dict[bytes, Profile], ids: Ids = None) -> Iterator[None]:
    """As `profiles`, with pauses for others."""
    make = _firm if kind == "company" else _person
    made = []
    for some in _in_parts(blocking.owners(session, kind, ids)):
        made += [(row[-1], row[0], make(*row[1:-1])) for row in some]
        yield
    made.sort(key=itemgetter(0))
    yield
    into.update((key, profile) for _made_at, key, profile in made)
    made.clear()
    yield
    for rows, take in _parts_of(session, kind, ids):
        for some in _in_parts(rows):
            for owner, *row in some:
                if (found := into.get(owner)) is not None:
                    take(found, *row)
            yield


def _parts_of(session: Session, kind: str, ids: Ids) -> Iterator[tuple[Iterable[Any], Callable[..., None]]]:
    """What belongs to them, and what it adds to a profile."""
    yield blocking.parts(session, "phones", ids), _take_phone
    yield blocking.parts(session, "emails", ids), _take_email if kind == "contact" else _take_email_of_firm
    yield blocking.parts(session, "addresses", ids), _place_taker()
    if kind == "contact":
        yield blocking.employers(session, ids), _take_company
    else:
        yield blocking.parts(session, "links", ids), _take_link
    if ids is None:
        yield blocking.given_once(session, OWNERS[kind].__tablename__), _take_number


def _in_parts(rows: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while some := list(islice(iterator, _PAUSE)):
        yield some


def _person(
    given: str, middle: str, family: str, nick: str, full: str, suffix: str, gender: str, birthday: str
) -> Profile:
    first, second, last = values.names(given, middle, family, nick, full)
    return Profile(
        first,
        second,
        last,
        values.generation(suffix) if suffix else "",
        gender or "",
        values.birthday(birthday) if birthday else "",
    )


def _firm(name: str, tax_number: str, kind: str) -> Profile:
    core = plain(name) if kind == "household" else company_core(name)
    number = plain(tax_number).replace(" ", "") if tax_number else ""
    return Profile(companies=(core,) if core else (), numbers=(number,) if number else ())


def _take_phone(found: Profile, label: str, value: str, e164: str | None) -> None:
    tail = "" if values.is_fax(label) else values.phone_tail(value, e164)
    if tail and tail not in found.phones:
        found.phones += (tail,)
        if label == "mobile":
            found.mobiles += (tail,)


def _take_email(found: Profile, value: str) -> None:
    if (email := normalise(value)) not in found.emails:
        found.emails += (email,)


def _take_email_of_firm(found: Profile, value: str) -> None:
    _take_email(found, value)
    found.domains = values.domains(found.emails, ())


def _place_taker() -> Callable[..., None]:
    place = cache(values.place)  # people live and work together

    def take(found: Profile, *parts: str | None) -> None:
        found.places += (place(*parts),)

    return take


def _take_company(found: Profile, name: str) -> None:
    if core := company_core(name):
        found.companies += (core,)


def _take_link(found: Profile, value: str) -> None:
    found.domains = tuple(dict.fromkeys((*found.domains, *values.domains((), [value]))))


def _take_number(found: Profile, value: str) -> None:
    if number := plain(value).replace(" ", ""):
        found.numbers += (number,)

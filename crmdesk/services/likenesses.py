"""Records of the file made comparable: the profiles of all of a kind, or of some."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from crmdesk.domain import likeness_values as values
from crmdesk.domain.likeness_values import Profile
from crmdesk.domain.likeness_words import company_core, plain
from crmdesk.domain.values.emails import normalise
from crmdesk.services.cards import OWNERS
from crmdesk.store import blocking
from crmdesk.store.blocking import Ids

_PAUSE = 20_000
"""Rows between two pauses."""


def profiles(session: Session, kind: str, ids: Ids = None) -> dict[bytes, Profile]:
    """By id, the oldest first."""
    made: dict[bytes, Profile] = {}
    for _pause in read(session, kind, made, ids):
        pass
    return made


def read(session: Session, kind: str, into: dict[bytes, Profile], ids: Ids = None) -> Iterator[None]:
    """As `profiles`, with pauses for others."""
    rows = sorted(blocking.owners(session, kind, ids), key=lambda row: row[-1])
    make = _firm if kind == "company" else _person
    for count, row in enumerate(rows):
        into[row[0]] = make(*row[1:-1])
        if count % _PAUSE == 0:
            yield
    readers = [_read_phones, _read_emails, _read_places, _read_companies if kind == "contact" else _read_links]
    for reader in readers:
        yield
        reader(session, into, ids)
    if ids is None:
        _read_numbers(session, kind, into)


def _person(
    given: str, middle: str, family: str, nick: str, full: str, suffix: str, gender: str, birthday: str
) -> Profile:
    first, second, last = values.names(given, middle, family, nick, full)
    return Profile(
        first, second, last, values.generation(suffix), gender or "", values.birthday(birthday) if birthday else ""
    )


def _firm(name: str, tax_number: str, kind: str) -> Profile:
    core = plain(name) if kind == "household" else company_core(name)
    number = plain(tax_number).replace(" ", "") if tax_number else ""
    return Profile(companies=(core,) if core else (), numbers=(number,) if number else ())


def _read_phones(session: Session, into: dict[bytes, Profile], ids: Ids) -> None:
    for owner, label, value, e164 in blocking.parts(session, "phones", ids):
        found = into.get(owner)
        if found and not values.is_fax(label) and (tail := values.phone_tail(value, e164)) not in found.phones and tail:
            found.phones += (tail,)
            if label == "mobile":
                found.mobiles += (tail,)


def _read_emails(session: Session, into: dict[bytes, Profile], ids: Ids) -> None:
    for owner, value in blocking.parts(session, "emails", ids):
        if (found := into.get(owner)) and (email := normalise(value)) not in found.emails:
            found.emails += (email,)


def _read_places(session: Session, into: dict[bytes, Profile], ids: Ids) -> None:
    for owner, *parts in blocking.parts(session, "addresses", ids):
        if found := into.get(owner):
            found.places += (values.place(*parts),)


def _read_companies(session: Session, into: dict[bytes, Profile], ids: Ids) -> None:
    for owner, name in blocking.employers(session, ids):
        if (found := into.get(owner)) and (core := company_core(name)):
            found.companies += (core,)


def _read_links(session: Session, into: dict[bytes, Profile], ids: Ids) -> None:
    links: dict[bytes, list[str]] = {}
    for owner, value in blocking.parts(session, "links", ids):
        links.setdefault(owner, []).append(value)
    for owner, found in into.items():
        if found.emails or owner in links:
            found.domains = values.domains(found.emails, links.get(owner, ()))


def _read_numbers(session: Session, kind: str, into: dict[bytes, Profile]) -> None:
    for owner, value in blocking.given_once(session, OWNERS[kind].__tablename__):
        if (found := into.get(owner)) and (number := plain(value).replace(" ", "")):
            found.numbers += (number,)

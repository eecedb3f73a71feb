"""What of a contact or company can be compared, made comparable once: names, numbers, addresses, places, dates."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from crmdesk.domain.likeness_words import company_core, local_part, own_domain, plain, plain_name, sound, street_words
from crmdesk.domain.values.emails import normalise

TAIL = 8
"""Digits at the end of a phone number that are compared: country and area may be missing or written otherwise."""
_SHORTEST = 5
_GENERATIONS = {"jr": "2", "junior": "2", "ii": "2", "filho": "2", "sr": "1", "senior": "1", "iii": "3", "neto": "3"}
_FAX = {"fax", "work fax", "home fax", "pager"}


class Place(NamedTuple):
    """A postal address in comparable parts."""

    number: str = ""
    street: str = ""
    more: str = ""
    city: str = ""
    code: str = ""


@dataclass(slots=True)
class Profile:
    """Empty means not known, which is evidence of nothing."""

    given: str = ""
    middle: str = ""
    family: str = ""
    generation: str = ""
    """Junior is 2: a son may bear all of his father's names."""
    gender: str = ""
    birthday: str = ""
    """`YYYY-MM-DD`, or `--MM-DD` without a year."""
    phones: tuple[str, ...] = ()
    mobiles: tuple[str, ...] = ()
    """Those of `phones` that one person carries."""
    emails: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    companies: tuple[str, ...] = ()
    """Of a contact where they work, of a company its own name; without legal forms."""
    domains: tuple[str, ...] = ()
    """Of a company: those of its own, from web pages and e-mails."""
    numbers: tuple[str, ...] = ()
    """What is given out once only: tax numbers, customer numbers."""
    _heard: tuple[str, str] | None = None
    _locals: tuple[str, ...] | None = None
    _hosts: tuple[str, ...] | None = None

    def heard(self) -> tuple[str, str]:
        """The sounds of first and last name."""
        if self._heard is None:
            self._heard = sound(self.given.partition(" ")[0]), sound(self.family)
        return self._heard

    def locals(self) -> tuple[str, ...]:
        """Of `emails` what stands before the @, see `local_part`."""
        if self._locals is None:
            self._locals = tuple(map(local_part, self.emails))
        return self._locals

    def hosts(self) -> tuple[str, ...]:
        """Of `emails` the hosts that are a company's own; else nothing."""
        if self._hosts is None:
            self._hosts = tuple(own_domain(email.rpartition("@")[2]) for email in self.emails)
        return self._hosts


def names(
    given: str | None, middle: str | None, family: str | None, nickname: str | None = None, full: str | None = None
) -> tuple[str, str, str]:
    """Given, middle and family name, comparable; a name in one piece is taken apart."""
    if full and not given and not family:
        from crmdesk.domain.values.names import split_name

        parts = split_name(full)
        given, middle, family = parts.get("given_name"), parts.get("middle_name"), parts.get("family_name")
        nickname = nickname or parts.get("nickname")
    first, last = plain_name(given or nickname or ""), plain_name(family or "")
    return first, plain_name(middle) if middle else "", last


def generation(suffix: str | None) -> str:
    words = plain(suffix).split() if suffix else ()
    return next((_GENERATIONS[word] for word in words if word in _GENERATIONS), "")


def birthday(date: str | None) -> str:
    """Whole dates, with or without a year; 1 January 1900 and 1970 are what programs write for none."""
    if not date or date.startswith(("1900-01-01", "1970-01-01")):
        return ""
    return date if len(date) in (7, 10) and date.count("-") in (2, 3) and date[-3] == "-" else ""


def phone_tail(typed: str, e164: str | None = None) -> str:
    """Nothing for what is too short to be a line of one's own."""
    digits = e164[1:] if e164 else "".join(filter(str.isdecimal, typed))
    return digits[-TAIL:] if len(digits) >= _SHORTEST else ""


def is_fax(label: str | None) -> bool:
    return label in _FAX


def place(street: str | None, street2: str | None, po_box: str | None, city: str | None, code: str | None) -> Place:
    number, words = street_words(street) if street else ("", "")
    if not words and street2:
        second, words = street_words(street2)
        number, street2 = number or second, None
    if not words and po_box:
        number, words = street_words(po_box)[0], "po box"
    more = plain(street2) if street2 else ""
    return Place(number, words, more, plain(city) if city else "", plain(code).replace(" ", "") if code else "")


def profile(fields: Mapping[str, Any], kind: str = "contact", country: str | None = None) -> Profile:
    """Of what is being typed or imported: fields of `Contact` or `Company`, and lists of texts or of parts."""
    made = Profile(
        phones=_phones(_texts(fields.get("phones")), country),
        emails=tuple(normalise(text) for text in _texts(fields.get("emails"))),
        places=tuple(_place_of(entry) for entry in fields.get("addresses") or ()),
        birthday=birthday(fields.get("birthday")),
        generation=generation(fields.get("suffix")),
        gender=fields.get("gender") or "",
    )
    if kind == "company":
        made.companies = _cores([fields.get("name") or fields.get("company") or fields.get("full_name")])
        made.domains = domains(made.emails, _texts(fields.get("links")))
        made.numbers = tuple(filter(None, [plain(fields.get("tax_number") or "").replace(" ", "")]))
    else:
        parts = ("given_name", "middle_name", "family_name", "nickname", "full_name")
        made.given, made.middle, made.family = names(*map(fields.get, parts))
        made.companies = _cores([fields.get("company")])
    return made


def _texts(entries: Iterable[Any] | None) -> list[str]:
    texts = [entry.get("value") if isinstance(entry, Mapping) else entry for entry in entries or ()]
    return [text for text in texts if text]


def _phones(texts: list[str], country: str | None) -> tuple[str, ...]:
    from crmdesk.domain.values.phones import to_e164

    return tuple(filter(None, (phone_tail(text, to_e164(text, country)[0]) for text in texts)))


def _place_of(entry: Mapping[str, Any]) -> Place:
    return place(*(entry.get(name) for name in ("street", "street2", "po_box", "city", "postal_code")))


def _cores(company: list[str | None]) -> tuple[str, ...]:
    return tuple(filter(None, (company_core(name) for name in company if name)))


def domains(emails: Iterable[str], links: Iterable[str]) -> tuple[str, ...]:
    hosts = [email.rpartition("@")[2] for email in emails]
    hosts += [link.partition("//")[2].partition("/")[0] or link.partition("/")[0] for link in links]
    return tuple(dict.fromkeys(filter(None, (own_domain(host.lower()) for host in hosts))))


# Who has something in common

PAUSE = 5_000
"""Records between two pauses."""
Keys = Callable[[Profile], Iterable[Hashable]]
"""What of a profile others may share."""


def gather(numbered: Iterable[tuple[int, Profile]], keys: Keys, into: dict[Hashable, list[int]]) -> Iterator[None]:
    """By key the numbers of all who share it, two and more, with pauses for others."""
    first: dict[Hashable, int] = {}  # most keys are borne by one record only, and a list for each costs more
    claim, rest = first.setdefault, iter(numbered)
    while some := list(islice(rest, PAUSE)):
        for number, profile in some:
            for key in keys(profile):
                if (other := claim(key, number)) != number:
                    into.setdefault(key, [other]).append(number)
        yield

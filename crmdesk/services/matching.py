"""Whom an imported card may mean: all who are there, made comparable once, so that each card costs a few look-ups."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain

from sqlalchemy.orm import Session

from crmdesk.domain.card import Card
from crmdesk.domain.likeness import chance, weigh
from crmdesk.domain.likeness_blocks import LARGEST
from crmdesk.domain.likeness_rarity import Rarity, measured
from crmdesk.domain.likeness_reasons import reasons
from crmdesk.domain.likeness_values import Profile, profile
from crmdesk.services import likenesses
from crmdesk.services.reports import Twin
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

CERTAIN = 0.8
"""The chance from which a card is taken for somebody who is there."""
_PAUSE = 5_000


class Matcher:
    """Of contacts; empty until `prepare` was run."""

    def __init__(self, store: Store, session: Session, country: str | None) -> None:
        self._store, self._session, self._country = store, session, country
        self._ids: list[bytes] = []
        self._profiles: list[Profile] = []
        self._first: dict[Hashable, int] = {}
        """The place of the first with a key; most keys have no other."""
        self._shared: dict[Hashable, list[int]] = {}
        self._rarity: Rarity | None = None

    def prepare(self) -> Iterator[None]:
        """Read who is there; with pauses for others."""
        if not self._store.listing("contact").count():
            return
        known: dict[bytes, Profile] = {}
        yield from likenesses.read(self._session, "contact", known)
        self._ids, self._profiles = list(known), list(known.values())
        for start in range(0, len(known), _PAUSE):
            self._note_keys(start, self._profiles[start : start + _PAUSE])
            yield
        self._rarity = yield from measured(self._profiles)

    def let_go(self) -> Iterator[None]:
        """Of all that was read, with pauses: a million keys that go at once keep every thread waiting."""
        self._rarity = None
        for keys in (self._shared, self._first):
            while keys:
                for _key in range(min(len(keys), _PAUSE)):
                    keys.popitem()
                yield
        while self._profiles:
            del self._profiles[-_PAUSE:]
            yield

    def _note_keys(self, start: int, profiles: list[Profile]) -> None:
        for place, each in enumerate(profiles, start):
            for key in chain(_own(each), _common(each)):
                if (first := self._first.setdefault(key, place)) != place:
                    self._shared.setdefault(key, [first]).append(place)

    def twin_of(self, card: Card) -> Twin | None:
        """The likeliest, if it is likely enough."""
        if self._rarity is None:
            return None
        asked = profile(_fields(card), "contact", self._country)
        places = sorted(self._candidates(asked))  # of two who are alike, the older
        odds = {place: weigh(asked, self._profiles[place], self._rarity) for place in places}
        best = max(odds, key=lambda place: odds[place], default=None)
        if best is None or chance(odds[best]) < CERTAIN:
            return None
        key = self._ids[best]
        name = next((row.name for row in rows_of(self._session, [key])), "")
        why = reasons(asked, self._profiles[best], self._rarity, "contact")
        return Twin(key, name, chance(odds[best]), tuple(why))

    def _candidates(self, asked: Profile) -> set[int]:
        """Whoever shares a key that tells most people apart, or two of the others."""
        found = {place for key in _own(asked) for place in self._with(key)}
        once: set[int] = set()
        for key in _common(asked):
            some = self._with(key)
            found |= once.intersection(some)
            once.update(some)
        return found

    def _with(self, key: Hashable) -> Sequence[int]:
        """A key that many share tells nobody apart."""
        if (first := self._first.get(key)) is None:
            return ()
        some = self._shared.get(key, (first,))
        return some if len(some) <= LARGEST else ()


# Fewer than a search of the whole file needs: nobody looks at these pairs before they are taken for one.


def _own(each: Profile) -> Iterable[Hashable]:
    return (*each.emails, *each.phones, *each.numbers)


def _common(each: Profile) -> set[Hashable]:
    given, family = each.heard()
    beside = (each.birthday, *each.companies, *(place.code or place.city for place in each.places))
    keys: set[Hashable] = {(value, name) for value in beside if value for name in (given, family) if name}
    if given and family:  # in either order: first and last name may be swapped
        keys.add((given, family) if given < family else (family, given))
    return keys


def _fields(card: Card) -> dict[str, object]:
    company = next((entry["company"] for entry in card.affiliations if entry.get("company")), None)
    parts = {"phones": card.phones, "emails": card.emails, "addresses": card.addresses}
    return {**card.fields, **parts, "company": company}

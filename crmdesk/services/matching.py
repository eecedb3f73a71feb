"""Whom an imported card may mean: all who are there, made comparable once, so that each card costs a few look-ups."""

from collections import defaultdict
from collections.abc import Hashable, Iterator

from sqlalchemy.orm import Session

from crmdesk.domain.card import Card
from crmdesk.domain.likeness import chance, weigh
from crmdesk.domain.likeness_blocks import BLOCKS, LARGEST
from crmdesk.domain.likeness_rarity import Rarity, rarity_in
from crmdesk.domain.likeness_reasons import reasons
from crmdesk.domain.likeness_values import Profile, profile
from crmdesk.services import likenesses
from crmdesk.services.reports import Twin
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

CERTAIN = 0.8
"""The chance from which a card is taken for somebody who is there."""
_PAUSE = 10_000


class Matcher:
    """Of contacts; empty until `prepare` was run."""

    def __init__(self, store: Store, session: Session, country: str | None) -> None:
        self._store, self._session, self._country = store, session, country
        self._profiles: dict[bytes, Profile] = {}
        self._blocks: defaultdict[Hashable, list[bytes]] = defaultdict(list)
        self._rarity: Rarity | None = None

    def prepare(self) -> Iterator[None]:
        """Read who is there; with pauses for others."""
        if not self._store.listing("contact").count():
            return
        yield from likenesses.read(self._session, "contact", self._profiles)
        for number, (key, each) in enumerate(self._profiles.items()):
            for block in _keys(each):
                self._blocks[block].append(key)
            if number % _PAUSE == 0:
                yield
        self._rarity = rarity_in(list(self._profiles.values()))

    def twin_of(self, card: Card) -> Twin | None:
        """The likeliest, if it is likely enough."""
        if self._rarity is None:
            return None
        asked = profile(_fields(card), "contact", self._country)
        odds = {key: weigh(asked, self._profiles[key], self._rarity, "contact") for key in self._candidates(asked)}
        best = max(odds, key=lambda key: odds[key], default=None)
        if best is None or chance(odds[best]) < CERTAIN:
            return None
        name = next((row.name for row in rows_of(self._session, [best])), "")
        why = reasons(asked, self._profiles[best], self._rarity, "contact")
        return Twin(best, name, chance(odds[best]), tuple(why))

    def _candidates(self, asked: Profile) -> dict[bytes, None]:
        """Those of small blocks; a key that many share tells nobody apart."""
        found: dict[bytes, None] = {}
        for block in _keys(asked):
            some = self._blocks.get(block, ())
            if len(some) <= LARGEST:
                found.update(dict.fromkeys(some))
        return found


def _keys(each: Profile) -> Iterator[Hashable]:
    for number, keys in enumerate(BLOCKS["contact"]):
        for key in keys(each):
            yield number, key


def _fields(card: Card) -> dict[str, object]:
    company = next((entry["company"] for entry in card.affiliations if entry.get("company")), None)
    parts = {"phones": card.phones, "emails": card.emails, "addresses": card.addresses}
    return {**card.fields, **parts, "company": company}

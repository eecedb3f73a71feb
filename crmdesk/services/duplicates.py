"""Who is in the file twice: looked for while a record is typed, and in the whole file."""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import log2
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.folding import fold
from crmdesk.domain.ids import named_id
from crmdesk.domain.likeness import chance, score, weigh
from crmdesk.domain.likeness_clusters import clusters
from crmdesk.domain.likeness_rarity import Rarity, counts
from crmdesk.domain.likeness_reasons import reasons
from crmdesk.domain.likeness_search import Pair, search
from crmdesk.domain.likeness_values import Profile, profile
from crmdesk.domain.likeness_words import local_part, other_forms, plain
from crmdesk.domain.sources import Distinction
from crmdesk.i18n import _
from crmdesk.services import likenesses, preferences
from crmdesk.services.importing import without_collector
from crmdesk.services.lookup import as_id
from crmdesk.services.reports import Progress
from crmdesk.store import blocking, bulk
from crmdesk.store.search import rows_of
from crmdesk.store.store import Store

LEAST = 0.5
"""From here on two records are rather the same than not."""
_LIKELY = 0.2
"""The least chance that is worth a glance while somebody types."""
_AT_ONCE, _LET_GO = 500, 20_000
"""Of what was found, and of what was read for it, between two pauses."""
_LOOKED_AT = 28


@dataclass(frozen=True, slots=True)
class Likeness:
    """A record that may be the one meant."""

    id: bytes
    name: str
    detail: str
    score: float
    """0 to 1."""
    reasons: list[str]
    """In words, what speaks most for it first."""


def like(
    store: Store, fields: Mapping[str, Any], kind: str = "contact", limit: int = 3, besides: bytes | str | None = None
) -> list[Likeness]:
    """Who of the file is probably meant by what is typed; quick enough for every key.

    `fields` are those of a contact or company, `company` by its name, and `phones`, `emails` and `addresses` as texts
    or as parts. `besides` is the record being changed itself.
    """
    with store.read() as session:
        typed = profile(fields, kind, preferences.country(session))
        asked = list(_questions(fields, typed, kind))
        found = blocking.candidates(session, kind, asked, _LOOKED_AT) if asked else []
        known = likenesses.profiles(session, kind, found)
        known.pop(as_id(besides) if besides else b"", None)
        rarity = _rarity(session, typed, known, store.listing(kind).count(), kind)
        scores = {key: score(typed, other, rarity, kind) for key, other in known.items()}
        best = sorted(scores, key=lambda key: -scores[key])[:limit]
        rows = {row.id: row for row in rows_of(session, best)}
    return [
        Likeness(key, rows[key].name, rows[key].detail, scores[key], reasons(typed, known[key], rarity, kind))
        for key in best
        if key in rows and (scores[key] >= _LIKELY or _has_all_names(typed, known[key]))
    ]


def _has_all_names(typed: Profile, other: Profile) -> bool:
    """However common a name is: who types all of it wants to see who bears it."""
    if typed.given and typed.family:
        return (typed.given, typed.family) == (other.given, other.family)
    return not other.given and bool(typed.companies) and typed.companies == other.companies


def _questions(fields: Mapping[str, Any], typed: Profile, kind: str) -> Any:
    for tail in typed.phones:
        yield "words", [[tail.lstrip("0")]]
    for email in typed.emails:
        yield "words", [[plain_words(email)]]
        if len(local := local_part(email)) > 3:
            yield "words", [[plain_words(local)]]
    if kind == "company":
        yield from _of_firm(typed)
    else:
        yield from _of_person(*_folded_names(fields, typed))


def plain_words(text: str) -> str:
    """As the index cuts them."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(text)).split())


def _folded_names(fields: Mapping[str, Any], typed: Profile) -> tuple[str, str]:
    given = plain_words(fields.get("given_name") or fields.get("nickname") or "") or typed.given
    return given, plain_words(fields.get("family_name") or "") or typed.family


def _of_person(given: str, family: str) -> Any:
    first = given.partition(" ")[0]
    if family and first:
        forms = [first, *other_forms(plain(first))]
        yield "names", [[family], forms]
        yield "names", [[f"{family.rpartition(' ')[2][:3]}*"], [first]]
        yield "names", [[family], [f"{first[:1]}*"]]
    elif (word := family or given) and len(word) > 2:
        yield "names", [[word]]


def _of_firm(typed: Profile) -> Any:
    for domain in typed.domains:
        yield "words", [[plain_words(domain)]]
    for core in typed.companies:
        if len(core) > 2:
            yield "names", [[core]]
            yield "names", [[f"{core.partition(' ')[0][:4]}*"]]


def _rarity(session: Session, typed: Profile, known: Mapping[bytes, Profile], size: int, kind: str) -> Rarity:
    """Names are counted by the index, all else among those looked at."""
    found = counts([typed, *known.values()])
    for field, name in (("given", typed.given), ("family", typed.family)):
        if name:
            found[field][name] = 1 + blocking.how_many(session, [[name]])
    return Rarity(size, found, kind)


# The whole file


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Records that are taken for one."""

    ids: list[bytes]
    """The oldest first: the one that the others are merged into unless told otherwise."""
    score: float
    """Of the least sure pair that brings them together, 0 to 1."""
    reasons: list[str]
    """Of that pair."""


def find(store: Store, kind: str = "contact", min_score: float = LEAST) -> Generator[Progress, None, list[Duplicates]]:
    """All contacts or companies that are in the file more than once, the surest first."""
    with without_collector():
        return (yield from _found(store, kind, min_score))  # what was read is gone before the collector is back


def _found(store: Store, kind: str, min_score: float) -> Generator[Progress, None, list[Duplicates]]:
    known: dict[bytes, Profile] = {}
    with store.read() as session:
        for done, _pause in enumerate(likenesses.read(session, kind, known)):
            yield Progress(0.3 * done / (done + 40), _("Reading"))
        keys, profiles = list(known), list(known.values())
        apart = _kept_apart(session, {key: place for place, key in enumerate(keys)})
    pairs, rarity = yield from _searched(profiles, kind)

    def odds_of(one: int, other: int) -> float:
        return weigh(profiles[one], profiles[other], rarity, kind)

    last, found = Progress(1.0, _("Comparing")), list[Duplicates]()
    known.clear()
    for number, cluster in enumerate(clusters(pairs, _log_odds(min_score), odds_of, apart)):
        ids = [keys[member] for member in sorted(cluster.members)]
        one, other = (profiles[member] for member in cluster.link)
        found.append(Duplicates(ids, chance(cluster.odds), reasons(one, other, rarity, kind)))
        if number % _AT_ONCE == 0:
            yield last
    pairs.clear()
    yield last
    for start in range(len(profiles), 0, -_LET_GO):  # to let go of so much at once takes its time too
        del profiles[start - _LET_GO if start > _LET_GO else 0 :]
        yield last
    return found


def _kept_apart(session: Session, places: Mapping[bytes, int]) -> list[tuple[int, int]]:
    known = [
        (places[one], places[other])
        for one, other in bulk.fetch_all(session, Distinction, "one_id", "other_id")
        if one in places and other in places
    ]
    return [(min(pair), max(pair)) for pair in known]


def _searched(profiles: list[Profile], kind: str) -> Generator[Progress, None, tuple[dict[Pair, float], Rarity]]:
    steps = search(profiles, kind)
    while True:
        try:
            yield Progress(0.3 + 0.7 * next(steps), _("Comparing"))
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def _log_odds(score: float) -> float:
    score = min(max(score, 1e-9), 1 - 1e-9)
    return log2(score / (1 - score))


def not_duplicates(store: Store, ids: Iterable[bytes | str]) -> None:
    """Remember that no two of these are the same."""
    keep_apart(store, [list(ids)])


def keep_apart(store: Store, clusters: Iterable[Iterable[bytes | str]]) -> None:
    """As `not_duplicates`, of several sets in one step."""
    pairs = [pair for ids in clusters for pair in combinations(sorted(map(as_id, ids)), 2)]
    rows = [{"id": named_id("distinct", one, other), "one_id": one, "other_id": other} for one, other in pairs]
    with store.write(_("Keep apart what looks alike")) as session:
        bulk.revive(session, Distinction, rows)

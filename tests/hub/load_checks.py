"""Whether a log has all that was acknowledged, once, and whether those who read it have read all of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crmdesk.sync.sealed import Sealed


@dataclass(frozen=True, slots=True)
class Known:
    """What one laptop knows at the end."""

    told: Sequence[bytes]
    """Ids that were acknowledged, in their order."""
    heard: Sequence[bytes]
    """Ids in the order in which they came."""


def faults(log: Sequence[Sealed], known: Mapping[bytes, Known]) -> list[str]:
    return [*_places(log), *_once(log), *_told(log, known), *_heard(log, known)]


def _places(log: Sequence[Sealed]) -> Iterator[str]:
    places = [entry.places[-1][1] for entry in log]
    if places != list(range(1, len(log) + 1)):
        yield f"places have gaps: {len(places)} from {places[:1]} to {places[-1:]}"


def _once(log: Sequence[Sealed]) -> Iterator[str]:
    counts = Counter(entry.id for entry in log)
    if doubled := [key for key, count in counts.items() if count > 1]:
        yield f"{len(doubled)} changes are there more than once"


def _told(log: Sequence[Sealed], known: Mapping[bytes, Known]) -> Iterator[str]:
    """As each laptop told it, in its order, and nothing besides."""
    of: dict[bytes, list[bytes]] = {name: [] for name in known}
    for entry in log:
        of.setdefault(entry.device, []).append(entry.id)
    for name, found in of.items():
        told = known[name].told if name in known else []
        if lost := set(told).difference(found):
            yield f"{name.hex()}: {len(lost)} of {len(told)} acknowledged changes are lost"
        if strange := set(found).difference(told):
            yield f"{name.hex()}: {len(strange)} changes that were not told"
        if not lost and not strange and len(found) == len(told) and found != list(told):
            yield f"{name.hex()}: in another order than they were told"


def _heard(log: Sequence[Sealed], known: Mapping[bytes, Known]) -> Iterator[str]:
    ids = [entry.id for entry in log]
    for name, each in known.items():
        if list(each.heard) != ids:
            yield f"{name.hex()}: heard {len(each.heard)} changes, not these {len(ids)} in this order"

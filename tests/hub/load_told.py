"""What was measured under load: the times of requests by route, errors, and how soon all was well after a kill."""

import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.bench.workshop import share

AFTER = 30.0
"""Seconds after a kill in which errors are to be expected: they are the kill's."""


@dataclass(frozen=True, slots=True)
class Failure:
    moment: float
    kind: str
    reason: str


@dataclass
class Kill:
    what: str
    moment: float
    back: dict[str, float] = field(default_factory=dict)
    """Seconds until the first success of each kind of request."""

    @property
    def recovery(self) -> float:
        return max(self.back.values(), default=float("inf"))


@dataclass
class Told:
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    seen: list[float] = field(default_factory=list)
    """Seconds from a change to a colleague's laptop that listens."""
    failures: list[Failure] = field(default_factory=list)
    kills: list[Kill] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What must never be."""
    rate: float = 0.0
    """Requests a second, of those that are timed."""

    def failed(self, kind: str, reason: str) -> None:
        self.failures.append(Failure(time.monotonic(), kind, reason))

    @property
    def requests(self) -> int:
        return sum(map(len, self.times.values())) + len(self.failures)

    @property
    def unexplained(self) -> list[Failure]:
        """Failures that no kill stands before."""
        return [each for each in self.failures if not self._is_explained(each)]

    def _is_explained(self, failure: Failure) -> bool:
        return any(0 <= failure.moment - kill.moment < AFTER for kill in self.kills)

    @property
    def slowest(self) -> float:
        """p99 of the slowest route."""
        return max((share(times, 0.99) for times in self.times.values()), default=0.0)

    def lines(self) -> Iterator[str]:
        yield f"{'route':<10} {'count':>7} {'p50':>8} {'p95':>8} {'p99':>8} {'longest':>9}  (ms)"
        yield from (_line(kind, times) for kind, times in sorted(self.times.items()))
        yield _line("all", [each for times in self.times.values() for each in times])
        if self.seen:
            yield _line("seen", self.seen)
        yield f"{self.requests} requests, {self.rate:.1f} a second"
        yield f"{len(self.failures)} failed and were sent again, {len(self.unexplained)} of them without a kill"
        yield from sorted({f"  {each.kind}: {each.reason}" for each in self.unexplained})[:10]
        yield from self._recoveries()

    def _recoveries(self) -> Iterator[str]:
        for what in sorted({kill.what for kill in self.kills}):
            times = [kill.recovery for kill in self.kills if kill.what == what]
            yield f"{what} killed {len(times)} times; all well again after {min(times):.2f} to {max(times):.2f} s"


def _line(kind: str, times: list[float]) -> str:
    marks = " ".join(f"{share(times, part) * 1000:8.1f}" for part in (0.5, 0.95, 0.99))
    return f"{kind:<10} {len(times):>7} {marks} {share(times, 1) * 1000:9.1f}"

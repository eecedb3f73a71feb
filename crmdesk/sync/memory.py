"""A hub in memory: what every other hub does too, in a few lines."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from crmdesk.sync.messages import Answer, Change, Page, Placed, Pushed, Standing, Welcome, chained

AHEAD = 60_000
"""Milliseconds that a laptop's clock may be before the hub's."""


@dataclass(slots=True)
class _Device:
    ids: list[bytes] = field(default_factory=list)
    chains: list[bytes] = field(default_factory=lambda: [b""])
    """After each of them."""

    def fits(self, standing: Standing) -> bool:
        return standing.told < len(self.chains) and self.chains[standing.told] == standing.chain


class MemoryHub:
    def __init__(self, now: Callable[[], int], epoch: int = 1) -> None:
        self._now = now
        self.epochs = [epoch]
        """Those that this log has been through: a backup that is restored knows nothing of what came between."""
        self.log: list[Placed] = []
        self._devices: dict[bytes, _Device] = {}
        self._known: dict[bytes, Placed] = {}
        self.floor = 0
        self._gone: set[int] = set()

    @property
    def epoch(self) -> int:
        return self.epochs[-1]

    def restored(self, epoch: int) -> None:
        """It may have lost the end of its log; the number was never used before."""
        self.epochs.append(epoch)

    def hello(self, standing: Standing) -> Welcome:
        if standing.epoch == self.epoch and standing.read > len(self.log):
            self.restored(self.epoch + 1)
        device = self._of(standing.device)
        return Welcome(self.epoch, device.fits(standing), device.ids[standing.told :])

    def push(self, standing: Standing, changes: Sequence[Change]) -> Pushed:
        device = self._of(standing.device)
        known = device.ids[standing.told :][: len(changes)]
        if not device.fits(standing) or known != [each.id for each in changes[: len(known)]]:
            return Pushed(Answer.UNFIT, self._now())
        new = changes[len(known) :]
        if any(change.clock >> 16 > self._now() + AHEAD for change in new):
            return Pushed(Answer.CLOCK, self._now())
        for change in new:
            self._count(change)
            self._log(Placed((), change))
        return Pushed(Answer.TAKEN, self._now())

    def pull(self, after: int, limit: int) -> Page:
        places = range(after + 1, len(self.log) + 1)
        found = list(islice((place for place in places if place not in self._gone), limit))
        read = found[-1] if len(found) == limit else len(self.log)
        changes = [self._today(self.log[place - 1]) for place in found]
        return Page(self.epoch, changes, read, len(self.log), self.floor)

    def left(self) -> Sequence[int]:
        return [place for place in range(1, len(self.log) + 1) if place not in self._gone]

    def condense(self, upto: int, keep: Iterable[int]) -> None:
        """Take out what nobody needs who begins to read: all up to a place but those."""
        self._gone |= set(range(1, upto + 1)) - set(keep)
        self.floor = max(self.floor, upto)

    def _today(self, placed: Placed) -> Placed:
        """What was in the log before an epoch began has the same place in it."""
        begun, place = placed.places[-1] if placed.places else (self.epoch, 0)
        since = tuple((epoch, place) for epoch in self.epochs if epoch > begun)
        return replace(placed, places=placed.places + since)

    def relay(self, changes: Sequence[Placed]) -> None:
        for placed in changes:
            if placed.change.number > len(self._of(placed.change.device).ids):
                self._count(placed.change)
            self._log(placed)

    def _of(self, device: bytes) -> _Device:
        return self._devices.setdefault(device, _Device())

    def _count(self, change: Change) -> None:
        device = self._of(change.device)
        device.ids.append(change.id)
        device.chains.append(chained(device.chains[-1], [change.id]))

    def _log(self, told: Placed) -> None:
        """Once; and again if that tells as whom and where it was told before: who read it there has seen it."""
        change = told.change
        known = self._today(self._known.get(change.id, Placed((), change)))
        labels = {*told.labels, (change.device, change.number)} - {
            *known.labels,
            (known.change.device, known.change.number),
        }
        places = set(told.places) - set(known.places)
        if change.id in self._known and not labels and not places:
            return
        here = (self.epoch, len(self.log) + 1)
        placed = Placed((*known.places, *sorted(places), here), known.change, (*known.labels, *sorted(labels)))
        self._known[change.id] = placed
        self.log.append(placed)

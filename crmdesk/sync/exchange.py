"""One round between a laptop and the hub: tell what is new, hear what is new, mend what does not fit."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from crmdesk.sync.messages import MOST_CHANGES, Answer, Change, Page, Placed, Pushed, Standing, Welcome

_A_PAGE = 500
"""Changes: a search that is typed meanwhile waits until they are applied."""


class Hub(Protocol):
    """What a hub answers; OSError where it is not reached."""

    def hello(self, standing: Standing) -> Welcome: ...

    def push(self, standing: Standing, changes: Sequence[Change]) -> Pushed:
        """All of these or none, and once, however often they are sent: those after what is told."""
        ...

    def pull(self, after: int, limit: int) -> Page: ...

    def left(self) -> Sequence[int]:
        """The places of its log from which nothing was taken out."""
        ...

    def relay(self, changes: Sequence[Placed]) -> None:
        """What a hub that was restored from a backup has lost, whoever made it."""
        ...


class Replica(Protocol):
    """A laptop's file, as an exchange needs it: each call is one transaction."""

    def standing(self) -> Standing: ...

    def freeze_some(self, limit: int) -> bool:
        """Make changes of what was done, in parts; False when there is nothing left."""
        ...

    def pending(self, limit: int) -> Sequence[Change]:
        """What was done and not told yet; it stays as it is from here on."""
        ...

    def was_told(self, count: int) -> None:
        """The first of what is pending is with the hub; it is kept until it was heard as well."""
        ...

    def recognises(self, ids: Sequence[bytes]) -> bool:
        """Whether these are the first of what is pending."""
        ...

    def take(self, page: Page) -> int:
        """Apply a page and remember how far it was read; gives how many values are kept beside those shown.

        Raises Halt where it would delete a great deal: nothing is taken then.
        """
        ...

    def misses(self) -> bool:
        """It has read where something was taken out that it did not know to be replaced."""
        ...

    def let_go(self, left: Container[int]) -> None:
        """All was heard up to the end: what is no longer in the log was replaced by what is."""
        ...

    def put_clock_right(self, now: int) -> None:
        """What was not told yet is stamped anew, in its order, not later than this (milliseconds)."""
        ...

    def become_another(self) -> None:
        """From now on a new device tells, and everything that was not heard yet."""
        ...

    def kept(self) -> Iterator[Placed]:
        """All that was heard, in its order."""
        ...

    def meet(self, epoch: int) -> None:
        """A hub that is met for the first time, or has begun anew: everything is read again."""
        ...


@dataclass(slots=True)
class Report:
    sent: int = 0
    received: int = 0
    conflicts: int = 0


@dataclass
class Halt(Exception):  # noqa: N818 - a question
    """Somebody has to say whether so much shall be deleted here."""

    deletions: int


class NotInStepError(Exception):
    """Hub and laptop came to no end; the next round may."""


def exchange(replica: Replica, hub: Hub) -> Report:
    """Raises OSError where the hub is not reached: what was done until then stays, and is not done again.

    It is heard before it is told: what an older copy of this file would tell again may be there already.
    """
    report = Report()
    meet(replica, hub)
    while replica.freeze_some(MOST_CHANGES):
        pass
    _hear(replica, hub, report)
    _tell(replica, hub, report)
    if report.sent:
        _hear(replica, hub, report)
    return report


def meet(replica: Replica, hub: Hub) -> None:
    """Before anything is made ready: a file that meets a hub for the first time tells under a new name."""
    mine = replica.standing()
    welcome = hub.hello(mine)
    if mine.epoch != welcome.epoch:
        if mine.epoch:
            _relay(replica, hub)
        replica.become_another()  # whatever was told under this name before, here or by a copy of the file
        replica.meet(welcome.epoch)
    elif welcome.fits and replica.recognises(welcome.beyond):
        replica.was_told(len(welcome.beyond))
    else:
        replica.become_another()


def _relay(replica: Replica, hub: Hub) -> None:
    """Nothing that any laptop still has is lost with a hub."""
    kept = list(replica.kept())
    for first in range(0, len(kept), MOST_CHANGES):
        hub.relay(kept[first : first + MOST_CHANGES])


def _hear(replica: Replica, hub: Hub, report: Report) -> None:
    mine = replica.standing()
    while True:
        page = hub.pull(mine.read, _A_PAGE)
        if page.epoch != mine.epoch:
            raise NotInStepError
        if page.read > mine.read:
            report.conflicts += replica.take(page)
            report.received += sum(placed.change.device != mine.device for placed in page.changes)
        mine = replica.standing()
        if page.read >= page.end:
            break
    if replica.misses():
        replica.let_go(set(hub.left()))


def _tell(replica: Replica, hub: Hub, report: Report) -> None:
    while changes := replica.pending(MOST_CHANGES):
        answer = hub.push(replica.standing(), changes)
        if answer.answer is Answer.TAKEN:
            replica.was_told(len(changes))
            report.sent += len(changes)
        elif answer.answer is Answer.CLOCK:
            replica.put_clock_right(answer.time)
        else:
            raise NotInStepError(answer.answer)

"""The log of a workspace: entries in an order that all read alike, though nobody here can read what they say.

The counter of a log is a row that a push locks last and holds until it commits: whoever sees a place has seen all
below it. A number from a sequence is given before the commit, and a reader would step past those that come late.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from secrets import token_bytes
from typing import Any

import msgpack
from sqlalchemy import BigInteger, Connection, Row, Select, bindparam, case, func, select, update

from crmdesk.hub import quotas
from crmdesk.hub.database import add, each_of
from crmdesk.hub.errors import HubError
from crmdesk.hub.tables import entries, logs, told, writers
from crmdesk.i18n import _
from crmdesk.sync.messages import MOST_CHANGES, Answer, Places, Pushed, Standing, Welcome, chained
from crmdesk.sync.sealed import Sealed, SealedPage

AHEAD = 60_000
"""Milliseconds that a laptop's clock may be before the hub's."""
MOST_ENTRIES = 5000
MOST_BYTES = 4 << 20
"""Of a page, unless its first entry alone is longer."""
LONGEST = 3 << 20
"""Bytes of one entry: with it a page still is a message."""
REST = 30 * 86_400_000
"""Milliseconds for which what was replaced can still be read. A backup of the hub that is put back is younger: so it
has what replaced it as well, and does not take it for new when a laptop brings it."""
_MOST_BEYOND = 10_000
"""Ids in a welcome; what comes behind them is compared when it is told again."""
_AGES = 86_400_000 * 366
_ID = 16


@dataclass(frozen=True, slots=True)
class _Writer:
    pairing: bytes
    last: int = 0
    chain: bytes = b""


@dataclass(frozen=True, slots=True)
class _Counter:
    head: int
    floor: int
    epochs: list[int]

    @property
    def epoch(self) -> int:
        return self.epochs[-1]


def make(connection: Connection, workspace: bytes, person: bytes | None, now: int) -> bytes:
    """A log of all who are in the workspace, or of one of them."""
    log = token_bytes(_ID)
    connection.execute(
        logs.insert(),
        {
            "log": log, "workspace": workspace, "person": person, "head": 0, "epochs": msgpack.packb([now]), "size": 0,
            "floor": 0,
        },
    )  # fmt: skip
    return log


# What laptops ask


def hello(connection: Connection, log: bytes, pairing: bytes, standing: Standing, now: int) -> Welcome:
    counter = _counter(connection, log)
    epoch = counter.epoch
    if _proves_a_loss(standing, counter, now):
        epoch = begin_epoch(connection, log, max(now, standing.epoch + 1))
    writer = _writer(connection, log, standing.device, pairing)
    if not _fits(connection, log, writer, pairing, standing):
        return Welcome(epoch, False, [])
    return Welcome(epoch, True, _ids(connection, log, writer.last, standing, _MOST_BEYOND))


def _proves_a_loss(standing: Standing, counter: _Counter, now: int) -> bool:
    """It has read what is not here: this is a backup. Numbers that no clock gives prove nothing."""
    if standing.epoch == counter.epoch:
        return standing.read > counter.head
    return counter.epoch < standing.epoch < now + _AGES


def begin_epoch(connection: Connection, log: bytes, now: int) -> int:
    """After a backup was restored; the number, of the clock, is one that was never used before."""
    counter = _counter(connection, log, lock=True)
    epoch = max(counter.epoch + 1, now)
    _set(connection, log, epochs=msgpack.packb([*counter.epochs, epoch]))
    return epoch


def push(
    connection: Connection, log: bytes, pairing: bytes, standing: Standing, new: Sequence[Sealed], now: int
) -> Pushed:
    _check(standing, new)
    writer = _writer(connection, log, standing.device, pairing, lock=True)
    if not _fits(connection, log, writer, pairing, standing):
        return Pushed(Answer.UNFIT, now)
    known = _ids(connection, log, writer.last, standing, len(new))
    if known != [entry.id for entry in new[: len(known)]]:
        return Pushed(Answer.UNFIT, now)
    new = new[len(known) :]
    if any(entry.clock >> 16 > now + AHEAD for entry in new):
        return Pushed(Answer.CLOCK, now)
    if new:
        quotas.check(connection, log, sum(len(entry.body) for entry in new))
        _count(connection, log, standing.device, writer, [entry.id for entry in new])
        _append(connection, log, new)
    return Pushed(Answer.TAKEN, now)


def relay(connection: Connection, log: bytes, old: Sequence[Sealed]) -> None:
    """What this hub lost with its latest days, with the places where it stood before; whoever told it."""
    _check_sizes(old)
    quotas.check(connection, log, sum(len(entry.body) for entry in old))
    _append(connection, log, old)


def pull(connection: Connection, log: bytes, after: int, limit: int) -> SealedPage:
    counter = _counter(connection, log)
    most = max(1, min(limit, MOST_ENTRIES))
    rows = connection.execute(_PAGE, {"log": log, "after": after, "head": counter.head, "most": most}).all()
    is_cut = len(rows) == most or (bool(rows) and rows[-1].total >= MOST_BYTES)
    read = rows[-1].place if is_cut else max(after, counter.head)
    found = [_entry(row, counter.epochs) for row in rows]
    return SealedPage(counter.epoch, found, read, counter.head, counter.floor)


def left(connection: Connection, log: bytes) -> list[int]:
    """The places of all that was not taken out, in their order."""
    here = select(entries.c.place).where(entries.c.log == log, entries.c.gone_at.is_(None))
    return list(connection.scalars(here.order_by(entries.c.place)))


def _page() -> Select[Any]:
    """In one read of an index, as many as are not too long together."""
    length = func.length(entries.c.body)
    inner = (
        select(entries, length.label("length"), func.sum(length).over(order_by=entries.c.place).label("total"))
        .where(entries.c.log == bindparam("log"), entries.c.gone_at.is_(None))
        .where(entries.c.place > bindparam("after"), entries.c.place <= bindparam("head"))
        .order_by(entries.c.place)
        .limit(bindparam("most", type_=BigInteger))
        .subquery()
    )
    return select(inner).where(inner.c.total - inner.c.length < MOST_BYTES).order_by(inner.c.place)


_PAGE = _page()


def condense(connection: Connection, log: bytes, epoch: int, upto: int, keep: Sequence[int], now: int) -> int:
    """What is not kept was knowingly replaced, says who is in step; gives how much of it goes to the grave now."""
    counter = _counter(connection, log)
    if epoch != counter.epoch or upto > counter.head:
        raise HubError(409, "not_in_step", _("This laptop has to synchronise first."))
    kept, marked = frozenset(keep), entries.c.replaced_at.is_not(None).label("is_marked")
    query = select(entries.c.place, marked).where(entries.c.log == log, entries.c.gone_at.is_(None))
    rows = connection.execute(query.where(entries.c.place <= upto)).all()
    _mark(connection, log, [place for place, is_marked in rows if is_marked and place in kept], replaced_at=None)
    _mark(connection, log, [place for place, is_marked in rows if not (is_marked or place in kept)], replaced_at=now)
    return bury(connection, log, now)


def bury(connection: Connection, log: bytes, now: int) -> int:
    """What was replaced long ago; how many entries."""
    length = func.length(entries.c.body)
    ours = (entries.c.log == log) & (entries.c.replaced_at <= now - REST) & entries.c.gone_at.is_(None)
    rows = connection.execute(select(entries.c.place, length).where(ours)).all()
    _mark(connection, log, [place for place, _size in rows], gone_at=now)
    if rows:
        size, last = sum(size for _place, size in rows), max(place for place, _size in rows)
        _set(connection, log, size=logs.c.size - size, floor=case((logs.c.floor > last, logs.c.floor), else_=last))
    return len(rows)


def _mark(connection: Connection, log: bytes, places: Sequence[int], **values: int | None) -> None:
    for first in range(0, len(places), MOST_ENTRIES):
        ours = (entries.c.log == log) & entries.c.place.in_(places[first : first + MOST_ENTRIES])
        connection.execute(update(entries).where(ours).values(**values))


def heads(connection: Connection, wanted: Sequence[bytes]) -> dict[bytes, int]:
    found = connection.execute(select(logs.c.log, logs.c.head).where(logs.c.log.in_(wanted)))
    return {row.log: row.head for row in found}


# The counter


_COUNTER = select(logs.c.head, logs.c.floor, logs.c.epochs).where(logs.c.log == bindparam("log"))
_LOCKED_COUNTER = _COUNTER.with_for_update()


def _counter(connection: Connection, log: bytes, *, lock: bool = False) -> _Counter:
    row = connection.execute(_LOCKED_COUNTER if lock else _COUNTER, {"log": log}).one_or_none()
    if row is None:
        raise HubError(404, "no_log", _("There is nothing here."))
    return _Counter(row.head, row.floor, msgpack.unpackb(row.epochs))


def _set(connection: Connection, log: bytes, **values: object) -> None:
    connection.execute(update(logs).where(logs.c.log == log).values(**values))


# Who told what


_WRITER = select(writers.c.pairing, writers.c.last, writers.c.chain).where(
    writers.c.log == bindparam("log"), writers.c.device == bindparam("device")
)
_LOCKED_WRITER = _WRITER.with_for_update()


def _writer(connection: Connection, log: bytes, device: bytes, pairing: bytes, *, lock: bool = False) -> _Writer:
    query = _LOCKED_WRITER if lock else _WRITER
    row = connection.execute(query, {"log": log, "device": device}).one_or_none()
    return _Writer(*row) if row else _Writer(pairing)


def _fits(connection: Connection, log: bytes, writer: _Writer, pairing: bytes, standing: Standing) -> bool:
    """It is the device that told under this name before, and the file that told this much."""
    if writer.pairing != pairing or standing.told > writer.last:
        return False
    return _chain(connection, log, writer, standing) == standing.chain


def _chain(connection: Connection, log: bytes, writer: _Writer, standing: Standing) -> bytes:
    if standing.told in (0, writer.last):
        return writer.chain if standing.told else b""
    row = connection.execute(_told_after(log, standing.device, standing.told - 1).limit(1)).one()
    return chained(row.chain, _apart(row.ids)[: standing.told - row.last + len(row.ids) // _ID])


def _ids(connection: Connection, log: bytes, last: int, standing: Standing, limit: int) -> list[bytes]:
    """Of what it told besides."""
    found: list[bytes] = []
    if standing.told < last:
        for row in connection.execute(_told_after(log, standing.device, standing.told)):
            ids = _apart(row.ids)
            found += ids[max(0, standing.told - row.last + len(ids)) :]
            if len(found) >= limit:
                break
    return found[:limit]


def _told_after(log: bytes, device: bytes, number: int) -> Select[tuple[int, bytes, bytes]]:
    query = select(told.c.last, told.c.chain, told.c.ids)
    return query.where(told.c.log == log, told.c.device == device, told.c.last > number).order_by(told.c.last)


def _apart(ids: bytes) -> list[bytes]:
    return [ids[start : start + _ID] for start in range(0, len(ids), _ID)]


def _count(connection: Connection, log: bytes, device: bytes, writer: _Writer, ids: Sequence[bytes]) -> None:
    key = {"log": log, "device": device}
    now = {"last": writer.last + len(ids), "chain": chained(writer.chain, ids)}
    if writer.last:
        connection.execute(update(writers).where(writers.c.log == log, writers.c.device == device).values(now))
    else:
        connection.execute(writers.insert(), key | now | {"pairing": writer.pairing})
    connection.execute(told.insert(), key | {"last": now["last"], "chain": writer.chain, "ids": b"".join(ids)})


# Entries


def _append(connection: Connection, log: bytes, new: Sequence[Sealed]) -> None:
    """Once each; and again those that tell as whom and where they were told before: who read them there has seen them.

    What is known already is looked up before the counter is locked, and then only what came meanwhile.
    """
    before = _counter(connection, log)
    known = _known(connection, log, new, before)
    counter = _counter(connection, log, lock=True)
    if counter != before:
        known = _known(connection, log, new, counter)
    rows = list(_placed(log, new, known, counter))
    add(connection, entries, rows)
    size = sum(len(row["body"]) for row in rows)
    _set(connection, log, head=counter.head + len(rows), size=logs.c.size + size)


def _known(connection: Connection, log: bytes, new: Sequence[Sealed], counter: _Counter) -> dict[bytes, Sealed]:
    """As they stand in the log last, or in its grave."""
    ids = [entry.id for entry in new]
    rows = connection.execute(each_of(connection, entries.c.id, ids, entries.c.log == log))
    return {row.id: _entry(row, counter.epochs) for row in sorted(rows, key=lambda row: int(row.place))}


def _placed(
    log: bytes, new: Iterable[Sealed], known: dict[bytes, Sealed], counter: _Counter
) -> Iterator[dict[str, Any]]:
    place = counter.head
    for entry in new:
        was = known.get(entry.id)
        of, labels, places = (was, was.labels, was.places) if was else (entry, (), ())
        more_labels = {*entry.labels, (entry.device, entry.number)} - {*labels, (of.device, of.number)}
        more_places = set(entry.places).difference(places)
        if not was or more_labels or more_places:
            place += 1
            labels, places = (*labels, *sorted(more_labels)), (*places, *sorted(more_places))
            here = (*places, (counter.epoch, place))
            body = of.body or entry.body  # of what was purged only the id is left
            known[of.id] = Sealed(of.id, of.device, of.number, of.clock, body, labels, here)
            yield _row(log, place, counter.epoch, known[of.id], places)


def _row(log: bytes, place: int, epoch: int, entry: Sealed, before: Places) -> dict[str, Any]:
    past = msgpack.packb([entry.labels, before]) if entry.labels or before else None
    return {
        "log": log, "place": place, "epoch": epoch, "id": entry.id, "device": entry.device, "number": entry.number,
        "clock": entry.clock, "body": entry.body, "past": past,
    }  # fmt: skip


def _entry(row: Row[Any], epochs: Sequence[int]) -> Sealed:
    """What was in the log before an epoch began has the same place in it."""
    labels, places = msgpack.unpackb(row.past, use_list=False) if row.past else ((), ())
    since = tuple((epoch, row.place) for epoch in epochs if epoch > row.epoch)
    return Sealed(
        row.id, row.device, row.number, row.clock, row.body, labels, (*places, (row.epoch, row.place), *since)
    )


def _check(standing: Standing, new: Sequence[Sealed]) -> None:
    _check_sizes(new)
    expected = [(standing.device, number) for number in range(standing.told + 1, standing.told + 1 + len(new))]
    if [(entry.device, entry.number) for entry in new] != expected or any(
        entry.labels or entry.places for entry in new
    ):
        raise HubError(422, "not_in_order", _("These changes do not follow one another."))


def _check_sizes(new: Sequence[Sealed]) -> None:
    if len(new) > MOST_CHANGES or any(len(entry.body) > LONGEST for entry in new):
        raise HubError(413, "too_long", _("This is too much at once."))
    if not all(entry.body for entry in new):
        raise HubError(422, "empty", _("These changes say nothing."))

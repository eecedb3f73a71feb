"""Looking after a hub: backups, what becomes of them, whether all is as it should be, and what can go."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import msgpack
from sqlalchemy import ColumnElement, Connection, Engine, Row, Table, delete, func, select, update

from crmdesk.hub import blobs, log
from crmdesk.hub.database import in_transaction, reading
from crmdesk.hub.errors import HubError
from crmdesk.hub.people import Role
from crmdesk.hub.tables import blobs as files
from crmdesk.hub.tables import (
    devices,
    doors,
    entries,
    invitations,
    keys,
    logs,
    people,
    presence,
    told,
    workspaces,
    writers,
)  # fmt: skip
from crmdesk.i18n import _
from crmdesk.sync.messages import chained

_DAY = 86_400_000
GRAVE = 90 * _DAY
"""How long what was taken out, and the own log of somebody who left, can be brought back."""
_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Statistics:
    workspaces: int
    people: int
    devices: int
    logs: int
    changes: int
    """That were ever told."""
    log_bytes: int
    file_bytes: int


def backup(engine: Engine, path: Path) -> None:
    """Of SQLite, while it is used. PostgreSQL has pg_dump for it."""
    if engine.dialect.name != "sqlite":
        raise HubError(400, "backup", _("PostgreSQL is backed up by pg_dump: see the page for operators."))
    if path.exists():
        raise HubError(400, "exists", _("{path} exists already, and stays as it is.").format(path=path))
    path.touch(mode=0o600)
    with closing(engine.raw_connection()) as connection:
        connection.cursor().execute("VACUUM INTO ?", (str(path),))


def restored(engine: Engine, now: int) -> int:
    """A backup was put in place: every log begins a new epoch, and laptops bring what it lacks. How many logs."""
    return in_transaction(engine, lambda connection: _begin_epochs(connection, now))


def _begin_epochs(connection: Connection, now: int) -> int:
    found = connection.scalars(select(logs.c.log).order_by(logs.c.log)).all()
    for each in found:
        log.begin_epoch(connection, each, now)
    return len(found)


def statistics(engine: Engine) -> Statistics:
    return reading(engine, _statistics)


def _statistics(connection: Connection) -> Statistics:
    def count(table: Table, *where: ColumnElement[bool]) -> int:
        return int(connection.scalar(select(func.count()).select_from(table).where(*where)) or 0)

    def total(column: ColumnElement[int]) -> int:
        return int(connection.scalar(select(func.sum(column))) or 0)

    return Statistics(
        count(workspaces), count(people, people.c.is_active), count(devices, devices.c.revoked_at.is_(None)),
        count(logs), total(logs.c.head), total(logs.c.size), total(files.c.size),
    )  # fmt: skip


# What can go


def purge(engine: Engine, folder: Path, now: int) -> int:
    """What lies in the grave for long enough, and all that nobody needs any more; gives how many entries."""
    in_transaction(engine, lambda connection: _sweep(connection, now))
    for each in in_transaction(engine, lambda connection: _left(connection, now)):
        blobs.forget(folder, each)
    gone = 0
    for each in reading(engine, lambda connection: connection.scalars(select(logs.c.log)).all()):
        in_transaction(engine, partial(log.bury, log=each, now=now))
        while count := in_transaction(engine, partial(_purge, each, now)):
            gone += count
    return gone


def _purge(each: bytes, now: int, connection: Connection) -> int:
    """The ids stay: what an old copy of a laptop tells again is known."""
    is_old = (entries.c.log == each) & (entries.c.gone_at <= now - GRAVE) & (entries.c.body != b"")
    places = connection.scalars(select(entries.c.place).where(is_old).limit(_AT_ONCE)).all()
    emptied = update(entries).where(entries.c.log == each, entries.c.place.in_(places)).values(body=b"")
    return connection.execute(emptied).rowcount if places else 0


def _sweep(connection: Connection, now: int) -> None:
    is_old = invitations.c.expires_at < now - GRAVE
    old = select(invitations.c.code).where(is_old)
    connection.execute(delete(doors).where(doors.c.secret.in_(old)))
    connection.execute(delete(invitations).where(is_old))
    connection.execute(delete(presence).where(presence.c.until < now))
    shut_out = devices.c.revoked_at < now - GRAVE
    for token in (devices.c.token, devices.c.next_token):
        connection.execute(delete(doors).where(doors.c.secret.in_(select(token).where(shut_out))))
    connection.execute(delete(devices).where(shut_out))


def _left(connection: Connection, now: int) -> list[bytes]:
    """The own logs of people who left long ago, deleted here."""
    gone = select(people.c.own_log).where(people.c.removed_at < now - GRAVE)
    found = list(connection.scalars(select(logs.c.log).where(logs.c.log.in_(gone))))
    for table in (entries, writers, told, files, keys, logs):
        connection.execute(delete(table).where(table.c.log.in_(found)))
    return found


def bring_back(engine: Engine, each: bytes) -> int:
    """All that is in the grave of a log, where it should not have been taken out; for those who begin to read."""
    return in_transaction(engine, lambda connection: _bring_back(connection, each))


def _bring_back(connection: Connection, each: bytes) -> int:
    buried = (entries.c.log == each) & entries.c.gone_at.is_not(None) & (entries.c.body != b"")
    size = connection.scalar(select(func.sum(func.length(entries.c.body))).where(buried)) or 0
    count = connection.execute(update(entries).where(buried).values(gone_at=None, replaced_at=None)).rowcount
    connection.execute(update(logs).where(logs.c.log == each).values(size=logs.c.size + size))
    return count


# Whether all is as it should be


def check(engine: Engine, folder: Path | None = None) -> list[str]:
    """What is wrong; with a folder also with the files. Nothing is changed."""
    problems = reading(engine, lambda connection: list(_without_owner(connection)))
    for row in reading(engine, lambda connection: connection.execute(select(logs.c.log).order_by(logs.c.log)).all()):
        found = reading(engine, partial(_check_log, row.log, folder))
        problems += [f"{row.log.hex()}: {problem}" for problem in found]
    return problems


def _without_owner(connection: Connection) -> Iterator[str]:
    owners = select(people.c.workspace).where(people.c.role == Role.OWNER, people.c.is_active)
    for row in connection.execute(select(workspaces).where(workspaces.c.id.not_in(owners))):
        yield _("{name} ({id}): there is no owner").format(name=row.name, id=row.id.hex())


def _check_log(each: bytes, folder: Path | None, connection: Connection) -> list[str]:
    counter = connection.execute(select(logs).where(logs.c.log == each)).one()
    found = [*_check_places(connection, counter), *_check_epochs(counter), *_check_writers(connection, counter)]
    return found + (list(_check_files(connection, each, folder)) if folder else [])


def _check_places(connection: Connection, counter: Row[Any]) -> Iterator[str]:
    ours = entries.c.log == counter.log
    count, last = connection.execute(select(func.count(), func.max(entries.c.place)).where(ours)).one()
    if not count == counter.head == (last or 0):
        yield _("the counter says {head}, and {count} entries are here").format(head=counter.head, count=count)
    length = select(func.sum(func.length(entries.c.body))).where(ours, entries.c.gone_at.is_(None))
    if (connection.scalar(length) or 0) != counter.size:
        yield _("its size is not what is counted")


def _check_epochs(counter: Row[Any]) -> Iterator[str]:
    epochs = msgpack.unpackb(counter.epochs)
    if not epochs or epochs != sorted(set(epochs)):
        yield _("its epochs do not follow one another")


def _check_writers(connection: Connection, counter: Row[Any]) -> Iterator[str]:
    rows = connection.execute(select(told).where(told.c.log == counter.log).order_by(told.c.device, told.c.last))
    ends: dict[bytes, tuple[int, bytes]] = {}
    ids: set[bytes] = set()
    for row in rows:
        told_now = [row.ids[start : start + 16] for start in range(0, len(row.ids), 16)]
        last, chain = ends.get(row.device, (0, b""))
        if row.last != last + len(told_now) or row.chain != chain:
            yield _("what device {device} told has a gap before {number}").format(
                device=row.device.hex(), number=row.last
            )
        ends[row.device] = row.last, chained(row.chain, told_now)
        ids.update(told_now)
    kept = connection.execute(select(writers).where(writers.c.log == counter.log))
    if {row.device: (row.last, row.chain) for row in kept} != ends:
        yield _("what devices told is not what is counted")
    if lost := ids.difference(_ids(connection, counter.log)):
        yield _("{count} changes that were told are not here").format(count=len(lost))


def _ids(connection: Connection, each: bytes) -> Iterator[bytes]:
    yield from connection.scalars(select(entries.c.id).where(entries.c.log == each))


def _check_files(connection: Connection, each: bytes, folder: Path) -> Iterator[str]:
    for name in connection.scalars(select(files.c.name).where(files.c.log == each).distinct()).all():
        blob = blobs.has(connection, each, name.hex())
        if blob and (parts := blobs.missing(folder, each, blob)):
            yield _("parts of a file are missing: {name} {parts}").format(name=blob.name, parts=parts)

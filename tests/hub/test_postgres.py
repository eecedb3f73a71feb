"""Many at once on PostgreSQL: every place that a reader passes has been read."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import BigInteger, Column, Connection, Engine, Identity, LargeBinary, MetaData, Table, select

from crmdesk.hub import keeping, log, workspaces
from crmdesk.hub.database import in_transaction, reading
from crmdesk.sync.messages import Answer, Standing, chained
from crmdesk.sync.sealed import Sealed
from tests.hub.hubs import NOW

WRITERS = 6


@pytest.fixture
def shared(on_postgres: Engine) -> bytes:
    workspace, _code = in_transaction(on_postgres, lambda c: workspaces.make(c, "Souza", "Ana", None, NOW))
    return in_transaction(on_postgres, lambda c: workspaces.find(c, workspace.hex())).shared_log


def told(writer: int, number: int) -> Sealed:
    device = writer.to_bytes(8)
    return Sealed(device + number.to_bytes(8), device, number, NOW << 16, b"body" * 20)


def tell(engine: Engine, shared: bytes, writer: int, batches: int) -> None:
    """Batches of different length, each of them now and then twice, as after a lost answer."""
    mine = Standing(writer.to_bytes(8), 1, 0, 0, b"")
    for batch in range(batches):
        new = [told(writer, mine.told + 1 + place) for place in range(1 + (batch * 7 + writer) % 60)]
        for _time in range(1 + batch % 2):
            work = partial(push, shared=shared, pairing=writer.to_bytes(16), mine=mine, new=new)
            assert in_transaction(engine, work) is Answer.TAKEN
        mine = replace(mine, told=mine.told + len(new), chain=chained(mine.chain, [each.id for each in new]))


def push(connection: Connection, shared: bytes, pairing: bytes, mine: Standing, new: list[Sealed]) -> Answer:
    return log.push(connection, shared, pairing, mine, new, NOW).answer


def poll(read: Callable[[int], tuple[list[bytes], int]], is_over: threading.Event) -> Iterator[bytes]:
    """As a laptop reads: from where it got to last."""
    after, is_last = 0, False
    while not is_last:
        is_last = is_over.is_set()
        ids, after = read(after)
        yield from ids
        time.sleep(0.001)


def all_at_once(write: Callable[[int], None], read: Callable[[int], tuple[list[bytes], int]]) -> list[bytes]:
    """What a reader got while many wrote."""
    is_over = threading.Event()
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reader = pool.submit(lambda: list(poll(read, is_over)))
        for each in [pool.submit(write, number) for number in range(1, WRITERS + 1)]:
            each.result()
        is_over.set()
        return reader.result()


def test_a_reader_misses_nothing(on_postgres: Engine, shared: bytes, size: int) -> None:
    def read(after: int) -> tuple[list[bytes], int]:
        page = reading(on_postgres, lambda c: log.pull(c, shared, after, 500))
        places = [entry.places[-1][1] for entry in page.entries]
        assert places == list(range(after + 1, page.read + 1))
        return [entry.id for entry in page.entries], page.read

    found = all_at_once(lambda writer: tell(on_postgres, shared, writer, 20 * size), read)
    while after := len(found):
        ids, _read = read(after)
        if not ids:
            break
        found += ids
    assert len(found) == len(set(found)) == in_transaction(on_postgres, lambda c: log.heads(c, [shared]))[shared]
    assert not keeping.check(on_postgres)


def test_numbers_that_are_given_before_the_commit_lose_rows(on_postgres: Engine) -> None:
    """The poller can tell: with a sequence it steps past what is committed late."""
    table = Table(
        "numbered", MetaData(), Column("number", BigInteger, Identity(), primary_key=True), Column("id", LargeBinary)
    )
    table.create(on_postgres)

    def write(writer: int) -> None:
        for number in range(60):
            with on_postgres.begin() as connection:
                connection.execute(table.insert(), {"id": told(writer, number).id})
                time.sleep(0.003 * (writer % 3))

    def read(after: int) -> tuple[list[bytes], int]:
        with on_postgres.connect() as connection:
            query = select(table).where(table.c.number > after).order_by(table.c.number)
            rows = connection.execute(query).all()
        return [row.id for row in rows], rows[-1].number if rows else after

    try:
        found = all_at_once(write, read)
    finally:
        table.drop(on_postgres)
    assert len(set(found)) < WRITERS * 60


def test_two_that_relay_the_same_at_once_do_it_once(on_postgres: Engine, shared: bytes) -> None:
    lost = [replace(told(1, number), places=((1, number),)) for number in range(1, 301)]

    def relay(_number: int) -> None:
        for first in range(0, 300, 50):
            in_transaction(on_postgres, partial(log.relay, log=shared, old=lost[first : first + 50]))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(relay, range(4)))
    assert in_transaction(on_postgres, lambda c: log.heads(c, [shared])) == {shared: 300}


def test_who_begins_under_one_name_at_once_is_counted_once(on_postgres: Engine, shared: bytes) -> None:
    new = [told(1, number) for number in range(1, 4)]
    work = partial(push, shared=shared, pairing=b"p" * 16, mine=Standing(new[0].device, 1, 0, 0, b""), new=new)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _number: in_transaction(on_postgres, work), range(6)))
    assert set(answers) == {Answer.TAKEN}
    assert not keeping.check(on_postgres)

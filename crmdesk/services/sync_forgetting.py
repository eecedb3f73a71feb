"""Once the trash was emptied: no word of what is gone stays in what a file keeps of its exchanges."""

from collections.abc import Set
from dataclasses import replace

from crmdesk.domain.base import now
from crmdesk.services.sync_packing import (
    pack_change,
    pack_heads,
    pack_page,
    unpack_change,
    unpack_heads,
    unpack_page,
    unpack_position,
)
from crmdesk.store import sync_heads, sync_log, sync_show
from crmdesk.store.files import Connection
from crmdesk.store.store import Store
from crmdesk.store.sync_heads import Row
from crmdesk.store.sync_log import OWN, SHARED, Kept
from crmdesk.sync.messages import DELETED, Change


def forget_purged(store: Store) -> None:
    """What nobody was told yet is left: it goes as it was done."""
    for log in (SHARED, OWN):
        told = sync_log.position(store.connection, log)
        if not told:
            continue
        with sync_show.transaction(store):
            if gone := sync_heads.purged(store.connection, log):
                sync_heads.forget(store.connection, log, gone)
                _empty_heads(store.connection, log, gone)
                _empty_waiting(store.connection, log, gone, unpack_position(told).told)
                _empty_heard(store.connection, log, gone)


def _empty_heads(connection: Connection, log: int, gone: Set[Row]) -> None:
    """Which changes count is still known, and that it is deleted."""
    emptied = []
    for table, row, told in sync_heads.heads(connection, log, gone):
        heads = {
            group: tuple(
                replace(head, values=((group, now() if group == DELETED else None),), bases=()) for head in some
            )
            for group, some in unpack_heads(told, None, {}).items()
        }
        emptied.append((table, row, *pack_heads(heads, None)))
    sync_heads.put_heads(connection, log, emptied)


def _empty_waiting(connection: Connection, log: int, gone: Set[Row], told: int) -> None:
    waiting = map(unpack_change, sync_log.waiting(connection, log, 0, None))
    emptied = [_emptied(change) for change in waiting if change.number <= told and (change.table, change.row) in gone]
    kept = [Kept(each.number, each.id, each.table, each.row, pack_change(each)) for each in emptied]
    sync_log.put_waiting(connection, log, kept)


def _empty_heard(connection: Connection, log: int, gone: Set[Row]) -> None:
    for number, page in sync_log.kept(connection, log):
        placed = unpack_page(page)
        if any((each.change.table, each.change.row) in gone for each in placed):
            emptied = [
                replace(each, change=_emptied(each.change)) if (each.change.table, each.change.row) in gone else each
                for each in placed
            ]
            sync_log.put_kept(connection, number, pack_page(emptied))


def _emptied(change: Change) -> Change:
    """To a hub that lost it: it was deleted."""
    return replace(change, values={DELETED: change.clock >> 16}, bases={}, about="")

"""A log much longer than what lives in it is made shorter, by a laptop that is in step and knows what counts."""

from functools import partial

from crmdesk.domain.base import now
from crmdesk.services.sync import Call
from crmdesk.services.sync_account import OWN, SHARED, Account
from crmdesk.services.sync_packing import places_of
from crmdesk.services.sync_shelf import laptop
from crmdesk.store import sync_kept, sync_state
from crmdesk.store.store import Store
from crmdesk.sync.door import HubDoor
from crmdesk.sync.http import HttpHub
from crmdesk.sync.messages import Standing

FEW = 10_000
"""Entries; a shorter log is left as it is."""
SELDOM = 7 * 24 * 3600 * 1000
"""Milliseconds between two times."""
_Row = tuple[int, bytes]


def condense_if_due(call: Call, account: Account, door: HubDoor) -> None:
    """At the end of a round. Nobody loses anything: what goes was replaced, knowingly, by what stays."""
    for log in (SHARED, OWN) if account.may_manage else (OWN,):
        mine = _standing(call, log)
        if _is_due(call, log, mine):
            _condense(call, log, mine, HttpHub(door, account.logs[log], account.seal, lambda _entry: None))


def _standing(call: Call, log: int) -> Standing:
    return call(lambda store: laptop(store, log).standing())


def _is_due(call: Call, log: int, mine: Standing) -> bool:
    at, read, lived = call(sync_kept.state).get("condensed", {}).get(str(log), [0, 0, 0])
    return bool(now() - at > SELDOM and mine.read - read > lived + FEW)


def _condense(call: Call, log: int, mine: Standing, hub: HttpHub) -> None:
    keep = _living(call, log, mine.epoch)
    if call(sync_state.waiting_count) or _standing(call, log) != mine:
        return  # something was done meanwhile: what it replaced may have been looked at before it was
    if mine.read > 2 * len(keep):
        hub.condense(mine.epoch, mine.read, sorted(keep))
    call(partial(sync_kept.add, name="condensed", key=str(log), value=[now(), mine.read, len(keep)]))


def _living(call: Call, log: int, epoch: int) -> set[int]:
    found: set[int] = set()
    last: _Row | None = (0, b"")
    while last is not None:
        places, last = call(partial(_some, log, epoch, last))
        found |= places
    return found


def _some(log: int, epoch: int, last: _Row, store: Store) -> tuple[set[int], _Row | None]:
    rows = sync_kept.heads_after(store, log, last)
    places = {place for _table, _row, told in rows for place in places_of(told, epoch)}
    return places, rows[-1][:2] if rows else None

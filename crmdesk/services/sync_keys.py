"""Keys of a sealed workspace on their way between its laptops: each is closed for the one that gets it."""

from functools import partial

from crmdesk.domain.base import now
from crmdesk.services import sync_account
from crmdesk.services.sync import Call
from crmdesk.services.sync_account import Account
from crmdesk.store import sync_kept
from crmdesk.store.store import Store
from crmdesk.sync import keys
from crmdesk.sync.door import HubDoor
from crmdesk.sync.keys import Ring
from crmdesk.sync.sealed import MessageError


def pick_up(call: Call, account: Account, door: HubDoor) -> Account:
    """What came into the workspace since is added to what is here."""
    ring = known = Ring.read(account.keys)
    for told in door.keys(account.shared):
        try:
            ring = ring.united(keys.opened_with(bytes.fromhex(account.private_key), told))
        except MessageError:
            continue  # closed for another key: none of ours is lost by that
    return account if ring == known else call(partial(sync_account.change, keys=ring.text()))


def share(call: Call, account: Account, door: HubDoor) -> Account:
    """Who came in by an older link gets what came since, from whichever manager is there first."""
    if not account.may_manage:
        return account
    if call(sync_kept.state).get("renews_keys"):
        return renew(call, account, door)
    ring = Ring.read(account.keys)
    if len(ring.secrets) > 1:
        _share(call, account, door, ring)
    return account


def _share(call: Call, account: Account, door: HubDoor, ring: Ring) -> None:
    done = call(sync_kept.state).get("keyed", {})
    told = {device: public for device, public in _devices(door).items() if done.get(device) != len(ring.secrets)}
    if told:
        _put(call, account, door, ring, told)


def renew(call: Call, account: Account, door: HubDoor) -> Account:
    """What is told from now on opens for those who are in the workspace now, and for nobody who has left."""
    ring = Ring.read(account.keys).grown()
    _put(call, account, door, ring, _devices(door))
    call(partial(sync_kept.note, renews_keys=None))
    return call(partial(sync_account.change, keys=ring.text()))


def _put(call: Call, account: Account, door: HubDoor, ring: Ring, devices: dict[str, str]) -> None:
    closed = {device: keys.sealed_for(bytes.fromhex(public), ring) for device, public in devices.items()}
    door.put_keys(account.shared, now(), closed)  # the hub keeps all that have different numbers
    call(partial(_note, dict.fromkeys(devices, len(ring.secrets))))


def _note(told: dict[str, int], store: Store) -> None:
    sync_kept.note(store, keyed={**sync_kept.state(store).get("keyed", {}), **told})


def _devices(door: HubDoor) -> dict[str, str]:
    """Those that are in the workspace, with their public keys."""
    return {row["id"]: row["public_key"] for row in door.devices() if not row.get("revoked")}

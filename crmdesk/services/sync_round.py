"""One round of a file with its hub, step by step."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from crmdesk.domain.base import now
from crmdesk.services import sync_account, sync_blobs, sync_keys
from crmdesk.services.sync import Call, Need, Progress
from crmdesk.services.sync_account import OWN, SHARED, Account
from crmdesk.services.sync_blobs import Fetched
from crmdesk.services.sync_condensing import condense_if_due
from crmdesk.services.sync_replica import Away
from crmdesk.store import sync_kept
from crmdesk.sync.door import HubDoor
from crmdesk.sync.exchange import Halt, NotInStepError, exchange
from crmdesk.sync.http import HttpHub, NotReachedError, PoisonError, RefusedError, WrongCertificateError
from crmdesk.sync.keys import UnknownKeyError
from crmdesk.sync.sealed import Sealed

FAILURES = (NotReachedError, RefusedError, NotInStepError, Halt, UnknownKeyError)
TOKEN_LIVES = 30 * 24 * 3600 * 1000
"""Milliseconds."""
_TRIES = 20
"""Exchanges of one log in a round: others push meanwhile, and changes that the hub never takes are set aside."""


@dataclass(slots=True)
class Told:
    sent: int = 0
    received: int = 0
    conflicts: int = 0
    fetched: Fetched = field(default_factory=Fetched)


def need_of(error: Exception) -> Need:
    """What the user has to do about it; nothing where time mends it."""
    match error:
        case WrongCertificateError():
            return Need.CERTIFICATE
        case Halt():
            return Need.BRAKE
        case UnknownKeyError():
            return Need.KEYS
        case RefusedError(status=401, code="revoked" | "disabled"):
            return Need.REVOKED
        case RefusedError(status=401):
            return Need.SIGN_IN
        case RefusedError():
            return Need.OTHER
    return Need.NONE


def run(call: Call, account: Account, on_progress: Progress) -> Told:
    told = Told()
    with account.door() as door:
        account = _admitted(call, account, door)
        if account.sealed:
            account = sync_keys.share(call, sync_keys.pick_up(call, account, door), door)
        sync_blobs.send_unsent(call, account, door)
        for log in (SHARED, OWN):
            _exchanged(call, account, door, log, told, on_progress)
        told.fetched = sync_blobs.fetch(call, account, door)
        condense_if_due(call, account, door)
    return told


# Who one is


def _admitted(call: Call, account: Account, door: HubDoor) -> Account:
    """As the hub knows this person today, with a token that is not too old."""
    if not account.next_token and now() - account.token_since > TOKEN_LIVES:
        account = call(partial(sync_account.change, next_token=door.new_token()))
    if account.next_token:
        account = _with_next_token(call, account, door)
    me = door.me()
    today: dict[str, Any] = {
        "name": me.person.name,
        "role": me.person.role,
        "may_export": me.person.may_export,
        "workspace_name": me.workspace_name,
    }
    if all(getattr(account, name) == value for name, value in today.items()):
        return account
    return call(partial(sync_account.change, **today))


def _with_next_token(call: Call, account: Account, door: HubDoor) -> Account:
    """The hub forgets the old one when it sees the next: until then both are kept here."""
    door.token = account.next_token
    try:
        door.me()
    except RefusedError:
        door.token = account.token
        return call(partial(sync_account.change, next_token=""))
    return call(partial(sync_account.change, token=account.next_token, next_token="", token_since=now()))


# One log


def _exchanged(call: Call, account: Account, door: HubDoor, log: int, told: Told, on_progress: Progress) -> None:
    send = partial(sync_blobs.send, call, account, door, log)
    replica = Away(call, log, None if log == SHARED and account.role == "viewer" else send, on_progress)
    hub = HttpHub(door, account.logs[log], account.seal, partial(_set_aside, call))
    for is_last in (*[False] * (_TRIES - 1), True):
        try:
            report = exchange(replica, hub)
        except PoisonError as poison:
            replica.refuse(poison.change, str(poison))
        except NotInStepError:
            if is_last:
                raise
        else:
            told.sent += report.sent
            told.received += report.received
            told.conflicts += report.conflicts
            return


def _set_aside(call: Call, entry: Sealed) -> None:
    call(partial(sync_kept.add, name="unreadable", key=entry.id.hex(), value=entry.body[:10_000].hex()))

"""Rounds between a file and its hub, and how the two stand."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from crmdesk.domain.base import now
from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, ngettext
from crmdesk.services import sync_account
from crmdesk.services.sync_account import Account
from crmdesk.store import sync_kept, sync_state
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.services.sync_round import Told

T = TypeVar("T")
_SOON = 300
"""Milliseconds until more files are fetched."""
SLOWEST = 300
"""Seconds between two tries while the hub is not reached."""


class Call(Protocol):
    """Runs one job on the thread that has the file open, and waits for its answer."""

    def __call__(self, job: Callable[[Store], T], /) -> T: ...


Progress = Callable[[int, int], object]
"""Told how much is done, and of how much."""


class State(StrEnum):
    OFF = "off"
    IN_STEP = "in_step"
    TO_SEND = "to_send"
    OFFLINE = "offline"
    NEEDS_YOU = "needs_you"


class Need(StrEnum):
    """What only the user can do something about."""

    NONE = ""
    REVOKED = "revoked"
    SIGN_IN = "sign_in"
    CERTIFICATE = "certificate"
    BRAKE = "brake"
    KEYS = "keys"
    READ_ONLY = "read_only"
    REFUSED = "refused"
    NEWER = "newer"
    OTHER = "other"


FINAL = (Need.REVOKED, Need.SIGN_IN, Need.CERTIFICATE)
"""With these no round goes well until somebody has done something."""


@dataclass(frozen=True, slots=True)
class RoundReport:
    sent: int = 0
    received: int = 0
    conflicts: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Status:
    state: State
    waiting: int = 0
    conflicts: int = 0
    refused: int = 0
    since: int = 0
    """When the last round ended well, in milliseconds since 1970; 0: none did yet."""
    reason: str = ""
    """In words; of `offline` and `needs_you`."""
    need: Need = Need.NONE
    deletions: int = 0
    """How many records a round would have deleted that the brake has stopped."""
    first: tuple[int, int] | None = None
    """How far the first sync has come, and of how much; it goes on where it was."""
    next_try: int = 0
    """In milliseconds since 1970; 0: at once."""
    missing: int = 0
    """Attached files that are still on their way here."""
    unreadable: int = 0
    """Changes of colleagues that nobody can open; they are kept aside."""


def run_round(call: Call, on_progress: Progress = lambda _done, _of: None) -> RoundReport:
    """Tell the hub what is new here and hear what is new there, all of it.

    Raises UserError where that was not possible: what was done until then stays, and `status` says what is to be done.
    """
    from crmdesk.services import sync_round

    file = patient(call)
    account = file(sync_account.required)
    if account.revoked:
        raise UserError(_why(Need.REVOKED, {}, account))
    with _alone(account.device):
        try:
            done = sync_round.run(file, account, on_progress)
        except sync_round.FAILURES as error:
            file(partial(_failed, error=error))
            if sync_round.need_of(error) in (Need.BRAKE, Need.KEYS):
                raise UserError(file(status).reason) from error
            raise sync_account.plain(error, account.hub) from error
        file(partial(_succeeded, done=done))
    return RoundReport(done.sent, done.received, file(partial(_open_of, done.conflicts)), len(file(sync_state.refused)))


def _open_of(met: int, store: Store) -> int:
    """One that both ends of it come back from the hub was met twice, and is one."""
    from crmdesk.services import conflicts

    return min(met, conflicts.count(store)) if met else 0


def status(store: Store) -> Status:
    account = sync_account.account(store)
    if account is None:
        return Status(State.OFF)
    from crmdesk.services import conflicts

    kept = sync_kept.state(store)
    waiting, refused = sync_state.waiting_count(store), len(sync_state.refused(store))
    need = _need(store, kept, account, waiting, refused)
    return Status(
        _state(need, kept, waiting), waiting, conflicts.count(store), refused, kept.get("at", 0),
        _why(need, kept, account) if need else kept.get("offline", ""), need, kept.get("deletions", 0),
        tuple(kept["first"]) if kept.get("first") else None, kept.get("next_try", 0), kept.get("missing", 0),
        len(kept.get("unreadable", {})),
    )  # fmt: skip


def _state(need: Need, kept: dict[str, Any], waiting: int) -> State:
    if need:
        return State.NEEDS_YOU
    if kept.get("offline"):
        return State.OFFLINE
    return State.TO_SEND if waiting or not kept.get("at") else State.IN_STEP


def _need(store: Store, kept: dict[str, Any], account: Account, waiting: int, refused: int) -> Need:
    if account.revoked:
        return Need.REVOKED
    if kept.get("need"):
        return Need(kept["need"])
    if refused:
        return Need.REFUSED
    if account.role == "viewer" and waiting:
        return Need.READ_ONLY
    return Need.NEWER if sync_state.parked(store) else Need.NONE


def _why(need: Need, kept: dict[str, Any], account: Account) -> str:
    deletions = int(kept.get("deletions", 0))
    words = {
        Need.REVOKED: _(
            "This computer was shut out of “{workspace}”. Nothing is sent or fetched any more. All that is in the file "
            "stays in it; when it is opened next, it asks for its passphrase or recovery code."
        ),
        Need.SIGN_IN: _("The hub does not know this computer any more. Join “{workspace}” again; nothing doubles."),
        Need.CERTIFICATE: _(
            "Whoever answers at the address of the hub cannot prove to be it, so nothing was told to them. If the hub "
            "has a new certificate, join again with a new link."
        ),
        Need.BRAKE: ngettext(
            "Colleagues have deleted {count} record that is here. Say whether it goes here too.",
            "Colleagues have deleted {count} records that are here. Say whether they go here too.",
            deletions,
        ),
        Need.KEYS: _(
            "What colleagues sent is closed with a key that this computer does not have. It comes as soon as an owner "
            "or manager is in step."
        ),
        Need.READ_ONLY: _("In “{workspace}” you may only read. What you change stays on this computer."),
        Need.REFUSED: _("The hub refuses some of what you did; the rest is in step. See what waits."),
        Need.NEWER: _(
            "Colleagues use a newer CRMDesk. What this one does not know is kept, and shows after the update."
        ),
        Need.OTHER: str(kept.get("reason", "")),
    }
    return words[need].format(workspace=account.workspace_name, count=deletions)


# What a round leaves behind


def _succeeded(store: Store, done: "Told") -> None:
    gone = dict.fromkeys(("offline", "need", "reason", "deletions", "deleting", "brake", "first", "tries"))
    next_try = now() + _SOON if done.fetched.goes_on else None
    sync_kept.note(store, at=now(), missing=done.fetched.missing, next_try=next_try, **gone)


def _failed(store: Store, error: Exception) -> None:
    from crmdesk.services import sync_round

    kept, need = sync_kept.state(store), sync_round.need_of(error)
    tries = int(kept.get("tries", 0))
    next_try = now() + int(1000 * pause(tries, getattr(error, "wait", 0)))
    told: dict[str, Any] = {"need": need.value, "reason": str(error), "offline": None}
    if need is Need.NONE:
        told = {"offline": str(error)} | ({} if kept.get("need") == Need.BRAKE else {"need": None})
    else:
        told["deletions"] = getattr(error, "deletions", None)
    sync_kept.note(store, tries=tries + 1, next_try=next_try, **told)
    if need is Need.REVOKED:
        sync_account.lock(store)


def pause(tries: int, wait: float = 0) -> float:
    """Seconds until the next try: twice as long each time, and not the same for all laptops."""
    return max(wait, min(SLOWEST, 2.0 ** min(tries, 20)) * random.uniform(0.5, 1))


# The brake


def allow_deletions(store: Store) -> None:
    """What colleagues have deleted goes here too, with the next round."""
    _decide(store, "allowed")


def keep_them(store: Store) -> None:
    """What colleagues have deleted lives again for all, with the next round."""
    _decide(store, "kept")


def _decide(store: Store, how: str) -> None:
    sync_kept.note(store, deleting=how, need=None, next_try=None)


# Threads


def patient(call: Call) -> Call:
    """Waits with a job while a long step is open, whose parts other jobs come between."""

    def run(job: Callable[[Store], T], /) -> T:
        while not (done := call(partial(_unless_busy, job))):
            time.sleep(0.02)
        return done[0]

    return run


def _unless_busy(job: Callable[[Store], T], store: Store) -> tuple[T, ...]:
    return () if store.busy else (job(store),)


_rounds: dict[str, threading.Lock] = {}


def _alone(device: str) -> threading.Lock:
    """One round of a file at a time."""
    return _rounds.setdefault(device, threading.Lock())

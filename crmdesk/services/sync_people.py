"""Colleagues of a workspace and their devices: who is in, who may do what, who comes and who goes."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from crmdesk.domain.errors import UserError
from crmdesk.i18n import _, mark
from crmdesk.services import sync_account, sync_keys
from crmdesk.services.sync import Call
from crmdesk.services.sync_account import Account, told
from crmdesk.store import sync_kept
from crmdesk.sync import links
from crmdesk.sync.door import HubDoor
from crmdesk.sync.links import Link

T = TypeVar("T")
ROLES = (
    ("owner", mark("Owner")),
    ("manager", mark("Manager")),
    ("member", mark("Member")),
    ("viewer", mark("Viewer")),
)
DAYS = 7
"""That an invitation can be used."""


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    role: str
    may_export: bool
    is_active: bool


@dataclass(frozen=True, slots=True)
class Device:
    id: str
    person: str
    """The id of whose it is."""
    machine: str
    seen_at: int
    """In milliseconds since 1970; 0: not yet."""
    is_revoked: bool
    public_key: str


@dataclass(frozen=True, slots=True)
class Invitation:
    id: str
    role: str
    for_name: str
    expires_at: int


def people(account: Account) -> list[Person]:
    return [
        Person(row["id"], row["name"], row["role"], bool(row["may_export"]), bool(row.get("active", True)))
        for row in _asked(account, HubDoor.people)
    ]


def devices(account: Account) -> list[Device]:
    """Those of all colleagues for owners and managers, else one's own."""
    return [
        Device(
            row["id"], row["person"], row.get("machine", ""), row.get("seen_at") or 0, bool(row.get("revoked")),
            row.get("public_key", ""),
        )
        for row in _asked(account, HubDoor.devices)
    ]  # fmt: skip


def invitations(account: Account) -> list[Invitation]:
    """Those that nobody has used yet."""
    return [
        Invitation(row["id"], row["role"], row.get("for_name") or "", row["expires_at"])
        for row in _asked(account, HubDoor.invitations)
    ]


def invite(account: Account, role: str, for_name: str = "", days: int = DAYS) -> str:
    """The link that lets one person in, once. In a sealed workspace its key stands in it: the hub never sees that."""
    _key, code = _asked(account, lambda door: door.invite(role, for_name, days))
    return links.make(Link(account.hub, code, account.pin, account.keys))


def withdraw(account: Account, invitation: str) -> None:
    _asked(account, lambda door: door.withdraw(invitation))


def change_person(account: Account, person: str, **values: Any) -> None:
    """`role`, `may_export`, `active`."""
    _asked(account, lambda door: door.change_person(person, **values))


def remove_person(call: Call, person: str) -> None:
    """From now on the hub tells their devices nothing. What they had before it cannot take back."""
    account = call(sync_account.required)
    _asked(account, lambda door: door.remove_person(person))
    renew_keys(call)


def revoke(call: Call, device: str) -> None:
    """A lost laptop: it is told nothing more, and its file locks when it asks next."""
    account = call(sync_account.required)
    _asked(account, lambda door: door.revoke(device))
    renew_keys(call)


def set_password(account: Account, old: str, new: str, *, end_others: bool = False) -> None:
    if not new:
        raise UserError(_("The new password is empty. Nothing was changed."))
    _asked(account, lambda door: door.set_password(old, new, end_others=end_others))


def renew_keys(call: Call) -> bool:
    """In a sealed workspace: what is told from now on opens for those who are in it now, and for nobody who left.

    Gives whether there is a new recovery code to be written down.
    """
    account = call(sync_account.required)
    if not (account.sealed and account.may_manage):
        return False
    call(partial(sync_kept.note, renews_keys=True))  # if the hub is gone by now, the next round does it
    _asked(account, partial(sync_keys.renew, call, account))
    return True


# Who is at what


def opaque(account: Account, record: bytes) -> str:
    """How a record is called where it is said who has it open: the hub learns nothing by it."""
    key = (account.keys or account.workspace).encode()
    return hmac.digest(key, b"CRMDesk open 1" + record, "sha256")[:16].hex()


def _asked(account: Account, ask: Callable[[HubDoor], T]) -> T:
    with told(account.hub), account.door() as door:
        return ask(door)

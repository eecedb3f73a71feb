"""Which workspace a file belongs to, and who its user is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from crmdesk import settings
from crmdesk.domain.base import now
from crmdesk.domain.errors import UserError
from crmdesk.domain.ids import named_id
from crmdesk.domain.leads import Colleague
from crmdesk.i18n import _
from crmdesk.store import bulk, keys, sync_kept, sync_state
from crmdesk.store.store import Store

if TYPE_CHECKING:
    from crmdesk.sync.door import HubDoor
    from crmdesk.sync.keys import Files, Ring
    from crmdesk.sync.sealed import Seal

SHARED, OWN = 1, 2
"""The logs of a file: what all have, and what is for this person alone."""


@dataclass(frozen=True, slots=True, repr=False)
class Account:
    """What a file knows of its workspace. It stays in the file: no export and no readable copy has it."""

    hub: str
    pin: str
    token: str
    person: str
    name: str
    role: str
    """`owner`, `manager`, `member` or `viewer`."""
    may_export: bool
    workspace: str
    workspace_name: str
    sealed: bool
    keys: str
    """The secrets of a sealed workspace, as `keys.Ring` writes them."""
    private_key: str
    """In hex: what others close for this device opens with it."""
    device: str
    shared: str
    own: str
    """The logs, in hex."""
    token_since: int
    next_token: str = ""
    """The hub has given it, and it was not used yet."""
    revoked: bool = False

    @property
    def may_manage(self) -> bool:
        return self.role in ("owner", "manager")

    @property
    def logs(self) -> dict[int, str]:
        return {SHARED: self.shared, OWN: self.own}

    @property
    def ring(self) -> "Ring | None":
        from crmdesk.sync.keys import Ring

        return Ring.read(self.keys) if self.sealed else None

    @property
    def seal(self) -> "Seal":
        from crmdesk.sync.keys import Closed
        from crmdesk.sync.sealed import Plain

        return Closed(ring) if (ring := self.ring) else Plain()

    @property
    def files(self) -> "Files":
        from crmdesk.sync.keys import Files

        return Files(self.ring)

    def door(self) -> "HubDoor":
        from crmdesk.sync.door import HubDoor

        return HubDoor(self.hub, self.pin, self.token)


def account(store: Store) -> Account | None:
    kept = sync_state.account(store)
    return Account(**kept) if kept else None


def required(store: Store) -> Account:
    found = account(store)
    if found is None:
        raise UserError(
            _("This file is not shared yet. Join a workspace with the link of an invitation: `crmdesk join LINK`.")
        )
    return found


def change(store: Store, **values: Any) -> Account:
    changed = replace(required(store), **values)
    sync_state.put_account(store, asdict(changed))
    return changed


def connect(store: Store, joined: Account) -> None:
    """The file belongs to the workspace from now on, and its user is who they are there.

    What it told before into logs that it comes back to is known there, and not told twice.
    """
    refuse_joined(store)
    sync_kept.begin(store, joined.logs)
    sync_state.put_account(store, asdict(joined))
    settings.change(author=joined.name)
    store.author = joined.name
    if joined.role != "viewer":
        with store.write(_("Join {workspace}").format(workspace=joined.workspace_name), can_undo=False) as session:
            bulk.revive(session, Colleague, [{"id": named_id("colleague", joined.name), "name": joined.name}])


def refuse_joined(store: Store) -> None:
    if (known := account(store)) and not known.revoked:
        raise UserError(
            _("This file belongs to the workspace “{workspace}”. Leave that first, or use another file.").format(
                workspace=known.workspace_name
            )
        )


def disconnect(store: Store) -> None:
    """The file stands alone again, with all that is in it."""
    sync_state.put_account(store, None)


def lock(store: Store) -> None:
    """The hub has shut this laptop out: it may be lost. Nothing is taken away; whoever opens the file next has to
    know its passphrase or recovery code."""
    change(store, revoked=True)
    keys.lock(store.path)


def recovery_codes(store: Store) -> list[str]:
    """Of a sealed workspace, for paper: one for each key that it has had."""
    ring = required(store).ring
    return ring.codes() if ring else []


@contextmanager
def told(hub: str) -> Iterator[None]:
    """What goes wrong on the way to a hub, in words."""
    from crmdesk.sync.http import NotReachedError, RefusedError

    try:
        yield
    except (NotReachedError, RefusedError) as error:
        raise plain(error, hub) from error


def plain(error: Exception, hub: str) -> UserError:
    from crmdesk.sync.http import RefusedError, WrongCertificateError

    if isinstance(error, WrongCertificateError):
        return UserError(
            _(
                "Whoever answers at {hub} cannot prove to be your hub, so nothing was told to them. If the hub has a "
                "new certificate, ask whoever runs it for a new link; perhaps the end of this one is missing."
            ).format(hub=hub)
        )
    if isinstance(error, RefusedError):
        return UserError(str(error))
    words = _("The hub at {hub} is not reached: {reason}. Everything is kept here, and goes on when it is.")
    return UserError(words.format(hub=hub, reason=str(error).rstrip(".")))


def made(hub: str, pin: str, private: bytes, ring: "Ring | None", token: str, told: Any) -> Account:
    """Of what a hub says to whom it lets in."""
    person = told.person
    return Account(
        hub, pin, token, person.id, person.name, person.role, person.may_export, told.workspace, told.workspace_name,
        told.sealed, ring.text() if ring else "", private.hex(), told.device, told.shared, told.own, now(),
    )  # fmt: skip

"""Coming into a workspace and going out of it: what is said to the hub, before the file knows of it and after."""

import platform
from collections.abc import Sequence

from crmdesk import settings
from crmdesk.domain.errors import UserError
from crmdesk.domain.values.clean import tidy
from crmdesk.i18n import _
from crmdesk.services.sync_account import Account, made, told
from crmdesk.sync import keys, links
from crmdesk.sync.door import HubDoor, Offer, Pass
from crmdesk.sync.http import NotReachedError, RefusedError
from crmdesk.sync.keys import Ring
from crmdesk.sync.links import Link, LinkError


def read_link(text: str) -> Link:
    """The invitation in a text, as it was pasted."""
    try:
        return links.parse(text)
    except LinkError as error:
        raise UserError(str(error)) from None


def offer(link: Link) -> Offer:
    """What an invitation is to; it is not used up."""
    with told(link.hub), HubDoor(link.hub, link.pin) as door:
        found = door.offer(link.code)
    if found.sealed:
        _ring(link.key)
    return found


def proposed_name(offer: Offer) -> str:
    """As the user calls themselves here, or else as they were invited."""
    return settings.load().author.strip() or offer.for_name or settings.system_author()


def join(link: Link, name: str, password: str = "") -> Account:
    """Use an invitation. The file hears of it by `sync_account.connect`."""
    name, private = _required(name), keys.new_private()
    with told(link.hub), HubDoor(link.hub, link.pin) as door:
        ring = _ring(link.key) if door.offer(link.code).sealed else None  # before the invitation is used up
        found = _joined(door, (link.code, name, password, machine(), keys.public_of(private)))
    return made(link.hub, link.pin, private, ring, found.token, found.me)


def _joined(door: HubDoor, said: tuple[str, str, str, str, bytes]) -> Pass:
    """Where the answer was lost the hub knows by the key who asks again, and that the invitation is theirs."""
    try:
        return door.join(*said)
    except NotReachedError:
        return door.join(*said)


def sign_in(hub: str, workspace: str, name: str, password: str, *, pin: str = "", codes: Sequence[str] = ()) -> Account:
    """Who has been here before comes back; into a sealed workspace with its recovery codes alone."""
    hub, ring, private = _checked(hub), _from_paper(codes), keys.new_private()
    with told(hub), HubDoor(hub, pin) as door:
        found = door.sign_in(workspace.strip(), _required(name), password, machine(), keys.public_of(private))
        if found.me.sealed and ring is None:
            door.token = found.token
            door.leave()
            raise UserError(
                _(
                    "This workspace is sealed, and the hub has no key to it. Give its recovery code as well, or ask a "
                    "colleague for an invitation."
                )
            )
    return made(hub, pin, private, ring, found.token, found.me)


def leave(account: Account) -> bool:
    """Whether the hub has heard of it; where it has not, an owner can remove the device there."""
    try:
        with account.door() as door:
            door.leave()
    except (NotReachedError, RefusedError):
        return False
    return True


def machine() -> str:
    """How this computer is called in the list of devices."""
    return platform.node()[:60] or platform.system()


def _required(name: str) -> str:
    if not (found := tidy(name)):
        raise UserError(_("Your name is missing. Colleagues see it beside what you do."))
    return found


def _checked(hub: str) -> str:
    try:
        return links.checked_hub(hub)
    except LinkError as error:
        raise UserError(str(error)) from None


def _ring(text: str) -> Ring:
    try:
        return Ring.read(text)
    except ValueError:
        raise UserError(
            _(
                "The end of the link is missing: behind # stands the key of the workspace, and without it nothing in "
                "there can be read. Copy the whole link. The invitation was not used."
            )
        ) from None


def _from_paper(codes: Sequence[str]) -> Ring | None:
    try:
        return Ring.from_codes(codes) if codes else None
    except ValueError:
        raise UserError(_("The recovery code is mistyped. It has seven groups of four letters.")) from None

"""How far a file is in step with the colleagues, in words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QLocale

from crmdesk.i18n import _, mark, ngettext
from crmdesk.ui.moments import at, when

if TYPE_CHECKING:
    from crmdesk.services.sync import Status

ROLES = {
    "owner": (mark("Owner"), mark("May do everything, and make others owners.")),
    "manager": (mark("Manager"), mark("Also invites colleagues and removes them.")),
    "member": (mark("Member"), mark("Sees and changes all that is shared.")),
    "viewer": (mark("Viewer"), mark("Sees all that is shared, and changes nothing of it.")),
}


@dataclass(frozen=True, slots=True)
class State:
    text: str
    tone: str
    icon: str


def role(key: str) -> str:
    return _(ROLES[key][0]) if key in ROLES else key


def state(status: "Status") -> State:
    if status.first:
        return State(_("First sync {percent}").format(percent=percent(*status.first)), "accent", "refresh-cw")
    made = {"offline": _offline, "needs_you": _needs_you, "to_send": _to_send}.get(status.state, _in_step)
    return made(status)


def line(status: "Status") -> State:
    """At the foot of the side bar, where conflicts are told of too."""
    made, count = state(status), status.conflicts
    if not count or status.first:
        return made
    words = ngettext("{count} conflict", "{count} conflicts", count).format(count=QLocale().toString(count))
    return State(f"{made.text} · {words}", made.tone, made.icon)


def percent(done: int, total: int) -> str:
    return f"{QLocale().toString(min(100 * done // max(total, 1), 100))} %"


def _in_step(_status: "Status") -> State:
    return State(_("In step"), "good", "check")


def _to_send(status: "Status") -> State:
    words = ngettext("{count} to send", "{count} to send", status.waiting)
    return State(words.format(count=QLocale().toString(status.waiting)), "muted", "upload")


def _offline(status: "Status") -> State:
    since = _("Offline since {when}").format(when=when(at(status.since))) if status.since else _("Offline")
    return State(since, "muted", "cloud-off")


def _needs_you(_status: "Status") -> State:
    return State(_("Needs you"), "warning", "triangle-alert")


def host(hub: str) -> str:
    return urlsplit(hub).hostname or hub


def reason(status: "Status", hub: str) -> str:
    """Why it is not in step, and what that means."""
    if status.state != "offline":
        return status.reason
    words = _("The hub at {hub} is not reached: {reason}. What you do is kept here, and sent as soon as it is.")
    return words.format(hub=host(hub), reason=status.reason)


def last(status: "Status") -> str:
    return _("Last in step {when}").format(when=when(at(status.since))) if status.since else _("Not in step yet")

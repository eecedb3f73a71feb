"""Who has which record open: opaque ids, forgotten soon."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from crmdesk.hub.errors import HubError
from crmdesk.hub.people import Caller
from crmdesk.hub.tables import devices, people, presence
from crmdesk.i18n import _

LASTS = 90_000
"""Milliseconds."""
MOST, _ID = 64, 16
Here = tuple[bytes, str, list[bytes]]
"""Person, name, and what is open."""


def put(connection: Connection, caller: Caller, what: Sequence[bytes], now: int) -> None:
    """Instead of what this device said before."""
    if len(what) > MOST or any(len(each) != _ID for each in what):
        raise HubError(422, "presence", _("This says nothing about records."))
    mine = (presence.c.workspace == caller.workspace) & (presence.c.device == caller.device)
    connection.execute(delete(presence).where(mine))
    if what:
        row = {"workspace": caller.workspace, "device": caller.device, "what": b"".join(what), "until": now + LASTS}
        connection.execute(insert(presence), row)


def here(connection: Connection, workspace: bytes, now: int) -> list[Here]:
    return everywhere(connection, [workspace], now).get(workspace, [])


def everywhere(connection: Connection, workspaces: Sequence[bytes], now: int) -> dict[bytes, list[Here]]:
    """In many workspaces at once."""
    rows = connection.execute(
        select(people.c.workspace, people.c.id, people.c.name, presence.c.what)
        .join(devices, (devices.c.workspace == presence.c.workspace) & (devices.c.id == presence.c.device))
        .join(people, (people.c.workspace == devices.c.workspace) & (people.c.id == devices.c.person))
        .where(presence.c.workspace.in_(workspaces), presence.c.until > now)
        .where(devices.c.revoked_at.is_(None), people.c.is_active)
        .order_by(people.c.folded, devices.c.id)
    )
    found = defaultdict[bytes, list[Here]](list)
    for row in rows:
        opened = [row.what[start : start + _ID] for start in range(0, len(row.what), _ID)]
        found[row.workspace].append((row.id, row.name, opened))
    return found


def still(connection: Connection, workspaces: Sequence[bytes], wanted: Sequence[bytes]) -> set[bytes]:
    """Those devices that may go on."""
    may = select(devices.c.id).join(
        people, (people.c.workspace == devices.c.workspace) & (people.c.id == devices.c.person)
    )
    ours = devices.c.workspace.in_(workspaces) & devices.c.id.in_(wanted)
    return set(connection.scalars(may.where(ours, devices.c.revoked_at.is_(None), people.c.is_active)))

"""Workspaces: made and looked after by whoever runs the hub."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from crmdesk.hub import invitations, log, people, quotas, tokens
from crmdesk.hub.errors import HubError
from crmdesk.hub.people import Role
from crmdesk.hub.tables import workspaces
from crmdesk.i18n import _

DAYS = 7
"""That the first owner's invitation is good for."""


@dataclass(frozen=True, slots=True)
class Workspace:
    id: bytes
    name: str
    is_sealed: bool
    shared_log: bytes
    quota: int | None
    used: int


def make(
    connection: Connection, name: str, owner: str, password: str | None, now: int, *, is_sealed: bool = False
) -> tuple[bytes, str]:
    """Its id, and the code with which the owner comes in."""
    workspace, name = tokens.new_id(), people.checked_name(name)
    connection.execute(
        insert(workspaces),
        {
            "id": workspace, "name": name, "folded": people.folded(name), "is_sealed": is_sealed,
            "shared_log": log.make(connection, workspace, None, now), "made_at": now,
        },
    )  # fmt: skip
    person = people.add_person(connection, workspace, owner, Role.OWNER, password, now)
    _key, code = invitations.invite(connection, workspace, None, Role.OWNER, owner, DAYS, now, person)
    return workspace, code


def everything(connection: Connection) -> list[Workspace]:
    rows = connection.execute(select(workspaces).order_by(workspaces.c.folded, workspaces.c.id))
    return [
        Workspace(row.id, row.name, row.is_sealed, row.shared_log, row.quota, quotas.used(connection, row.id))
        for row in rows
    ]


def find(connection: Connection, name: str = "") -> Workspace:
    """By name or id; the only one where nothing is said."""
    found = [
        each
        for each in everything(connection)
        if not name or people.folded(each.name) == people.folded(name) or each.id.hex() == name
    ]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"{each.name} ({each.id.hex()})" for each in found)
    told = (
        _("Several workspaces are meant: {names}.").format(names=names) if found else _("There is no such workspace.")
    )
    raise HubError(404, "no_workspace", told)


def set_quota(connection: Connection, workspace: bytes, quota: int | None) -> None:
    connection.execute(update(workspaces).where(workspaces.c.id == workspace).values(quota=quota))

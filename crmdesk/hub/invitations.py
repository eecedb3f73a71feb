"""How people come into a workspace: by a code that is good once, and not for ever."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from crmdesk.hub import devices, people, tokens
from crmdesk.hub.devices import Pass
from crmdesk.hub.errors import HubError
from crmdesk.hub.people import Caller, Role
from crmdesk.hub.tables import doors, invitations, workspaces
from crmdesk.hub.tables import people as persons
from crmdesk.i18n import _

MOST_DAYS = 60
_DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class Invitation:
    id: bytes
    role: Role
    for_name: str
    invited_by: str
    made_at: int
    expires_at: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody is told who holds a code."""

    workspace: str
    invited_by: str
    role: Role
    for_name: str
    is_sealed: bool


def invite(
    connection: Connection,
    workspace: bytes,
    caller: Caller | None,
    role: Role,
    for_name: str,
    days: int,
    now: int,
    person: bytes | None = None,
) -> tuple[bytes, str]:
    """Id and code. For a person who is here it is another device; only whoever runs the hub may offer that."""
    if caller and not caller.role.governs(role):
        raise HubError(403, "role", _("Your role does not allow this."))
    if not 0 < days <= MOST_DAYS:
        raise HubError(422, "days", _("An invitation is good for 1 to {count} days.").format(count=MOST_DAYS))
    key, code = tokens.new_id(), tokens.new_code()
    connection.execute(
        insert(invitations),
        {
            "workspace": workspace, "id": key, "code": tokens.digest(code), "role": role,
            "for_name": people.checked_name(for_name) if for_name else "", "person": person,
            "invited_by": caller.person if caller else None, "made_at": now, "expires_at": now + days * _DAY,
        },
    )  # fmt: skip
    connection.execute(insert(doors), {"secret": tokens.digest(code), "workspace": workspace, "of": key})
    return key, code


def open_invitations(connection: Connection, workspace: bytes, now: int) -> list[Invitation]:
    rows = connection.execute(
        _invitations()
        .where(invitations.c.workspace == workspace, _is_open(now))
        .order_by(invitations.c.made_at, invitations.c.id)
    )
    return [
        Invitation(row.id, Role(row.role), row.for_name, row.inviter or "", row.made_at, row.expires_at)
        for row in rows
    ]  # fmt: skip


def withdraw(connection: Connection, workspace: bytes, invitation: bytes) -> None:
    ours = (invitations.c.workspace == workspace) & (invitations.c.id == invitation)
    if not connection.execute(delete(invitations).where(ours, invitations.c.used_by.is_(None))).rowcount:
        raise HubError(404, "no_invitation", _no_invitation())
    connection.execute(delete(doors).where(doors.c.workspace == workspace, doors.c.of == invitation))


def offer(connection: Connection, code: str, now: int) -> Offer:
    row = _found(connection, code)
    _check_open(row, now)
    return Offer(row.workspace_name, row.inviter or "", Role(row.role), row.for_name, row.is_sealed)


def join(
    connection: Connection, code: str, name: str, password: str | None, machine: str, public_key: bytes, now: int
) -> Pass:
    row = _found(connection, code)
    if row.used_by and now < row.expires_at:
        again = devices.admit_again(connection, row.workspace, row.used_by, public_key)
        if again:
            return again
    _check_open(row, now)
    person = _person(connection, row, name, password, now)
    admitted = devices.admit(connection, row.workspace, person, machine, public_key, now)
    _use_up(connection, row, admitted)
    return admitted


def _person(connection: Connection, row: Row[Any], name: str, password: str | None, now: int) -> bytes:
    if row.person is None:
        return people.add_person(connection, row.workspace, name, Role(row.role), password, now)
    if name and not devices.has_come(
        connection, row.workspace, row.person
    ):  # the operator could but guess what they are called
        people.rename(connection, row.workspace, row.person, name)
    if password:
        people.put_password(connection, row.workspace, row.person, password)
    return people.find(connection, row.workspace, row.person).id


def _use_up(connection: Connection, row: Row[Any], admitted: Pass) -> None:
    """Of two who come at once with one code the second finds it used."""
    ours = (invitations.c.workspace == row.workspace) & (invitations.c.id == row.id)
    used = update(invitations).where(ours, invitations.c.used_by.is_(None)).values(used_by=admitted.caller.device)
    if not connection.execute(used).rowcount:
        raise HubError(404, "no_invitation", _no_invitation())


def _invitations() -> Any:
    """With the workspace and whoever invited."""
    inviter = (persons.c.workspace == invitations.c.workspace) & (persons.c.id == invitations.c.invited_by)
    return (
        select(
            invitations, workspaces.c.name.label("workspace_name"), workspaces.c.is_sealed,
            persons.c.name.label("inviter"), persons.c.role.label("inviter_role"), persons.c.is_active,
        )
        .join(workspaces, workspaces.c.id == invitations.c.workspace)
        .outerjoin(persons, inviter)
    )  # fmt: skip


def _is_open(now: int) -> ColumnElement[bool]:
    return invitations.c.used_by.is_(None) & (invitations.c.expires_at > now)


def _found(connection: Connection, code: str) -> Row[Any]:
    secret = tokens.digest(code)
    door = connection.execute(select(doors).where(doors.c.secret == secret)).one_or_none()
    row = (
        door
        and connection.execute(
            _invitations().where(invitations.c.workspace == door.workspace, invitations.c.id == door.of)
        ).one_or_none()
    )
    if not row or row.code != secret:
        raise HubError(404, "no_invitation", _no_invitation())
    return row


def _check_open(row: Row[Any], now: int) -> None:
    """Nor does anybody come in by the word of one who has left, or may no longer invite."""
    still_invites = row.invited_by is None or (row.is_active and Role(row.inviter_role).governs(Role(row.role)))
    if row.used_by or row.expires_at <= now or not still_invites:
        raise HubError(404, "no_invitation", _no_invitation())


def _no_invitation() -> str:
    return _("This invitation was used, withdrawn, or is too old. Ask for a new one.")

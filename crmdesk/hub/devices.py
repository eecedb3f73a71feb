"""The devices of people: each has a token of its own, and loses it alone."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, delete, insert, select, update

from crmdesk.hub import tokens
from crmdesk.hub.database import add_unless_there
from crmdesk.hub.errors import HubError
from crmdesk.hub.people import Caller, Role, folded, revoke_where, shown
from crmdesk.hub.tables import devices, doors, keys, people, workspaces
from crmdesk.i18n import _

PUBLIC_KEY = 32
_MOST_MACHINE = 100
_MOST_SEALED = 16 << 10
_NOTED_EACH = 600_000
"""Milliseconds between two notes of when a device was seen."""


@dataclass(frozen=True, slots=True)
class Device:
    id: bytes
    person: bytes
    machine: str
    public_key: bytes
    made_at: int
    seen_at: int | None


@dataclass(frozen=True, slots=True)
class Pass:
    """With it a device comes in from now on."""

    token: str
    caller: Caller


@dataclass(frozen=True, slots=True)
class SealedKey:
    device: bytes
    number: int
    sealed: bytes


def who(connection: Connection, token: str, now: int) -> Caller | None:
    """Nobody: the token is unknown, the device revoked or the person disabled."""
    secret = tokens.digest(token)
    door = connection.execute(_DOOR, {"shown": secret}).one_or_none()
    row = door and _found(connection, door.workspace, door.of)
    if row is None:
        return None
    if secret == row.next_token:
        _begin_to_use(connection, row)
    elif secret != row.token:
        return None
    if now - (row.seen_at or 0) > _NOTED_EACH:
        _change(connection, row, seen_at=now)
    return _caller(row)


def is_shut_out(connection: Connection, token: str) -> bool:
    """Whether it was good once: a device that is told so locks what it has, and others are only strangers."""
    secret = tokens.digest(token)
    door = connection.execute(_DOOR, {"shown": secret}).one_or_none()
    if door is None:
        return False
    is_its = (devices.c.token == secret) | (devices.c.next_token == secret)
    return connection.scalar(select(devices.c.id).where(_is(door.workspace, door.of), is_its)) is not None


def _callers() -> Select[Any]:
    in_it = (people.c.workspace == devices.c.workspace) & (people.c.id == devices.c.person)
    is_it = (devices.c.workspace == bindparam("workspace")) & (devices.c.id == bindparam("device"))
    return (
        select(
            devices, people.c.name, people.c.role, people.c.may_export, people.c.own_log, workspaces.c.shared_log,
            workspaces.c.name.label("workspace_name"), workspaces.c.is_sealed,
        )
        .join(people, in_it)
        .join(workspaces, workspaces.c.id == devices.c.workspace)
        .where(is_it, devices.c.revoked_at.is_(None), people.c.is_active)
    )  # fmt: skip


_CALLERS = _callers()
_DOOR = select(doors).where(doors.c.secret == bindparam("shown"))


def _found(connection: Connection, workspace: bytes, device: bytes) -> Row[Any] | None:
    return connection.execute(_CALLERS, {"workspace": workspace, "device": device}).one_or_none()


def _caller(row: Row[Any]) -> Caller:
    return Caller(
        row.id, row.person, row.workspace, row.name, Role(row.role), row.may_export, row.own_log, row.shared_log,
        row.workspace_name, row.is_sealed,
    )  # fmt: skip


def _is(workspace: bytes, device: bytes) -> ColumnElement[bool]:
    return (devices.c.workspace == workspace) & (devices.c.id == device)


def _change(connection: Connection, row: Row[Any], **values: object) -> None:
    connection.execute(update(devices).where(_is(row.workspace, row.id)).values(**values))


def _begin_to_use(connection: Connection, row: Row[Any]) -> None:
    """The token before this one opens nothing any more."""
    connection.execute(delete(doors).where(doors.c.secret == row.token))
    _change(connection, row, token=row.next_token, next_token=None)


def rotate(connection: Connection, caller: Caller) -> str:
    """A new token; the old one is good until this one is used, in case that the answer is lost."""
    row = _found(connection, caller.workspace, caller.device)
    if row is None:
        raise HubError(401, "revoked", _("This device was shut out."))
    if row.next_token:
        connection.execute(delete(doors).where(doors.c.secret == row.next_token))
    token = _open_door(connection, caller.workspace, caller.device)
    _change(connection, row, next_token=tokens.digest(token))
    return token


def _open_door(connection: Connection, workspace: bytes, device: bytes) -> str:
    token = tokens.new_token()
    connection.execute(insert(doors), {"secret": tokens.digest(token), "workspace": workspace, "of": device})
    return token


def admit(
    connection: Connection, workspace: bytes, person: bytes, machine: str, public_key: bytes, now: int
) -> Pass:  # fmt: skip
    if len(public_key) != PUBLIC_KEY:
        raise HubError(422, "public_key", _("This is no key of a device."))
    device = tokens.new_id()
    token = _open_door(connection, workspace, device)
    connection.execute(
        insert(devices),
        {
            "workspace": workspace, "id": device, "person": person, "machine": shown(machine)[:_MOST_MACHINE],
            "public_key": public_key, "token": tokens.digest(token), "made_at": now,
        },
    )  # fmt: skip
    row = _found(connection, workspace, device)
    assert row
    return Pass(token, _caller(row))


def admit_again(connection: Connection, workspace: bytes, device: bytes, public_key: bytes) -> Pass | None:
    """Whose pass was lost on the way: the same key, and a token that nobody ever used."""
    row = _found(connection, workspace, device)
    if row is None or row.seen_at is not None or row.public_key != public_key:
        return None
    connection.execute(delete(doors).where(doors.c.secret == row.token))
    token = _open_door(connection, workspace, device)
    _change(connection, row, token=tokens.digest(token))
    return Pass(token, _caller(row))


def sign_in(
    connection: Connection, workspace: str, name: str, password: str, machine: str, public_key: bytes, now: int
) -> Pass:
    """By the workspace's id or name. Whatever is not right, the answer is the same, and as late."""
    row = _person(connection, workspace, name)
    if not tokens.is_password(row.password if row else None, password) or row is None:
        raise HubError(401, "sign_in", _("Workspace, name or password is not right."))
    return admit(connection, row.workspace, row.id, machine, public_key, now)


def _person(connection: Connection, workspace: str, name: str) -> Row[Any] | None:
    is_it = workspaces.c.folded == folded(workspace)
    with suppress(ValueError):
        is_it |= workspaces.c.id == bytes.fromhex(workspace)
    query = select(people).join(workspaces, workspaces.c.id == people.c.workspace)
    rows = connection.execute(query.where(is_it, people.c.folded == folded(name), people.c.is_active)).all()
    return rows[0] if len(rows) == 1 else None


def devices_of(connection: Connection, workspace: bytes, person: bytes | None = None) -> list[Device]:
    """All that are not revoked; of one person or of all."""
    query = select(devices).where(devices.c.workspace == workspace, devices.c.revoked_at.is_(None))
    rows = connection.execute(query.where(devices.c.person == person) if person else query.order_by(devices.c.made_at))
    return [
        Device(row.id, row.person, row.machine, row.public_key, row.made_at, row.seen_at) for row in rows
    ]  # fmt: skip


def has_come(connection: Connection, workspace: bytes, person: bytes) -> bool:
    """Ever, with any device."""
    theirs = select(devices.c.id).where(devices.c.workspace == workspace, devices.c.person == person)
    return connection.execute(theirs.limit(1)).first() is not None


def revoke(connection: Connection, workspace: bytes, caller: Caller | None, device: bytes, now: int) -> None:
    """One's own; managers any. Without a caller: whoever runs the hub does it."""
    found = [each for each in devices_of(connection, workspace) if each.id == device]
    may_all = caller is None or caller.role.covers(Role.MANAGER)
    if not found or not (may_all or (caller and found[0].person == caller.person)):
        raise HubError(404, "no_device", _("There is no such device."))
    revoke_where(connection, _is(workspace, device), now)


def leave(connection: Connection, caller: Caller, now: int) -> None:
    revoke_where(connection, _is(caller.workspace, caller.device), now)


def keys_for(connection: Connection, log: bytes, device: bytes) -> list[SealedKey]:
    query = select(keys).where(keys.c.log == log, keys.c.device == device).order_by(keys.c.number)
    return [SealedKey(row.device, row.number, row.sealed) for row in connection.execute(query)]


def put_keys(connection: Connection, workspace: bytes, log: bytes, new: list[SealedKey]) -> None:
    """They are added, never replaced."""
    known = {each.id for each in devices_of(connection, workspace)}
    if any(key.device not in known or len(key.sealed) > _MOST_SEALED for key in new):
        raise HubError(422, "keys", _("These keys are for no device of the workspace."))
    rows = [{"log": log, "device": key.device, "number": key.number, "sealed": key.sealed} for key in new]
    add_unless_there(connection, keys, rows)

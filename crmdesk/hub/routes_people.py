"""Routes of the people of a workspace, their devices, and those who are invited."""

from dataclasses import asdict, dataclass
from typing import Any

from crmdesk.hub import devices, invitations, people
from crmdesk.hub.people import Role
from crmdesk.hub.routes_base import Call, Right, Table, Way

table = Table()


@dataclass(frozen=True, slots=True)
class PersonChange:
    role: Role | None = None
    may_export: bool | None = None
    active: bool | None = None


@dataclass(frozen=True, slots=True)
class NewInvitation:
    role: Role
    for_name: str = ""
    days: int = 7


def readable(row: Any) -> dict[str, Any]:
    """Bytes as hexadecimal digits."""
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in asdict(row).items()}


@table.add("GET", "/v1/people", Right.ANYBODY)
def everyone(call: Call) -> dict[str, Any]:
    found = [readable(each) for each in people.everyone(call.connection, call.caller.workspace)]
    return {"people": [{**each, "active": each.pop("is_active")} for each in found]}


@table.add("PATCH", "/v1/people/{person}", Right.MANAGE, Way.WRITES, body=PersonChange)
def change(call: Call) -> None:
    told = call.body
    people.change_person(
        call.connection, call.caller.workspace, call.caller, call.key("person"),
        role=told.role, may_export=told.may_export, is_active=told.active,
    )  # fmt: skip
    call.has_news = True


@table.add("DELETE", "/v1/people/{person}", Right.MANAGE, Way.WRITES)
def remove(call: Call) -> None:
    people.remove_person(call.connection, call.caller.workspace, call.caller, call.key("person"), call.now)
    call.has_news = True


@table.add("GET", "/v1/devices", Right.ANYBODY)
def all_devices(call: Call) -> dict[str, Any]:
    """One's own; managers see all."""
    whose = None if call.caller.role.covers(Role.MANAGER) else call.caller.person
    return {"devices": [readable(each) for each in devices.devices_of(call.connection, call.caller.workspace, whose)]}


@table.add("DELETE", "/v1/devices/{device}", Right.ANYBODY, Way.WRITES)
def revoke(call: Call) -> None:
    devices.revoke(call.connection, call.caller.workspace, call.caller, call.key("device"), call.now)
    call.has_news = True


@table.add("GET", "/v1/invitations", Right.MANAGE)
def invited(call: Call) -> dict[str, Any]:
    found = invitations.open_invitations(call.connection, call.caller.workspace, call.now)
    return {"invitations": [readable(each) for each in found]}


@table.add("POST", "/v1/invitations", Right.MANAGE, Way.WRITES, body=NewInvitation)
def invite(call: Call) -> dict[str, str]:
    told = call.body
    key, code = invitations.invite(
        call.connection, call.caller.workspace, call.caller, told.role, told.for_name, told.days, call.now
    )
    return {"id": key.hex(), "code": code}


@table.add("DELETE", "/v1/invitations/{invitation}", Right.MANAGE, Way.WRITES)
def withdraw(call: Call) -> None:
    invitations.withdraw(call.connection, call.caller.workspace, call.key("invitation"))

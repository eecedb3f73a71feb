"""hub users and hub invite: who may come in, for whoever runs the hub."""

import argparse
import getpass
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from crmdesk.hub.commands import answer, command, link_of, now, opened, place_of, with_picture
from crmdesk.hub.errors import HubError
from crmdesk.i18n import _

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from crmdesk.hub.people import Person
    from crmdesk.hub.workspaces import Workspace

T = TypeVar("T")
Work = Callable[["Connection", "Workspace"], T]
ROLES = ("viewer", "member", "manager", "owner")


def register(nouns: Any) -> None:
    inviting = _on_workspace(nouns, "invite", invite, "print the link by which somebody comes in")
    inviting.add_argument("--role", choices=ROLES, default="member")
    inviting.add_argument("--for", dest="for_name", default="", metavar="NAME")
    inviting.add_argument("--days", type=int, default=7, metavar="N")
    inviting.add_argument("--url", default="", help="where laptops reach the hub")
    users = nouns.add_parser("users", help="see and change who is in a workspace").add_subparsers(
        metavar="COMMAND", required=True
    )
    _on_workspace(users, "list", listed, "who is in the workspace")
    _on_person(users, "add", add, "add somebody, and print the link by which they come in")
    _on_person(users, "role", change_role, "give somebody another role").add_argument("role", choices=ROLES)
    _on_person(users, "disable", partial(_switch, False), "keep somebody out for now")
    _on_person(users, "enable", partial(_switch, True), "let somebody in again")
    _on_person(users, "remove", remove, "take somebody out; what they shared stays")
    _on_person(users, "password", set_password, "set a password; asked for, or standard input")
    _on_workspace(users, "devices", listed_devices, "the laptops of all")
    _on_workspace(users, "revoke", revoke, "a lost laptop: it is refused from now on").add_argument("device")
    adding = users.choices["add"]
    adding.add_argument("--role", choices=ROLES, default="member")
    adding.add_argument("--url", default="", help="where laptops reach the hub")


def _on_workspace(nouns: Any, name: str, run: Any, help_text: str) -> argparse.ArgumentParser:
    parser = command(nouns, name, run, help_text)
    parser.add_argument("--workspace", default="", metavar="NAME", help="where there are several: which")
    return parser


def _on_person(nouns: Any, name: str, run: Any, help_text: str) -> argparse.ArgumentParser:
    parser = _on_workspace(nouns, name, run, help_text)
    parser.add_argument("person", metavar="NAME")
    return parser


def _in_workspace(args: argparse.Namespace, work: "Work[T]") -> T:
    from crmdesk.hub import workspaces
    from crmdesk.hub.database import in_transaction

    with opened(args) as engine:
        return in_transaction(engine, lambda c: work(c, workspaces.find(c, args.workspace)))


def _person(connection: "Connection", workspace: "Workspace", name: str) -> "Person":
    from crmdesk.hub import people

    for each in people.everyone(connection, workspace.id):
        if people.folded(each.name) == people.folded(name) or each.id.hex() == name:
            return each
    raise HubError(404, "no_person", _("{name} is not in this workspace.").format(name=name))


# People


def listed(args: argparse.Namespace) -> int:
    from crmdesk.hub import people

    found = _in_workspace(args, lambda c, workspace: people.everyone(c, workspace.id))
    rows = [
        {"id": each.id.hex(), "name": each.name, "role": each.role.value, "active": each.is_active,
         "may_export": each.may_export} for each in found
    ]  # fmt: skip
    off = _("disabled")
    lines = [f"{each.name}  {each.role.value}" + ("" if each.is_active else f"  {off}") for each in found]
    return answer(args, {"people": rows}, "\n".join(lines))


def add(args: argparse.Namespace) -> int:
    from crmdesk.hub import invitations, people
    from crmdesk.hub.people import Role

    def work(connection: "Connection", workspace: "Workspace") -> tuple[str, bool]:
        role = Role(args.role)
        person = people.add_person(connection, workspace.id, args.person, role, None, now())
        _key, code = invitations.invite(connection, workspace.id, None, role, args.person, 7, now(), person)
        return code, workspace.is_sealed

    return _tell_link(args, *_in_workspace(args, work))


def invite(args: argparse.Namespace) -> int:
    from crmdesk.hub import invitations
    from crmdesk.hub.people import Role

    def work(connection: "Connection", workspace: "Workspace") -> tuple[str, bool]:
        _key, code = invitations.invite(
            connection, workspace.id, None, Role(args.role), args.for_name, args.days, now()
        )  # fmt: skip
        return code, workspace.is_sealed

    return _tell_link(args, *_in_workspace(args, work))


def _tell_link(args: argparse.Namespace, code: str, is_sealed: bool) -> int:
    link = link_of(place_of(args), code)
    if is_sealed:
        note = _("This workspace is sealed, and the hub has no key to it: put # and the key behind the link, or let a "
                 "colleague invite from CRMDesk.")  # fmt: skip
        print(note, file=sys.stderr)
    return answer(args, {"link": link}, with_picture(link))


def change_role(args: argparse.Namespace) -> int:
    from crmdesk.hub import people
    from crmdesk.hub.people import Role

    def work(connection: "Connection", workspace: "Workspace") -> None:
        person = _person(connection, workspace, args.person)
        people.change_person(connection, workspace.id, None, person.id, role=Role(args.role))

    _in_workspace(args, work)
    return answer(args, {"role": args.role}, _("{name} is {role} now.").format(name=args.person, role=args.role))


def _switch(is_active: bool, args: argparse.Namespace) -> int:
    from crmdesk.hub import people

    def work(connection: "Connection", workspace: "Workspace") -> None:
        person = _person(connection, workspace, args.person)
        people.change_person(connection, workspace.id, None, person.id, is_active=is_active)

    _in_workspace(args, work)
    told = _("{name} may come in.") if is_active else _("{name} is refused from now on.")
    return answer(args, {"active": is_active}, told.format(name=args.person))


def remove(args: argparse.Namespace) -> int:
    from crmdesk.hub import people

    def work(connection: "Connection", workspace: "Workspace") -> None:
        person = _person(connection, workspace, args.person)
        people.remove_person(connection, workspace.id, None, person.id, now())

    _in_workspace(args, work)
    text = _("{name} is out; what they shared stays.").format(name=args.person)
    return answer(args, {"removed": args.person}, text)


def set_password(args: argparse.Namespace) -> int:
    from crmdesk.hub import people

    password = _asked()

    def work(connection: "Connection", workspace: "Workspace") -> None:
        people.put_password(connection, workspace.id, _person(connection, workspace, args.person).id, password)

    _in_workspace(args, work)
    return answer(args, {"person": args.person}, _("The password of {name} is set.").format(name=args.person))


def _asked() -> str:
    if sys.stdin.isatty():
        return getpass.getpass(_("New password: "))
    return sys.stdin.readline().rstrip("\n")


# Laptops


def listed_devices(args: argparse.Namespace) -> int:
    from crmdesk.hub import devices, people

    def work(connection: "Connection", workspace: "Workspace") -> list[dict[str, Any]]:
        names = {each.id: each.name for each in people.everyone(connection, workspace.id)}
        return [
            {"id": each.id.hex(), "person": names.get(each.person, ""), "machine": each.machine,
             "seen_at": each.seen_at} for each in devices.devices_of(connection, workspace.id)
        ]  # fmt: skip

    found = _in_workspace(args, work)
    lines = [f"{row['id']}  {row['person']}  {row['machine']}  {_day(row['seen_at'])}" for row in found]
    return answer(args, {"devices": found}, "\n".join(lines))


def _day(seen: int | None) -> str:
    return datetime.fromtimestamp(seen / 1000, UTC).date().isoformat() if seen else _("never seen")


def revoke(args: argparse.Namespace) -> int:
    from crmdesk.hub import devices

    def work(connection: "Connection", workspace: "Workspace") -> None:
        found = [each for each in devices.devices_of(connection, workspace.id) if each.id.hex() == args.device]
        device = found[0].id if found else b""
        devices.revoke(connection, workspace.id, None, device, now())

    _in_workspace(args, work)
    return answer(args, {"revoked": args.device}, _("The laptop is refused from now on."))

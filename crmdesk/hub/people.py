"""Who is in a workspace, and what they may."""

from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

from sqlalchemy import ColumnElement, Connection, Row, Select, insert, select, update

from crmdesk.hub import log, tokens
from crmdesk.hub.errors import HubError
from crmdesk.hub.tables import devices, people
from crmdesk.i18n import _

LONGEST_NAME = 100


class Role(StrEnum):
    VIEWER = "viewer"
    MEMBER = "member"
    MANAGER = "manager"
    OWNER = "owner"

    def covers(self, other: "Role") -> bool:
        """May all that the other may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(other)

    def governs(self, other: "Role") -> bool:
        """May change people who have it, and give it to them."""
        return self is Role.OWNER or (self is Role.MANAGER and not other.covers(Role.MANAGER))


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose device asks."""

    device: bytes
    person: bytes
    workspace: bytes
    name: str
    role: Role
    may_export: bool
    own_log: bytes
    shared_log: bytes
    workspace_name: str
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class Person:
    id: bytes
    name: str
    role: Role
    may_export: bool
    is_active: bool
    has_password: bool
    made_at: int


def checked_name(name: str) -> str:
    found = shown(name)
    if not 0 < len(found) <= LONGEST_NAME:
        raise HubError(422, "name", _("A name has 1 to {count} characters.").format(count=LONGEST_NAME))
    return found


def shown(name: str) -> str:
    """Of one line, and without what no database or terminal should get."""
    kept = "".join(letter for letter in name if letter.isprintable() or letter.isspace())
    return " ".join(normalize("NFC", kept).split())


def folded(name: str) -> str:
    """Names that differ in nothing but this are the same."""
    return normalize("NFC", shown(name).casefold())


def everyone(connection: Connection, workspace: bytes) -> list[Person]:
    rows = connection.execute(_people(workspace).order_by(people.c.folded))
    return [_person(row) for row in rows]


def _people(workspace: bytes) -> "Select[tuple[object, ...]]":
    return select(people).where(people.c.workspace == workspace, people.c.removed_at.is_(None))


def _person(row: "Row[tuple[object, ...]]") -> Person:
    return Person(
        row.id, row.name, Role(row.role), row.may_export, row.is_active, row.password is not None, row.made_at
    )  # fmt: skip


def find(connection: Connection, workspace: bytes, person: bytes) -> Person:
    row = connection.execute(_people(workspace).where(people.c.id == person)).one_or_none()
    if row is None:
        raise HubError(404, "no_person", _("This person is not in the workspace."))
    return _person(row)


def add_person(
    connection: Connection, workspace: bytes, name: str, role: Role, password: str | None, now: int
) -> bytes:
    """With a log of their own."""
    name, person = checked_name(name), tokens.new_id()
    _check_free(connection, workspace, name)
    connection.execute(
        insert(people),
        {
            "workspace": workspace, "id": person, "name": name, "folded": folded(name), "role": role,
            "password": tokens.hashed(password) if password else None, "may_export": role is not Role.VIEWER,
            "is_active": True, "own_log": log.make(connection, workspace, person, now), "made_at": now,
        },
    )  # fmt: skip
    return person


def rename(connection: Connection, workspace: bytes, person: bytes, name: str) -> None:
    name = checked_name(name)
    if folded(name) != folded(find(connection, workspace, person).name):
        _check_free(connection, workspace, name)
    connection.execute(update(people).where(_is(workspace, person)).values(name=name, folded=folded(name)))


def _check_free(connection: Connection, workspace: bytes, name: str) -> None:
    if connection.execute(_people(workspace).where(people.c.folded == folded(name))).first():
        taken = _("{name} is in this workspace already. Take another name, or sign in.").format(name=name)
        raise HubError(409, "name_taken", taken)


def change_person(
    connection: Connection,
    workspace: bytes,
    caller: Caller | None,
    person: bytes,
    *,
    role: Role | None = None,
    may_export: bool | None = None,
    is_active: bool | None = None,
) -> None:
    """Without a caller: whoever runs the hub does it."""
    was = find(connection, workspace, person)
    _check_may(caller, was.role, role or was.role)
    if role not in (None, Role.OWNER) or is_active is False:
        _check_owner_stays(connection, workspace, was)
    new = {"role": role, "may_export": may_export, "is_active": is_active}
    if values := {name: value for name, value in new.items() if value is not None}:
        connection.execute(update(people).where(_is(workspace, person)).values(values))


def remove_person(connection: Connection, workspace: bytes, caller: Caller | None, person: bytes, now: int) -> None:
    """Their name is free again; what they shared stays, and their own log for a while."""
    was = find(connection, workspace, person)
    _check_may(caller, was.role, was.role)
    _check_owner_stays(connection, workspace, was)
    connection.execute(
        update(people)
        .where(_is(workspace, person))
        .values(folded=None, password=None, is_active=False, removed_at=now)
    )  # fmt: skip
    revoke_where(connection, (devices.c.workspace == workspace) & (devices.c.person == person), now)


def _is(workspace: bytes, person: bytes) -> ColumnElement[bool]:
    return (people.c.workspace == workspace) & (people.c.id == person)


def _check_may(caller: Caller | None, *roles: Role) -> None:
    if caller and not all(caller.role.governs(role) for role in roles):
        raise HubError(403, "role", _("Your role does not allow this."))


def _check_owner_stays(connection: Connection, workspace: bytes, person: Person) -> None:
    """The rows are locked: of two owners who make the other a member at once, one is told."""
    owners = _people(workspace).where(people.c.role == Role.OWNER, people.c.is_active).order_by(people.c.id)
    others = [row.id for row in connection.execute(owners.with_for_update()) if row.id != person.id]
    if person.role is Role.OWNER and not others:
        raise HubError(409, "last_owner", _("A workspace needs an owner: name another one first."))


def set_password(
    connection: Connection, caller: Caller, old: str, new: str, now: int, *, end_others: bool = False
) -> None:
    row = connection.execute(select(people.c.password).where(_is(caller.workspace, caller.person))).one()
    if row.password is not None and not tokens.is_password(row.password, old):
        raise HubError(403, "password", _("The old password is not right."))
    put_password(connection, caller.workspace, caller.person, new)
    if end_others:
        theirs = (devices.c.workspace == caller.workspace) & (devices.c.person == caller.person)
        revoke_where(connection, theirs & (devices.c.id != caller.device), now)


def put_password(connection: Connection, workspace: bytes, person: bytes, password: str) -> None:
    kept = tokens.hashed(password)
    connection.execute(update(people).where(_is(workspace, person)).values(password=kept))


def revoke_where(connection: Connection, ours: ColumnElement[bool], now: int) -> int:
    """How many devices. Their tokens open nothing from now on but the answer that they were shut out."""
    still = ours & devices.c.revoked_at.is_(None)
    return connection.execute(update(devices).where(still).values(revoked_at=now)).rowcount

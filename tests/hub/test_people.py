"""Who comes in, who stays out, and who may change whom."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select

from crmdesk.hub import devices, invitations, keeping, people, presence, workspaces
from crmdesk.hub.database import in_transaction
from crmdesk.hub.devices import Pass, SealedKey
from crmdesk.hub.errors import HubError
from crmdesk.hub.people import Role
from crmdesk.hub.tables import entries, logs, metadata
from tests.hub.hubs import NOW

DAY = 86_400_000
KEY = b"k" * 32


@dataclass
class Office:
    """A workspace with an owner, Ana."""

    engine: Engine
    workspace: bytes
    code: str
    ana: Pass

    def do(self, call: Callable[..., Any], *what: Any, **more: Any) -> Any:
        return in_transaction(self.engine, lambda c: call(c, *what, **more))

    def who(self, token: str, now: int = NOW) -> Any:
        return self.do(devices.who, token, now)

    def join(self, code: str, name: str, key: bytes = KEY, now: int = NOW, password: str | None = None) -> Pass:
        found = self.do(invitations.join, code, name, password, "laptop", key, now)
        assert isinstance(found, Pass)
        return found

    def invite(self, role: Role, by: Pass | None = None, **more: Any) -> str:
        caller = self.do(devices.who, (by or self.ana).token, NOW)
        _id, code = self.do(invitations.invite, self.workspace, caller, role, more.pop("for_name", ""), 7, NOW, **more)
        return str(code)

    def add(self, name: str, role: Role, password: str | None = None) -> Pass:
        return self.join(self.invite(role), name, password=password)

    def change(self, by: Pass, whom: Pass, **what: Any) -> None:
        self.do(people.change_person, self.workspace, self.who(by.token), whom.caller.person, **what)


@pytest.fixture
def office(engine: Engine) -> Office:
    workspace, code = in_transaction(engine, lambda c: workspaces.make(c, "Souza", "Ana", None, NOW))
    ana = in_transaction(engine, lambda c: invitations.join(c, code, "", "long-lasting", "laptop", KEY, NOW))
    return Office(engine, workspace, code, ana)


def refused(call: Callable[..., Any], *what: Any, **more: Any) -> str:
    with pytest.raises(HubError) as told:
        call(*what, **more)
    return told.value.code


def test_the_owner_comes_in(office: Office) -> None:
    caller = office.who(office.ana.token)
    assert caller == office.ana.caller
    assert (caller.name, caller.role, caller.workspace_name, caller.may_export) == ("Ana", Role.OWNER, "Souza", True)
    assert len({caller.shared_log, caller.own_log, caller.device, caller.person}) == 4
    assert [person.name for person in office.do(people.everyone, office.workspace)] == ["Ana"]
    assert not keeping.check(office.engine)


def test_the_owner_says_what_they_are_called(office: Office) -> None:
    workspace, code = office.do(workspaces.make, "Lima", "root", None, NOW)
    assert office.join(code, "Bia Lima").caller.name == "Bia Lima"
    (bia,) = office.do(people.everyone, workspace)
    _id, again = office.do(invitations.invite, workspace, None, Role.OWNER, "", 7, NOW, bia.id)
    assert office.join(again, "root").caller.name == "Bia Lima"
    with pytest.raises(HubError, match="ANA is in"):
        office.do(people.rename, office.workspace, office.add("Bia", Role.MEMBER).caller.person, "ANA")


def test_an_invitation_is_good_once_and_not_for_ever(office: Office) -> None:
    code = office.invite(Role.MEMBER, for_name="Bia")
    told = office.do(invitations.offer, code, NOW)
    assert (told.workspace, told.invited_by, told.role, told.for_name) == ("Souza", "Ana", Role.MEMBER, "Bia")
    assert len(office.do(invitations.open_invitations, office.workspace, NOW)) == 1
    bia = office.join(code, " Bia \n Lima\0")
    assert (bia.caller.name, bia.caller.role, bia.caller.may_export) == ("Bia Lima", Role.MEMBER, True)
    assert not office.do(invitations.open_invitations, office.workspace, NOW)
    assert refused(office.do, invitations.offer, code, NOW) == "no_invitation"
    assert refused(office.join, code, "Caio", key=b"c" * 32) == "no_invitation"
    late = office.invite(Role.MEMBER)
    assert refused(office.join, late, "Caio", now=NOW + 7 * DAY) == "no_invitation"
    for strange in ("", "x", "\ud800", office.ana.token):
        assert refused(office.join, strange, "Caio") == "no_invitation"
    assert len(office.do(people.everyone, office.workspace)) == 2


def test_a_pass_that_was_lost_on_the_way_is_given_again(office: Office) -> None:
    code = office.invite(Role.MEMBER)
    lost = office.join(code, "Bia")
    again = office.join(code, "Bia")
    assert again.caller == lost.caller
    assert again.token != lost.token
    assert office.who(lost.token) is None
    assert office.who(again.token) == again.caller
    assert refused(office.join, code, "Bia") == "no_invitation", "it was used"


def test_a_withdrawn_invitation_and_those_of_who_left_are_void(office: Office) -> None:
    bia = office.add("Bia", Role.MANAGER)
    codes = [office.invite(Role.MEMBER, by=bia) for _time in range(3)]
    first = office.do(invitations.open_invitations, office.workspace, NOW)[0]
    office.do(invitations.withdraw, office.workspace, first.id)
    assert refused(office.do, invitations.withdraw, office.workspace, first.id) == "no_invitation"
    assert sum(_is_open(office, code) for code in codes) == 2
    office.change(office.ana, bia, role=Role.MEMBER)
    assert not any(_is_open(office, code) for code in codes)
    office.change(office.ana, bia, role=Role.MANAGER)
    office.do(people.remove_person, office.workspace, None, bia.caller.person, NOW)
    assert not any(_is_open(office, code) for code in codes)


def _is_open(office: Office, code: str) -> bool:
    try:
        return bool(office.do(invitations.offer, code, NOW))
    except HubError:
        return False


def test_a_name_is_one_person(office: Office) -> None:
    office.add("Émile", Role.MEMBER)
    for same in ("Émile", "E\u0301mile", " émile ", "ÉMILE"):
        assert refused(office.join, office.invite(Role.MEMBER), same) == "name_taken"
    for wrong in ("", " ", "\0", "x" * 101):
        assert refused(office.join, office.invite(Role.MEMBER), wrong) == "name"
    for odd in (".*", "../x", "a@b@c", "%", "ana' --"):
        assert office.add(odd, Role.MEMBER).caller.name == odd


@pytest.mark.parametrize(
    ("by", "may"),
    [
        (Role.OWNER, {Role.OWNER, Role.MANAGER, Role.MEMBER, Role.VIEWER}),
        (Role.MANAGER, {Role.MEMBER, Role.VIEWER}),
        (Role.MEMBER, set()),
        (Role.VIEWER, set()),
    ],
)
def test_who_governs_whom(office: Office, by: Role, may: set[Role]) -> None:
    asks = office.add("Asks", by)
    allowed = set()
    for role in Role:
        whom = office.add(role.value, role)
        codes = {
            _code(office.change, asks, whom, may_export=False),
            _code(office.change, asks, whom, is_active=True),
            _code(office.invite, role, by=asks),
            _code(office.change, asks, office.add(f"{role}2", Role.VIEWER), role=role),
        }
        if codes == {""}:
            allowed.add(role)
        assert role in may or "role" in codes
    assert allowed == may


def _code(call: Callable[..., Any], *what: Any, **more: Any) -> str:
    try:
        call(*what, **more)
    except HubError as error:
        return error.code
    return ""


def test_the_last_owner_stays(office: Office) -> None:
    for change in ({"role": Role.MEMBER}, {"is_active": False}):
        assert refused(office.change, office.ana, office.ana, **change) == "last_owner"
    remove = partial(office.do, people.remove_person, office.workspace, None, office.ana.caller.person, NOW)
    assert refused(remove) == "last_owner"
    bia = office.add("Bia", Role.OWNER)
    office.change(office.ana, bia, is_active=False)
    assert refused(remove) == "last_owner", "one that cannot come in is none"
    office.change(office.ana, bia, is_active=True)
    office.change(office.ana, office.ana, role=Role.MEMBER)
    assert office.who(office.ana.token).role is Role.MEMBER


def test_two_owners_cannot_both_put_down_the_other(on_postgres: Engine) -> None:
    workspace, code = in_transaction(on_postgres, lambda c: workspaces.make(c, "Souza", "Ana", None, NOW))
    ana = in_transaction(on_postgres, lambda c: invitations.join(c, code, "", None, "laptop", KEY, NOW))
    office = Office(on_postgres, workspace, code, ana)
    bia = office.add("Bia", Role.OWNER)
    with ThreadPoolExecutor(2) as pool:
        put_down = partial(_code, office.do, people.change_person, workspace, None)
        codes = pool.map(lambda who: put_down(who.caller.person, role=Role.MEMBER), (ana, bia))
        assert sorted(codes) == ["", "last_owner"]


def test_one_code_lets_one_in_however_many_come_at_once(on_postgres: Engine) -> None:
    workspace, _ana = in_transaction(on_postgres, lambda c: workspaces.make(c, "Souza", "Ana", None, NOW))
    _id, code = in_transaction(on_postgres, lambda c: invitations.invite(c, workspace, None, Role.MEMBER, "", 1, NOW))

    def join(number: int) -> str:
        key = number.to_bytes(32)
        return _code(
            in_transaction, on_postgres, lambda c: invitations.join(c, code, f"{number}", None, "laptop", key, NOW)
        )

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(join, range(5))) == ["", *["no_invitation"] * 4]
    assert len(in_transaction(on_postgres, lambda c: people.everyone(c, workspace))) == 2


def test_disabled_people_are_out_until_they_are_let_in_again(office: Office) -> None:
    bia = office.add("Bia", Role.MEMBER, "long-lasting")
    office.change(office.ana, bia, is_active=False)
    assert office.who(bia.token) is None
    assert refused(_sign_in, office, name="Bia") == "sign_in"
    office.change(office.ana, bia, is_active=True)
    assert office.who(bia.token) == bia.caller


def test_who_was_removed_is_out_and_the_name_is_free(office: Office, tmp_path: Any) -> None:
    bia = office.add("Bia", Role.MEMBER, "long-lasting")
    with office.engine.begin() as connection:
        gone = {"log": bia.caller.own_log, "place": 1, "epoch": 1, "id": b"i", "device": b"d", "number": 1, "clock": 1}
        connection.execute(insert(entries), gone | {"body": b""})
    office.do(people.remove_person, office.workspace, office.ana.caller, bia.caller.person, NOW)
    assert office.who(bia.token) is None
    assert refused(_sign_in, office, name="Bia") == "sign_in"
    assert refused(office.do, people.find, office.workspace, bia.caller.person) == "no_person"
    assert office.add("Bia", Role.VIEWER).caller.person != bia.caller.person
    keeping.purge(office.engine, tmp_path, NOW + keeping.GRAVE)
    assert _has_own_log(office, bia)
    keeping.purge(office.engine, tmp_path, NOW + keeping.GRAVE + 1)
    assert not _has_own_log(office, bia)
    assert _has_own_log(office, office.ana)


def _has_own_log(office: Office, whose: Pass) -> bool:
    with office.engine.connect() as connection:
        return connection.execute(select(logs).where(logs.c.log == whose.caller.own_log)).first() is not None


def _sign_in(office: Office, workspace: str = "souza", name: str = "ana", password: str = "long-lasting") -> Pass:
    found = office.do(devices.sign_in, workspace, name, password, "second", b"s" * 32, NOW)
    assert isinstance(found, Pass)
    return found


def test_signing_in(office: Office) -> None:
    assert _sign_in(office).caller.person == office.ana.caller.person
    assert _sign_in(office, workspace=office.workspace.hex(), name=" ANA ").caller.device != office.ana.caller.device
    office.add("Bia", Role.MEMBER)
    wrong = ({"workspace": "x"}, {"workspace": ""}, {"workspace": "00"}, {"name": "x"}, {"name": "Bia"}, {"name": "\0"})
    for change in (*wrong, {"password": ""}, {"password": "long-lastinG"}, {"password": "\ud800"}, {"name": "\ud800"}):
        assert refused(_sign_in, office, **change) == "sign_in", change
    office.do(workspaces.make, "SOUZA", "Ana", "long-lasting", NOW)
    assert refused(_sign_in, office) == "sign_in", "two of this name: it takes the id"


def test_passwords(office: Office) -> None:
    second = _sign_in(office)
    change = partial(office.do, people.set_password, office.who(office.ana.token))
    assert refused(change, "wrong", "long-enough", NOW) == "password"
    assert refused(change, "long-lasting", "short", NOW) == "password"
    change("long-lasting", "long-enough", NOW)
    assert office.who(second.token)
    assert refused(_sign_in, office) == "sign_in"
    change("long-enough", "ΔΟΚΙΜΗ password", NOW, end_others=True)
    assert office.who(second.token) is None
    assert office.who(office.ana.token)
    assert _sign_in(office, password="ΔΟΚΙΜΗ password")
    bia = office.add("Bia", Role.MEMBER)
    office.do(people.set_password, bia.caller, "", "of-bias-own", NOW)
    assert _sign_in(office, name="Bia", password="of-bias-own").caller.person == bia.caller.person


def test_keys_are_added_and_never_replaced(office: Office) -> None:
    shared, mine = office.ana.caller.shared_log, office.ana.caller.device
    put = partial(office.do, devices.put_keys, office.workspace, shared)
    put([SealedKey(mine, 1, b"one"), SealedKey(mine, 2, b"two")])
    put([SealedKey(mine, 1, b"other"), SealedKey(mine, 3, b"three")])
    found = office.do(devices.keys_for, shared, mine)
    assert [key.sealed for key in found] == [b"one", b"two", b"three"]
    assert refused(put, [SealedKey(b"?" * 16, 1, b"one")]) == "keys"


def test_who_has_what_open(office: Office) -> None:
    bia = office.add("Bia", Role.MEMBER)
    office.do(presence.put, bia.caller, [b"r" * 16, b"s" * 16], NOW)
    office.do(presence.put, bia.caller, [b"r" * 16], NOW)
    office.do(presence.put, office.ana.caller, [], NOW)
    here = partial(office.do, presence.here, office.workspace)
    assert here(NOW) == [(bia.caller.person, "Bia", [b"r" * 16])]
    assert here(NOW + presence.LASTS) == []
    office.do(devices.leave, bia.caller, NOW)
    assert here(NOW) == []
    assert refused(office.do, presence.put, office.ana.caller, [b"r"], NOW) == "presence"


def test_no_secret_is_kept(office: Office) -> None:
    code = office.invite(Role.MEMBER)
    with office.engine.connect() as connection:
        kept = repr([connection.execute(table.select()).all() for table in metadata.sorted_tables])
    for secret in (office.code, code, office.ana.token, "long-lasting"):
        assert secret not in kept
    assert "argon2id" in kept

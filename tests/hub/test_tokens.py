"""What devices come in with: one token each, that can be changed and taken away."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from crmdesk.hub import devices, invitations, keeping, tokens, workspaces
from crmdesk.hub.database import in_transaction, reading
from crmdesk.hub.devices import Pass
from crmdesk.hub.errors import HubError
from crmdesk.hub.people import Role, folded, shown
from crmdesk.hub.tables import devices as kept
from crmdesk.hub.tables import doors
from tests.hub.hubs import NOW

KEY = b"k" * 32
Do = Callable[..., Any]


@pytest.fixture
def do(engine: Engine) -> Do:
    return lambda call, *what: in_transaction(engine, lambda c: call(c, *what))


@pytest.fixture
def ana(do: Do) -> Pass:
    _workspace, code = do(workspaces.make, "Souza", "Ana", None, NOW)
    found = do(invitations.join, code, "", None, "laptop\n\0", KEY, NOW)
    assert isinstance(found, Pass)
    return found


def add(do: Do, ana: Pass, name: str, role: Role = Role.MEMBER) -> Pass:
    _id, code = do(invitations.invite, ana.caller.workspace, ana.caller, role, "", 7, NOW)
    found = do(invitations.join, code, name, None, "other", KEY, NOW)
    assert isinstance(found, Pass)
    return found


def who(do: Do, token: str, now: int = NOW) -> Any:
    return do(devices.who, token, now)


def test_a_token_opens_for_its_device(do: Do, ana: Pass) -> None:
    assert len(ana.token) == 43
    assert who(do, ana.token) == ana.caller
    for strange in ("", "x", ana.token[:-1], ana.token + "x", ana.token.swapcase(), "\0", "\ud800", tokens.new_token()):
        assert who(do, strange) is None


def test_a_new_token_ends_the_old_one_when_it_is_used(do: Do, ana: Pass) -> None:
    lost = do(devices.rotate, ana.caller)
    new = do(devices.rotate, ana.caller)
    assert who(do, lost) is None
    assert who(do, ana.token) == ana.caller
    assert who(do, new) == ana.caller
    assert who(do, ana.token) is None
    assert who(do, new) == ana.caller
    assert do(lambda c: c.scalar(select(func.count()).select_from(doors))) == 2, "this and the code"


def test_it_is_noted_when_a_device_was_seen(do: Do, ana: Pass, engine: Engine) -> None:
    def seen() -> int | None:
        return do(devices.devices_of, ana.caller.workspace)[0].seen_at

    assert seen() is None
    for now, noted in ((NOW, NOW), (NOW + 60_000, NOW), (NOW + 3_600_000, NOW + 3_600_000)):
        assert reading(engine, partial(devices.who, token=ana.token, now=now))
        assert seen() == noted


def test_a_revoked_device_is_out_at_once(do: Do, ana: Pass) -> None:
    bia, caio = add(do, ana, "Bia"), add(do, ana, "Caio")
    next_token = do(devices.rotate, bia.caller)
    names = [device.machine for device in do(devices.devices_of, ana.caller.workspace)]
    assert sorted(names) == ["laptop", "other", "other"]
    workspace = ana.caller.workspace
    for caller, device in ((caio.caller, bia.caller.device), (ana.caller, b"?" * 16)):
        with pytest.raises(HubError) as told:
            do(devices.revoke, workspace, caller, device, NOW)
        assert told.value.status == 404
    do(devices.revoke, workspace, ana.caller, bia.caller.device, NOW)
    for token in (bia.token, next_token):
        assert who(do, token) is None
        assert do(devices.is_shut_out, token)
    assert not any(do(devices.is_shut_out, strange) for strange in ("", "x", tokens.new_token()))
    do(devices.revoke, workspace, caio.caller, caio.caller.device, NOW)
    do(devices.leave, ana.caller, NOW)
    assert who(do, ana.token) is who(do, caio.token) is None
    assert do(devices.devices_of, workspace) == []


def test_devices_of_one_person(do: Do, ana: Pass) -> None:
    bia = add(do, ana, "Bia")
    found = do(devices.devices_of, ana.caller.workspace, bia.caller.person)
    assert [device.id for device in found] == [bia.caller.device]


@pytest.mark.parametrize("key", [b"", b"k" * 31, b"k" * 33])
def test_a_key_of_a_device_has_its_length(do: Do, ana: Pass, key: bytes) -> None:
    with pytest.raises(HubError) as told:
        do(devices.admit, ana.caller.workspace, ana.caller.person, "laptop", key, NOW)
    assert told.value.status == 422


def test_what_is_over_for_long_goes(do: Do, ana: Pass, engine: Engine, tmp_path: Any) -> None:
    do(devices.rotate, ana.caller)
    do(devices.leave, ana.caller, NOW)
    keeping.purge(engine, tmp_path, NOW + keeping.GRAVE + 8 * 86_400_000)
    for table in (kept, doors):
        assert do(lambda c, table=table: c.scalar(select(func.count()).select_from(table))) == 0


def test_a_password_is_asked_even_of_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what is really used: whoever measures learns nothing of who is there."""
    monkeypatch.undo()
    right = tokens.hashed("long-lasting")
    assert right.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert tokens.NOBODY.split("$")[:4] == right.split("$")[:4]
    assert tokens.is_password(right, "long-lasting")
    used = []
    for kept_one in (right, None):
        before = time.process_time()
        assert not tokens.is_password(kept_one, "no password here")
        used.append(time.process_time() - before)
    assert used[1] > used[0] / 3


@given(st.text(), st.text())
def test_any_password(password: str, other: str) -> None:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "HASHER", hasher)
        if tokens.SHORTEST <= len(password) <= tokens.LONGEST:
            right = tokens.hashed(password)
            assert tokens.is_password(right, password)
            assert tokens.is_password(right, other) == (other == password)
        else:
            with pytest.raises(HubError):
                tokens.hashed(password)
        assert not tokens.is_password(None, password)


@given(st.text())
def test_names_fold_to_one(name: str) -> None:
    assert shown(name).isprintable()
    assert shown(shown(name)) == shown(name)
    assert folded(name) == folded(shown(name)) == folded(name.strip() + " ")

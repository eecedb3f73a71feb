"""What the hub takes and answers: the real client against it, and whatever no client of ours would send."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from crmdesk.hub import database, tokens
from crmdesk.hub.app import RULES, make_app
from crmdesk.hub.settings import HubSettings
from crmdesk.sync import sealed
from crmdesk.sync.door import HubDoor
from crmdesk.sync.http import HttpHub, RefusedError
from crmdesk.sync.messages import Answer, Change, Standing
from crmdesk.sync.sealed import Plain
from tests.hub import hubs
from tests.hub.asked import BYTES, KEY, PASSWORD, World, error_of

FORMS = [rule for rule in RULES if isinstance(rule.body, type)]
SERVERS_OWN = ("id", "owner", "token", "workspace_id", "person", "made_at", "seen_at", "revoked_at", "is_active", "log")
FILE = b"0123456789" * 1000
NAME = sha256(FILE).hexdigest()


def door(world: World, who: str = "") -> HubDoor:
    return HubDoor("http://127.0.0.1", "", world.token(who), world.client._transport)


# The real client


def test_a_laptop_joins_and_exchanges(world: World) -> None:
    _id, code = door(world, "owner").invite("member", "Bia", 7)
    offer = door(world).offer(code)
    assert (offer.workspace, offer.invited_by, offer.role, offer.sealed) == ("Bell & Souza", "Owner", "member", False)
    admitted = door(world).join(code, "Bia", "", "laptop", KEY)
    bia = HubDoor("http://127.0.0.1", "", admitted.token, world.client._transport)
    assert bia.me() == admitted.me
    assert [each["name"] for each in bia.people()] == [
        "Bia",
        "Disabled",
        "Manager",
        "Member",
        "Owner",
        "Revoked",
        "Viewer",
    ]
    assert [each["machine"] for each in bia.devices()] == ["laptop"]
    hub = HttpHub(bia, admitted.me.shared, Plain(), lambda _entry: None)
    change = Change(b"i" * 16, b"device_b", 1, 1, (), 3, b"r" * 16, {1: "x" * 1000}, (), "Bia", "Edit")
    standing = Standing(b"device_b", hub.hello(Standing(b"device_b", 0, 0, 0, b"")).epoch, 0, 0, b"")
    assert hub.push(standing, [change]).answer is Answer.TAKEN
    page = hub.pull(0, 100)
    assert [placed.change for placed in page.changes] == [change]
    with pytest.raises(RefusedError, match="role"):
        hub.condense(page.epoch, 0, [])


def test_a_token_changes_hands(world: World) -> None:
    member = door(world, "member")
    new = member.new_token()
    member.me()  # the answer could have been lost
    HubDoor("http://127.0.0.1", "", new, world.client._transport).me()
    with pytest.raises(RefusedError) as refused:
        member.me()
    assert refused.value.status == 401


def test_files_come_and_go_in_parts(world: World) -> None:
    log, member = world.log(), door(world, "member")
    assert not member.has_file(log, NAME)
    member.put_part(log, NAME, 1, 2, FILE[6000:])
    assert not member.has_file(log, NAME)
    member.put_part(log, NAME, 0, 2, FILE[:6000])
    assert member.has_file(log, NAME)
    viewer = door(world, "viewer")
    assert viewer.file_part(log, NAME, 5990, 20) == FILE[5990:6010]
    assert viewer.file_part(log, NAME, 0, 1 << 20) == FILE
    whole = world.ask("viewer", "GET", f"/v1/logs/{log}/blobs/{NAME}")
    assert (whole.status_code, whole.content) == (200, FILE)
    assert whole.headers["content-disposition"] == "attachment"
    beyond = world.ask("viewer", "GET", f"/v1/logs/{log}/blobs/{NAME}", headers={"Range": "bytes=10000-"})
    assert error_of(beyond) == (416, "range")
    assert world.ask("member", "PUT", f"/v1/logs/{log}/blobs/{NAME[::-1]}/0?parts=1", FILE, BYTES).status_code == 422


def test_keys_of_a_sealed_workspace_reach_their_device(world: World) -> None:
    log, device = world.log(), world.passes["member"].caller.device.hex()
    door(world, "manager").put_keys(log, 2, {device: b"closed"})
    assert door(world, "member").keys(log) == [b"closed"]
    assert door(world, "viewer").keys(log) == []


# Who is shut out


def test_access_ends_with_the_next_request(world: World) -> None:
    assert error_of(world.ask("revoked", "GET", "/v1/me")) == (401, "revoked")
    assert error_of(world.ask("disabled", "GET", "/v1/me"))[0] == 401
    assert error_of(world.ask("anonymous", "GET", "/v1/me", headers={"Authorization": "Bearer " + "x" * 43})) == (
        401, "token",
    )  # fmt: skip
    device = world.passes["member"].caller.device.hex()
    assert world.ask("member", "GET", "/v1/me").is_success
    door(world, "owner").revoke(device)
    assert error_of(world.ask("member", "GET", "/v1/me")) == (401, "revoked")
    viewer = world.passes["viewer"].caller.person.hex()
    door(world, "manager").change_person(viewer, active=False)
    assert world.ask("viewer", "GET", "/v1/me").status_code == 401


def test_a_new_password_ends_the_others(world: World) -> None:
    said = {"workspace": "bell & souza", "name": "OWNER", "password": PASSWORD, "machine": "x", "public_key": KEY.hex()}
    second = world.ask("anonymous", "POST", "/v1/sign-in", said).json()["token"]
    assert error_of(world.ask("owner", "POST", "/v1/password", {"old": "wrong", "new": "long enough"})) == (
        403,
        "password",
    )
    door(world, "owner").set_password(PASSWORD, "long enough", end_others=True)
    assert world.ask("anonymous", "GET", "/v1/me", headers={"Authorization": f"Bearer {second}"}).status_code == 401
    assert world.ask("owner", "GET", "/v1/me").is_success
    assert error_of(world.ask("anonymous", "POST", "/v1/sign-in", said)) == (401, "sign_in")


def test_names_cannot_be_found_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks, for whomever, one password is checked, and the answer is the same."""
    checked = []

    class Counting(PasswordHasher):
        def verify(self, *what: Any) -> bool:
            checked.append(what)
            return super().verify(*what)

    monkeypatch.setattr(tokens, "HASHER", Counting(time_cost=1, memory_cost=8, parallelism=1))
    answers = set()
    for workspace in ("Bell & Souza", "nowhere", "", world.workspace.hex(), "' OR 1=1 --"):
        for name in ("Owner", "Nobody", ".*", "../x", "a@b@c", "%", "*", "", "Disabled", "\ud800", "a\0b"):
            said = {
                "workspace": workspace,
                "name": name,
                "password": "wrong one",
                "machine": "",
                "public_key": KEY.hex(),
            }
            answers.add(world.ask("anonymous", "POST", "/v1/sign-in", said).content)
    assert len(checked) == 55
    assert len(answers) == 1


# Around it


def test_only_its_own_name_is_answered(world: World) -> None:
    for host in ("evil.example", "", "127.0.0.1.evil.example", "hub.example.org@evil", "[::2]:80", "[", "\\"):
        assert error_of(world.ask("owner", "GET", "/v1/me", headers={"Host": host})) == (400, "host")
    for host in ("hub.example.org", "HUB.example.org:443", "localhost:1", "[::1]:8460"):
        assert world.ask("owner", "GET", "/v1/me", headers={"Host": host}).is_success


@pytest.mark.parametrize(
    "path", ["/", "/v1/me/", "//v1/me", "/v1/ME", "/docs", "/admin", "/join/", "/join/a/b", "/v1/logs"]
)
def test_nothing_else_is_there_and_nobody_is_sent_elsewhere(world: World, path: str) -> None:
    answer = world.client.get(f"http://127.0.0.1{path}", follow_redirects=False)
    assert error_of(answer) == (404, "no_route")


def test_other_methods_are_refused(world: World) -> None:
    for method in ("DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND"):
        assert world.ask("owner", method, "/v1/me").status_code == 405


def test_every_answer_is_safe_to_show(world: World) -> None:
    answers = [world.ask("owner", "GET", path) for path in ("/v1/me", "/nowhere", "/join/x", "/health")]
    for answer in (
        *answers,
        world.ask("anonymous", "GET", "/v1/me"),
        world.ask("owner", "GET", "/", headers={"Host": "x"}),
    ):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "server" not in answer.headers


def test_the_page_of_an_invitation_tells_nothing(world: World) -> None:
    good, bad = (world.ask("anonymous", "GET", f"/join/{code}") for code in (world.invite()[1], "whatever"))
    assert good.content == bad.content
    assert b"CRMDesk" in good.content
    assert b"Souza" not in good.content


def test_metrics_are_for_this_machine_or_by_their_token(world: World) -> None:
    world.ask("owner", "GET", "/v1/me")
    near = world.ask("anonymous", "GET", "/metrics")
    assert b'crmdesk_hub_requests_total{method="GET",route="/v1/me",status="200"} 1.0' in near.content
    assert b'crmdesk_hub_total{what="people"} 6.0' in near.content
    for_another = {"X-Forwarded-For": "127.0.0.1"}
    assert error_of(world.ask("anonymous", "GET", "/metrics", headers=for_another)) == (401, "token")
    far = TestClient(world.app, "http://127.0.0.1", client=("203.0.113.5", 1))
    assert far.get("/metrics").status_code == 401
    assert far.get("/metrics", headers={"Authorization": f"Bearer {'m' * 30}"}).status_code == 200
    assert far.get("/metrics", headers={"Authorization": f"Bearer {world.token('owner')}"}).status_code == 401


def test_a_hub_without_its_database_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    engine = database.open_database("postgresql://nobody@127.0.0.1:1/nothing")
    client = TestClient(make_app(HubSettings("", str(tmp_path)), engine), "http://127.0.0.1")
    answers = [client.get("/health"), client.get("/v1/me", headers={"Authorization": "Bearer x"})]
    assert [error_of(answer) for answer in answers] == [(503, "database")] * 2
    assert answers[0].headers["retry-after"] == "2"


def test_a_fault_of_ours_tells_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("crmdesk.hub.devices.who", lambda *what: 1 // 0)
    answer = world.ask("owner", "GET", "/v1/me")
    assert error_of(answer) == (500, "fault")
    assert b"zero" not in answer.content


def test_answers_are_small_where_that_is_asked_for(world: World) -> None:
    path, standing = f"/v1/logs/{world.log()}", hubs.standing(0, epoch=0)
    world.ask("member", "POST", f"{path}/push", sealed.pack_push(standing, hubs.some(1, 50)))
    plain = world.ask("viewer", "GET", f"{path}/pull?after=0", headers={"Accept-Encoding": "identity"})
    small = world.ask("viewer", "GET", f"{path}/pull?after=0", headers={"Accept-Encoding": "zstd"})
    assert len(sealed.unpack_page(plain.content).entries) == 50
    assert int(small.headers["content-length"]) < len(plain.content) / 2

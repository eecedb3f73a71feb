"""What no client of ours would send: nothing of it is taken, and nothing breaks."""

import json
from dataclasses import fields
from hashlib import sha256
from typing import Any, get_type_hints

import pytest

from crmdesk.hub.app import RULES
from crmdesk.hub.routes_bodies import MOST_PACKED
from crmdesk.sync import packing, sealed
from tests.hub import hubs
from tests.hub.asked import BYTES, PACKED, World, error_of

FORMS = [rule for rule in RULES if isinstance(rule.body, type)]
SERVERS_OWN = ("id", "owner", "token", "workspace_id", "person", "made_at", "seen_at", "revoked_at", "is_active", "log")
FILE = b"0123456789" * 1000
NAME = sha256(FILE).hexdigest()


@pytest.mark.parametrize("rule", FORMS, ids=lambda rule: rule.path)
def test_forms_take_their_own_fields_alone(world: World, rule: Any) -> None:
    """Also with the rest of it right."""
    path = rule.path.replace("{person}", world.passes["viewer"].caller.person.hex()).replace("{log}", world.log())
    right = {each.name: _right(get_type_hints(rule.body)[each.name]) for each in fields(rule.body)}
    world.ask("owner", "GET", "/v1/me")
    before = world.dump()
    for name in SERVERS_OWN:
        assert error_of(world.ask("owner", rule.method, path, {**right, name: "x"})) == (422, "field"), name
    for name, good in right.items():
        for value in (None, {}, [[]], 1.5, -1, "" if isinstance(good, bool) else True, "x" * 5000):
            answer = world.ask("owner", rule.method, path, {**right, name: value})
            assert error_of(answer) == (422, "field"), (name, value)
    for whole in ([], "x", 1, b"null", b'"{}"'):
        assert world.ask("owner", rule.method, path, whole, "application/json").status_code == 422
    assert world.dump() == before


def _right(kind: Any) -> Any:
    """Of the kind, and good for nothing."""
    if kind is bytes:
        return "00"
    if "list" in str(kind):
        return []
    if kind is bool or bool in getattr(kind, "__args__", ()):
        return False
    if kind is int:
        return 0
    return "viewer" if "Role" in str(kind) else "x"


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        (b"[", {"Content-Type": PACKED}, (400, "message")),
        (b"\x91" * 3000, {"Content-Type": PACKED}, (400, "message")),
        (packing.packed(bytes(9 << 20)), {"Content-Encoding": "zstd"}, (413, "too_long")),
        (b"(\xb5/\xfd broken", {"Content-Encoding": "zstd"}, (400, "message")),
        (b"x", {"Content-Encoding": "gzip"}, (415, "content_encoding")),
        (b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}, (415, "content_type")),
        (b"a=b", {"Content-Type": "multipart/form-data; boundary=x"}, (415, "content_type")),
        (bytes(MOST_PACKED + 1), {"Content-Type": PACKED}, (413, "too_long")),
    ],
    ids=["cut", "nested", "bomb", "damaged", "gzip", "form", "multipart", "long"],
)  # fmt: skip
def test_bodies_have_limits(
    world: World, body: bytes, headers: dict[str, str], expected: tuple[int, str]
) -> None:  # fmt: skip
    path = f"/v1/logs/{world.log()}/push"
    assert error_of(world.ask("member", "POST", path, body, headers=headers)) == expected
    assert error_of(world.ask("anonymous", "POST", path, body, headers=headers)) == (401, "token")
    assert error_of(world.ask("viewer", "POST", path, body, headers=headers)) == (403, "role")
    assert error_of(world.ask("stranger", "POST", path, body, headers=headers)) == (404, "no_log")


def test_json_has_limits(world: World) -> None:
    for body, status in ((b"[" * 100_000, 400), (b"{" * 9, 400), (b'{"code":' + b"9" * 5000 + b"}", 400),
                         (b'{"code": "' + b"x" * 300_000 + b'"}', 413), (b'{"code": "\\ud800"}', 404)):  # fmt: skip
        answer = world.ask("anonymous", "POST", "/v1/offer", body, "application/json")
        assert answer.status_code == status, (body[:20], answer.text)
    many = json.dumps({f"f{number}": 1 for number in range(10_000)}).encode()
    assert error_of(world.ask("anonymous", "POST", "/v1/offer", many, "application/json")) == (422, "field")


@pytest.mark.parametrize(
    "name",
    ["..", "%2e%2e", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%5c..%5cwin", "CON", "a.", "%00", NAME.upper(), NAME[:-1],
     NAME + "0", "%E2%80%AE" + NAME[:60], "x" * 300, "~", ".ssh", NAME[:-1] + "%0a", "e%CC%81", "%C3%A9"],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(world: World, name: str) -> None:
    path = f"/v1/logs/{world.log()}/blobs/{name}"
    assert 400 <= world.ask("owner", "GET", path).status_code < 500
    assert 400 <= world.ask("owner", "PUT", f"{path}/0?parts=1", FILE, BYTES).status_code < 500
    assert not list(world.files.rglob("*"))


@pytest.mark.parametrize("part", ["-1", "1", "x", "1e3", "99999999999", "%2e%2e"])
def test_no_part_is_made_up(world: World, part: str) -> None:
    answer = world.ask("owner", "PUT", f"/v1/logs/{world.log()}/blobs/{NAME}/{part}?parts=1", FILE, BYTES)
    assert answer.status_code in (404, 422)
    assert not list(world.files.rglob("*"))


@pytest.mark.parametrize("query", ["", "after=", "after=-1", "after=x", "after=1e9", "after=9" * 4, "after=0&limit=-1",
                                   "after=" + "9" * 40, "after=٣", "after=0;drop"])  # fmt: skip
def test_numbers_are_numbers(world: World, query: str) -> None:
    answer = world.ask("owner", "GET", f"/v1/logs/{world.log()}/pull?{query}")
    assert error_of(answer) == (422, "number")


def test_ids_are_compared_exactly(world: World) -> None:
    for person in (".*", "*", "%", "' OR 1=1 --", world.passes["viewer"].caller.person.hex()[:-1], "0" * 32, "g" * 32):
        assert world.ask("owner", "PATCH", f"/v1/people/{person}", {"role": "member"}).status_code == 404
    for log in ("*", "0" * 32, world.log()[:-2], world.log() + "00"):
        assert error_of(world.ask("owner", "GET", f"/v1/logs/{log}/pull?after=0")) == (404, "no_log")


def test_relayed_and_pushed_nonsense_is_refused(world: World) -> None:
    path, before = f"/v1/logs/{world.log()}/push", None
    world.ask("member", "GET", "/v1/me")
    before = world.dump()
    good = sealed.pack_push(hubs.standing(0), hubs.some(1, 3))
    for cut in range(0, len(good), 7):
        assert world.ask("member", "POST", path, good[:cut], PACKED).status_code == 400
    gap = sealed.pack_push(hubs.standing(0), [hubs.entry(2)])
    assert world.ask("member", "POST", path, gap).status_code in (400, 422)
    assert world.dump() == before

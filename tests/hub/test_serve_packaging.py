"""What is told to whoever runs a hub is true: commands and options are there, limits are those of the code."""

import json
import re
import shlex
from pathlib import Path

import pytest

from crmdesk import __main__ as program
from crmdesk.hub import blobs, commands, invitations, limits, log, routes_base, routes_bodies, serve
from crmdesk.hub.settings import PORT
from crmdesk.sync.sealed import MOST_BYTES

FOLDER = Path(__file__).parents[2] / "packaging" / "hub"
PAGE = (FOLDER / "hub.md").read_text("utf-8")


def _text(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def _commands() -> list[str]:
    """Each from its `crmdesk` on."""
    service = re.findall(r"^ExecStart=\S*/(crmdesk .*)$", _text("crmdesk-hub.service"), re.MULTILINE)
    lists = re.findall(
        r"^\s*(?:CMD|command:) (\[\"serve.*\])$", _text("compose.yaml") + _text("Containerfile"), re.MULTILINE
    )
    told = [part for line in re.findall(r"^ {4}.*$|^#.*$", PAGE + _text("compose.yaml"), re.MULTILINE)
            for part in re.split(r"&&|  +#|: or:|   +|or: ", line)]  # fmt: skip
    page = [found[0].rstrip(" #") for part in told if (found := re.search(r"\bcrmdesk (?:hub|join) .*", part))]
    return [*service, *("crmdesk hub " + shlex.join(json.loads(each)) for each in lists), *page]


def test_every_kind_of_command_is_found() -> None:
    found = _commands()
    assert len(found) > 15
    assert {each.split()[2] for each in found if each.split()[1] == "hub"} == {
        "serve", "init", "users", "invite", "check", "backup", "restored",
    }  # fmt: skip


@pytest.mark.parametrize("text", _commands())
def test_commands_are_taken(text: str) -> None:
    words = shlex.split(text)[1:]
    program._parser().parse_args(words)


def test_variables_are_read() -> None:
    ours = {commands.DATABASE, commands.URL, commands.METRICS_TOKEN}
    ours |= {"CRMDESK_CONFIG", "CRMDESK_STATE", "CRMDESK_HOME"}
    for path in FOLDER.iterdir():
        if path.is_file():
            assert set(re.findall(r"CRMDESK_[A-Z_]+", path.read_text("utf-8"))) <= ours, path


def test_the_port_is_the_same_everywhere() -> None:
    for name in ("Containerfile", "compose.yaml", "Caddyfile", "crmdesk-hub.service"):
        assert str(PORT) in _text(name)


def test_limits_are_as_told() -> None:
    told = re.sub(r"\s+", " ", PAGE)
    secrets, callers, addresses = limits.SECRETS, limits.CALLERS, limits.ADDRESSES
    mega = 1 << 20
    for sentence in (
        f"{routes_bodies.MOST_PACKED // mega} MB as it travels, {MOST_BYTES // mega} MB unpacked",
        f"one entry {log.LONGEST // mega} MB; {log.MOST_ENTRIES:,} entries or {log.MOST_BYTES // mega} MB a page",
        f"{blobs.MOST_PARTS:,} parts of {blobs.PART // mega} MB",
        f"{secrets.burst} at once, then one in {secrets.each:.0f} seconds",
        f"{callers.burst} at once, then {1 / callers.each:.0f} a second",
        f"{addresses.burst:,} at once, then {1 / addresses.each:.0f} a second",
        f"{serve.HEADERS_WITHIN:.0f} seconds for headers of at most {serve.MOST_HEADERS >> 10} KB",
        f"{routes_bodies.PATIENCE:.0f} for a body",
        f"{serve.MOST_CONNECTIONS:,} a process",
        f"1 to {invitations.MOST_DAYS} days",
        f"up to {routes_base.THREADS} connections",
    ):
        assert sentence in told


def test_the_unit_shuts_the_hub_in() -> None:
    unit = _text("crmdesk-hub.service")
    for line in (
        "DynamicUser=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "NoNewPrivileges=yes",
        "StateDirectory=",
    ):
        assert line in unit
    folder = re.search(r"--data (\S+)", unit)
    assert folder
    assert folder[1] == "/var/lib/" + unit.split("StateDirectory=")[1].split()[0]


def test_no_secret_stands_in_a_file() -> None:
    compose = _text("compose.yaml")
    for line in compose.splitlines():
        if "PASSWORD" in line.split("#")[0] or "TOKEN" in line.split("#")[0]:
            assert "${" in line

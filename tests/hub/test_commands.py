"""The commands of whoever runs a hub, and the drill: a backup is put in place, and nothing is missing afterwards."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crmdesk import __main__ as program
from crmdesk.hub import database, workspaces
from crmdesk.hub.commands_serve import _place
from crmdesk.sync import links
from tests.hub import hubs
from tests.hub.postgres import Postgres

Hub = Callable[..., Any]


@pytest.fixture
def hub(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Hub:
    """`crmdesk hub … --json` on a folder; gives what was printed, or what was wrong."""

    def run(*words: str, fails: bool = False) -> Any:
        code = program.main(["hub", *words, "--data", str(tmp_path / "hub"), "--json"])
        said = capsys.readouterr()
        assert bool(code) is fails, said.err
        return said.err.strip() if fails else json.loads(said.out)

    return run


def test_a_hub_is_made_and_looked_after(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    link = hub("init", "--workspace", "Bell & Souza", "--owner", "Ana", "--url", "https://hub.example.org/")["link"]
    assert links.parse(link).hub == "https://hub.example.org"
    assert hub("users", "list")["people"][0].items() >= {"name": "Ana", "role": "owner", "active": True}.items()
    assert links.parse(hub("users", "add", "Bia", "--role", "viewer")["link"]).code
    hub("users", "role", "bia", "manager")
    hub("users", "disable", "Bia")
    assert [(each["role"], each["active"]) for each in hub("users", "list")["people"]][1] == ("manager", False)
    hub("users", "enable", "Bia")
    monkeypatch.setattr(sys, "stdin", io.StringIO("a good password\n"))
    hub("users", "password", "Bia")
    assert "at least" in _with_input(hub, monkeypatch, "short\n", "users", "password", "Bia")
    hub("users", "remove", "Bia")
    assert len(hub("users", "list")["people"]) == 1
    assert "owner" in hub("users", "remove", "Ana", fails=True)
    assert "not in this workspace" in hub("users", "role", "Nobody", "member", fails=True)
    assert hub("users", "devices") == {"devices": []}
    assert "no such device" in hub("users", "revoke", "00" * 16, fails=True)
    assert links.parse(hub("invite", "--role", "member", "--for", "Carla", "--days", "3")["link"])
    assert "60 days" in hub("invite", "--days", "900", fails=True)
    assert hub("check") == {"problems": []}
    assert hub("purge") == {"entries": 0}


def _with_input(hub: Hub, monkeypatch: pytest.MonkeyPatch, text: str, *words: str) -> str:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    return str(hub(*words, fails=True))


def test_several_workspaces_have_to_be_named(hub: Hub) -> None:
    for name in ("One", "Two"):
        hub("init", "--workspace", name, "--owner", "Ana")
    assert "One" in hub("users", "list", fails=True)
    assert len(hub("users", "list", "--workspace", "two")["people"]) == 1


def test_a_sealed_workspace_gets_a_key_that_the_hub_does_not_have(hub: Hub, tmp_path: Path) -> None:
    link = hub("init", "--workspace", "Sealed", "--owner", "Ana", "--sealed")["link"]
    key = links.parse(link).key
    assert len(key) > 20
    assert not any(key.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_what_is_missing_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words, text in (
        (["users", "list"], "--data"),
        (["users", "list", "--data", str(tmp_path / "nowhere")], "no hub"),
        (["check", "--database", "mysql://x/y"], "PostgreSQL or SQLite"),
        (["check", "--database", "postgresql://x@127.0.0.1:1/y"], "does not answer"),
        (["serve", "--data", str(tmp_path), "--tls-cert", "x"], "--tls-key"),
        (["serve", "--data", str(tmp_path), "--workers", "0"], "process"),
    ):
        assert program.main(["hub", *words]) == 1
        said = capsys.readouterr()
        assert text in said.err
        assert "Traceback" not in said.err
    assert not (tmp_path / "nowhere").exists()


def test_on_a_network_it_signs_for_itself_once(tmp_path: Path) -> None:
    def place(*words: str) -> Any:
        args = program._parser().parse_args(["hub", "serve", "--data", str(tmp_path), *words])
        return _place(args)

    first, again = place("--host", "192.0.2.9"), place("--host", "192.0.2.9")
    assert first == again
    assert first.url == "https://192.0.2.9:8460"
    assert len(first.pin) == 64
    assert (tmp_path / "key.pem").stat().st_mode & 0o77 == 0
    assert place().url == "http://127.0.0.1:8460"
    behind = place("--host", "192.0.2.9", "--url", "https://hub.example.org")
    assert (behind.url, behind.pin) == ("https://hub.example.org", "")


def test_the_window_starts_without_the_hub() -> None:
    names = ["starlette", "uvicorn", "psycopg", "segno", "argon2", "cryptography", "prometheus_client"]
    code = f"import sys, crmdesk.__main__ as m; m._parser(); print([name for name in {names} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


# The drill


def test_a_backup_put_in_place_misses_nothing_in_the_end(hub: Hub, tmp_path: Path) -> None:
    """What came after the backup comes again from the laptops; files lie beside and stay."""
    hub("init", "--workspace", "Drill", "--owner", "Ana")
    data = tmp_path / "hub"
    engine = database.open_database(f"sqlite:///{data / 'hub.db'}")
    shared = database.reading(engine, workspaces.find).shared_log
    mine = hubs.Log(engine, shared)
    mine.push(hubs.standing(0, epoch=0), hubs.some(1, 5))
    hub("backup", "--to", str(tmp_path / "backup.db"))
    assert "exists already" in hub("backup", "--to", str(tmp_path / "backup.db"), fails=True)
    mine.push(hubs.standing(5, epoch=0), hubs.some(6, 9))
    engine.dispose()
    for name in ("hub.db", "hub.db-wal", "hub.db-shm"):
        (data / name).unlink(missing_ok=True)
    (tmp_path / "backup.db").rename(data / "hub.db")
    epoch = mine.pull().epoch
    assert hub("restored") == {"logs": 2}
    assert hub("check") == {"problems": []}
    again = hubs.Log(database.open_database(f"sqlite:///{data / 'hub.db'}"), shared)
    assert again.pull().epoch > epoch
    welcome = again.hello(hubs.standing(9, epoch=epoch, read=9))
    assert not welcome.fits  # so the laptop knows, and brings what it had
    again.relay([*again.pull().entries, *hubs.some(6, 9)])
    assert [each.number for each in again.pull().entries] == list(range(1, 10))
    again.engine.dispose()


def test_commands_work_on_postgresql(
    postgres: Postgres, on_postgres: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--database", postgres.url, "--json"]
    assert program.main(["hub", "init", "--workspace", "Souza", "--owner", "Ana", *where]) == 0
    assert program.main(["hub", "users", "add", "Bia", *where]) == 0
    assert program.main(["hub", "check", "--data", str(tmp_path), *where]) == 0
    assert program.main(["hub", "restored", *where]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"logs": 3}
    assert program.main(["hub", "backup", "--to", str(tmp_path / "x"), *where]) == 1
    assert "pg_dump" in capsys.readouterr().err

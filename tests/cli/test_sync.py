"""sync, join and leave, as a script uses them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crmdesk.__main__ import main
from tests.services.colleagues import Team, cheap_passwords, open_team, sealed_team

__all__ = ["cheap_passwords", "open_team", "sealed_team"]
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Maria Bell\nN:Bell;Maria;;;\nEND:VCARD\n"
Run = Callable[..., Any]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: object, code: int = 0) -> Any:
        assert main([*map(str, words), "--json"]) == code
        told = capsys.readouterr()
        return told.err if code else json.loads(told.out)

    return run


@pytest.fixture
def card(tmp_path: Path) -> Path:
    path = tmp_path / "maria.vcf"
    path.write_text(CARD)
    return path


def owner_link(team: Team) -> str:
    return f"{team.hub.address}/join/{team.hub.code}{team.hub.key}"


def test_two_files_get_in_step(open_team: Team, run: Run, card: Path, desk: Path, tmp_path: Path) -> None:
    from crmdesk.services import sync_people

    run("import", card, "--file", desk)
    joined = run("join", owner_link(open_team), "--file", desk, "--name", "Ana")
    assert joined["sent"] > 0
    assert joined.items() >= {"workspace": "Bell & Souza", "person": "Ana", "role": "owner", "path": str(desk)}.items()
    assert run("sync", "--once", "--file", desk) == {"sent": 0, "received": 0, "conflicts": 0, "refused": 0}
    link = invited(desk, sync_people.invite)
    other = tmp_path / "Rui.crmdesk"
    assert run("join", link, "--file", other, "--name", "Rui", "--no-encryption")["received"] > 0
    assert [row["name"] for row in run("find", "bell", "--file", other)] == ["Maria Bell"]
    assert run("sync", "--once", "--file", desk)["received"] == 1
    assert "belongs to" in run("join", invited(desk, sync_people.invite), "--file", other, code=1)
    assert run("leave", "--file", other) == {"workspace": "Bell & Souza", "hub_knows": True}
    assert "not shared" in run("sync", "--once", "--file", other, code=1)
    assert run("find", "bell", "--file", other)


def test_what_colleagues_deleted_is_answered_on_the_way(open_team: Team, run: Run, tmp_path: Path) -> None:
    from crmdesk.services import sync_people

    ana = open_team.owner()
    keys = ana.add_all([{"given_name": f"No{number}", "family_name": "Bell"} for number in range(60)])
    ana.sync()
    files = [tmp_path / f"{name}.crmdesk" for name in ("Rui", "Eva")]
    for path in files:
        run("join", sync_people.invite(ana.account, "member"), "--file", path, "--name", path.stem, "--no-encryption")
    ana.delete(keys)
    ana.sync()
    for path in files:
        run("sync", "--once", "--deleted", "keep", "--file", path, code=1)  # not asked yet
    assert run("sync", "--once", "--deleted", "take", "--file", files[1])["received"] == 60
    assert run("find", "bell", "--file", files[1]) == []
    assert run("sync", "--once", "--deleted", "keep", "--file", files[0])["sent"] >= 60
    assert len(run("find", "bell", "--limit", 99, "--file", files[0])) == 60
    ana.sync()
    assert ana.contacts() == 60


def invited(path: Path, invite: Callable[..., str]) -> str:
    from contextlib import closing

    from crmdesk.services import sync_account
    from tests.store.template import reopened

    with closing(reopened(path)) as store:
        return invite(sync_account.required(store), "member")


def test_what_is_no_invitation_makes_no_file(open_team: Team, run: Run, tmp_path: Path) -> None:
    new = tmp_path / "New.crmdesk"
    assert "no invitation" in run("join", "hello", "--file", new, "--no-encryption", code=1)
    used = owner_link(open_team)[:-3] + "abc"
    assert "invitation" in run("join", used, "--file", new, "--no-encryption", code=1)
    assert not list(tmp_path.glob("New*"))
    open_team.hub.fails = lambda path: path.endswith("/join")
    assert "not reached" in run("join", owner_link(open_team), "--file", new, "--no-encryption", code=1)
    assert not list(tmp_path.glob("New*"))


def test_a_hub_that_is_gone_after_joining(
    open_team: Team, run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    open_team.hub.loses_answer_of = "hello"
    assert main(["join", owner_link(open_team), "--file", str(desk), "--json"]) == 1
    told = capsys.readouterr()
    assert "not reached" in told.err
    assert json.loads(told.out)["workspace"] == "Bell & Souza"
    assert run("sync", "--once", "--file", desk)["sent"] == 1
    open_team.hub.is_gone = True
    assert "not reached" in run("sync", "--once", "--file", desk, code=1)
    assert run("leave", "--file", desk)["hub_knows"] is False


def test_a_new_file_of_a_sealed_workspace_tells_both_codes(
    sealed_team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CRMDESK_HOME", str(tmp_path))
    monkeypatch.setattr("sys.stdin", lines("correct horse\n"))
    assert main(["join", owner_link(sealed_team), "--passphrase-stdin"]) == 0
    told = capsys.readouterr().out
    assert (tmp_path / "Bell & Souza.crmdesk").exists()
    assert told.count("Recovery code") == 2
    monkeypatch.setattr("sys.stdin", lines("correct horse\n"))
    assert main(["sync", "--once", "--passphrase-stdin"]) == 0
    assert "0 sent, 0 received" in capsys.readouterr().out


def lines(text: str) -> Any:
    import io

    return io.StringIO(text)


def test_staying_ends_where_only_the_user_can_go_on(
    open_team: Team, desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from crmdesk.services import sync_staying

    assert main(["join", owner_link(open_team), "--file", str(desk)]) == 0
    capsys.readouterr()
    pauses: list[float] = []

    def wait(_ears: object, seconds: float) -> None:
        pauses.append(seconds)
        open_team.hub.refuses = (401, "revoked")

    monkeypatch.setattr(sync_staying._Ears, "wait", wait)
    assert main(["sync", "--file", str(desk)]) == 0
    assert pauses == [300]
    assert capsys.readouterr().err

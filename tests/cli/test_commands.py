"""Every command as a script uses it: one JSON document, exit codes, and plain words on standard error."""

import io
import json
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crmdesk.__main__ import main
from crmdesk.services import files, groups, records
from crmdesk.store.store import Store
from tests.store.template import reopened

NOBODY = "00000000-0000-0000-0000-000000000000"
CARDS = """BEGIN:VCARD
VERSION:3.0
UID:ana
FN:Ana Souza
N:Souza;Ana;;;
TEL;TYPE=cell:+55 11 98765-4321
ADR;TYPE=home:;;Rua 1;Porto;;4000-001;Portugal
END:VCARD
BEGIN:VCARD
VERSION:3.0
END:VCARD
BEGIN:VCARD
VERSION:3.0
UID:rui
FN:Rui Lima
N:Lima;Rui;;;
ORG:Acme
END:VCARD
"""

Run = Callable[..., Any]


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    path = tmp_path / "cards.vcf"
    path.write_text(CARDS, "utf-8")
    return path


@pytest.fixture
def run(desk: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """One command on the file of the test: its JSON, or its complaint."""

    def run(*arguments: object, code: int = 0) -> Any:
        given = [str(argument) for argument in arguments]
        assert main([given[0], "--file", str(desk), "--json", *given[1:]]) == code
        told = capsys.readouterr()
        if code:
            assert told.out == ""
            assert told.err.strip()
            assert "Traceback" not in told.err
            assert "fault" not in told.err
            return told.err
        assert told.err == ""
        return json.loads(told.out)

    return run


@pytest.fixture
def plain(desk: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def plain(command: str, *arguments: object) -> str:
        assert main([command, "--file", str(desk), *map(str, arguments)]) == 0
        return capsys.readouterr().out

    return plain


@pytest.fixture
def ana(run: Run, cards: Path) -> str:
    run("import", cards)
    return str(run("find", "ana")[0]["id"])


def test_import_tells_its_counts(run: Run, cards: Path, tmp_path: Path) -> None:
    rejected = [{"file": "cards.vcf", "line": 9, "reason": "The card is empty."}]
    rejects = tmp_path / "rejects.csv"
    expected = {"read": 3, "added": 2, "updated": 0, "unchanged": 0, "rejected": rejected}
    assert run("import", "--dry-run", cards).items() >= expected.items()
    assert run("find", "ana") == []
    assert run("import", cards, "--rejects", rejects).items() >= expected.items()
    assert "cards.vcf,9" in rejects.read_text("utf-8-sig")
    assert run("import", cards).items() >= {"read": 3, "added": 0, "updated": 0, "unchanged": 2}.items()
    assert "missing.vcf" in run("import", tmp_path / "missing.vcf", code=1)
    assert "folder" in run("import", tmp_path, code=1)


def test_find_in_rank_order(run: Run, ana: str) -> None:
    assert run("find", "souza") == [{"id": ana, "kind": "contact", "name": "Ana Souza", "detail": "+55 11 98765-4321"}]
    assert [(row["kind"], row["name"]) for row in run("find", "acme")] == [("company", "Acme"), ("contact", "Rui Lima")]
    assert len(run("find", "acme", "--limit", 1)) == 1
    assert run("find", "nobody") == []
    assert run("find", '"* AND (') == []
    assert "--limit" in run("find", "x", "--limit", 0, code=1)


def test_show_the_whole_record(run: Run, ana: str, desk: Path) -> None:
    with closing(reopened(desk)) as store:
        records.set_photo(store, ana, "image/png", b"\0\xff")
    page = run("show", ana)
    assert (page["id"], page["name"], page["phones"][0]["e164"]) == (ana, "Ana Souza", "+5511987654321")
    assert page["photo"] == {"media_type": "image/png", "data": "AP8="}
    assert "no such contact" in run("show", NOBODY, code=1)


@pytest.mark.parametrize("name", ["out.vcf", "out.csv", "out.json"])
def test_export_and_import_again(run: Run, ana: str, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert run("export", "--to", path) == {"exported": 3, "path": str(path)}
    assert run("import", path)["unchanged"] == 3
    assert run("export", "--to", path, "--lookup", "souza")["exported"] == 1
    assert run("export", "--to", tmp_path / "other", "--format", "csv")["exported"] == 3
    assert "nobody" in run("export", "--to", path, "--lookup", "nobody", code=1)
    assert "choir" in run("export", "--to", path, "--group", "choir", code=1)
    assert "no" in run("export", "--to", tmp_path / "no" / "x.vcf", code=1)


def test_labels_and_whom_they_leave_out(run: Run, ana: str, desk: Path, tmp_path: Path) -> None:
    path = tmp_path / "labels.pdf"
    with closing(reopened(desk)) as store:
        groups.put_in(store, groups.add(store, "Choir"), [bytes.fromhex(ana.replace("-", ""))])
    done = run("labels", "--sheet", "Avery 5160", "--to", path, "--start", 3)
    assert (done["printed"], done["pages"]) == (1, 1)
    assert [(skip["name"], skip["reason"]) for skip in done["skipped"]] == [("Rui Lima", "no mailing address")]
    assert path.read_bytes().startswith(b"%PDF")
    assert run("labels", "--sheet", "Avery 5160", "--to", path, "--group", "choir")["skipped"] == []
    assert "Avery" in run("labels", "--sheet", "Avery 99160", "--to", path, code=1)
    assert "between 1 and 30" in run("labels", "--sheet", "Avery 5160", "--to", path, "--start", 31, code=1)
    assert "no labels" in run("labels", "--sheet", "Avery 5160", "--to", path, "--lookup", "rui", code=1)


def test_sheets(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sheets", "Avery 5160", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert (first["name"], first["count"]) == ("Avery 5160", 30)
    assert main(["sheets", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) > 1400


def test_undo_redo_and_history(run: Run, ana: str) -> None:
    assert run("undo") == {"undone": "Import cards.vcf"}
    assert run("find", "ana") == []
    assert "nothing to undo" in run("undo", code=1)
    assert run("redo") == {"redone": "Import cards.vcf"}
    assert "nothing to redo" in run("redo", code=1)
    assert [step["text"] for step in run("history")] == ["Import cards.vcf"] * 3
    assert len(run("history", "--limit", "2")) == 2
    assert "at least 1" in run("history", "--limit", "0", code=1)
    assert {entry["kind"] for entry in run("history", ana)} == {"added", "removed"}
    assert run("history", NOBODY) == []


def test_check_backup_and_restore(run: Run, ana: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check") == {"problems": []}
    made = run("backup", "--to", tmp_path / "copy.crmdesk")["backup"]
    assert Path(run("backup")["backup"]).parent.name == "Desk backups"
    again = tmp_path / "again.crmdesk"
    assert main(["restore", made, "--to", str(again), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["path"] == str(again)
    assert main(["restore", made, "--to", str(again)]) == 1
    assert "again.crmdesk" in capsys.readouterr().err
    assert main(["find", "ana", "--file", str(again), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["id"] == ana


def test_check_of_a_file_with_a_problem(run: Run, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from crmdesk.domain.channels import Email

    with closing(reopened(desk)) as store, store.write("Wrong") as session:
        session.add(Email(owner_id=b"x" * 16, value="a@b.example"))
    assert main(["check", "--file", str(desk), "--json"]) == 1
    assert len(json.loads(capsys.readouterr().out)["problems"]) == 1


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (("find", "ana"), "Ana Souza"), (("history",), "Import cards.vcf"), (("undo",), "Undone: Import"),
        (("check",), "sound"),
        (("backup",), "Backed up"), (("find", "nobody"), "Nothing found"),
    ],
)  # fmt: skip
def test_words_for_people(plain: Run, ana: str, command: tuple[str, ...], shown: str) -> None:
    assert shown in plain(*command)


def test_show_for_people(plain: Run, ana: str) -> None:
    lines = plain("show", ana).splitlines()
    assert lines[0] == "Ana Souza"
    assert "  mobile: +55 11 98765-4321" in lines
    assert any("PORTO" in line for line in lines), "abroad, as the post wants it"


def test_the_last_file_is_the_default(run: Run, ana: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "ana", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["id"] == ana


def test_without_any_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CRMDESK_CONFIG", str(tmp_path / "empty"))
    assert main(["find", "ana"]) == 1
    assert "--file" in capsys.readouterr().err


WRONG_FILES = {"missing": None, "empty": b"", "text": b"hello " * 200, "garbage": bytes(range(256)) * 16}


@pytest.mark.parametrize("content", WRONG_FILES.values(), ids=WRONG_FILES)
@pytest.mark.parametrize("command", [("find", "x"), ("check",), ("history",), ("backup",), ("export", "--to", "x.vcf")])
def test_files_that_are_none(
    tmp_path: Path, command: tuple[str, ...], content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "odd.crmdesk"
    if content is not None:
        path.write_bytes(content)
    assert main([*command, "--file", str(path)]) == 1
    told = capsys.readouterr()
    assert "odd.crmdesk" in told.err
    assert "fault" not in told.err
    assert content == (path.read_bytes() if path.exists() else None)


USAGE: list[list[str]] = [
    ["nonsense"], ["find"], ["show", "x"], ["import"], ["export"], ["labels"], ["find", "x", "--limit",
    "many"], ["restore", "x"],
    ["import", "x", "--format", "pdf"], ["export", "--to", "x", "--group", "a", "--lookup",
    "b"], ["new"], ["demo", "--size", "x"],
    ["new", "x", "--no-encryption", "--passphrase-stdin"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_wrong_usage_exits_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "usage: crmdesk" in capsys.readouterr().err


class TestNew:
    def test_without_encryption(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "new.crmdesk"
        assert main(["new", str(path), "--no-encryption", "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {"path": str(path), "recovery_code": None}
        assert files.last_file() == path
        assert main(["new", str(path), "--no-encryption"]) == 1
        assert "new.crmdesk" in capsys.readouterr().err

    def test_with_a_passphrase(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "new.crmdesk"

        def typed(text: str, *arguments: str) -> tuple[int, str, str]:
            monkeypatch.setattr(sys, "stdin", io.StringIO(text))
            code = main([*arguments, "--json"])
            told = capsys.readouterr()
            return code, told.out, told.err

        code, out, _err = typed("correct horse\n", "new", str(path), "--passphrase-stdin")
        assert code == 0
        assert len(json.loads(out)["recovery_code"]) > 20
        assert typed("correct horse\n", "find", "x", "--file", str(path), "--passphrase-stdin")[:2] == (0, "[]\n")
        code, out, err = typed("wrong\n", "find", "x", "--file", str(path), "--passphrase-stdin")
        assert (code, out) == (1, "")
        assert "fault" not in err
        code, out, err = typed("", "find", "x", "--file", str(path))
        assert (code, out) == (1, "")
        assert "passphrase" in err.lower()

    def test_an_empty_passphrase_is_none(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
        assert main(["new", str(tmp_path / "x.crmdesk"), "--passphrase-stdin"]) == 1
        assert list(tmp_path.iterdir()) == []
        assert "empty" in capsys.readouterr().err

    def test_without_a_keyring(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(files, "keyring_usable", lambda: False)
        assert main(["new", str(tmp_path / "x.crmdesk")]) == 1
        assert "--passphrase-stdin" in capsys.readouterr().err
        assert list(tmp_path.iterdir()) == []

    def test_with_sample_data(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "x.crmdesk"
        assert main(["new", str(path), "--no-encryption", "--demo", "30"]) == 0
        with closing(Store.open(path, None)) as store:
            assert store.listing("contact").count() == 30


def test_a_fault_of_ours_is_no_traceback(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from crmdesk.cli import lookup

    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError("sec" + "ret")

    monkeypatch.setattr(lookup.lookup, "find", broken)
    monkeypatch.setenv("CRMDESK_STATE", str(tmp_path))
    assert main(["find", "ana", "--file", str(desk)]) == 1
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert "secret" not in told
    (report,) = tmp_path.glob("fault-*.txt")
    assert report.name in told
    assert "secret" not in report.read_text("utf-8")


def test_an_interruption_leaves_nothing(
    desk: Path, cards: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from crmdesk.services import importing

    def interrupted(*_arguments: object) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "_remember", interrupted)
    assert main(["import", str(cards), "--file", str(desk)]) == 130
    assert "Stopped" in capsys.readouterr().err
    with closing(reopened(desk)) as store:
        assert store.next_undo() is None


@pytest.mark.parametrize("name", ["open", "other.crmdesk", "plain.db"])
@pytest.mark.parametrize("command", ["labels", "export", "import"])
def test_a_file_of_contacts_is_never_written_over(
    run: Run, ana: str, cards: Path, desk: Path, tmp_path: Path, command: str, name: str
) -> None:
    place = desk if name == "open" else tmp_path / name
    if place != desk:
        place.write_bytes(b"SQLite format 3\0 and more" if name == "plain.db" else b"sealed")
    before = place.read_bytes()[:16]
    arguments = {
        "labels": ("labels", "--sheet", "Avery 5160", "--to", place),
        "export": ("export", "--to", place),
        "import": ("import", cards, "--rejects", place),
    }
    run(*arguments[command], code=1)
    assert place.read_bytes()[:16] == before
    assert run("find", "ana")


def test_rejects_that_cannot_be_written_are_told_before_the_import(run: Run, cards: Path, tmp_path: Path) -> None:
    run("import", cards, "--rejects", tmp_path / "missing" / "rejects.csv", code=1)
    assert run("find", "ana") == []


def test_the_country_is_kept_in_the_file(run: Run) -> None:
    assert run("country", "brasil") == {"country": "BR"}
    assert run("country") == {"country": "BR"}
    assert run("undo")["undone"]
    assert "Atlantis" in run("country", "Atlantis", code=1)


def test_the_recovery_code_opens_and_restores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def call(secret: str, *arguments: object) -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO(secret + "\n"))
        return main([*map(str, arguments), "--passphrase-stdin", "--json"])

    path, copy = tmp_path / "mine.crmdesk", tmp_path / "copy.crmdesk"
    assert call("right", "new", path) == 0
    code = json.loads(capsys.readouterr().out)["recovery_code"]
    assert call("right", "backup", "--file", path, "--to", copy) == 0
    assert call(code, "check", "--file", path) == 0
    assert call(code[:-1], "check", "--file", path) == 1
    path.with_name(path.name + "-key").unlink()
    assert call("right", "check", "--file", path) == 1
    assert call(code.lower(), "check", "--file", path) == 0
    assert call(code, "restore", copy, "--to", tmp_path / "restored.crmdesk") == 0


def test_a_passphrase_is_wanted_of_a_closed_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store, _code = files.new(tmp_path / "mine.crmdesk", "passphrase", "right")
    store.close()
    monkeypatch.setattr(sys, "stdin", None)
    for more in ([], ["--passphrase-stdin"]):
        assert main(["check", "--file", str(tmp_path / "mine.crmdesk"), *more]) == 1
        assert "passphrase" in capsys.readouterr().err
    assert main(["new", str(tmp_path / "new.crmdesk"), "--passphrase-stdin"]) == 1

"""attach, save and purge, as a script uses them."""

import json
from pathlib import Path
from typing import Any

import pytest

from crmdesk.__main__ import main


@pytest.fixture
def run(desk: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(command: str, *arguments: object, code: int = 0) -> Any:
        assert main([command, *map(str, arguments), "--json", "--file", str(desk)]) == code
        told = capsys.readouterr()
        return json.loads(told.out) if code == 0 else told.err

    return run


def test_a_file_goes_in_and_comes_out(run: Any, desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ana.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ana Bell\nEND:VCARD\n")
    (tmp_path / "offer.pdf").write_bytes(b"x" * 3_000_000)
    (tmp_path / "note.txt").write_bytes(b"hello")
    run("import", tmp_path / "ana.vcf")
    ana = run("find", "Ana")[0]["id"]
    keys = run("attach", ana, tmp_path / "offer.pdf", tmp_path / "note.txt")["attached"]
    shown = run("show", ana)["attachments"]
    assert [(entry["id"], entry["name"]) for entry in shown] == list(zip(keys, ("offer.pdf", "note.txt"), strict=True))
    assert main(["show", ana, "--file", str(desk)]) == 0
    assert "  offer.pdf (2.9 MB)\n  note.txt (1 KB)" in capsys.readouterr().out
    saved = run("save", keys[1], "--to", tmp_path / "out.txt")["path"]
    assert Path(saved).read_bytes() == b"hello"
    backup = run("backup", "--to", tmp_path / "copy.crmdesk")
    assert backup["missing"] == []
    run("undo")
    assert run("purge") == {"purged": 0}
    assert run("purge", "--days", 0) == {"purged": 1}
    assert run("check") == {"problems": []}


def test_what_a_script_does_wrong(run: Any, tmp_path: Path) -> None:
    nobody = "00000000-0000-0000-0000-000000000000"
    assert "no such contact" in run("attach", nobody, tmp_path, code=1)
    assert "removed meanwhile" in run("save", nobody, "--to", tmp_path, code=1)
    assert "--days" in run("purge", "--days", -1, code=1)

"""mail, as a script uses it: a mailbox is named once, its password stays out of files."""

import io
import json
from pathlib import Path

import pytest

from crmdesk.__main__ import main
from crmdesk.store import keyrings
from tests.services.imap_server import Mailbox, serving

MAIL = b"From: Ana <ana@bell.example>\nTo: me@forno.example\nSubject: Ovens\nMessage-ID: <1@x>\n\nThree.\n"
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Ana Bell\nEMAIL:ana@bell.example\nEND:VCARD\n"


def test_a_mailbox_is_fetched_remembered_and_forgotten(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: object, code: int = 0) -> str:
        assert main([*map(str, words), "--json", "--file", str(desk)]) == code
        told = capsys.readouterr()
        return told.err if code else told.out

    kept: dict[str, str] = {}
    for name, play in (("keep", kept.__setitem__), ("find", kept.get), ("forget", kept.pop)):
        monkeypatch.setattr(keyrings, name, play)
    (tmp_path / "ana.vcf").write_text(CARD)
    run("import", tmp_path / "ana.vcf")
    assert "--server" in run("mail", code=1)
    with serving(Mailbox({4: MAIL}), tmp_path) as (port, _trusted):
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
        monkeypatch.setattr("sys.stdin", io.StringIO("wrong\n"))
        named = ("mail", "--server", "localhost", "--user", "me@forno.example", "--port", port)
        assert "does not let" in run(*named, code=1)
        assert not kept
        monkeypatch.setattr("sys.stdin", io.StringIO("sesame\n"))
        assert json.loads(run(*named)) == {"looked_at": 1, "logged": 1}
        assert json.loads(run("mail", "--check")) == {"new": 0}
    run("mail", "--forget")
    assert not kept
    assert "--server" in run("mail", code=1)

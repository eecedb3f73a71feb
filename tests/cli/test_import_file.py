"""Another file of CRMDesk as a source of `crmdesk import`."""

import io
import json
import sys
from contextlib import closing
from pathlib import Path

import pytest

from crmdesk.__main__ import main
from crmdesk.services import files, records


def test_another_file_comes_in_with_its_passphrase(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.crmdesk"
    made, _code = files.new(other, "passphrase", "correct horse")
    with closing(made) as store:
        records.add(store, "contact", {"given_name": "Greta"})

    def told(typed: str, *paths: Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = main(["import", "--file", str(desk), "--json", "--passphrase-stdin", *map(str, paths)])
        return code, *capsys.readouterr()

    code, out, err = told("not needed\nwrong\n", other)
    assert (code, out) == (1, "")
    assert "passphrase" in err
    code, out, _err = told("not needed\ncorrect horse\n", other)
    assert code == 0
    assert json.loads(out)["added"] == 1
    code, _out, err = told("", desk)
    assert code == 1
    assert "already open" in err

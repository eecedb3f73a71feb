"""The program as it is started: with no screen, no home, an output that knows few letters, a pipe that closes."""

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from crmdesk.services import records
from tests.cli.test_commands import CARDS
from tests.store.samples import ROOT, python
from tests.store.template import reopened


def crmdesk(*arguments: object, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "HOME"}
    inherited = {name: value for name, value in os.environ.items() if name not in hidden}
    environment = {**inherited, "CRMDESK_LANGUAGE": "en", **environment}
    command = [sys.executable, "-m", "crmdesk", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)


def test_without_a_screen_or_a_home(desk: Path, tmp_path: Path) -> None:
    cards = tmp_path / "cards.vcf"
    cards.write_text(CARDS, "utf-8")
    done = crmdesk("import", cards, "--file", desk, "--json", HOME=str(tmp_path / "nowhere"))
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["added"] == 2
    for arguments in (["demo"], [], [str(desk)]):
        without = crmdesk(*arguments, HOME=str(tmp_path))
        assert without.returncode == 3
        assert b"no screen" in without.stderr


def test_output_that_knows_no_letters(desk: Path) -> None:
    with closing(reopened(desk)) as store:
        records.add(store, "contact", {"given_name": "Żółć 山"})
    told = crmdesk("find", "zolc", "--file", desk, "--json", PYTHONIOENCODING="ascii", HOME="/")
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)[0]["name"] == "Żółć 山"
    assert crmdesk("find", "zolc", "--file", desk, PYTHONIOENCODING="ascii", HOME="/").returncode == 0


def test_no_command_starts_qt(desk: Path) -> None:
    code = (
        "import sys; from crmdesk.__main__ import main\n"
        "for command in (['find', 'x'], ['check'], ['history'], ['sheets', '5160']):\n"
        "    main([*command, *(['--file', sys.argv[1]] if command[0] != 'sheets' else [])])\n"
        "assert not [name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))]"
    )
    done = python(code, desk)
    assert done.returncode == 0, done.stderr


def test_a_pipe_that_closes_early(desk: Path) -> None:
    command = f"{sys.executable} -m crmdesk sheets --json | head -c 10"
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, env=os.environ, capture_output=True, check=False)
    assert (len(done.stdout), done.stderr) == (10, b"")

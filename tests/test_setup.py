"""What machine, libraries and build must give before anything else can be right."""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from pytestqt.qtbot import QtBot

from crmdesk import paths

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "packaging"))
import ground  # noqa: E402


def needed_to_run() -> set[str]:
    """The names of all libraries that an installed CRMDesk pulls in on this machine."""
    found: set[str] = set()
    waiting = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    while waiting:
        asked = Requirement(waiting.pop())
        name = re.sub(r"[-_.]+", "-", asked.name).lower()
        if name in found or (asked.marker and not asked.marker.evaluate({"extra": ""})):
            continue
        found.add(name)
        try:
            waiting += requires(name) or []
        except PackageNotFoundError:
            pytest.fail(f"{name} is declared but not installed")
    return found


class TestLibraries:
    @pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
    def test_qt_keeps_its_references_to_none(self, qtbot: QtBot) -> None:
        """PySide6 6.12.0 drops one at each call that returns None, and the process dies of it."""
        from PySide6.QtWidgets import QLabel

        label = QLabel()
        qtbot.addWidget(label)
        before = sys.getrefcount(None)
        for _ in range(500):
            label.setText("x")
        assert sys.getrefcount(None) > before - 100

    def test_the_bundled_sqlite_has_what_the_store_needs(self) -> None:
        from sqlcipher3 import dbapi2

        assert dbapi2.sqlite_version_info >= (3, 51, 3)
        connection = dbapi2.connect(":memory:")
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(word)")
        assert connection.execute("PRAGMA cipher_version").fetchone()
        connection.close()

    def test_all_are_pinned(self) -> None:
        text = (ROOT / "packaging" / "constraints.txt").read_text("utf-8")
        pinned = {line.split("==")[0] for line in text.splitlines() if "==" in line}
        assert needed_to_run() - {"pip"} <= pinned
        assert "://" not in text

    def test_the_licence_of_each_is_named(self) -> None:
        table = (ROOT / "packaging" / "licences.md").read_text("utf-8").lower().replace(".", "-").replace("_", "-")
        named = {name.strip() for line in table.splitlines() if "|" in line for name in line.split("|")[1].split(",")}
        assert needed_to_run() <= named

    def test_the_tests_leave_the_users_folders_alone(self) -> None:
        for folder in (paths.config(), paths.documents(), paths.state()):
            assert folder.is_relative_to(tempfile.gettempdir())
        assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


class TestWheel:
    def test_it_carries_all_that_the_program_reads(self, tmp_path: Path) -> None:
        build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
        subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
        (wheel,) = tmp_path.glob("*.whl")
        zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
        shipped = {"_migrations": paths.migrations(), "_resources": paths.resources()}
        for name, source in shipped.items():
            inside = tmp_path / "installed" / "crmdesk" / name
            for file in source.rglob("*"):
                if file.is_file() and "__pycache__" not in file.parts:
                    assert (inside / file.relative_to(source)).read_bytes() == file.read_bytes()
        told = subprocess.run(
            [
                sys.executable,
                "-c",
                "from crmdesk import paths; print(paths.migrations(), paths.resources(), sep='\\n')",
            ],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split("\n")[:2]
        assert told == [str(tmp_path / "installed" / "crmdesk" / name) for name in shipped]


class TestGround:
    """The set-up of a bare machine (the whole of it is proven on one)."""

    def test_an_unfit_python_is_told_which_would_do(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "version_info", (3, 10, 1))
        with pytest.raises(SystemExit, match=r"needs Python 3\.11, 3\.12 or 3\.13"):
            ground.prepare()

    def test_a_second_call_does_nothing(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(ground, "VENV", tmp_path)
        monkeypatch.setattr(ground, "PYTHON", tmp_path)
        (tmp_path / "crmdesk-ready-dev").write_text(ground._fingerprint())
        monkeypatch.setattr(subprocess, "run", None)
        assert ground.prepare("dev") == tmp_path
        with pytest.raises(TypeError):
            ground.prepare()

    def test_without_root_it_names_what_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ground, "_loads", lambda library: library != "libEGL.so.1")
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
        with pytest.raises(SystemExit, match=r"sudo apt-get install .*libegl1"):
            ground._install_system_packages()
        monkeypatch.setattr("shutil.which", lambda name: None)
        with pytest.raises(SystemExit, match=r"libraries libEGL\.so\.1"):
            ground._install_system_packages()

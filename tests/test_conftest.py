"""The nets under every test hold: noise of any kind fails it."""

import subprocess
import sys
from pathlib import Path

NOISY = """
import logging, os, threading, time, warnings
from PySide6.QtCore import qWarning
import pytest

def test_logs():
    logging.getLogger("x").warning("w")

def test_looks_at_its_log(caplog):
    logging.getLogger("x").warning("w")
    assert caplog.messages == ["w"]

def test_warns():
    warnings.warn("w")

def test_leaves_a_thread():
    threading.Thread(target=time.sleep, args=(3,), daemon=True).start()

def test_dies_in_a_thread():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()

def test_qt_complains(qtbot):
    qWarning("w")

def test_leaves_a_file_open():
    open(os.devnull)

@pytest.mark.needs_size(2)
def test_is_long():
    pass
"""


def test_noise_fails(tmp_path: Path) -> None:
    here = Path(__file__).parent
    (tmp_path / "conftest.py").write_text((here / "conftest.py").read_text("utf-8"), "utf-8")
    (tmp_path / "test_noisy.py").write_text(NOISY)
    options = ["--assert=plain", "-p", "no:cacheprovider", "-c", str(here.parent / "pyproject.toml"), "--rootdir", "."]
    told = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "test_noisy.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    for name, trace in {
        "logs": "logged: WARNING x: w",
        "warns": "UserWarning: w",
        "leaves_a_thread": "threads left over",
        "dies_in_a_thread": "ZeroDivisionError",
        "qt_complains": "QtWarningMsg",
        "leaves_a_file_open": "ResourceWarning",
    }.items():
        assert f"test_noisy.py::test_{name}" in told
        assert trace in told
    assert "4 failed, 3 passed, 1 skipped, 2 errors" in told, told

"""A window on a fresh copy of the sample file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crmdesk import paths
from crmdesk.widgets import messages
from tests.ui.desks import Seat, sample, seat_at
from tests.ui.printers import Printers


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "HOME", "STATE"):
        monkeypatch.setenv(f"CRMDESK_{name}", str(tmp_path / name.lower()))
    assert str(paths.config()).startswith(str(tmp_path))


@pytest.fixture(autouse=True)
def patient_toasts(monkeypatch: pytest.MonkeyPatch) -> None:
    """They stay until they were read, however slow the reader is."""
    for name in ("_SECONDS", "_SECONDS_WITH_ACTION"):
        monkeypatch.setattr(messages, name, 3600)


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    """Before a window that has the sample file open."""
    with seat_at(qtbot, qapp, sample(tmp_path)) as made:
        yield made


@pytest.fixture
def empty_seat(qtbot: QtBot, qapp: QApplication) -> Iterator[Seat]:
    """Before the welcome: no file yet."""
    with seat_at(qtbot, qapp) as made:
        made.window.show_welcome()
        yield made


@pytest.fixture
def printers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Printers:
    """What is printed goes to files, and nobody is asked."""
    return Printers(tmp_path, monkeypatch)

"""The desktop's own service is told in the form it asks for, and a press comes back; without one, nobody is told."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtDBus import QDBusConnection
from pytestqt.qtbot import QtBot

from crmdesk.ui.desktop_notice import Desktop

SERVICE = Path(__file__).with_name("notice_service.py")


@contextmanager
def running(*command: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    with process:
        yield process
        process.kill()


def line_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


@pytest.fixture
def bus(qtbot: QtBot) -> Iterator[str]:
    if not shutil.which("dbus-daemon"):
        pytest.skip("there is no dbus-daemon on this computer")
    with running("dbus-daemon", "--session", "--print-address", "--nofork") as daemon:
        yield line_of(daemon)


def test_the_desktop_shows_it_and_tells_of_a_press(bus: str, qtbot: QtBot) -> None:
    presses: list[str] = []
    with running(sys.executable, str(SERVICE), bus) as service:
        assert line_of(service) == "True"
        desktop = Desktop(QDBusConnection.connectToBus(bus, "told"))
        assert desktop.tell("Ring Ayşe", "in 10 minutes · <Okafor>", lambda: presses.append("pressed"))
        assert line_of(service) == "True|Ring Ayşe|in 10 minutes · &lt;Okafor&gt;"
        qtbot.waitUntil(lambda: presses == ["pressed"])
    QDBusConnection.disconnectFromBus("told")


def test_without_such_a_service_nobody_is_told(bus: str) -> None:
    alone = Desktop(QDBusConnection.connectToBus(bus, "alone"))
    assert not alone.tell("Ring", "now", lambda: None)
    QDBusConnection.disconnectFromBus("alone")
    assert not Desktop(QDBusConnection("nowhere")).tell("Ring", "now", lambda: None)

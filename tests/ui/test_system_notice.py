"""The desktop's own service is told in the form it asks for; where there is none, that is no error."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from crmdesk.ui import system_notice

SERVICE = Path(__file__).with_name("notice_service.py")


@contextmanager
def running(*command: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    with process:
        yield process
        process.kill()


def line_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


@pytest.fixture
def bus(qapp: QCoreApplication) -> Iterator[str]:
    if not shutil.which("dbus-daemon"):
        pytest.skip("there is no dbus-daemon on this computer")
    with running("dbus-daemon", "--session", "--print-address", "--nofork") as daemon:
        yield line_of(daemon)


def test_the_desktop_shows_title_and_text(bus: str) -> None:
    from PySide6.QtDBus import QDBusConnection

    with running(sys.executable, str(SERVICE), bus) as desktop:
        assert line_of(desktop) == "True"
        connection = QDBusConnection.connectToBus(bus, "told")
        assert system_notice.notify(connection, "Ring Ayşe", "in 10 minutes · <Okafor>")
        assert line_of(desktop) == "True|Ring Ayşe|in 10 minutes · &lt;Okafor&gt;"
    QDBusConnection.disconnectFromBus("told")


def test_without_such_a_service_nobody_is_told(bus: str) -> None:
    from PySide6.QtDBus import QDBusConnection

    assert not system_notice.notify(QDBusConnection.connectToBus(bus, "alone"), "Ring", "now")
    QDBusConnection.disconnectFromBus("alone")
    assert not system_notice.notify(QDBusConnection("nowhere"), "Ring", "now")

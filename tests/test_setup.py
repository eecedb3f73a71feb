"""What the machine and the libraries must give before anything else can be right."""

import os
import sys
import tempfile

import pytest
from pytestqt.qtbot import QtBot


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_qt_keeps_its_references_to_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 drops one at each call that returns None, and the process dies of it."""
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(500):
        label.setText("x")
    assert sys.getrefcount(None) > before - 100


def test_the_bundled_sqlite_has_what_the_store_needs() -> None:
    from sqlcipher3 import dbapi2

    assert dbapi2.sqlite_version_info >= (3, 51, 3)
    connection = dbapi2.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(word)")
    assert connection.execute("PRAGMA cipher_version").fetchone()
    connection.close()


def test_the_tests_leave_the_users_folders_alone() -> None:
    from crmdesk import paths

    for folder in (paths.config(), paths.documents(), paths.state()):
        assert folder.is_relative_to(tempfile.gettempdir())
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"

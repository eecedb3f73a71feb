"""Every test of the parts sees them dressed, and leaves neither timers running nor windows open."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crmdesk.widgets import theme


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 1.0, is_moving=True)


@pytest.fixture(autouse=True)
def nothing_running(qapp: QApplication, qtbot: QtBot) -> Iterator[None]:
    before = set(qapp.topLevelWidgets())
    yield
    for widget in set(qapp.topLevelWidgets()) - before:
        widget.close()
        widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    left = [timer for timer in qapp.findChildren(QTimer) if timer.isActive()]
    assert not left, f"timers left over: {left}"

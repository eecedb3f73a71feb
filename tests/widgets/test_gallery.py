"""All parts together: drawn light and dark, named for who cannot see them, reachable by Tab."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QApplication, QLabel, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from crmdesk.widgets import theme
from tests.widgets import gallery


@pytest.fixture(params=gallery.SCREENS)
def screen(request: pytest.FixtureRequest, qapp: QApplication, qtbot: QtBot) -> QWidget:
    made = gallery.SCREENS[request.param]()
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    gallery.settle(qapp)
    return made


def test_light_and_dark_are_drawn(tmp_path: Path, qapp: QApplication) -> None:
    gallery.render(tmp_path, "contacts")
    light, dark = (QImage(str(file)) for file in sorted(tmp_path.glob("*.png"), reverse=True))
    assert light.size() == dark.size()
    lightness = [picture.pixelColor(700, 700).lightness() for picture in (light, dark)]
    assert lightness[0] > 200
    assert lightness[1] < 60


def test_nothing_is_wider_than_the_window(screen: QWidget) -> None:
    assert screen.width() == 1280


def focusable(screen: QWidget) -> list[QWidget]:
    found = [part for part in screen.findChildren(QWidget) if part.isVisible() and part.focusProxy() is None]
    return [part for part in found if part.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(part, QScrollBar)]


def test_whatever_takes_focus_has_a_name(screen: QWidget) -> None:
    nameless = []
    for part in focusable(screen):
        interface = QAccessible.queryAccessibleInterface(part)
        if not interface or not interface.text(QAccessible.Text.Name):
            nameless.append(part)
    assert nameless == []


def test_all_labels_are_plain_text(screen: QWidget) -> None:
    rich = [label.text() for label in screen.findChildren(QLabel) if label.textFormat() != Qt.TextFormat.PlainText]
    assert [text for text in rich if text] == []


def test_tab_reaches_every_control_of_a_form(qapp: QApplication, qtbot: QtBot) -> None:
    form = gallery.details()
    qtbot.addWidget(form)
    form.show()
    wanted = set(focusable(form))
    reached, part = set(), form.nextInFocusChain()
    while part is not form:
        reached.add(part)
        part = part.nextInFocusChain()
    assert wanted <= reached


@pytest.mark.parametrize("scale", [1.0, 1.4])
def test_words_and_sizes_may_grow(scale: float, qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light", scale)
    form = gallery.kinds_of_fields("Geburtsdatum des ", " / Beziehung")
    qtbot.addWidget(form)
    form.resize(420, 900)
    form.show()
    gallery.settle(qapp)
    labels = [label for label in form.findChildren(QLabel) if label.isVisible() and label.text()]
    assert labels
    for label in labels:
        assert label.height() >= label.heightForWidth(label.width()) or not label.wordWrap(), label.text()

"""A value that somebody else changes while it is being typed: nothing typed is lost, and both can be had."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crmdesk.widgets.fields import LineField
from crmdesk.widgets.meanwhile import CHANGED_BY, Meanwhile


@pytest.fixture
def field(qtbot: QtBot) -> LineField:
    made = LineField("Phone")
    qtbot.addWidget(made)
    made.set_value("1")
    made.show()
    made.setFocus()
    return made


def type_into(qtbot: QtBot, field: LineField, text: str) -> None:
    field.edit.setProperty("text", "")
    qtbot.keyClicks(field.edit, text)


def notes(field: LineField) -> list[Meanwhile]:
    return [shown for shown in field.findChildren(Meanwhile) if shown.isVisible()]


def note(field: LineField) -> Meanwhile:
    return notes(field)[0]


def shown(field: LineField) -> Any:
    return field.edit.property("text")


def told(field: LineField) -> str:
    return note(field).theirs.accessibleDescription()


def test_what_is_typed_stays_and_theirs_is_told(qtbot: QtBot, field: LineField) -> None:
    field.set_value("2")
    assert not notes(field)  # nothing was being typed
    type_into(qtbot, field, "3")
    field.set_value("2")
    assert not notes(field)  # read again, and the same
    field.setProperty(CHANGED_BY, "Ana")
    field.set_value("4")
    assert (shown(field), told(field)) == ("3", "Phone. Ana changed this meanwhile: 4")


def test_theirs_takes_the_place_of_what_is_typed(qtbot: QtBot, field: LineField) -> None:
    kept: list[object] = []
    field.kept.connect(kept.append)
    type_into(qtbot, field, "3")
    field.set_value("4")
    qtbot.mouseClick(note(field).theirs, Qt.MouseButton.LeftButton)
    assert (shown(field), kept, notes(field)) == ("4", [], [])


def test_theirs_takes_the_place_of_what_was_kept_too(qtbot: QtBot, field: LineField) -> None:
    kept: list[object] = []
    field.kept.connect(kept.append)
    type_into(qtbot, field, "3")
    field.set_value("4")
    field.keep()
    field.set_value("3")
    assert told(field)
    note(field).theirs.click()
    assert (shown(field), kept, notes(field)) == ("4", ["3", "4"], [])


def test_mine_goes_on(qtbot: QtBot, field: LineField) -> None:
    type_into(qtbot, field, "3")
    field.set_value("4")
    qtbot.mouseClick(note(field).mine, Qt.MouseButton.LeftButton)
    assert (shown(field), notes(field), field.is_edited()) == ("3", [], True)
    field.take_back()
    assert shown(field) == "4"


def test_what_oneself_has_sent_is_no_news(qtbot: QtBot, field: LineField) -> None:
    type_into(qtbot, field, "3")
    field.keep()
    type_into(qtbot, field, "35")
    field.set_value("3")
    assert (shown(field), notes(field)) == ("35", [])


def test_nothing_is_told_as_nothing(qtbot: QtBot, field: LineField) -> None:
    type_into(qtbot, field, "3")
    field.set_value("")
    assert told(field).endswith("meanwhile: nothing")

"""The editor of letters: fields are chips that read as places, looks of paragraphs are read as they were put."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from crmdesk.domain.values.rich_text import Rich
from crmdesk.widgets.letter_edit import LetterEdit

HTML = (
    '<p class="letter-title letter-center">Our <i>news</i></p><p>{{salutation}}</p>'
    '<p class="letter-in2">Deep {{city}}, ok</p>'
    "<ul><li>one {{#company}}at {{company}}{{/company}}</li></ul><p>End <b>bold</b></p>"
)


@pytest.fixture
def edit(qtbot: QtBot) -> LetterEdit:
    made = LetterEdit(lambda key: {"city": "City", "company": "Company"}.get(key, key))
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    made.setFocus()
    return made


def put_at(edit: LetterEdit, text: str) -> None:
    """The cursor behind these letters."""
    place = edit.toPlainText().index(text) + len(text)
    cursor = edit.textCursor()
    cursor.setPosition(place)
    edit.setTextCursor(cursor)


def html(edit: LetterEdit) -> str:
    return edit.rich().text


def test_what_is_shown_is_read_again(edit: LetterEdit) -> None:
    edit.show_rich(Rich(HTML, is_html=True))
    assert "{{" not in edit.toPlainText()
    assert html(edit) == HTML
    assert not edit.grab().isNull()  # chips are drawn
    data = edit.createMimeDataFromSelection()
    edit.selectAll()
    data = edit.createMimeDataFromSelection()
    edit.show_rich(Rich())
    edit.insertFromMimeData(data)
    assert "{{" not in edit.toPlainText()
    assert html(edit) == HTML


def test_a_field_goes_in_as_one_and_out_as_one(edit: LetterEdit, qtbot: QtBot) -> None:
    edit.show_rich(Rich("Dear"))
    edit.moveCursor(QTextCursor.MoveOperation.End)
    edit.insert_field("city")
    edit.insert_field("company")
    qtbot.keyClicks(edit, "!")
    assert edit.rich() == Rich("Dear {{city}} {{company}}!")
    for _time in range(2):
        qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    assert edit.rich() == Rich("Dear {{city}}")
    edit.undo()
    assert "company" in edit.rich().text


def test_a_condition_is_put_around_what_it_is_about(edit: LetterEdit) -> None:
    edit.show_rich(Rich("one\ntwo words\nthree"))
    put_at(edit, "two")
    edit.insert_condition("company")
    assert edit.rich().text == "one\n{{#company}}two words{{/company}}\nthree"


def test_looks_are_keys(edit: LetterEdit, qtbot: QtBot) -> None:
    edit.show_rich(Rich("Head\ntext"))
    put_at(edit, "Head")
    control_alt = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(edit, Qt.Key.Key_1, control_alt)
    assert edit.is_on("title")
    assert not edit.is_on("center")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClicks(edit, "below")
    qtbot.keyClick(edit, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert html(edit) == '<p class="letter-title">Head</p><p class="letter-right">below</p><p>text</p>'
    put_at(edit, "Hea")
    edit.act("title")
    edit.act("bold")
    put_at(edit, "below\n")
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    qtbot.keyClick(edit, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert html(edit) == '<p>Head</p><p class="letter-right">below</p><p class="letter-in2">text</p>'
    qtbot.keyClick(edit, Qt.Key.Key_Backtab)
    assert html(edit).endswith('<p class="letter-in1">text</p>')

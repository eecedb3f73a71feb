"""Editing in place: Enter and Tab keep, Esc takes back, and nothing typed is ever lost because saving failed."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crmdesk.widgets.block import BlockField, Part
from crmdesk.widgets.entries import Entry, EntryList, EntryRow
from crmdesk.widgets.fields import ChoiceField, DateField, Field, LineField, TextField
from crmdesk.widgets.form import Form
from crmdesk.widgets.switch import RatingField, SwitchField

PARTS = (Part("street", "Street", 0, 0), Part("country", "Country", 1, 0, choices=(("BR", "Brazil"),)))


class Screen(QWidget):
    """Fields one under the other, and all they told."""

    def __init__(self, *fields: QWidget) -> None:
        super().__init__()
        self.told: list[Any] = []
        layout = QVBoxLayout(self)
        for field in fields:
            layout.addWidget(field)
            field.kept.connect(self.told.append)  # type: ignore[attr-defined]


def shown(qtbot: QtBot, *fields: QWidget) -> Screen:
    screen = Screen(*fields)
    qtbot.addWidget(screen)
    screen.resize(500, 400)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.activateWindow()
    return screen


def retype(qtbot: QtBot, field: Field, text: str) -> QLineEdit:
    line = field.edit
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    if text:
        qtbot.keyClicks(line, text)
    else:
        qtbot.keyClick(line, Qt.Key.Key_Delete)
    return line


@pytest.fixture
def line(qtbot: QtBot) -> LineField:
    field = LineField("name")
    field.set_value("Ana")
    return field


def test_enter_keeps_and_an_unchanged_value_is_not_told(qtbot: QtBot, line: LineField) -> None:
    screen = shown(qtbot, line)
    edit = retype(qtbot, line, "Bia")
    assert screen.told == []
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert screen.told == ["Bia"]
    line.set_value("Bia")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    retype(qtbot, line, "Bia")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert screen.told == ["Bia"]


def test_tab_keeps_and_goes_on(qtbot: QtBot, line: LineField) -> None:
    other = LineField("other")
    screen = shown(qtbot, line, other)
    edit = retype(qtbot, line, "Bia")
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert screen.told == ["Bia"]
    assert other.edit.hasFocus()


def test_escape_takes_back(qtbot: QtBot, line: LineField) -> None:
    screen = shown(qtbot, line)
    edit = retype(qtbot, line, "Bia")
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.text() == "Ana"
    edit.clearFocus()
    assert screen.told == []


def test_a_failed_save_keeps_what_was_typed_and_says_why(qtbot: QtBot, line: LineField) -> None:
    screen = shown(qtbot, line)
    edit = retype(qtbot, line, "Bia")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    line.set_value("Ana")  # a refresh that is older than the save
    assert edit.text() == "Bia"
    line.set_problem("The disk is full.")
    line.set_value("Ana")
    assert (edit.text(), line.problem()) == ("Bia", "The disk is full.")
    assert edit.accessibleDescription() == "The disk is full."
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert screen.told == ["Bia", "Bia"]
    line.set_value("Bia")
    assert line.problem() == ""


def test_a_refresh_never_overwrites_typing(qtbot: QtBot, line: LineField) -> None:
    _screen = shown(qtbot, line)
    edit = retype(qtbot, line, "Bi")
    line.set_value("changed elsewhere")
    assert edit.text() == "Bi"
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.text() == "changed elsewhere"


def test_a_saved_value_may_come_back_in_another_form(qtbot: QtBot, line: LineField) -> None:
    _screen = shown(qtbot, line)
    edit = retype(qtbot, line, "  bia   souza ")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    line.set_value("Bia Souza")
    assert edit.text() == "Bia Souza"


def test_a_date_that_is_none_is_told_under_the_field(qtbot: QtBot) -> None:
    field = DateField("birthday")
    screen = shown(qtbot, field)
    edit = retype(qtbot, field, "31 Feb")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert screen.told == []
    assert field.problem()
    assert edit.text() == "31 Feb"
    retype(qtbot, field, "29 Feb")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert (screen.told, field.problem()) == (["--02-29"], "")


def test_text_of_several_lines_grows_and_ctrl_enter_keeps(qtbot: QtBot) -> None:
    field = TextField("notes")
    screen = shown(qtbot, field)
    one_line = field.edit.height()
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, "one")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    qtbot.keyClicks(field.edit, "two")
    assert screen.told == []
    assert field.edit.height() > one_line
    qtbot.keyClick(field.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen.told == ["one\ntwo"]


def test_a_choice_tells_its_key_or_an_own_word(qtbot: QtBot) -> None:
    field = ChoiceField("source", (("fair", "Fair"), ("web", "Web")), own_words=True)
    screen = shown(qtbot, field)
    field.set_value("web")
    edit = field.edit.lineEdit()  # type: ignore[attr-defined]
    assert edit.text() == "Web"
    for typed in ("fair", "Word of mouth"):
        edit.setFocus()
        edit.selectAll()
        qtbot.keyClicks(edit, typed)
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert screen.told == ["fair", "Word of mouth"]


def test_a_word_that_is_no_choice_is_shown_all_the_same(qtbot: QtBot) -> None:
    field = ChoiceField("stage", (("lead", "Lead"),))
    _screen = shown(qtbot, field)
    field.set_value("from elsewhere")
    assert field.edit.currentText() == "from elsewhere"  # type: ignore[attr-defined]


def test_switch_and_stars_keep_at_once(qtbot: QtBot) -> None:
    switch, rating = SwitchField("letter"), RatingField("rating")
    screen = shown(qtbot, switch, rating)
    qtbot.keyClick(switch.edit, Qt.Key.Key_Space)
    qtbot.keyClick(rating.edit, Qt.Key.Key_4)
    rating.set_value(4)
    qtbot.keyClick(rating.edit, Qt.Key.Key_Left)
    assert screen.told == [True, 4, 3]


def test_entries_are_kept_one_by_one_and_relabelled(qtbot: QtBot) -> None:
    entries = EntryList("Phone", (("work", "work"), ("home", "home")), "work", "phone")
    screen = shown(qtbot, entries)
    first, second = Entry(b"1", "work", "1234", "primary"), Entry(b"2", "boat", "5678")
    entries.show_entries([first, second])
    assert [row.entry for row in entries.rows()] == [first, second]
    edit = retype(qtbot, entries.rows()[1].line, "999")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    entries.rows()[0]._button.relabelled.emit("home")
    assert screen.told == [Entry(b"2", "boat", "999"), Entry(b"1", "home", "1234", "primary")]


def test_a_new_entry_is_typed_into_an_empty_row(qtbot: QtBot) -> None:
    entries = EntryList("Phone", (("work", "work"),), "work", "phone")
    screen = shown(qtbot, entries)
    entries.show_entries([])
    entries.add()
    edit = retype(qtbot, entries.rows()[0].line, "42")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    new = Entry(None, "work", "42")
    assert screen.told == [new]
    entries.set_problem(new, "Too short.")
    entries.show_entries([])
    assert [row.line.problem() for row in entries.rows()] == ["Too short."]
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    entries.show_entries([Entry(b"k", "work", "42")])
    assert [row.entry.key for row in entries.rows()] == [b"k"]


def test_an_entry_being_edited_survives_a_refresh_without_it(qtbot: QtBot) -> None:
    entries = EntryList("Phone", (("work", "work"),), "work")
    _screen = shown(qtbot, entries)
    entries.show_entries([Entry(b"1", "work", "1"), Entry(b"2", "work", "2")])
    retype(qtbot, entries.rows()[1].line, "typing")
    entries.show_entries([Entry(b"1", "work", "1")])
    assert len(entries.rows()) == 2


def test_the_menu_of_labels_offers_an_own_word(qtbot: QtBot) -> None:
    row = EntryRow(Entry(b"1", "work", "1"), (("work", "work"), ("a&b", "a & b")), LineField("Phone"))
    screen = shown(qtbot, row)
    menu = row._button.menu_of_labels()
    assert [action.text() for action in menu.actions()[:2]] == ["work", "a && b"]
    own = menu.findChild(QLineEdit)
    assert own is not None
    qtbot.keyClicks(own, "yacht")
    qtbot.keyClick(own, Qt.Key.Key_Return)
    assert screen.told == [Entry(b"1", "yacht", "1")]


def block(qtbot: QtBot) -> tuple[BlockField, Screen]:
    field = BlockField("address", PARTS, lambda parts: ", ".join(parts.values()), "Add address")
    field.set_value({"street": "Rua Augusta", "country": "BR"})
    return field, shown(qtbot, field, LineField("next"))


def test_a_block_opens_into_its_parts_and_closes_when_left(qtbot: QtBot) -> None:
    field, screen = block(qtbot)
    field.open()
    street, country = field._lines["street"], field._lines["country"]
    assert (street.text(), country.text()) == ("Rua Augusta", "Brazil")
    street.selectAll()
    qtbot.keyClicks(street, "Rua Nova")
    qtbot.keyClick(street, Qt.Key.Key_Tab)
    qtbot.wait(5)
    assert field.is_open()
    assert country.hasFocus()
    assert screen.told == []
    qtbot.keyClick(country, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: not field.is_open())
    assert screen.told == [{"street": "Rua Nova", "country": "BR"}]


def test_a_block_takes_back_all_its_parts(qtbot: QtBot) -> None:
    field, screen = block(qtbot)
    field.open()
    street = field._lines["street"]
    qtbot.keyClicks(street, "x")
    qtbot.keyClick(street, Qt.Key.Key_Escape)
    assert not field.is_open()
    assert street.text() == "Rua Augusta"
    assert screen.told == []


def test_a_block_that_could_not_be_saved_stays_open_to_mend(qtbot: QtBot) -> None:
    field, _screen = block(qtbot)
    field.open()
    qtbot.keyClicks(field._lines["street"], "x")
    field.keep()
    field.set_problem("The disk is full.")
    field.set_value({"street": "Rua Augusta", "country": "BR"})
    field.open()
    assert field._lines["street"].text().endswith("x")


def test_labels_of_a_form_name_their_fields(qtbot: QtBot) -> None:
    form, field = Form(), LineField("company")
    form.add("company", field)
    _screen = shown(qtbot, field)
    assert field.edit.accessibleName() == "company"

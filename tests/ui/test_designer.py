"""The designer driven by mouse and keys: what is done stands on the label, is taken back, and is kept when left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from crmdesk.domain.designs import Design
from crmdesk.domain.errors import UserError
from crmdesk.domain.merge import FIELDS, OWN, Field
from crmdesk.printing import sheets
from crmdesk.services import designs
from crmdesk.ui.design_fields import FieldNames
from crmdesk.ui.design_steps import Steps
from crmdesk.ui.designer import Designer, open_designer
from crmdesk.ui.labels import Labels
from tests.ui.desks import Seat

SHEET = sheets.by_name("Avery L7160")


@pytest.fixture
def designer(seat: Seat) -> Iterator[Designer]:
    made = opened(seat, "gift tag")
    yield made
    made.close()


def opened(seat: Seat, choice: str) -> Designer:
    ids = [row.id for row in seat.asked(lambda store: store.listing("contact").window(0, 3))]
    made = open_designer(seat.window, seat.desk, choice, SHEET, ids)
    seat.until(lambda: made.editor.board.picture and made.list.count())
    return made


def ink(designer: Designer, number: int) -> int:
    """How much is printed where an element stands."""
    board = designer.editor.board
    picture = board.picture
    assert isinstance(picture, QImage)
    scale = picture.width() / board.label.width()
    box = board.boxes[number]
    part = picture.copy(int(box.x() * scale), int(box.y() * scale), int(box.width() * scale), int(box.height() * scale))
    grey = part.convertToFormat(QImage.Format.Format_Grayscale8)
    return sum(255 - value for value in bytes(grey.constBits()))


def kept(seat: Seat) -> dict[str, Design]:
    choices = seat.asked(designs.all_of)
    return {
        choice.name: seat.asked(lambda store, choice=choice: designs.load(store, choice.id))
        for choice in choices
        if not choice.is_stock
    }


def test_an_element_is_changed_and_taken_back(seat: Seat, designer: Designer) -> None:
    editor = designer.editor
    board, inspector = editor.board, editor.inspector
    board.setFocus()
    for _step in range(3):
        seat.qtbot.keyClick(board, Qt.Key.Key_Tab)
    assert inspector.words.toPlainText() == "‹Name›"
    seat.qtbot.keyClick(board, Qt.Key.Key_Return)
    assert inspector.words.hasFocus()
    before = editor.steps.now
    seat.qtbot.keyClick(board, Qt.Key.Key_Down)
    seat.qtbot.keyClick(board, Qt.Key.Key_Down)
    moved = editor.steps.now.elements[2].top - before.elements[2].top
    assert moved * editor.place.room.height() == pytest.approx(2, abs=0.01)
    editor.undo()  # keys that follow each other are one step
    assert editor.steps.now == before
    editor.redo()
    inspector.size_field._step(1)
    assert editor.steps.now.elements[2].size == 20
    inspector.words.insert_place("City")
    assert editor.steps.now.elements[2].text == "{{name}} {{city}}"
    editor.undo_button.click()
    assert inspector.words.toPlainText() == "‹Name›"

    start = editor.steps.now
    board.select(-1)
    board.select(2)
    shown = editor.inspector.words
    for by in range(1, 5):
        board.changing.emit(2, board.boxes[2].translated(by / 10, 0))
    board.changed.emit(2, board.boxes[2], False)
    assert editor.inspector.words is shown  # nothing is made anew for what is only moved
    board.changing.emit(2, board.boxes[2].translated(0, 1))
    moved = editor.steps.now
    editor.undo()
    assert editor.steps.now not in (start, moved)
    editor.undo()
    assert editor.steps.now == start


def test_what_is_drawn_is_what_prints(seat: Seat, designer: Designer, tmp_path: Path) -> None:
    editor = designer.editor
    with seat.qtbot.waitSignal(editor.board.selected):
        editor.add_element("code")
    number = editor.board.number
    seat.until(lambda: ink(designer, number) > 10_000)
    assert len(editor.steps.now.elements) == 5
    editor.inspector.code_field.chosen.emit("ean13")
    seat.until(lambda: "has 13 digits" in editor.warning.text())
    assert editor.warning.isVisible()
    seat.qtbot.keyClick(editor.board, Qt.Key.Key_Delete)
    seat.until(lambda: not editor.warning.text())
    assert len(editor.steps.now.elements) == 4

    editor.add_element("picture")
    number = editor.board.number
    (tmp_path / "none.png").write_text("nothing")
    editor.board.opened.emit()
    assert editor.inspector.choose.hasFocus()
    editor.inspector.take_picture(tmp_path / "none.png")
    assert "not a picture" in editor.inspector.problem.text()
    Image.new("RGB", (2400, 1200), (10, 10, 10)).save(tmp_path / "dark.png")
    editor.inspector.take_picture(tmp_path / "dark.png")
    assert len(editor.steps.now.elements[number].picture) < 20_000  # no more dots than are printed
    seat.until(lambda: ink(designer, number) > 10_000)


def test_fields_and_people(seat: Seat, designer: Designer) -> None:
    editor = designer.editor
    editor.board.select(2)
    inspector = editor.inspector
    inspector.pick_condition()
    inspector.picker.line.setText("nickname")
    seat.qtbot.keyClick(inspector.picker.line, Qt.Key.Key_Return)
    assert editor.steps.now.elements[2].only_if == "nickname"
    assert "Nickname" in inspector.only_if.accessibleName()
    inspector.pick_condition()
    inspector.picker.picked.emit("^nickname")
    assert editor.steps.now.elements[2].only_if == "^nickname"
    seat.qtbot.keyClick(inspector.picker, Qt.Key.Key_Escape)

    editor.board.select(1)
    inspector.pick_field()
    inspector.picker.line.setText("job ti")
    (row,) = inspector.picker.choices.rows
    assert row.text == "Job title"
    seat.qtbot.keyClick(inspector.picker.line, Qt.Key.Key_Return)
    assert "{{job_title}}" in editor.steps.now.elements[1].text
    editor.board.select(1)
    editor.inspector.words.insert_place("Shoe size")
    seat.until(lambda: "“Shoe size”" in editor.warning.text())

    shown_first = editor.who.text()
    assert shown_first.endswith("1 of 3")
    assert not editor.back.isEnabled()
    editor.on.click()
    seat.until(lambda: editor.who.text().endswith("2 of 3"))
    editor.on.click()
    seat.until(lambda: editor.who.text().endswith("3 of 3"))
    assert editor.who.text() != shown_first
    assert not editor.on.isEnabled()


def test_kept_as_one_step_when_it_is_left(seat: Seat) -> None:
    made = opened(seat, "name badge")
    left: list[str] = []
    made.left.connect(left.append)
    made.editor.board.select(1)
    made.editor.inspector.align_field.chosen.emit("right")
    made.editor.remove_element(0)
    made.editor.inspector.named.emit("Fair", "badge")
    seat.qtbot.keyClick(made, Qt.Key.Key_Escape)
    seat.until(lambda: left)
    assert {name: len(design.elements) for name, design in kept(seat).items()} == {"Fair": 4}
    assert seat.toast().startswith("Design “Fair” kept")
    assert left == [choice.id for choice in seat.asked(designs.all_of) if choice.name == "Fair"]
    seat.asked(lambda store: store.undo())
    assert not kept(seat)


def test_what_cannot_be_kept_is_told(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    made = opened(seat, "shelf")
    made.editor.add_element("line")
    monkeypatch.setattr(designs, "save", refuse)
    made.reject()
    seat.until(lambda: made.editor.warning.text().startswith("The disk is full."))
    assert made.isVisible()
    with seat.qtbot.waitSignal(made.left):
        made.reject()


def refuse(*_args: object) -> str:
    raise UserError("The disk is full.")


def test_designs_are_made_looked_at_and_deleted(seat: Seat, designer: Designer) -> None:
    designer.new_button.click()
    seat.until(lambda: designer.editor.steps.now.name == "New design")
    seat.until(lambda: [designer.list.item(place).text() for place in range(1)] == ["New design"])
    assert not designer.delete_button.isHidden()
    designer.copy_button.click()
    seat.until(lambda: designer.editor.steps.now.name == "New design 2")
    designer.delete_button.click()
    seat.until(lambda: designer.editor.steps.now.name == "Address")
    key = next(choice.id for choice in seat.asked(designs.all_of) if choice.name == "New design")
    designer.show_design(key)
    seat.until(lambda: designer.editor.steps.now.name == "New design")
    designer.editor.add_element("line")
    designer.show_design("shelf")  # what was changed of the one before is kept
    seat.until(lambda: designer.editor.steps.now.name == "Shelf")
    assert len(kept(seat)["New design"].elements) == 2
    assert designer.delete_button.isHidden()
    key = next(choice.id for choice in seat.asked(designs.all_of) if choice.name == "New design")
    designer.show_design(key)
    seat.until(lambda: designer.editor.steps.now.name == "New design")
    designer.delete_button.click()
    seat.until(lambda: designer.editor.steps.now.name == "Address")
    assert "Deleted" in seat.toast()
    assert not kept(seat)


def test_without_anybody_the_names_of_the_fields_stand_there(seat: Seat) -> None:
    made = open_designer(seat.window, seat.desk, "address", SHEET, [])
    seat.until(lambda: made.editor.board.picture)
    assert "nobody yet" in made.editor.who.text()
    assert ink(made, 0) > 0
    made.close()


def test_every_field_has_a_name_that_is_read_back() -> None:
    names = FieldNames([*FIELDS, Field("custom.City", "City", "Own"), Field("custom.‹x›", "‹x›", "Own")])
    for field in names.fields:
        text = f"a {{{{{field.key}}}}} {{{{#{field.key}}}}}b{{{{/{field.key}}}}}"
        shown = names.shown(text)
        assert names.stored(shown) == text
        assert "{{" not in shown
    assert names.name(OWN + "name") != names.name("name")
    assert names.stored("‹Anything› ‹›") == "{{Anything}} ‹›"


def test_steps_are_few_and_come_back() -> None:
    steps = Steps(Design("a"))
    for name in "bcd":
        steps.take(Design(name), "name")
    steps.pause()
    steps.take(Design("e"), "name")
    assert not steps.take(Design("e"))
    assert [steps.undo(), steps.now.name, steps.undo(), steps.now.name, steps.undo()] == [True, "d", True, "a", False]
    assert steps.redo()
    steps.take(Design("f"))
    assert not steps.can_redo
    assert steps.is_changed


def test_what_was_designed_is_printed(seat: Seat) -> None:
    seat.window.go("labels")
    screen = seat.window.screens["labels"]
    assert isinstance(screen, Labels)
    seat.until(lambda: screen.batch and screen.choices.design.count() > 1)
    screen.choices.design_button.click()
    made = seat.sheet(Designer)
    seat.until(lambda: made.editor.board.picture)
    made.editor.add_element("line")
    made.close_button.click()
    seat.until(lambda: screen.choices.design.currentText() == "Address 2")
    seat.until(lambda: screen.batch and screen.batch.design)
    assert screen.batch
    assert screen.batch.design
    assert len(screen.batch.design.elements) == 2

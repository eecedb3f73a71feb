"""Pipelines as their user makes them: stages in line, their rules, and where deals go when a stage does."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from crmdesk.services import board, pipelines
from crmdesk.services.pipelines import PipelineRow
from crmdesk.ui.pipeline_editor import PipelineEditor
from tests.ui.desks import Seat
from tests.ui.test_deals import screen_of

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def rows(seat: Seat) -> list[PipelineRow]:
    found: list[PipelineRow] = seat.asked(pipelines.all_of)
    return found


def names(seat: Seat) -> list[str]:
    return [stage.name for stage in rows(seat)[0].stages]


def opened(seat: Seat) -> PipelineEditor:
    screen_of(seat).edit_pipelines()
    editor = seat.sheet(PipelineEditor)
    seat.settle()
    assert isinstance(editor, PipelineEditor)
    return editor


def button(seat: Seat, editor: PipelineEditor, text: str) -> QPushButton:
    return next(made for made in editor.findChildren(QPushButton) if made.text() == text and made.isVisible())


def test_stages_in_line(seat: Seat) -> None:
    editor = opened(seat)
    before = names(seat)
    for line, text in zip(editor.stages.lines, ("Visit", "60 %", "10 days"), strict=True):
        seat.retype(line, text)
    seat.press(Key.Key_Return)
    seat.until(lambda: names(seat) == [*before, "Visit"])
    seat.settle()
    made = rows(seat)[0].stages[-1]
    assert (made.probability, made.rots_after) == (60, 10)
    assert [field.edit.text() for field in editor.stages.rows[-1].fields] == ["Visit", "60 %", "10 days"]  # type: ignore[attr-defined]

    # Another place by keys, another name in place, nonsense refused where it stands.
    editor.stages.rows[-1].fields[0].edit.setFocus()
    seat.press(Key.Key_Up, ALT)
    seat.until(lambda: names(seat)[-2] == "Visit")
    seat.settle()
    row = next(row for row in editor.stages.rows if row.typed()[0] == "Visit")
    seat.retype(row.fields[0].edit, "On site")
    seat.press(Key.Key_Return)
    seat.until(lambda: names(seat)[-2] == "On site")
    seat.settle()
    seat.retype(row.fields[1].edit, "often")
    seat.press(Key.Key_Return)
    assert "between 0 and 100" in row.fields[1].problem()
    seat.press(Key.Key_Escape)
    seat.control(Key.Key_Z)
    seat.until(lambda: names(seat)[-2] == "Visit")
    seat.settle()
    assert "Visit" in [row.typed()[0] for row in editor.stages.rows]


def test_rules_of_a_stage(seat: Seat) -> None:
    editor = opened(seat)
    seat.click(editor.stages.rows[0].open)
    assert editor.pages.currentIndex() == 1
    assert editor.stage_page.checklist.edit.hasFocus()
    for text in ("Budget known", "Who decides"):
        seat.keys(text)
        seat.press(Key.Key_Return)
    seat.click(editor.stage_page.required["amount"])
    seat.until(lambda: rows(seat)[0].stages[0].required == ("amount",))
    seat.settle()
    assert rows(seat)[0].stages[0].checklist == ("Budget known", "Who decides")
    seat.click(editor.stage_page.back)
    assert editor.stages.rows[0].open.text() == "3 rules"


def test_a_stage_goes_when_its_deals_have_moved(seat: Seat) -> None:
    editor = opened(seat)
    first, second, *_others = rows(seat)[0].stages

    def cards(key: bytes | None) -> set[bytes]:
        def question(store: Any) -> set[bytes]:
            found = board.listing(store, pipelines.all_of(store)[0].id, ("open", "won", "lost"))
            return {card.id for card in found if card.stage_id == key}

        found: set[bytes] = seat.asked(question)
        return found

    there = cards(first.id)
    seat.click(editor.stages.rows[0].away)
    seat.until(editor.leaving.isVisible)
    assert "open deals" in editor.leaving.words.text()
    assert names(seat)[0] == first.name
    seat.click(editor.leaving.go)
    seat.until(lambda: names(seat)[0] == second.name)
    seat.settle()
    assert there <= cards(second.id)
    assert not editor.leaving.isVisible()
    seat.control(Key.Key_Z)
    seat.until(lambda: names(seat)[0] == first.name)
    seat.until(lambda: cards(first.id) == there)
    seat.settle()


def test_several_pipelines(seat: Seat) -> None:
    editor = opened(seat)
    count = len(rows(seat))
    seat.click(button(seat, editor, "New pipeline"))
    seat.until(lambda: len(rows(seat)) == count + 1)
    seat.until(lambda: editor.row is not None and editor.row.name == "New pipeline")
    seat.settle()
    seat.retype(editor.name.edit, "Service")
    seat.press(Key.Key_Return)
    seat.until(lambda: rows(seat)[-1].name == "Service")
    seat.settle()
    seat.retype(editor.currency.edit, "no money")
    seat.press(Key.Key_Return)
    seat.until(editor.currency.problem)
    seat.retype(editor.currency.edit, "chf")
    seat.press(Key.Key_Return)
    seat.until(lambda: rows(seat)[-1].currency == "CHF")
    seat.settle()
    seat.click(editor.archive_button)
    seat.until(lambda: len(rows(seat)) == count)
    seat.settle()
    seat.click(button(seat, editor, "Bring “Service” back"))
    seat.until(lambda: len(rows(seat)) == count + 1)
    seat.settle()
    assert editor.row
    assert editor.row.name == "Service"

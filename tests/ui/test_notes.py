"""Notes: written with formats, found by words, never lost while they are half typed."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from crmdesk.domain.values.rich_text import Rich
from crmdesk.services import drafts, notes, records
from crmdesk.ui.note_row import NoteRow
from crmdesk.ui.page import Page
from crmdesk.ui.spots import has_all, spots, words_of
from crmdesk.widgets.rich_text import RichEdit
from tests.ui.desks import Seat

HTML = "<p>Call <b>before ten</b></p><ul><li>oven</li></ul>"


@pytest.fixture
def page(seat: Seat) -> Page:
    page = seat.go_to("Lakshmi")
    page.show_tab("notes")
    seat.settle()
    return page


def texts(page: Page) -> list[str]:
    return [note["text"] for note in page._shown["notes"]]


def edit_of(row: NoteRow) -> RichEdit:
    assert isinstance(row.text.edit, RichEdit)
    return row.text.edit


def add(seat: Seat, page: Page, *new: Rich) -> list[NoteRow]:
    record = page.editor.record

    def write(store: Any) -> list[bytes]:
        return [notes.add(store, record, note) for note in new]

    seat.desk.write(write)
    seat.until(lambda: all(note.text in texts(page) for note in new))
    seat.settle()
    return [next(row for row in page.notes._rows.values() if row.note["text"] == note.text) for note in new]


class TestWriting:
    def test_plain_or_formatted_by_key_and_by_whom(self, seat: Seat, page: Page) -> None:
        page.notes.new.setFocus()
        seat.keys("Call <b>her</b>")
        seat.screen.table.setFocus()
        seat.until(lambda: "Call <b>her</b>" in texts(page))
        assert not page._shown["notes"][0].get("is_html")
        assert page.notes.new.rich() == Rich()
        page.notes.new.setFocus()
        seat.control(Qt.Key.Key_B)
        seat.keys("Now")
        seat.control(Qt.Key.Key_Return)
        seat.until(lambda: "<p><b>Now</b></p>" in texts(page))
        assert page._shown["notes"][0]["is_html"]
        record = page.editor.record

        def write(store: Any) -> None:
            me, store.author = store.author, "bia"
            key = notes.add(store, record, Rich("Of Bia"))
            notes.change(store, key, Rich("Of Bia, again"))
            store.author = me

        seat.desk.write(write)
        seat.until(lambda: "Of Bia, again" in texts(page))
        row = next(row for row in page.notes._rows.values() if row.note["text"].startswith("Of Bia"))
        seat.until(lambda: "bia" in row._when.text())
        assert "changed" in row._when.text()

    def test_formatted_ones_are_edited_and_taken_back_and_emptied_ones_deleted(self, seat: Seat, page: Page) -> None:
        (row,) = add(seat, page, Rich(HTML, is_html=True))
        row.text.setFocus()
        edit_of(row).moveCursor(QTextCursor.MoveOperation.End)
        seat.keys(" and tray")
        seat.press(Qt.Key.Key_Escape)
        assert row.text.rich() == Rich(HTML, is_html=True)
        edit_of(row).moveCursor(QTextCursor.MoveOperation.End)
        seat.keys(" and tray")
        seat.control(Qt.Key.Key_Return)
        kept = HTML.replace("oven", "oven and tray")
        seat.until(lambda: kept in texts(page))
        seat.settle()
        seat.desk.undo()
        seat.until(lambda: HTML in texts(page))
        (row,) = add(seat, page, Rich("Old"))
        row.text.setFocus()
        edit_of(row).selectAll()
        seat.press(Qt.Key.Key_Delete)
        seat.control(Qt.Key.Key_Return)
        seat.until(lambda: "Old" not in texts(page))
        assert seat.toast() == "Note deleted"


class TestLeaving:
    def test_another_record_keeps_what_was_typed(self, seat: Seat, page: Page) -> None:
        record = page.editor.record
        page.notes.new.setFocus()
        seat.keys("Half a")
        other = seat.go_to("Álvares")
        assert other.notes.new.rich() == Rich()
        assert any(note["text"] == "Half a" for note in seat.asked(lambda store: records.show(store, record))["notes"])

    def test_a_crash_leaves_a_draft(self, seat: Seat, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
        key = f"note {page.editor.record}"
        page.notes.new.setFocus()
        seat.keys("Half a sentence")
        page.notes._drafts._put()
        seat.settle()
        monkeypatch.setattr(drafts, "_this_start", "the next one")
        assert "Half a sentence" in seat.asked(lambda store: drafts.get(store, key))
        page.notes.new.take_back()
        page.notes._drafts._waiting.clear()
        page.notes._drafts.take(key, page.notes._take_draft)
        seat.until(lambda: page.notes.new.rich() == Rich("Half a sentence"))
        assert page.notes.new.is_edited()
        seat.control(Qt.Key.Key_Return)
        seat.until(lambda: "Half a sentence" in texts(page))
        page.notes._drafts._put()
        seat.settle()
        monkeypatch.setattr(drafts, "_this_start", "one more")
        assert seat.asked(lambda store: drafts.get(store, key)) == ""


class TestFinding:
    def test_words_filter_and_are_marked_and_very_many_come_in_parts(self, seat: Seat, page: Page) -> None:
        add(seat, page, Rich(HTML, is_html=True), Rich("Paid early"), Rich("The öven is sold"))
        page.show_tab("history")
        page.find_in_notes()
        assert page.notes.search.hasFocus()
        seat.keys("oven")
        shown = {row.note["text"]: row for row in page.notes._rows.values()}
        assert set(shown) == {HTML, "The öven is sold"}
        (marked,) = edit_of(shown["The öven is sold"]).extraSelections()
        assert marked.cursor.selectedText() == "öven"
        page.notes.search.setText("nowhere")
        assert page.notes._empty.isVisible()
        seat.press(Qt.Key.Key_Escape)
        seat.press(Qt.Key.Key_Escape)
        assert page.notes.search.isHidden()
        assert len(page.notes._rows) == len(texts(page))
        add(seat, page, *(Rich(f"Note {number}") for number in range(2)))
        page.notes._notes = [dict(page.notes._notes[0], id=str(number)) for number in range(60)]
        page.notes._show()
        assert len(page.notes._rows) == 25
        assert page.notes._more.text() == "35 more notes"


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("João às dez", "joao", [(0, 4)]),
        ("Straße", "strasse", [(0, 6)]),
        ("oven, OVEN", "oven", [(0, 4), (6, 4)]),
        ("oven", "tray", []),
        ("", "x", []),
        ("a\nb", "b", [(2, 1)]),
    ],
)
def test_where_words_stand(text: str, typed: str, found: list[tuple[int, int]]) -> None:
    assert spots(text, words_of(typed)) == found
    assert has_all(text, words_of(typed)) == bool(found)

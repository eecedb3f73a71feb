"""The History tab: in words, in windows, filtered, and the way back to a single value."""

from typing import Any

import pytest
from PySide6.QtCore import Qt

from crmdesk.domain.values.rich_text import Rich
from crmdesk.services import notes, records
from crmdesk.ui.happenings import History
from crmdesk.ui.page import Page
from crmdesk.widgets.timeline import Happening, action_box
from tests.ui.desks import Seat


def told(history: History) -> list[Happening]:
    return list(history.timeline.happenings())


def shown(page: Page) -> dict[str, Any]:
    return page._shown


@pytest.fixture
def page(seat: Seat) -> Page:
    page = seat.go_to("Álvares")
    page.show_tab("history")
    seat.settle()
    seat.until(lambda: told(page.history))
    return page


def change(seat: Seat, page: Page, **values: object) -> None:
    key, count = page.editor.record, len(told(page.history))
    seat.desk.write(lambda store: records.set_values(store, "contacts", key, values))
    seat.until(lambda: len(told(page.history)) > count)
    seat.settle()


class TestInWords:
    def test_one_change_by_itself_and_more_under_what_was_done(self, seat: Seat, page: Page) -> None:
        assert told(page.history)[-1].detail.endswith(" values")
        change(seat, page, source="Fair")
        first = told(page.history)[0]
        assert (first.title, first.detail, first.action) == ("Source", "Trade fair 2025 → Fair", "Restore")
        change(seat, page, source="Market", birthday="1980-03-22")
        head, *under = told(page.history)[:3]
        assert (head.title, head.icon, head.action) == ("Change contact", "pencil", "")
        assert [(line.icon, line.action) for line in under] == [("", "Restore"), ("", "Restore")]
        assert any(line.detail.startswith("Birthday: ") and "Mar" in line.detail for line in under)


class TestFilter:
    def test_words_find_what_was_changed_and_another_record_is_seen_whole(self, seat: Seat, page: Page) -> None:
        change(seat, page, source="Fair")
        change(seat, page, source="Márket")
        seat.retype(page.history.filter, "market")
        seat.until(lambda: len(told(page.history)) == 1)
        assert told(page.history)[0].detail == "Fair → Márket"
        seat.retype(page.history.filter, "nowhere at all")
        seat.until(lambda: not told(page.history))
        seat.go_to("Lakshmi")
        seat.until(lambda: told(page.history))
        assert page.history.filter.text() == ""


class TestRestore:
    def test_a_value_by_a_press_and_a_removed_part_by_enter(self, seat: Seat, page: Page) -> None:
        change(seat, page, source="Fair")
        line = page.history.timeline
        place = action_box(told(page.history)[0], line.visualRect(line.model().index(0, 0))).center()
        seat.qtbot.mouseClick(line.viewport(), Qt.MouseButton.LeftButton, pos=place)
        seat.until(lambda: shown(page)["fields"]["source"] == "Trade fair 2025")
        assert seat.toast() == "Restored: source"
        seat.desk.undo()
        seat.until(lambda: shown(page)["fields"]["source"] == "Fair")
        key = page.editor.record
        seat.desk.write(lambda store: records.remove(store, "notes", [notes.add(store, key, Rich("Call her"))]))
        seat.until(lambda: told(page.history)[0].action == "Bring back")
        page.history.timeline.setFocus()
        page.history.timeline.setCurrentIndex(page.history.timeline.model().index(0, 0))
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: any(note["text"] == "Call her" for note in shown(page)["notes"]))


def test_a_long_one_comes_in_windows(seat: Seat, page: Page) -> None:
    key = page.editor.record

    def write(store: Any) -> None:
        for number in range(150):
            records.set_value(store, "contacts", key, "source", f"Source {number}")

    seat.desk.write(write)
    seat.until(lambda: told(page.history)[0].detail.endswith("Source 149"))
    seat.settle()
    first = len(told(page.history))
    assert first < 100
    bar = page.history.timeline.verticalScrollBar()
    bar.setValue(bar.maximum())
    seat.until(lambda: len(told(page.history)) > first)
    seat.settle()
    bar.setValue(bar.maximum())
    seat.until(lambda: len(told(page.history)) > 150)

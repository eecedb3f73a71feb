"""The stream of activities: a line in few keys, completed where it stands, found again, deleted with undo."""

from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QDate, Qt

from crmdesk.services import activities, drafts
from crmdesk.services.activities import Doing
from crmdesk.ui.activities import _draft_key
from crmdesk.ui.page import Page
from tests.ui.desks import Seat


def stream(seat: Seat) -> list[Doing]:
    key = UUID(seat.page.editor.record).bytes
    found: list[Doing] = seat.asked(lambda store: activities.of_record(store, key))
    return found


def shown(page: Page) -> list[str]:
    layout = page.activities._list
    widgets = [item.widget() for number in range(layout.count()) if (item := layout.itemAt(number))]
    return [row.doing.words for row in widgets if row in page.activities._rows.values()]  # type: ignore[union-attr]


def plan(
    seat: Seat, page: Page, subject: str = "Show it", starts: str = "2099-01-01T10:00", kind: str = "visit"
) -> bytes:
    record, kept = page.editor.record, []
    seat.desk.write(lambda store: activities.plan(store, [record], kind, subject, starts), kept.append)
    seat.until(lambda: kept and kept[0] in page.activities._rows)
    seat.settle()
    return bytes(kept[0])


class TestEntry:
    def test_a_call_takes_its_words_and_enter(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        page.activities.entry.text.setFocus()
        seat.keys("wants 3 ovens")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: shown(page) == ["wants 3 ovens"])
        (done,) = stream(seat)
        assert (done.type, done.is_reached, done.text) == ("call", True, "wants 3 ovens")
        assert page.activities.entry.typed() == ""
        assert page.activities.entry.text.hasFocus()
        seat.until(lambda: [cell.fact.name for cell in page.rollup.cells()][:1] == ["Last reached"])

    def test_shift_enter_is_an_attempt_and_down_chooses_the_type(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        page.activities.entry.text.setFocus()
        seat.press(Qt.Key.Key_Down)
        seat.keys("nobody there")
        seat.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        seat.until(lambda: shown(page) == ["nobody there"])
        (done,) = stream(seat)
        assert (done.type, done.is_reached) == ("meeting", False)

    def test_a_letter_is_neither_and_asks_for_neither(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        entry = page.activities.entry
        entry.begin()
        entry.set_type("letter")
        assert entry._reach.isHidden()
        seat.keys("catalogue")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: shown(page))
        assert stream(seat)[0].is_reached is None

    def test_a_time_to_come_makes_a_plan(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        page.header.plan.click()
        entry = page.activities.entry
        assert entry.text.hasFocus()
        seat.keys("send the price")
        seat.retype(entry.when, "tomorrow 10:00")
        assert entry.save_button.text() == "Plan"
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: shown(page))
        (planned,) = stream(seat)
        assert (planned.done_at, planned.subject) == (None, "send the price")
        assert planned.starts == QDate.currentDate().addDays(1).toString(Qt.DateFormat.ISODate) + "T10:00"

    def test_what_was_done_earlier_and_for_how_long(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        entry = page.activities.entry
        entry.begin()
        seat.keys("yesterday's call")
        entry.when.setText("yesterday 16:00")
        entry.minutes.setText("25")
        entry.save()
        seat.until(lambda: shown(page))
        (done,) = stream(seat)
        assert done.duration == 25
        assert done.done_at

    def test_what_is_no_time_stays_and_says_so(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        entry = page.activities.entry
        entry.begin()
        seat.keys("call again")
        seat.retype(entry.when, "some day")
        seat.press(Qt.Key.Key_Return)
        assert "no day or time" in entry._problem.text()
        assert entry.typed() == "call again"
        seat.press(Qt.Key.Key_Escape)
        assert entry.typed() == ""

    def test_what_could_not_be_saved_stays(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        entry = page.activities.entry
        entry.begin()
        entry.text.setText("x")
        entry.set_type("y" * 1200)
        entry.save()
        seat.until(lambda: "too long" in entry._problem.text())
        assert entry.typed() == "x"

    def test_what_is_half_typed_waits_for_its_record(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        page.activities.entry.begin()
        seat.keys("half a")
        seat.go_to("Álvares")
        assert page.activities.entry.typed() == ""
        seat.go_to("Lakshmi")
        assert page.activities.entry.typed() == "half a"
        assert page.activities._typed == {}

    def test_a_crash_leaves_what_was_half_typed(self, seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
        page = seat.go_to("Lakshmi")
        tab, key, record = page.activities, _draft_key(page.editor.record), page.editor.record
        tab.entry.set_type("email")
        seat.keys("half a")
        tab.entry.when.setFocus()
        seat.keys("yesterday")
        tab._drafts._put()
        seat.settle()
        monkeypatch.setattr(drafts, "_this_start", "the next one")
        assert "half a" in seat.asked(lambda store: drafts.get(store, key))
        tab.entry.clear()
        tab._drafts.take(key, lambda draft: tab._take_up(record, draft))
        seat.until(tab.entry.typed)
        assert (tab.entry.type, tab.entry.typed(), tab.entry.when.text()) == ("email", "half a", "yesterday")
        assert "is back" in seat.toast()
        tab.entry.save()
        seat.until(lambda: not tab.entry.typed())
        tab._drafts._put()
        seat.settle()
        monkeypatch.setattr(drafts, "_this_start", "one more")
        assert seat.asked(lambda store: drafts.get(store, key)) == ""


class TestStream:
    def test_next_steps_stand_ahead_and_the_strip_leads_to_them(self, seat: Seat) -> None:
        page = seat.go_to("Álvares")
        seat.until(lambda: len(shown(page)) == 7)
        assert [row.doing.done_at is None for row in page.activities._rows.values()].count(True) == 2
        assert shown(page)[0].startswith("Show the deck oven")
        page.show_tab("notes")
        step = next(cell for cell in page.rollup.cells() if cell.fact.key)
        step.click()
        assert page.tabs.tabs.current() == 0
        panel = page.activities.panel()
        assert panel
        assert panel.first().hasFocus()

    def test_it_is_completed_where_it_stands(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        key = plan(seat, page)
        page.activities.open(key)
        seat.keys("took two")
        seat.press(Qt.Key.Key_Return)
        seat.press(Qt.Key.Key_Delete)
        seat.until(lambda: stream(seat)[0].done_at)
        done = stream(seat)[0]
        assert (done.is_reached, done.text, done.subject) == (True, "took two", "Show it")
        assert seat.toast() == "Done: visit"
        assert page.activities.panel() is None
        seat.desk.undo()
        seat.until(lambda: stream(seat)[0].done_at is None)

    def test_shift_enter_completes_it_as_not_reached(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        page.activities.open(plan(seat, page, kind="call"))
        seat.keys("engaged")
        seat.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: stream(seat)[1].done_at)
        again, done = stream(seat)
        assert (done.is_reached, again.type, again.subject) == (False, "call", "Show it")

    def test_it_is_moved_and_put_right_in_place(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        key = plan(seat, page)
        page.activities.open(key)
        panel = page.activities.panel()
        assert panel
        seat.retype(panel.fields["when"].edit, "2099-02-02 9:30")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: stream(seat)[0].starts == "2099-02-02T09:30")
        seat.retype(panel.fields["when"].edit, "whenever")
        seat.press(Qt.Key.Key_Return)
        assert "no day or time" in panel.fields["when"].problem()
        seat.press(Qt.Key.Key_Escape)
        assert page.activities.panel() is panel
        seat.press(Qt.Key.Key_Escape)
        assert page.activities.panel() is None

    def test_done_too_early_it_is_planned_again(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        page.activities.open(plan(seat, page))
        panel = page.activities.panel()
        assert panel
        assert panel.completing
        panel.completing.finish(with_next=False)
        seat.until(lambda: stream(seat)[0].done_at)
        seat.settle()
        page.activities.open(stream(seat)[0].id)
        again = page.activities.panel()
        assert again
        again.reopen()
        seat.until(lambda: stream(seat)[0].done_at is None)

    def test_delete_takes_it_away_and_undo_brings_it_back(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        key = plan(seat, page)
        page.activities._rows[key].setFocus()
        seat.press(Qt.Key.Key_Delete)
        seat.until(lambda: not shown(page))
        assert seat.toast() == "Activity deleted"
        seat.desk.undo()
        seat.until(lambda: shown(page) == ["Show it"])

    def test_it_is_narrowed_by_words_and_by_type(self, seat: Seat) -> None:
        page = seat.go_to("Álvares")
        seat.until(lambda: len(shown(page)) == 7)
        assert page.activities.filter.isVisible()
        page.activities.filter.setText("OVENS")
        seat.until(lambda: shown(page) == ["Wants 3 ovens, asks for the price by Friday."])
        page.activities.filter.clear()
        page.activities._set_kind("letter")
        seat.until(lambda: len(shown(page)) == 1)
        seat.go_to("Lakshmi")
        seat.go_to("Álvares")
        seat.until(lambda: len(shown(page)) == 7)

    def test_a_company_tells_whose_they_were(self, seat: Seat) -> None:
        seat.window.go("companies")
        seat.settle()
        page = seat.go_to("Padaria")
        seat.until(lambda: len(shown(page)) >= 7)
        assert [row for row in page.activities._rows.values() if "João Álvares" in row.accessibleName()]
        assert next(cell.fact.name for cell in page.rollup.cells()) == "Last reached"

    def test_many_come_in_parts(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        record = page.editor.record

        def log_many(store: Any) -> None:
            for number in range(33):
                activities.log(store, [record], "email", f"mail {number}")

        seat.desk.write(log_many)
        seat.until(lambda: len(shown(page)) == 30)
        assert page.activities.older.isVisible()
        page.activities.older.click()
        seat.until(lambda: len(shown(page)) == 33)
        assert page.activities.older.isHidden()

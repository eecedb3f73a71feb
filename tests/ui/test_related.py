"""The Related tab: who belongs together, in a list and a picture, and new relations in place."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crmdesk.services import records, ties
from crmdesk.ui.family import MOST_DRAWN, Tie, picture_of, ties_of
from crmdesk.ui.page import Page
from crmdesk.ui.tie_row import TieButton
from tests.ui.desks import Seat


def told(page: Page) -> list[tuple[str, str, str]]:
    return [(tie.section, tie.name, tie.words) for tie in page.related.ties()]


def names_drawn(page: Page) -> list[str]:
    return [node.words for node in page.related.picture._nodes[1:]]


@pytest.fixture
def page(seat: Seat) -> Page:
    page = seat.go_to("Lakshmi")
    page.show_tab("related")
    return page


def begin(seat: Seat, page: Page) -> None:
    page.related._begin_entry()
    seat.settle()


class TestEntry:
    def test_somebody_known_by_name_only_and_someone_of_the_file(self, seat: Seat, page: Page) -> None:
        begin(seat, page)
        seat.keys("assistant")
        seat.press(Qt.Key.Key_Return)
        seat.keys("Dona Rosa")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: ("Relations", "Dona Rosa", "assistant") in told(page))
        begin(seat, page)
        seat.keys("sister")
        seat.press(Qt.Key.Key_Return)
        assert page.related.entry.who.hasFocus()
        seat.keys("João Álv")
        seat.until(QApplication.activePopupWidget)
        popup = QApplication.activePopupWidget()
        seat.qtbot.keyClick(popup, Qt.Key.Key_Down)
        seat.qtbot.keyClick(popup, Qt.Key.Key_Return)
        seat.until(lambda: page.related.entry._other)
        page.related.entry.other_side.setText("brother")
        page.related.entry.keep()
        seat.until(lambda: ("Relations", "João Álvares", "sister") in told(page))
        assert "João Álvares" in names_drawn(page)
        assert page.related.entry.isHidden()
        other = seat.go_to("Álvares")
        assert ("Relations", "Lakshmi", "brother") in told(other)

    def test_esc_takes_it_back_and_what_lacks_is_said(self, seat: Seat, page: Page) -> None:
        begin(seat, page)
        seat.keys("assistant")
        seat.press(Qt.Key.Key_Escape)
        assert page.related.entry.isHidden()
        begin(seat, page)
        assert page.related.entry.word.text() == ""
        begin(seat, page)
        seat.keys("assistant")
        page.related.entry.keep()
        assert "Say who" in page.related.entry._problem.text()


class TestList:
    def test_removed_and_brought_back_and_a_press_goes_there(self, seat: Seat, page: Page) -> None:
        record = page.editor.record
        seat.desk.write(lambda store: ties.tie(store, record, "assistant", called="Rosa"))
        seat.until(lambda: any(name == "Rosa" for _section, name, _words in told(page)))
        page.related._remove(next(tie for tie in page.related.ties() if tie.name == "Rosa"))
        seat.until(lambda: not any(name == "Rosa" for _section, name, _words in told(page)))
        assert seat.toast() == "Relation to Rosa removed"
        seat.desk.undo()
        seat.until(lambda: any(name == "Rosa" for _section, name, _words in told(page)))
        seat.desk.write(lambda store: ties.tie(store, record, "friend", store.find("João Álvares", 1, "contact")[0].id))
        seat.until(lambda: any("João" in name for _section, name, _words in told(page)))
        seat.settle()
        row = next(row for row in page.related.findChildren(TieButton) if "João" in row.accessibleName())
        row.setFocus(Qt.FocusReason.TabFocusReason)
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: "João" in seat.name())


def test_of_a_company_its_people_by_role_and_the_former_apart(seat: Seat) -> None:
    def prepare(store: Any) -> bytes:
        company = records.add(store, "company", {"name": "Zebra Works"})
        for name, values in (
            ("Ana One", {}),
            ("Rui Two", {"role": "buyer"}),
            ("Lia Three", {"role": "decision maker", "title": "Owner"}),
            ("Old Four", {"until": "2020-05"}),
        ):
            records.add_person(store, company, name, values)
        return company

    key = seat.asked(prepare)
    seat.desk.wanted.emit("companies", key)
    seat.until(lambda: seat.window.section == "companies" and seat.screen.page and "Zebra" in seat.name())
    assert told(seat.page) == [
        ("People", "Lia Three", "decision maker"),
        ("People", "Rui Two", "buyer"),
        ("People", "Ana One", ""),
        ("Former", "Old Four", ""),
    ]
    assert names_drawn(seat.page) == ["Lia Three", "Rui Two", "Ana One"]
    seat.page.show_tab("related")
    seat.page.related.picture.opened.emit(seat.page.related.ties()[0].key)
    seat.until(lambda: seat.window.section == "contacts" and "Lia" in seat.name())


def shown(people: int) -> dict[str, Any]:
    names = [f"Person {number}" for number in range(people)]
    return {
        "id": "0190a1b2-0000-7000-8000-000000000001",
        "kind": "company",
        "name": "Acme",
        "fields": {"kind": "household"},
        "people": [{"name": name, "contact_id": f"0190a1b2-0000-7000-8000-{i:012}"} for i, name in enumerate(names)],
        "relations": [],
        "groups": [],
    }


def test_very_many_are_counted_and_each_is_drawn_once() -> None:
    many = shown(40)
    found = ties_of(many, lambda _list, value: value)
    assert {tie.section for tie in found} == {"Members"}
    nodes, edges, more = picture_of(many, found)
    assert (len(nodes), len(edges), more) == (MOST_DRAWN + 1, MOST_DRAWN, 40 - MOST_DRAWN)
    twice = [Tie("Relations", "Ana", word, b"a" * 16, "contact") for word in ("sister", "partner")]
    nodes, edges, _more = picture_of(many, twice)
    assert len(nodes) == 2
    assert edges[0].words == "sister, partner"

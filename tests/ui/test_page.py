"""The page of a record: edited in place, nothing typed is lost."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from crmdesk.services import records
from crmdesk.ui.page import Page
from crmdesk.widgets.fields import Field
from tests.ui.desks import Seat


def shown(page: Page) -> dict[str, Any]:
    return page._shown


def field(page: Page, name: str) -> Field:
    found = page.details._row(name).field
    assert isinstance(found, Field)
    return found


def line_of(found: Field) -> QLineEdit:
    edit: QWidget | None = found.edit.lineEdit() if isinstance(found.edit, QComboBox) else found.edit
    assert isinstance(edit, QLineEdit)
    return edit


def tag_names(page: Page) -> list[str]:
    return [tag["name"] for tag in shown(page)["tags"]]


def test_tabs_are_turned_by_keys_from_anywhere(seat: Seat) -> None:
    page = seat.go_to("Álvares")
    control = Qt.KeyboardModifier.ControlModifier
    edit = line_of(field(page, "source"))
    edit.setFocus()
    for key, tab in ((Qt.Key.Key_PageDown, "deals"), (Qt.Key.Key_PageUp, "activities"), (Qt.Key.Key_PageUp, "related")):
        seat.press(key, control)
        seat.until(lambda tab=tab: page.tab() == tab)
        assert edit.hasFocus()
    seat.press(Qt.Key.Key_PageDown, control)
    seat.until(lambda: page.tab() == "activities")
    page.activities.entry.text.setFocus()
    seat.press(Qt.Key.Key_PageDown, control)
    seat.until(lambda: page.tab() == "deals")
    focused = seat.window.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text().startswith("Deals")
    assert "PgDown" in focused.toolTip()


class TestFields:
    def test_what_is_typed_is_saved_by_enter_or_taken_back_or_refused(self, seat: Seat) -> None:
        page = seat.go_to("Álvares")
        seat.retype(line_of(field(page, "source")), "Word of mouth")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: shown(page)["fields"]["source"] == "Word of mouth")
        before = shown(page)["fields"]["source"]
        edit = line_of(field(page, "source"))
        seat.retype(edit, "No")
        seat.press(Qt.Key.Key_Escape)
        assert edit.text() == before
        seat.settle()
        seat.retype(line_of(field(page, "source")), "x")
        line_of(field(page, "source")).setText("x" * 1200)
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: "too long" in field(page, "source").problem())

    def test_what_is_wrong_stands_under_it_and_holds_the_page(self, seat: Seat) -> None:
        page = seat.go_to("Álvares")
        birthday = field(page, "birthday")
        seat.retype(birthday.edit, "31 Feb 1980")
        seat.press(Qt.Key.Key_Return)
        assert birthday.problem() == "That month has no such day."
        row = seat.screen.table.current_row()
        seat.screen.table.go_to(row + 2)
        seat.settle()
        assert seat.screen.table.current_row() == row
        assert "João" in seat.name()
        assert "That month has no such day." in seat.toast()
        assert isinstance(birthday.edit, QLineEdit)
        assert birthday.edit.text() == "31 Feb 1980"

    def test_a_name_is_changed_as_a_whole_and_nothing_of_one_is_left_on_the_next(self, seat: Seat) -> None:
        page = seat.go_to("Álvares")
        page.header.name.setFocus(Qt.FocusReason.TabFocusReason)
        lines = page.header.name._lines  # type: ignore[attr-defined]
        seat.retype(lines["given_name"], "Juca")
        seat.retype(lines["family_name"], "Siqueira")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: seat.name() == "Juca Siqueira")
        seat.settle()
        seat.desk.undo()
        seat.until(lambda: seat.name() == "João Álvares")
        seat.settle()
        page = seat.go_to("Lakshmi")
        texts = [line.text() for line in page.details.findChildren(QLineEdit) if line.isVisible()]
        assert "+55 11 98765-4321" not in texts
        # an empty field is asked for
        assert "phonetic_given_name" not in page.details._rows
        page.details.more.click()
        assert not page.details._rows["phonetic_given_name"].isHidden()
        seat.retype(line_of(field(page, "phonetic_given_name")), "lakshmi")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: shown(page)["fields"]["phonetic_given_name"] == "lakshmi")
        page.details.more.click()
        assert page.details._rows["phonetic_family_name"].isHidden()
        assert not page.details._rows["phonetic_given_name"].isHidden()


class TestParts:
    def test_a_label_is_changed_a_phone_added_and_an_emptied_mail_removed(self, seat: Seat) -> None:
        page = seat.go_to("Álvares")
        page.details.lists["phones"].rows()[0]._relabel("home")
        seat.until(lambda: shown(page)["phones"][0]["label"] == "home")
        seat.settle()
        phones = page.details.lists["phones"]
        phones.add()
        seat.keys("11 5555-1234")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: len(shown(page)["phones"]) == 3)
        seat.settle()
        assert [row.line.value() for row in phones.rows()][-1] == "11 5555-1234"
        assert phones.rows()[-1].line.edit.hasFocus()
        line = page.details.lists["emails"].rows()[1].line.edit
        assert isinstance(line, QLineEdit)
        line.setFocus()
        line.selectAll()
        seat.press(Qt.Key.Key_Backspace)
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: len(shown(page)["emails"]) == 1)

    def test_an_address_is_one_step(self, seat: Seat) -> None:
        page = seat.go_to("Álvares")
        block = page.details.lists["addresses"].rows()[0].line
        block.setFocus(Qt.FocusReason.TabFocusReason)
        lines = block._lines  # type: ignore[attr-defined]
        seat.retype(lines["street"], "Rua Augusta, 1600")
        seat.retype(lines["city"], "Campinas")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: shown(page)["addresses"][0]["city"] == "Campinas")
        seat.settle()
        seat.desk.undo()
        seat.until(lambda: shown(page)["addresses"][0]["street"] == "Rua Augusta, 1500")

    def test_a_company_that_is_new_is_made(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        page.details.lists["affiliations"].add()
        lines = page.details.lists["affiliations"].rows()[0].line._lines  # type: ignore[attr-defined]
        seat.retype(lines["company"], "Sweet Works")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: shown(page)["affiliations"])
        assert page.header._company.text() == "Sweet Works"
        page.header._open_company()
        seat.until(lambda: seat.window.section == "companies" and seat.screen.page and "Sweet" in seat.name())
        assert len(seat.page.related.ties()) == 1

    def test_tags_and_refusals_are_marks(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        page.marks.add_tag()
        seat.keys("Friend")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: "Friend" in tag_names(page))
        page.marks._toggle("email", None)
        seat.until(lambda: shown(page)["opt_outs"])
        assert not page.header.write.icon().isNull()
        seat.desk.undo()
        seat.until(lambda: not shown(page)["opt_outs"])
        page.marks._remove_tag(next(tag for tag in shown(page)["tags"] if tag["name"] == "Friend"))
        seat.until(lambda: "Friend" not in tag_names(page))


def test_history_tells_from_what_to_what(seat: Seat) -> None:
    page = seat.go_to("Álvares")
    key = page.editor.record
    seat.desk.write(lambda store: records.set_value(store, "contacts", key, "source", "Fair"))
    seat.desk.undo()
    page.show_tab("history")
    seat.settle()
    seat.until(lambda: len(page.history.timeline.happenings()) > 2)
    undone, done = page.history.timeline.happenings()[:2]
    assert done.title == "Source"
    assert done.detail == "Trade fair 2025 → Fair"
    assert undone.detail.endswith("undone")

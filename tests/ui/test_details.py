"""The details of a page: each value with the editor that suits it, pick lists offered, places kept."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from crmdesk.domain.fields import Kind
from crmdesk.services import custom, picks, records
from crmdesk.ui.page import Page
from crmdesk.ui.people import PersonField
from crmdesk.ui.suggest import RecordField
from crmdesk.widgets.amounts import MoneyField, NumberField
from crmdesk.widgets.fields import ChoiceField, DateField, Field
from crmdesk.widgets.several import SeveralField
from crmdesk.widgets.switch import SwitchField
from crmdesk.widgets.tab_order import stops
from tests.ui.desks import Seat


@pytest.fixture(autouse=True)
def british() -> Any:
    """Amounts are typed as in Britain."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def field(page: Page, name: str) -> Field:
    found = page.details._row(name).field
    assert isinstance(found, Field)
    return found


def offered(found: Field) -> list[str]:
    assert isinstance(found.edit, QComboBox)
    return [found.edit.itemText(place) for place in range(found.edit.count())]


KINDS: dict[str, tuple[Kind, type[Field], str, str]] = {
    "Boat": (Kind.TEXT, Field, "Santa Ana", "Santa Ana"),
    "Seats": (Kind.NUMBER, NumberField, "1,200", "1200"),
    "Credit": (Kind.MONEY, MoneyField, "£12.50", "12.50 GBP"),
    "Visited": (Kind.DATE, DateField, "3 May 2026", "2026-05-03"),
    "Oven": (Kind.CHOICE, ChoiceField, "gas", "gas"),
}


class TestCustom:
    def test_each_kind_has_its_editor(self, seat: Seat) -> None:
        def declare(store: Any) -> None:
            for name, (kind, *_rest) in KINDS.items():
                custom.add_field(store, "contacts", name, kind, ("gas", "wood") if kind is Kind.CHOICE else ())

        seat.desk.write(declare)
        seat.settle()
        page = seat.go_to("Lakshmi")
        page.details.more.click()
        for name, (_kind, editor, typed, stored) in KINDS.items():
            made = self.field(page, name)
            assert isinstance(made, editor)
            seat.retype(made.edit, typed)
            seat.press(Qt.Key.Key_Return)
            seat.until(lambda name=name, stored=stored: self.value(page, name) == stored)

    def test_what_is_wrong_stands_under_it(self, seat: Seat) -> None:
        seat.desk.write(lambda store: custom.add_field(store, "contacts", "Seats", Kind.NUMBER))
        seat.settle()
        page = seat.go_to("Lakshmi")
        page.details.more.click()
        made = self.field(page, "Seats")
        seat.retype(made.edit, "many")
        seat.press(Qt.Key.Key_Return)
        assert "not a number" in made.problem()
        seat.press(Qt.Key.Key_Escape)

    def test_yes_no_and_several_are_pressed(self, seat: Seat) -> None:
        seat.desk.write(lambda store: custom.add_field(store, "contacts", "Ramp", Kind.YES_NO))
        seat.desk.write(lambda store: custom.add_field(store, "contacts", "Breads", Kind.CHOICES, ("rye", "corn")))
        seat.settle()
        page = seat.go_to("Lakshmi")
        page.details.more.click()
        ramp, breads = self.field(page, "Ramp"), self.field(page, "Breads")
        assert isinstance(ramp, SwitchField)
        ramp._switch.click()
        seat.until(lambda: self.value(page, "Ramp") == "true")
        assert isinstance(breads, SeveralField)
        for action in breads.menu().actions():
            action.trigger()
        breads.keep()
        seat.until(lambda: self.value(page, "Breads") == "rye\ncorn")

    def test_a_link_is_chosen_by_name(self, seat: Seat) -> None:
        seat.desk.write(lambda store: custom.add_field(store, "contacts", "Dealer", Kind.LINK))
        seat.settle()
        page = seat.go_to("Lakshmi")
        page.details.more.click()
        dealer = self.field(page, "Dealer")
        assert isinstance(dealer, RecordField)
        seat.retype(dealer.edit, "Nobody Such")
        seat.press(Qt.Key.Key_Return)
        assert "Nobody is called so" in dealer.problem()
        seat.press(Qt.Key.Key_Escape)
        row = seat.asked(lambda store: store.find("Padaria São José", 1))[0]
        dealer._line.setText(row.name)
        dealer._take(row)
        seat.until(lambda: self.value(page, "Dealer"))
        seat.settle()
        assert dealer._line.text() == row.name

    def test_a_field_added_meanwhile_is_there_at_once(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        seat.desk.write(lambda store: custom.add_field(store, "contacts", "Boat"))
        seat.settle()
        page.reload()
        seat.settle()
        assert self.field(page, "Boat").isHidden() is False

    @staticmethod
    def field(page: Page, name: str) -> Field:
        entry = next(entry for entry in page._shown["custom"] if entry["name"] == name)
        found = page.details.custom._rows[entry["field_id"]].field
        assert isinstance(found, Field)
        return found

    @staticmethod
    def value(page: Page, name: str) -> Any:
        return next(entry["value"] for entry in page._shown["custom"] if entry["name"] == name)


class TestPickLists:
    def test_words_in_use_and_own_ones_are_offered_once_the_cursor_is_there(self, seat: Seat) -> None:
        seat.desk.write(lambda store: picks.add(store, "source", "Billboard"))
        seat.settle()
        page = seat.go_to("Álvares")
        source = field(page, "source")
        source.setFocus()
        seat.until(lambda: "Billboard" in offered(source))
        assert "Trade fair 2025" in offered(source)

    def test_what_is_typed_is_never_filled_up(self, seat: Seat) -> None:
        page = seat.go_to("Álvares")
        source = field(page, "source")
        source.setFocus()
        seat.until(lambda: len(offered(source)) > 2)
        seat.retype(source.edit, "Trade")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: page._shown["fields"]["source"] == "Trade")

    def test_a_renamed_stage_is_shown_as_renamed(self, seat: Seat) -> None:
        seat.desk.write(lambda store: picks.rename(store, "stage", "customer", "Patron"))
        seat.settle()
        page = seat.go_to("Álvares")
        seat.until(lambda: page.editor.said("stage", "customer") == "Patron")
        seat.settle()
        stage = field(page, "stage")
        assert isinstance(stage.edit, QComboBox)
        assert stage.edit.currentText() == "Patron"
        assert page._shown["fields"]["stage"] == "customer"


class TestPlaces:
    def test_still_right_is_one_press(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        action = field(page, "confirmed_on").action
        assert action
        action.click()
        seat.until(lambda: page._shown["fields"]["confirmed_on"] == date.today().isoformat())  # noqa: DTZ011
        assert not field(page, "confirmed_on").isHidden()

    def test_what_is_being_typed_is_never_overwritten(self, seat: Seat) -> None:
        page = seat.go_to("Álvares")
        source, record = field(page, "source"), page.editor.record
        seat.retype(source.edit, "Under my fin")
        seat.desk.write(lambda store: records.set_value(store, "contacts", record, "source", "Elsewhere"))
        seat.until(lambda: page._shown["fields"]["source"] == "Elsewhere")
        seat.desk.undo()
        seat.settle()
        assert isinstance(source.edit, QComboBox)
        assert source.edit.currentText() == "Under my fin"
        seat.keys("gers")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: page._shown["fields"]["source"] == "Under my fingers")

    def test_scroll_and_tab_stay_when_it_is_refreshed(self, seat: Seat) -> None:
        page = seat.go_to("Álvares")
        page.details.more.click()
        seat.settle()
        page.show_tab("history")
        bar = page.area.verticalScrollBar()
        bar.setValue(200)
        record = page.editor.record
        seat.desk.write(lambda store: records.set_value(store, "contacts", record, "rating", 2))
        seat.until(lambda: page._shown["fields"]["rating"] == 2)
        seat.settle()
        assert bar.value() == 200
        assert page.tab() == "history"
        seat.go_to("Lakshmi")
        assert bar.value() == 0
        assert page.tab() == "history"

    def test_insert_offers_all_that_can_be_added(self, seat: Seat) -> None:
        page = seat.go_to("Lakshmi")
        words = [action.text() for action in page.details.menu_of_more().actions()]
        assert {"Phone", "E-mail", "Address", "Link", "Position", "Tag"} <= set(words)

    def test_the_first_of_several_is_chosen_in_the_menu_of_its_label(self, seat: Seat) -> None:
        page = seat.go_to("Álvares")
        second = page.details.lists["phones"].rows()[1]
        command = dict(page.details.lists["phones"].offered(second.entry)[1]())
        command["Make it the first"]()
        seat.until(lambda: page._shown["phones"][1].get("is_primary"))
        command["Remove"]()
        seat.until(lambda: len(page._shown["phones"]) == 1)

    def test_every_control_has_a_name_and_its_place_in_the_order(self, seat: Seat) -> None:
        page = seat.go_to("Álvares")
        page.details.more.click()
        kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QTextEdit)
        for control in page.findChildren(QWidget):
            if isinstance(control, kinds) and control.isVisible() and control.objectName() != "qt_edit_menu":
                parent = control.parent()
                named = control.accessibleName() or (isinstance(parent, QComboBox) and parent.accessibleName())
                assert named or getattr(control, "text", str)(), control
        heights = [stop.mapTo(page, stop.rect().topLeft()).y() for stop in stops(page.details) if stop.isVisible()]
        assert heights == sorted(heights)


class TestPeople:
    def company(self, seat: Seat) -> Page:
        seat.window.go("companies")
        seat.settle()
        return seat.go_to("Padaria")

    def test_one_who_is_new_is_added_by_name(self, seat: Seat) -> None:
        page = self.company(seat)
        people = page.details.lists["people"]
        people.add()
        block = people.rows()[-1].line
        assert isinstance(block, PersonField)
        seat.retype(block.line("name"), "Rita Prado")
        seat.retype(block.line("title"), "Chefe de cozinha")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: [entry["name"] for entry in page._shown["people"]][-1] == "Rita Prado")
        assert page._shown["people"][-1]["title"] == "Chefe de cozinha"
        seat.settle()
        seat.desk.undo()
        seat.until(lambda: len(page._shown["people"]) == 2)

    def test_one_who_is_there_is_chosen(self, seat: Seat) -> None:
        page = self.company(seat)
        row = seat.asked(lambda store: store.find("Lakshmi", 1, "contact"))[0]
        people = page.details.lists["people"]
        people.add()
        block = people.rows()[-1].line
        assert isinstance(block, PersonField)
        seat.retype(block.line("name"), row.name)
        block._take(row)
        seat.qtbot.keyClick(block.line("name"), Qt.Key.Key_Return)  # choosing has closed the list
        seat.until(lambda: len(page._shown["people"]) == 3)
        assert page._shown["people"][-1]["name"] == row.name
        before = seat.asked(lambda store: store.listing("contact").count())
        people.add()
        again = people.rows()[-1].line
        assert isinstance(again, PersonField)
        seat.retype(again.line("name"), row.name)
        again._take(row)
        seat.qtbot.keyClick(again.line("name"), Qt.Key.Key_Return)
        seat.until(lambda: "already" in again.problem())
        assert seat.asked(lambda store: store.listing("contact").count()) == before
        seat.press(Qt.Key.Key_Escape)

    def test_titles_are_changed_in_place_and_names_on_their_own_page(self, seat: Seat) -> None:
        page = self.company(seat)
        row = page.details.lists["people"].rows()[0]
        assert isinstance(row.line, PersonField)
        assert row.line.line("name").isReadOnly()
        row.line.open()
        seat.retype(row.line.line("title"), "Presidente")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: page._shown["people"][0]["title"] == "Presidente")
        assert row.line.action
        row.line.action.click()
        seat.until(lambda: seat.window.section == "contacts" and seat.screen.side.page and "João" in seat.name())

"""Preferences: made from the settings, kept at once, undone where they are told; lists of words kept in the file."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from crmdesk import i18n, paths, settings
from crmdesk.domain.fields import Kind
from crmdesk.services import custom, holidays, picks, preferences, records, relations
from crmdesk.ui import app, windows
from crmdesk.ui.about import About
from crmdesk.ui.custom_fields import CustomFields
from crmdesk.ui.pick_lists import PickLists
from crmdesk.ui.preference_panes import FilePane, SettingsPane
from crmdesk.ui.preferences import GROUPS, Preferences
from crmdesk.ui.relation_words import RelationWords
from crmdesk.widgets import theme
from crmdesk.widgets.fields import Field
from crmdesk.widgets.messages import ErrorSheet
from crmdesk.widgets.word_list import WordList
from tests.ui.desks import Seat
from tests.ui.test_languages import cut, forget


def opened(seat: Seat, group: str = "general") -> tuple[Preferences, Any]:
    sheet = Preferences(seat.window, group)
    sheet.open()
    sheet.activateWindow()
    seat.until(sheet.isActiveWindow)
    seat.settle()
    return sheet, sheet.panes[group]


def kept(name: str) -> object:
    return json.loads((paths.config() / "settings.json").read_text("utf-8"))[name]


def words(words: WordList) -> list[str]:
    return [row.typed()[0] for row in words.rows]


def type_new(seat: Seat, words: WordList, *texts: str) -> None:
    for line, text in zip(words.lines, texts, strict=False):
        line.setText(text)
    words.lines[0].setFocus()
    seat.press(Qt.Key.Key_Return)


def rename(seat: Seat, words: WordList, place: int, text: str, column: int = 0) -> None:
    line = words.rows[place].fields[column].edit
    assert isinstance(line, QLineEdit)
    seat.retype(line, text)
    seat.press(Qt.Key.Key_Return)


class TestTheSheet:
    def test_keys_open_it_go_through_all_groups_and_close_it(self, seat: Seat) -> None:
        seat.control(Qt.Key.Key_Comma)
        sheet = seat.sheet(Preferences)
        assert sheet.accessibleName() == "Preferences"
        seat.qtbot.keyClick(sheet, Qt.Key.Key_Escape)
        assert not sheet.isVisible()
        sheet, _pane = opened(seat)
        for group in GROUPS:
            assert sheet._buttons[group.key].isChecked()
            assert sheet.panes[group.key].isVisible()
            seat.qtbot.keyClick(sheet._buttons[group.key], Qt.Key.Key_Down)
            seat.settle()
        assert sheet._buttons["general"].isChecked()
        # every control has a name
        for group in GROUPS:
            sheet.choose(group.key)
            seat.settle()
            stops = [part for part in sheet.findChildren(QWidget) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
            named = [part.accessibleName() or getattr(part, "text", str)() for part in stops if part.isVisible()]
            assert len(named) > 2
            assert all(named), group.key

    def test_without_a_file_there_is_what_belongs_to_the_machine(self, empty_seat: Seat) -> None:
        empty_seat.window.ask("preferences")
        assert list(empty_seat.sheet(Preferences)._buttons) == ["general", "appearance", "calendar"]


@pytest.fixture
def undressed(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp, "light", 1.0, is_moving=True)


@pytest.mark.usefixtures("undressed")
class TestSettings:
    def test_each_is_shown_as_it_is_kept(self, seat: Seat) -> None:
        settings.change(language="tr", author="Bia", colour_scheme="dark", scale=125, motion="off")
        shown = {}
        for group in ("general", "appearance"):
            sheet, pane = opened(seat, group)
            assert isinstance(pane, SettingsPane)
            shown |= {name: control.value() for name, control in pane.controls.items()}
            sheet.reject()
        assert shown == {"language": "tr", "author": "Bia", "colour_scheme": "dark", "scale": 125, "motion": "off"}

    def test_another_language_is_one_press_away(
        self, seat: Seat, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("CRMDESK_LANGUAGE", raising=False)
        _sheet, pane = opened(seat)
        again = next(made for made in pane.findChildren(QPushButton) if made.text() == "Restart now")
        assert again.isHidden()
        settings.change(language="tr")
        pane.controls["language"].chosen.emit("tr")
        seat.until(again.isVisible)
        seat.click(again)
        seat.until(lambda: not windows.all_open())
        assert qapp.property(windows.AGAIN)
        qapp.setProperty(windows.AGAIN, False)
        assert windows.last_states()[0]["section"] == "contacts"
        begun: list[list[str]] = []
        monkeypatch.setattr("subprocess.Popen", lambda command, **_more: begun.append(command))
        app.begin_again()
        assert begun[0][1:] == ["-m", "crmdesk"]
        forget()  # what was asked for meanwhile

    def test_colours_size_and_motion_change_at_once_and_the_name_from_now_on(self, seat: Seat) -> None:
        sheet, pane = opened(seat, "appearance")
        assert not theme.is_dark()
        pane.controls["colour_scheme"]._button(2).click()
        assert theme.is_dark()
        assert kept("colour_scheme") == "dark"
        before = sheet.size()
        pane.controls["scale"]._more.click()
        seat.until(lambda: sheet.height() > before.height())
        assert (theme.scale(), kept("scale")) == (1.1, 110)
        assert sheet.width() <= seat.window.width()
        pane.controls["motion"]._button(1).click()
        assert theme.motion() == 0
        assert kept("motion") == "off"
        sheet.reject()
        _sheet, pane = opened(seat)
        seat.retype(pane.controls["author"].edit, "Bia")
        seat.press(Qt.Key.Key_Return)
        assert kept("author") == "Bia"
        assert seat.asked(lambda store: store.author) == "Bia"


class TestThisFile:
    def test_the_country_is_kept_in_the_file_and_can_be_undone(self, seat: Seat) -> None:
        def country(store: Any) -> str:
            with store.read() as session:
                return preferences.country(session)

        before = seat.asked(country)
        sheet, pane = opened(seat, "file")
        assert isinstance(pane, FilePane)
        assert pane.country.value() == before
        pane.country.set_value("TR")
        pane.country.chosen.emit("TR")
        seat.until(lambda: sheet._said.text() == "Country: Türkiye")
        assert seat.asked(country) == "TR"
        seat.until(lambda: seat.desk.country == "TR")
        seat.until(pane._region_row.isHidden)
        sheet._undo.click()
        seat.until(lambda: pane.country.value() == before)
        # and the region, whose holidays are shown besides
        seat.asked(lambda store: preferences.set_country(store, "DE"))
        seat.until(lambda: pane.country.value() == "DE")
        seat.until(lambda: not pane._region_row.isHidden())
        assert "Bayern" in [pane.region.itemText(place) for place in range(pane.region.count())]
        pane.region.set_value("BY")
        pane.region.chosen.emit("BY")
        seat.until(lambda: sheet._said.text() == "Holidays: Bayern")

        def free(store: Any) -> bool:
            day = date(2027, 1, 6)
            with store.read() as session:
                return bool(holidays.of_file(session, "DE", day, day))

        assert seat.asked(free)
        seat.asked(lambda store: preferences.set_country(store, "AT"))
        seat.until(lambda: pane.region.value() == "")


class TestCustomFields:
    @pytest.fixture
    def pane(self, seat: Seat) -> CustomFields:
        _sheet, pane = opened(seat, "fields")
        assert isinstance(pane, CustomFields)
        return pane

    def test_it_is_on_the_open_page_at_once_and_leaves_it_when_archived(self, seat: Seat) -> None:
        page = seat.go_to("Álvares")
        _sheet, pane = opened(seat, "fields")
        type_new(seat, pane.words, "Visits a year")
        seat.until(lambda: "Visits a year" in words(pane.words))
        assert pane.words.lines[0].text() == ""
        seat.until(lambda: "Visits a year" in _own_names(page))
        first = words(pane.words)[0]
        seat.until(lambda: first in _own_names(page))
        pane.words.rows[0].away.click()
        seat.until(lambda: first not in words(pane.words) and first not in _own_names(page))
        pane.words.brought_back.emit(pane.words._words[0].key)
        seat.until(lambda: words(pane.words)[0] == first and first in _own_names(page))

    def test_one_that_chooses_says_what_from_and_companies_have_their_own(self, seat: Seat, pane: CustomFields) -> None:
        pane.kind.set_value(Kind.CHOICE)
        pane.kind.chosen.emit(Kind.CHOICE)
        type_new(seat, pane.words, "Pays by")
        seat.until(lambda: "needs something to choose from" in pane.words._problem.text())
        pane.offers.setText("Cash, Card")
        pane.offers.setFocus()
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: "Pays by" in words(pane.words))
        (made,) = [field for field in seat.asked(lambda store: custom.fields(store, "contacts")) if field.chooses]
        assert made.choices == ("Cash", "Card")
        # the order is one step by keys
        first, second = words(pane.words)[:2]
        pane.words.rows[0].fields[0].setFocus()
        seat.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        seat.settle()
        order = [field.name for field in seat.asked(lambda store: custom.fields(store, "contacts"))]
        assert order[:2] == [second, first]
        seat.asked(lambda store: store.undo())
        seat.until(lambda: words(pane.words)[:2] == [first, second])
        pane.kind.set_value(Kind.TEXT)
        pane.kind.chosen.emit(Kind.TEXT)
        pane.of.choose(1)
        seat.until(lambda: not words(pane.words))
        type_new(seat, pane.words, "Ovens")
        seat.until(lambda: words(pane.words) == ["Ovens"])
        assert [field.name for field in seat.asked(lambda store: custom.fields(store, "companies"))] == ["Ovens"]

    def test_its_choices_are_renamed_where_they_are_held(self, seat: Seat, pane: CustomFields) -> None:
        def fill(store: Any) -> bytes:
            field = custom.add_field(store, "contacts", "Pays by", Kind.CHOICE, ["Cash", "Card"])
            records.set_custom(store, records.add(store, "contact", {"given_name": "Ana"}), field, "Card")
            return field

        key = seat.asked(fill)
        seat.until(lambda: "Pays by" in words(pane.words))
        next(row for row in pane.words.rows if row.word.key == key).open.click()
        assert words(pane.choices.words) == ["Cash", "Card"]
        rename(seat, pane.choices.words, 1, "Credit card")
        seat.until(lambda: words(pane.choices.words) == ["Cash", "Credit card"])
        seat.until(lambda: pane.choices.words.rows[1].word.key == "Credit card")
        sheet = seat.sheet(Preferences)
        seat.until(lambda: sheet._said.text() == "Renamed in 1 record")
        sheet._undo.click()
        seat.until(lambda: words(pane.choices.words) == ["Cash", "Card"])


def _own_names(page: Any) -> list[str]:
    return [field.edit.accessibleName() for field in page.details.findChildren(Field)]


class TestPickLists:
    @pytest.fixture
    def pane(self, seat: Seat) -> PickLists:
        _sheet, pane = opened(seat, "picks")
        assert isinstance(pane, PickLists)
        return pane

    def choose(self, seat: Seat, pane: PickLists, name: str) -> None:
        pane.list.set_value(name)
        pane.list.chosen.emit(name)
        seat.settle()

    def test_words_are_renamed_and_the_same_word_twice_is_refused_under_it(self, seat: Seat, pane: PickLists) -> None:
        self.choose(seat, pane, "source")
        old = words(pane.words)[0]
        rename(seat, pane.words, 0, "Somebody told")
        sheet = seat.sheet(Preferences)
        seat.until(lambda: sheet._said.text().startswith("Renamed in"))
        assert old not in words(pane.words)
        assert "Somebody told" in words(pane.words)
        self.choose(seat, pane, "stage")
        rename(seat, pane.words, 0, "New")
        seat.until(lambda: pane.words.rows[0].word.texts == ("New",))
        assert seat.asked(lambda store: picks.choices(store, "stage"))[0] == ("lead", "New")
        rename(seat, pane.words, 0, "Customer")
        seat.until(lambda: pane.words.rows[0].fields[0].problem() == "“Customer” is in the list already.")

    def test_what_is_refused_after_closing_is_still_told(self, seat: Seat, pane: PickLists) -> None:
        self.choose(seat, pane, "stage")
        line = pane.words.rows[0].fields[0].edit
        seat.retype(line, "Customer")
        seat.sheet(Preferences).reject()
        error = seat.sheet(ErrorSheet)
        assert "Customer" in " ".join(part.text() for part in error.findChildren(QLabel))
        error.reject()


class TestRelations:
    @pytest.fixture
    def pane(self, seat: Seat) -> RelationWords:
        _sheet, pane = opened(seat, "relations")
        assert isinstance(pane, RelationWords)
        return pane

    def test_one_is_removed_and_both_words_are_made_and_changed(self, seat: Seat, pane: RelationWords) -> None:
        seat.until(lambda: words(pane.words))
        before = words(pane.words)
        pane.words.rows[0].away.click()
        sheet = seat.sheet(Preferences)
        seat.until(lambda: f"“{before[0]}” is removed" in sheet._said.text())
        sheet._undo.click()
        seat.until(lambda: words(pane.words) == before)
        pane.between.choose(1)
        seat.until(lambda: not words(pane.words))
        type_new(seat, pane.words, "supplier", "customer")
        seat.until(lambda: words(pane.words) == ["supplier"])
        rename(seat, pane.words, 0, "client", column=1)
        seat.settle()
        (kind,) = seat.asked(lambda store: relations.kinds(store, "companies"))
        assert (kind.name, kind.inverse) == ("supplier", "client")


class TestLongWords:
    @pytest.fixture
    def speaking(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        monkeypatch.setenv("CRMDESK_LANGUAGE", i18n.LONGER)
        forget()
        yield
        forget()

    def test_every_pane_has_room(self, speaking: None, seat: Seat) -> None:
        sheet, _pane = opened(seat)
        for group in GROUPS:
            sheet.choose(group.key)
            seat.settle()
            assert not cut(sheet), group.key
        about = About(seat.window)
        about.open()
        for number in range(3):
            about.pages.tabs.choose(number)
            seat.settle()
            assert not cut(about)

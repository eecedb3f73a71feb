"""The list as a table: columns, order, groups, faces, what is selected, and the list on paper."""

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from crmdesk import settings
from crmdesk.services import lookup, records
from crmdesk.ui import list_look
from crmdesk.ui.columns import Columns
from crmdesk.ui.list_look import NAME, ListLook
from crmdesk.ui.list_paper import ListPaper
from crmdesk.ui.lookups import CurrentSet
from crmdesk.widgets.column_header import ColumnHeader
from crmdesk.widgets.messages import Toast
from tests.ui.desks import Seat, sample, seat_at

COLUMNS = ((NAME, 200), ("addresses.city", 120), ("stage", 120))


def dress(seat: Seat, **values: Any) -> None:
    seat.screen.list.set_look(replace(ListLook("table", "below", COLUMNS), **values))
    seat.until(lambda: not seat.screen.list.is_looking)
    seat.until(lambda: seat.screen.list.columns)
    seat.settle()


def cells(seat: Seat, column: int = 0) -> list[str]:
    """Of all records, in their order."""
    table = seat.screen.table.records

    def there() -> bool:
        rows = [table.row(number) for number in range(table.record_count())]
        return all(row and row.cells for row in rows)

    seat.until(there)
    return [row.cells[column] for number in range(table.record_count()) if (row := table.row(number))]


def menu(seat: Seat) -> QMenu:
    seat.until(QApplication.activePopupWidget)
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def texts(found: QMenu) -> list[str]:
    return [action.text() for action in found.actions() if action.text()]


def choose(found: QMenu, text: str) -> None:
    next(action for action in found.actions() if action.text() == text).trigger()
    found.close()


def press_toast(seat: Seat, text: str) -> None:
    shown = [toast for toast in seat.window.findChildren(Toast) if toast.isVisible()]
    seat.click(next(made for made in shown[-1].findChildren(QPushButton) if made.text() == text))


def header(seat: Seat) -> ColumnHeader:
    found = seat.screen.table.horizontalHeader()
    assert isinstance(found, ColumnHeader)
    return found


class TestTheTable:
    def test_it_shows_the_chosen_columns_and_is_back_after_a_restart(
        self, qtbot: QtBot, qapp: QApplication, tmp_path: Path
    ) -> None:
        path = sample(tmp_path)
        with seat_at(qtbot, qapp, path) as seat:
            dress(seat, sort=(("addresses.city", True),))
            before = cells(seat)
        with seat_at(qtbot, qapp, path) as seat:
            assert cells(seat) == before
            assert [column.title for column in seat.screen.table.records.columns] == ["Name", "City", "Stage"]

    def test_names_alone_a_change_in_its_cell_and_where_the_page_stands(self, seat: Seat) -> None:
        everyone = seat.rows()
        dress(seat)
        assert cells(seat) == everyone
        dress(seat)
        key = seat.asked(lambda store: lookup.find(store, "Álvares", kind="contact")[0].id)
        seat.desk.write(lambda store: records.set_value(store, "contacts", key, "stage", "former"))
        place = cells(seat).index("Álvares, João")
        seat.until(lambda: cells(seat, 2)[place] == "Former customer")
        dress(seat)
        assert seat.screen.table.width() > 900
        dress(seat, page="right")
        assert seat.screen.table.width() < 800
        seat.window.ask("table")
        seat.settle()
        assert seat.screen.list.look.layout == "lines"
        assert not seat.screen.table.records.columns


class TestOrder:
    def test_by_several_columns_turned_round_and_as_typed(self, seat: Seat) -> None:
        dress(seat)
        header(seat).sorted.emit("stage", False)
        seat.settle()
        header(seat).sorted.emit("addresses.city", True)
        seat.settle()
        stages = cells(seat, 2)
        order = ["Lead", "Prospect", "Customer", "Former customer", ""]
        assert stages == sorted(stages, key=order.index)
        assert [(c.key, c.sorted) for c in seat.screen.table.records.columns] == [
            (NAME, 0), ("addresses.city", 2), ("stage", 1),
        ]  # fmt: skip
        dress(seat, sort=(("addresses.city", False),))
        up = [city for city in cells(seat, 1) if city]
        header(seat).sorted.emit("addresses.city", False)
        seat.until(lambda: seat.screen.list.look.sort == (("addresses.city", True),))
        seat.settle()
        down = cells(seat, 1)
        assert [city for city in down if city] == sorted(up, key=up.index)[::-1]
        assert not any(down[len(up) :])
        # words being typed give the best first whatever the order
        dress(seat, sort=(("addresses.city", True),))
        seat.window.search.setText("álvares")
        seat.until(lambda: cells(seat) == ["Álvares, João"])
        seat.window.search.clear()
        seat.until(lambda: seat.screen.table.records.record_count() > 30)
        # a record that is changed goes to its new place
        dress(seat, sort=(("addresses.city", False),))
        key = seat.asked(lambda store: lookup.find(store, "Álvares", kind="contact")[0].id)

        def move(store: Any) -> None:
            for entry in records.show(store, key)["addresses"]:
                records.set_value(store, "addresses", entry["id"], "city", "Aaa")

        seat.desk.write(move)
        seat.until(lambda: not seat.screen.list.is_looking and cells(seat)[0] == "Álvares, João")

    def test_who_is_chosen_stays_chosen_wherever_that_is(self, seat: Seat) -> None:
        page = seat.go_to("Álvares")
        dress(seat, sort=(("addresses.city", True),))
        seat.until(lambda: seat.screen.list.current() is not None)
        row = seat.screen.list.current()
        assert row
        assert row.title == "Álvares, João"
        assert "João" in seat.name()
        assert page is seat.page


class TestGroups:
    def test_what_is_selected_counted_and_deleted(self, seat: Seat) -> None:
        dress(seat, group="tags")
        seat.screen.table.selectAll()
        everyone = seat.asked(lambda store: lookup.count(store, "contact"))
        assert seat.screen.table.records.record_count() > everyone
        assert seat.screen.list.selected_count() == everyone
        chosen: list[CurrentSet] = []
        seat.screen.list.with_selected(chosen.append)
        seat.until(lambda: chosen)
        assert chosen[0].count == everyone
        dress(seat, group="stage")
        groups = seat.screen.table.records.groups
        assert groups
        assert groups.titles[0] == "Lead"
        count = seat.screen.table.records.record_count()
        assert sum(groups.size(number) for number in range(len(groups.titles))) == count
        seat.screen.table.selectAll()
        assert seat.screen.bar._words.text() == f"{count} selected"
        dress(seat, group="stage")
        table, groups = seat.screen.table, seat.screen.table.records.groups
        assert groups
        before, leads = table.records.record_count(), groups.size(0)
        table.setFocus()
        table.select([range(leads)])
        seat.press(Qt.Key.Key_Delete)
        seat.until(lambda: table.records.record_count() == before - leads and not seat.screen.list.is_looking)
        assert table.records.groups
        assert table.records.groups.titles[0] != "Lead"


class TestColumns:
    def test_they_are_chosen_and_moved_by_keys_and_never_none(self, seat: Seat) -> None:
        dress(seat)
        seat.screen.menus.choose_columns()
        chooser: Columns = seat.sheet(Columns)
        for item in chooser.list.items_in_order():
            item.setCheckState(Qt.CheckState.Unchecked)
        assert not chooser._primary_button.isEnabled()
        chooser.reject()
        seat.screen.menus.choose_columns()
        chooser = seat.sheet(Columns)
        chooser.list.setCurrentRow(2)
        chooser.list.setFocus()
        seat.qtbot.keyClick(chooser.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        seat.qtbot.keyClick(chooser.list, Qt.Key.Key_Space)
        assert chooser.keys() == (NAME, "addresses.city")
        seat.qtbot.keyClick(chooser.list, Qt.Key.Key_Space)
        chooser.search.setText("birth")
        shown = [item for item in chooser.list.items_in_order() if not item.isHidden()]
        assert [item.text() for item in shown] == ["Birthday"]
        shown[0].setCheckState(Qt.CheckState.Checked)
        chooser._take()
        seat.settle()
        assert seat.screen.list.look.keys == (NAME, "stage", "addresses.city", "birthday")
        assert len(cells(seat, 3)) > 30

    def test_what_the_header_offers_and_what_is_remembered(self, seat: Seat) -> None:
        dress(seat)
        seat.screen.menus.open_column("stage", QPoint(10, 10))
        found = menu(seat)
        assert texts(found) == ["Sort upwards", "Sort downwards", "Group by this", "Hide column", "Columns…"]
        choose(found, "Group by this")
        seat.until(lambda: seat.screen.table.records.groups)
        seat.screen.menus.open_column("stage", QPoint(10, 10))
        choose(menu(seat), "Do not group")
        seat.until(lambda: not seat.screen.table.records.groups)
        seat.screen.menus.open_column("stage", QPoint(10, 10))
        choose(menu(seat), "Hide column")
        seat.until(lambda: "stage" not in seat.screen.list.look.keys)
        dress(seat)
        header(seat).resizeSection(0, 333)
        header(seat).moveSection(2, 0)
        kept = list_look.load("contact")
        assert kept.keys == ("stage", NAME, "addresses.city")
        assert dict(kept.columns)[NAME] == 333

    def test_settings_that_nobody_understands_give_what_is_usual(self) -> None:
        for kept in ("nonsense", {}, {"contact": {"columns": "x"}}, {"contact": 7}):
            settings.change(window={"lists": kept})
            assert list_look.load("contact") == list_look.usual("contact")


def test_the_third_press_with_shift_takes_a_column_away() -> None:
    look = ListLook().sorted_by("a", adds=False).sorted_by("b", adds=True)
    assert look.sort == (("a", False), ("b", False))
    look = look.sorted_by("a", adds=True)
    assert look.sort == (("a", True), ("b", False))
    assert look.sorted_by("a", adds=True).sort == (("b", False),)
    assert look.sorted_by("b", adds=False).sort == (("b", False),)


def test_photos_stand_in_the_rows(seat: Seat) -> None:
    records_ = seat.screen.table.records

    def pictured() -> list[str]:
        rows = [records_.row(number) for number in range(records_.record_count())]
        return [row.title for row in rows if row and records_.face(row) is not None]

    seat.until(pictured)
    name, before = pictured()[0], len(pictured())
    seat.desk.write(lambda store: records.set_photo(store, lookup.find(store, name)[0].id, None, None))
    seat.until(lambda: len(pictured()) == before - 1)
    assert name not in pictured()


class TestRows:
    def test_what_is_offered_for_one_and_for_several(self, seat: Seat) -> None:
        seat.go_to("Álvares")
        seat.screen.table.menu_wanted.emit(QPoint(5, 5))
        found = menu(seat)
        assert texts(found)[:3] == ["Open", "Dial", "Write"]
        assert {"Labels", "List", "Tag", "Group", "Edit all", "Delete"} <= {*texts(found)}
        assert "Merge" not in texts(found)
        merge = seat.screen.bar._actions["merge"]
        assert not merge.isEnabled()
        assert "two to four" in merge.toolTip()
        found.close()
        seat.screen.table.select([range(3)])
        seat.screen.table.menu_wanted.emit(QPoint(5, 5))
        found = menu(seat)
        assert texts(found)[0] == "3 selected"
        assert merge.isEnabled()
        assert "Merge" in texts(found)
        assert "Dial" not in texts(found)
        with seat.qtbot.waitSignal(seat.desk.set_asked) as asked:
            choose(found, "Tag")
        action, chosen = asked.args
        assert (action, chosen.count) == ("tag", 3)
        seat.screen.table.select([range(5)])
        assert not merge.isEnabled()

    def test_those_chosen_are_kept_alone_or_left_out(self, seat: Seat) -> None:
        everyone = seat.rows()
        for words, left in (("Keep only these", everyone[1:4]), ("Leave these out", [everyone[0], *everyone[4:]])):
            seat.screen.table.select([range(1, 4)])
            seat.screen.table.menu_wanted.emit(QPoint(5, 5))
            choose(menu(seat), words)
            seat.until(lambda left=left: seat.rows() == left)
            assert "3 contacts" in seat.toast()
            press_toast(seat, "Undo")
            seat.until(lambda: seat.rows() == everyone)
        seat.window.search.setText("fraser")
        seat.until(lambda: 1 < len(seat.rows()) < len(everyone))
        found = set(seat.rows())
        seat.screen.table.go_to(0)
        first = seat.rows()[0]
        seat.screen.table.menu_wanted.emit(QPoint(5, 5))
        choose(menu(seat), "Leave out")
        seat.until(lambda: set(seat.rows()) == found - {first})

    def test_dialling_goes_by_the_page_and_what_it_warns_of(self, seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
        opened: list[str] = []
        monkeypatch.setattr("crmdesk.widgets.links.open_external", opened.append)
        name = next(name for name in seat.rows() if "Álvares" not in name)
        seat.go_to(name)
        pressed: list[None] = []
        seat.page.header.call.clicked.connect(lambda: pressed.append(None))
        seat.screen.table.menu_wanted.emit(QPoint(5, 5))
        choose(menu(seat), "Dial")
        seat.until(lambda: pressed or "no phone number" in seat.toast())


class TestOnPaper:
    def test_a_pdf_of_what_is_selected_and_all_with_csv(self, seat: Seat, tmp_path: Path) -> None:
        dress(seat)
        seat.screen.table.select([range(2)])
        seat.screen.act("list")
        sheet: ListPaper = seat.sheet(ListPaper)
        seat.until(sheet.save_button.isEnabled)
        assert sheet.content
        assert len(sheet.content.rows) == 2
        assert not sheet.totals.isEnabled()
        sheet.save_pdf(tmp_path / "list.pdf")
        seat.until((tmp_path / "list.pdf").exists)
        assert (tmp_path / "list.pdf").read_bytes().startswith(b"%PDF")
        dress(seat, sort=(("addresses.city", False),), group="stage", columns=(*COLUMNS, ("rating", 60)))
        shown = cells(seat)
        seat.window.ask("print list")
        sheet = seat.sheet(ListPaper)
        seat.until(sheet.print_button.isEnabled)
        assert sheet._caption.text().startswith("Page 1 of ")
        sheet.totals.setCurrentIndex(sheet.totals.findData("average"))
        sheet.title.setText("Friends")
        sheet.title.editingFinished.emit()
        seat.until(lambda: sheet.print_button.isEnabled() and sheet.printed)
        sheet.save_csv(tmp_path / "list.csv")
        seat.until((tmp_path / "list.csv").exists)
        with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == ["Stage", "Name", "City", "Stage", "Rating"]
        assert [row[1] for row in rows[1:] if row[1] not in ("Average", "Average of all")] == shown
        assert [row[:2] for row in rows][-1] == ["", "Average of all"]
        seat.until(lambda: seat.toast() == "Saved as “list.csv”")

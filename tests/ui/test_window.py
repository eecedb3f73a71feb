"""The frame: sections, search, lookup, what it takes to leave."""

import sys
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from crmdesk.services import lookup, records
from crmdesk.ui import actions, sections, side, window
from crmdesk.ui.sections import SECTIONS, Section
from crmdesk.widgets.block import _Summary
from crmdesk.widgets.chips import Chip
from crmdesk.widgets.messages import ErrorSheet
from tests.ui.desks import Seat, sample, seat_at

CONTROL = Qt.KeyboardModifier.ControlModifier


NUMBERED = 9
"""So many sections have a shortcut of their own."""


def chips(seat: Seat) -> list[Chip]:
    return [chip for chip in seat.screen.bar.findChildren(Chip) if chip.isVisible()]


class TestSections:
    def test_each_is_counted_and_reached_by_a_key_and_a_group_is_a_lookup(self, seat: Seat) -> None:
        counts = seat.asked(lambda store: {kind: lookup.count(store, kind) for kind in ("contact", "company")})
        shown = {key: button.count for key, button in seat.window.side._buttons.items()}
        assert shown["contacts"] == str(counts["contact"])
        assert shown["companies"] == str(counts["company"])
        for number, section in enumerate((each for each in SECTIONS if not each.within), 1):
            if number <= NUMBERED:
                seat.control(Qt.Key(Qt.Key.Key_0 + number))
            else:
                seat.click(seat.window.side._buttons[section.key])
            assert seat.window.section == section.key
        seat.settle()
        key, group = next(iter(seat.window.side._groups.items()))
        seat.window.side._buttons[key].click()
        seat.until(lambda: seat.screen.lookup.count == group.count)
        assert [chip.text() for chip in chips(seat)] == [group.name]
        assert f"{group.count} contacts in this lookup" in seat.screen.bar._words.text()


PLANTED = """
from crmdesk.ui.screen import Screen

class Planted(Screen):
    def arrive(self, what=None):
        self.setAccessibleName("Planted here")

make = Planted
"""


def test_a_new_section_needs_no_change_to_the_window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module with `make` and a line in the list: side bar and palette have it."""
    module = ModuleType("crmdesk.ui.planted")
    exec(PLANTED, module.__dict__)  # noqa: S102
    monkeypatch.setitem(sys.modules, module.__name__, module)
    planted = (*SECTIONS, Section("planted", "Planted", "star"))
    for user in (sections, window, side, actions):
        monkeypatch.setattr(user, "SECTIONS", planted)
    with seat_at(qtbot, qapp, sample(tmp_path)) as seat:
        seat.control(Qt.Key.Key_K)
        seat.keys("Planted")
        seat.settle()
        seat.press(Qt.Key.Key_Return)
        seat.settle()
        assert seat.window.screens["planted"].accessibleName() == "Planted here"
        seat.window.go("contacts")
        seat.window.side._buttons["planted"].click()
        assert seat.window.section == "planted"
        assert "go planted" in [command.key for command in actions.all_commands()]


class TestSearch:
    def test_every_letter_finds_more_exactly_and_esc_gives_all_back(self, seat: Seat) -> None:
        everyone = seat.rows()
        seat.control(Qt.Key.Key_F)
        seat.keys("alvares")
        seat.until(lambda: seat.rows() == ["Álvares, João"])
        assert seat.screen.bar._words.text() == "1 contact found"
        seat.until(lambda: "João Álvares" in seat.name())
        seat.press(Qt.Key.Key_Escape)
        seat.until(lambda: seat.screen.table.records.rowCount() == len(everyone))
        assert seat.rows() == everyone
        seat.control(Qt.Key.Key_F)
        seat.press(Qt.Key.Key_Down)
        assert seat.screen.table.hasFocus()
        seat.keys("álv")
        assert seat.window.search.text() == "álv"
        assert seat.window.search.hasFocus()
        seat.window.search.setText("xyzzy")
        seat.until(lambda: not seat.screen.table.records.rowCount())
        assert seat.screen.table._empty[0] == "Nothing found"
        seat.window.go("labels")
        seat.window.search.setText("peixoto")
        seat.until(lambda: seat.window.section == "contacts" and seat.rows() == ["Peixoto, Mário"])

    def test_enter_keeps_the_words_and_more_words_narrow(self, seat: Seat) -> None:
        seat.control(Qt.Key.Key_F)
        seat.keys("são paulo")
        seat.settle()
        found = seat.rows()
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: [chip.text() for chip in chips(seat)] == ["são paulo"])
        assert seat.window.search.text() == ""
        assert sorted(seat.rows()) == sorted(found)
        seat.keys("peixoto")
        seat.until(lambda: seat.rows() == ["Peixoto, Mário"])
        seat.press(Qt.Key.Key_Escape)
        seat.settle()
        chips(seat)[0].removed.emit()
        seat.until(lambda: not chips(seat) and len(seat.rows()) > len(found))


class TestTheList:
    def test_delete_takes_the_selected_and_undo_brings_them_back(self, seat: Seat) -> None:
        before = seat.rows()
        seat.screen.table.setFocus()
        seat.screen.table.select([range(3)])
        assert seat.screen.bar._words.text() == "3 selected"
        seat.press(Qt.Key.Key_Delete)
        seat.until(lambda: seat.toast() == "Deleted 3 contacts")
        seat.until(lambda: seat.screen.table.records.rowCount() == len(before) - 3)
        assert seat.rows() == before[3:]
        seat.control(Qt.Key.Key_Z)
        seat.until(lambda: seat.screen.table.records.rowCount() == len(before))
        assert seat.rows() == before

    def test_a_record_that_moves_stays_the_one_shown(self, seat: Seat) -> None:
        page = seat.go_to("Álvares")
        key = page.editor.record
        seat.desk.write(lambda store: records.set_value(store, "contacts", key, "family_name", "Zulu"))
        seat.until(lambda: "Zulu, João" in seat.rows() and "João Zulu" in seat.name())
        seat.settle()
        assert page.editor.record == key
        assert seat.screen.table.current_row() == seat.rows().index("Zulu, João")


class TestTheFile:
    def test_what_is_typed_when_the_window_closes_is_saved(
        self, qtbot: object, qapp: QApplication, tmp_path: Path
    ) -> None:
        path = sample(tmp_path)
        with seat_at(qtbot, qapp, path) as seat:  # type: ignore[arg-type]
            page = seat.go_to("Álvares")
            seat.retype(page.details._row("source").field.edit, "Word of mouth")
            seat.window.close()
        with seat_at(qtbot, qapp, path) as seat:  # type: ignore[arg-type]
            assert seat.go_to("Álvares")._shown["fields"]["source"] == "Word of mouth"

    def test_what_is_refused_keeps_the_window(self, seat: Seat) -> None:
        page = seat.go_to("Álvares")
        line = page.details._row("source").field.edit
        seat.retype(line, "x")
        line.lineEdit().setText("x" * 1200)
        assert not seat.window.close()
        assert "too long" in page.details._row("source").field.problem()
        seat.press(Qt.Key.Key_Escape)

    @pytest.mark.parametrize("content", [b"", b"not ours at all" * 100])
    def test_what_cannot_be_opened_is_told_over_the_welcome(
        self, empty_seat: Seat, tmp_path: Path, content: bytes
    ) -> None:
        path = tmp_path / "broken.crmdesk"
        path.write_bytes(content)
        empty_seat.window.open_file(path)
        assert "broken" in empty_seat.sheet(ErrorSheet).accessibleName()
        assert path.read_bytes() == content
        assert empty_seat.window._welcome

    def test_a_file_that_is_gone_is_named(self, empty_seat: Seat, tmp_path: Path) -> None:
        empty_seat.window.open_file(tmp_path / "gone.crmdesk")
        assert "gone.crmdesk" in empty_seat.sheet(ErrorSheet).accessibleName()

    def test_another_file_takes_the_place_of_the_first(self, seat: Seat, tmp_path: Path) -> None:
        from crmdesk.services import files

        other = tmp_path / "Other.crmdesk"
        store, _code = files.new(other, "none")
        records.add(store, "contact", {"given_name": "Only", "family_name": "One"})
        store.close()
        seat.window.open_file(other)
        seat.until(lambda: seat.window.windowTitle().startswith("Other"))
        seat.until(lambda: seat.rows() == ["One, Only"])

    def test_one_that_does_not_open_leaves_the_first(self, seat: Seat, tmp_path: Path) -> None:
        before = seat.rows()
        seat.window.open_file(tmp_path / "gone.crmdesk")
        seat.sheet(ErrorSheet).reject()
        assert seat.rows() == before


def test_everything_is_reached_by_tab(seat: Seat) -> None:
    """Each control that takes the keyboard comes round, and none holds it."""
    page = seat.go_to("Álvares")
    wanted = set(reachable(seat.window))
    assert page.header.call in wanted
    seen: set[QWidget] = set()
    seat.screen.table.setFocus()
    for _ in range(4 * len(wanted)):
        seat.press(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused
        seen.add(focused)
        if wanted <= seen:
            break
    assert not {nameless.accessibleName() or type(nameless).__name__ for nameless in wanted - seen}


def reachable(window: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.focusProxy()
        and not isinstance(widget, _Summary)  # it opens and gives the keyboard to its parts
        and not _is_one_of_a_group(widget)
    ]


def _is_one_of_a_group(widget: QWidget) -> bool:
    """Of buttons that exclude each other Tab stops at the chosen one; arrows go on."""
    return isinstance(widget, QAbstractButton) and bool(widget.group()) and not widget.isChecked()


def test_every_control_has_a_name(seat: Seat) -> None:
    seat.go_to("Álvares")
    for key in ("contacts", "labels"):
        seat.window.go(key)
        seat.settle()
        nameless = [
            widget
            for widget in reachable(seat.window)
            if not (widget.accessibleName() or getattr(widget, "text", lambda: "")())
        ]
        assert not [f"{type(widget).__name__} in {type(widget.parent()).__name__}" for widget in nameless]

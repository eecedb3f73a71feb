"""The palette: what it offers, how it is used by keys and mouse, and how soon."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from crmdesk.services import lookup
from crmdesk.ui import actions
from crmdesk.ui.palette import Palette, rank
from crmdesk.ui.recents import Recents
from crmdesk.widgets.chips import Chip
from crmdesk.widgets.picker import Choice
from tests.ui.desks import Seat, sample, seat_at


def shown(seat: Seat) -> Palette:
    return next(found for found in seat.window.findChildren(Palette) if found.isVisible())


def is_shown(seat: Seat) -> bool:
    return any(found.isVisible() for found in seat.window.findChildren(Palette))


def opened(seat: Seat) -> Palette:
    seat.control(Qt.Key.Key_K)
    palette = shown(seat)
    seat.until(lambda: palette.choices.rows)
    return palette


def typed(seat: Seat, words: str) -> list[Choice]:
    """What it offers for these words when everybody has answered."""
    palette = shown(seat) if is_shown(seat) else opened(seat)
    seat.keys(words)
    seat.settle()
    return list(palette.choices.rows)


def under(rows: list[Choice], heading: str) -> list[str]:
    return [row.text for row in rows if row.heading == heading]


class TestBeforeTyping:
    def test_records_of_late_and_commands(self, seat: Seat) -> None:
        page = seat.go_to("Peixoto")
        seat.desk.file.recents.add_record(bytes.fromhex(page.editor.record.replace("-", "")))
        rows = list(opened(seat).choices.rows)
        assert under(rows, "Recent")[0] == "Peixoto, Mário"
        assert "New contact" in under(rows, "Commands")

    def test_a_record_passed_by_is_not_of_late(self, qapp: QApplication, qtbot: QtBot) -> None:
        recents = Recents()
        recents.see(b"passed by")
        recents.see(b"looked at")
        assert not recents.records
        qtbot.waitUntil(lambda: recents.records == [b"looked at"])

    def test_commands_of_late_stand_first_also_after_a_restart(
        self, qtbot: QtBot, qapp: QApplication, tmp_path: Path
    ) -> None:
        path = sample(tmp_path)
        with seat_at(qtbot, qapp, path) as seat:
            typed(seat, "back up")
            seat.press(Qt.Key.Key_Return)
            seat.until(lambda: seat.toast().startswith("Backed up"))
        with seat_at(qtbot, qapp, path) as seat:
            assert under(list(opened(seat).choices.rows), "Commands")[0] == "Back up now"

    def test_without_a_file_only_what_needs_none(self, empty_seat: Seat) -> None:
        rows = list(opened(empty_seat).choices.rows)
        assert "Open…" in [row.text for row in rows]
        assert "Export…" not in [row.text for row in rows]


class TestFinding:
    def test_the_best_first_companies_too(self, seat: Seat) -> None:
        rows = typed(seat, "alvares joao")
        assert rows[0].text == "Álvares, João"
        assert rows[0].face
        seat.press(Qt.Key.Key_Escape)
        company = seat.asked(lambda store: lookup.first_rows(store, "company", 1))[0]
        typed(seat, company.name)
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: seat.window.section == "companies")
        seat.until(lambda: seat.screen.page and company.name in seat.name())

    def test_enter_goes_to_the_record_whatever_is_looked_up_and_waits_for_the_answer(self, seat: Seat) -> None:
        seat.window.search.setText("alvares")
        seat.until(lambda: seat.rows() == ["Álvares, João"])
        typed(seat, "peixoto")
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: seat.screen.page and "Mário Peixoto" in seat.name())
        assert not is_shown(seat)

        opened(seat)
        seat.keys("alvares")
        seat.press(Qt.Key.Key_Return)  # nothing was answered yet
        seat.until(lambda: seat.screen.page and "João Álvares" in seat.name())

    def test_a_file_at_work_does_not_keep_the_commands(self, seat: Seat) -> None:
        opened(seat)
        is_over = Event()
        seat.desk.write(lambda _store: is_over.wait(60))
        seat.keys("back")
        palette = shown(seat)
        seat.until(lambda: "Back up now" in under(list(palette.choices.rows), "Commands"))
        assert palette._is_waiting
        is_over.set()

    def test_groups(self, seat: Seat) -> None:
        group = seat.window.side.groups()[0]
        rows = typed(seat, group.name.lower())
        assert group.name in under(rows, "Groups")
        number = next(number for number, row in enumerate(rows) if row.heading == "Groups")
        for _step in range(number):
            seat.press(Qt.Key.Key_Down)
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: [chip.text() for chip in seat.screen.bar.findChildren(Chip)] == [group.name])


class TestCommands:
    def test_every_command_is_found_by_its_text_shows_its_shortcut_and_runs(self, seat: Seat) -> None:
        palette = opened(seat)
        for command in actions.all_commands():
            if command.key != "palette":
                assert command.text in under(palette._matching(command.text, []), "Commands"), command.key
        seat.press(Qt.Key.Key_Escape)

        rows = typed(seat, "companies")
        assert (rows[0].text, rows[0].shortcut) == ("Companies", "Ctrl+3")
        seat.press(Qt.Key.Key_Return)
        assert seat.window.section == "companies"

    def test_those_on_the_current_set_say_which(self, seat: Seat) -> None:
        seat.window.search.setText("peixoto")
        seat.until(lambda: seat.rows() == ["Peixoto, Mário"])
        rows = typed(seat, "labels")
        assert [row.detail for row in rows if row.text == "Labels"] == ["1 contact found"]
        seat.press(Qt.Key.Key_Return)
        seat.until(lambda: seat.window.section == "labels")

    @pytest.mark.parametrize(
        ("words", "text", "expected"),
        [
            ("exp", "Export…", 0), ("EXPÓRT", "Export…", 0), ("new", "New contact", 0), ("ırmak", "Irmak", 0),
            ("еж", "Ёж", 0), ("contact", "New contact", 1), ("con new", "New contact", 1), ("nc", "New contact", 2),
            ("nwct", "New contact", 3), ("nt", "Export…", None), ("wct", "New contact", None), ("zz", "New", None),
        ],
    )  # fmt: skip
    def test_how_well_words_name_it(self, words: str, text: str, expected: int | None) -> None:
        assert rank(words, text) == expected


class TestAnyWords:
    def take(self, seat: Seat, words: str, text: str) -> None:
        rows = typed(seat, words)
        number = next(number for number, row in enumerate(rows) if row.text == text)
        for _step in range(len(rows) - number):
            seat.press(Qt.Key.Key_Up)
        seat.press(Qt.Key.Key_Return)

    def test_a_new_record_begins_with_them(self, seat: Seat) -> None:
        self.take(seat, "Ada Okafor", "New contact “Ada Okafor”")
        assert seat.page.new_record
        line = seat.page.new_record.lines["name"]
        assert line.text() == "Ada Okafor"
        assert QApplication.focusWidget() is line
        seat.press(Qt.Key.Key_Escape)
        self.take(seat, "Okafor Ltd", "New company “Okafor Ltd”")
        seat.until(lambda: seat.window.section == "companies" and seat.page.new_record)
        assert seat.page.new_record.lines["name"].text() == "Okafor Ltd"

    def test_look_up(self, seat: Seat) -> None:
        self.take(seat, "são paulo", "Look up “são paulo”")
        seat.until(lambda: [chip.text() for chip in seat.screen.bar.findChildren(Chip)] == ["são paulo"])
        assert seat.screen.table.hasFocus()


class TestHand:
    def test_arrows_and_tab_go_round(self, seat: Seat) -> None:
        palette = opened(seat)
        last = len(palette.choices.rows) - 1
        current: Callable[[], int] = lambda: palette.view.currentIndex().row()  # noqa: E731
        assert current() == 0
        seat.press(Qt.Key.Key_Up)
        assert current() == last
        seat.press(Qt.Key.Key_Tab)
        assert current() == 0
        seat.press(Qt.Key.Key_PageUp)
        assert current() == 0
        assert palette.line.hasFocus()

    def test_esc_and_a_press_beside_it_give_the_keyboard_back(self, seat: Seat) -> None:
        seat.screen.table.setFocus()
        opened(seat)
        seat.press(Qt.Key.Key_Escape)
        assert not is_shown(seat)
        assert seat.screen.table.hasFocus()
        palette = opened(seat)
        seat.qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=palette.rect().bottomLeft())
        assert not is_shown(seat)

    def test_a_click_runs(self, seat: Seat) -> None:
        rows = typed(seat, "companies")
        palette = shown(seat)
        assert rows[0].text == "Companies"
        place = palette.view.visualRect(palette.choices.index(0)).center()
        seat.qtbot.mouseClick(palette.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert seat.window.section == "companies"

    def test_it_is_one_named_and_within_the_window(self, seat: Seat) -> None:
        opened(seat)
        seat.window.ask("palette")
        assert sum(found.isVisible() for found in seat.window.findChildren(Palette)) == 1
        seat.window.resize(880, 560)
        palette = shown(seat)
        seat.until(lambda: palette.rect() == seat.window.rect())
        assert palette.rect().contains(palette.panel.geometry())
        assert palette.line.accessibleName() == "Find or do anything"
        seat.until(lambda: palette.choices.rows)
        first = palette.choices.index(0)
        assert palette.choices.data(first, Qt.ItemDataRole.AccessibleTextRole) == palette.choices.rows[0].spoken()


def test_shortcuts_are_given_once(qapp: QApplication) -> None:
    given = [keys for command in actions.all_commands() for keys in command.shortcuts()]
    assert len(given) == len(set(given))
    keys = [command.key for command in actions.all_commands()]
    assert len(keys) == len(set(keys))


def test_damaged_recents_are_none(tmp_path: Path) -> None:
    from crmdesk import settings

    settings.change(window={"recent_records": ["x", 3, "g" * 32, "ab" * 16], "recent_commands": {"a": 1}})
    recents = Recents()
    assert recents.records == [b"\xab" * 16]
    assert recents.commands == []


def test_what_had_the_keyboard_may_be_gone_when_it_closes(seat: Seat) -> None:
    line = QLineEdit(seat.window)
    line.show()
    line.setFocus()
    palette = opened(seat)
    delete(line)
    palette.leave()
    assert not is_shown(seat)

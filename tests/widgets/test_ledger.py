"""Rows that end in figures: keys, ticks, what gives way where there is little room; and bars that can be pressed."""

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from crmdesk.widgets import theme
from crmdesk.widgets.bars import Bar, Bars
from crmdesk.widgets.ledger import Entry, Figure, Ledger
from crmdesk.widgets.ledger_paint import Columns, tick_box

ENTRIES = [
    Entry(bytes([number]), (f"Name {number}", "below"), ("I-1", "1 Nov"), ("Open", "accent"), "due", (Figure("1.00"),))
    for number in range(5)
]


@pytest.fixture
def ledger(qtbot: QtBot) -> Ledger:
    made = Ledger("Rows", Columns(lead=80, tag=80, figures=(80,), has_ticks=True, heads=("Name", "Open")))
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.list.show_entries(ENTRIES)
    made.show()
    return made


def test_only_what_is_seen_is_made(ledger: Ledger) -> None:
    made: list[int] = []

    def make(row: int) -> Entry:
        made.append(row)
        return ENTRIES[0]

    ledger.list.show_rows([number.to_bytes(4) for number in range(10_000)], make)
    ledger.grab()
    assert 0 < len(made) < 30


def test_the_current_one_stays_when_the_list_is_another(qtbot: QtBot, ledger: Ledger) -> None:
    shown = ledger.list
    shown.go_to(bytes([3]))
    shown.show_entries(ENTRIES[2:])
    assert shown.current() == bytes([3])
    shown.show_entries(ENTRIES[:2])
    assert shown.current() == bytes([1]), "what moved up into its place"
    with qtbot.waitSignal(shown.opened) as told:
        qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert told.args == [bytes([1])]


def test_ticks_by_key_and_by_mouse(qtbot: QtBot, ledger: Ledger) -> None:
    shown = ledger.list
    shown.tick_all()
    shown.begin()
    qtbot.keyClick(shown, Qt.Key.Key_Space)
    box = tick_box(shown.visualRect(shown.ledger.index(2)), shown.layoutDirection())
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=box.center().toPoint() + QPoint(1, 1))
    assert shown.ticked() == [bytes([1]), bytes([3]), bytes([4])]
    spoken = shown.ledger.data(shown.ledger.index(1), Qt.ItemDataRole.AccessibleTextRole)
    assert str(spoken).startswith("chosen, I-1")


def test_words_matter_more_than_what_stands_beside_them() -> None:
    columns = Columns(lead=100, tag=100, figures=(100,))
    assert columns.fitting(theme.px(800)) == columns
    assert columns.fitting(theme.px(420)) == Columns(tag=100, figures=(100,))
    assert columns.fitting(theme.px(200)) == Columns(figures=(100,))


def test_bars_are_pressed_and_let_go(qtbot: QtBot) -> None:
    bars = Bars("Ages")
    qtbot.addWidget(bars)
    bars.show_bars([Bar("Now", "10", 10), Bar("Late", "–", 0), Bar("Refund", "-5", -5)])
    bars.resize(400, 120)
    bars.show()
    bars.grab()
    first, none, _refund = bars.columns()
    assert not none.isEnabled()
    for wanted in (0, -1):
        with qtbot.waitSignal(bars.pressed) as told:
            qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
        assert told.args == [wanted]

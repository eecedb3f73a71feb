"""Parts of a list with their numbers: pressed, walked by arrows, the same buttons with other numbers."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crmdesk.widgets import theme
from crmdesk.widgets.pills import Part, Pills


def test_one_is_chosen_by_mouse_and_by_arrows(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light", 1.0)
    row, told = Pills("Which"), list[str]()
    qtbot.addWidget(row)
    row.chosen.connect(told.append)
    row.show_parts([Part("", "All", "9"), Part("a", "A", "4"), Part("b", "B")], "")
    row.resize(600, 40)
    row.show()
    first, second, third = row.pills()
    assert [pill.accessibleName() for pill in row.pills()] == ["All 9", "A 4", "B"]
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert (row.current(), second.isChecked(), first.isChecked()) == ("a", True, False)
    second.setFocus()
    QTest.keyClick(second, Qt.Key.Key_Right)
    QTest.keyClick(third, Qt.Key.Key_Right)
    assert (told, row.current()) == (["a", "b", ""], "")
    assert [pill.focusPolicy() for pill in row.pills()].count(Qt.FocusPolicy.StrongFocus) == 1
    row.show_parts([Part("", "All", "10"), Part("a", "A", "5", is_urgent=True), Part("b", "B")], "b")
    assert row.pills() == [first, second, third]
    assert (second.part.count, third.isChecked()) == ("5", True)
    assert not row.grab().isNull()
    row.show_parts([Part("x", "X")], "x")
    assert [pill.part.key for pill in row.pills()] == ["x"]

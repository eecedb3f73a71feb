"""A list of words: edited, ordered, put away and brought back, all by keys too."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from crmdesk.widgets.word_list import Word, Wording, WordList

ALT = Qt.KeyboardModifier.AltModifier
BREADS = [Word("r", ("Rye",)), Word("x", ("Old",), is_archived=True), Word("w", ("Wheat",)), Word("s", ("Spelt",))]


@pytest.fixture
def words(qtbot: QtBot) -> WordList:
    made = WordList(Wording(("Name",), ("New bread",), "Archive"))
    qtbot.addWidget(made)
    made.resize(400, 400)
    made.show_words(BREADS)
    made.show()
    qtbot.waitExposed(made)
    return made


def told(signal: object) -> list[tuple[object, ...]]:
    heard: list[tuple[object, ...]] = []
    signal.connect(lambda *values: heard.append(values))  # type: ignore[attr-defined]
    return heard


def line_of(words: WordList, place: int) -> QLineEdit:
    edit = words.rows[place].fields[0].edit
    assert isinstance(edit, QLineEdit)
    return edit


def shown(words: WordList) -> list[str]:
    return [row.typed()[0] for row in words.rows]


def test_the_archived_stand_apart(words: WordList) -> None:
    assert shown(words) == ["Rye", "Wheat", "Spelt"]
    back = [made for made in words.findChildren(QPushButton) if made.text() == "Bring back"]
    assert [made.accessibleDescription() for made in back] == ["Old"]
    heard = told(words.brought_back)
    back[0].click()
    assert heard == [("x",)]


def test_enter_keeps_a_new_name_and_esc_takes_it_back(words: WordList, qtbot: QtBot) -> None:
    heard = told(words.renamed)
    line = line_of(words, 0)
    line.selectAll()
    qtbot.keyClicks(line, "Dark rye")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert (line.text(), heard) == ("Rye", [])
    line.selectAll()
    qtbot.keyClicks(line, "Dark rye")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert heard == [("r", ("Dark rye",))]


def test_a_word_that_comes_back_under_another_key_keeps_the_cursor(words: WordList, qtbot: QtBot) -> None:
    line = line_of(words, 0)
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "Dark rye")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    words.show_words([Word("d", ("Dark rye",)), *BREADS[1:]])
    assert words.rows[0].word.key == "d"
    assert QApplication.focusWidget() is line


def test_what_is_refused_is_told_under_it_and_stays(words: WordList, qtbot: QtBot) -> None:
    line = line_of(words, 1)
    line.selectAll()
    qtbot.keyClicks(line, "Rye")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    words.set_problem("w", "“Rye” is in the list already.")
    assert words.rows[1].fields[0].problem() == "“Rye” is in the list already."
    words.show_words(BREADS)
    assert line.text() == "Rye"


def test_alt_and_arrows_move_a_word_and_keep_the_cursor(words: WordList, qtbot: QtBot) -> None:
    heard = told(words.moved)
    line = line_of(words, 0)
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Down, ALT)
    assert shown(words) == ["Wheat", "Rye", "Spelt"]
    assert heard == [("r", 2)]
    assert QApplication.focusWidget() is line
    qtbot.keyClick(line, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is line_of(words, 2)
    assert heard == [("r", 2)]


def test_there_is_nothing_above_the_first(words: WordList, qtbot: QtBot) -> None:
    heard = told(words.moved)
    qtbot.keyClick(line_of(words, 0), Qt.Key.Key_Up, ALT)
    assert (shown(words), heard) == (["Rye", "Wheat", "Spelt"], [])


@pytest.mark.parametrize(
    ("place", "height", "order", "new_place"),
    [
        (0, lambda words: words.rows[2].geometry().bottom(), ["Wheat", "Spelt", "Rye"], 3),
        (2, lambda _words: 0, ["Spelt", "Rye", "Wheat"], 0),
    ],
)
def test_a_row_is_dragged_by_its_grip(
    words: WordList, qtbot: QtBot, place: int, height: Callable[[WordList], int], order: list[str], new_place: int
) -> None:
    heard = told(words.moved)
    row = words.rows[place]
    qtbot.mousePress(row.grip, Qt.MouseButton.LeftButton)
    row.grip.dragged.emit(words.mapToGlobal(QPoint(4, height(words))))
    assert shown(words) == order
    qtbot.mouseRelease(row.grip, Qt.MouseButton.LeftButton)
    assert heard == [(row.word.key, new_place)]


def test_a_new_word_leaves_the_line_free_for_the_next(words: WordList, qtbot: QtBot) -> None:
    heard = told(words.added)
    line = words.lines[0]
    line.setFocus()
    qtbot.keyClicks(line, " Corn ")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert heard == [(("Corn",),)]
    words.show_words([*BREADS[:3], Word("o", ("Other",))])
    assert line.text() == " Corn "
    words.show_words([*BREADS, Word("c", ("Corn",))])
    assert line.text() == ""
    assert QApplication.focusWidget() is line


def test_putting_one_away_leaves_the_cursor_in_the_list(words: WordList, qtbot: QtBot) -> None:
    heard = told(words.put_away)
    words.rows[2].away.setFocus()
    words.rows[2].away.click()
    assert heard == [("s",)]
    assert QApplication.focusWidget() is words.rows[1].away

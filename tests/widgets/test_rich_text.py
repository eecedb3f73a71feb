"""Notes are formatted by key, cleaned when pasted, shown without files or network, and hostile ones in time."""

import time

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from crmdesk.domain.values.rich_text import Rich, clean
from crmdesk.widgets import links
from crmdesk.widgets.rich_field import RichField
from crmdesk.widgets.rich_text import RichEdit

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
HTML = (
    '<p>Hello <b>Ana</b> <a href="https://padaria.example/?a=1&amp;b=2">page</a></p><p></p>'
    "<ul><li>one<ol><li>two</li><li>three</li></ol></li><li>four<br>lines</li></ul><p><i><u>end</u></i> <s>not</s></p>"
)


@pytest.fixture
def field(qtbot: QtBot) -> RichField:
    made = RichField("Note")
    qtbot.addWidget(made)
    made.resize(360, 300)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


def edit_of(field: RichField) -> RichEdit:
    assert isinstance(field.edit, RichEdit)
    return field.edit


def paste(field: RichField, html: str = "", text: str = "") -> None:
    data = QMimeData()
    if html:
        data.setHtml(html)
    if text:
        data.setText(text)
    edit_of(field).insertFromMimeData(data)


class TestRoundTrip:
    def test_what_is_shown_is_what_is_read(self, field: RichField) -> None:
        assert clean(HTML) == HTML
        field.set_value(Rich(HTML, is_html=True))
        assert field.rich() == Rich(HTML, is_html=True)

    def test_plain_stays_plain(self, field: RichField) -> None:
        text = "Call <b>before</b> ten\n\n  - and & more   blanks"
        field.set_value(Rich(text))
        assert edit_of(field).toPlainText() == text
        assert field.rich() == Rich(text)

    def test_a_refresh_leaves_the_cursor(self, field: RichField) -> None:
        field.set_value(Rich("Call soon"))
        edit_of(field).moveCursor(QTextCursor.MoveOperation.End)
        field.set_value(Rich("Call soon"))
        assert edit_of(field).textCursor().position() == 9


class TestTyping:
    def test_bold_and_italic_by_key(self, qtbot: QtBot, field: RichField) -> None:
        qtbot.keyClick(field.edit, Qt.Key.Key_B, CONTROL)
        qtbot.keyClicks(field.edit, "Call")
        qtbot.keyClick(field.edit, Qt.Key.Key_B, CONTROL)
        qtbot.keyClick(field.edit, Qt.Key.Key_I, CONTROL)
        qtbot.keyClicks(field.edit, " soon")
        with qtbot.waitSignal(field.kept) as kept:
            qtbot.keyClick(field.edit, Qt.Key.Key_Return, CONTROL)
        assert kept.args == [Rich("<p><b>Call</b><i> soon</i></p>", is_html=True)]

    def test_lists_begin_go_deeper_and_end(self, qtbot: QtBot, field: RichField) -> None:
        qtbot.keyClick(field.edit, Qt.Key.Key_L, CONTROL | SHIFT)
        qtbot.keyClicks(field.edit, "oven")
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
        qtbot.keyClick(field.edit, Qt.Key.Key_M, CONTROL)
        qtbot.keyClicks(field.edit, "tray")
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
        qtbot.keyClicks(field.edit, "end")
        assert field.rich().text == "<ul><li>oven<ul><li>tray</li></ul></li></ul><p>end</p>"

    def test_a_list_is_taken_away_again(self, qtbot: QtBot, field: RichField) -> None:
        field.set_value(Rich("<ol><li>a</li><li>b</li></ol>", is_html=True))
        field.setFocus()
        edit_of(field).selectAll()
        qtbot.keyClick(field.edit, Qt.Key.Key_O, CONTROL | SHIFT)
        assert field.rich() == Rich("a\nb")

    def test_a_link_is_asked_for_under_the_text(self, qtbot: QtBot, field: RichField) -> None:
        qtbot.keyClicks(field.edit, "see page")
        qtbot.keyClick(field.edit, Qt.Key.Key_K, CONTROL | SHIFT)
        address = QApplication.focusWidget()
        assert isinstance(address, QLineEdit)
        address.setText("javascript:alert(1)")
        qtbot.keyClick(address, Qt.Key.Key_Return)
        assert address.hasFocus()
        address.setText("padaria.example")
        qtbot.keyClick(address, Qt.Key.Key_Return)
        qtbot.keyClicks(field.edit, " now")
        assert field.rich().text == '<p>see <a href="https://padaria.example">page</a> now</p>'
        edit_of(field).moveCursor(QTextCursor.MoveOperation.StartOfLine)
        for _step in range(6):
            edit_of(field).moveCursor(QTextCursor.MoveOperation.Right)
        qtbot.keyClick(field.edit, Qt.Key.Key_K, CONTROL | SHIFT)
        address.clear()
        qtbot.keyClick(address, Qt.Key.Key_Return)
        assert field.rich() == Rich("see page now")

    def test_asking_for_a_link_is_not_leaving(self, qtbot: QtBot, field: RichField) -> None:
        kept: list[Rich] = []
        field.kept.connect(kept.append)
        qtbot.keyClicks(field.edit, "see page")
        qtbot.keyClick(field.edit, Qt.Key.Key_K, CONTROL | SHIFT)
        QApplication.processEvents()
        assert not kept
        field.setFocus()
        field.edit.clearFocus()
        qtbot.waitUntil(lambda: kept == [Rich("see page")])

    def test_esc_takes_back(self, qtbot: QtBot, field: RichField) -> None:
        field.set_value(Rich(HTML, is_html=True))
        field.setFocus()
        edit_of(field).selectAll()
        qtbot.keyClicks(field.edit, "gone")
        qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
        assert field.rich() == Rich(HTML, is_html=True)


class TestClipboard:
    def test_html_of_other_programs_is_cleaned(self, field: RichField) -> None:
        paste(
            field,
            "<html><body><p class=MsoNormal style='mso-x:1'>One <b>two</b><o:p></o:p></p><script>x</script>"
            "<img src='https://evil.example/x.png'><ul><li>three</ul></body></html>",
            "One two",
        )
        assert field.rich().text == "<p>One <b>two</b></p><ul><li>three</li></ul>"

    def test_text_comes_as_it_is(self, field: RichField) -> None:
        paste(field, text="<b>a</b>\nb")
        assert field.rich() == Rich("<b>a</b>\nb")

    def test_what_is_copied_comes_back_the_same(self, field: RichField) -> None:
        field.set_value(Rich(HTML, is_html=True))
        edit_of(field).selectAll()
        data = edit_of(field).createMimeDataFromSelection()
        edit_of(field).clear()
        edit_of(field).insertFromMimeData(data)
        assert field.rich().text == HTML

    def test_files_are_left_to_others(self, field: RichField) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile("/etc/passwd")])
        assert not edit_of(field).canInsertFromMimeData(data)


class TestSafety:
    def test_nothing_is_loaded(self, field: RichField) -> None:
        for address in ("file:///etc/passwd", "https://evil.example/x.png", "data:image/png;base64,AAAA", "x.css"):
            assert edit_of(field).loadResource(2, QUrl(address)) == b""

    @pytest.mark.parametrize(
        "html",
        [
            "<table><tr><td>" * 22,
            "<div>" * 20_000,
            "<p>" + "x" * 300_000,
            "x" * 1_000_000,
            "<b>" * 50,
            "<blockquote>" * 30 + "x",
            "<script>alert(1)</script>",
            "<style>p{background:url(file:///etc/passwd)}</style>",
            "<object data='file:///etc/passwd'></object>",
            "<svg onload='x'>",
            "<ul>" * 400 + "<li>x",
            "<ol><li>" * 3000,
            "<a href='x'>" * 300,
        ],
    )
    def test_hostile_notes_are_shown_in_time(self, html: str, field: RichField) -> None:
        begun = time.process_time()
        field.set_value(Rich(html, is_html=True))
        field.grab()
        assert time.process_time() - begun < 2.5

    def test_one_endless_word_is_shown_in_part_and_not_edited(self, field: RichField) -> None:
        field.set_value(Rich("x" * 60_000))
        assert edit_of(field).isReadOnly()
        field.keep()
        assert field.value() == Rich("x" * 60_000)

    def test_a_link_goes_through_the_one_door(
        self, qtbot: QtBot, field: RichField, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[str] = []
        monkeypatch.setattr(links, "open_external", seen.append)
        field.set_value(Rich('<p><a href="https://padaria.example">page</a></p>', is_html=True))
        field.edit.clearFocus()
        qtbot.mouseClick(edit_of(field).viewport(), Qt.MouseButton.LeftButton, pos=QPoint(12, 10))
        field.setFocus()
        edit_of(field).moveCursor(QTextCursor.MoveOperation.Right)
        qtbot.keyClick(field.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
        assert seen == ["https://padaria.example"] * 2


class TestSize:
    def test_long_ones_are_folded_until_opened(self, qtbot: QtBot, field: RichField) -> None:
        field.edit.clearFocus()
        QApplication.processEvents()
        field.fold()
        field.set_value(Rich("line\n" * 40))
        folded = field.edit.height()
        field.unfold()
        assert field.edit.height() > 3 * folded

    def test_who_types_sees_all(self, qtbot: QtBot, field: RichField) -> None:
        field.set_value(Rich("line\n" * 40))
        assert field.edit.height() > 600

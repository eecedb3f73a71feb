"""The small parts: plain text always, keys as well as mouse, and nothing lost between them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from crmdesk.domain.errors import UserError
from crmdesk.widgets import avatar, parts, theme
from crmdesk.widgets.chips import Chip, ChipRow, Tag
from crmdesk.widgets.drop_area import DropArea
from crmdesk.widgets.flow import FlowLayout
from crmdesk.widgets.messages import Action, Toast, show_error, toast, words_of
from crmdesk.widgets.pdf_preview import MOST, PdfPreview
from crmdesk.widgets.progress import ProgressLine
from crmdesk.widgets.search_box import SearchBox
from crmdesk.widgets.sheet import Sheet, snapshot
from crmdesk.widgets.side_bar import Item, SideBar
from crmdesk.widgets.tabs import TabbedPages
from crmdesk.widgets.timeline import Happening, Timeline

MARKUP = "<img src='file:///etc/passwd' width=9999><b>Ana</b>"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


def test_markup_in_a_name_is_shown_as_text(qtbot: QtBot) -> None:
    plain = QLabel()
    plain.setTextFormat(Qt.TextFormat.PlainText)
    plain.setFont(theme.font("body"))
    plain.setText(MARKUP)
    ours = parts.label(MARKUP)
    assert ours.sizeHint() == plain.sizeHint()
    assert "<img" not in parts.plain(MARKUP)
    assert parts.plain("Ana & Bia") == "Ana & Bia"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Álvares, João", "ÁJ"),
        ("João da Silva Álvares", "JÁ"),
        ("Ёлкин, Пётр", "ЁП"),
        ("cher", "C"),
        ("", ""),
        ("-- ,", ""),
        ("3M", "3"),
        ("王 伟", "王伟"),
        ("ßtraße ﬁn", "SF"),
        ("O'Neill, Sam Paul", "OS"),
    ],
)
def test_monograms(name: str, letters: str) -> None:
    assert avatar.monogram(name) == letters


@given(st.text(max_size=50))
def test_a_monogram_is_at_most_two_letters(name: str) -> None:
    assert len(avatar.monogram(name)) <= 2


def jpeg(width: int, height: int) -> bytes:
    image, buffer = QImage(width, height, QImage.Format.Format_RGB32), QBuffer()
    image.fill(Qt.GlobalColor.red)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def test_a_photo_is_read_small_and_square() -> None:
    photo = avatar.read_photo(jpeg(600, 300), 96)
    assert photo is not None
    assert photo.size() == QSize(96, 96)


@pytest.mark.parametrize("data", [b"", b"GIF8", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7"])
def test_what_is_no_picture_is_no_photo(data: bytes, qtbot: QtBot) -> None:
    assert avatar.read_photo(data) is None


def test_a_picture_that_claims_to_be_huge_is_not_decoded() -> None:
    header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    assert avatar.read_photo(header + b"\0" * 40) is None


def test_the_same_record_always_has_the_same_colour() -> None:
    keys = [number.to_bytes(16, "big") for number in range(200)]
    pairs = {key: tuple(colour.name() for colour in theme.avatar_colours(key)) for key in keys}
    assert len(set(pairs.values())) == 6


@given(st.lists(st.integers(10, 120), max_size=30), st.integers(120, 600))
def test_chips_flow_without_overlap(widths: list[int], room: int) -> None:
    box = QWidget()
    flow = FlowLayout(box)
    for width in widths:
        part = QWidget()
        part.setFixedSize(width, 20)
        flow.addWidget(part)
    box.resize(room, flow.heightForWidth(room))
    flow.setGeometry(box.rect())
    places = [flow.itemAt(number).geometry() for number in range(flow.count())]  # type: ignore[union-attr]
    assert all(box.rect().contains(place) for place in places)
    assert not any(a.intersects(b) for number, a in enumerate(places) for b in places[:number])


def test_a_chip_is_taken_away_by_key_and_by_its_cross(qtbot: QtBot) -> None:
    row = ChipRow("narrow")
    qtbot.addWidget(row)
    row.show_chips(["City is São Paulo", "Customer"])
    row.resize(500, 30)
    row.show()
    told: list[tuple[str, int]] = []
    row.removed.connect(lambda number: told.append(("removed", number)))
    row.opened.connect(lambda number: told.append(("opened", number)))
    first, second = row.findChildren(Chip)
    qtbot.keyClick(second, Qt.Key.Key_Delete)
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton, pos=QPoint(first.width() - 8, 12))
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton, pos=QPoint(10, 12))
    assert told == [("removed", 1), ("removed", 0), ("opened", 0)]


def test_a_very_long_tag_is_cut_not_endless(qtbot: QtBot) -> None:
    assert Tag("x" * 10_000).sizeHint().width() <= 320


def test_the_side_bar_tells_what_was_chosen(qtbot: QtBot) -> None:
    bar = SideBar("CRMDesk")
    qtbot.addWidget(bar)
    bar.add_sections([Item("a", "Contacts", "users", count="3"), Item("b", "Tasks", "check")])
    told: list[str] = []
    bar.chosen.connect(told.append)
    bar.choose("a")
    assert told == []
    qtbot.keyClick(bar._buttons["b"], Qt.Key.Key_Return)
    assert told == ["b"]
    assert bar._buttons["a"].accessibleName() == "Contacts 3"


def test_the_search_box_tells_every_letter_and_takes_those_typed_elsewhere(qtbot: QtBot) -> None:
    box = SearchBox("Find", "Ctrl+K")
    qtbot.addWidget(box)
    box.show()
    told: list[str] = []
    box.searched.connect(told.append)
    box.type_on(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a"))
    qtbot.keyClicks(box, "l")
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert told == ["a", "al", ""]
    with qtbot.waitSignal(box.left_down):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    with qtbot.waitSignal(box.entered):
        qtbot.keyClick(box, Qt.Key.Key_Return)


@pytest.mark.parametrize(("text", "is_kept"), [("", False), ("ana", True)])
def test_an_empty_search_box_leaves_undo_to_the_window(qtbot: QtBot, text: str, is_kept: bool) -> None:
    box = SearchBox("Find", "Ctrl+K")
    qtbot.addWidget(box)
    qtbot.keyClicks(box, text or "x")
    if not text:
        box.clear()
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    event.ignore()
    QApplication.sendEvent(box, event)
    assert event.isAccepted() is is_kept


def test_tabs_show_their_pages_and_go_by_arrow(qtbot: QtBot) -> None:
    pages = TabbedPages()
    qtbot.addWidget(pages)
    for text in ("Timeline", "Notes", "Files"):
        pages.add_page(text, QWidget())
    qtbot.keyClick(pages.tabs, Qt.Key.Key_Left)
    assert pages.pages.currentIndex() == 2
    pages.tabs.choose(1)
    assert pages.pages.currentIndex() == pages.tabs.current() == 1


def test_the_timeline_makes_room_for_its_words_and_asks_for_more(qtbot: QtBot) -> None:
    line = Timeline("Timeline")
    qtbot.addWidget(line)
    line.resize(300, 200)
    short, long = Happening(b"1", "phone", "Called"), Happening(b"2", "mail", "Sent " * 40, "x", "Mon")
    line.show_happenings([short, long])
    line.show()
    assert line.sizeHintForRow(1) > 2 * line.sizeHintForRow(0)
    line.add_happenings([short] * 50)
    qtbot.waitUntil(lambda: line.verticalScrollBar().maximum() > 0)
    with qtbot.waitSignal(line.wants_more):
        line.verticalScrollBar().setValue(line.verticalScrollBar().maximum())


def test_progress_counts_beyond_32_bits_and_cancel_is_pressed_once(qtbot: QtBot) -> None:
    line = ProgressLine("Importing")
    qtbot.addWidget(line)
    line.show_progress(3 * 10**12, 6 * 10**12)
    assert line._bar.value() * 2 == pytest.approx(line._bar.maximum(), rel=1e-6)
    told: list[None] = []
    line.cancelled.connect(lambda: told.append(None))
    line._cancel.click()
    line._cancel.click()
    assert len(told) == 1


def test_a_press_on_the_paper_tells_where(qtbot: QtBot) -> None:
    preview = PdfPreview("Sheet")
    qtbot.addWidget(preview)
    preview.resize(400, 500)
    page = QImage(210, 297, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    preview.show_page(page)
    told: list[tuple[float, float]] = []
    preview.pressed.connect(lambda x, y: told.append((x, y)))
    paper = preview.paper()
    quarter = QPointF(paper.x() + paper.width() / 4, paper.y() + paper.height() / 2).toPoint()
    qtbot.mouseClick(preview, Qt.MouseButton.LeftButton, pos=quarter)
    qtbot.mouseClick(preview, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert told == [(pytest.approx(0.25, abs=0.01), pytest.approx(0.5, abs=0.01))]


def test_a_page_is_seen_nearer_and_dragged(qtbot: QtBot) -> None:
    preview = PdfPreview("Sheet")
    qtbot.addWidget(preview)
    preview.resize(400, 500)
    page = QImage(210, 297, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    preview.show_page(page)
    wanted: list[QSize] = []
    told: list[float] = []
    preview.wanted.connect(wanted.append)
    preview.pressed.connect(lambda x, _y: told.append(x))
    whole = preview.paper()
    for _press in range(9):
        preview.zoom_in()
    assert preview.zoom == MOST
    assert wanted[-1].height() >= MOST * 500
    near = preview.paper()
    assert near.width() == pytest.approx(MOST * whole.width(), abs=2)
    start, end = QPoint(200, 200), QPoint(150, 120)
    qtbot.mousePress(preview, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(preview, end)
    qtbot.mouseRelease(preview, Qt.MouseButton.LeftButton, pos=end)
    assert preview.paper().topLeft() - near.topLeft() == QPointF(end - start)
    assert told == [], "a page that is dragged is not pressed"
    for _press in range(9):
        preview.zoom_out()
    assert preview.paper() == whole


def drop(area: DropArea, *names: str) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(name) if name.startswith("/") else QUrl(name) for name in names])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, left, none)
    enter.ignore()
    area.dragEnterEvent(enter)
    area.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))
    return enter.isAccepted()


def test_only_files_of_the_right_kind_can_be_dropped(qtbot: QtBot) -> None:
    area = DropArea("Drop files", "vCard", "Choose", (".vcf",))
    qtbot.addWidget(area)
    told: list[list[Path]] = []
    area.dropped.connect(told.append)
    assert drop(area, "/tmp/a.VCF", "/tmp/b.txt")
    assert not drop(area, "/tmp/b.txt", "https://evil.example/a.vcf")
    assert told == [[Path("/tmp/a.VCF")]]


def test_a_toast_takes_the_place_of_the_last_and_offers_undo(window: QWidget) -> None:
    undone: list[int] = []
    toast(window, "first")
    last = toast(window, "Contact deleted", Action("Undo", lambda: undone.append(1)))
    assert [one for one in window.findChildren(Toast) if one.isVisible()] == [last]
    before = last.y()
    window.resize(800, 700)
    QApplication.processEvents()
    assert last.y() > before
    last.findChildren(parts.Button)[0].click()
    assert undone == [1]
    assert not last.isVisible()


def test_an_error_tells_what_happened_and_its_single_places(window: QWidget, qtbot: QtBot) -> None:
    tried: list[int] = []
    error = UserError("The disk is full. Nothing was lost. Make room and try again.", ("line 3", MARKUP))
    sheet = show_error(window, error, Action("Try again", lambda: tried.append(1)))
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    assert texts == ["The disk is full", "Nothing was lost. Make room and try again."]
    assert sheet.isModal()
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert tried == [1]
    assert not sheet.isVisible()


def test_escape_puts_a_sheet_away_and_the_window_is_clear_again(window: QWidget, qtbot: QtBot) -> None:
    clear = snapshot(window).toImage()
    sheet = Sheet(window, "Labels")
    sheet.add_text("Which sheet?")
    sheet.open()
    assert snapshot(window).toImage() != clear
    assert window.frameGeometry().contains(sheet.geometry())
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert snapshot(window).toImage() == clear


def test_our_own_mistakes_have_no_words_for_a_field() -> None:
    assert words_of(UserError("Too long.")) == "Too long."
    assert "secret" not in words_of(KeyError("secret"))

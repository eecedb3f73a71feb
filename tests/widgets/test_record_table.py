"""The list of records: windows, small memory, keys, selection, and speed at a million."""

import statistics
import time
from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QImage, QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from crmdesk.widgets import record_model
from crmdesk.widgets.column_header import ColumnHeader
from crmdesk.widgets.record_model import PAGE, RecordModel, Row, RowsSource, TableColumn
from crmdesk.widgets.record_table import RecordTable

MILLION = 1_000_000


def row(number: int) -> Row:
    return Row(number.to_bytes(16), f"Álvares, João {number}", "Padaria São José · Diretor", f"{number % 30} d")


class Wide:
    """Any number of rows, answered at once or when told."""

    def __init__(self, count: int = MILLION, *, at_once: bool = True) -> None:
        self.rows = count
        self.at_once = at_once
        self.asked: list[tuple[int, int]] = []
        self.waiting: list[Callable[[], None]] = []
        self.made = row

    def count(self) -> int:
        return self.rows

    def fetch(self, first: int, count: int, ready: Callable[[Sequence[Row]], None]) -> None:
        self.asked.append((first, count))
        rows = [self.made(number) for number in range(first, min(first + count, self.rows))]
        if self.at_once:
            ready(rows)
        else:
            self.waiting.append(lambda: ready(rows))


def shown(qtbot: QtBot, source: record_model.Source | None) -> RecordTable:
    table = RecordTable("Contacts")
    qtbot.addWidget(table)
    table.resize(330, 700)
    table.show_source(source)
    table.show()
    settle(qtbot)
    return table


def settle(qtbot: QtBot) -> None:
    for _turn in range(6):
        qtbot.wait(1)


def press(table: RecordTable, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    table.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, key, modifiers))


def test_it_is_a_sound_model(qtbot: QtBot) -> None:
    model = RecordModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_source(Wide(500))
    model.show_source(RowsSource([row(1)]))
    model.show_source(None)


def test_only_what_is_drawn_is_asked_for(qtbot: QtBot) -> None:
    source = Wide()
    table = shown(qtbot, source)
    assert source.asked == [(0, PAGE)]
    table.go_to(MILLION - 1)
    settle(qtbot)
    assert source.asked[-1][0] <= MILLION - 1 < sum(source.asked[-1])
    assert len(source.asked) <= 3
    assert table.records.row(MILLION - 1) == row(MILLION - 1)


def test_rows_at_hand_are_shown_without_asking(qtbot: QtBot) -> None:
    source = Wide(40)
    table = RecordTable("Contacts")
    qtbot.addWidget(table)
    table.show_source(source, [row(number) for number in range(40)])
    assert table.records.row(39) == row(39)
    assert source.asked == []


@given(st.lists(st.integers(0, MILLION - 1), min_size=1, max_size=80))
def test_memory_does_not_grow_with_what_was_seen(numbers: list[int]) -> None:
    model = RecordModel()
    model.show_source(Wide())
    for number in numbers:
        model.row(number)
        model._ask()
        assert model.row(number) == row(number)
    assert len(model._pages) <= record_model._PAGES_KEPT


def test_who_scrolls_on_finds_the_next_page_there(qtbot: QtBot) -> None:
    source = Wide()
    table = shown(qtbot, source)
    for number in range(4 * PAGE):
        table.verticalScrollBar().setValue(number * table.row_height())
        table.viewport().repaint()
        assert all(table.records.row(row) for row in table.rows_in_sight())
        settle(qtbot)
    assert source.asked[0] == (0, PAGE)
    assert [first for first, _count in source.asked] == sorted({first for first, _count in source.asked})


def test_pages_scrolled_past_are_not_asked_for(qtbot: QtBot) -> None:
    source = Wide(at_once=False)
    table = shown(qtbot, source)
    for number in range(0, MILLION, 20_000):
        table.verticalScrollBar().setValue(number * 56)
        table.viewport().repaint()
    settle(qtbot)
    while source.waiting:
        source.waiting.pop(0)()
        settle(qtbot)
    assert len(source.asked) < 8
    first = table.rowAt(0)
    assert table.records.row(first) == row(first)


def test_a_refresh_keeps_the_old_rows_until_the_new_have_come(qtbot: QtBot) -> None:
    source = Wide(100, at_once=False)
    table = shown(qtbot, source)
    source.waiting.pop()()
    source.made = lambda number: Row(b"x", f"new {number}")
    table.go_to(3)
    table.refresh()
    settle(qtbot)
    assert table.records.row(0) == row(0)
    source.waiting.pop()()
    settle(qtbot)
    assert table.records.row(0) == Row(b"x", "new 0")
    assert table.current_row() == 3


def test_answers_of_an_older_set_are_dropped(qtbot: QtBot) -> None:
    old = Wide(100, at_once=False)
    table = shown(qtbot, old)
    table.show_source(RowsSource([Row(b"n", "new")]))
    old.waiting.pop()()
    settle(qtbot)
    assert table.records.row(0) == Row(b"n", "new")


def test_keys_go_through_the_list(qtbot: QtBot) -> None:
    table = shown(qtbot, Wide())
    table.go_to(0)
    for key, wanted in (
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_End, MILLION - 1),
        (Qt.Key.Key_Up, MILLION - 2),
        (Qt.Key.Key_Home, 0),
    ):
        press(table, key)
        assert table.current_row() == wanted
    press(table, Qt.Key.Key_PageDown)
    assert table.current_row() > 5
    with qtbot.waitSignal(table.opened) as opened:
        press(table, Qt.Key.Key_Return)
    assert opened.args == [table.current_row()]


def test_letters_are_left_to_the_window(qtbot: QtBot) -> None:
    table = shown(qtbot, Wide(10))
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    table.keyPressEvent(event)
    assert not event.isAccepted()


def test_a_million_can_be_selected_and_told_as_ranges(qtbot: QtBot) -> None:
    table = shown(qtbot, Wide())
    table.selectAll()
    assert table.selected() == [range(MILLION)]
    table.select([range(5, 7), range(1, 3)])
    assert table.selected() == [range(1, 3), range(5, 7)]
    table.go_to(10)
    press(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected() == [range(11)]


def test_it_can_be_heard(qtbot: QtBot) -> None:
    table = shown(qtbot, Wide(5))
    assert QAccessible.queryAccessibleInterface(table).text(QAccessible.Text.Name) == "Contacts"
    spoken = table.records.data(table.records.index(2, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Álvares, João 2, Padaria São José · Diretor, 2 d"


def test_loading_empty_and_hover_are_drawn(qtbot: QtBot) -> None:
    table = shown(qtbot, None)
    loading = table.grab().toImage()
    table.show_source(RowsSource([]))
    blank = table.grab().toImage()
    table.set_empty("No contacts yet", "Import a file")
    assert len({id(picture) for picture in (loading, blank)}) == 2
    assert loading != blank != table.grab().toImage()
    table.show_source(RowsSource([row(1)]), [row(1)])
    plain = table.grab().toImage()
    table._hover(table.indexAt(QPoint(5, 5)))
    assert table.grab().toImage() != plain


def test_speed_at_a_million(qtbot: QtBot) -> None:
    """Opening, jumping to the end, and every frame of a scroll: by what this thread computes, as cores are shared."""
    begun = time.thread_time()
    table = shown(qtbot, Wide())
    assert time.thread_time() - begun < 1
    frames = []
    for step in range(120):
        table.verticalScrollBar().setValue(step * 400_000 % (56 * MILLION))
        qtbot.wait(0)
        begun = time.thread_time()
        table.viewport().repaint()
        frames.append(time.thread_time() - begun)
    assert statistics.quantiles(frames, n=100)[98] < 0.033
    assert max(frames) < 0.066


class TestTable:
    """Columns, header, groups."""

    COLUMNS = (TableColumn("name", "Name", has_face=True), TableColumn("city", "City"), TableColumn("sum", "Sum", True))

    def shown(self, qtbot: QtBot, source: record_model.Source, headings: Sequence[tuple[str, int]] = ()) -> RecordTable:
        table = shown(qtbot, None)
        table.show_columns(self.COLUMNS, [200, 120, 80])
        table.show_source(source, (), headings)
        table.resize(600, 400)
        settle(qtbot)
        return table

    def header(self, table: RecordTable) -> ColumnHeader:
        header = table.horizontalHeader()
        assert isinstance(header, ColumnHeader)
        return header

    def test_it_is_a_sound_model(self, qtbot: QtBot) -> None:
        model = RecordModel()
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        model.show_columns(self.COLUMNS)
        model.show_source(Celled(30), (), [("A", 0), ("B", 12)])
        model.set_closed({0})
        model.show_sorting([TableColumn("name", "Name", sorted=1), *self.COLUMNS[1:]])
        model.show_columns(())

    def test_cells_and_headings_can_be_heard(self, qtbot: QtBot) -> None:
        table = self.shown(qtbot, Celled(5))
        model, role = table.records, Qt.ItemDataRole.AccessibleTextRole
        assert [model.data(model.index(2, column), role) for column in range(3)] == ["Person 2", "Lagos", "2"]
        model.show_sorting([self.COLUMNS[0], TableColumn("city", "City", sorted=2, is_descending=True)])
        assert model.headerData(0, Qt.Orientation.Horizontal, role) == "Name"
        assert model.headerData(1, Qt.Orientation.Horizontal, role) == "City, sorted downwards, 2"

    def test_the_header_sorts_widens_and_orders_by_keys(self, qtbot: QtBot) -> None:
        table = self.shown(qtbot, Celled(5))
        header, keys = self.header(table), Qt.Key
        sorted_by, arranged = [], []
        header.sorted.connect(lambda key, adds: sorted_by.append((key, adds)))
        header.arranged.connect(lambda: arranged.append(header.arrangement()))
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        for key, modifiers in (
            (keys.Key_Space, Qt.KeyboardModifier.NoModifier),
            (keys.Key_Right, Qt.KeyboardModifier.NoModifier),
            (keys.Key_Space, shift),
            (keys.Key_Right, control),
            (keys.Key_Left, control | shift),
        ):
            header.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, key, modifiers))
        assert sorted_by == [("name", False), ("city", True)]
        assert [key for key, _width in arranged[-1]] == ["city", "name", "sum"]
        assert dict(arranged[-1])["city"] == 136

    def test_up_from_the_first_row_goes_into_the_header_and_down_comes_back(self, qtbot: QtBot) -> None:
        table = self.shown(qtbot, Celled(5))
        table.activateWindow()
        table.setFocus()
        table.go_to(0)
        press(table, Qt.Key.Key_Up)
        qtbot.waitUntil(lambda: self.header(table).hasFocus())
        self.header(table).keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier(0)))
        qtbot.waitUntil(table.hasFocus)

    def test_a_press_on_the_header_tells_which_menu_is_wanted(self, qtbot: QtBot) -> None:
        header = self.header(self.shown(qtbot, Celled(5)))
        place = QPoint(header.sectionViewportPosition(1) + 5, 5)
        with qtbot.waitSignal(header.menu_wanted) as wanted:
            header.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, header.mapToGlobal(place)))
        assert wanted.args[0] == "city"

    def test_headings_are_no_records(self, qtbot: QtBot) -> None:
        table = self.shown(qtbot, Celled(10), [("Lagos", 0), ("Rio", 4)])
        assert table.records.rowCount() == 12
        table.go_to(4)
        assert table.currentIndex().row() == 6
        assert table.current_row() == 4
        press(table, Qt.Key.Key_Up)
        assert table.current_row() == -1
        table.selectAll()
        assert table.selected() == [range(10)]
        assert table.selected() == table.selected()

    def test_keys_close_and_open_a_group_and_what_is_chosen_stays(self, qtbot: QtBot) -> None:
        table = self.shown(qtbot, Celled(10), [("Lagos", 0), ("Rio", 4)])
        table.go_to(7)
        table.selectionModel().setCurrentIndex(table.records.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        press(table, Qt.Key.Key_Left)
        assert table.records.rowCount() == 8
        assert table.selected() == [range(7, 8)]
        press(table, Qt.Key.Key_Right)
        assert table.records.rowCount() == 12
        press(table, Qt.Key.Key_Return)
        assert table.records.rowCount() == 8
        table.go_to(2)  # opens its group
        assert table.records.rowCount() == 12
        assert table.current_row() == 2

    def test_everything_selected_is_also_what_is_closed(self, qtbot: QtBot) -> None:
        table = self.shown(qtbot, Celled(10), [("Lagos", 0), ("Rio", 4)])
        table.close_groups({0, 1})
        assert table.records.rowCount() == 2
        table.selectAll()
        assert sum(map(len, table.selected())) == 10

    def test_groups_closed_stay_so_when_the_rows_come_anew(self, qtbot: QtBot) -> None:
        table = self.shown(qtbot, Celled(10), [("Lagos", 0), ("Rio", 4)])
        table.close_groups({1})
        table.show_source(Celled(11), (), [("Accra", 0), ("Lagos", 2), ("Rio", 5)])
        groups = table.records.groups
        assert groups
        assert groups.closed == {2}

    def test_faces_take_the_place_of_monograms(self, qtbot: QtBot) -> None:
        table = self.shown(qtbot, Celled(3))
        plain = table.grab().toImage()
        table.records.set_faces({number.to_bytes(16): picture() for number in range(3)} | {b"x": None})
        table.viewport().update()
        assert table.grab().toImage() != plain
        assert table.records.knows_face(b"x")

    def test_frames_at_a_million(self, qtbot: QtBot) -> None:
        table = self.shown(qtbot, Celled(MILLION), [(f"Group {n}", n * 100) for n in range(MILLION // 100)])
        frames = []
        for step in range(100):
            table.verticalScrollBar().setValue(step * 400_000 % (36 * MILLION))
            qtbot.wait(0)
            begun = time.thread_time()
            table.viewport().repaint()
            frames.append(time.thread_time() - begun)
        assert statistics.median(frames) < 0.033


class Celled(Wide):
    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.made = lambda number: Row(
            number.to_bytes(16), f"Person {number}", cells=(f"Person {number}", "Lagos", str(number))
        )


def picture() -> bytes:
    image = QImage(32, 32, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkRed)
    data, buffer = QByteArray(), QBuffer()
    buffer.setBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())

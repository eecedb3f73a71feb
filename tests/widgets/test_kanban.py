"""A board of thousands of cards: where they stand, what the mouse and keys do, in both directions."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crmdesk.widgets.kanban import Kanban
from crmdesk.widgets.kanban_layout import Face, Lane, Places, Spot, Zone

LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key
WON = Zone("won", "Won", "good", Key.Key_W)
LOST = Zone("lost", "Lost", "bad", Key.Key_L)


def face(key: bytes) -> Face:
    return Face(key.decode(), "Somebody", "12", tags=(("no next step", "bad"),))


def lane(name: str, count: int) -> Lane:
    keys = tuple(f"{name}{number}".encode() for number in range(count))
    return Lane(name.encode(), name, keys, "50 %", (("12", "weighted 6"),))


@pytest.fixture
def board(qtbot: QtBot) -> Kanban:
    made = Kanban("Board", face, (WON, LOST))
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show_lanes([lane("a", 3), lane("b", 0), lane("c", 400)])
    made.show()
    qtbot.waitExposed(made)
    return made


def told(board: Kanban) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    board.moved.connect(lambda *args: found.append(("moved", *args)))
    board.zoned.connect(lambda *args: found.append(("zoned", *args)))
    board.opened.connect(lambda key: found.append(("opened", key)))
    board.adding.connect(lambda key: found.append(("adding", key)))
    board.removing.connect(lambda keys: found.append(("removing", keys)))
    board.menu_asked.connect(lambda keys, _place: found.append(("menu", keys)))
    return found


def cards(board: Kanban) -> list[list[str]]:
    return [[key.decode() for key in each.cards] for each in board.places.lanes]


def middle(board: Kanban, number: int, row: int) -> QPoint:
    return board.places.card(Spot(number, row)).center().toPoint()


def drag(qtbot: QtBot, board: Kanban, begin: QPoint, end: QPoint, *, drops: bool = True) -> None:
    qtbot.mousePress(board, LEFT, pos=begin)
    for share in (3, 2, 1):
        qtbot.mouseMove(board, begin + (end - begin) / share)
    if drops:
        qtbot.mouseRelease(board, LEFT, pos=end)


class TestMouse:
    def test_cards_go_where_they_are_let_go(self, qtbot: QtBot, board: Kanban) -> None:
        found = told(board)
        drag(qtbot, board, middle(board, 0, 0), middle(board, 0, 2))
        assert cards(board)[0] == ["a1", "a2", "a0"]
        assert found == [("moved", [b"a0"], b"a", b"a2")]
        drag(qtbot, board, middle(board, 0, 0), board.places.body(1).center().toPoint())
        assert cards(board)[:2] == [["a2", "a0"], ["a1"]]
        drag(qtbot, board, middle(board, 1, 0), middle(board, 2, 1))
        assert cards(board)[2][:3] == ["c0", "a1", "c1"]
        assert found[1:] == [("moved", [b"a1"], b"b", None), ("moved", [b"a1"], b"c", b"c0")]

    def test_a_press_opens_and_nothing_moves(self, qtbot: QtBot, board: Kanban) -> None:
        found = told(board)
        qtbot.mouseClick(board, LEFT, pos=middle(board, 0, 1))
        drag(qtbot, board, middle(board, 0, 2), middle(board, 0, 2) + QPoint(12, 4))
        assert found == [("opened", b"a1")]

    def test_zones_are_there_while_one_drags(self, qtbot: QtBot, board: Kanban) -> None:
        found = told(board)
        zones = [box.center().toPoint() for box in board._zone_boxes()]
        qtbot.mouseClick(board, LEFT, pos=board.places.body(1).center().toPoint())
        drag(qtbot, board, middle(board, 0, 0), zones[1])
        assert found == [("zoned", [b"a0"], "lost")]
        assert cards(board)[0] == ["a1", "a2"]

    def test_several_go_together_in_their_order(self, qtbot: QtBot, board: Kanban) -> None:
        found = told(board)
        for row in (2, 0):
            qtbot.mouseClick(board, LEFT, CONTROL, middle(board, 0, row))
        drag(qtbot, board, middle(board, 0, 2), board.places.body(1).center().toPoint())
        assert found == [("moved", [b"a0", b"a2"], b"b", None)]
        assert cards(board)[:2] == [["a1"], ["a0", "a2"]]

    def test_what_comes_meanwhile_waits_for_the_hand(self, qtbot: QtBot, board: Kanban) -> None:
        drag(qtbot, board, middle(board, 0, 0), middle(board, 2, 0), drops=False)
        board.grab()
        board.show_lanes([lane("a", 1)])
        assert len(board.places.lanes) == 3
        qtbot.keyClick(board, Key.Key_Escape)
        assert cards(board) == [["a0"]]

    def test_a_card_that_went_under_the_hand_is_not_opened(self, qtbot: QtBot, board: Kanban) -> None:
        found = told(board)
        place = middle(board, 0, 2)
        qtbot.mousePress(board, LEFT, pos=place)
        board.show_lanes([lane("a", 1)])
        qtbot.mouseMove(board, place + QPoint(60, 60))
        qtbot.mouseRelease(board, LEFT, pos=place)
        assert found == []

    def test_lanes_scroll_by_themselves(self, qtbot: QtBot, board: Kanban) -> None:
        where = QPointF(middle(board, 2, 0))
        none = Qt.MouseButton.NoButton
        wheel = QWheelEvent(
            where, where, QPoint(0, -900), QPoint(), none, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
            False,
        )  # fmt: skip
        QApplication.sendEvent(board, wheel)
        assert board.places.down[b"c"] == 900
        assert board.places.down[b"a"] == 0
        assert board.places.shown(2)[0] in (7, 8)
        drag(qtbot, board, middle(board, 0, 0), QPoint(int(where.x()), board.height() - 4), drops=False)
        assert board.places.down[b"c"] > 900
        qtbot.keyClick(board, Key.Key_Escape)

    def test_it_goes_on_scrolling_under_a_hand_at_the_edge(self, qtbot: QtBot, board: Kanban) -> None:
        foot = board.height() - board.places.floor - 90
        begin = middle(board, 2, 0)
        drag(qtbot, board, middle(board, 0, 0), QPoint(begin.x(), int(foot)), drops=False)
        before = board.places.down[b"c"]
        qtbot.waitUntil(lambda: board.places.down[b"c"] > before + 60)
        qtbot.mouseMove(board, QPoint(begin.x(), 300))
        assert not board._pull.isActive()
        zone = board._zone_boxes()[0].center().toPoint()
        qtbot.mouseMove(board, zone)
        assert not board._pull.isActive(), "a zone is no edge"
        qtbot.keyClick(board, Key.Key_Escape)

    def test_a_double_press_on_an_empty_place_adds_there(self, qtbot: QtBot, board: Kanban) -> None:
        found = told(board)
        qtbot.mouseDClick(board, LEFT, pos=board.places.body(1).center().toPoint())
        assert found == [("adding", b"b")]

    def test_the_menu_is_of_what_is_chosen(self, qtbot: QtBot, board: Kanban) -> None:
        found = told(board)
        qtbot.mouseClick(board, LEFT, CONTROL, middle(board, 0, 0))
        qtbot.mouseClick(board, LEFT, SHIFT, middle(board, 0, 2))
        for row, number in ((1, 0), (5, 2)):
            place = middle(board, number, row) if number == 0 else middle(board, 2, 1)
            QApplication.sendEvent(board, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, place))
        assert found == [("menu", [b"a0", b"a1", b"a2"]), ("menu", [b"c1"])]


class TestKeys:
    def test_arrows_go_and_carry(self, qtbot: QtBot, board: Kanban) -> None:
        found = told(board)
        board.begin()
        assert board.choice.current == b"a0"
        for key in (Key.Key_Down, Key.Key_Down, Key.Key_Right):
            qtbot.keyClick(board, key)
        assert board.choice.current == b"c1", "empty lanes are passed by"
        qtbot.keyClick(board, Key.Key_Down, CONTROL)
        assert cards(board)[2][:3] == ["c0", "c2", "c1"]
        qtbot.keyClick(board, Key.Key_Left, CONTROL)
        assert cards(board)[1] == ["c1"]
        assert found == [("moved", [b"c1"], b"c", b"c2"), ("moved", [b"c1"], b"b", None)]
        assert board.choice.current == b"c1"

    def test_far_cards_come_into_sight(self, qtbot: QtBot, board: Kanban) -> None:
        board.go_to(b"c0")
        qtbot.keyClick(board, Key.Key_End)
        assert board.choice.current == b"c399"
        box, body = board.places.card(Spot(2, 399)), board.places.body(2)
        assert body.top() <= box.top() < box.bottom() <= body.bottom()

    def test_several_are_chosen_and_let_go(self, qtbot: QtBot, board: Kanban) -> None:
        board.begin()
        qtbot.keyClick(board, Key.Key_Down, SHIFT)
        assert board.choice.in_order() == [b"a0", b"a1"]
        qtbot.keyClick(board, Key.Key_A, CONTROL)
        assert len(board.choice.keys) == 3
        qtbot.keyClick(board, Key.Key_A, CONTROL)
        assert len(board.choice.keys) == 403
        qtbot.keyClick(board, Key.Key_Escape)
        assert board.choice.in_order() == [b"a1"]
        qtbot.keyClick(board, Key.Key_Space)
        assert board.choice.keys == set()
        assert board.choice.selection() == [b"a1"]

    def test_letters_act(self, qtbot: QtBot, board: Kanban) -> None:
        found = told(board)
        board.begin()
        for key in (Key.Key_Return, Key.Key_W, Key.Key_L, Key.Key_N, Key.Key_Delete):
            qtbot.keyClick(board, key)
        ours = [b"a0"]
        assert found == [
            ("opened", b"a0"), ("zoned", ours, "won"), ("zoned", ours, "lost"), ("adding", b"a"), ("removing", ours),
        ]  # fmt: skip

    def test_without_an_order_only_lanes_count(self, qtbot: QtBot, board: Kanban) -> None:
        board.can_arrange = False
        board.begin()
        qtbot.keyClick(board, Key.Key_Down, CONTROL)
        assert cards(board)[0] == ["a0", "a1", "a2"]


def test_from_right_to_left(qtbot: QtBot, board: Kanban) -> None:
    board.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert board.places.lane(0).left() > board.places.lane(2).left()
    board.begin()
    qtbot.keyClick(board, Key.Key_Left, CONTROL)
    assert cards(board)[1] == ["a0"]
    board.grab()


def test_it_tells_where_one_is(board: Kanban) -> None:
    board.begin()
    assert board.accessibleDescription() == "a0, Somebody, 12, no next step, a"


def test_only_what_is_seen_is_worded(qtbot: QtBot) -> None:
    asked: list[bytes] = []

    def counted(key: bytes) -> Face:
        asked.append(key)
        return face(key)

    made = Kanban("Board", counted)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show_lanes([lane(name, 1250) for name in "abcd"])
    made.grab()
    assert 4 <= len(set(asked)) < 60


def test_what_went_is_no_longer_chosen(board: Kanban) -> None:
    board.go_to(b"a2")
    board.show_lanes([lane("a", 2)])
    assert board.choice.keys == set()
    assert board.choice.current == b"a1", "what stands in its place"
    board.show_lanes([lane("a", 0)])
    assert board.choice.selection() == []


@given(st.lists(st.integers(0, 60), min_size=1, max_size=9), st.booleans(), st.floats(-50, 9000), st.floats(0, 700))
def test_what_is_drawn_is_what_is_pressed(counts: list[int], mirrored: bool, scroll: float, across: float) -> None:
    places = Places([lane(str(number), count) for number, count in enumerate(counts)], 900, 600, mirrored)
    for number in range(len(counts)):
        places.scroll(number, scroll)
    places.scroll_across(across)
    for number, count in enumerate(counts):
        for row in places.shown(number):
            assert row < count
            box = places.card(Spot(number, row))
            if box.top() >= places.head and 0 <= box.center().x() <= 900:
                assert places.spot_at(box.center().x(), box.center().y()) == Spot(number, row)
                assert places.slot_at(number, box.center().y()) == row

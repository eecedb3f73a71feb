"""The picture of what belongs together: always the same, nothing over anything, by mouse, by key and in words."""

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from crmdesk.widgets import theme
from crmdesk.widgets.graph import MOST_IN_RING, MOST_ROWS, Edge, Graph, Node

MIDDLE = Node(b"middle", "João Álvares")


def others(count: int) -> list[Node]:
    return [Node(b"node %d" % number, f"Person {number}", can_open=number != 1) for number in range(count)]


@pytest.fixture
def graph(qtbot: QtBot) -> Graph:
    made = Graph("Picture")
    qtbot.addWidget(made)
    made.resize(330, 200)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def show(graph: Graph, count: int, more: int = 0) -> None:
    nodes = others(count)
    edges = [Edge(MIDDLE.key, node.key, f"word {number}") for number, node in enumerate(nodes)]
    graph.show_graph([MIDDLE, *nodes], edges, more)


def cells(graph: Graph) -> list[QRectF]:
    """Of each a disc and the lines of text below it."""
    made = []
    for number, place in enumerate(graph.places()):
        side = 52 if number == 0 else 38
        made.append(QRectF(place.x() - side / 2, place.y() - side / 2, side, side + (17 if number == 0 else 32)))
    return made


@pytest.mark.parametrize("count", range(1, 25))
@pytest.mark.parametrize("width", [260, 330, 620])
def test_none_lies_on_another_or_outside(count: int, width: int, graph: Graph) -> None:
    graph.resize(width, 200)
    show(graph, count)
    inside = QRectF(graph.rect()).adjusted(-1, -1, 1, 1)
    for one, two in combinations(cells(graph), 2):
        assert not one.intersects(two)
    assert all(inside.contains(cell) for cell in cells(graph))


def test_the_same_stand_in_the_same_places(graph: Graph) -> None:
    show(graph, 5)
    before = graph.places()
    show(graph, 12)
    show(graph, 5)
    assert graph.places() == before


def test_few_stand_in_a_ring_and_many_are_counted(graph: Graph) -> None:
    show(graph, MOST_IN_RING)
    assert graph.is_ring()
    show(graph, 24, more=12)
    assert not graph.is_ring()
    drawn = len(graph.places()) - 1
    assert drawn == 3 * MOST_ROWS
    assert graph._more == 12 + 24 - (drawn - 1)
    graph.resize(700, 400)
    assert len(graph.places()) - 1 == 25
    assert graph._more == 12


def test_a_press_opens_what_can_be_opened(qtbot: QtBot, graph: Graph) -> None:
    show(graph, 4)
    seen: list[bytes] = []
    graph.opened.connect(seen.append)
    for place in graph.places():
        qtbot.mouseClick(graph, Qt.MouseButton.LeftButton, pos=place.toPoint())
    qtbot.mouseClick(graph, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert seen == [b"node 0", b"node 2", b"node 3"]


@pytest.mark.parametrize("count", [1, 2, 3, 6, 7, 14])
def test_keys_reach_every_one(count: int, qtbot: QtBot, graph: Graph) -> None:
    show(graph, count)
    graph.setFocus(Qt.FocusReason.TabFocusReason)
    reached, waiting = {0}, [0]
    while waiting:
        start = waiting.pop()
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            graph._current = start
            qtbot.keyClick(graph, key)
            if graph._current not in reached:
                reached.add(graph._current)
                waiting.append(graph._current)
    assert reached == set(range(count + 1))


def test_enter_opens_the_one_the_keys_are_on(qtbot: QtBot, graph: Graph) -> None:
    show(graph, 1)
    graph.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(graph, Qt.Key.Key_Right)
    with qtbot.waitSignal(graph.opened) as opened:
        qtbot.keyClick(graph, Qt.Key.Key_Return)
    assert opened.args == [b"node 0"]


def test_it_is_told_in_words(graph: Graph) -> None:
    show(graph, 2)
    assert graph.accessibleDescription() == "João Álvares; Person 0: word 0; Person 1: word 1"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_drawn(scheme: theme.Scheme, graph: Graph) -> None:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, scheme)
    graph.show_graph([], [])
    show(graph, 3, more=4)
    picture = graph.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    colours = {picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)}
    assert len(colours) > 20

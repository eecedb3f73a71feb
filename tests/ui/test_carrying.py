"""Records carried with the mouse from the list and the Rolodex onto a group."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from crmdesk.services import groups
from crmdesk.ui import handful
from crmdesk.ui.side import Side
from crmdesk.widgets import theme
from tests.ui.asking import CITY
from tests.ui.desks import Seat

LEFT, NOTHING, COPY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
Carry = Callable[[QMimeData], None]


def mouse(part: QWidget, kind: QEvent.Type, place: QPoint) -> None:
    button = LEFT if kind != QEvent.Type.MouseMove else Qt.MouseButton.NoButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else LEFT
    where = part.mapToGlobal(place)
    QCoreApplication.sendEvent(part, QMouseEvent(kind, QPointF(place), QPointF(where), button, held, NOTHING))


def pull(part: QWidget, place: QPoint, *ways: QPoint) -> None:
    mouse(part, QEvent.Type.MouseButtonPress, place)
    for way in ways:
        mouse(part, QEvent.Type.MouseMove, place + way)
    mouse(part, QEvent.Type.MouseButtonRelease, place + ways[-1])


def let_go(side: Side, key: str, data: QMimeData) -> bool:
    """Over the group and down; whether it took it."""
    place = side._buttons[key].mapTo(side, side._buttons[key].rect().center())
    enter = QDragEnterEvent(place, COPY, data, LEFT, NOTHING)
    side.dragEnterEvent(enter)
    if not enter.isAccepted():
        return False
    move = QDragMoveEvent(place, COPY, data, LEFT, NOTHING)
    side.dragMoveEvent(move)
    side.dropEvent(QDropEvent(QPointF(place), COPY, data, LEFT, NOTHING))
    assert {made._carried for made in side._buttons.values()} == {""}
    return move.isAccepted()


def row_at(seat: Seat, row: int) -> QPoint:
    table = seat.screen.table
    return table.visualRect(table.records.index(row, 0)).center()


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch) -> list[Carry]:
    """What is done with what the mouse carries, the first of them next."""
    waiting: list[Carry] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_actions: waiting.pop(0)(drag.mimeData()))
    monkeypatch.setattr(theme, "motion", lambda: 0)
    return waiting


def add_groups(seat: Seat) -> tuple[str, str]:
    from crmdesk.domain import criteria
    from crmdesk.domain.criteria import Criteria

    live = criteria.write(Criteria(CITY))
    seat.desk.write(lambda store: (groups.add(store, "By hand"), groups.add(store, "By itself", live)))
    seat.until(lambda: {"By hand", "By itself"} <= {group.name for group in known_of(seat)})
    seat.settle()  # the buttons are at their places
    by_name = {group.name: key for key, group in seat.window.side._groups.items()}
    return by_name["By hand"], by_name["By itself"]


def known_of(seat: Seat) -> list[groups.GroupRow]:
    return seat.window.side.groups()


def members(seat: Seat) -> int:
    group = next(group for group in known_of(seat) if group.name == "By hand")
    return len(seat.asked(lambda store: groups.members(store, group.id)))


def test_from_the_list_and_the_rolodex_onto_a_group(seat: Seat, carried: list[Carry]) -> None:
    by_hand, live = add_groups(seat)
    side, table = seat.window.side, seat.screen.table
    table.select([range(3)])
    results: list[bool] = []
    drop_on = lambda key: lambda data: results.append(let_go(side, key, data))  # noqa: E731

    carried.append(drop_on(live))
    pull(table.viewport(), row_at(seat, 1), QPoint(2, 2), QPoint(4, 30))
    assert results == [False]
    assert seat.screen.list.selected_count() == 3

    carried.append(drop_on(by_hand))
    pull(table.viewport(), row_at(seat, 1), QPoint(-40, 0))
    seat.until(lambda: "3 contacts put in “By hand”" in seat.toast())
    assert (results.pop(), members(seat)) == (True, 3)
    carried.append(drop_on(by_hand))
    pull(table.viewport(), row_at(seat, 1), QPoint(-40, 0))
    seat.until(lambda: "Already in “By hand”" in seat.toast())
    seat.desk.undo()
    seat.until(lambda: not members(seat))

    seat.screen.table.go_to(5)
    seat.control(Qt.Key.Key_R)
    seat.until(lambda: seat.screen.views.rolodex and seat.screen.views.rolodex.file.card())
    shown = seat.screen.views.rolodex
    assert shown
    pile, name = shown.file.pile, shown.file.card().title  # type: ignore[union-attr]
    carried.append(drop_on(by_hand))
    middle = pile.rect().center()
    pull(pile, middle, QPoint(-100, 0), QPoint(-pile.width(), 0))
    seat.until(lambda: "1 contact put in" in seat.toast())
    seat.until(lambda: shown.file.card().title == name)  # type: ignore[union-attr]
    assert members(seat) == 1


def test_up_and_down_select_a_press_alone_chooses_and_another_file_is_refused(seat: Seat, carried: list[Carry]) -> None:
    table = seat.screen.table
    table.go_to(0)
    pull(table.viewport(), row_at(seat, 3), QPoint(0, 6), QPoint(0, 2 * table.row_height()))
    assert table.selected() == [range(3, 6)]
    pull(table.viewport(), row_at(seat, 4), QPoint(0, 1))
    assert table.selected() == [range(4, 5)]
    elsewhere: Any = SimpleNamespace(file=None)
    results: list[bool] = []
    carried.append(lambda data: results.extend(handful.is_of(desk, data) for desk in (seat.desk, elsewhere)))
    pull(table.viewport(), row_at(seat, 7), QPoint(-40, 3))
    assert results == [True, False]

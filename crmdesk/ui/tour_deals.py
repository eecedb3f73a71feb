"""Scenes of the tour: the board of deals, one being dragged, the list, the months, and how pipelines are made."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from crmdesk.ui.board_list import ListView
from crmdesk.ui.board_view import CardsView
from crmdesk.ui.deals import LIST, TIMELINE, Deals
from crmdesk.ui.pipeline_editor import PipelineEditor
from crmdesk.ui.tour_stage import Scene, go, settle, wait_for
from crmdesk.ui.window import Window
from crmdesk.widgets.kanban_layout import Spot


def screen_of(window: Window) -> Deals:
    screen = window.screens["deals"]
    assert isinstance(screen, Deals)
    return screen


def board(window: Window) -> Deals:
    go(window, "deals")
    screen = screen_of(window)
    wait_for(lambda: screen.view.cards)
    settle(window)
    return screen


def cards(window: Window) -> CardsView:
    view = board(window).view
    assert isinstance(view, CardsView)
    return view


def dragging(window: Window) -> None:
    kanban = cards(window).kanban
    begin = kanban.places.card(Spot(0, 0)).center()
    end = kanban.places.card(Spot(2, 0)).center() + QPointF(20, 30)
    _mouse(kanban, QEvent.Type.MouseButtonPress, begin)
    for share in (3, 2, 1):
        _mouse(kanban, QEvent.Type.MouseMove, begin + (end - begin) / share)
    settle(window)


def _mouse(part: QWidget, kind: QEvent.Type, where: QPointF) -> None:
    left = Qt.MouseButton.LeftButton
    at = part.mapToGlobal(where)
    QApplication.sendEvent(part, QMouseEvent(kind, where, at, left, left, Qt.KeyboardModifier.NoModifier))


def new(window: Window) -> None:
    screen = board(window)
    screen.begin_new()
    screen.line.name.line.setText("Oven for the second shop")
    screen.line.amount.line.setText("18,400")
    screen.line.customer.line.setText("Nova Padaria")
    settle(window)


def several(window: Window) -> None:
    kanban = cards(window).kanban
    lane = next(lane for lane in kanban.places.lanes if len(lane.cards) > 1)
    kanban.choice.keys = set(lane.cards[:3])
    kanban.chosen.emit()
    kanban.update()


def lost(window: Window) -> None:
    screen = board(window)
    screen.view.acts.close([next(iter(screen.view.cards))], "lost")
    settle(window)


def timeline(window: Window) -> None:
    board(window).show_view(TIMELINE)
    settle(window)


def listing(window: Window) -> None:
    screen = board(window)
    screen.show_view(LIST)
    settle(window)
    view = screen.view
    assert isinstance(view, ListView)
    view.grouped.click()
    settle(window)


def pipelines(window: Window) -> None:
    screen = board(window)
    screen.edit_pipelines()
    settle(window)


def stage(window: Window) -> None:
    pipelines(window)
    editor = window.findChildren(PipelineEditor)[-1]
    assert editor.row
    editor._open_stage(editor.row.stages[2].id or b"")
    settle(window)


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("deals", True, lambda window: (board(window), None)[1]),
    ("deal-dragged", True, dragging),
    ("deal-new", True, new),
    ("deals-chosen", True, several),
    ("board-lost", True, lost),
    ("deals-timeline", True, timeline),
    ("deals-list", True, listing),
    ("pipelines", True, pipelines),
    ("pipeline-stage", True, stage),
)

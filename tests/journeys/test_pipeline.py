"""Deals from the first call on: written down, moved, won and lost, once by keys alone and once with the mouse."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crmdesk.services import board, files, pipelines
from crmdesk.services.board import Card
from crmdesk.ui.board_ask import AskPanel
from crmdesk.ui.board_view import CardsView
from crmdesk.ui.deals import Deals
from crmdesk.ui.narrowing import Narrowing
from crmdesk.ui.sections import SECTIONS
from crmdesk.widgets.kanban import Kanban
from crmdesk.widgets.kanban_layout import Spot
from crmdesk.widgets.suggest_line import SuggestLine
from tests.journeys.telling import ENTER, TAB, button, on_the_side
from tests.ui.desks import Seat, seat_at

CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def fresh(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    """Before a file in which nothing is written yet."""
    path = tmp_path / "Fresh.crmdesk"
    store, _code = files.new(path, "none")
    store.close()
    with seat_at(qtbot, qapp, path) as made:
        made.did.clear()
        yield made


def screen_of(seat: Seat) -> Deals:
    screen = seat.window.screens["deals"]
    assert isinstance(screen, Deals)
    return screen


def kanban_of(seat: Seat) -> Kanban:
    view = screen_of(seat).view
    assert isinstance(view, CardsView)
    return view.kanban


def kept(seat: Seat, status: str = "open") -> dict[str, Card]:
    def question(store: Any) -> list[Card]:
        return [card for row in pipelines.all_of(store) for card in board.listing(store, row.id, [status])]

    found: list[Card] = seat.asked(question)
    return {card.name: card for card in found}


def stage_of(seat: Seat, name: str) -> str:
    return screen_of(seat).view.stage_name(kept(seat)[name].stage_id)


def write_down(seat: Seat, *fields: str) -> None:
    seat.press(Qt.Key.Key_N)
    for number, words in enumerate(fields):
        if number:
            seat.press(TAB)
        seat.keys(words)
        seat.settle()
    seat.press(ENTER)
    seat.until(lambda: fields[0] in kept(seat))
    seat.settle()


def test_by_keys_from_an_empty_file(fresh: Seat) -> None:
    number = next(number for number, section in enumerate(_shown(), 1) if section == "deals")
    fresh.control(Qt.Key(Qt.Key.Key_0 + number))
    fresh.until(lambda: "deals" in fresh.window.screens and kanban_of(fresh).places.lanes)
    fresh.settle()
    assert "N writes one down" in kanban_of(fresh).nothing[1]

    # A deal is a line: what, for whom, how much, by when. Six strokes besides the words.
    fresh.did.clear()
    write_down(fresh, "Oven line", "Padaria Real", "12000", "15 dec")
    assert fresh.strokes() == 5, fresh.did
    write_down(fresh, "Shop refit", "Loja Azul", "8500")
    made = kept(fresh)["Oven line"]
    assert (made.who, made.amount, (made.expected_on or "")[5:]) == ("Padaria Real", 1_200_000, "12-15")

    # The one just written is chosen: it is moved, opened and left again.
    fresh.did.clear()
    fresh.press(Qt.Key.Key_Right, CONTROL)
    fresh.until(lambda: stage_of(fresh, "Shop refit") == "Talked")
    fresh.settle()
    fresh.press(Qt.Key.Key_Right, CONTROL)
    fresh.until(lambda: stage_of(fresh, "Shop refit") == "Quote sent")
    fresh.settle()
    fresh.press(Qt.Key.Key_W)
    fresh.until(lambda: "Shop refit" in kept(fresh, "won"))
    assert fresh.strokes() == 5, fresh.did
    fresh.settle()
    assert fresh.toast() == "“Shop refit” won"

    # What was too early is taken back; the other is lost, with its reason, for half a year.
    fresh.control(Qt.Key.Key_Z)
    fresh.until(lambda: "Shop refit" in kept(fresh))
    fresh.settle()
    kanban = kanban_of(fresh)
    while kanban.choice.current != made.id:
        fresh.press(Qt.Key.Key_Left)
    fresh.press(Qt.Key.Key_L)
    fresh.sheet(AskPanel)
    for words in ("Too expensive", "Acme", "in 6 months"):
        fresh.keys(words)
        fresh.press(ENTER)
    fresh.until(lambda: "Oven line" in kept(fresh, "lost"))
    found = kept(fresh, "lost")["Oven line"]
    assert (found.reason, found.competitor) == ("Too expensive", "Acme")


def _shown() -> list[str]:
    return [section.key for section in SECTIONS if not section.within]


def test_by_mouse(seat: Seat) -> None:
    """A press, a drag, a press: nothing is typed but a reason."""
    side = on_the_side(seat, "Pipeline")
    assert side
    seat.click(side)
    seat.until(lambda: kanban_of(seat).places.lanes)
    seat.settle()
    kanban, view = kanban_of(seat), screen_of(seat).view
    first = view.cards[kanban.places.lanes[0].cards[0]]

    # Into the next stage, to a certain place.
    drag(seat, at(seat, 0, 0), at(seat, 1, 1))
    seat.until(lambda: kept(seat)[first.name].stage_id != first.stage_id)
    seat.settle()
    assert kanban.places.find(first.id) == Spot(1, 1)
    seat.click(button(seat, "Undo"))
    seat.until(lambda: kept(seat)[first.name].stage_id == first.stage_id)
    seat.settle()
    assert kanban.places.find(first.id) == Spot(0, 0)

    # Onto Lost: the reason is one of those that are known, chosen by a press.
    lost = kanban._zone_boxes()[1].center().toPoint()
    drag(seat, at(seat, 0, 0), lost)
    panel = seat.sheet(AskPanel)
    line = panel.fields[0].line
    assert isinstance(line, SuggestLine)
    seat.until(line.is_open)
    assert line._drop
    list_view = line._drop.view
    place = list_view.visualRect(list_view.model().index(0, 0)).center()
    seat.qtbot.mouseClick(list_view.viewport(), LEFT, pos=place)
    seat.click(panel.go)
    seat.until(lambda: first.name in kept(seat, "lost"))
    seat.settle()
    assert kept(seat, "lost")[first.name].reason

    # Opened by a press and left again, where one was.
    name = view.cards[kanban.places.lanes[0].cards[0]].name
    seat.qtbot.mouseClick(kanban, LEFT, pos=at(seat, 0, 0))
    screen = screen_of(seat)
    seat.until(lambda: screen.page is not None and screen.page.isVisible())
    seat.settle()
    seat.click(side)
    seat.settle()
    assert kanban.isVisible()
    assert view.cards[kanban.choice.current or b""].name == name


def test_what_is_left_lying(seat: Seat) -> None:
    """Who has no next step: found by two words, given to a colleague, as one step."""
    side = on_the_side(seat, "Pipeline")
    assert side
    seat.click(side)
    seat.until(lambda: kanban_of(seat).places.lanes)
    seat.settle()
    screen = screen_of(seat)
    seat.did.clear()
    seat.control(Qt.Key.Key_L)
    seat.settle()
    seat.sheet(Narrowing)
    seat.keys("without next")
    seat.press(ENTER)
    seat.settle()
    assert screen.boards.lookup.names() == ["without next step"]
    cards = list(screen.view.cards.values())
    assert cards
    assert all(card.next_step is None for card in cards)
    screen.view.begin()
    seat.press(Qt.Key.Key_A, CONTROL)
    seat.press(Qt.Key.Key_A, CONTROL)
    assert len(kanban_of(seat).choice.keys) == len(cards)
    seat.click(button(seat, "Expected close…"))
    seat.sheet(AskPanel)
    seat.keys("2027-02-01")
    seat.press(ENTER)
    names = [card.name for card in cards]
    seat.until(lambda: all(kept(seat)[name].expected_on == "2027-02-01" for name in names))
    assert len(seat.did) <= 9, seat.did
    seat.settle()
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: not all(kept(seat)[name].expected_on == "2027-02-01" for name in names))


def at(seat: Seat, lane: int, row: int) -> QPoint:
    return kanban_of(seat).places.card(Spot(lane, row)).center().toPoint()


def drag(seat: Seat, begin: QPoint, end: QPoint) -> None:
    kanban = kanban_of(seat)
    seat.qtbot.mousePress(kanban, LEFT, pos=begin)
    for share in (3, 2, 1):
        seat.qtbot.mouseMove(kanban, begin + (end - begin) / share)
    seat.qtbot.mouseRelease(kanban, LEFT, pos=end)
    seat.settle()

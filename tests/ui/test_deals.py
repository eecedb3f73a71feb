"""The pipeline as its user works on it: board, list and months, filters, and what several deals are given at once."""

from calendar import monthrange
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from crmdesk.domain.criteria import Condition
from crmdesk.domain.deals import Deal, Stage
from crmdesk.services import board, deals, lookup, pipelines
from crmdesk.services.board import Card
from crmdesk.store import bulk
from crmdesk.ui.board_ask import AskPanel
from crmdesk.ui.board_list import ListView
from crmdesk.ui.board_view import CardsView
from crmdesk.ui.deals import BOARD, LIST, TIMELINE, Deals
from crmdesk.ui.narrowing import Narrowing
from crmdesk.ui.several import Several
from crmdesk.widgets.chips import Chip
from crmdesk.widgets.kanban import Kanban
from crmdesk.widgets.kanban_layout import Spot
from tests.ui.desks import Seat

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def screen_of(seat: Seat) -> Deals:
    if seat.window.section != "deals":
        seat.window.go("deals")
        seat.until(lambda: seat.window.screens["deals"].view.cards)  # type: ignore[attr-defined]
        seat.settle()
    screen = seat.window.screens["deals"]
    assert isinstance(screen, Deals)
    return screen


def kanban_of(seat: Seat) -> Kanban:
    view = screen_of(seat).view
    assert isinstance(view, CardsView)
    return view.kanban


def shown(seat: Seat) -> list[list[str]]:
    view = screen_of(seat).view
    return [[view.cards[key].name for key in lane.cards] for lane in kanban_of(seat).places.lanes]


def kept(seat: Seat) -> list[Card]:
    """What the file says."""

    def question(store: Any) -> list[Card]:
        (pipeline, *_others) = pipelines.all_of(store)
        return board.listing(store, pipeline.id, ("open", "won", "lost"))

    found: list[Card] = seat.asked(question)
    return found


def one(seat: Seat, name: str) -> Card:
    return next(card for card in kept(seat) if card.name == name)


def change(seat: Seat, job: Callable[[Any], object]) -> None:
    done: list[object] = []
    seat.desk.write(job, done.append)
    seat.until(lambda: done)
    seat.settle()


def drag(seat: Seat, begin: QPoint, end: QPoint) -> None:
    kanban = kanban_of(seat)
    seat.qtbot.mousePress(kanban, Qt.MouseButton.LeftButton, pos=begin)
    for share in (2, 1):
        seat.qtbot.mouseMove(kanban, begin + (end - begin) / share)
    seat.qtbot.mouseRelease(kanban, Qt.MouseButton.LeftButton, pos=end)
    seat.settle()


def card_at(seat: Seat, lane: int, row: int) -> QPoint:
    return kanban_of(seat).places.card(Spot(lane, row)).center().toPoint()


def menu_of(seat: Seat) -> dict[str, Any]:
    """What the open menu offers, by words without their keys."""
    seat.until(QApplication.activePopupWidget)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return {action.text().partition("\t")[0]: action for action in menu.actions() if action.text()}


class TestBoard:
    def test_a_deal_in_one_line(self, seat: Seat) -> None:
        screen = screen_of(seat)
        assert "open" in screen.bar.totals.text()
        seat.press(Key.Key_N)
        seat.keys("Third oven")
        seat.press(Key.Key_Tab)
        seat.keys("padaria")
        seat.until(screen.line.customer.line.is_open)
        seat.press(Key.Key_Down)
        seat.press(Key.Key_Return)
        assert screen.line.amount.line.hasFocus()
        seat.keys("1,250.50 BRL")
        seat.press(Key.Key_Tab)
        seat.keys("15 dec")
        seat.press(Key.Key_Return)
        seat.until(screen.line.isHidden)
        seat.until(lambda: kanban_of(seat).choice.current == one(seat, "Third oven").id)
        made = one(seat, "Third oven")
        assert (made.amount, made.currency, (made.expected_on or "")[5:]) == (125050, "BRL", "12-15")
        assert made.company_id
        assert made.who

        # Somebody new is a company; what is wrong is said and nothing is lost.
        seat.press(Key.Key_N)
        seat.keys("Fourth oven")
        seat.press(Key.Key_Tab)
        seat.keys("Zymurgy Ltd")
        seat.settle()
        assert "new company" in screen.line.told.text()
        seat.press(Key.Key_Tab)
        seat.keys("much")
        seat.press(Key.Key_Return)
        assert screen.line.amount.line.hasFocus()
        seat.retype(screen.line.amount.line, "900")
        seat.press(Key.Key_Return)
        seat.until(lambda: any(card.name == "Fourth oven" for card in kept(seat)))
        assert one(seat, "Fourth oven").who == "Zymurgy Ltd"
        seat.settle()
        seat.click(next(made for made in seat.window.findChildren(QPushButton) if made.text() == "Undo"))
        seat.until(lambda: not any(card.name == "Fourth oven" for card in kept(seat)))
        assert not seat.asked(lambda store: lookup.find(store, "Zymurgy"))

    def test_what_a_stage_needs_is_asked_for_on_the_way(self, seat: Seat) -> None:
        def ask_for(store: Any) -> None:
            (pipeline, *_more) = pipelines.all_of(store)
            with store.write("x") as session:
                bulk.update(session, Stage, [pipeline.stages[1].id], {"required": "source\nprobability"})
                bulk.update(session, Deal, [card.id for card in board.listing(store, pipeline.id, ["open"])],
                            {"source": None, "probability": None})  # fmt: skip

        screen_of(seat)
        change(seat, ask_for)
        before = shown(seat)
        name = before[0][0]
        drag(seat, card_at(seat, 0, 0), card_at(seat, 1, 0))
        panel = seat.sheet(AskPanel)
        assert [field.name for field in panel.fields] == ["source", "probability"]
        for _time in ("the words offered", "the panel"):
            seat.press(Key.Key_Escape)
        seat.settle()
        seat.until(lambda: shown(seat) == before)
        drag(seat, card_at(seat, 0, 0), card_at(seat, 1, 0))
        panel = seat.sheet(AskPanel)
        seat.keys("Fair")
        seat.press(Key.Key_Return)
        seat.press(Key.Key_Return)
        assert "still empty" in panel.problem.text()
        seat.keys("40")
        seat.press(Key.Key_Return)
        seat.until(lambda: one(seat, name).source == "Fair")
        seat.settle()
        assert shown(seat)[1][0] == name
        assert one(seat, name).chance == 40
        seat.control(Key.Key_Z)
        seat.until(lambda: one(seat, name).source is None)
        seat.settle()
        assert shown(seat) == before

    def test_the_end_by_letters(self, seat: Seat) -> None:
        screen = screen_of(seat)
        names = [name for lane in shown(seat) for name in lane]
        seat.press(Key.Key_W)
        seat.until(lambda: one(seat, names[0]).status == "won")
        seat.settle()
        assert names[0] not in [name for lane in shown(seat) for name in lane]
        assert seat.toast() == f"“{names[0]}” won"
        screen.view.begin()
        seat.press(Key.Key_L)
        panel = seat.sheet(AskPanel)
        seat.press(Key.Key_Return)
        seat.press(Key.Key_Return)
        seat.press(Key.Key_Return)
        assert "still empty" in panel.problem.text()
        seat.keys("Too slow")
        seat.press(Key.Key_Return)
        seat.keys("Acme")
        seat.press(Key.Key_Return)
        seat.keys("in 6 months")
        seat.press(Key.Key_Return)
        seat.until(lambda: one(seat, names[1]).status == "lost")
        found = one(seat, names[1])
        assert (found.reason, found.competitor) == ("Too slow", "Acme")

    def test_several_at_once_are_one_step(self, seat: Seat) -> None:
        screen, kanban = screen_of(seat), kanban_of(seat)
        screen.view.begin()
        seat.press(Key.Key_A, CONTROL)
        keys = kanban.choice.in_order()
        assert len(keys) > 2
        assert screen.bar.currentIndex() == 1
        buttons = {made.text(): made for made in screen.bar.findChildren(QPushButton)}
        seat.click(buttons["Expected close…"])
        seat.sheet(AskPanel)
        seat.keys("2027-03-01")
        seat.press(Key.Key_Return)
        seat.until(lambda: [card.expected_on for card in kept(seat) if card.id in keys] == ["2027-03-01"] * len(keys))
        seat.settle()
        assert kanban.choice.in_order() == keys, "they stay chosen"
        seat.click(buttons["Responsible"])
        menu_of(seat)["Nobody"].trigger()
        seat.until(lambda: not any(card.responsible for card in kept(seat) if card.id in keys))
        QApplication.activePopupWidget().close()  # type: ignore[union-attr]
        seat.settle()
        stage = screen.boards.current.stages[2] if screen.boards.current else None
        assert stage
        seat.click(buttons["Move to"])
        menu_of(seat)[stage.name].trigger()
        seat.until(lambda: all(card.stage_id == stage.id for card in kept(seat) if card.id in keys))
        QApplication.activePopupWidget().close()  # type: ignore[union-attr]
        seat.settle()
        assert [card.id for card in kept(seat) if card.id in keys] == keys, "in their order"
        seat.control(Key.Key_Z)
        seat.until(lambda: not any(card.stage_id == stage.id for card in kept(seat) if card.id in keys))

    def test_the_menu_of_one(self, seat: Seat) -> None:
        screen_of(seat)
        name = shown(seat)[0][0]
        key = one(seat, name).id
        seat.press(Key.Key_F10, SHIFT)
        offered = menu_of(seat)
        assert {"Open deal", "Move to", "Won", "Lost…", "Copy deal", "Split…", "Delete"} <= set(offered)
        offered["Split…"].trigger()
        QApplication.activePopupWidget().close()  # type: ignore[union-attr]
        panel = seat.sheet(AskPanel)
        whole = one(seat, name).amount or 0
        seat.keys("100")
        seat.press(Key.Key_Return)
        seat.retype(panel.fields[1].line, "The first part")
        seat.press(Key.Key_Return)
        seat.until(lambda: one(seat, "The first part").amount == 10_000)
        assert one(seat, name).amount == whole - 10_000
        seat.settle()
        kanban_of(seat).go_to(key)
        seat.press(Key.Key_Delete)
        seat.until(lambda: not any(card.id == key for card in kept(seat)))


class TestNarrowing:
    def test_conditions_belong_to_their_pipeline(self, seat: Seat) -> None:
        screen = screen_of(seat)
        change(seat, lambda store: pipelines.save(store, "Service", pipelines.fresh_stages()))
        seat.until(lambda: len(screen.boards.rows) == 3)
        whole = screen.bar.totals.text()
        seat.click(screen.bar.mine)
        seat.settle()
        assert [chip.text() for chip in screen.bar.chips.findChildren(Chip)] == ["Responsible is me"]
        assert screen.bar.totals.text() != whole
        me = seat.asked(lambda store: store.author)
        assert {card.responsible for card in screen.view.cards.values()} == {me}
        screen.bar.narrow()
        seat.settle()
        seat.sheet(Narrowing)
        seat.keys("amount")
        seat.press(Key.Key_Return)
        seat.keys("20000")
        seat.press(Key.Key_Return)
        seat.settle()
        assert all((card.amount or 0) > 2_000_000 for card in screen.view.cards.values())
        state = screen.state()
        screen.boards.choose(screen.boards.rows[2].id)
        seat.settle()
        assert not screen.boards.lookup.conditions
        assert screen.view.cards == {}
        screen.boards.choose(screen.boards.rows[0].id)
        seat.settle()
        assert len(screen.boards.lookup.conditions.steps) == 2

        # Several conditions at once, counted while they are made.
        screen.boards.lookup.clear()
        screen.bar.narrow()
        seat.settle()
        panel = seat.sheet(Narrowing)
        seat.click(next(made for made in panel.findChildren(QPushButton) if made.text() == "Several conditions…"))
        sheet = seat.sheet(Several)
        sheet.tree.show_node(Condition("next_step", "empty", True))
        sheet.counting.ask()
        seat.settle()
        assert "deal" in sheet.counting.count.text()
        sheet._put()
        seat.settle()
        assert screen.boards.lookup.names() == ["without next step"]

        # The same at the next start; what is typed in the search box narrows too.
        other = Deals(seat.desk)
        seat.qtbot.addWidget(other)
        other.restore(state)
        other.boards.ask()
        seat.settle()
        assert other.boards.lookup.conditions.steps[0].words == "Responsible is me"
        screen.boards.lookup.clear()
        seat.window.search.setFocus()
        seat.keys("oven")
        seat.settle()
        assert all("oven" in f"{card.name} {card.who}".lower() for card in screen.view.cards.values())
        assert screen.view.cards


class TestList:
    def test_sorted_grouped_and_ended(self, seat: Seat) -> None:
        screen = screen_of(seat)
        screen.show_view(LIST)
        seat.settle()
        view = screen.view
        assert isinstance(view, ListView)
        view._sort("name", False)
        names = [card.name.casefold() for card in view.listed]
        assert len(names) > 10
        assert names == sorted(names)
        view._sort("name", False)
        assert [card.name.casefold() for card in view.listed] == sorted(names, reverse=True)
        seat.click(view.grouped)
        groups = view.table.records.groups
        assert groups
        assert screen.boards.current
        stages = [stage.name for stage in screen.boards.current.stages]
        assert [title.partition(" · ")[0] for title in groups.titles] == stages
        view._take_columns(("who", "name", "chance"))
        seat.settle()
        row = view.table.records.row(0)
        assert row
        assert row.cells[1] == view.listed[0].name
        assert view.state()["columns"] == ["who", "name", "chance"]

        view.go_to(view.listed[3].id)
        seat.settle()
        (chosen,) = view.selection()
        gone = view.listed[1].id
        change(seat, lambda store: deals.delete(store, [gone]))
        seat.until(lambda: gone not in view.cards)
        seat.settle()
        assert view.selection() == [chosen], "though it stands elsewhere"
        view.table.setFocus()
        seat.press(Key.Key_W)
        seat.until(lambda: next(card for card in kept(seat) if card.id == chosen).status == "won")
        view.status.set_value("won")
        view.status.chosen.emit("won")
        seat.settle()
        assert chosen in view.cards
        assert "weighted" not in screen.bar.totals.text()
        view.open_menu([chosen], view.mapToGlobal(QPoint(40, 40)))
        menu_of(seat)["Reopen"].trigger()
        QApplication.activePopupWidget().close()  # type: ignore[union-attr]
        seat.until(lambda: next(card for card in kept(seat) if card.id == chosen).status == "open")
        seat.settle()


class TestTimeline:
    def test_a_card_goes_to_another_month(self, seat: Seat) -> None:
        screen = screen_of(seat)
        screen.show_view(TIMELINE)
        seat.settle()
        kanban = kanban_of(seat)
        months = [lane.key.decode() for lane in kanban.places.lanes]
        known = [month for month in months if month not in ("", "late")]
        assert known == sorted(known)
        assert months[-1] == ""
        assert any(lane.share == 1000 for lane in kanban.places.lanes)
        begin = next(number for number, lane in enumerate(kanban.places.lanes) if lane.cards and lane.key != b"late")
        key = kanban.places.lanes[begin].cards[0]
        name, day = screen.view.cards[key].name, screen.view.cards[key].expected_on or ""
        kanban.go_to(key)
        seat.press(Key.Key_Right, CONTROL)
        seat.until(lambda: (one(seat, name).expected_on or "")[:7] == months[begin + 1])
        last = monthrange(*map(int, months[begin + 1].split("-")))[1]  # after 31 January comes 28 February
        assert int((one(seat, name).expected_on or "")[8:]) == min(int(day[8:]), last)
        seat.settle()
        screen.show_view(BOARD)
        seat.settle()
        assert any(name in lane for lane in shown(seat))


def test_deals_of_a_command(seat: Seat) -> None:
    """Whoever wants a deal is led to it; a new one begins where one is."""
    seat.desk.wanted.emit("deals", "new")
    seat.settle()
    seat.until(screen_of(seat).line.isVisible)

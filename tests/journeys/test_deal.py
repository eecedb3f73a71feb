"""A deal from the telephone to its end: planned, moved on, quoted and won, by few keys and presses."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox

from crmdesk.services import activities, board, deal_lists, deal_looks, pipelines
from crmdesk.services.board import Card
from crmdesk.services.deal_looks import DealLook
from crmdesk.ui.activity_sheet import ActivitySheet
from crmdesk.ui.deal_page import DealPage
from tests.journeys.telling import CONTROL, ENTER, command, facts
from tests.ui.desks import Seat

NAME = "Three ovens"


def page_of(seat: Seat, name: str = NAME) -> DealPage:
    """As soon as it is shown."""
    seat.until(lambda: seat.window.section == "deals")
    seat.until(lambda: isinstance(getattr(seat.window.screens["deals"], "page", None), DealPage))
    page = seat.window.screens["deals"].page  # type: ignore[attr-defined]
    assert isinstance(page, DealPage)
    seat.until(lambda: page.editor.look and page.editor.look.deal["name"] == name)
    seat.settle()
    return page


def kept(seat: Seat, name: str = NAME) -> DealLook:
    def look(store: Any) -> DealLook:
        key = next(row.id for row in deal_lists.find(store, name, 5) if row.name == name)
        return deal_looks.look(store, key)

    found: DealLook = seat.asked(look)
    return found


def card(seat: Seat, name: str = NAME) -> Card | None:
    """As the board shows it."""

    def on_board(store: Any) -> list[Card]:
        found = [board.board(store, line.id) for line in pipelines.all_of(store)]
        return [each for columns in found for column in columns for each in column.cards]

    return next((each for each in seat.asked(on_board) if each.name == name), None)


def test_found_by_its_name_moved_on_and_won(seat: Seat) -> None:
    command(seat, "three ov")
    page = page_of(seat)
    assert len(seat.did) == 3, "the palette, a few letters, Enter"
    seat.click(page.header.strip.arrows()[3])
    seat.until(lambda: kept(seat).deal["stage_id"] == kept(seat).stages[3].id)
    seat.settle()
    seat.click(page.header.won)
    seat.until(lambda: kept(seat).deal["status"] == "won")
    seat.settle()
    assert seat.did.count("click") == 2
    assert card(seat) is None
    done = seat.asked(lambda store: [each.words for each in activities.of_record(store, page.editor.key)])
    assert f"Deal won: {NAME}" in done
    seat.press(Qt.Key.Key_Z, CONTROL)
    seat.until(lambda: kept(seat).deal["status"] == "open")
    seat.settle()
    assert not page.header.won.isHidden()


def test_its_next_step_stands_on_the_card(seat: Seat) -> None:
    """Planned on the page of the deal; done with what is next; both on the board and with the customer."""
    command(seat, "three ov")
    page = page_of(seat)
    before = card(seat)
    assert before
    assert before.next_step is None
    assert "no next step" in [tag.text for tag in page.header.tags()]
    seat.click(page.header.plan)
    seat.until(page.activities.entry.text.hasFocus)
    seat.keys("Ask for the drawing")
    page.activities.entry.when.setFocus()
    seat.retype(page.activities.entry.when, "2030-01-08 10:00")
    seat.press(ENTER)
    seat.until(lambda: (found := card(seat)) and found.next_step == "2030-01-08T10:00")
    seat.settle()
    assert "no next step" not in [tag.text for tag in page.header.tags()]
    seat.window.go("contacts")
    seat.go_to("Álvares")
    stream = seat.asked(lambda store: activities.of_record(store, _id_of(seat)))
    (step,) = [doing for doing in stream if doing.words == "Ask for the drawing"]
    assert step.deal
    assert step.deal[1] == NAME
    assert facts(seat)["Open deals"] == "2 · R$114,400.00"


def _id_of(seat: Seat) -> bytes:
    return bytes.fromhex(seat.page.editor.record.replace("-", ""))


def test_a_call_from_its_page_is_logged_with_it(seat: Seat, dialled: list[str]) -> None:
    command(seat, "second mix")
    page = page_of(seat, "Second mixer")
    seat.click(page.header.call)
    if menu := QApplication.activePopupWidget():
        assert menu.isVisible()
        seat.press(ENTER)
    seat.until(lambda: dialled)
    assert dialled[0].startswith("tel:")
    seat.click(page.reach.reached)
    key = page.editor.key
    seat.until(lambda: [each for each in seat.asked(partial(_done_for, key)) if each.is_reached])
    (call, *_rest) = seat.asked(partial(_done_for, key))
    assert call.type == "call"
    assert call.people
    seat.control(Qt.Key.Key_PageDown)
    assert page.tabs.current() == "products"


def _done_for(key: bytes, store: Any) -> list[activities.Doing]:
    return [each for each in activities.of_record(store, key) if each.done_at is not None]


def test_an_activity_of_somebody_is_for_a_deal(seat: Seat) -> None:
    """Chosen where the activity is, by a letter or two; its next step is for the deal as well."""
    page = seat.go_to("Álvares")
    seat.until(page.rollup.cells)
    key = _id_of(seat)
    planned: list[bytes] = []
    seat.desk.write(lambda store: activities.plan(store, [key], "call", "Talk", "2030-02-01"), planned.append)
    seat.until(lambda: planned)
    seat.settle()
    page.show_tab("activities")
    seat.until(lambda: planned[0] in page.activities._rows)
    page.activities.open(planned[0])
    seat.settle()
    panel = page.activities.panel()
    assert panel
    panel.open_sheet()
    sheet = seat.sheet(ActivitySheet)
    field = sheet.form.fields["deal"]
    combo = field.edit
    assert isinstance(combo, QComboBox)
    field.setFocus()
    seat.until(lambda: combo.findText(NAME) >= 0)
    seat.keys("Second shop in Pinheiros")
    seat.press(ENTER)
    seat.until(lambda: (found := card(seat, "Second shop in Pinheiros")) and found.next_step)

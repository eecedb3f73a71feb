"""Labels by the hundred: Christmas cards from a part-used sheet, a jam on the way, and one envelope in between."""

from typing import Any

import pytest
from PySide6.QtCore import Qt

from crmdesk.domain.channels import Address
from crmdesk.domain.contacts import Contact
from crmdesk.domain.ids import new_id
from crmdesk.services import activities, groups, labels, lookup, print_runs
from crmdesk.store import bulk
from crmdesk.ui.envelopes import EnvelopePaper
from crmdesk.ui.labels import Labels
from crmdesk.ui.print_runs import PastRuns
from tests.journeys.telling import BOTH, ENTER, button, elsewhere, on_the_side
from tests.printing import pdf
from tests.ui.desks import Seat
from tests.ui.printers import Printers

MANY, ON_A_SHEET = 600, 21
GROUP = "Christmas 2026"


def with_customers(store: Any) -> None:
    keys = [new_id() for _number in range(MANY)]
    with store.write("Import") as session:
        bulk.insert(session, Contact, [{"id": key, "given_name": f"Nr {n:03}"} for n, key in enumerate(keys, 1)])
        place = {"street": "Weg 1", "city": "Berlin", "country": "DE"}
        places = [{**place, "owner_id": key, "postal_code": f"{n:05}"} for n, key in enumerate(keys, 1)]
        bulk.insert(session, Address, places)
    groups.put_in(store, groups.add(store, GROUP), keys)


def screen_of(seat: Seat) -> Labels:
    seat.until(lambda: seat.window.section == "labels")
    found = seat.window.screens["labels"]
    assert isinstance(found, Labels)
    seat.until(lambda: found.batch)
    return found


def press(screen: Labels, number: int) -> None:
    left, top = screen.sheet.positions()[number - 1]
    screen.pages._press((left + 9) / screen.sheet.paper_width, (top + 9) / screen.sheet.paper_height)


def history(seat: Seat, key: bytes) -> list[str]:
    return [str(line.subject) for line in seat.asked(lambda store: activities.of_record(store, key))]


def test_six_hundred_in_december_from_a_part_used_sheet(seat: Seat, printers: Printers) -> None:
    elsewhere(seat, with_customers)
    group = on_the_side(seat, GROUP)
    assert group
    seat.click(group)
    seat.until(lambda: seat.screen.lookup.count == MANY)
    seat.press(Qt.Key.Key_P, BOTH)
    screen = screen_of(seat)
    seat.until(lambda: screen.batch and len(screen.batch.pieces) == MANY)
    assert (screen._title.text(), screen._words.text()) == (f"{MANY} labels", GROUP)

    # Seven of the sheet are gone: the eighth is pressed, then printed.
    press(screen, 8)
    assert screen.pages.hint.text() == "7 labels of this sheet are used"
    seat.control(Qt.Key.Key_P)
    seat.until(lambda: seat.toast() == "Sent to the printer")
    assert printers.pages(printers.last()) == -(-(7 + MANY) // ON_A_SHEET)

    # The next sheet begins where this one ended, and everybody's history knows.
    assert screen.start.value() == (7 + MANY) % ON_A_SHEET + 1
    seat.until(lambda: seat.asked(print_runs.latest))
    assert screen.batch
    assert history(seat, screen.batch.ids[0]) == history(seat, screen.batch.ids[-1]) == ["Label printed"]
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: not seat.asked(print_runs.latest))
    assert history(seat, screen.batch.ids[0]) == []


def test_a_run_goes_on_at_217_after_a_jam(seat: Seat, printers: Printers) -> None:
    elsewhere(seat, with_customers)
    keys = seat.asked(lambda store: lookup.matching(store, "Nr"))
    made = seat.asked(lambda store: labels.prepare(store, keys))
    elsewhere(seat, lambda store: labels.keep(store, made, GROUP, "Avery L7160", 8))

    # Meanwhile somebody has moved; the run is what it was.
    def move(store: Any) -> None:
        with store.write("Move") as session:
            bulk.update(session, Address, [row["id"] for row in bulk.whole(session, Address)], {"street": "New 9"})

    elsewhere(seat, move)
    seat.window.go("labels")
    screen = screen_of(seat)
    seat.click(button(seat, "Printed before…"))
    past: PastRuns = seat.sheet(PastRuns)
    seat.until(past.again_button.isEnabled)
    seat.retype(past.first.lineEdit(), "217")
    assert past.again_button.text() == "Print 384 labels"
    assert past.pages.page == (7 + 216) // ON_A_SHEET
    past.pages.go_to(0)
    past._press(7 + 216)
    assert past.first.value() == 217, "pressing it on its page is as good"
    seat.press(ENTER)

    # The sheet that lies in the printer now has three labels gone.
    seat.until(lambda: screen.again)
    assert screen.batch
    assert screen.batch.pieces == made.pieces[216:]
    assert screen.batch.texts[0][:2] == ["Nr 217", "Weg 1"]
    press(screen, 4)
    seat.control(Qt.Key.Key_P)
    seat.until(lambda: seat.toast() == "Sent to the printer")
    assert printers.pages(printers.last()) == -(-(3 + 384) // ON_A_SHEET)
    again, first = seat.asked(print_runs.latest)
    assert (again.name, again.count, again.again) == (first.name, 384, 217), "what was printed again is told as that"

    # Back to what is to be printed today.
    seat.click(button(seat, "Close"))
    seat.until(lambda: screen.again is None and screen.batch and screen.batch.pieces != made.pieces[216:])


def test_an_envelope_for_one_in_three_actions(seat: Seat, printers: Printers) -> None:
    seat.go_to("Álvares")
    seat.did.clear()
    seat.press(Qt.Key.Key_V, BOTH)
    sheet: EnvelopePaper = seat.sheet(EnvelopePaper)
    size = sheet.envelope
    seat.press(ENTER)  # perhaps before the page is there
    seat.until(lambda: seat.toast() == "Sent to the printer")
    assert [*seat.did, "the system's own question"] == ["Ctrl+Shift+V", "Return", "the system's own question"]
    short_edge_first = (size.height, size.width)
    assert pdf.size(printers.last()) == pytest.approx(short_edge_first, abs=0.5)
    assert printers.pages(printers.last()) == 1
    seat.until(lambda: seat.asked(print_runs.latest))
    (run,) = seat.asked(print_runs.latest)
    assert (run.kind, run.name, run.choices["envelope"]) == ("envelopes", "João Álvares", size.name)
    ((key, lines),) = seat.asked(lambda store: print_runs.again(store, run.id))
    assert "João Álvares" in lines
    assert "Envelope printed" in history(seat, key)

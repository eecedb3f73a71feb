"""Envelopes on the screen: sizes, the sender, who is left out, and how they go into which printer."""

from pathlib import Path

import pytest

from crmdesk import settings
from crmdesk.printing.feeds import Feed
from crmdesk.services import print_runs, sender
from crmdesk.ui import envelope_feed
from crmdesk.ui.envelope_feed import FeedSheet
from crmdesk.ui.envelopes import EnvelopePaper
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.print_runs import PastRuns, part_of
from tests.printing import pdf
from tests.ui.desks import Seat
from tests.ui.printers import Printers


@pytest.fixture
def sheet(seat: Seat) -> EnvelopePaper:
    """Of all."""
    seat.window.ask_on_set("envelopes", CurrentSet("contact", None, 40, "Everybody"))
    found: EnvelopePaper = seat.sheet(EnvelopePaper)
    seat.until(found.print_button.isEnabled)
    return found


def choose_size(seat: Seat, sheet: EnvelopePaper, name: str) -> None:
    sheet.size_box.setCurrentIndex(sheet.size_box.findData(name))
    sheet.size_box.activated.emit(sheet.size_box.currentIndex())
    seat.until(sheet.print_button.isEnabled)


def test_many_in_a_chosen_size_without_a_sender_until_there_is_one(
    seat: Seat, sheet: EnvelopePaper, tmp_path: Path
) -> None:
    assert sheet.content
    count, skipped = len(sheet.content.batch.pieces), len(sheet.content.batch.skipped)
    assert count + skipped == 40
    assert sheet._left_out.text() == f"{skipped} left out…"
    assert sheet._own.isVisible()
    assert sheet._sender.isHidden()
    seat.desk.write(lambda store: sender.make(store, "Forno Supplies"))
    seat.settle()
    sheet.gather()
    seat.until(lambda: sheet.print_button.isEnabled() and sheet.content and sheet.content.sender)
    assert sheet._sender.text() == "Forno Supplies"
    assert sheet._own.isHidden()

    choose_size(seat, sheet, "C5")
    assert settings.load().envelopes["size"] == "C5"
    assert pdf.size(sheet.pdf) == pytest.approx((229, 162), abs=0.1)
    assert "Forno Supplies" in pdf.texts(sheet.pdf)[0]
    sheet.with_sender.click()
    seat.until(sheet.print_button.isEnabled)
    assert "Forno Supplies" not in pdf.texts(sheet.pdf)[0]

    sheet.save_pdf(tmp_path / "envelopes.pdf")
    seat.until(lambda: seat.toast() == "Saved as “envelopes.pdf”")
    assert len(pdf.texts((tmp_path / "envelopes.pdf").read_bytes())) == count
    seat.until(lambda: seat.asked(print_runs.latest))
    (run,) = seat.asked(print_runs.latest)
    assert (run.kind, run.name, run.count) == ("envelopes", "Everybody", count)

    # Printed before: from the third on, in the size and from the sender they had.
    seat.window.ask("printed before")
    past: PastRuns = seat.sheet(PastRuns)
    seat.until(past.again_button.isEnabled)
    past.pages.go_to(2)
    past._press(past.pages.page)
    assert past.again_button.text() == f"Print {count - 2} envelopes"
    past.again_button.click()
    again: EnvelopePaper = seat.sheet(EnvelopePaper)
    seat.until(again.print_button.isEnabled)
    assert again.envelope.name == "C5"
    assert again.order.isHidden()
    assert again.content
    assert len(again.content.batch.pieces) == count - 2
    again.save_pdf(tmp_path / "again.pdf")
    seat.until(lambda: seat.toast() == "Saved as “again.pdf”")
    assert len(pdf.texts((tmp_path / "again.pdf").read_bytes())) == count - 2
    seat.until(lambda: len(seat.asked(print_runs.latest)) == 2)
    part, _whole = seat.asked(print_runs.latest)
    assert (part.name, part.count, part.again) == ("Everybody", count - 2, 3)
    assert part_of(part) == "again from 3"


def test_how_they_go_in_is_chosen_by_a_picture(seat: Seat, printers: Printers) -> None:
    seat.go_to("Álvares")
    seat.page.header.acted.emit("envelopes")  # from the menu of the page
    sheet: EnvelopePaper = seat.sheet(EnvelopePaper)
    seat.until(sheet.print_button.isEnabled)
    assert sheet.windowTitle() == "Envelope for João Álvares"
    choose_size(seat, sheet, "DL")
    sheet._feed.click()
    feeding: FeedSheet = seat.sheet(FeedSheet)
    assert [picture.feed.place for picture in feeding.pictures if picture.isVisible()] == ["centre", "centre"]
    feeding.paper.setCurrentIndex(feeding.paper.findData("a4"))
    feeding.paper.activated.emit(feeding.paper.currentIndex())
    assert [picture.isEnabled() for picture in feeding.pictures] == [True] * 3 + [False] * 3, "DL is wider than A4"
    seat.click(feeding.pictures[0])
    feeding.face_down.click()
    seat.click(feeding._primary)  # type: ignore[arg-type]
    assert sheet._feed.text() == "Short edge first, at the left, face down"
    assert envelope_feed.of("") == Feed("short", "left", is_face_down=True, paper="a4")
    assert envelope_feed.of("A printer never used") == envelope_feed.of("")
    envelope_feed.keep("Laser", Feed("long"))
    assert envelope_feed.of("Laser") == Feed("long")

    sheet.print_button.click()
    seat.until(lambda: seat.toast() == "Sent to the printer")
    assert pdf.size(printers.last()) == pytest.approx((220, 110), abs=0.5), "as for the printer used last"

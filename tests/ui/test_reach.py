"""Ways to reach someone: what speaks against it is seen first, and a refusal takes a second press."""

from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from crmdesk.services import activities, records
from crmdesk.ui.page import Page
from crmdesk.ui.reach import email_way, link_way, map_way, phone_way, refusal_words
from crmdesk.ui.ways import menu_of
from crmdesk.widgets import links
from tests.ui.desks import Seat


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What other programs were asked to open."""
    asked: list[str] = []
    monkeypatch.setattr(links, "open_external", lambda address: asked.append(links.checked(address).toString()))
    return asked


def with_refusal(seat: Seat, channel: str, reason: str = "asked not to") -> Page:
    page = seat.go_to("Lakshmi")
    record = page.editor.record
    seat.desk.write(lambda store: records.add_part(store, "opt_outs", record, {"channel": channel, "reason": reason}))
    seat.until(lambda: page._shown["opt_outs"])
    return page


def test_addresses_are_ones_that_may_be_opened() -> None:
    ways = [
        phone_way({"value": "(11) 98765-4321", "e164": "+5511987654321", "extension": "12"}),
        phone_way({"value": "call 112 at night"}),
        email_way({"value": "ana+x@example.org"}),
        map_way(["Rua Augusta, 1500", "São Paulo - SP", "Brazil"]),
        link_way({"value": "+55 11 98765-4321", "service": "whatsapp"}),
        link_way({"value": "@ana", "service": "telegram"}),
        link_way({"value": "www.example.org/a?b=c"}),
        link_way({"value": "https://example.org"}),
    ]
    assert all(way and links.checked(way.address) for way in ways)
    assert ways[0]
    assert ways[0].address == "tel:+5511987654321;ext=12"
    for nowhere in ("ana at work", "ana@example.org", "ana"):
        assert link_way({"value": nowhere}) is None


def test_a_refusal_tells_channel_reason_and_day() -> None:
    assert refusal_words({"channel": "phone"}) == "No contact by phone"
    whole = refusal_words({"channel": "email", "reason": "left the list", "since": "2026-03-02"})
    assert whole.startswith("No contact by e-mail: left the list (since")


def test_one_number_is_dialled_at_once_and_the_call_logged_by_a_press(seat: Seat, opened: list[str]) -> None:
    page = seat.go_to("Lakshmi")
    page.header.call.click()
    assert len(opened) == 1
    assert opened[0].startswith("tel:+")
    assert page.reach.isVisible()
    assert page.reach.reached.isVisible()
    page.reach.missed.click()
    seat.until(lambda: seat.toast() == "Logged: not reached")
    assert not page.reach.isVisible()
    seat.settle()
    key = UUID(page.editor.record).bytes
    (done,) = seat.asked(lambda store: activities.of_record(store, key))
    assert (done.type, done.is_reached) == ("call", False)
    assert [cell.fact.name for cell in page.rollup.cells()][:1] == ["Last attempt"]
    seat.desk.undo()
    seat.until(lambda: not page._look.summary.last_attempt)  # type: ignore[union-attr]


def test_several_numbers_are_chosen_from_the_first_one_first(seat: Seat, opened: list[str]) -> None:
    page = seat.go_to("Kjær")
    record = page.editor.record
    for value in ("+45 20 12 34 56", "+45 33 12 34 56"):
        seat.desk.write(lambda store, value=value: records.add_part(store, "phones", record, {"value": value}))
    seat.until(lambda: len(page._shown["phones"]) >= 2)
    page.header.call.click()
    assert opened == []
    ways = [("mobile", phone_way(part)) for part in page._shown["phones"]]
    menu = menu_of(page.reach, page.header.call, ways)
    menu.actions()[-1].trigger()
    assert len(opened) == 1


def test_dialling_against_a_refusal_takes_a_second_press(seat: Seat, opened: list[str]) -> None:
    page = with_refusal(seat, "phone")
    assert not page.header.call.icon().isNull()
    assert "asked not to" in page.header.call.toolTip()
    assert "asked not to" in page.header.call.accessibleDescription()
    for _press in range(2):  # however often: the same button only says why
        page.header.call.click()
        assert opened == []
        assert "asked not to" in page.reach.accessibleName()
        assert page.reach.anyway.isVisible()
    page.reach.anyway.click()
    assert len(opened) == 1


def test_every_number_and_address_warns(seat: Seat, opened: list[str]) -> None:
    page = with_refusal(seat, "phone")
    row = page.details.lists["phones"].rows()[0]
    assert row.line.action
    assert "asked not to" in row.line.action.accessibleName()
    row.line.edit.setFocus()
    seat.control(Qt.Key.Key_Return)
    assert opened == []
    assert page.reach.anyway.isVisible()
    page.reach.close_button.click()
    assert not page.reach.isVisible()


def test_a_refusal_of_one_channel_leaves_the_others(seat: Seat, opened: list[str]) -> None:
    page = with_refusal(seat, "email")
    page.header.call.click()
    assert len(opened) == 1


def test_nothing_is_dialled_by_changing_the_record(seat: Seat, opened: list[str]) -> None:
    page = with_refusal(seat, "phone")
    page.header.call.click()
    seat.go_to("Álvares")
    assert not page.reach.anyway.isVisible()
    assert opened == []


def test_a_refusal_is_given_a_reason_and_taken_back(seat: Seat) -> None:
    page = seat.go_to("Lakshmi")
    page.marks._toggle("post", None)
    seat.until(lambda: page._shown["opt_outs"])
    assert page._shown["opt_outs"][0]["since"]
    page.marks.edit_reason(page._shown["opt_outs"][0])
    seat.keys("no paper, please")
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: page._shown["opt_outs"][0].get("reason") == "no paper, please")
    assert page.marks.reason.isHidden()
    page.marks._toggle("post", page._shown["opt_outs"][0]["id"])
    seat.until(lambda: not page._shown["opt_outs"])


def test_a_colleague_s_contact_is_seen_before_anything(seat: Seat) -> None:
    page = seat.go_to("Çelik")
    assert page.reach.isVisible()
    assert "Already contacted by bia" in page.reach.accessibleName()
    assert "Already contacted by bia" in page.header.call.toolTip()

"""The same person twice: noticed while they are typed, or made one afterwards, and taken apart again."""

from PySide6.QtCore import Qt

from crmdesk.services import records
from crmdesk.ui.merge import Merge
from tests.journeys.telling import DOWN, ENTER, ESC, SHIFT, button, command, count, elsewhere, in_file, words_on
from tests.ui.desks import PEOPLE, Seat


def test_one_who_is_there_is_noticed_and_opened_instead(seat: Seat) -> None:
    seat.control(Qt.Key.Key_N)
    seat.settle()
    seat.keys("Sam Okafor")
    new = seat.page.new_record
    assert new
    seat.until(lambda: "Okafor Builders" in words_on(new.likely))
    seat.press(Qt.Key.Key_F2)
    seat.until(lambda: seat.name() == "Sam Okafor" and not seat.screen.side.is_adding)
    assert count(seat) == PEOPLE, "no second one was made"

    # It was another Sam after all: what was typed comes back.
    seat.until(lambda: seat.toast() == "Not saved: Sam Okafor")
    seat.click(button(seat, "Bring back"))
    seat.settle()
    assert new.lines["name"].text() == "Sam Okafor"
    assert new.lines["name"].hasFocus()
    seat.press(ESC)


def test_two_of_a_search_become_one_and_two_again(seat: Seat) -> None:
    # A colleague typed her in once more, with a new number and another day.
    def add(store: object) -> None:
        fields = {"given_name": "Krysia", "family_name": "Zając", "anniversary": "1979-05-14"}
        records.add(store, "contact", fields, {"phones": [{"label": "mobile", "value": "+48 600 555 999"}]})  # type: ignore[arg-type]

    elsewhere(seat, add)
    first = in_file(seat, "Krystyna Zając")
    seat.screen.table.setFocus()
    seat.keys("zając kry")
    seat.settle()
    found = seat.rows()
    assert set(found[:2]) == {"Zając, Krysia", "Zając, Krystyna"}, "the best first; others only mention her"

    # Both are taken by Down and Shift Down, whatever else was found.
    seat.press(DOWN)
    seat.press(DOWN, SHIFT)
    assert seat.screen.bar._words.text() == "2 selected"

    # Side by side, with what differs; Enter makes them one.
    command(seat, "merge")
    sheet: Merge = seat.sheet(Merge)
    seat.until(lambda: "Merge 2 contacts" in words_on(sheet))
    seat.press(ENTER)
    seat.until(lambda: seat.toast().startswith("Merged into"))
    seat.until(lambda: len(seat.rows()) == len(found) - 1)
    one = in_file(seat, "Zając")
    assert one["fields"]["anniversary"] == "1979-05-14", "what only the other one had"
    assert one["fields"]["birthday"] == first["fields"]["birthday"]
    assert {"+48 600 555 999", *(phone["value"] for phone in first["phones"])} <= {
        phone["value"] for phone in one["phones"]
    }, "no number is lost"
    assert len(one["notes"]) == len(first["notes"])
    assert count(seat) == PEOPLE

    # One key, and they are two, each with their own.
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: sorted(seat.rows()) == sorted(found))
    assert count(seat) == PEOPLE + 1
    again = in_file(seat, "Krystyna Zając")
    assert [phone["value"] for phone in again["phones"]] == [phone["value"] for phone in first["phones"]]
    assert again["fields"] == first["fields"]

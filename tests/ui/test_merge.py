"""Merging as a user does it: by keys and by the mouse, two side by side and all that are sure."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt

from crmdesk.services import records
from crmdesk.ui.duplicates import FindDuplicates
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.merge import Merge
from tests.ui.desks import Seat

MOBILE = {"value": "+44 7700 900123", "label": "mobile"}


def add(seat: Seat, name: str, **fields: Any) -> bytes:
    given, _blank, family = name.partition(" ")
    parts = {part: fields.pop(part) for part in ("phones", "emails", "addresses", "notes") if part in fields}
    made: list[bytes] = []

    def job(store: Any) -> bytes:
        return records.add(store, "contact", {"given_name": given, "family_name": family, **fields}, parts)

    seat.desk.write(job, made.append)
    seat.until(lambda: made)
    return made[0]


@pytest.fixture
def twins(seat: Seat) -> list[bytes]:
    robert = add(seat, "Robert Ashworth", phones=[MOBILE], occupation="Baker", rating=4, birthday="1968-04-12")
    bob = add(seat, "Bob Ashworth", phones=[MOBILE], occupation="Miller", notes=[{"text": "Likes rye"}], rating=4)
    seat.settle()
    return [robert, bob]


def opened(seat: Seat, ids: list[bytes]) -> Merge:
    seat.desk.set_asked.emit("merge", CurrentSet("contact", ids, len(ids)))
    sheet: Merge = seat.sheet(Merge)
    seat.until(sheet.grid.keys)
    return sheet


def shown(seat: Seat, key: bytes) -> dict[str, Any]:
    return seat.asked(lambda store: records.show(store, key))  # type: ignore[no-any-return]


def there(seat: Seat, ids: list[bytes]) -> list[bytes]:
    return [row.id for row in seat.asked(lambda store: store.rows(ids))]


def test_by_keys_and_back_and_by_choosing(seat: Seat, twins: list[bytes]) -> None:
    sheet = opened(seat, twins)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return):
        seat.qtbot.keyClick(sheet.focusWidget(), key)
    seat.until(lambda: there(seat, twins) == [twins[0]])
    fields = shown(seat, twins[0])["fields"]
    assert (fields["given_name"], fields["occupation"]) == ("Robert", "Miller")
    seat.until(lambda: "Merged into Robert Ashworth" in seat.toast())
    seat.desk.undo()
    seat.until(lambda: len(there(seat, twins)) == 2)
    seat.settle()
    sheet = opened(seat, twins)
    assert sheet.grid.keys() == ["base", "given_name", "occupation"]
    assert {"family_name", "rating", "birthday"} <= set(sheet.same.keys())
    assert "1 phone" in sheet._kept.text()
    assert "1 note" in sheet._kept.text()
    assert sheet.same.isHidden()
    sheet._more.click()
    assert not sheet.same.isHidden()
    # the fields follow the one that is kept until they are chosen
    sheet.grid._take("given_name", 0)
    sheet.grid._take("base", 1)
    assert (sheet.grid.place("given_name"), sheet.grid.place("occupation")) == (0, 1)
    assert sheet.choices() == {"given_name": twins[0]}
    sheet._merge.click()
    seat.until(lambda: there(seat, twins) == [twins[1]])
    fields = shown(seat, twins[1])["fields"]
    assert (fields["given_name"], fields["occupation"], fields["birthday"]) == ("Robert", "Miller", "1968-04-12")


def test_not_duplicates_is_remembered(seat: Seat, twins: list[bytes]) -> None:
    opened(seat, twins)._apart.click()
    seat.until(lambda: "not the same" in seat.toast())
    finder = found(seat)
    assert finder._found == []


def test_too_few_too_many_and_what_is_gone_are_told(seat: Seat, twins: list[bytes]) -> None:
    for count in (1, 5):
        seat.desk.say("Before")
        seat.until(lambda: seat.toast() == "Before")
        seat.desk.set_asked.emit("merge", CurrentSet("contact", None, count))
        seat.until(lambda: "two to four" in seat.toast())
    sheet = opened(seat, twins)
    seat.desk.write(lambda store: records.delete(store, "contact", [twins[1]]))
    sheet._merge.click()
    seat.until(lambda: not sheet._problem.isHidden())
    assert "nothing was merged" in sheet._problem.text()


# The whole file


def found(seat: Seat, is_so: Callable[[FindDuplicates], object] = lambda _sheet: True) -> FindDuplicates:
    seat.window.ask("duplicates")
    sheet: FindDuplicates = seat.sheet(FindDuplicates)
    seat.until(lambda: sheet._task is None and is_so(sheet))
    return sheet


def test_all_that_are_sure_or_one_pair_side_by_side(seat: Seat, twins: list[bytes]) -> None:
    sheet = found(seat, lambda sheet: sheet._found)
    assert [each.ids for each in sheet._found] == [twins]
    row = sheet.table.records.row(0)
    assert row is not None
    assert row.title == "Robert Ashworth  =  Bob Ashworth"
    assert "Same mobile number" in row.detail
    sheet.slider.setValue(60)
    assert sheet._do.text() == "Merge 1 pair"
    sheet._do.click()
    seat.until(lambda: not sheet._undo.isHidden())
    assert there(seat, twins) == [twins[0]]
    assert sheet._found == []
    sheet._undo.click()
    seat.until(lambda: sheet._task is None and sheet._found)
    assert there(seat, twins) == twins
    sheet._found[0].score = 0.7
    sheet.slider.setValue(90)
    assert (sheet._do.isEnabled(), sheet._words.text()) == (False, "0 of 1 selected")
    sheet.slider.setValue(60)
    assert (sheet._do.isEnabled(), sheet._words.text()) == (True, "1 of 1 selected")
    seat.qtbot.keyClick(sheet.table, Qt.Key.Key_Return)
    merge: Merge = next(iter(sheet.findChildren(Merge)))
    seat.until(merge.grid.keys)
    merge._merge.click()
    seat.until(lambda: sheet._found == [])
    assert there(seat, twins) == [twins[0]]


def test_pairs_are_kept_apart_in_the_list(seat: Seat, twins: list[bytes]) -> None:
    sheet = found(seat, lambda sheet: sheet._found)
    sheet.slider.setValue(60)
    sheet._apart.click()
    seat.until(lambda: "not the same" in sheet._words.text())
    assert sheet._found == []
    assert len(there(seat, twins)) == 2


def test_households_are_suggested_and_made(seat: Seat) -> None:
    home = {"street": "4 Orchard Close", "city": "York", "label": "home"}
    for name in ("Emma Whitfield", "Jack Whitfield"):
        add(seat, name, addresses=[home])
    sheet = found(seat)
    sheet.kind.set_value("home")
    sheet._look()
    seat.until(lambda: sheet._task is None and sheet._found)
    assert "Whitfield family" in [home.name for home in sheet._found]
    sheet._do.click()
    seat.until(lambda: not sheet._undo.isHidden())
    assert seat.asked(lambda store: store.find("Whitfield family", kind="company"))


def test_looking_can_be_given_up(seat: Seat, twins: list[bytes]) -> None:
    seat.window.ask("duplicates")
    sheet: FindDuplicates = seat.sheet(FindDuplicates)
    if sheet._task:
        sheet._task.cancel()
    sheet.reject()
    seat.settle()
    assert len(there(seat, twins)) == 2

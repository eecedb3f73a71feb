"""The lookup and what is done with all that it finds: narrowed, kept as a group, changed at once and back."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from crmdesk.services import groups, lookup, records
from crmdesk.ui.group_editor import GroupEditor
from crmdesk.ui.grouping import PutInGroup
from crmdesk.ui.labels import Labels
from crmdesk.ui.mass_edit import EditAll
from crmdesk.ui.tagging import TagAll
from tests.journeys.telling import (
    BOTH,
    ENTER,
    TAB,
    chips,
    command,
    condition,
    count,
    elsewhere,
    in_file,
    on_the_side,
    pick,
    words_on,
)
from tests.ui.desks import PEOPLE, Seat


def stages(seat: Seat) -> dict[str, str]:
    def read(store: object) -> dict[str, str]:
        rows = lookup.window(store, "contact", 0, PEOPLE)  # type: ignore[arg-type]
        return {row.filed_as: records.show(store, row.id)["fields"].get("stage") or "" for row in rows}  # type: ignore[arg-type]

    found: dict[str, str] = seat.asked(read)
    return found


def test_a_mass_edit_and_one_key_to_take_it_back(seat: Seat) -> None:
    before = stages(seat)
    condition(seat, "vip")
    seat.until(lambda: chips(seat) == ["tag VIP"])
    chosen = seat.rows()
    assert 3 < len(chosen) < PEOPLE

    # The field, what it is to be; how many differ is said before anything is changed.
    command(seat, "edit all")
    sheet: EditAll = seat.sheet(EditAll)
    assert str(len(chosen)) in sheet.windowTitle()
    seat.until(sheet.field.hasFocus)
    seat.keys("Stage")
    seat.press(TAB)
    seat.press(TAB)
    seat.keys("Former customer")
    differ = [name for name in chosen if before[name] != "former"]
    seat.until(lambda: f"Change {len(differ)}" in words_on(sheet))
    seat.press(ENTER)
    seat.until(lambda: seat.toast() == f"Changed {len(differ)} records")
    after = stages(seat)
    assert {after[name] for name in chosen} == {"former"}
    assert {name: stage for name, stage in after.items() if name not in chosen} == {
        name: stage for name, stage in before.items() if name not in chosen
    }

    # One key, and all are as they were, each its own way.
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: seat.toast().startswith("Undone:"))
    assert stages(seat) == before
    seat.press(Qt.Key.Key_Z, BOTH)
    seat.until(lambda: stages(seat) == after)


def test_a_lookup_narrowed_and_saved_goes_on_finding(seat: Seat) -> None:
    condition(seat, "bakery")
    condition(seat, "stage", "customer")
    assert chips(seat) == ["tag Bakery", "Stage is Customer"]
    found = seat.rows()
    assert "Okafor, Sam" not in found

    command(seat, "group")
    sheet: PutInGroup = seat.sheet(PutInGroup)
    seat.settle()
    assert sheet.live.isChecked(), "what is made of conditions is live unless said otherwise"
    seat.keys("Bakers who buy")
    seat.press(ENTER)
    seat.until(lambda: on_the_side(seat, "Bakers who buy"))
    seat.until(lambda: str(len(found)) in on_the_side(seat, "Bakers who buy").accessibleName())  # type: ignore[union-attr]

    # Somebody else becomes a baker, by the hand of a colleague: the group has one more, wherever one looks.
    seat.window.go("contacts")
    side = on_the_side(seat, "Bakers who buy")
    assert side
    seat.click(side)
    seat.until(lambda: chips(seat) == ["Bakers who buy"] and seat.rows() == found)
    sam = in_file(seat, "Sam Okafor")["id"]
    elsewhere(seat, lambda store: records.add_tag(store, sam, "Bakery"))
    seat.until(lambda: "Okafor, Sam" in seat.rows())
    seat.until(lambda: str(len(found) + 1) in on_the_side(seat, "Bakers who buy").accessibleName())  # type: ignore[union-attr]

    # And one less, when one stops buying.
    elsewhere(seat, lambda store: records.set_value(store, "contacts", sam, "stage", "former"))
    seat.until(lambda: seat.rows() == found)


def test_groups_inside_a_group_and_labels_for_all_of_them(seat: Seat) -> None:
    # A group of groups, made by its name.
    seat.press(Qt.Key.Key_G, BOTH)
    editor: GroupEditor = seat.sheet(GroupEditor)
    seat.until(editor.name.hasFocus)
    seat.keys("Fair 2027")
    seat.press(ENTER)
    seat.until(lambda: on_the_side(seat, "Fair 2027"))

    # Two below it, from its menu.
    for name in ("Speakers", "Sponsors"):
        parent = on_the_side(seat, "Fair 2027")
        assert parent
        parent.asked_about.emit(parent.mapToGlobal(QPoint(10, 10)))
        pick(seat, "New sub-group…")
        editor = seat.sheet(GroupEditor)
        assert editor.parent_group.currentText().strip() == "Fair 2027"
        seat.keys(name)
        seat.press(ENTER)
        seat.until(lambda name=name: on_the_side(seat, name))
    rows = {row.name: row.depth for row in seat.asked(groups.list_groups)}
    assert (rows["Fair 2027"], rows["Speakers"], rows["Sponsors"]) == (0, 1, 1)

    # People into each: what a word finds.
    for words, name in (("tübingen", "Speakers"), ("chicago", "Sponsors")):
        seat.window.search.setFocus()
        seat.keys(words)
        seat.until(lambda: seat.screen.lookup.count == 1)
        command(seat, "group")
        seat.sheet(PutInGroup)
        seat.settle()
        seat.keys(name)
        seat.settle()
        seat.press(ENTER)
        seat.until(lambda name=name: seat.toast() == f"1 contact put in “{name}”")
        seat.window.search.clear()

    # The group above has them all, and so have its labels.
    parent = on_the_side(seat, "Fair 2027")
    assert parent
    seat.click(parent)
    seat.until(lambda: seat.rows() == ["Müller, Greta", "Washington, Marcus"])
    seat.press(Qt.Key.Key_P, BOTH)
    seat.until(lambda: seat.window.section == "labels")
    labels = seat.window.screens["labels"]
    assert isinstance(labels, Labels)
    seat.until(lambda: labels.batch and "Fair 2027" in labels._words.text())
    ids = labels.batch.ids if labels.batch else []
    names = {row.name for row in seat.asked(lambda store: lookup.rows(store, ids))}
    assert names == {"Greta Müller", "Marcus Washington Jr."}


def test_a_word_on_all_that_is_found_then_only_on_those_chosen(seat: Seat) -> None:
    find = "padaria"
    seat.screen.table.setFocus()
    seat.keys(find)
    seat.settle()
    found = seat.rows()
    command(seat, "tag")
    seat.sheet(TagAll)
    seat.settle()
    seat.keys("Visit in March")
    seat.press(ENTER)
    seat.until(lambda: "“Visit in March” put on" in seat.toast())
    assert all("Visit in March" in [tag["name"] for tag in in_file(seat, name)["tags"]] for name in found)

    # Two of a longer list, by Shift and Down; deleting says how many, and one key brings them back.
    seat.window.search.clear()
    seat.until(lambda: len(seat.rows()) == PEOPLE)
    seat.screen.table.setFocus()
    seat.screen.table.go_to(3)
    seat.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert seat.screen.bar._words.text() == "2 selected"
    seat.press(Qt.Key.Key_Delete)
    seat.until(lambda: seat.toast() == "Deleted 2 contacts")
    assert count(seat) == PEOPLE - 2
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: len(seat.rows()) == PEOPLE)
    assert QApplication.focusWidget() is seat.screen.table


def test_a_quick_hand_gets_what_it_asked_for(seat: Seat) -> None:
    # Who goes on in the list while a colleague's change renews it is not pulled back.
    seat.go_to("Álvares")
    record = seat.page.editor.record
    seat.screen.table.setFocus()
    looking: list[bool] = []

    def go_on(_change: object) -> None:
        looking.append(seat.screen.list.is_looking)
        seat.press(Qt.Key.Key_Down)

    seat.desk.changed.connect(go_on, Qt.ConnectionType.SingleShotConnection)
    seat.desk.write(lambda store: records.set_value(store, "contacts", record, "source", "Fair"))
    seat.until(lambda: looking)
    assert looking == [True]
    seat.settle()
    seat.until(lambda: seat.name() == "Ayşe Çelik")
    assert (row := seat.screen.list.current())
    assert row.title == "Çelik, Ayşe"

    # Who types on and acts before the list has followed acts on what stands there, not on what was found before.
    seat.keys("pad")
    seat.settle()
    assert len(seat.rows()) > 1
    seat.keys("aria joão álvares")
    seat.press(Qt.Key.Key_P, BOTH)
    seat.until(lambda: seat.window.section == "labels")
    labels = seat.window.screens["labels"]
    assert isinstance(labels, Labels)
    seat.until(lambda: labels.batch)
    assert labels.chosen.words == "padaria joão álvares"
    assert labels.chosen.ids == [
        row.id for row in seat.asked(lambda s: lookup.find(s, labels.chosen.words, kind="contact"))
    ]

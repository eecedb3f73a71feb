"""The team in the window: nothing of it for who works alone, one's own first for who does not."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from crmdesk import settings
from crmdesk.domain.whose import EVERYBODY, ME, Team
from crmdesk.services import activities, assigning, deals, lead_assignment, tasks, team
from crmdesk.store.store import Store
from crmdesk.ui.activity_sheet import ActivitySheet, open_sheet
from crmdesk.ui.assign import HandOver
from crmdesk.ui.board_ask import AskPanel
from crmdesk.ui.deals import Deals
from crmdesk.ui.preference_panes import SettingsPane
from crmdesk.ui.preferences import Preferences
from crmdesk.ui.tasks import Tasks
from crmdesk.ui.tasks_model import Heading
from crmdesk.ui.today import Today
from tests.ui.desks import Seat

TODAY = date.today().isoformat()  # noqa: DTZ011
ENTER = Qt.Key.Key_Return
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def mine(seat: Seat) -> Seat:
    """No colleagues, two tasks for today, and nothing else."""

    def plan(store: Store) -> None:
        store.author = "Ana"
        for person in lead_assignment.colleagues(store):
            lead_assignment.remove_colleague(store, person.name)
        for some in tasks.listing(store, date.today()).values():  # noqa: DTZ011
            for key in some:
                activities.remove(store, key.id)
        for name in ("Ring the mill", "Order flour"):
            activities.plan(store, [], "to-do", name, TODAY)

    seat.desk.write(plan)
    seat.settle()
    return seat


def tasks_of(seat: Seat) -> Tasks:
    seat.window.go("tasks")
    found = seat.window.screens["tasks"]
    assert isinstance(found, Tasks)
    seat.settle()
    return found


def shown(screen: Tasks) -> set[str]:
    model = screen.list.tasks
    rows = [model.task(place) for place, row in enumerate(model.rows) if not isinstance(row, Heading)]
    return {f"{task.subject} {task.colleague}".strip() for task in rows if task}


def answer(seat: Seat, name: str) -> None:
    seat.until(lambda: seat.window.findChildren(AskPanel))
    seat.settle()
    seat.keys(name)
    seat.press(ENTER)
    seat.until(lambda: not seat.window.findChildren(AskPanel))
    seat.settle()


def test_who_works_alone_sees_nothing_of_it_until_something_is_given_away(mine: Seat) -> None:
    screen = tasks_of(mine)
    assert screen.whose.isHidden()
    assert shown(screen) == {"Ring the mill", "Order flour"}
    screen.list.begin()
    given = screen.list.tasks.task(screen.list.currentIndex().row())
    assert given
    other = ({"Ring the mill", "Order flour"} - {given.subject}).pop()
    mine.keys("a")
    answer(mine, "Bia")
    mine.until(lambda: shown(screen) == {other})
    assert not screen.whose.isHidden()
    assert [screen.whose.itemText(number) for number in range(3)] == ["Mine", "Everybody's", "Bia"]
    screen.whose.set_value("Bia")
    screen.whose.chosen.emit("Bia")
    mine.until(lambda: shown(screen) == {f"{given.subject} Bia"})
    assert screen.state() == {"whose": "Bia"}
    screen.line.line.setFocus()
    mine.keys("order yeast")
    mine.until(lambda: screen.line.told.text().startswith("for Bia · To-do"))
    mine.press(ENTER)
    mine.settle()
    assert shown(screen) == {f"{given.subject} Bia", "order yeast Bia"}
    mine.desk.undo()
    mine.until(lambda: shown(screen) == {f"{given.subject} Bia"})
    mine.window.go("today")
    today = mine.window.screens["today"]
    assert isinstance(today, Today)
    mine.until(lambda: today.day and [slot.subject for slot in today.day.agenda] == [other])
    today.whose.chosen.emit(EVERYBODY)
    mine.until(lambda: today.day and len(today.day.agenda) == 2)
    mine.desk.undo()
    mine.until(today.whose.isHidden)
    tasks_of(mine)
    mine.until(screen.whose.isHidden)
    assert (screen.whose.key, shown(screen)) == (ME, {"Ring the mill", "Order flour"})


def test_who_is_called_otherwise_takes_over_what_was_theirs(mine: Seat) -> None:
    settings.change(author="Ana")
    mine.window.go("today")
    mine.desk.write(lambda store: team.add(store, ["Bia"]))
    mine.settle()
    mine.window.ask("preferences")
    (sheet,) = mine.window.findChildren(Preferences)
    pane = sheet.panes["general"]
    assert isinstance(pane, SettingsPane)
    name = pane.controls["author"]
    mine.until(pane.own_name.buttons)
    offered = pane.own_name.buttons()
    mine.click(offered[0])
    mine.until(lambda: settings.author() == "Bia")
    mine.until(lambda: isinstance(today := mine.window.screens["today"], Today) and today.whose.team.me == "Bia")
    assert pane.own_name.take.isHidden()
    mine.click(next(part for part in pane.own_name.buttons() if part.text() == "Ana"))  # type: ignore[attr-defined]
    mine.until(lambda: settings.author() == "Ana")
    mine.settle()
    mine.retype(name.edit, "Ana Souza")
    mine.press(ENTER)
    mine.until(pane.own_name.take.isVisible)
    mine.click(pane.own_name.take)
    mine.until(lambda: mine.asked(team.look) == Team("Ana Souza", ("Bia",)))
    assert pane.own_name.take.isHidden()
    sheet.reject()
    screen = tasks_of(mine)
    mine.until(lambda: shown(screen) == {"Ring the mill", "Order flour"})


def test_contacts_are_assigned_looked_up_and_handed_over(mine: Seat) -> None:
    seat = mine
    seat.window.go("contacts")
    seat.go_to("Álvares")
    screen = seat.screen
    key, whole = screen.list.shown, len(seat.rows())
    assert screen.whose.isHidden()
    seat.press(Qt.Key.Key_U, BOTH)
    answer(seat, "Bia")
    seat.until(lambda: not screen.whose.isHidden())
    screen.whose.chosen.emit("Bia")
    seat.until(lambda: len(seat.rows()) == 1)
    assert screen.lookup.names() == ["Responsible is Bia"]
    assert screen.state()["whose"] == "Bia"
    screen.lookup.clear()
    seat.until(lambda: len(seat.rows()) == whole)
    assert screen.whose.value() == EVERYBODY
    seat.go_to("Álvares")
    seat.press(Qt.Key.Key_H, BOTH)
    seat.until(lambda: seat.window.findChildren(HandOver))
    (sheet,) = seat.window.findChildren(HandOver)
    seat.settle()
    sheet.go.click()
    seat.until(lambda: not sheet.problem.isHidden())
    assert isinstance(sheet.to, QLineEdit)
    sheet.to.setText("Caio")
    sheet.note.setPlainText("Mind the dog")
    sheet.go.click()
    seat.until(lambda: not seat.window.findChildren(HandOver))
    seat.settle()
    team_now = seat.asked(team.look)
    assert team_now.others == ("Bia", "Caio")
    assert key
    assert seat.asked(lambda store: activities.of_record(store, key))[0].text == "Mind the dog"
    assert seat.asked(lambda store: assigning.along(store, "contact", [key])).deals == ()


def test_on_its_sheet_an_activity_is_given_away(mine: Seat) -> None:
    mine.desk.write(lambda store: team.add(store, ["Bia"]))
    screen = tasks_of(mine)
    key = screen.list.current() or screen.list.tasks.key(1)
    assert key
    open_sheet(mine.desk, key.id)
    mine.until(lambda: mine.window.findChildren(ActivitySheet))
    (sheet,) = mine.window.findChildren(ActivitySheet)
    row, field = sheet.form.rows["responsible"], sheet.form.fields["responsible"]
    mine.until(row.isVisible)
    assert field.value() == "Ana"
    field.set_value("Bia")
    field.kept.emit("Bia")
    mine.until(lambda: len(shown(screen)) == 1)
    sheet.reject()


def test_the_pipeline_of_one_colleague(mine: Seat) -> None:
    def give(store: Store) -> bytes:
        key: bytes = deals.add(store, "Bia's oven")
        assigning.assign(store, "deal", [key], "Bia")
        return key

    key = mine.asked(give)
    mine.window.go("deals")
    screen = mine.window.screens["deals"]
    assert isinstance(screen, Deals)
    mine.until(lambda: screen.boards.current and not screen.whose.isHidden())
    mine.settle()
    screen.whose.chosen.emit("Bia")
    mine.settle()
    assert screen.boards.lookup.names() == ["Responsible is Bia"]
    assert [step[2] for steps in screen.state()["conditions"].values() for step in steps] == ["Responsible is Bia"]
    screen.open_deal(key)
    mine.settle()
    mine.press(Qt.Key.Key_H, BOTH)
    mine.until(lambda: mine.window.findChildren(HandOver))
    (sheet,) = mine.window.findChildren(HandOver)
    assert sheet.head.text() == "Hand over Bia's oven"
    sheet.reject()
    screen.boards.lookup.clear()
    assert screen.whose.key == EVERYBODY

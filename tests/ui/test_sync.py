"""Working together in one window: joining and what can go wrong with it, colleagues, leaving and coming back."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from crmdesk.services import lookup, sync_account, sync_joining
from crmdesk.services import sync as rounds
from crmdesk.ui import drops, sync_watch
from crmdesk.ui.new_file import NewFile, Recovery
from crmdesk.ui.preferences import Preferences
from crmdesk.ui.sync_invite import Invite
from crmdesk.ui.sync_join import Join
from crmdesk.ui.sync_join_pages import FirstPage, LinkPage, OfferPage, SignInPage
from crmdesk.ui.sync_leave import Leave
from crmdesk.ui.sync_pane import TogetherPane
from crmdesk.ui.sync_password import Password
from crmdesk.ui.sync_person import below, open_menu
from crmdesk.ui.sync_popover import SyncPopover
from crmdesk.widgets.sheet import Scrim
from tests.services.colleagues import cheap_passwords
from tests.services.hubs import Hub, serving
from tests.ui.desks import PATIENCE, PEOPLE, Seat, sample, seat_at

__all__ = ["cheap_passwords"]


@pytest.fixture
def hub(tmp_path: Path, cheap_passwords: None) -> Iterator[Hub]:
    with serving(Hub(tmp_path / "hub")) as made:
        yield made


@pytest.fixture
def sealed_hub(tmp_path: Path, cheap_passwords: None) -> Iterator[Hub]:
    with serving(Hub(tmp_path / "hub", is_sealed=True)) as made:
        yield made


def link(hub: Hub) -> str:
    return f"{hub.address}/join/{hub.code}{hub.key}"


def words(place: QWidget) -> str:
    return " ".join(shown.text() for shown in place.findChildren(QLabel) if shown.isVisible())


def asked(seat: Seat, text: str = "") -> Join:
    Join(seat.window, text).open()
    sheet = seat.sheet(Join)
    assert isinstance(sheet, Join)
    return sheet


def pressed(seat: Seat, sheet: Join) -> None:
    """Until there is an answer."""
    sheet.button.click()
    seat.until(sheet.button.isEnabled)


def join(seat: Seat, hub: Hub, password: str = "") -> Join:
    sheet = asked(seat, link(hub))
    sheet.button.click()
    seat.until(lambda: isinstance(sheet.page, OfferPage))
    assert isinstance(sheet.page, OfferPage)
    sheet.page.password.setText(password)
    sheet.button.click()
    seat.until(lambda: isinstance(sheet.page, FirstPage) and sheet.button.text() == "Done")
    sheet.button.click()
    seat.until(lambda: seat.asked(rounds.status).state == "in_step")
    return sheet


def pane_of(seat: Seat) -> TogetherPane:
    sheet = Preferences(seat.window, "together")
    sheet.open()
    pane = sheet.panes["together"]
    assert isinstance(pane, TogetherPane)
    return pane


def test_a_link_is_found_on_the_clipboard_and_refused_in_words(seat: Seat, hub: Hub) -> None:
    QApplication.clipboard().setText(f"Here it is: {link(hub)}")
    sheet = asked(seat)
    assert isinstance(sheet.page, LinkPage)
    assert hub.code in sheet.page.line.text()
    assert "It was on the clipboard." in words(sheet)
    for text, said in (("hello", "no invitation"), (f"{hub.address}/join/0123456789abcdef", ""),
                       ("http://hub.example.org/join/0123456789abcdef", "without encryption")):  # fmt: skip
        sheet.page.line.setText(text)
        pressed(seat, sheet)
        assert isinstance(sheet.page, LinkPage)
        assert said in sheet._problem.text() != ""
    hub.is_gone = True
    sheet.page.line.setText(link(hub))
    pressed(seat, sheet)
    assert "is not reached" in sheet._problem.text()
    hub.is_gone = False
    pressed(seat, sheet)
    assert isinstance(sheet.page, OfferPage)
    assert f"{PEOPLE} contacts in it are shared as well." in words(sheet)
    sheet.page.name.setText(" ")
    pressed(seat, sheet)
    assert "Your name is missing" in sheet._problem.text()
    assert seat.asked(sync_account.account) is None
    assert seat.window.side.sync_line.isHidden()
    sheet.reject()
    dragged = QMimeData()
    dragged.setText(link(hub))
    assert drops.accepts(seat.window, dragged)
    drops.take(seat.window, dragged)
    dropped = seat.sheet(Join)
    assert dropped.page.line.text() == link(hub)


def test_leaving_and_coming_back_doubles_nothing(seat: Seat, hub: Hub) -> None:
    join(seat, hub, "sesame sesame")
    line = seat.window.side.sync_line
    assert (line.isVisible(), line.text()) == (True, "In step")
    seat.to_front()
    seat.click(line)
    (popover,) = seat.window.findChildren(SyncPopover)
    before = popover._inside
    popover.now.click()
    seat.until(lambda: popover._inside is not before and seat.asked(rounds.status).state == "in_step")
    assert popover.isAncestorOf(QApplication.focusWidget())  # the keyboard stays, whatever is shown anew
    assert "Last in step" in words(popover) or "Syncing" in words(popover)
    seat.press(Qt.Key.Key_Escape)
    assert not popover.isVisible()
    seat.window.ask("leave workspace")
    sheet = seat.sheet(Leave)
    sheet.button.click()
    seat.until(lambda: seat.toast() == "Left “Bell & Souza”")
    seat.until(lambda: not line.isVisible())
    seat.until(lambda: not sync_watch.of(seat.desk.file).is_heard)
    seat.window.ask("sync now")
    assert seat.toast() == "This file is yours alone."

    seat.window.ask("sign in")
    sheet = seat.sheet(Join)
    assert isinstance(sheet.page, SignInPage)
    sheet.button.click()  # nothing is asked of anybody before all is there
    assert sheet.page.hub.hasFocus() or not sheet.isActiveWindow()
    for field, text in ((sheet.page.hub, hub.address), (sheet.page.workspace, "Bell & Souza"),
                        (sheet.page.name, "Ana"), (sheet.page.password, "wrong")):  # fmt: skip
        field.setText(text)
    pressed(seat, sheet)
    assert sheet._problem.text()
    sheet.page.password.setText("sesame sesame")
    sheet.button.click()
    seat.until(lambda: isinstance(sheet.page, FirstPage) and sheet.button.text() == "Done")
    sheet.button.click()
    assert seat.asked(lambda store: lookup.count(store, "contact")) == PEOPLE


def test_a_sealed_workspace_says_what_it_costs_and_asks_for_its_code(seat: Seat, sealed_hub: Hub) -> None:
    sheet = asked(seat, link(sealed_hub))
    pressed(seat, sheet)
    assert "What that costs" in words(sheet)
    sheet.reject()
    join(seat, sealed_hub)
    recovery = seat.sheet(Recovery)
    assert "Bell & Souza" in words(recovery)
    (code,) = seat.asked(sync_account.recovery_codes)
    assert code in words(recovery)
    assert not recovery._done.isEnabled()
    recovery.line.setText(code[-4:].lower())
    recovery._done.click()
    pane = pane_of(seat)
    seat.until(lambda: "Recovery code" in words(pane))


def test_colleagues_are_seen_invited_and_managed(seat: Seat, hub: Hub) -> None:
    join(seat, hub)
    pane = pane_of(seat)
    people = pane.people
    seat.until(lambda: people.team)
    sheet = Invite(pane, people.watch)
    sheet.open()
    sheet.name.setText("Rui")
    sheet.role.set_value("viewer")
    sheet.button.click()
    seat.until(lambda: sheet.link)
    sheet.button.click()
    assert QApplication.clipboard().text() == sheet.link
    sheet.reject()
    people.load()
    seat.until(lambda: people.team and people.team.invitations)
    assert [row.line.title for row in people.rows][-1] == "Rui"

    account = sync_joining.join(sync_joining.read_link(sheet.link), "Rui")  # elsewhere
    people.load()
    seat.until(lambda: people.team and len(people.team.people) == 2)
    assert people.team
    assert people.team.invitations == []
    rui = next(person for person in people.team.people if person.name == "Rui")
    open_menu(people, people._account, rui, people.invite_button)
    menu = people.findChildren(QMenu)[-1]
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Viewer"]
    next(action for action in menu.actions() if action.text() == "Manager").trigger()
    menu.close()
    seat.until(lambda: "Rui is manager now." in words(pane.window()))
    with account.door() as door:
        assert door.me().person.role == "manager"
    assert below("manager") == ("member", "viewer")

    password = Password(pane, people.watch)
    password.open()
    password.new.setText("short")
    password.button.click()
    assert "at least 8" in password._problem.text()
    password.new.setText("open sesame")
    password.button.click()
    seat.until(lambda: not isValid(password))

    hub.is_gone = True
    people.load()
    seat.until(lambda: "is not reached" in words(people))
    assert any(button.text() == "Try again" and button.isVisible() for button in people.findChildren(QPushButton))


def test_a_window_that_closes_waits_for_no_hub(qtbot: QtBot, qapp: QApplication, tmp_path: Path, hub: Hub) -> None:
    gate = threading.Event()
    with seat_at(qtbot, qapp, sample(tmp_path)) as seat:
        join(seat, hub)
        hub.fails = lambda _path: not gate.wait(PATIENCE / 1000)
        watch = sync_watch.of(seat.desk.file)
        watch.sync()
        assert watch.is_busy
        watch.sync()  # another one is wanted: it comes after this one
        began = time.monotonic()
        seat.window.close()
        assert time.monotonic() - began < PATIENCE / 2000
    gate.set()


def test_a_new_file_that_is_not_made_uses_up_no_invitation(empty_seat: Seat, hub: Hub) -> None:
    seat = empty_seat
    sheet = asked(seat, link(hub))
    pressed(seat, sheet)
    sheet.button.click()
    new = seat.sheet(NewFile)
    assert not sheet.isVisible()
    new.reject()
    assert sheet.isVisible()
    assert isinstance(sheet.page, OfferPage)
    assert sheet.isModal()
    sheet.reject()
    assert not [scrim for scrim in seat.window.findChildren(Scrim) if scrim.isVisible()]
    assert sync_joining.offer(sync_joining.read_link(link(hub))).workspace == "Bell & Souza"

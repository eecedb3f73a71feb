"""Two windows, two files and a hub between them: joining, working apart and together, a laptop that is lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crmdesk.services import lookup, records
from crmdesk.services import sync as services_sync
from crmdesk.sync import exchange
from crmdesk.ui import sync_watch, windows
from crmdesk.ui.new_file import NewFile
from crmdesk.ui.preferences import Preferences
from crmdesk.ui.sync_invite import Invite
from crmdesk.ui.sync_join import Join
from crmdesk.ui.sync_join_pages import FirstPage, OfferPage
from crmdesk.ui.sync_locked import Locked
from crmdesk.ui.sync_parts import Agree
from crmdesk.ui.sync_popover import SyncPopover
from crmdesk.ui.sync_presence import OpenBy
from crmdesk.ui.sync_watch import SyncWatch
from crmdesk.widgets.field import Field
from crmdesk.widgets.meanwhile import Meanwhile
from crmdesk.widgets.sheet import Scrim, Sheet
from tests.services.colleagues import cheap_passwords
from tests.services.hubs import Hub, serving
from tests.ui.desks import PEOPLE, Seat, closed_at_the_end, seat_at

__all__ = ["cheap_passwords"]
T = TypeVar("T", bound=QWidget)


@pytest.fixture
def hub(tmp_path: Path, cheap_passwords: None) -> Iterator[Hub]:
    with serving(Hub(tmp_path / "hub")) as made:
        yield made


def watch_of(seat: Seat) -> SyncWatch:
    return sync_watch.of(seat.desk.file)


def in_step(seat: Seat) -> None:
    """Nothing is under way, and by what the file itself says nothing waits."""
    watch = watch_of(seat)
    seat.until(lambda: not watch.is_busy and seat.asked(services_sync.status).state == "in_step")
    seat.settle()


def shown_in(place: QWidget, kind: type[T]) -> list[T]:
    return [found for found in place.findChildren(kind) if found.isVisible()]


def words_of(place: QWidget) -> str:
    return " ".join(label.text() for label in shown_in(place, QLabel))


def join_as_owner(seat: Seat, hub: Hub) -> None:
    Join(seat.window, f"{hub.address}/join/{hub.code}").open()
    sheet = seat.sheet(Join)
    sheet.button.click()
    seat.until(lambda: isinstance(sheet.page, OfferPage))
    assert sheet.page.here.isChecked()  # an owner brings what there is
    sheet.button.click()
    seat.until(lambda: isinstance(sheet.page, FirstPage) and sheet.button.text() == "Done")
    sheet.button.click()
    in_step(seat)


def invite(seat: Seat) -> None:
    """The link is on the clipboard."""
    sheet = Invite(seat.window, watch_of(seat))
    sheet.open()
    sheet.button.click()
    seat.until(lambda: sheet.link)
    sheet.button.click()
    sheet.reject()


@pytest.fixture
def ana(seat: Seat, hub: Hub) -> Seat:
    join_as_owner(seat, hub)
    return seat


@pytest.fixture
def rui(ana: Seat, hub: Hub, qtbot: QtBot, qapp: QApplication) -> Iterator[Seat]:
    """At another computer, as far as one process can be one."""
    invite(ana)
    with seat_at(qtbot, qapp) as made:
        made.window.show_welcome()
        yield made


def in_front(seat: Seat, sheet: Sheet) -> None:
    """Without a screen a sheet of a second window may have to be told so."""
    sheet.activateWindow()
    seat.until(lambda: QApplication.activeWindow() is sheet)


def joined(seat: Seat) -> None:
    """By whoever has the link on the clipboard."""
    seat.to_front()
    seat.click(seat.window._welcome.join)  # type: ignore[union-attr]
    sheet = seat.sheet(Join)
    in_front(seat, sheet)
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: isinstance(sheet.page, OfferPage))
    seat.keys("Rui Prado")
    seat.press(Qt.Key.Key_Return)
    new = seat.sheet(NewFile)
    assert len(shown_in(seat.window, Scrim)) == 1
    new.choose("none")  # there is no keyring here
    in_front(seat, new)
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: isinstance(sheet.page, FirstPage) and sheet.button.text() == "Done")
    in_front(seat, sheet)
    seat.press(Qt.Key.Key_Return)
    assert not shown_in(seat.window, Scrim)
    in_step(seat)


def source_of(seat: Seat) -> Field:
    return seat.page.details._row("source").field


def test_a_new_colleague_joins_by_a_link_and_works(ana: Seat, rui: Seat, hub: Hub) -> None:
    joined(rui)
    assert rui.did == ["click", "Return", "“Rui Prado”", "Return", "Return", "Return"]
    assert rui.asked(lambda store: lookup.count(store, "contact")) == PEOPLE

    # What one changes the other sees, without a word of it.
    rui.window.go("contacts")
    rui.go_to("Álvares")
    ana.go_to("Álvares")
    rui.to_front()
    rui.retype(source_of(rui).edit, "Word of mouth")
    rui.press(Qt.Key.Key_Return)
    ana.until(lambda: source_of(ana).value() == "Word of mouth")
    assert (ana.toast(), rui.toast()) == ("", "")
    ana.until(lambda: [line.text() for line in shown_in(ana.page, OpenBy)] == ["Open by Rui Prado"])
    rui.until(lambda: watch_of(rui).online == ("Ana",))

    # What nobody looks at any more is open no longer.
    rui.window.go("calendar")
    ana.until(lambda: not shown_in(ana.page, OpenBy))
    rui.window.go("contacts")

    # What is being typed stays; theirs is told below it.
    ana.to_front()
    ana.retype(source_of(ana).edit, "Trade fair")
    key = rui.page.editor.record  # typing there would take the keyboard from here
    rui.desk.write(lambda store: records.set_value(store, "contacts", key, "source", "Phone book"))
    ana.until(lambda: shown_in(ana.page, Meanwhile))
    (note,) = shown_in(ana.page, Meanwhile)
    assert "Rui Prado changed this meanwhile: Phone book" in note.theirs.accessibleDescription()
    assert source_of(ana).as_typed() == "Trade fair"
    ana.click(note.theirs)
    assert source_of(ana).as_typed() == "Phone book"

    # The hub is gone, and comes back.
    hub.is_gone = True
    ana.retype(source_of(ana).edit, "Trade fair")
    ana.press(Qt.Key.Key_Return)
    ana.until(lambda: ana.window.side.sync_line.text().startswith("Offline since"))
    ana.until(lambda: watch_of(ana).status.waiting == 1)
    hub.is_gone = False
    ana.window.open_sync()
    (popover,) = shown_in(ana.window, SyncPopover)
    assert "The hub at" in words_of(popover)
    ana.click(popover.now)
    ana.until(lambda: ana.window.side.sync_line.text() == "In step")
    popover.leave()
    rui.until(lambda: source_of(rui).value() == "Trade fair")


def test_a_first_sync_that_is_interrupted_goes_on(
    ana: Seat, rui: Seat, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "MOST_CHANGES", 150)
    pulls: list[str] = []

    def fails(path: str) -> bool:
        if path.endswith("/pull"):
            pulls.append(path)
        return path.endswith("/pull") and len(pulls) in range(2, 12, 2)

    hub.fails = fails
    monkeypatch.setattr(services_sync, "pause", lambda *_: 0.05)
    joined(rui)
    assert len(pulls) > 10
    assert rui.asked(lambda store: lookup.count(store, "contact")) == PEOPLE


def test_a_lost_laptop_locks(ana: Seat, rui: Seat, hub: Hub) -> None:
    """In all its windows, also where something in a field is wrong."""
    joined(rui)
    path = rui.desk.path
    with closed_at_the_end():
        beside = windows.open_another(rui.window)
        rui.window.go("contacts")
        rui.go_to("Álvares").header.name.set_problem("Something is wrong with it.")
        assert not rui.window.is_all_saved()

        sheet = Preferences(ana.window, "together")
        sheet.open()
        people = sheet.panes["together"].people  # type: ignore[attr-defined]
        ana.until(lambda: people.rows)
        assert [row.line.title for row in people.rows if row.line.lead == "face"] == ["Ana", "Rui Prado"]
        (shut_out,) = [
            button for row in people.rows for button in row.findChildren(QPushButton) if button.text() == "Shut out…"
        ]  # fmt: skip  (not this computer itself)
        ana.click(shut_out)
        ana.sheet(Agree).button.click()
        ana.until(lambda: len([row for row in people.rows if row.line.lead == "icon"]) == 1)

        # The hub ends what it tells that computer, which then asks why.
        rui.until(lambda: rui.window.is_left and beside.is_left)
        (locked,) = [window for window in windows.all_open() if window is not ana.window]
        (told,) = shown_in(locked, Locked)
        assert told.head.text() == "This computer was shut out of “Bell & Souza”"
        told.button.click()  # it is not encrypted here, so nothing is asked
        ana.until(lambda: locked.desk.path == path and locked.side.is_counted)
        ana.until(lambda: locked.side.sync_line.text() == "Needs you")
        assert not sync_watch.of(locked.desk.file).is_on

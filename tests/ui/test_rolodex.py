"""The Rolodex in the window: the set of the lookup, the record chosen in the list, dialling, and back."""

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from crmdesk.domain.ids import named_id
from crmdesk.domain.preferences import Preference
from crmdesk.store import bulk
from crmdesk.ui.rolodex import Rolodex
from crmdesk.ui.views import LIST, ROLODEX
from crmdesk.ui.window import Window
from crmdesk.widgets import links, theme
from tests.ui.desks import Seat


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "motion", lambda: 0)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would have been opened outside."""
    found: list[str] = []
    monkeypatch.setattr(links, "open_external", found.append)
    return found


def rolodex(seat: Seat) -> Rolodex:
    """The keyboard is on it, and its card is there."""
    if not seat.screen.views.is_rolodex:
        seat.control(Qt.Key.Key_R)
    found = seat.screen.views.rolodex
    assert found
    seat.until(lambda: found.file.card() is not None)
    seat.settle()
    return found


def title(shown: Rolodex) -> str:
    card = shown.file.card()
    return card.title if card else ""


def type_in(shown: Rolodex, text: str) -> None:
    for letter in text:
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QCoreApplication.sendEvent(shown.file.pile, event)


def go_to(seat: Seat, shown: Rolodex, typed: str, name: str) -> None:
    type_in(shown, typed)
    seat.until(lambda: name in title(shown))
    shown.file.forget_typed()


def test_the_card_shown_is_the_record_chosen_and_back_to_its_page(seat: Seat) -> None:
    seat.go_to("Çelik")
    shown = rolodex(seat)
    assert "Çelik" in title(shown)
    seat.press(Qt.Key.Key_Right)
    seat.until(lambda: "Çelik" not in title(shown))
    name = title(shown)
    seat.control(Qt.Key.Key_R)
    seat.until(lambda: seat.name() == name)
    assert not seat.screen.views.is_rolodex
    row = seat.screen.list.current()
    assert row
    assert row.key == shown.current()
    shown = rolodex(seat)
    go_to(seat, shown, "álv", "Álvares")
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: "Álvares" in seat.name())
    assert seat.page.isVisible()


def test_it_shows_the_set_of_the_lookup_and_whoever_is_asked_for(seat: Seat) -> None:
    shown = rolodex(seat)
    assert "card 1 of 40" in shown.file.foot.words()
    seat.window.search.setText("ayşe")
    seat.until(lambda: shown.file.pile.cards.count() < 40)
    seat.until(lambda: "Ayşe" in title(shown))
    seat.window.search.setText("nobody of this name")
    seat.until(lambda: shown.file.pile.cards.count() == 0)
    assert shown.file.pile.accessibleName().startswith("Nothing found")
    seat.window.search.clear()
    seat.until(lambda: shown.file.pile.cards.count() == 40)
    assert "Çelik" not in title(shown)
    (found,) = seat.asked(lambda store: store.find("Ayşe Çelik", 1, "contact"))
    seat.window.go("contacts", found.id)
    seat.until(lambda: "Çelik" in title(shown))
    assert seat.screen.views.is_rolodex
    seat.window.go("contacts", "new")
    seat.settle()
    assert not seat.screen.views.is_rolodex
    assert seat.page.new_record


def test_d_dials_and_the_call_can_be_logged(seat: Seat, opened: list[str]) -> None:
    shown = rolodex(seat)
    go_to(seat, shown, "çel", "Çelik")
    type_in(shown, "d")
    seat.until(lambda: opened)
    assert opened == ["tel:+905321234567"]
    seat.until(lambda: "Log the call" in seat.toast())
    log = next(
        button for button in seat.window.findChildren(QPushButton) if button.text() == "Log it" and button.isVisible()
    )
    log.click()
    seat.until(lambda: "Logged" in seat.toast())


def test_who_is_not_to_be_called_is_seen_before_it_is_dialled(seat: Seat, opened: list[str]) -> None:
    shown = rolodex(seat)
    go_to(seat, shown, "álv", "Álvares")
    card: Any = shown.file.card()
    assert "No contact by phone" in card.warning
    assert all(entry.is_doubtful for entry in card.left)
    type_in(shown, "d")
    seat.until(lambda: "No contact by phone" in seat.toast())
    assert opened == []
    anyway = next(button for button in seat.window.findChildren(QPushButton) if button.text() == "Call anyway")
    anyway.click()
    assert len(opened) == 1
    type_in(shown, "w")
    seat.until(lambda: opened[-1].startswith("mailto:"))


def test_a_change_is_seen_on_the_card_at_once_or_on_coming_back(seat: Seat) -> None:
    from crmdesk.services import records

    shown = rolodex(seat)
    key = shown.current()
    assert key
    seat.desk.write(lambda store: records.set_value(store, "contacts", key, "family_name", "Aaronson"))
    seat.until(lambda: "Aaronson" in title(shown))
    seat.desk.undo()
    seat.until(lambda: "Aaronson" not in title(shown))
    seat.window.go("labels")
    seat.settle()
    seat.desk.write(lambda store: records.set_value(store, "contacts", key, "family_name", "Aaronson"))
    seat.settle()
    seat.window.go("contacts")
    seat.until(lambda: "Aaronson" in title(shown))


def test_the_view_comes_back_after_a_restart(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    rolodex(seat)
    state = seat.screen.state()
    seat.screen.views.show_list()
    seat.screen.restore(state)
    assert seat.screen.views.currentIndex() == ROLODEX
    seat.screen.restore({**state, "view": "nonsense"})
    seat.screen.restore({**state, "view": LIST})
    seat.settle()
    assert seat.screen.views.currentIndex() == LIST
    monkeypatch.setattr(seat.screen.side, "can_leave", lambda: False)
    seat.screen.views.toggle()
    assert not seat.screen.views.is_rolodex, "what is wrong on the page keeps the list"


def test_names_are_filed_anew_when_the_alphabet_is_another(seat: Seat) -> None:
    shown = rolodex(seat)
    assert "Ç" not in shown.file.tabs.texts()

    def choose(store: Any) -> None:
        with store.write("Alphabet") as session:
            row = {"id": named_id("preference", "alphabet"), "name": "alphabet", "value": "tr"}
            bulk.revive(session, Preference, [row])

    seat.desk.write(choose)
    seat.until(lambda: "Ç" in shown.file.tabs.texts())
    type_in(shown, "çel")
    seat.until(lambda: "Çelik" in title(shown))
    shown.file.forget_typed()
    assert shown.file.tabs.current() == "Ç"


def test_the_command_shows_the_rolodex_from_anywhere_and_companies_have_cards_too(seat: Seat) -> None:
    from crmdesk.ui import actions

    window: Window = seat.window
    window.go("labels")
    seat.settle()
    actions.run(window, "view")
    assert window.section == "contacts"
    seat.until(lambda: seat.screen.views.is_rolodex)
    seat.settle()
    seat.window.go("companies")
    seat.settle()
    shown = rolodex(seat)
    go_to(seat, shown, "pada", "Padaria")
    assert "P" in shown.file.tabs.current()

"""The own business: made by its name, filled in place, its logo seen; another one can be chosen."""

from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtCore import Qt

from crmdesk.services import sender
from crmdesk.ui.preferences import Preferences
from crmdesk.ui.your_business import YourBusiness
from tests.ui.desks import Seat


def now(store: Any) -> Any:
    with store.read() as session:
        return sender.of(session)


def test_it_is_made_filled_and_exchanged(seat: Seat, tmp_path: Path) -> None:
    seat.window.ask("preferences")
    sheet = seat.sheet(Preferences)
    sheet.choose("business")
    pane = sheet.panes["business"]
    assert isinstance(pane, YourBusiness)
    seat.settle()
    assert pane.pages.currentIndex() == 0
    seat.retype(pane.name.edit, "Lima & Filhos")
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: pane.pages.currentIndex() == 1)
    assert sheet._said.text() == "Your business: Lima & Filhos"
    seat.retype(pane.fields["phones"].edit, "+351 21 555 01 20")
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: (found := seat.asked(now)) and found.phone == "+351 21 555 01 20")
    seat.retype(pane.fields["name"].edit, "")
    seat.press(Qt.Key.Key_Delete)
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: "cannot be empty" in pane.fields["name"].problem())
    Image.new("RGB", (300, 100), "navy").save(tmp_path / "logo.png")
    pane.logo.chosen(tmp_path / "logo.png")
    seat.until(lambda: not pane.logo.picture.isHidden())
    (other,) = [row.id for row in seat.asked(lambda store: store.find("Padaria São José", 1, "company"))]
    pane._ask_again()
    pane._choose(seat.asked(lambda store: store.rows([other]))[0])
    seat.until(lambda: (found := pane.own) and found.id == other)
    assert pane.pages.currentIndex() == 1
    assert pane.logo.picture.isHidden()
    sheet._undo.click()
    seat.until(lambda: (found := pane.own) and found.name == "Lima & Filhos")

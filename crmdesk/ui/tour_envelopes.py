"""Scenes of the tour: envelopes for one and for many, and how they go into the printer."""

from typing import TYPE_CHECKING

from crmdesk.ui.envelopes import EnvelopePaper
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.tour_stage import Scene, settle, show_record, wait_for
from crmdesk.ui.window import Window

if TYPE_CHECKING:
    from crmdesk.services.files import Store

_PERSON = "Álvares"
_ADDRESS = {
    "street": "Rua do Forno, 7",
    "postal_code": "04010-000",
    "city": "São Paulo",
    "region": "SP",
    "country": "BR",
}


def envelope(window: Window) -> None:
    show_record(window, _PERSON)
    _with_business(window)
    window.ask("envelope")
    wait_for(lambda: window.findChildren(EnvelopePaper))
    wait_for(window.findChildren(EnvelopePaper)[0].print_button.isEnabled)


def envelopes(window: Window) -> None:
    """A set of them; it is not said yet who sends."""
    show_record(window, _PERSON)
    window.ask_on_set("envelopes", CurrentSet("contact", None, 160))
    sheet = window.findChildren(EnvelopePaper)[0]
    sheet.size_box.setCurrentIndex(sheet.size_box.findData("C5"))
    wait_for(sheet.print_button.isEnabled)


def feed(window: Window) -> None:
    from crmdesk.ui.envelope_feed import FeedSheet

    envelope(window)
    window.findChildren(EnvelopePaper)[0]._feed.click()
    sheet = window.findChildren(FeedSheet)[0]
    sheet.paper.setCurrentIndex(sheet.paper.findData("letter"))
    sheet.paper.activated.emit(sheet.paper.currentIndex())
    sheet.pictures[2].click()


def _with_business(window: Window) -> None:
    def make(store: "Store") -> None:
        from crmdesk.services import sender

        sender.make(store, "Forno Supplies Ltda.")
        sender.set_address(store, _ADDRESS)

    window.desk.write(make)
    settle(window)


SCENES: tuple[tuple[str, bool, Scene], ...] = (
    ("envelope", True, envelope),
    ("envelopes", True, envelopes),
    ("envelope-feed", True, feed),
)

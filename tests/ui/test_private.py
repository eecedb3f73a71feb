"""What is kept to oneself in a file that is shared."""

from crmdesk.services import private
from crmdesk.store.store import Store
from crmdesk.ui.page import Page
from tests.ui.desks import Seat


def of(seat: Seat, key: bytes) -> bool:
    def look(store: Store) -> bool:
        with store.read() as session:
            return key in private.private_among(session, [key])

    return bool(seat.asked(look))


def test_kept_to_oneself_and_shared_again(seat: Seat) -> None:
    seat.window.go("contacts")
    page: Page = seat.page
    key, mark = page.editor.key, page.header.private
    assert key
    assert mark.isHidden()
    seat.window.ask("keep private")
    seat.until(mark.isVisible)
    assert "only yours now" in seat.toast()
    assert of(seat, key)
    seat.click(mark)
    seat.until(mark.isHidden)
    assert "shared with colleagues" in seat.toast()
    assert not of(seat, key)
    seat.asked(lambda store: store.undo())
    seat.until(mark.isVisible)
    page.header.acted.emit("keep private")
    seat.settle()
    assert of(seat, key), "kept as it is"
    seat.window.ask("share record")
    seat.until(mark.isHidden)

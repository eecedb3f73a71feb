"""What becomes of a quote: accepted, won, ordered, delivered and invoiced, by a click each; or expired."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt

from crmdesk.domain.documents import Document
from crmdesk.services import deals, document_defaults, document_steps, documents, lookup
from crmdesk.store import bulk
from crmdesk.ui.document_actions import DocumentActions
from crmdesk.ui.document_send import SendSheet
from crmdesk.widgets.messages import Toast
from tests.journeys.telling import ENTER, button, elsewhere
from tests.ui.desks import Seat

DAY = date.today()  # noqa: DTZ011


def rows(seat: Seat, name: str) -> list[dict[str, Any]]:
    """All documents of a subject, the earliest first."""

    def read(store: Any) -> list[dict[str, Any]]:
        with store.read() as session:
            return [row for row in bulk.whole(session, Document) if row["name"] == name]

    return list(seat.asked(read))


def bar(seat: Seat, section: str, kind: str) -> DocumentActions:
    """As it is once the window shows that kind there."""
    seat.until(lambda: seat.window.section == section)
    screen: Any = seat.window.screens[section]
    seat.until(lambda: screen.editor and screen.editor.bar.state and screen.editor.bar.state.head["kind"] == kind)
    seat.settle()
    made = screen.editor.bar
    assert isinstance(made, DocumentActions)
    return made


def state(seat: Seat, shown: DocumentActions, wanted: str) -> None:
    seat.until(lambda: shown.state and shown.state.state == wanted)
    seat.settle()


def hand_over(seat: Seat, shown: DocumentActions) -> None:
    """Send… and Enter: it remembers how documents go out here."""
    seat.click(shown.buttons["send"])
    sheet: SendSheet = seat.sheet(SendSheet)
    seat.until(lambda: sheet.out)
    sheet.ways.set_value("hand")
    sheet.ways.chosen.emit("hand")
    sheet.activateWindow()
    seat.press(ENTER)
    state(seat, shown, "sent")


def quoted(seat: Seat, name: str, valid: int) -> None:
    def make(store: Any) -> None:
        who = lookup.find(store, "Padaria", kind="company")[0].id
        deal = deals.add(store, name, company_id=who, amount=1_000_00)
        lines = [documents.Line(name="Oven", quantity=Decimal(2), unit_price=Decimal(500))]
        until = (DAY + timedelta(days=valid)).isoformat()
        key = documents.make(store, "quote", lines, company_id=who, deal_id=deal, name=name, valid_until=until)
        document_steps.send(store, key, DAY - timedelta(days=30))

    elsewhere(seat, make)


def open_quote(seat: Seat, name: str) -> DocumentActions:
    """Ctrl+K, its number, Enter."""
    number = rows(seat, name)[0]["title"]
    seat.control(Qt.Key.Key_K)
    seat.keys(number)
    seat.settle()
    seat.press(ENTER)
    return bar(seat, "quotes", "quote")


def test_from_an_accepted_quote_to_the_sent_invoice(seat: Seat) -> None:
    quoted(seat, "Zebra ovens", 10)
    seat.did.clear()
    shown = open_quote(seat, "Zebra ovens")
    seat.click(shown.buttons["accept"])
    state(seat, shown, "accepted")
    toast = next(toast for toast in seat.window.findChildren(Toast) if toast.isVisible())
    assert "accepted" in toast.accessibleName()
    seat.click(button(seat, "Win the deal"))
    seat.until(lambda: "Deal won" in seat.toast())
    seat.click(bar(seat, "quotes", "quote").buttons["order"])
    shown = bar(seat, "quotes", "order")
    hand_over(seat, shown)
    seat.click(shown.buttons["delivery"])
    shown = bar(seat, "quotes", "delivery")
    hand_over(seat, shown)
    seat.click(shown.buttons["invoice"])
    shown = bar(seat, "invoices", "invoice")
    hand_over(seat, shown)
    assert len([done for done in seat.did if done == "click"]) <= 8, seat.did
    made = rows(seat, "Zebra ovens")
    assert [row["kind"] for row in made] == ["quote", "order", "delivery", "invoice"]
    assert {row["total"] for row in made} == {1_000_00}
    assert made[-1]["due_on"] == (DAY + timedelta(days=14)).isoformat()
    assert [text.partition(" ")[0] for text in shown.chain.links] == ["Deal", "Quote", "Order", "Delivery", "Invoice"]

    def won(store: Any) -> str:
        with store.read() as session:
            return str(deals.get(session, made[0]["deal_id"])["status"])

    assert seat.asked(won) == "won"


def test_an_expired_quote_is_accepted_anyway_or_made_anew(seat: Seat) -> None:
    quoted(seat, "Zebra trays", -3)
    seat.window.go("quotes")
    screen: Any = seat.window.screens["quotes"]
    seat.until(lambda: screen.list.documents.every)
    seat.settle()
    seat.did.clear()
    pill = next(pill for pill in screen.pills.pills() if pill.part.key == "expired")
    seat.click(pill)
    row = next(row for row in screen.list.documents.rows if row.name == "Zebra trays")
    screen.list.go_to(row.id)
    screen.list.setFocus()
    seat.press(ENTER)
    shown = bar(seat, "quotes", "quote")
    state(seat, shown, "expired")
    assert "expired" in shown.facts.text()
    seat.click(shown.buttons["accept"])
    state(seat, shown, "accepted")
    assert len(seat.did) <= 3, seat.did
    seat.desk.undo()
    state(seat, shown, "expired")

    seat.did.clear()
    seat.click(shown.buttons["version"])
    seat.until(lambda: shown.state and shown.state.head["version"] == 2)
    seat.settle()
    hand_over(seat, shown)
    assert len([done for done in seat.did if done == "click"]) <= 2, seat.did
    old, new = rows(seat, "Zebra trays")
    assert (old["status"], new["title"]) == ("replaced", old["title"])
    assert new["valid_until"] == (DAY + timedelta(days=document_defaults.Defaults().valid_days)).isoformat()
    assert [text for text in shown.chain.links if text.startswith("Version")] == ["Version 1", "Version 2"]

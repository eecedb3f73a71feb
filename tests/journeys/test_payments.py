"""Money that is to come in: paid in parts, reminded of three times, counted in clicks; and contracts."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt

from crmdesk.domain.receipts import PaymentReminder
from crmdesk.services import activities, document_steps, documents, invoices, records
from crmdesk.services.documents import Line
from crmdesk.store import bulk
from crmdesk.ui.invoices import Invoices
from tests.journeys.telling import CONTROL, ENTER, button, elsewhere, words_on
from tests.journeys.test_documents import bar, hand_over, open_quote, quoted, rows, state
from tests.printing import pdf
from tests.ui.desks import Seat
from tests.ui.printers import Printers

TODAY = date.today()  # noqa: DTZ011 - as the screens see it
SENT = TODAY - timedelta(days=60)


@pytest.fixture
def screen(seat: Seat) -> Invoices:
    seat.window.go("invoices")
    seat.settle()
    made = seat.window.screens["invoices"]
    assert isinstance(made, Invoices)
    return made


def invoiced(seat: Seat, amounts: list[str], late: int = 40) -> list[bytes]:
    """Of a new customer, sent two months ago."""
    made: list[bytes] = []

    def make(store: Any) -> None:
        who = records.add(store, "company", {"name": "Zimmer Bakery"})
        for amount in amounts:
            lines = [Line(name="Oven", unit_price=Decimal(amount), taxes=())]
            due = (TODAY - timedelta(days=late)).isoformat()
            key = documents.make(store, "invoice", lines, company_id=who, due_on=due, language="en")
            document_steps.send(store, key, SENT)
            made.append(key)

    elsewhere(seat, make)
    return made


def choose(seat: Seat, screen: Invoices, key: bytes) -> None:
    """A click on its row."""
    seat.until(lambda: screen.payments.list.ledger.row_of(key) >= 0)
    shown = screen.payments.list
    box = shown.visualRect(shown.ledger.index(shown.ledger.row_of(key)))
    shown.scrollTo(shown.ledger.index(shown.ledger.row_of(key)))
    box = shown.visualRect(shown.ledger.index(shown.ledger.row_of(key)))
    seat.did.append("click")
    seat.qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    seat.settle()


def left(seat: Seat, key: bytes) -> int:
    return int(seat.asked(lambda store: invoices.look(store, key, TODAY)).row.open)


def test_an_invoice_is_paid_in_parts_by_two_clicks_each(seat: Seat, screen: Invoices) -> None:
    (key,) = invoiced(seat, ["1190"])
    panel = screen.payments.panel
    choose(seat, screen, key)
    assert panel.form.amount.value() == 119_000, "what is open is there already"
    assert "40 days late" in words_on(panel)
    seat.did.clear()
    seat.retype(panel.form.amount.edit, "190")
    seat.press(ENTER)
    seat.until(lambda: left(seat, key) == 100_000)
    assert seat.strokes() == 1, seat.did
    seat.settle()
    assert "€190.00 paid" in seat.toast()
    assert panel.form.amount.value() == 100_000, "the rest is offered"

    seat.did.clear()
    seat.click(panel.form.button)
    seat.until(lambda: left(seat, key) == 0)
    assert seat.did == ["click"]
    seat.settle()
    assert not panel.form.isVisible(), "nothing is left to be paid"
    seat.control(Qt.Key.Key_Z)
    seat.until(lambda: left(seat, key) == 100_000)


def test_too_much_is_kept_and_used_for_the_next(seat: Seat, screen: Invoices) -> None:
    one, two = invoiced(seat, ["100", "50"])
    panel = screen.payments.panel
    choose(seat, screen, one)
    seat.retype(panel.form.amount.edit, "120")
    seat.press(Qt.Key.Key_Tab)
    assert "€20.00 more than is open" in panel.note.text()
    seat.click(panel.form.button)
    seat.until(lambda: left(seat, one) == 0)
    choose(seat, screen, two)
    seat.click(button(seat, "Use it"))
    seat.until(lambda: left(seat, two) == 3_000)


def test_one_payment_for_several(seat: Seat, screen: Invoices) -> None:
    one, two = invoiced(seat, ["100", "50"])
    choose(seat, screen, one)
    shown = screen.payments.list
    index = shown.ledger.index(shown.ledger.row_of(two))
    seat.qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, CONTROL, shown.visualRect(index).center())
    seat.settle()
    panel = screen.payments.panel
    assert panel.head.text() == "2 invoices"
    seat.retype(panel.form.amount.edit, "120")
    seat.press(ENTER)
    seat.until(lambda: left(seat, one) + left(seat, two) == 3_000)


def test_three_letters_each_by_one_press_and_never_twice(seat: Seat, screen: Invoices, printers: Printers) -> None:
    (key,) = invoiced(seat, ["1190"])
    who = customer(seat, key)
    seat.window.go("invoices", "receivables")
    seat.settle()
    page = screen.receivables
    assert "open" in page.told.text()
    page.show_view("letters")
    letters = page.letters
    for level, title in ((1, "Payment reminder"), (2, "Second payment reminder"), (3, "Final reminder")):
        seat.until(lambda level=level: [each.level for each in letters.some if each.name == "Zimmer Bakery"] == [level])
        seat.settle()
        count = len(printers.papers)
        seat.click(letters.send)
        seat.until(lambda count=count: len(printers.papers) > count)
        seat.until(lambda level=level: seat.asked(reminded(key)) == level)
        seat.until(lambda: not any(each.name == "Zimmer Bakery" for each in letters.some))
        seat.settle()
        (line, *_more) = seat.asked(lambda store: activities.of_record(store, who))
        assert line.subject.startswith(f"{title}: ")
        elsewhere(seat, waited)
    files = seat.asked(lambda store: records.show(store, who))["attachments"]
    assert [file["name"].rpartition(" ")[0] for file in files] == [
        "Payment reminder", "Second payment reminder", "Final reminder",
    ]  # fmt: skip
    assert pdf.texts(printers.last())


def customer(seat: Seat, key: bytes) -> bytes:
    return bytes(seat.asked(lambda store: invoices.look(store, key, TODAY)).row.customer)


def reminded(key: bytes) -> Any:
    return lambda store: invoices.look(store, key, TODAY).row.reminders


def waited(store: Any) -> None:
    """Until the day that the last letter named is over."""
    with store.write("Wait") as session:
        keys = [row["id"] for row in bulk.whole(session, PaymentReminder)]
        bulk.update(session, PaymentReminder, keys, {"pay_until": (TODAY - timedelta(days=1)).isoformat()})


def test_a_contract_from_its_name_to_its_renewal(seat: Seat, screen: Invoices) -> None:
    seat.window.go("invoices", "contracts")
    seat.settle()
    seat.to_front()
    seat.click(screen.new_button)
    page = screen.contracts.page
    seat.until(page.fields["name"].edit.hasFocus)
    seat.settle()
    seat.keys("Oven care")
    for name, typed in (("ends_on", f"{TODAY + timedelta(days=40)}"), ("notice", "30"), ("renews", "12"),
                        ("amount", "1200")):  # fmt: skip
        seat.retype(page.fields[name].edit, typed)
    seat.click(page.add_button)
    seat.until(lambda: [row.name for row in screen.contracts._rows] == ["Oven care"])
    seat.settle()
    assert page.renew_button.isVisible()
    seat.did.clear()
    seat.click(page.renew_button)
    seat.until(lambda: "Renewed until" in seat.toast())
    assert seat.did == ["click"]


def test_from_the_won_deal_to_the_paid_invoice(seat: Seat) -> None:
    """The first half is that of documents; the money needs two clicks more."""
    quoted(seat, "Zebra ovens", 10)
    seat.did.clear()
    shown = open_quote(seat, "Zebra ovens")
    seat.click(shown.buttons["accept"])
    state(seat, shown, "accepted")
    seat.click(button(seat, "Win the deal"))
    seat.until(lambda: "Deal won" in seat.toast())
    seat.click(bar(seat, "quotes", "quote").buttons["invoice"])
    shown = bar(seat, "invoices", "invoice")
    hand_over(seat, shown)
    screen: Any = seat.window.screens["invoices"]
    seat.until(screen.pay_button.isVisible)
    seat.to_front()
    seat.click(screen.pay_button)
    form = screen.payments.panel.form
    seat.until(form.amount.edit.hasFocus)
    assert form.amount.value() == 100_000
    seat.press(ENTER)
    invoice = rows(seat, "Zebra ovens")[-1]["id"]
    seat.until(lambda: left(seat, invoice) == 0)
    assert len([done for done in seat.did if done == "click"]) <= 5, seat.did
    assert seat.asked(lambda store: invoices.look(store, invoice, TODAY)).row.status == "paid"

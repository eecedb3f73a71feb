"""The screens of money that is to come in: lists, the panel, the account of a customer, reminders, contracts."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from crmdesk.services import (
    accounts,
    contracts,
    document_steps,
    documents,
    invoices,
    records,
    reminder_steps,
    tasks,
)
from crmdesk.services import payments as service
from crmdesk.services.documents import Line
from crmdesk.services.payments import Money
from crmdesk.ui import table_exchange
from crmdesk.ui.invoices import Invoices
from crmdesk.ui.receivable_texts import ReminderTexts
from crmdesk.ui.reminders import Reminders
from crmdesk.widgets import links
from tests.journeys.telling import button, elsewhere, words_on
from tests.printing import pdf
from tests.ui.desks import Seat

TODAY = date.today()  # noqa: DTZ011 - as the screens see it


@pytest.fixture
def zimmer(seat: Seat) -> dict[str, bytes]:
    """A company with an invoice that is late, paid in part, and one that is not due."""
    made: dict[str, bytes] = {}

    def make(store: Any) -> None:
        who = made["who"] = records.add(store, "company", {"name": "Zimmer Bakery"})
        for name, late in (("late", 40), ("fresh", -20)):
            due = (TODAY - timedelta(days=late)).isoformat()
            lines = [Line(name="Oven", unit_price=Decimal(100), taxes=())]
            made[name] = documents.make(store, "invoice", lines, company_id=who, due_on=due, language="en")
            document_steps.send(store, made[name], TODAY - timedelta(days=60))
        service.take(store, Money(TODAY.isoformat(), "Card"), [(made["late"], 3_000)])

    elsewhere(seat, make)
    return made


def opened(seat: Seat, what: object = None) -> Invoices:
    seat.to_front()
    seat.window.go("invoices", what)
    seat.settle()
    screen = seat.window.screens["invoices"]
    assert isinstance(screen, Invoices)
    return screen


def test_the_list_and_its_panel(seat: Seat, zimmer: dict[str, bytes]) -> None:
    screen = opened(seat)
    page, panel = screen.payments, screen.payments.panel
    screen.search("zimmer")
    seat.settle()
    assert [entry.key for entry in page.list.ledger.entries] == [zimmer["fresh"], zimmer["late"]]
    page.choose("overdue")
    seat.settle()
    (entry,) = page.list.ledger.entries
    assert (entry.tag, entry.below_tag) == (("Overdue", "bad"), "40 days late")
    assert [figure.text for figure in entry.figures] == ["€70.00"]
    assert "Card" in words_on(panel)

    # The fee of a reminder is owed until it is waived, and a payment can be taken away again.
    elsewhere(seat, lambda store: accounts.remind(store, zimmer["late"], TODAY, fee=500))
    seat.until(lambda: panel.form.amount.value() == 7_500)
    waive = next(made for made in panel.findChildren(type(panel.open_button)) if "Waive" in made.accessibleName())
    seat.click(waive)
    seat.until(lambda: panel.form.amount.value() == 7_000)
    remove = next(made for made in panel.findChildren(type(waive)) if "Remove €30.00" in made.accessibleName())
    seat.click(remove)
    seat.until(lambda: panel.form.amount.value() == 10_000)
    seat.desk.undo()
    seat.until(lambda: panel.form.amount.value() == 7_000)


def test_what_is_no_amount_is_said_under_it(seat: Seat, zimmer: dict[str, bytes]) -> None:
    screen = opened(seat)
    screen.payments.go_to(zimmer["late"])
    seat.settle()
    form = screen.payments.panel.form
    for typed, words in (("much", "no amount"), ("1.005", "finer than EUR"), ("", "How much")):
        seat.retype(form.amount.edit, typed)
        if not typed:
            seat.press(Qt.Key.Key_Backspace)
        seat.press(Qt.Key.Key_Return)
        assert words in form.amount.problem()
    seat.retype(form.amount.edit, "70")
    seat.retype(form.day.edit, "1980")
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: "day, month and year" in form.amount.problem())


def test_who_owes_and_their_account(seat: Seat, zimmer: dict[str, bytes], tmp_path: Path) -> None:
    screen = opened(seat, "receivables")
    page = screen.receivables
    screen.search("zimmer")
    seat.settle()
    (entry,) = page.customers.list.ledger.entries
    assert [figure.text for figure in entry.figures] == ["€70.00", "€170.00"]
    panel = page.customers.panel
    assert panel.told.text() == "Owes €170.00"
    seat.click(page.bars.columns()[2])
    seat.settle()
    assert [entry.key for entry in page.customers.list.ledger.entries] == [zimmer["who"]]
    page.bars.pressed.emit(4)
    seat.settle()
    assert page.customers.list.ledger.entries == []
    page.bars.pressed.emit(-1)
    seat.settle()
    seat.click(next(pill for pill in page.pills.pills() if pill.part.key == "overdue"))
    seat.settle()
    assert (screen.tab, screen.payments.which) == ("invoices", "overdue")
    screen.show_tab("receivables")
    seat.settle()
    panel.save(tmp_path / "account.pdf")
    seat.until((tmp_path / "account.pdf").exists)
    seat.until(lambda: "account.pdf" in seat.toast())
    assert "Please pay €170.00." in " ".join(pdf.texts((tmp_path / "account.pdf").read_bytes())[0].split())
    panel.go()
    seat.until(lambda: seat.window.section == "companies")


def test_texts_of_reminders(seat: Seat, zimmer: dict[str, bytes], tmp_path: Path) -> None:
    screen = opened(seat, "receivables")
    screen.receivables.show_view("letters")
    seat.settle()
    seat.click(button(seat, "Texts and fees…"))
    sheet = seat.sheet(ReminderTexts)
    seat.until(lambda: sheet.steps)
    sheet.fee.setText("5")
    sheet.subject.setText("A friendly word")
    sheet.language.set_value("de")
    sheet.language.chosen.emit("de")
    assert sheet.subject.text() == "Zahlungserinnerung"
    sheet.after.setText("0")
    seat.click(sheet._primary)
    seat.until(lambda: "at least one" in sheet._problem.text())
    sheet.after.setText("3")
    seat.click(sheet._primary)
    seat.until(lambda: seat.asked(reminder_steps.all_of)[0].after == 3)
    seat.settle()
    letters = screen.receivables.letters
    seat.until(lambda: [each.subject for each in letters.some if each.name == "Zimmer Bakery"] == ["A friendly word"])
    seat.settle()
    letters.list.ledger.ticked = {entry.key for entry in letters.list.ledger.entries if "Zimmer" in entry.main[0]}
    letters.save(tmp_path / "reminders.pdf")
    seat.until(lambda: "went out" in seat.toast())
    assert "€75.00" in pdf.texts((tmp_path / "reminders.pdf").read_bytes())[0]
    assert seat.asked(lambda store: invoices.look(store, zimmer["late"], TODAY)).fees == 500


def test_a_reminder_and_a_statement_by_mail(
    seat: Seat, zimmer: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, str, str, Path]] = []

    def write_mail(*told: Any) -> bool:
        sent.append(told)
        return True

    monkeypatch.setattr(links, "write_mail", write_mail)
    elsewhere(seat, lambda store: records.add_part(store, "emails", zimmer["who"], {"value": "zimmer@example.org"}))
    screen = opened(seat, "receivables")
    page = screen.receivables
    screen.search("zimmer")
    seat.settle()
    seat.click(button(seat, "Mail"))
    seat.until(lambda: len(sent) == 1)
    page.show_view("letters")
    seat.settle()
    place = next(row for row, each in enumerate(page.letters.some) if each.name == "Zimmer Bakery")
    page.letters.list.setCurrentIndex(page.letters.list.ledger.index(place))
    seat.settle()
    seat.click(page.letters.mail_button)
    seat.until(lambda: seat.asked(lambda store: invoices.look(store, zimmer["late"], TODAY)).row.reminders == 1)
    assert [told[0] for told in sent] == ["zimmer@example.org"] * 2
    assert "€70.00" in sent[1][2]
    assert all(told[3].read_bytes().startswith(b"%PDF") for told in sent)


def test_lists_come_and_go(seat: Seat, zimmer: dict[str, bytes], tmp_path: Path) -> None:
    opened(seat)
    for what in ("documents", "deals", "products", "prices"):
        path = tmp_path / f"{what}.csv"
        table_exchange.export(seat.desk, what, path)
        seat.until(lambda path=path: path.name in seat.toast())
        table_exchange.take_in(seat.desk, what, path)
        seat.until(lambda: "were there already" in seat.toast())
    menu = table_exchange.menu_of(seat.desk, seat.window, table_exchange.SOLD)
    assert len(menu.actions()) == 4
    menu.deleteLater()


def test_the_page_of_a_contract(seat: Seat, zimmer: dict[str, bytes], tmp_path: Path) -> None:
    made: list[bytes] = []
    end = (TODAY + timedelta(days=40)).isoformat()
    elsewhere(seat, lambda store: made.append(contracts.add(
        store, name="Oven care", customer=zimmer["who"], starts_on="2026-01-01", ends_on=end, renews=12, notice=30,
    )))  # fmt: skip
    screen = opened(seat, ("contract", made[0]))
    page = screen.contracts.page
    seat.until(lambda: page.fields["name"].value() == "Oven care")
    assert page.fields["customer"].value()["name"] == "Zimmer Bakery"
    seat.retype(page.fields["amount"].edit, "1,200")
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: screen.contracts._rows[0].amount == 120_000)
    seat.retype(page.fields["ends_on"].edit, "1 Jan 2020")
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: "end before it begins" in page.fields["ends_on"].problem())
    assert not screen.can_leave()
    page.fields["ends_on"].take_back()
    paper = tmp_path / "signed.pdf"
    paper.write_bytes(b"%PDF-1.4")
    page.files.take([paper])
    seat.until(lambda: "signed.pdf" in words_on(page.files))
    seat.click(page.notice_button)
    seat.until(lambda: "Notice given" in seat.toast())
    seat.until(page.notice_button.isHidden)
    seat.click(page.delete_button)
    seat.until(lambda: not screen.contracts._rows)


def test_what_a_customer_has_bought_stands_on_their_page(seat: Seat, zimmer: dict[str, bytes]) -> None:
    seat.to_front()
    seat.window.go("companies", zimmer["who"])
    seat.until(lambda: seat.screen.page is not None and seat.name() == "Zimmer Bakery")
    seat.settle()
    cells = seat.page.rollup.cells()[-2:]
    assert cells[0].fact.name.startswith("Bought since")
    assert [cell.fact.value for cell in cells] == ["€200.00", "€170.00"]
    seat.click(cells[0])
    seat.until(lambda: seat.page.tab() == "purchases")
    tab = seat.page.purchases
    seat.until(lambda: len(tab.rows()) == 2)
    told = words_on(tab)
    for words in ("Bought €200.00", "Bought most", "Oven", "€30.00"):
        assert words in told
    seat.click(button(seat, "On account…"))
    seat.until(tab.form.amount.edit.hasFocus)
    seat.keys("25")
    seat.press(Qt.Key.Key_Return)
    seat.until(lambda: "€25.00 on account" in tab.second.text())
    seat.until(tab.rows)
    seat.settle()
    seat.click(tab.rows()[0])
    seat.until(lambda: seat.window.section == "invoices")


def test_notice_that_has_to_be_given_comes_by_itself(seat: Seat, zimmer: dict[str, bytes]) -> None:
    end = (TODAY + timedelta(days=40)).isoformat()
    elsewhere(seat, lambda store: contracts.add(
        store, name="Oven care", customer=zimmer["who"], starts_on="2026-01-01", ends_on=end, renews=12, notice=30,
    ))  # fmt: skip
    file = seat.desk.file
    watch = file.reminders = file.reminders or Reminders(file)
    watch.follow_up()
    subject = "Renew or give notice: Oven care"

    def planned(store: Any) -> list[str]:
        keys = [key for group in tasks.listing(store, TODAY).values() for key in group]
        return [row.subject for row in tasks.rows(store, keys) if row and row.subject == subject]

    seat.until(lambda: seat.asked(planned) == [subject])
    watch.follow_up()
    seat.settle()
    assert seat.asked(planned) == [subject], "once"

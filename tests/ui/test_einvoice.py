"""An electronic invoice is exported from the window, and the bank account it names is typed in the preferences."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from crmdesk.domain.money_taxes import Tax
from crmdesk.services import (
    document_defaults,
    document_mails,
    document_steps,
    documents,
    quote_paper,
    records,
    sender,
)
from crmdesk.services.documents import Line
from crmdesk.ui import document_einvoice
from crmdesk.ui.document_defaults import DocumentDefaults
from crmdesk.ui.document_out import DocumentOut
from crmdesk.ui.preferences import Preferences
from tests.ui.desks import Seat

LINE = Line(name="Oven", unit_price=Decimal(5), taxes=(Tax("VAT", Decimal(20)),))


def invoice(store: Any) -> bytes:
    own = sender.make(store, "Forno Supplies")
    records.set_value(store, "companies", own, "tax_number", "GB123456789")
    place = {"label": "work", "city": "Leeds", "country": "GB"}
    customer = records.add(store, "company", {"name": "Bell"}, {"addresses": [place]})
    key = documents.make(store, "invoice", [LINE], company_id=customer, currency="EUR", terms="30 days")
    document_steps.send(store, key)
    return key


def test_it_is_written_where_it_is_wanted(seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = seat.asked(invoice)
    for chosen, kind, made in (
        ("", "", ""),
        (str(tmp_path / "a"), "XML alone (*.xml)", "a.xml"),
        (str(tmp_path / "b.pdf"), "", "b.pdf"),
    ):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked, chosen=chosen, kind=kind: (chosen, kind))
        document_einvoice.export(seat.window, seat.desk, key, "Invoice 1")
        if made:
            seat.until(lambda made=made: seat.toast() == f"Electronic invoice: {made}")
            data = (tmp_path / made).read_bytes()
            assert (b"factur-x.xml" if made.endswith("pdf") else b"CrossIndustryInvoice") in data
    assert {path.name for path in tmp_path.iterdir()} >= {"a.xml", "b.pdf"}


def test_what_it_lacks_is_told(seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, told = seat.asked(lambda store: documents.make(store, "invoice", [LINE], currency="EUR")), []
    seat.asked(lambda store: document_steps.send(store, key))
    seat.desk.unmet.disconnect()
    seat.desk.unmet.connect(told.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "a.xml"), ""))
    document_einvoice.export(seat.window, seat.desk, key, "Invoice 1")
    seat.until(lambda: told)
    assert "electronic invoice" in str(told[0]).lower()
    assert not (tmp_path / "a.xml").exists()


def test_it_goes_out_inside_the_pdf(seat: Seat) -> None:
    seat.asked(lambda store: document_defaults.choose(store, "has_einvoice", True))
    key = seat.asked(invoice)
    assert b"factur-x.xml" in seat.asked(lambda store: document_mails.pdf(store, key))[0]
    draft = seat.asked(lambda store: documents.make(store, "invoice", [LINE], currency="EUR"))
    told: list[Exception] = []
    out = DocumentOut(seat.window, seat.desk, draft, is_draft=True, done=told.clear, failed=told.append)
    out.hand_over()
    seat.until(lambda: told)
    assert "It lacks the customer's name" in str(told[0])
    assert seat.asked(lambda store: head(store, draft))["status"] == "draft", "nothing was locked"


def head(store: Any, key: bytes) -> documents.Row:
    with store.read() as session:
        return documents.get(session, key)


def test_a_bank_account_is_typed(seat: Seat) -> None:
    sheet = Preferences(seat.window, "documents")
    sheet.open()
    pane = sheet.panes["documents"]
    assert isinstance(pane, DocumentDefaults)
    seat.settle()
    field = pane.account.fields["iban"]
    field.kept.emit("DE89 3704 0044 0532 0130 01")
    seat.until(lambda: "is no IBAN" in field.problem())
    field.kept.emit("DE89370400440532013000")
    seat.until(lambda: seat.asked(quote_paper.account)["iban"] == "DE89 3704 0044 0532 0130 00")
    seat.settle()
    assert field.value() == "DE89 3704 0044 0532 0130 00"

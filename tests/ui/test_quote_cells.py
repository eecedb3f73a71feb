"""What is typed into the cells of a document's lines, as the user's country writes it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QLocale

from crmdesk.domain.errors import UserError
from crmdesk.domain.money_taxes import Tax
from crmdesk.services import documents
from crmdesk.services.document_drafts import TaxClass
from crmdesk.ui import quote_cells
from crmdesk.ui.quote_cells import Column

VAT = (Tax("VAT", Decimal(19)),)
NAME, QUANTITY, PRICE, DISCOUNT = Column.NAME, Column.QUANTITY, Column.PRICE, Column.DISCOUNT


@pytest.fixture
def german() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    yield
    QLocale.setDefault(before)


class TestCells:
    LOOK: Any = type(
        "Look",
        (),
        {
            "whole": documents.Whole({"currency": "EUR"}, [], []),
            "classes": (TaxClass(b"s", "Standard", VAT), TaxClass(b"r", "Reduced", (Tax("VAT", Decimal(7)),))),
        },
    )
    ROW = {"kind": "product", "name": "Oven", "text": "", "quantity": "1", "unit_price": "0", "bundle_id": None}

    def read(self, column: Column, typed: str) -> dict[str, Any]:
        return quote_cells.read(column, typed, self.ROW, self.LOOK)

    @pytest.mark.usefixtures("german")
    @pytest.mark.parametrize(
        ("column", "typed", "expected"),
        [
            (QUANTITY, "2,5", {"quantity": Decimal("2.5")}),
            (QUANTITY, "1.200 m²", {"quantity": Decimal(1200), "unit": "m²"}),
            (QUANTITY, "-3", {"quantity": Decimal(-3)}),
            (PRICE, "1.234,50", {"unit_price": Decimal("1234.50"), "book_id": None}),
            (PRICE, "1234,5 €", {"unit_price": Decimal("1234.5"), "book_id": None}),
            (DISCOUNT, "9,50", {"discount": Decimal("9.50"), "discount_amount": None}),
            (DISCOUNT, "-5 %", {"discount": Decimal(5), "discount_amount": None}),
            (DISCOUNT, "50 EUR", {"discount": None, "discount_amount": 5000}),
            (DISCOUNT, "", {"discount": None, "discount_amount": None}),
            (Column.TAX, "7", {"tax_class_id": b"r", "taxes": (Tax("VAT", Decimal(7)),)}),
            (Column.TAX, "stand", {"tax_class_id": b"s", "taxes": VAT}),
            (Column.TAX, "12,5", {"tax_class_id": None, "taxes": (Tax("VAT", Decimal("12.5")),)}),
            (Column.TAX, "", {"tax_class_id": None, "taxes": ()}),
            (NAME, "Oven\nof stone", {"name": "Oven", "text": "of stone"}),
        ],
    )
    def test_what_is_typed_is_read_as_the_user_writes(
        self, column: Column, typed: str, expected: dict[str, Any]
    ) -> None:
        assert self.read(column, typed) == expected

    @pytest.mark.parametrize(
        ("column", "typed", "why"),
        [(QUANTITY, "two", "no amount"), (DISCOUNT, "150", "100 %"), (NAME, " ", "name"), (Column.TAX, "300", "100")],
    )
    def test_what_makes_no_sense_is_said(self, column: Column, typed: str, why: str) -> None:
        with pytest.raises(UserError, match=why):
            self.read(column, typed)

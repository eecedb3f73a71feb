"""Templates of documents are chosen beside the real page, kept at once, and taken by the documents they are for."""

from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt

from crmdesk.domain.document_look import DocumentLook
from crmdesk.services import document_steps, document_templates, documents, quote_paper
from crmdesk.services.document_templates import Template
from crmdesk.services.documents import Line
from crmdesk.ui.preferences import Preferences
from crmdesk.ui.template_editor import TemplateEditor
from tests.printing import pdf
from tests.ui.desks import Seat


def kept(seat: Seat) -> list[Template]:
    def read(store: Any) -> list[Template]:
        with store.read() as session:
            return document_templates.listed(session)

    found = seat.asked(read)
    assert isinstance(found, list)
    return found


def quote(seat: Seat, language: str, **head: Any) -> bytes:
    line = Line(name="Oven", unit_price=Decimal(5), taxes=())
    made = seat.asked(lambda store: documents.make(store, "quote", [line], language=language, **head))
    assert isinstance(made, bytes)
    return made


def look_of(seat: Seat, key: bytes) -> DocumentLook:
    def read(store: Any) -> DocumentLook:
        with store.read() as session:
            return document_templates.look_of(session, documents.get(session, key))

    found = seat.asked(read)
    assert isinstance(found, DocumentLook)
    return found


@pytest.fixture
def editor(seat: Seat) -> TemplateEditor:
    """Opened from the preferences."""
    sheet = Preferences(seat.window, "documents")
    sheet.open()
    seat.click(sheet.panes["documents"].templates)  # type: ignore[attr-defined]
    found = next(part for part in seat.window.findChildren(TemplateEditor))
    seat.until(lambda: found.pages.pages)
    return found


def test_a_template_is_chosen_and_taken(seat: Seat, editor: TemplateEditor) -> None:
    side = editor.side
    assert [editor.choice.itemText(place) for place in range(3)] == ["Clear", "Bold", "Compact"]
    before = editor.pages._pdf
    editor.add()
    seat.until(lambda: editor.template.is_own)
    seat.click(side.tiles.tiles[1])
    seat.press(Qt.Key.Key_Left)
    seat.press(Qt.Key.Key_Right)
    side.colour._buttons[1].click()
    side.switches["has_skus"].click()
    side.switches["has_signature"].click()
    seat.until(lambda: not editor._writing)
    own = kept(seat)[-1]
    look = own.look
    assert (own.name, look.style, look.colour, look.has_skus, look.has_signature) == (
        "Clear copy", "band", "#0f6b78", False, False,
    )  # fmt: skip
    seat.until(lambda: editor.pages._pdf != before)
    # in German it comes by itself, and says what it has to say in German
    side.tongue.set_value("de")
    side.tongue.chosen.emit("de")
    side.terms.kept.emit("Zahlbar in 14 Tagen.")
    side.language.set_value("de")
    side.language.chosen.emit("de")
    seat.until(lambda: not editor._writing and kept(seat)[-1].language == "de")
    seat.until(lambda: "Zahlbar in 14 Tagen." in " ".join(pdf.texts(editor.pages._pdf)))
    german, other = quote(seat, "de-AT"), quote(seat, "en")
    assert look_of(seat, german).style == "band"
    assert look_of(seat, other).style == "plain"
    # sent, a document keeps how it looked
    seat.asked(lambda store: document_steps.send(store, german))
    editor.remove()
    seat.until(lambda: not editor._writing and len(kept(seat)) == 3)
    assert look_of(seat, german).colour == "#0f6b78"
    whole = seat.asked(lambda store: _pdf(store, german))
    assert "Zahlbar in 14 Tagen." in pdf.texts(whole)[0]
    seat.desk.undo()
    seat.until(lambda: len(editor.templates) == 4)


def _pdf(store: Any, key: bytes) -> bytes:
    with store.read() as session:
        whole = documents.whole(session, key)
    return bytes(quote_paper.pdf_of(store, whole)[0])


def test_choices_are_kept_and_a_stock_template_comes_back(seat: Seat, editor: TemplateEditor) -> None:
    assert editor.template.is_stock
    editor.side.switches["has_folds"].click()
    editor._rename("House style")
    seat.until(lambda: not editor._writing and editor.template.name == "House style")
    assert not kept(seat)[0].look.has_folds
    editor.remove()
    seat.until(lambda: editor.template.is_stock)
    assert (editor.template.name, editor.side.look.has_folds) == ("Clear", True)
    seat.settle()

    # In haste.
    names = list(editor.side.switches)
    for name in names:
        editor.side.switches[name].click()
    seat.until(lambda: not editor._writing)
    seat.settle()
    look = kept(seat)[0].look
    assert [getattr(look, name) for name in names] == [False] * len(names)
    assert [editor.side.switches[name].isChecked() for name in names] == [False] * len(names)

    # The way to the logo.
    editor.side.business_wanted.emit()
    sheet = seat.sheet(Preferences)
    seat.until(lambda: sheet.panes.get("business") is not None and sheet.panes["business"].isVisible())
    assert not [part for part in seat.window.findChildren(TemplateEditor) if part.isVisible()]

"""The postcard of a record, and books and cards of a set: what is seen is what is copied, saved and printed."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication

from crmdesk.printing import codes
from crmdesk.ui import actions
from crmdesk.ui.book_paper import BookPaper
from crmdesk.ui.card_paper import CardPaper
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.postcard import Postcard
from crmdesk.widgets.qr_code import QrCode
from tests.printing import pdf
from tests.ui.desks import PEOPLE, Seat


def opened(seat: Seat) -> Postcard:
    seat.go_to("Álvares")
    seat.page.header.acted.emit("share")
    sheet: Postcard = seat.sheet(Postcard)
    return sheet


def is_shown(code: QrCode, rows: codes.Matrix) -> bool:
    """Module by module, and light round it."""
    picture, place = code.grab().toImage(), code.place()
    step = place.width() / len(rows)
    assert step >= 2
    for down in range(-4, len(rows) + 4):
        for across in range(-4, len(rows) + 4):
            x, y = place.x() + (across + 0.5) * step, place.y() + (down + 0.5) * step
            is_inside = 0 <= down < len(rows) and 0 <= across < len(rows)
            is_dark = is_inside and rows[down][across]
            if not is_inside and min(x, y, code.width() - x, code.height() - y) < 3:
                continue  # the rounded edge
            if (picture.pixelColor(int(x), int(y)).lightness() < 128) != is_dark:
                return False
    return True


def test_the_code_on_the_screen_is_the_one_of_its_text(seat: Seat) -> None:
    sheet = opened(seat)
    assert "FN:João Álvares" in sheet.made.code
    assert is_shown(sheet.code, codes.matrix(sheet.made.code))
    assert not is_shown(sheet.code, codes.matrix(sheet.made.code + "x"))
    assert "João Álvares" in sheet.code.accessibleName()


def test_copied_as_text_it_is_what_was_seen(seat: Seat) -> None:
    sheet = opened(seat)
    sheet.copy_text()
    assert QGuiApplication.clipboard().text().startswith("João Álvares\nDiretor, Padaria São José")
    assert "Copied" in seat.toast()


def test_copied_and_saved_it_is_a_vcard(seat: Seat, tmp_path: Path) -> None:
    sheet = opened(seat)
    sheet.copy_vcard()
    data = QGuiApplication.clipboard().mimeData()
    assert bytes(data.data("text/vcard").data()).startswith(b"BEGIN:VCARD")
    sheet = opened(seat)
    sheet.save(tmp_path / "João.vcf")
    seat.until(lambda: "João.vcf" in seat.toast())
    assert "FN:João Álvares" in (tmp_path / "João.vcf").read_text("utf-8")


def test_shared_from_the_rolodex_it_is_the_card_on_top(seat: Seat) -> None:
    seat.go_to("Álvares")
    seat.screen.views.toggle()
    seat.settle()
    rolodex = seat.screen.views.rolodex
    assert rolodex
    seat.window.ask("share")
    sheet: Postcard = seat.sheet(Postcard)
    assert sheet.made.id == rolodex.current()


def test_a_book_of_all_is_looked_at_and_saved(seat: Seat, tmp_path: Path) -> None:
    actions.run_on_set(seat.window, "book", CurrentSet("contact", None, PEOPLE))
    sheet: BookPaper = seat.sheet(BookPaper)
    seat.until(sheet.print_button.isEnabled)
    first = sheet.pdf
    sheet.paper.setCurrentIndex(sheet.paper.findData("a4"))
    sheet.make()
    seat.until(lambda: sheet.print_button.isEnabled() and sheet.pdf != first)
    assert pdf.size(sheet.pdf)[0] > 200
    sheet.save_pdf(tmp_path / "book.pdf")
    seat.until(lambda: "book.pdf" in seat.toast())
    text = "\n".join(pdf.texts((tmp_path / "book.pdf").read_bytes()))
    assert all(name in text for name in seat.rows()[:10])


def test_cards_of_some_with_a_code_or_without(seat: Seat) -> None:
    page = seat.go_to("Álvares")
    key = bytes.fromhex(page.editor.record.replace("-", ""))
    actions.run_on_set(seat.window, "cards", CurrentSet("contact", [key], 1, "João"))
    sheet: CardPaper = seat.sheet(CardPaper)
    seat.until(sheet.print_button.isEnabled)
    with_code = sheet.pdf
    sheet.code.setChecked(False)
    seat.until(lambda: sheet.print_button.isEnabled() and sheet.pdf != with_code)
    assert len(sheet.pdf) < len(with_code)
    assert "João Álvares" in pdf.texts(sheet.pdf)[0]


def test_nobody_is_said_to_be_nobody(seat: Seat) -> None:
    actions.run_on_set(seat.window, "book", CurrentSet("contact", [b"0" * 16], 1))
    sheet: BookPaper = seat.sheet(BookPaper)
    seat.settle()
    assert not sheet.print_button.isEnabled()

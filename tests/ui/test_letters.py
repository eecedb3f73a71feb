"""Letters on the screen: begun, written with fields in each language, seen, saved, kept and shown again."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLabel

from crmdesk.services import letter_templates, lookup, print_runs
from crmdesk.ui.labels import Labels
from crmdesk.ui.letter_naming import Naming
from crmdesk.ui.letter_past import PastLetters
from crmdesk.ui.letters import Letters
from crmdesk.ui.lookups import CurrentSet
from crmdesk.ui.print_tabs import PrintTabs
from crmdesk.widgets.messages import Banner
from tests.printing import pdf
from tests.ui.desks import Seat
from tests.ui.printers import Printers


@pytest.fixture
def letters(seat: Seat) -> Letters:
    """For the first ten contacts."""
    ids = [row.id for row in seat.asked(lambda store: lookup.first_rows(store, "contact", 10))]
    seat.window.go("letters", CurrentSet("contact", ids, len(ids), "ten of them"))
    screen = seat.window.screens["letters"]
    assert isinstance(screen, Letters)
    seat.settle()
    return screen


def begun(seat: Seat, screen: Letters, key: str = "thanks") -> Letters:
    seat.click(screen.start.cards[key])
    seat.until(lambda: screen.template and screen.batch)
    return screen


def kept(seat: Seat) -> list[Any]:
    return list(seat.asked(letter_templates.all_of))


def test_it_is_begun_written_and_kept(seat: Seat, letters: Letters) -> None:
    assert letters.stack.currentWidget() is letters.start
    assert not letters.print_button.isEnabled()
    begun(seat, letters)
    assert letters.stack.currentWidget() is letters.writer
    editor = letters.writer.editor
    assert "{{" not in editor.toPlainText()
    editor.setFocus()
    editor.moveCursor(QTextCursor.MoveOperation.End)
    seat.press(Qt.Key.Key_Return)
    seat.keys("PS: come to ")
    letters.writer._insert("city")
    seat.until(lambda: letters.batch and "PS: come to" in letters.batch.letters[0].body)  # seen before it is kept
    letters.views.chosen.emit(1)
    seat.until(lambda: any("PS: come to {{city}}" in each.body for each in kept(seat)))
    seat.asked(lambda store: store.undo())
    seat.until(lambda: "PS" not in letters.writer.editor.toPlainText())
    letters.show_view(0)
    letters.writer.tabs.choose(3)
    seat.until(lambda: letters.template and letters.template.language == "tr")
    assert letters.writer.subject.text() == "Teşekkür ederiz"
    letters.writer.editor.selectAll()
    letters.add_language("de")
    seat.until(lambda: letters.template and letters.template.language == "de")
    assert len(kept(seat)) == 5


def test_the_pages_are_those_that_are_saved(seat: Seat, letters: Letters, tmp_path: Path) -> None:
    begun(seat, letters)
    letters.side.way.set_value("pdf")
    letters.side._change_who()
    seat.until(lambda: letters.batch and len(letters.batch.letters) == 10)
    letters.views.chosen.emit(1)
    seat.until(lambda: letters.pages.preview._page)
    assert letters.pages.caption.text().endswith("1 of 10")
    for _time in range(9):
        letters.pages.turn(1)
    seat.until(lambda: letters.pages.caption.text().endswith("10 of 10"))
    seat.until(lambda: not letters.pages.on.isEnabled())
    letters.out.save_pdf(tmp_path / "all.pdf")
    seat.until(lambda: "Saved as “all.pdf”" in seat.toast())
    assert len(pdf.texts((tmp_path / "all.pdf").read_bytes())) == 10
    letters.out.save_list(tmp_path / "list.csv")
    seat.until((tmp_path / "list.csv").exists)
    (tmp_path / "each").mkdir()
    letters.out.save_each(tmp_path / "each")
    seat.until(lambda: "10 files in “each”" in seat.toast())
    seat.until(lambda: len(seat.asked(print_runs.latest)) == 2)
    letters.show_past()
    past = seat.sheet(PastLetters)
    seat.until(past.again_button.isEnabled)
    past.first.setValue(9)
    past.again_button.click()
    seat.until(lambda: letters.again and letters.batch and len(letters.batch.letters) == 2)
    assert letters.print_button.text() == "Print 2 letters"
    letters.out.save_pdf(tmp_path / "again.pdf")
    seat.until(lambda: len(seat.asked(print_runs.latest)) == 3)
    assert seat.asked(print_runs.latest)[0].again == 9
    letters.leave_again()
    seat.until(lambda: letters.batch and len(letters.batch.letters) == 10)


def test_what_is_to_be_known_is_said(seat: Seat, letters: Letters) -> None:
    begun(seat, letters)
    seat.until(lambda: any("left out" in text for text in said(letters)))
    assert "There is no letterhead yet" in said(letters)
    letters.writer.editor.insert_field("nonsense")
    seat.until(lambda: any("nonsense" in text for text in said(letters)))


def said(screen: Letters) -> list[str]:
    shown = [banner for banner in screen.findChildren(Banner) if banner.isVisible()]
    return [words.text() for banner in shown for words in banner.findChildren(QLabel)]


def test_the_set_goes_along_from_tab_to_tab(seat: Seat, letters: Letters) -> None:
    begun(seat, letters)
    seat.window.go("labels", letters.chosen)
    labels = seat.window.screens["labels"]
    assert isinstance(labels, Labels)
    (tabs,) = labels.findChildren(PrintTabs)
    letters.chosen = CurrentSet("contact", None, 40)
    tabs.choose(2)
    assert seat.window.section == "letters"
    assert letters.chosen.words == "ten of them"
    assert tabs.current() == 0
    assert seat.window.side._buttons["labels"].isChecked()


def test_what_is_typed_a_moment_ago_is_printed(seat: Seat, letters: Letters, tmp_path: Path) -> None:
    begun(seat, letters)
    letters.writer.editor.setFocus()
    seat.keys("NOW")
    letters.out.save_pdf(tmp_path / "now.pdf")
    seat.until((tmp_path / "now.pdf").exists)
    assert any("NOW" in text for text in pdf.texts((tmp_path / "now.pdf").read_bytes()))


def test_it_has_a_name_a_paper_and_an_end(seat: Seat, letters: Letters) -> None:
    begun(seat, letters, "reminder")
    letters._rename()
    sheet = seat.sheet(Naming)
    sheet.line.setText("Second")
    sheet._rename()
    seat.until(lambda: letters.template and letters.template.name == "Second")
    letters.side.form.set_value("din-a")
    letters.side.form.chosen.emit("din-a")
    seat.until(lambda: letters.batch and letters.batch.look.form == "din-a")
    assert {each.look.form for each in kept(seat)} == {"din-a"}
    letters._remove()
    seat.until(lambda: letters.stack.currentWidget() is letters.start)
    seat.until(lambda: "“Second” is removed" in seat.toast())
    seat.asked(lambda store: store.undo())
    seat.until(lambda: letters.template and letters.template.name == "Second")
    letters.add_empty()
    seat.until(lambda: letters.template and letters.template.name == "New letter")


def test_one_is_written_to_from_the_card(seat: Seat) -> None:
    page = seat.go_to("Álvares")
    page.header.acted.emit("letters")
    seat.until(lambda: seat.window.section == "letters")
    screen = seat.window.screens["letters"]
    assert isinstance(screen, Letters)
    seat.settle()
    begun(seat, screen)
    seat.until(lambda: screen.print_button.text() == "Print 1 letter")
    assert screen.batch
    assert "João Álvares" in screen.batch.letters[0].name


def test_the_printer_gets_true_pages(seat: Seat, letters: Letters, printers: Printers) -> None:
    begun(seat, letters)
    letters.side.form.chosen.emit("us-10")
    seat.until(lambda: letters.batch and letters.batch.look.form == "us-10")
    assert letters.batch
    seat.click(letters.print_button)
    seat.until(lambda: "Sent to the printer" in seat.toast())
    assert pdf.size(printers.last()) == pytest.approx((215.9, 279.4), abs=0.5)
    assert len(pdf.texts(printers.last())) == len(letters.batch.letters)
    seat.until(lambda: len(seat.asked(print_runs.latest)) == 1)

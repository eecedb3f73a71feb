"""Quick entry and what is dropped: pasted, seen, mended, saved; nothing typed is lost, nobody is doubled."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from crmdesk.services import activities, records
from crmdesk.ui.letter import LetterSheet
from crmdesk.ui.palette import Palette
from crmdesk.ui.proposal import Proposal
from crmdesk.ui.quick_entry import QuickEntry
from tests.ui.desks import Seat

CARD = """Greta Neumann
Leiterin Einkauf
Neumann & Söhne GmbH
Hauptstraße 12a
10115 Berlin
Mobil: +49 171 1234567
greta@neumann.example
www.neumann.example
Wir sind umgezogen"""
KNOWN = "João Álvares, Padaria São José Ltda., joao@padaria.example, +55 11 2222-1111"


@pytest.fixture(autouse=True)
def _empty_clipboard(qapp: QApplication) -> None:
    QGuiApplication.clipboard().clear()


def opened(seat: Seat) -> QuickEntry:
    seat.to_front()
    seat.qtbot.keyClick(
        seat.window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    sheet: QuickEntry = seat.sheet(QuickEntry)
    seat.until(sheet.text.hasFocus)
    return sheet


def pasted(seat: Seat, text: str = CARD) -> QuickEntry:
    sheet = opened(seat)
    sheet.text.setPlainText(text)
    seat.settle()
    return sheet


def line(proposal: Proposal, key: str, place: int = 0) -> str:
    row = proposal.lists[key][place] if key in proposal.lists else proposal.rows[key]
    return row.value()


def test_a_pasted_signature_is_a_contact_by_three_keys(seat: Seat) -> None:
    QGuiApplication.clipboard().setText(CARD)
    opened(seat)  # one
    seat.control(Qt.Key.Key_V)  # two
    seat.control(Qt.Key.Key_Return)  # three
    seat.until(lambda: "Greta Neumann" in seat.toast())
    seat.until(lambda: seat.screen.page is not None and "Greta" in seat.name())
    shown = seat.asked(lambda store: records.show(store, seat.page.editor.record))
    assert shown["affiliations"][0]["company"] == "Neumann & Söhne GmbH"
    assert shown["phones"][0]["value"] == "+49 171 1234567"
    assert shown["phones"][0]["label"] == "mobile"
    assert shown["emails"][0]["value"] == "greta@neumann.example"
    assert shown["links"][0]["value"] == "www.neumann.example"
    assert shown["addresses"][0]["city"] == "Berlin"
    assert shown["notes"][0]["text"] == "Wir sind umgezogen"
    seat.desk.undo()
    seat.settle()
    assert not any("Neumann" in name for name in seat.rows())


def test_what_nobody_understood_is_seen_before_it_is_saved(seat: Seat) -> None:
    sheet = pasted(seat)
    assert sheet.proposal.note.isVisible()
    assert sheet.proposal.note.toPlainText() == "Wir sind umgezogen"
    assert line(sheet.proposal, "name") == "Greta Neumann"
    assert line(sheet.proposal, "city") == "Berlin"


def test_what_was_mended_stays_while_one_types_on(seat: Seat) -> None:
    sheet = pasted(seat)
    seat.retype(sheet.proposal.rows["name"].edit, "Greta Maria Neumann")
    seat.retype(sheet.proposal.lists["phones"][0].edit, "+49 171 7654321")
    sheet.text.setPlainText(CARD + "\nTel: +49 30 1112223")
    seat.settle()
    assert line(sheet.proposal, "name") == "Greta Maria Neumann"
    phones = [row.value() for row in sheet.proposal.lists["phones"] if row.value()]
    assert phones == ["+49 171 7654321", "+49 30 1112223"]
    card = sheet.proposal.card()
    assert card.fields["middle_name"] == "Maria"
    assert [phone["label"] for phone in card.phones] == ["mobile", "work"]


def test_who_is_there_is_offered_and_gets_what_is_missing(seat: Seat) -> None:
    sheet = pasted(seat, KNOWN)
    seat.until(lambda: sheet.likely.found)
    found = sheet.likely.found[0]
    assert found.name == "João Álvares"
    before = seat.asked(lambda store: records.show(store, found.id))
    seat.qtbot.keyClick(sheet, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    seat.until(lambda: "João Álvares" in seat.toast())
    after = seat.asked(lambda store: records.show(store, found.id))
    assert len(after["phones"]) == len(before["phones"]) + 1
    assert len(after["emails"]) == len(before["emails"])
    assert len(after["affiliations"]) == len(before["affiliations"])
    seat.until(lambda: "João" in seat.name())


def test_who_is_there_can_be_opened_instead_and_the_text_comes_back(seat: Seat) -> None:
    sheet = pasted(seat, KNOWN)
    seat.until(lambda: sheet.likely.found)
    seat.press(Qt.Key.Key_F2)
    seat.until(lambda: "João" in seat.name())
    notice = seat.desk.file.said.notices[0]
    assert notice.action
    notice.action.run()
    again: QuickEntry = seat.sheet(QuickEntry)
    assert again.text.toPlainText() == KNOWN


def test_without_a_person_it_is_a_company(seat: Seat) -> None:
    sheet = pasted(seat, "Neumann & Söhne GmbH\n+49 30 1112223")
    assert sheet.proposal.card().kind == "company"
    assert "company" in sheet.add_button.text().lower()
    sheet.save()
    seat.until(lambda: seat.window.section == "companies" and seat.screen.page and "Neumann" in seat.name())


def test_the_clipboard_is_offered_and_never_taken_unasked(seat: Seat) -> None:
    QGuiApplication.clipboard().setText(CARD)
    sheet = opened(seat)
    seat.until(sheet.use_button.isVisible)
    assert sheet.text.toPlainText() == ""
    assert not sheet.add_button.isEnabled()
    sheet.use_button.click()
    seat.settle()
    assert line(sheet.proposal, "name") == "Greta Neumann"
    assert not sheet.use_button.isVisible()


def test_nothing_is_saved_where_nothing_was_understood(seat: Seat) -> None:
    sheet = opened(seat)
    seat.control(Qt.Key.Key_Return)
    seat.settle()
    assert sheet.isVisible()
    seat.press(Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert seat.toast() == ""


def offered(seat: Seat, words: str) -> list[str]:
    [palette] = seat.window.findChildren(Palette)
    palette.line.setText(words)
    seat.settle()
    return [row.text for row in palette.choices.rows]


def test_the_palette_reads_what_says_more_than_a_name(seat: Seat) -> None:
    seat.window.open_palette()
    text = "Greta Neumann, greta@neumann.example"
    assert f"New contact from “{text}”" in offered(seat, text)
    assert not any("from “" in text for text in offered(seat, "Greta Neumann"))


# Dropped


def drop(seat: Seat, data: QMimeData) -> bool:
    nothing = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(20, 400), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, nothing)
    event.setAccepted(False)
    seat.window.dropEvent(event)
    return event.isAccepted()


def mail(folder: Path, sender: str, name: str = "Greta Neumann") -> QMimeData:
    file = folder / "mail.eml"
    text = f"From: {name} <{sender}>\nTo: me@forno.example\nSubject: Ovens\nDate: Fri, 20 Nov 2026 10:15:00 +0100\n\n"
    file.write_text(f"{text}Three, please.\n\n-- \n{CARD}", "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    return data


def test_a_mail_of_someone_known_is_logged_at_its_time(seat: Seat, tmp_path: Path) -> None:
    assert drop(seat, mail(tmp_path, "joao@padaria.example"))
    sheet: LetterSheet = seat.sheet(LetterSheet)
    assert [box.text() for box in sheet.people.values()] == ["João Álvares"]
    assert sheet.subject.text() == "Ovens"
    key = next(iter(sheet.people))
    seat.to_front()
    sheet.log()
    seat.until(lambda: "João" in seat.toast())
    doings = seat.asked(lambda store: activities.of_record(store, key))
    logged = next(doing for doing in doings if doing.subject == "Ovens")
    assert logged.done_at == 1795166100000
    seat.desk.undo()
    seat.settle()
    assert all(doing.subject != "Ovens" for doing in seat.asked(lambda store: activities.of_record(store, key)))


def test_nobody_chosen_is_nobody_to_log_with(seat: Seat, tmp_path: Path) -> None:
    drop(seat, mail(tmp_path, "joao@padaria.example"))
    sheet: LetterSheet = seat.sheet(LetterSheet)
    next(iter(sheet.people.values())).setChecked(False)
    assert not sheet.log_button.isEnabled()


def test_a_mail_of_a_stranger_is_read_as_a_card(seat: Seat, tmp_path: Path) -> None:
    assert drop(seat, mail(tmp_path, "greta@neumann.example"))
    sheet: QuickEntry = seat.sheet(QuickEntry)
    seat.settle()
    assert line(sheet.proposal, "name") == "Greta Neumann"
    assert line(sheet.proposal, "emails") == "greta@neumann.example"
    assert line(sheet.proposal, "city") == "Berlin"


def test_dropped_text_is_read_and_words_without_reach_are_not(seat: Seat) -> None:
    data = QMimeData()
    data.setText(CARD)
    assert drop(seat, data)
    assert isinstance(seat.sheet(QuickEntry).text, QPlainTextEdit)
    other = QMimeData()
    other.setText("contacts")
    assert not drop(seat, other)


def test_several_e_mails_are_logged_and_other_files_imported(
    seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[list[Path]] = []
    monkeypatch.setattr(seat.window, "import_files", taken.append)
    ana = seat.asked(lambda store: records.add(store, "contact", {"given_name": "Ana"},
                                               {"emails": [{"value": "ana@bell.example"}]}))  # fmt: skip
    files = [tmp_path / name for name in ("one.eml", "two.eml", "three.eml", "gone.eml", "list.csv")]
    for number, sender in enumerate(("ana@bell.example", "ana@bell.example", "nobody@else.example")):
        text = f"From: {sender}\nSubject: {number}\nMessage-ID: <{number}@x>\n\nWords.\n"
        files[number].write_text(text)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    assert drop(seat, data)
    seat.until(lambda: seat.toast().startswith("Logged 2 e-mails · 1 is of nobody in the file · 1 could not be read"))
    assert {doing.subject for doing in seat.asked(lambda store: activities.of_record(store, ana))} == {"0", "1"}
    assert taken == [[files[4]]]
    assert drop(seat, data)
    seat.until(lambda: seat.toast().startswith("2 were in the history"))
    seat.asked(lambda store: store.undo())
    assert not seat.asked(lambda store: activities.of_record(store, ana))
    taken.clear()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.vcf"))])
    assert drop(seat, data)
    assert len(taken) == 1

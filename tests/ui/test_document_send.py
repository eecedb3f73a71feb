"""Documents go out: handed over, printed, kept, e-mailed one way or the other, or signed on the screen."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from crmdesk.domain.activities import Activity
from crmdesk.domain.errors import UserError
from crmdesk.services import document_signing, mail_out
from crmdesk.store import bulk
from crmdesk.ui.document_actions import DocumentActions
from crmdesk.ui.document_send import SendSheet
from crmdesk.ui.document_sign import SignPanel
from crmdesk.widgets import links
from tests.printing import pdf
from tests.ui.desks import Seat
from tests.ui.printers import Printers
from tests.ui.test_quotes import ENTER, number, opened, press, shown


class TestSending:
    @pytest.fixture
    def bar(self, seat: Seat) -> DocumentActions:
        return opened(seat, "draft")

    def sheet(self, seat: Seat, bar: DocumentActions, way: str) -> SendSheet:
        press(seat, bar, "send")
        made: SendSheet = seat.sheet(SendSheet)
        seat.until(lambda: made.out)
        made.ways.set_value(way)
        made.ways.chosen.emit(way)
        made.activateWindow()
        return made

    def history(self, seat: Seat, bar: DocumentActions) -> list[str]:
        def subjects(store: Any) -> list[str]:
            with store.read() as session:
                return [
                    row["subject"] for row in bulk.whole(session, Activity) if number(bar) in (row["subject"] or "")
                ]

        return list(seat.asked(subjects))

    def test_handed_over_and_printed(self, seat: Seat, bar: DocumentActions, printers: Printers) -> None:
        made = self.sheet(seat, bar, "hand")
        will_be = made.out.number if made.out else ""
        seat.press(ENTER)
        shown(seat, bar, "sent")
        assert number(bar) == will_be
        assert f"Quote {will_be} handed over" in self.history(seat, bar)
        bar.run("again")
        made = seat.sheet(SendSheet)
        seat.until(lambda: made.out)
        assert not made._lock_words.isVisible()
        made.ways.set_value("print")
        made._send()
        seat.until(lambda: printers.papers and "printer" in seat.toast())
        assert printers.pages(printers.last()) == 1

    def test_as_a_file(self, seat: Seat, bar: DocumentActions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        made, to = self.sheet(seat, bar, "file"), tmp_path / "Quote.pdf"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: ("", ""))
        seat.press(ENTER)
        assert bar.state
        assert bar.state.is_draft, "thought better of it"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(to), ""))
        seat.click(made.go)
        shown(seat, bar, "sent")
        seat.until(to.exists)
        assert number(bar) in pdf.texts(to.read_bytes())[0]

    def test_by_the_mail_program(self, seat: Seat, bar: DocumentActions, monkeypatch: pytest.MonkeyPatch) -> None:
        written: list[tuple[str, str, str, Path]] = []

        def write(*told: Any) -> bool:
            written.append(told)
            return False

        monkeypatch.setattr(links, "write_mail", write)
        made = self.sheet(seat, bar, "mail")
        made.to.setCurrentText("")
        seat.click(made.go)
        assert "e-mail address" in made._problem.text()
        made.to.setCurrentText("ana@lima.example")
        seat.click(made.go)
        seat.until(lambda: written)
        (to, subject, text, file) = written[0]
        assert (to, subject.rpartition(" ")[2], file.read_bytes()[:5]) == ("ana@lima.example", number(bar), b"%PDF-")
        assert number(bar) in text
        seat.until(lambda: "clipboard" in seat.toast())
        assert QApplication.clipboard().mimeData().urls()[0].toLocalFile() == str(file)
        assert f"Quote {number(bar)} e-mailed" in self.history(seat, bar)

    def test_by_the_server_again_after_it_failed(
        self, seat: Seat, bar: DocumentActions, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        account = mail_out.Account("smtp.example", "me", "me@forno.example")
        monkeypatch.setattr(mail_out, "account", lambda: account)
        sent: list[Any] = []

        def send(_account: object, message: Any) -> list[str]:
            if not sent:
                sent.append(None)
                raise UserError("smtp.example does not answer. Nothing was sent.")
            sent.append(message)
            return []

        monkeypatch.setattr(mail_out, "send", send)
        made = self.sheet(seat, bar, "mail")
        made.to.setCurrentText("ana@lima.example")
        assert made.go.text() == "Send"
        seat.click(made.go)
        seat.until(lambda: "does not answer" in made._problem.text())
        assert made.isVisible()
        shown(seat, bar, "sent")
        assert self.history(seat, bar) == [f"Quote {number(bar)} is about to expire"]
        seat.click(made.go)
        seat.until(lambda: len(sent) == 2 and "e-mailed" in seat.toast())
        assert sent[1]["To"] == "ana@lima.example"
        (attached,) = sent[1].iter_attachments()
        assert attached.get_filename().endswith(f"{number(bar)}.pdf")
        seat.until(lambda: f"Quote {number(bar)} e-mailed" in self.history(seat, bar))

    def test_who_puts_the_panel_away_is_told_all_the_same(
        self, seat: Seat, bar: DocumentActions, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        account, may_go = mail_out.Account("smtp.example", "me", "me@forno.example"), Event()
        monkeypatch.setattr(mail_out, "account", lambda: account)
        monkeypatch.setattr(mail_out, "send", lambda *_told: [] if may_go.wait(30) else None)
        made = self.sheet(seat, bar, "mail")
        made.to.setCurrentText("ana@lima.example")
        seat.click(made.go)
        shown(seat, bar, "sent")
        made.reject()
        seat.settle()
        may_go.set()
        seat.until(lambda: "e-mailed" in seat.toast())
        seat.until(lambda: f"Quote {number(bar)} e-mailed" in self.history(seat, bar))


def draw(panel: SignPanel, *points: tuple[int, int]) -> None:
    pad = panel.pad
    first, last = QPoint(*points[0]), QPoint(*points[-1])
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=first)
    for point in points:
        where = QPointF(*point)
        moved = QMouseEvent(
            QMouseEvent.Type.MouseMove, where, pad.mapToGlobal(where), Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(pad, moved)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=last)


def test_signed_on_the_screen(seat: Seat) -> None:
    bar = opened(seat, "draft")
    press(seat, bar, "sign")
    (panel,) = seat.window.findChildren(SignPanel)
    assert not panel.done.isEnabled()
    draw(panel, (100, 100), (140, 60), (180, 120))
    draw(panel, (220, 100), (260, 100))
    panel.pad.setFocus()
    seat.press(Qt.Key.Key_Backspace)
    assert len(panel.pad.strokes) == 1
    panel.name.setText("")
    assert not panel.done.isEnabled()
    panel.name.setText("Ana Lima")
    seat.click(panel.done)
    shown(seat, bar, "accepted")
    assert "signed by Ana Lima" in bar.facts.text()
    assert bar.state
    key = bytes(bar.state.head["id"])

    def strokes(store: Any) -> Any:
        with store.read() as session:
            return document_signing.of(session, key)

    _name, _at, kept = seat.asked(strokes)
    assert kept == list(panel_strokes(kept))
    assert len(kept[0]) == 3


def panel_strokes(kept: Any) -> Any:
    """In thousandths of the field, from left to right."""
    assert all(0 <= across <= 1000 and 0 <= down <= 320 for stroke in kept for across, down, _firmly in stroke)
    return kept

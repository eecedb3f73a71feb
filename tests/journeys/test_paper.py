"""A business gives its quotes a face of their own, sets up how they leave, and sends one, all from the window."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crmdesk.domain.documents import Document
from crmdesk.services import mail_out, quote_paper
from crmdesk.services.documents import whole
from crmdesk.store import bulk, keyrings
from crmdesk.ui.mail_settings import MailPane
from crmdesk.ui.preferences import Preferences
from crmdesk.ui.template_editor import TemplateEditor
from tests.services import smtp_server
from tests.ui.desks import Seat

MOST = 8
"""Keys and clicks for a face of one's own."""


def a_quote(store: Any) -> bytes:
    """One of the sample, as it would be printed now."""
    with store.read() as session:
        key = next(row["id"] for row in bulk.whole(session, Document) if row["kind"] == "quote" and not row["sender"])
        document = whole(session, key)
    return bytes(quote_paper.pdf_of(store, document)[0])


def test_quotes_get_a_face(seat: Seat) -> None:
    before = seat.asked(a_quote)
    seat.did.clear()
    seat.press(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    preferences = seat.sheet(Preferences)
    seat.click(preferences._buttons["documents"])
    seat.click(preferences.panes["documents"].templates)
    editor = seat.sheet(TemplateEditor)
    seat.until(lambda: editor.pages.pages)
    seat.click(editor.side.tiles.tiles[1])
    seat.click(editor.side.colour._buttons[4])
    seat.click(editor.close_button)
    seat.press(Qt.Key.Key_Escape)
    assert seat.strokes() <= MOST, seat.did
    seat.until(lambda: seat.asked(a_quote) != before)


def test_the_post_goes_out_from_here(seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, str] = {}
    for name, play in (("keep", kept.__setitem__), ("find", kept.get), ("forget", kept.pop)):
        monkeypatch.setattr(keyrings, name, play)
    post = smtp_server.Post()
    with smtp_server.serving(post, tmp_path) as (port, _trusted):
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
        seat.press(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
        preferences = seat.sheet(Preferences)
        preferences.activateWindow()
        seat.until(lambda: QApplication.activeWindow() is preferences)
        seat.click(preferences._buttons["mail"])
        pane = preferences.panes["mail"]
        assert isinstance(pane, MailPane)
        form = pane.sending.form
        for line, text in (
            (form.address, "me@forno.example"), (form.server, "localhost"), (form.port, f"{port}"),
            (form.password, "sesame"),
        ):  # fmt: skip
            seat.retype(line, text)
        seat.press(Qt.Key.Key_Return)
        seat.until(pane.sending.state.isVisible)
        account = mail_out.account()
        assert account
        assert list(kept.values()) == ["sesame"]
        message = mail_out.compose(account, "ana@bell.example", "Your quote", "As agreed.")
        assert mail_out.send(account, message) == []
    assert [each["Subject"] for each in post.taken] == ["Your quote"]
    mail_out.forget()

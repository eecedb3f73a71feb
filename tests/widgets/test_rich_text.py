"""Notes are shown without touching files or network, and hostile ones in time."""

import base64
import time

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QUrl
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from crmdesk.widgets import links
from crmdesk.widgets.rich_text import RichText, is_fit

HOSTILE = (
    "<table><tr><td>" * 22,
    "<div>" * 20_000,
    "<p>" + "x" * 300_000,
    "x" * 1_000_000,
    "<b>" * 50,
    "<p>" + "w" * 6_000 + "</p>",
    "<blockquote>" * 30 + "x",
    "<table>" * 5 + "</table>" * 5,
    "<script>alert(1)</script>",
    "<style>p{background:url(file:///etc/passwd)}</style>",
    "<object data='file:///etc/passwd'></object>",
    "<iframe src='https://evil.example'></iframe>",
    "<form action='https://evil.example'><input></form>",
    "<svg onload='x'>",
    "<meta http-equiv='refresh' content='0;url=https://evil.example'>",
    "<link rel=stylesheet href='file:///x.css'>",
    "<video src=x>",
    "<font size=7777777>x</font>",
    "<ul>" * 40 + "<li>x",
    "<a href='x'>" * 300,
)


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_notes_are_shown_as_text_in_time(html: str, qtbot: QtBot) -> None:
    note = RichText("Note")
    qtbot.addWidget(note)
    note.resize(400, 300)
    begun = time.perf_counter()
    assert not is_fit(html)
    note.show_note(html)
    note.grab()
    assert time.perf_counter() - begun < 0.6  # of one core of two that are shared


def picture() -> str:
    image, buffer = QImage(4, 4, QImage.Format.Format_RGB32), QBuffer()
    image.fill(0xFF0000)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return "data:image/png;base64," + base64.b64encode(buffer.data().data()).decode()


def test_only_pictures_inside_the_text_are_loaded(qtbot: QtBot) -> None:
    note = RichText("Note")
    qtbot.addWidget(note)
    for address in (
        "file:///etc/passwd",
        "//host/share/x.png",
        "https://evil.example/x.png",
        "data:text/html,x",
        "data:image/svg+xml;base64,AAAA",
        "/etc/hostname",
        "data:image/png;base64," + "A" * 1_500_000,
    ):
        assert note.loadResource(2, QUrl(address)) == b""
    assert note.loadResource(3, QUrl(picture())) == b""


def test_an_ordinary_note_is_shown_as_markup(qtbot: QtBot) -> None:
    note = RichText("Note")
    qtbot.addWidget(note)
    note.show_note(
        f"<p>Call <b>before ten</b><br><img src='{picture()}'> <a href='https://padaria.example'>page</a></p>"
    )
    assert note.toPlainText().startswith("Call before ten")
    assert "<b>" not in note.toPlainText()


def test_a_link_goes_through_the_one_door(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(links, "open_external", seen.append)
    note = RichText("Note")
    qtbot.addWidget(note)
    note.anchorClicked.emit(QUrl("https://padaria.example"))
    assert seen == ["https://padaria.example"]

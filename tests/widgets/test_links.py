"""Only harmless addresses leave the application, and only by one door."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QDesktopServices

import crmdesk
from crmdesk.domain.errors import UserError
from crmdesk.widgets import links

OPENED = (
    "https://padaria.example",
    "http://padaria.example/a?b=c#d",
    "HTTPS://padaria.example/",
    "https://padaria.example:8443/x",
    "https://xn--bcher-kva.example/",
    "mailto:joao@padaria.example",
    "mailto:joao@padaria.example?subject=Ol%C3%A1&body=ovens&cc=bia@padaria.example",
    "tel:+551133331000",
    "tel:+55-11-3333-1000;ext=12",
    "tel:(11)3333-1000",
)
REFUSED = (
    "",
    "padaria.example",
    "file:///etc/passwd",
    "file://server/share/x.exe",
    "smb://server/share",
    "\\\\server\\share",
    "//server/share",
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://padaria.example",
    "ms-word:ofe|u|https://x",
    "ms-msdt:/id",
    "search-ms:query=x",
    "vscode://x",
    "about:blank",
    "qrc:/x",
    "https:",
    "https:///path",
    "https://bank.example@evil.example/",
    "https://user:pass@evil.example/",
    "https://padaria.example\\@evil.example",
    "https://padaria.example/\n",
    "https://padaria.example/\x00",
    "https://padaria.example/\u202egpj.exe",
    "https://padaria.example/a b",
    "mailto:joao@padaria.example?attach=/etc/passwd",
    "mailto:joao@padaria.example?attachment=x",
    "mailto:joao@padaria.example?subject=a&bcc=spy@evil.example",
    "mailto:a%0d%0aBcc:spy@evil.example",
    "mailto://host/x",
    "tel:",
    "tel:abc",
    "tel://host/1",
    "tel:1?x=2",
    "tel:*%2306%23",
    "sip:joao@padaria.example",
    "https://" + "a" * 9000,
)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(url.toString()) or True)
    return seen


@pytest.mark.parametrize("address", OPENED)
def test_pages_mails_and_calls_are_opened(address: str, opened: list[str]) -> None:
    links.open_external(address)
    assert len(opened) == 1


@pytest.mark.parametrize("address", REFUSED)
def test_anything_else_is_refused(address: str, opened: list[str]) -> None:
    with pytest.raises(UserError):
        links.open_external(address)
    assert opened == []


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https:", "mailto:", "tel:", "file:"]))
def test_nothing_but_four_schemes_gets_through(text: str, start: str) -> None:
    with contextlib.suppress(UserError):
        assert links.checked(start + text).scheme() in {"http", "https", "mailto", "tel"}


def test_the_true_host_is_told() -> None:
    assert links.host("https://bank.example.evil.example/login") == "bank.example.evil.example"


def test_there_is_one_door() -> None:
    folder = Path(crmdesk.__file__).parent
    users = {file.name for file in folder.rglob("*.py") if "QDesktopServices.openUrl" in file.read_text("utf-8")}
    assert users == {"links.py", "mailing.py", "opened_copies.py"}, "addresses, our own mails, copies of attached files"


def test_no_program_for_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    with pytest.raises(UserError, match="No program"):
        links.open_external("tel:1")

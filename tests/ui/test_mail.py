"""The mailbox in the preferences: asked for, let in, read by a thread of its own; what is new is told."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox

from crmdesk.services import activities, mail_account, mail_out, records
from crmdesk.store import keyrings
from crmdesk.ui import mail_watch
from crmdesk.ui.mail_out import Courier, send
from crmdesk.ui.mail_settings import MailPane
from crmdesk.ui.preferences import Preferences
from tests.services import smtp_server
from tests.services.imap_server import Mailbox, serving
from tests.ui.desks import Seat

FOLDERS = ('() "/" "INBOX"', '() "/" "&ANY-vrigt"')


def mail(number: int, sender: str = "ana@bell.example") -> bytes:
    head = f"From: Ana <{sender}>\nTo: me@forno.example\nSubject: Ovens {number}\nMessage-ID: <{number}@x>\n"
    return f"{head}Date: Fri, 20 Nov 2026 10:15:00 +0100\n\nWords.\n".encode()


@pytest.fixture
def box() -> Mailbox:
    return Mailbox({1: mail(1), 2: mail(2, "stranger@else.example")}, folders=FOLDERS)


@pytest.fixture
def port(box: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    with serving(box, tmp_path) as (port, _trusted):
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
        yield port


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    passwords: dict[str, str] = {}
    for name, play in (("keep", passwords.__setitem__), ("find", passwords.get), ("forget", passwords.pop)):
        monkeypatch.setattr(keyrings, name, play)
    yield passwords
    mail_account.forget()
    mail_out.forget()


@pytest.fixture
def ana(seat: Seat) -> bytes:
    def add(store: Any) -> bytes:
        return records.add(store, "contact", {"given_name": "Ana"}, {"emails": [{"value": "ana@bell.example"}]})

    key = seat.asked(add)
    assert isinstance(key, bytes)
    return key


def opened(seat: Seat) -> MailPane:
    sheet = Preferences(seat.window, "mail")
    sheet.open()
    pane = sheet.panes["mail"]
    assert isinstance(pane, MailPane)
    return pane


def ended(seat: Seat, act: Callable[[], object]) -> mail_watch.MailWatch:
    """Until the thread of the mail told what came of it."""
    watch, ends = mail_watch.of(seat.desk.file), []

    def hear() -> None:
        if not watch.is_busy:
            ends.append(1)

    watch.changed.connect(hear)
    act()
    seat.until(lambda: ends)
    watch.changed.disconnect(hear)
    seat.settle()
    return watch


def test_a_mailbox_is_given_read_and_forgotten(
    seat: Seat, box: Mailbox, port: int, kept: dict[str, str], ana: bytes
) -> None:
    pane = opened(seat)
    assert pane.state.isHidden()
    pane.form.user.setText("me@forno.example")
    pane.form.user.editingFinished.emit()
    assert pane.form.server.text() == "imap.forno.example"
    pane.form.server.setText("localhost")
    pane.form.port.setText(str(port))
    pane.form.password.setText("wrong")
    ended(seat, pane.form.connect_button.click)
    assert "does not let me@forno.example in" in pane.form.problem.text()
    assert (kept, mail_account.account()) == ({}, None)
    pane.form.password.setText("sesame")
    ended(seat, pane.form.connect_button.click)
    assert not pane.form.isVisible()
    assert pane.form.password.text() == ""
    assert list(kept.values()) == ["sesame"]
    assert _choices(pane.state.folder) == ["Inbox", "Övrigt"]
    assert pane.state.every.value() == mail_account.NEVER
    # nothing is fetched by itself until that is wanted
    watch = mail_watch.of(seat.desk.file)
    watch.beat()
    assert not watch.is_busy
    assert pane.state.told.text().startswith("Nothing yet")
    ended(seat, pane.state.fetch_button.click)
    assert "2 messages looked at · 1 came into the history" in pane.state.told.text()
    (notice,) = [notice for notice in seat.desk.file.said.notices if notice.icon == "mail"]
    assert (notice.text, notice.detail) == ("E-mail with Ana", "Ovens 1")
    assert [doing.subject for doing in seat.asked(lambda store: activities.of_record(store, ana))] == ["Ovens 1"]
    pane.state.folder.chosen.emit("Övrigt")
    ended(seat, pane.state.fetch_button.click)
    assert "no folder “Övrigt”" in pane.state.told.text()
    watch.forget()
    assert pane.form.isVisible()
    assert (kept, mail_account.account()) == ({}, None)


def test_what_is_fetched_by_itself_is_told_once(
    seat: Seat, box: Mailbox, port: int, kept: dict[str, str], ana: bytes
) -> None:
    mail_account.remember(mail_account.Account("localhost", "me@forno.example", port), "sesame")
    assert seat.desk.path
    mail_account.fetch_every(seat.desk.path, mail_account.OFTEN)
    watch = mail_watch.of(seat.desk.file)
    box.fault = "cut"
    ended(seat, watch.beat)
    assert "cannot be read" in watch.problem
    watch.beat()  # not before its time
    assert not watch.is_busy
    ended(seat, lambda: watch.fetch(by_itself=True))
    assert len([notice for notice in seat.desk.file.said.notices if notice.is_error]) == 1
    box.fault = ""
    box.messages |= {number: mail(number) for number in range(3, 9)}
    ended(seat, lambda: seat.window.ask("fetch mail"))
    assert seat.toast().startswith("7 new e-mails in the history")
    newest = next(notice for notice in seat.desk.file.said.notices if notice.icon == "mail")
    assert (newest.text, newest.detail) == ("7 new e-mails in the history", "Ana")
    assert newest.action
    newest.action.run()
    assert seat.window.section == "history"


def test_leaving_the_file_ends_the_fetching(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = mail_watch.of(seat.desk.file)
    is_left, came = threading.Event(), []

    def slow() -> None:
        is_left.wait()
        watch._reach(lambda _store: came.append(1))

    watch._start(slow, came.append, lambda _error: came.append(2))
    seat.window.close()
    is_left.set()
    seat.until(lambda: not [thread for thread in threading.enumerate() if thread.name == "mail"])
    assert came == []


def _choices(box: QComboBox) -> list[str]:
    return [box.itemText(place) for place in range(box.count())]


def test_a_server_for_sending_is_tried_and_then_kept(
    seat: Seat, tmp_path: Path, kept: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_account.remember(mail_account.Account("imap.forno.example", "me@forno.example"), "sesame")
    part = opened(seat).sending
    assert (part.form.address.text(), part.form.server.text()) == ("me@forno.example", "smtp.forno.example")
    with smtp_server.serving(smtp_server.Post(), tmp_path) as (port, _trusted):
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
        part.form.server.setText("localhost")
        part.form.port.setText(str(port))
        part.form.password.setText("wrong")
        part.form.connect_button.click()
        seat.until(lambda: "does not let" in part.form.problem.text())
        assert mail_out.account() is None
        part.form.password.clear()
        part.form.connect_button.click()  # with the password of the mailbox
        seat.until(part.form.isHidden)
    assert (part.name.text(), part.server.text()) == ("me@forno.example", "localhost")
    account = mail_out.account()
    assert account
    assert mail_out.password(account) == "sesame"
    part._forget()
    assert part.form.isVisible()
    assert mail_out.account() is None


def test_what_was_sent_off_is_told_to_whoever_is_still_there(
    seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post, told = smtp_server.Post(refused=("gone@bell.example",)), []
    courier = Courier(seat.desk)
    with smtp_server.serving(post, tmp_path) as (port, _trusted):
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
        account = mail_out.Account("localhost", "", "me@forno.example", port)
        for to in ("ana@bell.example", "gone@bell.example"):
            message = mail_out.compose(account, to, "Quote", "Words")
            send(courier, message, told.append, told.append)
            seat.until(lambda: not courier.is_out)
            monkeypatch.setattr(mail_out, "account", lambda: account)
    assert ["No server is known" in str(told[0]), "takes no e-mail for gone@bell" in str(told[1])] == [True, True]


def test_a_mistake_on_the_way_is_reported_and_ends_it(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: told.append(error))
    courier, mistake = Courier(seat.desk), RuntimeError("ours")

    def errand() -> None:
        raise mistake

    courier.run(errand, told.append, told.append)
    seat.until(lambda: len(told) == 2)
    assert told[0] is mistake
    assert not courier.is_out

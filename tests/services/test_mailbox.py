"""Mail from an IMAP folder: read only, of people of the file only, each once, and no server can harm."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.services import activities, mail_account, mail_intake, mailbox, records
from crmdesk.services.mailbox import Account, Seen
from crmdesk.store import keyrings
from crmdesk.store.store import Store
from tests.services.imap_server import Mailbox, serving


def mail(sender: str, to: str, subject: str, body: str = "Words.") -> bytes:
    head = f"From: {sender}\nTo: {to}\nSubject: {subject}\nMessage-ID: <{subject}@x.example>\n"
    return f"{head}Date: Fri, 20 Nov 2026 10:15:00 +0100\n\n{body}\n".encode()


def counted(fetched: mail_intake.Fetched) -> tuple[int, int]:
    return fetched.looked_at, fetched.logged


@pytest.fixture
def box() -> Mailbox:
    return Mailbox({
        1: mail("ana@bell.example", "me@forno.example", "one"),
        2: mail("stranger@else.example", "me@forno.example", "secret of a stranger"),
        5: mail("Me <me@forno.example>", "Ana <ANA@bell.example>", "two"),
    })  # fmt: skip


@pytest.fixture
def served(box: Mailbox, tmp_path: Path) -> Iterator[tuple[Account, ssl.SSLContext]]:
    with serving(box, tmp_path) as (port, trusted):
        yield Account("localhost", "me@forno.example", port), trusted


@pytest.fixture
def ana(store: Store) -> bytes:
    return records.add(store, "contact", {"given_name": "Ana"}, {"emails": [{"value": "ana@bell.example"}]})


def test_mail_of_people_of_the_file_becomes_history_once(
    store: Store, ana: bytes, box: Mailbox, served: tuple[Account, ssl.SSLContext]
) -> None:
    account, trusted = served
    assert mail_intake.new(store, account, "sesame", trusted) == 3
    assert counted(mail_intake.fetch(store, account, "sesame", trusted)) == (3, 2)
    assert store.next_undo() == "Fetch 2 e-mails"
    logged = activities.of_record(store, ana)
    assert {(doing.subject, doing.outcome) for doing in logged} == {("one", "Received"), ("two", "Sent")}
    assert counted(mail_intake.fetch(store, account, "sesame", trusted)) == (0, 0)
    box.messages[6] = mail("ana@bell.example", "me@forno.example", "three")
    assert counted(mail_intake.fetch(store, account, "sesame", trusted)) == (1, 1)
    box.validity = 8
    assert counted(mail_intake.fetch(store, account, "sesame", trusted)) == (4, 0)
    asked = [line for line in box.said if "SEARCH" not in line and line.split()[0] not in ("CAPABILITY", "LOGOUT")]
    assert {line.split()[0] for line in asked} == {"AUTHENTICATE", "EXAMINE", "UID"}
    assert all("BODY.PEEK" in line for line in asked if line.startswith("UID"))
    assert not any(" 2 " in line and "HEADER" not in line for line in asked)
    store.undo()
    store.undo()
    assert activities.of_record(store, ana) == []


@pytest.mark.parametrize("fault", ["huge", "endless", "cut"])
def test_a_hostile_or_broken_server_changes_nothing(
    store: Store, ana: bytes, box: Mailbox, served: tuple[Account, ssl.SSLContext], fault: str
) -> None:
    account, trusted = served
    box.fault = fault
    with pytest.raises(UserError, match="cannot be read"):
        mail_intake.fetch(store, account, "sesame", trusted)
    assert activities.of_record(store, ana) == []
    box.fault = "nonsense"
    with pytest.raises(UserError, match="cannot be read"):
        mail_intake.fetch(store, account, "sesame", trusted)
    box.fault = ""
    assert mail_intake.fetch(store, account, "sesame", trusted).logged == 2


def test_what_is_wrong_is_told_in_words(box: Mailbox, served: tuple[Account, ssl.SSLContext]) -> None:
    account, trusted = served

    def refused(account: Account, password: str = "sesame", context: ssl.SSLContext | None = trusted) -> str:
        with pytest.raises(UserError) as caught, mailbox.visit(account, password, Seen(), context):
            pass
        return str(caught.value)

    assert "does not let me@forno.example in" in refused(account, "wrong")
    assert "cannot prove who it is" in refused(account, context=None)
    assert "no folder “Övrigt" in refused(Account(account.server, account.user, account.port, "Övrigt & mer"))
    assert box.said[-2] == 'EXAMINE "&ANY-vrigt &- mer"'
    assert "no name of a mailbox" in refused(Account(account.server, "me\r\nX LOGOUT", account.port))
    assert "cannot be read" in refused(Account("localhost", "me", 9))


def test_nothing_is_known_until_it_is_given_and_no_password_is_kept_in_the_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CRMDESK_CONFIG", str(tmp_path))
    kept: dict[str, str] = {}
    assert mail_account.account() is None
    monkeypatch.setattr(keyrings, "keep", kept.__setitem__)
    account = Account("imap.forno.example", "me")
    assert mail_account.remember(account, "sesame")
    assert list(kept.values()) == ["sesame"]
    assert mail_account.account() == account
    assert all("sesame" not in path.read_text() for path in tmp_path.rglob("*") if path.is_file())

    def none(*_arguments: str) -> None:
        raise keyrings.Unreachable

    monkeypatch.setattr(keyrings, "keep", none)
    assert not mail_account.remember(account, "sesame")
    monkeypatch.setattr(keyrings, "forget", none)
    mail_account.forget()
    assert mail_account.account() is None


def test_folders_are_told_by_their_names(box: Mailbox, served: tuple[Account, ssl.SSLContext]) -> None:
    account, trusted = served
    box.folders = (
        '(\\HasNoChildren \\Sent) "/" "Gesendet"',
        '(\\Noselect) "/" "[Gmail]"',
        '(\\HasNoChildren) "." inbox',
        '() "/" "&ANY-vrigt &- mer"',
        "() NIL Plain",
        '() "/" "bad \\" one"',
        "nonsense",
    )
    assert mailbox.folders(account, "sesame", trusted) == ["INBOX", "Gesendet", "Plain", "Övrigt & mer"]
    with pytest.raises(UserError, match="does not let"):
        mailbox.folders(account, "wrong", trusted)

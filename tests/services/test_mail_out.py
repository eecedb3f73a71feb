"""E-mails leave by a real server, only in secret, and what goes wrong is told in words."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.services import mail_account, mail_out, mailbox
from crmdesk.services.mail_out import Account, Attached
from crmdesk.store import keyrings
from tests.services.smtp_server import Post, serving


@contextmanager
def served(post: Post, folder: Path, *, is_tls: bool = False) -> Iterator[tuple[Account, ssl.SSLContext]]:
    with serving(post, folder, is_tls=is_tls) as (port, trusted):
        yield Account("localhost", "me@forno.example", "me@forno.example", port, is_tls), trusted


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    passwords: dict[str, str] = {}
    for name, play in (("keep", passwords.__setitem__), ("find", passwords.get), ("forget", passwords.pop)):
        monkeypatch.setattr(keyrings, name, play)
    yield passwords
    mail_out.forget()
    mail_account.forget()


@pytest.mark.parametrize("is_tls", [True, False])
def test_a_quote_arrives_whole(tmp_path: Path, is_tls: bool) -> None:
    post, pdf = Post(), b"%PDF-1.4 \x00\xff" * 999
    with served(post, tmp_path, is_tls=is_tls) as (account, trusted):
        text = "Olá, segue o orçamento.\n\n.\nЕщё строка"
        message = mail_out.compose(
            account, "Ana@bell.example", "Orçamento Ç-1", text, [Attached("Teklif ğ.pdf", pdf)], "Forno, Lda."
        )
        mail_out.check(account, "sesame", trusted)
        assert mail_out.send(account, message, "sesame", trusted) == []
    (came,) = post.taken
    assert str(came["From"]) == '"Forno, Lda." <me@forno.example>'
    assert (came["To"], came["Subject"]) == ("Ana@bell.example", "Orçamento Ç-1")
    assert came["Date"].datetime
    assert came["Message-ID"].endswith("@forno.example>")
    body, attached = came.get_body(), next(came.iter_attachments())
    assert body is not None
    assert body.get_content().splitlines() == text.splitlines()
    assert (attached.get_filename(), attached.get_content_type()) == ("Teklif ğ.pdf", "application/pdf")
    assert attached.get_content() == pdf


@pytest.mark.parametrize(
    ("post", "password", "words"),
    [
        (Post(), "wrong", "does not let me@forno.example in"),
        (Post(refused=("ana@bell.example",)), "sesame", "takes no e-mail for ana@bell.example, so nothing was sent"),
        (Post(answer="552 larger than 10 MB"), "sesame", "does not take this e-mail: larger than 10 MB. Nothing"),
        (Post(answer=""), "sesame", "not known whether the e-mail was sent"),
        (Post(is_plain=True), "sesame", "cannot be spoken to in secret on port"),
    ],
)
def test_what_goes_wrong_is_told(tmp_path: Path, post: Post, password: str, words: str) -> None:
    with served(post, tmp_path) as (account, trusted):
        message = mail_out.compose(account, "ana@bell.example", "Quote", "Words")
        with pytest.raises(UserError, match=words):
            mail_out.send(account, message, password, trusted)
    assert not post.taken


def test_a_server_that_cannot_prove_itself_hears_nothing(tmp_path: Path) -> None:
    post = Post()
    with served(post, tmp_path) as (account, _trusted):
        message = mail_out.compose(account, "ana@bell.example", "Quote", "Words")
        with pytest.raises(UserError, match="cannot prove who it is"):
            mail_out.send(account, message, "sesame")
        gone = account
    with pytest.raises(UserError, match=r"Nothing was sent\. Try again later"):
        mail_out.send(gone, message, "sesame")


@pytest.mark.parametrize("to", ["", "ana", "a@b, c@d.example", "ana@bell.example\nBcc: all@x.example", "@"])
def test_what_is_no_address_is_refused(to: str) -> None:
    with pytest.raises(UserError, match="is no e-mail address"):
        mail_out.compose(Account("localhost", "me", "me@forno.example"), to, "Quote", "Words")


def test_lines_cannot_be_put_into_the_head() -> None:
    account = Account("localhost", "me", "me@forno.example")
    message = mail_out.compose(account, "a@b.example", "Quote\r\nBcc: x@y.example", "", (), "Me\nX: 1")
    assert message["Bcc"] is None
    assert message["Subject"] == "Quote Bcc: x@y.example"


def test_an_account_is_remembered_and_forgotten(kept: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    mail_account.remember(mailbox.Account("imap.forno.example", "me@forno.example"), "sesame")
    account = mail_out.proposed()
    assert account == Account("smtp.forno.example", "me@forno.example", "me@forno.example")
    assert mail_out.reading_password(account) == "sesame"
    assert mail_out.account() is None
    assert mail_out.remember(account, "other")
    assert (mail_out.account(), mail_out.password(account)) == (account, "other")
    assert mail_account.account(), "the mailbox that is read is another thing"
    mail_out.forget()
    assert (mail_out.account(), mail_out.password(account)) == (None, None)

    def locked(*_words: str) -> None:
        raise keyrings.Unreachable

    for name in ("keep", "find", "forget"):
        monkeypatch.setattr(keyrings, name, locked)
    assert not mail_out.remember(account, "typed")
    assert mail_out.password(account) == "typed", "as long as the program runs"
    mail_out.forget()
    with pytest.raises(UserError, match="not known any more"):
        mail_out.send(account, mail_out.compose(account, "a@b.example", "", ""))

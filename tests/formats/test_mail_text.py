"""What an e-mail says without what it quotes, and its signature, whoever's program wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.formats.mail_text import own_part, signature_of, text_of

SIGNED = "Ana Souza\nClínica Boa Vida\n+55 11 98888-1234"
PLAIN = f"Hello,\n\nthree ovens, please.\n\nBest regards\n{SIGNED}"
HEAD = "From: a@x.example\r\nTo: b@x.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"


@pytest.mark.parametrize("quote", [
    "On Fri, 20 Nov 2026 at 10:15, Bob <bob@x.example> wrote:\n> three?\n> Bob\n",
    "Am 20.11.2026 um 10:15 schrieb Bob <bob@x.example>:\n\nthree?\n-- \nBob\nBob Ltd",
    "Em sex., 20 de nov. de 2026 às 10:15, Bob <bob@x.example> escreveu:\n> três?\n",
    "-----Original Message-----\nFrom: Bob\nthree?\nRegards\nBob",
    "-----Ursprüngliche Nachricht-----\nVon: Bob\n",
    "> three?\n> -- \n> Bob",
])  # fmt: skip
def test_quotes_are_not_the_writers(quote: str) -> None:
    text = f"{PLAIN}\n\n{quote}"
    assert own_part(text) == PLAIN
    assert signature_of(text) == SIGNED


@pytest.mark.parametrize("closing", ["-- ", "--", "Best regards,", "Mit freundlichen Grüßen", "Atenciosamente,",
                                     "С уважением,", "Saygılarımla", "Thanks"])  # fmt: skip
def test_the_signature_begins_behind_the_mark_or_the_closing(closing: str) -> None:
    assert signature_of(f"Hello,\nthree ovens.\n{closing}\n{SIGNED}\n") == SIGNED


def test_without_any_mark_it_is_the_last_paragraph_of_several() -> None:
    assert signature_of(f"Hello, three ovens.\n\n{SIGNED}") == SIGNED
    assert signature_of("Yes, three.") == ""
    assert signature_of("") == ""


def test_an_answer_under_its_quote_is_kept() -> None:
    assert own_part("On Friday Bob wrote:\n> three?\n\nYes, three.").endswith("Yes, three.")


def test_html_alone_is_read_as_lines_and_loads_nothing() -> None:
    body = "<p>Hello &amp; thanks,</p><script>x()</script><p>three</p><div>-- <br>Ana</div><img src='http://x'>"
    raw = f"{HEAD}Content-Type: text/html; charset=utf-8\r\n\r\n{body}".encode()
    text = text_of(raw)
    assert text.startswith("Hello & thanks,\nthree")
    assert "x()" not in text
    assert "http" not in text


def test_the_plain_part_of_several_is_read_in_its_letters() -> None:
    raw = (
        f"{HEAD}Content-Type: multipart/alternative; boundary=B\r\n\r\n--B\r\n"
        "Content-Type: text/html\r\n\r\n<b>no</b>\r\n"
        "--B\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        "Ol=E1\r\n--B--\r\n"
    ).encode()
    assert text_of(raw).strip() == "Olá"


@given(st.binary(max_size=600), st.sampled_from(["text/plain; charset=nonsense", "multipart/mixed; boundary=x", "a"]))
def test_nothing_that_is_dropped_ends_in_an_error(body: bytes, kind: str) -> None:
    raw = f"{HEAD}Content-Type: {kind}\r\n\r\n".encode() + body
    text = text_of(raw)
    assert isinstance(signature_of(text) + own_part(text), str)
    assert isinstance(text_of(body), str)

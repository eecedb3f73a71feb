"""E-mails: who stands in their headers, each once, and nobody who reads nothing."""

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.card import Card, Reject
from crmdesk.formats import mail

LETTER = (
    b"Received: from x by y\r\nFrom: =?utf-8?q?Jo=C3=A3o_=C3=81lvares?= <joao@padaria.example>\r\n"
    b'To: "Lovelace, Ada" <Ada@Engines.example>, bob@example.org\r\nCc: Support <no-reply@shop.example>\r\n'
    b"Subject: Ovens\r\nMIME-Version: 1.0\r\n\r\nFrom: nobody@body.example\r\n"
)


def people(data: bytes) -> list[Card]:
    found = list(mail.read(data))
    assert not [one for one in found if isinstance(one, Reject)]
    return [one for one in found if isinstance(one, Card)]


def test_people_of_the_headers() -> None:
    assert mail.looks_like(LETTER)
    assert [(card.fields, card.emails[0]["value"]) for card in people(LETTER)] == [
        ({"given_name": "João", "family_name": "Álvares"}, "joao@padaria.example"),
        ({"given_name": "Ada", "family_name": "Lovelace"}, "Ada@Engines.example"),
        ({}, "bob@example.org"),
    ]


def test_a_box_names_each_once_by_the_fullest_name() -> None:
    box = (
        b"From joao@x Mon Jan  5 10:00:00 2026\nFrom: Joao <joao@padaria.example>\nTo: a@b.example\nSubject: 1\n\n.\n\n"
        b"From joao@x Mon Jan  6 10:00:00 2026\n" + LETTER.replace(b"\r\n", b"\n")
    )
    assert mail.looks_like(box)
    found = people(box)
    assert [card.emails[0]["value"] for card in found] == [
        "joao@padaria.example", "a@b.example", "Ada@Engines.example", "bob@example.org",
    ]  # fmt: skip
    assert found[0].fields == {"given_name": "João", "family_name": "Álvares"}
    assert [card.line for card in found] == [2, 2, 9, 9]


def test_a_letter_that_names_nobody_says_so() -> None:
    [rejected] = mail.read(b"From: MAILER-DAEMON <mailer-daemon@x.example>\nSubject: Failure\n\nSorry\n")
    assert isinstance(rejected, Reject)
    assert rejected.line == 1
    assert "names anybody" in rejected.reason


def test_companies_keep_their_name() -> None:
    [card] = people(b"From: Acme Tools GmbH <info@acme.example>\nSubject: x\n\n")
    assert card.fields == {"full_name": "Acme Tools GmbH"}


def test_what_is_no_mail() -> None:
    for data in (b"", b"Name,Phone\nAda,1\n", b"BEGIN:VCARD\nVERSION:3.0\n", b"dn: cn=A\ncn: A\n", b"{}"):
        assert not mail.looks_like(data), data


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    for whole in (data, b"From: " + data + b"\n\n", b"From x\nTo: a" + data, LETTER[:40] + data + LETTER[40:]):
        mail.looks_like(whole)
        list(mail.read(whole))


@given(st.text(max_size=60))
def test_no_name_makes_it_fail(name: str) -> None:
    list(mail.read(f"From: {name} <a@b.example>\nTo: {name}\n\n".encode("utf-8", "replace")))

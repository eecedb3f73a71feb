"""A dropped e-mail: who of its people is in the file, what is kept of it and only once, and whom it introduces."""

from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.services import activities, activity_looks, attachments, letters, quick_entry, records
from crmdesk.store.store import Store

MAIL = """From: =?utf-8?q?Jo=C3=A3o_=C3=81lvares?= <Joao@Padaria.example>
To: me@forno.example
Cc: Greta Neu <greta@neu.example>, no-reply@shop.example
Subject: Ovens for =?utf-8?q?S=C3=A3o?= Paulo
Date: Fri, 20 Nov 2026 10:15:00 +0100
Content-Type: text/plain; charset=utf-8

We would like three ovens.

Best regards
João Álvares
Padaria São José Ltda.
+55 11 98765-4321

On Thu, 19 Nov 2026, Forno <me@forno.example> wrote:
> How many?
"""


def dropped(folder: Path, text: str = MAIL) -> Path:
    path = folder / "mail.eml"
    path.write_bytes(text.encode())
    return path


def person(store: Store, name: str, email: str) -> bytes:
    return records.add(store, "contact", {"given_name": name}, {"emails": [{"value": email}]})


def test_those_who_are_known_are_found_by_address_alone(store: Store, tmp_path: Path) -> None:
    greta, joao = person(store, "Greta", "greta@neu.example"), person(store, "Joao", "joao@padaria.example")
    person(store, "Other", "joao@padaria.example.org")
    letter = letters.read(store, dropped(tmp_path))
    assert [(each.id, each.is_sender) for each in letter.known] == [(joao, True), (greta, False)]
    assert letter.is_sender_known


def test_it_is_logged_at_its_time_without_what_it_quotes(store: Store, tmp_path: Path) -> None:
    joao = person(store, "João", "joao@padaria.example")
    letter = letters.read(store, dropped(tmp_path))
    letters.log(store, letter, [joao], letter.subject, letter.text)
    [doing] = activities.of_record(store, joao)
    assert (doing.type, doing.subject) == ("email", "Ovens for São Paulo")
    assert doing.done_at == 1795166100000
    assert doing.text is not None
    assert doing.text.endswith("+55 11 98765-4321")
    assert "How many" not in doing.text
    store.undo()
    assert activities.of_record(store, joao) == []


def test_a_stranger_is_read_from_header_and_signature(store: Store, tmp_path: Path) -> None:
    letter = letters.read(store, dropped(tmp_path))
    assert letter.known == ()
    card = quick_entry.read(letter.card, "BR")
    assert card.fields["family_name"] == "Álvares"
    assert card.affiliations[0]["company"] == "Padaria São José Ltda."
    assert card.phones[0]["value"] == "+55 11 98765-4321"
    assert card.emails[0]["value"] == "Joao@Padaria.example"


@pytest.mark.parametrize("header", ["Date: yesterday", "Date:", "Date: Fri, 99 Nov 99999 10:15:00 +0100", "X-None: 1"])
def test_a_mail_without_a_good_date_has_none(store: Store, tmp_path: Path, header: str) -> None:
    text = MAIL.replace("Date: Fri, 20 Nov 2026 10:15:00 +0100", header)
    assert letters.read(store, dropped(tmp_path, text)).at is None


def test_what_is_no_mail_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        letters.read(store, dropped(tmp_path, "just a text"))
    with pytest.raises(UserError):
        letters.read(store, tmp_path / "gone.eml")


WITH_FILES = """From: me@forno.example
To: Greta <greta@neu.example>
Subject: Quote
Message-ID: <one@forno.example>
Date: Fri, 20 Nov 2026 10:15:00 +0100
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

Here it is.
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="../../quote.pdf"
Content-Transfer-Encoding: base64

JVBERi0=
--b
Content-Type: image/png; name=logo.png
Content-ID: <logo>
Content-Disposition: inline; filename=logo.png
Content-Transfer-Encoding: base64

iVBORw==
--b--
"""


def test_its_files_are_kept_and_the_same_mail_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    greta = person(store, "Greta", "greta@neu.example")
    letter = letters.read(store, dropped(tmp_path, WITH_FILES))
    assert letter.is_ours
    key = letters.log(store, letter, [greta], letter.subject, letter.text, letter.files)
    assert store.next_undo() == "Log e-mail"
    look = activity_looks.look(store, key)
    assert look
    assert (look.fields["outcome"], look.fields["text"]) == ("Sent", "Here it is.")
    [file] = look.attachments
    assert file["name"] == "quote.pdf"
    assert attachments.read(store, file["id"]) == b"%PDF-"
    again = letters.read(store, dropped(tmp_path, WITH_FILES))
    assert again.logged == key
    assert letters.log(store, again, [greta], "Other", "words") == key
    assert len(activities.of_record(store, greta)) == 1
    store.undo()
    assert letters.read(store, dropped(tmp_path, WITH_FILES)).logged is None


def test_one_that_was_deleted_may_be_logged_again(store: Store, tmp_path: Path) -> None:
    greta = person(store, "Greta", "greta@neu.example")
    letter = letters.read(store, dropped(tmp_path, WITH_FILES))
    activities.remove(store, letters.log(store, letter, [greta], "Quote", ""))
    again = letters.read(store, dropped(tmp_path, WITH_FILES))
    assert again.logged is None
    letters.log(store, again, [greta], "Quote", "")
    assert len(activities.of_record(store, greta)) == 1


def test_a_company_stands_for_its_own_address_where_nobody_has_it(store: Store, tmp_path: Path) -> None:
    firm = records.add(store, "company", {"name": "Neu GmbH"}, {"emails": [{"value": "greta@neu.example"}]})
    letter = letters.read(store, dropped(tmp_path, WITH_FILES))
    assert [(each.id, each.kind) for each in letter.known] == [(firm, "company")]
    greta = person(store, "Greta", "greta@neu.example")
    assert [each.id for each in letters.read(store, dropped(tmp_path, WITH_FILES)).known] == [greta]


@pytest.mark.parametrize(
    "body",
    [
        "Content-Type: multipart/mixed\n\nno boundary",
        "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Disposition: attachment; filename*=utf-8'%ZZ\n\n--x",
        "Content-Type: application/x; name*0*=bad''%; name*1=x\nContent-Transfer-Encoding: base64\n\n!!!",
        "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(1500)),
        "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * 300_000,
    ],
)
def test_a_broken_body_is_read_as_far_as_it_goes(store: Store, tmp_path: Path, body: str) -> None:
    greta = person(store, "Greta", "greta@neu.example")
    head = "From: greta@neu.example\nTo: me@forno.example\nSubject: Hi\nMessage-ID: <a@b>\n"
    letter = letters.read(store, dropped(tmp_path, head + body))
    assert [each.id for each in letter.known] == [greta]
    letters.log(store, letter, [greta], letter.subject, letter.text, letter.files)
    assert activities.of_record(store, greta)[0].outcome == "Received"

"""LDIF of mail programs and directories: people, groups, and what is neither, with a reason."""

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.card import Card, Reject
from crmdesk.formats import ldif
from crmdesk.formats.ldif_lines import entries, write_entry
from tests.formats.cards import CARDS

ADA = """version: 1

# an old friend,
  folded
dn: cn=Ada Lovelace,mail=ada@example.org
objectclass: top
objectclass: mozillaAbPersonAlpha
givenName: Ada
sn: Lovelace
cn: Ada Lovelace
mail: ada@example.org
mail: countess@example.org
mozillaSecondEmail: ADA2@example.org
telephoneNumber: +44 20 1234
cellphone: +44 7700 900123
fax: 99
mozillaHomeStreet: 12 St James's Sq
 uare
mozillaHomeLocalityName: London
street: 1 Work Road
l: Leeds
st: West Yorkshire
postalCode: LS1 1AA
c: GB
o;lang-en: Analytical Engines
ou: Numbers
title: Countess
birthyear: 1815
birthmonth: 12
birthday: 10
description:: TGlrZXMKdGVh
mozillaCustom2: violin
employeeNumber: 7
userPassword: {SSHA}secret
labeledURI: https://example.org
jpegPhoto:< file:///etc/passwd
"""


def only(text: str) -> Card:
    [card] = ldif.read(text.encode())
    assert isinstance(card, Card)
    return card


def test_a_person_of_a_mail_program() -> None:
    ada = only(ADA)
    assert ada.line == 3
    assert ada.fields == {"given_name": "Ada", "family_name": "Lovelace", "birthday": "1815-12-10"}
    assert [one["value"] for one in ada.emails] == ["ada@example.org", "countess@example.org", "ADA2@example.org"]
    assert {(one["label"], one["value"]) for one in ada.phones} == {
        ("work", "+44 20 1234"),
        ("mobile", "+44 7700 900123"),
        ("work fax", "99"),
    }
    assert {address["label"]: address for address in ada.addresses} == {
        "work": {
            "label": "work",
            "street": "1 Work Road",
            "city": "Leeds",
            "region": "West Yorkshire",
            "postal_code": "LS1 1AA",
            "country": "GB",
        },
        "home": {"label": "home", "street": "12 St James's Square", "city": "London"},
    }
    assert ada.affiliations == [{"company": "Analytical Engines", "department": "Numbers", "title": "Countess"}]
    assert [note["text"] for note in ada.notes] == ["Likes\ntea"]
    assert ada.custom == {"Custom 2": "violin"}
    assert ada.leftover == ["X-LDIF-EMPLOYEENUMBER:7"]
    assert "secret" not in repr(ada)


def test_what_an_address_points_to_is_not_fetched_and_that_is_said() -> None:
    ada = only(ADA)
    assert ada.photo is None
    assert ada.warnings == ["line 36: what jpegphoto points to was not fetched"]


def test_a_group_knows_its_members_whatever_their_spelling() -> None:
    text = (
        "dn: cn=Friends\nobjectclass: groupOfNames\ncn: Friends\nmember: CN=Ada Lovelace, mail=ada@example.org\n\n"
        + ADA.partition("\n\n")[2]
    )
    ada, group = ldif.read(text.encode())
    assert isinstance(group, Card)
    assert isinstance(ada, Card)
    assert (group.kind, group.fields) == ("group", {"name": "Friends"})
    assert group.members == [ada.uid]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("dn: cn=A\nchangetype: delete\n", "change to a directory"),
        ("dn: ou=People,dc=example\nobjectclass: organizationalUnit\nou: People\n", "no person"),
        ("cn: Nobody\nmail: a@b\n", "dn:"),
        ("dn cn=A\nsn A\n", "dn:"),
    ],
)
def test_what_gives_no_contact_says_why(text: str, reason: str) -> None:
    [rejected] = ldif.read(text.encode())
    assert isinstance(rejected, Reject)
    assert reason in rejected.reason
    assert rejected.line == 1
    assert rejected.text == text.rstrip("\n")


def test_whole_addresses_are_taken_apart_at_their_signs() -> None:
    card = only("dn: cn=A\nobjectclass: person\nsn: A\npostalAddress: 1 High St $ Flat 2 $ Leeds\nl: Leeds\n")
    assert card.addresses == [{"label": "work", "street": "1 High St", "street2": "Flat 2", "city": "Leeds"}]


def test_other_encodings_are_read() -> None:
    card = only("dn: cn=Jörg\nobjectclass: person\nsn: Jörg\n".encode().decode("utf-8"))
    assert card.fields["family_name"] == "Jörg"
    latin = "dn: cn=Jörg Müller\nobjectclass: person\nsn: Müller\ngivenName: Jörg\n".encode("cp1252")
    [card_too] = ldif.read(latin)
    assert isinstance(card_too, Card)
    assert card_too.fields["family_name"] == "Müller"


def test_files_of_other_programs(shared_data: Path) -> None:
    counts: dict[str, tuple[int, int]] = {}
    for path in sorted((shared_data / "ldif").rglob("*.ldif")):
        assert ldif.looks_like(path.read_bytes()), path
        found = list(ldif.read(path.read_bytes()))
        assert found, path
        counts[path.name] = (
            sum(isinstance(card, Card) for card in found),
            sum(isinstance(card, Reject) for card in found),
        )
    assert counts["export.ldif"] == (3, 0)
    assert counts["bug_263304.ldif"] == (1, 0)
    assert counts["10_people_fry.ldif"] == (1, 0)


def test_the_photo_of_a_directory_comes_along(shared_data: Path) -> None:
    [fry] = ldif.read((shared_data / "ldif/planetexpress/10_people_fry.ldif").read_bytes())
    assert isinstance(fry, Card)
    assert fry.photo
    assert fry.photo[0] == "image/jpeg"


@given(st.lists(st.tuples(st.sampled_from(["cn", "sn", "description"]), st.text(max_size=200)), max_size=5))
def test_lines_come_back_whatever_they_hold(values: list[tuple[str, str]]) -> None:
    values = [(name, value.replace("\0", "").replace("\r", "")) for name, value in values]
    values = [(name, value) for name, value in values if value and value.isprintable()]
    text = write_entry("cn=Someone", list(values))
    assert all(len(line) <= 76 for line in text.split("\n"))
    [entry] = entries(text.encode())
    assert entry.values == values
    assert not entry.warnings


@given(st.lists(CARDS, min_size=1, max_size=3))
def test_what_is_written_is_read(written: list[Card]) -> None:
    text = "".join(ldif.write(written))
    back = list(ldif.read(text.encode()))
    assert [type(card) for card in back] == [Card] * len(written)
    in_order = sorted(written, key=lambda card: card.kind == "group")
    for card, again in zip(in_order, back, strict=True):
        assert isinstance(again, Card)
        assert {one["value"].strip() for one in card.emails} == {one["value"] for one in again.emails}
        assert {one["value"].strip() for one in card.phones} <= {one["value"] for one in again.phones}


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    for text in (data, b"dn: cn=A\n" + data, b"dn: cn=A\ncn:: " + base64.b64encode(data)):
        list(ldif.read(text))

"""The dialects of real programs, each in as few lines as show it."""

from typing import Any

import pytest

from crmdesk.domain.card import Card, Reject
from crmdesk.formats import vcard


def card(*lines: str, version: str = "3.0") -> Card:
    text = "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))
    [found] = vcard.read(text.encode())
    assert isinstance(found, Card), found
    return found


def told(value: Card) -> dict[str, Any]:
    """What a card holds, without where it stood."""
    names = (name for name in value.__slots__ if name not in ("line", "kind"))
    return {name: held for name in names if (held := getattr(value, name))}


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        (("N:Doe;Jo;;;", "FN:Jo Doe"), {"family_name": "Doe", "given_name": "Jo"}),
        (("N:Doe;Jo;;;", "FN:J. Doe"), {"family_name": "Doe", "given_name": "Jo", "full_name": "J. Doe"}),
        (("N:Doe;Jo;A,B;;C,D", "FN:Jo"), {"middle_name": "A B", "suffix": "C, D", "full_name": "Jo"}),
        (("N:Doe;Jo;A,B;;", "FN:Jo A,B Doe"), {"middle_name": "A,B"}),
        (("N:Doe\\;Roe;Jo;;;",), {"family_name": "Doe;Roe"}),
        (("FN:Jo Doe",), {"family_name": "Doe", "given_name": "Jo"}),
        (("N:;;;;", "FN:Jo Doe"), {"family_name": "Doe", "given_name": "Jo"}),
        (("N:Rivera;Diego;;;;Barrientos;Jr.",), {"family_name": "Rivera Barrientos", "suffix": "Jr."}),
        (("N:;John;Q;Mr.;", "FN;DERIVED=TRUE:whatever"), {"given_name": "John", "prefix": "Mr."}),
        (("N:安藤;ロイド", "SORT-STRING:あんどう"), {"family_name": "安藤", "phonetic_family_name": "あんどう"}),
        (("NICKNAME:Jim,Jimmie", "NICKNAME:J"), {"nickname": "Jim, Jimmie, J"}),
        (("BDAY;VALUE=date:1604-07-30",), {"birthday": "--07-30"}),
        (("BDAY;X-APPLE-OMIT-YEAR=1604:1604-07-30",), {"birthday": "--07-30"}),
        (("BDAY:19531015T231000Z",), {"birthday": "1953-10-15"}),
        (("item1.X-ABDATE:2010-06-05", "item1.X-ABLabel:_$!<Anniversary>!$_"), {"anniversary": "2010-06-05"}),
        (("GENDER:F;Fellow",), {"gender": "female"}),
        (("LANG;PREF=2:en", "LANG;PREF=1:fr"), {"language": "fr"}),
        (("TZ:America/Sao_Paulo",), {"time_zone": "America/Sao_Paulo"}),
        (("ROLE:Programmer",), {"occupation": "Programmer"}),
        (("X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Yu;1;;",), {"nickname": "Yu"}),
        (("X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2013-01-01;1;;",), {"anniversary": "2013-01-01"}),
    ],
)
def test_fields(lines: tuple[str, ...], fields: dict[str, str]) -> None:
    found = card(*lines).fields
    assert {name: found.get(name) for name in fields} == fields
    if len(lines) == 2 and "full_name" not in fields:
        assert "full_name" not in found


@pytest.mark.parametrize(
    ("line", "phone"),
    [
        ("TEL;TYPE=CELL:1", {"label": "mobile", "value": "1"}),
        ("TEL;TYPE=HOME;TYPE=FAX:1", {"label": "home fax", "value": "1"}),
        ('TEL;TYPE="work,voice";PREF=1:1', {"label": "work", "value": "1", "is_primary": True}),
        ("TEL;type=IPHONE;type=CELL;type=VOICE;type=pref:1", {"label": "mobile", "value": "1", "is_primary": True}),
        ("TEL;type=CELL;type=WORK:1", {"label": "work mobile", "value": "1"}),
        ("TEL;TYPE=MAIN:1", {"label": "main", "value": "1"}),
        ("TEL:1", {"label": "other", "value": "1"}),
        ("TEL;CAR:1", {"label": "car", "value": "1"}),
        ("TEL;TYPE=WhatsApp:1", {"label": "WhatsApp", "value": "1"}),
        ("TEL;VALUE=uri:tel:+1-418-656;ext=102", {"label": "other", "value": "+1-418-656", "extension": "102"}),
        ("TEL:p1234p56w9", {"label": "other", "value": "p1234p56w9"}),
        ("X-MS-TEL;VOICE;CALLBACK:1", {"label": "callback", "value": "1"}),
    ],
)
def test_phones(line: str, phone: dict[str, Any]) -> None:
    assert card(line).phones == [phone]


@pytest.mark.parametrize(
    ("text", "label"),
    [("_$!<Mobile>!$_", "mobile"), ("$!<Home>!$", "home"), ("GRAND_CENTRAL", "grand central"), ("My boat", "My boat")],
)
def test_labels_of_item_groups_before_or_after(text: str, label: str) -> None:
    lines = (f"item1.X-ABLabel:{text}", "item1.TEL:1")
    assert card(*lines).phones == card(*reversed(lines)).phones == [{"label": label, "value": "1"}]
    assert card(*lines).leftover == []


def test_addresses() -> None:
    found = card("ADR;TYPE=HOME,pref:Box 1;Flat 2;12\\, Rue X\\nB;Paris;;75010;France").addresses
    streets = {"street": "12, Rue X", "street2": "B", "street3": "Flat 2", "po_box": "Box 1"}
    rest = {"city": "Paris", "postal_code": "75010", "country": "FR", "label": "home", "is_primary": True}
    assert found == [streets | rest]
    assert card("ADR:;;a\\nb\\nc\\nd;;;;").addresses == [
        {"street": "a", "street2": "b", "street3": "c, d", "label": "other"}
    ]
    detailed = card("ADR:;;54321,Oak St;Reston;VA;20190;USA;;;;54321;Oak St;;;;;;", version="4.0").addresses
    assert detailed[0]["street"] == "54321 Oak St"


def test_an_address_with_its_label() -> None:
    address = ("ADR;WORK:;;Waters Edge 1;Baytown;LA;30314;", "ADR;HOME:;;Plantation 42;Baytown;LA;30314;")
    quoted = "LABEL;WORK;ENCODING=QUOTED-PRINTABLE:Waters Edge 1=0D=0ABaytown, LA 30314"
    found = card(*address, quoted, "LABEL;HOME:c/o Bob, Plantation 42", version="2.1")
    assert len(found.addresses) == 2
    assert found.leftover == ["LABEL;TYPE=home:c/o Bob\\, Plantation 42"]
    alone = card(quoted, version="2.1").addresses
    assert alone == [{"street": "Waters Edge 1", "street2": "Baytown, LA 30314", "label": "work"}]


def test_outlooks_address_for_post() -> None:
    found = card("ADR;WORK:;;A;B;;;", "ADR;HOME:;;C;D;;;", "X-MS-OL-DEFAULT-POSTAL-ADDRESS:1", version="2.1").addresses
    assert [address.get("is_mailing") for address in found] == [None, True]


def test_apples_country() -> None:
    assert card("item1.ADR:;;A;B;;;", "item1.X-ABADR:de").addresses[0]["country"] == "DE"
    assert card("item1.ADR:;;A;B;;;Japan", "item1.X-ABADR:us").addresses[0]["country"] == "JP"
    assert card("item1.ADR:;;A;B;;;", "item1.X-ABADR:Silicon Alley").leftover == ["item1.X-ABADR:Silicon Alley"]


def test_positions() -> None:
    found = card("ORG:Acme, The;Sales;North", "TITLE:Boss").affiliations
    assert found == [{"company": "Acme, The", "department": "Sales, North", "title": "Boss"}]
    titles = card("ORG:A", "ORG:B", "TITLE:a", "TITLE:b", "TITLE:c").affiliations
    assert [(place["company"], place["title"]) for place in titles] == [("A", "a"), ("B", "b"), ("B", "c")]
    assert card("TITLE:Boss").affiliations == [{"title": "Boss"}]


@pytest.mark.parametrize(
    ("line", "link"),
    [
        ("URL;TYPE=WORK:http\\://a.example", {"label": "work", "value": "http://a.example"}),
        ("URL:http\\\\://a.example/?x=1\\;2", {"label": "other", "value": "http://a.example/?x=1;2"}),
        ("IMPP;X-SERVICE-TYPE=Skype:skype:jo", {"label": "chat", "value": "jo", "service": "skype"}),
        ("IMPP;TYPE=home:xmpp:jo@a.example", {"label": "home", "value": "jo@a.example", "service": "jabber"}),
        ("X-AIM;type=WORK:jo", {"label": "work", "value": "jo", "service": "aim"}),
        (
            "X-SOCIALPROFILE;type=twitter;x-user=jo:http://t",
            {"label": "profile", "value": "http://t", "service": "twitter"},
        ),
        ("SOCIALPROFILE;SERVICE-TYPE=Mastodon:@jo", {"label": "profile", "value": "@jo", "service": "mastodon"}),
    ],
)
def test_links(line: str, link: dict[str, Any]) -> None:
    assert card(line).links == [link]


@pytest.mark.parametrize(
    ("lines", "relation"),
    [
        (("item1.X-ABRELATEDNAMES:Rui", "item1.X-ABLabel:_$!<Spouse>!$_"), ("spouse", "Rui")),
        (("item1.X-ABRELATEDNAMES:Rui", "item1.X-ABLabel:DOMESTIC_PARTNER"), ("domestic partner", "Rui")),
        (("RELATED;TYPE=friend;VALUE=text:Rui",), ("friend", "Rui")),
        (("X-MS-SPOUSE;N=1:Rui",), ("spouse", "Rui")),
        (("X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Rui;14;;",), ("spouse", "Rui")),
    ],
)
def test_relations(lines: tuple[str, ...], relation: tuple[str, str]) -> None:
    found = card(*lines)
    assert [(other["type"], other["name"]) for other in found.relations] == [relation]
    assert not found.leftover


def test_dates_of_the_users_own_become_custom_fields() -> None:
    found = card("item1.X-ABDATE:2014-12-31", "item1.X-ABLabel:Contract ends", "X-ABDATE:1776-07-04")
    assert (found.custom, found.leftover) == ({"Contract ends": "2014-12-31"}, ["X-ABDATE:1776-07-04"])


def test_notes_and_tags() -> None:
    found = card("NOTE:a\\nb\\, c", "NOTE:d", "CATEGORIES:x,y\\,z", "CATEGORIES:x")
    assert ([note["text"] for note in found.notes], found.tags) == (["a\nb, c", "d"], ["x", "y,z"])


def test_companies_and_groups() -> None:
    apple = card("N:;;;;", "FN:Acme", "ORG:Acme;", "X-ABShowAs:COMPANY", "TEL;type=MAIN:1")
    assert (apple.kind, told(apple)) == (
        "company",
        {"fields": {"name": "Acme"}, "phones": [{"label": "main", "value": "1"}]},
    )
    assert card("KIND:org", "FN:Acme", "ORG:Acme;Sales", version="4.0").leftover == ["ORG:Acme;Sales"]
    lines = ("FN:Team", "N:Team;;;;", "X-ADDRESSBOOKSERVER-KIND:group", "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:u1")
    group = card(*lines, "UID:g1")
    assert (group.kind, told(group)) == ("group", {"fields": {"name": "Team"}, "members": ["u1"], "uid": "g1"})
    new = card("KIND:group", "FN:Team", "MEMBER:urn:uuid:u1", "MEMBER:mailto:a@b.example", version="4.0")
    assert new.members == ["u1", "mailto:a@b.example"]


def test_pictures() -> None:
    png = "iVBORw0KGgoAAAANSUhEUgAAAAUA"
    for line in (
        f"PHOTO;ENCODING=b;TYPE=JPEG:{png}",
        f"PHOTO:data:image/png;base64\\,{png}",
        f"PHOTO;BASE64:\r\n  {png}",
    ):
        found = card(line).photo
        assert found is not None
        assert (found[0], found[1][:4]) == ("image/png", b"\x89PNG")
    fetched = card("PHOTO;VALUE=uri:https://a.example/p.jpg")
    assert (fetched.photo, fetched.leftover) == (None, ["PHOTO;VALUE=uri:https://a.example/p.jpg"])
    broken = card("FN:x", "PHOTO;ENCODING=b:!!!")
    assert (broken.photo, broken.warnings) == (None, ["Line 4: the picture cannot be read and was left out"])


def test_what_is_not_understood_is_kept() -> None:
    lines = ('X-FOO;A="b;c":d\\,e', "item3.X-BAR:1", "item3.X-ABLabel:Mine", "GEO:1;2", "GENDER:M;Fellow")
    kept = ['X-FOO;A="b;c":d\\,e', "item3.X-BAR:1", "item3.X-ABLabel:Mine", "GEO:1;2", "GENDER:;Fellow"]
    assert card(*lines).leftover == kept
    old = card("X-FOO;HOME;CHARSET=utf-8;ENCODING=QUOTED-PRINTABLE:a=0D=0Ab", "FN:x", version="2.1")
    assert old.leftover == ["X-FOO;TYPE=HOME:a\\nb"]


def test_the_same_in_another_language_is_kept_aside() -> None:
    found = card("TITLE;ALTID=1;LANGUAGE=fr:Patron", "TITLE;ALTID=1;LANGUAGE=en:Boss", version="4.0")
    assert found.affiliations == [{"title": "Patron"}]
    assert found.leftover == ["TITLE;ALTID=1;LANGUAGE=en:Boss"]


def test_a_card_in_a_card() -> None:
    agent = ("AGENT:", "BEGIN:VCARD", "VERSION:2.1", "FN:Susan", "END:VCARD")
    found = card("FN:Bob", *agent, "TEL:1", version="2.1")
    assert (found.fields["given_name"], found.phones[0]["value"]) == ("Bob", "1")
    assert found.leftover == ["AGENT:BEGIN:VCARD\\nVERSION:2.1\\nFN:Susan\\nEND:VCARD"]
    nested = vcard.read(b"BEGIN:VCARD\nN:a\nBEGIN:VCARD\nN:b\nEND:VCARD\nTEL:1\nEND:VCARD\n")
    names = [(one.fields["family_name"], len(one.phones)) for one in nested if isinstance(one, Card)]
    assert names == [("b", 0), ("a", 1)]


def test_cards_without_end_or_beginning() -> None:
    data = b"BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\nBEGIN:VCARD\nFN:C\nTE"
    cards = [one for one in vcard.read(data) if isinstance(one, Card)]
    assert [(one.fields["given_name"], one.line, bool(one.warnings)) for one in cards] == [
        ("A", 1, True),
        ("B", 3, False),
        ("C", 6, True),
    ]
    [lost] = vcard.read(b"VERSION:3.0\nFN:A\nEND:VCARD\n")
    assert isinstance(lost, Card)
    assert lost.warnings == ["Line 1: the card has no beginning"]


def test_what_gives_no_card_is_rejected_with_its_text() -> None:
    data = (
        b"BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\nhello\nBEGIN:VCARD\nTEL:1\nEND:VCARD\nBEGIN:VCALENDAR\nEND:VCALENDAR\n"
    )
    empty, stray, good, calendar = vcard.read(data)
    assert empty == Reject(1, "The card is empty.", "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD")
    assert stray == Reject(4, "This is no vCard.", "hello")
    assert isinstance(good, Card)
    assert calendar == Reject(8, "This is no vCard.", "BEGIN:VCALENDAR\nEND:VCALENDAR")


def test_a_bad_property_is_named_by_its_line() -> None:
    found = card("FN:A", "# a comment", "BDAY:soon", "TEL:1")
    assert found.warnings == ["Line 4: This is no property: # a comment", "Line 5: BDAY is no date: soon"]
    assert (found.leftover, len(found.phones)) == (["BDAY:soon"], 1)


def test_looking_at_a_file() -> None:
    assert vcard.looks_like(b"\xef\xbb\xbfbegin:vcard\r\n")
    assert vcard.looks_like("BEGIN:VCARD\n".encode("utf-16"))
    assert not vcard.looks_like(b"Name,Phone\n")
    assert not vcard.looks_like(b"")


def test_a_large_file_is_read_in_parts_that_do_not_show() -> None:
    """Cards keep their lines across the cuts, and what is rejected keeps its own text."""
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Ávila {0}\r\nNOTE:{1}\r\nEND:VCARD\r\n"
    empty = "BEGIN:VCARD\r\nVERSION:3.0\r\nX-MARK:\r\nEND:VCARD\r\n"
    numbers = range(1500)
    data = "".join(empty if n % 500 == 499 else card.format(n, "x" * 2000) for n in numbers).encode()
    lines = data.decode().split("\r\n")
    found = list(vcard.read(data))
    assert len(found) == len(numbers)
    for n, entry in enumerate(found):
        assert lines[entry.line - 1] == "BEGIN:VCARD"
        if isinstance(entry, Reject):
            assert n % 500 == 499
            assert "X-MARK" in entry.text
        else:
            assert lines[entry.line + 1] == f"FN:Ana Ávila {n}"
            assert str(n) in str(entry.fields)

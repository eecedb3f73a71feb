"""Exports for other programs: their own headings, their own calendars, and a database to look into."""

import csv
import sqlite3
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest
from icalendar import Calendar

from crmdesk.domain.card import Card
from crmdesk.domain.errors import UserError
from crmdesk.formats import csv_read, vcard
from crmdesk.services import activities, attachments, exporting, groups, importing, records
from crmdesk.services.exporting import Shape
from crmdesk.store.store import Store
from tests.services.test_importing import done
from tests.store.template import another, brought

PLAIN = Shape()


@pytest.fixture
def ana(store: Store) -> bytes:
    key = records.add(
        store, "contact",
        {"given_name": "Ana", "family_name": "Souza", "birthday": "--02-29", "anniversary": "2001-05-04",
         "stage": "customer", "nickname": "Nini"},
        {
            "phones": [{"label": "mobile", "value": "+55 11 91234-5678"},
                       {"label": "work", "value": "+55 11 2", "extension": "12"},
                       {"label": "work", "value": "+55 11 3"}],
            "emails": [{"label": "work", "value": "ana@example.org"}, {"label": "home", "value": "nini@example.net"}],
            "addresses": [{"label": "home", "street": "Rua A, 1", "city": "São Paulo", "postal_code": "01304-001",
                           "country": "BR"}],
            "affiliations": [{"company": "Padaria =1+1", "title": "Diretora"}, {"company": "Coro", "title": "Alto"}],
            "notes": [{"text": "Likes tea"}],
            "opt_outs": [{"channel": "email"}],
        },
    )  # fmt: skip
    records.add_tag(store, key, "VIP")
    groups.put_in(store, groups.add(store, "Fair"), [key])
    return key


def export(store: Store, to: Path, kind: str, shape: Shape = PLAIN, ids: list[bytes] | None = None) -> Path:
    done(exporting.export(store, to, kind, ids, shape))
    return to


@pytest.mark.parametrize("program", ["google", "outlook"])
def test_lists_under_their_own_headings_come_back(store: Store, ana: bytes, tmp_path: Path, program: str) -> None:
    path = export(store, tmp_path / "list.csv", "csv", Shape(profile=program))
    layout = csv_read.sniff(path.read_bytes())
    assert layout.dialect.lower().startswith(program)
    found = [card for card in csv_read.read(path.read_bytes()) if isinstance(card, Card) and card.kind == "contact"]
    [card] = found
    assert (card.fields["given_name"], card.fields["family_name"]) == ("Ana", "Souza")
    assert {phone["value"].split(" ext")[0] for phone in card.phones} == {"+55 11 91234-5678", "+55 11 2", "+55 11 3"}
    assert [mail["value"] for mail in card.emails] == ["ana@example.org", "nini@example.net"]
    assert card.addresses[0]["city"] == "São Paulo"
    assert card.affiliations[0]["title"] == "Diretora"
    assert set(card.groups) >= {"Fair", "VIP"} or set(card.tags) >= {"Fair", "VIP"}


def test_no_cell_runs_as_a_formula_unless_asked(store: Store, tmp_path: Path) -> None:
    records.add(store, "company", {"name": "=HYPERLINK(1)"})
    for shape, start in ((Shape(), "'="), (Shape(for_spreadsheets=False), "=")):
        text = export(store, tmp_path / "out.csv", "csv", shape).read_text("utf-8-sig")
        assert f",{start}HYPERLINK" in text
    rows = list(
        csv.reader(export(store, tmp_path / "g.csv", "csv", Shape("google")).read_text("utf-8-sig").splitlines())
    )
    assert "'=HYPERLINK(1)" in rows[1]


@pytest.mark.parametrize("profile", exporting.PROFILES)
def test_cards_for_phones_keep_what_these_show(store: Store, ana: bytes, tmp_path: Path, profile: str) -> None:
    data = export(store, tmp_path / "all.vcf", "vcard", Shape(profile=profile), [ana]).read_bytes()
    assert b"VERSION:3.0" in data
    assert b"X-CRMDESK-STAGE" not in data
    [card] = [card for card in vcard.read(data) if isinstance(card, Card)]
    assert len(card.phones) == 3
    assert len(card.emails) == 2
    assert card.fields["birthday"] == "--02-29"
    assert "Do not contact" in card.notes[0]["text"]
    assert "Coro" in card.notes[0]["text"]


def test_a_file_for_each(store: Store, ana: bytes, tmp_path: Path) -> None:
    records.add(store, "contact", {"given_name": "Ana", "family_name": "Souza"})
    path = export(store, tmp_path / "cards.zip", "vcard", Shape(profile="outlook", one_each=True))
    with ZipFile(path) as archive:
        assert {"Ana Souza.vcf", "Ana Souza 2.vcf"} <= set(archive.namelist())
        assert all(archive.read(name).count(b"BEGIN:VCARD") == 1 for name in archive.namelist())


def test_there_is_no_such_profile_of_a_format(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="iphone"):
        export(store, tmp_path / "a.csv", "csv", Shape(profile="iphone"))


def test_the_calendar_has_birthdays_and_what_is_planned(store: Store, ana: bytes, tmp_path: Path) -> None:
    activities.plan(store, [ana], "visit", "Bring samples", "2026-12-01T10:00")
    calendar = Calendar.from_ical(export(store, tmp_path / "c.ics", "ics").read_bytes())
    events = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    birthday = events["Birthday of Ana Souza"]
    assert birthday["rrule"]["bymonthday"] == [-1]
    assert str(birthday["dtstart"].dt) == "1604-02-29"
    assert str(events["Bring samples – Ana Souza"]["dtstart"].dt) == "2026-12-01 10:00:00"


def test_the_copy_to_look_into_is_plain(store: Store, ana: bytes, tmp_path: Path) -> None:
    path = export(store, tmp_path / "copy.sqlite", "sqlite")
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT name, company, city, stage FROM people").fetchall() == [
            ("Ana Souza", "Padaria =1+1", "São Paulo", "customer")
        ]
        assert database.execute("SELECT name, postal_code FROM mailing_list").fetchall() == [("Ana Souza", "01304-001")]
        assert database.execute("SELECT tag, name FROM tagged").fetchall() == [("VIP", "Ana Souza")]
        assert database.execute('SELECT "group", member FROM members_of_groups').fetchall() == [("Fair", "Ana Souza")]
        assert database.execute("SELECT day FROM birthdays").fetchall() == [("02-29",)]
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    assert not [name for name in tables if "finder" in name or "journal" in name or name.startswith("changes")]


def test_everything_in_one_archive_comes_in_again_whole(
    store: Store, ana: bytes, template: Path, tmp_path: Path
) -> None:
    attachments.add(store, ana, b"plan", "plan.txt")
    path = export(store, tmp_path / "all.zip", "zip")
    with ZipFile(path) as archive:
        assert {"crmdesk.json", "Contacts.vcf", "Contacts.csv", "Calendar.ics", "Files/plan.txt"} == set(
            archive.namelist()
        )
        assert archive.read("Files/plan.txt") == b"plan"
    with closing(another(template, tmp_path)) as other:
        report = done(importing.run(other, [path]))
        assert not report.rejected
        assert brought(other) == brought(store)
        [file] = records.show(other, ana)["attachments"]
        assert attachments.read(other, file["id"]) == b"plan"


def test_an_archive_of_one_tells_nothing_of_others(store: Store, ana: bytes, tmp_path: Path) -> None:
    other = records.add(store, "contact", {"given_name": "Secretive"}, {"notes": [{"text": "hidden"}]})
    records.add_tag(store, other, "Hush")
    groups.add(store, "Whispers")
    activities.log(store, [other], "call", "private talk")
    path = export(store, tmp_path / "ana.zip", "zip", ids=[ana])
    with ZipFile(path) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    for word in (b"Secretive", b"hidden", b"Hush", b"Whispers", b"private talk"):
        assert word not in whole, word
    assert b"Likes tea" in whole

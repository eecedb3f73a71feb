"""The first hour of who comes from another program: its export is dropped on an empty file, and everything is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from crmdesk.services import files, lookup, records
from crmdesk.ui.import_sheet import ImportSheet
from crmdesk.ui.imports import ResultSheet
from crmdesk.widgets.drop_area import DropArea
from tests.ui.desks import Seat, seat_at

GOOGLE = """\
First Name,Middle Name,Last Name,Phonetic First Name,Nickname,Organization Name,Organization Title,Birthday,Notes,\
Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,\
Address 1 - Label,Address 1 - Street,Address 1 - City,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country
Ayşe,,Çelik,,,Çelik Mobilya,Sahibi,1979-03-08,Bayi,,Müşteriler ::: * myContacts,* Work,ayse@example.com.tr,Home,\
ayse.celik@example.org,Mobile,+90 532 111 22 33,Work,İstiklal Cad. 5,İstanbul,,34430,Türkiye
João,,Álvares,,Jota,Padaria São José,Dono,--04-17,,,* myContacts,* ,joao@example.com.br,,,Work,+55 11 3333-4444 ::: \
+55 11 98888-1234,Work,"Rua Augusta, 1500",São Paulo,SP,01304-001,Brasil
,,,,,Forno Supplies,,,,,* myContacts,* Work,office@example.com,,,,,,,,,,
"""
OUTLOOK = """\
"Title","First Name","Middle Name","Last Name","Suffix","Company","Department","Job Title","Business Street",\
"Business City","Business State","Business Postal Code","Business Country/Region","Business Phone","Mobile Phone",\
"Birthday","Categories","E-mail Address","E-mail Type","Notes","Priority","Private","Sensitivity"
"Frau","Greta","","Müller","","Müller & Söhne GmbH","Einkauf","Leiterin","Hauptstraße 12","München","Bayern","80331",\
"Deutschland","089 1234567","0171 7654321","4/17/1975","Kunden;VIP","greta@example.de","SMTP","Ruft gern an","Normal",\
"False","Normal"
"","Jörg","","Weiß","","","","","","","","","","","0171 1111111","0/0/00","","joerg@example.de","SMTP","","Normal",\
"False","Normal"
"""
IPHONE = """\
BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iPhone OS 18.1//EN
N:Okafor;Ada;;Dr.;
FN:Dr. Ada Okafor
ORG:Harbour Clinic;
TITLE:Surgeon
EMAIL;type=INTERNET;type=WORK;type=pref:ada@example.co.uk
TEL;type=CELL;type=VOICE;type=pref:+44 7700 900123
item1.TEL:+44 20 7946 0000
item1.X-ABLabel:Front desk
item2.ADR;type=WORK;type=pref:;;1 Quay Street;Bristol;;BS1 4DJ;United Kingdom
item2.X-ABADR:gb
BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29
item3.X-ABRELATEDNAMES;type=pref:Ike Okafor
item3.X-ABLabel:_$!<Spouse>!$_
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:;;;;
FN:Harbour Clinic
ORG:Harbour Clinic;
X-ABShowAs:COMPANY
TEL;type=MAIN:+44 20 7946 0001
END:VCARD
"""
ACT = """\
"Contact","Company","Title","Salutation","First Name","Last Name","Address 1","Address 2","City","State","Zip",\
"Country","Phone","Phone Ext-","Mobile Phone","E-mail","Web Site","ID/Status","Referred By","User 1","Last Results",\
"Create Date"
"Sam Okafor","Cordoba Coffee","Buyer","Sam","Sam","Okafor","400 Madison Avenue","Floor 2","New York","NY","10017",\
"United States","(212) 555-0134","45","(212) 555-0177","sam@example.com","www.example.com","Customer","Trade fair",\
"gold","Left message","11/12/2013"
"Lee Tang","","","Lee","Lee","Tang","","","Springfield","OR","97477","United States","","","","lee@example.com","",\
"Prospect","","","","1/2/2014"
"""


@pytest.fixture
def newcomer(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    """Before a new file with nothing in it."""
    path = tmp_path / "My contacts.crmdesk"
    files.new(path, "none")[0].close()
    with seat_at(qtbot, qapp, path) as made:
        yield made


class Journey:
    """Presses are counted: those of the dialog for files too."""

    def __init__(self, seat: Seat, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seat, self.clicks = seat, 0
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(file)], ""))
        area = seat.window.findChild(DropArea)
        assert isinstance(area, DropArea), "an empty list says how to begin"
        self.press(next(one for one in area.findChildren(QPushButton) if one.text() == "Choose files"))
        self.clicks += 1
        self.sheet: ImportSheet = seat.sheet(ImportSheet)
        seat.until(lambda: self.sheet.report)

    def press(self, button: QPushButton) -> None:
        assert button.isEnabled()
        button.click()
        self.clicks += 1

    def take_in(self) -> None:
        self.press(self.sheet._import)
        self.seat.until(lambda: "new" in self.seat.toast())
        self.seat.settle()
        for sheet in self.seat.window.findChildren(ResultSheet):
            assert not sheet.isVisible(), "nothing is left out"

    def contact(self, name: str) -> dict[str, list[dict[str, object]]]:
        def find(store: object) -> object:
            rows = lookup.window(store, "contact", 0, 99)  # type: ignore[arg-type]
            return records.show(store, next(row.id for row in rows if name in (row.name, row.filed_as)))  # type: ignore[arg-type]

        found: dict[str, list[dict[str, object]]] = self.seat.asked(find)
        return found


def begun(
    seat: Seat, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, encoding: str = "utf-8"
) -> Journey:
    path = folder / name
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    return Journey(seat, path, monkeypatch)


def values(parts: list[dict[str, object]]) -> list[object]:
    return [part["value"] for part in parts]


def test_from_google(newcomer: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journey = begun(newcomer, tmp_path, monkeypatch, "contacts.csv", GOOGLE)
    assert journey.sheet._what.text() == "Contacts of Google"
    assert journey.sheet._how.text() == "CSV · UTF-8 · 23 columns", "nothing to ask about"
    assert journey.sheet.dates.isHidden()
    journey.take_in()
    assert journey.clicks == 3
    assert {"Çelik, Ayşe", "Álvares, João"} <= set(newcomer.rows())
    ayse, joao = journey.contact("Ayşe Çelik"), journey.contact("João Álvares")
    assert values(ayse["emails"]) == ["ayse@example.com.tr", "ayse.celik@example.org"]
    assert ayse["addresses"][0]["city"] == "İstanbul"
    assert ayse["affiliations"][0]["company"] == "Çelik Mobilya"
    assert values(joao["phones"]) == ["+55 11 3333-4444", "+55 11 98888-1234"]
    assert joao["fields"]["birthday"] == "--04-17"  # type: ignore[call-overload]
    # Exported again a week later, nobody is there twice.
    again = begun_again(newcomer, tmp_path / "contacts.csv")
    assert again._import.text() == "Nothing to import"


def begun_again(seat: Seat, path: Path) -> ImportSheet:
    seat.window.import_files([path])
    sheet: ImportSheet = seat.sheet(ImportSheet)
    seat.until(lambda: sheet.report)
    return sheet


def test_from_outlook(newcomer: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journey = begun(newcomer, tmp_path, monkeypatch, "outlook.csv", OUTLOOK, "cp1252")
    assert journey.sheet._what.text() == "Contacts of Outlook"
    assert "Western Europe (Windows)" in journey.sheet._how.text()
    journey.take_in()
    assert journey.clicks == 3
    assert newcomer.rows() == ["Müller, Greta", "Weiß, Jörg"]
    greta = journey.contact("Müller, Greta")
    assert greta["fields"]["birthday"] == "1975-04-17"  # type: ignore[call-overload]
    assert greta["addresses"][0]["street"] == "Hauptstraße 12"
    assert {tag["name"] for tag in [*greta["tags"], *greta["groups"]]} >= {"Kunden", "VIP"}
    assert "birthday" not in {key for key, value in journey.contact("Jörg Weiß")["fields"].items() if value}  # type: ignore[attr-defined]


def test_from_an_iphone(newcomer: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journey = begun(newcomer, tmp_path, monkeypatch, "contacts.vcf", IPHONE)
    assert journey.sheet._what.text() == "vCard"
    journey.take_in()
    assert journey.clicks == 3
    ada = journey.contact("Dr. Ada Okafor")
    assert {part["label"]: part["value"] for part in ada["phones"]} == {
        "mobile": "+44 7700 900123",
        "Front desk": "+44 20 7946 0000",
    }
    assert ada["fields"]["birthday"] == "--02-29"  # type: ignore[call-overload]
    assert ada["addresses"][0]["country"] == "GB"
    newcomer.window.go("companies")
    newcomer.settle()
    assert newcomer.rows() == ["Harbour Clinic"]


def test_from_act(newcomer: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journey = begun(newcomer, tmp_path, monkeypatch, "act.csv", ACT)
    assert journey.sheet._what.text() == "Contacts of Act!"
    journey.take_in()
    assert journey.clicks == 3
    sam = journey.contact("Sam Okafor")
    assert sam["fields"]["id_status"] == "Customer"  # type: ignore[call-overload]
    assert "45" in str(sam["phones"][0])
    assert sam["addresses"][0]["postal_code"] == "10017"
    assert "gold" in values(sam["custom"])
    # One undo, and the file is as empty as it was.
    newcomer.desk.undo()
    newcomer.until(lambda: newcomer.toast().startswith("Undone"))
    assert newcomer.asked(lambda store: lookup.count(store, "contact")) == 0

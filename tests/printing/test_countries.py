"""One address a country, as the addressing sheets of the Universal Postal Union lay them out, posted in Chile."""

import pytest

from crmdesk.printing.addresses import piece_lines

SAMPLES = """
AL | Rruga Myslym Shyri 12; ; Tiranë; 1001 | Rruga Myslym Shyri 12; 1001; TIRANË; ALBANIA
AM | Saryan st 22 apt 25; ; Yerevan; 0010 | Saryan st 22 apt 25; 0010; YEREVAN; ARMENIA
AR | Av. Corrientes 1800; ; Buenos Aires; C1045AAN | Av. Corrientes 1800; C1045AAN BUENOS AIRES; ARGENTINA
AT | Alser Straße 5/2; ; Wien; 1080 | Alser Straße 5/2; 1080 WIEN; AUSTRIA
AU | 111 Harrington St; New South Wales; Sydney; 2000 | 111 Harrington St; SYDNEY NSW 2000; AUSTRALIA
BD | 24 Lake Circus Rd; ; Dhaka; 1205 | 24 Lake Circus Rd; DHAKA - 1205; BANGLADESH
BE | Rue du Diamant 215; ; Bruxelles; 1030 | Rue du Diamant 215; 1030 BRUXELLES; BELGIUM
BG | ul. Shipka 9; ; Sofia; 1504 | ul. Shipka 9; 1504 SOFIA; BULGARIA
BN | Simpang 32; Belait; Kuala Belait; KA1131 | Simpang 32; KUALA BELAIT; BELAIT KA1131; BRUNEI
BR | Rua Aurora, 420; Minas Gerais; Uberaba; 38010100 | Rua Aurora, 420; UBERABA - MG; 38010-100; BRAZIL
CA | 10 Elm St; Ontario; Toronto; m5v2t6 | 10 Elm St; TORONTO ON M5V 2T6; CANADA
CH | Dorfplatz 4; Bern; Thun; 3600 | Dorfplatz 4; 3600 THUN; SWITZERLAND
CN | 12 Guanghua Rd; Beijing; Chaoyang; 100020 | 12 Guanghua Rd; CHAOYANG; BEIJING, 100020; CHINA
CO | Calle 12 # 3-45; Antioquia; Medellín; 050021 | Calle 12 # 3-45; 050021 MEDELLÍN, ANTIOQUIA; COLOMBIA
CZ | Polní 17; ; Brno; 60200 | Polní 17; 602 00 BRNO; CZECHIA
DE | Lange Gasse 8; Bayern; Gießen; 35390 | Lange Gasse 8; 35390 GIESSEN; GERMANY
DK | Nygade 3, 2. tv; ; Aarhus C; 8000 | Nygade 3, 2. tv; 8000 AARHUS C; DENMARK
EC | Av. Colón 5; ; Quito; 170523 | Av. Colón 5; 170523; QUITO; ECUADOR
EE | Pikk 20; ; Tallinn; 10123 | Pikk 20; 10123 TALLINN; ESTONIA
EG | 3 El Nil St; ; Giza; 12511 | 3 El Nil St; GIZA; 12511; EGYPT
ES | Calle Real 6; Madrid; Alcalá; 28801 | Calle Real 6; 28801 ALCALÁ; MADRID; SPAIN
FI | Kirkkokatu 2 A 1; ; Oulu; 90100 | Kirkkokatu 2 A 1; 90100 OULU; FINLAND
FR | 25 rue du Puits; Bourgogne; Dijon; 21000 | 25 rue du Puits; 21000 DIJON; FRANCE
GB | 7 Mill Lane; Essex; Colchester; co11aa | 7 Mill Lane; COLCHESTER; CO1 1AA; UNITED KINGDOM
GR | Ermou 15; ; Athina; 10563 | Ermou 15; 105 63 ATHINA; GREECE
HK | Flat 5, 8 Peak Rd; Kowloon; Mong Kok; 999 | Flat 5, 8 Peak Rd; MONG KOK; KOWLOON; HONG KONG SAR CHINA
HU | Petőfi utca 4.; ; Szeged; 6720 | SZEGED; Petőfi utca 4.; 6720; HUNGARY
ID | Jl. Merdeka 10; ; Jakarta; 10110 | Jl. Merdeka 10; JAKARTA 10110; INDONESIA
IE | 3 Quay St; Co. Galway; Athenry; h65ab12 | 3 Quay St; ATHENRY; CO. GALWAY; H65 AB12; IRELAND
IL | 16 Herzl St; ; Haifa; 3303214 | 16 Herzl St; HAIFA 3303214; ISRAEL
IN | 5 MG Road; Karnataka; Bengaluru; 560001 | 5 MG Road; BENGALURU 560001; KARNATAKA; INDIA
IT | Via Dante 9; Milano; Monza; 20900 | Via Dante 9; 20900 MONZA MI; ITALY
JP | 3-4 Honcho; Osaka; Suita; 5640001 | 3-4 Honcho; SUITA, OSAKA 564-0001; JAPAN
KE | 12 Moi Avenue; ; Nairobi; 00100 | 12 Moi Avenue; NAIROBI; 00100; KENYA
KR | 21 Jong-ro; Seoul; Jung-gu; 04524 | 21 Jong-ro; JUNG-GU, SEOUL 04524; SOUTH KOREA
LV | Brīvības iela 1; ; Rīga; LV-1050 | Brīvības iela 1; RĪGA, LV-1050; LATVIA
MA | 5 rue Ibn Sina; ; Rabat; 10000 | 5 rue Ibn Sina; 10000 RABAT; MOROCCO
MT | 8 Triq il-Kbira; ; Mosta; mst1010 | 8 Triq il-Kbira; MOSTA; MST 1010; MALTA
MX | Hidalgo 22; Jalisco; Zapopan; 45100 | Hidalgo 22; 45100 ZAPOPAN, JALISCO; MEXICO
MY | 7 Jalan Besar; Selangor; Klang; 41000 | 7 Jalan Besar; 41000 KLANG; SELANGOR; MALAYSIA
NL | Dorpsstraat 1; ; Leiden; 2311ab | Dorpsstraat 1; 2311 AB LEIDEN; NETHERLANDS
NO | Storgata 6; ; Bergen; 5003 | Storgata 6; 5003 BERGEN; NORWAY
NZ | 43 Vivian St; ; Wellington; 6011 | 43 Vivian St; WELLINGTON 6011; NEW ZEALAND
OM | Way 12; ; Muscat; 133 | Way 12; 133; MUSCAT; OMAN
PH | 14 Rizal St; ; Manila; 1000 | 14 Rizal St; 1000 MANILA; PHILIPPINES
PL | ul. Polna 3/4; ; Łódź; 90001 | ul. Polna 3/4; 90-001 ŁÓDŹ; POLAND
PT | Rua Nova 2, 3.º Esq.; ; Évora; 7000505 | Rua Nova 2, 3.º Esq.; 7000-505 ÉVORA; PORTUGAL
RU | ul. Lenina, d. 4; Moskovskaya obl.; Tver; 170001 | ul. Lenina, d. 4; TVER; MOSKOVSKAYA OBL.; 170001; RUSSIA
SE | Storgatan 5; ; Umeå; 90326 | Storgatan 5; 903 26 UMEÅ; SWEDEN
SG | 10 Eunos Rd; ; Singapore; 408600 | 10 Eunos Rd; SINGAPORE 408600; SINGAPORE
SK | Hlavná 9; ; Košice; 04001 | Hlavná 9; 040 01 KOŠICE; SLOVAKIA
SV | Calle Arce 3; San Salvador; Apopa; 01123 | Calle Arce 3; 01123 - APOPA; SAN SALVADOR; EL SALVADOR
TH | 99 Silom Rd; ; Bangkok; 10500 | 99 Silom Rd; BANGKOK 10500; THAILAND
TR | Ziya Gökalp Cad. 7; Ankara; Çankaya; 06420 | Ziya Gökalp Cad. 7; 06420 ÇANKAYA/ANKARA; TÜRKIYE
TW | 8 Xinyi Rd; Taipei; Daan; 10641 | 8 Xinyi Rd; DAAN, TAIPEI 10641; TAIWAN
UA | vul. Lesi 6; ; Lviv; 79000 | vul. Lesi 6; LVIV; 79000; UKRAINE
US | 12 Oak Ave Apt 4; Illinois; Chicago; 606014321 | 12 Oak Ave Apt 4; CHICAGO, IL 60601-4321; UNITED STATES
VE | Av. Sucre 4; Zulia; Maracaibo; 4001 | Av. Sucre 4; MARACAIBO 4001, ZULIA; VENEZUELA
VN | 5 Phố Huế; ; Hà Nội; 100000 | 5 Phố Huế; HÀ NỘI 100000; VIETNAM
ZA | 9 Long St; ; Cape Town; 8001 | 9 Long St; CAPE TOWN; 8001; SOUTH AFRICA
"""
TABLE = [[cell.strip() for cell in row.split(" | ")] for row in SAMPLES.strip().splitlines()]
COMPANY_FIRST = ("AT", "AU", "BE", "BR", "CH", "CN", "DE", "FI", "FR", "HK", "JP", "KR", "NL", "SE", "TW")
AT_WORK = [
    ("DE", "Acme", "Ana Lima", ["Acme", "Ana Lima"]),
    ("US", "Acme", "Ana Lima", ["Ana Lima", "Acme"]),
    ("US", "", "Ana Lima", ["Ana Lima"]),
    ("DE", "Acme", "", ["Acme"]),
]
NATIVE = [
    ("JP", "1600001", "東京都", "新宿区", "1-2", ["〒160-0001", "東京都新宿区", "1-2", "丸", "山田 様"]),
    ("CN", "100020", "北京市", "朝阳区", "光华路", ["100020", "北京市朝阳区", "光华路", "丸", "山田"]),
    ("KR", "04524", "서울", "중구", "세종로", ["서울 중구", "세종로", "丸", "山田 귀하", "04524"]),
]


def test_there_are_fifty():
    assert len({row[0] for row in TABLE}) == len(TABLE) >= 50


@pytest.mark.parametrize(("country", "parts", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_as_the_post_lays_it_out(country, parts, expected):
    values = map(str.strip, parts.split(";"))
    address = dict(zip(("street", "region", "city", "postal_code"), values, strict=True)) | {"country": country}
    names = ["Acme", "Ana"] if country in COMPANY_FIRST else ["Ana", "Acme"]
    lines = piece_lines("Ana", "Acme", address, from_country="CL", language="en")
    assert lines == [*names, *expected.split("; ")]


@pytest.mark.parametrize(("country", "company", "person", "expected"), AT_WORK)
def test_a_person_at_work(country, company, person, expected):
    address = {"street": "Elm 1", "city": "Bonn", "country": country, "postal_code": "50601"}
    lines = piece_lines(person, company, address, from_country=country, language="en")
    assert lines[: lines.index("Elm 1")] == expected


@pytest.mark.parametrize(("country", "code", "region", "city", "street", "expected"), NATIVE)
def test_in_east_asian_letters_who_stands_below_where(country, code, region, city, street, expected):
    address = {"street": street, "city": city, "region": region, "postal_code": code, "country": country}
    assert piece_lines("山田", "丸", address, from_country=country, language="en") == expected


def test_a_company_is_honoured_where_it_alone_is_written_to():
    address = {"city": "新宿区", "country": "JP", "postal_code": "1600001"}
    assert piece_lines("", "丸商事", address, from_country="JP", language="en")[-1] == "丸商事 御中"
    assert piece_lines("山田様", "", address, from_country="JP", language="en")[-1] == "山田様"
    assert piece_lines("Ana", "", address, from_country="JP", language="en")[-1] == "Ana"


def test_through_whose_hands_stands_below_the_name():
    address = {"street": "Weg 1", "street3": "c/o Meyer", "city": "Bonn", "postal_code": "53111", "country": "DE"}
    lines = piece_lines("Ana", "", address, from_country="DE", language="en")
    assert lines == ["Ana", "c/o Meyer", "Weg 1", "53111 Bonn"]
    assert piece_lines("Ana", "", address | {"country": "HU"}, from_country="HU", language="en")[:3] == [
        "Ana",
        "c/o Meyer",
        "BONN",
    ]

"""Lists of contacts from other programs: the vendors' shapes, the damage, and files that are something else."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.card import Card, Reject
from crmdesk.formats.csv_columns import choices
from crmdesk.formats.csv_read import Column, read, sniff


def cards(text: str, encoding: str = "utf-8") -> list[Card]:
    return [card for card in read(text.encode(encoding)) if isinstance(card, Card)]


def rejects(text: str) -> list[Reject]:
    return [piece for piece in read(text.encode()) if isinstance(piece, Reject)]


def test_google_2024() -> None:
    [card] = cards(
        "First Name,Middle Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,"
        "Address 1 - Label,Address 1 - Street,Address 1 - City,Address 1 - Country,Event 1 - Label,Event 1 - Value,"
        "Custom Field 1 - Label,Custom Field 1 - Value,Birthday\n"
        'Ana,,Souza,VIP ::: * myContacts,* Work,a@x.com ::: b@x.com,Mobile,+55 11 91234 5678,Home,"Rua A\nAp 5",'
        "São Paulo,"
        "Brasil,Anniversary,2001-01-04,Shoe,42, --05-17\n"
    )
    assert card.groups == ["VIP"]
    assert [(e["label"], e["value"], e.get("is_primary")) for e in card.emails] == [
        ("work", "a@x.com", True),
        ("work", "b@x.com", None),
    ]
    assert card.phones == [{"label": "mobile", "value": "+55 11 91234 5678"}]
    assert card.addresses == [
        {"label": "home", "street": "Rua A", "street2": "Ap 5", "city": "São Paulo", "country": "BR"}
    ]
    assert card.fields["anniversary"] == "2001-01-04"
    assert card.fields["birthday"] == "--05-17"
    assert card.custom == {"Shoe": "42"}


def test_google_outlook_has_the_address_twice() -> None:
    [card] = cards(
        "First Name,Last Name,Title,Job Title,E-mail Address,Home Phone,Home Address,Home Street,Home City,"
        "Home Country,Suffix,Categories\n"
        'Ana,Souza,Dra.,Chefe,a@x.com,1234567,"Rua A\nSão Paulo\nBrasil",Rua A,São Paulo,Brasil,,myContacts;starred\n'
    )
    assert card.addresses == [{"label": "home", "street": "Rua A", "city": "São Paulo", "country": "BR"}]
    assert card.fields["prefix"] == "Dra."
    assert card.affiliations == [{"title": "Chefe"}]
    assert card.groups == ["starred"]


LOCALISED = {
    "de": "Vorname;Nachname;Firma;Straße geschäftlich;Ort geschäftlich;"
    "Postleitzahl geschäftlich;Telefon geschäftlich;Mobiltelefon;Fax privat;E-Mail-Adresse;Geburtstag",
    "fr": "Prénom;Nom;Société;Rue (bureau);Ville (bureau);"
    "Code postal (bureau);Téléphone (bureau);Tél. mobile;Télécopie (domicile);Adresse de messagerie;Anniversaire",
    "es": "Nombre;Apellidos;Organización;Calle del trabajo;Ciudad de trabajo;"
    "Código postal del trabajo;Teléfono del trabajo;Teléfono móvil;Fax particular;"
    "Dirección de correo electrónico;Cumpleaños",
    "it": "Nome;Cognome;Società;Via (uff.);Città (uff.);"
    "CAP (uff.);Telefono (uff.);Cellulare;Fax (ab.);Indirizzo posta elettronica;Compleanno",
    "pt": "Nome;Sobrenome;Empresa;Rua do endereço comercial;Cidade do endereço comercial;"
    "CEP do endereço comercial;Telefone comercial;Telefone celular;Fax residencial;"
    "Endereço de email;Data de nascimento",
    "nl": "Voornaam;Achternaam;Bedrijf;Werkadres, straat;Werkadres, plaats;"
    "Werkadres, postcode;Telefoon op werk;Mobiele telefoon;Fax thuis;E-mailadres;Verjaardag",
    "tr": "Adı;Soyadı;Şirket;İş Adresi Sokak;İş Adresi Şehir;"
    "İş Adresi Posta Kodu;İş Telefonu;Cep Telefonu;Ev Faksı;E-posta Adresi;Doğum Günü",
    "ru": "Имя;Фамилия;Организация;Улица (раб. адрес);Город (раб. адрес);"
    "Почтовый код (раб. адрес);Рабочий телефон;Мобильный телефон;Домашний факс;Адрес эл. почты;День рождения",
}


EVA = "Eva;Lang;Acme;Weg 1;Bonn;53113;0228 1234567;0171 1234567;0228 765432;e@x.de;4.12.1990"


@pytest.mark.parametrize("language", LOCALISED)
def test_localised_headings_of_outlook(language: str) -> None:
    [card] = cards(
        f"{LOCALISED[language]}\nEva;Lang;Acme;Weg 1;Bonn;53113;0228 1234567;0171 1234567;0228 765432;"
        "e@x.de;4.12.1990\n"
    )
    assert card.fields == {"given_name": "Eva", "family_name": "Lang", "birthday": "1990-12-04"}
    assert card.affiliations == [{"company": "Acme"}]
    assert card.addresses == [{"label": "work", "street": "Weg 1", "city": "Bonn", "postal_code": "53113"}]
    assert [p["label"] for p in card.phones] == ["work", "mobile", "home fax"]
    assert card.emails == [{"value": "e@x.de"}]
    assert not card.custom


@pytest.mark.parametrize(
    ("header", "row", "dialect", "uid", "company"),
    [
        (
            "Record ID,First Name,Last Name,Email,Company Name,Lead Status",
            "801,Ana,Souza,a@x.com,Acme,lead",
            "HubSpot",
            "801",
            "Acme",
        ),
        (
            "Id,FirstName,LastName,Email,AccountId,MailingStreet",
            "003x,Ana,Souza,a@x.com,001x,Rua A",
            "Salesforce",
            "003x",
            None,
        ),
        (
            "Salutation,First Name,Last Name,Email,Account Name,Mailing City",
            "Ms.,Ana,Souza,a@x.com,Acme,Rio",
            "Salesforce",
            None,
            "Acme",
        ),
        (
            "Person - Name,Person - Email (Work),Person - Organization,Person - ID",
            "Ana Souza,a@x.com,Acme,7",
            "Pipedrive",
            "7",
            "Acme",
        ),
        ("Email Address,First Name,Last Name,MEMBER_RATING,LEID", "a@x.com,Ana,Souza,2,9", "Mailchimp", None, None),
        (
            "Record Id,Contact Owner,First Name,Last Name,Email,Account Name",
            "z1,Sam,Ana,Souza,a@x.com,Acme",
            "Zoho",
            "z1",
            "Acme",
        ),
        (
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
            "Ana,Souza,https://l.in/a,a@x.com,Acme,,1 May 2020",
            "LinkedIn",
            None,
            "Acme",
        ),
    ],
)
def test_other_programs(header: str, row: str, dialect: str, uid: str | None, company: str | None) -> None:
    assert sniff(f"{header}\n{row}\n".encode()).dialect == dialect
    [card] = cards(f"{header}\n{row}\n")
    assert (card.fields["given_name"], card.fields["family_name"]) == ("Ana", "Souza")
    assert card.emails[0]["value"] == "a@x.com"
    assert card.uid == uid
    assert [a.get("company") for a in card.affiliations] == ([company] if company else [])


@pytest.mark.parametrize(
    ("heading", "value", "where"),
    [
        ("自宅電話番号", "03-1234-5678", {"phones": [{"label": "home", "value": "03-1234-5678"}]}),
        ("Privattelefon", "030 1234567", {"phones": [{"label": "home", "value": "030 1234567"}]}),
        ("Aniversário", "04/12/1990", {"birthday": "1990-12-04"}),
        ("CEP", "01000-000", {"addresses": [{"postal_code": "01000-000"}]}),
        ("Cep Telefonu", "0532 123 45 67", {"phones": [{"label": "mobile", "value": "0532 123 45 67"}]}),
        ("Note - Content", "<p>Hi</p>", {"notes": [{"text": "<p>Hi</p>", "is_html": True}]}),
        ("Do Not Call", "true", {"opt_outs": [{"channel": "phone"}]}),
        ("Gender", "weiblich", {"gender": "female"}),
        ("Sexe", "Non spécifié", {}),
        ("Rating", "3", {"rating": 3}),
    ],
)
def test_single_columns(heading: str, value: str, where: dict[str, object]) -> None:
    [card] = cards(f"Vorname,Nachname,{heading}\nAna,Sá,{value}\n")
    fields = {name: entry for name, entry in where.items() if not isinstance(entry, list)}
    assert card.fields == {"given_name": "Ana", "family_name": "Sá", **fields}
    assert all(getattr(card, name) == entries for name, entries in where.items() if name not in fields)
    assert not card.custom


def test_preamble_and_footer() -> None:
    linkedin = (
        '\ufeffNotes:\n"When exporting, you may notice."\n\n'
        "First Name,Last Name,Email Address,Connected On\nAna,Souza,a@x.com,x\n"
    )
    assert [(c.line, c.fields["given_name"]) for c in cards(linkedin)] == [(5, "Ana")]
    report = (
        "First Name,Last Name,Email\nAna,Souza,a@x.com\n\nContacts 2024\n"
        '"Confidential Information - Do Not Distribute"\nGenerated By: Sam\n'
    )
    assert len(cards(report)) <= 2
    assert [r.line for r in rejects(report)][-2:] == [5, 6]


def test_unknown_columns_and_noise() -> None:
    [card] = cards(
        "First Name,Last Name,E-mail Address,Business Phone,Suffix,Priority,Private,Shoe size,Shoe size\n"
        "A,B,a@b.c,,,Normal,False,42,43\n"
    )
    assert card.custom == {"Shoe size": "42\n43"}


def test_columns_without_heading_and_surplus_cells() -> None:
    [card] = cards("Name,Email,\nAna Souza,a@x.com,extra,more\n")
    assert card.custom == {"Column 3": "extra", "Column 4": "more"}
    assert card.warnings


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["4/12/1990", "31/1/1980"], "1990-12-04"),
        (["4/12/1990", "1/31/1980"], "1990-04-12"),
        (["4.12.1990"], "1990-12-04"),
        (["4/12/90", "31/1/80"], "1990-12-04"),
        (["4 Dec 1990"], "1990-12-04"),
        (["December 4, 1990"], "1990-12-04"),
        (["4. Dezember 1990"], "1990-12-04"),
        (["1990-12-04T00:00:00Z"], "1990-12-04"),
        (["33211"], "1990-12-04"),
        (["--12-04"], "--12-04"),
        (["1604-12-04"], "--12-04"),
        (["0/0/00"], None),
        (["1/1/4501"], None),
    ],
)
def test_dates(dates: list[str], expected: str | None) -> None:
    text = "Name,Birthday\n" + "".join(f'Ana Souza,"{date}"\n' for date in dates)
    assert cards(text)[0].fields.get("birthday") == expected


def test_a_date_that_is_none_is_kept_and_told() -> None:
    [card] = cards("Name,Birthday\nAna Souza,soon\n")
    assert card.custom == {"Birthday": "soon"}
    assert "Line 2" in card.warnings[0]


def test_the_user_can_change_the_layout() -> None:
    data = b"Name,Birthday,Code\nAna Souza,4/12/1990,X\n"
    layout = sniff(data)
    assert layout.dates_are_ambiguous
    columns = (*layout.columns[:2], Column("Code", "nickname"))
    [card] = list(read(data, replace(layout, days_first=True, columns=columns)))
    assert isinstance(card, Card)
    assert card.fields == {"given_name": "Ana", "family_name": "Souza", "birthday": "1990-12-04", "nickname": "X"}
    assert sniff("Name\nÉva\n".encode("cp1250"), "cp1250").samples == (("Éva",),)


def test_spreadsheet_damage() -> None:
    ana, eva = cards("Name;Telefon;PLZ;Ort\nAna Sá;'+49 30 1234567;01067;Dresden\nEva Lang;4.91771E+11;1067;Dresden\n")
    assert ana.phones == [{"value": "+49 30 1234567"}]
    assert not eva.phones
    assert len(eva.warnings) == 2
    assert cards("Name;Telefon\nAna Sá;4.91771234567E+11\n")[0].phones == [{"value": "491771234567"}]
    assert cards('Name;PLZ\nAna Sá;"=""01067"""\n')[0].addresses == [{"postal_code": "01067"}]


def test_exchange_address_is_no_address() -> None:
    [card] = cards(
        "First Name,Last Name,E-mail Address,E-mail Type,Business Phone,Suffix\nKarl,Groß,/o=First/ou=Ex/cn=karl,EX,,\n"
    )
    assert not card.emails
    assert list(card.custom.values()) == ["/o=First/ou=Ex/cn=karl"]


def test_several_in_a_cell() -> None:
    [card] = cards('Name,Email,Phone\nAna Sá,"Ana <a@x.com>; b@x.com","030 1234567, 030 7654321"\n')
    assert [e["value"] for e in card.emails] == ["a@x.com", "b@x.com"]
    assert [p["value"] for p in card.phones] == ["030 1234567", "030 7654321"]


def test_companies() -> None:
    acme, ana = cards("Name,Company,Email\n,Acme Ltd,info@acme.com\nAna Souza,Acme Ltd,a@x.com\n")
    assert (acme.kind, acme.fields) == ("company", {"name": "Acme Ltd"})
    assert (ana.kind, ana.affiliations) == ("contact", [{"company": "Acme Ltd"}])


def test_without_header() -> None:
    [card] = cards("Ana Souza,a@x.com,+55 11 91234-5678\n")
    assert card.fields == {"given_name": "Ana", "family_name": "Souza"}
    assert (card.emails[0]["value"], card.phones[0]["value"]) == ("a@x.com", "+55 11 91234-5678")


def test_rows_that_give_nothing_are_rejected_with_their_line() -> None:
    found = rejects('Name,Email,Note\n"Ana\nSá",a@x.com,\n,,\n,"",\n')
    assert [(r.line, r.text) for r in found] == [(4, ",,"), (5, ',"",')]


@pytest.mark.parametrize(
    "text",
    [
        "Record ID,Deal Name,Deal Stage,Amount\n1,Big,Won,5\n",
        "Subject,Start Date,Start Time,End Date\nMeet,1/1/2020,10:00,1/1/2020\n",
        "species,width\nsetosa,1.2\n",
        "a\n",
    ],
)
def test_files_of_something_else(text: str) -> None:
    assert not cards(text)
    assert all(r.reason for r in rejects(text))
    assert len(rejects(text)) == text.count("\n") - sniff(text.encode()).has_header


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\0\0", b"Name,Email\n", b"\xef\xbb\xbf", b"sep=;\n"])
def test_empty_files(data: bytes) -> None:
    assert list(read(data)) == []


@given(st.binary(max_size=400))
def test_any_bytes_are_answered(data: bytes) -> None:
    for piece in read(data):
        assert piece.line > 0


HEADINGS = [
    "Name",
    "Email",
    "Phone",
    "Birthday",
    "Address",
    "City",
    "Notes",
    "Labels",
    "E-mail 1 - Label",
    "E-mail 1 - Value",
    "Shoe",
]


@given(
    st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=8),
    st.lists(st.lists(st.text(max_size=12), max_size=9), max_size=4),
)
def test_any_cells_are_answered(headings: list[str], rows: list[list[str]]) -> None:
    text = "\n".join(",".join(cells) for cells in [headings, *rows])
    for piece in read(text.encode("utf-8", "ignore")):
        assert piece.line > 0


@pytest.mark.parametrize(
    "text",
    [
        "Email\n" + "a@b.c " * 17_000,
        "Name" * 25_000,
        ",".join(f"Name{n}" for n in range(12_000)),
        "\t".join(["E-mail"] * 14_000) + "\n" + "\t".join(["a@b.c"] * 1_000),
        'Address\n"' + "1, " * 33_000 + '"',
        "Phone\n" + "1 " * 50_000,
        "Birthday\n" + "1/" * 50_000,
        "a:::b" * 20_000,
        "Name,Email\n" + '"a,b@c.de\n' * 10_000,
    ],
)
def test_never_hangs(text: str) -> None:
    began = time.process_time()
    list(read(text.encode()))
    assert time.process_time() - began < 2


def test_every_file_of_the_collection_is_answered(shared_data: Path) -> None:
    for file in sorted((shared_data / "csv").rglob("*.*sv")):
        pieces = list(read(file.read_bytes()))
        assert all(piece.line > 0 for piece in pieces), file


@pytest.mark.parametrize("target", [target for target, _label in choices() if target not in ("ignore", "rating")])
def test_every_choice_reaches_the_card(target: str) -> None:
    data = b"Name,Mystery\nAna Souza,1990-12-04\n"
    layout = sniff(data)
    [card] = list(read(data, replace(layout, columns=(layout.columns[0], Column("Mystery", target)))))
    assert isinstance(card, Card)
    assert "1990-12-04" in repr(card)
    assert card.custom.keys() <= {"Mystery", "E-mail"}

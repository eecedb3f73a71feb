"""Files, archives of files, workbooks, mail: what each holds, and what is refused with a reason."""

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.formats import xlsx
from crmdesk.services import importing, looking, mappings, records, sources
from crmdesk.services.importing import Options
from crmdesk.services.intake import CARDS_AT_ONCE
from crmdesk.services.mappings import Mapping
from crmdesk.store.store import Store
from tests.services.test_importing import card, counts, done

CSV = "Name,E-mail,Shoe\nAna Souza,ana@example.org,38\n"


def archive(path: Path, **members: bytes) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name.replace("__", "."), data)
    return path


def names(store: Store) -> list[str]:
    return [row.name for row in store.listing("contact").window(0, 99)]


def test_an_archive_is_taken_file_by_file(store: Store, tmp_path: Path) -> None:
    path = archive(
        tmp_path / "all.zip",
        a__vcf=card("Rui", uid="r").encode(),
        b__csv=CSV.encode(),
        c__png=b"\x89PNG\r\n" + bytes(range(256)),
    )
    with ZipFile(path, "a") as more:
        more.writestr("__MACOSX/._a.vcf", b"\0\0")
        more.writestr("../../evil.vcf", card("Zoe", uid="z"))
    report = done(importing.run(store, [path]))
    assert counts(report) == (3, 0, 0, 1)
    assert sorted(names(store)) == ["Ana Souza", "Rui", "Zoe"]
    assert [item.file for item in report.rejected] == ["all.zip/c.png"]
    assert counts(done(importing.run(store, [path]))) == (0, 0, 3, 1)


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 99])
def test_a_damaged_archive_says_so(store: Store, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with pytest.raises(UserError, match="damaged"):
        done(importing.run(store, [path]))


def test_bombs_are_not_unpacked(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LARGEST_MEMBER", 100_000)
    path = archive(tmp_path / "bomb.zip", zeros__csv=b"0" * 3_000_000, good__csv=CSV.encode())
    report = done(importing.run(store, [path]))
    assert counts(report) == (1, 0, 0, 1)
    assert "larger" in report.rejected[0].reason


def test_a_workbook_comes_in_like_a_list(store: Store, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    xlsx.write([line.split(",") for line in CSV.splitlines()], buffer)
    path = tmp_path / "list.xlsx"
    path.write_bytes(buffer.getvalue())
    assert counts(done(importing.run(store, [path]))) == (1, 0, 0, 0)
    assert counts(done(importing.run(store, [path]))) == (0, 0, 1, 0)


def test_rejects_import_again_when_they_are_mended(store: Store, tmp_path: Path) -> None:
    first, second = tmp_path / "list.csv", tmp_path / "cards.vcf"
    first.write_text("Name,E-mail,Language\nAna,ana@example.org,pt\n,,pt\n")
    second.write_text(card("Rui", uid="r") + "BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n")
    report = done(importing.run(store, [first, second]))
    assert counts(report) == (2, 0, 0, 2)
    rejects = tmp_path / "Rejected.csv"
    importing.write_rejects(report, rejects)
    text = rejects.read_text("utf-8-sig")
    mended = text.replace(",3,,,pt", ",3,Zoe,zoe@example.org,pt").replace("END:VCARD", "FN:Max\r\nEND:VCARD")
    assert mended.startswith("Rejected because,Rejected from,Rejected line,Name,E-mail,Language,Rejected text")
    rejects.write_text(mended, "utf-8")
    report = done(importing.run(store, [rejects]))
    assert counts(report) == (2, 0, 0, 0), report.rejected
    assert sorted(names(store)) == ["Ana", "Max", "Rui", "Zoe"]
    [zoe] = [row.id for row in store.find("zoe")]
    assert records.show(store, zoe)["custom"] == [], "the reason is no field"


def test_a_mapping_is_kept_and_used(store: Store, tmp_path: Path) -> None:
    kept = Mapping(
        unknown="note",
        columns={"Kundin": "full_name", "Nr": "ignore"},
        defaults={"stage": "lead", "tags": "Fair, 2026", "source": "Stand"},
        encoding="cp1252",
    )
    path = tmp_path / "mapping.json"
    mappings.write(kept, path)
    listed = tmp_path / "list.csv"
    listed.write_bytes("Kundin;Nr;E-Mail;Farbe\nJörg Müller;7;j@example.org;grün\n".encode("cp1252"))
    report = done(importing.run(store, [listed], Options(mapping=mappings.read(path))))
    assert counts(report) == (1, 0, 0, 0)
    [key] = [row.id for row in store.listing("contact").window(0, 9)]
    page = records.show(store, key)
    assert page["name"] == "Jörg Müller"
    assert (page["fields"]["stage"], page["fields"]["source"]) == ("lead", "Stand")
    assert sorted(tag["name"] for tag in page["tags"]) == ["2026", "Fair"]
    assert [note["text"] for note in page["notes"]] == ["Farbe: grün"]
    assert page["custom"] == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{", "cannot be understood"),
        ("[]", "cannot be understood"),
        ('{"columns": {"A": "nowhere"}}', "nowhere"),
        ('{"colums": {}}', "colums"),
        ('{"encoding": "martian"}', "martian"),
        ('{"defaults": {"birthday": "someday"}}', "someday"),
    ],
)
def test_a_mapping_that_cannot_be_understood_names_why(tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "mapping.json"
    path.write_text(text)
    with pytest.raises(UserError, match=word):
        mappings.read(path)


def test_stopped_and_gone_on_where_it_was(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "many.vcf"
    path.write_text("".join(card(f"N{number:04}", uid=f"u{number}") for number in range(1200)))
    asked = iter([False, True])
    report = done(importing.run(store, [path], stop=lambda: next(asked)))
    assert report.stopped_at == 2 * CARDS_AT_ONCE
    assert counts(report) == (2 * CARDS_AT_ONCE, 0, 0, 0)
    rest = done(importing.run(store, [path], importing.resumed(Options(), report)))
    assert counts(rest) == (1200 - 2 * CARDS_AT_ONCE, 0, 0, 0)
    assert len(names(store)) == 99
    assert store.listing("contact").count() == 1200


TWIN = "Name,E-mail,Phone,City\nAna Souza,ana@example.org,+55 11 91234 5678,Recife\n"


@pytest.mark.parametrize(
    ("rule", "expected", "email"),
    [
        ("merge", (0, 1, 0, 0), "ana@example.org"),
        ("update", (0, 1, 0, 0), "ana@example.org"),
        ("skip", (0, 0, 1, 0), None),
        ("new", (1, 0, 0, 0), None),
    ],
)
def test_who_is_there_already_is_met_by_the_rule(
    store: Store, tmp_path: Path, rule: str, expected: tuple[int, ...], email: str | None
) -> None:
    there = records.add(
        store, "contact", {"given_name": "Ana", "family_name": "Souza", "occupation": "Cook"},
        {"phones": [{"value": "+55 11 91234-5678"}], "emails": [{"value": "ana@example.org"}]},
    )  # fmt: skip
    path = tmp_path / "list.csv"
    path.write_text(TWIN)
    options = Options(on_duplicate=importing.OnDuplicate(rule))
    expectation = done(importing.preview(store, [path], options))
    if rule != "new":
        [item] = expectation.items
        assert item.twin
        assert item.twin.id == there
        assert item.twin.reasons
    report = done(importing.run(store, [path], options))
    assert counts(report) == counts(expectation) == expected
    page = records.show(store, there)
    assert page["fields"]["occupation"] == "Cook"
    assert bool(page["addresses"]) is (rule in ("merge", "update"))
    if expected[1]:
        assert counts(done(importing.run(store, [path], options))) == (0, 0, 1, 0), "from now on it is known"


def test_one_decision_stands_against_the_rule(store: Store, tmp_path: Path) -> None:
    records.add(
        store, "contact", {"given_name": "Ana", "family_name": "Souza"}, {"emails": [{"value": "ana@example.org"}]}
    )
    path = tmp_path / "list.csv"
    path.write_text(TWIN)
    [item] = done(importing.preview(store, [path])).items
    report = done(importing.run(store, [path], Options(decisions={item.place: importing.OnDuplicate.NEW})))
    assert counts(report) == (1, 0, 0, 0)


def test_columns_set_right_make_a_list_of_an_unknown_table(tmp_path: Path) -> None:
    """Dates are looked at once it is known which they are, and one target of two columns keeps both."""
    path = tmp_path / "list.csv"
    path.write_text("A;B;C;D\nAna Souza;55 1234;55 5678;03/04/1990\nRui;55 1;55 2;25/12/1980\n")
    source = sources.Source(path)
    layout = source.layout(Mapping())
    assert layout
    assert layout.problem
    chosen = {"A": "full_name", "B": "phones.value@mobile", "C": "phones.value@mobile", "D": "birthday"}
    cards = list(source.cards(Mapping(header=True, columns=chosen)))
    assert [getattr(one, "fields", {}).get("birthday") for one in cards] == ["1990-04-03", "1980-12-25"]
    assert [[phone["value"] for phone in getattr(one, "phones", ())] for one in cards] == [
        ["55 1234", "55 5678"],
        ["55 1", "55 2"],
    ]


def test_what_files_are_is_told_before_they_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("Name;E-Mail;Schuhgröße\nJörg Müller;joerg@example.de;43\n".encode("cp1252"))
    [found] = looking.look([path], Options())
    assert found.layout
    assert (found.format, found.layout.delimiter) == ("csv", ";")
    assert found.accents == ("Schuhgröße", "Jörg Müller")
    [wrong] = looking.look([path], Options(mapping=Mapping(encoding="cp1251")))
    assert wrong.accents[1] != "Jörg Müller"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("given_name", "First name"),
        ("phones.value@work/2", "Phone, work: Number 2"),
        ("phones.value@#1", "Phone 1"),
        ("addresses.city@#2", "Postal address 2: City"),
        ("birth_day", "Birth day"),
    ],
)
def test_every_target_has_a_name(target: str, words: str) -> None:
    assert mappings.target_name(target) == words

"""Files of other programs come in as one step, and the same file again changes nothing."""

import csv
import json
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.services import exporting, files, importing, records
from crmdesk.services.importing import Progress, Report, Verdict
from crmdesk.store.store import Store
from tests.store.template import another, assert_finder_is_as_rebuilt, brought, count, everything_found, visible


def done(work: Generator[Progress, None, Any]) -> Any:
    last = -1.0
    while True:
        try:
            progress = next(work)
        except StopIteration as end:
            return end.value
        assert last <= progress.done <= 1
        last = progress.done


def run(store: Store, *paths: Path, kind: str | None = None) -> Report:
    return done(importing.run(store, paths, importing.Options(kind=kind or "")))  # type: ignore[no-any-return]


def counts(report: Report) -> tuple[int, ...]:
    assert report.read == report.counts.total()
    return tuple(report.counts[verdict] for verdict in Verdict)


def card(name: str, *lines: str, uid: str = "") -> str:
    named = [f"UID:{uid}"] if uid else []
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", f"N:{name};;;;", *named, *lines, "END:VCARD", ""])


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def _write(*cards: str, name: str = "cards.vcf") -> Path:
        path = tmp_path / name
        path.write_text("".join(cards), "utf-8")
        return path

    return _write


ANA = card("Ana", "TEL;TYPE=cell:+55 11 98765-4321", "EMAIL:ana@example.org", "NOTE:one", uid="a")
FULL = card(
    "Rui", "TEL;TYPE=work:+351 21 123 4567", "ORG:Acme;Sales", "TITLE:Boss",
    "ADR;TYPE=home:;;Rua 1;Porto;;4000;Portugal",
    "CATEGORIES:VIP,Old", "X-ODD;X=1:kept", "BDAY:1980-03-22", "NOTE:two\\nlines",
    "URL:https://example.org", uid="r",
)  # fmt: skip


@pytest.mark.parametrize("cards", [(ANA, FULL), (ANA.replace("UID:a\r\n", ""), FULL.replace("UID:r\r\n", ""))])
def test_the_same_file_again_changes_nothing(store: Store, write: Any, cards: tuple[str, ...]) -> None:
    path = write(*cards)
    assert counts(run(store, path)) == (2, 0, 0, 0)
    before, steps, found = visible(store), count(store, "steps"), everything_found(store)
    for _time in range(2):
        assert counts(run(store, path)) == (0, 0, 2, 0)
        assert (visible(store), count(store, "steps"), everything_found(store)) == (before, steps, found)
    assert_finder_is_as_rebuilt(store)


def test_what_the_card_says_anew_is_set_and_the_rest_stays(store: Store, write: Any) -> None:
    run(store, write(ANA))
    (key,) = visible(store)["contacts"]
    records.add_part(store, "phones", key, {"value": "+55 11 2222-3333", "label": "home"})
    records.set_value(store, "contacts", key, "occupation", "Welder")
    changed = card("Ana Maria", "TEL;TYPE=work:+55 11 98765-4321", "EMAIL:new@example.org", "TITLE:Boss", uid="a")
    assert counts(run(store, write(changed))) == (0, 1, 0, 0)
    page = records.show(store, key)
    assert page["name"] == "Ana Maria"
    assert page["fields"]["occupation"] == "Welder"
    assert [(phone["label"], phone["value"]) for phone in page["phones"]] == [
        ("work", "+55 11 98765-4321"),
        ("home", "+55 11 2222-3333"),
    ]
    assert [mail["value"] for mail in page["emails"]] == ["ana@example.org", "new@example.org"]
    assert page["affiliations"][0]["title"] == "Boss"


def test_an_update_of_a_label_alone_is_an_update(store: Store, write: Any) -> None:
    run(store, write(ANA))
    before = visible(store)
    assert counts(run(store, write(ANA.replace("TYPE=cell", "TYPE=home")))) == (0, 1, 0, 0)
    assert [row[1] for row in visible(store)["phones"].values()] == ["home"]
    store.undo()
    assert visible(store) == before


def test_one_number_under_two_labels_keeps_both(store: Store, write: Any) -> None:
    numbers = ("TEL;TYPE=home:+49 30 12", "item1.TEL:+49 30 12", "item1.X-ABLabel:Signal")
    run(store, write(card("Ida", *numbers, uid="i")))
    assert counts(run(store, write(card("Ida", *numbers, "NICKNAME:Idi", uid="i"))))[:3] == (0, 1, 0)
    [owner] = [row.id for row in store.listing("contact").window(0, 9)]
    assert sorted(phone["label"] for phone in records.show(store, owner)["phones"]) == ["Signal", "home"]


def test_what_the_user_deleted_stays_deleted_unless_the_card_is_new(store: Store, write: Any) -> None:
    path = write(ANA)
    run(store, path)
    (key,) = visible(store)["contacts"]
    records.delete(store, "contact", [key])
    assert counts(run(store, path)) == (1, 0, 0, 0), "asked for once more, it comes once more"
    assert store.listing("contact").count() == 1
    assert counts(run(store, path)) == (0, 0, 1, 0)


def test_one_undo_takes_all_back(store: Store, write: Any) -> None:
    run(store, write(ANA))
    before, found = visible(store), everything_found(store)
    report = run(store, write(ANA.replace("one", "other"), FULL, card("Group", "X-ADDRESSBOOKSERVER-KIND:group")))
    assert report.counts[Verdict.UPDATED] == 1
    after, found_after = visible(store), everything_found(store)
    assert store.undo() == "Import cards.vcf"
    assert (visible(store), everything_found(store)) == (before, found)
    store.redo()
    assert (visible(store), everything_found(store)) == (after, found_after)


def test_the_same_uid_twice_in_a_file_is_one_person(store: Store, write: Any) -> None:
    report = run(store, write(ANA, ANA, card("Ana", "EMAIL:second@example.org", uid="a")))
    assert counts(report) == (1, 1, 1, 0)
    (key,) = visible(store)["contacts"]
    assert len(records.show(store, key)["emails"]) == 2


def test_twins_without_a_uid_stay_two(store: Store, write: Any) -> None:
    first, second = card("Ana", "TEL:+55 11 1111-1111"), card("Ana", "TEL:+55 11 1111-1111", "NOTE:the other")
    path = write(first, second)
    assert counts(run(store, path)) == (2, 0, 0, 0)
    assert counts(run(store, path)) == (0, 0, 2, 0)


def test_group_cards_take_their_members(store: Store, write: Any) -> None:
    group = card("Choir", "X-ADDRESSBOOKSERVER-KIND:group", "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:a", uid="g")
    path = write(group, ANA, FULL)
    run(store, path)
    from crmdesk.services import groups

    ((key, name, number, _colour),) = [(row.id, row.name, row.count, row.colour) for row in groups.list_groups(store)]
    assert (name, number) == ("Choir", 1)
    assert [row.name for row in store.rows(groups.members(store, key))] == ["Ana"]
    assert counts(run(store, path)) == (0, 0, 3, 0)


def test_a_company_card_is_the_company_of_its_people(template: Path, tmp_path: Path, write: Any) -> None:
    firm = card("Acme", "X-ABShowAs:COMPANY", "ORG:Acme", "TEL:+44 20 7946 0000").replace("N:Acme;;;;\r\n", "")
    for cards in ((FULL, firm), (firm, FULL)):
        with closing(another(template, tmp_path)) as other:
            run(other, write(*cards))
            assert len(visible(other)["companies"]) == 1
            assert counts(run(other, write(*cards))) == (0, 0, 2, 0)


@pytest.mark.parametrize("steps", [0, 1, 2, 5])
def test_cancelling_leaves_nothing(store: Store, write: Any, steps: int) -> None:
    run(store, write(ANA))
    before, found, number = visible(store), everything_found(store), count(store, "steps")
    many = [card(f"Name {n}", f"TEL:+55 11 9{n:08}") for n in range(1200)]
    work = importing.run(store, [write(ANA.replace("one", "other"), *many)])
    for _step in range(steps):
        next(work)
    work.close()
    assert not store.busy
    assert (visible(store), everything_found(store), count(store, "steps")) == (before, found, number)
    assert store.listing("contact").count() == 1
    run(store, write(FULL))


def test_an_error_amid_leaves_nothing(store: Store, write: Any, tmp_path: Path) -> None:
    good, missing = write(ANA), tmp_path / "missing.vcf"
    with pytest.raises(UserError, match=r"missing\.vcf"):
        run(store, good, missing)
    assert not any(visible(store).values())
    assert not store.busy


def test_a_preview_writes_nothing_and_tells_all(store: Store, write: Any) -> None:
    run(store, write(ANA))
    before, steps, heard = visible(store), count(store, "steps"), []
    store.changed.append(heard.append)
    path = write(ANA, ANA.replace("one", "other"), FULL, "BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n")
    report = done(importing.preview(store, [path]))
    assert counts(report) == (1, 1, 1, 1)
    assert [item.verdict for item in report.items] == ["unchanged", "updated", "added", "rejected"]
    assert "other" in report.items[1].reason
    assert (visible(store), count(store, "steps"), heard) == (before, steps, [])
    assert not store.busy


PEOPLE = st.builds(
    lambda name, uid, lines: card(name, *lines, uid=uid),
    st.sampled_from(["Ana", "Rui", "ana", "Zoë"]),
    st.sampled_from(["", "", "a", "b"]),
    st.lists(
        st.sampled_from(
            [
                "TEL;TYPE=cell:+55 11 98765-4321",
                "TEL;TYPE=home:+55 11 98765-4321",
                "TEL:1234",
                "EMAIL:a@example.org",
                "EMAIL;TYPE=home:A@example.org",
                "ORG:Acme",
                "ORG:acme;Sales",
                "TITLE:Boss",
                "NOTE:x",
                "CATEGORIES:VIP",
                "CATEGORIES:vip",
                "BDAY:1980-03-22",
                "X-ODD:1",
                "ADR:;;Rua 1;Porto;;;",
                "X-ABRELATEDNAMES:Rui",
                "NICKNAME:N",
                "X-ABShowAs:COMPANY",
                "X-ADDRESSBOOKSERVER-KIND:group",
                "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:a",
                "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgo=",
                "NOTE:" + "long " * 400,
            ]
        ),
        max_size=4,
    ),
)


@given(first=st.lists(PEOPLE, max_size=6), second=st.lists(PEOPLE, max_size=6))
@settings(suppress_health_check=[*HealthCheck])
def test_a_preview_promises_what_the_import_does(
    template: Path, tmp_path_factory: pytest.TempPathFactory, first: list[str], second: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("import")
    with closing(another(template, folder)) as store:
        for number, cards in enumerate((first, second, second)):
            path = folder / f"{number}.vcf"
            path.write_text("".join(cards) or "\n", "utf-8")
            if not cards:
                continue
            steps = count(store, "steps")
            expected = done(importing.preview(store, [path]))
            report = run(store, path)
            assert counts(expected) == counts(report)
            assert report.read == len(cards)
        if second:
            assert counts(report)[0::3] == (0, 0) or report.counts[Verdict.REJECTED]
            assert count(store, "steps") == steps, "the same file again is no step"
        while store.undo():
            pass
        assert not any(visible(store).values())


def test_rejected_cards_are_told_and_written_down(store: Store, write: Any, tmp_path: Path) -> None:
    path = write(ANA, "BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n", FULL)
    report = run(store, path)
    assert counts(report) == (2, 0, 0, 1)
    (item,) = report.rejected
    assert (item.file, item.line) == ("cards.vcf", 10)
    assert item.reason
    rejects = tmp_path / "rejects.csv"
    importing.write_rejects(report, rejects)
    rows = list(csv.reader(rejects.read_text("utf-8-sig").splitlines()))
    assert rows[0] == ["Rejected because", "Rejected from", "Rejected line", "Rejected text"]
    assert rows[1][1:3] == ["cards.vcf", "10"]
    with pytest.raises(UserError, match="rejects"):
        importing.write_rejects(report, tmp_path / "nowhere" / "rejects.csv")


def test_csv_comes_in_twice_unchanged(store: Store, write: Any) -> None:
    lines = [
        "Given Name,Family Name,E-mail 1 - Value,Phone 1 - Value,Shoe size",
        "Ana,Souza,ana@example.org,+55 11 98765-4321,38",
    ]
    path = write("\n".join(lines), name="list.csv")
    assert counts(run(store, path)) == (1, 0, 0, 0)
    assert counts(run(store, path)) == (0, 0, 1, 0)
    (key,) = visible(store)["contacts"]
    assert [(field["name"], field["value"]) for field in records.show(store, key)["custom"]] == [("Shoe size", "38")]
    assert [row.name for row in store.find("38")] == ["Ana Souza"]


@pytest.mark.parametrize("name", ["empty.vcf", "blank.csv", "folder", "missing.vcf", "broken.json"])
def test_files_that_cannot_be_read(store: Store, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
    elif name != "missing.vcf":
        path.write_text({"blank.csv": "  \n", "broken.json": '{"crmdesk": 1, "records": {'}.get(name, ""))
    for work in (importing.preview, importing.run):
        with pytest.raises(UserError):
            done(work(store, [path]))
    assert count(store, "steps") == 0
    assert not store.busy


UNREADABLE = {
    "empty.csv": (b"", "empty"),
    "a.zip": (b"PK\x03\x04rest", "damaged"),
    "a.vcf.gz": (b"\x1f\x8b\x08rest", "Unpack"),
    "a.xlsx": (b"PK\x03\x04...xl/workbook", "damaged"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "no text"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_files_that_are_no_text(store: Store, write: Any, tmp_path: Path, name: str) -> None:
    content, word = UNREADABLE[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match=word):
        run(store, tmp_path / name)
    report = run(store, write(ANA), tmp_path / name)
    assert counts(report) == (1, 0, 0, 1)
    assert (report.rejected[0].file, report.rejected[0].line) == (name, 1)
    assert word in report.rejected[0].reason


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-8", "cp1251"])
def test_text_of_every_width_is_text(store: Store, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "list.csv").write_bytes("Name,E-mail\nОльга,o@example.org\nРуи,r@example.org\n".encode(encoding))
    (tmp_path / "nul.csv").write_bytes(b"Name,E-mail\nO\0l,\0\n")
    assert counts(run(store, tmp_path / "nul.csv")) == (1, 0, 0, 0)
    assert counts(run(store, tmp_path / "list.csv")) == (2, 0, 0, 0)


def test_characters_that_no_text_may_hold_do_not_come_in(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "odd.vcf"
    path.write_bytes(card("A\0na", "NOTE:x\0y\x07z", "TITLE:Bo\x1bss").encode() + b"\xff\xfe\xed\xa0\x80")
    run(store, path)
    for table in ("contacts", "notes", "affiliations"):
        for row in visible(store)[table].values():
            assert not [
                text for text in row if isinstance(text, str) and ("\0" in text or "\x07" in text or "\x1b" in text)
            ]


def test_a_file_with_data_is_backed_up_first(store: Store, write: Any) -> None:
    run(store, write(ANA))
    assert files.last_backup(store) is None
    run(store, write(FULL))
    assert files.last_backup(store) is not None


def test_what_is_backed_up_already_is_not_again(store: Store, write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Store] = []
    monkeypatch.setattr(files, "backup_in_steps", lambda store: made.append(store) or iter(()))
    run(store, write(ANA))
    changed = store.last_change_at()
    for last, expected in ((None, 1), (changed, 1)):
        monkeypatch.setattr(files, "last_backup", lambda _store, last=last: last)
        run(store, write(ANA))
        assert len(made) == expected


def test_several_files_are_one_step(store: Store, write: Any) -> None:
    first, second = write(ANA, name="1.vcf"), write(FULL, name="2.vcf")
    assert counts(run(store, first, second, first)) == (2, 0, 1, 0)
    assert store.next_undo() == "Import 1.vcf, 2.vcf, 1.vcf"
    assert count(store, "steps") == 1


def test_a_json_export_is_known_by_its_content(store: Store, tmp_path: Path, template: Path) -> None:
    records.add(store, "contact", {"given_name": "Ana"})
    path = tmp_path / "all.txt"
    assert done(exporting.export(store, path, "json")) == 1
    assert json.loads(path.read_text("utf-8"))["crmdesk"] == 1
    with closing(another(template, tmp_path)) as other:
        assert counts(run(other, path)) == (1, 0, 0, 0)
        assert brought(other) == brought(store)

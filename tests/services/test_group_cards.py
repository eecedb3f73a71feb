"""What a group card says beyond its members goes in and out again."""

from contextlib import closing
from pathlib import Path

from crmdesk.services import exporting, files, groups
from crmdesk.services.importing import Verdict
from crmdesk.store.store import Store
from tests.services.test_importing import done, run
from tests.store.template import another

CARD = (
    "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nUID:g\nFN:Family\nMEMBER:urn:uuid:elsewhere\nMEMBER:sip:x@example.org\n"
    "NOTE:Sundays\nX-ODD:kept\nEND:VCARD\n"
)


def _export(store: Store, path: Path, kind: str = "vcard") -> str:
    done(exporting.export(store, path, kind))
    return path.read_text("utf-8")


def test_all_of_a_group_goes_out_again(store: Store, template: Path, tmp_path: Path) -> None:
    (tmp_path / "in.vcf").write_text(CARD)
    assert run(store, tmp_path / "in.vcf").counts == {Verdict.ADDED: 1}
    out = _export(store, tmp_path / "out.vcf")
    for line in CARD.splitlines():
        assert line in out or "elsewhere" in line
    assert "elsewhere" in out
    assert run(store, tmp_path / "in.vcf").counts == {Verdict.UNCHANGED: 1}
    assert run(store, tmp_path / "out.vcf").counts == {Verdict.UNCHANGED: 1}
    with closing(another(template, tmp_path)) as other:
        run(other, tmp_path / "out.vcf")
        assert [group.name for group in groups.list_groups(other)] == ["Family"]
        assert _export(other, tmp_path / "again.vcf") == out


def test_a_group_of_people_here_is_told_by_their_cards(store: Store, tmp_path: Path) -> None:
    person = "BEGIN:VCARD\nVERSION:4.0\nUID:p\nFN:Ana\nEND:VCARD\n"
    (tmp_path / "in.vcf").write_text(person + "BEGIN:VCARD\nKIND:group\nFN:All\nMEMBER:urn:uuid:p\nEND:VCARD\n")
    run(store, tmp_path / "in.vcf")
    assert "KIND:group" not in _export(store, tmp_path / "out.vcf")
    assert run(store, tmp_path / "out.vcf").counts == {Verdict.UNCHANGED: 1}


def test_a_group_without_a_name_gets_one(store: Store, tmp_path: Path) -> None:
    (tmp_path / "in.vcf").write_text("BEGIN:VCARD\nKIND:group\nMEMBER:urn:uuid:p\nEND:VCARD\n")
    run(store, tmp_path / "in.vcf")
    assert [group.name for group in groups.list_groups(store)] == ["Group"]
    assert files.check(store) == []


def test_version_3_for_older_programs(store: Store, tmp_path: Path) -> None:
    (tmp_path / "in.vcf").write_text(CARD)
    run(store, tmp_path / "in.vcf")
    assert "X-ADDRESSBOOKSERVER-KIND:group" in _export(store, tmp_path / "out.vcf", "vcard3")

"""What goes out comes in again equal: all of it as JSON, as far as the format allows as vCard and CSV."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.domain.records import RECORDS
from crmdesk.formats import EXPORTED
from crmdesk.services import exporting, groups, importing, records
from crmdesk.services.cards import OWNERS, read_cards
from crmdesk.services.importing import Verdict
from crmdesk.store import bulk
from crmdesk.store.store import Store
from tests.services.test_importing import done
from tests.store.commands import Hand
from tests.store.template import (
    another,
    assert_finder_is_as_rebuilt,
    brought,
    count,
    everything_found,
    reopened,
    visible,
)
from tests.store.test_journal import put, rows_of


@pytest.fixture(scope="module")
def filled(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Filled once; each test has a copy."""
    folder = tmp_path_factory.mktemp("filled")
    with closing(another(template, folder)) as store:
        hand = Hand(store, folder, 11)
        often = [
            "add_contact",
            "import_file",
            "tag",
            "relate",
            "join",
            "add_part",
            "set_custom",
            "add_position",
        ]
        for name in ("add_field", "add_group", *often * 4, "set_photo"):
            hand.do(name)
        return store.path


@pytest.fixture
def full(filled: Path, desk: Path) -> Iterator[Store]:
    with closing(reopened(Path(shutil.copy(filled, desk)))) as store:
        yield store


def export(store: Store, to: Path, kind: str, ids: list[bytes] | None = None) -> int:
    return done(exporting.export(store, to, kind, ids))  # type: ignore[no-any-return]


def test_json_comes_back_equal(full: Store, template: Path, tmp_path: Path) -> None:
    path = tmp_path / "all.json"
    number = export(full, path, "json")
    assert number == full.listing("contact").count() + full.listing("company").count()
    with closing(another(template, tmp_path)) as other:
        report = done(importing.run(other, [path]))
        assert (report.read, report.counts[Verdict.ADDED]) == (number, number)
        assert brought(other) == brought(full)
        assert everything_found(other) == everything_found(full)
        steps = count(other, "steps")
        again = done(importing.run(other, [path]))
        assert again.counts[Verdict.UNCHANGED] == number
        assert count(other, "steps") == steps
        other.undo()
        assert not any(visible(other).values())


@given(data=st.data())
@settings(suppress_health_check=[*HealthCheck], max_examples=10)
def test_json_of_anything_comes_back_equal(
    template: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Random rows of several kinds of record at a time, whatever their texts, numbers and bytes."""
    folder = tmp_path_factory.mktemp("json")
    keys = iter(range(1, 1000))
    ids = st.binary(min_size=16, max_size=16)
    with closing(another(template, folder, "One.crmdesk")) as one, closing(another(template, folder)) as other:
        with one.write("Fill") as session:
            some = data.draw(st.sets(st.sampled_from(range(len(RECORDS))), max_size=12))
            for record in (RECORDS[place] for place in sorted(some)):
                if record.__tablename__ == "attachments":
                    continue  # their contents are another test's
                for row in data.draw(st.lists(rows_of(record), max_size=2)):
                    links = {
                        name: data.draw(ids)
                        for name, value in row.items()
                        if name.endswith("_id") and value is not None
                    }
                    put(session, record, {**row, **links, "deleted_at": None, "id": next(keys).to_bytes(16)})
        path = folder / "all.json"
        export(one, path, "json")
        done(importing.run(other, [path]))
        assert brought(other) == brought(one)
        assert_finder_is_as_rebuilt(other)


def test_an_import_over_changes_sets_what_the_export_says(full: Store, tmp_path: Path) -> None:
    path = tmp_path / "all.json"
    export(full, path, "json")
    before = brought(full)
    keys = [row.id for row in full.listing("contact").window(0, 9)]
    records.delete(full, "contact", keys[:2])
    records.set_value(full, "contacts", keys[3], "nickname", "Changed")
    changed = brought(full)
    report = done(importing.run(full, [path]))
    assert report.counts[Verdict.UPDATED] >= 2
    back = brought(full)
    assert {table: set(rows) for table, rows in back.items()} == {table: set(rows) for table, rows in before.items()}
    full.undo()
    assert brought(full) == changed


def cards(store: Store) -> list[Any]:
    with store.read() as session:
        found = []
        for kind, record in OWNERS.items():
            keys = [key for (key,) in bulk.fetch_all(session, record, "id")]
            found += [card for _key, card in read_cards(session, kind, keys)]
    return sorted(map(comparable, found), key=str)


def comparable(card: Any) -> Any:
    """Without the order of sets; a position in a company is told by its names."""
    return {
        "kind": card.kind,
        "fields": {name: value for name, value in card.fields.items() if name != "kind"},
        "tags": sorted(map(str.casefold, card.tags)),
        "groups": sorted(card.groups),
        **{
            name: [
                {k: v for k, v in entry.items() if k not in ("e164", "extension", "is_primary")}
                for entry in getattr(card, name)
            ]
            for name in ("phones", "emails", "links", "relations", "notes")
        },
        "cities": [entry.get("city") for entry in card.addresses],
        "companies": [(entry.get("company"), entry.get("title")) for entry in card.affiliations],
        "photo": card.photo,
        "custom": card.custom,
    }


def test_vcards_come_back_equal(full: Store, template: Path, tmp_path: Path) -> None:
    path = tmp_path / "all.vcf"
    number = export(full, path, "vcard")
    with closing(another(template, tmp_path)) as other:
        report = done(importing.run(other, [path]))
        assert report.read == number
        assert not report.rejected
        assert cards(other) == cards(full)


def test_csv_comes_back_with_names_and_channels(full: Store, template: Path, tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    number = export(full, path, "csv")
    with closing(another(template, tmp_path)) as other:
        report = done(importing.run(other, [path]))
        assert (report.read, len(report.rejected)) == (number, 0)
        for kind in ("contact", "company"):
            assert names(other, kind) == names(full, kind)
        for name in ("phones", "emails"):
            assert sorted(values(other, name)) == sorted(values(full, name))


def names(store: Store, kind: str) -> list[str]:
    return sorted(row.name for row in store.listing(kind).window(0, 999))


def values(store: Store, table: str) -> list[str]:
    return [value for (value,) in store.connection.execute(f"SELECT value FROM {table} WHERE deleted_at IS NULL")]


LOSSLESS = ("vcard", "vcard3", "csv", "xlsx", "json", "zip")
PARTS = tuple(kind for kind in EXPORTED if kind != "sqlite")
"""What a part of the file can be written as."""


@pytest.mark.parametrize("kind", LOSSLESS)
def test_our_own_export_changes_nothing(full: Store, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"all{EXPORTED[kind]}"
    number, steps = export(full, path, kind), count(full, "steps")
    report = done(importing.run(full, [path]))
    assert report.counts == {Verdict.UNCHANGED: number}
    assert count(full, "steps") == steps


@pytest.mark.parametrize("kind", [kind for kind in PARTS if kind != "ics"])
def test_only_those_who_were_named(full: Store, template: Path, tmp_path: Path, kind: str) -> None:
    chosen = full.listing("contact").window(2, 1)[0]
    group = groups.add(full, "Few")
    groups.put_in(full, group, [chosen.id])
    path = tmp_path / f"few{EXPORTED[kind]}"
    assert export(full, path, kind, groups.members(full, group)) == 1
    with closing(another(template, tmp_path)) as other:
        done(importing.run(other, [path]))
        assert names(other, "contact") == [chosen.name]
        assert other.rows([row.id for row in other.listing("contact").window(0, 1)])[0].detail == chosen.detail
        assert other.orphans() == []


@pytest.mark.parametrize("kind", PARTS)
def test_an_empty_file_goes_out_too(store: Store, tmp_path: Path, kind: str) -> None:
    assert export(store, tmp_path / "empty", kind) == 0
    assert (tmp_path / "empty").exists()


@pytest.mark.parametrize("kind", PARTS)
def test_cancelling_leaves_the_older_file(full: Store, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "out"
    path.write_text("older")
    work = exporting.export(full, path, kind)
    next(work)
    work.close()
    assert path.read_text() == "older"
    assert [place for place in tmp_path.iterdir() if place.name.endswith(".part")] == []


@pytest.mark.parametrize("place", ["nowhere/out.vcf", ".", "/", "folder", "file/out.vcf"])
def test_places_that_cannot_be_written(
    store: Store, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError):
        export(store, Path(place), "vcard")
    assert {path.name for path in tmp_path.rglob("*") if "Desk" not in path.name} == {"file", "folder"}


def test_our_own_file_is_not_written_over(store: Store) -> None:
    with pytest.raises(UserError):
        export(store, store.path, "json")


@pytest.mark.parametrize(
    ("name", "kind"), [("a.vcf", "vcard"), ("a.CSV", "csv"), ("a.json", "json"), ("a.txt", "vcard")]
)
def test_the_format_is_seen_from_the_name(name: str, kind: str) -> None:
    assert exporting.format_for(Path(name)) == kind

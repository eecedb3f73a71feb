"""Numbers of documents: none twice, on laptops that do not see each other, and gaps that are told."""

import shutil
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.domain.numbering import checked, dated, letter_of, numbered, series
from crmdesk.services import document_steps, documents, exporting, importing, numbering
from crmdesk.services.documents import Line
from crmdesk.store.store import Store
from tests.store.template import another, reopened

DAY = date(2026, 12, 1)
LINES = [Line(name="Oven", unit_price=Decimal("9.99"), taxes=())]


def sent(store: Store, count: int) -> list[str]:
    keys = [documents.make(store, "quote", LINES) for _number in range(count)]
    return [document_steps.send(store, key, DAY) for key in keys]


def titles(store: Store) -> list[str]:
    with store.read() as session:
        from crmdesk.domain.documents import Document
        from crmdesk.store import bulk

        return [row["title"] for row in bulk.whole(session, Document) if row["title"]]


def copied(store: Store, folder: Path, name: str) -> Path:
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return Path(shutil.copy(store.path, folder / name))


@pytest.mark.timeout(900)
@pytest.mark.parametrize("is_plain", [False, True])
def test_two_laptops_offline_never_give_the_same(tmp_path: Path, store: Store, size: int, is_plain: bool) -> None:
    count = 10 * size
    if is_plain:
        numbering.count_plainly(store)
    sent(store, 2)
    with closing(reopened(copied(store, tmp_path, "Second.crmdesk"))) as second:
        here, there = sent(store, count), sent(second, count)
        assert len({*here, *there}) == 2 * count
        assert here[-1].endswith(f"-{count + 2:04}")
        assert there[-1].endswith(f"-{count:04}")
        assert (here[0] == "Q-2026-0003") is is_plain
        before = {title: row(second, title) for title in there}
        merge(second, store, tmp_path)
        assert len(titles(store)) == len(set(titles(store))) == 2 * count + 2
        assert {title: row(store, title) for title in there} == before, "nothing changed after it was printed"
        assert sent(store, 1)[0].endswith(f"-{count + 3:04}")
        assert numbering.gaps(store) == []


def row(store: Store, title: str) -> documents.Row:
    with store.read() as session:
        return documents.by_number(session, title)


def merge(one: Store, into: Store, folder: Path) -> None:
    path = folder / "all.json"
    for work in (exporting.export(one, path, "json"), importing.run(into, [path])):
        assert all(0 <= progress.done <= 1 for progress in work)


def test_files_that_were_begun_apart_have_their_own(tmp_path: Path, template: Path) -> None:
    letters = []
    for number in range(4):
        with closing(another(template, tmp_path, f"{number}.crmdesk")) as other:
            letters += [title.split("-")[2] for title in sent(other, 2)]
    assert len(letters) == 8
    assert len(set(letters)) == 4
    assert all(len(letter) == 3 and letter[0].isalpha() for letter in letters)


def test_a_laptop_keeps_its_letter_and_may_lay_it_down(store: Store) -> None:
    first = sent(store, 2)
    numbering.count_plainly(store)
    assert sent(store, 1) == ["Q-2026-0001"]
    assert [title.split("-")[2] for title in first] == [first[0].split("-")[2]] * 2


def test_a_letter_that_is_taken_grows() -> None:
    device = "0123456789abcdef"
    first = letter_of(device, set())
    assert letter_of(device, {first}) == letter_of(device, set("x"))[:3] + letter_of(device, {first})[3]


def test_gaps_are_told(store: Store) -> None:
    numbering.count_plainly(store)
    sent(store, 2)
    store.undo()
    sent(store, 1)
    (gap,) = numbering.gaps(store)
    assert (gap.letter, gap.missing) == ("", ("Q-2026-0002",))


def test_patterns(store: Store) -> None:
    numbering.count_plainly(store)
    numbering.set_pattern(store, "quote", "{year}{month}/{serial:3}")
    assert sent(store, 1) == ["202612/001"]
    numbering.set_pattern(store, "quote", "{year}{month}/{serial}")
    assert sent(store, 1) == ["202612/2"], "another width counts on"
    for pattern in ("Q-{year}", "Q-{serial}-{serial}", "Q-{week}-{serial}", "{month}-{serial}", "Q-{serial"):
        with pytest.raises(UserError):
            checked(pattern)
    assert series(dated("A{year}-{serial:9}", DAY)) == "A2026-{serial}"
    assert numbered("A{serial:2}", "K7M", 5).text == "AK7M-05"

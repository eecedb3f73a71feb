"""Names taken apart: the rules, and the collections of names that others check themselves against."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.values import names
from crmdesk.domain.values.names import is_company, split_name

KEYS = ("prefix", "given_name", "middle_name", "family_name", "suffix", "nickname")


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("Madonna", {"given_name": "Madonna"}),
        ("Ludwig van Beethoven", {"given_name": "Ludwig", "family_name": "van Beethoven"}),
        ("Berg, Jan van den", {"given_name": "Jan", "family_name": "van den Berg"}),
        ("Maria da Silva", {"given_name": "Maria", "family_name": "da Silva"}),
        ("João Costa e Silva", {"given_name": "João", "family_name": "Costa e Silva"}),
        ("Ahmad bin Ali", {"given_name": "Ahmad", "family_name": "bin Ali"}),
        ("Van Morrison", {"given_name": "Van", "family_name": "Morrison"}),
        ("DUPONT Jean", {"given_name": "Jean", "family_name": "DUPONT"}),
        (
            "King, Martin Luther, Jr.",
            {"given_name": "Martin", "middle_name": "Luther", "family_name": "King", "suffix": "Jr."},
        ),
        ("Griffey, Jr., Ken", {"given_name": "Ken", "family_name": "Griffey", "suffix": "Jr."}),
        ("Prof. Dr. Eva Braun", {"prefix": "Prof. Dr.", "given_name": "Eva", "family_name": "Braun"}),
        ("Herr Schmidt", {"prefix": "Herr", "family_name": "Schmidt"}),
        ("Sir Elton", {"prefix": "Sir", "given_name": "Elton"}),
        ('Yukihiro "Matz" Matsumoto', {"given_name": "Yukihiro", "family_name": "Matsumoto", "nickname": "Matz"}),
        ("山田太郎", {"family_name": "山田", "given_name": "太郎"}),
        ("王小明", {"family_name": "王", "given_name": "小明"}),
        ("歐陽修", {"family_name": "歐陽", "given_name": "修"}),
        ("佐藤 健", {"family_name": "佐藤", "given_name": "健"}),
        ("김철수", {"family_name": "김", "given_name": "철수"}),
        ("남궁민수", {"family_name": "남궁", "given_name": "민수"}),
        ("ジョン・スミス", {"given_name": "ジョン", "family_name": "スミス"}),
        ("Иванов Иван Иванович", {"family_name": "Иванов", "given_name": "Иван", "middle_name": "Иванович"}),
        ("Иван Иванович Иванов", {"family_name": "Иванов", "given_name": "Иван", "middle_name": "Иванович"}),
        ("Nguyễn Văn An", {"family_name": "Nguyễn", "middle_name": "Văn", "given_name": "An"}),
        ("Nagy János", {"family_name": "Nagy", "given_name": "János"}),
        ("  ", {}),
        (" , ", {}),
    ],
)
def test_parts(full: str, parts: dict[str, str]) -> None:
    assert split_name(full) == parts


WORDS = st.from_regex(r"[A-Z][a-zà-ÿ]{2,8}", fullmatch=True)


@given(st.lists(WORDS, min_size=1, max_size=5), st.sampled_from([" ", ", ", '"', " ("]))
def test_no_letter_is_lost(words: list[str], mark: str) -> None:
    full = f"{words[0]}{mark}{' '.join(words[1:])}"
    letters = sorted(c for part in split_name(full).values() for c in part if c.isalpha())
    assert letters == sorted(c for c in full if c.isalpha())


@given(st.text(max_size=40))
def test_any_text_gives_parts_that_are_not_empty(full: str) -> None:
    parts = split_name(full)
    assert set(parts) <= set(KEYS)
    assert all(value.strip() for value in parts.values())
    assert parts or not any(c.isalnum() for c in full)


@given(
    st.lists(
        WORDS | st.sampled_from(["Van", "Dr", "Jr", "and", "de", "Senior", "Ma", "II", "y"]), min_size=1, max_size=2
    )
)
def test_the_quick_way_says_the_same(words: list[str]) -> None:
    full = " ".join(words)
    assert split_name(full) == names._split_any(full)


@pytest.mark.parametrize(
    "name",
    [
        "Groß GmbH & Co. KG",
        "Smith Bakery, Inc.",
        "ООО Ромашка",
        "株式会社山田",
        "Acme SA",
        "Citizens for Better Roads",
        "Miller dba Cakes",
        "City of Bonn",
        "Light, Black, Hanson & Feary",
    ],
)
def test_company(name: str) -> None:
    assert is_company(name)


@pytest.mark.parametrize("name", ["Maria Sa", "Jack Ma", "John Bank-Smith", "Inc", "Ana", "JOAO SA"])
def test_person(name: str) -> None:
    assert not is_company(name)


def _rows(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def _plain(*texts: object) -> str:
    return " ".join(re.sub('[.,"]', "", " ".join(str(t) for t in texts if t)).lower().split())


def _seen(full: object) -> tuple[str, ...]:
    """First names, last name, suffix and nickname: what all collections tell."""
    parts = split_name(str(full))
    given_names = _plain(parts.get("given_name"), parts.get("middle_name"))
    return given_names, *(_plain(parts.get(key)) for key in ("family_name", "suffix", "nickname"))


def _nameparser(folder: Path) -> Iterator[tuple[object, tuple[str, ...]]]:
    for row in _rows(folder / "nameparser.jsonl"):
        told = dict(row["expected"])  # type: ignore[call-overload]
        parts = [
            _plain(told.get("first"), told.get("middle")),
            *(_plain(told.get(k)) for k in ("last", "suffix", "nickname")),
        ]
        yield row["input"], tuple(parts)


def _theiconic(folder: Path) -> Iterator[tuple[object, tuple[str, ...]]]:
    for row in _rows(folder / "theiconic.jsonl"):
        told = dict(row["expected"])  # type: ignore[call-overload]
        given_names = _plain(told.get("firstname"), told.get("initials"), told.get("middlename"))
        yield row["input"], (given_names, *(_plain(told.get(k)) for k in ("lastname", "suffix", "nickname")))


def _joshfraser(folder: Path) -> Iterator[tuple[object, tuple[str, ...]]]:
    for row in _rows(folder / "joshfraser.jsonl"):
        told = dict(row["expected"])  # type: ignore[call-overload]
        yield row["input"], (_plain(told["fname"], told["initials"]), _plain(told["lname"]), _plain(told["suffix"]), "")


def _probablepeople(folder: Path) -> Iterator[tuple[object, tuple[str, ...]]]:
    kinds = ("Given|Middle|FirstInitial", "Surname|LastInitial", "Suffix", "Nickname")
    for row in _rows(folder / "probablepeople.jsonl"):
        tokens = [(str(kind), word) for kind, word in row["tokens"]]  # type: ignore[attr-defined]
        if row["kind"] == "person" and "And" not in {kind for kind, _ in tokens}:
            yield row["input"], tuple(_plain(*(w for k, w in tokens if re.match(kind, k))) for kind in kinds)


@pytest.mark.parametrize(
    ("bank", "share"), [(_nameparser, 0.99), (_theiconic, 0.96), (_joshfraser, 0.9), (_probablepeople, 0.96)]
)
def test_banks_of_names(shared_data: Path, bank: object, share: float) -> None:
    """The misses are rows on which the collections contradict one another (Old Mac Donald, Dale Senior)."""
    rows = list(bank(shared_data / "names"))  # type: ignore[operator]
    missed = [full for full, told in rows if _seen(full) != told]
    assert 1 - len(missed) / len(rows) >= share, missed


def test_no_person_of_the_bank_is_called_a_company(shared_data: Path) -> None:
    rows = _rows(shared_data / "names" / "probablepeople.jsonl")
    persons = [row["input"] for row in rows if row["kind"] == "person"]
    assert [name for name in persons if is_company(str(name))] == []

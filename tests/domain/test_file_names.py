"""Hostile names of attached files are shown harmlessly, and give harmless names on a disk."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.values.file_names import safe, shown
from tests.domain.hostile_names import HOSTILE


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Offer 2026.pdf", "Offer 2026.pdf"),
        ("Çağrı & Söhne (2).pdf", "Çağrı & Söhne (2).pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Windows\\win.ini", "C__Windows_win.ini"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        ("LPT².pdf", "_LPT².pdf"),
        ("console.txt", "console.txt"),
        ("a.", "a"),
        (".bashrc", "bashrc"),
        ("..", "_"),
        ("", "_"),
        ("cafe\u0301.txt", "café.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("two\nlines.txt", "two lines.txt"),
    ],
)
def test_names_for_a_disk(name: str, wanted: str) -> None:
    assert safe(name) == wanted


def test_what_is_shown_keeps_what_was_written() -> None:
    assert shown("  ../Angebot „A/B“.pdf ") == "../Angebot „A/B“.pdf"
    assert shown("عقد.pdf") == "عقد.pdf"
    assert shown("\u202e\x00 ") == ""


def test_a_long_name_keeps_its_ending() -> None:
    assert safe("ü" * 300 + ".pdf") == "ü" * 98 + ".pdf"
    assert len(shown("x" * 5000 + ".pdf")) == 1000


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_become_files_in_their_folder(name: str, tmp_path: Path) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    (inside / safe(name)).write_bytes(b"x")
    assert [path.name for path in inside.iterdir()] == [safe(name)]
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_any_text_gives_a_name(name: str) -> None:
    made = safe(name)
    assert made not in ("", ".", "..")
    assert not set(made) & set('<>:"/\\|?*')
    assert made == made.strip(" ").rstrip(".")
    assert len(made.encode()) <= 201
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in made)
    assert safe(made) == made

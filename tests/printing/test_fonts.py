"""Which font sets whose letters, and what is told when none can."""

import pytest

from crmdesk import paths
from crmdesk.printing import fonts


@pytest.fixture
def no_installed_fonts(monkeypatch, tmp_path):
    """The computer has the fonts of this folder only."""
    monkeypatch.setattr(fonts, "_font_folders", lambda: [tmp_path])
    caches = (fonts.line, fonts._installed_face_for, fonts._installed_face, fonts._installed_files, fonts._faces_beside)
    for cached in caches:
        cached.cache_clear()
    yield tmp_path
    for cached in caches:
        cached.cache_clear()


@pytest.mark.parametrize("name", [fonts.REGULAR, fonts.STRONG])
@pytest.mark.parametrize(
    "letters",
    ["ÀÿĀžȘțƏ", "ĞğİıŞş₺", "ΑΩαωάΐΰςϊ", "АЯаяЁёЄєЇїҐґЎў№₽", "ĄąĆćŁłŃńŚśŹźŻż", "ẠạẤấỆệỮữ", "–—‘’“”…·€§°"],
)
def test_europe_needs_no_substitute(name, letters):
    assert fonts.line(letters, name).plain


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("דוד כהן", "DejaVu Sans"),
        ("محمد", "DejaVu Sans"),
        ("Հայկ გიორგი", "DejaVu Sans"),
        ("王小明", "Droid Sans Fallback"),
        ("山田たろう", "Droid Sans Fallback"),
        ("김철수", "Droid Sans Fallback"),
    ],
)
def test_other_scripts_have_a_named_substitute(text, face, no_installed_fonts):
    line = fonts.line(text)
    assert line.substitutes == {face}
    assert not line.missing


def test_a_mixed_line_changes_fonts_where_it_must():
    line = fonts.line("王 Wang-12")
    assert [(run.face.name, run.text) for run in line.runs] == [
        ("Droid Sans Fallback", "王"),
        ("Noto Sans", " Wang-12"),
    ]
    assert line.width == pytest.approx(sum(run.face.width(run.text) for run in line.runs))


def test_what_no_font_has_is_told(no_installed_fonts):
    line = fonts.line("ไทย 🎉 Ana")
    assert set("ไทย🎉") == set(line.missing)
    assert "".join(run.text for run in line.runs) == "??? Ana"
    shortfall = fonts.Shortfall()
    shortfall.note(line)
    assert shortfall.unprintable == ["ไทย 🎉 Ana"]


def test_the_computers_own_fonts_are_asked_last(no_installed_fonts, monkeypatch):
    (no_installed_fonts / "FreeSans.ttf").write_bytes((paths.resources() / "fonts/DroidSansFallback.ttf").read_bytes())
    (no_installed_fonts / "tahoma.ttf").write_bytes(b"no font at all")
    monkeypatch.setattr(fonts, "_SUBSTITUTES", {})
    assert fonts.line("王").substitutes == {"FreeSans"}


def test_nothing_invisible_is_set():
    line = fonts.line("A\u202eB\u200bC\x00D\tE\nF\ufeff")
    assert "".join(run.text for run in line.runs) == "ABC D E F"


def test_letters_are_composed():
    assert fonts.line("Mu\u0308ller").runs[0].text == "Müller"


def test_indian_scripts_are_told():
    shortfall = fonts.Shortfall()
    shortfall.note(fonts.line("हिन्दी"))
    assert shortfall.unjoined == ["हिन्दी"]

"""Which font sets whose letters, and what is told when none can."""

import io
import struct

import pytest
from reportlab.pdfgen.canvas import Canvas

from crmdesk import paths
from crmdesk.printing import fonts
from crmdesk.printing.clusters import Glyph
from crmdesk.printing.ink import Ink
from tests.printing import pdf


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


def test_letters_of_india_join_into_clusters():
    (run,) = fonts.line("क्षि").runs
    assert len(run.glyphs) == 2, "one shape for two consonants, the vowel before it"
    assert run.glyphs[0].letter not in run.text
    assert fonts.line("क्षि").width < run.face.width("क्षि")
    assert [(run.text, bool(run.glyphs)) for run in fonts.line("Ana मा Lima").runs] == [
        ("Ana ", False),
        ("मा", True),
        (" Lima", False),
    ]


def test_a_joiner_stays_in_its_word_and_a_letter_without_a_font_is_still_told(no_installed_fonts):
    assert len(fonts.line("क्\u200dष").runs[0].glyphs) > len(fonts.line("क्ष").runs[0].glyphs)
    line = fonts.line("मा ไ\u200d")
    assert line.missing == "ไ"
    assert [run.text for run in line.runs] == ["मा", " ?"]


def test_marks_are_set_where_the_font_wants_them():
    ink = Ink(Canvas(""))
    face = fonts.face(fonts.REGULAR)
    glyphs = (Glyph("A", 600, 600, 0, 0), Glyph("B", 500, 0, -120, 30))
    line = fonts.Line((fonts.Run(face, "AB", glyphs),), 0.6, fonts.REGULAR, "AB")
    operators = ink.set(line, 10, 0, 0)
    assert "0.300 Ts [120 (B) 380] TJ" in operators
    assert operators.endswith("0 Ts EMC")


def test_who_copies_clusters_gets_the_text():
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.addLiteral(f"BT {Ink(canvas).set(fonts.line('श्री मारिया Lima'), 12, 50, 50)} ET")
    canvas.save()
    assert pdf.texts(file.getvalue())[0].strip() == "श्री मारिया Lima"


def test_nothing_is_set_as_nothing_in_a_font_of_several_parts():
    ink = Ink(Canvas(""))
    ink.set(fonts.line("".join(map(chr, range(0x4E00, 0x4F80)))), 10, 0, 0)
    face = fonts.face("Droid Sans Fallback")
    assert "Tj" not in ink.set(fonts.Line((fonts.Run(face, ""),), 0, fonts.REGULAR, ""), 10, 0, 0)


def collection(font: bytes) -> bytes:
    """A file of several fonts with this one in it: the places of its tables count from the file's beginning."""
    head = struct.pack(">4sLLL", b"ttcf", 0x10000, 1, 16)
    inside = bytearray(font)
    (count,) = struct.unpack_from(">H", font, 4)
    for place in range(20, 20 + 16 * count, 16):
        struct.pack_into(">L", inside, place, struct.unpack_from(">L", font, place)[0] + len(head))
    return head + inside


def test_collections_of_fonts_are_read(no_installed_fonts, monkeypatch):
    shipped = (paths.resources() / "fonts/DroidSansFallback.ttf").read_bytes()
    (no_installed_fonts / "Nirmala.ttc").write_bytes(collection(shipped))
    (no_installed_fonts / "Thonburi.ttc").write_bytes(collection(shipped)[:5000])
    monkeypatch.setattr(fonts, "_SUBSTITUTES", {})
    assert fonts.line("王").substitutes == {"Nirmala"}

"""Labels read back from the PDF: where they lie, what stands on them, and that it is only text."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.printing import labels, sheets
from crmdesk.printing.fonts import clean
from tests.printing import pdf
from tests.printing.pdf import Place

L7160 = "Avery L7160"
ADDRESS = ["Ana Álvares", "Rua Augusta, 1500", "SÃO PAULO - SP"]


def render(texts, sheet=L7160, **options):
    file = io.BytesIO()
    printed = labels.render(texts, sheets.by_name(sheet), file, **options)
    return file.getvalue(), printed


def places(sheet: sheets.Sheet) -> list[Place]:
    return [Place(x, y, x + sheet.width, y + sheet.height) for x, y in sheet.positions()]


def words(data: bytes, page: int = 0) -> list[str]:
    return pdf.texts(data)[page].split()


@pytest.mark.parametrize("sheet", sheets.all_sheets()[::30], ids=lambda sheet: sheet.name)
def test_outlines_lie_where_the_catalogue_says(sheet):
    data, printed = render([["A"]] * sheet.count, sheet.name, outline=True)
    assert printed.pages == 1
    assert pdf.size(data) == pytest.approx((sheet.paper_width, sheet.paper_height), abs=0.1)
    found = [(place.left, place.top, place.right, place.bottom) for place in pdf.paths(data)]
    line = 0.25 * pdf.MM  # half of it lies outside
    expected = [(p.left - line, p.top - line, p.right + line, p.bottom + line) for p in places(sheet)]
    assert found == [pytest.approx(box, abs=0.1) for box in expected]


@pytest.mark.parametrize("sheet", sheets.all_sheets()[7::30], ids=lambda sheet: sheet.name)
def test_every_label_has_its_own_text_inside(sheet):
    data, _printed = render([[f"N{number}", "Ülkü Ёж 12345"] for number in range(sheet.count)], sheet.name)
    boxes = places(sheet)
    letters = pdf.letters(data)
    assert all(any(letter.within(box) for box in boxes) for letter in letters)
    for number, box in enumerate(boxes):
        inside = "".join(letter.text for letter in letters if letter.within(box))
        assert f"N{number}" in inside


def test_the_text_box_of_every_sheet_lies_on_label_and_paper():
    for sheet in sheets.all_sheets():
        box = labels.text_box(sheet)
        assert box.width > 0.4 * sheet.width
        assert box.height > 0.4 * sheet.height
        for x, y in sheet.positions():
            left, top = x + box.left, y + box.top
            assert min(left, top) >= 0
            assert left + box.width <= min(x + sheet.width, sheet.paper_width) + 0.001
            assert top + box.height <= min(y + sheet.height, sheet.paper_height) + 0.001
            assert sheet.width - box.width >= min(2 * sheet.margin, 0.3 * sheet.width) - 0.001


def test_starts_at_the_first_free_label_of_the_first_sheet_only():
    sheet = sheets.by_name(L7160)
    data, printed = render([[f"N{number}"] for number in range(20)], start=5)
    assert printed.pages == 2
    first = pdf.letters(data)[0]
    assert first.within(places(sheet)[4])
    assert pdf.letters(data, 1)[0].within(places(sheet)[0])
    assert words(data) == [f"N{number}" for number in range(17)]


@pytest.mark.parametrize("start", [0, 22, -1])
def test_a_start_off_the_sheet_is_refused(start):
    with pytest.raises(UserError, match="between 1 and 21"):
        render([ADDRESS], start=start)


@pytest.mark.parametrize("count", [1, 21, 22, 42, 43])
def test_pages_are_as_many_as_needed(count):
    data, printed = render([ADDRESS] * count)
    assert printed.pages == len(pdf.texts(data)) == -(-count // 21)
    assert printed.labels == count
    assert printed.warnings == []


def test_nobody_is_no_page():
    with pytest.raises(UserError, match="no labels"):
        render([])


EUROPE = st.text(
    st.characters(
        min_codepoint=33,
        max_codepoint=0x52F,
        categories=("Lu", "Ll", "Nd", "Po", "Sm"),
        exclude_characters="\xad\u0378",
    ),
    min_size=1,
    max_size=12,
).filter(lambda text: text.isprintable())


@given(lines=st.lists(EUROPE, min_size=1, max_size=4))
def test_text_comes_back_letter_by_letter(lines):
    data, printed = render([lines])
    if not printed.warnings:
        assert "".join(words(data)) == "".join(map(clean, lines))


@pytest.mark.parametrize(
    "name",
    [
        "<b>Bob</b>",
        "Smith & Sons <Ltd>",
        "</para><img src='file:///etc/passwd'/>",
        "&lt;x&gt;",
        "{name} %s %(x)s",
        "(unbalanced ) \\ (",
        ") Tj ET Q endstream",
        "=HYPERLINK()",
        "$$x^2$$ `id`",
        "Robert'); DROP TABLE--",
    ],
)
def test_hostile_names_are_only_text(name):
    data, printed = render([[name, "Street"]], "Avery L7165")
    assert " ".join(words(data)) == f"{name} Street"
    assert printed.warnings == []
    assert not any(word in data for word in (b"/URI", b"/JavaScript", b"/Launch"))


def test_cyrillic_greek_turkish_are_read_back():
    lines = ["Пётр Ёлкин", "Σοφία Παπαδοπούλου", "Işıl Çağrı ĞÜŞ", "Łódź Zażółć"]
    data, printed = render([lines])
    assert pdf.texts(data)[0].split("\r\n") == lines
    assert printed.warnings == []


def test_more_letters_than_one_part_of_a_font_holds():
    alphabet = [chr(code) for code in (*range(0xC0, 0x180), *range(0x391, 0x3A2), *range(0x400, 0x482))]
    lines = ["".join(alphabet[start : start + 20]) for start in range(0, len(alphabet), 20)]
    data, _printed = render([["x", line] for line in lines], "Avery L7165")
    assert "".join("".join(page.split()) for page in pdf.texts(data)).replace("x", "") == "".join(alphabet)


def test_substitutes_and_cuts_are_named():
    texts = [["王小明"], ["דוד"], ["W" * 400], ["Ana"]]
    data, printed = render(texts)
    assert printed.cut == [2]
    assert any("Droid Sans Fallback" in warning and "王小明" in warning for warning in printed.warnings)
    assert any("DejaVu Sans" in warning and "דוד" in warning for warning in printed.warnings)
    assert any("cannot hold" in warning and "WWW" in warning for warning in printed.warnings)
    assert "王小明" in pdf.texts(data)[0]


def test_warnings_stay_short():
    _data, printed = render([[f"王{number}"] for number in range(100)])
    assert printed.warnings == [
        "Set in Droid Sans Fallback, for letters that the usual font lacks: 王0, 王1, 王2 and 97 more."
    ]


def test_a_doubtful_sheet_is_told():
    _data, printed = render([ADDRESS], "Rayfilm 7001")
    assert "Rayfilm 7001" in printed.warnings[0]


def test_right_to_left_names_stand_on_the_right():
    box = places(sheets.by_name(L7160))[0]
    hebrew = pdf.letters(render([["דוד כהן", "ISRAEL"]])[0])
    assert max(letter.right for letter in hebrew) > box.right - 4
    assert min(letter.left for letter in hebrew) > box.left + 30


def test_tall_narrow_labels_are_written_upwards():
    letters = pdf.letters(render([ADDRESS], "Dymo 30252")[0])
    name = letters[: len("AnaÁlvares")]
    assert max(letter.right for letter in name) - min(letter.left for letter in name) < 6
    assert name[0].top > name[-1].top


def test_equal_labels_give_equal_bytes():
    assert render([ADDRESS] * 30)[0] == render([ADDRESS] * 30)[0]


def test_the_viewer_is_asked_not_to_scale():
    assert b"/PrintScaling /None" in render([ADDRESS])[0]


def test_it_is_made_in_pieces_and_can_be_given_up():
    file = io.BytesIO()
    making = labels.making([ADDRESS] * 250, sheets.by_name(L7160), file)
    assert [next(making) for _piece in range(3)] == pytest.approx([0, 0.4, 0.8])
    making.close()
    assert file.getvalue() == b""

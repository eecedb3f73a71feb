"""Designed labels read back from the PDF: every kind of element, where it stands and what it says."""

import base64
import io
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from crmdesk.domain import merge
from crmdesk.domain.designs import Design, Element
from crmdesk.domain.stock_designs import stock
from crmdesk.printing import labels, press, sheets
from crmdesk.printing.designs import Designed, Piece
from tests.printing import pdf
from tests.printing.pdf import Place

SHEET = sheets.by_name("Avery L7160")
ANA = {"name": "Ana Lima", "label": "Ana Lima\nForno\nRua 1\n4000 Porto", "company": "Forno", "city": "Porto"}


def made(elements, values=None, *, sheet=SHEET, photo=None, count=1):
    design = Design("D", "label", sheet.width, sheet.height, tuple(elements))
    file = io.BytesIO()
    pieces = [Piece(ANA if values is None else values, photo)] * count
    printed = press.made(labels.making(pieces, sheet, file, setter=Designed(design, sheet)))
    return file.getvalue(), printed


def room(sheet=SHEET, number=0) -> Place:
    """Where the elements of a label may stand."""
    (left, top), box = sheet.positions()[number], labels.text_box(sheet)
    return Place(left + box.left, top + box.top, left + box.left + box.width, top + box.top + box.height)


def part(element, sheet=SHEET, number=0) -> Place:
    whole = room(sheet, number)
    width, height = whole.right - whole.left, whole.bottom - whole.top
    left, top = whole.left + element.left * width, whole.top + element.top * height
    return Place(left, top, left + element.width * width, top + element.height * height)


def picture(size=(40, 20), colour=(200, 0, 0), form="PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, form)
    return file.getvalue()


def images(data: bytes) -> list[Place]:
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[0]
        found = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM], max_depth=1)
        return [pdf._place(page, item.get_bounds()) for item in found]
    finally:
        document.close()


# Text


@pytest.mark.parametrize("align", ["left", "centre", "right"])
@pytest.mark.parametrize("place", ["top", "middle", "bottom"])
def test_text_stands_where_its_element_says(align, place):
    element = Element("text", 0.1, 0.2, 0.6, 0.5, text="Porto", align=align, place=place, size=11)
    data, printed = made([element])
    letters, box = pdf.letters(data), part(element)
    assert "".join(letter.text for letter in letters) == "Porto"
    assert all(letter.within(box, 0.25) for letter in letters)
    left, right = min(letter.left for letter in letters), max(letter.right for letter in letters)
    top, bottom = min(letter.top for letter in letters), max(letter.bottom for letter in letters)
    across = {"left": left - box.left, "right": box.right - right, "centre": left - box.left - (box.right - right)}
    down = {"top": top - box.top, "bottom": box.bottom - bottom, "middle": top - box.top - (box.bottom - bottom)}
    assert abs(across[align]) < 0.6
    assert abs(down[place]) < 1.5
    assert printed.warnings == []


def test_fields_and_conditions_of_every_piece():
    elements = [
        Element(text="{{name}}\n{{nickname}}\nat {{company}}", height=0.5),
        Element(text="only with a nickname", only_if="nickname", top=0.5, height=0.2),
        Element(text="without a nickname", only_if="^nickname", top=0.7, height=0.3),
    ]
    data, _printed = made(elements)
    assert pdf.texts(data)[0].split("\r\n") == ["Ana Lima", "at Forno", "without a nickname"]


def test_text_shrinks_to_its_limit_and_then_is_named():
    long = Element(text="{{company}}", width=0.5, height=0.25, size=14, smallest=9)
    data, printed = made([long], ANA | {"company": "Forno Supplies Lda"})
    assert printed.warnings == []
    assert all(letter.within(part(long), 0.25) for letter in pdf.letters(data))
    data, printed = made([long, long], ANA | {"company": "Forno " * 30}, count=2)
    assert printed.cut == [0, 1]
    assert printed.warnings == ["2 labels cannot hold their text: Ana Lima."]
    assert "…" in pdf.texts(data)[0]


def test_text_from_the_right_stands_at_the_right():
    element = Element(text="שלום", width=0.8, height=0.4)
    letters = pdf.letters(made([element])[0])
    assert max(letter.right for letter in letters) == pytest.approx(part(element).right, abs=0.8)


def test_type_grows_with_the_label():
    element = Element(text="{{city}}", size=10)
    design = Design("D", "label", SHEET.width, SHEET.height, (element,))
    large = replace(SHEET, part="Large", width=120, height=76.2, layout_text="1x1 40 40 0 0")
    heights = []
    for sheet in (SHEET, large):
        file = io.BytesIO()
        press.made(labels.making([Piece(ANA)], sheet, file, setter=Designed(design, sheet)))
        letter = pdf.letters(file.getvalue())[0]
        heights.append(letter.bottom - letter.top)
    assert heights[1] / heights[0] == pytest.approx(120 / SHEET.width, abs=0.05)


TEXTS = st.text(st.sampled_from("AbcÉשלЖ \n{}W.@"), max_size=60)
PARTS = st.floats(0, 0.8)


@settings(max_examples=60)
@given(TEXTS, TEXTS, PARTS, PARTS, st.floats(0.02, 1), st.floats(0.02, 1), st.floats(4, 60))
def test_text_never_leaves_its_element_nor_shows_an_empty_line(text, name, left, top, width, height, size):
    element = Element("text", left, top, min(width, 1 - left), min(height, 1 - top), text=text + "{{name}}", size=size)
    data, printed = made([element], {"name": name})
    assert all(letter.within(part(element), 0.35) for letter in pdf.letters(data))
    lines = pdf.texts(data)[0].split("\r\n")
    assert all(line.strip() for line in lines) or lines == [""]
    assert printed.labels == 1


# Lines, boxes, pictures


def test_lines_lie_in_the_longer_direction():
    level, upright = Element("line", 0.1, 0.4, 0.8, 0.2, thick=1), Element("line", 0.5, 0, 0.02, 1, thick=1)
    first, second = pdf.paths(made([level, upright])[0])
    box = part(level)
    assert first.top == pytest.approx((box.top + box.bottom) / 2, abs=0.4)
    assert (first.left, first.right) == pytest.approx((box.left, box.right), abs=0.4)
    assert second.bottom - second.top == pytest.approx(room().bottom - room().top, abs=0.8)


@pytest.mark.parametrize("corner", [0, 3])
def test_a_box_lies_within_its_element(corner):
    element = Element("box", 0.1, 0.1, 0.5, 0.5, thick=2, corner=corner, ground="pale")
    (box,) = pdf.paths(made([element])[0])
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx(
        (part(element).left, part(element).top, part(element).right, part(element).bottom), abs=0.4
    )
    assert not pdf.paths(made([Element("box", thick=0)])[0])


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_keeps_its_shape_and_goes_in_once(form):
    element = Element("picture", 0, 0, 0.5, 1, picture=base64.b64encode(picture(form=form)).decode())
    one, _printed = made([element])
    (found,) = images(one)
    assert found.within(part(element), 0.2)
    assert (found.right - found.left) / (found.bottom - found.top) == pytest.approx(2, abs=0.1)
    many, _printed = made([element], count=SHEET.count)
    assert len(images(many)) == SHEET.count
    assert many.count(b"/Subtype /Image") == one.count(b"/Subtype /Image")


def test_the_photo_of_each_and_none_where_there_is_none():
    element = Element("photo", 0.7, 0, 0.3, 0.8)
    data, printed = made([element], photo=picture((300, 300)))
    (found,) = images(data)
    assert found.within(part(element), 0.2)
    assert images(made([element])[0]) == printed.warnings == []
    _data, printed = made([element], photo=b"no picture")
    assert printed.warnings == ["This picture cannot be read. (Ana Lima)"]


# Codes


def test_bars_lie_within_their_element():
    element = Element("code", 0, 0.3, 1, 0.6, text="{{city}}", code="code128", align="centre")
    data, printed = made([element])
    bars = pdf.paths(data)
    assert all(bar.within(part(element), 0.2) for bar in bars)
    assert pdf.texts(data) == ["Porto"]
    assert printed.warnings == []


def test_what_no_code_can_say_is_named():
    for text, code, says in (
        ("Ä", "code128", "Code 128 holds letters without accents"),
        ("4006381333932", "ean13", "should be 1"),
        ("Porto", "code128", "too little room"),
    ):
        width = 0.1 if text == "Porto" else 1.0
        data, printed = made([Element("code", width=width, text=text, code=code)], count=2)
        (warning,) = printed.warnings
        assert says in warning
        assert warning.endswith("(Ana Lima)")
        assert not pdf.paths(data)
    assert made([Element("code", text="{{nickname}}", code="ean8")])[1].warnings == []


def test_intelligent_mail_only_to_the_us():
    sheet = sheets.by_name("Avery L7163")
    element = Element("code", 0, 0.7, 1, 0.3, text="01234567094987654321{{postal_code}}", code="imb")
    home = ANA | {"country_code": "US", "postal_code": "01234-5678"}
    (bars,) = pdf.paths(made([element], home, sheet=sheet)[0])
    assert 67.7 <= bars.right - bars.left <= 81.9
    assert 3.1 <= bars.bottom - bars.top <= 4.2
    data, printed = made([element], home | {"country_code": "CA"}, sheet=sheet)
    assert pdf.paths(data) == printed.warnings == []


# Whole designs


@pytest.mark.parametrize("name", ["Avery L7160", "Avery L4785", "Avery L7651", "Avery C32011-10"])
def test_stock_designs_fit_every_size(name):
    sheet = sheets.by_name(name)
    for design in stock().values():
        file = io.BytesIO()
        values = ANA | {"own.name": "Forno", "own.label": "Forno\nPorto", "job_title": "Baker"}
        press.made(labels.making([Piece(values)], sheet, file, setter=Designed(design, sheet)))
        found = [*pdf.letters(file.getvalue()), *pdf.paths(file.getvalue())]
        assert found or design.name == "Shelf"
        assert all(place.within(room(sheet), 0.4) for place in found)
        assert not design.unknown(merge.KEYS)


def test_narrow_labels_are_written_upwards():
    sheet = replace(SHEET, part="Roll", width=20, height=80, layout_text="1x1 40 40 0 0")
    elements = [Element(text="{{name}}", width=0.5, height=0.5, place="top"), Element("line", 0, 0.9, 1, 0.1)]
    data, _printed = made(elements, sheet=sheet)
    (line,) = pdf.paths(data)
    assert line.bottom - line.top > 60
    assert line.right - line.left < 5
    letters = pdf.letters(data)
    assert all(letter.within(room(sheet), 0.4) for letter in letters)
    assert letters[0].top > letters[-1].top
    assert letters[0].left < line.left


def test_a_design_made_for_another_size_prints_the_same_there():
    large = sheets.by_name("Avery C32011-10")
    for design in stock().values():
        pages = []
        for each in (design, design.made_for(large.width, large.height)):
            file = io.BytesIO()
            press.made(labels.making([Piece(ANA)], large, file, setter=Designed(each, large)))
            pages.append(pdf.letters(file.getvalue()))
        first, second = pages
        assert len(first) == len(second)
        assert all(one.within(other, 0.3) for one, other in zip(first, second, strict=True))


def test_no_ground_hides_what_is_to_be_read():
    code = Element("code", 0.1, 0.1, 0.8, 0.8, text="{{city}}", code="code128", is_told=False)
    ground = Element("box", ground="white", thick=0)
    bare, _printed = made([code])
    covered, _printed = made([code, ground])
    assert pdf.paths(covered)[-1] == pdf.paths(bare)[-1]  # the last is on top
    assert len(pdf.paths(covered)) == 2

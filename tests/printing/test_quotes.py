"""Documents on paper: the Swiss payment part by its measures, signatures, bundles, and looks that are chosen."""

import math
from dataclasses import replace
from io import BytesIO

import pytest

from crmdesk.domain.document_look import COLOURS, FONTS, SIZES, STYLES, SWITCHES, DocumentLook, Texts, read, write
from crmdesk.domain.document_words import LANGUAGES, swiss_words, words
from crmdesk.printing import quotes
from crmdesk.printing.letter_forms import FORMS, by_key
from crmdesk.printing.letter_head import Head
from crmdesk.printing.quote_sheets import Entry, Heads, Paper, Signed, Slip, SlipWords, Sum
from tests.printing import pdf

HEAD = Head("Robert Schneider AG", ["Rue du Lac 1268", "2501 Biel"], ["+41 32 1"], ["Bank", "Register"])
SLIP = Slip(
    "SPC\r\n0200", ["CH44 3199 9123 0008 8901 2", "Robert Schneider AG", "2501 Biel"], "CHF", "8 888.85", "I-7",
    SlipWords(*swiss_words("de")),
)  # fmt: skip
PAPER = Paper(
    "Rechnung", ["Pia Rutschmann", "Marktgasse 28", "9400 Rorschach"], [("Nummer", "I-7")],
    heads=Heads("Pos.", "Bezeichnung", "Menge", "Preis", "", "", "Betrag CHF"),
    entries=[Entry("product", "Ofen", "1", quantity="1", unit="Stk", price="1949.75", amount="1949.75")],
    sums=[Sum("Gesamt", "CHF 1949.75", "total")],
)  # fmt: skip


def made(paper: Paper, look: DocumentLook | None = None, form: str = "ch-c56") -> bytes:
    file = BytesIO()
    quotes.render(paper, HEAD, by_key(form), file, look)
    return file.getvalue()


def placed(data: bytes, text: str, page: int = 0) -> list[tuple[float, float]]:
    """Left and top of each place of a text, in millimetres."""
    letters = pdf.letters(data, page)
    found = "".join(letter.text for letter in letters)
    bare, start, places = text.replace(" ", ""), 0, []
    while (at := found.find(bare, start)) >= 0:
        places.append((letters[at].left, letters[at].top))
        start = at + 1
    return places


class TestSwissSlip:
    """By the style guide of the QR-bill: the payment part is 148 by 105 mm, the receipt 62 by 105."""

    def test_it_stands_at_the_foot_where_the_guide_says(self) -> None:
        data = made(replace(PAPER, slip=SLIP))
        foot = 297 - 105
        (receipt,), (payment,) = placed(data, "Empfangsschein"), placed(data, "Zahlteil")
        assert receipt == pytest.approx((5, foot + 5), abs=0.8)
        assert payment == pytest.approx((67, foot + 5), abs=0.8)
        accounts = placed(data, "CH44 3199 9123 0008 8901 2")
        assert [round(left) for left, _top in sorted(accounts)] == [5, 118]
        amounts = placed(data, "8 888.85")
        assert len(amounts) == 2
        assert all(top == pytest.approx(foot + 68 + 4, abs=2) for _left, top in amounts)
        assert placed(data, "Annahmestelle")[0][1] == pytest.approx(foot + 82, abs=1)

    def test_the_code_has_46_millimetres_and_a_cross_of_7(self) -> None:
        code = [path for path in pdf.paths(made(replace(PAPER, slip=SLIP))) if abs(path.right - path.left - 46) < 0.1]
        assert len(code) == 1
        assert (code[0].left, code[0].top) == pytest.approx((67, 297 - 105 + 17), abs=0.1)
        assert code[0].bottom - code[0].top == pytest.approx(46, abs=0.1)
        squares = [
            path for path in pdf.paths(made(replace(PAPER, slip=SLIP))) if abs(path.right - path.left - 7) < 0.05
        ]
        assert [(path.left, path.top) for path in squares] == [
            pytest.approx((67 + 19.5, 297 - 105 + 17 + 19.5), abs=0.1)
        ]

    def test_lines_to_tear_along(self) -> None:
        paths = pdf.paths(made(replace(PAPER, slip=SLIP)))
        assert any(path.right - path.left > 209 and abs(path.top - (297 - 105)) < 0.3 for path in paths)

    def test_what_has_no_room_above_begins_a_page(self) -> None:
        entries = [replace(PAPER.entries[0], number=f"{number}") for number in range(14)]
        data = made(replace(PAPER, slip=SLIP, entries=entries))
        first, second = pdf.texts(data)
        assert "Zahlteil" in second
        assert "Zahlteil" not in first
        assert "Page 2 of 2" in second
        assert "Register" in first
        assert "Register" not in second, "no foot under what is cut off"

    def test_other_paper_has_none(self) -> None:
        assert "Zahlteil" not in pdf.texts(made(replace(PAPER, slip=SLIP), form="plain-letter"))[0]


@pytest.mark.parametrize("high", [50, 3000])
def test_a_signature_stands_on_its_line(high: int) -> None:
    stroke = [(step * 20, int(high * (1 + math.sin(step)) / 2), 500) for step in range(51)]
    bare = replace(PAPER, sign=("Ort, Datum", "Unterschrift"))
    signed = replace(bare, signed=Signed("Ana Lima, 22.11.2026", [stroke, [(500, high // 2, 900)]]))
    data = made(signed)
    assert "Ana Lima, 22.11.2026" in pdf.texts(data)[0].replace("\r\n", " ")
    assert "Unterschrift" not in pdf.texts(data)[0]
    before, after = pdf.paths(made(bare)), pdf.paths(data)
    pen = [path for path in after if not any(path.within(other, 0.01) and other.within(path, 0.01) for other in before)]
    ((_left, line),) = placed(data, "Ana Lima, 22.11.2026")
    assert pen
    for path in pen:
        assert path.bottom < line
        assert path.bottom - path.top < 46 * 25.4 / 72 + 1.5
        assert 105 < path.left < path.right < 191


def test_parts_stand_under_their_bundle_without_a_price() -> None:
    entries = [
        Entry("product", "Bakehouse", "1", quantity="1", price="900.00", amount="900.00"),
        Entry("part", "Oven", quantity="2"),
        Entry("part", "Tray", quantity="12"),
        Entry("product", "Mixer", "2", quantity="1", price="5.00", amount="(5.00)", remark="optional"),
    ]
    data = made(replace(PAPER, entries=entries))
    (bundle,), (part,), (other,) = placed(data, "Bakehouse"), placed(data, "Oven"), placed(data, "Mixer")
    assert bundle[0] == pytest.approx(other[0], abs=0.3)
    assert part[0] > bundle[0] + 2
    (optional,), (counted,) = placed(data, "(5.00)"), placed(data, "900.00")[1:] or placed(data, "900.00")
    assert optional[1] > counted[1]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("form", ["din-b", "us-10", "ch-c56", "plain-a4"])
def test_nothing_leaves_the_paper_or_lies_on_the_address(style: str, form: str) -> None:
    long = "An extraordinarily long name of something that is sold here, with more words than fit on one line of it"
    entries = [
        Entry("section", long, amount="1.00"),
        Entry("product", long, "1", long, "SKU", "1", "pc", amount="1.00"),
    ]
    paper = replace(
        PAPER, subject=long, intro=long, terms=long * 9, facts=[("Number", "I-7"), ("Your reference", long)],
        address=[long, "Street 1", "12345 City", "Country"], entries=entries * 30, notes=[long], carried="Carried over",
        brought="Brought forward", sign=("Place, date", "Signature"),
    )  # fmt: skip
    data, shape = made(paper, DocumentLook(style=style), form), by_key(form)  # type: ignore[arg-type]
    width, height = pdf.size(data)
    box = shape.box
    for page in range(len(pdf.texts(data))):
        for letter in pdf.letters(data, page):
            assert 8 < letter.left < letter.right < width - 10
            assert 8 < letter.top < letter.bottom < height - 5
    inside = [
        letter for letter in pdf.letters(data)
        if box.left < letter.left < box.right and box.top + 1 < letter.top < box.bottom
    ]  # fmt: skip
    assert "".join(letter.text for letter in inside).endswith("Country")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("after", [0, 3])
def test_what_is_longer_than_a_page_goes_on(style: str, after: int) -> None:
    told = "\n".join(f"Line{number}." for number in range(300))
    entries = [Entry("product", "Ofen", "1", told, "", "1", amount="7.00"), *PAPER.entries * after]
    data = made(replace(PAPER, entries=entries), DocumentLook(style=style))  # type: ignore[arg-type]
    text = "".join(pdf.texts(data))
    assert [number for number in range(300) if f"Line{number}." not in text] == []
    assert text.count("7.00") == 1
    _width, height = pdf.size(data)
    pages = len(pdf.texts(data))
    assert 4 <= pages <= 8
    for page in range(pages):
        assert all(letter.bottom < height - 5 for letter in pdf.letters(data, page))
        assert len(pdf.letters(data, page)) > 60, "no page is empty"


@pytest.mark.parametrize("text", ["W" * 900, "فرن كبير " * 40, "🥖" * 30, "สวัสดี" * 60, "\n\n\n", " "])
def test_whatever_is_typed_stays_on_the_paper(text: str) -> None:
    entries = [
        Entry(kind, text, "1", text, text[:40], "1", text[:9], amount="1.00") for kind in ("product", "text", "section")
    ]
    paper = replace(PAPER, subject=text, intro=text, terms=text, address=[text[:80]], entries=entries, notes=[text])
    data = made(replace(paper, facts=[("Nummer", text[:60]), (text[:20], "I-7")]))
    width, _height = pdf.size(data)
    for page in range(len(pdf.texts(data))):
        assert all(letter.right < width - 8 for letter in pdf.letters(data, page))


def test_looks_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {made(PAPER, DocumentLook(style=style)) for style in STYLES}
    for font, _name in FONTS:
        pages.add(made(PAPER, DocumentLook(font=font, colour=COLOURS[1])))
    for size, _name in SIZES[::2]:
        pages.add(made(PAPER, DocumentLook(size=size)))
    for name in ("has_sender", "has_folds"):
        pages.add(made(PAPER, DocumentLook(**{name: False})))
    assert len(pages) == len(STYLES) + len(FONTS) + 2 + 2
    assert b"LiberationSans" in made(PAPER, DocumentLook(font="arial"))
    assert made(PAPER) == made(PAPER), "equal papers give equal bytes"


def test_a_look_is_kept_and_nonsense_is_as_usual() -> None:
    look = DocumentLook("band", "#0f6b78", "serif", "large", has_code=False, texts={"de": Texts("Hallo", "Ende")})
    assert read(write(look)) == look
    for text in (
        "",
        "[]",
        "{",
        '{"style": "x", "colour": "red", "has_logo": 1, "texts": [], "other": 2}',
        '{"texts": {"de": 1}}',
    ):
        assert read(text) == DocumentLook()
    assert {name for name, _words in SWITCHES} == {name for name in DocumentLook.__slots__ if name.startswith("has_")}


def test_texts_are_found_by_language() -> None:
    look = DocumentLook(texts={"pt-BR": Texts("Olá"), "de": Texts("Hallo")})
    found = [look.texts_in(language).intro for language in ("pt-BR", "pt-PT", "pt", "de-AT", "fr")]
    assert found == ["Olá", "Olá", "Olá", "Hallo", ""]


def test_every_language_has_all_words() -> None:
    for language in LANGUAGES:
        said = words(language)
        assert all(getattr(said, name) for name in said.__slots__)
    assert {len(swiss_words(language)) for language in ("de", "fr", "it", "en")} == {8}
    assert len({form.key for form in FORMS}) == len(FORMS)

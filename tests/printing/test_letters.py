"""Letters read back from their PDF: the address in its window, whole paragraphs on pages, nothing over the foot."""

from collections.abc import Sequence
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from crmdesk.domain.errors import UserError
from crmdesk.domain.letter_look import Look, words_in
from crmdesk.domain.values.rich_text import Line, Run
from crmdesk.printing.letter_forms import FORMS, PAPERS, by_key
from crmdesk.printing.letter_head import Head
from crmdesk.printing.letters import Letter, render
from crmdesk.printing.press import POINTS, Printed

HEAD = Head("Forno", ["Rua 12", "Lisboa"], ["+351 21"], ["IBAN PT50", "NIF 509"])
ADDRESS = ["Ana Lima", "Padaria Central", "Av. da Liberdade 200", "1250-147 LISBOA"]
Words = list[tuple[float, float, str]]


def made(letters: Sequence[Letter], look: Look, head: Head = HEAD) -> tuple[Printed, pypdfium2.PdfDocument, bytes]:
    file = BytesIO()
    steps = render(letters, len(letters), look, head, file)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value, pypdfium2.PdfDocument(file.getvalue()), file.getvalue()


def lines_of(page: pypdfium2.PdfPage) -> Words:
    """Left and top in millimetres of each stretch of text, as it stands on the page."""
    height, text = page.get_height(), page.get_textpage()
    boxes = [text.get_rect(number) for number in range(text.count_rects())]
    return [(box[0] / POINTS, (height - box[3]) / POINTS, text.get_text_bounded(*box).strip()) for box in boxes]


def body(*texts: str) -> list[Line]:
    return [Line((Run(text),) if text else ()) for text in texts]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_the_address_stands_in_its_window(form: object) -> None:
    known = by_key(form.key)  # type: ignore[attr-defined]
    letter = Letter("Ana Lima", ADDRESS, "22 November 2026", "Your oven", body("Dear Ms Lima,"))
    printed, document, _pdf = made([letter], Look(form=known.key))
    assert (printed.labels, printed.pages, printed.warnings) == (1, 1, [])
    assert document[0].get_size() == pytest.approx([side * POINTS for side in PAPERS[known.paper]], abs=0.01)
    words = lines_of(document[0])
    places = {text: (left, top) for left, top, text in words}
    for line in ADDRESS:
        left, top = places[line]
        assert known.box.left <= left < known.box.right
        assert known.box.top <= top <= known.box.bottom - 2
    assert places["Your oven"][1] > known.box.bottom
    assert places["Dear Ms Lima,"][1] > places["22 November 2026"][1] > known.box.top


def test_letters_read_from_the_right_have_their_address_there() -> None:
    """And the date at the left, where no window holds the address."""
    letter = Letter("נועה", ["נועה לוי", "רחוב הרצל 15"], "22/11/2026", "תודה", body("שלום נועה,"))
    for form, is_mirrored in (("plain-a4", True), ("plain-letter", True), ("din-b", False), ("fr-dl", False)):
        printed, document, _pdf = made([letter], Look(form=form))
        places = {text: left for left, _top, text in lines_of(document[0])}
        date, address = places["22/11/2026"], next(left for text, left in places.items() if "15" in text)
        assert (address > date + 80) == is_mirrored
        assert printed.pages == 1
    tall = Head("Forno", ["Rua 12"] * 4, ["+351 21"] * 5)
    _printed, document, _pdf = made([letter], Look(form="plain-a4"), tall)
    places = {text: left for left, _top, text in lines_of(document[0])}
    assert places["22/11/2026"] > 100, "the sender stands there"


def test_what_is_on_the_paper_already_is_not_printed() -> None:
    letter = Letter("Ana", ADDRESS, "22 November", "", body("Hello"))
    for head, is_there in (("own", True), ("paper", False), ("none", False)):
        _printed, document, _pdf = made([letter], Look(form="din-b", head=head))
        text = document[0].get_textpage().get_text_range()
        assert ("IBAN PT50" in text, "Forno · Rua 12 · Lisboa" in text) == (is_there, is_there)
        assert "1250-147 LISBOA" in text


def test_pages_break_where_they_may() -> None:
    """No line of a paragraph stands alone at either end of a page, no heading at a foot, nothing over the foot."""
    texts = [f"Paragraph {number} " + "goes on and on " * 14 for number in range(18)]
    for shift in range(6):
        paragraphs = body(*["x"] * shift, *texts)
        paragraphs[7:7] = [Line((Run("A heading"),), look="head")]
        letter = Letter("Ana", ADDRESS, "22 November", "Long", paragraphs, words=words_in("de"))
        printed, document, _pdf = made([letter], Look(form="din-a"))
        assert printed.pages == len(document) >= 2
        for number, page in enumerate(document):
            words = [(top, text) for _left, top, text in sorted(lines_of(page), key=lambda word: word[1])]
            foot = next(top for top, text in words if text.startswith("IBAN"))
            assert any(text.startswith(f"Seite {number + 1} von {len(document)}") for _top, text in words)
            text_lines = [(top, text) for top, text in words if "goes" in text or "heading" in text]
            assert max(top for top, _text in text_lines) < foot - 4
            if number:
                start = text_lines[0][1]
                second = text_lines[1][1]
                assert start.startswith("Paragraph") or not second.startswith("Paragraph")
            if number < len(document) - 1:
                assert "A heading" not in text_lines[-1][1]
                assert not text_lines[-1][1].startswith("Paragraph")


def test_enclosures_are_named_in_the_language() -> None:
    letter = Letter("Ana", ADDRESS, "", "", body("Olá"), ["Tabela", "Contrato"], words_in("pt_BR"))
    text = made([letter], Look(form="plain-a4"))[1][0].get_textpage().get_text_range()
    assert "Anexos:" in text
    assert text.index("Tabela") < text.index("Contrato")


def test_it_is_the_same_each_time_and_small_for_many() -> None:
    picture = BytesIO()
    Image.effect_noise((400, 160), 60).convert("RGB").save(picture, "PNG")
    head = Head("Forno", ["Rua 12"], [], ["Foot"], picture.getvalue())
    letters = [Letter(f"Person {number}", ADDRESS, "today", "", body("Hello")) for number in range(20)]
    first, second = (made(letters, Look(), head) for _time in range(2))
    assert first[2] == second[2]
    alone = len(made(letters[:1], Look(), head)[2])
    assert len(first[2]) < 1.5 * alone  # the logo is in it once
    assert len(first[1]) == 20


def test_what_falls_short_is_said() -> None:
    many = [f"Line {number} of an address" for number in range(12)]
    printed, _document, _pdf = made([Letter("Ana", many, "", "", body("你好 \U000f0000"))], Look(form="us-10"))
    said = " ".join(printed.warnings)
    assert "higher than its window" in said
    assert "No font here has all letters" in said
    with pytest.raises(UserError):
        made([], Look())

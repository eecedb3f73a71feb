"""Barcodes as their standards publish them, and read back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.printing import barcodes


def modules(code: barcodes.Code) -> str:
    """The row of dark and light, with the quiet zones."""
    row = ["0"] * int(code.width)
    for left, _top, width, _height in code.boxes:
        row[int(left) : int(left + width)] = "1" * int(width)
    return "".join(row)


@pytest.mark.parametrize(
    ("routing", "bars"),
    [
        ("", "ATTFATTDTTADTAATTDTDTATTDAFDDFADFDFTFFFFFTATFAAAATDFFTDAADFTFDTDT"),
        ("01234", "DTTAFADDTTFTDTFTFDTDDADADAFADFATDDFTAAAFDTTADFAAATDFDTDFADDDTDFFT"),
        ("01234-5678", "ADFTTAFDTTTTFATTADTAAATFTFTATDAAAFDDADATATDTDTTDFDTDATADADTDFFTFA"),
        ("01234567891", "AADTFFDFTDADTAADAATFDTDDAAADDTDTTDAFADADDDTFFFDDTTTADFAAADFTDAADA"),
    ],
)
def test_intelligent_mail_as_published(routing: str, bars: str) -> None:
    """The four examples of USPS-B-3200."""
    assert barcodes.bars_of_mail(f"01234567094987654321{routing}") == bars
    assert len(barcodes.encode("imb", f"01234567094987654321{routing}").boxes) == 65


@pytest.mark.parametrize(
    ("kind", "text", "row"),
    [
        # GS1 General Specifications, section 5.2: symbols of 4006381333931 and 96385074
        ("ean13", "4006381333931",
         "10100011010100111010111101111010001001011001101010100001010000101000010111010010000101100110101"),
        ("ean8", "96385074", "1010001011010111101111010110111010101001110111001010001001011100101"),
    ],
)  # fmt: skip
def test_ean_as_published(kind: str, text: str, row: str) -> None:
    code = barcodes.encode(kind, text)
    assert modules(code).strip("0") == row
    assert code.text == text
    assert barcodes.encode(kind, text[:-1]) == code  # the check digit comes by itself


def test_code_128_as_published() -> None:
    """The patterns of ISO/IEC 15417: start B, `P`, `J`, `J`, start C, 12, 34, check, stop."""
    row = modules(barcodes.encode("code128", "PJJ")).strip("0")
    assert row.startswith("11010010000" + "11101110110" + "10110111000" + "10110111000")
    assert row.endswith("1100011101011")
    assert (
        modules(barcodes.encode("code128", "1234")).strip("0").startswith("11010011100" + "10110011100" + "10001011000")
    )


RIGHT = {"1110010": "0", "1100110": "1", "1101100": "2", "1000010": "3", "1011100": "4",
         "1001110": "5", "1010000": "6", "1000100": "7", "1001000": "8", "1110100": "9"}  # fmt: skip


@given(st.text("0123456789", min_size=12, max_size=12))
def test_the_right_half_of_an_ean_reads_back(digits: str) -> None:
    code = barcodes.encode("ean13", digits)
    row = modules(code).strip("0")
    assert len(row) == 95
    assert "".join(RIGHT[row[place : place + 7]] for place in range(50, 92, 7)) == code.text[7:]
    assert re.fullmatch(r"\d{12}", code.text[:12])
    assert barcodes.check_digit(code.text[:12]) == code.text[12]


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30).map(str.strip).filter(bool))
def test_any_ascii_is_a_code_128(text: str) -> None:
    code = barcodes.encode("code128", text)
    assert (code.width - 20 - 13) % 11 == 0
    assert code.text == text


def test_a_qr_code_has_its_finders_and_quiet_zone() -> None:
    code = barcodes.encode("qr", "Ana Lima, Porto")
    assert code.width == code.height
    assert min(left for left, *_rest in code.boxes) == 4
    assert sum(width for *_place, width, _height in code.boxes) > code.width


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("ean13", "4006381333930", "should be 1"),
        ("ean13", "12", "has 13 digits"),
        ("ean8", "9638507X", "has 8 digits"),
        ("ean8", "٩٦٣٨٥٠٧٤", "has 8 digits"),
        ("imb", "0123456709498765432", "20 digits"),
        ("imb", "05234567094987654321", "20 digits"),
        ("imb", "01234567094987654321123", "20 digits"),
        ("code128", "Ünal", "without accents"),
        ("qr", "x" * 3000, "too long"),
    ],
)
def test_what_a_kind_cannot_hold_is_told(kind: str, text: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        barcodes.encode(kind, text)

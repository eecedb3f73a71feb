"""Bytes of unknown encoding read as text."""

import codecs
import re
from collections.abc import Iterator
from typing import AnyStr

from crmdesk.i18n import _

_PIECE = 1_000_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = tuple(mark for mark, name in _BOMS if name != "utf-8-sig")
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_CONTROLS = bytes((*range(9), 11, *range(14, 32)))
_SAMPLE = 100_000
_HIGH_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
_OTHER_SCRIPT = r"[\u0370-\u06ff\u0e00-\u0e7f]"
_SMALL, _CAPITAL = "[à-öø-ÿα-ώа-џ]", "[À-ÖØ-ÞΑ-ΩЀ-Я]"
_ODD_PAIR = re.compile(rf"[A-Za-z](?={_OTHER_SCRIPT})|{_OTHER_SCRIPT}(?=[A-Za-z])|{_SMALL}(?={_CAPITAL})")
"""Letters of two scripts side by side, and capitals after small letters."""
_ODD_EAST = re.compile(r"[A-Za-z](?=[\u3040-\uffef])|[\u3040-\uffef](?=[A-Za-z])")
_ALPHABETS = {
    "cp1252": (
        "äöüßÄÖÜ „“–",
        "àâçéèêëîïôùûüœÀÂÇÉÈÊËÎÔŒ’«»",
        "áéíóúüñÁÉÍÓÚÜÑ¿¡ºª",
        "ãõáâàçéêíóôúüÃÕÁÂÀÇÉÊÍÓÔÚºª",
        "àèéìòùÀÈÉÌÒÙ",
        "åäöæøéüÅÄÖÆØÉ",
        "áéíóúðþæöÁÉÍÓÚÐÞÆÖ",
        "ëïéèöüáóí€£§°’‘“”–—…®©´",
    ),
    "cp1254": ("çğıİöşüâîÇĞÖŞÜ",),
    "cp1250": (
        "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ",
        "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ",
        "áäčďéíĺľňóôŕšťúýžÁÄČĎÉÍĽŇÓÔŠŤÚÝŽ",
        "áéíóöőúüűÁÉÍÓÖŐÚÜŰ",
        "ăâîşţșțĂÂÎŞŢ",
        "čćđšžČĆĐŠŽ",
    ),
    "cp1257": ("āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ", "ąčęėįšųūžĄČĘĖĮŠŲŪŽ"),
    "cp1255": ("אבגדהוזחטיךכלםמןנסעףפץצקרשת",),
    "cp1251": ("абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯіїєґІЇЄҐ№«»",),
    "koi8-r": ("абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯ",),
    "cp866": ("абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯ",),
    "cp1253": ("αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ",),
    "cp1256": ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",),
    "cp874": ("".join(map(chr, range(0x0E01, 0x0E4F))),),
    "cp850": ("äöüßÄÖÜ", "àâçéèêëîïôùûü", "áéíóúüñ", "ãõáâàçéêíóôú"),
}
"""The letters beyond ASCII of the languages written in each code page; earlier ones win a tie."""
_SEVERAL_BYTES = {
    "cp932": (0x88, 0x97),
    "cp949": (0xB0, 0xC8),
    "gb18030": (0xB0, 0xD7),
    "big5": (0xA4, 0xC6),
    "euc_jp": (0xB0, 0xCF),
}
"""The first bytes of the common characters of each."""


def why_no_text(data: bytes) -> str:
    """In words; nothing where it may well be text."""
    if not (data[:_SAMPLE].strip() or data.strip()):
        return _("The file is empty.")
    if data.startswith(b"PK\x03\x04") and b"xl/" in data:
        return _("The file is a workbook. Open it in its spreadsheet program, save it as CSV, and import that.")
    if data.startswith(_PACKED):
        return _("The file is compressed. Unpack it, and import what is in it.")
    sample = data[:_SAMPLE]
    is_wide = sample.startswith(_WIDE) or _wide(sample[:4000])
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return "" if is_wide or controls < max(20, len(sample) * 0.05) else _("The file holds no text.")


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text and the encoding it was read in. No byte is lost: what an encoding does not know is read as Latin-1."""
    encoding = encoding or detect_encoding(data)
    parts = [data] if encoding.startswith(("utf-16", "utf-32")) else pieces(data, b"\n")
    text = "".join([part.decode(encoding, "crmdesk-latin1") for part in parts])
    return text.removeprefix("\ufeff"), encoding


def pieces(data: AnyStr, end: AnyStr) -> Iterator[AnyStr]:
    """About a megabyte each, cut behind the `end` of a line where there is one: one step over a large file at once
    would hold up every other thread."""
    start = 0
    while start < len(data):
        stop = data.find(end, start + _PIECE) + 1 or len(data)
        yield data[start:stop]
        start = stop


def _latin1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("crmdesk-latin1", _latin1)


def detect_encoding(data: bytes) -> str:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    if b"\0" in data[:4000] and (wide := _wide(data[:4000])):
        return wide
    return "utf-8" if is_utf8(data) or _nearly_utf8(data[: _SAMPLE * 10]) else _likely(data)


def is_utf8(data: bytes) -> bool:
    try:
        for piece in pieces(data, b"\n"):
            piece.decode("utf-8")
        return True
    except UnicodeDecodeError:
        return False


def _wide(sample: bytes) -> str | None:
    """UTF-16 without its mark: every other byte is zero."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd < half * 0.1 else None


def _nearly_utf8(data: bytes) -> bool:
    """UTF-8 in which a byte or two went bad, or the end is cut off."""
    wrong = data.decode("utf-8", "replace").count("\ufffd")
    right = len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]{1,3}", data))
    return right > wrong * 10


def _likely(data: bytes) -> str:
    sample = b"\n".join(_HIGH_LINE.findall(data[: _SAMPLE * 10]))[:_SAMPLE]
    scores = {name: _share_in_several_bytes(sample, name) for name in _SEVERAL_BYTES}
    scores |= {name: _share_in_alphabet(sample, name) for name in _ALPHABETS}
    order = ("cp1252", *_SEVERAL_BYTES, *_ALPHABETS)  # of two that explain as much, the first
    best = max(order, key=scores.__getitem__)
    return best if scores[best] > 0.5 else "cp1252"


def _share_in_alphabet(sample: bytes, name: str) -> float:
    """How much of what is not ASCII one language explains, less what no language does inside of words."""
    text = sample.decode(name, "replace")
    beyond = re.findall(r"[^\x00-\x7f]", text)
    if not beyond:
        return 0.0
    shares = (sum(char in letters for char in beyond) / len(beyond) for letters in _ALPHABETS[name])
    return max(shares) - len(_ODD_PAIR.findall(text)) / len(beyond)


def _share_in_several_bytes(sample: bytes, name: str) -> float:
    """How many of the high bytes begin or end a common character of that encoding."""
    try:
        text = sample.decode(name)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 3:
            return 0.0
        text = sample[: error.start].decode(name, "replace")
    beyond = re.findall(r"[^\x00-\x7f]", text)
    common = sum(_is_common(char, name) for char in beyond)
    odd = len(_ODD_EAST.findall(text))
    return (common - odd) / len(beyond) if beyond else 0.0


def _is_common(char: str, name: str) -> bool:
    if name in ("cp932", "euc_jp") and "\u3001" <= char <= "\u30ff":
        return True
    encoded = char.encode(name, "replace")
    low, high = _SEVERAL_BYTES[name]
    return len(encoded) == 2 and low <= encoded[0] <= high

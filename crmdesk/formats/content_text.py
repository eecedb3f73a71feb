"""The characters of a file of content lines, whatever it was written in."""

import codecs
import re
from collections import Counter
from typing import NamedTuple

from crmdesk.formats.text import detect_encoding, pieces

_CONTROLS = bytes((*range(9), 11, 12, *range(14, 32), 127))
_FOLD = re.compile(rb"\n[ \t]")
_DECLARED = re.compile(rb"CHARSET=\"?([\w.:-]+)", re.IGNORECASE)
_CHARSETS = ("utf-8", "ascii", "cp", "iso", "koi8", "mac", "shift", "euc", "gb", "big5", "hz", "tis", "johab", "kz")
_MULTIBYTE = ("jis", "932", "euc", "gb", "big5", "hz", "2022", "cp949", "johab", "cp950")


class Text(NamedTuple):
    text: str
    charset: str
    """Empty where `text` is right as it is. Else each character stands for one byte, to be read line by line
    in the charset that the line declares, in UTF-8, or in this one."""


def decode(data: bytes) -> Text:
    """Without the control characters that no content line may hold, and with one kind of line end."""
    if b"\0" in data[:4000] and (encoding := detect_encoding(data)).startswith(("utf-16", "utf-32")):
        data = data.decode(encoding, "replace").encode("utf-8", "replace")
    data = data.removeprefix(codecs.BOM_UTF8)
    parts = [_tidy(piece) for piece in pieces(data, b"\n")]
    try:
        return Text("".join([part.decode("utf-8") for part in parts]), "")
    except UnicodeDecodeError:
        return Text("".join([part.decode("latin-1") for part in parts]), _fallback(b"".join(parts)))


def _tidy(data: bytes) -> bytes:
    return data.translate(None, _CONTROLS).replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _fallback(data: bytes) -> str:
    encoding = detect_encoding(_FOLD.sub(b"", data))  # a fold may stand inside of a character
    return encoding if encoding == "utf-8" else _declared_charset(data) or encoding


def known_charset(name: str) -> str | None:
    """The codec of that name; nothing for names that somebody made up, and for codecs that are no charset."""
    try:
        codec = codecs.lookup(name.strip("\"' ")).name
    except (LookupError, ValueError):
        return None
    return codec if codec.startswith(_CHARSETS) else None


def to_text(data: bytes, declared: str | None, fallback: str) -> str:
    """A line's bytes in UTF-8 if they are, else as declared, else as the file.

    What declares a charset of several bytes is believed first: two kana can look like one letter in UTF-8.
    """
    charset = known_charset(declared) if declared else None
    several = charset is not None and any(part in charset for part in _MULTIBYTE)
    attempts = (charset, "utf-8") if several else ("utf-8", charset)
    for attempt in attempts:
        try:
            if attempt:
                return data.decode(attempt)
        except (UnicodeDecodeError, ValueError):
            continue
    return data.decode(charset or fallback, "replace")


def _declared_charset(data: bytes) -> str | None:
    names = Counter(name.decode("ascii", "ignore").lower() for name in _DECLARED.findall(data))
    for name, _count in names.most_common():
        charset = known_charset(name)
        if charset and charset not in ("utf-8", "ascii"):
            return charset
    return None

"""Content lines, as vCard and iCalendar are made of: bytes to names, parameters and values, in linear time."""

import binascii
import re
from collections.abc import Iterable, Iterator

from crmdesk.formats.content_text import Text, to_text
from crmdesk.i18n import _

MAX_LINE = 64 * 1024
MAX_BINARY_LINE = 1024 * 1024
MAX_PARAMETERS = 100
MAX_NESTING = 16
BINARY = frozenset(("PHOTO", "LOGO", "SOUND", "KEY", "ATTACH", "IMAGE", "THUMBNAIL", "X-MS-CARDPICTURE"))

_NAME = re.compile(r"(?:([A-Za-z0-9_.-]+)\.)?([A-Za-z][A-Za-z0-9_-]*)\s*")
_PROPERTY_BEGINS = re.compile(r"[A-Za-z][\w.-]*[;:]")
_ENCODINGS = {"QUOTED-PRINTABLE": "Q", "QP": "Q", "Q": "Q", "BASE64": "B", "B": "B", "8BIT": "", "7BIT": ""}
_BLOCK_LINES = frozenset(("BEGIN", "END", "VERSION", ""))
_ONE_LINERS = frozenset(
    (
        "TEL",
        "EMAIL",
        "URL",
        "IMPP",
        "BDAY",
        "ANNIVERSARY",
        "REV",
        "UID",
        "GEO",
        "TZ",
        "DTSTART",
        "DTEND",
        "DUE",
        "RRULE",
    )
)
"""What never has a second line, however badly it is folded."""
_CHARSET = re.compile(r"CHARSET=\"?([^;:\"]*)", re.IGNORECASE)
_QUOTED_SEMICOLON = re.compile("(?:=5C)?=3B", re.IGNORECASE)
_BREAKS = re.compile(r"\r\n?|\n")
_CARET = re.compile(r"\^([nN'^])")
_ESCAPED = re.compile(r'\\([nN,;:"\\])')
_TO_ESCAPE = str.maketrans({"\\": "\\\\", "\n": "\\n", ",": "\\,", ";": "\\;"})
_TO_CARET = str.maketrans({"^": "^^", "\n": "^n", '"': "^'"})
_NOT_TEXT = re.compile("[\0-\x08\x0b-\x1f\x7f]")


class Head:
    """What stands before the colon. One serves all lines that begin alike."""

    __slots__ = ("altid", "charset", "encoding", "group", "name", "parameters", "preferred", "text", "words")

    def __init__(self, group: str, name: str, parameters: tuple[tuple[str, str], ...], text: str) -> None:
        self.group, self.name = group.lower(), name.upper()
        self.parameters = parameters
        """Names in capitals, values without quotes; a type without `TYPE=` (vCard 2.1) like one with it."""
        self.text = text
        """As it can stand before the decoded value in vCard 3.0 and 4.0."""
        self.encoding = _ENCODINGS.get((self.parameter("ENCODING") or "").upper(), "")
        self.charset = self.parameter("CHARSET")
        self.altid = self.parameter("ALTID")
        types = [word for key, value in parameters if key == "TYPE" for word in _type_words(value)]
        self.words = tuple(word for word in types if word.lower() != "pref")
        """Types as written, but for `pref`."""
        self.preferred = len(self.words) < len(types) or self.parameter("PREF") == "1"

    def parameter(self, name: str) -> str | None:
        return next((value for key, value in self.parameters if key == name), None)


Line = tuple[int, Head, str]
"""Number of its first physical line, head, and value: decoded, escapes as they are, no line break in it."""
FAULT = Head("", "", (), "")
"""Head of a piece that is no line; the value says what is wrong with it."""
_heads: dict[str, Head] = {}


def lines(source: Text) -> Iterator[Line]:
    """All lines. What is no line of its own is joined to the one before, as broken folding leaves it."""
    held: Line = (0, FAULT, "")
    tail: list[str] = []
    charset = source.charset
    for number, written in _unfold(source.text.split("\n")):
        text = written if not charset or written.isascii() else _recode(written, charset)
        start, _colon, value = text.partition(":")
        head = _heads.get(start)
        if head is None or head.encoding or len(text) > MAX_LINE:
            line = _read_line(number, text, charset)
            if line is None and (glue := _glue(held, tail, text)) is not None:
                tail += glue, text
                continue
        else:
            line = (number, head, value)
        if held[0]:
            yield _with_tail(held, tail) if tail else held
        held = line or (number, FAULT, _("This is no property: {text}").format(text=text[:60]))
        tail = []
    if held[0]:
        yield _with_tail(held, tail) if tail else held


def plain_lines(text: str, number: int) -> list[Line] | None:
    """All lines of a text in which none is folded, encoded or hard to tell, several times as fast; else nothing."""
    if len(text) > MAX_LINE or "\n " in text or "\n\t" in text or "=\n" in text:
        return None
    found: list[Line] = []
    for i, line in enumerate(text.split("\n"), number):
        start, colon, value = line.partition(":")
        head = _heads.get(start)
        if head is None:
            if not line:
                continue
            head = _parse_head(start) if colon and '"' not in start else None
        if head is None or head.encoding or len(head.parameters) > MAX_PARAMETERS:
            return None
        found.append((i, head, value))
    return found


def _unfold(physical: list[str]) -> Iterator[tuple[int, str]]:
    """Folded lines, and soft line breaks of quoted-printable, put together again."""
    parts: list[str] = []
    start = size = 0
    soft = blank = False
    for number, line in enumerate(physical, 1):
        if not line or (not parts and line.isspace()):
            blank = True
            continue
        if soft and not _ends_soft_break(line, blank):
            size = _append(parts, size, line)
        elif line[0] in " \t" and parts:
            size = _append(parts, size, line[1:])
        else:
            if parts:
                yield start, parts[0] if len(parts) == 1 else "".join(parts)
            parts, start, size = [line.lstrip(" \t") if line[0] in " \t" else line], number, len(line)
        blank = False
        soft = line[-1] == "=" and _is_quoted(parts[0])
        if soft:
            parts[-1] = parts[-1][:-1]
    if parts:
        yield start, "".join(parts)


def _append(parts: list[str], size: int, part: str) -> int:
    """The new size; what lies beyond the limit is not kept, the line will be refused for its length."""
    if size <= MAX_BINARY_LINE:
        parts.append(part)
    return size + len(part)


def _ends_soft_break(line: str, blank: bool) -> bool:
    """Some programs end a value with a soft break, and an empty line."""
    if line[:6].upper() in ("BEGIN:", "END:VC", "END:VE", "END:VT"):
        return True
    return blank and _PROPERTY_BEGINS.match(line) is not None


def _is_quoted(first: str) -> bool:
    return "QUOTED-PRINTABLE" in first.partition(":")[0].upper()


def _recode(text: str, charset: str) -> str:
    """The characters of a line that stands for bytes."""
    declared = _CHARSET.search(text.partition(":")[0])
    return to_text(text.encode("latin-1"), declared[1] if declared else None, charset)


def _read_line(number: int, text: str, charset: str) -> Line | None:
    at = _find_colon(text)
    head = _parse_head(text[:at]) if 0 <= at <= MAX_LINE else None
    if head is None:
        return None
    if len(head.parameters) > MAX_PARAMETERS:
        return number, FAULT, _("{name} has more than {limit} parameters").format(name=head.name, limit=MAX_PARAMETERS)
    value = text[at + 1 :]
    if len(value) > (MAX_BINARY_LINE if head.name in BINARY else MAX_LINE):
        return number, FAULT, _("{name} is too long").format(name=head.name)
    if head.encoding == "Q":
        value = _decode_quoted(value, head.charset, charset)
    elif head.encoding == "B":
        value = "".join(value.split())
    return number, head, value


def _find_colon(text: str) -> int:
    """The first colon outside of quotes; the first of all where a quote is not closed."""
    at = 0
    for i, segment in enumerate(text.split('"')):
        if i % 2 == 0 and (found := segment.find(":")) >= 0:
            return at + found
        at += len(segment) + 1
    return text.find(":")


def _parse_head(text: str) -> Head | None:
    head = _heads.get(text)
    if head is None:
        pieces = _split_quoted(text) if '"' in text else text.split(";")
        found = _NAME.fullmatch(pieces[0])
        if not found:
            return None
        pieces = [piece for piece in pieces if piece.strip()]
        parameters = tuple(map(_parse_parameter, pieces[1 : MAX_PARAMETERS + 2]))
        head = Head(found[1] or "", found[2], parameters, _plain_text(pieces, parameters, '"' in text))
        if len(text) < 200 and _find_colon(text + ":") == len(text):
            if len(_heads) > 5000:
                _heads.clear()
            _heads[text] = head
    return head


def _split_quoted(text: str) -> list[str]:
    """At semicolons outside of quotes."""
    segments = text.split('"')
    if any(segment.endswith("=\\") for segment in segments[::2]):  # some write LABEL=\"...\"
        segments = text.replace('\\"', '"').split('"')
    pieces = [""]
    for i, segment in enumerate(segments):
        first, *rest = [segment] if i % 2 else segment.split(";")
        pieces[-1] += first
        pieces += rest
    return pieces


def _parse_parameter(piece: str) -> tuple[str, str]:
    key, equals, value = piece.strip().partition("=")
    if not equals:
        return ("ENCODING" if key.upper() in _ENCODINGS else "TYPE"), key
    return key.strip().upper(), _CARET.sub(_decode_caret, value.strip()) if "^" in value else value.strip()


def _decode_caret(found: re.Match[str]) -> str:
    return {"'": '"', "^": "^"}.get(found[1], "\n")


def _type_words(value: str) -> list[str]:
    """`home,fax` and `HOME,TYPE=FAX`; whether quoted as a whole or not."""
    words = (word.strip() for word in value.split(","))
    return [word[5:] if word[:5].upper() == "TYPE=" else word for word in words if word]


def _plain_text(pieces: list[str], parameters: tuple[tuple[str, str], ...], quoted: bool) -> str:
    """The head without what was only needed to decode the value, and with every type named as one."""
    texts = [pieces[0].strip()]
    for piece, (key, value) in zip(pieces[1:], parameters, strict=False):
        if key == "ENCODING":
            texts += ["ENCODING=b"] if _ENCODINGS.get(value.upper()) == "B" else []
        elif key != "CHARSET":
            named = piece.partition("=")[0].strip() if "=" in piece else key
            texts.append(parameter_text(named, value) if quoted or "=" not in piece else piece)
    return ";".join(texts)


def _decode_quoted(value: str, declared: str | None, charset: str) -> str:
    """A semicolon that was encoded is part of the text, not a separator."""
    data = binascii.a2b_qp(_QUOTED_SEMICOLON.sub("=5C=3B", value).encode("utf-8", "replace"))
    return clean(to_text(data, declared, charset or "cp1252")).replace("\n", "\\n")


def _glue(held: Line, tail: list[str], text: str) -> str | None:
    """What stands between a line and the text after it; nothing where they do not belong together."""
    head = held[1]
    if head.name in _BLOCK_LINES or text[0] == "#":
        return None
    last = tail[-1] if tail else f"{head.text}:{held[2]}"
    is_wrapped = 73 <= len(last.encode("utf-8", "replace")) <= 77
    if is_wrapped or head.encoding == "B":
        return ""
    return None if head.name in _ONE_LINERS else r"\n"


def _with_tail(held: Line, tail: list[str]) -> Line:
    number, head, value = held
    value = "".join([value, *tail])
    if len(value) > (MAX_BINARY_LINE if head.name in BINARY else MAX_LINE):
        return number, FAULT, _("{name} is too long").format(name=head.name)
    return number, head, "".join(value.split()) if head.encoding == "B" else value


def unescape(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text) if "\\" in text else text


def split(value: str, separator: str) -> list[str]:
    """At separators that are not escaped; the pieces are still escaped."""
    if "\\" not in value:
        return value.split(separator)
    pieces = [""]
    for i, segment in enumerate(value.replace("\\\\", "\0").split("\\")):
        first, *rest = segment.split(separator) if i == 0 else _after_backslash(segment, separator)
        pieces[-1] += first
        pieces += rest
    return [piece.replace("\0", "\\\\") for piece in pieces]


def _after_backslash(segment: str, separator: str) -> list[str]:
    first, *rest = segment[1:].split(separator)
    return [f"\\{segment[:1]}{first}", *rest]


def escape(text: str) -> str:
    """A text as a value, or a part of one: it can end neither its line nor its part."""
    return clean(text).translate(_TO_ESCAPE)


def clean(text: str) -> str:
    """Without what no content line may hold: control characters; one kind of line break."""
    return _NOT_TEXT.sub("", _BREAKS.sub("\n", text))


def parameter_text(name: str, value: str) -> str:
    """Quoted where needed, and quotes and breaks as RFC 6868 writes them."""
    text = clean(value).translate(_TO_CARET)
    return f'{name}="{text}"' if any(char in text for char in ' ,;:"=') else f"{name}={text}"


def fold(line: str) -> bytes:
    """A line at most 75 bytes wide, no character cut, with its end."""
    data = line.encode("utf-8", "replace")
    if len(data) <= 75:
        return data + b"\r\n"
    return b"\r\n ".join(_cut(data)) + b"\r\n"


def _cut(data: bytes) -> Iterable[bytes]:
    start, width = 0, 75
    while len(data) - start > width:
        end = start + width
        while data[end] & 0xC0 == 0x80:
            end -= 1
        yield data[start:end]
        start, width = end, 74
    yield data[start:]

"""LDIF (RFC 2849) cut into entries of attributes and values, whatever state its lines are in."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from crmdesk.formats.text import decode
from crmdesk.i18n import _

LARGEST_VALUE = 20 * 1024 * 1024
_LINE = re.compile(r"([A-Za-z0-9][A-Za-z0-9.-]*)((?:;[^:]*)?):([:<]?)[ \t]*(.*)", re.DOTALL)
_SAFE = re.compile(r"[\x21-\x39\x3b\x3d-\x7e][\x20-\x7e]*")
_WIDTH = 76
BINARY = frozenset(("jpegphoto", "photo", "thumbnailphoto", "usercertificate", "audio"))


@dataclass(slots=True)
class Entry:
    """One record of a file."""

    line: int
    """Where it begins, from 1."""
    text: str
    dn: str = ""
    change: str = ""
    """Of a change record its kind: add, modify, delete, modrdn."""
    values: list[tuple[str, str | bytes]] = field(default_factory=list)
    """Attribute names in small letters, without options."""
    warnings: list[str] = field(default_factory=list)

    def all(self, *names: str) -> list[str]:
        """The texts of the attributes in the order of the names."""
        return [value for wanted in names for name, value in self.values if name == wanted and isinstance(value, str)]


def looks_like(data: bytes) -> bool:
    head = re.sub(rb"\A(\xef\xbb\xbf|\s|#[^\n]*\n( [^\n]*\n)*|version:[^\n]*\n)*", b"", data[:20_000])
    return head[:3].lower() == b"dn:"


def entries(data: bytes) -> Iterator[Entry]:
    """Comments and the version line give nothing; what is no attribute is told by a warning of its entry."""
    text, _encoding = decode(data)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = 0
    for number, line in enumerate([*lines, ""]):
        if line.strip():
            continue
        if made := _entry(lines[start:number], start + 1):
            yield made
        start = number + 1


def _entry(lines: list[str], first: int) -> Entry | None:
    entry = Entry(first, "\n".join(lines))
    for number, logical in _unfolded(lines, first):
        if logical.startswith("#") or (not entry.dn and logical.lower().startswith("version:")):
            continue
        _take(entry, number, logical)
    return entry if entry.dn or entry.values or entry.warnings else None


def _unfolded(lines: list[str], first: int) -> Iterator[tuple[int, str]]:
    begun, parts = first, list[str]()
    for number, line in enumerate(lines, first):
        if line.startswith((" ", "\t")) and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield begun, "".join(parts)
        begun, parts = number, [line]
    if parts:
        yield begun, "".join(parts)


def _take(entry: Entry, number: int, line: str) -> None:
    if line.strip() == "-":  # between the parts of a change
        return
    found = _LINE.fullmatch(line)
    if found is None:
        entry.warnings.append(_("line {line}: “{text}” is no attribute").format(line=number, text=line[:60]))
        return
    name, _options, sign, raw = found.groups()
    name = name.lower()
    value = _value(entry, number, name, sign, raw)
    if name == "dn" and isinstance(value, str):
        entry.dn = value
    elif name == "changetype" and isinstance(value, str):
        entry.change = value.lower()
    elif value:
        entry.values.append((name, value))


def _value(entry: Entry, number: int, name: str, sign: str, raw: str) -> str | bytes | None:
    if sign == "<":
        words = _("line {line}: what {name} points to was not fetched")
        entry.warnings.append(words.format(line=number, name=name))
        return None
    if sign != ":":
        return raw.rstrip()
    try:
        decoded = base64.b64decode("".join(raw.split()) + "==", validate=False)[:LARGEST_VALUE]
    except ValueError:  # binascii.Error is one, and so is a letter beyond ASCII
        words = _("line {line}: the value of {name} cannot be read and was left out")
        entry.warnings.append(words.format(line=number, name=name))
        return None
    return decoded if name in BINARY else decode(decoded)[0].replace("\0", "")


def write_entry(dn: str, values: list[tuple[str, str | bytes]]) -> str:
    """Lines of at most 76 characters, an empty one behind the last."""
    return "\n".join([_line("dn", dn), *(_line(name, value) for name, value in values), "", ""])


def _line(name: str, value: str | bytes) -> str:
    if isinstance(value, str) and _SAFE.fullmatch(value) and not value.endswith(" "):
        whole = f"{name}: {value}"
    else:
        raw = value.encode() if isinstance(value, str) else value
        whole = f"{name}:: {base64.b64encode(raw).decode('ascii')}"
    rest = range(_WIDTH, len(whole), _WIDTH - 1)
    return "\n ".join([whole[:_WIDTH], *(whole[at : at + _WIDTH - 1] for at in rest)])

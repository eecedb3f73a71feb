"""E-mail addresses: found in what people type, made comparable, checked for what can be sent to."""

import ipaddress
import re
import unicodedata
from urllib.parse import unquote

_QUOTED = r'"(?:[^"\\\r\n]|\\.){1,62}"'
_WORD = r"""[^\s<>()\[\],;:@\\"“”，；、。]"""
_LABEL = r"""[^\x00-\x2c\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\xa0\s，；、。〉＞）]"""
_ADDRESS = re.compile(rf"(?<!{_WORD})({_QUOTED}|{_WORD}{{1,64}})@(\[[^\s\[\]]{{2,60}}\]|{_LABEL}{{1,255}})")
_LOCAL = re.compile(r"[^\x00-\x20\"(),:;<>@\[\\\]\x7f-\xa0]+")
_QUOTED_LOCAL = re.compile(r'"(?:[\x20\x21\x23-\x5b\x5d-\x7e\xa1-\U0010ffff]|\\[\x20-\x7e])*"')
_HOST = re.compile(r"(?!-)[^\x00-\x2c\x2e\x2f\x3a-\x40\x5b-\x60\x7b-\xa0]{1,63}(?<!-)")
_NOWHERE = frozenset(("arpa", "invalid", "local", "localhost", "onion"))


def extract(text: str) -> list[str]:
    """The addresses in a cell or a line, in order, each once: `Name <a@b>`, `mailto:`, several, with words between."""
    if "%40" in text or "mailto:" in text:
        text = unquote(text)
    if "@" not in text:
        return []
    found: dict[str, str] = {}
    for match in _ADDRESS.finditer(text):
        address = _unquoted(match[1], text[match.end() :]) + "@" + match[2].rstrip(".-")
        if not match[2].startswith((".", "-")):
            found.setdefault(address.lower(), address)
    return list(found.values())


def _unquoted(local: str, after: str) -> str:
    """Outlook writes 'a@b.com' between apostrophes."""
    return local[1:] if local.startswith("'") and after.startswith("'") and len(local) > 1 else local


def normalise(address: str) -> str:
    """For comparing, not for sending: lower case, the host in letters rather than punycode."""
    bare = unicodedata.normalize("NFC", address.strip().removeprefix("mailto:").strip("<>")).casefold()
    local, at, host = bare.rpartition("@")
    host = host.rstrip(".")
    if "xn--" in host:
        host = _in_letters(host)
    return f"{local}{at}{host}"


def _in_letters(host: str) -> str:
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def is_plausible(address: str) -> bool:
    """Whether mail could be sent there; a host without a full stop is taken for a slip."""
    local, at, host = unicodedata.normalize("NFC", address).rpartition("@")
    if not at or len(local.encode()) > 64 or not _is_local(local):
        return False
    if host.startswith("[") and host.endswith("]"):
        return _is_literal(host[1:-1])
    wire = _on_the_wire(host)
    return bool(wire) and len(local.encode()) + 1 + len(wire) <= 254


def _is_local(local: str) -> bool:
    if _QUOTED_LOCAL.fullmatch(local):
        return True
    return bool(_LOCAL.fullmatch(local)) and ".." not in local and local[0] != "." and local[-1] != "."


def _on_the_wire(host: str) -> str:
    """The host in ASCII; empty where it is none."""
    labels = unicodedata.normalize("NFKC", host).split(".")
    if len(labels) < 2 or labels[-1].isdigit() or labels[-1].lower() in _NOWHERE:
        return ""
    if not all(map(_HOST.fullmatch, labels)):
        return ""
    ascii_labels = [_label_on_the_wire(label) for label in labels]
    return ".".join(ascii_labels) if all(ascii_labels) else ""


def _label_on_the_wire(label: str) -> str:
    try:
        if label.startswith("xn--"):
            label.encode("ascii").decode("idna")
        return label if label.isascii() else label.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _is_literal(text: str) -> bool:
    """`[127.0.0.1]`, `[IPv6:::1]`."""
    try:
        return bool(
            ipaddress.IPv6Address(text[5:]) if text.lower().startswith("ipv6:") else ipaddress.IPv4Address(text)
        )
    except ValueError:
        return False

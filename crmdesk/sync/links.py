"""The link of an invitation: where the hub is, and what opens a sealed workspace, which the hub is never told."""

import os
import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qs, urlsplit

from crmdesk.i18n import _

_ADDRESS = re.compile(r"(?:https?://)?[^\s<>\"'/]+/(?:[^\s<>\"'?#]*/)?join/[^\s<>\"']*", re.IGNORECASE)
_HOST = re.compile(r"[^\s/?#@]+")
_CODE = re.compile(r"[A-Za-z0-9_-]{8,128}")
_PIN = re.compile(r"[0-9a-f]{64}")
_KEY = re.compile(r"[A-Za-z0-9_-]*")
_JOIN = "/join/"


class LinkError(ValueError):
    """What is wrong with a link, in words for the user."""


@dataclass(frozen=True, slots=True)
class Link:
    hub: str
    """Where it is reached, without a slash at the end."""
    code: str
    pin: str = ""
    """The SHA-256 of the certificate of a hub that signs its own, in hex."""
    key: str = ""
    """The secrets of a sealed workspace, as `keys.Ring` writes them; it stands behind # and is never sent."""

    def __repr__(self) -> str:
        return f"Link({self.hub!r})"  # the rest is secret


def make(link: Link) -> str:
    pin, key = f"?pin={link.pin}" if link.pin else "", f"#{link.key}" if link.key else ""
    return f"{link.hub}{_JOIN}{link.code}{pin}{key}"


def is_one(text: str) -> bool:
    """Whether there is a link in a text, as it may lie on the clipboard."""
    try:
        parse(text)
    except LinkError:
        return False
    return True


def parse(text: str) -> Link:
    """The link in a text, which may have words around it. Raises LinkError."""
    found = _ADDRESS.search(text)
    if not found:
        raise LinkError(_("This is no invitation. Its link looks like https://hub.example.org/join/…"))
    address = _split(found[0].rstrip(".,;:)!"))
    place, _slash, code = address.path.partition(_JOIN)
    pin = parse_qs(address.query).get("pin", [""])[0].lower()
    if not (_CODE.fullmatch(code) and _KEY.fullmatch(address.fragment) and (not pin or _PIN.fullmatch(pin))):
        raise LinkError(_("The link is not whole. Copy all of it, from https to its last letter."))
    return Link(checked_hub(f"{address.scheme}://{address.netloc}{place}"), code, pin, address.fragment)


def checked_hub(address: str) -> str:
    """Where a hub is reached, written in one way. Raises LinkError where what is said would be heard by others."""
    parts = _split(address.strip())
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if parts.scheme not in ("https", "http") or not _HOST.fullmatch(host) or "@" in parts.netloc:
        raise LinkError(_("“{address}” is no address of a hub. One looks like https://hub.example.org").format(
            address=address.strip()
        ))  # fmt: skip
    if parts.scheme == "http" and not (_is_here(host) or os.environ.get("CRMDESK_ALLOW_HTTP") == "1"):
        raise LinkError(
            _("“{host}” would be reached without encryption, and anyone on the way could read along. Ask for a link "
              "that begins with https.").format(host=host)
        )  # fmt: skip
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address if "://" in address else f"https://{address}")
    except ValueError:  # brackets of an IPv6 address that do not match
        return SplitResult("", "", "", "", "")


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

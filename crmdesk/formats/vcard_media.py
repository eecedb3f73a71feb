"""Pictures in a vCard: base64 of any dialect, data URIs; what stands behind an address is never fetched."""

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

from crmdesk.formats.content_lines import Head, fold

_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_ADDRESS = re.compile(r"(?i)(?:[a-z][a-z0-9+.-]*://|cid:|content:|file:|urn:)")
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+")
_SUBTYPE = re.compile(r"[A-Za-z0-9.+-]+")
_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)
_PLACES = ("home", "work", "other")


def is_address(value: str) -> bool:
    return _ADDRESS.match(value) is not None


def read_picture(head: Head, value: str) -> tuple[str, bytes] | None:
    """Media type and bytes; nothing where they cannot be made out."""
    if value[:5].lower() == "data:":
        declared, data = _read_data_uri(value[5:].replace("\\", ""))
    else:
        declared, data = _declared(head), decode_base64(value)
    media_type = (by_signature(data) or declared) if data else None
    return (media_type, data) if media_type and data else None


def _read_data_uri(text: str) -> tuple[str | None, bytes | None]:
    about, _comma, content = text.partition(",")
    declared, *options = about.lower().split(";")
    is_base64 = "base64" in (declared, *options)
    data = decode_base64(content) if is_base64 else unquote_to_bytes(content)
    return declared if _MEDIA_TYPE.fullmatch(declared) else None, data


def decode_base64(text: str) -> bytes | None:
    compact = "".join(text.replace("\\n", "").split())
    if not _BASE64.fullmatch(compact):
        return None
    bare = compact.rstrip("=")
    bare = bare[:-1] if len(bare) % 4 == 1 else bare  # cut short
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4))
    except binascii.Error:
        return None


def _declared(head: Head) -> str | None:
    if media_type := head.parameter("MEDIATYPE"):
        return media_type.lower()
    for word in head.words:
        if _MEDIA_TYPE.fullmatch(word):
            return word.lower()
        if word.lower() not in _PLACES and _SUBTYPE.fullmatch(word):
            return {"jpg": "image/jpeg"}.get(word.lower(), f"image/{word.lower()}")
    return None


def by_signature(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((media_type for start, media_type in _SIGNATURES if data.startswith(start)), None)


def write_picture(name: str, media_type: str, data: bytes, version: str) -> bytes:
    """The whole folded property."""
    content = base64.b64encode(data).decode("ascii")
    kind, _slash, subtype = media_type.partition("/")
    if version == "4.0":
        return fold(f"{name}:data:{media_type};base64,{content}")
    about = f"TYPE={subtype.upper()}" if kind == "image" and subtype not in _PLACES else f"MEDIATYPE={media_type}"
    return fold(f"{name};ENCODING=b;{about}:{content}")
